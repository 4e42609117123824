"""Commands that read notes: build, tag."""

from __future__ import annotations

import gc
import json
import textwrap
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from kg.cli.options import (
    base_option,
    checked_base,
    depth_option,
    private_option,
    processes_option,
    progress,
    quiet_option,
    rules_option,
    sources_argument,
    vocabulary_option,
)
from kg.errors import NoteweaveError, printable
from kg.sources.kinds import summary

if TYPE_CHECKING:
    from kg.notes import Problem


_KINDS = f"\b\nA SOURCE is a URL, a folder, or a file (each may be gzip):\n{textwrap.indent(summary(), '  ')}"


@click.command(epilog=_KINDS)
@sources_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="graph",
    show_default=True,
    metavar="DIR",
    help="Where the graph goes; an older graph there is replaced once the new one is whole.",
)
@click.option("--strict", is_flag=True, help="Fail where anything has to be skipped.")
@depth_option
@private_option
@base_option
@vocabulary_option
@rules_option
@processes_option
@quiet_option
def build(
    sources: tuple[str, ...],
    output: Path,
    strict: bool,
    depth: Literal[0, 1],
    allow_private: bool,
    base: str,
    vocabulary: Path | None,
    rules_only: bool,
    processes: int | None,
    quiet: bool,
) -> None:
    """Read notes and write a graph of them into DIR.

    A SOURCE is a file, a folder or a URL, of the kinds below, told by themselves and mixed as you like. Without one,
    the notes that come with noteweave are read. DIR then holds graph.ttl, graph.html, graph.graphml, store/ and
    report.json.
    """
    from kg.building import build as build_graph
    from kg.processes import available

    # A build makes many objects and drops few; looking through them again and again is a tenth of its time.
    gc.disable()
    report = build_graph(
        sources or None,
        output,
        base=checked_base(base),
        own_vocabulary=vocabulary,
        statistical=not rules_only,
        strict=strict,
        depth=depth,
        allow_private=allow_private,
        processes=processes or available(),
        progress=partial(progress, quiet=quiet),
        on_problem=_tell,
    ).report
    if not quiet:
        click.echo(
            f"{report['papers']} papers, {report['notes']} notes, {report['counts']['triples']} triples in {output}; "
            f"open {output / 'graph.html'} or ask: kg query -g {output} --list",
            err=True,
        )


@click.command()
@sources_argument
@depth_option
@private_option
@base_option
@vocabulary_option
@rules_option
@processes_option
@quiet_option
def tag(
    sources: tuple[str, ...],
    depth: Literal[0, 1],
    allow_private: bool,
    base: str,
    vocabulary: Path | None,
    rules_only: bool,
    processes: int | None,
    quiet: bool,
) -> None:
    """Print what the NLP stage finds, one JSON object a note."""
    from kg import resources
    from kg.processes import available
    from kg.sources import read
    from kg.tagging import tag_spread

    base = checked_base(base)
    processes = processes or available()
    show = partial(progress, quiet=quiet)
    reading = read(
        sources or [resources.sample_notes()],
        depth=depth,
        allow_private=allow_private,
        processes=processes,
        progress=show,
    )
    for problem in reading.problems:
        _tell(problem)
    if not reading.notes:
        raise NoteweaveError("nothing could be read; see the lines above or name other sources")
    notes = show(reading.notes, "tagging", len(reading.notes))
    for tagged in tag_spread(notes, processes, vocabulary, statistical=not rules_only):
        click.echo(json.dumps(tagged.to_json(base), ensure_ascii=False))


def _tell(problem: Problem) -> None:
    click.echo(printable(f"{problem.kind}: {problem}"), err=True)
