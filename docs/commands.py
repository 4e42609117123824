"""Writes docs/commands.md from the command line's own descriptions: `python docs/commands.py`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli import kg

PAGE = Path(__file__).with_suffix(".md")


def render() -> str:
    """The page: every command with its usage, description and options."""
    lines = ["# Commands", "", "Every command and option, as `kg COMMAND --help` describes them.", ""]
    for name, command in sorted(kg.commands.items()):
        lines.extend(_section(name, command))
    lines.append("## For all of them")
    lines.append("")
    lines.append(
        "`kg --debug COMMAND` shows the whole error where something fails, `kg --version` the version, `--help` (or"
        " `-h`) the description of a command."
    )
    return "\n".join(lines) + "\n"


def _section(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"kg {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (f"## kg {name}", "", f"`kg {name} {usage}`", "", inspect.cleandoc(command.help or ""), "")
    if command.epilog:
        # Click keeps the lines of a paragraph after \b as they are; so does a block of text.
        yield from ("```text", command.epilog.removeprefix("\b\n"), "```", "")
    yield from ("| option | meaning |", "| --- | --- |")
    for option in command.params:
        if isinstance(option, click.Option):
            yield _row(option, context)
    yield ""


def _row(option: click.Option, context: click.Context) -> str:
    takes = option.type.choices if isinstance(option.type, click.Choice) else [option.metavar] if option.metavar else []
    names = ", ".join(f"`{name}`" for name in option.opts)
    values = ", ".join(f"`{value}`" for value in takes)
    default = option.get_default(context)
    shown = f" Default: `{default}`." if option.show_default and default is not None else ""
    return f"| {names} {values}".rstrip() + f" | {option.help}{shown} |"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
