"""Tables as they are written, with cells that span rows and columns, to plain grids.

A cell that spans rows stands in each of them. A head that spans columns stands over each of them, and a column with
several heads above each other has the words of all. A cell further down that spans columns stands in the first of them,
as a row of one cell does in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.sources.blocks import Grid, Rich

_NUMBER = re.compile(r"\s*(\d{1,4})")
_WIDEST = 100  # columns that one cell may span
_MOST_ADDED = 20_000  # cells that spans may add to those that a page writes
_EMPTY = Rich("")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as written: whether it is a head, and how many columns and rows it asks for."""

    content: Rich
    head: bool = False
    columns: int = 1
    rows: int = 1


def span(written: str | None) -> int:
    """How many columns or rows a cell's `colspan` or `rowspan` asks for, within bounds.

    >>> span("2"), span("1000000"), span("all"), span(None)
    (2, 100, 1, 1)
    """
    match = _NUMBER.match(written or "")
    return min(max(int(match[1]), 1), _WIDEST) if match else 1


class Layout:
    """Lays out the tables of one page; over all of them it bounds what their spans add."""

    def __init__(self) -> None:
        self._spare = _MOST_ADDED

    def grid(self, written: Sequence[Sequence[Cell]]) -> Grid | None:
        """The plain grid that rows of cells are; None where there are none."""
        rows = [row for row in written if row]
        if not rows:
            return None
        heads = _heads(rows)
        plain = self._spread(rows, heads)
        header = tuple(map(_joined, zip(*_squared(plain[:heads]), strict=True)))
        return Grid(header, tuple(map(tuple, plain[heads:])))

    def _spread(self, rows: Sequence[Sequence[Cell]], heads: int) -> list[list[Rich]]:
        """Each row with a cell for each column; once the bound is reached, spans ask for nothing more."""
        lines: list[dict[int, Rich]] = [{} for _ in rows]
        for at, row in enumerate(rows):
            column = 0
            for cell in row:
                while column in lines[at]:
                    column += 1
                wide, deep = (cell.columns, min(cell.rows, len(rows) - at)) if self._spare > 0 else (1, 1)
                self._spare -= wide * deep - 1
                for line in lines[at : at + deep]:
                    beside = cell.content if at < heads else _EMPTY
                    line.update(dict.fromkeys(range(column, column + wide), beside))
                    line[column] = cell.content
                column += wide
        return [[line.get(column, _EMPTY) for column in range(max(line) + 1)] for line in lines]


def _heads(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows the header has: those on top that hold only heads, or as many as the first row's heads reach down.

    A single head right below the first row is one over a group of rows.
    """
    if not any(cell.head for cell in rows[0]):
        return 0
    reach = max(cell.rows for cell in rows[0])
    count = 1
    while count < len(rows) and all(cell.head for cell in rows[count]) and (len(rows[count]) > 1 or count < reach):
        count += 1
    return count if count < len(rows) else 1


def _squared(rows: Sequence[Sequence[Rich]]) -> list[list[Rich]]:
    """Rows of one length, the shorter ones with empty cells behind."""
    width = max(map(len, rows), default=0)
    return [[*row, *[_EMPTY] * (width - len(row))] for row in rows]


def _joined(column: Sequence[Rich]) -> Rich:
    """The heads of a column as one, each text once."""
    texts = {head.text: head for head in column if head.text}
    return next(iter(texts.values())) if len(texts) == 1 else Rich(" ".join(texts)) if texts else column[0]
