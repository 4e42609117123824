"""Queries stay in the graph: nothing that asks for another place runs, and nothing harmless is refused.

The attacks are written against a server of our own, which must never be called.
"""

from __future__ import annotations

import http.server
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import NoteweaveError
from kg.store.graph import Graph

BASE = "https://w3id.org/noteweave/id/"
PAPER = ox.NamedNode(f"{BASE}paper/a")
TITLE = ox.NamedNode("http://purl.org/dc/terms/title")


class Neighbour:
    """A server that remembers who called."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        calls = self.calls

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                calls.append(self.path)
                self.send_error(404)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.iri = f"<http://127.0.0.1:{self.server.server_address[1]}/sparql>"


@pytest.fixture(scope="module")
def neighbour() -> Iterator[Neighbour]:
    """A place outside of the graph."""
    server = Neighbour()
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture(scope="module")
def graph() -> Graph:
    """One paper whose title holds the suspicious words."""
    title = ox.Triple(PAPER, TITLE, ox.Literal("Learning from a Service"))
    return Graph.from_triples([(ox.NamedNode(f"{BASE}note/a"), [title])])


def refused(graph: Graph, query: str) -> str:
    """The one line a query is refused with."""
    with pytest.raises(NoteweaveError) as error:
        found = graph.query(query)
        list(found.rows()), list(found.triples())
    assert error.value.message.startswith("query: ")
    return error.value.message


# S stands for a service pattern, E for EXISTS around one.
SERVICES = {
    "plain": "SELECT * { S }",
    "lower case": "select * { service I { ?a ?b ?c } }",
    "mixed case": "SELECT * { sErViCe I { ?a ?b ?c } }",
    "silent": "SELECT * { SERVICE SILENT I { ?a ?b ?c } }",
    "no blanks": "SELECT*{SERVICEI{?a ?b ?c}}",
    "variable": "SELECT * { VALUES ?e { I } SERVICE ?e { ?a ?b ?c } }",
    "after a triple": "SELECT * { ?s ?p ?o . S }",
    "sub-select": "SELECT * { { SELECT * { { SELECT ?a { S } } } } }",
    "optional": "SELECT * { ?s ?p ?o OPTIONAL { S } }",
    "union": "SELECT * { { ?s ?p ?o } UNION { S } }",
    "minus": "SELECT * { ?s ?p ?o MINUS { ?s ?p ?o . S } }",
    "graph": "SELECT * { GRAPH ?g { S } }",
    "nested groups": "SELECT * { { { { { S } } } } }",
    "service in a service": "SELECT * { SERVICE I { S } }",
    "filter exists": "SELECT * { ?s ?p ?o FILTER EXISTS { S } }",
    "filter not exists": "SELECT * { ?s ?p ?o FILTER NOT EXISTS { S } }",
    "exists in exists": "SELECT * { ?s ?p ?o FILTER EXISTS { ?s ?p ?o FILTER NOT EXISTS { S } } }",
    "bind": "SELECT * { ?s ?p ?o BIND(E AS ?x) }",
    "select expression": "SELECT (E AS ?x) { ?s ?p ?o }",
    "order": "SELECT * { ?s ?p ?o } ORDER BY DESC(E)",
    "group": "SELECT ?k { ?s ?p ?o } GROUP BY (E AS ?k)",
    "having": "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (E)",
    "aggregate": "SELECT (SUM(IF(E, 1, 2)) AS ?n) { ?s ?p ?o }",
    "concatenation": "SELECT (GROUP_CONCAT(STR(E); separator=',') AS ?n) { ?s ?p ?o }",
    "before values": "SELECT * { S } VALUES ?a { 1 }",
    "construct": "CONSTRUCT { ?a ?b ?c } WHERE { S }",
    "describe": "DESCRIBE ?a WHERE { S }",
    "ask": "ASK { S }",
    "comment between": "SELECT * { SERVICE # quite\n I # harmless\n { ?a ?b ?c } }",
    "comment with quotes": 'SELECT * { ?s ?p ?o # it\'s "\n S # "\n }',
    "after a string": "SELECT * { ?s ?p 'it # is' . S }",
    "after a long string": 'SELECT * { ?s ?p """a "quote" \'\'\' # """ . S }',
    "after an escaped quote": 'SELECT * { ?s ?p "a \\" # b" . S }',
    "between two strings": "SELECT * { ?s ?p '' . S . ?s ?p '' }",
    "after an iri with a hash": "SELECT * { ?s <http://example.org/a#b> ?o . S }",
    "after a name with a hash": "PREFIX e: <http://e/> SELECT * { ?s e:a\\#b ?o . S }",
    "less than": "SELECT * { ?s ?p ?o FILTER(?s <?o) S FILTER(?o> 1) }",
    "code point": "SELECT * { \\u0053ERVICE I { ?a ?b ?c } }",
    "long code point": "SELECT * { \\U00000053ERVICE I { ?a ?b ?c } }",
    "code point comment": "SELECT * { ?s ?p ?o \\u0023 \n S }",
    "code point line end": "SELECT * { ?s ?p ?o # \\u000aS }",
    "two-fold code point": "SELECT * { \\u005cu0053ERVICE I { ?a ?b ?c } }",
    "lateral": "SELECT * { ?s ?p ?o LATERAL { S } }",
    "form feed": "SELECT * {\x0cS }",
    "byte-order mark": "\ufeffSELECT * { S }",
}
FUNCTIONS = (
    *("STR", "ABS", "STRLEN", "UCASE", "ISIRI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "MD5", "SHA256", "IRI"),
    *("YEAR", "LANG", "DATATYPE", "ENCODE_FOR_URI", "<http://www.w3.org/2001/XMLSchema#string>"),
)
SERVICES |= {f"in {name}": f"SELECT * {{ ?s ?p ?o FILTER({name}(E)) }}" for name in FUNCTIONS}
for name in ("CONTAINS", "STRSTARTS", "STRBEFORE", "SAMETERM", "LANGMATCHES", "STRLANG", "STRDT"):
    SERVICES[f"first in {name}"] = f"SELECT * {{ ?s ?p ?o FILTER({name}(E, '')) }}"
    SERVICES[f"second in {name}"] = f"SELECT * {{ ?s ?p ?o FILTER({name}('', E)) }}"
for name in ("REGEX", "REPLACE", "IF", "COALESCE", "CONCAT", "SUBSTR"):
    for place in range(3):
        arguments = ", ".join("E" if i == place else "''" for i in range(3))
        SERVICES[f"argument {place + 1} of {name}"] = f"SELECT * {{ ?s ?p ?o FILTER({name}({arguments})) }}"
for operator in ("=", "!=", "<", ">", "&&", "||", "+", "-", "*", "/", "IN", "NOT IN"):
    right = "(false, E)" if operator.endswith("IN") else "E"
    SERVICES[f"right of {operator}"] = f"SELECT * {{ ?s ?p ?o FILTER(true {operator} {right}) }}"
    left = "(false)" if operator.endswith("IN") else "true"
    SERVICES[f"left of {operator}"] = f"SELECT * {{ ?s ?p ?o FILTER(E {operator} {left}) }}"
for operator in ("!", "+", "-"):
    SERVICES[f"behind {operator}"] = f"SELECT * {{ ?s ?p ?o FILTER({operator} E) }}"

# Two readers of SPARQL may disagree on where a comment or a string ends; the store's reading is the one that runs.
DISAGREEMENTS = {
    "comment ended by a carriage return": pytest.param(
        "SELECT * { ?s ?p ?o . # harmless\rS\n }",
    ),
    "string with a code point quote": pytest.param(
        'SELECT * { ?s ?p ?o . FILTER(?o != "\\u0022 || ?o != " ) . S #" )\n }',
    ),
    "string with a code point backslash": pytest.param(
        'SELECT * { ?s ?p ?o . FILTER(?o != "\\u005c") . S #" )\n }',
    ),
    "iri with a code point bracket": "SELECT * { ?s ?p ?o . <http://e/\\u003e> ?p '> . S #'\n }",
}


def written(template: str, iri: str) -> str:
    """A template with its service (S, E or only the place I) filled in."""
    service = f"SERVICE {iri} {{ ?a ?b ?c }}"
    words = {"S": service, "E": f"EXISTS {{ {service} }}", "I": iri}
    for name, text in words.items():
        template = _replace_word(template, name, text)
    return template.replace("SERVICEI{", f"SERVICE{iri}{{").replace("\\u000aS ", f"\\u000a{service} ")


def _replace_word(template: str, word: str, text: str) -> str:
    return re.sub(rf"(?<![\w?:<'\"-]){word}(?![\w:'-])", lambda _: text, template)


@pytest.mark.parametrize("template", SERVICES.values(), ids=SERVICES)
def test_a_service_is_refused_wherever_it_hides(graph: Graph, neighbour: Neighbour, template: str) -> None:
    query = written(template, neighbour.iri)
    assert neighbour.iri in query
    refused(graph, query)
    assert neighbour.calls == []


@pytest.mark.parametrize("template", DISAGREEMENTS.values(), ids=DISAGREEMENTS)
def test_a_service_is_refused_where_two_readings_of_a_query_differ(
    graph: Graph, neighbour: Neighbour, template: str
) -> None:
    try:
        found = graph.query(written(template, neighbour.iri))
        list(found.rows())
    except (NoteweaveError, OSError):
        pass  # refused, or called and not answered: the next line tells
    calls, neighbour.calls[:] = list(neighbour.calls), []
    assert calls == []


def test_the_refusal_of_a_service_names_the_mend(graph: Graph) -> None:
    message = refused(graph, "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    assert (
        message == "query: SERVICE is refused, queries stay in the graph; leave it out, or rename a prefix of that name"
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <http://example.org/> { ?s ?p ?o }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * from <http://example.org/> from named <http://example.org/> { ?s ?p ?o }",
        "SELECT * FrOm\n#x\n<http://example.org/> WHERE { ?s ?p ?o }",
        "SELECT * FROM # named\nNAMED # really\n<http://example.org/> { ?s ?p ?o }",
        "SELECT*FROM<http://example.org/>{?s ?p ?o}",
        "SELECT * \\u0046ROM <http://example.org/> { ?s ?p ?o }",
        "SELECT * F\\U00000052OM <http://example.org/> { ?s ?p ?o }",
        "PREFIX e: <http://example.org/> SELECT * FROM e:from { ?s ?p ?o }",
        "ASK FROM <http://example.org/> { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } FROM <http://example.org/> { ?s ?p ?o }",
        "CONSTRUCT FROM <http://example.org/> WHERE { ?s ?p ?o }",
        "DESCRIBE ?s FROM <http://example.org/> { ?s ?p ?o }",
        "DESCRIBE <http://example.org/a> FROM <http://example.org/>",
    ],
)
def test_from_is_refused_in_every_kind_of_query(graph: Graph, query: str) -> None:
    refused(graph, query)


