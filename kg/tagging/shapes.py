"""What a proper name looks like in running text: CamelCase, an acronym, a run of capitalised words.

All functions work on strings and give character offsets; formulas and links are masked first, so that
nothing inside them is taken for a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.tagging.cues import words_of

_MASKED = re.compile(r"\\\(.{0,300}?\\\)|\$(?! )[^$\n]{1,200}?(?<! )\$(?!\d)|https?://\S+|\\[a-zA-Z]+")
_WITH_CAPITAL_INSIDE = re.compile(r"(?<!\S)\S[^\sA-Z\d]*+[A-Z\d]\S*")
_COMPOUND = re.compile(r"[^\W_][\w²³⁴+*'’]*(?:\.(?![A-Z][a-z])[\w²³⁴+*'’]*)*(?:[-‑][\w²³⁴+*]+)*")
_LEADING = re.compile(r"^(?:non|pre|post|re|self|multi|un|sub|cross|inter|intra|anti)$", re.IGNORECASE)
_ACRONYM_LIKE = re.compile(r"[A-Z].*[A-Z]|[A-Z]+\d+[A-Za-z]|[a-z]+[A-Z]|[A-Z][a-z]+\d")
_CODE = re.compile(r"[A-Z]\d+[a-z]?|\d+[A-Za-z]{0,2}|[IVX]+|[a-z]?\d+(?:\.\d+)?[BMKTx]")

_JOINING = words_of("phrase.joining")
_GOING_ON = r"[\w²³]+(?:[-‑][A-Za-z][\w]*)*"  # Mid-Block, behind its first capital
PHRASE = re.compile(  # what begins with a capital, not with a look at what stands before it, is found sooner
    rf"[A-Z](?<![\w‑-].){_GOING_ON}(?: (?:of )?[A-Z]{_GOING_ON})+(?: (?:19|20)\d\d)?(?![\w-])"
)


Place = tuple[int, int]
"""Where something stands, as a character span of the document."""


def mask(text: str) -> str:
    """The text with formulas, commands and links replaced by as many blanks."""
    return _MASKED.sub(lambda match: " " * len(match.group()), text)


def is_distinctive(word: str) -> bool:
    """Whether a word can only be a name: it mixes capitals with small letters or digits, or is an acronym."""
    return bool(_ACRONYM_LIKE.search(word)) and not _CODE.fullmatch(word)


def distinctive_words(masked: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of distinctive words; what is hyphenated to them stays unless it is an ordinary word.

    >>> text = "FedEx-LoRA beats the LoRA-based baseline"
    >>> [text[a:b] for a, b in distinctive_words(text)]
    ['FedEx-LoRA', 'LoRA']
    """
    for stretch in _WITH_CAPITAL_INSIDE.finditer(masked):
        at = stretch.start()
        for start, end in _distinctive_parts(stretch.group()):
            yield at + start, at + end


@lru_cache(1 << 14)
def _distinctive_parts(stretch: str) -> tuple[Place, ...]:
    """The spans of distinctive words in what stands between two blanks."""
    found = []
    for match in _COMPOUND.finditer(stretch):
        start, text = match.start(), match.group().rstrip(".'’")
        text = re.sub(r"['’]s$|\*{2,}$", "", text)  # a genitive, or the end of bold type
        parts = re.split(r"(?<=[-‑])", text)
        while parts and ((parts[-1][:1].islower() and not is_distinctive(parts[-1])) or parts[-1] in "-‑"):
            parts.pop()
        while (
            parts
            and (parts[0][:1].islower() or _LEADING.match(parts[0].rstrip("-‑")))
            and not is_distinctive(parts[0].rstrip("-‑"))
        ):
            start += len(parts.pop(0))
        name = "".join(parts).rstrip("-‑")
        if any(is_distinctive(part) for part in re.split(r"[-‑]", name)):
            found.append((start, start + len(name)))
    return tuple(found)


def capitalised_phrases(masked: str, start: int, end: int, not_in_names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield runs of two or more capitalised words between two offsets, joined by "of" at most.

    Words of `not_in_names` (in small letters) are taken off both ends.
    """
    for match in PHRASE.finditer(masked, start, end):
        words = [(m.start() + match.start(), m.end() + match.start()) for m in re.finditer(r"\S+", match.group())]
        while words and masked[slice(*words[0])].casefold() in not_in_names:
            words.pop(0)
        while words and masked[slice(*words[-1])].casefold() in not_in_names:
            words.pop()
        if len(words) > 1:
            yield words[0][0], words[-1][1]


@lru_cache(maxsize=1000)
def initials(words: str) -> str:
    """The first letters of a phrase's words, small joining words left out, in lower case."""
    return "".join(word[0].casefold() for word in re.findall(r"[^\W_]+", words) if word.casefold() not in _JOINING)


def is_subsequence(needle: str, hay: str) -> bool:
    """Whether the characters of one string stand in the other in their order."""
    rest = iter(hay)
    return all(char in rest for char in needle)


def expands(short: str, phrase: str) -> bool:
    """Whether a phrase can be what a short name stands for, judged by initials.

    >>> expands("BeamLoRA", "Beam-Constraint Low-Rank Adaptation"), expands("CoLA", "Robust Model Merging")
    (True, False)
    """
    heads = initials(phrase)
    if len(heads) < 2:
        return False
    for part in {short, *re.split(r"[-‑]", short)}:
        capitals = "".join(char for char in part if char.isupper()).casefold()
        letters = "".join(char for char in part if char.isalpha()).casefold()
        if len(capitals) >= 2 and heads[0] == letters[0]:
            covers = is_subsequence(capitals, heads) and len(capitals) * 2 > len(heads) and heads[-1] == capitals[-1]
            if covers or (len(heads) >= 3 and is_subsequence(heads, letters)):
                return True
    return False
