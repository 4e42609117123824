"""Component `proposals`: the names of what a paper itself introduces.

Evidence, strongest first: the name before the colon of the title; a name beside "propose", "introduce" and
their like; the subject of the first sentence. A name's short and long form belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.kinds import OWNED_TYPES
from kg.tagging import terms
from kg.tagging.cues import any_of
from kg.tagging.reading import Reading, reading_of
from kg.tagging.shapes import Place, distinctive_words, expands
from kg.vocabulary import Vocabulary

Doc.set_extension("proposals", default=(), force=True)

_MAIN_TITLE = re.compile(r"(?P<name>[^:?!]{2,70}?)(?: ?\((?P<short>[^)]{2,20})\))?(?::| [–—]) ")
_SEGMENT = re.compile(
    r"\s(?:for|via|through|with|in|on|by|using|towards?|under|from|as|across|to|at|over|based on)\s",
    re.IGNORECASE,
)
_SUBJECT_BEFORE = re.compile(rf"{any_of('proposing.subject')} $", re.IGNORECASE)
_PLAIN_NAME = re.compile(
    rf" (?:the |an? )?(?P<name>[A-Z][a-z]{{2,}})(?=,? (?:an?|the|which|that|to)\b|, | {any_of('kind_of_thing.work')})"
)
_PASSIVE_BEFORE = re.compile(r"\b(?:is|are|was|were)\s+(?:(?:therefore|then|further|thus)\s+)?$")
_WINDOW = 110  # characters after a verb in which the name it introduces begins
_SUBJECT = re.compile(r"(?:The |This paper's |Our )?")
_PREDICATE = re.compile(r"(?: \([^)]*\))?(?: framework| method| paradigm| system)? (?:\w+ly )?(?:is|was|[a-z]{3,}s)\b")
_IN_TEXT = re.compile(r"[\w,—–(] [\"“]?$")
_SENTENCE_END = re.compile(r"[.?!] $")
_SAYS_SOMETHING = re.compile(r"(?: \([^)]*\))?(?:,| (?:\w+ly )?(?:is|[a-z]{3,}s)\b)")
_SEPARATE = re.compile(r",? (?:and|or) |, ")
_QUOTED = re.compile(r"[\"“](?P<name>[^\"”“]{3,60})[\"”]")
_KIND_OF_WORK = re.compile(
    rf"(?P<phrase>[\w-]+(?: [\w-]+){{0,5}}?) {any_of('kind_of_thing.work')}"
    rf"|{any_of('kind_of_thing.work', 'kind_of_thing.task')} of (?P<after>[\w-]+(?: [\w-]+){{0,3}})"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The surfaces of one thing the note introduces; `main` where it is what the paper is about."""

    surfaces: tuple[str, ...]
    main: bool


