"""One entry of a list of papers: which of its words are the title, the authors, the venue, and what its links are.

`1) **Title** - what it is about`, `[Title](link), A. Name, B. Name. *ICLR 2025* [[Code](link)]`,
`- [2024/02] Title [[paper](link)]`, `(ICLR 2025) Title`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from kg.iri import venue_parts
from kg.sources import targets, venues
from kg.sources.blocks import Rich
from kg.sources.fields import Fields, edition, year_in
from kg.sources.prose import sentence_evidence
from kg.sources.words import folded, listed, meaning

_PICTOGRAMS = "\u200d\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_LEADING = re.compile(rf"\s*(?:(?:\d{{1,4}}\s?[).:]|[-*•·])\s+)?[\s{_PICTOGRAMS}]*")
_IN_FRONT = re.compile(
    r"\s*(?:[(（\[【]([^()（）\[\]【】]{2,40})[)）\]】]|(\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?))"
    rf"[\s:：.,{_PICTOGRAMS}-]*"
)
_BRACKETED = re.compile(r"[(（\[【]([^()（）\[\]【】\n]{2,80})[)）\]】]")
_DASH = re.compile(r"\s+[-–—]+\s+|\s{2,}|\n|[:：]\s(?=[A-Z][^:]{40})|\s(?=This (?:paper|work|study|survey)\s)")
_VENUE = re.compile(
    r"\b([A-Z][A-Za-z&]{1,14}(?: (?:Findings|Datasets|Main|Workshop))?"
    r"[-\s'’]{1,2}(?:(?:19|20)\d\d|(?<=['’])\d\d))(?![-\w])"
)
_QUOTED = re.compile(r"\s*[\"“]([^\"“”]{5,300})[\"”]")
_PERSON = re.compile(
    r"(?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|der|den|la|di|al|el|bin)(?:\s+(?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|der|den|la|di))*\Z"
)
_BADGE = re.compile(r"//img\.shields\.io/badge/([^/?#]{1,200})")
_EMPTY = re.compile(r"[(（\[【]\s*[,;/|·\s]*[)）\]】]")
_EDGE = " \t\n-–—:：,，.;；|/·*_"
_LONGEST = 20_000  # characters of an entry
_LONGEST_TITLE = 300
_SENTENCE = 1.0  # evidence of a text that is no subtitle written small
_DEEPEST = 3  # empty brackets in brackets


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as a list has it."""

    title: str
    text: str
    venue: str | None
    area: str | None
    url: str | None
    arxiv: str | None
    doi: str | None
    code: str | None
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    year: int | None


def entry(rich: Rich, columns: Mapping[str, Rich] | None = None) -> Entry | None:
    """The paper that a text is about, or None where it leads to none.

    `columns` are the other cells of a table's row, by what their header means.
    """
    columns = columns or {}
    if len(rich.text) > _LONGEST or not (rich.links or any(cell.links for cell in columns.values())):
        return None
    title_place, front = _title(rich)
    title = rich.text[title_place[0] : title_place[1]].strip(' *_"“”').rstrip(" .,:：-–—")
    if not title or len(title) > _LONGEST_TITLE or meaning("links", title) or not any(char.isalpha() for char in title):
        return None
    links = [(rich.words_of(link), link.target) for link in rich.links]
    for name, cell in columns.items():
        links += [(name if name in ("code", "paper") else cell.words_of(link), link.target) for link in cell.links]
    paper = _first(links, "paper")
    rest = _without_links(rich, title_place[1])
    fields = Fields({name: (cell,) for name, cell in columns.items()})
    venue = fields.first("venue") or _venue([front, rest, *_pictured([rich, *columns.values()])])
    if paper is None and (venue is None or not links):
        return None
    authors, text = (
        _authors(_plain(rest, venue)) if "authors" not in columns else (fields.listed("authors"), _plain(rest, venue))
    )
    stated = fields.first("summary")
    year = year_in(fields.first("year"))
    return Entry(
        title=title,
        text="\n".join(part for part in (text, stated) if part),
        venue=venues.edition(edition(venue) or "", year) if venue else None,
        area=fields.first("area"),
        url=None if paper is None or targets.arxiv(paper) else paper,
        arxiv=next((found for _, target in links if (found := targets.arxiv(target))), None),
        doi=next((found for _, target in links if (found := targets.doi(target))), None),
        code=_first(links, "code"),
        authors=authors,
        keywords=fields.listed("keywords"),
        year=year or year_in(front),
    )


