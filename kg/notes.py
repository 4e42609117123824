"""What sources yield: notes on papers, what a listing page says of itself, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.iri import area_key, digest, slug


@dataclass(frozen=True, slots=True, order=True)
class Section:
    """A part of a note's text under a heading: the text's characters from `start` to before `end`."""

    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Table:
    """A table of a note: what stands over it (its caption or heading), its header cells, and its rows of plain cells.

    `best` names the cells written in bold, as (row, column), both from 0.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    best: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Related:
    """Another paper, or a method, that a note names as related work.

    `name` is what it is called there. `link` is where the note links to: the place of another note as its source knows
    it (`docs/ACL2025/llm_nlp/x.md`), an arXiv id (`arxiv:2401.00001`), a DOI (`doi:…`) or a URL. `compared` says that
    the note sets its paper against it.
    """

    name: str
    link: str | None = None
    compared: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A paper's title and a text about it, as one source has it.

    `id` is the source's own where it has one, otherwise made of venue, title and text. `text` may be empty; it begins
    with the summary, and where the source has sections they follow, told by `sections`. `place` is the file, or the
    address of the page, the note is alone in, for notes that link to one another. `source` is the URL it was read from.
    """

    id: str | int
    title: str
    text: str
    venue: str | None = None
    area: str | None = None
    url: str | None = None
    arxiv: str | None = None
    keywords: tuple[str, ...] = ()
    doi: str | None = None
    code: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    rating: str | None = None
    aliases: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    related: tuple[Related, ...] = ()
    place: str | None = None
    source: str | None = None

    @property
    def document(self) -> str:
        """Title and text as one string; mention offsets count characters of this."""
        return f"{self.title}\n{self.text}"

    @property
    def paper(self) -> str:
        """What the note by itself would call its paper: `paper/<slug of title>`; `kg.facts.papers` sees all notes."""
        return f"paper/{slug(self.title)}"

    @property
    def key(self) -> str:
        """The local name of the note itself, a function of its content: where it has no text, of its identifier."""
        content = self.text or self.arxiv or self.doi or ""
        return f"note/{slug(self.title)}.{digest(self.venue or '', self.title, content)}"


def note_id(venue: str | None, title: str, text: str) -> str:
    """An id for a note whose source gives none."""
    return "/".join([*([slug(venue)] if venue else []), slug(title), digest(venue or "", title, text)])


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """A name and how many papers a listing page counts for it."""

    name: str
    papers: int


@dataclass(frozen=True, slots=True, order=True)
class Listing:
    """What a listing page states besides its notes: its venue, area, and counts of venues and topics.

    `source` is the URL it was read from.
    """

    venue: str | None
    area: str | None
    stated_notes: int | None
    other_venues: tuple[Count, ...] = ()
    topics: tuple[Count, ...] = ()
    source: str | None = None

    @property
    def key(self) -> str:
        """The local name of the page, a function of what it states."""
        content = repr((self.stated_notes, self.other_venues, self.topics))
        area = area_key(self.area or "unknown").removeprefix("area/")
        return f"listing/{slug(self.venue or 'unknown')}.{area}.{digest(content)}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something a reader of the build should know: where, what, and how to mend it."""

    place: str
    what: str
    mend: str
    kind: Literal["skipped", "warning"] = "skipped"

    def __str__(self) -> str:
        return f"{self.place}: {self.what}; {self.mend}"


@dataclass(frozen=True, slots=True, order=True)
class Aside:
    """A file that holds no note and is not meant to: a page of an export on a method or model, a template."""

    place: str


Item = Note | Listing | Problem | Aside
