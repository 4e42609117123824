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
from kg.tagging.shapes import capitalised_phrases, distinctive_words, expands
from kg.vocabulary import Vocabulary

Place = tuple[int, int]
"""Where something stands, as a character span of the document."""

Doc.set_extension("proposals", default=(), force=True)

_MAIN_TITLE = re.compile(r"(?P<name>[^:?!]{2,70}?)(?: ?\((?P<short>[^)]{2,20})\))?(?::| [–—]) ")
_SEGMENT = re.compile(
    r"\s(?:for|via|through|with|in|on|by|using|towards?|under|from|as|across|to|at|over|based on)\s",
    re.IGNORECASE,
)
_VERB = re.compile(
    rf"{any_of('proposing.making', 'proposing.showing')}"
    rf"|{any_of('proposing.subject')} {any_of('proposing.showing_after_subject')}",
    re.IGNORECASE,
)
_PLAIN_NAME = re.compile(
    rf" (?:the |an? )?(?P<name>[A-Z][a-z]{{2,}})(?=,? (?:an?|the|which|that|to)\b|, | {any_of('kind_of_thing.work')})"
)
_ASIDE = re.compile(any_of("proposing.aside"))
_PASSIVE = re.compile(rf"\b(?:is|are|was|were)\s+(?:(?:therefore|then|further|thus)\s+)?{any_of('proposing.made')}")
_WINDOW = 110  # characters after a verb in which the name it introduces begins
_SUBJECT = re.compile(r"(?:The |This paper's |Our )?")
_PREDICATE = re.compile(r"(?: \([^)]*\))?(?: framework| method| paradigm| system)? (?:\w+ly )?(?:is|was|[a-z]{3,}s)\b")
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
        found = self._from_title(doc)
        titled = bool(found)
        named = {surface for proposal in found for surface in proposal.surfaces}
        for place, group in self._from_text(doc):
            if not named & set(group):
                main = not found or (not titled and _in_same_breath(doc, found, place))
                found.append(Proposal(group, main))
                named.update(group)
        doc._.proposals = tuple(found)
        return doc

    def _from_text(self, doc: Doc) -> list[tuple[int, tuple[str, ...]]]:
        """The surfaces of what the text introduces, with their places; weaker evidence where there is no stronger."""
        names = self._candidates(doc)
        found = dict.fromkeys((*self._introduced(doc, names), *_first_subject(doc, names)))
        if not found:
            phrases = list(_phrases_of_title(doc))
            if phrases:
                return phrases
            found = dict.fromkeys(_spelt_out_or_subject(doc, names))
        return [(name[0], self._forms(doc, *name)) for name in found]

    def _introduced(self, doc: Doc, names: list[Place]) -> Iterator[Place]:
        """Names behind "proposes" and its like, and before "is proposed"."""
        masked = doc._.masked
        for start, end in doc._.sentences[1:]:
            inside = [name for name in names if start <= name[0] and name[1] <= end]
            for verb in _verbs(masked, start, end):
                plain = _PLAIN_NAME.match(masked, verb.end())
                if plain and plain["name"].casefold() not in self._common:
                    yield plain.span("name")
                    continue
                aside = _ASIDE.search(masked, verb.end(), end)
                reach = min(verb.end() + _WINDOW, aside.start() if aside else end)
                yield from _coordinated(masked, [name for name in inside if verb.end() <= name[0] <= reach])
            for passive in _PASSIVE.finditer(masked, start, end):
                before = [name for name in inside if passive.start() - _WINDOW <= name[0] < passive.start()]
                yield from _coordinated(masked, before)

    def _candidates(self, doc: Doc) -> list[Place]:
        """Where the text has what can be a name: not listed in a vocabulary, in the order of the text."""
        text, masked = doc._.content, doc._.masked
        listed = {(span.start_char, span.end_char) for span in doc.spans[terms.GROUP]}
        spans: set[Place] = set()
        for start, end in doc._.sentences[1:]:
            spans.update(capitalised_phrases(masked, start, end, self._common))
        spans.update(distinctive_words(masked))
        spans.update(match.span("name") for match in _QUOTED.finditer(masked))
        for pair in doc._.abbreviations:
            if text[slice(*pair.long)].islower() or pair.long in listed:
                spans -= {pair.short, pair.long}
            else:
                spans = {s for s in spans if not (pair.long[0] <= s[0] and s[1] <= pair.long[1])} | {pair.long}
        return sorted(
            span
            for span in spans
            if span[0] > doc._.title_end
            and span[1] - span[0] > 1
            and text[slice(*span)].casefold() not in self._common
            and not any(a <= span[0] and span[1] <= b for a, b in listed)
        )

    def _forms(self, doc: Doc, start: int, end: int) -> tuple[str, ...]:
        """All surfaces of the name at a span: itself, and what abbreviations and the title say it stands for."""
        text = doc._.content
        surfaces = {text[start:end]: None}
        for pair in doc._.abbreviations:
            forms = [text[slice(*pair.short)], text[slice(*pair.long)]]
            if surfaces.keys() & set(forms):
                surfaces.update(dict.fromkeys(forms))
        title = text[: doc._.title_end]
        tail = title.partition(": ")[2] or title
        listed = {span.text for span in doc.spans[terms.GROUP]}
        for segment in map(str.strip, (tail, *_SEGMENT.split(tail))):
            if segment in listed or segment.split(" ")[0].casefold() in self._common:
                continue
            if any(expands(surface, segment) for surface in surfaces if " " not in surface):
                surfaces[segment] = None
                break
        return tuple(surfaces)

    def _from_title(self, doc: Doc) -> list[Proposal]:
        text, title = doc._.content, doc._.content[: doc._.title_end]
        match = _MAIN_TITLE.match(title)
        if not match:
            return []
        name = match["name"].strip(" \"“”'")
        start = title.index(name)
        spelt = re.escape(name).replace("\\ ", "[ -]").replace("\\-", "[ -]")
        body = text[doc._.title_end + 1 :]
        in_text = re.search(rf"[\w,—–(] [\"“]?{spelt}(?!\w)", body)
        opens_text = re.search(rf"(?:^|[.?!] ){spelt}(?: \([^)]*\))?(?:,| (?:\w+ly )?(?:is|[a-z]{{3,}}s)\b)", body)
        one_word = " " not in name and any(True for _ in distinctive_words(name))
        if len(name.split()) > 5 or not (match["short"] or one_word or in_text or opens_text):
            return []
        generic = {s.label_ for s in doc.spans[terms.GROUP] if (s.start_char, s.end_char) == (start, start + len(name))}
        if generic - OWNED_TYPES and not opens_text:
            return []
        surfaces = dict.fromkeys(self._forms(doc, start, start + len(name)))
        surfaces.update({found.group(): None for found in re.finditer(spelt, body)})
        if match["short"]:
            surfaces[match["short"]] = None
        return [Proposal(tuple(surfaces), main=True)]


