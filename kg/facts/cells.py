"""What a cell of a result table holds: a figure, or several with "/" between them for a label of as many names."""

from __future__ import annotations

import re

from kg.facts import figures
from kg.facts.figures import Figure
from kg.facts.labels import plain, words

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+|(?<=\d))"
_UNIT = "|".join(re.escape(unit) for unit in sorted(words("units"), key=lambda unit: (-len(unit), unit)))
_MEASURED = re.compile(
    rf"(?:[~≈] ?)?(?P<value>[-−]?{_NUMBER} ?%?(?:[-–—]{_NUMBER})?) ?(?P<unit>{_UNIT})?"
    rf"(?: ?(?:±|\+/-) ?{_NUMBER} ?(?P<both>%)?)?(?: ?[↑↓+] ?{_NUMBER} ?%?)?"
    r"(?: ?[(（\[][^()（）\[\]]*[)）\]])?[ ↑↓†‡^]*"
)
_EMPTY = {"", "-", "–", "—", "/", "N/A", "n/a"}
_DIVIDED = (
    re.compile(r"(?<=[(（\[])[^()（）\[\]]*(?=[)）\]])"),  # Acc (val/test)
    re.compile(r"[^()（）\[\]]+ / [^()（）\[\]]+"),  # Exact Match / F1 (%)
    re.compile(r"(?!w/)[^\s()（）\[\]]+"),  # MMLU EM/F1
)


def is_empty(written: str) -> bool:
    """Whether a cell says that there is nothing to say."""
    return plain(written) in _EMPTY


def measured(written: str) -> tuple[Figure, str | None] | None:
    """The figure in a cell and its unit, or None where the cell holds anything else.

    What follows it in parentheses, behind ± or behind an arrow or a plus (a deviation, a gain) is left out; `+5.9` and
    `↑5.9` are gains themselves.

    >>> measured("**68.01** ± 0.4"), measured("—")
    ((Figure(value=Decimal('68.01'), max_value=None, unit=None), None), None)
    """
    match = _MEASURED.fullmatch(plain(written))
    if not match:
        return None
    unit = "×" if match["unit"] in ("x", "×") else match["unit"] or match["both"]
    figure = figures.parse(match["value"])
    return (figure, unit or figure.unit) if figure else None


def shares(written: str) -> tuple[str, ...]:
    """The figures of a cell that holds several; any other cell is one.

    >>> shares("72.5 / 82.5"), shares("27.3 tok/s")
    (('72.5', '82.5'), ('27.3 tok/s',))
    """
    text = plain(written)
    parts = tuple(part.strip() for part in text.split("/"))
    held = [measured(part) is not None for part in parts]
    several = any(held) and all(found or is_empty(part) for found, part in zip(held, parts, strict=True))
    return parts if several else (text,)


def divided(label: str, count: int) -> tuple[str, ...]:
    """What a label is for each figure of a cell, where it names so many things with "/" between them; else nothing.

    >>> divided("Acc (val/test)", 2), divided("Time (ms/token)", 2)
    (('Acc (val)', 'Acc (test)'), ())
    """
    for pattern in _DIVIDED:
        for match in pattern.finditer(label):
            parts = [part.strip() for part in match[0].split("/")]
            if not parts[0][:1].isdigit():  # P@1/5
                stem = parts[0].rstrip("0123456789.")
                parts = [stem + part if part[:1].isdigit() else part for part in parts]
            units = sum(part in words("units") for part in parts)
            if len(parts) == count and all(parts) and units in (0, count):
                before, behind = label[: match.start()], label[match.end() :]
                blank = " " if behind and match[0][-1] == " " else ""
                return tuple(f"{before}{part}{blank}{behind}" for part in parts)
    return ()
