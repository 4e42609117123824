"""Component `abbreviations`: short forms with their long forms, in either order.

`Adaptive Selection Layer (ASL)` and `ASL (Adaptive Selection Layer)`. The matching of letters follows
Schwartz and Hearst (2003), read from the right: each character of the short form is found in the long
form, its first character at the start of a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.tagging.reading import reading_of
from kg.tagging.scripts import UNLETTERED

_SHORT = r"[A-Za-z0-9α-ω][\w.+²³*&/\-‑]{0,14}"
_LONG_THEN_SHORT = re.compile(rf"\((?P<short>{_SHORT}?)s?(?:\)|[,;:] )")
_BRACKETED = re.compile(r"\((?P<long>[^()]{6,120})\)")
_SHORT_BEFORE = re.compile(rf"(?<![\w-])(?P<short>{_SHORT}) ?$")
_REACH = 20  # characters before a bracket in which the short form stands
_WORD = re.compile(r"[^\s\-‑/\"“”]+")
_WORDS_OF_TITLE = re.compile(r"\S+ \S+ \S")  # so many of them stand for a name whatever its letters
_HYPHENATED_BEFORE = re.compile(r"[\w-]+[-‑]$")
_BOUND = re.compile(rf"[.;:()—。\n{UNLETTERED}]")  # no long form goes over one of these

Doc.set_extension("abbreviations", default=(), force=True)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and its long form, as character spans of the document."""

    short: tuple[int, int]
    long: tuple[int, int]


@Language.component("abbreviations", assigns=["doc._.abbreviations"])
def abbreviations(doc: Doc) -> Doc:
    """Put the pairs found into `doc._.abbreviations`, in the order of the text."""
    reading = reading_of(doc)
    text, title = reading.text, reading.text[: reading.title_end].casefold()
    found: dict[tuple[int, int], Abbreviation] = {}
    for match in _LONG_THEN_SHORT.finditer(text):
        start = _long_form_start(match["short"], text, match.start())
        if start is not None:
            found[match.span("short")] = Abbreviation(
                match.span("short"), (start, len(text[: match.start()].rstrip(' "”')))
            )
    for bracket in _BRACKETED.finditer(text):
        short = _SHORT_BEFORE.search(text, max(0, bracket.start() - _REACH), bracket.start())
        if short is None:
            continue
        start = _long_form_start(short["short"], text, bracket.end("long"), floor=bracket.start("long"))
        named = short["short"][0].isupper() and _WORDS_OF_TITLE.match(bracket["long"])
        if start is None and named and bracket["long"].casefold() in title:
            start = bracket.start("long")
        if start is not None and not text[bracket.start("long") : start].strip():
            found[short.span("short")] = Abbreviation(short.span("short"), bracket.span("long"))
    doc._.abbreviations = tuple(sorted(found.values(), key=lambda pair: pair.short))
    return doc


def _long_form_start(short: str, text: str, end: int, floor: int = 0) -> int | None:
    """Where the long form that ends at `end` begins, or None where the letters do not fit.

    The long form has at most twice as many words as the short form has letters, and at most five more.
    """
    letters = [char for char in short.casefold() if char.isalnum()]
    capitals = sum(char.isupper() for char in short)
    if (
        len(letters) < 2
        or capitals < 1 + (len(short) <= 4)
        or short.casefold() in text[max(floor, end - 120) : end].casefold().split()
    ):
        return None
    reach = max(floor, end - 160)
    clause = max((bound.end() for bound in _BOUND.finditer(text, reach, end)), default=reach)
    words = [match.start() + clause for match in _WORD.finditer(text[clause:end])]
    words = words[-min(len(letters) * 2, len(letters) + 5) :]
    if not words:
        return None
    position = end
    for index in range(len(letters) - 1, -1, -1):
        letter = letters[index]
        position -= 1
        while position >= words[0] and not (text[position].casefold() == letter and (index > 0 or position in words)):
            position -= 1
        if position < words[0]:
            return None
    hyphenated = _HYPHENATED_BEFORE.search(text, clause, position)  # "non-negative …" as a whole
    return hyphenated.start() if hyphenated else position


__all__ = ["Abbreviation", "abbreviations"]
