"""Commands that measure tagging against annotated notes, and train it on them: evaluate, train."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import progress, quiet_option, rules_option, vocabulary_option
from kg.errors import printable

if TYPE_CHECKING:
    from kg.evaluation import Score
    from kg.gold import Record
    from kg.mentions import TaggedNote

_EXAMPLES = 3  # sentences shown of each kind of confusion

corpus_option = click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="JSON lines (plain or gzip) with the texts of gold lines that have none.",
)


@click.command()
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD.jsonl")
@click.option(
    "--format", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print."
)
@click.option("--errors", type=int, metavar="N", help="Print the N most frequent kinds of confusion with sentences.")
@corpus_option
@rules_option
@vocabulary_option
@quiet_option
def evaluate(
    gold: Path,
    format: str,
    errors: int | None,
    corpus: Path | None,
    rules_only: bool,
    vocabulary: Path | None,
    quiet: bool,
) -> None:
    """Tag the notes of a gold file and print precision, recall and F1 by type."""
    from kg.evaluation import evaluate as compare
    from kg.gold import notes_of, read_gold
    from kg.tagging import pipeline
    from kg.tagging import tag as tag_notes

    records = read_gold(gold, corpus)
    notes = progress(notes_of(records), "tagging", len(records), quiet=quiet)
    tagged = list(tag_notes(notes, pipeline.load(vocabulary, statistical=not rules_only)))
    if errors is not None:
        _show_errors(records, tagged, errors)
        return
    measured = compare(records, tagged)
    rows: dict[str, Score] = {"strict": measured.strict, "lenient": measured.lenient, "results": measured.results}
    rows.update(measured.by_type.items())
    relations = {"ties": measured.ties, **{str(role): score for role, score in measured.relations.items()}}
    if format == "json":
        figures = {"notes": measured.notes, "proposes": measured.proposes, **_figures(rows)}
        click.echo(json.dumps({**figures, "relations": _figures(relations)}, indent=2))
        return
    click.echo(f"{measured.notes} notes\n\n{'':10} precision  recall     F1   gold")
    _show_rows(rows)
    click.echo(f"{'proposes':10} {'':9} {'':7} {measured.proposes:6.3f} {measured.notes:6}")
    click.echo("\nrelations")
    _show_rows(relations)


def _figures(rows: dict[str, Score]) -> dict[str, dict[str, float]]:
    return {
        name: {"precision": score.precision, "recall": score.recall, "f1": score.f1, "gold": score.gold}
        for name, score in rows.items()
    }


def _show_rows(rows: dict[str, Score]) -> None:
    for name, score in rows.items():
        click.echo(f"{name:10} {score.precision:9.3f} {score.recall:7.3f} {score.f1:6.3f} {score.gold:6}")


def _show_errors(records: list[Record], tagged: list[TaggedNote], kinds: int) -> None:
    from kg.confusions import worst

    for kind, confusions in worst(records, tagged)[:kinds]:
        click.echo(f"{len(confusions):5}  {kind}")
        for confusion in confusions[:_EXAMPLES]:
            click.echo(printable(f"         {confusion.what}  [{confusion.note}]"))
            click.echo(printable(f"           {confusion.sentence}"))


@click.command()
@click.option(
    "--gold",
    type=click.Path(path_type=Path),
    default="data/gold",
    show_default=True,
    metavar="DIR",
    help="A folder with *.train.jsonl and *.dev.jsonl.",
)
@corpus_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the weights go; without it they take the place of those in use.",
)
def train(gold: Path, corpus: Path | None, output: Path | None) -> None:
    """Train the statistical component of the pipeline on annotated notes."""
    from kg.tagging import pipeline
    from kg.training import train as train_on

    target = output or pipeline.WEIGHTS
    train_on(gold, corpus, target, sys.stderr)
    click.echo(f"weights in {target} ({target.stat().st_size / 1e6:.1f} MB)", err=True)
