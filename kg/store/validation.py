"""Holding a graph to the SHACL shapes of `ontology/shapes.ttl`.

>>> from kg.store.graph import Graph
>>> validate(Graph.from_triples([]))
Validation(conforms=True, violations=())
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg import resources

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

    from kg.store.graph import Graph


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One way in which a graph breaks a shape.

    `focus` is the thing concerned, `path` the property or SPARQL property path (empty where the thing itself
    is at fault), `message` says what is wrong and how to mend it, `value` is the value at fault, if one is.
    IRIs are written with the graph's prefixes.
    """

    focus: str
    path: str
    message: str
    value: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.focus, self.path, self.value) if part) + f": {self.message}"


@dataclass(frozen=True, slots=True)
class Validation:
    """Whether a graph conforms to the shapes and, sorted, each violation where it does not."""

    conforms: bool
    violations: tuple[Violation, ...]


def validate(graph: Graph) -> Validation:
    """Check the default graph against the shapes; no inference is made."""
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF, SH

    conforms, report, text = pyshacl.validate(graph.to_rdflib(), shacl_graph=_shapes(), inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise TypeError(text)
    write = _Writer(report, graph.prefixes)
    violations = {
        Violation(
            focus=write.term(report.value(result, SH.focusNode)),
            path=write.path(report.value(result, SH.resultPath)),
            message=str(report.value(result, SH.resultMessage)),
            value=write.term(report.value(result, SH.value)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }
    return Validation(conforms, tuple(sorted(violations)))


@cache
def _shapes() -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(resources.ontology() / "shapes.ttl")


class _Writer:
    """Writes the terms and property paths of a report as a person reads them."""

    def __init__(self, report: rdflib.Graph, prefixes: dict[str, str]) -> None:
        self._report = report
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item))

    def term(self, node: Node | None) -> str:
        """An IRI with its prefix, the text of a literal, or nothing."""
        text = "" if node is None else str(node)
        for prefix, iri in self._prefixes:
            if text.startswith(iri):
                return f"{prefix}:{text.removeprefix(iri)}"
        return text

    def path(self, node: Node | None) -> str:
        """A property path in SPARQL's notation."""
        import rdflib
        from rdflib.collection import Collection
        from rdflib.namespace import SH

        if not isinstance(node, rdflib.BNode):
            return self.term(node)
        parts = dict(self._report.predicate_objects(node))
        if SH.inversePath in parts:
            return f"^{self.path(parts[SH.inversePath])}"
        if SH.oneOrMorePath in parts:
            return f"({self.path(parts[SH.oneOrMorePath])})+"
        steps = Collection(self._report, parts.get(SH.alternativePath, node))
        return ("|" if SH.alternativePath in parts else "/").join(self.path(step) for step in steps)
