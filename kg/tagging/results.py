"""Component `results`: the figures a note claims, each tied to its metric, model, dataset and baseline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.kinds import COMPARABLE_TYPES
from kg.mentions import ReportedResult
from kg.tagging.cues import any_of
from kg.tagging.quantities import Quantity, quantities
from kg.tagging.reading import reading_of

Doc.set_extension("results", default=(), force=True)

_BY = re.compile(rf"(?:\b(?:by|with|(?<!up )to|of|at|from)|=)\s+(?:{any_of('figure.hedge')}(?:\s+of)?\s+)*[~≈]?\s*$")
_NOUN = re.compile(
    rf"[\s-]*(?:{any_of('figure.degree')}\s+)*(?P<noun>{any_of('figure.outcome')}|fewer \w+|reduction in [\w-]+)",
    re.IGNORECASE,
)
_NOUN_OF = re.compile(rf"(?P<noun>{any_of('figure.outcome')}) of (?:{any_of('figure.hedge')} )?$")
_COURSE = re.compile(rf"(?: \w+)? {any_of('figure.course')}(?: (?:up|down))?(?: {any_of('figure.hedge')})*\s")
_DIGIT = re.compile(r"\d")
_GAP = 90  # characters between a figure and a metric named after it
_CLAUSE = re.compile(
    r"; |\b(?:while|whereas)\b|, (?:thereby|thus|with|and (?:(?:also|further) )?[a-z]+(?:ing|es)"
    r"|reducing|improving|achieving|increasing|outperforming|surpassing)\b"
)
_COORDINATED = re.compile(r"\s*,?\s*(?:and|or|,)?\s*")


@Language.component("results", requires=["doc.ents"], assigns=["doc._.results"])
def results(doc: Doc) -> Doc:
    """Put the figures that have a metric into `doc._.results`, in the order of the text."""
    found: list[ReportedResult] = []
    reading = reading_of(doc)
    text = reading.text
    by_sentence: dict[tuple[int, int], list[Span]] = {}
    for ent in doc.ents:
        by_sentence.setdefault(reading.sentence_at(ent.start_char), []).append(ent)
    for start, end in reading.sentences:
        if not _DIGIT.search(text, start, end):
            continue
        ents = by_sentence.get((start, end), [])
        groups = list(_groups(text, list(quantities(text, start, end))))
        said: dict[str | None, str] = {}  # "prefill becomes 1.82× faster and decoding 2.87×"
        for index, group in enumerate(groups):
            metric = _metric(text[:end], start, ents, group[0], group[-1]) or said.get(group[0].unit)
            if metric:
                said[group[0].unit] = metric
                until = groups[index + 1][0].start if index + 1 < len(groups) else end
                found.extend(_of_group(text[:end], start, until, ents, group, metric))
    doc._.results = tuple(found)
    return doc


def _groups(text: str, pieces: list[Quantity]) -> Iterator[list[Quantity]]:
    """Figures that are told in one breath ("9.2x, 4.2x and 1.6x") together."""
    group: list[Quantity] = []
    for piece in pieces:
        if group and not _COORDINATED.fullmatch(text, group[-1].end, piece.start):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _of_group(
    text: str, start: int, until: int, ents: list[Span], group: list[Quantity], metric: str
) -> Iterator[ReportedResult]:
    """Results of figures told together; `until` is where the next figure stands."""
    clause = [ent for ent in ents if _same_clause(text, ent, group)]
    compared = [ent for ent in clause if ent._.role == "compares" and ent.label_ in COMPARABLE_TYPES]
    right_behind = [ent for ent in compared if group[-1].end <= ent.start_char < until]
    tied = [ent for ent in clause if ent._.role != "compares"]
    for index, quantity in enumerate(group):
        yield ReportedResult(
            quantity.start,
            quantity.end,
            quantity.text,
            start,
            len(text),
            metric,
            unit=quantity.unit,
            model=_partner([ent for ent in tied if ent.label_ == "MODEL"], quantity, index, len(group)),
            dataset=_partner([ent for ent in tied if ent.label_ == "DATASET"], quantity, index, len(group)),
            baseline=_partner(right_behind or compared, quantity, index, len(group)),
        )


def _metric(text: str, start: int, ents: list[Span], first: Quantity, last: Quantity) -> str | None:
    """The metric of figures told together: behind "by" the one before, otherwise the one right after, then before."""
    metrics = [ent for ent in ents if ent.label_ == "METRIC"]
    before = [ent for ent in metrics if ent.end_char <= first.start]
    after = [ent for ent in metrics if last.end <= ent.start_char <= last.end + _GAP]
    near = [ent for ent in after if not re.search(r"[,;]", text[last.end : ent.start_char])]
    if before and (first.start - before[-1].end_char <= 3 or _COURSE.fullmatch(text, before[-1].end_char, first.start)):
        return before[-1].text
    if before and _BY.search(text, start, first.start) and not (near and near[0].start_char == last.end + 1):
        return before[-1].text
    noun = _NOUN.match(text, last.end)
    if near and (not noun or near[0].start_char - last.end < 30):
        return near[0].text
    if before and not noun:
        return before[-1].text
    noun = noun or _NOUN_OF.search(text, start, first.start)
    return noun["noun"] if noun else None


def _same_clause(text: str, ent: Span, group: list[Quantity]) -> bool:
    """Whether no clause ends between an entity and the figures."""
    if ent.start_char >= group[-1].end:
        return not _CLAUSE.search(text, group[-1].end, ent.start_char)
    return not _CLAUSE.search(text, ent.end_char, group[0].start)


def _partner(fitting: list[Span], quantity: Quantity, index: int, count: int) -> str | None:
    """What a figure goes with: its counterpart where there are as many as figures, otherwise the nearest one."""
    if not fitting:
        return None
    if len(fitting) == count:
        return fitting[index].text
    return min(fitting, key=lambda e: min(abs(e.start_char - quantity.end), abs(quantity.start - e.end_char))).text
