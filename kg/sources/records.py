"""Records in, notes out: one table says which names of fields and columns mean what, for every format that has any.

A name counts without regard to case and joints: `TL;DR`, `tl_dr` and `TLDR` are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from kg.notes import Item, Note, Problem, note_id
from kg.sources import values
from kg.sources.venues import edition

Record = Mapping[str, object]
"""What is known of a paper, by the names that its source has for it; a value is whatever JSON can hold."""

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title", "paper", "paper title", "paper name", "document title", "article title", "name"),
    "text": ("text", "abstract", "summary", "tldr", "abstract note", "description", "notes"),
    "venue": (
        *("venue", "conference", "conference name", "journal", "booktitle", "journal title", "container title"),
        *("publication title", "source title", "conference/journal", "published in"),
    ),
    "year": ("year", "publication year", "date", "issued", "publication date", "published"),
    "area": ("area", "topic", "category", "research area", "field"),
    "url": ("url", "link", "paper url", "paper link", "pdf", "pdf url", "pdf link", "doi link"),
    "arxiv": ("arxiv", "arxiv id", "arxiv url", "arxiv link"),
    "doi": ("doi",),
    "code": ("code", "github", "code url", "code link", "github url", "github link", "repository", "repo"),
    "keywords": ("keywords", "keyword", "tags", "author keywords", "manual tags"),
    "authors": ("authors", "author"),
    "rating": ("rating", "stars"),
    "aliases": ("aliases", "alias"),
}
"""The fields of a note and what records call them; of several that hold something the first counts."""

MEND = "give each a title, in a field named " + ", ".join(FIELDS["title"][:-1]) + f" or {FIELDS['title'][-1]}"

_PARTS = ("externalIds", "content")  # where Semantic Scholar keeps identifiers, and OpenReview what a paper says


def folded(name: str) -> str:
    """A name of a field without case and joints."""
    return "".join(filter(str.isalnum, name.casefold()))


_NAMES = {field: tuple(map(folded, names)) for field, names in FIELDS.items()}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names}


def field_of(name: str) -> str | None:
    """The field of a note that a name of a column stands for, or None."""
    return _FIELD_OF.get(folded(name))


def notes(records: Iterable[tuple[str, Record | Problem]]) -> Iterator[Item]:
    """Yield a note for each record, given with its place, and a problem for each that has no title.

    Where none of several records has one, that is a single problem. Problems among the records are passed on.
    """
    untitled: list[str] = []
    titled = False
    for place, record in records:
        note = record if isinstance(record, Problem) else note_of(record)
        if note is None:
            untitled.append(place)
            continue
        titled = titled or isinstance(note, Note)
        yield note
    if untitled and not titled and len(untitled) > 1:
        yield Problem(untitled[0], f"none of {len(untitled):,} records has a title", MEND)
    else:
        yield from (Problem(place, "has no title", MEND) for place in untitled)


def note_of(record: Record) -> Note | None:
    """The note that a record holds, or None where it has no title."""
    fields = _by_field(record)
    title, text = values.text(fields.get("title")), values.text(fields.get("text"))
    if not title.strip():
        return None
    url, doi, given = fields.get("url"), fields.get("doi"), fields.get("id")
    year = values.year(fields.get("year"))
    venue = edition(values.text(fields.get("venue")), year)
    return Note(
        id=given if isinstance(given, str | int) else note_id(venue, title, text),
        title=title,
        text=text,
        venue=venue,
        area=values.text(fields.get("area")) or None,
        url=values.url(url),
        arxiv=values.arxiv(fields.get("arxiv"), alone=True) or values.arxiv(url) or values.arxiv(doi),
        keywords=values.several(fields.get("keywords")),
        doi=values.doi(doi) or values.doi(url, linked=True),
        code=values.url(fields.get("code")),
        authors=values.people(fields.get("authors")),
        year=year,
        rating=values.rating(fields.get("rating")),
        aliases=values.several(fields.get("aliases")),
    )


def _by_field(record: Record) -> dict[str, object]:
    """What a record holds by the field of a note that it is for."""
    held: dict[str, object] = {}
    parts = [part for name in _PARTS if isinstance(part := record.get(name), dict)]
    for name, value in chain(record.items(), *(part.items() for part in parts)):
        if isinstance(value, dict):
            value = value.get("value", value)
        if value not in (None, "", [], {}):
            held.setdefault(folded(name), value)
    chosen = {field: next((name for name in names if name in held), None) for field, names in _NAMES.items()}
    return {field: held[name] for field, name in chosen.items() if name is not None}
