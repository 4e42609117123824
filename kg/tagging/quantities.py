"""Figures in running text: ratios, percentages, points, ranges, and bare decimals behind "of", "=", "from … to".

Works on strings; gives character spans of the value as written ("up to" and "about" left out).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.tagging.cues import any_of

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d*\.?\d+)"
_UNIT = r"(?:\s?(?:\\?%|×|x\b|X\b|\\\(\\times\\\)|\$\\times\$|\\times\b|-?times\b|-?fold\b))"
FIGURE = rf"\d{_UNIT}"  # what each figure with a unit has, and is soon found
VALUE = rf"[+\-−]?{_NUMBER}{_UNIT}"
_RANGE = re.compile(rf"(?<![\w.,/-]){_NUMBER}{_UNIT}?\s?[-–—]\s?{_NUMBER}{_UNIT}")
_WITH_UNIT = re.compile(rf"(?<![\w.,/×-])[+\-−]?{_NUMBER}{_UNIT}(?![\w])")
_POINTS = re.compile(
    rf"(?<![\w.,/-])[+\-−]?{_NUMBER}(?=[\s-](?:{any_of('figure.before_unit')} )?{any_of('figure.unit')})"
)
_SIGNED = re.compile(rf"(?<![\w.,/(-])\+{_NUMBER}(?![\w%×])")
_BARE = re.compile(
    rf"(?:=|≈|{any_of('figure.before_level')})\s+(?:an? )?(?:average (?:of )?)?(?:(?:just|only|about|around) )?"
    rf"(?P<value>\d*\.\d+)(?![\w%×\\]|\.\d|[\s-]?{any_of('figure.amount')})"
)
_SETTING = re.compile(
    rf"\s*(?:of (?:the )?(?:\w+[ -]){{0,2}}?|(?:{any_of('figure.before_setting')} )?){any_of('figure.setting')}",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:about |around |approximately )?$")
_TO = re.compile(r"\s+(?:up )?to\s")
_AGAINST = re.compile(r"(?:\bvs\.?|\bversus|\bcompared (?:to|with)|\bthan|'s|’s|\()\s*$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: where it stands, how it is written, and its unit (`%`, `×`, `points` or none)."""

    start: int
    end: int
    text: str
    unit: str | None


def quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield the figures between two offsets that can be an outcome, in the order of the text.

    Left out: settings ("1% of parameters"), the first figure of "from 52.3% to 65.3%", and the compared
    side of "35.3% vs. 24.7%".
    """
    spans: dict[int, int] = {}
    for pattern in (_RANGE, _WITH_UNIT, _POINTS, _SIGNED):
        for match in pattern.finditer(text, start, end):
            if not any(a < match.end() and match.start() < b for a, b in spans.items()):
                spans[match.start()] = match.end()
    for match in _BARE.finditer(text, start, end):
        if not any(a < match.end("value") and match.start("value") < b for a, b in spans.items()):
            spans[match.start("value")] = match.end("value")
    for a, b in sorted(spans.items()):
        if _SETTING.match(text, b) or (_FROM.search(text[start:a]) and _TO.match(text, b, end)):
            continue
        if _AGAINST.search(text[max(start, a - 20) : a]) and any(other < a for other in spans):
            continue
        yield Quantity(a, b, text[a:b].strip(), _unit(text[a:b], text[b : b + 22]))


def _unit(value: str, after: str) -> str | None:
    if "%" in value:
        return "%"
    if re.search(r"×|[xX]$|times|fold", value):
        return "×"
    return "points" if re.match(r"[\s-](?:\w+ )?(?:points?|pp)\b", after) else None
