"""Exports: each format a function from a graph to bytes, all in one table."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.store.answers import spreadsheet_text
from kg.store.schema_org import schema_org
from kg.store.turtle import turtle, with_plain_dots

if TYPE_CHECKING:
    import networkx as nx

    from kg.store.graph import Graph


def _triples(graph: Graph, format: ox.RdfFormat) -> bytes:
    return ox.serialize(sorted(graph.triples(), key=str), format=format, prefixes=graph.prefixes) or b""


def _quads(graph: Graph, format: ox.RdfFormat) -> bytes:
    """The named graphs; the default graph, their union, is left out, since a reader can make it again."""
    named = (quad for quad in graph.store if not isinstance(quad.graph_name, ox.DefaultGraph))
    ordered = sorted(named, key=lambda quad: (str(quad.graph_name), str(quad)))
    if format is not ox.RdfFormat.TRIG:
        return ox.serialize(ordered, format=format) or b""
    written = ox.serialize(ordered, format=format, prefixes=graph.prefixes) or b""
    return with_plain_dots(written, ordered, graph.prefixes)


def plain_network(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The projection with attributes that any graph file can hold: of the evidence, its first sentence, no figures."""
    plain = network.copy()
    for _, attributes in plain.nodes(data=True):
        attributes.pop("figures", None)
        if "other_labels" in attributes:
            attributes["other_labels"] = "; ".join(attributes["other_labels"])
    for _, _, attributes in plain.edges(data=True):
        evidence = attributes.pop("evidence")
        attributes["sentence"] = evidence[0].sentence if evidence else ""
    return plain


def write_graphml(network: nx.MultiDiGraph[str], path: Path) -> None:
    """Write the projection as GraphML, which Gephi and yEd open."""
    path.write_bytes(_graphml(network))


def _graphml(network: nx.MultiDiGraph[str]) -> bytes:
    from networkx.readwrite.graphml import GraphMLWriter

    out = io.BytesIO()
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True, named_key_ids=True)
    writer.add_graph_element(plain_network(network))
    writer.dump(out)
    return out.getvalue()


def _gexf(network: nx.MultiDiGraph[str]) -> bytes:
    import networkx as nx

    # networkx stamps GEXF with today's date, which would make two exports of one graph differ.
    lines = "\n".join(nx.generate_gexf(plain_network(network), encoding="utf-8")).splitlines()
    return "\n".join(_without_date(line) for line in lines).encode() + b"\n"


def _without_date(line: str) -> str:
    return re.sub(r' lastmodifieddate="[^"]*"', "", line) if "<meta" in line else line


def _node_link(network: nx.MultiDiGraph[str]) -> bytes:
    import networkx as nx

    data: dict[str, Any] = nx.node_link_data(plain_network(network), edges="edges")
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _csv(network: nx.MultiDiGraph[str]) -> bytes:
    """One row an edge, with the labels and kinds of both ends and a sentence of evidence."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "source",
            "source kind",
            "relation",
            "target",
            "target kind",
            "weight",
            "sentence",
            "source iri",
            "target iri",
        ]
    )
    for source, target, attributes in plain_network(network).edges(data=True):
        one, other = network.nodes[source], network.nodes[target]
        texts = [one["label"], one["kind"], attributes["relation"], other["label"], other["kind"]]
        row = [*map(spreadsheet_text, texts), attributes["weight"], spreadsheet_text(attributes["sentence"])]
        writer.writerow([*row, one["iri"], other["iri"]])
    return out.getvalue().encode()


FORMATS: dict[str, Callable[[Graph], bytes]] = {
    "turtle": lambda graph: turtle(graph.triples(), graph.prefixes),
    "ntriples": lambda graph: _triples(graph, ox.RdfFormat.N_TRIPLES),
    "nquads": lambda graph: _quads(graph, ox.RdfFormat.N_QUADS),
    "trig": lambda graph: _quads(graph, ox.RdfFormat.TRIG),
    "jsonld": schema_org,
    "jsonld-expanded": lambda graph: _triples(graph, ox.RdfFormat.JSON_LD),
    "rdfxml": lambda graph: _triples(graph, ox.RdfFormat.RDF_XML),
    "graphml": lambda graph: _graphml(graph.to_networkx()),
    "gexf": lambda graph: _gexf(graph.to_networkx()),
    "node-link": lambda graph: _node_link(graph.to_networkx()),
    "csv": lambda graph: _csv(graph.to_networkx()),
}