class Proposals:
    """Finds proposed names; keeps the ordinary words that are never part of one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._common = vocabulary.ordinary_words()

    def __call__(self, doc: Doc) -> Doc:
        """Put what the note introduces into `doc._.proposals`, main ones first."""
        reading = reading_of(doc)
        found = self._from_title(doc, reading)
        titled = bool(found)
        named = {surface for proposal in found for surface in proposal.surfaces}
        for place, group in self._from_text(doc, reading):
            if not named & set(group):
                main = not found or (not titled and _in_same_breath(reading, found, place))
                found.append(Proposal(group, main))
                named.update(group)
        doc._.proposals = tuple(found)
        return doc

    def _from_text(self, doc: Doc, reading: Reading) -> list[tuple[int, tuple[str, ...]]]:
        """The surfaces of what the text introduces, with their places; weaker evidence where there is no stronger."""
        names = self._candidates(doc, reading)
        verbs, passives = _verbs(reading)
        found = dict.fromkeys((*self._introduced(reading, names, verbs, passives), *_first_subject(reading, names)))
        if not found:
            phrases = list(_phrases_of_title(reading, verbs))
            if phrases:
                return phrases
            found = dict.fromkeys(_spelt_out_or_subject(doc, reading, names))
        return [(name[0], self._forms(doc, reading, *name)) for name in found]

    def _introduced(
        self, reading: Reading, names: list[Place], verbs: list[Place], passives: list[Place]
    ) -> Iterator[Place]:
        """Names behind "proposes" and its like, and before "is proposed", sentence by sentence."""
        masked = reading.masked
        for start, end in sorted({reading.sentence_at(verb[0]) for verb in (*verbs, *passives)}):
            inside = [name for name in names if start <= name[0] and name[1] <= end]
            for _, verb_end in (verb for verb in verbs if start <= verb[0] < end):
                plain = _PLAIN_NAME.match(masked, verb_end)
                if plain and plain["name"].casefold() not in self._common:
                    yield plain.span("name")
                    continue
                asides = reading.cues_between("proposing.aside", verb_end, end)
                reach = min(verb_end + _WINDOW, asides[0][0] if asides else end)
                yield from _coordinated(masked, [name for name in inside if verb_end <= name[0] <= reach])
            for passive, _ in (passive for passive in passives if start <= passive[0] < end):
                before = [name for name in inside if passive - _WINDOW <= name[0] < passive]
                yield from _coordinated(masked, before)

    def _candidates(self, doc: Doc, reading: Reading) -> list[Place]:
        """Where the text has what can be a name: not listed in a vocabulary, in the order of the text."""
        text = reading.text
        listed = {(span.start_char, span.end_char) for span in doc.spans[terms.GROUP]}
        spans = {*reading.capitalised, *reading.distinctive}
        spans.update(match.span("name") for match in _QUOTED.finditer(reading.masked))
        for pair in doc._.abbreviations:
            if text[slice(*pair.long)].islower() or pair.long in listed:
                spans -= {pair.short, pair.long}
            else:
                spans = {s for s in spans if not (pair.long[0] <= s[0] and s[1] <= pair.long[1])} | {pair.long}
        return sorted(
            span
            for span in spans
            if span[0] > reading.title_end
            and span[1] - span[0] > 1
            and text[slice(*span)].casefold() not in self._common
            and not any(a <= span[0] and span[1] <= b for a, b in listed)
        )

    def _forms(self, doc: Doc, reading: Reading, start: int, end: int) -> tuple[str, ...]:
        """All surfaces of the name at a span: itself, and what abbreviations and the title say it stands for."""
        text = reading.text
        surfaces = {text[start:end]: None}
        for pair in doc._.abbreviations:
            forms = [text[slice(*pair.short)], text[slice(*pair.long)]]
            if surfaces.keys() & set(forms):
                surfaces.update(dict.fromkeys(forms))
        title = text[: reading.title_end]
        tail = title.partition(": ")[2] or title
        listed = {span.text for span in doc.spans[terms.GROUP]}
        for segment in map(str.strip, (tail, *_SEGMENT.split(tail))):
            if segment in listed or segment.split(" ")[0].casefold() in self._common:
                continue
            if any(expands(surface, segment) for surface in surfaces if " " not in surface):
                surfaces[segment] = None
                break
        return tuple(surfaces)

    def _from_title(self, doc: Doc, reading: Reading) -> list[Proposal]:
        text, title = reading.text, reading.text[: reading.title_end]
        match = _MAIN_TITLE.match(title)
        if not match:
            return []
        name = match["name"].strip(" \"“”'")
        start = title.index(name)
        places = list(_spelt_with_any_gaps(name, text, reading.title_end + 1))
        in_text = any(_IN_TEXT.search(text, max(0, a - 3), a) and not text[b : b + 1].isalnum() for a, b in places)
        opens_text = any(
            (a == reading.title_end + 1 or _SENTENCE_END.search(text, a - 2, a)) and _SAYS_SOMETHING.match(text, b)
            for a, b in places
        )
        one_word = " " not in name and any(True for _ in distinctive_words(name))
        if len(name.split()) > 5 or not (match["short"] or one_word or in_text or opens_text):
            return []
        generic = {s.label_ for s in doc.spans[terms.GROUP] if (s.start_char, s.end_char) == (start, start + len(name))}
        if generic - OWNED_TYPES and not opens_text:
            return []
        surfaces = dict.fromkeys(self._forms(doc, reading, start, start + len(name)))
        surfaces.update({text[a:b]: None for a, b in places})
        if match["short"]:
            surfaces[match["short"]] = None
        return [Proposal(tuple(surfaces), main=True)]


def _spelt_with_any_gaps(name: str, text: str, start: int) -> Iterator[Place]:
    """Where a name stands behind an offset, a blank in it being as good as a hyphen."""
    wanted, text = name.replace("-", " "), text.replace("-", " ")
    at = text.find(wanted, start)
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + len(wanted))


def _in_same_breath(reading: Reading, found: list[Proposal], place: int) -> bool:
    """Whether a second name is introduced in the same sentence as the first ("two methods, A and B")."""
    first = reading.text.find(found[-1].surfaces[0], reading.title_end)
    return found[-1].main and not re.search(r"[.;] ", reading.text[min(first, place) : max(first, place)])


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


def _first_subject(reading: Reading, names: list[Place]) -> Iterator[Place]:
    """The name that the text begins with, where it says something of it."""
    opening = _SUBJECT.match(reading.masked, reading.title_end + 1)
    for name in names:
        if opening and name[0] == opening.end() and _PREDICATE.match(reading.masked, name[1]):
            yield name


def _phrases_of_title(reading: Reading, verbs: list[Place]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Phrases in small letters that are proposed as a method and stand in the title, too."""
    title = reading.text[: reading.title_end].casefold()
    for start, verb_end in verbs:
        end = reading.sentence_at(start)[1]
        for match in _KIND_OF_WORK.finditer(reading.masked, verb_end, min(end, verb_end + _WINDOW)):
            words = (match["phrase"] or match["after"]).split()
            endings = (" ".join(words[first:]) for first in range(len(words) - 1 if match["phrase"] else 1))
            phrase = next((ending for ending in endings if ending.casefold() in title), None)
            if phrase and " " in phrase:
                at = title.index(phrase.casefold())
                yield match.start(), (reading.text[at : at + len(phrase)], phrase)
                break


def _spelt_out_or_subject(doc: Doc, reading: Reading, names: list[Place]) -> list[Place]:
    """Where nothing introduces a name: one that the title holds and the text spells out, or a sentence's subject."""
    title = reading.text[: reading.title_end].casefold()
    opening = {start for start, _ in reading.sentences[1:]}
    spelt_out = {pair.long: min(pair.short, pair.long)[0] for pair in doc._.abbreviations}
    titled = [name for name in names if name in spelt_out and reading.text[slice(*name)].casefold() in title]
    subjects = [
        name
        for name in names
        if spelt_out.get(name, name[0]) in opening and (name in spelt_out or _PREDICATE.match(reading.masked, name[1]))
    ]
    return (titled or subjects)[:1]


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


@Language.factory("proposals", requires=["doc.spans", "doc._.abbreviations"], assigns=["doc._.proposals"])
def create_proposals(nlp: Language, name: str, vocabulary: Vocabulary) -> Proposals:
    """Make the component from the vocabulary's ordinary words."""
    return Proposals(vocabulary)
