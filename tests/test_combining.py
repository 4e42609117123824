"""Rules and statistical component together: who has the last word, and what the entities stand for."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.mentions import ENTITY_TYPES
from kg.notes import Note
from kg.tagging import pipeline, tag
from kg.tagging.combine import combine
from kg.tagging.tags import tags

Combined = Callable[..., dict[str, tuple[str, str]]]


@pytest.fixture(scope="module")
def combined(nlp: Language) -> Combined:
    """What becomes of a text in which the statistical component finds these phrases of these types."""

    def run(text: str, **found: str) -> dict[str, tuple[str, str]]:
        doc = tags(nlp(pipeline.make_doc(nlp, Note("n", "A Study of Things", text))))
        for token in doc:
            token.tag_ = "O"
        for phrase, kind in found.items():
            for at, token in enumerate(_span(doc, phrase.replace("_", " "), kind)):
                token.tag_ = f"{'I' if at else 'B'}-{kind}"
        return {ent.text: (ent.label_, ent.kb_id_) for ent in combine(doc).ents}

    return run


def _span(doc: Doc, phrase: str, kind: str) -> Span:
    start = doc.text.index(phrase)
    span = doc.char_span(start, start + len(phrase), kind)
    assert span is not None
    return span


def test_the_component_sees_what_the_rules_found_as_tags(nlp: Language) -> None:
    doc = tags(nlp(pipeline.make_doc(nlp, Note("n", "A Study of Things", "We use token pruning."))))
    assert [token.tag_ for token in doc][-5:] == ["O", "O", "B-TECHNIQUE", "I-TECHNIQUE", "O"]
    assert not doc.ents


def test_what_both_find_stands_for_what_the_rules_know(combined: Combined) -> None:
    assert combined("We use token pruning.", token_pruning="TECHNIQUE") == {
        "token pruning": ("TECHNIQUE", "technique/token-pruning")
    }


def test_what_the_component_does_not_find_is_no_entity(combined: Combined) -> None:
    assert combined("We use token pruning.") == {}


def test_models_data_sets_and_own_names_are_the_rules_to_tell(combined: Combined) -> None:
    found = combined("We propose FrobKV and run Qwen2.5-7B on GSM8K.", GSM8K="METRIC")
    assert {text: kind for text, (kind, _) in found.items()} == {
        "FrobKV": "METHOD",
        "Qwen2.5-7B": "MODEL",
        "GSM8K": "DATASET",
    }


def test_a_model_or_data_set_that_only_the_component_sees_is_none(combined: Combined) -> None:
    assert combined("We sort apples and pears.", apples="DATASET", pears="MODEL") == {}


def test_a_phrase_that_ends_with_a_listed_term_is_below_it(combined: Combined) -> None:
    found = combined("We use frobnic token pruning.", frobnic_token_pruning="TECHNIQUE")
    assert found["frobnic token pruning"] == ("TECHNIQUE", "technique/frobnic-token-pruning<technique/token-pruning")


def test_a_phrase_does_not_end_within_a_word(combined: Combined) -> None:
    assert "leaf-wise fine-tuning" in combined("We use leaf-wise fine-tuning now.", **{"leaf-wise fine": "TECHNIQUE"})


def test_a_phrase_that_is_made_whole_takes_the_place_of_what_began_in_it(combined: Combined) -> None:
    found = combined("We use leaf-wise fine-tuning now.", **{"leaf-wise fine": "TECHNIQUE", "tuning now": "TASK"})
    assert set(found) == {"leaf-wise fine-tuning"}


@pytest.mark.parametrize("behind", ["- and post-training", "-", "- ."])
def test_half_a_word_without_its_other_half_stays_as_it_is(combined: Combined, behind: str) -> None:
    assert set(combined(f"We use leaf-wise pre{behind}", **{"leaf-wise pre": "TECHNIQUE"})) == {"leaf-wise pre"}


def test_two_metrics_joined_stay_joined(combined: Combined) -> None:
    assert "latency and memory" in combined("We report latency and memory.", **{"latency and memory": "METRIC"})


@pytest.mark.parametrize(
    ("written", "metric"),
    [
        ("prefill speedup", "speedup"),
        ("throughput speedup", "throughput"),
        ("word accuracy", "word accuracy"),
        ("First Leaf Latency", "First Leaf Latency"),
    ],
)
def test_a_metric_of_one_noun_is_named_by_it(combined: Combined, written: str, metric: str) -> None:
    found = combined(f"We report {written} here.", **{written: "METRIC"})
    assert [text for text, (kind, _) in found.items() if kind == "METRIC"] == [metric]


def test_a_phrase_no_list_knows_is_a_thing_of_its_own(combined: Combined) -> None:
    assert combined("We study leaf folding.", leaf_folding="TASK")["leaf folding"] == ("TASK", "task/leaf-folding")


def test_a_type_of_its_own_makes_another_thing(combined: Combined) -> None:
    found = combined("We reach state-of-the-art parsing.", parsing="METRIC")
    assert found["parsing"] == ("METRIC", "metric/parsing")


def test_an_acronym_stands_for_its_long_form(combined: Combined) -> None:
    found = combined("We study green leaf folding (GLF). For GLF we have no answer.", GLF="TASK")
    assert found["GLF"] == ("TASK", "task/green-leaf-folding")


def test_no_two_entities_of_the_whole_pipeline_overlap_and_each_is_its_slice(whole: Language) -> None:
    text = "We propose FrobKV, token pruning for the KV cache. On GSM8K, accuracy of Llama 3 rises by 2.5% over SnapKV."
    (one,) = tag([Note("n", "FrobKV: Pruning Tokens", text)], whole)
    spans = [(mention.start, mention.end) for mention in one.mentions]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(one.note.document[m.start : m.end] == m.text and m.type in ENTITY_TYPES for m in one.mentions)
    assert "FrobKV" in one.proposes


def test_the_whole_pipeline_finds_what_no_list_has(whole: Language, nlp: Language) -> None:
    """Phrases whose words no list has, named the way such things are named."""
    note = Note("n", "A Study", "We study knotted garment unfolding, and tackle it by recurrent fold matching.")
    assert not next(tag([note], nlp)).mentions
    assert "recurrent fold matching" in {mention.text for mention in next(tag([note], whole)).mentions}


def test_the_component_can_name_every_type_from_the_first_note_on() -> None:
    fresh = pipeline.load.__wrapped__()
    labels = fresh.get_pipe("tagger").labels
    assert len(labels) == 13
    assert all(label in fresh.vocab.strings for label in labels)