def test_the_refusal_of_from_names_the_mend(graph: Graph) -> None:
    message = refused(graph, "SELECT * FROM <http://example.org/> { ?s ?p ?o }")
    mend = "leave it out or use GRAPH, or rename a prefix of that name"
    assert message == f"query: FROM is refused, queries stay in the graph; {mend}"


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?s { ?s dcterms:title ?t FILTER(CONTAINS(?t, "from a Service")) }',
        "SELECT ?s { ?s dcterms:title 'Learning from a Service' }",
        'SELECT ?s { ?s dcterms:title """Learning from a Service""" }',
        "SELECT ?from { ?from dcterms:title ?service }",
        "SELECT $service { $service dcterms:title $from }",
        "# from here: SERVICE <http://example.org/> { }\nSELECT ?s { ?s ?p ?o }",
        "SELECT ?s { ?s ?p ?o } # SERVICE <http://example.org/> { }",
        "SELECT ?s { ?s <http://purl.org/dc/terms/title> ?from }",
        "SELECT ?s { ?s ?p ?o FILTER(?p != <http://example.org/service#from>) }",
        "SELECT ?s { ?s ?p ?o FILTER(?o != 'x'@from) }",
        "SELECT (STR(?o) AS ?from) { ?s ?p ?o }",
        "SELECT ?s { ?s ?p ?o } ORDER BY ?from",
        'SELECT ?s { ?s ?p ?o FILTER(?o != "\\u0041bc") }',
        'SELECT ?s { ?s ?p ?o FILTER(?o != "caf\\u00e9") }',
        pytest.param(
            'SELECT ?s { ?s ?p ?o FILTER(?o != "d\\u00e9cade") }',
        ),
    ],
)
def test_words_that_only_look_like_it_do_no_harm(graph: Graph, query: str) -> None:
    assert len(list(graph.query(query))) == 1


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <http://example.org/a> <http://example.org/b> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
        "WITH <http://example.org/from> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "LOAD SILENT <http://example.org/service> INTO GRAPH <http://example.org/>",
        "CLEAR ALL",
        "DROP SILENT ALL",
        "CREATE GRAPH <http://example.org/>",
        "COPY DEFAULT TO <http://example.org/>",
        "MOVE <http://example.org/from> TO DEFAULT",
        "ADD DEFAULT TO <http://example.org/>",
        "SELECT * { ?s ?p ?o } ; CLEAR ALL",
        "SELECT * { ?s ?p ?o }\nCLEAR ALL",
    ],
)
def test_an_update_is_refused_with_one_line_and_changes_nothing(graph: Graph, update: str) -> None:
    before = set(graph.triples())
    message = refused(graph, update)
    assert "\n" not in message
    assert set(graph.triples()) == before


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECT",
        "SELECT * {\n ?s ?p \n",
        "SELECT * { ?s undeclared:p ?o }",
        "SELECT * { ?s ?p 'from }",
        "SELECT * { ?s ?p ?o } LIMIT -1",
        "nonsense from\nnowhere",
        "SELECT ?\udce9 { }",  # what a byte that is no UTF-8 becomes on the command line
    ],
)
def test_what_is_not_sparql_is_refused_with_one_line(graph: Graph, query: str) -> None:
    message = refused(graph, query)
    assert "\n" not in message
    assert message.startswith("query: ") and "; " in message, "says what is wrong and how to mend it"


