"""How long things take, as a Markdown table: `python benchmarks/run.py [SOURCE]...`.

Whole commands are timed from process start. The store is compared with rdflib's memory store on the same
triples in the same run, as a ratio, since machines differ and are noisy. Each figure is the best of several
runs: what else a machine does only ever adds time.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import rdflib

from kg.resources import sample_notes
from kg.store.graph import Graph
from kg.store.shipped import get

QUERIES = ("papers-on-technique", "datasets-of-area", "proposed-names")


def best(runs: int, action: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def command(*words: str) -> Callable[[], object]:
    """An action that runs `kg` with these words in a process of its own."""
    return lambda: subprocess.run([sys.executable, "-m", "kg", *words], check=True, capture_output=True)


def load_oxigraph(folder: Path) -> None:
    """Load the graph's triples into a store on disk."""
    with tempfile.TemporaryDirectory() as store:
        ox.Store(store).bulk_load(path=folder / "graph.ttl", format=ox.RdfFormat.TURTLE)


def in_rdflib(graph: Graph, name: str, triples: rdflib.Graph) -> Callable[[], object]:
    """An action that runs a shipped query with its defaults in rdflib."""
    query = get(name)
    bindings = {
        p.name: rdflib.URIRef(graph.find(p.kind, p.default).value) if p.kind != "text" else rdflib.Literal(p.default)
        for p in query.parameters.values()
    }
    return lambda: list(triples.query(query.text, initBindings=bindings))


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*", default=[str(sample_notes())])
    sources = parser.parse_args().sources
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "graph"
        print("| what | seconds |\n| --- | ---: |")
        print(f"| `kg --help` | {best(5, command('--help')):.2f} |")
        print(f"| `kg build` | {best(2, command('build', *sources, '-o', str(folder), '-q')):.2f} |")
        ask = ("query", "-g", str(folder), "papers-on-technique")
        print(f"| `kg query papers-on-technique` | {best(5, command(*ask)):.2f} |")

        graph = Graph.open(folder)
        triples = graph.to_rdflib()
        print(f"\n{len(triples):,} triples\n")
        print("| what | rdflib, memory | noteweave's store | ratio |\n| --- | ---: | ---: | ---: |")
        rows = {"load": (2, lambda: rdflib.Graph().parse(folder / "graph.ttl"), lambda: load_oxigraph(folder))}
        for name in QUERIES:
            rows[name] = (2, in_rdflib(graph, name, triples), lambda name=name: list(graph.ask(name)))
        for name, (runs, slow, fast) in rows.items():
            one, other = best(runs, slow), best(runs, fast)
            print(f"| {name} | {one:.3f} s | {other:.3f} s | {one / other:.0f} × |")


if __name__ == "__main__":
    main()
