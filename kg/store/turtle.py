"""Turtle that a person can read: prefixes first, triples grouped by subject, everything sorted."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.facts.namespaces import term

_TYPE = term("rdf:type")


def turtle(triples: Iterable[ox.Triple], prefixes: dict[str, str]) -> bytes:
    """Write triples as Turtle; the same set of triples gives the same bytes."""
    written = ox.serialize(sorted(triples, key=_order), format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
    lines = written.splitlines(keepends=True)
    head = sorted(line for line in lines if line.startswith(b"@prefix"))
    # The serializer escapes line ends in literals, so a line that is not indented begins a subject.
    body = (line if line.startswith(b"\t") else b"\n" + line for line in lines if not line.startswith(b"@prefix"))
    return b"".join([*head, *body])


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    """By subject; of one subject its classes first, then by property and value."""
    return (str(triple.subject), triple.predicate != _TYPE, triple.predicate.value, str(triple.object))
