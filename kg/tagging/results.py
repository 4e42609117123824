"""Component `results`: the figures a note claims, each tied to its metric, model, dataset and baseline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.mentions import ReportedResult
from kg.tagging.bounds import bounded
from kg.tagging.cues import any_of
from kg.tagging.quantities import COURSE_JOINED, MAY_HOLD_FIGURES, Quantity, quantities
from kg.tagging.reading import Reading, reading_of
from kg.tagging.roles import role_of
from kg.tagging.shapes import Place
from kg.tagging.ties import CLAUSE, ties

Doc.set_extension("results", default=(), force=True)

_NO_MEASURE = any_of("figure.no_measure", "figure.difference", "figure.comparative", "figure.degree")
_WORD = rf"(?!{_NO_MEASURE}|\w+ly\b)[A-Za-z][\w@-]*"
_PHRASE = rf"(?P<measure>{_WORD}(?: {_WORD}){{0,2}})"
_HEDGES = rf"(?:{any_of('figure.hedge')}(?:\s+of)?\s+)*[~≈$]*\s*"
_DEGREE = rf"[\s-]*(?:{any_of('figure.degree')} )*"
_CHANGE = rf"(?:{any_of('figure.difference', 'figure.comparative')} (?:(?:in|of|to) (?:terms of )?)?)"
_PREPOSITION = r"(?:(?:in|on|of|for|to) (?:terms of )?)?(?:(?:the|its|their|average|overall) )*"

# What stands between a metric and its figure, or its figure and a metric: "accuracy of about 85%", "3% more accuracy".
_IS = re.compile(
    r"(?: scores?)?(?: \([^()\d]*\))?(?:\s?[(:=]\s?|,? (?:of|is|was|at|reaches|to|from) |\s)"
    rf"(?:an? )?{_HEDGES}|{COURSE_JOINED}"
)
_OF = re.compile(rf"{_DEGREE}{_CHANGE}*{_PREPOSITION}(?:(?!{any_of('figure.no_measure')})[\w-]+ ){{0,3}}")
_BY = re.compile(rf"(?:\b(?:by|with|(?<!up )to|of|at|from)|=)\s+{_HEDGES}$|{COURSE_JOINED}$")
_COURSE = re.compile(rf"(?: \w+)? {any_of('figure.course')}(?: (?:up|down))?(?: {any_of('figure.hedge')})*\s")
# What is measured where no metric is known: "a 2× speedup", "30% fewer calls", "12% compute", "a depth of 12%".
_OUTCOME = re.compile(rf"{_DEGREE}(?P<measure>{any_of('figure.outcome')})", re.IGNORECASE)
_FASTER = re.compile(rf"{_DEGREE}faster\b")
_PROCESS = re.compile(
    rf"(?<![\w-])(?P<measure>{any_of('figure.process')})(?: (?:with|on|at|of|over) [^,;()]{{1,30}})?"
    rf"(?: {any_of('figure.course')})? {_HEDGES}$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"[,.;)]|$| and\b")
_OUTCOME_OF = re.compile(rf"(?P<measure>{any_of('figure.outcome')})(?: of {_HEDGES}|{COURSE_JOINED}|\s?)$")
_CHANGE_IN = re.compile(
    rf"{_DEGREE}{_CHANGE}+(?:(?:in|of) (?:terms of )?)?(?:(?:the|its|their|average|overall) )*{_PHRASE}"
)
_PHRASE_OF = re.compile(rf"(?<![\w-])(?P<measure>{_WORD}) of (?:an? )?{_HEDGES}$")
_OF_PHRASE = re.compile(rf" {_PHRASE}(?=[,.;:)]|$| {_NO_MEASURE})")

_GAP = 30  # characters between a figure and a metric that stands loosely behind it
_COORDINATED = re.compile(r"\s*,?\s*(?:and|or|,|/)?\s*")
_LISTED = re.compile(r"(?: scores?)?(?:,? and |,? or |, |\s?/\s?)")


@Language.component("results", requires=["doc.ents"], assigns=["doc._.results"])
def results(doc: Doc) -> Doc:
    """Put the figures that the note claims into `doc._.results`, in the order of the text."""
    found: list[ReportedResult] = []
    reading = reading_of(doc)
    by_sentence: dict[Place, list[Span]] = {}
    for ent in doc.ents:
        by_sentence.setdefault(reading.sentence_at(ent.start_char), []).append(ent)
    own_data = next((ent.text for ent in doc.ents if ent.label_ == "DATASET" and role_of(ent) == "proposes"), None)
    for sentence in reading.sentences:
        if MAY_HOLD_FIGURES.search(reading.text, *sentence):
            found.extend(_of_sentence(reading, sentence, by_sentence.get(sentence, []), own_data))
    doc._.results = tuple(found)
    return doc


def _of_sentence(reading: Reading, sentence: Place, ents: list[Span], own_data: str | None) -> Iterator[ReportedResult]:
    """Results of a sentence with these entities; `own_data` is the data set that the paper introduces."""
    start, end = sentence
    text = reading.text[:end]
    metrics: list[Span] = []
    for ent in ents:  # of "word error rate (WER)" the first is enough
        if ent.label_ == "METRIC" and not (metrics and text[metrics[-1].end_char : ent.start_char] == " ("):
            metrics.append(ent)
    figures = quantities(text, start, len(text), [(ent.start_char, ent.end_char) for ent in metrics])
    groups = list(_groups(text, (one for one in figures if not _in_name(one, ents))))
    said: dict[str | None, list[str]] = {}  # "prefill becomes 1.82× faster and decoding 2.87×"
    sped_up: list[str] = []
    for index, group in enumerate(groups):
        sped_up = _sped_up(text, start, group, sped_up)
        if group[0].is_bound:
            measured = _bounded(text, start, metrics, group)
            if not measured:
                continue
        else:
            measured = sped_up or _measured(reading, text, start, metrics, group) or said.get(group[0].unit, [])
        if not measured and group[-1].text.endswith("times") and not _BY.search(text, start, group[0].start):
            continue  # "asked 3 times" counts repetitions
        if measured and group[0].unit == "×":
            said[group[0].unit] = measured[-1:]
        until = groups[index + 1][0].start if index + 1 < len(groups) else end
        goes_with = ties(reading, sentence, group, until, ents, own_data)
        for position, (quantity, tie) in enumerate(zip(group, goes_with, strict=True)):
            metric = measured[min(position, len(measured) - 1)] if measured else None
            yield ReportedResult(
                quantity.start,
                quantity.end,
                reading.written[quantity.start : quantity.end].strip(),
                start,
                end,
                metric,
                model=tie.model,
                dataset=tie.dataset,
                baseline=tie.baseline,
                unit=quantity.unit,
                change="faster" if sped_up else None,
                is_bound=quantity.is_bound,
            )


def _in_name(quantity: Quantity, ents: list[Span]) -> bool:
    """Whether a number is part of a name ("Gemini 1.5")."""
    return any(ent.start_char <= quantity.start < ent.end_char for ent in ents)


def _groups(text: str, pieces: Iterator[Quantity]) -> Iterator[list[Quantity]]:
    """Figures that are told in one breath ("9.2x, 4.2x and 1.6x") together."""
    group: list[Quantity] = []
    for piece in pieces:
        alike = group and group[-1].is_bound == piece.is_bound
        if group and not (alike and _COORDINATED.fullmatch(text, group[-1].end, piece.start)):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _sped_up(text: str, start: int, group: list[Quantity], before: list[str]) -> list[str]:
    """The process that figures say is faster, if they do: right before them, or else that of the figures before."""
    faster = _FASTER.match(text, group[-1].end)
    goes_on = before and group[0].unit == "×" and _ALONE.match(text, group[-1].end)
    process = _PROCESS.search(text, start, group[0].start) if faster or goes_on else None
    return [process["measure"]] if process else before if faster else []


def _measured(reading: Reading, text: str, start: int, metrics: list[Span], group: list[Quantity]) -> list[str]:
    """What figures told together measure: one thing for all, one for each, or nothing that the sentence names.

    A metric beside them counts first, then the one at the other end of "improves by", then a plain noun beside
    them ("fewer calls"), and at last a metric that stands more loosely in the same clause.
    """
    first, last = group[0], group[-1]
    before = [ent for ent in metrics if ent.end_char <= first.start]
    after = [ent for ent in metrics if last.end <= ent.start_char]
    in_clause = before and not CLAUSE.search(text, before[-1].end_char, first.start)
    if before and _IS.fullmatch(text, before[-1].end_char, first.start):
        return _names(text, before[-len(group) :])
    if after and _OF.fullmatch(text, last.end, after[0].start_char):
        return _names(text, after[: len(group)], nearest=0)
    if first.measure and not _PHRASE_OF.search(text, start, first.start):
        return [quantity.measure or first.measure for quantity in group]
    if before and _COURSE.fullmatch(text, before[-1].end_char, first.start):
        return _names(text, before[-len(group) :])
    if in_clause and _BY.search(text, start, first.start):
        return _names(text, before[-len(group) :])
    noun = (
        _OUTCOME.match(text, last.end)
        or _OUTCOME_OF.search(text, start, first.start)
        or _CHANGE_IN.match(text, last.end)
        or _PHRASE_OF.search(text, start, first.start)
        or _OF_PHRASE.match(text, last.end)
    )
    if noun:
        return [reading.written[slice(*noun.span("measure"))]]
    if after and after[0].start_char - last.end < _GAP and not re.search(r"[,;]", text[last.end : after[0].start_char]):
        return [after[0].text]
    return [before[-1].text] if in_clause else []


def _bounded(text: str, start: int, metrics: list[Span], group: list[Quantity]) -> list[str]:
    """What bounds told together bound: a metric with the noun for it, or the noun; nothing if they are not claimed."""
    noun = bounded(text, start, group[0].start, group[-1].end)
    if noun is None:
        return []
    return [next((ent.text for ent in metrics if ent.start_char <= noun[0] < ent.end_char), text[slice(*noun)])]


def _names(text: str, run: list[Span], nearest: int = -1) -> list[str]:
    """The names of metrics that are listed side by side; of the nearest one alone where they are not."""
    gaps = [text[one.end_char : other.start_char] for one, other in pairwise(run)]
    if all(_LISTED.fullmatch(gap) for gap in gaps):
        return [ent.text for ent in run]
    return [run[nearest].text]
