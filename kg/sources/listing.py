"""Listing pages saved as text: an area, a venue edition, counts, then a title and a summary for each paper.

The same page comes in several hands: with or without blank lines, with headings that end in a pilcrow,
with titles behind `- ` and summaries after a lone `-`. What stands over the papers is read here for pages with
links as well (`linkedlisting.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.iri import venue_parts
from kg.notes import Count, Item, Listing, Note, Problem, note_id
from kg.sources.prose import split_titles

_MARKS = re.compile(r"(?:#{1,6}\s+)?[^\w\s\"'“‘(\[\\$-]*\s*")
_EDITION = re.compile(
    r"(?P<venue>\w[^·|]*)[·|]\s*(?:共\s*)?(?P<count>\d[\d,]{0,11})"
    r"(?:\s+(?:\w+\s+)?(?:notes?|papers?)\b|\s*篇(?:\w*笔记)?)",
    re.IGNORECASE,
)
_LONGEST_HEAD = 2000  # characters of a line over the papers
_VENUE_COUNT = re.compile(r"(?P<name>.+)\((?P<count>\d[\d,]{0,11})\)")
_TOPIC_COUNT = re.compile(r"(?P<name>.+)\s[×x]\s?(?P<count>\d[\d,]{0,11})")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something, and whether a blank line stands before it."""

    number: int
    text: str
    after_blank: bool = True


def read(text: str, place: str) -> Iterator[Item]:
    """Yield the page's listing and its notes; a page that is no listing yields a problem."""
    lines = _lines(text)
    top = head(lines)
    if top is None:
        mend = "a line such as 'ACL2026 · 59 paper notes' is expected below the heading"
        yield Problem(f"{place}:1", "is not a listing page", mend)
        return
    listing, body_at, number = top
    yield listing
    venue, area, stated = listing.venue, listing.area, listing.stated_notes or 0

    found = 0
    for title, summary in _papers(lines[body_at:], stated):
        found += 1
        yield Note(note_id(venue, title, summary), title, summary, venue, area)
    if found != stated:
        yield miscounted(f"{place}:{number}", stated, found)


def recognises(text: str) -> bool:
    """Whether a text is a listing page: one of its lines names a venue edition and counts its notes."""
    return any(map(_edition, text.split("\n")))


def head(lines: list[Line]) -> tuple[Listing, int, int] | None:
    """What a page states of itself, at which of its lines the papers begin, and the number of the line with the count.

    None where no line names a venue edition and counts its notes.
    """
    at, edition = next(
        ((at, match) for at, line in enumerate(lines) if (match := _edition(line.text))),
        (0, None),
    )
    if edition is None:
        return None
    area = (bare(lines[at - 1].text) or None) if at else None
    body_at, other_venues, topics = _counts(lines, at + 1)
    listing = Listing(edition["venue"].strip(), area, _number(edition["count"]), other_venues, topics)
    return listing, body_at, lines[at].number


def _edition(line: str) -> re.Match[str] | None:
    return _EDITION.fullmatch(bare(line)) if len(line) < _LONGEST_HEAD else None


def miscounted(place: str, stated: int, found: int) -> Problem:
    """The warning that a page holds other than the notes it states."""
    what = f"the heading states {stated} notes, {found} were read"
    return Problem(place, what, "check that the page was saved whole", kind="warning")


def _lines(text: str) -> list[Line]:
    """The lines that hold something, each knowing whether a blank line stands before it."""
    lines = []
    blank = True
    for number, raw in enumerate(text.split("\n"), start=1):
        stripped = raw.strip()
        if stripped:
            lines.append(Line(number, stripped, blank))
        blank = not stripped
    return lines


def bare(text: str) -> str:
    """A heading or label without its pictogram, heading marks and pilcrow."""
    text = text.removeprefix("- ").strip().removesuffix("¶")
    return _MARKS.sub("", text, count=1).strip() if _MARKS.match(text) else text.strip()


def _number(digits: str) -> int:
    return int(digits.replace(",", ""))


def _counts(lines: list[Line], at: int) -> tuple[int, tuple[Count, ...], tuple[Count, ...]]:
    """Read the lines of counts below the heading; give back where the papers begin, venues and topics.

    Such a line is known by its form: an optional label with a colon, then items parted by a dot, each a
    name with a figure. A label alone on its line is followed by its items.
    """
    found: dict[re.Pattern[str], tuple[Count, ...]] = {_VENUE_COUNT: (), _TOPIC_COUNT: ()}
    while at < len(lines) and len(lines[at].text) < _LONGEST_HEAD:
        text = bare(lines[at].text)
        if text.endswith((":", "：")) or text == "-":
            at += 1  # a label whose items follow, or the lone dash between the two
            continue
        label, colon, rest = text.replace("：", ": ").partition(": ")
        items = [bare(item) for item in (rest if colon else label).split(" · ")]
        for pattern in found:
            matches = [pattern.fullmatch(item) for item in items]
            if all(matches) and (len(items) > 1 or (colon and _is_count_alone(pattern, matches[0]))):
                found[pattern] += tuple(Count(m["name"].strip(), _number(m["count"])) for m in matches if m)
                break
        else:
            break
        at += 1
    return at, found[_VENUE_COUNT], found[_TOPIC_COUNT]


def _is_count_alone(pattern: re.Pattern[str], match: re.Match[str] | None) -> bool:
    """Whether a single item is a count and not a title that happens to end like one ("… (2024)")."""
    return match is not None and (pattern is _TOPIC_COUNT or venue_parts(match["name"]) is not None)


def _papers(lines: list[Line], stated: int) -> Iterator[tuple[str, str]]:
    """Yield (title, summary) pairs; a paper without a summary has an empty one."""
    marked = any(line.text == "-" for line in lines)
    return _marked_papers(lines) if marked else _plain_papers(lines, stated)


def _marked_papers(lines: list[Line]) -> Iterator[tuple[str, str]]:
    """Papers whose titles stand behind `- ` and summaries after a lone `-`, over one line or several."""
    title: list[str] = []
    summary: list[str] = []
    part: list[str] = []  # what stands before the first title belongs to no paper
    for line in lines:
        if line.text.startswith("- "):
            if title:
                yield " ".join(title), " ".join(summary)
            title, summary = [_title(line.text)], []
            part = title
        elif line.text == "-":
            part = summary
        else:
            part.append(line.text)
    if title:
        yield " ".join(title), " ".join(summary)


def _plain_papers(lines: list[Line], stated: int) -> Iterator[tuple[str, str]]:
    """Papers without any marks: titles are told from summaries by how they read."""
    is_title = split_titles([(line.text, line.after_blank) for line in lines], stated)
    title: str | None = None
    summary: list[str] = []
    for line, starts_paper in zip(lines, is_title, strict=True):
        if starts_paper:
            if title is not None:
                yield title, " ".join(summary)
            title, summary = _title(line.text), []
        else:
            summary.append(line.text)
    if title is not None:
        yield title, " ".join(summary)


def _title(text: str) -> str:
    return re.sub(r"^#{1,6}\s+", "", text.removeprefix("- ").removesuffix("¶").strip())
