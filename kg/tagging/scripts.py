"""Text in Chinese, Japanese or Korean, and Latin names that run together with it.

Such scripts have letters that a pattern takes for those of a word (`MEQ-Former会`), and punctuation of their own.
Each of their characters is a token by itself, and the grammars look at a text in which none of it is a letter.
"""

from __future__ import annotations

import re

UNLETTERED = "\U000f0000-\U000fffff"
"""What `without_letters` writes for their letters, as a range of characters in a pattern."""

_LETTERS = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u3100-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uffdc\U00020000-\U0003ffff"
)
_MARKS = "\u3000-\u3004\u3008-\u3020\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_LETTER = re.compile(rf"[{_LETTERS}]")
_ONE = re.compile(rf"[{_LETTERS}{_MARKS}]")
_PIECE = re.compile(rf"[{_LETTERS}{_MARKS}]|[^{_LETTERS}{_MARKS}]+")
_PRIVATE = 0xF0000  # where Unicode's plane for private use begins
_LATIN_MARKS = {
    **{mark: mark - 0xFEE0 for mark in range(0xFF01, 0xFF5F)},  # full-width forms
    **str.maketrans("\u3000、「」『』《》〈〉【】", ' ,""""""""[]'),
}


def pieces(stretch: str) -> list[str]:
    """A stretch of text cut into the characters of these scripts and what stands between them.

    >>> pieces("用LoRA-A（2）")
    ['用', 'LoRA-A', '（', '2', '）']
    """
    return [stretch] if stretch.isascii() else _PIECE.findall(stretch)


def is_of_them(text: str) -> bool:
    """Whether a text begins with a character of these scripts."""
    return bool(_ONE.match(text))


def is_unlettered(text: str) -> bool:
    """Whether a text begins with what `without_letters` wrote for a letter."""
    return text[0] >= UNLETTERED[0]


def without_letters(text: str) -> str:
    r"""A text of the same length in which these scripts have no letters, and the marks of Latin script.

    A letter becomes a character of private use, the same for the same letter: no pattern takes it for part of a
    word, and a pattern that has been through this function finds it. A full stop stays as it is, for one in Latin
    script may stand within a name. Other text comes back unchanged.

    >>> re.findall(r"\w+", without_letters("基于LoRA的方法"))
    ['LoRA']
    """
    if text.isascii() or not _ONE.search(text):
        return text
    return _LETTER.sub(lambda letter: chr(_PRIVATE + ord(letter.group()) % 0x10000), text).translate(_LATIN_MARKS)
