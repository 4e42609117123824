"""Where sentences begin: the title is one of its own, then one ends at each closing mark.

In a text with sections, which a page was put together to, a line ends one, too: it is a paragraph or an item of a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.attrs import ORTH
from spacy.tokens import Doc

_CLOSING = ".!?…"  # where no small letter follows
_ALWAYS_CLOSING = "。｡！？；"
_AFTER = frozenset({'"', "”", "’", "'", ")", "]", "»", "」", "』", "）", "》", "】"})


def mark_sentences(doc: Doc, title_end: int, text_end: int, *, by_line: bool = False) -> tuple[tuple[int, int], ...]:
    """Mark the tokens that begin a sentence; give the sentences as character spans, the title first.

    `title_end` and `text_end` are the lengths of the title and of the whole in characters; `by_line` says that no
    sentence goes on from one line to the next.
    """
    starts = [0]
    for token in _openings(doc, title_end, f"{_ALWAYS_CLOSING}\n" if by_line else _ALWAYS_CLOSING):
        doc[token].is_sent_start = True
        starts.append(doc[token].idx)
    return tuple(zip(starts, [*starts[1:], text_end], strict=True))


def _openings(doc: Doc, title_end: int, always_closing: str) -> Iterator[int]:
    """The tokens that open the sentences behind the title, each once."""
    body = next((token.i for token in doc if token.idx >= title_end), len(doc))
    words: Any = doc.to_array(ORTH)
    marks = {doc.vocab.strings[mark] for mark in _CLOSING + always_closing}
    closings = [at for at, word in enumerate(words.tolist()) if at >= body and word in marks]
    last = 0
    for closing in (body - 1, *closings):
        at = closing + 1
        while at < len(doc) and (doc[at].text in _AFTER or doc[at].is_space):
            at += 1
        certain = closing < body or doc[closing].text in always_closing
        if last < at < len(doc) and (certain or not doc[at].text[0].islower()):
            yield at
            last = at
