"""Comparisons that a note's related work states ("vs. SnapKV"), as mentions of what the paper is set against."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from kg.facts.names import Names, spelling
from kg.kinds import COMPARABLE_TYPES, ENTITY_KINDS
from kg.mentions import Mention, TaggedNote

_MOST_PLACES = 50  # of one name in a note, to look for the one that opens a line


def with_comparisons(tagged: TaggedNote, names: Names) -> tuple[Mention, ...]:
    """The mentions of a note, those of what it is set against in the role `compares`.

    A related work counts where it is a known method, technique or model and the text of the note has its name: there is
    no link without a sentence. Where the tagger saw a comparison already nothing changes.
    """
    mentions = {(one.start, one.end, one.entity): one for one in tagged.mentions}
    for related in tagged.note.related:
        named = [one for one in tagged.mentions if one.text == related.name and one.type in COMPARABLE_TYPES]
        if not related.compared or any(one.role in ("compares", "proposes") for one in named):
            continue
        found = _earliest_in_line(named, tagged) or _unseen(related.name, tagged, names)
        if found:
            mentions[found.start, found.end, found.entity] = replace(found, role="compares")
    return tuple(sorted(mentions.values()))


def _earliest_in_line(named: list[Mention], tagged: TaggedNote) -> Mention | None:
    """The mention that stands nearest to the beginning of its line, where such a remark opens."""
    document = tagged.note.document
    return min(named, key=lambda one: (one.start - _line(document, one.start)[0], one.start), default=None)


def _unseen(name: str, tagged: TaggedNote, names: Names) -> Mention | None:
    """A mention of a known thing whose name the tagger passed over."""
    entity = _known(name, names)
    if entity is None:
        return None
    document = tagged.note.document
    matches = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", document)
    places = [match.start() for match in islice(matches, _MOST_PLACES)]
    taken = [(one.start, one.end) for one in tagged.mentions]
    free = [at for at in places if not any(start < at + len(name) and at < end for start, end in taken)]
    if not free:
        return None
    start = min(free, key=lambda at: (at - _line(document, at)[0], at))
    sentence = _sentence(tagged, start, start + len(name))
    kind = ENTITY_KINDS[entity.partition("/")[0]].type
    return Mention(start, start + len(name), name, kind, entity, "compares", *sentence)


def _known(name: str, names: Names) -> str | None:
    """The method, technique or model that goes by a name in the vocabularies or in a paper that proposes it."""
    kinds = [kind for kind in ENTITY_KINDS.values() if kind.comparable]
    listed = (names.vocabulary.find(kind.name, name) for kind in kinds)
    owned = names.owned.get(spelling(name), "")
    return next(filter(None, listed), owned if owned.partition("/")[0] in {kind.name for kind in kinds} else None)


def _sentence(tagged: TaggedNote, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place as another mention in it tells; otherwise the line."""
    for one in tagged.mentions:
        if one.sentence_start <= start and end <= one.sentence_end:
            return one.sentence_start, one.sentence_end
    return _line(tagged.note.document, start)


def _line(document: str, at: int) -> tuple[int, int]:
    end = document.find("\n", at)
    return document.rfind("\n", 0, at) + 1, len(document) if end < 0 else end