def _title(rich: Rich) -> tuple[tuple[int, int], str]:
    """Where the title stands, and what stands before it in brackets or as a date."""
    leading = _LEADING.match(rich.text)
    start = leading.end() if leading else 0
    front = ""
    while (match := _IN_FRONT.match(rich.text, start)) and not any(
        link.start <= match.start(1) and not meaning("links", rich.words_of(link))
        for link in rich.links
        if link.end > match.start()
    ):
        front += f" {match[1] or match[2]}"
        start = match.end()
    for begin, end in rich.bold:
        if start <= begin <= start + 2 and rich.text[start:begin].strip('[( "“') == "":
            if edition(rich.text[begin:end]) and venue_parts(rich.text[begin:end].strip("[]() ")):
                front, start = (
                    f"{front} {rich.text[begin:end]}",
                    end + len(rich.text[end:]) - len(rich.text[end:].lstrip(_EDGE)),
                )
                continue
            return (begin, end), front
    for link in rich.links:
        if start <= link.start <= start + 2 and link.start < link.end and not meaning("links", rich.words_of(link)):
            return (link.start, link.end), front
    if quoted := _QUOTED.match(rich.text, start):
        return quoted.span(1), front
    first_link = next((link.start for link in rich.links if link.start > start), len(rich.text))
    dash = next((dash for dash in _DASH.finditer(rich.text, start, first_link) if _parts_title(dash, first_link)), None)
    end = dash.start() if dash else first_link
    bracket = _BRACKETED.search(rich.text, start, end)
    if bracket and _VENUE.search(bracket[0]):
        end = bracket.start()
    return (start, len(rich.text[:end].rstrip(" [(（【|"))), front


def _parts_title(dash: re.Match[str], end: int) -> bool:
    """Whether a dash or colon parts the title of an entry from a text; a colon may also open a subtitle."""
    behind = dash.string[dash.end() : min(end, dash.end() + _LONGEST_TITLE)].rstrip(" [(（【|")
    return dash[0][0] not in ":：" or sentence_evidence(behind) > _SENTENCE


def _first(links: list[tuple[str, str]], kind: str) -> str | None:
    """The first link to a paper, or to code: by where it leads, or else by what it is called."""
    leads = targets.is_paper if kind == "paper" else targets.is_code
    by_target = next((target for _, target in links if leads(target)), None)
    named = (target for words, target in links if meaning("links", words.strip("[]() ")) == kind)
    return by_target or next((target for target in named if targets.is_address(target)), None)


def _without_links(rich: Rich, start: int) -> str:
    """What follows the title, without links that are called after what they lead to ("[paper] [code]")."""
    kept = []
    at = start
    for link in rich.links:
        if link.start >= at and meaning("links", rich.words_of(link).strip("[]() ")):
            kept.append(rich.text[at : link.start])
            at = link.end
    return "".join([*kept, rich.text[at:]])


def _venue(spoken: list[str]) -> str | None:
    """The venue edition in the first of some texts that names one in brackets, alone, or behind a comma or stop."""
    for text in spoken:
        for part in [match[1] for match in _BRACKETED.finditer(text[:2000])] + re.split(r"[.,;|\n]", text[:2000]):
            words = part.strip(" *_[]()")
            match = _VENUE.match(words)
            named = match and folded(match[1].split()[0]) not in listed("months.names")
            if match and named and len(words) < 60 and (match.end() == len(words) or not words[match.end()].isalpha()):
                return match[1]
    return None


def _pictured(cells: Iterable[Rich]) -> Iterator[str]:
    """What pictures say: their descriptions, and of badges the words, which stand in their addresses."""
    for picture in (picture for cell in cells for picture in cell.pictures):
        badge = _BADGE.search(picture[:500])
        if badge:  # NeurIPS-2023-blue, Conference-ICML'24-blue
            words = unquote(badge[1]).replace("_", " ").split("-")[:-1]
            yield from (words[-1] if words else "", " ".join(words))
        elif not targets.is_address(picture):
            yield picture


def _plain(rest: str, venue: str | None) -> str:
    """What follows the title, without the venue and what is left of brackets."""
    if venue:
        rest = re.sub(rf"[(（\[【]?\s*{re.escape(venue)}\b[^()（）\[\]【】,.;|\n]{{0,30}}[)）\]】]?", "", rest, count=1)
    for _ in range(_DEEPEST):
        rest = _EMPTY.sub("", rest)
    lines = (re.sub(r"\s+([.,;])", r"\1", line).strip(" \t-–—:：,，;；|/·*_") for line in rest.split("\n"))
    return "\n".join(line for line in lines if line.strip(_EDGE)).removeprefix(". ").strip()


def _authors(text: str) -> tuple[tuple[str, ...], str]:
    """The authors that a text begins with, and what follows them."""
    first, stop, after = text.partition(". ")
    line, _, below = text.partition("\n")
    for names, rest in ((line, below), (first, after if stop else "")):
        people = [
            part.strip(" .*_")
            for part in re.split(r",|;| and | & ", names[:1000].removesuffix("et al.").removesuffix("et al"))
        ]
        people = [person for person in people if person]
        if (
            people
            and (len(people) > 1 or "et al" in names)
            and all(_PERSON.match(person) and len(person) < 40 for person in people)
        ):
            return tuple(people), rest.strip()
    return (), text
