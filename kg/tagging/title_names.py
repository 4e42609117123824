"""What a title says about the name of the paper's own work.

"Name: what it does" names it; "Name for a Purpose" and "Purpose via Name" have it in a part of their own, which
counts only where the text bears it out. What stands behind "for", "of" or "in" is what the work is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.tagging.cues import any_of, words_of
from kg.tagging.reading import Reading
from kg.tagging.scripts import UNLETTERED
from kg.tagging.shapes import Place, distinctive_words

_MAIN = re.compile(
    rf"(?P<name>[^:?!{UNLETTERED}]{{2,70}}?)(?: ?\((?P<short>[^){UNLETTERED}]{{2,20}})\))?"
    rf"(?:(?: ?:| [–—]|--) |:(?=[{UNLETTERED}]))"
)
_MOST_WORDS = 5
_JOINT = re.compile(rf"(?:^|:? )(?P<word>{any_of('title.joint', 'title.means')}) |: ", re.IGNORECASE)
_OPENING = re.compile(rf"(?:{any_of('title.opening')} )+", re.IGNORECASE)
_IN_TEXT = re.compile(r"[\w,:;—–(] [\"“]?$")
_JOINT_BEFORE = re.compile(rf"{any_of('title.joint')} (?:an? |the )?$", re.IGNORECASE)
_MOST_OF_WHOLE = 3  # words of a title that is a name and nothing else
_WORD = re.compile(r"[^\W\d]{2}")  # not the letter or number of "Part A"
_DESCRIBING = ("A", "An", "a", "an")
_SENTENCE_END = re.compile(r"[.?!] $")
_SAYS_SOMETHING = re.compile(rf"(?: \([^)]*\))?(?:,| (?:\w+ly )?(?:is|[a-z]{{3,}}s)\b| ?[{UNLETTERED}])")
_HEAD_BEFORE = r"^(?:(?!Re|On|Towards|Beyond)\w+ )?"  # "Revisiting X" and "Beyond X" are about others' work
_WHOLE_BEFORE = re.compile(rf"{_HEAD_BEFORE}$")
_NAMED_BEFORE = re.compile(rf"(?:{_HEAD_BEFORE}|{any_of('title.means_of_naming')} (?:an? )?)$", re.IGNORECASE)
_NAMED_AFTER = re.compile(rf"$| for | with |: (?!.*(?:{any_of('title.study')}|\?))", re.IGNORECASE)
_OWN_HEAD = re.compile(rf"[ -]{any_of('title.own_head')}$", re.IGNORECASE)
_NO_NAME = re.compile(rf"(?:{any_of('title.opening', 'title.joint', 'title.means')}|\w+ing) ", re.IGNORECASE)
_STUDY = re.compile(rf"{any_of('title.study')}|\?", re.IGNORECASE)


def spelt_with_any_gaps(name: str, text: str, start: int) -> Iterator[Place]:
    """Where a name stands behind an offset, a blank in it being as good as a hyphen."""
    wanted, text = name.replace("-", " "), text.replace("-", " ")
    at = text.find(wanted, start)
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + len(wanted))


@dataclass(frozen=True, slots=True)
class MainName:
    """The name before the colon of a title: its place, its other surfaces, and whether a sentence is about it."""

    place: Place
    others: tuple[str, ...]
    opens_text: bool


def main_name(reading: Reading, ordinary: frozenset[str]) -> MainName | None:
    """The name before the colon of the title, where it reads like one or the text takes it up."""
    text, title = reading.text, reading.text[: reading.title_end]
    match = _MAIN.match(title)
    name = match["name"].strip(" \"“”'") if match else ""
    if not match or not name:
        return None
    start = title.index(name)
    places = list(spelt_with_any_gaps(name, text, reading.title_end + 1))
    opens_text = any(
        (a == reading.title_end + 1 or _SENTENCE_END.search(text, a - 2, a)) and _SAYS_SOMETHING.match(text, b)
        for a, b in places
    )
    in_text = any(_IN_TEXT.search(text, max(0, a - 3), a) and not text[b : b + 1].isalnum() for a, b in places)
    named = match["short"] or opens_text or in_text or _reads_like_name(title, name, ordinary)
    if len(name.split()) > _MOST_WORDS or not named:
        return None
    short = [match["short"]] if match["short"] else []
    return MainName((start, start + len(name)), (*(text[a:b] for a, b in places), *short), opens_text)


def _reads_like_name(title: str, name: str, ordinary: frozenset[str]) -> bool:
    """Whether what stands before a colon is a name by itself: one capitalised word, or two that begin no phrase.

    Two words in the title of a survey or analysis are what it is about.
    """
    words = name.split()
    if len(words) == 1:
        return any(True for _ in distinctive_words(name)) or (name[:1].isupper() and name.casefold() not in ordinary)
    return (
        len(words) == 2
        and all(word[0].isupper() or word[0].isdigit() for word in words)
        and not _NO_NAME.match(name)
        and not _STUDY.search(title, len(name))
    )


@lru_cache(maxsize=100)
def parts(title: str) -> tuple[Place, ...]:
    """The parts of a title that can be the name of the work: its head, and what it is done by ("via …").

    A head with "a" before it describes, and one before "using" or "via" is what the work is about.
    """
    found = []
    start, named = 0, True
    for joint in (*_JOINT.finditer(title), None):
        end = joint.start() if joint else len(title)
        word = (joint["word"] or "").casefold() if joint else ""
        if named and end > start and not (start == 0 and word in words_of("title.means_of_task")):
            opening = _OPENING.match(title, start, end)
            first = opening.end() if opening else start
            words = title[first:end].split()
            if 1 < len(words) <= _MOST_WORDS + 1 and not words[0].endswith("ing") and words[0] not in _DESCRIBING:
                found.append((first, end))
        if joint:
            start, named = joint.end(), word in words_of("title.means")
    return tuple(found)


def bare_name(title: str) -> Place | None:
    """What names the work in a title that the text takes up nowhere: all of a short one, or a part whose head tells."""
    for start, end in parts(title):
        if title[start].isupper() and (_is_whole(title, start, end) or _is_thing_made(title, start, end)):
            return start, end
    return None


def _is_whole(title: str, start: int, end: int) -> bool:
    """Whether a part is all of the title, and short."""
    words = title[start:end].split()
    short = end == len(title) and len(words) <= _MOST_OF_WHOLE
    return short and all(map(_WORD.match, words)) and bool(_WHOLE_BEFORE.search(title, 0, start))


def _is_thing_made(title: str, start: int, end: int) -> bool:
    """Whether a part stands where the work is named, and ends with a word for what papers build."""
    placed = _NAMED_BEFORE.search(title, 0, start) and _NAMED_AFTER.match(title, end)
    return bool(placed and _OWN_HEAD.search(title, start, end))


def is_subject_matter(title: str, phrase: str) -> bool:
    """Whether a phrase of the title is what the work is about: it stands behind "for", "of" and their like."""
    start = title.casefold().find(phrase.casefold())
    return bool(_JOINT_BEFORE.search(title, 0, start))
