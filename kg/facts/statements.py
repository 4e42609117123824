"""Stating facts: a tagged note, or a listing page, in; RDF triples out.

Each note's triples make one named graph, which depends on that note, the vocabularies and the table of
names alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple

from kg.facts import figures
from kg.facts.entities import Entities, canonical_venue
from kg.facts.evidence import annotation
from kg.facts.names import Names
from kg.facts.namespaces import term
from kg.iri import slug, venue_key
from kg.kinds import COMPARABLE_TYPES, ENTITY_KINDS
from kg.mentions import ReportedResult, Role, TaggedNote
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
        note, iri = tagged.note, self._entities.iri
        paper, note_iri = iri(note.paper), iri(note.key)
        yield Triple(paper, term("rdf:type"), term("nw:Paper"))
        yield Triple(paper, term("dcterms:title"), Literal(note.title))
        yield Triple(paper, term("nw:hasNote"), note_iri)
        yield Triple(note_iri, term("rdf:type"), term("nw:Note"))
        yield Triple(note_iri, term("nw:text"), Literal(note.document))
        if note.venue:
            venue = canonical_venue(self._names.vocabulary, note.venue)
            yield Triple(paper, term("nw:publishedAt"), iri(venue_key(venue)))
            yield from self._entities.venue(venue)
        if note.area:
            key = f"area/{slug(note.area)}"
            yield Triple(paper, term("nw:inArea"), iri(key))
            yield from self._entities.area(key, note.area)
        if note.url:
            yield Triple(paper, term("schema:url"), Literal(note.url))
        if note.arxiv:
            yield Triple(paper, term("nw:arxivId"), Literal(note.arxiv))
        for keyword in note.keywords:
            yield Triple(paper, term("schema:keywords"), Literal(keyword))
        yield from self._of_mentions(tagged, paper, note_iri)
        for result in tagged.results:
            yield from self._of_result(tagged, result, paper, note_iri)

    def _of_mentions(self, tagged: TaggedNote, paper: NamedNode, note_iri: NamedNode) -> Iterator[Triple]:
        surfaces: dict[str, set[str]] = defaultdict(set)
        broader: dict[str, set[str]] = defaultdict(set)
        named = [(mention, self._names.resolve(mention, tagged.note.paper)) for mention in tagged.mentions]
        for mention, key in (*named, *((mention, mention.entity) for mention in tagged.inside)):
            surfaces[key].add(mention.text)
            broader[key].update(mention.broader)
            entity = self._entities.iri(key)
            supported = term(supported_property(mention.role, key))
            yield Triple(paper, supported, entity)
            yield Triple(paper, term("nw:mentions"), entity)
            yield from annotation(note_iri, tagged.note.document, mention, key, entity, supported)
        for key, texts in surfaces.items():
            yield from self._entities.describe(key, tuple(sorted(texts)), tuple(sorted(broader[key])))

    def _of_result(
        self, tagged: TaggedNote, result: ReportedResult, paper: NamedNode, note_iri: NamedNode
    ) -> Iterator[Triple]:
        figure = figures.parse(result.value)
        if figure is None:
            return
        node = NamedNode(f"{note_iri.value}#result-{result.start}-{result.end}")
        document = tagged.note.document
        yield Triple(paper, term("nw:reportsResult"), node)
        yield Triple(node, term("rdf:type"), term("nw:Result"))
        yield Triple(node, term("prov:wasDerivedFrom"), note_iri)
        yield Triple(node, term("nw:sentence"), Literal(document[result.sentence_start : result.sentence_end].strip()))
        yield Triple(node, term("nw:value"), _decimal(figure.value))
        if figure.max_value is not None:
            yield Triple(node, term("nw:maxValue"), _decimal(figure.max_value))
        unit = result.unit or figure.unit
        if unit:
            yield Triple(node, term("nw:unit"), Literal(unit))
        links = {
            "nw:metric": (result.metric, {"METRIC"}),
            "nw:ofModel": (result.model, {"MODEL"}),
            "nw:onDataset": (result.dataset, {"DATASET"}),
            "nw:against": (result.baseline, COMPARABLE_TYPES),
        }
        for name, (surface, types) in links.items():
            key = self._entity_of(tagged, surface, types) if surface else None
            if key and surface:
                yield Triple(node, term(name), self._entities.iri(key))
                yield from self._entities.describe(key, (surface,))
        for key in self._own_methods(tagged):
            yield Triple(node, term("nw:ofMethod"), self._entities.iri(key))

    def _entity_of(self, tagged: TaggedNote, surface: str, types: Set[str]) -> str | None:
        """The entity a surface stands for: that of its mention, or for a metric the listed one of that label.

        None where there is neither: "improvement" says that something got better, not what.
        """
        for mention in tagged.mentions:
            if mention.text == surface and mention.type in types:
                return self._names.resolve(mention, tagged.note.paper)
        return self._names.vocabulary.find("metric", surface) if types == {"METRIC"} else None

    def _own_methods(self, tagged: TaggedNote) -> list[str]:
        """What the note is mainly about, where the paper gave it a name."""
        return sorted(
            {
                self._names.resolve(mention, tagged.note.paper)
                for mention in tagged.mentions
                if mention.role == "proposes" and mention.text in tagged.proposes
            }
        )

    def of_listing(self, listing: Listing) -> Iterator[Triple]:
        """State what a listing page says of itself: its venue and area, and its counts of venues and topics."""
        iri, page = self._entities.iri, self._entities.iri(listing.key)
        yield Triple(page, term("rdf:type"), term("nw:Listing"))
        area = f"area/{slug(listing.area)}" if listing.area else None
        if area and listing.area:
            yield Triple(page, term("nw:inArea"), iri(area))
            yield from self._entities.area(area, listing.area)
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


def _decimal(value: Decimal) -> Literal:
    return Literal(f"{value:f}", datatype=term("xsd:decimal"))
