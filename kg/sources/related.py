"""Other papers and methods that a page names: "vs. SnapKV/H2O", and links to notes, arXiv and DOIs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

from kg.notes import Related
from kg.sources import targets
from kg.sources.blocks import Block, Grid, Link, Rich
from kg.sources.sections import section_meaning
from kg.sources.words import listed, pairs

_END = re.compile(r"[:：\n]| [-–—] ")
_PARENTHESIS = re.compile(r"\s*[(（]([^()（）]*)[)）]")
_CITATION = re.compile(r"^\S[^()（）]*? et al\.?+,?+\s*+(?:[(（]\d{4}[)）]\s*+)?+(?=[^\s(（])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LIST = re.compile(r"[A-Z][\w+-]+ ?(?:[,，、/]|等)")
_YEAR = re.compile(r"\d{4}")
_LONGEST = 120  # characters of what is set against the paper
_LONGEST_NAME = 80


def find(blocks: Sequence[Block | Grid], place: str, own: str | None) -> tuple[Related, ...]:
    """All that a page names as related, in its order, each once; `own` is the link of the page's own paper."""
    found: dict[tuple[str, str | None], bool] = {}
    for one in _named(blocks, place):
        if one.link is None or one.link != own:
            found[one.name, one.link] = found.get((one.name, one.link), False) or one.compared
    return tuple(Related(name, link, compared) for (name, link), compared in found.items())


def _named(blocks: Sequence[Block | Grid], place: str) -> Iterator[Related]:
    meant = None
    for block in blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                for cell in row:
                    yield from _linked(cell, cell.links, place)
        elif block.kind == "heading":
            meant = section_meaning(block.content.text)
            yield from _linked(block.content, block.content.links, place)
        elif meant != "rating":
            yield from _in_block(block, place, related=meant == "related")


def _in_block(block: Block, place: str, *, related: bool) -> Iterator[Related]:
    """What a paragraph or item names: what it begins with, set against the paper or not, then its links."""
    rich = block.content
    lead = _against(rich)
    compared = lead is not None
    if lead is None and related and block.kind == "item":
        lead = _bold_lead(rich)
        if lead and _CHINESE.search(rich.text, *lead):
            lead = None  # a remark rather than a name
    links = list(rich.links)
    if lead:
        start, end = lead
        inside = [link for link in links if start <= link.start and link.end <= end]
        if inside:
            links = [link for link in links if link not in inside]
            for one in _linked(rich, inside, place):
                yield Related(one.name, one.link, compared)
        else:
            for name in names(rich.text[start:end]):
                yield Related(name, None, compared)
    yield from _linked(rich, links, place)


def _against(rich: Rich) -> tuple[int, int] | None:
    """Where the names stand that a text which begins "vs. …" sets its paper against."""
    low = rich.text[: 2 * _LONGEST].casefold()
    word = next(
        (word for word in listed("marks.against") if low.startswith(word) and not low[len(word) :][:1].isalpha()), ""
    )
    if word:
        end = _end(rich, len(word))
        return (len(word), end) if end else None
    if not rich.bold or rich.bold[0][0] > 0:
        return None
    bold_end = rich.bold[0][1]
    for before, behind in pairs("marks.around"):
        if low.startswith(before):
            end = low.find(behind, len(before), bold_end) if behind else bold_end
            if end > len(before):
                return len(before), end
    return None


def _end(rich: Rich, start: int) -> int | None:
    """Where the names end: at a colon or dash, or else where the bold words do."""
    match = _END.search(rich.text, start, start + _LONGEST)
    if match:
        return match.start()
    return next((end for begin, end in rich.bold[:1] if begin <= start + 2 < end <= start + _LONGEST), None)


def _bold_lead(rich: Rich) -> tuple[int, int] | None:
    """The bold words that an item begins with, if a colon or dash follows them."""
    if rich.bold and rich.bold[0][0] == 0 and rich.bold[0][1] <= _LONGEST:
        end = rich.bold[0][1]
        if rich.text[:end].rstrip().endswith((":", "：")) or _END.match(rich.text, end):
            return 0, end
    return None


def names(text: str) -> Iterator[str]:
    """The names in "SnapKV/H2O (2024)", without parentheses; a description gives way to the names it holds.

    >>> list(names("Medusa/EAGLE"))
    ['Medusa', 'EAGLE']
    """
    text = text.strip(" :：*")
    text = _CITATION.sub("", text)
    inner = _PARENTHESIS.search(text)
    if inner and not text.startswith(inner[0]):
        outer = _PARENTHESIS.sub("", text)
        named = _CHINESE.search(outer) and _LIST.search(inner[1]) and not _YEAR.search(inner[1])
        text = inner[1] if named else text if " et al" in outer else outer
    for mark in listed("marks.between"):
        text = text.replace(mark, "\n")
    for part in text.split("\n")[:10]:
        name = part.strip(" .:：*,")
        for word in listed("marks.behind"):
            at = name.find(word)
            name = name[:at].strip() if at > 0 and word != "et al" else name
        if any(char.isalpha() for char in name) and len(name) <= _LONGEST_NAME:
            yield name


def _linked(rich: Rich, links: Iterable[Link], place: str) -> Iterator[Related]:
    """The links that lead to other notes and papers."""
    for link in links:
        name = rich.words_of(link).strip() or link.target
        arxiv, doi = targets.arxiv(link.target), targets.doi(link.target)
        if arxiv or doi:
            yield Related(name, f"arxiv:{arxiv}" if arxiv else f"doi:{doi}")
        elif leads := _leads_to_note(link.target, place):
            bare = name == unquote(link.target)  # [[folder/Note#part]], without a name of its own
            yield Related(PurePosixPath(leads[0] or name).name if bare else name, leads[0])


def _leads_to_note(target: str, place: str) -> tuple[str | None] | None:
    """The place of the note that a link leads to, alone in a tuple; None is the place of one above the folder read."""
    found = targets.note_at(place, target)
    if found:
        return None if found == place else (found,)
    return (None,) if target.split("#")[0].endswith((".md", ".markdown")) and not targets.is_address(target) else None
