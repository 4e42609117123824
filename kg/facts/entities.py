"""What is stated of each thing a note names: its class, labels, and the chain of broader concepts above it."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.facts.names import Names
from kg.facts.namespaces import term
from kg.iri import area_key, venue_key, venue_parts
from kg.kinds import ENTITY_KINDS
from kg.vocabulary import Vocabulary


class Entities:
    """States entities from the vocabulary and the table of names, under one base IRI."""

    def __init__(self, names: Names, base: str) -> None:
        self._names = names
        self._vocabulary = names.vocabulary
        self._base = base

    def iri(self, key: str) -> NamedNode:
        """The IRI of a local name."""
        return NamedNode(self._base + key)

    def describe(self, key: str, surfaces: tuple[str, ...] = (), broader: tuple[str, ...] = ()) -> Iterator[Triple]:
        """State an entity and everything above it.

        `surfaces` are spellings a note uses, `broader` what the tagger found an unlisted entity to be a kind of.
        """
        yield from self._describe_one(key, surfaces, broader)
        above = dict.fromkeys(broader) if key not in self._vocabulary else {}
        for start in [key, *above]:
            above.update(dict.fromkeys(self._vocabulary.ancestors(start)))
        for ancestor in above:
            yield from self._describe_one(ancestor, (), ())

    def _describe_one(self, key: str, surfaces: tuple[str, ...], broader: tuple[str, ...]) -> Iterator[Triple]:
        entity = self.iri(key)
        listed = self._vocabulary.get(key)
        label = self._names.label(key)
        others = set(listed.other_labels if listed else surfaces) - {label}
        yield Triple(entity, term("rdf:type"), term(f"nw:{ENTITY_KINDS[key.partition('/')[0]].class_name}"))
        yield Triple(entity, term("rdf:type"), term("skos:Concept"))
        yield Triple(entity, term("skos:prefLabel"), Literal(label))
        for other in others:
            yield Triple(entity, term("skos:altLabel"), Literal(other))
        for above in listed.broader if listed else broader:
            yield Triple(entity, term("skos:broader"), self.iri(above))

    def venue(self, name: str) -> Iterator[Triple]:
        """State a venue edition, its series and year."""
        name = canonical_venue(self._vocabulary, name)
        edition = self.iri(venue_key(name))
        yield Triple(edition, term("rdf:type"), term("nw:Venue"))
        yield Triple(edition, term("skos:prefLabel"), Literal(name))
        parts = venue_parts(name)
        if parts:
            series = self.iri(venue_key(parts[0]))
            yield Triple(edition, term("nw:editionOf"), series)
            yield Triple(edition, term("nw:year"), Literal(parts[1]))
            yield Triple(series, term("rdf:type"), term("nw:VenueSeries"))
            yield Triple(series, term("skos:prefLabel"), Literal(parts[0]))
            listed = self._vocabulary.get(venue_key(parts[0]))
            for other in listed.other_labels if listed else ():
                yield Triple(series, term("skos:altLabel"), Literal(other))

    def area(self, name: str) -> Iterator[Triple]:
        """State an area of research as a source names it; of several spellings the one that most notes have."""
        key = area_key(name)
        yield Triple(self.iri(key), term("rdf:type"), term("nw:Area"))
        yield Triple(self.iri(key), term("skos:prefLabel"), Literal(self._names.areas.get(key, name)))


def canonical_venue(vocabulary: Vocabulary, name: str) -> str:
    """A venue edition as it is usually written: `aaai2022` and `AAAI 2022` become `AAAI2022`."""
    parts = venue_parts(name)
    if not parts:
        return name
    listed = vocabulary.get(vocabulary.find("venue", parts[0]) or "")
    series = listed.label if listed else parts[0]
    return f"{series}{parts[1]}"
