"""Every export reads back as the graph it was made from, twice the same, and runs nothing that a note says."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from spacy.language import Language

from kg.cli.asking import ANSWER_FORMATS, EXPORT_FORMATS
from kg.errors import NoteweaveError
from kg.facts.names import collect
from kg.facts.statements import Statements
from kg.iri import BASE
from kg.mentions import EntityType, Mention, ReportedResult, Role, TaggedNote
from kg.notes import Count, Listing, Note
from kg.store import answers, exports
from kg.store.exports import plain_network
from kg.store.graph import Graph
from kg.tagging import tag
from kg.vocabulary import Concept, Vocabulary, load

VOCABULARY = Vocabulary([Concept("technique/lora", "Technique", "LoRA")])
HOSTILE = "=1+1 \"quoted\" <b>&amp;</b> ]]> 'LoRA' $\\alpha$ × – \u202e Ω"
TRIPLES = {"ntriples": "nt", "turtle": "turtle", "jsonld-expanded": "json-ld", "rdfxml": "xml"}
QUADS = {"nquads": "nquads", "trig": "trig"}
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def a_note(title: str, text: str, *named: tuple[str, EntityType, str, Role]) -> TaggedNote:
    note = Note(title, title, text, "ACL2026", "Nets")
    mentions = tuple(
        Mention(
            *(at := note.document.index(surface, len(title)), at + len(surface), surface, kind, entity, role),
            sentence_start=len(title) + 1,
            sentence_end=len(note.document),
        )
        for surface, kind, entity, role in named
    )
    return TaggedNote(note, mentions, (), ())


def graph_of(*notes: TaggedNote) -> Graph:
    statements = Statements(collect(notes, VOCABULARY), BASE)
    listing = Listing("ACL2026", "Nets", 1, (Count("ACL2025", 1),))
    named = {statements.graph_name(one): set(statements.of_note(one)) for one in notes}
    return Graph.from_triples([*named.items(), (statements.graph_name(listing), set(statements.of_listing(listing)))])


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Two papers, one of them with all the characters that formats trip over."""
    first = a_note(
        HOSTILE,
        "-Fkv beats\tLoRA, <script>alert(1)</script> & more.",
        ("-Fkv", "METHOD", "method/fkv", "proposes"),
        ("LoRA", "TECHNIQUE", "technique/lora", "compares"),
    )
    result = ReportedResult(0, 1, "2.5×", 0, 5)
    second = a_note("Paper B", "@We train LoRA.", ("LoRA", "TECHNIQUE", "technique/lora", "uses"))
    return graph_of(TaggedNote(first.note, first.mentions, (), (result,)), second)


def expected(graph: Graph) -> rdflib.Graph:
    """The graph triple by triple, without any of the writers under test."""

    def term(value: object) -> rdflib.URIRef | rdflib.Literal:
        if isinstance(value, ox.Literal):
            return rdflib.Literal(value.value, datatype=rdflib.URIRef(value.datatype.value), normalize=False)
        assert isinstance(value, ox.NamedNode)
        return rdflib.URIRef(value.value)

    made = rdflib.Graph()
    for triple in graph.triples():
        made.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return typed(made)


def typed(graph: rdflib.Graph) -> rdflib.Graph:
    """The same graph with plain texts given the type that RDF 1.1 says they have."""
    made = rdflib.Graph()
    for s, p, o in graph:
        plain = isinstance(o, rdflib.Literal) and o.datatype is None and o.language is None
        made.add((s, p, rdflib.Literal(str(o), datatype=rdflib.XSD.string) if plain else o))
    return made


def test_the_command_line_offers_just_the_formats_there_are() -> None:
    assert tuple(exports.FORMATS) == EXPORT_FORMATS
    assert tuple(answers.FORMATS) == ANSWER_FORMATS


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_the_same_graph_gives_the_same_bytes(graph: Graph, format: str) -> None:
    again = Graph.from_triples(
        (name, sorted((quad.triple for quad in graph.store.quads_for_pattern(None, None, None, name)), key=str))
        for name in sorted(graph.store.named_graphs(), key=str, reverse=True)
        if isinstance(name, ox.NamedNode)
    )
    assert graph.export(format) == graph.export(format) == again.export(format)


@pytest.mark.parametrize(("format", "parser"), TRIPLES.items())
def test_triples_read_back_as_the_same_graph(graph: Graph, format: str, parser: str) -> None:
    read = rdflib.Graph().parse(data=graph.export(format), format=parser)
    assert len(read) == len(graph)
    assert isomorphic(typed(read), expected(graph))


