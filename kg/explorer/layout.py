"""Where everything stands: a map of communities, computed once with a fixed seed, in whole numbers.

Each community is laid out on its own and becomes a disc; the discs are packed side by side, those with
many ties close together; areas and venues stand below the map. So the cost grows with the
size of communities, not of the graph, and a hub that every paper hangs on can't pull the map into a ball.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

from kg.explorer import communities, packing

Points = npt.NDArray[np.float64]

_SEED = 7
_SPACING = 46.0  # the room a node takes up, on average
_GAP = 130.0  # between the nodes of two communities, so that the ground around each has a shore
_ASPECT = 1.3  # width over height of the map; screens are wide, but panels take part of the width
_ROW = 160.0
_EDITION = 140.0
_LETTER = 24.0  # about the width of a letter of a label when the whole map is in view


@dataclass(frozen=True, slots=True)
class Region:
    """A community on the map: its name, its nodes, and their convex outline."""

    label: str
    members: tuple[str, ...]
    outline: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The position of each node and the regions they form."""

    positions: dict[str, tuple[int, int]]
    regions: tuple[Region, ...]


def lay_out(graph: nx.MultiDiGraph[str], radii: Mapping[str, float]) -> Layout:
    """Place the nodes of a graph, given the radius each is drawn with."""
    bound = communities.bonds(graph)
    found = communities.find(graph, bound)
    discs = [_disc(bound, one.members, radii) for one in found]
    sizes = [float(np.hypot(*disc.T).max(initial=0)) + _GAP / 4 for disc in discs]
    centres = packing.pack(sizes, communities.affinities(graph, bound, found), _ASPECT)
    centres = packing.draw_in(discs, centres, _GAP)

    positions: dict[str, tuple[int, int]] = {}
    regions = []
    for one, disc, centre in zip(found, discs, centres, strict=True):
        points = [(round(x), round(y)) for x, y in disc + centre]
        positions.update(zip(one.members, points, strict=True))
        if one.named_after:
            label = graph.nodes[one.named_after]["label"]
            regions.append(Region(label, one.members, tuple(packing.hull(points))))
    positions.update(_frame(graph, positions))
    return Layout(positions, tuple(regions))


def _disc(bound: nx.Graph[str], members: tuple[str, ...], radii: Mapping[str, float]) -> Points:
    """Positions of a community's nodes around (0, 0): a spring layout, scaled to a disc, nothing overlapping."""
    if len(members) == 1:
        return np.zeros((1, 2))
    # A graph's order decides where springs start; that of a subgraph view is not its members' order.
    inside: nx.Graph[int] = nx.Graph()
    inside.add_nodes_from(range(len(members)))
    number = {name: index for index, name in enumerate(members)}
    for source, target in bound.subgraph(members).edges():
        weight = bound.edges[source, target]["weight"] ** 0.5
        inside.add_edge(number[source], number[target], weight=weight)
    # A round costs the square of the size; a large community has its shape after fewer of them.
    rounds = max(40, min(120, 12_000 // len(members)))
    placed = nx.spring_layout(inside, weight="weight", seed=_SEED, iterations=rounds)
    points = np.array([placed[index] for index in range(len(members))], dtype=np.float64)
    points -= points.mean(axis=0)
    distance = np.hypot(*points.T)
    room = _SPACING * (len(members) / np.pi) ** 0.5
    points *= room / max(float(np.quantile(distance, 0.9)), 1e-9)
    # Whatever the springs threw far out comes back to the rim.
    distance = np.hypot(*points.T)
    points *= np.minimum(1.0, 1.1 * room / np.maximum(distance, 1e-9))[:, None]
    return packing.push_apart(points, np.array([radii[name] for name in members]))


def _frame(graph: nx.MultiDiGraph[str], positions: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Rows below the map, centred: the areas, then the venues, each series with its editions after it."""
    xs = [x for x, _ in positions.values()] or [0]
    y = max((y for _, y in positions.values()), default=0) + 1.4 * _ROW
    middle, limit = (min(xs) + max(xs)) / 2, max(max(xs) - min(xs), 900)
    areas = [(node,) for node in sorted(graph) if graph.nodes[node]["kind"] == "area"]
    placed: dict[str, tuple[int, int]] = {}
    for row in (*_rows(graph, areas, limit), *_rows(graph, _venues(graph), limit)):
        x = middle - sum(width for _, width in row) / 2
        for node, width in row:
            placed[node] = (round(x + width / 2), round(y))
            x += width
        y += _ROW
    return placed


def _venues(graph: nx.MultiDiGraph[str]) -> list[tuple[str, ...]]:
    """Each series with its editions, the latest first; a venue without a series stands alone."""
    groups: dict[str, list[str]] = {node: [] for node in sorted(graph) if graph.nodes[node]["kind"] == "series"}
    for node in sorted(graph):
        if graph.nodes[node]["kind"] == "venue":
            above = sorted(
                series for _, series, relation in graph.out_edges(node, keys=True) if relation == "editionOf"
            )
            if above:
                groups[above[0]].append(node)
            else:
                groups[node] = []
    return [
        (head, *sorted(editions, key=lambda one: (-graph.nodes[one].get("year", 0), one)))
        for head, editions in sorted(groups.items())
    ]


def _rows(
    graph: nx.MultiDiGraph[str], groups: Iterable[tuple[str, ...]], limit: float
) -> list[list[tuple[str, float]]]:
    """The nodes with the width that each takes, in rows not wider than a limit; a group stays in one row if it can."""
    rows: list[list[tuple[str, float]]] = []
    left = 0.0
    for head, *others in groups:
        # Below its series an edition is named by its year alone.
        widths = [100 + _LETTER * min(len(graph.nodes[head]["label"]), 40)] + [_EDITION] * len(others)
        if sum(widths) > left and left < limit:
            left = 0.0
        for node, width in zip((head, *others), widths, strict=True):
            if width > left:
                rows.append([])
                left = limit
            rows[-1].append((node, width))
            left -= width
    return rows
