"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import click

from kg.iri import BASE

T = TypeVar("T")

sources_argument = click.argument("sources", nargs=-1, type=str, metavar="[SOURCE]...")
graph_option = click.option(
    "-g",
    "--graph",
    "folder",
    type=click.Path(path_type=Path),
    default="graph",
    show_default=True,
    metavar="DIR",
    help="The folder of a built graph.",
)
base_option = click.option(
    "--base", default=BASE, show_default=True, metavar="IRI", help="What the data's IRIs begin with."
)
vocabulary_option = click.option(
    "--vocabulary",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Turtle of your own (a file or a folder), read besides the vocabularies of noteweave.",
)
rules_option = click.option(
    "--rules-only", is_flag=True, help="Leave out the statistical component: faster, and finds less."
)
processes_option = click.option(
    "--processes",
    type=click.IntRange(1),
    metavar="N",
    help="How many processes read and tag many notes; by default one a core. What comes out is the same.",
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress, no summary; warnings stay.")


depth_option = click.option(
    "--depth",
    type=click.IntRange(0, 1),
    default=0,
    show_default=True,
    metavar="N",
    help="1 also reads the notes that a listing page at a URL links to on its host.",
)
private_option = click.option(
    "--allow-private", is_flag=True, help="Let URLs lead to private addresses, such as those of this machine."
)


def checked_base(base: str) -> str:
    """A base IRI that can be one: absolute, with nothing in it that an IRI may not hold.

    Raises click.BadParameter otherwise.
    """
    allowed = base.startswith(("http://", "https://", "urn:")) and not any(
        char in '<>"{}|\\^`' or char <= " " for char in base
    )
    if not allowed or not base.endswith(("/", "#", ":")):
        raise click.BadParameter("needs an absolute IRI that ends in /, # or :", param_hint="--base")
    return base


def progress(items: Iterable[T], step: str, length: int, *, quiet: bool) -> Iterable[T]:
    """Show a bar on a terminal once a step has taken a second."""
    from tqdm import tqdm

    bar: Iterable[T] = tqdm(items, desc=step, total=length, delay=1, disable=quiet or None, leave=False)
    return bar
