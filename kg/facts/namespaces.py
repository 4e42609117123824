"""The RDF vocabularies that facts are stated in, and the prefixes they are written with."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode

from kg.iri import ONTOLOGY
from kg.kinds import ENTITY_KINDS

PREFIXES: dict[str, str] = {
    "dcterms": "http://purl.org/dc/terms/",
    "nw": ONTOLOGY,
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# The kinds of things the data names, each with a prefix of its own in what we write.
DATA_KINDS = tuple(sorted((*ENTITY_KINDS, "area", "listing", "note", "paper", "venue")))


def prefixes(base: str) -> dict[str, str]:
    """All prefixes for a graph whose data IRIs begin with `base`."""
    return PREFIXES | {kind: f"{base}{kind}/" for kind in DATA_KINDS}


@cache
def term(name: str) -> NamedNode:
    """A term of these vocabularies by its prefixed name: `term("skos:broader")`."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)
