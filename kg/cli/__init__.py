"""The command line: a thin layer over the library; stdout carries data, stderr what is said about it."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

import click

from kg.cli.asking import export, query, stats, validate, view
from kg.cli.making import build, tag
from kg.cli.measuring import evaluate, train
from kg.cli.serving import serve
from kg.errors import NoteweaveError, printable


class _Commands(click.Group):
    """A group whose errors are one line that a person can act on; `--debug` shows the whole of them."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            # The reader went away (`kg tag | head`); nothing more to say, not even at shutdown.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            context.exit(0)
        except Exception as error:
            if context.params["debug"]:
                raise
            message = error.message if isinstance(error, NoteweaveError) else _unexpected(error)
            click.echo(f"error: {printable(message)}", err=True)
            context.exit(1)


def _unexpected(error: Exception) -> str:
    first_line = (str(error).splitlines() or [""])[0]
    return f"{type(error).__name__}: {first_line}; this is a fault of noteweave, kg --debug shows where"


_EXAMPLES = """\b
kg build                 the notes that come with noteweave, into graph/
kg build notes/ -o g     your own
kg query --list          what can be asked
"""


@click.group(cls=_Commands, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="noteweave", prog_name="kg")
@click.option("--debug", is_flag=True, help="Show the whole error where something fails.")
def kg(debug: bool) -> None:
    """Turn notes on AI papers into a knowledge graph, and ask it questions."""


for command in (build, tag, evaluate, train, query, stats, view, serve, export, validate):
    kg.add_command(command)


def main() -> None:
    """Run the `kg` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(io.UnsupportedOperation):
                stream.reconfigure(encoding="utf-8", errors="replace")
    kg(prog_name="kg")
