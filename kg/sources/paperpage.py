"""A page on one paper: Markdown with or without front matter, a note of an Obsidian vault, or a saved HTML page.

Title, labels (venue, arXiv, code, area, keywords …), a summary, sections, tables of results, related work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from kg.iri import venue_key
from kg.notes import Aside, Item, Note, Problem, note_id
from kg.sources import fields, related, sections, targets, venues
from kg.sources.blocks import Block, Grid, Page
from kg.sources.fields import Fields
from kg.sources.pages import parse

_TELLING = frozenset({"authors", "venue", "arxiv", "doi", "area", "aliases", "rating", "code", "keywords"})
_TAG = re.compile(r"#(?<![\w/#&$\\]#)([^\W\d_][\w/-]*)")
_BLANK = re.compile(r"\{\{[^{}\n]*\}\}|<%[^\n]*%>")  # the title of a template, to be filled in by a program
_ONLY_TAGS = re.compile(r"(?:\s*#[^\W\d_][\w/-]*)+\s*")


def recognises(text: str) -> bool:
    """Whether a text is a page on one paper: its labels or its sections say so."""
    page = parse(text)
    found = fields.find(page)
    headings = [block.content.text for block in page.blocks if isinstance(block, Block) and block.kind == "heading"]
    meant = [sections.section_meaning(heading) for heading in headings[:50]]
    telling = _TELLING & found.values.keys()
    return len(telling) > 1 or ("summary" in meant and (bool(telling) or len(list(filter(None, meant))) > 2))


def read(text: str, place: str) -> Iterator[Item]:
    """Yield the note that a page is."""
    page = parse(text)
    if page.complaint:
        yield complaint(page, place)
    if page.blocks or page.front:
        yield note(page, place)


def complaint(page: Page, place: str) -> Problem:
    """What of a page could not be read."""
    mend = "mend it, or save it anew as Markdown or HTML"
    return Problem(place, page.complaint or "", mend, "warning" if page.blocks else "skipped")


def note(page: Page, place: str) -> Note | Aside:
    """The note that a page on one paper is, at a place among others; none where it is a template to write notes by."""
    found = fields.find(page).with_pointers(page)
    title, title_at = _title(page, found, place)
    if _BLANK.fullmatch(title):
        return Aside(place)
    body = [block for at, block in enumerate(page.blocks) if at != title_at and at not in found.blocks]
    tags = dict.fromkeys(tag for block in body for tag in _tags(block))
    prose = [block for block in body if isinstance(block, Grid) or not _ONLY_TAGS.fullmatch(block.content.text)]

    path_venue, path_area = fields.venue_of_place(place)
    stated = found.first("venue")
    year = fields.year_in(found.first("year"))
    venue = (venues.edition(fields.edition(stated) or "", year) if stated else None) or path_venue
    arxiv, doi = _identifiers(found)
    text, parts, rating = sections.compose(prose, found.first("summary"))
    keywords = dict.fromkeys([*found.listed("keywords"), *tags])
    return Note(
        id=note_id(venue, title, text),
        title=title,
        text=text,
        venue=venue,
        area=found.first("area") or path_area,
        url=next((address for rich in found.values.get("url", ()) for address in targets.addresses(rich)), None),
        arxiv=arxiv,
        keywords=tuple(word for word in keywords if venue is None or venue_key(word) != venue_key(venue)),
        doi=doi,
        code=_code(found),
        authors=found.listed("authors"),
        year=year,
        rating=rating or found.first("rating"),
        aliases=tuple(alias for alias in found.listed("aliases") if alias != title),
        sections=parts,
        tables=sections.tables(body),
        related=related.find(body, place, f"arxiv:{arxiv}" if arxiv else None),
        place=place,
    )


def _title(page: Page, found: Fields, place: str) -> tuple[str, int | None]:
    """The page's title, and which block it is: what the front matter says, the first heading, or the file's name."""
    heading = next(
        (
            (at, block.content.text)
            for at, block in enumerate(page.blocks)
            if isinstance(block, Block) and block.kind == "heading"
        ),
        None,
    )
    if heading and sections.section_meaning(heading[1]):
        heading = None
    given = found.first("title")
    if given and page.front:
        title = fields.own_title(given)
        return title, heading[0] if heading and heading[1] in (title, given) else None
    if heading:
        return fields.own_title(heading[1]), heading[0]
    name = unquote(PurePosixPath(place).stem)
    return given or (name if " " in name else name.replace("_", " ")), None


def _identifiers(found: Fields) -> tuple[str | None, str | None]:
    """The arXiv id and the DOI that the labels give."""
    arxiv, doi = fields.identifiers(
        rich for name in ("arxiv", "doi", "url", "title", "venue") for rich in found.values.get(name, ())
    )
    spoken = found.first("arxiv")
    return arxiv or (targets.arxiv_alone(spoken) if spoken else None), doi


def _code(found: Fields) -> str | None:
    """The address of the code; the front page of a site of code is none."""
    given = (address for rich in found.values.get("code", ()) for address in targets.addresses(rich))
    return next((address for address in given if not targets.is_front_page_of_code(address)), None)


def _tags(block: Block | Grid) -> list[str]:
    return [] if isinstance(block, Grid) or block.kind == "heading" else _TAG.findall(block.content.text)
