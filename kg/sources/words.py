"""The words of `words.toml`: what labels, sections, columns and links of pages on papers are called."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("words.toml")
_PICTOGRAMS = re.compile(r"^[^\w\[(<$]+|[\s:：*]+$")


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words listed under a name (`marks.none`), the longest first."""
    table, _, entry = name.partition(".")
    return tuple(sorted(_lists()[table][entry], key=lambda word: (-len(word), word)))


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """The pairs of words listed under a name (`marks.around`)."""
    table, _, entry = name.partition(".")
    return tuple((pair[0], pair[1]) for pair in _lists()[table][entry])


def folded(word: str) -> str:
    """A word without capitals, pictograms before it and a colon behind it."""
    return _PICTOGRAMS.sub("", word[:200]).casefold()


@cache
def _meanings(table: str) -> dict[str, str]:
    return {word: meaning for meaning, words in _lists()[table].items() for word in words}


def meaning(table: str, word: str) -> str | None:
    """What a word stands for among `fields`, `sections` or `links`, or None.

    >>> meaning("fields", "会议")
    'venue'
    """
    return _meanings(table).get(folded(word))
