"""CSV and TSV: a row a paper, under a header whose names `kg.sources.records` lists.

The header tells what stands between the cells, be it comma, tab, semicolon or bar, and which quotes are around them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import product

from kg.notes import Item, Problem
from kg.sources.records import FIELDS, Record, field_of, notes

_FORMS = tuple(product((",", "\t", ";", "|"), ('"', "'")))
_HEADER = 10_000  # characters within which the header ends


def read(text: str, place: str) -> Iterator[Item]:
    """Yield a note for each row; a row that doesn't fit the header yields a problem that names its line."""
    separator, quote = max(_FORMS, key=lambda form: len(_fields(text[:_HEADER], *form)))
    if "title" in _fields(text[:_HEADER], separator, quote):
        yield from notes(_rows(text, place, separator, quote))
    else:
        mend = f"name one of its columns {', '.join(FIELDS['title'][:-1])} or {FIELDS['title'][-1]}"
        yield Problem(f"{place}:1", "has no column for titles", mend)


def _fields(text: str, separator: str, quote: str) -> set[str]:
    """The fields that the header names, if it has this separator and these quotes."""
    try:
        _, header = next(_lines(text, separator, quote), (1, []))
    except csv.Error:
        return set()
    # A name that still has quotes was cut with the wrong ones.
    return {field for name in header if name[:1] not in ("'", '"') and (field := field_of(name))}


def _lines(text: str, separator: str, quote: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with the number of the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quotechar=quote, skipinitialspace=True)
    line = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield line, row
        line = reader.line_num + 1


def _rows(text: str, place: str, separator: str, quote: str) -> Iterator[tuple[str, Record | Problem]]:
    """The rows below the header by the names in it, each with its place."""
    lines = _lines(text, separator, quote)
    line, header = next(lines)
    try:
        for line, row in lines:
            at = f"{place}:{line}"
            if any(cell.strip() for cell in row[len(header) :]):
                what = f"has {len(row)} cells below {len(header)} headings"
                yield at, Problem(at, what, f"put quotes ({quote}) around cells that hold the separator")
            else:
                yield at, dict(zip(header, row, strict=False))
    except csv.Error as error:
        at = f"{place}:{line}"
        yield at, Problem(at, f"can't be read after this line ({error})", f"close the quotes ({quote}) that are open")
