"""The graph: named graphs and their union, queries, names looked up, statistics, and its other forms."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic, to_isomorphic
from spacy.language import Language

import kg
from kg.errors import NoteweaveError
from kg.facts.names import collect
from kg.facts.namespaces import term
from kg.facts.statements import Statements
from kg.iri import BASE
from kg.mentions import EntityType, Mention, Role, TaggedNote
from kg.notes import Count, Listing, Note
from kg.store.graph import Graph
from kg.tagging import pipeline
from kg.vocabulary import Concept, Vocabulary

VOCABULARY = Vocabulary(
    [
        Concept("technique/peft", "Technique", "PEFT"),
        Concept("technique/lora", "Technique", "LoRA", ("low-rank adaptation",), broader=("technique/peft",)),
    ]
)
PAGE = """Model Compression

ACL2026 · 2 paper notes

Rank-Stable Adapters for Small Devices

This paper proposes RankStay, a method that builds on LoRA and improves accuracy on GSM8K by 2.5%.

Pruning What Nobody Reads

We study pruning of Llama 3 and quantization of its KV cache.
"""
OTHER_BASE = "https://notes.example.org/kg/"


def a_note(title: str, text: str, *named: tuple[str, EntityType, str, Role], venue: str = "ACL2026") -> TaggedNote:
    """A note that names things at each place where their surface stands; each sentence ends in a full stop."""
    note = Note(title, title, text, venue, "Nets")
    mentions = []
    for surface, kind, entity, role in named:
        start = note.document.find(surface, len(title))
        while start >= 0:
            begin = max(note.document.rfind(". ", 0, start) + 2, len(title) + 1)
            end = note.document.index(".", start) + 1
            mentions.append(Mention(start, start + len(surface), surface, kind, entity, role, begin, end))
            start = note.document.find(surface, start + 1)
    return TaggedNote(note, tuple(mentions), (), ())


NOTES = [
    a_note("Paper A", "First. We train LoRA.", ("LoRA", "TECHNIQUE", "technique/lora", "uses")),
    a_note(
        "Paper B",
        "We drop LoRA. LoRA is slow. We propose Fkv.",
        ("LoRA", "TECHNIQUE", "technique/lora", "compares"),
        ("Fkv", "METHOD", "method/fkv", "proposes"),
        venue="ACL2025",
    ),
]
LISTING = Listing("ACL2026", "Nets", 1, (Count("ACL2025", 1),))


def named_graphs(notes: list[TaggedNote], base: str = BASE) -> dict[ox.NamedNode, set[ox.Triple]]:
    statements = Statements(collect(notes, VOCABULARY), base)
    graphs = {statements.graph_name(one): set(statements.of_note(one)) for one in notes}
    return graphs | {statements.graph_name(LISTING): set(statements.of_listing(LISTING))}


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Two notes on two papers and a listing page, by hand."""
    return Graph.from_triples(named_graphs(NOTES).items())


@pytest.fixture(scope="module")
def built(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Graph]:
    """A graph built from a page of two papers, and its folder."""
    folder = tmp_path_factory.mktemp("graph")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load", lambda own=None, statistical=True: nlp)
        return folder / "out", kg.build([folder / "page.txt"], folder / "out")


def ask(graph: Graph, query: str) -> list[dict[str, str]]:
    return list(graph.query(query))


@pytest.mark.parametrize("which", ["by hand", "built"])
def test_the_default_graph_is_exactly_the_union_of_the_named_graphs(
    which: str, graph: Graph, built: tuple[Path, Graph]
) -> None:
    store = (graph if which == "by hand" else built[1]).store
    default = [quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())]
    named = {quad.triple for quad in store if not isinstance(quad.graph_name, ox.DefaultGraph)}
    assert set(default) == named
    assert len(default) == len(named), "no triple twice"


def test_queries_count_a_triple_once_that_two_notes_state(graph: Graph) -> None:
    # Both notes state that LoRA is a technique.
    (both,) = ask(graph, "SELECT (COUNT(?g) AS ?n) { GRAPH ?g { technique:lora a nw:Technique } }")
    (one,) = ask(graph, "SELECT (COUNT(*) AS ?n) { technique:lora a nw:Technique }")
    assert (both, one) == ({"n": "2"}, {"n": "1"})


