"""SHACL: a good graph conforms, and each way of breaking it is reported with how to mend it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.facts.names import collect
from kg.facts.namespaces import prefixes
from kg.facts.statements import Statements
from kg.iri import BASE
from kg.notes import Note
from kg.store.graph import Graph
from kg.store.validation import validate
from kg.vocabulary import load

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

GOOD = """
paper:a a nw:Paper ;
    dcterms:title "A" ;
    nw:publishedAt venue:ACL2026 ;
    nw:inArea area:tests ;
    nw:hasNote note:a.1 ;
    nw:mentions technique:lora , method:own ;
    nw:usesTechnique technique:lora ;
    nw:proposes method:own ;
    nw:doi "10.1145/1.2" ; dcterms:issued "2026"^^xsd:gYear ; dcterms:subject technique:lora ; schema:author "Ada" ;
    nw:reportsResult note:result .
note:a.1 a nw:Note ; nw:text "A\\nOwn is a kind of LoRA, 2 to 3 times as fast." ;
    dcterms:source <https://example.org/@ada/a.html> ; nw:rating "good" ; nw:hasSection note:section .
note:section a nw:Section , oa:TextPositionSelector ; nw:heading "Method" ; oa:start 4 ; oa:end 46 .
venue:ACL2026 a nw:Venue ; skos:prefLabel "ACL2026" ; nw:editionOf venue:ACL ; nw:year 2026 .
venue:ACL a nw:VenueSeries ; skos:prefLabel "ACL" .
area:tests a nw:Area ; skos:prefLabel "Tests" .
technique:peft a skos:Concept , nw:Technique ; skos:prefLabel "PEFT" .
technique:lora a skos:Concept , nw:Technique ; skos:prefLabel "LoRA" ; skos:altLabel "low-rank adaptation" ;
    skos:broader technique:peft .
method:own a skos:Concept , nw:Method ; skos:prefLabel "Own" ; skos:broader technique:lora .
metric:speedup a skos:Concept , nw:Metric ; skos:prefLabel "speedup" .
note:result a nw:Result ;
    nw:value 2.0 ; nw:maxValue 3.0 ; nw:unit "×" ; nw:metric metric:speedup ; nw:ofMethod method:own ;
    nw:table "Main" ; nw:row "Own" ; nw:column "Speed" ; nw:better "higher" ; nw:markedBest true ;
    prov:wasDerivedFrom note:a.1 ; nw:sentence "Own is a kind of LoRA, 2 to 3 times as fast." .
note:mention-own a nw:Mention ;
    oa:hasBody method:own ; oa:hasTarget note:target-own ; nw:supports nw:proposes ;
    nw:sentence "Own is a kind of LoRA, 2 to 3 times as fast." .
note:target-own a oa:SpecificResource ;
    oa:hasSource note:a.1 ; oa:hasSelector note:position-own , note:quote-own .
note:position-own a oa:TextPositionSelector ; oa:start 2 ; oa:end 5 .
note:quote-own a oa:TextQuoteSelector ; oa:exact "Own" ; oa:prefix "A\\n" ; oa:suffix " is" .
note:mention-lora a nw:Mention ;
    oa:hasBody technique:lora ; oa:hasTarget note:target-lora ; nw:supports nw:usesTechnique ;
    nw:sentence "Own is a kind of LoRA, 2 to 3 times as fast." .
note:target-lora a oa:SpecificResource ;
    oa:hasSource note:a.1 ; oa:hasSelector note:position-lora , note:quote-lora .
note:position-lora a oa:TextPositionSelector ; oa:start 19 ; oa:end 23 .
note:quote-lora a oa:TextQuoteSelector ; oa:exact "LoRA" .
listing:acl a nw:Listing ; nw:inArea area:tests ; nw:listsVenue venue:ACL2026 ; nw:paperCount 1 ;
    nw:states listing:topic .
listing:topic a nw:PaperCount ; nw:paperCount 1 ; nw:countsTopic "LoRA" ; dcterms:subject technique:lora ;
    prov:wasDerivedFrom listing:acl .
