"""Component `roles`: how the paper relates to each thing it names, told from the sentence.

proposes  it is the paper's own
compares  it stands behind "than", "compared to", "outperforms" and their like, or in a list that does
mentions  it stands where the note speaks of what others do or what is lacking
uses      all else: what the paper works on or builds from
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.tagging import names
from kg.tagging.cues import any_of
from kg.tagging.sentences import sentence_at

Span.set_extension("role", default="uses", force=True)

_COMPARES = re.compile(rf"{any_of('role.comparing')}\s+", re.IGNORECASE)
_NEW_CLAUSE = re.compile(rf"[,;:—]|\.\s|{any_of('role.new_clause')}")
_BACKGROUND = re.compile(any_of("role.background"), re.IGNORECASE)
_OWN_WORK = re.compile(any_of("role.own_work"), re.IGNORECASE)
_LIST_GOES_ON = re.compile(
    rf"(?: ?\([^)]*\))?(?:,|,? and|,? or|,? as well as|/) ?(?:(?:the|its) )?"
    rf"(?:(?!{any_of('role.new_clause')})[A-Za-z][\w-]* )?"
)
_BACKGROUND_REACH = 400  # characters in which the note may say that it speaks of others
_REACH = 60  # characters between a word of comparison and what it governs


@Language.component("roles", requires=["doc.ents"], assigns=["span._.role"])
def roles(doc: Doc) -> Doc:
    """Set `span._.role` of every entity."""
    main = {surface for proposal in doc._.proposals if proposal.main for surface in proposal.surfaces}
    own = {(span.start, span.end) for span in doc.spans[names.OWN_GROUP] if _is_main(span.text, main)}
    masked = doc._.masked
    compared: Span | None = None
    for span in doc.ents:
        if (span.start, span.end) in own:
            span._.role = "proposes"
        elif _is_compared(masked, span) or (compared is not None and _continues(masked, compared, span)):
            span._.role = "compares"
            compared = span
        elif _is_background(masked, span, doc._.title_end):
            span._.role = "mentions"
    return doc


def _is_main(surface: str, main: set[str]) -> bool:
    """Whether a surface is one of a main name; a name of several words may stand in small letters."""
    return surface in main or (" " in surface and surface.casefold() in {name.casefold() for name in main})


def _is_compared(masked: str, span: Span) -> bool:
    """Whether a word of comparison governs the mention: it stands before it with no new clause between."""
    before = masked[max(sentence_at(span.doc, span.start_char)[0], span.start_char - 2 * _REACH) : span.start_char]
    governing = max((match.end() for match in _COMPARES.finditer(before)), default=None)
    if governing is None or len(before) - governing >= _REACH:
        return False
    return not _NEW_CLAUSE.search(before, governing)


def _continues(masked: str, previous: Span, span: Span) -> bool:
    """Whether a mention goes on a list that began with a compared one."""
    return bool(_LIST_GOES_ON.fullmatch(masked, previous.end_char, span.start_char))


def _is_background(masked: str, span: Span, title_end: int) -> bool:
    if span.end_char <= title_end:
        return False
    before = masked[
        max(sentence_at(span.doc, span.start_char)[0], span.start_char - _BACKGROUND_REACH) : span.start_char
    ]
    return bool(_BACKGROUND.search(before)) and not _OWN_WORK.search(before)
