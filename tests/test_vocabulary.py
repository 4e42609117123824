"""Vocabularies: what is listed can be found, and a user's own file adds to it without code."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import vocabulary
from kg.errors import NoteweaveError
from kg.notes import Note
from kg.tagging import pipeline, tag
from kg.vocabulary import Concept, Vocabulary

OWN = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix nw: <https://w3id.org/noteweave/ontology#> .
@prefix technique: <https://w3id.org/noteweave/id/technique/> .
@prefix dataset: <https://w3id.org/noteweave/id/dataset/> .

technique:tensor-folding a nw:Technique ;
    skos:prefLabel "tensor folding" ;
    skos:altLabel "TeFo" ;
    skos:broader technique:pruning .

dataset:soup-bowl a nw:Dataset ;
    skos:prefLabel "Soup Bowl" .
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.ttl"
    path.write_text(OWN, encoding="utf-8")
    return path


def concept(key: str, label: str, **rest: tuple[str, ...]) -> Concept:
    return Concept(key, key.partition("/")[0].capitalize(), label, **rest)


def test_a_users_own_file_adds_concepts_without_code(own: Path) -> None:
    note = Note("1", "A Study of Things", "We use tensor foldings, or TeFo, on Soup Bowl, and LoRA beside it.")
    (one,) = tag([note], pipeline.load(own))
    assert {(m.text, m.type, m.entity) for m in one.mentions} == {
        ("tensor foldings", "TECHNIQUE", "technique/tensor-folding"),
        ("TeFo", "TECHNIQUE", "technique/tensor-folding"),
        ("Soup Bowl", "DATASET", "dataset/soup-bowl"),
        ("LoRA", "TECHNIQUE", "technique/lora"),
    }


def test_an_unlisted_kind_goes_below_a_users_own_concept(own: Path) -> None:
    (one,) = tag([Note("1", "A Study of Things", "We use rank-aware tensor folding.")], pipeline.load(own))
    (mention,) = one.mentions
    assert (mention.entity, mention.broader) == ("technique/rank-aware-tensor-folding", ("technique/tensor-folding",))


def test_a_users_own_file_does_not_change_the_projects_pipeline(own: Path, tagged) -> None:  # type: ignore[no-untyped-def]
    pipeline.load(own)
    assert "TeFo" not in {m.text for m in tagged("We use tensor folding.").mentions}
    assert "technique/tensor-folding" not in vocabulary.load()


def test_a_folder_of_vocabularies_is_read_whole(own: Path) -> None:
    (own.parent / "more.ttl").write_text(OWN.replace("tensor", "matrix").replace("TeFo", "MaFo"), encoding="utf-8")
    listed = vocabulary.load(own.parent)
    assert "technique/tensor-folding" in listed
    assert "technique/matrix-folding" in listed


def test_of_two_preferred_labels_the_users_holds(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://w3id.org/noteweave/id/technique/pruning> skos:prefLabel "cutting" ; skos:altLabel "snipping" .',
        encoding="utf-8",
    )
    cutting = vocabulary.load(path).get("technique/pruning")
    assert cutting is not None
    assert cutting.label == "cutting"
    assert "snipping" in cutting.other_labels
    assert cutting.kind == "Technique"  # still said by the project


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("this is no Turtle", "own.ttl"),
        (
            "<https://w3id.org/noteweave/id/technique/x> a <https://w3id.org/noteweave/ontology#Technique> .",
            "technique/x",
        ),
        (
            '<https://w3id.org/noteweave/id/technique/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "x" .',
            "technique/x",
        ),
    ],
)
def test_a_vocabulary_that_can_not_be_used_is_an_error_that_names_it(tmp_path: Path, content: str, named: str) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NoteweaveError, match=named) as raised:
        vocabulary.load(path)
    assert "\n" not in raised.value.message


def test_a_vocabulary_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(NoteweaveError, match="nowhere"):
        vocabulary.load(tmp_path / "nowhere.ttl")


def test_ancestors_come_nearest_first_and_each_once() -> None:
    listed = Vocabulary(
        [
            concept("technique/a", "a"),
            concept("technique/b", "b", broader=("technique/a",)),
            concept("technique/c", "c", broader=("technique/a", "technique/b")),
            concept("technique/d", "d", broader=("technique/c",)),
        ]
    )
    assert listed.ancestors("technique/d") == ["technique/c", "technique/a", "technique/b"]
    assert listed.ancestors("technique/unlisted") == []


def test_a_ring_of_broader_concepts_does_not_hang() -> None:
    listed = Vocabulary(
        [concept("technique/a", "a", broader=("technique/b",)), concept("technique/b", "b", broader=("technique/a",))]
    )
    assert listed.ancestors("technique/a") == ["technique/b", "technique/a"]


def test_a_label_is_found_case_and_joints_aside() -> None:
    listed = Vocabulary([concept("metric/speedup", "speedup", other_labels=("speed-up",))])
    assert listed.find("metric", "Speed up") == "metric/speedup"
    assert listed.find("metric", "SPEEDUP") == "metric/speedup"
    assert listed.find("dataset", "speedup") is None


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("technique/lora", "technique/parameter-efficient-fine-tuning"),
        ("technique/kv-cache-compression", "technique/kv-cache"),
        ("technique/token-pruning", "technique/token-reduction"),
        ("technique/post-training-quantization", "technique/quantization"),
        ("model/llama-3.1", "model/llama"),
    ],
)
def test_kinds_of_a_technique_or_model_stand_below_it(narrow: str, wide: str) -> None:
    assert wide in vocabulary.load().ancestors(narrow)


@pytest.mark.parametrize(
    ("concept", "said"),
    [
        ('technique:x a nw:Technique ; skos:prefLabel "x" ; skos:broader technique:not-there .', "no concept; add it"),
        ('<https://example.org/x> a nw:Technique ; skos:prefLabel "x" .', "IRI must begin with"),
        ('<https://w3id.org/noteweave/id/gizmo/x> a nw:Technique ; skos:prefLabel "x" .', "IRI must begin with"),
        ("technique:x a nw:Technique .", "needs a skos:prefLabel"),
    ],
)
def test_a_vocabulary_of_ones_own_is_checked_when_it_is_read(tmp_path: Path, concept: str, said: str) -> None:
    head = (
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix nw: <https://w3id.org/noteweave/ontology#> .\n"
        "@prefix technique: <https://w3id.org/noteweave/id/technique/> .\n"
    )
    own = tmp_path / "own.ttl"
    own.write_text(head + concept, encoding="utf-8")
    with pytest.raises(NoteweaveError, match=said):
        vocabulary.load(own)
