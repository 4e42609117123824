"""Component `results`: the figures a note claims, each tied to its metric, model, dataset and baseline."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.mentions import ReportedResult
from kg.tagging.quantities import Quantity, quantities

Doc.set_extension("results", default=(), force=True)

_BY = re.compile(r"\b(?:by|with|to|of|=|at)\s+(?:(?:up to|about|around|over|more than|nearly|approximately|an? (?:average|factor) of|at least|roughly|as much as|just|only|average)\s+)*[~≈]?\s*$")
_NOUN = re.compile(
    r"^[\s-]*(?:(?:lower|higher|better|less|more|relative|absolute|average|overall|further|performance|percentage|points?|an?|the|in)\s+)*"
    r"(?P<noun>faster|speed-?ups?|acceleration|slower|smaller|cheaper|fewer \w+|improvements?|gains?|reduction in [\w-]+|reductions?|compression|savings?|score|increase|decrease|drop|retention)\b",
    re.IGNORECASE,
)
_GAP = 90  # characters between a figure and a metric named after it
_CLAUSE = re.compile(r"[;]|, (?:while|and|reducing|improving|achieving|increasing|with)\b")
_AGAINST = re.compile(r"(?:over|than|compared (?:to|with)|versus|vs\.?|against|relative to|outperform\w*|surpass\w*)\s")


@Language.component("results", requires=["doc.ents"], assigns=["doc._.results"])
def results(doc: Doc) -> Doc:
    """Put the figures that have a metric into `doc._.results`, in the order of the text."""
    found = []
    for start, end in doc._.sentences:
        ents = [ent for ent in doc.ents if start <= ent.start_char < end]
        pieces = list(quantities(doc.text, start, end))
        for index, quantity in enumerate(pieces):
            metric = _metric(doc.text[:end], start, ents, quantity)
            if metric is None:
                continue
            found.append(
                ReportedResult(
                    quantity.start,
                    quantity.end,
                    quantity.text,
                    start,
                    end,
                    metric,
                    model=_nearest(ents, quantity, "MODEL", exclude="compares"),
                    dataset=_nearest(ents, quantity, "DATASET", exclude="compares"),
                    baseline=_baseline(ents, quantity, index, len(pieces)),
                )
            )
    doc._.results = tuple(found)
    return doc


def _metric(text: str, start: int, ents: list[Span], quantity: Quantity) -> str | None:
    """The metric of a figure: behind "by" the one before it, otherwise the one right after, then before."""
    metrics = [ent for ent in ents if ent.label_ == "METRIC"]
    before = [ent for ent in metrics if ent.end_char <= quantity.start]
    after = [ent for ent in metrics if quantity.end <= ent.start_char <= quantity.end + _GAP]
    near = [ent for ent in after if not _CLAUSE.search(text, quantity.end, ent.start_char)]
    by = _BY.search(text, start, quantity.start)
    if by and before and not (near and near[0].start_char - quantity.end < 3):
        return before[-1].text
    noun = _NOUN.match(text[quantity.end : quantity.end + 60])
    if near and (not noun or near[0].start_char - quantity.end < 30):
        return near[0].text
    if noun and not before:
        return noun["noun"]
    if before and (quantity.unit != "×" or not noun):
        return before[-1].text
    return noun["noun"] if noun else None


def _nearest(ents: list[Span], quantity: Quantity, label: str, *, exclude: str) -> str | None:
    """The entity of a type that stands nearest to the figure in its sentence."""
    fitting = [ent for ent in ents if ent.label_ == label and ent._.role != exclude]
    if not fitting:
        return None
    return min(fitting, key=lambda ent: min(abs(ent.start_char - quantity.end), abs(quantity.start - ent.end_char))).text


def _baseline(ents: list[Span], quantity: Quantity, index: int, count: int) -> str | None:
    """What the figure is compared with; several figures and as many baselines go together in their order."""
    compared = [ent for ent in ents if ent._.role == "compares" and ent.label_ in ("METHOD", "MODEL", "TECHNIQUE")]
    if not compared:
        return None
    if len(compared) == count:
        return compared[index].text
    later = [ent for ent in compared if ent.start_char >= quantity.end]
    return (later or compared)[0].text
