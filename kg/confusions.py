"""Where tagging and gold part: what was missed, invented, cut otherwise or given another type, with the sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.evaluation import fold, same_result, words
from kg.mentions import ENTITY_TYPES, TaggedNote
from kg.notes import Note

_SENTENCE_END = re.compile(r"[.!?] (?=[^a-z])|\n")


@dataclass(frozen=True, slots=True)
class Confusion:
    """One disagreement: its kind (`TASK missed`), what it is about, and the sentence it stands in."""

    kind: str
    what: str
    sentence: str
    note: str | int


def worst(gold: Iterable[Mapping[str, Any]], tagged: Iterable[TaggedNote]) -> list[tuple[str, list[Confusion]]]:
    """All disagreements by kind, the most frequent kind first."""
    kinds: dict[str, list[Confusion]] = defaultdict(list)
    for record, one in zip(gold, tagged, strict=True):
        for confusion in (*_mentions(record, one), *_proposals(record, one), *_results(record, one)):
            kinds[confusion.kind].append(confusion)
    return sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))


def _mentions(record: Mapping[str, Any], tagged: TaggedNote) -> Iterator[Confusion]:
    right = {fold(m["text"]): m for m in record["mentions"] if m["type"] in ENTITY_TYPES}
    mine = {fold(m.text): m for m in tagged.mentions}
    for key in sorted(right.keys() & mine.keys()):
        if right[key]["type"] != mine[key].type:
            kind = f"{right[key]['type']} taken for {mine[key].type}"
            yield _confusion(tagged.note, kind, mine[key].text, mine[key].text)
    extra = sorted(mine.keys() - right.keys())
    for key in sorted(right.keys() - mine.keys()):
        text, type = right[key]["text"], right[key]["type"]
        other = next((other for other in extra if mine[other].type == type and _overlap(key, other)), None)
        if other is None:
            yield _confusion(tagged.note, f"{type} missed", text, text)
        else:
            extra.remove(other)
            yield _confusion(tagged.note, f"{type} cut otherwise", f"{mine[other].text} for {text}", text)
    for key in extra:
        yield _confusion(tagged.note, f"{mine[key].type} invented", mine[key].text, mine[key].text)


def _proposals(record: Mapping[str, Any], tagged: TaggedNote) -> Iterator[Confusion]:
    right, mine = record.get("proposes") or [], tagged.proposes
    if {*map(fold, right)} & {*map(fold, mine)} or not (right or mine):
        return
    kind = "proposes missed" if not mine else "proposes invented" if not right else "proposes another"
    what = f"{', '.join(mine) or 'nothing'} for {', '.join(right) or 'nothing'}"
    yield _confusion(tagged.note, kind, what, (mine or right)[0])


def _results(record: Mapping[str, Any], tagged: TaggedNote) -> Iterator[Confusion]:
    right, mine = record.get("results") or [], list(tagged.to_json("")["results"])  # type: ignore[call-overload]
    for kind, ones, others in (("result missed", right, mine), ("result invented", mine, right)):
        for one in ones:
            if not any(same_result(one, other) for other in others):
                yield _confusion(tagged.note, kind, f"{one['value']} {one.get('metric') or ''}".rstrip(), one["value"])


def _overlap(one: str, other: str) -> bool:
    return bool(words(one) & words(other))


def _confusion(note: Note, kind: str, what: str, surface: str) -> Confusion:
    """A disagreement with the line of the note around its surface."""
    text = note.document
    at = max(text.find(surface), 0)
    starts = [match.end() for match in _SENTENCE_END.finditer(text, 0, at)]
    end = _SENTENCE_END.search(text, at)
    return Confusion(kind, what, text[max(starts, default=0) : end.start() + 1 if end else None].strip(), note.id)
