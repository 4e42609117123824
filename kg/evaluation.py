"""The measure: how well tagged notes agree with a gold file.

A mention counts once a note, as its type and surface; surfaces are compared in small letters, with hyphens,
blanks and a plural -s set aside.

strict    type and surface are the same
lenient   the surfaces share at least half of the words of the longer one; METHOD and TECHNIQUE are one type
proposes  share of notes where a proposed name is one of the gold's, or both name none
results   value and metric agree: the same figure, the metrics share a word (or gold names no metric)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import NoteweaveError
from kg.mentions import ENTITY_TYPES, EntityType, TaggedNote
from kg.notes import Note

_JOINTS = re.compile(r"[\s\-‐-―_/]+")
_PLURAL = re.compile(r"(?<=[a-z]{3})s\b")
_WORD = re.compile(r"[a-z0-9.@+]+")
_DECORATION = re.compile(r"[\s\\$~≈+{}]|times|\(|\)")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, with the counts behind them."""

    right_predicted: int
    predicted: int
    right_gold: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right."""
        return self.right_predicted / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of what is right that was predicted."""
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right_predicted + other.right_predicted,
            self.predicted + other.predicted,
            self.right_gold + other.right_gold,
            self.gold + other.gold,
        )


NOTHING = Score(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of a set of notes."""

    notes: int
    strict: Score
    lenient: Score
    by_type: Mapping[EntityType, Score]
    proposes: float
    results: Score


def read_gold(path: Path) -> list[dict[str, Any]]:
    """The lines of a gold file (the format `kg tag` prints).

    Raises NoteweaveError, naming the line, where one is not gold or has no text to tag.
    """
    records = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise NoteweaveError(f"{path}: can't be read ({error}); name a gold file in UTF-8") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not _is_gold(record):
            raise NoteweaveError(
                f"{path}:{number}: is no gold line; it needs title, text and mentions in one JSON object"
            )
        records.append(record)
    return records


def _is_gold(record: Any) -> bool:
    """Whether a line has what the measure compares: title, text, mentions with text and type, results with value."""
    if not isinstance(record, dict):
        return False
    texts = [record.get("title"), record.get("text")]
    for field, keys in (("mentions", ("text", "type")), ("results", ("value",))):
        entries = record.get(field) if field == "mentions" else record.get(field) or []
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            return False
        texts += [entry.get(key) for entry in entries for key in keys]
    return all(isinstance(text, str) for text in texts)


def notes_of(gold: Iterable[Mapping[str, Any]]) -> list[Note]:
    """The notes of a gold file, to be tagged."""
    return [Note(record.get("id", ""), record["title"], record["text"], record.get("venue")) for record in gold]


def evaluate(gold: Iterable[Mapping[str, Any]], tagged: Iterable[TaggedNote]) -> Evaluation:
    """Compare gold lines with the tagged notes that go with them, in the same order."""
    strict, lenient, results, by_type = NOTHING, NOTHING, NOTHING, dict.fromkeys(ENTITY_TYPES, NOTHING)
    agreeing = notes = 0
    for record, one in zip(gold, tagged, strict=True):
        notes += 1
        found = one.to_json("")
        right, mine = _surfaces(record), _surfaces(found)
        strict += _exact(right, mine)
        for kind in by_type:
            by_type[kind] += _exact({s for s in right if s[0] == kind}, {s for s in mine if s[0] == kind})
        lenient += Score(
            sum(any(_similar(s, other) for other in right) for s in mine),
            len(mine),
            sum(any(_similar(s, other) for other in mine) for s in right),
            len(right),
        )
        agreeing += _same_proposal(record, found)
        results += _compare_results(record.get("results") or [], found["results"])
    return Evaluation(notes, strict, lenient, by_type, agreeing / notes if notes else 0.0, results)


def _surfaces(record: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(m["type"], _fold(m["text"])) for m in record["mentions"] if m["type"] in ENTITY_TYPES}


def _fold(surface: str) -> str:
    return _PLURAL.sub("", _JOINTS.sub(" ", surface.casefold()).strip(" .,;:()\"'“”‘’"))


def _words(surface: str) -> set[str]:
    return set(_WORD.findall(_fold(surface)))


def _exact(right: set[tuple[str, str]], mine: set[tuple[str, str]]) -> Score:
    same = len(right & mine)
    return Score(same, len(mine), same, len(right))


def _similar(one: tuple[str, str], other: tuple[str, str]) -> bool:
    types = {("METHOD" if kind == "TECHNIQUE" else kind) for kind in (one[0], other[0])}
    words, others = _words(one[1]), _words(other[1])
    return len(types) == 1 and bool(words & others) and 2 * len(words & others) >= max(len(words), len(others))


def _same_proposal(record: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    right, mine = ({_fold(name) for name in side.get("proposes") or ()} for side in (record, found))
    return bool(right & mine) or not (right or mine)


def _compare_results(right: list[Mapping[str, Any]], mine: Any) -> Score:
    hits = sum(any(_same_result(one, other) for other in mine) for one in right)
    return Score(min(hits, len(mine)), len(mine), hits, len(right))


def _same_result(right: Mapping[str, Any], mine: Mapping[str, Any]) -> bool:
    if _value(right["value"]) != _value(mine["value"]):
        return False
    if not right.get("metric") or not mine["metric"]:
        return True
    return bool(_words(right["metric"]) & _words(mine["metric"]))


def _value(written: str | None) -> str:
    text = (written or "").casefold().replace("×", "x").replace("–", "-").replace("\\%", "%")
    return _DECORATION.sub("", text).strip("x ")
