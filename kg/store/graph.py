"""A graph one can ask: the Oxigraph store of a build, with SPARQL, NetworkX and rdflib as ways in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import NoteweaveError
from kg.facts.names import spelling
from kg.facts.namespaces import prefixes, term
from kg.iri import BASE
from kg.kinds import ENTITY_KINDS
from kg.store import guard, shipped
from kg.store.answers import Answer, text_of
from kg.store.dataset import Dataset
from kg.store.shipped import ShippedQuery
from kg.store.syntax import in_words
from kg.store.writing import read_report

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

_BLOCK = 200_000  # quads loaded at a time: each takes up some 2 KB while it is loaded, and small parts take longer
_FOCUS_KINDS = (*ENTITY_KINDS, "venue", "area", "paper")


class Graph:
    """A built graph.

    `base` is what the data's IRIs begin with. The default graph holds all that is known; the named graphs
    hold it note by note.
    """

    def __init__(self, store: ox.Store, base: str = BASE, report: dict[str, Any] | None = None) -> None:
        self._store = store
        self.base = base
        self.report: dict[str, Any] = report or {}
        """What the build read, made, warned of and skipped: `report.json`."""
        self.prefixes: dict[str, str] = prefixes(base)
        """The prefixes that queries may use without declaring them, and that Turtle is written with."""

    def __repr__(self) -> str:
        return f"<kg.Graph of papers under {self.base}>"

    @classmethod
    def open(cls, folder: str | Path = "graph") -> Graph:
        """Open the graph that a build left in a folder, for reading.

        Raises NoteweaveError where there is none.
        """
        folder = Path(folder)
        report = read_report(folder)
        try:
            if report is not None:
                return cls(ox.Store.read_only(str(folder / "store")), report["base"], report)
        except (OSError, RuntimeError):
            pass  # the store is gone, or broken, or goes meanwhile (a RuntimeError); the mend is the same
        raise NoteweaveError(f"{folder}: holds no graph; make one with kg build -o {folder}")

    @classmethod
    def from_triples(
        cls, named: Iterable[tuple[ox.NamedNode, Iterable[ox.Triple]]], base: str = BASE, folder: Path | None = None
    ) -> Graph:
        """Make a graph of named graphs, in memory or in a store in `folder`; the default graph is their union."""
        store = ox.Store(str(folder)) if folder else ox.Store()
        waiting = _quads(named)
        while block := list(islice(waiting, _BLOCK)):
            store.bulk_extend(block)
        return cls(store, base)

    def __len__(self) -> int:
        """The number of triples in the default graph."""
        (row,) = self.query("SELECT (COUNT(*) AS ?triples) { ?s ?p ?o }")
        return int(row["triples"])

    def __bool__(self) -> bool:
        """A graph is one even where it is empty; nothing is counted to say so."""
        return True

    @property
    def store(self) -> ox.Store:
        """The Oxigraph store itself."""
        return self._store

    def query(self, sparql: str, /, **bindings: ox.NamedNode | ox.Literal) -> Answer:
        """Run a SPARQL query; `bindings` give variables of its SELECT clause a value before it runs.

        Queries read and stay in the graph: SERVICE is refused, and FROM with anything but a graph that the store
        holds. Raises NoteweaveError for those and for what is not SPARQL.
        """
        return self._run(sparql, substitutions={ox.Variable(name): value for name, value in bindings.items()})

    def query_dataset(self, sparql: str, dataset: Dataset | None, base_iri: str) -> Answer:
        """Run a SPARQL query over some of the graphs, whatever its own FROM says; None stands for all as usual.

        Relative IRIs are resolved against `base_iri`. Raises NoteweaveError as `query` does.
        """
        default, named = dataset.nodes() if dataset else (None, None)
        return self._run(sparql, default_graph=default, named_graphs=named, base_iri=base_iri)

    def _run(self, sparql: str, **how: Any) -> Answer:
        try:
            sparql.encode()
        except UnicodeEncodeError:
            raise NoteweaveError("query: holds what is no character; write it in UTF-8") from None
        guard.check(sparql, self._holds)
        try:
            found = self._store.query(sparql, prefixes=self.prefixes, **how)
        except SyntaxError as error:
            if guard.looks_like_update(sparql):
                raise NoteweaveError("query: an update is refused, the graph is only read; ask a question") from None
            message = " ".join(str(error.msg or error).split())
            raise NoteweaveError(f"query: {in_words(sparql, message)}; mend the SPARQL") from None
        except RuntimeError as error:
            raise NoteweaveError(f"query: {error}") from None
        return Answer(found, self.prefixes)

    def _holds(self, iri: str) -> bool:
        try:
            return self._store.contains_named_graph(ox.NamedNode(iri))
        except ValueError:  # a relative IRI; the store has none
            return False

    def ask(self, name: str, /, **values: str) -> Answer:
        """Run a shipped query by its name, with values for its parameters in plain words.

        Raises NoteweaveError where there is no such query or parameter, or where a value names nothing.
        """
        query = shipped.get(name)
        unknown = values.keys() - query.parameters.keys()
        if unknown:
            takes = ", ".join(query.parameters) or "no parameters"
            raise NoteweaveError(f"{name}: has no parameter '{min(unknown)}'; it takes {takes}")
        return self.query(query.filled(self.bindings(query, values)))

    def bindings(
        self, query: ShippedQuery, values: Mapping[str, str] = MappingProxyType({})
    ) -> dict[str, ox.NamedNode | ox.Literal]:
        """What the parameters of a shipped query stand for: values in plain words, else the defaults.

        Raises NoteweaveError where a value names nothing.
        """
        return {
            parameter.name: self._value(parameter.kind, values.get(parameter.name, parameter.default))
            for parameter in query.parameters.values()
        }

    def _value(self, kind: str, text: str) -> ox.NamedNode | ox.Literal:
        return ox.Literal(text) if kind == "text" else self.find(kind, text)

    def find(self, kind: str, name: str) -> ox.NamedNode:
        """The thing of a kind (`technique`, `paper`, `venue`) that goes by a name, label or IRI.

        What is written just so comes first, then labels are compared without regard to case and joints; of several
        the first IRI in order is taken. Raises NoteweaveError where the graph knows none, naming the nearest.
        """
        prefix, written = f"{self.base}{kind}/", name.strip()
        exact: set[str] = set()
        with suppress(ValueError):  # a name that is no text, or that no IRI can hold
            exact.update(iri for iri, _ in self._labels(prefix, label=ox.Literal(written)))
            thing = ox.NamedNode(written if written.startswith(prefix) else prefix + written)
            exact.update(iri for iri, _ in self._labels(prefix, thing))
        if exact:
            return ox.NamedNode(min(exact))
        # To compare all labels takes a moment in a large graph.
        known = sorted(self._labels(prefix))
        wanted = spelling(name)
        for iri, label in known:
            if spelling(label) == wanted:
                return ox.NamedNode(iri)
        by_spelling = {spelling(label): label for _, label in reversed(known)}
        close = get_close_matches(wanted, by_spelling, n=1)
        mend = f"the nearest is '{by_spelling[close[0]]}'" if close else "kg query --list shows how to look around"
        raise NoteweaveError(f"no {kind} is called '{name}' in this graph; {mend}")

    def find_any(self, name: str) -> ox.NamedNode:
        """The thing of any kind that goes by a name, label or IRI; entities come before papers.

        Raises NoteweaveError where the graph knows none.
        """
        for kind in _FOCUS_KINDS:
            with suppress(NoteweaveError):
                return self.find(kind, name)
        raise NoteweaveError(f"nothing is called '{name}' in this graph; kg query --list shows how to look around")

    def _labels(
        self, prefix: str, thing: ox.NamedNode | None = None, label: ox.Literal | None = None
    ) -> Iterator[tuple[str, str]]:
        """The IRIs that begin with a prefix, each with its labels; of one thing only, or only with that label."""
        for name in ("skos:prefLabel", "skos:altLabel", "dcterms:title"):
            for quad in self._store.quads_for_pattern(thing, term(name), label, ox.DefaultGraph()):
                if (iri := text_of(quad.subject)).startswith(prefix):
                    yield iri, text_of(quad.object)

    def triples(self) -> Iterator[ox.Triple]:
        """The triples of the default graph, in the order of the store."""
        for quad in self._store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            yield quad.triple

    def stats(self) -> dict[str, int]:
        """How many things of each class the graph holds, and how many triples and named graphs."""
        counted = self.query(
            "SELECT ?class (COUNT(?thing) AS ?count) { ?thing a ?class } GROUP BY ?class ORDER BY ?class"
        )
        own = self.prefixes["nw"]
        counts = {row["class"].removeprefix(own): int(row["count"]) for row in counted if row["class"].startswith(own)}
        return counts | {"triples": len(self), "named graphs": sum(1 for _ in self._store.named_graphs())}

    def export(self, format: str) -> bytes:
        """The graph in one of the formats of `kg.store.exports.FORMATS` (`turtle`, `graphml`, `csv`, …).

        Raises NoteweaveError where there is no such format.
        """
        from kg.store.exports import FORMATS

        if format not in FORMATS:
            raise NoteweaveError(f"no export is called '{format}'; there are {', '.join(FORMATS)}")
        return FORMATS[format](self)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The projection described in `kg.store.projection.project`."""
        from kg.store.projection import project

        return project(self._store, self.base)

    def to_rdflib(self) -> rdflib.Graph:
        """The default graph as an rdflib graph in memory, prefixes bound."""
        import rdflib

        graph = rdflib.Graph()
        data = ox.serialize(self.triples(), format=ox.RdfFormat.N_TRIPLES)
        graph.parse(data=data, format="nt")
        for prefix, iri in self.prefixes.items():
            graph.bind(prefix, iri)
        return graph


def _quads(named: Iterable[tuple[ox.NamedNode, Iterable[ox.Triple]]]) -> Iterator[ox.Quad]:
    for name, triples in named:
        for triple in triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)
            yield ox.Quad(triple.subject, triple.predicate, triple.object)
