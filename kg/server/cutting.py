"""Cutting an answer behind so many rows.

The store writes all rows of an answer or none. In TSV each row is a line, whatever it holds, so writing can be stopped
behind the last one wanted; what was written is then read back, with nothing lost, and written in any format.
"""

from __future__ import annotations

import io

import pyoxigraph as ox

from kg.store.answers import Answer

_TSV = ox.QueryResultsFormat.TSV


def first_rows(answer: Answer, rows: int, size: int) -> tuple[Answer, int | None]:
    """The answer to a SELECT within so many rows and bytes; where there is more of it, how many rows these are."""
    written = _Lines(rows + 1, size)  # the first line names the variables
    cut = False
    try:
        answer.write_to(written, _TSV)
    except _Full:
        cut = True
    lines = written.whole()
    return Answer(ox.parse_query_results(b"".join(lines), _TSV), answer.prefixes), len(lines) - 1 if cut else None


def first_triples(answer: Answer, most: int, size: int) -> tuple[list[ox.Triple], int | None]:
    """The same of a CONSTRUCT or DESCRIBE: so many triples at most, and so many bytes written as N-Triples."""
    taken: list[ox.Triple] = []
    for triple in answer.triples():
        size -= len(str(triple))
        if len(taken) == most or size < 0:
            return taken, len(taken)
        taken.append(triple)
    return taken, None


class _Full(Exception):
    """More was written than is wanted."""


class _Lines(io.RawIOBase):
    """Takes text until it has more lines or bytes than wanted."""

    def __init__(self, lines: int, size: int) -> None:
        self._text = bytearray()
        self._wanted = lines
        self._size = size
        self._lines = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._text += data
        self._lines += data.count(b"\n")
        if self._lines > self._wanted or len(self._text) > self._size:
            raise _Full
        return len(data)

    def whole(self) -> list[bytes]:
        """The wanted lines, as far as they are whole."""
        *lines, _ = self._text[: self._size].split(b"\n")
        return [bytes(line) + b"\n" for line in lines[: self._wanted]]
