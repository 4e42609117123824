"""The best sequence of tags is taken, not the best tag of each token."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.notes import Note
from kg.tagging import pipeline
from kg.tagging.entity_tagger import best_sequences
from kg.tagging.tags import tagged_spans

NEVER = -1e9


def test_a_tag_that_continues_nothing_is_not_taken() -> None:
    """Of O, B and I, the first token is best as I and the second, too; but nothing begins with I."""
    scores = np.array([[0.0, 1.0, 5.0], [0.0, 0.0, 5.0]])
    transitions = np.array([[0.0, 0.0, NEVER], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    (best,) = best_sequences([scores], transitions, np.array([0.0, 0.0, NEVER]))
    assert best.tolist() == [1, 2]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=4), st.integers(0, 1000))
def test_no_other_sequence_scores_higher(lengths: list[int], seed: int) -> None:
    draw = np.random.default_rng(seed)
    transitions, first = draw.normal(size=(3, 3)), draw.normal(size=3)
    texts = [draw.normal(size=(length, 3)) for length in lengths]
    for scores, best in zip(texts, best_sequences(texts, transitions, first), strict=True):

        def total(tags: tuple[int, ...], scores: np.ndarray = scores) -> float:
            steps = sum(transitions[a, b] for a, b in pairwise(tags))
            return float(first[tags[0]] + steps + sum(scores[at, tag] for at, tag in enumerate(tags))) if tags else 0.0

        assert total(tuple(best)) == pytest.approx(max(map(total, product(range(3), repeat=len(scores)))))


def test_the_tags_of_the_pipeline_spell_whole_entities(whole: Language) -> None:
    note = Note("n", "A Study", "We prune the KV cache of Llama 3 by graph matching and measure accuracy on GSM8K.")
    doc = pipeline.make_doc(whole, note)
    for name, component in whole.pipeline:
        doc = component(doc)
        if name == "tagger":
            break
    tags = ["O", *(token.tag_ for token in doc)]
    assert any(tag != "O" for tag in tags)
    for before, tag in pairwise(tags):
        assert not tag.startswith("I-") or before[2:] == tag[2:]


def test_tags_are_read_as_spans(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=list("abcdef"), tags=["B-TASK", "I-TASK", "B-TASK", "O", "I-METRIC", "O"])
    assert [(span.text, span.label_) for span in tagged_spans(doc)] == [
        ("a b", "TASK"),
        ("c", "TASK"),
        ("e", "METRIC"),
    ]


def test_a_word_that_comes_many_times_is_embedded_once_and_everywhere_the_same(
    whole: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["We prune a model, we prune it again.", "", "We prune Llama 3 and measure its accuracy."]
    docs = [pipeline.make_doc(whole, Note("n", "A Study", text)) for text in texts]
    for name, component in whole.pipeline:
        if name == "tagger":
            break
        docs = list(map(component, docs))
    tagger: Any = whole.get_pipe("tagger")
    distinct_words = next(node for node in tagger.model.walk() if node.name == "distinct_words")
    (layer,) = distinct_words.layers
    expected, work, seen = layer.predict(docs), layer._func, []

    def counted(model: Any, given: list[Doc], is_train: bool) -> Any:
        seen.append(sum(map(len, given)))
        return work(model, given, is_train)

    monkeypatch.setattr(layer, "_func", counted)
    for rows, others in zip(distinct_words.predict(docs), expected, strict=True):
        np.testing.assert_allclose(rows, others, rtol=1e-4, atol=1e-5)
    assert seen == [len({(token.text, token.tag_) for doc in docs for token in doc})]
