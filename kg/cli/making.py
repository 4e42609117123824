"""Commands that read notes: build, tag, evaluate."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from kg.cli.options import base_option, checked_base, quiet_option, sources_argument, vocabulary_option
from kg.errors import NoteweaveError, printable

if TYPE_CHECKING:
    from kg.evaluation import Score
    from kg.notes import Problem

T = TypeVar("T")


@click.command()
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
@base_option
@vocabulary_option
@quiet_option
def build(
    sources: tuple[str, ...], output: Path, strict: bool, base: str, vocabulary: Path | None, quiet: bool
) -> None:
    """Read notes and write a graph of them into DIR.

    A SOURCE is a file or a folder: listing pages saved as text (.txt, .md) or JSON lines (.jsonl). Without
    one, the notes that come with noteweave are read. DIR then holds graph.ttl, graph.html, graph.graphml,
    store/ and report.json.
    """
    from kg.building import build as build_graph

    # A build makes many objects and drops few; looking through them again and again is a tenth of its time.
    gc.disable()
    report = build_graph(
        sources or None,
        output,
        base=checked_base(base),
        own_vocabulary=vocabulary,
        strict=strict,
        progress=partial(_progress, quiet=quiet),
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
@base_option
@vocabulary_option
@quiet_option
def tag(sources: tuple[str, ...], base: str, vocabulary: Path | None, quiet: bool) -> None:
    """Print what the NLP stage finds, one JSON object a note."""
    from kg import resources
    from kg.sources import read
    from kg.tagging import pipeline
    from kg.tagging import tag as tag_notes

    base = checked_base(base)
    reading = read(sources or [resources.sample_notes()])
    for problem in reading.problems:
        _tell(problem)
    if not reading.notes:
        raise NoteweaveError("nothing could be read; see the lines above or name other sources")
    notes = _progress(reading.notes, "tagging", len(reading.notes), quiet=quiet)
    for tagged in tag_notes(notes, pipeline.load(vocabulary)):
        click.echo(json.dumps(tagged.to_json(base), ensure_ascii=False))


@click.command()
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD.jsonl")
@click.option(
    "--format", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print."
)
@vocabulary_option
@quiet_option
def evaluate(gold: Path, format: str, vocabulary: Path | None, quiet: bool) -> None:
    """Tag the notes of a gold file and print precision, recall and F1 by type."""
    from kg.evaluation import evaluate as compare
    from kg.evaluation import notes_of, read_gold
    from kg.tagging import pipeline
    from kg.tagging import tag as tag_notes

    records = read_gold(gold)
    notes = _progress(notes_of(records), "tagging", len(records), quiet=quiet)
    measured = compare(records, tag_notes(notes, pipeline.load(vocabulary)))
    rows: dict[str, Score] = {"strict": measured.strict, "lenient": measured.lenient, "results": measured.results}
    rows.update(measured.by_type.items())
    if format == "json":
        figures = {
            name: {"precision": score.precision, "recall": score.recall, "f1": score.f1, "gold": score.gold}
            for name, score in rows.items()
        }
        click.echo(json.dumps({"notes": measured.notes, "proposes": measured.proposes, **figures}, indent=2))
        return
    click.echo(f"{measured.notes} notes\n\n{'':10} precision  recall     F1   gold")
    for name, score in rows.items():
        click.echo(f"{name:10} {score.precision:9.3f} {score.recall:7.3f} {score.f1:6.3f} {score.gold:6}")
    click.echo(f"{'proposes':10} {'':9} {'':7} {measured.proposes:6.3f} {measured.notes:6}")


def _progress(items: Iterable[T], step: str, length: int, *, quiet: bool) -> Iterable[T]:
    """Show a bar on a terminal once a step has taken a second."""
    from tqdm import tqdm

    bar: Iterable[T] = tqdm(items, desc=step, total=length, delay=1, disable=quiet or None, leave=False)
    return bar


def _tell(problem: Problem) -> None:

    click.echo(printable(f"{problem.kind}: {problem}"), err=True)
