"""Turtle that a person can read: prefixes first, triples grouped by subject, everything sorted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from kg.facts.namespaces import term
from kg.store.sorting import sorted_lines

_TYPE = term("rdf:type")


_BLOCK = 10_000  # triples written at a time


def turtle(triples: Iterable[ox.Triple], prefixes: dict[str, str]) -> bytes:
    """Write triples as Turtle; the same set of triples gives the same bytes."""
    head, body = _written(sorted(triples, key=_order), prefixes)
    return head + body


def write_turtle(triples: Iterable[ox.Triple], prefixes: dict[str, str], path: Path) -> None:
    """Write triples to a file, the bytes that `turtle` gives, but never hold all of them in memory.

    None of the triples may have a blank node.
    """
    with path.open("wb") as file, sorted_lines(map(_line, triples), path.parent) as lines:
        for number, block in enumerate(_blocks(lines)):
            parsed = ox.parse(b"".join(map(_statement, block)), format=ox.RdfFormat.N_TRIPLES, lenient=True)
            head, body = _written([quad.triple for quad in parsed], prefixes)
            file.write(body if number else head + body)


def _written(ordered: list[ox.Triple], prefixes: dict[str, str]) -> tuple[bytes, bytes]:
    """Sorted triples as Turtle: the prefixes, and what comes after them."""
    written = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
    lines = with_plain_dots(written, ordered, prefixes).splitlines(keepends=True)
    head = sorted(line for line in lines if line.startswith(b"@prefix"))
    # The serializer escapes line ends in literals, so a line that is not indented begins a subject.
    body = (line if line.startswith(b"\t") else b"\n" + line for line in lines if not line.startswith(b"@prefix"))
    return b"".join(head), b"".join(body)


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    """By subject; of one subject its classes first, then by property and value."""
    return (str(triple.subject), triple.predicate != _TYPE, triple.predicate.value, str(triple.object))


def _line(triple: ox.Triple) -> bytes:
    """A triple as a line; lines sort as `_order` does, since no part of one holds a tab or a line end."""
    subject, no_type, predicate, value = _order(triple)
    return f"{subject}\t{no_type:d}\t{predicate}\t{value}\n".encode()


def _statement(line: bytes) -> bytes:
    """A line of `_line` as N-Triples."""
    subject, _, predicate, value = line[:-1].split(b"\t")
    return b"%b <%b> %b .\n" % (subject, predicate, value)


def _blocks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Sorted lines in blocks that end where a subject does."""
    block: list[bytes] = []
    for _, own in groupby(lines, key=lambda line: line.partition(b"\t")[0]):
        block += own
        if len(block) >= _BLOCK:
            yield block
            block = []
    if block:
        yield block


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
