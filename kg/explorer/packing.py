"""Geometry of the map: discs packed side by side, nodes pushed apart, outlines drawn around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree  # type: ignore[import-untyped]

Points = npt.NDArray[np.float64]

_ANGLES = np.linspace(0, 2 * np.pi, 36, endpoint=False)
_AROUND = 60  # of the discs placed last, how many a new one may touch: bounds the work for thousands
_MARGIN = 5.0
_ROUNDS = 100
_DRAWN_IN = 150  # communities, from the middle outwards; further ones stay where they are
_TURNS = 3


def pack(radii: Sequence[float], ties: Sequence[Mapping[int, float]], aspect: float) -> Points:
    """Centres for discs (largest first) so that none overlap, tied ones lie close and the whole is compact.

    Each disc goes where it touches one that is placed already, at the spot with the shortest way to those
    it is tied to and to the middle. `aspect` is how much wider than high the whole may grow.
    """
    centres = np.zeros((len(radii), 2))
    sizes = np.asarray(radii, dtype=np.float64)
    for index in range(1, len(radii)):
        around = np.arange(max(0, index - _AROUND), index)
        reach = (sizes[around] + sizes[index] + 0.5)[:, None]
        spots = np.stack(
            [
                (centres[around, 0][:, None] + reach * np.cos(_ANGLES)).ravel(),
                (centres[around, 1][:, None] + reach * np.sin(_ANGLES)).ravel(),
            ],
            axis=1,
        )
        gaps = _distances(spots, centres[:index]) - sizes[:index] - sizes[index]
        free = spots[(gaps >= 0).all(axis=1)]
        # The way to the middle counts as much as a middling tie, so that the map has no long arms.
        cost = np.hypot(free[:, 0] / aspect, free[:, 1])
        known = {other: tie for other, tie in sorted(ties[index].items()) if other < index}
        total = sum(known.values())
        for other, tie in known.items():
            cost = cost + 0.8 * (tie / total) * np.hypot(*(free - centres[other]).T)
        # Rounded, so that spots equally good but for the last bit are told apart by order alone.
        centres[index] = free[int(np.argmin(np.round(cost, 3)))]
    return centres


def draw_in(clouds: Sequence[Points], centres: Points, gap: float) -> Points:
    """The centres, drawn to the middle as far as the clouds of points around them keep a gap.

    Discs waste room where a cloud is no disc: here neighbours interlock.
    """
    centres = centres.copy()
    inwards = np.argsort(np.round(np.hypot(*centres.T), 3), kind="stable")[:_DRAWN_IN]
    for _ in range(_TURNS):
        for index in inwards:
            others = [
                cloud + centre for i, (cloud, centre) in enumerate(zip(clouds, centres, strict=True)) if i != index
            ]
            if not others:
                continue
            tree = KDTree(np.concatenate(others))
            way = float(np.hypot(*centres[index]))
            for share in np.linspace(0.5, 1.0, 26)[:-1]:
                spot = centres[index] * share
                if way * (1 - share) > 1 and tree.query(clouds[index] + spot)[0].min() >= gap:
                    centres[index] = spot
                    break
    return centres


def _distances(points: Points, others: Points) -> Points:
    return np.hypot(points[:, 0][:, None] - others[:, 0], points[:, 1][:, None] - others[:, 1])


def push_apart(points: Points, radii: Points) -> Points:
    """The points, moved as little as it takes that no two circles of the given radii overlap."""
    points = points.copy()
    reach = 2 * (float(radii.max()) + _MARGIN)
    for _ in range(_ROUNDS):
        one, other = KDTree(points).query_pairs(reach, output_type="ndarray").reshape(-1, 2).T
        offset = points[one] - points[other]
        distance = np.hypot(*offset.T)
        overlap = radii[one] + radii[other] + 2 * _MARGIN - distance
        if not (overlap > 0.5).any():
            break
        # Two nodes at the same spot have no direction to part in: any will do.
        offset[distance < 1e-6] = (1.0, 1.0)
        push = offset / np.hypot(*offset.T)[:, None] * (np.maximum(overlap, 0.0) / 2.5)[:, None]
        np.add.at(points, one, push)
        np.add.at(points, other, -push)
    return points


def hull(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The convex outline of some points (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(sequence: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        chain: list[tuple[int, int]] = []
        for point in sequence:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
