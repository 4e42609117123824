"""RIS: a record a paper, from `TY  -` to `ER  -`, as reference managers and publishers export it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import rispy

from kg.notes import Item, Problem
from kg.sources.records import Record, notes

_START, _END = "TY  -", "ER  - "
_CONTINUED = re.compile(r"\n(?![A-Z][A-Z0-9]  -) *")  # a line without a tag goes on with the one above
_NAMES = {
    "title": "TI T1",
    "abstract": "AB N2",
    "notes": "N1",
    "conference": "C3",
    "journal": "T2 JF JO JA",
    "year": "PY Y1",
    "date": "DA",
    "authors": "AU A1",
    "keywords": "KW",
    "url": "UR",
    "doi": "DO",
    "id": "ID",
    "type": "TY",
    "end": "ER",
}
_TAGS = {tag: name for name, tags in _NAMES.items() for tag in tags.split()}
"""What the tags that matter here are called in `kg.sources.records`."""


def recognises(text: str) -> bool:
    """Whether a text has the beginning of a record."""
    return any(line.startswith(_START) for line in text.split("\n"))


def read(text: str, place: str) -> Iterator[Item]:
    """Yield a note for each record; a text without any yields a problem."""
    if recognises(text):
        yield from notes(_records(text, place))
    else:
        yield Problem(f"{place}:1", "is not RIS", f"a record begins with a line such as '{_START} CONF'")


def _records(text: str, place: str) -> Iterator[tuple[str, Record]]:
    """Each record with the line it begins in. One by one, so that a record that is cut off takes no other with it."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith(_START)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        record = _CONTINUED.sub(" ", "\n".join(lines[start:end]))
        yield f"{place}:{start + 1}", rispy.loads(f"{record}\n{_END}", mapping=_TAGS, skip_unknown_tags=True)[0]
