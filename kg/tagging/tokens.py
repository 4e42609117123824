"""How text is cut into tokens and how tokens are compared.

Tokens are cut finely (at every hyphen, slash and bracket), so that any name is a run of whole tokens; in scripts
written without blanks each character is one. A token's `norm` folds what does not tell two names apart: the case
of ordinary words and a plural -s. A word with a capital inside (`LoRA`, `BLEU`) keeps its case, since there case is
the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import chain
from typing import Any

from spacy.attrs import IS_SPACE, LOWER, NORM, PREFIX, SHAPE, SUFFIX
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry

from kg.tagging import scripts

DASHES = "-‐‑‒–—―−"
_DASH = re.escape(DASHES)
_SPLIT = re.compile(rf"[{_DASH}/\\→←↔⇒=+*&|·•…,;:!?()\[\]{{}}<>\"“”„«»~≈^@#%$×]|(?<=[a-z)\]])\.(?=[A-Z])|['’‘`](?!s\b)")
_EDGE = re.compile(rf"^[\"“”„«»'’‘`(\[{{<,;:!?…$#@*~≈+=|/\\{_DASH}]")
_TAIL = re.compile(rf"(?:['’]s|[\"“”»'’‘`)\]}}>,;:!?…$%*=|/\\×{_DASH}]|\.)$")
# What is computed for each new word; the rest of spaCy's lexical attributes nobody here asks for.
_ATTRIBUTES = (LOWER, IS_SPACE)
_SPELLING = (PREFIX, SUFFIX, SHAPE)  # what only the statistical component looks at
_PLAIN = re.compile(r"\d+\.\d+(?![^\W_])|[^\W_]+|[-(),;:/%\"“”]")  # what most text is made of, cut without asking spaCy
_SIBILANT = ("sse", "she", "che", "xe", "ze")
_KEPT = 1 << 16  # how many stretches of text are remembered with their tokens; some 20 MB


def fold(word: str) -> str:
    """The form in which a token is compared with the words of labels.

    >>> fold("Transformers"), fold("LoRAs"), fold("accuracies")
    ('transformer', 'LoRA', 'accuracy')
    """
    if word in DASHES:
        return "-"
    if any(char.isupper() for char in word[1:]):
        return word[:-1] if word.endswith("s") and not word[-2:-1].islower() else word
    word = word.lower()
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    # "caches" and "patches" lose the same -s; without the -e, "cache" and "patch" meet them.
    return word[:-1] if word.endswith(_SIBILANT) else word


def is_ordinary(word: str) -> bool:
    """Whether a word is compared in any case: it has no capital after its first character."""
    return not any(char.isupper() for char in word[1:])


class FineTokenizer(DummyTokenizer):
    """spaCy's tokenizer with the cuts above, asked once for each stretch between blanks; most come again and again."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        rules = {text: cut for text, cut in nlp.Defaults.tokenizer_exceptions.items() if " " not in text}
        cut = Tokenizer(nlp.vocab, rules, _EDGE.search, _TAIL.search, _SPLIT.finditer)

        def latin_words(piece: str) -> list[str]:
            if piece.isalpha() and piece not in rules:
                return [piece]
            body = piece.removesuffix(".")
            words = _PLAIN.findall(body) + ["."] * (body != piece)
            if sum(map(len, words)) < len(piece) or not rules.keys().isdisjoint((piece, body, *words)):
                words = [token.text for token in cut(piece)]
            return words

        @lru_cache(_KEPT)
        def pieces(stretch: str) -> tuple[list[str], list[bool]]:
            """The tokens of a stretch, and whether a blank follows each."""
            if not stretch:
                return [" "], [False]
            words = [word for piece in scripts.pieces(stretch) for word in latin_words(piece)]
            return words, [False] * (len(words) - 1) + [True]

        self._pieces = pieces

    def __call__(self, text: str) -> Doc:
        """Cut a text; the tokens and the blanks behind them make up the text again."""
        stretches = text.split(" ")
        if not stretches[-1]:  # the blank that ends the text belongs to the word before it
            stretches.pop()
        cut = list(map(self._pieces, stretches))
        words = list(chain.from_iterable(words for words, _ in cut))
        blanks = list(chain.from_iterable(blanks for _, blanks in cut))
        if blanks and not text.endswith(" "):
            blanks[-1] = False
        return Doc(self._vocab, words=words, spaces=blanks)


@registry.callbacks("noteweave.tokens.v1")
def create_tokens(spelling: bool) -> Callable[[Language], Language]:
    """The callback a pipeline's config names to get this tokenizer and norm, and maybe the ends and shapes of words."""

    def customise(nlp: Language) -> Language:
        nlp.tokenizer = FineTokenizer(nlp)
        vocab: Any = nlp.vocab  # spaCy's stub leaves the getters out
        known = _ATTRIBUTES + (_SPELLING if spelling else ())
        vocab.lex_attr_getters = {attr: vocab.lex_attr_getters[attr] for attr in known} | {NORM: fold}
        for lexeme in nlp.vocab:
            lexeme.norm_ = fold(lexeme.text)
        return nlp

    return customise
