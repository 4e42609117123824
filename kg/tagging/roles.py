"""Component `roles`: how the paper relates to each thing it names.

proposes  it is the paper's own
compares  it stands behind "than", "compared to", "outperforms" and their like, or in a list that does
mentions  the note speaks of it only as what others do, or as what the work does without or may be joined with
uses      all else: what the paper works on or builds from

The sentence tells, and where else the thing is named: what the title has a word of is worked on, what only sections on
others' work name is not, and what a section on the method names is used.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.kinds import COMPARABLE_TYPES
from kg.mentions import Role
from kg.tagging import names
from kg.tagging.cues import any_of, words_of
from kg.tagging.reading import Reading, reading_of

_KEY = "roles"  # in `doc.user_data`, as that of a reading: an attribute of spans takes spaCy longer

_NEW_CLAUSE = re.compile(rf"[,;:—]|\.\s|(?<!based ){any_of('role.new_clause')}")
_EXAMPLES = re.compile(rf",? {any_of('kind_of_thing.calling')} (?:[A-Z][\w-]*(?: ?\([^)]*\))?(?:,? and |, ))*$")
_LIST_GOES_ON = re.compile(  # "X (…) by 3 points and the Y"
    r"\)?(?: ?\([^)]*\))?(?: by (?:[a-z]+ ){0,4}\d\S*(?: points?)?)?"
    rf"(?:,|,? and|,? or|,? as well as|/| ?{any_of('phrase.and_joined')}) ?(?:(?:the|its) )?"
    rf"(?:(?!{any_of('role.new_clause')})[A-Za-z][\w-]* )?"
)
_DIFFERENCE = re.compile(
    rf"[\d%×]|{any_of('figure.difference', 'figure.comparative', 'figure.change', 'figure.outcome', 'role.winning')}"
)
_BASELINE_BEHIND = re.compile(r"(?:[- ]\w+)?(?:[- ]\w+)? (?:as (?:the|a|our) )?(?:baseline|counterpart)s?\b")
_LOSING_BEHIND = re.compile(
    rf"\)?(?: ?\([^)]*\))?(?: and [\w-]+)?(?: (?!than)\w+){{0,2}} {any_of('role.losing')}"
    r"(?! (?:it|the|this|that|them|these)\b)"
)
_BETWEEN = r" (?:(?!(?:to|with|and|or)\b)[\w-]+ ){1,6}"
_APART = re.compile(rf"{_BETWEEN}to (?:[\w-]+ ){{0,4}}")  # "superior results to X"
_COMPARED_APART = re.compile(rf"{_BETWEEN}(?:to|with|against) (?:[\w-]+ ){{0,4}}")  # "compare our speed with X"
_ADDED_OR_NOT = re.compile(r"\b[Ww]ith(?:out)? $")
_COMPARED_BEFORE = re.compile(rf"{any_of('role.comparing_before_joined')} ?$")
_COMPARED_BEHIND = re.compile(rf" ?{any_of('role.comparing_behind_joined')}")
_JOINED_BEHIND = re.compile(r" can (?:\w+ )?(?:be (?:\w+ )?on top|be (?:added|combined)|come on top|go on top)\b")
_BACKGROUND_REACH = 400  # characters in which the note may say that it speaks of others
_REACH = 60  # characters between a word of comparison and what it governs


def role_of(ent: Span) -> Role:
    """The role of an entity of a document that has been through the component."""
    role: Role = ent.doc.user_data[_KEY].get(ent.start, "uses")
    return role


@Language.component("roles", requires=["doc.ents"], assigns=["doc.user_data"])
def roles(doc: Doc) -> Doc:
    """Tell the role of every entity."""
    reading = reading_of(doc)
    main = {surface for proposal in doc._.proposals if proposal.main for surface in proposal.surfaces}
    own = {(span.start, span.end) for span in doc.spans[names.OWN_GROUP] if _is_main(span.text, main)}
    told: dict[int, Role] = {}  # by the entity's first token
    things: dict[int, list[tuple[Span, Role]]] = defaultdict(list)
    last: dict[Role, Span] = {}  # what a list may go on from
    own_work = reading.own_work or 0
    for span in doc.ents:
        if (span.start, span.end) in own:
            told[span.start] = "proposes"
            if span.start_char > reading.title_end:
                own_work = min(own_work, reading.sentence_at(span.start_char)[0])
        elif span.label_ in COMPARABLE_TYPES:
            role = _told_by_words_around(reading, span, last)
            things[span.kb_id].append((span, role))
            if role != "uses":
                told[span.start] = role
                last[role] = span
    for named in things.values():
        passing = list(_in_passing(reading, named, own_work))
        if passing and not _in_title(doc, reading, named):
            for span in passing:
                told[span.start] = "mentions"
    doc.user_data[_KEY] = told
    return doc


def _is_main(surface: str, main: set[str]) -> bool:
    """Whether a surface is one of a main name; a name of several words may stand in small letters."""
    return surface in main or (" " in surface and surface.casefold() in {name.casefold() for name in main})


def _told_by_words_around(reading: Reading, span: Span, last: dict[Role, Span]) -> Role:
    """The role that words before a mention, or right behind it, give it; "uses" where they say nothing."""
    if _is_compared(reading, span) or _continues(reading.masked, last.get("compares"), span):
        return "compares"
    if (
        _is_governed(reading, "role.aside", span)
        or _continues(reading.masked, last.get("mentions"), span)
        or _JOINED_BEHIND.match(reading.masked, span.end_char)
    ):
        return "mentions"
    return "uses"


def _is_compared(reading: Reading, span: Span) -> bool:
    """Whether a word of comparison governs the mention, or it is called a baseline."""
    return (
        _is_governed(reading, "role.comparing", span)
        or _is_governed(reading, "role.comparing_by", span, of_difference=True)
        or _is_compared_apart(reading, span)
        or bool(_BASELINE_BEHIND.match(reading.masked, span.end_char))
        or _is_beaten(reading.masked, span)
        or bool(_COMPARED_BEFORE.search(reading.masked, max(0, span.start_char - 4), span.start_char))
        or bool(_COMPARED_BEHIND.match(reading.masked, span.end_char))
    )


def _is_beaten(masked: str, span: Span) -> bool:
    """Whether a mention is said to lose, by itself and not as what another is with or without."""
    before = _ADDED_OR_NOT.search(masked, max(0, span.start_char - 8), span.start_char)
    return not before and bool(_LOSING_BEHIND.match(masked, span.end_char))


def _is_compared_apart(reading: Reading, span: Span) -> bool:
    """Whether a word of comparison and the mention have between them what is compared."""
    first = span.start_char
    cues = reading.cues_between("role.comparing_apart", max(0, first - 2 * _REACH), first)
    return any(
        (_COMPARED_APART if reading.masked.startswith("compar", start) else _APART).fullmatch(
            reading.masked, end, first
        )
        for start, end in cues
    )


def _is_governed(reading: Reading, cue: str, span: Span, *, of_difference: bool = False) -> bool:
    """Whether a cue stands before the mention with no new clause between.

    One `of_difference` opens the sentence or stands behind a figure or a word of difference.
    """
    first = span.start_char
    governing = reading.cues_between(cue, max(0, first - 2 * _REACH), first)
    if not governing:
        return False
    start, end = max(governing, key=lambda place: place[1])
    sentence_start = reading.sentence_at(first)[0]
    examples = _EXAMPLES.search(reading.masked, end, first)  # "models such as X, Y and": what names them goes on
    clause_end = examples.start() if examples else first
    if start < sentence_start or first - end > _REACH or _NEW_CLAUSE.search(reading.masked, end + 1, clause_end):
        return False
    if not of_difference or start == sentence_start:
        return True
    return bool(_DIFFERENCE.search(reading.masked, max(sentence_start, start - _REACH), start))


def _continues(masked: str, previous: Span | None, span: Span) -> bool:
    """Whether a mention goes on a list that began with another."""
    return previous is not None and bool(_LIST_GOES_ON.fullmatch(masked, previous.end_char, span.start_char))


def _in_title(doc: Doc, reading: Reading, named: list[tuple[Span, Role]]) -> bool:
    """Whether the title has a word of a thing."""
    title = doc.char_span(0, reading.title_end, alignment_mode="expand") or ()
    words = {token.norm_ for token in title} - words_of("phrase.joining")
    return any(token.norm_ in words for span, _ in named for token in span)


def _in_passing(reading: Reading, named: list[tuple[Span, Role]], own_work: int) -> Iterator[Span]:
    """The mentions of a thing that do no more than name it, if the title has no word of it.

    What is compared with is not used where else it is named, unless in the words of the paper's own work. What
    sections on others' work alone name is not used, nor what one sentence alone names where that speaks of others.
    """
    if {reading.work_at(span.start_char) for span, _ in named} == {"others"}:
        yield from (span for span, role in named if role == "uses")
        return
    compared = any(role == "compares" for _, role in named)
    if not compared and len({reading.sentence_at(span.start_char) for span, _ in named}) > 1:
        return
    for span, role in named:
        if role != "uses":
            continue
        if compared:
            if not reading.cues_between("role.own_work", *reading.sentence_at(span.start_char)):
                yield span
        elif reading.work_at(span.start_char) != "own" and _is_background(reading, span, own_work):
            yield span


def _is_background(reading: Reading, span: Span, own_work: int) -> bool:
    """Whether the note speaks of others: it has not come to its own work yet, or the sentence says so.

    The first sentence tells what the paper is about.
    """
    sentence_start = reading.sentence_at(span.start_char)[0]
    if sentence_start < own_work and sentence_start > reading.sentences[1][0]:
        return True
    window = max(sentence_start, span.start_char - _BACKGROUND_REACH), span.start_char
    return bool(reading.cues_between("role.background", *window)) and not reading.cues_between("role.own_work", *window)