"""

# What is written instead of what, and the thing, path and words of the message that must be reported.
BROKEN = [
    ('dcterms:title "A" ;', "", "paper:a", "dcterms:title", "state dcterms:title"),
    ("nw:hasNote note:a.1 ;", "", "paper:a", "nw:hasNote", "at least one note"),
    ("nw:publishedAt venue:ACL2026", "nw:publishedAt venue:ACL", "paper:a", "nw:publishedAt", "a nw:Venue"),
    (
        "nw:usesTechnique technique:lora",
        "nw:usesTechnique method:own",
        "paper:a",
        "nw:usesTechnique",
        "leads to techniques",
    ),
    (
        "nw:mentions technique:lora , method:own",
        "nw:mentions technique:lora",
        "paper:a",
        "nw:mentions|",
        "nw:mentions too",
    ),
    (
        "nw:mentions technique:lora",
        "nw:mentions metric:speedup , technique:lora",
        "paper:a",
        "nw:hasNote/^oa:hasSource/^oa:hasTarget/oa:hasBody",
        "state both or neither",
    ),
    ('nw:doi "10.', 'nw:doi "doi:10.', "paper:a", "nw:doi", "begins with 10."),
    ('"2026"^^xsd:gYear', '"May 2026"', "paper:a", "dcterms:issued", "an xsd:gYear"),
    ("dcterms:subject technique", "dcterms:subject method", "paper:a", "dcterms:subject", "a nw:Technique"),
    ('schema:author "Ada"', 'schema:author ""', "paper:a", "schema:author", "non-empty"),
    ("<https://example.org/@ada", "<https://ada:secret@example.org", "note:a.1", "dcterms:source", "no password"),
    ("<https://example.org/@ada/a.html>", '"a.html"', "note:a.1", "dcterms:source", "an address of the web"),
    ('nw:rating "good"', 'nw:rating ""', "note:a.1", "nw:rating", "non-empty"),
    ('nw:heading "Method" ;', "", "note:section", "nw:heading", "exactly one heading"),
    ("nw:hasSection note:section", "nw:hasSection note:quote-own", "note:a.1", "nw:hasSection", "a nw:Section"),
    ("nw:Section , oa:TextPositionSelector", "nw:Section", "note:section", "", "make it an oa:TextPositionSelector"),
    ('nw:better "higher"', 'nw:better "blue"', "note:result", "nw:better", "one of the two"),
    ('nw:row "Own"', 'nw:row "Own" , "LoRA"', "note:result", "nw:row", "at most one row"),
    ("nw:markedBest true", 'nw:markedBest "yes"', "note:result", "nw:markedBest", "true or leave it out"),
    ('nw:text "A', 'nw:text "B" , "A', "note:a.1", "nw:text", "exactly one text"),
    (
        "paper:a a nw:Paper ;",
        "paper:b nw:hasNote note:a.1 . paper:a a nw:Paper ;",
        "note:a.1",
        "^nw:hasNote",
        "one paper",
    ),
    ("nw:year 2026", "nw:year 2026 , 2027", "venue:ACL2026", "nw:year", "at most one year"),
    ("nw:editionOf venue:ACL ", "nw:editionOf area:tests ", "venue:ACL2026", "nw:editionOf", "nw:VenueSeries"),
    (
        'skos:prefLabel "PEFT"',
        'skos:prefLabel "PEFT" , "peft"',
        "technique:peft",
        "skos:prefLabel",
        "exactly one preferred",
    ),
    ('skos:prefLabel "LoRA" ;', "", "technique:lora", "skos:prefLabel", "state skos:prefLabel once"),
    (
        'skos:altLabel "low-rank adaptation"',
        'skos:altLabel "LoRA"',
        "technique:lora",
        "skos:prefLabel",
        "not also another",
    ),
    ("skos:broader technique:peft", "skos:broader method:own", "technique:lora", "skos:broader", "stands a technique"),
    (
        'skos:prefLabel "PEFT"',
        'skos:prefLabel "PEFT" ; skos:broader technique:lora',
        "technique:lora",
        "(^skos:broader)+",
        "of the circle away",
    ),
    ("nw:value 2.0", 'nw:value "2"', "note:result", "nw:value", "an xsd:decimal"),
    ("nw:maxValue 3.0", "nw:maxValue 1.0", "note:result", "nw:value", "exchange nw:value and nw:maxValue"),
    ('nw:unit "×"', 'nw:unit "×" , "%"', "note:result", "nw:unit", "at most one unit"),
    ('nw:unit "×"', 'nw:unit "furlongs a fortnight or so"', "note:result", "nw:unit", "mend nw:unit"),
    (
        "prov:wasDerivedFrom note:a.1",
        "prov:wasDerivedFrom paper:a",
        "note:result",
        "prov:wasDerivedFrom",
        "with a nw:Note",
    ),
    ("nw:reportsResult note:result", "nw:relatedTo paper:a", "note:result", "^nw:reportsResult", "belongs to a paper"),
    (
        "oa:hasBody method:own",
        "oa:hasBody venue:ACL",
        "note:mention-own",
        "oa:hasBody/rdf:type",
        "give the body its class",
    ),
    (
        "oa:hasBody method:own",
        "oa:hasBody method:own , technique:lora",
        "note:mention-own",
        "oa:hasBody",
        "exactly one thing",
    ),
    ("nw:supports nw:proposes", "nw:supports nw:praises", "note:mention-own", "nw:supports", "a kind of it"),
    (
        "nw:supports nw:proposes ;\n    nw:sentence",
        "nw:supports nw:proposes ;\n    nw:text",
        "note:mention-own",
        "nw:sentence",
        "one sentence",
    ),
    ("oa:hasTarget note:target-own ;", "", "note:mention-own", "oa:hasTarget", "one oa:SpecificResource"),
    (
        "note:position-own , note:quote-own",
        "note:position-own",
        "note:target-own",
        "oa:hasSelector/oa:exact",
        "one quote",
    ),
    ("oa:start 2 ;", "oa:start 7 ;", "note:position-own", "oa:start", "starts before its end"),
    ("oa:start 2 ;", "oa:start -2 ;", "note:position-own", "oa:start", "0 or more"),
    ('nw:countsTopic "LoRA" ;', "", "listing:topic", "nw:countsVenue|nw:countsTopic", "one venue or of one topic"),
]


def _graph(turtle: str) -> Graph:
    head = "\n".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in prefixes(BASE).items())
    return Graph.from_triples(
        [
            (
                ox.NamedNode(f"{BASE}note/a.1"),
                [quad.triple for quad in ox.parse(head + turtle, format=ox.RdfFormat.TURTLE)],
            )
        ]
    )


def test_a_good_graph_conforms() -> None:
    found = validate(_graph(GOOD))
    assert found.violations == ()
    assert found.conforms


@pytest.mark.parametrize(("old", "new", "focus", "path", "message"), BROKEN)
def test_a_broken_graph_is_reported_with_the_mend(old: str, new: str, focus: str, path: str, message: str) -> None:
    assert old in GOOD
    found = validate(_graph(GOOD.replace(old, new, 1)))
    assert not found.conforms
    assert any(
        violation.focus == focus and violation.path.startswith(path) and message in violation.message
        for violation in found.violations
    ), found.violations


def test_violations_are_sorted_and_name_the_value() -> None:
    broken = GOOD.replace('nw:unit "×"', 'nw:unit "furlongs a fortnight or so"').replace("nw:year 2026", "nw:year 3026")
    found = validate(_graph(broken))
    assert list(found.violations) == sorted(found.violations)
    assert [(violation.focus, violation.value) for violation in found.violations] == [
        ("note:result", "furlongs a fortnight or so"),
        ("venue:ACL2026", "3026"),
    ]
    assert str(found.violations[0]).startswith("note:result nw:unit furlongs a fortnight or so: a result has")


def test_the_shipped_notes_make_a_graph_that_conforms(sample_folder: Path) -> None:
    assert [str(violation) for violation in validate(Graph.open(sample_folder)).violations] == []


def test_importing_the_module_imports_nothing_heavy() -> None:
    code = "import sys, kg.store.validation; sys.exit(any(m in sys.modules for m in ('rdflib', 'pyshacl')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed pages are not beside the repository")
def test_the_graph_of_the_seed_pages_conforms() -> None:
    assert validate(kg.build([SEEDS])).violations == ()


def test_a_name_that_is_also_a_technique_gives_two_mentions() -> None:
    title = "Embedding Compression via Spherical Coordinates"
    note = Note("n", title, "We introduce an embedding compression scheme that works with angles.")
    tagged = list(kg.tag([note]))
    statements = Statements(collect(tagged, load()), BASE)
    graph = Graph.from_triples((statements.graph_name(one), statements.of_note(one)) for one in tagged)
    assert validate(graph).violations == ()
