"""Component `choose`: of all that was found, the entities of the note; no two overlap.

The longest name at a place wins. Of two equally long ones the paper's own name comes first, then models,
vocabulary terms, names told by their shape, and fuller phrases.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.tagging import measures, models, names, phrases, terms

ORDER = (names.OWN_GROUP, models.GROUP, terms.GROUP, names.GROUP, phrases.GROUP, measures.GROUP)


@Language.component("choose", requires=["doc.spans"], assigns=["doc.ents"])
def choose(doc: Doc) -> Doc:
    """Set `doc.ents`; a term of the general vocabulary holds its place without becoming an entity."""
    ranked = sorted(
        ((span, rank) for rank, group in enumerate(ORDER) for span in doc.spans[group]),
        key=lambda item: (-len(item[0]), item[1], item[0].start, item[0].label_),
    )
    taken = [False] * len(doc)
    chosen: list[Span] = []
    for span, _ in ranked:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = [True] * len(span)
            if span.label_ != "GENERAL":
                chosen.append(span)
    doc.set_ents(sorted(chosen, key=lambda span: span.start))
    return doc
