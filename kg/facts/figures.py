"""Reading a figure as written into numbers and a unit: `65.73%-88.50%` is 65.73 to 88.50 percent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_MINUS = re.compile(r"(?:^|[-–—−])\s*[-−]$")
_COURSE = re.compile(r"\d\S* to |→|->")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, the upper end where a range is given, and the unit (`%`, `×` or none)."""

    value: Decimal
    max_value: Decimal | None
    unit: str | None


def parse(written: str) -> Figure | None:
    """The figure in a text such as `+4.7`, `.61×`, `8–11%`; None where it holds no number.

    Of a course ("52.3% to 65.3%") the value is where it ends; factors ("6x to 480x") make a range.

    >>> parse("65.73%-88.50%")
    Figure(value=Decimal('65.73'), max_value=Decimal('88.50'), unit='%')
    """
    numbers = [_signed(match) for match in _NUMBER.finditer(written)]
    if not numbers:
        return None
    if "%" in written:
        unit = "%"
    elif re.search(r"×|x$|X$|times|fold", written.strip()):
        unit = "×"
    else:
        unit = None
    if len(numbers) > 1 and unit != "×" and _COURSE.search(written):
        return Figure(numbers[1], None, unit)
    low, high = (numbers[0], None) if len(numbers) == 1 else sorted(numbers[:2])
    return Figure(low, high if high != low else None, unit)


def _signed(match: re.Match[str]) -> Decimal:
    """A number with its sign; a dash behind a figure or its unit joins a range and is no sign."""
    number = Decimal(match.group().replace(",", ""))
    return -number if _MINUS.search(match.string, 0, match.start()) else number
