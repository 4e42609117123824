"""Where everything stands: a map of communities, computed once with a fixed seed, in whole numbers.

Each community is laid out on its own and becomes a disc; the discs are packed side by side, those with
many ties close together; venues, series and areas stand in rows below the map. So the cost grows with the
size of communities, not of the graph, and a hub that every paper hangs on can't pull the map into a ball.
"""

from __future__ import annotations

from collections.abc import Mapping
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
_ROW = 120.0
_LETTER = 24.0  # about the width of a letter of a label when the whole map is in view
_FRAME_ORDER = ("area", "series", "venue")


@dataclass(frozen=True, slots=True)
class Region:
    """A community on the map: its name, and the convex outline of its nodes."""

    label: str
    size: int
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
            regions.append(Region(label, len(points), tuple(packing.hull(points))))
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
    """Areas, series and venues: rows below the map, centred, broken where they grow wider than it."""
    xs = [x for x, _ in positions.values()] or [0]
    y = max((y for _, y in positions.values()), default=0) + 2 * _ROW
    middle, limit = (min(xs) + max(xs)) / 2, max(max(xs) - min(xs), 900)
    placed: dict[str, tuple[int, int]] = {}
    for kind in _FRAME_ORDER:
        rows: list[list[tuple[str, float]]] = [[]]
        for node in sorted(node for node in graph if graph.nodes[node]["kind"] == kind):
            width = 100 + _LETTER * min(len(graph.nodes[node]["label"]), 40)
            if rows[-1] and sum(w for _, w in rows[-1]) + width > limit:
                rows.append([])
            rows[-1].append((node, width))
        for row in (row for row in rows if row):
            x = middle - sum(width for _, width in row) / 2
            for node, width in row:
                placed[node] = (round(x + width / 2), round(y))
                x += width
            y += _ROW
    return placed
