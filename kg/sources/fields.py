"""What a page says of its paper in so many words: front matter and the labels over the text.

A label is a line such as `**Conference**: ACL 2025` or, without bold, `Authors: A. Name, B. Name`, or a row of a table
of two columns. What the labels are called stands in `words.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.iri import venue_parts
from kg.sources import targets
from kg.sources.blocks import Block, Grid, Page, Rich
from kg.sources.frontmatter import texts
from kg.sources.words import folded, listed, meaning

_COLON = re.compile(r"\s*(?:::|[:：])\s*")
_PLAIN = re.compile(r"^[^\S\n]*([^\n:：]{1,40}?)\s*(?:::|[:：])[^\S\n]*", re.MULTILINE)
_EDITION = re.compile(r"([A-Za-z][\w&.+/ -]{0,40}?)[\s'’_-]{0,3}((?:19|20)\d\d|(?<=['’])\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ASIDE = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]")
_PARTS = re.compile(r"[,，、;；\n]")
_NAMES = re.compile(r"[,，、\n]|\band\b|&")
_BETWEEN_POINTERS = re.compile(r"[|·•,，;；\n]|\s[-–—]\s|\s{2,}")
_LONGEST_POINTERS = 500  # characters of a paragraph that does no more than point
_MOST = 50  # labels in one paragraph; more are no labels
_LONGEST = 5_000  # characters of a label's value that is a list


@dataclass(frozen=True, slots=True)
class Fields:
    """What a page states of its paper, by what the labels mean, and which of its blocks are made of labels."""

    values: dict[str, tuple[Rich, ...]] = field(default_factory=dict)
    blocks: frozenset[int] = frozenset()

    def first(self, name: str) -> str | None:
        """The text of a field, unless it says that there is none."""
        return next((rich.text for rich in self.values.get(name, ()) if _says(rich.text)), None)

    def listed(self, name: str) -> tuple[str, ...]:
        """The parts of a field that is a list, each once, without the marks of tags and wikilinks."""
        between = _NAMES if name == "authors" else _PARTS
        parts: dict[str, None] = {}
        for rich in self.values.get(name, ()):
            text = rich.text[:_LONGEST]
            marks = re.compile("[;；]") if name == "authors" and re.search("[;；]", text) else between
            for part in _parts(text, marks):
                bare = part.strip().strip("[]#*.").strip()
                if _says(bare):
                    parts[bare] = None
        return tuple(parts)

    def with_pointers(self, page: Page) -> Fields:
        """The same with what the paragraphs of a page say that do no more than point to its paper and code."""
        values = dict(self.values)
        taken = set(self.blocks)
        for at, block in _head(page):
            if isinstance(block, Block) and at not in taken:
                for name, rich in _pointers(block.content):
                    values[name] = (*values.get(name, ()), rich)
                    taken.add(at)
        return Fields(values, frozenset(taken))


def find(page: Page) -> Fields:
    """The fields of a page; those of its front matter come first."""
    values: dict[str, list[Rich]] = {}
    for key, value in page.front.items():
        name = meaning("fields", key)
        if name:
            values.setdefault(name, []).extend(Rich(text) for text in texts(value))
    taken = set()
    for at, block in _head(page):
        found = list(labels(block.content) if isinstance(block, Block) else _rows(block))
        if found:
            taken.add(at)
        for name, rich in found:
            values.setdefault(name, []).append(rich)
    return Fields({name: tuple(rich) for name, rich in values.items()}, frozenset(taken))


def _head(page: Page) -> Iterator[tuple[int, Block | Grid]]:
    """The paragraphs, items and tables before the first section."""
    for at, block in enumerate(page.blocks):
        if isinstance(block, Block) and block.kind == "heading":
            if block.level > 1:
                return
        else:
            yield at, block


def _rows(grid: Grid) -> Iterator[tuple[str, Rich]]:
    """The rows of a table of two columns, if each but the header has a label and its value."""
    rows = [row for row in (grid.header, *grid.rows) if row]
    if grid.rows and all(len(row) == 2 for row in rows) and all(meaning("fields", row[0].text) for row in grid.rows):
        for label, value in rows:
            name = meaning("fields", label.text)
            if name and folded(value.text) not in listed("marks.values"):
                yield name, value


def labels(rich: Rich) -> Iterator[tuple[str, Rich]]:
    """The labels of a paragraph that begins with one, each as what it means and its value."""
    places = list(_bold_labels(rich)) or list(_plain_labels(rich.text))
    if not places or places[0][0] > 3:
        return
    ends = [start for start, _, _ in places[1:]] + [len(rich.text)]
    for (_, begin, name), end in zip(places, ends, strict=True):
        value = rich.text[begin:end].rstrip(" \n\t/|·,;，；")
        yield name, rich.cut(begin, begin + len(value))


def _pointers(rich: Rich) -> Iterator[tuple[str, Rich]]:
    """Venue, paper and code of a paragraph that holds nothing else: `ACL 2025 | [paper](…) | https://github.com/…`."""
    if len(rich.text) > _LONGEST_POINTERS:
        return
    addresses = list(targets.addresses(rich))
    rest = rich.text
    for link in reversed(rich.links):
        if meaning("links", rich.words_of(link).strip("[]() ")):
            rest = f"{rest[: link.start]}|{rest[link.end :]}"
    for address in addresses:
        rest = rest.replace(address, "|")
    words = [part.strip(" ()[]:：*") for part in _BETWEEN_POINTERS.split(rest) if any(map(str.isalnum, part))]
    venues = [word for word in words if venue_parts(word)]
    if not addresses or any(word not in venues and not meaning("links", word) for word in words):
        return
    named = {"venue": venues, "url": filter(targets.is_paper, addresses), "code": filter(targets.is_code, addresses)}
    for name, found in named.items():
        yield from ((name, Rich(text)) for text in found)


def _bold_labels(rich: Rich) -> Iterator[tuple[int, int, str]]:
    """Labels in bold: where each begins, where its value begins, and what it means."""
    for start, end in rich.bold[:_MOST]:
        words = rich.text[start:end]
        colon = _COLON.match(rich.text, end)
        if colon or words.rstrip().endswith((":", "：")):
            name = meaning("fields", words)
            if name:
                yield start, colon.end() if colon else end, name


def _plain_labels(text: str) -> Iterator[tuple[int, int, str]]:
    for match in list(_PLAIN.finditer(text[: 2 * _LONGEST]))[:_MOST]:
        name = meaning("fields", match[1])
        if name:
            yield match.start(), match.end(), name


def _says(text: str) -> bool:
    """Whether a value is one, and does not say that there is none."""
    return bool(text) and _ASIDE.sub("", text[:200]).strip().casefold() not in listed("marks.none")


def _parts(text: str, between: re.Pattern[str]) -> Iterator[str]:
    """The parts of a list; what stands in parentheses is not taken apart."""
    start = depth = 0
    cuts = {match.start(): match.end() for match in between.finditer(text)}
    for at, char in enumerate(text):
        depth += (char in "(（") - (char in ")）")
        if at in cuts and depth <= 0:
            yield text[start:at]
            start = cuts[at]
    yield text[start:]


def edition(text: str) -> str | None:
    """A venue as its edition, without what is said of the paper's place in it.

    >>> edition("ACL 2025 (Long Paper)")
    'ACL 2025'
    """
    match = _EDITION.search(text[:200])
    if match:
        year = match[2] if len(match[2]) == 4 else f"20{match[2]}"
        return f"{match[1].strip()} {year}" if " " in match[0] or len(match[2]) == 2 else f"{match[1]}{year}"
    return _ASIDE.sub("", text[:200]).strip() or None


def venue_of_place(place: str) -> tuple[str | None, str | None]:
    """Venue and area as the folders of a page name them: `docs/ACL2025/model_compression/x.md`."""
    folders = place.split("/")[:-1]
    for at, folder in enumerate(folders):
        if len(folder) < 30 and venue_parts(folder):
            area = folders[at + 1].replace("_", " ") if at + 1 < len(folders) else None
            return folder, area
    return None, None


def year_in(text: str | None) -> int | None:
    """The first year that a text names."""
    match = _YEAR.search((text or "")[:200])
    return int(match[0]) if match else None


def identifiers(values: Iterable[Rich]) -> tuple[str | None, str | None]:
    """The arXiv id and the DOI that some values name or link to."""
    spoken = [text for rich in values for text in (*(link.target for link in rich.links), rich.text)]
    return (
        next((found for text in spoken if (found := targets.arxiv(text))), None),
        next((found for text in spoken if (found := targets.doi(text))), None),
    )


def own_title(text: str) -> str:
    """A title without what pages write before it ("[Paper Note] …")."""
    mark = next((mark for mark in listed("marks.title") if text.casefold().startswith(mark)), "")
    return text[len(mark) :].strip() if folded(text[len(mark) :]) else text
