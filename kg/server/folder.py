"""The folder that is served, which a build may replace, and anyone remove, at any moment."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TypeAlias

from kg.errors import NoteweaveError
from kg.server.refusal import Refusal
from kg.store.graph import Graph

Identity: TypeAlias = tuple[int, ...]
"""What tells one build from the next."""


class Folder:
    """A folder with a built graph.

    To make this raises NoteweaveError where it holds none; later that is a Refusal, until there is one again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._graph = Graph.open(self.path)
        self._opened = self.identity()
        self._opening = Lock()

    def identity(self) -> Identity:
        """Which build is there now; raises Refusal where there is none."""
        try:
            stated = [(self.path / name).stat() for name in ("report.json", "store")]
        except OSError:
            raise self._gone() from None
        return tuple(number for stat in stated for number in (stat.st_dev, stat.st_ino, stat.st_mtime_ns))

    def graph(self) -> Graph:
        """The graph as the last build left it; raises Refusal where there is none."""
        identity = self.identity()
        with self._opening:
            if identity != self._opened:
                try:
                    self._graph, self._opened = Graph.open(self.path), identity
                except NoteweaveError:
                    raise self._gone() from None
            return self._graph

    def _gone(self) -> Refusal:
        return Refusal(503, f"the graph in {self.path.name} is gone; build it anew", Retry_After="2")
