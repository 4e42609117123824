"""The ontology defines all that a graph states, and the vocabularies keep their own rules."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

import kg
from kg import resources
from kg.facts.names import collect
from kg.facts.statements import Statements
from kg.iri import BASE, ONTOLOGY, slug, venue_key
from kg.kinds import ENTITY_KINDS
from kg.mentions import TaggedNote
from kg.notes import Note, Related, Section, Table
from kg.store.graph import Graph as Store
from kg.tagging.tokens import fold
from kg.vocabulary import load

NW = Namespace(ONTOLOGY)
CONTRACT = {
    *("Paper", "Note", "Venue", "VenueSeries", "Area", "Method", "Technique", "Model", "Dataset", "Metric"),
    *("Task", "Result", "Mention", "publishedAt", "editionOf", "year", "inArea", "hasNote", "proposes"),
    *("usesTechnique", "usesModel", "usesDataset", "reportsMetric", "addressesTask", "comparesWith"),
    *("reportsResult", "relatedTo", "mentions", "metric", "value", "maxValue", "unit", "onDataset", "ofModel"),
    "against",
}
TECHNIQUES = {
    *("quantization", "pruning", "knowledge-distillation", "parameter-efficient-fine-tuning", "lora"),
    *("kv-cache", "kv-cache-compression", "token-reduction", "speculative-decoding"),
    *("mixture-of-experts", "model-merging", "continual-learning", "dataset-distillation", "early-exit"),
    *("llm-routing", "diffusion-language-model", "llm-agent"),
}
VOCABULARIES = sorted((resources.ontology() / "vocabulary").glob("*.ttl"))
# Classes for words that are no entities: a name there need not be like its label.
WORDS = {NW.GeneralTerm, NW.CommonWord}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """`ontology/noteweave.ttl`."""
    return Graph().parse(resources.ontology() / "noteweave.ttl")


@pytest.fixture(scope="module")
def built(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of the shipped notes and one note with all that a source may say of a paper."""
    record = {
        "id": "full",
        "title": "A Full Record",
        "text": "We study LoRA.",
        "venue": "NIPS 2017",
        "area": "Tests",
        "url": "https://example.org/full",
        "arxiv": "1706.03762",
        "keywords": ["adapters"],
    }
    notes = tmp_path_factory.mktemp("notes") / "full.jsonl"
    notes.write_text(json.dumps(record), encoding="utf-8")
    return Store.open(sample_folder).to_rdflib() + kg.build(notes).to_rdflib() + _of_one_note()


def _of_one_note() -> Graph:
    """What is stated of a note with all that sources other than lines of JSON tell."""
    note = Note(
        *("n", "Another Record", "SnapKV is slow."),
        doi="10.1145/1.2",
        code="https://example.org/code",
        authors=("Ada Lovelace",),
        year=2026,
        rating="4 of 5",
        aliases=("Other",),
        sections=(Section("Remarks", 0, 15),),
        tables=(Table("Main", ("Method", "F1 ↑"), (("SnapKV", "71.3%"),), ((0, 1),)),),
        related=(Related("SnapKV", None, True), Related("it", "one.md")),
        source="https://example.org/notes/another",
    )
    tagged = [TaggedNote(one, (), (), ()) for one in (note, Note("o", "One", "Text.", place="one.md"))]
    statements = Statements(collect(tagged, load()), BASE)
    return kg.Graph.from_triples((statements.graph_name(one), statements.of_note(one)) for one in tagged).to_rdflib()


def _members(ontology: Graph, stated: Node | None) -> set[Node]:
    """The classes of a domain or range: one, or those of a union."""
    union = ontology.value(stated, OWL.unionOf)
    if union is not None:
        return set(Collection(ontology, union))
    return set() if stated is None else {stated}


def test_header_says_what_it_is_and_under_which_licence(ontology: Graph) -> None:
    header = ontology.value(predicate=RDF.type, object=OWL.Ontology)
    stated = {str(term).rsplit("/", 1)[-1].rsplit("#", 1)[-1] for term in ontology.predicates(header)}
    assert {"title", "description", "license", "versionInfo"} <= stated
    assert not stated & {"created", "modified", "issued", "date"}


def test_each_term_has_label_comment_and_for_properties_domain_and_range(ontology: Graph) -> None:
    terms = {term for term in ontology.subjects(RDF.type) if str(term).startswith(ONTOLOGY)}
    assert {NW[name] for name in CONTRACT} <= terms
    for term in terms:
        needed = {RDFS.label, RDFS.comment}
        if OWL.Class not in set(ontology.objects(term, RDF.type)):
            needed |= {RDFS.domain, RDFS.range}
        assert needed <= set(ontology.predicates(term)), term


def test_all_that_a_graph_states_is_defined(ontology: Graph, built: Graph) -> None:
    defined = set(ontology.subjects(RDF.type))
    stated = set(built.predicates()) | set(built.objects(None, RDF.type))
    assert stated - {RDF.type} <= defined


