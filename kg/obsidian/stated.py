"""What the graph states note by note: a named graph in, plain values out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.facts.namespaces import term
from kg.notes import Section
from kg.store.answers import text_of
from kg.store.measured import TIES
from kg.store.projection import WEAK


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A sentence that links a paper to a thing by a property, all three IRIs.

    `place` is where the sentence begins in its note; the title, which says least, counts as the last.
    """

    paper: str
    thing: str
    property: str
    place: int
    sentence: str


@dataclass(frozen=True, slots=True)
class StatedNote:
    """What a note states: its paper's IRI, the paper's properties by IRI, its text with sections, and evidence."""

    paper: str
    title: str
    text: str
    sections: tuple[Section, ...]
    rating: str | None
    evidence: tuple[Evidence, ...]
    of_paper: dict[str, list[str]]

    def values(self, name: str) -> list[str]:
        """What the note states of its paper by a property with a prefixed name, sorted."""
        return self.of_paper.get(term(name).value, [])


class _Statements(dict[str, dict[str, list[str]]]):
    """What is stated of each thing, by the IRIs of thing and property."""

    def all(self, thing: str, name: str) -> list[str]:
        return self.get(thing, {}).get(term(name).value, [])

    def one(self, thing: str, name: str) -> str:
        return self.all(thing, name)[0]


def note_of(store: ox.Store, note: str) -> StatedNote:
    """Read the named graph of a note."""
    stated = _Statements()
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(note)):
        says = stated.setdefault(text_of(quad.subject), defaultdict(list))
        says[quad.predicate.value].append(text_of(quad.object))
    paper = next(thing for thing in stated if note in stated.all(thing, "nw:hasNote"))
    document = stated.one(note, "nw:text")
    title = next(title for title in stated.all(paper, "dcterms:title") if document.startswith(f"{title}\n"))
    return StatedNote(
        paper=paper,
        title=title,
        text=document[len(title) + 1 :],
        sections=tuple(_sections(stated, stated.all(note, "nw:hasSection"), len(title) + 1)),
        rating=min(stated.all(note, "nw:rating"), default=None),
        evidence=strongest(_evidence(stated, paper, document, title)),
        of_paper={name: sorted(values) for name, values in stated[paper].items()},
    )


def _sections(stated: _Statements, nodes: list[str], behind_title: int) -> list[Section]:
    """The sections as they are read, the wider first where two begin together."""
    found = [
        Section(
            stated.one(node, "nw:heading"),
            int(stated.one(node, "oa:start")) - behind_title,
            int(stated.one(node, "oa:end")) - behind_title,
        )
        for node in nodes
    ]
    return sorted(found, key=lambda section: (section.start, -section.end, section.heading))


def _evidence(stated: _Statements, paper: str, document: str, title: str) -> Iterator[Evidence]:
    for mention in stated:
        for thing in stated.all(mention, "oa:hasBody"):
            sentence = stated.one(mention, "nw:sentence")
            place = len(document) if sentence == title else document.find(sentence)
            yield Evidence(paper, thing, stated.one(mention, "nw:supports"), place, sentence)
    for figure in stated.all(paper, "nw:reportsResult"):
        if stated.all(figure, "nw:row") or stated.all(figure, "nw:column"):  # it stands in a table
            sentence = stated.one(figure, "nw:sentence")
            for thing in {thing for tie in TIES.values() for thing in stated.all(figure, tie)}:
                yield Evidence(paper, thing, term("nw:tabulates").value, len(document), sentence)


def strongest(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """One sentence for each link, the first; a thing that is linked in a stronger way is not also just named."""
    first: dict[tuple[str, str, str], Evidence] = {}
    for one in sorted(evidence):
        first.setdefault((one.paper, one.thing, one.property), one)
    weak = {term(f"nw:{name}").value for name in WEAK}
    linked = {(one.paper, one.thing) for one in first.values() if one.property not in weak}
    return tuple(one for one in first.values() if one.property not in weak or (one.paper, one.thing) not in linked)
