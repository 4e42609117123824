"""What is measured: found where the note measures it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.language import Language


@pytest.mark.parametrize(("kind", "taken"), [("METRIC", True), ("TASK", False)])
def test_a_metric_is_taken_where_it_is_a_little_likelier_than_nothing(whole: Language, kind: str, taken: bool) -> None:
    tagger: Any = whole.get_pipe("tagger")
    scores = np.full((1, len(tagger.labels)), -9.0)
    scores[0, tagger.labels.index("O")] = 0.0
    scores[0, tagger.labels.index(f"B-{kind}")] = 0.5
    (best,) = tagger._scores2guesses([scores])
    assert (tagger.labels[best[0]] == f"B-{kind}") is taken
