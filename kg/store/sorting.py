"""Sorting more lines than should be in memory: runs are sorted one by one, kept in files and merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from heapq import merge
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile

_RUN = 200_000  # lines in memory at a time


@contextmanager
def sorted_lines(lines: Iterable[bytes], folder: Path) -> Iterator[Iterator[bytes]]:
    """Give lines (each with its end) in the order of their bytes, which for UTF-8 is that of their characters.

    The runs lie in files without a name in `folder`: they are gone once the block ends, or the process does.
    """
    waiting = iter(lines)
    with ExitStack() as runs:
        files = []
        while run := sorted(islice(waiting, _RUN)):
            file = runs.enter_context(TemporaryFile(dir=folder))
            file.writelines(run)
            file.seek(0)
            files.append(file)
        yield merge(*files)
