"""A page as its readers see it: headings, paragraphs, list items and tables, whatever it was written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "term", "definition"]
Value = str | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link: the characters of the text from `start` to before `end`, and where it leads."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Rich:
    """A run of text as written, without its markup, and what the markup said.

    `bold` are the characters written in bold, from and to before; `pictures` are the descriptions of pictures
    and their addresses (a badge says with them where a paper was published).
    """

    text: str
    links: tuple[Link, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()
    pictures: tuple[str, ...] = ()

    def cut(self, start: int, end: int) -> Rich:
        """The part from `start` to before `end`, without blanks around it; what is only partly in it is left out."""
        end = min(end, len(self.text))
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = max(start, end - (len(piece) - len(piece.rstrip())))
        return Rich(
            self.text[start:end],
            tuple(
                Link(link.start - start, link.end - start, link.target)
                for link in self.links
                if start <= link.start and link.end <= end
            ),
            tuple((a - start, b - start) for a, b in self.bold if start <= a and b <= end),
            self.pictures,
        )

    def words_of(self, link: Link) -> str:
        """What a link is called."""
        return self.text[link.start : link.end]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, term or definition.

    `level` is 1 to 6 for a heading, otherwise in how many lists the block stands; a paragraph with a level goes on with
    the item above it.
    """

    kind: Kind
    content: Rich
    level: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its header cells and its rows."""

    header: tuple[Rich, ...]
    rows: tuple[tuple[Rich, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what its head says (front matter, or the head of an HTML file), and its blocks in order."""

    front: dict[str, Value] = field(default_factory=dict)
    blocks: tuple[Block | Grid, ...] = ()
    complaint: str | None = None  # what of the page could not be read
