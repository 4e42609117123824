"""Result tables: each measured cell of a note's tables becomes a figure that the note claims.

Rows may be methods and columns datasets or metrics, or the other way round; columns of names before the first column of
figures all name the row, and a row with nothing but a name says what holds of the rows below it. What a cell measures
must be said. Its row or column names a metric or tells by an arrow which figures are the better ones; or its column
names a dataset, in a table that sets methods or models beside each other; or its row names a dataset, and its column a
method or model or the caption a metric; or the caption names a metric, and the column something that is measured in it.
So tables of settings, of steps, of the sizes of datasets, of yes and no make no results. Nor do rows and columns of
settings and of differences in a result table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from kg.facts.cells import divided, is_empty, measured, shares
from kg.facts.claims import Cell, Claim, Named, own_things
from kg.facts.labels import Label, Labels, plain
from kg.facts.names import Names
from kg.iri import digest
from kg.mentions import TaggedNote
from kg.notes import Table

_TIES = {"metric": "nw:metric", "dataset": "nw:onDataset", "model": "nw:ofModel"}
_SUBJECTS = {"method", "technique", "model"}
Tied = tuple[str, str]
"""A thing's local name and the surface by which a table names it."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What says what a figure is: its column's head, its row's names, and what stands over it, caption and group.

    `of_row` says that the rows are methods, so that a figure is that of its row, whatever names its column has.
    """

    head: Label
    names: tuple[Label, ...]
    over: Label
    of_row: bool

    @property
    def axes(self) -> tuple[Label, ...]:
        return (*self.names, self.head)

    @property
    def measured_as_over(self) -> bool:
        """Whether what stands over the table names the metric; a label with an arrow and no name is a metric itself."""
        own = any("metric" in label.named or (label.better and "dataset" not in label.named) for label in self.axes)
        return "metric" in self.over.named and not own


def claims(tagged: TaggedNote, named: Named, names: Names) -> Iterator[Claim]:
    """The figures in the tables of a note."""
    labels = Labels(named, names)
    own = own_things(tagged, named)
    for table in dict.fromkeys(tagged.note.tables):
        yield from _of_table(table, labels, own)


def _of_table(table: Table, labels: Labels, own: list[str]) -> Iterator[Claim]:
    first = _first_figures(table)
    caption = labels.read_caption(table.caption)
    if first is None or caption.chosen:
        return
    width = max(map(len, (table.header, *table.rows)))
    heads = [*map(labels.read, table.header), *[Label("")] * (width - len(table.header))]
    if any(head.chosen for head in heads[:first]):
        return
    rows = list(_rows(table, first, heads, caption, labels))
    compares = any(label.thing for label in chain(heads[first:], *(names for _, names, _ in rows)))
    in_rows = {kind for _, names, _ in rows for label in names for kind in label.named}
    of_row = any(head.of == "method" for head in heads[:first]) and in_rows.isdisjoint(("metric", "dataset"))
    key = digest(repr((table.caption, table.header, table.rows)))
    for at, names, over in rows:
        for column, written in enumerate(table.rows[at][first:], first):
            place = _Place(heads[column], names, over, of_row)
            parts = shares(written)
            for number, (part, its) in enumerate(zip(parts, _apart(place, len(parts), labels), strict=False)):
                found = measured(part)
                if found is None or not _is_measurement(its, compares):
                    continue
                figure, unit = found
                unit = unit or _said("unit", its)
                name = f"table-{key}-{at}-{column}" + (f"-{number}" if len(parts) > 1 else "")
                sentence = _sentence(_cell(table, at, column, place), plain(written))
                yield Claim(name, figure, unit, sentence, tuple(_ties(its, own)), _cell(table, at, column, its))


def _first_figures(table: Table) -> int | None:
    """The first column, behind that of names, of which at least half of the filled cells hold figures."""
    width = max(map(len, table.rows), default=0)
    for column in range(1, width):
        filled = [row[column] for row in table.rows if len(row) > column and not is_empty(row[column])]
        if 2 * sum(any(map(measured, shares(cell))) for cell in filled) >= max(len(filled), 1):
            return column
    return None


def _rows(
    table: Table, first: int, heads: Sequence[Label], caption: Label, labels: Labels
) -> Iterator[tuple[int, tuple[Label, ...], Label]]:
    """The rows that hold figures: where each stands, its names, and what caption and group say of it."""
    told = {head.of for head in heads[:first]}  # a row has its own model where the head says so, known or not
    metric_heads = any("metric" in head.named for head in heads[first:])
    foreign = [_foreign(head.of, told, metric_heads) for head in heads[:first]]
    above = [""] * first
    group: Label | None = None
    for at, row in enumerate(table.rows):
        if plain(row[0] if row else "") and not any(map(plain, row[1:])) and len(heads) > 1:
            group = labels.read_caption(row[0])
            continue
        # an empty cell before the last name goes on with what stands above it
        cells = [*row[:first], *[""] * (first - len(row))]
        above = [cell or old for cell, old in zip(cells[:-1], above[:-1], strict=True)] + cells[-1:]
        names = [_without(kinds, labels.read(cell)) for cell, kinds in zip(above, foreign, strict=True)]
        given = caption.named | (group.named if group else {})
        over = replace(caption, named={kind: named for kind, named in given.items() if kind not in told})
        yield at, (*([Label(group.text, chosen=group.chosen)] if group else []), *names), over


def _foreign(of: str | None, told: Set[str | None], metric_heads: bool) -> Set[str]:
    """The kinds of thing that names do not mean under a head that says what they are."""
    if of in ("dataset", "metric"):
        return _SUBJECTS
    metric = {"metric"} if metric_heads and of in ("method", "model") else set()
    methods = {"method", "technique"} if of == "model" and "method" in told else set()
    return metric | methods


def _without(kinds: Set[str], label: Label) -> Label:
    return replace(label, named={kind: named for kind, named in label.named.items() if kind not in kinds})


def _apart(place: _Place, count: int, labels: Labels) -> list[_Place]:
    """The place of each figure of a cell that holds several: the one label that names as many things is parted.

    None of them has a place where no label does.
    """
    if count == 1:
        return [place]
    if heads := divided(place.head.text, count):
        return [replace(place, head=labels.read(head)) for head in heads]
    for at, name in enumerate(place.names):
        if parts := divided(name.text, count):
            return [
                replace(place, names=(*place.names[:at], labels.read(one), *place.names[at + 1 :])) for one in parts
            ]
    overs = [labels.read_caption(part) for part in divided(place.over.text, count)]
    if not all(over.named for over in overs):
        return []
    return [replace(place, over=replace(over, named=place.over.named | over.named)) for over in overs]


def _is_measurement(place: _Place, compares: bool) -> bool:
    """Whether it is said what a figure in a place measures."""
    head, axes = place.head, place.axes
    if any(label.chosen for label in axes):
        return False
    if _one("metric", axes) or any(label.better for label in axes):
        return True
    if place.measured_as_over and (head.thing or "dataset" in head.named or head.general):
        return True
    return bool(_one("dataset", axes)) and bool(
        compares if "dataset" in head.named else head.thing or place.measured_as_over
    )


def _ties(place: _Place, own: list[str]) -> Iterator[tuple[str, str, str]]:
    """What a cell's row and column tie its figure to; what neither names, caption and group may have given."""
    axes = place.axes
    for kind, name in _TIES.items():
        given = None if kind == "metric" and not place.measured_as_over else place.over.named.get(kind)
        tied = _one(kind, axes) if any(kind in label.named for label in axes) else given
        if tied:
            yield name, *tied
    if any(label.own for label in axes):
        for key in own:
            yield "nw:ofMethod", key, ""
    else:
        named = place.names if place.of_row else axes
        methods = [tied for tied in (_one("method", named), _one("technique", named)) if tied]
        if len(methods) == 1:  # of two together neither has the figure
            yield "nw:ofMethod", *methods[0]


def _one(kind: str, axes: Iterable[Label]) -> Tied | None:
    """The one thing of a kind that a cell's row and column name, with its surface; None where they name two."""
    found = dict(label.named[kind] for label in axes if kind in label.named)
    return next(iter(found.items())) if len(found) == 1 else None


def _said(what: Literal["unit", "better"], place: _Place) -> str | None:
    """The unit, or which figures are the better ones: by row and column, or by the caption that names the metric."""
    labels = (*place.axes, place.over) if place.measured_as_over else place.axes
    return next((said for label in labels if (said := label.unit if what == "unit" else label.better)), None)


def _cell(table: Table, at: int, column: int, place: _Place) -> Cell:
    return Cell(
        table=plain(table.caption)[:300],
        row=" / ".join(label.text for label in place.names if label.text),
        column=place.head.text,
        best=(at, column) in table.best,
        better=_said("better", place),
    )


def _sentence(cell: Cell, written: str) -> str:
    """A cell as evidence in words: where it stands and what it holds."""
    table = f"Table '{cell.table}'" if cell.table else "Table"
    places = [f"{name} {text}" for name, text in (("row", cell.row), ("column", cell.column)) if text]
    return f"{', '.join((table, *places))}: {written}"
