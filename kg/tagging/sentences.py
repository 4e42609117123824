"""Where sentences begin: the title is one of its own, then one ends at each closing mark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.attrs import ORTH
from spacy.tokens import Doc

_CLOSING = ".!?…"
_AFTER = frozenset({'"', "”", "’", "'", ")", "]", "»"})


def mark_sentences(doc: Doc, title_end: int, text_end: int) -> tuple[tuple[int, int], ...]:
    """Mark the tokens that begin a sentence; give the sentences as character spans, the title first.

    `title_end` and `text_end` are the lengths of the title and of the whole in characters.
    """
    starts = [0]
    for token in _openings(doc, title_end):
        doc[token].is_sent_start = True
        starts.append(doc[token].idx)
    return tuple(zip(starts, [*starts[1:], text_end], strict=True))


def _openings(doc: Doc, title_end: int) -> Iterator[int]:
    """The tokens that open the sentences behind the title."""
    body = next((token.i for token in doc if token.idx >= title_end), len(doc))
    words: Any = doc.to_array(ORTH)
    marks = {doc.vocab.strings[mark] for mark in _CLOSING}
    closings = [at for at, word in enumerate(words.tolist()) if at >= body and word in marks]
    for closing in (body - 1, *closings):
        at = closing + 1
        while at < len(doc) and (doc[at].text in _AFTER or doc[at].is_space):
            at += 1
        if at < len(doc) and (closing < body or not doc[at].text[0].islower()):
            yield at
