"""A tagged note becomes the triples that the contract names: links, evidence, results, venues, listings."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pyoxigraph as ox
import pytest
from conftest import Tagger
from hypothesis import given
from hypothesis import strategies as st

from kg.facts import figures
from kg.facts.names import collect
from kg.facts.namespaces import prefixes
from kg.facts.statements import Statements
from kg.iri import slug
from kg.mentions import EntityType, Mention, ReportedResult, Role, TaggedNote
from kg.notes import Count, Listing, Note
from kg.vocabulary import Concept, Vocabulary

BASE = "https://example.org/id/"
VOCABULARY = Vocabulary(
    [
        Concept("technique/compression", "Technique", "compression"),
        Concept("technique/peft", "Technique", "PEFT", broader=("technique/compression",)),
        Concept("technique/lora", "Technique", "LoRA", ("low-rank adaptation",), broader=("technique/peft",)),
        Concept("model/llama", "Model", "LLaMA"),
        Concept("model/llama-3", "Model", "Llama 3", broader=("model/llama",)),
        Concept("metric/accuracy", "Metric", "accuracy"),
        Concept("venue/AAAI", "VenueSeries", "AAAI", ("Conference on Artificial Intelligence",)),
    ]
)


def a_note(text: str, *named: tuple[str, EntityType, str, Role], title: str = "A Title", **of_note: str) -> TaggedNote:
    """A note on `title` where each surface (at its first place) stands for an entity in a role; one sentence."""
    note = Note("n", title, text, **of_note)
    mentions = tuple(
        Mention(
            *(at := note.document.index(surface), at + len(surface), surface, kind, entity, role),
            sentence_start=len(title) + 1,
            sentence_end=len(note.document),
        )
        for surface, kind, entity, role in named
    )
    return TaggedNote(note, mentions, (), ())


def stated(item: TaggedNote | Listing, *others: TaggedNote) -> set[str]:
    """The triples of a note or listing as lines such as `paper:a nw:usesModel model:b`."""
    tagged = [one for one in (item, *others) if isinstance(one, TaggedNote)]
    statements = Statements(collect(tagged, VOCABULARY), BASE)
    triples = statements.of_listing(item) if isinstance(item, Listing) else statements.of_note(item)
    return set(lines(triples))


def lines(triples: Iterable[ox.Triple]) -> Iterable[str]:
    for triple in triples:
        yield " ".join(short(part) for part in (triple.subject, triple.predicate, triple.object))


def short(part: object) -> str:
    known = sorted(prefixes(BASE).items(), key=lambda item: -len(item[1]))
    if isinstance(part, ox.Literal):
        kind = part.datatype.value.rpartition("#")[2]
        return f'"{part.value}"' if kind == "string" else f'"{part.value}"^^{kind}'
    assert isinstance(part, ox.NamedNode)
    return next(f"{name}:{part.value.removeprefix(iri)}" for name, iri in known if part.value.startswith(iri))


def links(facts: set[str], entity: str) -> set[str]:
    """The properties that link a paper to an entity."""
    return {line.split()[1] for line in facts if line.startswith("paper:") and line.endswith(f" {entity}")}


@pytest.mark.parametrize(
    ("kind", "entity", "role", "properties"),
    [
        ("METHOD", "method/thing", "uses", {"nw:usesMethod", "nw:mentions"}),
        ("TECHNIQUE", "technique/thing", "uses", {"nw:usesTechnique", "nw:mentions"}),
        ("MODEL", "model/thing", "uses", {"nw:usesModel", "nw:mentions"}),
        ("DATASET", "dataset/thing", "uses", {"nw:usesDataset", "nw:mentions"}),
        ("METRIC", "metric/thing", "uses", {"nw:reportsMetric", "nw:mentions"}),
        ("TASK", "task/thing", "uses", {"nw:addressesTask", "nw:mentions"}),
        ("METHOD", "method/thing", "proposes", {"nw:proposes", "nw:mentions"}),
        ("MODEL", "model/thing", "proposes", {"nw:proposes", "nw:mentions"}),
        ("DATASET", "dataset/thing", "proposes", {"nw:proposes", "nw:mentions"}),
        ("METRIC", "metric/thing", "proposes", {"nw:proposes", "nw:mentions"}),
        ("METHOD", "method/thing", "compares", {"nw:comparesWith", "nw:mentions"}),
        ("TECHNIQUE", "technique/thing", "compares", {"nw:comparesWith", "nw:mentions"}),
        ("MODEL", "model/thing", "compares", {"nw:comparesWith", "nw:mentions"}),
        ("TECHNIQUE", "technique/thing", "mentions", {"nw:mentions"}),
        ("DATASET", "dataset/thing", "mentions", {"nw:mentions"}),
    ],
)
def test_type_and_role_of_a_mention_decide_how_the_paper_is_linked(
    kind: EntityType, entity: str, role: Role, properties: set[str]
) -> None:
    facts = stated(a_note("Thing is here.", ("Thing", kind, entity, role)))
    assert links(facts, entity.replace("/", ":")) == properties


def test_a_thing_in_two_roles_is_linked_by_both() -> None:
    used = a_note("Thing beats other things.", ("Thing", "METHOD", "method/thing", "uses"))
    again = Mention(12, 18, "things", "METHOD", "method/thing", "compares", 8, 33)
    both = TaggedNote(used.note, (*used.mentions, again), (), ())
    assert links(stated(both), "method:thing") == {"nw:usesMethod", "nw:comparesWith", "nw:mentions"}


def test_a_paper_says_what_its_source_says_of_it() -> None:
    note = Note(
        "n",
        "A Title",
        "Text.",
        area="Model Compression",
        url="https://example.org/p",
        arxiv="2601.00001",
        keywords=("one", "two"),
    )
    key = note.key.removeprefix("note/")
    assert stated(TaggedNote(note, (), (), ())) == {
        "paper:a-title rdf:type nw:Paper",
        'paper:a-title dcterms:title "A Title"',
        f"paper:a-title nw:hasNote note:{key}",
        f"note:{key} rdf:type nw:Note",
        f'note:{key} nw:text "A Title\nText."',
        "paper:a-title nw:inArea area:model-compression",
        "area:model-compression rdf:type nw:Area",
        'area:model-compression skos:prefLabel "Model Compression"',
        'paper:a-title schema:url "https://example.org/p"',
        'paper:a-title nw:arxivId "2601.00001"',
        'paper:a-title schema:keywords "one"',
        'paper:a-title schema:keywords "two"',
    }


def test_a_mention_is_a_complete_web_annotation() -> None:
    #       01234567 8901234567
    tagged = a_note("We train LoRA.", ("LoRA", "TECHNIQUE", "technique/lora", "uses"))
    note = f"note:{tagged.note.key.removeprefix('note/')}"
    facts = {line for line in stated(tagged) if line.startswith(f"{note}#")}
    assert facts == {
        f"{note}#mention-17-21-technique-lora rdf:type nw:Mention",
        f"{note}#mention-17-21-technique-lora rdf:type oa:Annotation",
        f"{note}#mention-17-21-technique-lora oa:hasBody technique:lora",
        f"{note}#mention-17-21-technique-lora oa:hasTarget {note}#target-17-21",
        f"{note}#mention-17-21-technique-lora nw:supports nw:usesTechnique",
        f'{note}#mention-17-21-technique-lora nw:sentence "We train LoRA."',
        f"{note}#target-17-21 rdf:type oa:SpecificResource",
        f"{note}#target-17-21 oa:hasSource {note}",
        f"{note}#target-17-21 oa:hasSelector {note}#position-17-21",
        f"{note}#target-17-21 oa:hasSelector {note}#quote-17-21",
        f"{note}#position-17-21 rdf:type oa:TextPositionSelector",
        f'{note}#position-17-21 oa:start "17"^^nonNegativeInteger',
        f'{note}#position-17-21 oa:end "21"^^nonNegativeInteger',
        f"{note}#quote-17-21 rdf:type oa:TextQuoteSelector",
        f'{note}#quote-17-21 oa:exact "LoRA"',
        f'{note}#quote-17-21 oa:prefix "A Title\nWe train "',
        f'{note}#quote-17-21 oa:suffix "."',
    }


@given(before=st.text(max_size=50), surface=st.text(min_size=1, max_size=9), after=st.text(max_size=50))
def test_evidence_quotes_the_note_as_it_stands(before: str, surface: str, after: str) -> None:
    title = "A Title"
    start = len(title) + 1 + len(before)
    note = Note("n", title, before + surface + after)
    end = start + len(surface)
    mention = Mention(start, end, surface, "TASK", "task/x", "mentions", 0, len(note.document))
    tagged = TaggedNote(note, (mention,), (), ())
    facts = list(Statements(collect([tagged], VOCABULARY), BASE).of_note(tagged))

    def the(name: str) -> str:
        (value,) = (triple.object for triple in facts if triple.predicate.value.endswith(name))
        assert isinstance(value, ox.Literal)
        return value.value

    text = the("ontology#text")
    assert text[int(the("oa#start")) : int(the("oa#end"))] == the("oa#exact") == surface
    assert the("oa#prefix") + surface + the("oa#suffix") in text
    assert text[:start].endswith(the("oa#prefix")) and text[end:].startswith(the("oa#suffix"))


def test_a_result_is_stated_with_all_it_is_tied_to() -> None:
    plain = a_note(
        "Ours lifts accuracy of Llama 3 on MMLU by 8–11% over LoRA.",
        ("Ours", "METHOD", "method/ours", "proposes"),
        ("accuracy", "METRIC", "metric/accuracy", "uses"),
        ("Llama 3", "MODEL", "model/llama-3", "uses"),
        ("MMLU", "DATASET", "dataset/mmlu", "uses"),
        ("LoRA", "TECHNIQUE", "technique/lora", "compares"),
    )
    document = plain.note.document
    at = document.index("8–11%")
    result = ReportedResult(at, at + 5, "8–11%", 8, len(document), "accuracy", "Llama 3", "MMLU", "LoRA")
    tagged = TaggedNote(plain.note, plain.mentions, ("Ours",), (result,))
    note = f"note:{plain.note.key.removeprefix('note/')}"
    node = f"{note}#result-{at}-{at + 5}"
    facts = stated(tagged)
    assert {line for line in facts if line.startswith(f"{node} ")} == {
        f"{node} rdf:type nw:Result",
        f"{node} prov:wasDerivedFrom {note}",
        f'{node} nw:sentence "Ours lifts accuracy of Llama 3 on MMLU by 8–11% over LoRA."',
        f'{node} nw:value "8"^^decimal',
        f'{node} nw:maxValue "11"^^decimal',
        f'{node} nw:unit "%"',
        f"{node} nw:metric metric:accuracy",
        f"{node} nw:ofModel model:llama-3",
        f"{node} nw:onDataset dataset:mmlu",
        f"{node} nw:against technique:lora",
        f"{node} nw:ofMethod method:ours",
    }
    assert f"paper:a-title nw:reportsResult {node}" in facts


def test_a_single_figure_has_neither_upper_end_nor_unit() -> None:
    note = Note("n", "A Title", "We gain +4.7 points.")
    tagged = TaggedNote(note, (), (), (ReportedResult(16, 20, "+4.7", 8, 28),))
    facts = stated(tagged)
    assert any(line.endswith(' nw:value "4.7"^^decimal') for line in facts)
    assert not any(word in line for line in facts for word in ("nw:maxValue", "nw:unit", "nw:metric", "nw:ofModel"))


def test_a_word_that_is_neither_mentioned_nor_listed_makes_no_metric() -> None:
    """So much for "an improvement of 3": it says that something got better, not what."""
    note = Note("n", "A Title", "Improvement is 3.")
    tagged = TaggedNote(note, (), (), (ReportedResult(23, 24, "3", 8, 25, metric="Improvement"),))
    facts = stated(tagged)
    assert any(" nw:value " in line for line in facts)
    assert not any("nw:metric" in line or "nw:Metric" in line for line in facts)


def test_a_result_without_a_number_states_nothing() -> None:
    note = Note("n", "A Title", "It is much better.")
    tagged = TaggedNote(note, (), (), (ReportedResult(14, 18, "much", 8, 26),))
    assert not any("Result" in line for line in stated(tagged))


def test_a_bound_is_no_number_in_the_graph(tagged: Tagger) -> None:
    one = tagged(r"We prove a regret of $O^{*}\big(2^n\big)$, and accuracy rises by 3%.")
    assert [result.is_bound for result in one.results] == [True, False]
    (value,) = (line for line in stated(one) if " nw:value " in line)
    assert value.split()[-1].strip('"').startswith("3")


def test_a_result_is_tied_to_the_mention_of_the_right_type() -> None:
    """The same word as a task and as a dataset: what a result is measured on is the dataset."""
    plain = a_note("Summing and on Summing it scores 3.", ("Summing", "TASK", "task/summing", "uses"))
    other = Mention(23, 30, "Summing", "DATASET", "dataset/summing", "uses", 8, 43)
    result = ReportedResult(41, 42, "3", 8, 43, dataset="Summing")
    facts = stated(TaggedNote(plain.note, (*plain.mentions, other), (), (result,)))
    measured_on = {line.split()[2] for line in facts if " nw:onDataset " in line}
    assert measured_on == {"dataset:summing"}


@pytest.mark.parametrize("written", ["ACL2026", "ACL 2026"])
def test_a_venue_is_an_edition_of_a_series_in_a_year(written: str) -> None:
    facts = stated(a_note("Text.", venue=written))
    assert {line for line in facts if "venue:" in line} == {
        "paper:a-title nw:publishedAt venue:ACL2026",
        "venue:ACL2026 rdf:type nw:Venue",
        'venue:ACL2026 skos:prefLabel "ACL2026"',
        "venue:ACL2026 nw:editionOf venue:ACL",
        'venue:ACL2026 nw:year "2026"^^integer',
        "venue:ACL rdf:type nw:VenueSeries",
        'venue:ACL skos:prefLabel "ACL"',
    }


def test_a_listed_series_goes_by_its_usual_name_however_it_is_written() -> None:
    facts = stated(a_note("Text.", venue="aaai 2022"))
    assert {
        "paper:a-title nw:publishedAt venue:AAAI2022",
        "venue:AAAI2022 nw:editionOf venue:AAAI",
        'venue:AAAI skos:altLabel "Conference on Artificial Intelligence"',
    } <= facts


def test_a_venue_without_a_year_belongs_to_no_series() -> None:
    facts = stated(a_note("Text.", venue="arXiv"))
    assert {line for line in facts if line.startswith("venue:")} == {
        "venue:arXiv rdf:type nw:Venue",
        'venue:arXiv skos:prefLabel "arXiv"',
    }


def test_a_listing_page_states_its_counts() -> None:
    listing = Listing("ACL2026", "Nets", 45, (Count("ICLR2026", 92),), (Count("LoRA", 7), Count("Odd Topic", 2)))
    page = f"listing:{listing.key.removeprefix('listing/')}"
    assert {line for line in stated(listing) if line.startswith("listing:")} == {
        f"{page} rdf:type nw:Listing",
        f"{page} nw:inArea area:nets",
        f"{page} nw:listsVenue venue:ACL2026",
        f'{page} nw:paperCount "45"^^integer',
        f"{page} nw:states {page}#venue-iclr2026",
        f"{page}#venue-iclr2026 rdf:type nw:PaperCount",
        f"{page}#venue-iclr2026 prov:wasDerivedFrom {page}",
        f'{page}#venue-iclr2026 nw:paperCount "92"^^integer',
        f"{page}#venue-iclr2026 nw:countsVenue venue:ICLR2026",
        f"{page} nw:states {page}#topic-lora",
        f"{page}#topic-lora rdf:type nw:PaperCount",
        f"{page}#topic-lora prov:wasDerivedFrom {page}",
        f'{page}#topic-lora nw:paperCount "7"^^integer',
        f'{page}#topic-lora nw:countsTopic "LoRA"',
        f"{page}#topic-lora dcterms:subject technique:lora",
        f"{page} nw:states {page}#topic-odd-topic",
        f"{page}#topic-odd-topic rdf:type nw:PaperCount",
        f"{page}#topic-odd-topic prov:wasDerivedFrom {page}",
        f'{page}#topic-odd-topic nw:paperCount "2"^^integer',
        f'{page}#topic-odd-topic nw:countsTopic "Odd Topic"',
    }
    assert "venue:ICLR2026 nw:editionOf venue:ICLR" in stated(listing)


def test_a_listed_concept_brings_the_chain_above_it() -> None:
    facts = stated(a_note("We train LoRA.", ("LoRA", "TECHNIQUE", "technique/lora", "uses")))
    assert {line for line in facts if line.startswith("technique:")} == {
        "technique:lora rdf:type nw:Technique",
        "technique:lora rdf:type skos:Concept",
        'technique:lora skos:prefLabel "LoRA"',
        'technique:lora skos:altLabel "low-rank adaptation"',
        "technique:lora skos:broader technique:peft",
        "technique:peft rdf:type nw:Technique",
        "technique:peft rdf:type skos:Concept",
        'technique:peft skos:prefLabel "PEFT"',
        "technique:peft skos:broader technique:compression",
        "technique:compression rdf:type nw:Technique",
        "technique:compression rdf:type skos:Concept",
        'technique:compression skos:prefLabel "compression"',
    }
    assert links(facts, "technique:peft") == set(), "only what the note names is linked to the paper"


def test_an_unlisted_kind_hangs_below_its_listed_head() -> None:
    tagged = a_note("Rank-aware LoRA helps.", ("Rank-aware LoRA", "TECHNIQUE", "technique/rank-aware-lora", "uses"))
    (mention,) = tagged.mentions
    below = Mention(*(getattr(mention, name) for name in Mention.__slots__[:-1]), broader=("technique/lora",))
    facts = stated(TaggedNote(tagged.note, (below,), (), ()))
    assert {
        'technique:rank-aware-lora skos:prefLabel "rank-aware LoRA"',  # ordinary words of a technique are written small
        "technique:rank-aware-lora skos:broader technique:lora",
        "technique:lora skos:broader technique:peft",
        "technique:peft skos:broader technique:compression",
    } <= facts


def test_an_unlisted_thing_keeps_its_other_spellings() -> None:
    first = a_note("Fast-KV is here, FastKV too.", ("FastKV", "METHOD", "method/fastkv", "uses"))
    other = Mention(8, 15, "Fast-KV", "METHOD", "method/fastkv", "uses", 8, 36)
    facts = stated(TaggedNote(first.note, (*first.mentions, other), (), ()))
    assert {line for line in facts if line.startswith("method:")} == {
        "method:fastkv rdf:type nw:Method",
        "method:fastkv rdf:type skos:Concept",
        'method:fastkv skos:prefLabel "FastKV"',
        'method:fastkv skos:altLabel "Fast-KV"',
    }


@pytest.mark.parametrize(
    ("written", "value", "highest", "unit"),
    [
        (".61×", "0.61", None, "×"),
        ("8–11%", "8", "11", "%"),
        ("+4.7", "4.7", None, None),
        ("1,234", "1234", None, None),
        ("1,234,567.5", "1234567.5", None, None),
        ("65.73%-88.50%", "65.73", "88.50", "%"),
        ("-3.2%", "-3.2", None, "%"),
        ("−0.5", "-0.5", None, None),
        ("2.5x", "2.5", None, "×"),
        ("3-fold", "3", None, "×"),
        ("2 to 3 times", "2", "3", "×"),
        ("~5×", "5", None, "×"),
        ("0", "0", None, None),
        ("12", "12", None, None),
        pytest.param(
            *("-2.1%–-0.5%", "-2.1", "-0.5", "%"),
        ),
    ],
)
def test_a_figure_is_read_as_it_is_written(written: str, value: str, highest: str | None, unit: str | None) -> None:
    expected = figures.Figure(Decimal(value), Decimal(highest) if highest else None, unit)
    assert figures.parse(written) == expected


@pytest.mark.parametrize("written", ["", "none", "%", "×", "-", "²"])
def test_a_text_without_a_number_is_no_figure(written: str) -> None:
    assert figures.parse(written) is None


@pytest.mark.parametrize("written", ["8–11%", "11–8%"])
def test_the_upper_end_of_a_range_is_never_the_smaller_one(written: str) -> None:
    figure = figures.parse(written)
    assert figure is not None and figure.max_value is not None
    assert figure.value <= figure.max_value


def test_a_named_graph_is_the_iri_of_what_it_states() -> None:
    note, listing = a_note("Text."), Listing("ACL2026", "Nets", 1)
    statements = Statements(collect([note], VOCABULARY), BASE)
    assert statements.graph_name(note).value == BASE + note.note.key
    assert statements.graph_name(listing).value == BASE + listing.key
    assert note.note.key.startswith(f"note/{slug('A Title')}.")
