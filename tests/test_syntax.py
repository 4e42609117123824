"""What is said of a query that is not SPARQL: where it went wrong and at what, not the parser's grammar."""

from __future__ import annotations

import pytest

from kg.errors import NoteweaveError
from kg.store.graph import Graph


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("SELECT * {\n  ?s nw:year\n}", 'line 3, column 1: "}" does not fit here'),
        ("SELECT * { ?s nw:year", "line 1, column 22: something is missing or too much before the end"),
        ("# about\nSELEC * {}", "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with SELEC"),
        ("SELECT * { ?s foo:bar ?o }", "line 1, column 22: prefix not found"),
        (
            "SELECT ?x (COUNT(?y) AS ?n) { ?x a ?y }",
            "line 1, column 40: the SELECT contains a variable that is unbound",
        ),
        ("ASK { FILTER(1 = ) }", "something is missing or too much before the end"),
        ("", "something is missing or too much before the end"),
    ],
)
def test_a_query_that_is_not_sparql_is_told_where_and_at_what(sparql: str, said: str) -> None:
    with pytest.raises(NoteweaveError) as raised:
        Graph.from_triples([]).query(sparql)
    assert said in str(raised.value)
    assert "\\u{" not in str(raised.value)
