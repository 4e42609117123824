"""The page's data: nodes, edges and options made through pyvis, and the texts that explain them."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

import networkx as nx
from pyvis.network import Network

from kg.explorer.layout import lay_out
from kg.store.measured import Figure
from kg.store.projection import utf16

# In the order of the legend: what a node of the kind is called, one and many.
KINDS = {
    "paper": ("Paper", "Papers"),
    "method": ("Method", "Methods"),
    "technique": ("Technique", "Techniques"),
    "model": ("Model", "Models"),
    "dataset": ("Dataset", "Datasets"),
    "metric": ("Metric", "Metrics"),
    "task": ("Task", "Tasks"),
    "venue": ("Venue", "Venues"),
    "series": ("Venue series", "Venue series"),
    "area": ("Area", "Areas"),
}
# In the order of the panel: what a relation is called seen from its source, and from its target.
RELATIONS = {
    "publishedAt": ("Published at", "Papers"),
    "inArea": ("In area", "Papers"),
    "editionOf": ("Edition of", "Editions"),
    "broader": ("Kind of", "Kinds"),
    "proposes": ("Proposes", "Proposed by"),
    "usesTechnique": ("Uses technique", "Used by"),
    "usesMethod": ("Uses method", "Used by"),
    "usesModel": ("Uses model", "Used by"),
    "usesDataset": ("Uses dataset", "Used by"),
    "addressesTask": ("Addresses task", "Addressed by"),
    "reportsMetric": ("Reports metric", "Reported by"),
    "comparesWith": ("Compares with", "Compared in"),
    "mentions": ("Mentions", "Mentioned by"),
    "tabulates": ("In its tables", "In the tables of"),
    "subject": ("Keyword", "Keyword of"),
    "relatedTo": ("Related to", "Related to"),
}
_SMALLEST, _LARGEST = 5.0, 26.0
_FRAME_SIZES = {"venue": 9.0, "series": 13.0, "area": 13.0}
_SHORT = 40
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def page_data(graph: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """Everything the page shows, as JSON values; nodes are numbered in sorted order, edges refer to them."""
    names = sorted(graph)
    radii = {name: _radius(graph, name) for name in names}
    layout = lay_out(graph, radii)
    number = {name: index for index, name in enumerate(names)}
    sentences: dict[str, int] = {}

    net = Network(directed=True)
    # Filled directly: add_node and add_edge look through all that is there already, each time.
    net.nodes = [_node(graph, name, number[name], radii[name], layout.positions[name]) for name in names]
    net.node_ids = [node["id"] for node in net.nodes]
    net.node_map = {node["id"]: node for node in net.nodes}
    net.edges = [
        _edge(graph.nodes[source]["label"], number[source], number[target], attributes, sentences)
        for source, target, attributes in sorted(graph.edges(data=True), key=_edge_order)
    ]
    net.set_options(json.dumps(_OPTIONS))
    figures = [
        _figure(number, number[name], figure, sentences)
        for name in names
        for figure in graph.nodes[name].get("figures", ())
    ]
    nodes, edges, _, _, _, options = net.get_network_data()

    relations = {str(edge["relation"]) for edge in edges}
    return {
        "kinds": kinds_of(graph),
        "relations": [_relation(name) for name in [*RELATIONS, *sorted(relations - set(RELATIONS))]],
        "nodes": nodes,
        "edges": edges,
        "figures": figures,
        "sentences": list(sentences),
        "regions": [
            {"label": one.label, "nodes": [number[name] for name in one.members], "outline": one.outline}
            for one in layout.regions
        ],
        "options": json.loads(options),
    }


def kinds_of(graph: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    """The kinds of a graph's nodes in the order of the legend, each with its names and its number of nodes."""
    kinds = Counter(str(kind) for _, kind in graph.nodes(data="kind"))
    order = [*KINDS, *sorted(set(kinds) - set(KINDS))]
    return [_kind(kind, kinds[kind]) for kind in order if kinds[kind]]


# The positions are final, so nothing moves by itself. Selection is the page's own: vis-network would
# repaint edges one by one, and it knows nothing of filters.
_OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"dragNodes": False, "selectable": False, "hover": False, "zoomSpeed": 0.7},
}


