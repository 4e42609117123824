"""Turtle that a person can read: prefixes first, triples grouped by subject, everything sorted."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kg.facts.namespaces import term

_TYPE = term("rdf:type")


def turtle(triples: Iterable[ox.Triple], prefixes: dict[str, str]) -> bytes:
    """Write triples as Turtle; the same set of triples gives the same bytes."""
    ordered = sorted(triples, key=_order)
    written = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
    lines = with_plain_dots(written, ordered, prefixes).splitlines(keepends=True)
    head = sorted(line for line in lines if line.startswith(b"@prefix"))
    # The serializer escapes line ends in literals, so a line that is not indented begins a subject.
    body = (line if line.startswith(b"\t") else b"\n" + line for line in lines if not line.startswith(b"@prefix"))
    return b"".join([*head, *body])


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    """By subject; of one subject its classes first, then by property and value."""
    return (str(triple.subject), triple.predicate != _TYPE, triple.predicate.value, str(triple.object))


def with_plain_dots(written: bytes, triples: Iterable[ox.Triple | ox.Quad], prefixes: dict[str, str]) -> bytes:
    """Turtle or TriG with IRIs spelt out where their local name would begin or end with an escaped dot.

    Such names ("pruning.") are Turtle, but rdflib does not read them.
    """
    if b"\\." not in written:
        return written
    iris = {
        node.value for triple in triples for node in (triple.subject, triple.object) if isinstance(node, ox.NamedNode)
    }
    for iri in sorted(iri for iri in iris if iri.endswith(".") or iri.rpartition("/")[2].startswith(".")):
        node = ox.NamedNode(iri)
        alone = ox.serialize([ox.Triple(node, _TYPE, node)], format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
        name = alone.splitlines()[-1].split(b" ")[0]
        written = re.sub(rb"(?<!\S)" + re.escape(name) + rb"(?!\S)", f"<{iri}>".encode(), written)
    return written
