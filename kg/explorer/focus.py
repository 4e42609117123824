"""Part of a graph: what lies around one node, and the most connected part of a graph too large for a page."""

from __future__ import annotations

import networkx as nx

from kg.errors import NoteweaveError


def neighbourhood(graph: nx.MultiDiGraph[str], node: str, hops: int) -> nx.MultiDiGraph[str]:
    """The nodes at most `hops` steps from a node, whichever way the edges point, and the edges among them.

    Raises NoteweaveError where the graph has no such node.
    """
    if node not in graph:
        raise NoteweaveError(f"{node}: not in the graph; name a node such as technique/lora")
    reached = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), node, cutoff=hops)
    return _induced(graph, set(reached))


def most_connected(graph: nx.MultiDiGraph[str], limit: int) -> nx.MultiDiGraph[str]:
    """The graph, or where it has more than `limit` nodes, its `limit` most connected ones."""
    if len(graph) <= limit:
        return graph
    ordered = sorted(graph.degree(), key=lambda pair: (-pair[1], pair[0]))
    return _induced(graph, {node for node, _ in ordered[:limit]})


def _induced(graph: nx.MultiDiGraph[str], kept: set[str]) -> nx.MultiDiGraph[str]:
    # A subgraph's order is that of a set: state it, so that two runs write the same bytes.
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((node, dict(graph.nodes[node])) for node in sorted(kept))
    for source, target, key, attributes in graph.edges(kept, keys=True, data=True):
        if target in kept:
            part.add_edge(source, target, key=key, **attributes)
    return part
