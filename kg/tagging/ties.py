"""What a figure goes with: the model and the data set it was obtained on, and what it is measured against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from kg.kinds import COMPARABLE_TYPES
from kg.tagging.cues import any_of
from kg.tagging.quantities import Quantity
from kg.tagging.reading import Reading
from kg.tagging.roles import role_of

# Behind a figure a new clause ends what it is about; before it, only a new statement does.
CLAUSE = re.compile(
    r"; |\b(?:while|whereas)\b|, (?:thereby|thus|with|and (?:(?:also|further) )?[a-z]+(?:ing|es)"
    r"|reducing|improving|achieving|increasing|outperforming|surpassing)\b"
)
_STATEMENT = re.compile(r"; |\b(?:while|whereas)\b")
# "5% on MMLU": the data set right behind a figure is its own, whatever stands before it.
_ON = re.compile(r"(?:(?!\band\b)[^,;:()])*\b(?:on|in|for|of|with|over)(?: (?:the|our))?(?: [\w-]+){0,2} ")
_AND = re.compile(r",? (?:and|or) |, ")
_RIVAL = re.compile(
    rf"\s(?:(?:the|a|an|its|their|our|all|any|using|that of) )*"
    rf"(?P<name>(?:(?!{any_of('figure.no_measure', 'role.new_clause')})[A-Za-z][\w-]* ){{0,4}}{any_of('figure.rival')})"
)


@dataclass(frozen=True, slots=True)
class Ties:
    """The surfaces that a figure is tied to; None where the note does not say."""

    model: str | None
    dataset: str | None
    baseline: str | None


def ties(
    reading: Reading,
    sentence: tuple[int, int],
    group: Sequence[Quantity],
    until: int,
    ents: Sequence[Span],
    own_data: str | None,
) -> Iterator[Ties]:
    """Yield what each of some figures told together goes with.

    `ents` are the entities of their sentence, `until` is where the next figure stands, and `own_data` the data
    set that the paper itself introduces, on which its figures are obtained unless they say otherwise.
    """
    text = reading.text
    near = [ent for ent in ents if _same_clause(text, ent, group)]
    stated = [ent for ent in ents if ent in near or _same_statement(text, ent, group)]
    compared = [ent for ent in stated if role_of(ent) == "compares" and ent.label_ in COMPARABLE_TYPES]
    baselines = [ent for ent in compared if _is_behind(text, ent, group, until)] or compared
    rival = None if baselines else _rival(reading, sentence, group, until)
    models = [ent for ent in near if ent.label_ == "MODEL" and role_of(ent) != "compares"]
    datasets = [ent for ent in near if ent.label_ == "DATASET"] or [ent for ent in stated if ent.label_ == "DATASET"]
    for index in range(len(group)):
        yield Ties(
            _partner(text, models, group, index, until),
            _partner(text, datasets, group, index, until) or own_data,
            _partner(text, baselines, group, index, until) or rival,
        )


def _same_clause(text: str, ent: Span, group: Sequence[Quantity]) -> bool:
    """Whether no clause ends between an entity and the figures."""
    if ent.start_char >= group[-1].end:
        return not CLAUSE.search(text, group[-1].end, ent.start_char)
    return not CLAUSE.search(text, ent.end_char, group[0].start)


def _same_statement(text: str, ent: Span, group: Sequence[Quantity]) -> bool:
    """Whether an entity stands before the figures in the same statement: "it outperforms X, gaining 5%"."""
    return ent.end_char <= group[0].start and not _STATEMENT.search(text, ent.end_char, group[0].start)


def _is_behind(text: str, ent: Span, group: Sequence[Quantity], until: int) -> bool:
    """Whether an entity stands between these figures and the next; behind "and" it begins what the next ones say."""
    return group[-1].end <= ent.start_char < until and not _AND.fullmatch(text, group[-1].end, ent.start_char)


def _partner(text: str, fitting: list[Span], group: Sequence[Quantity], index: int, until: int) -> str | None:
    """What a figure goes with: its counterpart of as many, else the one right behind the figures, else the nearest."""
    if not fitting:
        return None
    if len(fitting) == len(group):
        return fitting[index].text
    for ent in fitting:
        if group[-1].end <= ent.start_char < until and _ON.fullmatch(text, group[-1].end, ent.start_char):
            return ent.text
    quantity = group[index]
    return min(fitting, key=lambda e: min(abs(e.start_char - quantity.end), abs(quantity.start - e.end_char))).text


def _rival(reading: Reading, sentence: tuple[int, int], group: Sequence[Quantity], until: int) -> str | None:
    """What has no name but is compared with ("over the original model"): behind the figures, or else before them."""
    clause = CLAUSE.search(reading.text, group[-1].end, until)
    statement = [match.end() for match in _STATEMENT.finditer(reading.text, sentence[0], group[0].start)]
    behind = group[-1].end, clause.start() if clause else until
    before = max(statement, default=sentence[0]), group[0].start
    for start, end in (behind, before):
        cues = [
            *reading.cues_between("role.comparing", start, end),
            *reading.cues_between("role.comparing_by", start, end),
        ]
        for _, last in sorted(cues):
            rival = _RIVAL.match(reading.masked, last, sentence[1])
            if rival:
                return rival["name"]
    return None