def test_queries_count_what_the_union_holds(built: tuple[Path, Graph]) -> None:
    _, graph = built
    (counted,) = ask(graph, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    union = {quad.triple for quad in graph.store if not isinstance(quad.graph_name, ox.DefaultGraph)}
    assert int(counted["n"]) == len(graph) == len(union)


def test_each_note_and_each_listing_has_a_graph_of_its_own(graph: Graph) -> None:
    names = {row["g"] for row in ask(graph, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
    assert names == {BASE + NOTES[0].note.key, BASE + NOTES[1].note.key, BASE + LISTING.key}


def test_a_graph_names_the_note_it_comes_from(built: tuple[Path, Graph]) -> None:
    _, graph = built
    rows = ask(graph, "SELECT ?g ?note { GRAPH ?g { ?paper nw:hasNote ?note } }")
    assert len(rows) == 2
    assert all(row["g"] == row["note"] for row in rows)


def test_a_query_can_look_into_one_note(graph: Graph) -> None:
    inside = f"SELECT ?paper {{ GRAPH <{BASE}{NOTES[0].note.key}> {{ ?paper a nw:Paper }} }}"
    assert ask(graph, inside) == [{"paper": f"{BASE}paper/paper-a"}]


def test_a_binding_gives_a_variable_its_value(graph: Graph) -> None:
    paper = ox.NamedNode(f"{BASE}paper/paper-b")
    found = list(graph.query("SELECT ?title ?paper { ?paper dcterms:title ?title }", paper=paper))
    assert found == [{"title": "Paper B", "paper": paper.value}]


def test_a_binding_is_a_value_and_never_query_text(graph: Graph) -> None:
    hostile = ox.Literal('x" } ; DROP ALL # SERVICE <http://example.org/>')
    assert list(graph.query("SELECT ?s ?title { ?s dcterms:title ?title }", title=hostile)) == []
    assert len(ask(graph, "SELECT ?s { ?s a nw:Paper }")) == 2


@pytest.mark.parametrize(
    ("kind", "name", "iri"),
    [
        ("technique", "LoRA", "technique/lora"),
        ("technique", " lora ", "technique/lora"),
        ("technique", "LOW-RANK ADAPTATION", "technique/lora"),
        ("technique", f"{BASE}technique/lora", "technique/lora"),
        ("method", "fkv", "method/fkv"),
        ("paper", "paper a", "paper/paper-a"),
        ("paper", "paper-a", "paper/paper-a"),
        ("venue", "ACL2026", "venue/ACL2026"),
    ],
)
def test_a_thing_is_found_by_label_other_label_slug_or_iri(graph: Graph, kind: str, name: str, iri: str) -> None:
    assert graph.find(kind, name).value == BASE + iri
    assert graph.find_any(name).value == BASE + iri


def test_what_is_written_just_so_is_found_before_what_is_spelt_alike() -> None:
    def labelled(name: str, label: str) -> ox.Triple:
        return ox.Triple(ox.NamedNode(f"{BASE}method/{name}"), term("skos:prefLabel"), ox.Literal(label))

    names = {"a": "IM-PACT", "b": "Im Pact", "c": "Im Pact", "d": "other"}
    alike = Graph.from_triples([(ox.NamedNode(BASE), [labelled(name, label) for name, label in names.items()])])
    for wanted, found in {"Im Pact": "b", "IM-PACT": "a", "im-pact": "a", "d": "d"}.items():
        assert alike.find("method", wanted).value == f"{BASE}method/{found}"


@pytest.mark.parametrize("name", ["\udcff", "\x00", "", "a b<>"])
def test_a_name_that_is_none_is_not_found(graph: Graph, name: str) -> None:
    with pytest.raises(NoteweaveError):
        graph.find("technique", name)


def test_a_thing_that_is_not_there_is_told_with_the_nearest(graph: Graph) -> None:
    with pytest.raises(NoteweaveError) as error:
        graph.find("technique", "LoRAs")
    assert error.value.message == "no technique is called 'LoRAs' in this graph; the nearest is 'LoRA'"


def test_a_name_like_nothing_gets_a_way_to_look_around(graph: Graph) -> None:
    with pytest.raises(NoteweaveError, match=r"no method is called 'zzzzzz' .*kg query --list"):
        graph.find("method", "zzzzzz")
    with pytest.raises(NoteweaveError, match="nothing is called 'zzzzzz'"):
        graph.find_any("zzzzzz")


def test_a_thing_of_another_kind_is_not_found(graph: Graph) -> None:
    with pytest.raises(NoteweaveError):
        graph.find("method", "LoRA")


def test_statistics_count_each_class_once(graph: Graph) -> None:
    stats = graph.stats()
    classes = {
        # LoRA and what stands above it; two editions of one series; the mention of Fkv and three of LoRA.
        "Area": 1,
        "Listing": 1,
        "Mention": 4,
        "Method": 1,
        "Note": 2,
        "Paper": 2,
        "PaperCount": 1,
        "Technique": 2,
        "Venue": 2,
        "VenueSeries": 1,
    }
    assert {name: stats[name] for name in classes} == classes
    assert stats["named graphs"] == 3
    assert stats["triples"] == len(set().union(*named_graphs(NOTES).values()))
    assert set(stats) == {*classes, "named graphs", "triples"}


def test_the_network_has_typed_nodes(graph: Graph) -> None:
    network = graph.to_networkx()
    assert {node: (data["kind"], data["label"]) for node, data in network.nodes(data=True)} == {
        "paper/paper-a": ("paper", "Paper A"),
        "paper/paper-b": ("paper", "Paper B"),
        "technique/lora": ("technique", "LoRA"),
        "technique/peft": ("technique", "PEFT"),
        "method/fkv": ("method", "Fkv"),
        "venue/ACL2025": ("venue", "ACL2025"),
        "venue/ACL2026": ("venue", "ACL2026"),
        "venue/ACL": ("series", "ACL"),
        "area/nets": ("area", "Nets"),
    }
    assert network.nodes["venue/ACL2025"]["year"] == 2025
    assert all(data["iri"] == BASE + node for node, data in network.nodes(data=True))


def test_an_edge_weighs_as_many_mentions_as_support_it(graph: Graph) -> None:
    edges = {(s, t, k): data["weight"] for s, t, k, data in graph.to_networkx().edges(keys=True, data=True)}
    assert edges == {
        ("paper/paper-a", "technique/lora", "usesTechnique"): 1,
        ("paper/paper-b", "technique/lora", "comparesWith"): 2,
        ("paper/paper-b", "method/fkv", "proposes"): 1,
        ("paper/paper-a", "venue/ACL2026", "publishedAt"): 1,
        ("paper/paper-b", "venue/ACL2025", "publishedAt"): 1,
        ("paper/paper-a", "area/nets", "inArea"): 1,
        ("paper/paper-b", "area/nets", "inArea"): 1,
        ("venue/ACL2026", "venue/ACL", "editionOf"): 1,
        ("venue/ACL2025", "venue/ACL", "editionOf"): 1,
        ("technique/lora", "technique/peft", "broader"): 1,
    }


def test_a_thing_only_mentioned_has_a_mentions_edge() -> None:
    passing = a_note("Paper C", "There is LoRA.", ("LoRA", "TECHNIQUE", "technique/lora", "mentions"))
    network = Graph.from_triples(named_graphs([passing]).items()).to_networkx()
    assert network.has_edge("paper/paper-c", "technique/lora", "mentions")


def test_the_evidence_of_an_edge_points_at_the_words(graph: Graph) -> None:
    evidence = graph.to_networkx()["paper/paper-b"]["technique/lora"]["comparesWith"]["evidence"]
    found = [(one.sentence, one.sentence[one.start : one.end], one.note) for one in evidence]
    key = NOTES[1].note.key
    assert sorted(found) == [("LoRA is slow.", "LoRA", key), ("We drop LoRA.", "LoRA", key)]


@pytest.mark.parametrize("text", ["LoRA. LoRA. LoRA.", "No LoRA here: LoRA. LoRA.", "LoRA and LoRA."])
def test_evidence_in_repeated_sentences_points_at_the_words(text: str) -> None:
    note = a_note("Paper C", text, ("LoRA", "TECHNIQUE", "technique/lora", "uses"))
    network = Graph.from_triples(named_graphs([note]).items()).to_networkx()
    evidence = network["paper/paper-c"]["technique/lora"]["usesTechnique"]["evidence"]
    assert len(evidence) == text.count("LoRA")
    assert [one.sentence[one.start : one.end] for one in evidence] == ["LoRA"] * len(evidence)


def test_the_network_of_a_built_graph_links_papers_to_what_they_use(built: tuple[Path, Graph]) -> None:
    network = built[1].to_networkx()
    assert network.has_edge("paper/rank-stable-adapters-for-small-devices", "method/rankstay", "proposes")
    assert network.has_edge("paper/pruning-what-nobody-reads", "technique/pruning", "usesTechnique")
    for _, _, data in network.edges(data=True):
        assert data["weight"] == max(1, len(data["evidence"]))
        for one in data["evidence"]:
            assert 0 <= one.start < one.end <= len(one.sentence)


def test_rdflib_and_the_turtle_file_hold_the_same_graph(built: tuple[Path, Graph]) -> None:
    folder, graph = built
    from_file = rdflib.Graph().parse(folder / "graph.ttl")
    from_graph = graph.to_rdflib()
    assert len(from_graph) == len(graph) > 0
    assert isomorphic(to_isomorphic(from_file), to_isomorphic(from_graph))
    assert dict(from_graph.namespaces())["technique"] == rdflib.URIRef(f"{BASE}technique/")


def test_a_graph_can_be_opened_again(built: tuple[Path, Graph]) -> None:
    folder, graph = built
    again = Graph.open(folder)
    assert set(again.triples()) == set(graph.triples())
    assert again.base == BASE


@pytest.mark.parametrize("make", ["nothing", "an empty folder", "half a graph"])
def test_opening_what_is_no_graph_says_how_to_make_one(tmp_path: Path, make: str) -> None:
    folder = tmp_path / "g"
    if make != "nothing":
        folder.mkdir()
    if make == "half a graph":
        (folder / "report.json").write_text("{", encoding="utf-8")
    with pytest.raises(NoteweaveError, match="holds no graph; make one with kg build"):
        Graph.open(folder)


def test_a_store_of_which_a_file_is_gone_is_no_graph(built: tuple[Path, Graph], tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(built[0], broken)
    for table in (broken / "store").glob("*.sst"):
        table.unlink()
    with pytest.raises(NoteweaveError, match="holds no graph; make one with kg build"):
        Graph.open(broken)


def test_another_base_changes_all_data_iris_and_nothing_else(nlp: Language, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load", lambda own=None, statistical=True: nlp)
        usual, other = kg.build([page]), kg.build([page], base=OTHER_BASE)
    assert other.base == OTHER_BASE
    assert {str(quad).replace(BASE, OTHER_BASE) for quad in usual.store} == {str(quad) for quad in other.store}
    assert not any(BASE in str(quad) for quad in other.store)
    assert set(usual.to_networkx()) == set(other.to_networkx())
    assert other.find("technique", "LoRA").value == f"{OTHER_BASE}technique/lora"
    assert list(other.query("ASK { ?p nw:usesTechnique technique:pruning }")) == []
    assert other.query("ASK { ?p nw:usesTechnique technique:pruning }")


@given(st.permutations(NOTES))
def test_the_order_of_named_graphs_does_not_matter(notes: list[TaggedNote]) -> None:
    graphs = dict(reversed(named_graphs(notes).items()))
    usual = Graph.from_triples(named_graphs(NOTES).items())
    assert Graph.from_triples(graphs.items()).export("trig") == usual.export("trig")


def test_a_shipped_query_refuses_what_it_does_not_take(graph: Graph) -> None:
    with pytest.raises(NoteweaveError, match="papers-on-technique: has no parameter 'colour'; it takes technique"):
        graph.ask("papers-on-technique", colour="red")
    with pytest.raises(NoteweaveError, match="no shipped query is called 'nonsense'; kg query --list names them"):
        graph.ask("nonsense")


def test_a_shipped_query_takes_names_in_plain_words(graph: Graph) -> None:
    rows = list(graph.ask("papers-on-technique", technique="peft"))
    assert [(row["title"], row["how"]) for row in rows] == [("Paper A", "usesTechnique")]


def test_an_answer_says_what_kind_of_question_it_answers(graph: Graph) -> None:
    assert graph.query("ASK { ?s a nw:Paper }")
    assert not graph.query("ASK { ?s a nw:Nothing }")
    assert graph.query("SELECT ?b ?a { ?a a ?b }").variables == ["b", "a"]
    made = list(graph.query("CONSTRUCT { ?p a nw:Note } { ?p a nw:Paper }").triples())
    assert {str(triple.subject) for triple in made} == {f"<{BASE}paper/paper-a>", f"<{BASE}paper/paper-b>"}


def test_the_network_knows_other_names_and_the_figures_of_papers(built: tuple[Path, Graph]) -> None:
    network = built[1].to_networkx()
    assert "low-rank adaptation" in network.nodes["technique/lora"]["other_labels"]
    (figure,) = network.nodes["paper/rank-stable-adapters-for-small-devices"]["figures"]
    assert (figure.value, figure.unit) == ("2.5", "%")
    assert figure.ties == {
        "metric": ["metric/accuracy"],
        "dataset": ["dataset/gsm8k"],
        "method": ["method/rankstay"],
    }
    assert "by 2.5%" in figure.sentence
    assert "figures" not in network.nodes["paper/pruning-what-nobody-reads"]
