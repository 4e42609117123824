"""Lists of papers in a README: a bullet or a table row a paper, as in "awesome" lists and weekly picks.

An entry has a title, links to the paper and its code, perhaps authors and where it was published, and a description.
An entry that leads to no paper (a tool, a page of the same site) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from kg.notes import Item, Note, note_id
from kg.sources.blocks import Block, Grid, Link, Page, Rich
from kg.sources.entries import Entry, entry
from kg.sources.fields import year_in
from kg.sources.listing import bare
from kg.sources.pages import parse
from kg.sources.paperpage import complaint
from kg.sources.words import folded, listed, meaning

_FEWEST = 2


def recognises(text: str) -> bool:
    """Whether a text lists papers: two entries at least lead to one."""
    return len(list(islice(_entries(parse(text)), _FEWEST))) == _FEWEST


def read(text: str, place: str) -> Iterator[Item]:
    """Yield a note for each entry."""
    page = parse(text)
    if page.complaint:
        yield complaint(page, place)
    for one, area, year in _entries(page):
        yield Note(
            id=note_id(one.venue, one.title, one.text),
            title=one.title,
            text=one.text,
            venue=one.venue,
            area=one.area or area,
            url=one.url,
            arxiv=one.arxiv,
            keywords=one.keywords,
            doi=one.doi,
            code=one.code,
            authors=one.authors,
            year=one.year or year,
        )


def _entries(page: Page) -> Iterator[tuple[Entry, str | None, int | None]]:
    """The entries of a page, with the area and the year that the headings over them name."""
    area: str | None = None
    year: int | None = None
    blocks = page.blocks
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        found: list[Entry | None] = []
        if isinstance(block, Grid):
            columns = _columns(block.header)
            found = [_of_row(columns, row) for row in block.rows]
        elif block.kind == "heading":
            name = bare(block.content.text)
            year = year_in(name) or (year if block.level > 2 else None)
            area = area if _is_date(name) else name
            area = None if block.level == 1 else area
        elif block.kind == "item":
            below = _below(blocks, at, block.level)
            own = entry(block.content)
            if below and (own or not any(one.kind == "item" and entry(one.content) for one in below)):
                own = entry(_joined([block, *below]))
                at += len(below)
            found = [own]
        for one in found:
            if one:
                yield one, area, year


def _below(blocks: Sequence[Block | Grid], at: int, level: int) -> list[Block]:
    """What stands below an item: its further paragraphs and the items of the lists in it."""
    below = []
    for block in blocks[at : at + 50]:
        if isinstance(block, Grid) or block.kind == "heading" or block.level < level:
            break
        if block.kind == "item" and block.level == level:
            break
        below.append(block)
    return below


def _joined(blocks: Sequence[Block]) -> Rich:
    """Several blocks as one text, a line each."""
    text = ""
    links: list[Link] = []
    bold: list[tuple[int, int]] = []
    pictures: list[str] = []
    for block in blocks:
        start = len(text)
        text += block.content.text + "\n"
        links += [Link(link.start + start, link.end + start, link.target) for link in block.content.links]
        bold += [(begin + start, end + start) for begin, end in block.content.bold]
        pictures += block.content.pictures
    return Rich(text, tuple(links), tuple(bold), tuple(pictures))


def _columns(header: Sequence[Rich]) -> list[str | None]:
    """What the columns of a table hold. Beside one of titles, one called "Paper" holds links to the papers."""
    columns = [meaning("fields", cell.text) or meaning("links", cell.text) for cell in header]
    titles = [at for at, name in enumerate(columns) if name == "title"]
    own = next((at for at in titles if not meaning("links", header[at].text)), next(iter(titles), None))
    return ["paper" if name == "title" and at != own else name for at, name in enumerate(columns)]


def _of_row(columns: Sequence[str | None], row: Sequence[Rich]) -> Entry | None:
    """The entry that a table row is; without a column of titles the first cell with words has it."""
    named: dict[str, Rich] = {}
    for name, cell in zip(columns, row, strict=False):
        if cell.text or cell.pictures:
            named.setdefault("title" if name == "paper" and "title" not in columns else name or "", cell)
    title = named.pop("title", None)
    if title is None:
        title = next((cell for cell in row if len(cell.text) > 10), None)
    return entry(title, {name: cell for name, cell in named.items() if cell is not title}) if title else None


def _is_date(heading: str) -> bool:
    """Whether a heading is about a time rather than a subject."""
    words = re.findall(r"[^\W\d_]+", folded(heading))
    return any(word in listed("months.names") for word in words) or (year_in(heading) is not None and len(words) < 2)
