"""JSON lines: one note an object.

It has `id`, `title` and `text` (or `abstract`, `summary`, `tldr`), and may have `venue`, `area`, `url`, `arxiv` and
`keywords`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.notes import Item, Note, Problem, note_id
from kg.sources.encoding import without_controls

_TEXT_FIELDS = ("text", "abstract", "summary", "tldr")


def read(text: str, place: str) -> Iterator[Item]:
    """Yield a note for each line; a line that holds none yields a problem that names it."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _note(line, f"{place}:{number}")


def _note(line: str, place: str) -> Item:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
        return Problem(place, f"broken JSON ({reason})", "put one whole JSON object on the line")
    if not isinstance(record, dict):
        return Problem(place, "is not a JSON object", 'write {"title": …, "text": …}')
    title = _string(record, "title")
    if not title.strip():
        return Problem(place, "has no title", 'add a "title"')
    summary = next((value for field in _TEXT_FIELDS if (value := _string(record, field))), "")
    venue = _string(record, "venue") or None
    keywords = record.get("keywords") or ()
    given = record.get("id")
    return Note(
        id=given if isinstance(given, str | int) and given != "" else note_id(venue, title, summary),
        title=title,
        text=summary,
        venue=venue,
        area=_string(record, "area") or None,
        url=_string(record, "url") or None,
        arxiv=_string(record, "arxiv") or None,
        keywords=tuple(without_controls(word) for word in keywords if isinstance(word, str) and word.strip())
        if isinstance(keywords, list)
        else (),
    )


def _string(record: dict[str, object], field: str) -> str:
    value = record.get(field)
    return without_controls(value) if isinstance(value, str) else ""
