"""The SPARQL 1.1 Protocol: the W3C's own tests where they are at hand, and the same cases in our words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
from conftest import SHARED
from rdflib import RDF, Namespace
from rdflib.collection import Collection
from rdflib.term import Node
from serving import Response, Server, process, write_folder

GRAPH = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
DOCUMENT = "http://xmlns.com/foaf/0.1/Document"
ROWS = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
TRIPLES = {"text/turtle", "application/n-triples", "application/rdf+xml"}

DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UPDATE = {"Content-Type": "application/sparql-update"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the three graphs of the W3C's tests: each says of itself that it is a document."""
    named = {}
    for number in (1, 2, 3):
        graph = ox.NamedNode(GRAPH.format(number))
        named[graph.value] = [ox.Triple(graph, ox.NamedNode(RDF.type), ox.NamedNode(DOCUMENT))]
    with process(write_folder(tmp_path_factory.mktemp("protocol") / "graph", named)) as running:
        yield running


def truth(response: Response) -> bool:
    assert response.status == 200, response.text
    assert response.media_type == "application/sparql-results+json"
    return bool(json.loads(response.body)["boolean"])


# The W3C's manifest

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
MANIFEST = SHARED / "w3c" / "protocol" / "manifest.ttl"


@dataclass(frozen=True)
class Request:
    """A request of the manifest with what is expected of its response."""

    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]
    status: set[str]
    form: str | None
    truth: bool | None


def manifest() -> dict[str, list[Request]]:
    """The tests by name, each with its requests in order; none where the manifest is not here."""
    if not MANIFEST.is_file():
        return {}
    graph = rdflib.Graph().parse(MANIFEST)
    (entries,) = graph.objects(None, MF.entries)
    return {
        str(entry).rpartition("#")[2]: [
            _request(graph, request)
            for request in Collection(graph, graph.value(graph.value(entry, MF.action), HT.requests))
        ]
        for entry in Collection(graph, entries)
    }


def _request(graph: rdflib.Graph, node: Node) -> Request:
    body, response = graph.value(node, HT.body), graph.value(node, HT.resp)
    headers = Collection(graph, graph.value(node, HT.headers)) if (node, HT.headers, None) in graph else []
    expected = graph.value(response, MF.expectedBoolean)
    form = graph.value(response, MF.expectedFormat)
    return Request(
        method=str(graph.value(node, HT.methodName)),
        path=str(graph.value(node, HT.absolutePath)),
        body=str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding))) if body else None,
        headers={str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue)) for one in headers},
        status={str(one)[-3:-2] for one in graph.objects(response, MF.expectedStatus)},
        form=str(form) if form else None,
        truth=expected.toPython() if isinstance(expected, rdflib.Literal) else None,
    )


W3C = manifest()
ABSENT = [pytest.param("", marks=pytest.mark.skip(f"no {MANIFEST}"))]
REFUSED = {name for name in W3C if name.startswith("update_")}


@pytest.mark.parametrize("name", sorted(W3C.keys() - REFUSED) or ABSENT)
def test_w3c(server: Server, name: str) -> None:
    for request in W3C[name]:
        response = server.send(request.method, request.path, request.body, request.headers)
        assert str(response.status)[0] in request.status, response.text
        if request.truth is not None:
            assert truth(response) is request.truth
        if request.form is not None:
            assert response.media_type in {"boolean": ROWS, "tabular": ROWS, "RDF": TRIPLES}[request.form]


@pytest.mark.parametrize("name", sorted(REFUSED) or ABSENT)
def test_w3c_update_is_refused_and_changes_nothing(server: Server, name: str) -> None:
    update, *questions = W3C[name]
    response = server.send(update.method, update.path, update.body, update.headers)
    assert response.status == 400
    assert "updates are refused" in response.text
    for question in questions:
        assert not truth(server.send(question.method, question.path, question.body, question.headers))
    assert server.count() == 3


