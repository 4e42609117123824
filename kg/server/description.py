"""What `/sparql` says of itself in RDF: what it speaks, what the graph holds, and the shipped queries as examples."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress

import pyoxigraph as ox

from kg import resources
from kg.errors import NoteweaveError
from kg.facts.namespaces import term
from kg.server.folder import Folder, Identity
from kg.server.messages import Question
from kg.server.refusal import Refusal
from kg.server.workers import Workers
from kg.store import shipped
from kg.store.graph import Graph

PREFIXES = {
    "format": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
}
_N_TRIPLES = "application/n-triples"


class Description:
    """Describes the service, anew for each build and for each name the service goes by."""

    def __init__(self, folder: Folder, workers: Workers) -> None:
        self._folder = folder
        self._workers = workers
        self._of: tuple[Identity, str] | None = None
        self._triples: set[ox.Triple] = set()

    async def triples(self, endpoint: str) -> set[ox.Triple]:
        """The description of the service under an IRI; raises Refusal where the graph is gone."""
        of = (self._folder.identity(), endpoint)
        if self._of != of:
            written = (resources.ontology() / "service" / "description.ttl").read_bytes()
            described = ox.parse(written, format=ox.RdfFormat.TURTLE, base_iri=endpoint)
            counted = ox.parse(await self._count(endpoint), format=ox.RdfFormat.N_TRIPLES)
            # To look for the values of all parameters takes a moment in a large graph.
            examples = await asyncio.to_thread(lambda: list(_examples(endpoint, self._folder.graph())))
            self._triples = {*(quad.triple for quad in (*described, *counted)), *examples}
            self._of = of
        return self._triples

    async def _count(self, endpoint: str) -> bytes:
        """The classes and properties of the graph as N-Triples; none where counting takes longer than a query may."""
        query = (resources.ontology() / "service" / "partitions.rq").read_text(encoding="utf-8")
        try:
            reply = await self._workers.answer(Question(query, endpoint, triples=_N_TRIPLES))
        except Refusal:
            return b""
        return reply.body if reply.status == 200 else b""


def _examples(endpoint: str, graph: Graph) -> Iterator[ox.Triple]:
    """The shipped queries, parameters filled in with their defaults where the graph knows these."""
    for query in shipped.all_queries().values():
        text = query.text
        with suppress(NoteweaveError):
            text = query.filled(graph.bindings(query))
        example = ox.NamedNode(f"{endpoint}#{query.name}")
        yield ox.Triple(example, term("rdf:type"), _shacl("SPARQLExecutable"))
        yield ox.Triple(example, term("rdf:type"), _shacl("SPARQLSelectExecutable"))
        yield ox.Triple(example, term("rdfs:label"), ox.Literal(query.name))
        yield ox.Triple(example, term("rdfs:comment"), ox.Literal(query.description, language="en"))
        yield ox.Triple(example, _shacl("select"), ox.Literal(text))
        yield ox.Triple(example, term("schema:target"), ox.NamedNode(endpoint))


def _shacl(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["sh"] + name)
