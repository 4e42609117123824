"""Component `proposals`: the names of what a paper itself introduces.

Evidence, strongest first: the name before the colon of the title; a name beside "propose", "introduce" and
their like; the subject of the first sentence. A name's short and long form belong together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.tagging import terms
from kg.tagging.cues import any_of
from kg.tagging.shapes import capitalised_phrases, distinctive_words, expands
from kg.vocabulary import Vocabulary

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
_NAMED_KINDS = frozenset({"METHOD", "MODEL", "DATASET", "METRIC"})


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
        """Names introduced by a verb in the text, then the subject of its first sentence, each with its place."""
        masked = doc._.masked
        names = self._candidates(doc, masked)
        found: dict[tuple[int, int], None] = {}
        phrases: list[tuple[int, tuple[str, ...]]] = []
        for start, end in doc._.sentences[1:]:
            inside = [name for name in names if start <= name[0] and name[1] <= end]
            passives = list(_PASSIVE.finditer(masked, start, end))
            for verb in _VERB.finditer(masked, start, end):
                if any(passive.start() <= verb.start() < passive.end() for passive in passives):
                    continue
                aside = _ASIDE.search(masked, verb.end(), end)
                reach = min(verb.end() + _WINDOW, aside.start() if aside else end)
                after = [name for name in inside if verb.end() <= name[0] <= reach]
                plain = _PLAIN_NAME.match(masked, verb.end())
                if plain and plain["name"].casefold() not in self._common:
                    after = [plain.span("name")]
                found.update(dict.fromkeys(_coordinated(masked, after)))
                phrases.extend(_phrase_of_title(doc, masked, verb.end(), min(end, verb.end() + _WINDOW)))
            for passive in passives:
                before = [name for name in inside if passive.start() - _WINDOW <= name[0] < passive.start()]
                found.update(dict.fromkeys(_coordinated(masked, before)))
        body = doc._.title_end + 1
        opening = _SUBJECT.match(masked, body)
        at = opening.end() if opening else body
        found.update({name: None for name in names if name[0] == at and _PREDICATE.match(masked, name[1])})
        if not found and not phrases:
            found.update(dict.fromkeys(_subjects(doc, names)))
        return [(name[0], self._forms(doc, *name)) for name in found] or phrases

    def _candidates(self, doc: Doc, masked: str) -> list[tuple[int, int]]:
        """Spans of the text that can be names: not listed in a vocabulary, in the order of the text."""
        text = doc._.content
        listed = {(span.start_char, span.end_char) for span in doc.spans[terms.GROUP]}
        spans: set[tuple[int, int]] = set()
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
        if generic - _NAMED_KINDS and not opens_text:
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


def _subjects(doc: Doc, names: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where no verb introduces a name: one that the title holds and the text spells out, or a sentence's subject."""
    title = doc._.content[: doc._.title_end].casefold()
    opening = {start for start, _ in doc._.sentences[1:]}
    spelt_out = {pair.long: min(pair.short, pair.long)[0] for pair in doc._.abbreviations}
    titled = [name for name in names if name in spelt_out and doc._.content[slice(*name)].casefold() in title]
    if titled:
        return titled[:1]
    for name in names:
        if spelt_out.get(name, name[0]) in opening and (name in spelt_out or _PREDICATE.match(doc._.masked, name[1])):
            return [name]
    return []


def _phrase_of_title(doc: Doc, masked: str, start: int, end: int) -> list[tuple[int, tuple[str, ...]]]:
    """A phrase in small letters that is proposed as a method and stands in the title, too."""
    title = doc._.content[: doc._.title_end].casefold()
    for match in _KIND_OF_WORK.finditer(masked, start, end):
        words = (match["phrase"] or match["after"]).split()
        for first in range(len(words) - 1):
            phrase = " ".join(words[first:])
            if phrase.casefold() in title and (match["phrase"] or first == 0):
                at = title.index(phrase.casefold())
                return [(match.start(), (doc._.content[at : at + len(phrase)], phrase))]
    return []


def _coordinated(masked: str, names: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first name and those joined to it by commas and "and"; brackets between are passed over."""
    taken: list[tuple[int, int]] = []
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
