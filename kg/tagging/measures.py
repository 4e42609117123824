"""Component `measures`: quantities that no vocabulary lists, told by the figure they come with.

"reducing silicon area by 11x", "improves retrieval performance by 6%", "a 1.73× latency reduction": the noun
phrase between a verb of change and its figure, between a figure and a noun of change, or between one figure
and the next, is what is measured.
"""

from __future__ import annotations

import re
from itertools import product

from spacy.language import Language
from spacy.tokens import Doc

from kg.iri import slug
from kg.tagging.cues import any_of
from kg.tagging.quantities import FIGURE, VALUE
from kg.tagging.reading import reading_of

GROUP = "measures"

_FIGURE = re.compile(FIGURE)
_NOT_FIRST = rf"(?!{any_of('phrase.not_first_of_measure', 'role.new_clause', 'figure.change')})"
_NOT_LATER = rf"(?!{any_of('phrase.not_later_in_measure', 'figure.course', 'figure.change')})"
_MEASURE = rf"(?P<measure>{_NOT_FIRST}[a-z][\w-]*(?: {_NOT_LATER}[a-z][\w-]*){{0,2}})"
_BY_FIGURE = re.compile(
    rf"(?:{any_of('figure.change')}|(?<=[%x×]),?(?: and)?) (?:(?:the|its|their|average|overall) )?{_MEASURE}"
    rf"(?: of [\w -]{{3,40}}?)? by (?:{any_of('figure.hedge')} )*{VALUE}"
)
_ONE_MORE = re.compile(rf"(?<=[%x×])(?:, and|,| and) {_MEASURE} {VALUE}(?=[,.;)]|\s|$)")
_FIGURE_FIRST = re.compile(
    rf"{VALUE} (?:(?:relative|absolute|average) )?(?P<measure>{_NOT_FIRST}[a-z][\w-]*(?: [a-z][\w-]*)?)"
    rf" {any_of('figure.noun_of_change')}"
)


@Language.component("measures", assigns=["doc.spans"])
def measures(doc: Doc) -> Doc:
    """Put what is measured into `doc.spans["measures"]`."""
    reading = reading_of(doc)
    text = reading.text
    found = []
    with_figures = sorted({reading.sentence_at(match.start()) for match in _FIGURE.finditer(text)})
    for pattern, sentence in product((_BY_FIGURE, _ONE_MORE, _FIGURE_FIRST), with_figures):
        for match in pattern.finditer(text, *sentence):
            key = f"metric/{slug(match['measure'])}"
            span = doc.char_span(*match.span("measure"), "METRIC", kb_id=key, alignment_mode="contract")
            if span is not None:
                found.append(span)
    doc.spans[GROUP] = found
    return doc
