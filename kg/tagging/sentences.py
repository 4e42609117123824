"""Component `sentences`: the title is a sentence of its own, then one ends at each closing mark.

It runs first, so it also keeps the document's text at hand for the components behind it: spaCy puts the text
together anew each time it is asked for.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from kg.tagging.shapes import mask

_CLOSING = frozenset({".", "!", "?", "…"})
_AFTER = frozenset({'"', "”", "’", "'", ")", "]", "»"})

Doc.set_extension("title_end", default=0, force=True)
Doc.set_extension("sentences", default=(), force=True)
Doc.set_extension("content", default="", force=True)
Doc.set_extension("masked", default="", force=True)


@Language.component("sentences", assigns=["token.is_sent_start", "doc._.sentences", "doc._.content", "doc._.masked"])
def sentences(doc: Doc) -> Doc:
    """Mark sentence starts, and put the sentences' character spans into `doc._.sentences`, the title first.

    `doc._.title_end` is the length of the title in characters. `doc._.content` becomes the text, and
    `doc._.masked` the text with formulas and links blanked out.
    """
    doc._.content = doc.text
    doc._.masked = mask(doc._.content)
    title_end = doc._.title_end
    starts, opens = [0], np.full(len(doc), -1, dtype=np.int64)
    opens[:1] = 1
    closed = True
    for token in doc:
        if token.idx < title_end:
            continue
        text = token.text
        begins = closed and text not in _AFTER and not token.is_space and (len(starts) == 1 or not text[0].islower())
        if begins:
            opens[token.i] = 1
            starts.append(token.idx)
        closed = text in _CLOSING or (closed and not begins and (text in _AFTER or token.is_space))
    column: Any = opens.reshape(-1, 1).astype(np.uint64)  # spaCy stubs know no NumPy arrays here
    doc.from_array([SENT_START], column)
    ends = [*starts[1:], len(doc._.content)]
    doc._.sentences = tuple(zip(starts, ends, strict=True))
    return doc


def sentence_at(doc: Doc, char: int) -> tuple[int, int]:
    """The character span of the sentence that holds a character."""
    spans: tuple[tuple[int, int], ...] = doc._.sentences
    return spans[bisect_right(spans, (char, sys.maxsize)) - 1]
