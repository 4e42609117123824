"""A Markdown note that says little of what it is, as in an Obsidian vault, and the pages that hold no paper at all.

It is taken for a note on a paper where it names one: by front matter, by a link to a paper, or by what notes have and
documentation has not (wikilinks, tags, labels, the sections of a note). The documents of a project are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from kg.notes import Item, Problem
from kg.sources import fields, targets
from kg.sources.blocks import Block, Page
from kg.sources.pages import parse
from kg.sources.paperpage import complaint, note
from kg.sources.sections import section_meaning
from kg.sources.words import folded, listed, meaning

_FRONT = {"title", "authors", "venue", "year", "keywords", "aliases", "arxiv", "doi"}
_WIKILINK = re.compile(r"(?<!!)\[\[[^\[\]\n]{1,200}\]\](?!\()")
_TAG = re.compile(r"(?:^|\s)#[^\W\d_][\w/-]*(?=\s|$)")


def read(text: str, place: str) -> Iterator[Item]:
    """Yield the note that a page is, or the problem that it holds no paper."""
    page = parse(text)
    if page.complaint:
        yield complaint(page, place)
    if not page.blocks and not page.front:
        if not page.complaint:
            yield Problem(place, "holds no text", "remove it or put a note in it")
    elif _is_note(text, page, place):
        yield note(page, place)
    else:
        mend = "give the note front matter with a title, or a link to its paper (arXiv, DOI)"
        yield Problem(place, "holds no note on a paper and no list of papers", mend)


def _is_note(text: str, page: Page, place: str) -> bool:
    found = fields.find(page)
    if _FRONT & {meaning("fields", key) for key in page.front}:
        return True
    headings = [
        folded(block.content.text) for block in page.blocks if isinstance(block, Block) and block.kind == "heading"
    ]
    name = folded(PurePosixPath(place).stem)
    if name in listed("documents.names") or any(heading in listed("documents.sections") for heading in headings):
        return False
    return bool(
        len(found.values) > 1
        or len([heading for heading in headings[:50] if section_meaning(heading)]) > 1
        or _WIKILINK.search(text)
        or any(_TAG.search(block.content.text) for block in page.blocks if isinstance(block, Block))
        or any(
            targets.is_paper(address)
            for block in page.blocks
            if isinstance(block, Block)
            for address in targets.addresses(block.content)
        )
    )
