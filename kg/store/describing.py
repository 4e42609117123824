"""A thing of the graph described: what is stated of it and of its parts, and what points to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

import pyoxigraph as ox

from kg.facts.namespaces import term
from kg.store.answers import text_of
from kg.store.graph import Graph


@dataclass(frozen=True, slots=True)
class Description:
    """What is stated of a thing, in sorted order.

    `parts` are the statements of its parts: the figures of a paper, and for a note or a listing page all that has
    its IRI with a fragment. `incoming` are statements that have the thing as their value. `cut` says
    that there are more parts or incoming statements than are here.
    """

    own: list[ox.Triple]
    parts: list[ox.Triple]
    incoming: list[ox.Triple]
    cut: bool

    def __iter__(self) -> Iterator[ox.Triple]:
        """All of the statements."""
        return chain(self.own, self.parts, self.incoming)


def describe(graph: Graph, iri: str, limit: int) -> Description | None:
    """Describe the thing with an IRI, its parts and what points to it by at most `limit` statements each.

    None where nothing is stated of it, or where the text is no IRI.
    """
    try:
        thing = ox.NamedNode(iri)
    except ValueError:
        return None
    own = list(_stated(graph, thing))
    if not own:
        return None
    parts = list(islice((triple for part in _parts(graph, thing, own) for triple in _stated(graph, part)), limit + 1))
    quads = graph.store.quads_for_pattern(None, None, thing, ox.DefaultGraph())
    known = {*own, *parts}
    incoming = list(islice((quad.triple for quad in quads if quad.triple not in known), limit + 1))
    cut = len(parts) > limit or len(incoming) > limit
    return Description(sorted(own, key=str), sorted(parts[:limit], key=str), sorted(incoming[:limit], key=str), cut)


def _stated(graph: Graph, thing: ox.NamedNode) -> Iterator[ox.Triple]:
    return (quad.triple for quad in graph.store.quads_for_pattern(thing, None, None, ox.DefaultGraph()))


def _parts(graph: Graph, thing: ox.NamedNode, own: list[ox.Triple]) -> Iterator[ox.NamedNode]:
    """The parts of a thing, each once."""
    for triple in own:
        if triple.predicate == term("nw:reportsResult"):
            yield ox.NamedNode(text_of(triple.object))
    # What a note or a page states is a graph that has its name.
    inside = {text_of(quad.subject) for quad in graph.store.quads_for_pattern(None, None, None, thing)}
    for part in sorted(inside):
        if part.startswith(f"{thing.value}#"):
            yield ox.NamedNode(part)
