"""JSON lines: one object a paper, with the fields that `kg.sources.records` lists."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.notes import Item, Problem
from kg.sources.records import Record, notes


def read(text: str, place: str) -> Iterator[Item]:
    """Yield a note for each line; a line that holds none yields a problem that names it."""
    lines = enumerate(text.split("\n"), start=1)
    return notes((f"{place}:{number}", _record(line, f"{place}:{number}")) for number, line in lines if line.strip())


def _record(line: str, place: str) -> Record | Problem:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return broken(error, place, "put one whole JSON object on the line")
    if not isinstance(record, dict):
        return Problem(place, "is not a JSON object", 'write {"title": …, "text": …}')
    return record


def broken(error: ValueError | RecursionError, place: str, mend: str) -> Problem:
    """What to say of JSON that can't be parsed."""
    reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
    return Problem(place, f"broken JSON ({reason})", mend)
