"""What the pages of a vault know of one another: where each thing has its page, and how things are told and ordered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.facts.namespaces import term
from kg.kinds import ENTITY_KINDS
from kg.obsidian.names import Place, places
from kg.store.answers import text_of
from kg.store.graph import Graph
from kg.store.measured import Figure, figures
from kg.store.terms import all_terms

LINKS = (
    "nw:proposes",
    *(f"nw:{kind.uses}" for kind in ENTITY_KINDS.values()),
    *("nw:comparesWith", "nw:tabulates", "nw:mentions"),
)
"""The properties that link a paper to a thing, in the order in which pages tell them."""
FOLDERS = {name: f"{name}s" for name in ENTITY_KINDS}
"""The folder of each kind of thing."""


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue edition: its name, and its year where it has one."""

    label: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Atlas:
    """The papers and things of a graph by their IRIs.

    `places` says where each has its page, `venues` where papers appeared, `labels` how venues and areas are called,
    `broader` and `narrower` what stands above and below a thing, `figures` what papers report, by local names.
    """

    base: str
    places: dict[str, Place]
    papers: dict[str, list[str]]
    entities: dict[str, list[str]]
    labels: dict[str, str]
    venues: dict[str, list[Venue]]
    broader: dict[str, list[str]]
    narrower: dict[str, list[str]]
    figures: dict[str, list[Figure]]

    def links(self, things: list[str]) -> list[str]:
        """Wikilinks to the pages of some things, in the order of what they are called; what has no page is left out."""
        found = sorted((place for thing in things if (place := self.places.get(thing))), key=lambda one: one.path)
        return [place.link for place in found]


def atlas(graph: Graph) -> Atlas:
    """Look over a graph; papers come with their notes, things by their kind, all in the order of their IRIs."""
    labels = {thing: min(names) for thing, names in _stated(graph, "skos:prefLabel").items()}
    titles = {paper: min(names) for paper, names in _stated(graph, "dcterms:title").items()}
    papers = _stated(graph, "nw:hasNote")
    entities = {kind: sorted(iri for iri in labels if iri.startswith(f"{graph.base}{kind}/")) for kind in FOLDERS}
    found = places("papers", ((paper, titles[paper]) for paper in papers))
    for kind, things in entities.items():
        found |= places(FOLDERS[kind], ((thing, labels[thing]) for thing in things))
    years = {venue: int(values[0]) for venue, values in _stated(graph, "nw:year").items()}
    broader = _stated(graph, "skos:broader")
    narrower: dict[str, list[str]] = defaultdict(list)
    for thing, above in broader.items():
        for one in above:
            narrower[one].append(thing)
    return Atlas(
        base=graph.base,
        places=found,
        papers=papers,
        entities=entities,
        labels=labels,
        venues={
            paper: sorted((Venue(labels[one], years.get(one)) for one in venues), key=newest_first)
            for paper, venues in _stated(graph, "nw:publishedAt").items()
        },
        broader=broader,
        narrower=narrower,
        figures=figures(graph.store, graph.base),
    )


def newest_first(venue: Venue | None) -> tuple[int, str]:
    """The order of venues on a page; papers without one come last."""
    return (-(venue.year or 0), venue.label) if venue else (1, "")


@cache
def words() -> dict[str, str]:
    """How links are told ("uses technique"), by the IRIs of their properties in the order of `LINKS`."""
    labels = {one.name: one.label for one in all_terms()}
    return {term(name).value: labels[name] for name in LINKS}


def _stated(graph: Graph, name: str) -> dict[str, list[str]]:
    """The values of a property by what they are stated of, both sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in graph.store.quads_for_pattern(None, term(name), None, ox.DefaultGraph()):
        found[text_of(quad.subject)].append(text_of(quad.object))
    return {thing: sorted(found[thing]) for thing in sorted(found)}
