"""The NetworkX projection: papers, what they name and where they appeared, as typed nodes and weighted edges."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.facts.namespaces import term
from kg.kinds import ENTITY_KINDS
from kg.store.answers import text_of
from kg.store.measured import figures

if TYPE_CHECKING:
    import networkx as nx

KINDS = {
    "nw:Paper": "paper",
    **{f"nw:{kind.class_name}": kind.name for kind in ENTITY_KINDS.values()},
    "nw:Venue": "venue",
    "nw:VenueSeries": "series",
    "nw:Area": "area",
}
_THINGS = {kind.name for kind in ENTITY_KINDS.values()}
# Which properties become edges. The entity links come with evidence; the rest are plain statements.
PLAIN = {
    "nw:publishedAt": "publishedAt",
    "nw:inArea": "inArea",
    "nw:editionOf": "editionOf",
    "nw:relatedTo": "relatedTo",
    "skos:broader": "broader",
    "dcterms:subject": "subject",
    "nw:tabulates": "tabulates",
}
WEAK = frozenset({"mentions", "tabulates"})
"""The relations that are not told of a pair which another one links."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A sentence of a note, the characters of it that name the entity, and the note's local name."""

    sentence: str
    start: int
    end: int
    note: str


def project(store: ox.Store, base: str) -> nx.MultiDiGraph[str]:
    """The graph's papers and entities as a directed multigraph, nodes and edges in sorted order.

    A node is the local name of its IRI, with `kind`, `label`, `iri`, where it has them `other_labels` (a list),
    for a venue its `year`, and for a paper that reports some its `figures` (a list of `Figure`). An edge's key is
    its relation; its `weight` is the number of mentions that support it (1 for a plain statement) and `evidence`
    a list of `Evidence`. A pair linked by a stronger relation gets no `mentions` and no `tabulates` edge. A thing that
    nothing ties to a paper (a topic that a listing page counts) is left out.
    """
    import networkx as nx  # it takes long to load, and the server needs the names above alone

    labels = _labels(store)
    kinds = {iri: kind for name, kind in KINDS.items() for iri in _subjects(store, "rdf:type", term(name))}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri in sorted(kinds, key=lambda iri: iri.removeprefix(base)):
        graph.add_node(iri.removeprefix(base), kind=kinds[iri], label=labels.get(iri, iri), iri=iri)
    for quad in store.quads_for_pattern(None, term("nw:year"), None, ox.DefaultGraph()):
        graph.nodes[text_of(quad.subject).removeprefix(base)]["year"] = int(text_of(quad.object))
    for quad in sorted(store.quads_for_pattern(None, term("skos:altLabel"), None, ox.DefaultGraph()), key=str):
        name = text_of(quad.subject).removeprefix(base)
        if name in graph:
            graph.nodes[name].setdefault("other_labels", []).append(text_of(quad.object))
    for paper, reported in figures(store, base).items():
        graph.nodes[paper]["figures"] = reported

    found: list[tuple[str, str, str, int, list[Evidence]]] = []
    for name, relation in PLAIN.items():
        for quad in store.quads_for_pattern(None, term(name), None, ox.DefaultGraph()):
            found.append(
                (text_of(quad.subject).removeprefix(base), text_of(quad.object).removeprefix(base), relation, 1, [])
            )
    for (paper, entity, relation), evidence in _evidence(store, base).items():
        found.append((paper, entity, relation, len(evidence), sorted(evidence)))
    strong = {(source, target) for source, target, relation, _, _ in found if relation not in WEAK}
    for source, target, relation, weight, evidence in sorted(found):
        if source in graph and target in graph and (relation not in WEAK or (source, target) not in strong):
            graph.add_edge(source, target, key=relation, relation=relation, weight=weight, evidence=evidence)
    for component in list(nx.weakly_connected_components(graph)):
        if all(graph.nodes[name]["kind"] in _THINGS for name in component):
            graph.remove_nodes_from(component)
    return graph


def _subjects(store: ox.Store, predicate: str, value: ox.NamedNode) -> set[str]:
    quads = store.quads_for_pattern(None, term(predicate), value, ox.DefaultGraph())
    return {text_of(quad.subject) for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def _labels(store: ox.Store) -> dict[str, str]:
    """The label of each thing: the first in order where a paper's title is spelt in two ways."""
    labels: dict[str, str] = {}
    for predicate in ("skos:prefLabel", "dcterms:title"):
        for quad in store.quads_for_pattern(None, term(predicate), None, ox.DefaultGraph()):
            iri, label = text_of(quad.subject), text_of(quad.object)
            labels[iri] = min(label, labels.get(iri, label))
    return labels


def _evidence(store: ox.Store, base: str) -> dict[tuple[str, str, str], list[Evidence]]:
    """For each paper, entity and relation, the sentences that support it."""

    def objects(name: str) -> dict[str, str]:
        quads = store.quads_for_pattern(None, term(name), None, ox.DefaultGraph())
        return {text_of(quad.subject): text_of(quad.object) for quad in quads}

    paper_of = {}
    for quad in store.quads_for_pattern(None, term("nw:hasNote"), None, ox.DefaultGraph()):
        paper_of[text_of(quad.object)] = text_of(quad.subject).removeprefix(base)
    source, text = objects("oa:hasSource"), objects("nw:text")
    target, body = objects("oa:hasTarget"), objects("oa:hasBody")
    sentence, supports = objects("nw:sentence"), objects("nw:supports")
    start, end = objects("oa:start"), objects("oa:end")

    found: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)
    for mention, entity in body.items():
        place = target[mention]
        note = source[place]
        position = place.replace("#target-", "#position-")
        at, until = int(start[position]), int(end[position])
        within = offset_in_sentence(text[note], sentence[mention], at)
        relation = supports[mention].rpartition("#")[2]
        found[paper_of[note], entity.removeprefix(base), relation].append(
            Evidence(sentence[mention], within, within + until - at, note.removeprefix(base))
        )
    return found


def offset_in_sentence(document: str, sentence: str, start: int) -> int:
    """Where in its sentence a mention begins, given where it begins in the note."""
    return start - document.rfind(sentence, max(0, start - len(sentence)), start + len(sentence))


def utf16(text: str) -> int:
    """How many UTF-16 units a text takes: scripts count these where Python counts characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
