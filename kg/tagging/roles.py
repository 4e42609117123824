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
from kg.tagging.reading import Reading, reading_of

Span.set_extension("role", default="uses", force=True)

_NEW_CLAUSE = re.compile(rf"[,;:—]|\.\s|{any_of('role.new_clause')}")
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
    reading = reading_of(doc)
    compared: Span | None = None
    for span in doc.ents:
        sentence_start = reading.sentence_at(span.start_char)[0]
        if (span.start, span.end) in own:
            span._.role = "proposes"
        elif _is_compared(reading, span, sentence_start) or (
            compared is not None and _continues(reading.masked, compared, span)
        ):
            span._.role = "compares"
            compared = span
        elif _is_background(reading, span, sentence_start):
            span._.role = "mentions"
    return doc


def _is_main(surface: str, main: set[str]) -> bool:
    """Whether a surface is one of a main name; a name of several words may stand in small letters."""
    return surface in main or (" " in surface and surface.casefold() in {name.casefold() for name in main})


def _is_compared(reading: Reading, span: Span, sentence_start: int) -> bool:
    """Whether a word of comparison governs the mention: it stands before it with no new clause between."""
    from_here = max(sentence_start, span.start_char - 2 * _REACH)
    governing = reading.cues_between("role.comparing", from_here, span.start_char)
    if not governing:
        return False
    end = max(end for _, end in governing) + 1  # and the blank behind it
    return span.start_char - end < _REACH and not _NEW_CLAUSE.search(reading.masked, end, span.start_char)


def _continues(masked: str, previous: Span, span: Span) -> bool:
    """Whether a mention goes on a list that began with a compared one."""
    return bool(_LIST_GOES_ON.fullmatch(masked, previous.end_char, span.start_char))


def _is_background(reading: Reading, span: Span, sentence_start: int) -> bool:
    """Whether the sentence has spoken of what others do, and not of the paper's own work, before the mention."""
    window = max(sentence_start, span.start_char - _BACKGROUND_REACH), span.start_char
    return (
        span.end_char > reading.title_end
        and bool(reading.cues_between("role.background", *window))
        and not reading.cues_between("role.own_work", *window)
    )
