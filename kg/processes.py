"""Work split over processes: blocks of it go in, what comes of each comes out, in the order of the blocks."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TypeVar

from kg.errors import NoteweaveError

B = TypeVar("B")
R = TypeVar("R")

_AHEAD = 2  # blocks a process that are worked on or wait to be asked for: bounds the memory


def available() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[B], Iterable[R]], blocks: Iterable[B], processes: int, *, few: int) -> Iterator[R]:
    """Yield all that `work` makes of each block, in order.

    With one process, or where there are at most `few` blocks (to start processes takes a while), all is done in this
    one. Otherwise blocks, results and `work` itself must be such that they can be pickled, and a script that calls this
    needs `if __name__ == "__main__"`.

    Raises what `work` raises, and NoteweaveError where a process is ended from outside.
    """
    coming = iter(blocks)
    first = list(islice(coming, few + 1)) if processes > 1 else []
    if len(first) <= few:
        yield from chain.from_iterable(map(work, chain(first, coming)))
        return
    waiting: deque[Future[list[R]]] = deque()
    # To fork a process that has threads can hang; a new one is the same on every system.
    with ProcessPoolExecutor(processes, get_context("spawn"), _prepare) as pool:
        try:
            for block in chain(first, coming):
                waiting.append(pool.submit(_all, work, block))
                if len(waiting) >= processes * _AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool:
            what = "a process was ended from outside, for want of memory perhaps"
            raise NoteweaveError(f"{what}; free some, or use --processes 1") from None
        finally:
            pool.shutdown(cancel_futures=True)


def _all(work: Callable[[B], Iterable[R]], block: B) -> list[R]:
    return list(work(block))


def _prepare() -> None:
    """Let a process end with the one that started it, and leave Ctrl-C to that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the cores are taken
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
