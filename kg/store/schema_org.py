"""Papers as schema.org has them, in JSON-LD: a site can publish it, and a search engine reads it.

What becomes what is told by a query and a frame in `ontology/exports/`. Beside them lies the part of schema.org's own
context that these need: nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import resources
from kg.errors import NoteweaveError
from kg.facts.namespaces import term

if TYPE_CHECKING:
    from kg.store.graph import Graph

CONTEXT = "https://schema.org"


def schema_org(graph: Graph) -> bytes:
    """The papers of a graph as JSON-LD, an object of `@graph` each, in the order of their IRIs.

    One paper at a time is put together, so that memory grows with what comes out alone. A `<` is written as a code:
    the text can stand in a page's `<script>` whatever the notes say.
    """
    quads = graph.store.quads_for_pattern(None, term("rdf:type"), term("nw:Paper"), ox.DefaultGraph())
    papers = sorted({quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}, key=str)
    written = (_written(one) for paper in papers for one in _framed(graph, paper))
    body = ",\n".join(written)
    return f'{{"@context": {json.dumps(CONTEXT)}, "@graph": [\n{body}\n]}}\n'.encode()


def _framed(graph: Graph, paper: ox.NamedNode) -> Iterator[dict[str, Any]]:
    """The object that is the paper."""
    from pyld import jsonld

    query = _file("schema-org.rq").replace("?paper", str(paper))
    stated = graph.store.query(query)
    assert isinstance(stated, ox.QueryTriples)
    lines = ox.serialize(stated, format=ox.RdfFormat.N_QUADS) or b""
    expanded = jsonld.from_rdf(lines.decode(), {"format": "application/n-quads"})
    framed = jsonld.frame(expanded, json.loads(_file("schema-org.frame.json")), {"documentLoader": _load})
    yield {name: value for name, value in framed.items() if name != "@context"}


def _load(address: str, options: dict[str, Any]) -> dict[str, Any]:
    """Schema.org's context, as far as it is needed; there is no other document."""
    if address != CONTEXT:
        raise NoteweaveError(f"{address}: is not fetched; the frame may name {CONTEXT} alone")
    document = json.loads(_file("schema-org.context.json"))
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": document}


@cache
def _file(name: str) -> str:
    return (resources.ontology() / "exports" / name).read_text(encoding="utf-8")


def _written(value: dict[str, Any]) -> str:
    return json.dumps(_ordered(value), ensure_ascii=False, sort_keys=True, indent=1).replace("<", "\\u003c")


def _ordered(value: Any) -> Any:
    """A value with its lists in order; JSON-LD gives their order no meaning."""
    if isinstance(value, dict):
        return {name: _ordered(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=lambda one: json.dumps(one, sort_keys=True))
    return value
