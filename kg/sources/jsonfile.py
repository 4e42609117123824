"""JSON: an array of objects, an object with one under a name such as `papers`, or one object with title and text.

The objects have the fields that `kg.sources.records` lists, as in the exports of Zotero (CSL), Semantic Scholar and
OpenReview.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.notes import Item, Problem
from kg.sources import jsonlines
from kg.sources.records import Record, note_of, notes

LISTS = ("papers", "notes", "articles", "publications", "entries", "items", "records", "results", "data")
"""The names under which an object holds its records; the first that is there counts."""

_MEND = f'write [{{"title": …, "text": …}}, …], or that under one of {", ".join(LISTS)}'


def read(text: str, place: str) -> Iterator[Item]:
    """Yield a note for each object; one without a title yields a problem that names it by its number from 1."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            yield from jsonlines.read(text, place)  # many write JSON lines into a file that ends in .json
        else:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
            yield jsonlines.broken(error, f"{place}:{line}", "write the file anew with a tool that writes JSON")
        return
    records = _records(content)
    if records is None:
        yield Problem(place, "is JSON without a list of papers", _MEND)
        return
    numbered = ((f"{place}, entry {number}", record) for number, record in enumerate(records, start=1))
    yield from notes((at, record if isinstance(record, dict) else _no_object(at)) for at, record in numbered)


def _records(content: object) -> list[object] | None:
    """The entries of a list, of the first list under a known name, or an object that is a paper itself."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        return None
    named = {name.casefold(): value for name, value in content.items() if isinstance(value, list)}
    found = next((named[name] for name in LISTS if name in named), None)
    return [content] if found is None and _is_paper(content) else found


def _is_paper(record: Record) -> bool:
    """Whether an object alone in its file is a paper; many things have a name, and few an abstract besides."""
    note = note_of(record)
    return note is not None and bool(note.text)


def _no_object(place: str) -> Problem:
    return Problem(place, "is not a JSON object", 'write {"title": …, "text": …}')
