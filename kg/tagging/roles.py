"""Component `roles`: how the paper relates to each thing it names.

proposes  it is the paper's own
compares  it stands behind "than", "compared to", "outperforms" and their like, or in a list that does
mentions  the note speaks of it only as what others do, or as what the work may be joined with
uses      all else: what the paper works on or builds from

The sentence tells, and where else the thing is named: what the title has a word of is worked on.
"""

from __future__ import annotations

import re
from collections import defaultdict

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.kinds import COMPARABLE_TYPES
from kg.tagging import names
from kg.tagging.cues import any_of, words_of
from kg.tagging.reading import Reading, reading_of

Span.set_extension("role", default="uses", force=True)

_NEW_CLAUSE = re.compile(rf"[,;:—]|\.\s|{any_of('role.new_clause')}")
_LIST_GOES_ON = re.compile(
    rf"(?: ?\([^)]*\))?(?: by (?:[a-z]+ ){{0,4}}\d\S*(?: points?)?)?(?:,|,? and|,? or|,? as well as|/) ?(?:(?:the|its) )?"
    rf"(?:(?!{any_of('role.new_clause')})[A-Za-z][\w-]* )?"
)
_DIFFERENCE = re.compile(
    rf"[\d%×]|{any_of('figure.difference', 'figure.comparative', 'figure.change', 'figure.outcome')}"
)
_BASELINE_BEHIND = re.compile(r"(?:[- ]\w+)?(?:[- ]\w+)? (?:baseline|counterpart)s?\b")
_JOINED_BEHIND = re.compile(r" can (?:\w+ )?(?:be (?:\w+ )?on top|be (?:added|combined)|come on top|go on top)\b")
_BACKGROUND_REACH = 400  # characters in which the note may say that it speaks of others
_REACH = 60  # characters between a word of comparison and what it governs


@Language.component("roles", requires=["doc.ents"], assigns=["span._.role"])
def roles(doc: Doc) -> Doc:
    """Set `span._.role` of every entity."""
    reading = reading_of(doc)
    own = _set_own(doc)
    _set_governed(doc, reading)
    title = doc.char_span(0, reading.title_end, alignment_mode="expand")
    titled = {token.norm_ for token in title or ()} - words_of("phrase.joining")
    own_work = _own_work(reading, own)
    things: dict[str, list[Span]] = defaultdict(list)
    for span in doc.ents:
        if span._.role != "proposes" and span.label_ in COMPARABLE_TYPES:
            things[span.kb_id_].append(span)
    for spans in things.values():
        if all(titled.isdisjoint(token.norm_ for token in span) for span in spans):
            _set_in_passing(reading, spans, own_work)
    return doc


def _set_own(doc: Doc) -> list[Span]:
    """Give the paper's own names their role; yield them in the order of the text."""
    main = {surface for proposal in doc._.proposals if proposal.main for surface in proposal.surfaces}
    places = {(span.start, span.end) for span in doc.spans[names.OWN_GROUP] if _is_main(span.text, main)}
    own = [span for span in doc.ents if (span.start, span.end) in places]
    for span in own:
        span._.role = "proposes"
    return own


def _is_main(surface: str, main: set[str]) -> bool:
    """Whether a surface is one of a main name; a name of several words may stand in small letters."""
    return surface in main or (" " in surface and surface.casefold() in {name.casefold() for name in main})


def _set_governed(doc: Doc, reading: Reading) -> None:
    """Set the roles that words before a mention, or right behind it, give it."""
    compared: Span | None = None
    joined: Span | None = None
    for span in doc.ents:
        if span._.role == "proposes" or span.label_ not in COMPARABLE_TYPES:
            continue
        if _is_compared(reading, span) or _continues(reading.masked, compared, span):
            span._.role = "compares"
            compared = span
        elif (
            _is_governed(reading, "role.aside", span)
            or _continues(reading.masked, joined, span)
            or _JOINED_BEHIND.match(reading.masked, span.end_char)
        ):
            span._.role = "mentions"
            joined = span


def _is_compared(reading: Reading, span: Span) -> bool:
    """Whether a word of comparison governs the mention, or it is called a baseline."""
    return (
        _is_governed(reading, "role.comparing", span)
        or _is_governed(reading, "role.comparing_by", span, of_difference=True)
        or bool(_BASELINE_BEHIND.match(reading.masked, span.end_char))
    )


def _is_governed(reading: Reading, cue: str, span: Span, *, of_difference: bool = False) -> bool:
    """Whether a cue stands before the mention with no new clause between.

    One `of_difference` opens the sentence or stands behind a figure or a word of difference.
    """
    sentence_start = reading.sentence_at(span.start_char)[0]
    governing = reading.cues_between(cue, max(sentence_start, span.start_char - 2 * _REACH), span.start_char)
    if not governing:
        return False
    start, end = max(governing, key=lambda place: place[1])
    if span.start_char - end > _REACH or _NEW_CLAUSE.search(reading.masked, end + 1, span.start_char):
        return False
    if not of_difference or start == sentence_start:
        return True
    return bool(_DIFFERENCE.search(reading.masked, max(sentence_start, start - _REACH), start))


def _continues(masked: str, previous: Span | None, span: Span) -> bool:
    """Whether a mention goes on a list that began with another."""
    return previous is not None and bool(_LIST_GOES_ON.fullmatch(masked, previous.end_char, span.start_char))


def _own_work(reading: Reading, own: list[Span]) -> int:
    """Where the text comes to its own work: the sentence that says so, or the first that has the paper's own name."""
    named = next((span.start_char for span in own if span.start_char > reading.title_end), None)
    if reading.own_work is None or named is None:
        return reading.own_work or 0
    return min(reading.own_work, reading.sentence_at(named)[0])


def _set_in_passing(reading: Reading, spans: list[Span], own_work: int) -> None:
    """Set the roles of a thing's mentions that do no more than name it."""
    compared = any(span._.role == "compares" for span in spans)
    once = len({reading.sentence_at(span.start_char) for span in spans}) == 1
    for span in spans:
        if span._.role == "uses" and (
            (compared and not reading.cues_between("role.own_work", *reading.sentence_at(span.start_char)))
            or (once and not compared and _is_background(reading, span, own_work))
        ):
            span._.role = "mentions"


def _is_background(reading: Reading, span: Span, own_work: int) -> bool:
    """Whether the note speaks of others: it has not come to its own work yet, or the sentence says so."""
    sentence_start = reading.sentence_at(span.start_char)[0]
    if reading.sentences[1][0] < sentence_start < own_work:
        return True
    window = max(sentence_start, span.start_char - _BACKGROUND_REACH), span.start_char
    return bool(reading.cues_between("role.background", *window)) and not reading.cues_between("role.own_work", *window)
