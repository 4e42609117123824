"""An index of a graph's nodes, held in memory: their names to search by, and who is linked to whom.

It is made once for a graph, when it is first asked for. What the notes say about a node stays in the store;
`kg.store.lookup` gets it from there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from kg.facts.namespaces import term
from kg.store.answers import text_of
from kg.store.graph import Graph
from kg.store.links import Links
from kg.store.projection import KINDS, PLAIN
from kg.store.remembering import once_a_graph

Kind: TypeAlias = Literal[
    "paper", "method", "technique", "model", "dataset", "metric", "task", "venue", "series", "area"
]
_FRAME = ("venue", "series", "area")  # they hold almost every paper: a way through one says next to nothing
_BETWEEN = re.compile(r"(?:[^\w.+]|_)+")


@dataclass(frozen=True, slots=True)
class Node:
    """A paper, an entity, a venue edition or series, or an area.

    `key` is its IRI without the base (`technique/lora`), `year` that of a venue edition, `degree` the number
    of nodes it is linked to.
    """

    key: str
    label: str
    kind: Kind
    iri: str
    year: int | None
    degree: int


@dataclass(frozen=True, slots=True)
class Found(Node):
    """A node that a search found; `also` is the name that matched where that is not its label."""

    also: str | None


class Index:
    """The nodes of a graph; inside, each is known by its place in the order of keys."""

    def __init__(self, store: ox.Store, base: str) -> None:
        kinds: dict[str, Kind] = {
            text_of(quad.subject): cast(Kind, kind)
            for name, kind in KINDS.items()
            for quad in store.quads_for_pattern(None, term("rdf:type"), term(name), ox.DefaultGraph())
        }
        self._iris = sorted(kinds)
        self._kinds = [kinds[iri] for iri in self._iris]
        self._keys = [iri.removeprefix(base) for iri in self._iris]
        self._of_iri = {iri: number for number, iri in enumerate(self._iris)}
        self._of_key = {key: number for number, key in enumerate(self._keys)}
        self._years = {number: int(year) for number, year in self._texts(store, "nw:year")}
        # Names in the order of their owners: each node's label first, then its other names, sorted.
        named = list(self._read_names(store))
        self._names = [name for _, name in named]
        self._compared = [compared(name) for name in self._names]
        self._owners = np.array([number for number, _ in named], dtype=np.int64)
        self._labels = dict(reversed(named))
        self._links = Links(len(self), self._read_links(store), [kind in _FRAME for kind in self._kinds])

    def _read_names(self, store: ox.Store) -> Iterator[tuple[int, str]]:
        labels: dict[int, set[str]] = defaultdict(set)
        others: dict[int, set[str]] = defaultdict(set)
        for name, into in (("skos:prefLabel", labels), ("dcterms:title", labels), ("skos:altLabel", others)):
            for number, text in self._texts(store, name):
                into[number].add(text)
        for number, key in enumerate(self._keys):
            label = min(labels[number], default=key)
            yield number, label
            for other in sorted((labels[number] | others[number]) - {label}):
                yield number, other

    def _read_links(self, store: ox.Store) -> Iterator[tuple[int, int]]:
        """The linked nodes; whatever else links a paper to an entity, that it mentions it is stated, too."""
        for name in ("nw:mentions", *PLAIN):
            for number, iri in self._texts(store, name):
                if iri in self._of_iri:
                    yield number, self._of_iri[iri]

    def _texts(self, store: ox.Store, predicate: str) -> Iterator[tuple[int, str]]:
        """The values that nodes have of a property, with the nodes' numbers."""
        for quad in store.quads_for_pattern(None, term(predicate), None, ox.DefaultGraph()):
            number = self._of_iri.get(text_of(quad.subject))
            if number is not None:
                yield number, text_of(quad.object)

    def __len__(self) -> int:
        return len(self._keys)

    def get(self, key: str) -> Node | None:
        """The node of that key, if there is one."""
        return self._node(self._of_key[key]) if key in self._of_key else None

    def at(self, iri: str) -> Node | None:
        """The node of that IRI, if there is one."""
        return self._node(self._of_iri[iri]) if iri in self._of_iri else None

    def _node(self, number: int) -> Node:
        return Node(
            key=self._keys[number],
            label=self._labels[number],
            kind=self._kinds[number],
            iri=self._iris[number],
            year=self._years.get(number),
            degree=int(self._links.degrees[number]),
        )

    def search(self, query: str, kind: Kind | None, limit: int) -> tuple[list[Found], int]:
        """The `limit` best of the nodes with a name that holds all words of a query, and how many there are.

        First names that equal the query, then those that begin with it, that have it at a word, and that hold
        its words anywhere; of each the most connected first.
        """
        wanted = compared(query)
        words = sorted(wanted.split(), key=len, reverse=True)  # the longest sorts out most
        if not words:
            return [], 0
        rest = words[1:]
        places = np.array(
            [
                place
                for place, text in enumerate(self._compared)
                if words[0] in text and all(word in text for word in rest)
            ],
            dtype=np.int64,
        )
        if kind is not None:
            places = places[self._is_kind(kind)[self._owners[places]]]
        owners = self._owners[places]
        ranks = np.array([_rank(self._compared[place], wanted) for place in places.tolist()], dtype=np.int64)
        order = np.lexsort((places, -self._links.degrees[owners], ranks))
        first: dict[int, int] = {}
        for number, place in zip(owners[order].tolist(), places[order].tolist(), strict=True):
            first.setdefault(number, place)
            if len(first) == limit:
                break
        return [self._found(number, place) for number, place in first.items()], len(np.unique(owners))

    def _is_kind(self, kind: Kind) -> NDArray[np.bool_]:
        return np.array([one == kind for one in self._kinds], dtype=bool)

    def _found(self, number: int, place: int) -> Found:
        node, name = self._node(number), self._names[place]
        also = name if name != node.label else None
        return Found(node.key, node.label, node.kind, node.iri, node.year, node.degree, also)

    def other_names(self, node: Node) -> list[str]:
        """The names of a node besides its label, sorted."""
        number = self._of_key[node.key]
        first, last = np.searchsorted(self._owners, (number, number + 1))
        return self._names[first + 1 : last]

    def around(self, node: Node, hops: int, limit: int) -> tuple[list[Node], bool]:
        """A node and at most `limit` others up to `hops` links away, and whether there are more.

        The nearest come first, of those the most connected. No way leads on through a venue, series or area.
        """
        numbers, cut = self._links.around(self._of_key[node.key], hops, limit)
        return [self._node(number) for number in numbers], cut

    def path(self, start: Node, end: Node) -> list[Node]:
        """A shortest way from one node to another, as `Links.path` chooses it; empty where there is none."""
        return [self._node(number) for number in self._links.path(self._of_key[start.key], self._of_key[end.key])]

    def linked(self, nodes: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
        """The pairs of these nodes that are linked, each once."""
        numbers = sorted(self._of_key[node.key] for node in nodes)
        return ((self._node(one), self._node(other)) for one, other in self._links.among(numbers))


def compared(text: str) -> str:
    """Text as a search compares it: no accents, no case, every run of other characters one space."""
    plain = text
    if not text.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _BETWEEN.sub(" ", plain.lower()).strip()


def _rank(text: str, wanted: str) -> int:
    if text == wanted:
        return 0
    if text.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in text else 3


@once_a_graph
def index_of(graph: Graph) -> Index:
    """The index of a graph."""
    return Index(graph.store, graph.base)
