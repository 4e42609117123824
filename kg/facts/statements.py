"""Stating facts: a tagged note, or a listing page, in; RDF triples out.

Each note's triples make one named graph, which depends on that note, the vocabularies and the tables of
papers, links and names alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from kg.facts import bibliography, claims, tables
from kg.facts.comparisons import with_comparisons
from kg.facts.entities import Entities, canonical_venue
from kg.facts.evidence import annotation
from kg.facts.names import Names
from kg.facts.namespaces import term
from kg.iri import area_key, slug, venue_key
from kg.kinds import ENTITY_KINDS
from kg.mentions import Role, TaggedNote
from kg.notes import Listing


def supported_property(role: Role, entity: str) -> str:
    """The property of the paper that a mention in a role is evidence for, of an entity by its local name."""
    kind = ENTITY_KINDS[entity.partition("/")[0]]
    match role:
        case "proposes":
            return "nw:proposes"
        case "compares" if kind.comparable:
            return "nw:comparesWith"
        case "mentions":
            return "nw:mentions"
        case _:
            return f"nw:{kind.uses}"


class Statements:
    """States notes and listings under one base IRI."""

    def __init__(self, names: Names, base: str) -> None:
        self._names = names
        self._entities = Entities(names, base)

    def graph_name(self, item: TaggedNote | Listing) -> NamedNode:
        """The named graph that holds what a note or a listing page states: its own IRI."""
        return self._entities.iri(item.key if isinstance(item, Listing) else item.note.key)

    def of_note(self, tagged: TaggedNote) -> Iterator[Triple]:
        """State the paper, the note, all it names with the evidence, and the figures it reports."""
        note, iri, names = tagged.note, self._entities.iri, self._names
        paper, note_iri = iri(names.papers.of(note)), iri(note.key)
        yield Triple(paper, term("rdf:type"), term("nw:Paper"))
        yield Triple(paper, term("nw:hasNote"), note_iri)
        yield from bibliography.of_paper(note, paper, self._entities, names.vocabulary)
        yield from bibliography.of_note(note, note_iri)
        if note.venue:
            venue = canonical_venue(names.vocabulary, note.venue)
            yield Triple(paper, term("nw:publishedAt"), iri(venue_key(venue)))
            yield from self._entities.venue(venue)
        if note.area:
            yield Triple(paper, term("nw:inArea"), iri(area_key(note.area)))
            yield from self._entities.area(note.area)
        for related in note.related:
            other = names.links.paper(related)
            if other and iri(other) != paper:
                yield Triple(paper, term("nw:relatedTo"), iri(other))
        named = names.entities(tagged, with_comparisons(tagged, names))
        yield from self._of_mentions(tagged, named, paper, note_iri)
        for claim in chain(claims.of_text(tagged, named, names.vocabulary), tables.claims(tagged, named, names)):
            yield from self._of_claim(claim, paper, note_iri)

    def _of_mentions(
        self, tagged: TaggedNote, named: claims.Named, paper: NamedNode, note_iri: NamedNode
    ) -> Iterator[Triple]:
        surfaces: dict[str, set[str]] = defaultdict(set)
        broader: dict[str, set[str]] = defaultdict(set)
        for mention, key in (*named, *((mention, mention.entity) for mention in tagged.inside)):
            surfaces[key].add(mention.text)
            # What the tagger found a thing to be a kind of does not hold of a name of another sort it resolves to.
            if key.partition("/")[0] == mention.entity.partition("/")[0]:
                broader[key].update(mention.broader)
            entity = self._entities.iri(key)
            supported = term(supported_property(mention.role, key))
            yield Triple(paper, supported, entity)
            yield Triple(paper, term("nw:mentions"), entity)
            yield from annotation(note_iri, tagged.note.document, mention, key, entity, supported)
        for key, texts in surfaces.items():
            yield from self._entities.describe(key, tuple(sorted(texts)), tuple(sorted(broader[key])))

    def _of_claim(self, claim: claims.Claim, paper: NamedNode, note_iri: NamedNode) -> Iterator[Triple]:
        node = NamedNode(f"{note_iri.value}#{claim.place}")
        yield Triple(paper, term("nw:reportsResult"), node)
        yield Triple(node, term("rdf:type"), term("nw:Result"))
        yield Triple(node, term("prov:wasDerivedFrom"), note_iri)
        yield Triple(node, term("nw:sentence"), Literal(claim.sentence))
        yield Triple(node, term("nw:value"), _decimal(claim.figure.value))
        if claim.figure.max_value is not None:
            yield Triple(node, term("nw:maxValue"), _decimal(claim.figure.max_value))
        if claim.unit:
            yield Triple(node, term("nw:unit"), Literal(claim.unit))
        for name, key, surface in claim.ties:
            yield Triple(node, term(name), self._entities.iri(key))
            if claim.cell:  # what a table names the note need not name elsewhere
                yield Triple(paper, term("nw:tabulates"), self._entities.iri(key))
            if surface:
                yield from self._entities.describe(key, (surface,))
        if claim.cell:
            yield from _of_cell(claim.cell, node)

    def of_listing(self, listing: Listing) -> Iterator[Triple]:
        """State what a listing page says of itself: its venue and area, and its counts of venues and topics."""
        iri, page = self._entities.iri, self._entities.iri(listing.key)
        yield Triple(page, term("rdf:type"), term("nw:Listing"))
        if listing.source:
            yield Triple(page, term("dcterms:source"), NamedNode(listing.source))
        if listing.area:
            yield Triple(page, term("nw:inArea"), iri(area_key(listing.area)))
            yield from self._entities.area(listing.area)
        if listing.venue:
            venue = canonical_venue(self._names.vocabulary, listing.venue)
            yield Triple(page, term("nw:listsVenue"), iri(venue_key(venue)))
            yield from self._entities.venue(venue)
        if listing.stated_notes is not None:
            yield Triple(page, term("nw:paperCount"), Literal(listing.stated_notes))
        for count in listing.other_venues:
            venue = canonical_venue(self._names.vocabulary, count.name)
            node = NamedNode(f"{page.value}#venue-{slug(venue)}")
            yield from self._count(page, node, count.papers)
            yield Triple(node, term("nw:countsVenue"), iri(venue_key(venue)))
            yield from self._entities.venue(venue)
        for count in listing.topics:
            node = NamedNode(f"{page.value}#topic-{slug(count.name)}")
            yield from self._count(page, node, count.papers)
            yield Triple(node, term("nw:countsTopic"), Literal(count.name))
            technique = self._names.vocabulary.find("technique", count.name)
            if technique:
                yield Triple(node, term("dcterms:subject"), iri(technique))
                yield from self._entities.describe(technique)

    def _count(self, page: NamedNode, node: NamedNode, papers: int) -> Iterator[Triple]:
        yield Triple(page, term("nw:states"), node)
        yield Triple(node, term("rdf:type"), term("nw:PaperCount"))
        yield Triple(node, term("prov:wasDerivedFrom"), page)
        yield Triple(node, term("nw:paperCount"), Literal(papers))


def _of_cell(cell: claims.Cell, node: NamedNode) -> Iterator[Triple]:
    values = {"nw:table": cell.table, "nw:row": cell.row, "nw:column": cell.column, "nw:better": cell.better}
    for name, text in values.items():
        if text:
            yield Triple(node, term(name), Literal(text))
    if cell.best:
        yield Triple(node, term("nw:markedBest"), Literal(True))


def _decimal(value: Decimal) -> Literal:
    return Literal(f"{value:f}", datatype=term("xsd:decimal"))
