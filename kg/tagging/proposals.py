"""Component `proposals`: the names of what a paper itself introduces.

Evidence, strongest first: the name before the colon of the title; the subject of the first sentence; a name beside
"propose", "introduce" and their like, the authors' own first; hints; a title that ends with what papers build. A
name's short and long form belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.kinds import OWNED_TYPES
from kg.tagging import terms, title_names
from kg.tagging.abbreviations import Abbreviation
from kg.tagging.hints import hinted, is_subject, opens_text, plain_names, spelt_in_title
from kg.tagging.introductions import Introductions
from kg.tagging.reading import Reading, reading_of
from kg.tagging.scripts import UNLETTERED
from kg.tagging.shapes import Place, expands
from kg.vocabulary import Vocabulary

Doc.set_extension("proposals", default=(), force=True)

Listed = Mapping[Place, str]
"""Where the vocabularies have something, with its type."""

_SEGMENT = re.compile(
    r"\s(?:for|via|through|with|in|on|by|using|towards?|under|from|as|across|to|at|over|based on)\s",
    re.IGNORECASE,
)
_SHORTEST_SHOUTED = 4  # letters of an ordinary word that is a name in capitals
_QUOTED = re.compile(rf"[\"“](?P<name>[^\"”“{UNLETTERED}]{{3,60}})[\"”]")


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
        listed = {(span.start_char, span.end_char): span.label_ for span in doc.spans[terms.GROUP]}
        found = self._from_title(doc, reading, listed)
        titled = bool(found)
        named = {surface for proposal in found for surface in proposal.surfaces}
        for place, group in self._from_text(doc, reading, listed):
            if not named & set(group):
                main = not found or (not titled and _is_main_too(reading, found, place))
                found.append(Proposal(group, main))
                named.update(group)
        bare = None if found else title_names.bare_name(reading.text[: reading.title_end])
        if bare and bare not in listed:
            found.append(Proposal((reading.text[slice(*bare)],), main=True))
        doc._.proposals = tuple(found)
        return doc

    def _from_text(self, doc: Doc, reading: Reading, listed: Listed) -> list[tuple[int, tuple[str, ...]]]:
        """The surfaces of what the text introduces, with their places; weaker evidence where there is no stronger."""
        names = self._candidates(doc, reading, listed)
        introductions = Introductions(reading)
        spelt_out = {
            pair.long for pair in doc._.abbreviations if _is_generic(reading, pair) and pair.long not in listed
        }
        known = {place for place, label in listed.items() if label in OWNED_TYPES and introductions.presents(place)}
        introduced = introductions.all(sorted({*spelt_out, *names, *known}), self._common)
        own_work = reading.background_end
        behind = [name for name in names if name[0] >= own_work]
        opening = (name for name in behind if name in reading.distinctive and opens_text(reading, name))
        found = dict.fromkeys((*opening, *spelt_in_title(reading, behind), *introduced))
        found = found or dict.fromkeys(_parts_of_title(reading, introductions, listed))
        if not found:
            begun = {long for long in spelt_out if reading.text[long[0]].isupper() and long[0] >= own_work}
            plain = [] if reading.cues["proposing.making"] else self._unlisted(reading, plain_names(reading), listed)
            found = dict.fromkeys(hinted(reading, sorted(begun.union(behind, plain)), doc._.abbreviations))
        return [(name[0], self._forms(doc, reading, listed, name)) for name in found]

    def _candidates(self, doc: Doc, reading: Reading, listed: Listed) -> list[Place]:
        """Where the text has what can be a name: not listed in a vocabulary, in the order of the text."""
        text = reading.text
        spans = {*reading.capitalised, *reading.distinctive}
        spans.update(match.span("name") for match in _QUOTED.finditer(reading.masked))
        generic = set()
        for pair in doc._.abbreviations:
            if _is_generic(reading, pair) or pair.long in listed:
                generic.add(text[slice(*pair.short)])
            else:
                spans = {s for s in spans if not (pair.long[0] <= s[0] and s[1] <= pair.long[1])} | {pair.long}
        written = (span for span in spans if text[slice(*span)] not in generic)
        return sorted(self._unlisted(reading, written, listed))

    def _unlisted(self, reading: Reading, names: Iterable[Place], listed: Listed) -> Iterator[Place]:
        """Those behind the title that are no ordinary word and no part of what a vocabulary has."""
        for start, end in names:
            word = reading.text[start:end]
            shouted = word.isupper() and len(word) >= _SHORTEST_SHOUTED  # APPLE
            if (
                start > reading.title_end
                and len(word) > 1
                and (shouted or word.casefold() not in self._common)
                and not any(first <= start and end <= last for first, last in listed)
            ):
                yield start, end

    def _forms(self, doc: Doc, reading: Reading, listed: Listed, name: Place) -> tuple[str, ...]:
        """All surfaces of the name at a place: itself, and what abbreviations and the title say it stands for."""
        text = reading.text
        written = text[slice(*name)]
        surfaces = {written: None}
        for pair in doc._.abbreviations:
            forms = [text[slice(*pair.short)], text[slice(*pair.long)]]
            if surfaces.keys() & set(forms):
                surfaces.update(dict.fromkeys(forms))
        title = text[: reading.title_end]
        surfaces.update({title[a:b]: None for a, b in title_names.parts(title) if _same(title[a:b], written)})
        tail = title.partition(": ")[2] or title
        terms_listed = {text[slice(*place)] for place in listed}
        for segment in map(str.strip, (tail, *_SEGMENT.split(tail))):
            if segment in terms_listed or segment.split(" ")[0].casefold() in self._common:
                continue
            if any(expands(surface, segment) for surface in surfaces if " " not in surface):
                surfaces[segment] = None
                break
        return tuple(surfaces)

    def _from_title(self, doc: Doc, reading: Reading, listed: Listed) -> list[Proposal]:
        """The name before the colon of the title, with all its forms."""
        name = title_names.main_name(reading, self._common)
        if name is None:
            return []
        if listed.get(name.place, "METHOD") not in OWNED_TYPES and not name.opens_text:
            return []
        return [
            Proposal(tuple(dict.fromkeys((*self._forms(doc, reading, listed, name.place), *name.others))), main=True)
        ]


def _parts_of_title(reading: Reading, introductions: Introductions, listed: Listed) -> Iterator[Place]:
    """Where the text introduces in small letters, or takes for its subject, what names the work in the title."""
    lower = reading.masked.lower()
    if len(lower) != len(reading.masked):  # a capital that has no one small letter: places would shift
        return
    own_work = reading.background_end
    for start, end in title_names.parts(reading.text[: reading.title_end]):
        part = lower[start:end].rstrip("s")
        if (start, end) not in listed:
            for first, last in title_names.spelt_with_any_gaps(part, lower, reading.title_end + 1):
                place = first, last + lower.startswith("s", last)
                if introductions.holds(first) or (first >= own_work and is_subject(reading, place)):
                    yield place
                    break


def _is_main_too(reading: Reading, found: list[Proposal], place: int) -> bool:
    """Whether a further name is what the paper is about, too, and no part of the first.

    It is where neither the title nor the opening of the text has the first, or both are introduced in one sentence
    ("two methods, A and B").
    """
    title = _spelling(reading.text[: reading.title_end])
    opening = reading.text.startswith(found[0].surfaces, reading.title_end + 1)
    if not opening and not any(_spelling(surface) in title for surface in found[0].surfaces):
        return True
    first = reading.text.find(found[-1].surfaces[0], reading.title_end)
    return found[-1].main and not re.search(r"[.;] ", reading.text[min(first, place) : max(first, place)])


def _same(phrase: str, other: str) -> bool:
    """Whether two phrases differ in case, hyphens and a plural -s at most."""
    return _spelling(phrase) == _spelling(other)


def _spelling(phrase: str) -> str:
    """A phrase in small letters, without hyphens and a plural -s."""
    return phrase.casefold().replace("-", " ").rstrip("s")


def _is_generic(reading: Reading, pair: Abbreviation) -> bool:
    """Whether what is shortened is an ordinary phrase in small letters, no name of its own."""
    start, end = pair.long
    opens_sentence = reading.sentence_at(start)[0] == start
    return reading.text[start + opens_sentence : end].islower()


@Language.factory("proposals", requires=["doc.spans", "doc._.abbreviations"], assigns=["doc._.proposals"])
def create_proposals(nlp: Language, name: str, vocabulary: Vocabulary) -> Proposals:
    """Make the component from the vocabulary's ordinary words."""
    return Proposals(vocabulary)
