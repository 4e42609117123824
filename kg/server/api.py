"""The JSON API that the explorer asks: search, details of a node, its neighbourhood, paths, and reported figures.

Handlers are plain functions, which the framework runs in threads. Every answer is bounded and says what it left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request

from kg.store import lookup
from kg.store.graph import Graph
from kg.store.index import Found, Kind, Node, index_of
from kg.store.projection import Evidence, utf16

MOST_NAMES = 50
MOST_SENTENCES = 10
MOST_FIGURES = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, in one line."""

    detail: str


@dataclass(frozen=True, slots=True)
class Matches:
    """The best matches of a search, and how many there are in all."""

    nodes: list[Found]
    total: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a note; from `start` to before `end`, in UTF-16 units, it names the node."""

    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EvidencedEdge:
    """A relation of two nodes, by their keys, with its first sentences of evidence; `mentions` counts them all.

    Empty for a plain statement, such as where a paper was published.
    """

    source: str
    target: str
    relation: str
    evidence: list[Sentence]
    mentions: int


@dataclass(frozen=True, slots=True)
class Group:
    """How many edges the node has in a relation; `outgoing` says whether it is their source."""

    relation: str
    outgoing: bool
    total: int


@dataclass(frozen=True, slots=True)
class Details:
    """A node with its other names, its edges by group, the nodes at their other ends, and a paper's figures.

    Of each group the edges to the most connected nodes are here, and of the figures the first hundred.
    """

    node: Node
    also: list[str]
    groups: list[Group]
    edges: list[EvidencedEdge]
    nodes: list[Node]
    results: list[lookup.FigureRow]
    total_results: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Nodes, the one asked for first, and the edges among them; `cut` says that there are more."""

    nodes: list[Node]
    edges: list[lookup.Edge]
    cut: bool


@dataclass(frozen=True, slots=True)
class Way:
    """The nodes of a way in order, and the edges along it, each with one sentence where there is one."""

    nodes: list[Node]
    edges: list[EvidencedEdge]


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Figures reported on a dataset in a metric, and how many there are in all."""

    dataset: Node
    metric: Node
    figures: list[lookup.FigureRow]
    total: int


@dataclass(frozen=True, slots=True)
class MeasuredPairs:
    """Datasets and metrics that figures are reported for, and how many such pairs there are in all."""

    pairs: list[lookup.Measured]
    total: int


def graph_of(request: Request) -> Graph:
    """The graph that the server serves at the moment."""
    graph: Graph = request.app.state.graph
    return graph


Served = Annotated[Graph, Depends(graph_of)]
_WHAT_A_KEY_IS = "A node's key: its IRI without the base, such as technique/lora."
PathKey = Annotated[str, Path(max_length=1000, description=_WHAT_A_KEY_IS)]
Key = Annotated[str, Query(max_length=1000, description=_WHAT_A_KEY_IS)]
UNKNOWN: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "The graph has no such node, or no way between the two."}
}

router = APIRouter(prefix="/api", tags=["explorer"])


@router.get("/search")
def search(
    graph: Served,
    q: Annotated[str, Query(min_length=1, max_length=200, description="Words of a name.")],
    kind: Annotated[Kind | None, Query(description="Look among nodes of this kind only.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Matches:
    """Nodes with a name that holds all words, the best first: equal, beginning, at a word, then anywhere."""
    return Matches(*index_of(graph).search(q, kind, limit))


@router.get("/details/{key:path}", responses=UNKNOWN)
def details(graph: Served, key: PathKey, limit: Annotated[int, Query(ge=1, le=100)] = 25) -> Details:
    """What the notes say about a node; `limit` bounds the edges of each relation and direction."""
    node = _node(graph, key)
    relations = lookup.relations(graph, node)
    shown = [(one.edge(other), other) for one in relations for other in one.others[:limit]]
    figures = lookup.figures_of(graph, node) if node.kind == "paper" else []
    return Details(
        node=node,
        also=index_of(graph).other_names(node)[:MOST_NAMES],
        groups=[Group(one.name, one.outgoing, len(one.others)) for one in relations],
        edges=[_evidenced(graph, edge, MOST_SENTENCES) for edge, _ in shown],
        nodes=sorted({other for _, other in shown}, key=lambda other: other.key),
        results=figures[:MOST_FIGURES],
        total_results=len(figures),
    )


@router.get("/neighbourhood/{key:path}", responses=UNKNOWN)
def neighbourhood(
    graph: Served,
    key: PathKey,
    hops: Annotated[int, Query(ge=1, le=3, description="How many edges away.")] = 1,
    limit: Annotated[int, Query(ge=1, le=300, description="How many nodes besides the one asked for.")] = 100,
) -> Neighbourhood:
    """The nodes around a node, the nearest first, of those the most connected, and the edges among them.

    Nothing is reached through a venue, a series or an area: those hold almost every paper.
    """
    index = index_of(graph)
    nodes, cut = index.around(_node(graph, key), hops, limit)
    edges = [edge for pair in index.linked(nodes) for edge in lookup.edges_between(graph, *pair)]
    return Neighbourhood(nodes, edges, cut)


@router.get("/path", responses=UNKNOWN)
def path(graph: Served, start: Annotated[Key, Query(alias="from")], end: Annotated[Key, Query(alias="to")]) -> Way:
    """A shortest way from one node to another, over papers and what they name where there is such a way."""
    one, other = _node(graph, start), _node(graph, end)
    nodes = index_of(graph).path(one, other)
    if not nodes:
        raise HTTPException(404, f"nothing leads from '{one.label}' to '{other.label}'")
    steps = [edge for pair in pairwise(nodes) for edge in lookup.edges_between(graph, *pair)]
    return Way(nodes, [_evidenced(graph, edge, 1) for edge in steps])


@router.get("/leaderboard", responses=UNKNOWN)
def leaderboard(
    graph: Served, dataset: Key, metric: Key, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> Leaderboard:
    """What is reported on a dataset in a metric, kinds of both included; within a unit the highest figure first."""
    on, measure = _node(graph, dataset), _node(graph, metric)
    figures = lookup.leaderboard(graph, on, measure)
    return Leaderboard(on, measure, figures[:limit], len(figures))


@router.get("/measured")
def measured(graph: Served, limit: Annotated[int, Query(ge=1, le=2000)] = 500) -> MeasuredPairs:
    """The datasets and metrics that figures are reported for, those of most papers first."""
    pairs = lookup.measured(graph)
    return MeasuredPairs(pairs[:limit], len(pairs))


def _node(graph: Graph, key: str) -> Node:
    node = index_of(graph).get(key)
    if node is None:
        raise HTTPException(404, "the graph has no node of that key; /api/search finds keys by name")
    return node


def _evidenced(graph: Graph, edge: lookup.Edge, most: int) -> EvidencedEdge:
    evidence = lookup.evidence(graph, edge)
    sentences = [_sentence(one) for one in evidence[:most]]
    return EvidencedEdge(edge.source, edge.target, edge.relation, sentences, len(evidence))


def _sentence(one: Evidence) -> Sentence:
    """Evidence with its places counted as scripts count."""
    return Sentence(one.sentence, utf16(one.sentence[: one.start]), utf16(one.sentence[: one.end]))
