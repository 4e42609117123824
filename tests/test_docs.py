"""What the documentation says is true: its commands run, its answer is the answer, its pages are complete."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from serving import process

from kg.cli import kg
from kg.sources import KINDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    """The text of the README's code block behind a marker."""
    match = re.search(rf"<!-- {name} -->\n```\w*\n(.*?)```", README, re.DOTALL)
    assert match, f"README.md has no block marked '{name}'"
    return match[1]


def test_the_question_of_the_readme_has_the_answer_it_shows(sample_folder: Path) -> None:
    words = shlex.split(block("query"))
    assert words[:2] == ["kg", "query"]
    asked = CliRunner().invoke(kg, ["query", "-g", str(sample_folder), *words[2:]])
    assert asked.output == block("answer")


def test_the_shipped_queries_of_the_readme_run(sample_folder: Path) -> None:
    commands = re.findall(r"^kg query ([a-z-]+ .*?)(?: > \S+)?$", README, re.MULTILINE)
    assert len(commands) >= 3
    for command in commands:
        asked = CliRunner().invoke(kg, ["query", "-g", str(sample_folder), *shlex.split(command)])
        assert asked.exit_code == 0, asked.output
        assert len(asked.output.splitlines()) > 1, f"kg query {command} answers nothing"


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_the_server_of_the_readme_gives_the_answer_it_shows(sample_folder: Path) -> None:
    with process(sample_folder) as server:
        command = block("curl").replace("http://127.0.0.1:8000", server.url)
        assert command != block("curl")
        asked = subprocess.run(("sh", "-c", command), capture_output=True, text=True)
    assert asked.stdout == block("curl answer")


@pytest.mark.parametrize("name", ["commands", "sources"])
def test_a_page_that_is_written_from_the_code_is_up_to_date(name: str) -> None:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec and spec.loader
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert page == writer.render(), f"run python docs/{name}.py"


def test_the_help_of_build_names_every_kind_of_source() -> None:
    shown = CliRunner().invoke(kg, ["build", "--help"]).output
    for kind in KINDS.values():
        assert f"{', '.join(kind.suffixes)} " in shown
        assert kind.description in shown


def test_every_command_stands_in_the_readme() -> None:
    for name in kg.commands:
        assert f"`kg {name}" in README


def test_files_that_the_documents_name_exist() -> None:
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
            assert (ROOT / target).exists(), f"{document} links to {target}"
        for path in re.findall(r"`((?:kg|ontology|tests|data|docs)/[\w./-]*)`", text):
            assert (ROOT / path).exists(), f"{document} names {path}"
