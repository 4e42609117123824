"""The index of names and links made beforehand: at the start, and whenever a build has replaced the graph."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from kg.server.folder import Folder
from kg.server.refusal import Refusal
from kg.store.index import index_of

_PAUSE = 1.0
"""Seconds between two looks at the folder."""


@contextmanager
def indexed(folder: Folder) -> Iterator[None]:
    """Keep the index of the graph at hand, as the last build left it, so that no request has to wait for it."""
    ended = Event()
    sys.setswitchinterval(0.0005)  # while an index is made a request waits so long for each turn, not the usual 5 ms
    # A daemon: to end the server need not wait until a large graph is indexed.
    Thread(target=_keep, args=(folder, ended), name="indexing", daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _keep(folder: Folder, ended: Event) -> None:
    while not ended.is_set():
        with suppress(Refusal, OSError):  # the graph is gone, or goes meanwhile: requests are told so
            index_of(folder.graph())
        ended.wait(_PAUSE)