@pytest.mark.parametrize(("format", "parser"), QUADS.items())
def test_quads_read_back_as_the_named_graphs(graph: Graph, format: str, parser: str) -> None:
    read = rdflib.Dataset()
    read.parse(data=graph.export(format), format=parser)
    counts = {str(part.identifier): len(part) for part in read.graphs() if len(part)}
    stored = {name: list(graph.store.quads_for_pattern(None, None, None, name)) for name in graph.store.named_graphs()}
    assert counts == {name.value: len(quads) for name, quads in stored.items() if isinstance(name, ox.NamedNode)}
    union = rdflib.Graph()
    for part in read.graphs():
        for triple in part:
            union.add(triple)
    assert isomorphic(typed(union), expected(graph))


def test_turtle_is_for_people(graph: Graph) -> None:
    lines = graph.export("turtle").decode().splitlines()
    heads = [line for line in lines if line.startswith("@prefix")]
    subjects = [line.split()[0] for line in lines if line and not line.startswith(("@", "\t"))]
    assert lines[: len(heads)] == sorted(heads), "prefixes come first, sorted"
    assert len(subjects) == len(set(subjects)), "each subject once"
    assert "technique:lora a skos:Concept , nw:Technique ;" in lines


def test_graphml_reads_back_with_all_nodes_edges_and_labels(graph: Graph) -> None:
    network = plain_network(graph.to_networkx())
    read = nx.read_graphml(io.BytesIO(graph.export("graphml")), force_multigraph=True)
    assert {node: dict(data) for node, data in read.nodes(data=True)} == dict(network.nodes(data=True))
    edges = {(s, t, data["relation"], data["weight"]) for s, t, data in read.edges(data=True)}
    assert edges == {(s, t, data["relation"], data["weight"]) for s, t, data in network.edges(data=True)}
    assert read.number_of_edges() == network.number_of_edges()


def test_graphml_names_its_keys_and_types_as_other_tools_expect(graph: Graph) -> None:
    root = ElementTree.fromstring(graph.export("graphml"))
    keys = {(key.get("for"), key.get("attr.name")): key.get("attr.type") for key in root.iter(f"{GRAPHML}key")}
    assert keys["node", "label"] == keys["node", "kind"] == keys["edge", "relation"] == "string"
    assert keys["edge", "weight"] in ("long", "int", "double")
    (inner,) = root.iter(f"{GRAPHML}graph")
    assert inner.get("edgedefault") == "directed"


def test_gexf_reads_back_with_all_nodes_and_edges(graph: Graph) -> None:
    network = graph.to_networkx()
    read = nx.read_gexf(io.BytesIO(graph.export("gexf")))
    assert {node: data["label"] for node, data in read.nodes(data=True)} == dict(network.nodes(data="label"))
    assert read.number_of_edges() == network.number_of_edges()
    assert b"lastmodified" not in graph.export("gexf")


def test_node_link_json_reads_back_as_the_same_network(graph: Graph) -> None:
    network = plain_network(graph.to_networkx())
    read = nx.node_link_graph(json.loads(graph.export("node-link")), edges="edges")
    assert dict(read.nodes(data=True)) == dict(network.nodes(data=True))
    assert set(read.edges(keys=True)) == set(network.edges(keys=True))
    sentence = read.edges["paper/paper-b", "technique/lora", "usesTechnique"]["sentence"]
    assert sentence == "@We train LoRA."


def test_csv_has_a_row_for_each_edge_and_no_cell_a_spreadsheet_would_run(graph: Graph) -> None:
    rows = list(csv.DictReader(io.StringIO(graph.export("csv").decode(), newline="")))
    network = graph.to_networkx()
    assert len(rows) == network.number_of_edges()
    by_pair = {(row["source iri"], row["relation"], row["target iri"]): row for row in rows}
    used = by_pair[f"{BASE}paper/paper-b", "usesTechnique", f"{BASE}technique/lora"]
    assert (used["source"], used["source kind"], used["target"], used["target kind"], used["weight"]) == (
        "Paper B",
        "paper",
        "LoRA",
        "technique",
        "1",
    )
    assert used["sentence"] == "'@We train LoRA."
    proposed = next(row for row in rows if row["relation"] == "proposes")
    assert (proposed["source"], proposed["target"]) == (f"'{HOSTILE}", "'-Fkv")
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())


def test_a_csv_answer_has_no_cell_a_spreadsheet_would_run_and_keeps_numbers(graph: Graph) -> None:
    answer = graph.query('SELECT ("=SUM(A1)" AS ?a) ("plain" AS ?b) (-2 AS ?c) ("-2" AS ?d) ("@x"@en AS ?e) { }')
    assert answer.write("csv") == "a,b,c,d,e\n'=SUM(A1),plain,-2,'-2,'@x"


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_a_graph_of_nothing_can_be_exported(format: str) -> None:
    assert isinstance(Graph.from_triples([]).export(format), bytes)


