"""Which nodes belong together: communities around what papers work on, and a name for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import networkx as nx

FRAME = frozenset({"venue", "series", "area"})
"""Kinds that hold almost every paper. They say nothing about what a paper works on, and would tie all
communities into one ball, so they take no part here and stand outside the map."""

# How strongly a relation binds. Metrics and passing mentions are shared by papers of every community.
_STRENGTH = {"proposes": 4.0, "usesTechnique": 2.0, "broader": 1.5, "reportsMetric": 0.3, "mentions": 0.2}
_SEED = 7
# What names a community: what its papers work on or, where that is unknown, what they use.
_NAMING = {"technique": 0, "task": 0, "model": 1, "dataset": 2, "method": 3, "metric": 4}
_NAMED_FROM = 8  # a community smaller than this gets no name on the map, nor one of a single paper


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes that belong together, in sorted order, and the one they are named after ("" for a small one)."""

    members: tuple[str, ...]
    named_after: str


def bonds(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """The graph without its frame, one undirected edge a pair, `weight` saying how strongly it binds."""
    inner = [node for node in sorted(graph) if graph.nodes[node]["kind"] not in FRAME]
    bound: nx.Graph[str] = nx.Graph()
    bound.add_nodes_from(inner)
    for source, target, relation in sorted(graph.edges(keys=True)):
        if source in bound and target in bound and source != target:
            before = bound.edges[source, target]["weight"] if bound.has_edge(source, target) else 0.0
            bound.add_edge(source, target, weight=before + _STRENGTH.get(relation, 1.0))
    return bound


def find(graph: nx.MultiDiGraph[str], bound: nx.Graph[str]) -> list[Community]:
    """The communities of a graph, largest first. The same graph gives the same communities."""
    names = list(bound)
    number = {name: index for index, name in enumerate(names)}
    # Louvain goes through sets: those of small integers have an order of their own, those of strings don't.
    numbered = nx.relabel_nodes(bound, number)
    parts: Iterable[set[int]] = nx.community.louvain_communities(numbered, weight="weight", seed=_SEED)
    members = [tuple(sorted(names[index] for index in part)) for part in parts]
    return [_community(graph, bound, one) for one in sorted(members, key=lambda one: (-len(one), one))]


def _community(graph: nx.MultiDiGraph[str], bound: nx.Graph[str], members: tuple[str, ...]) -> Community:
    kinds = {node: graph.nodes[node]["kind"] for node in members}
    names = [node for node in members if kinds[node] in _NAMING]
    if not names or len(members) < _NAMED_FROM or [*kinds.values()].count("paper") < 2:
        return Community(members, "")
    inside = bound.subgraph(members)

    def rank(node: str) -> tuple[int, int, int, str]:
        # Of things tied to as much here, the one better known elsewhere says more.
        return _NAMING[kinds[node]], -inside.degree(node), -bound.degree(node), node

    return Community(members, min(names, key=rank))


def affinities(graph: nx.MultiDiGraph[str], bound: nx.Graph[str], found: list[Community]) -> list[dict[int, float]]:
    """For each community, how strongly it is tied to each other one: by its edges, and by shared areas."""
    ties: list[dict[int, float]] = [{} for _ in found]
    for one, other, strength in _pairs(graph, bound, found):
        ties[one][other] = ties[one].get(other, 0.0) + strength
        ties[other][one] = ties[other].get(one, 0.0) + strength
    return ties


def _pairs(
    graph: nx.MultiDiGraph[str], bound: nx.Graph[str], found: list[Community]
) -> Iterator[tuple[int, int, float]]:
    home = {node: index for index, one in enumerate(found) for node in one.members}
    for source, target in bound.edges():
        if home[source] != home[target]:
            yield home[source], home[target], bound.edges[source, target]["weight"]
    # Communities that share their main area lie side by side, so that an area is a stretch of the map.
    main: dict[str, list[int]] = {}
    for index, one in enumerate(found):
        areas = (area for node in one.members for area in graph.successors(node) if graph.nodes[area]["kind"] == "area")
        counts = Counter(areas)
        if counts:
            main.setdefault(max(sorted(counts), key=counts.__getitem__), []).append(index)
    if len(main) > 1:
        for members in main.values():
            yield from ((one, other, 5.0) for one in members for other in members if one < other)