def test_no_local_file_is_read(graph: Graph, tmp_path: Path) -> None:
    """A file that any reader of RDF would take stays unread, however it is asked for."""
    secret = tmp_path / "secret.nt"
    secret.write_text("<http://example.org/s> <http://example.org/p> 'secret' .\n", encoding="utf-8")
    iri = f"<{secret.as_uri()}>"
    for query in (
        f"SELECT ?o FROM {iri} {{ ?s ?p ?o }}",
        f"SELECT ?o FROM NAMED {iri} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"SELECT ?o {{ SERVICE {iri} {{ ?s ?p ?o }} }}",
    ):
        refused(graph, query)
    assert list(graph.query(f"SELECT ?o {{ GRAPH {iri} {{ ?s ?p ?o }} }}")) == []
    assert list(graph.query(f"BASE {iri} SELECT ?o {{ <secret.nt> ?p ?o }}")) == []


def test_shipped_queries_pass_without_being_parsed(monkeypatch: pytest.MonkeyPatch, graph: Graph) -> None:
    """What keeps `kg query` fast: the second parser is only loaded for a query that could reach out."""
    monkeypatch.setitem(sys.modules, "rdflib.plugins.sparql.parser", None)
    assert list(graph.query("SELECT ?s { ?s dcterms:title ?t }")) == [{"s": PAPER.value}]


