"""What a text is about where it introduces no name: hints at the name.

Strongest first: the subject of the first sentence; what the text spells out of the title; what it calls its own
("our framework X"); what it calls new. Where the text does not say that it introduces anything, also the subject of
another sentence, be it a plain word ("Veto stabilizes …"); means set off by a comma ("with X, …"); a word that only
a name is written like at the head of a clause; and, in a note that is not the authors' own, a name that is spelt
out and acts, and a phrase in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from kg.tagging.abbreviations import Abbreviation
from kg.tagging.cues import any_of
from kg.tagging.reading import Reading
from kg.tagging.scripts import UNLETTERED
from kg.tagging.shapes import Place, expands
from kg.tagging.title_names import is_subject_matter, parts

_SUBJECT = re.compile(r"(?:The |This paper's |Our )?")
_PREDICATE = re.compile(
    r"(?: \([^)]*\))?(?:(?: framework| method| paradigm| system)? (?:\w+ly )?(?:is|was|do|does|has|[a-z]{3,}s)\b"
    rf"| ?[{UNLETTERED}])"
)
_THING = any_of("kind_of_thing.work", "kind_of_thing.data", "kind_of_thing.built")
_OWN_BEFORE = re.compile(
    r"\b[Oo]ur (?:(?:new|novel|proposed|full|final|base|own) )?"
    rf"(?:(?:[\w-]+ ){{0,4}}{_THING}(?: of|,(?: the| an?)?)? )?$"
)
_NEW_BEFORE = re.compile(r"\b[Tt]he (?:new|novel|proposed) $")
_NEW_AFTER = re.compile(r"(?: \([^)]*\))?,? (?:is |are )?(?:an? |the )(?:\w+ly )?(?:new|novel|first)\b")
_PLAIN = r"(?P<name>[A-Z][a-z]{2,}(?:[-‑][A-Za-z]+)*)"
_ACTING = re.compile(rf"{_PLAIN}(?: \([^)]*\))? (?:(?:\w+ly|also|then) )?{any_of('proposing.doing')}")
_SET_OFF = re.compile(rf"\b(?:[Ww]ith|[Uu]sing) {_PLAIN}, ")
_WITH_BEFORE = re.compile(r"\b(?:[Ww]ith|[Uu]sing|[Tt]hrough|[Vv]ia|[Uu]nder|that is|enter) $")
_PAUSE_AFTER = re.compile(r"(?: \([^)]*\))?,")
_CLAUSE_BEFORE = re.compile(r"[a-z)\d](?:[,;:] | follows )$")
_REACH = 12  # characters before a name that tell how it stands
_REACH_OF_OWN = 60  # the same for "our … framework, the" before it


def is_subject(reading: Reading, name: Place) -> bool:
    """Whether a name begins a sentence that says something of it."""
    opening = _SUBJECT.match(reading.masked, reading.sentence_at(name[0])[0])
    return bool(opening and opening.end() == name[0] and _PREDICATE.match(reading.masked, name[1]))


def opens_text(reading: Reading, name: Place) -> bool:
    """Whether the text begins with a name and says something of it."""
    return reading.sentence_at(name[0])[0] == reading.title_end + 1 and is_subject(reading, name)


def hinted(reading: Reading, names: list[Place], abbreviations: tuple[Abbreviation, ...]) -> list[Place]:
    """The name that the strongest hint points to, if any does."""
    if not names:
        return []
    text, masked = reading.text, reading.masked
    title = text[: reading.title_end]
    openings = {start for start, _ in reading.sentences[1:]}
    starts = {pair.long: min(pair.short, pair.long)[0] for pair in abbreviations}

    def of_title(name: Place) -> bool:
        phrase = text[slice(*name)]
        spelt_out = name in starts and phrase.casefold() in title.casefold()
        return spelt_out and not is_subject_matter(title, phrase)

    def opens_sentence(name: Place) -> bool:
        told = name in starts or _is_word(reading, name) or _PREDICATE.match(masked, name[1])
        return starts.get(name, name[0]) in openings and bool(told)

    def is_new(name: Place) -> bool:
        before = _NEW_BEFORE.search(masked, max(0, name[0] - _REACH), name[0])
        return bool(before or _NEW_AFTER.match(masked, name[1]))

    def is_own(name: Place) -> bool:
        start = starts.get(name, name[0])
        return bool(_OWN_BEFORE.search(masked, max(0, start - _REACH_OF_OWN), start))

    def opens_clause(name: Place) -> bool:
        before = _CLAUSE_BEFORE.search(masked, max(0, name[0] - _REACH), name[0])
        return bool(before) and _is_word(reading, name)

    def is_quoted(name: Place) -> bool:
        phrase = text[slice(*name)]
        return text[name[0] - 1] in '"“' and " " in phrase and phrase[-1].isalnum()

    def is_spelt_out(name: Place) -> bool:
        return name in starts and not reading.authors and bool(_PREDICATE.match(masked, name[1]))

    def is_means(name: Place) -> bool:
        before = _WITH_BEFORE.search(masked, max(0, name[0] - _REACH), name[0])
        return bool(before and _PAUSE_AFTER.match(masked, name[1]))

    told = (partial(opens_text, reading), of_title, is_own, is_new)
    guessed = (opens_sentence, is_spelt_out, is_means, opens_clause, *(() if reading.authors else (is_quoted,)))
    for hint in told if reading.cues["proposing.making"] else (*told, *guessed):
        for name in names:
            if hint(name):
                return [name]
    return []


def _is_word(reading: Reading, name: Place) -> bool:
    """Whether a name is a distinctive word, and not a figure with its unit."""
    return name in reading.distinctive and reading.text[name[0]].isalpha()


def plain_names(reading: Reading) -> Iterator[Place]:
    """Words written like any other that stand as names: subjects of what a method does, and means set off."""
    for start, end in reading.sentences[1:]:
        acting = _ACTING.match(reading.masked, start, end)
        if acting and start >= reading.background_end:
            yield acting.span("name")
    for means in _SET_OFF.finditer(reading.masked, reading.background_end):
        yield means.span("name")


def spelt_in_title(reading: Reading, names: Iterable[Place]) -> Iterator[Place]:
    """Those written as only names are, for whose letters the title has the words where it names the work."""
    title = reading.text[: reading.title_end]
    title_parts = [title[start:end] for start, end in parts(title)]
    for name in names:
        if name in reading.distinctive and any(expands(reading.text[slice(*name)], part) for part in title_parts):
            yield name
