"""Component `choose`: of all that was found, the entities of the note; no two overlap.

The longest name at a place wins. Of two equally long ones the paper's own name comes first, then models,
vocabulary terms, names told by their shape, and fuller phrases.
"""

from __future__ import annotations

from operator import itemgetter

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.tagging import datasets, measures, models, names, phrases, terms

ORDER = (
    names.OWN_GROUP,
    models.GROUP,
    terms.GROUP,
    datasets.GROUP,
    names.GROUP,
    phrases.GROUP,
    measures.GROUP,
)


@Language.component("choose", requires=["doc.spans"], assigns=["doc.ents"])
def choose(doc: Doc) -> Doc:
    """Set `doc.ents`; a term of the general vocabulary holds its place without becoming an entity."""
    found = [
        (span.start - span.end, rank, span.start, span.label_, span)
        for rank, group in enumerate(ORDER)
        for span in doc.spans[group]
    ]
    found.sort(key=itemgetter(0, 1, 2, 3))
    free = bytearray(b"1") * len(doc)
    chosen: list[tuple[int, Span]] = []
    for _, _, start, label, span in found:
        end = span.end
        if b"0" not in free[start:end]:
            free[start:end] = b"0" * (end - start)
            if label != "GENERAL":
                chosen.append((start, span))
    doc.set_ents([span for _, span in sorted(chosen, key=itemgetter(0))])
    return doc
