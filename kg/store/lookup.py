"""What a graph knows of one node or a few: how they are related, the sentences that say so, reported figures.

Everything here is read from the store for the nodes asked about; the work does not grow with the graph.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.facts.namespaces import term
from kg.kinds import ENTITY_KINDS
from kg.store import shipped
from kg.store.answers import text_of
from kg.store.graph import Graph
from kg.store.index import Node, index_of
from kg.store.projection import PLAIN, WEAK, Evidence, offset_in_sentence
from kg.store.remembering import once_a_graph

_EVIDENCED = ("proposes", *(kind.uses for kind in ENTITY_KINDS.values()), "comparesWith", "mentions")
_RELATIONS = {term(f"nw:{name}"): name for name in _EVIDENCED} | {term(name): short for name, short in PLAIN.items()}

_FIGURE_NODES = ("metric", "dataset", "model", "method", "baseline", "paper")


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """That a node is related to another: the keys of both, and the relation as the projection names it."""

    source: str
    target: str
    relation: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a node in one direction; `others` are the nodes at the other ends, the most connected first."""

    node: Node
    name: str
    outgoing: bool
    others: list[Node]

    def edge(self, other: Node) -> Edge:
        """The edge to one of the others."""
        source, target = (self.node, other) if self.outgoing else (other, self.node)
        return Edge(source.key, target.key, self.name)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure that a paper reports, as a query tells it: a number, or a range up to `highest`, with nodes it is of.

    One that is tied to two datasets is two rows; `kg.store.measured.Figure` has it as one, by names.
    """

    value: float
    highest: float | None
    unit: str | None
    metric: Node | None
    dataset: Node | None
    model: Node | None
    method: Node | None
    baseline: Node | None
    sentence: str
    paper: Node | None


@dataclass(frozen=True, slots=True)
class Measured:
    """A dataset and a metric that figures are reported for, on how many papers' account."""

    dataset: Node
    metric: Node
    figures: int
    papers: int


def relations(graph: Graph, node: Node) -> list[Relation]:
    """How a node is related to others, first where it is the source, then where it is the target.

    What a paper only mentions or tabulates is left out where it is also related to it otherwise.
    """
    index = index_of(graph)
    found: list[Relation] = []
    named = ox.NamedNode(node.iri)
    for outgoing in (True, False):
        strong: set[str] = set()
        for predicate, name in _RELATIONS.items():
            ends = (named, None) if outgoing else (None, named)
            quads = graph.store.quads_for_pattern(ends[0], predicate, ends[1], ox.DefaultGraph())
            iris = {text_of(quad.object if outgoing else quad.subject) for quad in quads}
            if name in WEAK:
                iris -= strong
            else:
                strong |= iris
            others = sorted(filter(None, map(index.at, iris)), key=lambda other: (-other.degree, other.key))
            if others:
                found.append(Relation(node, name, outgoing, others))
    return found


def edges_between(graph: Graph, one: Node, other: Node) -> list[Edge]:
    """The edges between two nodes, both ways, in the order of the relations."""
    edges: list[Edge] = []
    for source, target in ((one, other), (other, one)):
        quads = graph.store.quads_for_pattern(
            ox.NamedNode(source.iri), None, ox.NamedNode(target.iri), ox.DefaultGraph()
        )
        stated = {quad.predicate for quad in quads}
        names = [name for predicate, name in _RELATIONS.items() if predicate in stated]
        strong = [name for name in names if name not in WEAK]
        edges += [Edge(source.key, target.key, name) for name in strong or names]
    return edges


def evidence(graph: Graph, edge: Edge) -> list[Evidence]:
    """The sentences that support an edge, in order; what stands in the title comes last, since it says least.

    Empty for a plain statement, such as where a paper was published.
    """
    if edge.relation not in _EVIDENCED:
        return []
    found: list[Evidence] = []
    store, paper = graph.store, graph.base + edge.source
    supported, entity = term(f"nw:{edge.relation}").value, ox.NamedNode(graph.base + edge.target)
    for note in _values(store, paper, "nw:hasNote"):
        # What a note states is a graph of its own: there, its mentions of one thing are found at once.
        for quad in store.quads_for_pattern(None, term("oa:hasBody"), entity, ox.NamedNode(note)):
            mention = text_of(quad.subject)
            if supported in _values(store, mention, "nw:supports"):
                found.append(_read(graph, note, mention))
    titles = _values(store, paper, "dcterms:title")
    return sorted(found, key=lambda one: (one.sentence in titles, one))


def _read(graph: Graph, note: str, mention: str) -> Evidence:
    """The sentence of a mention in a note, and where in it the mention stands."""
    store = graph.store
    (text,) = _values(store, note, "nw:text")
    (sentence,) = _values(store, mention, "nw:sentence")
    (target,) = _values(store, mention, "oa:hasTarget")
    selectors = _values(store, target, "oa:hasSelector")
    (start,) = (int(value) for selector in selectors for value in _values(store, selector, "oa:start"))
    (end,) = (int(value) for selector in selectors for value in _values(store, selector, "oa:end"))
    within = offset_in_sentence(text, sentence, start)
    return Evidence(sentence, within, within + end - start, note.removeprefix(graph.base))


def _values(store: ox.Store, subject: str, predicate: str) -> list[str]:
    """The values of a property, as texts, in order."""
    quads = store.quads_for_pattern(ox.NamedNode(subject), term(predicate), None, ox.DefaultGraph())
    return sorted(text_of(quad.object) for quad in quads)


def figures_of(graph: Graph, paper: Node) -> list[FigureRow]:
    """The figures that a paper reports, in the order of the shipped query `results-of-paper`."""
    return _figures(graph, "results-of-paper", paper=paper)


def leaderboard(graph: Graph, dataset: Node, metric: Node) -> list[FigureRow]:
    """What is reported on a dataset in a metric, kinds of both included, in the order of the query `leaderboard`."""
    return _figures(graph, "leaderboard", dataset=dataset, metric=metric)


def _figures(graph: Graph, query: str, **given: Node) -> list[FigureRow]:
    answer = graph.query(shipped.get(query).text, **{name: ox.NamedNode(node.iri) for name, node in given.items()})
    figures, index = [], index_of(graph)
    for row in answer:
        named = {name: index.at(row[name]) for name in _FIGURE_NODES if name in row}
        highest = float(row["highest"]) if "highest" in row else None
        figures.append(
            FigureRow(
                value=float(row["value"]),
                highest=highest,
                unit=row.get("unit"),
                sentence=row["sentence"],
                **{name: named.get(name) for name in _FIGURE_NODES},
            )
        )
    return figures


@once_a_graph
def measured(graph: Graph) -> list[Measured]:
    """The pairs of dataset and metric that figures are reported for, in the order of the query `measured`."""
    pairs, index = [], index_of(graph)
    for row in graph.query(shipped.get("measured").text):
        dataset, metric = index.at(row["dataset"]), index.at(row["metric"])
        if dataset and metric:
            pairs.append(Measured(dataset, metric, int(row["figures"]), int(row["papers"])))
    return pairs
