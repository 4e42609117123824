"""The words of `cues.toml` as regular expressions, for the grammars of this package to be built from."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from kg.tagging.scripts import is_unlettered, without_letters

_FILE = Path(__file__).with_name("cues.toml")


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def words_of(name: str) -> frozenset[str]:
    """The words listed under a name, as they stand there."""
    section, _, entry = name.partition(".")
    return frozenset(_lists()[section][entry])


@cache
def any_of(*names: str) -> str:
    """An alternation of the words listed under one or several names (`role.comparing`), the longest first.

    The pattern stands for whole words and has no group that captures; words of scripts without blanks are found as
    `without_letters` writes them, wherever they stand.
    """
    words = frozenset[str]().union(*map(words_of, names))
    return rf"(?:{'|'.join(_pattern(word) for word in sorted(words, key=lambda word: (-len(word), word)))})"


def _pattern(word: str) -> str:
    word = without_letters(word)
    pattern = re.escape(word.rstrip("*")).replace(r"\ ", r"\s+")
    ending = r"\w*" if word.endswith("*") else ""
    boundary = r"\b" if ending or word[-1].isalnum() else ""
    opening = "" if is_unlettered(word) else r"\b"
    return f"{opening}{pattern}{ending}{boundary}"
