"""Which of a store's graphs a query sees, where that is not all of them."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import NoteweaveError


@dataclass(frozen=True, slots=True)
class Dataset:
    """The IRIs of the graphs that make the default graph together, and of those that GRAPH finds.

    A graph that the store does not hold is empty.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def nodes(self) -> tuple[list[ox.NamedNode], list[ox.NamedNode]]:
        """Both as the store takes them; raises NoteweaveError where one is no IRI."""
        return _nodes(self.default), _nodes(self.named)


def _nodes(iris: tuple[str, ...]) -> list[ox.NamedNode]:
    found = []
    for iri in iris:
        try:
            found.append(ox.NamedNode(iri))
        except ValueError:
            raise NoteweaveError(f"graph: '{iri}' is no absolute IRI; name a graph of the store") from None
    return found
