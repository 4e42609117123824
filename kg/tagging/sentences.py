"""Component `sentences`: the title is a sentence of its own, then one ends at each closing mark."""

from __future__ import annotations

from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

_CLOSING = frozenset({".", "!", "?", "…"})
_AFTER = frozenset({'"', "”", "’", "'", ")", "]", "»"})

Doc.set_extension("title_end", default=0, force=True)
Doc.set_extension("sentences", default=(), force=True)


@Language.component("sentences", assigns=["token.is_sent_start", "doc._.sentences"])
def sentences(doc: Doc) -> Doc:
    """Mark sentence starts, and put the sentences' character spans into `doc._.sentences`, the title first.

    `doc._.title_end` is the length of the title in characters.
    """
    starts = [0]
    closed = True
    for token in doc:
        if token.idx < doc._.title_end:
            token.is_sent_start = token.i == 0
            continue
        text = token.text
        begins = closed and text not in _AFTER and not token.is_space and (len(starts) == 1 or not text[0].islower())
        token.is_sent_start = begins
        if begins:
            starts.append(token.idx)
        closed = text in _CLOSING or (closed and not begins and (text in _AFTER or token.is_space))
    ends = [*starts[1:], len(doc.text)]
    doc._.sentences = tuple(zip(starts, ends, strict=True))
    return doc


def sentence_at(doc: Doc, char: int) -> tuple[int, int]:
    """The character span of the sentence that holds a character."""
    spans: tuple[tuple[int, int], ...] = doc._.sentences
    return spans[bisect_right(spans, (char, len(doc.text) + 1)) - 1]