def _in_same_breath(doc: Doc, found: list[Proposal], place: int) -> bool:
    """Whether a second name is introduced in the same sentence as the first ("two methods, A and B")."""
    first = doc._.content.find(found[-1].surfaces[0], doc._.title_end)
    return found[-1].main and not re.search(r"[.;] ", doc._.content[min(first, place) : max(first, place)])


def _verbs(masked: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Verbs that introduce what stands behind them; "is proposed" looks the other way."""
    passives = [passive.span() for passive in _PASSIVE.finditer(masked, start, end)]
    for verb in _VERB.finditer(masked, start, end):
        if not any(first <= verb.start() < last for first, last in passives):
            yield verb


def _first_subject(doc: Doc, names: list[Place]) -> Iterator[Place]:
    """The name that the text begins with, where it says something of it."""
    opening = _SUBJECT.match(doc._.masked, doc._.title_end + 1)
    for name in names:
        if opening and name[0] == opening.end() and _PREDICATE.match(doc._.masked, name[1]):
            yield name


def _phrases_of_title(doc: Doc) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Phrases in small letters that are proposed as a method and stand in the title, too."""
    title = doc._.content[: doc._.title_end].casefold()
    for start, end in doc._.sentences[1:]:
        for verb in _verbs(doc._.masked, start, end):
            for match in _KIND_OF_WORK.finditer(doc._.masked, verb.end(), min(end, verb.end() + _WINDOW)):
                words = (match["phrase"] or match["after"]).split()
                endings = (" ".join(words[first:]) for first in range(len(words) - 1 if match["phrase"] else 1))
                phrase = next((ending for ending in endings if ending.casefold() in title), None)
                if phrase and " " in phrase:
                    at = title.index(phrase.casefold())
                    yield match.start(), (doc._.content[at : at + len(phrase)], phrase)
                    break


def _spelt_out_or_subject(doc: Doc, names: list[Place]) -> list[Place]:
    """Where nothing introduces a name: one that the title holds and the text spells out, or a sentence's subject."""
    title = doc._.content[: doc._.title_end].casefold()
    opening = {start for start, _ in doc._.sentences[1:]}
    spelt_out = {pair.long: min(pair.short, pair.long)[0] for pair in doc._.abbreviations}
    titled = [name for name in names if name in spelt_out and doc._.content[slice(*name)].casefold() in title]
    subjects = [
        name
        for name in names
        if spelt_out.get(name, name[0]) in opening and (name in spelt_out or _PREDICATE.match(doc._.masked, name[1]))
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
