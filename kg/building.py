"""The main job, from notes to graph: read, tag, collect names, state facts, store, write."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal

from kg import resources, vocabulary
from kg.errors import NoteweaveError
from kg.facts.names import Names, collect
from kg.facts.statements import Statements
from kg.iri import BASE
from kg.kept import Kept
from kg.mentions import TaggedNote
from kg.notes import Problem
from kg.progress import Progress, silent
from kg.sources import Reading, read
from kg.store.graph import Graph
from kg.store.turtle import write_turtle
from kg.store.writing import replacing


def build(
    sources: str | Path | Iterable[str | Path] | None = None,
    output: str | Path | None = None,
    *,
    base: str = BASE,
    own_vocabulary: Path | None = None,
    statistical: bool = True,
    strict: bool = False,
    depth: Literal[0, 1] = 0,
    allow_private: bool = False,
    processes: int = 1,
    progress: Progress = silent,
    on_problem: Callable[[Problem], None] | None = None,
) -> Graph:
    """Build a graph from files, folders and URLs of notes (default: the notes that come with the project).

    With `output` the graph is written into that folder, all of it or nothing, and opened from there;
    otherwise it stays in memory. `own_vocabulary` is Turtle read besides the project's vocabularies;
    without `statistical` the rules alone tag. With a `depth` of 1 the notes that a page at a URL links to on its host
    are read, too; `allow_private` lets URLs lead to private addresses. With more `processes` than one, many files and
    notes are read and tagged by new ones; a script that asks for them needs `if __name__ == "__main__"`. The graph is
    the same.
    `on_problem` is told of each problem as soon as reading is done; `Graph.report` holds them, too.

    Raises NoteweaveError where a source does not exist or can't be had, nothing could be read, or, with `strict`,
    anything was skipped.
    """
    named = [resources.sample_notes()] if sources is None else sources
    reading = read(named, depth=depth, allow_private=allow_private, processes=processes, progress=progress)
    for problem in reading.problems:
        if on_problem:
            on_problem(problem)
    skipped = [problem for problem in reading.problems if problem.kind == "skipped"]
    if strict and skipped:
        raise NoteweaveError(f"{len(skipped)} skipped, the first: {skipped[0]} (--strict)")
    if not reading.notes and not reading.listings:
        raise NoteweaveError("nothing could be read; see the lines above or name other sources")

    make = partial(_make, reading, base, own_vocabulary, statistical, processes, progress)
    if output is None:
        return make(None)
    output = Path(output).resolve()  # the working folder itself may be the one that is replaced
    with replacing(output) as folder:
        graph = make(folder / "store")
        for write in progress(_OUTPUTS, "writing", len(_OUTPUTS)):
            write(graph, folder)
        del graph  # closes the store before it moves
    return Graph.open(output)


def _make(
    reading: Reading,
    base: str,
    own_vocabulary: Path | None,
    statistical: bool,
    processes: int,
    progress: Progress,
    store: Path | None,
) -> Graph:
    from kg.tagging import tag_spread

    # A note that two sources have is one note; what each knows besides its text is put together in its named graph.
    notes = sorted({replace(note, id="") for note in reading.notes}, key=lambda note: (note.key, repr(note)))
    coming = progress(notes, "tagging", len(notes))
    found = tag_spread(coming, processes, own_vocabulary, statistical=statistical)
    with Kept(found, store and store.parent) as tagged:
        names = collect(tagged, vocabulary.load(own_vocabulary))
        statements = Statements(names, base)
        stating = progress(tagged, "stating", len(tagged))
        stated = ((statements.graph_name(one), statements.of_note(one)) for one in stating)
        listings = sorted(set(reading.listings), key=lambda one: one.key)
        listed = ((statements.graph_name(one), statements.of_listing(one)) for one in listings)
        graph = Graph.from_triples(chain(stated, listed), base, store)
        graph.report.update(_report(graph, reading, tagged, names))
    return graph


def _report(graph: Graph, reading: Reading, tagged: Iterable[TaggedNote], names: Names) -> dict[str, object]:
    """What was read and made; `report.json` is this, the same for the same input."""
    keys = names.papers.of_note
    mentions = Counter(f"{mention.type} mentions" for one in tagged for mention in one.mentions)
    return {
        "base": graph.base,
        "files": sorted(reading.files),
        "notes": len(keys),
        "papers": len(set(names.papers.of_note.values())),
        "repeated_notes": len(reading.notes) - len(keys),
        "merged": [asdict(one) for one in names.papers.merged],
        "links_left_out": names.links.left_out(one.note for one in tagged),
        "counts": graph.stats() | dict(sorted(mentions.items())),
        "warnings": _records(problem for problem in reading.problems if problem.kind == "warning"),
        "skipped": _records(problem for problem in reading.problems if problem.kind == "skipped"),
    }


def _records(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"place": one.place, "what": one.what, "mend": one.mend} for one in sorted(problems)]


def _write_turtle(graph: Graph, folder: Path) -> None:
    write_turtle(graph.triples(), graph.prefixes, folder / "graph.ttl")


def _write_network(graph: Graph, folder: Path) -> None:
    """The two outputs that are made from the projection."""
    from kg.explorer.page import write_page
    from kg.store.exports import write_graphml

    network = graph.to_networkx()
    write_graphml(network, folder / "graph.graphml")
    write_page(network, folder / "graph.html")


def _write_report(graph: Graph, folder: Path) -> None:
    (folder / "report.json").write_text(json.dumps(graph.report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


_OUTPUTS: tuple[Callable[[Graph, Path], None], ...] = (_write_turtle, _write_network, _write_report)
