"""Names of data sets that no vocabulary lists, told by the list they stand in and the word "dataset" beside it.

"on the Xiph and Vimeo-90K benchmarks", "two corpora: Rimes and IAM", "SNLI, SciTail and BNLI" where SNLI is listed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kg.tagging.cues import any_of, words_of
from kg.tagging.reading import Reading
from kg.tagging.shapes import Place, is_distinctive

_WORD = r"(?:\d++[-‑]?|[a-z]++[-‑]?)?[A-Z](?:[\w+*@²/‑-]|\.(?=\w)(?![A-Z][a-z])|['’](?=[a-z]))*"
_NAME = rf"{_WORD}(?: (?:of )?{_WORD}| in the Wild| (?:(?:19|20)\d\d|v?\d+\.\d+)(?![\w%]))*"
_MEMBER = re.compile(rf"(?<![\w.‑-])(?P<name>{_NAME})(?![\w‑-])(?: \([^()]{{1,60}}\))?")
_JOINT = re.compile(r"(?:, (?P<last>(?:and|or|&) )?| (?P<joint>and|or|&) )(?:the )?")
_DATA = any_of("dataset_name.word")
_MODIFIER = rf" (?!{any_of('dataset_name.no_modifier')})[a-z][\w-]*"
_BEHIND = re.compile(rf"(?P<modifiers>(?:{_MODIFIER}){{0,2}}) {_DATA}")
_MARK = r"(?: [a-z][\w-]*){0,5}(?::| [-–—(]|[–—])|,"
_CALLING = rf"(?P<calling>{any_of('kind_of_thing.calling')},? )"
_BEFORE = re.compile(rf"{_DATA}(?P<mark>{_MARK})? ?{_CALLING}?(?:the |both )?$")
_REACH = 80
_ENDS_ASIDE = tuple(",.;:)")


@dataclass(slots=True)
class _List:
    """Names joined by commas and "and"; `joined` where there is an "and", without which it may be two clauses."""

    members: list[re.Match[str]]
    joined: bool = False

    @property
    def start(self) -> int:
        return self.members[0].start()

    @property
    def end(self) -> int:
        return self.members[-1].end()


def data_sets(reading: Reading, listed: Collection[Place], ordinary: Collection[str]) -> Iterator[Place]:
    """Where the text has names of data sets, given where listed ones stand; the title is left out.

    `ordinary` are words in small letters that are no names by themselves.
    """
    anchors = {place[0] for place in (*reading.cues["dataset_name.word"], *listed)}
    for start, end in sorted({reading.sentence_at(anchor) for anchor in anchors if anchor > reading.title_end}):
        for names in _lists(reading.masked, start, end):
            if _names_data(reading.masked, names, listed):
                for member in names.members:
                    first = _first_of_name(member, ordinary)
                    if first is not None and (len(names.members) > 1 or member.start() > start):
                        yield first, member.end("name")


def _lists(masked: str, start: int, end: int) -> Iterator[_List]:
    found: _List | None = None
    for member in _MEMBER.finditer(masked, start, end):
        joint = _JOINT.fullmatch(masked, found.end, member.start()) if found else None
        if found and joint:
            found.members.append(member)
            found.joined |= bool(joint["last"] or joint["joint"])
            continue
        if found:
            yield found
        found = _List([member])
    if found:
        yield found


def _names_data(masked: str, names: _List, listed: Collection[Place]) -> bool:
    """Whether names are those of data sets: the word stands beside them, or one of several is listed.

    Behind "dataset," a clause may go on with another name; one name alone must be set off on both sides.
    """
    several = len(names.members) > 1
    behind = _BEHIND.match(masked, names.end)
    if behind and (several or not behind["modifiers"]):
        return True
    before = _BEFORE.search(masked, max(0, names.start - _REACH), names.start)
    if before and any(before.groups()):
        return several or bool(before["calling"]) or masked.startswith(_ENDS_ASIDE, names.end)
    return names.joined and any(member.span("name") in listed for member in names.members)


def _first_of_name(member: re.Match[str], ordinary: Collection[str]) -> int | None:
    """Where a name begins behind words that are no part of it, or None where nothing is left that is a name."""
    start = member.start("name")
    for word in re.finditer(r"\S+", member["name"]):
        if word.group().casefold() not in ordinary and word.group() not in words_of("dataset_name.language"):
            name = member["name"][word.start() :]
            return start + word.start() if len(name) > 2 or is_distinctive(name) else None
    return None
