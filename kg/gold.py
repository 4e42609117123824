"""Gold: notes annotated by reading, one JSON object a line, in the format that `kg tag` prints.

A line may leave out title and text where they are not ours to copy; they are then looked up by id in the
corpus that was annotated.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import NoteweaveError
from kg.notes import Note

Record = dict[str, Any]
"""A gold line: `id`, `title`, `text`, `mentions` (each with `text` and `type`), and maybe `proposes`, `results`,
`compares` and `mentioned` (surfaces that are compared with, or named in passing)."""


def read_gold(path: Path, corpus: Path | None = None) -> list[Record]:
    """The lines of a gold file, with the texts of `corpus` (JSON lines, plain or gzip) where they have none.

    Raises NoteweaveError, naming the line, where one is not gold or has no text to tag.
    """
    records: list[Record] = []
    places: dict[str, str] = {}
    for number, line in _lines(path, "name a gold file in UTF-8"):
        record = _parsed(line)
        if not _is_gold(record):
            raise NoteweaveError(
                f"{path}:{number}: is no gold line; it needs title, text and mentions in one JSON object"
            )
        if "text" not in record:
            places[record["id"]] = f"{path}:{number}"
        records.append(record)
    if places:
        texts = _texts(corpus, places)
        records = [record if "text" in record else {**texts[record["id"]], **record} for record in records]
    return records


def records(path: Path) -> Iterator[Record]:
    """The objects of a file of JSON lines, plain or gzip; what is none is passed over.

    Raises NoteweaveError where the file can't be read.
    """
    for _, line in _lines(path, "name a file of JSON lines in UTF-8"):
        record = _parsed(line)
        if isinstance(record, dict):
            yield record


def _texts(corpus: Path | None, places: Mapping[str, str]) -> dict[str, Record]:
    """Title and text of each id wanted; `places` says where each is asked for."""
    if corpus is None:
        raise NoteweaveError(f"{next(iter(places.values()))}: has no text; name the corpus it is from (--corpus FILE)")
    texts = {}
    for record in records(corpus):
        if record.get("id") in places:
            texts[record["id"]] = {"title": record.get("title", ""), "text": record.get("text", "")}
    missing = next((identifier for identifier in places if identifier not in texts), None)
    if missing is not None:
        raise NoteweaveError(f"{places[missing]}: '{missing}' is not in {corpus}; name the corpus that was annotated")
    return texts


def _lines(path: Path, mend: str) -> Iterator[tuple[int, str]]:
    """The lines of a file that hold something, with their numbers."""
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise NoteweaveError(f"{path}: can't be read ({error}); {mend}") from None


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _is_gold(record: Any) -> bool:
    """Whether a line has what the measure compares: a text or an id to find it by, mentions, results with value."""
    if not isinstance(record, dict):
        return False
    strings = [record.get(field) for field in (("title", "text") if {"title", "text"} & record.keys() else ("id",))]
    for field, keys in (("mentions", ("text", "type")), ("results", ("value",))):
        entries = record.get(field) if field == "mentions" else record.get(field) or []
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            return False
        strings += [entry.get(key) for entry in entries for key in keys]
    return all(isinstance(string, str) for string in strings)


def notes_of(gold: Iterable[Mapping[str, Any]]) -> list[Note]:
    """The notes of a gold file, to be tagged."""
    return [Note(record.get("id", ""), record["title"], record["text"], record.get("venue")) for record in gold]
