"""What a source says of a paper besides the text of its note: identifiers, people, year, addresses, keywords, sections.

Authors are texts: a source gives names, and one name may be several people. Their order is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg import identifiers
from kg.facts.entities import Entities
from kg.facts.namespaces import term
from kg.iri import digest
from kg.notes import Note
from kg.vocabulary import Vocabulary


def of_paper(note: Note, paper: NamedNode, entities: Entities, vocabulary: Vocabulary) -> Iterator[Triple]:
    """State what the note's source knows of its paper."""
    arxiv, doi = identifiers.of_paper(note.arxiv, note.doi)
    values = {
        "dcterms:title": (note.title,),
        "nw:arxivId": (arxiv,),
        "nw:doi": (doi,),
        "schema:url": (note.url,),
        "schema:codeRepository": (note.code,),
        "schema:author": note.authors,
        "schema:keywords": note.keywords,
        "skos:altLabel": tuple(alias for alias in note.aliases if alias != note.title),
    }
    for name, texts in values.items():
        for text in filter(None, texts):
            yield Triple(paper, term(name), Literal(text))
    if note.year is not None:
        yield Triple(paper, term("dcterms:issued"), Literal(f"{note.year:04}", datatype=term("xsd:gYear")))
    for keyword in note.keywords:
        technique = _technique(keyword, vocabulary)
        if technique:
            yield Triple(paper, term("dcterms:subject"), entities.iri(technique))
            yield from entities.describe(technique)


def _technique(keyword: str, vocabulary: Vocabulary) -> str | None:
    """The listed technique that a keyword names, in the singular or the plural."""
    return vocabulary.find("technique", keyword) or vocabulary.find("technique", keyword.removesuffix("s"))


def of_note(note: Note, iri: NamedNode) -> Iterator[Triple]:
    """State where the note was read, its text, its rating, and where in the text its sections stand."""
    yield Triple(iri, term("rdf:type"), term("nw:Note"))
    if note.source:
        yield Triple(iri, term("dcterms:source"), NamedNode(note.source))
    yield Triple(iri, term("nw:text"), Literal(note.document))
    if note.rating:
        yield Triple(iri, term("nw:rating"), Literal(note.rating))
    behind_title = len(note.document) - len(note.text)
    for section in note.sections:
        if section.heading and section.start < section.end:
            start, end = section.start + behind_title, section.end + behind_title
            node = NamedNode(f"{iri.value}#section-{start}-{end}-{digest(section.heading)}")
            yield Triple(iri, term("nw:hasSection"), node)
            yield Triple(node, term("rdf:type"), term("nw:Section"))
            yield Triple(node, term("rdf:type"), term("oa:TextPositionSelector"))
            yield Triple(node, term("nw:heading"), Literal(section.heading))
            yield Triple(node, term("oa:start"), Literal(str(start), datatype=term("xsd:nonNegativeInteger")))
            yield Triple(node, term("oa:end"), Literal(str(end), datatype=term("xsd:nonNegativeInteger")))
