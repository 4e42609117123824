"""Component `tags`: what the rules found, as one tag a token, for the statistical component to look at.

The rules' entities move to `doc.spans["rules"]`; the statistical component replaces the tags with its own, and
`tagged_spans` reads those.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.tagging import scripts

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


def tagged_spans(doc: Doc) -> Iterator[Span]:
    """The entities that the tags of a document spell; an `I-` that continues nothing begins one.

    What is written in a script without blanks belongs to none: the component was trained on English.
    """
    start, label = 0, ""
    for at, tag in enumerate((*(token.tag_ for token in doc), OUTSIDE)):
        if tag != OUTSIDE and scripts.is_of_them(doc[at].text):
            tag = OUTSIDE
        prefix, _, kind = tag.partition("-")
        if label and (prefix != "I" or kind != label):
            yield Span(doc, start, at, label)
            label = ""
        if kind and not label:
            start, label = at, kind
