"""Listing pages with their links, as Markdown or as saved HTML: a linked title for each paper, its summary below it.

Titles are terms of a definition list, headings, or paragraphs in bold that are links as a whole. What stands over the
papers is read as on a page saved as text (`listing.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from kg.iri import venue_parts
from kg.notes import Item, Note, note_id
from kg.sources import targets
from kg.sources.blocks import Block, Page, Rich
from kg.sources.fields import venue_of_place
from kg.sources.frontmatter import texts
from kg.sources.listing import Line, bare, head, miscounted
from kg.sources.pages import parse
from kg.sources.paperpage import complaint

_COUNT = re.compile(r"\s*[(（·]\s*\d[\d,]*[^()（）]{0,40}[)）]?$")
_FEWEST = 2  # titles that look like ones, where the page does not say that it is a listing


@dataclass(slots=True)
class _Entry:
    title: Rich
    area: str | None
    venue: str | None
    summary: list[str] = field(default_factory=list)


def recognises(text: str) -> bool:
    """Whether a text is a listing page: it has linked titles with summaries."""
    page = parse(text)
    found = [entry.title for entry in islice(_entries(page), 100) if entry.summary]
    if found and head(_over(page)):
        return True
    return len([title for title in found if title.bold or targets.is_paper(title.links[0].target)]) >= _FEWEST


def read(text: str, place: str) -> Iterator[Item]:
    """Yield the page's listing, where it states one, and its notes.

    `place` of a note is that of the page it links to.
    """
    page = parse(text)
    if page.complaint:
        yield complaint(page, place)
    top = head(_over(page))
    listing = top[0] if top else None
    if listing:
        yield listing
    path_venue, path_area = venue_of_place(place)
    base = place if targets.is_address(place) else next(iter(texts(page.front.get("url"))), "")
    found = 0
    for entry in _entries(page):
        found += 1
        venue = entry.venue or (listing.venue if listing else None) or path_venue
        area = entry.area or (listing.area if listing else None) or path_area
        title, summary = entry.title.text, "\n".join(entry.summary)
        target = entry.title.links[0].target
        address = target if targets.is_address(target) else targets.absolute(base, target)
        yield Note(
            note_id(venue, title, summary),
            title,
            summary,
            venue,
            area,
            url=address,
            arxiv=targets.arxiv(target),
            doi=targets.doi(target),
            place=None if address else targets.note_at(place, target),
        )
    if listing and listing.stated_notes != found:
        yield miscounted(place, listing.stated_notes or 0, found)


def _entries(page: Page) -> Iterator[_Entry]:
    """The papers of a page, with the venue and the area of the headings they stand under."""
    entry: _Entry | None = None
    area: str | None = None
    venue: str | None = None
    for block in page.blocks:
        if not isinstance(block, Block):
            continue
        if _is_title(block):
            if entry:
                yield entry
            entry = _Entry(block.content, area, venue)
        elif block.kind == "heading":
            if entry:
                yield entry
            entry = None
            name = _COUNT.sub("", bare(block.content.text))
            if venue_parts(name):
                venue = name
            elif block.level > 1:
                area = name or None
        elif entry:
            entry.summary.append(block.content.text)
    if entry:
        yield entry


def _is_title(block: Block) -> bool:
    """Whether a term or paragraph in bold, or a heading, is one link to a page as a whole."""
    content = block.content
    whole = (0, len(content.text))
    links = [(link.start, link.end) for link in content.links if not link.target.startswith("#")]
    if links != [whole]:
        return False
    match block.kind:
        case "heading":
            return block.level > 1
        case "term" | "paragraph":
            return block.level == 0 and content.bold == (whole,)
        case _:
            return False


def _over(page: Page) -> list[Line]:
    """The lines over the first paper."""
    lines: list[Line] = []
    for block in page.blocks:
        if isinstance(block, Block):
            if _is_title(block):
                break
            lines += [Line(len(lines) + 1, line) for line in block.content.text.split("\n")]
    return lines
