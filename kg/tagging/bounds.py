"""Bounds as theory papers state them, with TeX and without ("O(n log n) time"), and what they bound."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.tagging.cues import any_of
from kg.tagging.shapes import Place

_DRESS = r"(?:\\(?:tilde|widetilde|hat|widehat|bar|mathcal|mathrm|text|cal|left|big|Big)\b|[{}\s^*])*"
_ORDER = rf"{_DRESS}(?:[OÕØΘΩ]|\\(?:calO|Theta|Omega)\b){_DRESS}"
_BRACKETS = r"\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)"
_BOUND = re.compile(
    rf"\$\$?{_ORDER}\([^$]{{0,300}}\$\$?|\\\({_ORDER}\((?:(?!\\\)).){{0,300}}\)\s*\\\)"
    rf"|(?<![\w\\{{$^+-])(?<![-+] )[OÕΘΩ](?:\^?\*)?(?: (?!\(\w{{3}}))?(?!\([2-9]\)){_BRACKETS}"  # O(3) is a group
)
MAY_HOLD_BOUNDS = r"[OÕØΘΩ](?:\W|\\left|\\big|\\Big){0,6}\(|\\(?:calO|Theta|Omega)\b"  # which few sentences do
_BOUNDED = re.compile(any_of("figure.bounded"), re.IGNORECASE)
_BOUNDED_BEHIND = re.compile(
    rf"\s(?:(?!(?:and|or|with|at|in|of|for|is|are|while|the|an?)\b)[\w-]+ ){{0,2}}(?P<noun>{any_of('figure.bounded')})"
)
_OF_OTHERS = re.compile(
    rf"(?:{any_of('figure.earlier', 'figure.improved')}[^,;.]*|\bfrom (?:[\w-]+ ){{0,2}})$", re.IGNORECASE
)
_BEFORE, _OTHERS = 70, 60  # characters before a bound that are looked at


def bounds(text: str, start: int, end: int) -> Iterator[Place]:
    """Where bounds stand between two offsets, with the signs that set them off as formulas."""
    for match in _BOUND.finditer(text, start, end):
        if text.count("$", start, match.start()) % 2 == 0:  # no sign that closes a formula opens one
            yield match.span()


def is_bound(figure: str) -> bool:
    """Whether a figure is a bound."""
    return bool(_BOUND.fullmatch(figure))


def bounded(text: str, start: int, first: int, last: int) -> Place | None:
    """Where the noun stands for what is bounded between two offsets, in a sentence from `start` on.

    It is right behind, or else before. None without such a noun, or for a bound of others, which the work improves on.
    """
    if _OF_OTHERS.search(text, max(start, first - _OTHERS), first):
        return None
    if behind := _BOUNDED_BEHIND.match(text, last):
        return behind.span("noun")
    before = list(_BOUNDED.finditer(text, max(start, first - _BEFORE), first))
    return before[-1].span() if before else None
