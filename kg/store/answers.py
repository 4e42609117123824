"""Answers to SPARQL queries, as Python values and in the formats the command line prints."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator
from shutil import get_terminal_size
from typing import IO, TypeAlias, cast

import pyoxigraph as ox

from kg.errors import NoteweaveError, printable

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_WIDEST = 100_000  # columns
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Answer:
    """What a query gave: rows of a SELECT, triples of a CONSTRUCT or DESCRIBE, or the truth of an ASK.

    It can be read once.
    """

    def __init__(self, found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean, prefixes: dict[str, str]) -> None:
        self._found = found
        """What the store gave; reading it is reading the answer."""
        self.prefixes = prefixes
        self._longest_first = sorted(prefixes.items(), key=lambda item: -len(item[1]))

    def __bool__(self) -> bool:
        """The truth of an ASK; True where a SELECT or CONSTRUCT has been asked."""
        return bool(self._found) if isinstance(self._found, ox.QueryBoolean) else True

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Each row of a SELECT as a dictionary of plain texts; an unbound variable is left out."""
        names = self.variables
        for row in self.rows():
            yield {name: text_of(value) for name, value in zip(names, row, strict=True) if value is not None}

    @property
    def is_truth(self) -> bool:
        """Whether this is the answer to an ASK."""
        return isinstance(self._found, ox.QueryBoolean)

    @property
    def is_graph(self) -> bool:
        """Whether this is the answer to a CONSTRUCT or DESCRIBE."""
        return isinstance(self._found, ox.QueryTriples)

    @property
    def variables(self) -> list[str]:
        """The variables of a SELECT, in its order; none for other queries."""
        return (
            [variable.value for variable in self._found.variables] if isinstance(self._found, ox.QuerySolutions) else []
        )

    def rows(self) -> Iterator[list[Term | None]]:
        """The rows of a SELECT as RDF terms."""
        if isinstance(self._found, ox.QuerySolutions):
            for solution in self._found:
                yield list(solution)

    def triples(self) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        if isinstance(self._found, ox.QueryTriples):
            yield from self._found

    def write(self, format: str) -> str:
        """The answer in one of `FORMATS`; as a table, triples are written as Turtle.

        Raises NoteweaveError where there is no such format or the answer does not come in it.
        """
        if format not in FORMATS:
            raise NoteweaveError(f"no format is called '{format}'; there are {', '.join(FORMATS)}")
        if self.is_graph != (format == "turtle"):
            if self.is_graph and format == "table":
                format = "turtle"
            else:
                wanted = "turtle" if self.is_graph else "table, csv, tsv, json or xml"
                raise NoteweaveError(f"--format {format}: this query's answer comes as {wanted}")
        return FORMATS[format](self)

    def serialize(self, format: ox.QueryResultsFormat) -> str:
        """The answer in a SPARQL results format."""
        if isinstance(self._found, ox.QueryTriples):
            raise NoteweaveError("triples have no SPARQL results format; write them as turtle")
        return (self._found.serialize(format=format) or b"").decode()

    def write_to(self, output: io.RawIOBase, format: ox.QueryResultsFormat) -> None:
        """Write the rows of a SELECT piece by piece; an error of `output` ends it."""
        if isinstance(self._found, ox.QuerySolutions):
            self._found.serialize(cast(IO[bytes], output), format=format)

    def shorten(self, value: Term | None) -> str:
        """A term for human eyes: IRIs with a prefix where one fits, text without its datatype."""
        if isinstance(value, ox.NamedNode):
            for prefix, iri in self._longest_first:
                if value.value.startswith(iri):
                    return f"{prefix}:{value.value.removeprefix(iri)}"
        return text_of(value) if value is not None else ""


def text_of(value: Term) -> str:
    """An IRI, or a literal's text."""
    return str(value) if isinstance(value, ox.Triple) else value.value


def _table(answer: Answer) -> str:
    if answer.is_truth:
        return "yes" if answer else "no"
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in answer.variables:
        table.add_column(name)
    for row in answer.rows():
        table.add_row(*(Text(printable(answer.shorten(value))) for value in row))
    # On a terminal rows are folded to its width; elsewhere each row is one line, whatever its length.
    width = get_terminal_size().columns if sys.stdout.isatty() else Console(width=_WIDEST).measure(table).maximum
    out = io.StringIO()
    Console(file=out, width=width).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _csv(answer: Answer) -> str:
    """CSV with plain values, safe for spreadsheets."""
    if answer.is_truth:
        return "yes" if answer else "no"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.variables)
    for row in answer.rows():
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().rstrip("\n")


def _cell(value: Term | None) -> str:
    text = text_of(value) if value is not None else ""
    is_text = isinstance(value, ox.Literal) and value.datatype.value.endswith(("#string", "#langString"))
    return spreadsheet_text(text) if is_text else text


def spreadsheet_text(text: str) -> str:
    """A text for a CSV cell; one that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _turtle(answer: Answer) -> str:
    from kg.store.turtle import turtle

    return turtle(answer.triples(), answer.prefixes).decode().rstrip("\n")


FORMATS: dict[str, Callable[[Answer], str]] = {
    "table": _table,
    "csv": _csv,
    "tsv": lambda answer: answer.serialize(ox.QueryResultsFormat.TSV).rstrip("\n"),
    "json": lambda answer: answer.serialize(ox.QueryResultsFormat.JSON),
    "xml": lambda answer: answer.serialize(ox.QueryResultsFormat.XML),
    "turtle": _turtle,
}