@pytest.mark.parametrize(
    "query",
    [
        # A local name never begins with a dot, so the word behind it is the keyword.
        "PREFIX p: <http://example.org/> SELECT * { ?s a p:.SERVICE <http://example.org/> {?a ?b ?c} }",
        # With the empty prefix declared, `FROM:g` needs no blank between keyword and name.
        "PREFIX : <http://example.org/> SELECT (COUNT(*) AS ?n) FROM:g WHERE { ?s ?p ?o }",
        "PREFIX : <http://example.org/> PREFIX service: <http://example.org/> SELECT * { service:x {?a ?b ?c} }",
        "PREFIX service: <http://example.org/> SELECT * { SERVICE:x {?a ?b ?c} }",
        # No blank is needed behind PREFIX either, so that a prefix can't be told to be declared by a pattern.
        "PREFIX:<http://example.org/> PREFIX service:<http://example.org/> SELECT * { service:x {?a ?b ?c} }",
        # These are names and would do no harm; that they are refused is the price of not guessing.
        "PREFIX from: <http://purl.org/dc/terms/> SELECT ?s { ?s from:title ?o }",
        "PREFIX service: <http://purl.org/dc/terms/>\nSELECT ?s { ?s service:title ?o }",
    ],
)
def test_a_keyword_that_touches_a_name_is_seen(graph: Graph, query: str) -> None:
    assert "is refused" in refused(graph, query)
