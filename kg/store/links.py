"""Who is linked to whom, as a sparse matrix over numbered nodes: what lies around one, and the way to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]


class Links:
    """Links between nodes 0, 1, … `size` - 1, without direction and without what they say.

    No way leads on through a `closed` node, unless it starts or ends there.
    """

    def __init__(self, size: int, pairs: Iterable[tuple[int, int]], closed: Sequence[bool]) -> None:
        # Loaded here, since it takes long: a server makes links once it listens.
        from scipy.sparse import coo_array, csr_array  # type: ignore[import-untyped, unused-ignore]

        ends = np.array([pair for pair in pairs if pair[0] != pair[1]], dtype=np.int32).reshape(-1, 2)
        rows, columns = np.concatenate([ends, ends[:, ::-1]]).T
        once = np.ones(len(rows), dtype=bool)
        self._matrix = csr_array(coo_array((once, (rows, columns)), shape=(size, size)))
        self._closed = np.array(closed, dtype=bool)
        self.degrees: Numbers = np.diff(self._matrix.indptr).astype(np.int64)
        """The number of nodes that each node is linked to."""

    def of(self, numbers: Numbers | Sequence[int]) -> Numbers:
        """The nodes linked to any of some nodes, in order."""
        return np.unique(self._matrix[numbers].indices).astype(np.int64)

    def among(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The pairs of these nodes that are linked, each once and in order."""
        inner = self._matrix[numbers][:, numbers].tocoo()
        for one, other in sorted(zip(inner.row.tolist(), inner.col.tolist(), strict=True)):
            if one < other:
                yield numbers[one], numbers[other]

    def around(self, start: int, hops: int, limit: int) -> tuple[list[int], bool]:
        """A node and at most `limit` others up to `hops` links away, and whether there are more.

        The nearest come first, of those the most connected.
        """
        chosen = [start]
        reached = np.zeros(len(self.degrees), dtype=bool)
        reached[start] = True
        border = np.array([start])
        for _ in range(hops):
            beyond = self.of(border)
            new = beyond[~reached[beyond]]
            ordered = new[np.lexsort((new, -self.degrees[new]))]
            room = limit + 1 - len(chosen)
            chosen += ordered[:room].tolist()
            if len(ordered) > room:
                return chosen, True
            reached[new] = True
            border = new[~self._closed[new]]
        return chosen, False

    def path(self, start: int, end: int) -> list[int]:
        """A shortest way from a node to another, both included; empty where there is none.

        It leads through a closed node only where there is no other way. Of several it takes at each step the
        least connected node, which says most about why the two belong together.
        """
        for closed in (self._closed, np.zeros_like(self._closed)):
            away = self._distances(end, closed)
            if away[start] < 0:
                continue
            way = [start]
            while way[-1] != end:
                beyond = self.of([way[-1]])
                nearer = beyond[(away[beyond] == away[way[-1]] - 1) & (~closed[beyond] | (beyond == end))]
                way.append(int(nearer[np.argmin(self.degrees[nearer])]))
            return way
        return []

    def _distances(self, end: int, closed: NDArray[np.bool_]) -> Numbers:
        """How many links each node is away from one, -1 for what can't be reached."""
        away = np.full(len(self.degrees), -1, dtype=np.int64)
        away[end] = distance = 0
        border = np.array([end])
        while len(border):
            distance += 1
            beyond = self.of(border)
            new = beyond[away[beyond] < 0]
            away[new] = distance
            border = new[~closed[new]]
        return away
