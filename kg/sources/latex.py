"""LaTeX to text, as titles, abstracts and names have it: accents, braces, symbols, simple formulas."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec
from pylatexenc.latex2text import get_default_latex_context_db as get_default_texts
from pylatexenc.latexwalker import LatexWalker
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_macros
from pylatexenc.macrospec import LatexContextDb, MacroSpec

_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_DOLLAR = re.compile(r"(?<!\\)\$")
_DOLLARS = re.compile(r"(?<!\\)\$(?=\S)[^$]*(?<=[^\s\\])\$(?!\d)|(?<!\\)\$")  # a formula, or money
_BARE = re.compile(r"(?<!\\)([%&#])")  # in LaTeX these begin a comment, a column, an argument; here they are meant
_OPEN_MACRO = re.compile(r"\\[A-Za-z]*$")  # what follows after the space still belongs to it
_LONGEST = 20_000  # characters; what is longer than an abstract keeps its LaTeX

# Of the broken LaTeX that it reads all the same there is nothing to say.
logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)


def plain(text: str) -> str:
    """The text that LaTeX stands for, on one line; what can't be read as LaTeX loses its braces alone."""
    text = " ".join(text.split())
    if len(text) > _LONGEST or not _LATEX.search(text):
        return text
    text = _DOLLARS.sub(lambda found: found[0] if len(found[0]) > 1 else r"\$", text)
    text = _BARE.sub(r"\\\1", text)
    return " ".join(" ".join(map(_decoded, _pieces(text))).split())


def _pieces(text: str) -> Iterator[str]:
    """The text cut at spaces outside of braces and formulas: the decoder is slow, and most words have no LaTeX."""
    words: list[str] = []
    depth, formula = 0, False
    for word in text.split(" "):
        words.append(word)
        depth = max(depth + word.count("{") - word.count("}"), 0)
        formula ^= bool(len(_DOLLAR.findall(word)) % 2)
        if not depth and not formula and not _OPEN_MACRO.search(word):
            yield " ".join(words)
            words = []
    yield " ".join(words)


def _decoded(piece: str) -> str:
    if not _LATEX.search(piece):
        return piece
    try:
        nodes, _, _ = LatexWalker(piece, latex_context=_macros(), tolerant_parsing=True).get_latex_nodes()
        decoded: str = _decoder().nodelist_to_text(nodes)
    except (RecursionError, IndexError, ValueError):
        return re.sub(r"[{}]", "", piece)
    return decoded


@cache
def _macros() -> LatexContextDb:
    """How many arguments macros take, with some that the library leaves out."""
    macros = get_default_macros()
    specs = [MacroSpec(name, "{") for name in ("texttt", "textsf", "mbox")]
    macros.add_context_category("bibliographies", prepend=True, macros=[*specs, MacroSpec("href", "{{")])
    return macros


@cache
def _decoder() -> LatexNodes2Text:
    texts = get_default_texts()
    kept = [MacroTextSpec(name, "%s") for name in ("texttt", "textsf", "mbox", "url")]
    dropped = [MacroTextSpec(name, discard=True) for name in ("cite", "citep", "citet", "includegraphics", "footnote")]
    texts.add_context_category("bibliographies", prepend=True, macros=[*kept, *dropped, MacroTextSpec("href", "%(2)s")])
    return LatexNodes2Text(latex_context=texts, math_mode="text")
