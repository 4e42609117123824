"""What is wrong with a query, in words: the parser says in which classes of characters it was disappointed."""

from __future__ import annotations

import re

_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)")
_SENTENCE = re.compile(r"\b[A-Z][a-z]+ [A-Za-z ]+")  # among what is expected there may stand what is wrong
_FIRST_WORD = re.compile(r"(?:\s|#[^\n]*\n)*([A-Za-z]\w*)")
_NEXT = re.compile(r"\s*(\w{1,40}|\S)")
_BEGINNINGS = {"BASE", "PREFIX", "SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def in_words(sparql: str, message: str) -> str:
    """The parser's message on a query as a line for people: where it went wrong, and at what.

    The parser looks ahead, so what it stumbles over at the end may stand before it.

    >>> in_words("ASK { ?s nw:year }", "error at 1:18: expected one of [_], a")
    'line 1, column 18: "}" does not fit here'
    """
    found = _PLACE.search(message)
    if not found:
        return message
    first = _FIRST_WORD.match(sparql)
    if first and first[1].upper() not in _BEGINNINGS:
        return f"a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with {first[1]}"
    line, column = int(found[1]), int(found[2])
    return f"line {line}, column {column}: {_wrong(_rest(sparql, line, column), found[3])}"


def _wrong(rest: str, expected: str) -> str:
    sentence = _SENTENCE.search(expected)
    if sentence:
        return sentence[0][0].lower() + sentence[0][1:]
    follows = _NEXT.match(rest)
    return f'"{follows[1]}" does not fit here' if follows else "something is missing or too much before the end"


def _rest(sparql: str, line: int, column: int) -> str:
    """What stands behind a place of a text; lines and columns count from 1."""
    first, *others = sparql.split("\n")[line - 1 :] or [""]
    return "\n".join([first[column - 1 :], *others])