def test_control_characters_in_keywords_leave_every_export_readable(tmp_path: Path) -> None:
    """A JSON string can hold what XML can't."""
    import kg

    record = {"title": "Paper A", "text": "", "keywords": ["a\u0001b"]}
    (tmp_path / "n.jsonl").write_text(json.dumps(record), encoding="utf-8")
    (note,) = kg.read([tmp_path / "n.jsonl"]).notes
    ElementTree.fromstring(graph_of(TaggedNote(note, (), (), ())).export("rdfxml"))


ROWS = "SELECT ?title { ?paper dcterms:title ?title } ORDER BY ?title"


def test_select_answers_read_back_in_every_format(graph: Graph) -> None:
    titles = [HOSTILE, "Paper B"]
    as_json = json.loads(graph.query(ROWS).write("json"))
    assert [row["title"]["value"] for row in as_json["results"]["bindings"]] == titles
    as_xml = ElementTree.fromstring(graph.query(ROWS).write("xml"))
    assert [one.text for one in as_xml.iter("{http://www.w3.org/2005/sparql-results#}literal")] == titles
    as_tsv = graph.query(ROWS).write("tsv").splitlines()
    assert as_tsv[0] == "?title" and as_tsv[2] == '"Paper B"' and len(as_tsv) == 3
    as_csv = list(csv.reader(io.StringIO(graph.query(ROWS).write("csv"), newline="")))
    assert as_csv == [["title"], [f"'{HOSTILE}"], ["Paper B"]]


def test_a_table_has_a_line_a_row_and_steers_no_terminal(graph: Graph) -> None:
    lines = graph.query(ROWS).write("table").splitlines()
    assert [line.strip() for line in lines] == ["title", HOSTILE.replace("\u202e", "\ufffd"), "Paper B"]


@pytest.mark.parametrize(
    "text", ["\x1b[31mred", "\x1b]0;title\x07", "a\rb", "a\x08b", "\x9b31m", "\u202eabc", "\u2066x"]
)
def test_a_table_never_passes_a_control_character_on(text: str) -> None:
    triple = ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal(text))
    table = Graph.from_triples([(ox.NamedNode("http://e/g"), [triple])]).query("SELECT ?o { ?s ?p ?o }").write("table")
    assert not set(table) & set("\x1b\x07\r\x08\x9b\u202e\u2066")
    assert "\ufffd" in table


def test_markup_in_a_table_is_text() -> None:
    triple = ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("[bold]x[/bold] [link=y]"))
    table = Graph.from_triples([(ox.NamedNode("http://e/g"), [triple])]).query("SELECT ?o { ?s ?p ?o }").write("table")
    assert table.splitlines() == ["o", "[bold]x[/bold] [link=y]"]


def test_an_ask_is_answered_in_every_format_but_turtle(graph: Graph) -> None:
    ask = "ASK { ?s a nw:Paper }"
    assert graph.query(ask).write("table") == graph.query(ask).write("csv") == "yes"
    assert json.loads(graph.query(ask).write("json"))["boolean"] is True
    assert "true" in graph.query(ask).write("xml")
    with pytest.raises(NoteweaveError, match="--format turtle: this query's answer comes as table, csv, tsv, json"):
        graph.query(ask).write("turtle")


def test_triples_are_answered_as_turtle(graph: Graph) -> None:
    construct = "CONSTRUCT { ?p dcterms:title ?t } WHERE { ?p dcterms:title ?t }"
    read = rdflib.Graph().parse(data=graph.query(construct).write("turtle"), format="turtle")
    assert {str(title) for title in read.objects()} == {HOSTILE, "Paper B"}
    assert graph.query(construct).write("table") == graph.query(construct).write("turtle")
    for format in ("csv", "tsv", "json", "xml"):
        with pytest.raises(NoteweaveError, match=f"--format {format}: this query's answer comes as turtle"):
            graph.query(construct).write(format)


@pytest.mark.parametrize("title", ["Pruning.", "Pruning...", "../../etc", "A.B"])
@pytest.mark.parametrize(("format", "parser"), [("turtle", "turtle"), ("trig", "trig")])
def test_names_that_end_in_dots_read_back_with_rdflib(nlp: Language, title: str, format: str, parser: str) -> None:
    tagged = list(tag([Note("n", title, "We use LoRA.")], nlp))
    statements = Statements(collect(tagged, load()), BASE)
    graph = Graph.from_triples((statements.graph_name(one), statements.of_note(one)) for one in tagged)
    data = rdflib.Dataset()
    data.parse(data=graph.export(format), format=parser)
    papers = {str(s) for s, _, _, _ in data.quads((None, rdflib.RDF.type, None, None)) if "/paper/" in str(s)}
    assert papers == {BASE + tagged[0].note.paper}
