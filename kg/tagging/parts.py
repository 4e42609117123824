"""What the sections of a note say of what is named in them: `own` work, or that of `others`.

A page on a paper tells in its method what the paper does, and in its background and related work what others did.
What headings are called stands in `cues.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kg.notes import Note
from kg.tagging.cues import words_of

Work = Literal["own", "others"]

_NUMBER = re.compile(r"[\W\d]*(?<!\w)")
_LISTS: dict[Work, str] = {"others": "heading.others", "own": "heading.own"}


@dataclass(frozen=True, slots=True)
class Part:
    """Characters of a note's document that speak of one sort of work, as their heading says."""

    start: int
    end: int
    work: Work


def parts_of(note: Note) -> tuple[Part, ...]:
    """The sections of a note whose headings tell; a section within another comes behind it."""
    text = len(note.title) + 1
    told = ((section, _work(section.heading)) for section in note.sections)
    return tuple(Part(text + section.start, text + section.end, work) for section, work in told if work)


@lru_cache(maxsize=1000)
def _work(heading: str) -> Work | None:
    """What a heading says; what goes on behind its words does not matter.

    >>> _work("3.1 Method overview"), _work("Results")
    ('own', None)
    """
    name = _NUMBER.sub("", heading.casefold(), count=1)
    return next((work for work, words in _LISTS.items() if name.startswith(tuple(words_of(words)))), None)
