"""Names of data sets, parted from the words around them."""

from __future__ import annotations

import pytest
from conftest import Tagger


def test_a_language_before_a_data_set_is_no_part_of_its_name(tagged: Tagger) -> None:
    assert _data_sets(tagged, "We evaluate event detection with the English QXEVT corpus.") == {"QXEVT"}


def test_a_name_ends_at_a_full_stop_without_a_blank_behind_it(tagged: Tagger) -> None:
    assert _data_sets(tagged, "It is better on PlotQA and ZebraBench.We then improve the model.") == {
        "PlotQA",
        "ZebraBench",
    }


@pytest.mark.parametrize("name", ["Sports-1M", "LAION-400M"])
def test_a_listed_data_set_is_no_model_of_its_size(tagged: Tagger, name: str) -> None:
    assert _data_sets(tagged, f"Models trained from {name} are tested.") == {name}


def test_what_a_database_is_called_is_a_data_set(tagged: Tagger) -> None:
    assert _data_sets(tagged, "We build a large-scale material database, GQTOS.") == {"GQTOS"}


def _data_sets(tagged: Tagger, text: str) -> set[str]:
    return {mention.text for mention in tagged(text).mentions if mention.type == "DATASET"}
