"""The media types that answers come in, best first, each with what writes it.

Rows (SELECT, ASK) and triples (CONSTRUCT, DESCRIBE) have types of their own; `application/json` and
`application/xml` are what clients ask for that know no better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import pyoxigraph as ox

from kg.store.answers import Answer
from kg.store.turtle import turtle


def _written(format: ox.QueryResultsFormat, answer: Answer) -> bytes:
    return answer.serialize(format).encode()


def _csv(answer: Answer) -> bytes:
    """Rows as the command line writes them, so that no text is a formula to a spreadsheet."""
    return _written(ox.QueryResultsFormat.CSV, answer) if answer.is_truth else f"{answer.write('csv')}\n".encode()


def _triples(format: ox.RdfFormat, triples: Iterable[ox.Triple], prefixes: dict[str, str]) -> bytes:
    return ox.serialize(sorted(triples, key=str), format=format, prefixes=prefixes) or b""


_json = partial(_written, ox.QueryResultsFormat.JSON)
_xml = partial(_written, ox.QueryResultsFormat.XML)
_rdf_xml = partial(_triples, ox.RdfFormat.RDF_XML)

ROWS: dict[str, Callable[[Answer], bytes]] = {
    "application/sparql-results+json": _json,
    "application/sparql-results+xml": _xml,
    "text/csv": _csv,
    "text/tab-separated-values": partial(_written, ox.QueryResultsFormat.TSV),
    "application/json": _json,
    "application/xml": _xml,
    "text/xml": _xml,
}
TRIPLES: dict[str, Callable[[Iterable[ox.Triple], dict[str, str]], bytes]] = {
    "text/turtle": turtle,
    "application/n-triples": partial(_triples, ox.RdfFormat.N_TRIPLES),
    "application/rdf+xml": _rdf_xml,
    "application/ld+json": partial(_triples, ox.RdfFormat.JSON_LD),
    "application/xml": _rdf_xml,
    "text/xml": _rdf_xml,
}
