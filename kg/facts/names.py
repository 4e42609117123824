"""The table of names, and with it those of papers and links: the one step that looks at all notes together.

It says which paper owns a proposed name, what a mention of that name in another note stands for, and which
of its spellings an entity goes by. Everything else is stated note by note.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.facts import links
from kg.facts.papers import Papers, recognise
from kg.iri import area_key, slug
from kg.kept import Kept
from kg.kinds import OWNED_TYPES
from kg.mentions import Mention, TaggedNote
from kg.vocabulary import Vocabulary

_CAPITALISED = re.compile(r"(?<!\w)[A-Z][a-z]+(?!\w)")


@dataclass(slots=True)
class Names:
    """Who owns which name, and the label of each entity that no vocabulary lists.

    `papers` says which paper a note is on, `links` what leads to which paper. `aliases` maps a paper and the spelling
    of a surface to the entity it proposes under it, `owned` the spellings that one paper alone owns to that entity.
    `contested` are the entities whose local name fits several things: two papers propose it, or a listed thing of
    another name has it (`Wanda`, `Wanda++`). `areas` holds the label of each area.
    """

    vocabulary: Vocabulary
    papers: Papers = field(default_factory=Papers)
    links: links.Links = field(default_factory=links.Links)
    aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    contested: frozenset[str] = frozenset()
    owned: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)

    def resolve(self, mention: Mention, paper: str) -> str:
        """The local name of what a mention stands for.

        The paper's own thing, if it has one of that name; else what the vocabulary lists; else the thing of
        the one paper that owns the name. Where several papers own a name and this one is none of them, it
        stays unresolved: a wrong link is worse than none.
        """
        name = spelling(mention.text)
        own = self.aliases.get(paper, {}).get(name)
        listed = mention.entity in self.vocabulary
        if own is not None and (mention.role == "proposes" or not listed):
            return f"{own}/{paper.removeprefix('paper/')}" if own in self.contested else own
        if listed or mention.type not in OWNED_TYPES:
            return mention.entity
        return self.owned.get(name, mention.entity)

    def entities(self, tagged: TaggedNote, mentions: Iterable[Mention]) -> list[tuple[Mention, str]]:
        """Mentions of a note, each with the local name of what it stands for."""
        paper = self.papers.of(tagged.note)
        return [(mention, self.resolve(mention, paper)) for mention in mentions]

    def label(self, entity: str) -> str:
        """The preferred label of an entity."""
        listed = self.vocabulary.get(entity)
        return listed.label if listed else self.labels[entity]


def collect(notes: Sequence[TaggedNote] | Kept[TaggedNote], vocabulary: Vocabulary) -> Names:
    """Make the table from all tagged notes, which are gone through several times; their order does not matter."""
    papers = recognise(one.note for one in notes)
    names = Names(vocabulary, papers, links.collect(notes, papers))
    names.aliases = _aliases(notes, papers)
    owners: dict[str, set[str]] = defaultdict(set)
    meant: dict[str, set[str]] = defaultdict(set)
    spelt: dict[str, set[str]] = defaultdict(set)
    for paper, aliases in names.aliases.items():
        for name, entity in aliases.items():
            owners[entity].add(paper)
            meant[name].add(entity)
            spelt[entity].add(name)
    names.contested = frozenset(
        entity
        for entity, papers in owners.items()
        if len(papers) > 1 or not _is_listed_as(vocabulary, entity, spelt[entity])
    )
    names.owned = {
        name: next(iter(entities))
        for name, entities in meant.items()
        if len(entities) == 1 and not entities & names.contested
    }

    names.areas = _areas(notes)
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    for one in notes:
        for mention in one.mentions:
            surfaces[names.resolve(mention, papers.of(one.note))][mention.text] += 1
    names.labels = {entity: _label(entity, counts) for entity, counts in surfaces.items() if entity not in vocabulary}
    return names


def _areas(notes: Iterable[TaggedNote]) -> dict[str, str]:
    """The spelling of each area that most notes have, of several the first in the alphabet."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in notes:
        if one.note.area:
            counts[area_key(one.note.area)][one.note.area] += 1
    return {key: min(spelt, key=lambda name: (-spelt[name], name)) for key, spelt in counts.items()}


def spelling(surface: str) -> str:
    """A surface as names are compared: its slug, with the marks that tell two names apart spelt out."""
    return slug(surface.replace("+", " plus ").replace("#", " sharp "))


def _is_listed_as(vocabulary: Vocabulary, entity: str, spellings: set[str]) -> bool:
    """Whether an entity's local name is free, or taken by a listed concept of one of these spellings."""
    listed = vocabulary.get(entity)
    return listed is None or bool(spellings & {spelling(label) for label in listed.labels})


def _aliases(notes: Iterable[TaggedNote], papers: Papers) -> dict[str, dict[str, str]]:
    """For each paper, the spellings of all surfaces of what it proposes, with the entity they stand for.

    Notes on one paper may know a thing by its short form, its long form or both; sharing one surface makes
    two groups one.
    """
    groups: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in notes:
        for mention in one.mentions:
            if mention.role == "proposes" and mention.type in OWNED_TYPES:
                groups[papers.of(one.note)][mention.entity].add(spelling(mention.text))
    return {paper: _joined(entities) for paper, entities in groups.items()}


def _joined(entities: dict[str, set[str]]) -> dict[str, str]:
    """Spellings with the entity they stand for; entities that share spellings, over others even, are one.

    Of several the one with the most spellings gives its name.
    """
    found: dict[str, str] = {}
    for entity in sorted(entities, key=lambda e: (-len(entities[e]), e)):
        same = {found[name] for name in entities[entity] if name in found}
        first = min(same, key=lambda e: (-len(entities[e]), e), default=entity)
        found.update(dict.fromkeys(entities[entity], first))
        found = {name: first if known in same else known for name, known in found.items()}
    return found


def _label(entity: str, counts: Counter[str]) -> str:
    """The spelling to show: one that gives the entity its slug, the most used, capitals before small letters.

    A technique or task is no proper name: its ordinary words are written small, whatever a title does.
    """
    kind, last = entity.split("/")[:2]  # kind/name, or kind/name/paper where the name is contested
    label = min(counts, key=lambda text: (slug(text) != last, -counts[text], text))
    return _CAPITALISED.sub(lambda word: word.group().lower(), label) if kind in ("technique", "task") else label
