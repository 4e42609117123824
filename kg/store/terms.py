"""The terms of the ontology, and what it says of them: for editors that complete them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg import resources
from kg.facts.namespaces import PREFIXES

_TERMS = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX vann: <http://purl.org/vocab/vann/>
SELECT ?term (SAMPLE(?named) AS ?label) (SAMPLE(?said) AS ?comment) (MAX(?type = owl:Class) AS ?isClass) {
  ?term a ?type ; rdfs:comment|vann:usageNote ?said .
  OPTIONAL { ?term rdfs:label ?named }
} GROUP BY ?term ORDER BY ?term
"""


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property by its prefixed name (`nw:usesTechnique`), with its label and what it means."""

    name: str
    label: str
    comment: str
    is_class: bool


@cache
def all_terms() -> tuple[Term, ...]:
    """The classes and properties that graphs are stated with, the ontology's own first."""
    ontology = ox.Store()
    ontology.load(path=str(resources.ontology() / "noteweave.ttl"))
    found = []
    for term, label, comment, is_class in ontology.query(_TERMS):  # type: ignore[union-attr]
        for prefix, iri in PREFIXES.items():
            if term.value.startswith(iri):
                local = term.value.removeprefix(iri)
                name = label.value if label else local
                found.append(Term(f"{prefix}:{local}", name, comment.value, is_class.value == "true"))
    return tuple(sorted(found, key=lambda one: (not one.name.startswith("nw:"), one.name)))