def _radius(graph: nx.MultiDiGraph[str], name: str) -> float:
    """Larger for what is linked more, except where being linked says no more than that papers were read."""
    kind = graph.nodes[name]["kind"]
    if kind in _FRAME_SIZES:
        return _FRAME_SIZES[kind]
    links = max(graph.degree(name) - 1, 0)
    return round(min(_SMALLEST + 1.9 * math.pow(links, 0.55), _LARGEST), 1)


def _node(
    graph: nx.MultiDiGraph[str], name: str, number: int, radius: float, position: tuple[int, int]
) -> dict[str, Any]:
    attributes = graph.nodes[name]
    node = {
        "id": number,
        "key": name,
        "label": attributes["label"],
        "short": short_label(attributes["label"], attributes["kind"]),
        "kind": attributes["kind"],
        "iri": attributes.get("iri", ""),
        "size": radius,
        "x": position[0],
        "y": position[1],
    }
    if "year" in attributes:
        node["year"] = attributes["year"]
    if "other_labels" in attributes:
        node["also"] = attributes["other_labels"]
    return node


def short_label(label: str, kind: str) -> str:
    """A label for the map: for a paper what stands before the colon, at most 40 characters, on one line.

    Characters that steer (control, bidirectional override) are left out: a map has no lines to break.
    """
    plain = "".join(" " if c.isspace() else c for c in label if c.isspace() or unicodedata.category(c)[0] != "C")
    plain = " ".join(plain.split())
    name, colon, _ = plain.partition(": ")
    if kind == "paper" and colon and 2 <= len(name) <= _SHORT:
        return name
    if len(plain) <= _SHORT:
        return plain
    return (
        plain[: _SHORT - 1].rpartition(" ")[0].rstrip(" ,;:") + "…" if " " in plain[:_SHORT] else plain[:_SHORT] + "…"
    )


def _edge_order(edge: tuple[str, str, dict[str, Any]]) -> tuple[str, str, str]:
    return edge[0], edge[1], edge[2]["relation"]


def _edge(
    title: str,
    source: int,
    target: int,
    attributes: dict[str, Any],
    sentences: dict[str, int],
) -> dict[str, Any]:
    """An edge; its evidence is `[sentence number, start, end, start, end, …]` for each sentence.

    Many mentions stand in one sentence: it is stored once. Offsets count UTF-16 units, as scripts do.
    """
    found: dict[str, list[int]] = {}
    # The title says least about how: it comes after the sentences of the note.
    for one in sorted(attributes.get("evidence", ()), key=lambda one: one.sentence == title):
        marks = (utf16(one.sentence[: one.start]), utf16(one.sentence[: one.end]))
        found.setdefault(one.sentence, []).extend(marks)
    evidence = [[sentences.setdefault(text, len(sentences)), *marks] for text, marks in found.items()]
    edge: dict[str, Any] = {"from": source, "to": target, "relation": attributes["relation"]}
    return edge | {"evidence": evidence} if evidence else edge


def _figure(number: Mapping[str, int], paper: int, figure: Figure, sentences: dict[str, int]) -> dict[str, Any]:
    """A reported figure; what it is tied to by node number, as far as the page shows it."""
    ties = {name: [number[one] for one in tied if one in number] for name, tied in figure.ties.items()}
    stated = {"value": figure.value, "highest": figure.highest, "unit": figure.unit} | ties
    sentence = sentences.setdefault(figure.sentence, len(sentences))
    return {"paper": paper, "sentence": sentence} | {name: value for name, value in stated.items() if value}


def _kind(kind: str, count: int) -> dict[str, Any]:
    one, many = KINDS.get(kind, (kind.capitalize(), kind.capitalize()))
    return {"id": kind, "one": one, "many": many, "count": count}


def _relation(name: str) -> dict[str, str]:
    words = _WORD.sub(" ", name).capitalize()
    forward, backward = RELATIONS.get(name, (words, f"{words} (of)"))
    return {"id": name, "forward": forward, "backward": backward}
