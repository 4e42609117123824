"""Figures in running text: ratios, percentages, points, times, ranges, bare decimals, and bounds.

Works on strings; gives character spans of the value as written ("up to" and "about" left out).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.tagging.bounds import MAY_HOLD_BOUNDS, bounds, is_bound
from kg.tagging.cues import any_of, words_of

MAY_HOLD_FIGURES = re.compile(rf"\d|{MAY_HOLD_BOUNDS}")

_SIGN = r"[+\-−]?"
_NUMBER = r"(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
_TIMES = (
    r"(?:×|[xX]\b(?! ?\d)|\\\(\\times\\\)|\$\\times\$|\\times\b|-?times\b|-?fold\b"
    rf"|{any_of('figure.times')})"
)
_UNIT = rf"(?:\s?(?:\\?%|percent\b|{_TIMES}))"
FIGURE = rf"\d{_UNIT}"  # what each figure with a unit has, and is soon found
VALUE = rf"[+\-−]?{_NUMBER}{_UNIT}"
_ALONE = r"(?<![\w./×^_{-])(?<![\w.],)"  # no number begins within a name, a date or a formula
_MEASURED = "|".join(sorted(map(re.escape, words_of("figure.measured")), key=len, reverse=True))
_MEASURED_IN = re.compile(rf"(?:{_MEASURED})$")
_RATES = ("FPS", "fps", "frames per second")  # they name what they measure
_TAIL = (
    rf"(?:{_UNIT}(?!\w)(?:\spoints\b)?|\s(?:{any_of('figure.before_points')} )?{any_of('figure.points')}"
    rf"|\s?{any_of('figure.points_joined')}"
    rf"|\s?(?:{_MEASURED})\b(?!\sof\b)|(?=\s(?:{any_of('figure.scale')}|[A-Z][\w@-]* points?\b)))"
)
_FIGURE = re.compile(
    rf"{_ALONE}(?:{_SIGN}{_NUMBER}{_UNIT}?(?:(?:\s?(?:[-–—~∼→]|->)\s?{_SIGN}|\sto\s){_NUMBER})?{_TAIL}"
    rf"|\+{_NUMBER}(?![\w%×])|(?<=\bby a )factor of {_NUMBER}(?!{_UNIT}|[\w%×–-]|\s(?:to|\d)))"
)
_BETWEEN = re.compile(rf"\b[Bb]etween\s(?P<value>{_NUMBER}{_UNIT}?\sand\s{_NUMBER}{_TAIL})")
_DECIMAL = r"\d*\.\d+(?![\w%×\\]|\.\d)"
_HAS_DECIMAL = re.compile(r"\.\d")  # which most sentences with a figure have not
COURSE_JOINED = rf"\s?(?:{any_of('figure.course_joined')}\s?)+"
_LEVEL = re.compile(
    rf"(?:(?<!\b\w )[=≈]|{any_of('figure.before_level')})\s+(?:an? )?(?:average (?:of )?)?"
    rf"(?:(?:just|only|about|around) )?(?P<value>{_DECIMAL})(?![\s-]?{any_of('figure.amount')})"
)
_DIFFERENCE = re.compile(rf"{_ALONE}(?P<value>{_DECIMAL})\s(?:points?\s)?{any_of('figure.comparative')}")
_BEFORE_METRIC = re.compile(rf"{_ALONE}(?P<value>{_SIGN}\d*\.\d+)\s(?:[\w-]+\s)?$")
_BEHIND_METRIC = re.compile(
    rf"(?: scores?)?(?: \([^()\d]*\))?(?:\s?[(:=]\s?|,?\s|{COURSE_JOINED})"
    rf"(?:{any_of('figure.before_level', 'figure.course', 'figure.hedge')}\s)*(?P<value>{_DECIMAL})"
)
_LISTED = re.compile(rf"(?<![\w.])(?P<value>{_SIGN}\d*\.\d+)(?:,? and |,? or |, |\s?/\s?)$")
_LISTED_ON = re.compile(rf"(?:,? and |,? or |, |\s?/\s?)(?P<value>{_DECIMAL})(?![\s-]?{any_of('figure.amount')})")
_SETTING = re.compile(
    rf"\s*(?:of (?:the |its |their )?(?:\w+[ -]){{0,2}}?|(?:{any_of('figure.before_setting')} )?)"
    rf"{any_of('figure.setting')}|(?<=[x×s])\s(?:the|its|their|as many)\b",
    re.IGNORECASE,
)
_SETTING_BEFORE = re.compile(rf"\b{any_of('figure.set')} (?:(?:on|with|by|to|at) )?(?:{any_of('figure.hedge')} )*$")
_MANIFOLD = re.compile(rf"×|[xX]$|times|fold|factor|{any_of('figure.times')}")
_POINTS = re.compile(rf"\s(?:\w+ )?(?:points?|pp)\b|{any_of('figure.points_joined')}")
_JOINED = re.compile(r",? (?:and|or) |, ")
_EARLIER = re.compile(rf"{any_of('figure.earlier')}[^,;.()]{{0,30}} (?:of|at|with) $")
_AGAINST = re.compile(
    r"(?:\b[Vv]s\.?|\bversus|\bcompared (?:to|with)|\bagainst|(?<!more )(?<!less )(?<!fewer )\bthan|'s|’s"
    rf"|{any_of('figure.of_others_joined')})\s*$"
)
_FROM = re.compile(rf"(?:\bfrom\s+(?:about |around |approximately )?|{any_of('figure.from_joined')}\s?)$")
_TO = re.compile(rf"(?:(?: [\w-]+)? to (?:{any_of('figure.hedge')} )*|{COURSE_JOINED})\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: where it stands, how it is written, and its unit (`%`, `×`, `points`, one as written, or none).

    `measure` is what it measures, where the form of the figure tells. `is_bound` says that it is one ("O(n)").
    """

    start: int
    end: int
    text: str
    unit: str | None
    measure: str | None = None
    is_bound: bool = False