def test_all_that_a_source_may_tell_is_among_it(built: Graph) -> None:
    told = {"doi", "rating", "hasSection", "heading", "table", "row", "column", "better", "markedBest", "relatedTo"}
    assert {NW[name] for name in told} | {DCTERMS.source} <= set(built.predicates())


def test_what_a_graph_states_agrees_with_domain_and_range(ontology: Graph, built: Graph) -> None:
    for term in {term for term in built.predicates() if str(term).startswith(ONTOLOGY)}:
        domain = _members(ontology, ontology.value(term, RDFS.domain))
        range_ = _members(ontology, ontology.value(term, RDFS.range))
        for subject, value in built.subject_objects(term):
            assert set(built.objects(subject, RDF.type)) & domain, (subject, term)
            if isinstance(value, Literal):
                assert value.datatype in range_ or value.datatype is None, (subject, term, value)
            elif range_ != {RDF.Property}:
                assert set(built.objects(value, RDF.type)) & range_, (subject, term, value)


def test_every_entity_link_is_a_kind_of_mention(ontology: Graph) -> None:
    links = {kind.uses for kind in ENTITY_KINDS.values()} | {"proposes", "comparesWith"}
    for name in links:
        assert (NW[name], RDFS.subPropertyOf, NW.mentions) in ontology


def test_entities_are_concepts(ontology: Graph) -> None:
    for name in ("Method", "Technique", "Model", "Dataset", "Metric", "Task"):
        assert (NW[name], RDFS.subClassOf, SKOS.Concept) in ontology


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.stem)
def test_concepts_are_named_after_their_label(path: Path, ontology: Graph) -> None:
    vocabulary = Graph().parse(path)
    for concept, kind in vocabulary.subject_objects(RDF.type):
        assert (kind, RDF.type, OWL.Class) in ontology
        label = vocabulary.value(concept, SKOS.prefLabel, any=False)
        assert label is not None, concept
        name = str(concept).removeprefix(BASE)
        if kind == NW.VenueSeries:
            assert name == venue_key(str(label))
        elif kind not in WORDS:
            assert name == f"{str(kind).removeprefix(ONTOLOGY).lower()}/{slug(str(label))}"


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.stem)
def test_no_label_stands_twice_in_a_vocabulary(path: Path) -> None:
    vocabulary = Graph().parse(path)
    seen: dict[str, Node] = {}
    twice = []
    for concept in sorted(set(vocabulary.subjects(SKOS.prefLabel)), key=str):
        labels = [
            str(label)
            for property in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
            for label in vocabulary.objects(concept, property)
        ]
        for label in labels:
            if label in seen:
                twice.append((label, str(seen[label]), str(concept)))
            seen[label] = concept
    assert not twice


def test_broader_concepts_are_listed_and_go_in_no_circle() -> None:
    above: dict[Node, set[Node]] = {}
    for path in VOCABULARIES:
        vocabulary = Graph().parse(path)
        for concept in vocabulary.subjects(RDF.type):
            above.setdefault(concept, set()).update(vocabulary.objects(concept, SKOS.broader))
    assert not {target for targets in above.values() for target in targets} - above.keys()
    for concept in above:
        found: set[Node] = set()
        queue = list(above[concept])
        while queue:
            if (other := queue.pop()) not in found:
                found.add(other)
                queue.extend(above[other])
        assert concept not in found


def test_broader_stays_in_its_kind_or_leads_to_a_technique() -> None:
    for path in VOCABULARIES:
        for concept, broader in Graph().parse(path).subject_objects(SKOS.broader):
            kinds = [str(one).removeprefix(BASE).partition("/")[0] for one in (concept, broader)]
            assert kinds[0] == kinds[1] or kinds == ["method", "technique"], concept


def test_techniques_of_the_contract_stand_where_it_says() -> None:
    techniques = Graph().parse(resources.ontology() / "vocabulary" / "techniques.ttl")
    for name in TECHNIQUES:
        assert (URIRef(f"{BASE}technique/{name}"), RDF.type, NW.Technique) in techniques, name
    for kind, technique in (("lora", "parameter-efficient-fine-tuning"), ("kv-cache-compression", "kv-cache")):
        below = set(techniques.transitive_objects(URIRef(f"{BASE}technique/{kind}"), SKOS.broader))
        assert URIRef(f"{BASE}technique/{technique}") in below


def test_no_label_belongs_to_two_kinds_of_thing() -> None:
    owners: dict[str, set[str]] = {}
    for concept in load():
        if concept.kind != "CommonWord":
            for label in concept.labels:
                owners.setdefault(" ".join(map(fold, re.split(r"[\s-]+", label))), set()).add(concept.kind)
    assert {label: kinds for label, kinds in owners.items() if len(kinds) > 1} == {}
