"""A page's blocks to the text of a note: summary first, then the sections, and its tables beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.notes import Section, Table
from kg.sources.blocks import Block, Grid, Rich
from kg.sources.words import folded, listed, meaning

_CAPTION = re.compile(r"[:：]\s*$|^(?:table|tab\.|表)\s*\d", re.IGNORECASE)
_LONGEST_CAPTION = 300


@dataclass(slots=True)
class Text:
    """A text that is put together line by line, and knows where its sections stand."""

    lines: list[str] = field(default_factory=list)
    sections: list[tuple[int, int, Section]] = field(default_factory=list)  # where it begins, its level
    _length: int = 0
    _open: list[tuple[int, str, int]] = field(default_factory=list)  # level, heading, where it begins

    def add(self, line: str) -> None:
        """Add a line."""
        self.lines.append(line)
        self._length += len(line) + 1

    def head(self, heading: str, level: int) -> None:
        """Begin a section, and end those that it does not stand in."""
        while self._open and self._open[-1][0] >= level:
            depth, name, start = self._open.pop()
            if start < self._length:
                self.sections.append((start, depth, Section(name, start, self._length - 1)))
        self._open.append((level, heading, self._length))

    def finished(self) -> tuple[str, tuple[Section, ...]]:
        """The text, and its sections in the order in which they begin, the wider first."""
        self.head("", 0)
        return "\n".join(self.lines), tuple(section for _, _, section in sorted(self.sections))


def section_meaning(heading: str) -> str | None:
    """What a heading means: `summary`, `related`, `rating` or `usual`; what goes on behind the name does not matter.

    >>> section_meaning("Limitations (as the authors see them)")
    'usual'
    """
    return _meaning(folded(heading))


@lru_cache(maxsize=1000)
def _meaning(name: str) -> str | None:
    exact = meaning("sections", name)
    if exact:
        return exact
    for kind in ("summary", "related", "rating", "usual"):
        for word in listed(f"sections.{kind}"):
            if name.startswith(word) and not name[len(word)].isalnum():
                return kind
    return None


def compose(blocks: Sequence[Block | Grid], summary: str | None) -> tuple[str, tuple[Section, ...], str | None]:
    """Put a note's text together; give it with its sections, and the rating.

    `summary` is what the page's labels give as one; it counts where no section is the summary.
    """
    parts: dict[str, list[str]] = {"summary": [], "rating": []}
    text = Text()
    meanings = list(_with_meaning(blocks))
    for meant, block in meanings:
        if meant == "rating" and isinstance(block, Grid):
            parts[meant] += [": ".join(map(_cell, row)) for row in block.rows]
        elif meant in parts and isinstance(block, Block):
            line = _behind_name(block.content.text) if block.kind == "heading" else block.content.text
            parts[meant] += [line] if line else []
    for line in parts["summary"] or ([summary] if summary else []):
        text.add(line)
    for meant, block in meanings:
        if meant in parts or isinstance(block, Grid):
            continue
        if block.kind == "heading":
            text.head(block.content.text, block.level)
        else:
            text.add(block.content.text)
    return *text.finished(), "\n".join(parts["rating"]) or None


def _with_meaning(blocks: Sequence[Block | Grid]) -> Iterator[tuple[str | None, Block | Grid]]:
    """Each block with what the section it stands in means; below a summary or rating it all belongs to that."""
    meant, depth = None, 0
    for block in blocks:
        if (
            isinstance(block, Block)
            and block.kind == "heading"
            and (block.level <= depth or meant not in ("summary", "rating"))
        ):
            meant, depth = section_meaning(block.content.text), block.level
        yield meant, block


def _behind_name(heading: str) -> str:
    """What stands in a heading behind the name of the section (a list that was not parted from it, say)."""
    name = folded(heading)
    for kind in ("summary", "rating"):
        for word in listed(f"sections.{kind}"):
            if name.startswith(word):
                at = heading.casefold().find(word) + len(word)
                return heading[at:].strip(" :：-")
    return ""


def tables(blocks: Sequence[Block | Grid]) -> tuple[Table, ...]:
    """The tables of a page but for those that rate it.

    Each has as its caption the line over it that announces it, or else the heading it stands under.
    """
    found = []
    heading = ""
    over: Block | None = None
    for meant, block in _with_meaning(blocks):
        if isinstance(block, Grid):
            if meant != "rating":
                found.append(_table(block, _caption(over, heading)))
            over = None
        else:
            heading = block.content.text if block.kind == "heading" else heading
            over = block
    return tuple(found)


def _caption(over: Block | None, heading: str) -> str:
    if over is None or over.kind == "heading" or len(over.content.text) > _LONGEST_CAPTION:
        return heading
    text = over.content.text
    announces = _CAPTION.search(text) or over.content.bold[:1] == ((0, len(text)),)
    return text.rstrip(" :：") if announces else heading


def _table(grid: Grid, caption: str) -> Table:
    return Table(
        caption,
        tuple(map(_cell, grid.header)),
        tuple(tuple(map(_cell, row)) for row in grid.rows),
        tuple((r, c) for r, row in enumerate(grid.rows) for c, cell in enumerate(row) if cell.bold),
    )


def _cell(cell: Rich) -> str:
    return " ".join(cell.text.split("\n"))
