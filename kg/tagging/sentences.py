"""Where sentences begin: the title is one of its own, then one ends at each closing mark.

In a text with sections, which a page was put together to, a line ends one, too: it is a paragraph or an item of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

_CLOSING = ".!?…"  # where no small letter follows
_ALWAYS_CLOSING = "。｡！？；"
_MARK = re.compile(f"[{re.escape(_CLOSING + _ALWAYS_CLOSING)}]")
_MARK_OR_LINE = re.compile(f"[{re.escape(_CLOSING + _ALWAYS_CLOSING)}\n]")
_AFTER = frozenset({'"', "”", "’", "'", ")", "]", "»", "」", "』", "）", "》", "】"})


def mark_sentences(doc: Doc, text: str, title_end: int, *, by_line: bool = False) -> tuple[tuple[int, int], ...]:
    """Mark the tokens that begin a sentence; give the sentences as character spans, the title first.

    `text` is that of the document, `title_end` the length of the title in characters; `by_line` says that no sentence
    goes on from one line to the next.
    """
    starts = [0]
    for token in _openings(doc, text, title_end, _MARK_OR_LINE if by_line else _MARK):
        doc[token].is_sent_start = True
        starts.append(doc[token].idx)
    return tuple(zip(starts, [*starts[1:], len(text)], strict=True))


def _openings(doc: Doc, text: str, title_end: int, marks: re.Pattern[str]) -> Iterator[int]:
    """The tokens that open the sentences behind the title, each once."""
    body = next((token.i for token in doc if token.idx >= title_end), len(doc))
    closings = (doc.char_span(*mark.span()) for mark in marks.finditer(text, title_end))
    last = 0
    for closing in (body - 1, *(mark.start for mark in closings if mark is not None)):
        at = closing + 1
        while at < len(doc) and (doc[at].text in _AFTER or doc[at].is_space):
            at += 1
        certain = closing < body or doc[closing].text not in _CLOSING
        if last < at < len(doc) and (certain or not doc[at].text[0].islower()):
            yield at
            last = at
