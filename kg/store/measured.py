"""The figures that papers report, each with what it is tied to and the sentence it stands in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.facts.namespaces import term
from kg.store.answers import text_of

# What a figure may be tied to, as fields of `Figure` and as properties of the ontology.
TIES = {
    "metric": "nw:metric",
    "dataset": "nw:onDataset",
    "model": "nw:ofModel",
    "method": "nw:ofMethod",
    "baseline": "nw:against",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported figure: its value as written in the graph, of a range also the highest ("" for none), its unit.

    `ties` holds the local names of what it is tied to, sorted, by the names of `TIES`.
    """

    sentence: str
    value: str
    highest: str = ""
    unit: str = ""
    ties: dict[str, list[str]] = field(default_factory=dict)


def figures(store: ox.Store, base: str) -> dict[str, list[Figure]]:
    """The figures of each paper by its local name, in the order of their IRIs; the same in two notes counts once."""
    of_paper: dict[str, list[Figure]] = defaultdict(list)
    stated = store.quads_for_pattern(None, term("nw:reportsResult"), None, ox.DefaultGraph())
    for paper, result in sorted((text_of(quad.subject), text_of(quad.object)) for quad in stated):
        figure = _figure(store, ox.NamedNode(result), base)
        if figure not in of_paper[paper.removeprefix(base)]:
            of_paper[paper.removeprefix(base)].append(figure)
    return dict(of_paper)


def _figure(store: ox.Store, result: ox.NamedNode, base: str) -> Figure:
    def objects(name: str) -> list[str]:
        quads = store.quads_for_pattern(result, term(name), None, ox.DefaultGraph())
        return sorted(text_of(quad.object).removeprefix(base) for quad in quads)

    def one(name: str) -> str:
        return next(iter(objects(name)), "")

    ties = {name: tied for name, prop in TIES.items() if (tied := objects(prop))}
    return Figure(one("nw:sentence"), one("nw:value"), one("nw:maxValue"), one("nw:unit"), ties)
