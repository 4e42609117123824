"""Component `tags`: what the rules found, as one tag a token, for the statistical component to look at.

The rules' entities move to `doc.spans["rules"]`, so that the statistical component starts from a clean page.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

GROUP = "rules"
OUTSIDE = "O"


@Language.component("tags", requires=["doc.ents"], assigns=["token.tag", "doc.spans"])
def tags(doc: Doc) -> Doc:
    """Set `token.tag` to `B-` or `I-` and the type of the rules' entity, or `O`."""
    doc.spans[GROUP] = list(doc.ents)
    found = [OUTSIDE] * len(doc)
    for ent in doc.ents:
        found[ent.start : ent.end] = [f"B-{ent.label_}"] + [f"I-{ent.label_}"] * (len(ent) - 1)
    for token, tag in zip(doc, found, strict=True):
        token.tag_ = tag
    doc.set_ents([])
    return doc