def test_the_manifest_is_read_whole() -> None:
    if not W3C:
        pytest.skip(f"no {MANIFEST}")
    assert len(W3C) == 34
    assert len(REFUSED) == 7
    assert all(W3C.values())


# The same in our words


def documents(*numbers: int, graph: str = "") -> str:
    """An ASK for all of these to be documents: of the default graph, or each in a named graph."""
    triples = [f"<{GRAPH.format(number)}> a ?type{number}" for number in numbers]
    if graph:
        triples = [f"GRAPH ?{graph}{number} {{ {triple} }}" for number, triple in zip(numbers, triples, strict=True)]
    return f"ASK {{ {' . '.join(triples)} }}"


def url(query: str | None = None, default: tuple[int, ...] = (), named: tuple[int, ...] = ()) -> str:
    fields = [("query", query)] if query is not None else []
    fields += [("default-graph-uri", GRAPH.format(number)) for number in default]
    fields += [("named-graph-uri", GRAPH.format(number)) for number in named]
    return "/sparql?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in fields)


@dataclass(frozen=True)
class Case:
    """A request and the truth or the status it is answered with."""

    expected: bool | int
    path: str = "/sparql"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    method: str = ""


BOTH = documents(1, 2)
EACH = documents(1, 2, graph="g")
CASES = {
    "a query by GET": Case(True, url("ASK {}")),
    "a query by GET, with a slash behind the path": Case(True, url("ASK {}").replace("?", "/?")),
    "a query by form": Case(True, body=b"query=ASK%20%7B%7D", headers=FORM),
    "a form whose type names its charset": Case(
        True, body=b"query=ASK+%7B%7D", headers={"Content-Type": f"{FORM['Content-Type']}; charset=UTF-8"}
    ),
    "a query as the body": Case(True, body=b"ASK {}", headers=DIRECT),
    "all graphs are asked where none is named": Case(True, url(documents(1, 2, 3))),
    "default graphs named by GET": Case(True, url(BOTH, default=(1, 2))),
    "a default graph hides others": Case(False, url(BOTH, default=(1,))),
    "a graph that the store does not hold is empty": Case(False, url(BOTH, default=(0,))),
    "default graphs named beside a body": Case(True, url(default=(1, 2)), BOTH.encode(), DIRECT),
    "default graphs named beside a form": Case(True, url(default=(1, 2)), b"query=" + quote(BOTH).encode(), FORM),
    "default graphs named in a form": Case(
        False, body=f"query={quote(BOTH)}&default-graph-uri={quote(GRAPH.format(1), safe='')}".encode(), headers=FORM
    ),
    "named graphs": Case(True, url(EACH, named=(1, 2))),
    "a named graph hides others": Case(False, url(EACH, named=(1,))),
    "named graphs leave the default graph empty": Case(False, url(BOTH, named=(1, 2))),
    "default and named graphs": Case(True, url(f"{documents(3)[:-1]} {EACH[5:]}", default=(3,), named=(1, 2))),
    "named graphs of the request stand before FROM": Case(
        True, url(EACH.replace("ASK", f"ASK FROM <{GRAPH.format(3)}>"), named=(1, 2))
    ),
    "FROM with a graph of the store": Case(True, url(documents(3).replace("ASK", f"ASK FROM <{GRAPH.format(3)}>"))),
    "FROM hides other graphs": Case(False, url(documents(1).replace("ASK", f"ASK FROM <{GRAPH.format(3)}>"))),
    "FROM NAMED with a graph of the store": Case(
        True, url(documents(3, graph="g").replace("ASK", f"ASK FROM NAMED <{GRAPH.format(3)}>"))
    ),
    "FROM with a graph the store does not hold": Case(400, url(f"ASK FROM <{GRAPH.format(0)}> {{}}")),
    "two queries": Case(400, "/sparql?query=ASK%20%7B%7D&query=SELECT%20*%20%7B%7D"),
    "a query in the URL and one in the body": Case(400, url("ASK {}"), b"ASK {}", DIRECT),
    "graphs and no query": Case(400, url(default=(1,))),
    "a graph by a relative IRI": Case(400, "/sparql?query=ASK%20%7B%7D&default-graph-uri=data1.rdf"),
    "what is no SPARQL": Case(400, url("ASK {")),
    "an empty body": Case(400, body=b"", headers=DIRECT),
    "PUT": Case(405, url("ASK {}"), method="PUT"),
    "DELETE": Case(405, "/sparql", method="DELETE"),
    "a body of plain text": Case(415, body=b"ASK {}", headers={"Content-Type": "text/plain"}),
    "a form without its type": Case(415, body=b"query=ASK%20%7B%7D"),
    "a query without its type": Case(415, body=b"ASK {}"),
    "a query in UTF-16": Case(
        415, body="ASK {}".encode("utf-16"), headers={"Content-Type": "application/sparql-query; charset=UTF-16"}
    ),
    "a compressed body": Case(415, body=b"ASK {}", headers=DIRECT | {"Content-Encoding": "gzip"}),
    "bytes that are no UTF-8 in a body": Case(400, body=b"ASK {} # \xff", headers=DIRECT),
    "bytes that are no UTF-8 in a form": Case(400, body=b"query=ASK%20%7B%7D%23%FF", headers=FORM),
    "bytes that are no UTF-8 in the URL": Case(400, "/sparql?query=ASK%20%7B%7D%23%FF"),
    "a thousand parameters": Case(400, url("ASK {}") + "&a=1" * 1000),
    "an update by GET": Case(400, "/sparql?update=CLEAR%20ALL"),
    "an update by form": Case(400, body=b"update=CLEAR+ALL", headers=FORM),
    "an update by form, beside a query": Case(400, body=b"query=ASK%20%7B%7D&update=CLEAR+ALL", headers=FORM),
    "two updates": Case(400, body=b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", headers=FORM),
    "an update as the body": Case(400, body=b"CLEAR ALL", headers=UPDATE),
    "an update that says it is a query": Case(400, body=b"CLEAR ALL", headers=DIRECT),
    "an update in UTF-16": Case(
        415, body="CLEAR ALL".encode("utf-16"), headers={"Content-Type": "application/sparql-update; charset=UTF-16"}
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_protocol(server: Server, case: Case) -> None:
    method = case.method or ("GET" if case.body is None else "POST")
    response = server.send(method, case.path, case.body, case.headers)
    if isinstance(case.expected, bool):
        assert truth(response) is case.expected
        return
    assert response.status == case.expected, response.text
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert len(response.text.splitlines()) == 1, "an error is one line"
    assert server.count() == 3


def test_the_refusal_of_an_update_says_so(server: Server) -> None:
    for case in ("an update by form", "an update as the body"):
        response = server.send("POST", "/sparql", CASES[case].body, CASES[case].headers)
        assert response.text == "updates are refused, the graph is only read; ask with query=\n"
    assert "update is refused" in server.ask("LOAD <file:///etc/passwd>").text


def test_the_refusal_of_a_method_names_those_allowed(server: Server) -> None:
    assert set(server.send("PUT", "/sparql").headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_head_sends_the_headers_of_get(server: Server) -> None:
    head, got = server.send("HEAD", url("ASK {}")), server.ask("ASK {}")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_relative_iris_are_those_of_the_endpoint(server: Server) -> None:
    response = server.ask("CONSTRUCT { <s> <p> 1 } WHERE {}", "application/n-triples")
    assert response.text.startswith(f"<{server.url}/s> <{server.url}/p> ")


def test_the_page_is_told_where_the_api_is(server: Server) -> None:
    page = server.get("/")
    assert page.status == 200
    assert '<meta name="noteweave-api" content="/api/">' in page.text
    assert page.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
