"""Values kept out of the way: in a file once they are many, to go through as often as needed."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")

_BLOCK = 256  # values in memory at a time
_IN_MEMORY = 16 * 2**20  # bytes; more of them move to a file


class Kept(Generic[T]):
    """Values in their order; a context manager that gives the room back at its end.

    The file has no name, so that nothing stays of it should the process be killed.
    """

    def __init__(self, values: Iterable[T], folder: Path | None = None) -> None:
        """Keep values that can be pickled, in a file in `folder` (default: where the system has such files)."""
        self._file = SpooledTemporaryFile(_IN_MEMORY, dir=str(folder) if folder else None)  # noqa: SIM115 (closed by __exit__)
        self._length = 0
        coming = iter(values)
        try:
            while block := list(islice(coming, _BLOCK)):
                pickle.dump(block, self._file, pickle.HIGHEST_PROTOCOL)
                self._length += len(block)
        except BaseException:
            self._file.close()
            raise
        self._end = self._file.tell()

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        at = 0
        while at < self._end:
            self._file.seek(at)
            block: list[T] = pickle.load(self._file)
            at = self._file.tell()
            yield from block

    def __enter__(self) -> Kept[T]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
