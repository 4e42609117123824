"""Result tables: each measured cell of a note's tables becomes a figure that the note claims.

Rows may be methods and columns datasets or metrics, or the other way round; columns of names before the first column of
figures all name the row. What a cell measures must be said. Its row or column names a metric; or its column names a
dataset, in a table that sets methods or models beside each other; or its row names a dataset, and its column a method
or model or the caption a metric. So tables of settings, of steps, of the sizes of datasets, of yes and no make no
results. Nor do rows and columns of settings and of differences in a result table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from kg.facts import figures
from kg.facts.claims import Cell, Claim, Named, own_things
from kg.facts.figures import Figure
from kg.facts.labels import Label, Labels, plain, words
from kg.facts.names import Names
from kg.iri import digest
from kg.mentions import TaggedNote
from kg.notes import Table

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+|(?<=\d))"
_UNIT = "|".join(re.escape(unit) for unit in sorted(words("units"), key=lambda unit: (-len(unit), unit)))
_MEASURED = re.compile(
    rf"(?:[~≈] ?)?(?P<value>[-−]?{_NUMBER} ?%?(?:[-–—]{_NUMBER})?) ?(?P<unit>{_UNIT})?"
    rf"(?: ?(?:±|\+/-) ?{_NUMBER} ?(?P<both>%)?)?(?: ?[(（][^()（）]*[)）])?[ ↑↓†‡]*"
)
_TIES = {"metric": "nw:metric", "dataset": "nw:onDataset", "model": "nw:ofModel"}
Tied = tuple[str, str]
"""A thing's local name and the surface by which a table names it."""

_EMPTY = {"", "-", "–", "—", "/", "N/A", "n/a"}


def claims(tagged: TaggedNote, named: Named, names: Names) -> Iterator[Claim]:
    """The figures in the tables of a note."""
    labels = Labels(named, names)
    own = own_things(tagged, named)
    for table in dict.fromkeys(tagged.note.tables):
        yield from _of_table(table, labels, own)


def measured(written: str) -> tuple[Figure, str | None] | None:
    """The figure in a cell and its unit, or None where the cell holds anything else.

    What follows it in parentheses or behind ± (a deviation, a gain) is left out; `+5.9` is a gain itself.

    >>> measured("**68.01** ± 0.4"), measured("—")
    ((Figure(value=Decimal('68.01'), max_value=None, unit=None), None), None)
    """
    match = _MEASURED.fullmatch(plain(written))
    if not match:
        return None
    unit = "×" if match["unit"] in ("x", "×") else match["unit"] or match["both"]
    figure = figures.parse(match["value"])
    return (figure, unit or figure.unit) if figure else None


def _of_table(table: Table, labels: Labels, own: list[str]) -> Iterator[Claim]:
    first = _first_figures(table)
    caption = labels.read_caption(table.caption)
    heads = [labels.read(head) for head in table.header]
    if first is None or caption.chosen or any(head.chosen for head in heads[:first]):
        return
    names = [[labels.read(cell) for cell in row[:first]] for row in table.rows]
    told = {head.of for head in heads[:first]}  # a row has its own model where the head says so, known or not
    given = {kind: named for kind, named in caption.named.items() if kind not in told}
    compares = any(label.thing for label in chain(heads[first:], *names))
    key = digest(repr((table.caption, table.header, table.rows)))
    for at, row in enumerate(table.rows):
        for place, written in enumerate(row[first:], first):
            head = heads[place] if place < len(heads) else Label("")
            axes = [*names[at], head]
            found = measured(written)
            if found is None or any(label.chosen for label in axes):
                continue
            compared = compares if "dataset" in head.named else head.thing or "metric" in given
            if not _one("metric", axes) and not (compared and _one("dataset", axes)):
                continue
            figure, unit = found
            cell = Cell(
                table=caption.text,
                row=" / ".join(label.text for label in names[at] if label.text),
                column=head.text,
                best=(at, place) in table.best,
                better=next((label.better for label in axes if label.better), None),
            )
            unit = unit or next((label.unit for label in axes if label.unit), None)
            sentence = _sentence(cell, plain(written))
            yield Claim(f"table-{key}-{at}-{place}", figure, unit, sentence, tuple(_ties(axes, given, own)), cell)


def _first_figures(table: Table) -> int | None:
    """The first column, behind that of names, of which at least half of the filled cells hold figures."""
    width = max(map(len, table.rows), default=0)
    for column in range(1, width):
        filled = [row[column] for row in table.rows if len(row) > column and plain(row[column]) not in _EMPTY]
        if 2 * sum(measured(cell) is not None for cell in filled) >= max(len(filled), 1):
            return column
    return None


def _ties(axes: Sequence[Label], given: Mapping[str, Tied], own: list[str]) -> Iterator[tuple[str, str, str]]:
    """What a cell's row and column tie its figure to; what neither names, the caption may have given."""
    for kind, name in _TIES.items():
        tied = _one(kind, axes) if any(kind in label.named for label in axes) else given.get(kind)
        if tied:
            yield name, *tied
    if any(label.own for label in axes):
        for key in own:
            yield "nw:ofMethod", key, ""
    else:
        methods = [tied for tied in (_one("method", axes), _one("technique", axes)) if tied]
        if len(methods) == 1:  # of two together neither has the figure
            yield "nw:ofMethod", *methods[0]


def _one(kind: str, axes: Iterable[Label]) -> Tied | None:
    """The one thing of a kind that a cell's row and column name, with its surface; None where they name two."""
    found = dict(label.named[kind] for label in axes if kind in label.named)
    return next(iter(found.items())) if len(found) == 1 else None


def _sentence(cell: Cell, written: str) -> str:
    """A cell as evidence in words: where it stands and what it holds."""
    table = f"Table '{cell.table}'" if cell.table else "Table"
    places = [f"{name} {text}" for name, text in (("row", cell.row), ("column", cell.column)) if text]
    return f"{', '.join((table, *places))}: {written}"
