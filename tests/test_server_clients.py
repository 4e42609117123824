"""The server as programs use it: content negotiation, its description of itself, and clients that people have."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, RDFS, SH, URIRef, Variable
from rdflib.namespace import VOID
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result
from serving import Server, process, write_folder
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

from kg.iri import BASE
from kg.server.formats import ROWS, TRIPLES
from kg.server.negotiation import best
from kg.store.shipped import all_queries, get

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
# Titles as hostile and as odd as notes have them.
TITLES = ("Plain", 'Two\nlines and a "quote", a tab\tand \\', "=HYPERLINK(1)", "<b>&amp;</b>", "Über 大 \U0001f916", "")
TITLE = "http://purl.org/dc/terms/title"
SELECT = "SELECT ?title { ?paper dcterms:title ?title } ORDER BY ?paper"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    named = {
        f"{BASE}note/{n}": [ox.Triple(ox.NamedNode(f"{BASE}paper/{n}"), ox.NamedNode(TITLE), ox.Literal(title))]
        for n, title in enumerate(TITLES)
    }
    with process(write_folder(tmp_path_factory.mktemp("clients") / "graph", named)) as running:
        yield running


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/*", "text/turtle"),
        ("application/*", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("APPLICATION/LD+JSON", "application/ld+json"),
        ("application/ld+json;q=0.5, application/rdf+xml;q=0.6", "application/rdf+xml"),
        ("application/ld+json ; q=0.5 , */* ; q=0.1", "application/ld+json"),
        ("*/*, text/turtle;q=0", "application/n-triples"),
        ("text/turtle;q=0, application/n-triples;q=0.0", None),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("text/*;q=0.3, text/turtle;q=0.2, application/n-triples;q=0.25", "text/xml"),
        ("text/turtle;q=nonsense", "text/turtle"),
        ("image/png", None),
        ("nonsense", None),
        (", ,", "text/turtle"),
    ],
)
def test_the_type_a_client_likes_best_is_chosen(accept: str, chosen: str | None) -> None:
    assert best(accept, TRIPLES) == chosen


READERS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/tab-separated-values": "tsv",
}


@pytest.mark.parametrize("media_type", READERS)
def test_rows_come_whole_in_every_type(server: Server, media_type: str) -> None:
    response = server.ask(SELECT, media_type)
    assert (response.status, response.media_type) == (200, media_type)
    rows = Result.parse(format=READERS[media_type], source=io.BytesIO(response.body))
    assert [str(row[0]) for row in rows] == list(TITLES)


def test_rows_come_as_csv_in_which_no_text_is_a_formula(server: Server) -> None:
    response = server.ask(SELECT, "text/csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = [row[0] if row else "" for row in csv.reader(response.body.decode().splitlines(keepends=True))]
    assert rows == ["title", *(f"'{title}" if title.startswith("=") else title for title in TITLES)]


@pytest.mark.parametrize("media_type", ROWS)
def test_a_truth_comes_in_every_type(server: Server, media_type: str) -> None:
    response = server.ask("ASK { ?s ?p ?o }", media_type)
    assert (response.status, response.media_type) == (200, media_type)
    assert "true" in response.text


@pytest.mark.parametrize("media_type", TRIPLES)
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE ?s { ?s ?p ?o }"])
def test_triples_come_whole_in_every_type(server: Server, media_type: str, query: str) -> None:
    response = server.ask(query, media_type)
    assert (response.status, response.media_type) == (200, media_type)
    reader = "xml" if media_type.endswith("/xml") else media_type
    graph = rdflib.Graph().parse(data=response.body, format=reader)
    assert sorted(map(str, graph.objects())) == sorted(TITLES)


@pytest.mark.parametrize(
    ("query", "accept", "offered"),
    [("ASK {}", "text/turtle", ROWS), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv", TRIPLES), ("ASK {}", "a/b", ROWS)],
)
def test_a_type_that_does_not_fit_the_query_is_refused(
    server: Server, query: str, accept: str, offered: dict[str, object]
) -> None:
    response = server.ask(query, accept)
    assert response.status == 406
    assert all(media_type in response.text for media_type in offered)


@pytest.mark.parametrize("status", [200, 406])
def test_caches_are_told_what_an_answer_depends_on(server: Server, status: int) -> None:
    response = server.ask("ASK {}", "*/*" if status == 200 else "image/png")
    assert (response.status, response.headers["Vary"]) == (status, "Accept")


# What the service says of itself


@pytest.mark.parametrize("media_type", TRIPLES)
def test_without_a_query_the_service_describes_itself(server: Server, media_type: str) -> None:
    response = server.get("/sparql", Accept=media_type)
    assert (response.status, response.media_type) == (200, media_type)
    graph = rdflib.Graph().parse(data=response.body, format="xml" if media_type.endswith("/xml") else media_type)
    service = URIRef(server.sparql)
    assert (service, RDF.type, SD.Service) in graph
    assert (service, SD.endpoint, service) in graph
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (service, SD.supportedLanguage, SD.SPARQL11Update) not in graph


def test_a_description_in_no_known_type_is_refused(server: Server) -> None:
    assert server.get("/sparql", Accept="image/png").status == 406


def test_who_looks_at_the_endpoint_in_a_browser_comes_to_the_query_page(server: Server) -> None:
    answer = server.get("/sparql", Accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (answer.status, answer.headers["location"]) == (303, "/query")


def test_the_description_says_what_the_graph_holds(tmp_path: Path) -> None:
    title, kind = ox.NamedNode(TITLE), ox.NamedNode(RDF.type)
    one, two = (ox.NamedNode(f"{BASE}paper/{name}") for name in ("one", "two"))
    paper = ox.NamedNode("https://w3id.org/noteweave/ontology#Paper")
    triples = [ox.Triple(one, kind, paper), ox.Triple(two, kind, paper), ox.Triple(one, title, ox.Literal("One"))]
    with process(write_folder(tmp_path / "graph", {f"{BASE}note/a": triples})) as server:
        graph = rdflib.Graph().parse(data=server.get("/sparql").body, format="turtle")
        (part,) = graph.subjects(VOID["class"], URIRef(paper.value))
        assert graph.value(part, VOID.entities).toPython() == 2
        counts = {
            str(graph.value(inner, VOID.property)): graph.value(inner, VOID.triples).toPython()
            for inner in graph.objects(part, VOID.propertyPartition)
        }
        assert counts == {str(RDF.type): 2, TITLE: 1}
        example = URIRef(f"{server.sparql}#results-of-paper")
        assert "VALUES ?paper" not in str(graph.value(example, SH.select)), "a paper that is not in this graph"

        known = ox.Triple(one, title, ox.Literal(get("results-of-paper").parameters["paper"].default))
        write_folder(tmp_path / "graph", {f"{BASE}note/a": [triples[0], known]})
        graph = rdflib.Graph().parse(data=server.get("/sparql").body, format="turtle")
        assert [entities.toPython() for entities in graph.objects(None, VOID.entities)] == [1], "of the new build"
        assert f"VALUES ?paper {{ {one} }}" in str(graph.value(example, SH.select))


def test_the_description_gives_the_shipped_queries_as_examples(server: Server) -> None:
    graph = rdflib.Graph().parse(data=server.get("/sparql").body, format="turtle")
    examples = {
        str(graph.value(example, RDFS.label)): str(graph.value(example, SH.select))
        for example in graph.subjects(RDF.type, SH.SPARQLExecutable)
    }
    assert examples == {name: query.text for name, query in all_queries().items()}
    for text in examples.values():
        assert server.ask(text).status == 200


# Clients


def test_sparqlwrapper_asks(server: Server) -> None:
    client = SPARQLWrapper(server.sparql)
    client.setQuery(SELECT)
    for method, way in ((POST, POSTDIRECTLY), (POST, "urlencoded"), ("GET", "urlencoded")):
        client.setMethod(method)
        client.setRequestMethod(way)
        client.setReturnFormat(JSON)
        bindings = client.query().convert()["results"]["bindings"]
        assert [binding["title"]["value"] for binding in bindings] == list(TITLES)
        client.setReturnFormat(XML)
        assert len(client.query().convert().getElementsByTagName("result")) == len(TITLES)
        client.setReturnFormat(CSV)
        assert client.query().convert().startswith(b"title\n")
    client.setQuery("ASK { ?s ?p ?o }")
    client.setReturnFormat(JSON)
    assert client.query().convert()["boolean"] is True
    client.setQuery("CONSTRUCT WHERE { ?s ?p ?o }")
    client.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(data=client.query().convert())) == len(TITLES)


def test_sparqlwrapper_is_told_of_a_bad_query(server: Server) -> None:
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    client = SPARQLWrapper(server.sparql)
    client.setQuery("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    with pytest.raises(QueryBadFormed, match="SERVICE is refused"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("returned", ["json", "xml", "csv"])
def test_rdflib_reads_the_server_as_a_store(server: Server, method: str, returned: str) -> None:
    graph = rdflib.Graph(SPARQLStore(server.sparql, method=method, returnFormat=returned))
    assert len(graph) == len(TITLES)
    one = URIRef(f"{BASE}paper/0")
    assert [str(title) for title in graph.objects(one, URIRef(TITLE))] == ["Plain"]
    rows = graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").bindings
    assert [str(row[Variable("n")]) for row in rows] == [str(len(TITLES))]


def test_rdflib_asks_one_named_graph(server: Server) -> None:
    graph = rdflib.Graph(SPARQLStore(server.sparql), identifier=URIRef(f"{BASE}note/0"))
    assert [str(title) for title in graph.objects()] == ["Plain"]


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_curl_asks(server: Server) -> None:
    def curl(*arguments: str) -> str:
        return subprocess.run(("curl", "-sSf", *arguments), capture_output=True, text=True, check=True).stdout

    query = "query=SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert curl(server.sparql, "-H", "Accept: text/csv", "--data-urlencode", query) == f"n\n{len(TITLES)}\n"
    assert json.loads(curl("-G", server.sparql, "--data-urlencode", "query=ASK {}")) == {"head": {}, "boolean": True}
    direct = curl(server.sparql, "-H", "Content-Type: application/sparql-query", "--data-binary", "ASK { ?s a ?o }")
    assert json.loads(direct)["boolean"] is False
