"""Titles as they are compared: what stays of one without case, punctuation, accents and LaTeX, and which are alike."""

from __future__ import annotations

import re
import unicodedata

_LATEX = re.compile(r"[\\$]")
_BARE = re.compile(r"(?<!\\)([%&#])")  # these would begin a comment, a column, an argument
_RAISED = re.compile(r"[\^_{}]")
_BETWEEN = re.compile(r"(?:[^\w.]|_|\.(?!\d))+")
_SUBTITLE = re.compile(r"[:：]\s+|\s+[-–—]\s+|[–—]")
_SPOKEN = {"×": "x", "+": " plus ", "#": " sharp "}
_TELLING = re.compile(r"\d+|\b(?:[ivx]+|no|not|cannot|never|t)\b")  # "can't" is folded to "can t"
_FUNCTION_WORDS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "towards", "via", "with")
)
_ALIKE = 2 / 3  # of the words of the shorter subtitle
_LONG = 4  # words of a title that is no mere name: it may lose its subtitle and still be known


def folded(title: str) -> str:
    r"""A title's words in small letters, without accents, punctuation and LaTeX; Greek letters by their names.

    >>> folded("LoRA-A$^2$: $\alpha$-Fair Gödel Maps"), folded("LoRA-A²: α-fair Godel maps")
    ('lora a2 alpha fair godel maps', 'lora a2 alpha fair godel maps')
    """
    if _LATEX.search(title):
        title = _without_latex(title)
    for mark, word in _SPOKEN.items():
        title = title.replace(mark, word)
    plain = unicodedata.normalize("NFKD", _RAISED.sub("", title)).casefold()
    spelt = plain if plain.isascii() else "".join(map(_spelt, plain))
    return " ".join(_BETWEEN.sub(" ", spelt).strip(" .").split())


def _without_latex(title: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    try:
        text: str = LatexNodes2Text(math_mode="text").latex_to_text(_BARE.sub(r"\\\1", title))
    except (RecursionError, IndexError, ValueError):  # broken LaTeX
        return title
    return text


def _spelt(letter: str) -> str:
    """A letter as it is compared: a Greek one by its name, an accent not at all."""
    if unicodedata.combining(letter):
        return ""
    name = unicodedata.name(letter, "").split()
    return name[-1].lower() if name[:3] == ["GREEK", "SMALL", "LETTER"] else letter


def stem(title: str) -> str | None:
    """What a title has before its subtitle, folded (`FastKV: …` is `fastkv`); all of it where it has none."""
    return folded(_SUBTITLE.split(title, maxsplit=1)[0]) or None


def run_together(title: str) -> str:
    """A title without the gaps between its words: "Multi-Modal" and "Multimodal" are the same."""
    return folded(title).replace(" ", "")


def differ_in_subtitle_alone(one: str, other: str) -> bool:
    """Whether two titles with the same stem are those of one paper whose subtitle was changed.

    Two thirds of the words of the shorter subtitle stand in the longer one. Where one title has none, the stem must
    be more than a name, which others could use too. Numbers, parts ("II") and negations must agree.
    """
    begin, end = stem(one) or "", folded(one)
    if sorted(_TELLING.findall(end)) != sorted(_TELLING.findall(folded(other))):
        return False
    shorter, longer = sorted((_subtitle_words(one, begin), _subtitle_words(other, begin)), key=len)
    if not shorter:
        return len(begin.split()) >= _LONG
    return len(shorter & longer) >= max(2.0, _ALIKE * len(shorter))


def _subtitle_words(title: str, begin: str) -> frozenset[str]:
    words = folded(title).removeprefix(begin).split()
    return frozenset(words) - _FUNCTION_WORDS
