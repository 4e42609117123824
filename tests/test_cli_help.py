"""Every command and option says what it does, in its help and in the documents."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner, Result
from conftest import REPOSITORY

from kg.cli import kg

CONTRACT = {"build", "tag", "query", "view", "validate", "export", "evaluate", "stats"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(kg, arguments, prog_name="kg")


def commands(group: click.Group = kg, before: str = "kg") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{before} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")


COMMANDS = dict(commands())
OPTIONS = [
    (name, option)
    for name, command in COMMANDS.items()
    for option in command.params
    if isinstance(option, click.Option)
]


def test_the_commands_of_the_contract_are_there() -> None:
    assert {f"kg {name}" for name in CONTRACT} <= set(COMMANDS)


def test_help_shows_what_to_begin_with_a_line_each() -> None:
    lines = run("--help").stdout.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("  kg ")] == ["build", "build", "query"]
    assert not any("\\b" in line for line in lines)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert command.get_short_help_str(200).endswith(".")
    result = run(*name.split()[1:], "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: {name} ")
    assert "GOLD.jsonl" in result.stdout or name != "kg evaluate"


@pytest.mark.parametrize(("name", "option"), OPTIONS, ids=[f"{name} {option.opts[-1]}" for name, option in OPTIONS])
def test_every_option_says_what_it_does(name: str, option: click.Option) -> None:
    assert option.help and option.help.strip().endswith((".", "]."))


def documents() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in [REPOSITORY / "README.md", *sorted(REPOSITORY.glob("docs/*.md"))]
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    text = documents()
    assert name in text
    missing = [
        option.opts[-1]
        for option in COMMANDS[name].params
        if isinstance(option, click.Option) and not any(f"`{written}" in text for written in option.opts)
    ]
    assert missing == []


def test_the_version_is_the_packages() -> None:
    assert run("--version").stdout.strip().endswith("version 0.1.0")
