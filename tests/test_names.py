"""The table of names: who owns a proposed name, and what a mention of it elsewhere stands for."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from conftest import Tagger, found
from hypothesis import given
from hypothesis import strategies as st

from kg.facts.names import Names, collect
from kg.facts.statements import Statements
from kg.mentions import EntityType, Mention, Role, TaggedNote
from kg.notes import Note
from kg.vocabulary import Concept, Vocabulary

BASE = "https://example.org/id/"
VOCABULARY = Vocabulary([Concept("technique/lora", "Technique", "LoRA"), Concept("model/llama", "Model", "LLaMA")])

Named = tuple[str, EntityType, str, Role]


def on(title: str, *named: Named, text: str = "") -> TaggedNote:
    """A note on a paper that names things: (surface, type, entity, role)."""
    note = Note(f"{title} {text}", title, " ".join([text, *(surface for surface, *_ in named)]))
    mentions = []
    for surface, kind, entity, role in named:
        start = note.document.index(surface, len(title))
        mentions.append(
            Mention(start, start + len(surface), surface, kind, entity, role, len(title) + 1, len(note.document))
        )
    return TaggedNote(note, tuple(mentions), (), ())


def proposing(title: str, surface: str = "FastKV", entity: str = "method/fastkv", text: str = "") -> TaggedNote:
    return on(title, (surface, "METHOD", entity, "proposes"), text=text)


def naming(title: str, surface: str = "FastKV", entity: str = "method/fastkv") -> TaggedNote:
    return on(title, (surface, "METHOD", entity, "compares"))


def meant(names: Names, tagged: TaggedNote) -> list[str]:
    return [names.resolve(mention, tagged.note.paper) for mention in tagged.mentions]


def facts(notes: Sequence[TaggedNote]) -> set[str]:
    statements = Statements(collect(notes, VOCABULARY), BASE)
    return {str(triple) for one in notes for triple in statements.of_note(one)}


def test_a_name_that_one_paper_proposes_is_one_node() -> None:
    owner = proposing("Paper A")
    assert meant(collect([owner], VOCABULARY), owner) == ["method/fastkv"]


def test_two_papers_proposing_one_name_own_two_nodes() -> None:
    one, other = proposing("Paper A"), proposing("Paper B")
    names = collect([one, other], VOCABULARY)
    assert meant(names, one) == ["method/fastkv/paper-a"]
    assert meant(names, other) == ["method/fastkv/paper-b"]
    assert names.label("method/fastkv/paper-a") == names.label("method/fastkv/paper-b") == "FastKV"


def test_a_third_paper_means_the_owner_where_there_is_one() -> None:
    """Also where the tagger took the name for something of another kind."""
    third = naming("Paper C", entity="model/fastkv")
    names = collect([proposing("Paper A"), third], VOCABULARY)
    assert meant(names, third) == ["method/fastkv"]


def test_a_third_paper_means_the_owner_by_any_of_its_names() -> None:
    both = on(
        "Paper A",
        ("FastKV", "METHOD", "method/fastkv", "proposes"),
        ("Fast Key-Value Cache", "METHOD", "method/fastkv", "proposes"),
    )
    third = naming("Paper C", "fast key value cache", "method/fast-key-value-cache")
    assert meant(collect([both, third], VOCABULARY), third) == ["method/fastkv"]


def test_a_third_paper_means_neither_where_two_own_the_name() -> None:
    one, other, third = proposing("Paper A"), proposing("Paper B"), naming("Paper C")
    (meaning,) = meant(collect([one, other, third], VOCABULARY), third)
    assert meaning == "method/fastkv"
    linked = {line.split()[2] for line in facts([one, other, third]) if line.startswith(f"<{BASE}paper/paper-c> ")}
    assert f"<{BASE}method/fastkv>" in linked
    assert not any("fastkv/paper" in entity for entity in linked)


def test_a_name_owned_as_two_different_things_stays_unresolved() -> None:
    method = proposing("Paper A", "SCOPE", "method/scope")
    dataset = on("Paper B", ("SCOPE", "DATASET", "dataset/scope", "proposes"))
    third = naming("Paper C", "SCOPE", "metric/scope")
    names = collect([method, dataset, third], VOCABULARY)
    assert (meant(names, method), meant(names, dataset), meant(names, third)) == (
        ["method/scope"],
        ["dataset/scope"],
        ["metric/scope"],
    )


def test_the_vocabulary_comes_before_a_paper_of_the_same_name() -> None:
    third = on("Paper C", ("LLaMA", "MODEL", "model/llama", "uses"))
    names = collect([proposing("Paper A", "LLaMA", "method/llama"), third], VOCABULARY)
    assert meant(names, third) == ["model/llama"]


def test_a_technique_is_nobodys_own() -> None:
    third = on("Paper C", ("FastKV", "TECHNIQUE", "technique/fastkv", "uses"))
    assert meant(collect([proposing("Paper A"), third], VOCABULARY), third) == ["technique/fastkv"]


def test_short_and_long_form_in_two_notes_of_one_paper_are_one_thing() -> None:
    """One note knows the short form, one both: all three mentions are of one thing."""
    short = proposing("Paper A", "FKV", "method/fkv", text="Once more:")
    both = on(
        "Paper A",
        ("Fast Key-Value Cache", "METHOD", "method/fast-key-value-cache", "proposes"),
        ("FKV", "METHOD", "method/fast-key-value-cache", "proposes"),
    )
    names = collect([short, both], VOCABULARY)
    assert {*meant(names, short), *meant(names, both)} == {"method/fast-key-value-cache"}


def test_notes_that_share_no_surface_are_joined_by_one_that_shares_with_both() -> None:
    def two(first: str, second: str, entity: str) -> TaggedNote:
        return on("Paper A", (first, "METHOD", entity, "proposes"), (second, "METHOD", entity, "proposes"))

    notes = [
        two("Abc", "Bcd", "method/abc"),
        two("Cde", "Def", "method/cde"),
        two("Def", "Bcd", "method/def"),
    ]
    names = collect(notes, VOCABULARY)
    assert len({entity for one in notes for entity in meant(names, one)}) == 1


def test_the_same_name_in_two_notes_of_one_paper_has_one_owner() -> None:
    one, again = proposing("Paper A"), proposing("Paper A", text="Once more:")
    names = collect([one, again], VOCABULARY)
    assert meant(names, one) == meant(names, again) == ["method/fastkv"]


def test_the_label_is_the_spelling_that_most_notes_use() -> None:
    notes = [naming("Paper A", "Fast KV"), naming("Paper B", "FastKV"), naming("Paper C", "FastKV")]
    assert collect(notes, VOCABULARY).label("method/fastkv") == "FastKV"


MANY = [
    proposing("Paper A"),
    proposing("Paper B"),
    naming("Paper C"),
    proposing("Paper C", "Fkv", "method/fkv"),
    on(
        "Paper C",
        ("Fast Key-Value Cache", "METHOD", "method/fast-key-value-cache", "proposes"),
        ("Fkv", "METHOD", "method/fast-key-value-cache", "proposes"),
    ),
    naming("Paper D", "fkv", "method/fkv"),
    naming("Paper D", "FKV", "model/fkv"),
    on("Paper D", ("LoRA", "TECHNIQUE", "technique/lora", "uses"), ("FKV", "DATASET", "dataset/fkv", "uses")),
]


@given(st.permutations(MANY))
def test_the_order_of_notes_does_not_matter(notes: list[TaggedNote]) -> None:
    assert facts(notes) == facts(MANY)


@pytest.mark.parametrize("owner", ["Paper A", "Paper B"])
def test_both_owners_of_a_name_are_linked_to_their_own_thing(owner: str) -> None:
    last = owner.lower().replace(" ", "-")
    lines = facts([proposing("Paper A"), proposing("Paper B")])
    triple = ox.Triple(
        ox.NamedNode(f"{BASE}paper/{last}"),
        ox.NamedNode("https://w3id.org/noteweave/ontology#proposes"),
        ox.NamedNode(f"{BASE}method/fastkv/{last}"),
    )
    assert str(triple) in lines
    assert len([line for line in lines if "ontology#proposes> <" in line and f"paper/{last}>" in line]) == 1


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("We propose QuietFold, a framework for caches.", "QuietFold", "METHOD"),
        ("We introduce QuietFold, a benchmark of long texts.", "QuietFold", "DATASET"),
        ("We release the dataset QuietFold for parsing.", "QuietFold", "DATASET"),
        ("This work presents QuietFold—a new IE dataset.", "QuietFold", "DATASET"),
        ("We present **QuietFold**, the first benchmark of its kind.", "QuietFold", "DATASET"),
        ("We introduce QuietQA, a retriever that reads.", "QuietQA", "METHOD"),
        ("We propose a new metric, QuietFold, for caches.", "QuietFold", "METRIC"),
        ("We introduce QuietFold, a family of language models.", "QuietFold", "MODEL"),
        ("It is compared with QuietFold and LoudFold.", "LoudFold", "METHOD"),
    ],
)
def test_the_words_around_a_name_tell_its_type(tagged: Tagger, text: str, name: str, kind: str) -> None:
    assert found(tagged(text), name).type == kind


@pytest.mark.parametrize(
    "text",
    [
        "Records of the QRST are kept for years. We count them.",
        "Ever since the Lane Folding Days, chats have grown. In this paper, we count them.",
        "MixLore was found in old chats. In this paper, we count words.",
        "Chats of quiet lane speakers (QLS) are long. We count them.",
    ],
)
def test_what_only_the_background_names_is_no_method(tagged: Tagger, text: str) -> None:
    assert not [mention for mention in tagged(text).mentions if mention.type == "METHOD"]


def test_what_something_is_tested_on_is_a_dataset(tagged: Tagger) -> None:
    one = tagged("We test it on LaneChat and FoldChat.")
    assert {found(one, "LaneChat").type, found(one, "FoldChat").type} == {"DATASET"}
    assert found(tagged("We test a router based on LaneFold."), "LaneFold").type == "METHOD"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Quiet Lane Detection (QLD) is an old problem. We look at it again.", "TASK"),
        ("Quiet Lane Logic (QLL) is an old tool. We look at it again.", "TECHNIQUE"),
        ("We look at chats. They are read by a Quiet Lane Reader (QLR).", "METHOD"),
    ],
)
def test_a_spelt_out_name_of_the_background_is_a_task_or_technique(tagged: Tagger, text: str, kind: str) -> None:
    short = text.partition("(")[2].partition(")")[0]
    assert found(tagged(text), short).type == kind
