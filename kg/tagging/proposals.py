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
from kg.tagging.shapes import capitalised_phrases, distinctive_words, expands, mask

Doc.set_extension("proposals", default=(), force=True)

_MAIN_TITLE = re.compile(r"(?P<name>[^:?!]{2,70}?)(?: ?\((?P<short>[^)]{2,20})\))?(?::| [–—]) ")
_SEGMENT = re.compile(r"\s(?:for|via|through|with|in|on|by|using|towards?|under|from|as|across|to|at|over|based on)\s", re.IGNORECASE)
_TAIL = re.compile(r"\b(?:via|through|by|as)\s+(?P<name>[A-Z][^:?!,]*)$")
_VERB = re.compile(
    r"\b(?:propos(?:e[sd]?|ing)|introduc(?:e[sd]?|ing)|present(?:s|ed|ing)?|develop(?:s|ed|ing)?|design(?:s|ed|ing)?|"
    r"devis(?:e[sd]?|ing)|construct(?:s|ed|ing)?|creat(?:e[sd]?|ing)|releas(?:e[sd]?|ing)|build(?:s|ing)?|call(?:ed|s)?|"
    r"named?|dubbed|termed|coin(?:s|ed)?|offer(?:s|ed)?|describe[sd]?|contribut(?:e[sd]?|ing))\b"
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were)\s+(?:therefore |then |further |thus )?(?:proposed|introduced|presented|developed|designed|created|released|constructed)\b")
_WINDOW = 110  # characters after a verb in which the name it introduces begins
_SUBJECT = re.compile(r"(?:The |This paper's |Our )?")
_SEPARATE = re.compile(r",? (?:and|or) |, ")
_QUOTED = re.compile(r"[\"“](?P<name>[^\"”“]{3,60})[\"”]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The surfaces of one thing the note introduces; `main` where it is what the paper is about."""

    surfaces: tuple[str, ...]
    main: bool


@Language.component("proposals", requires=["doc.spans", "doc._.abbreviations"], assigns=["doc._.proposals"])
def proposals(doc: Doc) -> Doc:
    """Put what the note introduces into `doc._.proposals`, main ones first."""
    found = _from_title(doc)
    named = {surface for proposal in found for surface in proposal.surfaces}
    for group in _from_text(doc):
        if not named & set(group):
            found.append(Proposal(group, main=not found or (not _has_title_name(found, doc) and found[0].main and _same_sentence(doc, found, group))))
            named.update(group)
    doc._.proposals = tuple(found)
    return doc


def _has_title_name(found: list[Proposal], doc: Doc) -> bool:
    title = doc.text[: doc._.title_end]
    return any(surface in title for proposal in found for surface in proposal.surfaces)


def _same_sentence(doc: Doc, found: list[Proposal], group: tuple[str, ...]) -> bool:
    """Whether a second name is introduced in the same breath as the first ("two methods, A and B")."""
    text = doc.text
    first = max(text.find(found[-1].surfaces[0], doc._.title_end), 0)
    second = text.find(group[0], doc._.title_end)
    return "." not in text[min(first, second) : max(first, second)]


def _forms(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """All surfaces of the name at a span: itself and what the note's abbreviations say it stands for."""
    text = doc.text
    surfaces = {text[start:end]: None}
    for pair in doc._.abbreviations:
        forms = [text[slice(*pair.short)], text[slice(*pair.long)]]
        if surfaces.keys() & set(forms):
            surfaces.update(dict.fromkeys(forms))
    return tuple(surfaces)


def _from_title(doc: Doc) -> list[Proposal]:
    text, title = doc.text, doc.text[: doc._.title_end]
    match = _MAIN_TITLE.match(title)
    if not match:
        return []
    name = match["name"].strip(" \"“”'")
    words = name.split()
    distinctive = any(True for _ in distinctive_words(name))
    named_in_text = re.search(rf"[\w,] [\"“]?{re.escape(name)}\b", text[doc._.title_end + 1 :])
    opens_text = text[doc._.title_end :].lstrip().startswith(name + " ")
    if len(words) > 5 or not (match["short"] or (distinctive and len(words) <= 3) or named_in_text or opens_text):
        return []
    if _is_listed(doc, match.start("name"), match.start("name") + len(name)) and not opens_text:
        return []
    surfaces = dict.fromkeys(_forms(doc, match.start("name"), match.start("name") + len(name)))
    if match["short"]:
        surfaces[match["short"]] = None
    for segment in _SEGMENT.split(title[match.end() :]):
        if expands(name, segment.strip()):
            surfaces[segment.strip()] = None
    return [Proposal(tuple(surfaces), main=True)]


def _is_listed(doc: Doc, start: int, end: int) -> bool:
    """Whether a vocabulary term covers just this span."""
    return any(span.start_char == start and span.end_char == end for span in doc.spans[terms.GROUP])


def _from_text(doc: Doc) -> list[tuple[str, ...]]:
    """Names introduced by a verb in the text, then the subject of its first sentence."""
    masked = mask(doc.text)
    names = _candidates(doc, masked)
    found: list[tuple[str, ...]] = []
    for start, end in doc._.sentences[1:]:
        inside = [name for name in names if start <= name[0] and name[1] <= end]
        for verb in _VERB.finditer(masked, start, end):
            after = [name for name in inside if verb.end() <= name[0] <= verb.end() + _WINDOW]
            found.extend(_forms(doc, *name) for name in _coordinated(masked, after))
        for passive in _PASSIVE.finditer(masked, start, end):
            before = [name for name in inside if passive.start() - _WINDOW <= name[0] < passive.start()]
            found.extend(_forms(doc, *name) for name in _coordinated(masked, before))
    body = doc._.title_end + 1
    opening = _SUBJECT.match(masked, body)
    at = opening.end() if opening else body
    found.extend(_forms(doc, *name) for name in names if name[0] == at)
    return list(dict.fromkeys(found))


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


def _candidates(doc: Doc, masked: str) -> list[tuple[int, int]]:
    """Spans of the text that can be names: not listed in a vocabulary, in the order of the text."""
    listed = {(span.start_char, span.end_char) for span in doc.spans[terms.GROUP]}
    spans = {pair.long for pair in doc._.abbreviations if any(c.isupper() for c in doc.text[slice(*pair.long)])}
    for start, end in doc._.sentences[1:]:
        spans.update(capitalised_phrases(masked, start, end))
    spans.update(distinctive_words(masked))
    spans.update(match.span("name") for match in _QUOTED.finditer(masked))
    return sorted(
        span
        for span in spans - listed
        if span[0] > doc._.title_end and not any(a <= span[0] and span[1] <= b for a, b in listed)
    )
