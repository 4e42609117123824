"""What type a name is, told from the words around it and from its own last word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.tagging.cues import any_of, words_of

_DATA, _WORK = any_of("kind_of_thing.data"), any_of("kind_of_thing.work")
_NAMES_BEFORE = r"(?:[A-Z][\w-]+,? (?:and |or )?)*"  # others of the same list: "tasks such as TSP and …"
_CALLING = rf"(?:{any_of('kind_of_thing.calling')}\s|[-–—:,(]\s?)?"
_NAMED = any_of("kind_of_thing.calling")
_IS_A = r"(?:,? (?:is )?an?)"
_IS_SOME = r"\**(?:(?:,|:| [-–—]| is| are) | ?[—]\s?)(?:[Aa]n?|the (?:first|largest|new))\b"
_LANGUAGE_MODEL = rf"{any_of('kind_of_thing.language_model')}(?=[,.:)]| \(| (?:that|which|with|for|trained|pre))"
_LONG_FORM = r"(?: for short)?\)?(?: \([^()]{2,60}\))?"
_MODIFIERS = r"(?: (?!(?:that|which|for|of|on|to|with)\b)[\w-]*[^\Ws]\b){0,2}"  # "outperforms" is none
_WORDS = r"(?: (?!(?:that|which|for|of|on|to|with|in|from|by|using|via)\b)[\w-]+)"
_BEFORE, _AFTER = 60, 70  # characters looked at on each side


@dataclass(frozen=True, slots=True)
class _Context:
    """A type and the pattern that tells it, of what stands right before a name or right behind it."""

    type: str
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None


# The first that fits decides.
_CONTEXTS = (
    _Context("METHOD", before=re.compile(rf"{_WORK},?\s{_CALLING}$")),
    _Context("METHOD", after=re.compile(rf"(?:{_IS_A}(?:(?! {_DATA}){_WORDS}){{0,4}})? {_WORK}")),
    _Context("TASK", before=re.compile(rf"{any_of('kind_of_thing.task')},?\s{_CALLING}{_NAMES_BEFORE}$")),
    _Context("DATASET", before=re.compile(rf"{_DATA}(?:(?:,|{_WORDS}{{0,4}}) {_NAMED}\s| ?[-–—:(] ?|\s)$")),
    _Context(
        "DATASET",
        after=re.compile(rf"(?i:{_LONG_FORM}{_IS_SOME}(?:,?{_WORDS}(?: \([^()]+\))?){{0,7}} {_DATA})"),
    ),
    _Context("DATASET", after=re.compile(rf"(?i:\)?{_MODIFIERS} {_DATA})")),
    _Context("TASK", after=re.compile(rf"{_IS_A}{_WORDS}{{0,2}} tasks?\b")),
    _Context("MODEL", before=re.compile(r"\d[BM] $")),
    _Context("MODEL", after=re.compile(rf"{_LONG_FORM}{_IS_SOME}(?:,?{_WORDS}){{0,6}} {_LANGUAGE_MODEL}")),
    _Context("METRIC", before=re.compile(rf"{any_of('kind_of_thing.metric')},?\s{_CALLING}$")),
    _Context("METRIC", after=re.compile(rf" {any_of('kind_of_thing.metric')}")),
    _Context("MODEL", after=re.compile(rf"{_IS_A}?{_WORDS}{{0,2}} {any_of('kind_of_thing.model')}")),
)
_ANY_BEFORE = re.compile("|".join(context.before.pattern for context in _CONTEXTS if context.before))
_ANY_AFTER = re.compile("|".join(context.after.pattern for context in _CONTEXTS if context.after))
_DATA_ENDINGS = "|".join(sorted(words_of("kind_of_thing.data_ending")))
_TASK_HEAD = re.compile(rf" {any_of('kind_of_thing.task_head')}$", re.IGNORECASE)
_DATA_ENDING = re.compile(rf"(?:{_DATA_ENDINGS})(?:[-‑ ]?v?\d[\d.]*|\+|[-‑][A-Z]\w*)?$")

_METHOD_TOO = tuple(words_of("kind_of_thing.data_ending_of_methods"))
_SOME_DATA = re.compile(_DATA)


def name_type(masked: str, surfaces: tuple[str, ...]) -> str | None:
    """The type of a name with these surfaces in a text, or None where nothing tells."""
    places = [place for surface in surfaces for place in _places(masked, surface) if _is_told(masked, *place)]
    for context in _CONTEXTS:
        for start, end in places:
            if context.before and context.before.search(masked, max(0, start - _BEFORE), start):
                return context.type
            if context.after and context.after.match(masked, end, end + _AFTER):
                data_for_task = context.type == "DATASET" and any(map(_TASK_HEAD.search, surfaces))
                return "TASK" if data_for_task else context.type
    if not any(map(_DATA_ENDING.search, surfaces)):
        return None
    may_be_method = any(surface.endswith(_METHOD_TOO) for surface in surfaces)
    return None if may_be_method and not _SOME_DATA.search(masked) else "DATASET"


def _is_told(masked: str, start: int, end: int) -> bool:
    """Whether some context fits a name; none does for most, which two searches tell instead of one for each."""
    return bool(
        _ANY_BEFORE.search(masked, max(0, start - _BEFORE), start) or _ANY_AFTER.match(masked, end, end + _AFTER)
    )


def type_of_phrase(phrase: str) -> str:
    """Whether a phrase that names no one's own work is that of a task or of a technique: its last word tells."""
    return "TASK" if _TASK_HEAD.search(phrase) else "TECHNIQUE"


def _places(masked: str, surface: str) -> Iterator[tuple[int, int]]:
    """Where a surface stands as whole words."""
    start = masked.find(surface)
    while start >= 0:
        end = start + len(surface)
        if not (masked[start - 1 : start].isalnum() or masked[end : end + 1].isalnum()):
            yield start, end
        start = masked.find(surface, end)
