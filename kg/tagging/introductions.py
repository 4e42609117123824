"""What a text says that it introduces: names beside "propose", "introduce", "is presented", "we call".

A name behind such a verb is introduced only as its object: "a solution to X" introduces no X.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.tagging.cues import any_of, words_of
from kg.tagging.reading import Reading
from kg.tagging.shapes import Place

_SUBJECT_BEFORE = re.compile(rf"{any_of('proposing.subject')} $", re.IGNORECASE)
_PLAIN_NAME = re.compile(
    rf" (?:the |an? )?(?P<name>[A-Z][a-z]{{2,}})(?=,? (?:an?|the|which|that|to)\b|, | {any_of('kind_of_thing.work')})"
)
_PASSIVE_BEFORE = re.compile(r"\b(?:is|are|was|were)\s+(?:(?:therefore|then|further|thus)\s+)?$")
_PREPOSITION = re.compile(rf" {any_of('proposing.preposition')} ", re.IGNORECASE)
_KIND_OF = re.compile(rf" {any_of('kind_of_thing.work', 'proposing.container')} of ")
_NAMING_BEFORE = re.compile(
    r"(?:\b(?:called|named|termed|dubbed|coined|namely|i\.e\.,?|as)|[:,(—–])\s?(?:an? |the )?[\"“]?$"
)
_JOINT = any_of("proposing.preposition", "proposing.aside")
_CALLED = re.compile(
    rf" (?:(?:it|this|them|our \w+) )?(?:the |an? )?[\"“'‘]?"
    rf"(?P<name>(?!{_JOINT})[a-z][\w-]{{2,}}(?: (?!{_JOINT})[\w-]+){{0,4}})[\"”'’]?(?=[,.;:()]| {_JOINT} )"
)
_OWN_BEFORE = re.compile(r"\b(?:[Oo]ur|[Tt]he proposed|[Oo]ur proposed) (?:novel |new )?$")
_SEPARATE = re.compile(r",? (?:and|or) |, ")
_WINDOW = 110  # characters after a verb in which the name it introduces begins


class Introductions:
    """The verbs of a text that introduce something; each answers for the sentence that it stands in."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._verbs, self._passives = _verbs(reading)

    def names(self, names: list[Place], ordinary: frozenset[str]) -> Iterator[Place]:
        """Those names that stand as the object of such a verb, and a plain word in their place ("introduce Elsa")."""
        masked = self._reading.masked
        for start, end in sorted({self._reading.sentence_at(verb[0]) for verb in (*self._verbs, *self._passives)}):
            inside = [name for name in names if start <= name[0] and name[1] <= end]
            for _, verb_end in (verb for verb in self._verbs if start <= verb[0] < end):
                plain = _PLAIN_NAME.match(masked, verb_end)
                if plain and plain["name"].casefold() not in ordinary:
                    yield plain.span("name")
                    continue
                asides = self._reading.cues_between("proposing.aside", verb_end, end)
                reach = min(verb_end + _WINDOW, asides[0][0] if asides else end)
                objects = [name for name in inside if verb_end <= name[0] <= reach]
                if objects and _is_object(masked, verb_end, objects[0][0]):
                    yield from _coordinated(masked, objects)
            for passive, _ in (passive for passive in self._passives if start <= passive[0] < end):
                before = [name for name in inside if passive - _WINDOW <= name[0] < passive]
                yield from _coordinated(masked, before)

    def called(self) -> Iterator[Place]:
        """Names in small letters behind "we call" and its like, as far as the next joint of the sentence."""
        masked = self._reading.masked
        for start, end in self._reading.cues_between("proposing.calling", self._reading.title_end, len(masked)):
            own = masked[start:end].casefold() in words_of("proposing.calling_own")
            sentence = self._reading.sentence_at(start)[0]
            if own or any(sentence <= verb < start for verb, _ in self._verbs):
                name = _CALLED.match(masked, end)
                if name:
                    yield name.span("name")

    def holds(self, start: int) -> bool:
        """Whether a phrase that begins at a place is introduced there, or spoken of as the paper's own."""
        sentence = self._reading.sentence_at(start)[0]
        before = [verb_end for verb, verb_end in self._verbs if sentence <= verb and verb_end <= start]
        return bool(
            (before and _is_object(self._reading.masked, before[-1], start))
            or _OWN_BEFORE.search(self._reading.masked, max(0, start - 20), start)
        )


def _is_object(masked: str, verb_end: int, start: int) -> bool:
    """Whether a name behind a verb is what the verb introduces: its object, not what that is for or made of."""
    if _NAMING_BEFORE.search(masked, verb_end, start):
        return True
    return not _PREPOSITION.search(_KIND_OF.sub(" ", masked[verb_end:start]))


def _verbs(reading: Reading) -> tuple[list[Place], list[Place]]:
    """Verbs behind the title that introduce what stands behind them, and those in the passive, which look back."""
    masked, body, end = reading.masked, reading.title_end + 1, len(reading.masked)
    passives = []
    for start, stop in reading.cues_between("proposing.made", body, end):
        being = _PASSIVE_BEFORE.search(masked, max(body, start - 20), start)
        if being:
            passives.append((being.start(), stop))
    verbs = [
        *reading.cues_between("proposing.making", body, end),
        *reading.cues_between("proposing.showing", body, end),
    ]
    for start, stop in reading.cues_between("proposing.showing_after_subject", body, end):
        if _SUBJECT_BEFORE.search(masked, max(body, start - 10), start):
            verbs.append((start, stop))
    return sorted(v for v in verbs if not any(first <= v[0] < last for first, last in passives)), passives


def _coordinated(masked: str, names: list[Place]) -> list[Place]:
    """The first name and those joined to it by commas and "and"; brackets between are passed over."""
    taken: list[Place] = []
    for name in names:
        if taken:
            between = re.sub(r"\([^)]*\)?|[)]", "", masked[taken[-1][1] : name[0]])
            if not _SEPARATE.fullmatch(between) and between.strip():
                break
        taken.append(name)
    return taken
