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
    r" (?:the |an? )?(?P<name>[A-Z][a-z]{2,})"
    rf"(?=,? (?:an?|the|which|that|to)\b|, | [-–—(]| {any_of('kind_of_thing.work')})"
)
_PASSIVE_BEFORE = re.compile(r"\b(?:is|are|was|were)\s+(?:(?:therefore|then|further|thus)\s+)?$")
_ARTICLE = re.compile(" (?:the |an? )?")
_EXPLAINED_AFTER = re.compile(
    r"(?: \([^)]*\))?(?:,? (?:an?|the|which|that|to)\b|[,:] (?=[a-z])"
    rf"| {any_of('kind_of_thing.work', 'kind_of_thing.data')}|[,:—–-]*\s?{any_of('proposing.explaining_joined')})"
)
_OTHERS_BEFORE = re.compile(rf"{any_of('proposing.others')}[ -]$", re.IGNORECASE)
_NO_WORK_AFTER = re.compile(rf"[- ]based\b|(?: \([^)]*\))? {any_of('kind_of_thing.task')}")
_PREPOSITION = re.compile(
    rf" {any_of('proposing.preposition')} |{any_of('proposing.preposition_joined')}", re.IGNORECASE
)
_DESCRIPTION = re.compile(
    rf"[^,;:A-Za-z]*{any_of('proposing.preposition_joined')}[^,;:]*?{any_of('proposing.describing_joined')}"
)
_KIND_OF = re.compile(rf" {any_of('kind_of_thing.work', 'kind_of_thing.task', 'proposing.container')} of ")
_NAMING_BEFORE = re.compile(
    r"(?:\b(?:called|named|termed|dubbed|coined|denoted|namely|viz\.,?|i\.e\.,?|as)|[:,(—–])\s?(?:an? |the )?[\"“]?$"
    rf"|{any_of('proposing.naming_joined')}\s?[\"“]?$"
)
_JOINT = any_of("proposing.preposition", "proposing.aside")
_CALLED = re.compile(
    rf" (?:(?:it|this|them|our \w+) )?(?:the |an? )?[\"“'‘]?"
    rf"(?P<name>(?!{_JOINT})[a-z][\w-]{{2,}}(?: (?!{_JOINT})[\w-]+){{0,4}})[\"”'’]?(?=[,.;:()]| {_JOINT} )"
)
_OWN_BEFORE = re.compile(r"\b(?:[Oo]ur|[Tt]he proposed|[Oo]ur proposed) (?:novel |new )?$")
_SEPARATE = re.compile(rf",? (?:and|or) |,\s?|\s?{any_of('phrase.and_joined')}\s?")
_WINDOW = 110  # characters after a verb in which the name it introduces begins


class Introductions:
    """The verbs of a text that introduce something; each answers for the sentence that it stands in."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._verbs, self._passives = _verbs(reading)
        self._by_authors = {reading.sentence_at(start)[0] for start, _ in reading.authors}

    def all(self, names: list[Place], ordinary: frozenset[str]) -> list[Place]:
        """The names introduced, among `names` and beside them; first those that the authors say are theirs.

        What stands before the first sentence in which the authors speak of their work is others'.
        """
        others_until = min(self._by_authors, default=0)
        found = [name for name in (*self._objects(names, ordinary), *self._called()) if name[0] >= others_until]
        return sorted(found, key=lambda name: self._reading.sentence_at(name[0])[0] not in self._by_authors)

    def _objects(self, names: list[Place], ordinary: frozenset[str]) -> Iterator[Place]:
        """Those names that stand as the object of such a verb, and a plain word in their place ("introduce Elsa")."""
        masked = self._reading.masked
        for start, end in sorted({self._reading.sentence_at(verb[0]) for verb in (*self._verbs, *self._passives)}):
            inside = [name for name in names if start <= name[0] and name[1] <= end]
            inside = [name for name in inside if not _NO_WORK_AFTER.match(masked, name[1])]
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

    def _called(self) -> Iterator[Place]:
        """Names in small letters behind "we call" and its like, as far as the next joint of the sentence."""
        masked = self._reading.masked
        for start, end in self._reading.cues_between("proposing.calling", self._reading.title_end, len(masked)):
            own = masked[start:end].casefold() in words_of("proposing.calling_own")
            sentence = self._reading.sentence_at(start)[0]
            if own or any(sentence <= verb < start for verb, _ in self._verbs):
                name = _CALLED.match(masked, end)
                if name:
                    yield name.span("name")

    def presents(self, name: Place) -> bool:
        """Whether a name that others know, too, is introduced here: right behind such a verb, and explained."""
        masked = self._reading.masked
        if not (masked[name[0]].isupper() and _EXPLAINED_AFTER.match(masked, name[1])):
            return False
        sentence = self._reading.sentence_at(name[0])[0]
        return any(
            _ARTICLE.fullmatch(masked, verb_end, name[0])
            or (_NAMING_BEFORE.search(masked, verb_end, name[0]) and _is_object(masked, verb_end, name[0]))
            for verb, verb_end in self._verbs
            if sentence <= verb and verb_end <= name[0]
        )

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
    """Verbs behind the title that introduce what stands behind them, and those in the passive, which look back.

    What was "recently proposed" is others'. A verb ends behind a description that comes before what it introduces.
    """
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
    return [
        (verb[0], described.end() if (described := _DESCRIPTION.match(masked, verb[1])) else verb[1])
        for verb in sorted(verbs)
        if not any(first <= verb[0] < last for first, last in passives)
        and not _OTHERS_BEFORE.search(masked, max(body, verb[0] - 15), verb[0])
    ], passives


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