def quantities(text: str, start: int, end: int, metrics: Sequence[tuple[int, int]] = ()) -> Iterator[Quantity]:
    """Yield the figures between two offsets that can be an outcome, in the order of the text.

    A decimal without a unit counts where it tells a level ("of 12.18"), a difference ("0.8 higher") or stands
    beside one of the `metrics`. Left out: settings ("1% of the data"), the first figure of "from 52% F1 to 65%",
    and the compared side of "35.3% vs. 24.7%".
    """
    spans = _spans(text, start, end, metrics)
    numbers = {a: b for a, b in spans.items() if not is_bound(text[a:b])}
    settings = _settings(text, start, end, numbers)
    last = start
    for a, b in sorted(spans.items()):
        if a not in settings and not _of_others(text, start, end, last, (a, b)):
            yield Quantity(a, b, text[a:b].strip(), *_unit(text[a:b], text[b : b + 22]), is_bound=a not in numbers)
        last = b


def _spans(text: str, start: int, end: int, metrics: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Where figures begin and end; those listed with one without saying what they are ("1.2, 3.4 and 5.6 BLEU") too."""
    spans: dict[int, int] = {}
    for a, b in _places(text, start, end, metrics):
        if not any(one < b and a < other for one, other in spans.items()):
            spans[a] = b
    for a, b in list(spans.items()):
        while listed := text[b - 1].isdigit() and _LISTED_ON.match(text, b, end):
            spans.setdefault(listed.start("value"), b := listed.end("value"))
        while listed := _LISTED.search(text, max(start, a - 16), a):
            a = listed.start("value")
            spans.setdefault(a, listed.end("value"))
    return spans


def _of_others(text: str, start: int, end: int, last: int, span: tuple[int, int]) -> bool:
    """Whether a figure is the one a claim is compared with; `last` is where the figure before it ends."""
    a, b = span
    if _FROM.search(text, max(start, a - 22), a) and _TO.match(text, b, end):
        return True
    if _EARLIER.search(text, max(start, a - 50), a):
        return True
    if last == start or text[a] in "+-−":
        return False
    return text[last:a].strip() == "(" or bool(_AGAINST.search(text, max(start, a - 20), a))


def _settings(text: str, start: int, end: int, spans: dict[int, int]) -> set[int]:
    """Where the figures begin that tell how something was set up; figures listed together share what they are of."""
    found: set[int] = set()
    behind = end
    for a, b in sorted(spans.items(), reverse=True):
        of_setting = _SETTING.match(text, b, end) or _SETTING_BEFORE.search(text, max(start, a - 40), a)
        if of_setting or (behind in found and _JOINED.fullmatch(text, b, behind)):
            found.add(a)
        behind = a
    return found


def _places(text: str, start: int, end: int, metrics: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where figures stand: ranges, bounds, those with a unit, and decimals without."""
    for match in _BETWEEN.finditer(text, start, end):
        yield match.span("value")
    yield from bounds(text, start, end)
    for match in _FIGURE.finditer(text, start, end):
        yield match.span()
    for pattern in (_LEVEL, _DIFFERENCE) if _HAS_DECIMAL.search(text, start, end) else ():
        for match in pattern.finditer(text, start, end):
            yield match.span("value")
    for first, last in metrics:
        for near in (_BEFORE_METRIC.search(text, max(start, first - 24), first), _BEHIND_METRIC.match(text, last, end)):
            if near:
                yield near.span("value")


def _unit(value: str, after: str) -> tuple[str | None, str | None]:
    """The unit of a figure, and what it measures where the unit tells."""
    if "%" in value or "percent" in value:
        return "%", None
    if _MANIFOLD.search(value):
        return "×", None
    if _POINTS.search(value + after):
        return "points", None
    written = _MEASURED_IN.search(value)
    if written is None:
        return None, None
    return written.group(), written.group() if written.group() in _RATES else None
