"""The library's front door: what `kg` offers, and what it does not load before it is needed."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
import types
from pathlib import Path

import pytest
from spacy.language import Language

import kg
from kg.tagging import pipeline

HEAVY = ("bibtexparser", "networkx", "numpy", "pylatexenc", "pyshacl", "pyvis", "rdflib", "rispy", "scipy", "spacy")


def loaded_by(code: str, *arguments: str, cwd: Path | None = None) -> set[str]:
    """The top-level modules that a fresh process has loaded after running some code."""
    told = "import json, sys; print('\\n' + json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    program = f"import atexit\natexit.register(lambda: exec({told!r}))\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, cwd=cwd
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_all_is_sorted_and_complete() -> None:
    assert kg.__all__ == sorted(set(kg.__all__))
    assert dir(kg) == kg.__all__
    assert {"Graph", "build", "evaluate", "read", "tag", "validate"} <= set(kg.__all__)


@pytest.mark.parametrize("name", kg.__all__)
def test_each_public_name_is_documented_and_typed(name: str) -> None:
    thing = getattr(kg, name)
    assert inspect.getdoc(thing)
    if inspect.isfunction(thing):
        hints = inspect.get_annotations(thing)
        assert set(hints) == {*inspect.signature(thing).parameters, "return"}


@pytest.mark.parametrize("name", [name for name in kg.__all__ if inspect.isclass(getattr(kg, name))])
def test_each_public_method_is_documented_and_typed(name: str) -> None:
    for part, member in vars(getattr(kg, name)).items():
        function = member.fget if isinstance(member, property) else inspect.unwrap(getattr(member, "__func__", member))
        if part.startswith("_") or not isinstance(function, types.FunctionType):
            continue
        assert inspect.getdoc(function), part
        parameters = [p for p in inspect.signature(function).parameters if p not in ("self", "cls")]
        assert {*parameters, "return"} <= set(inspect.get_annotations(function)), part


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'weave'"):
        kg.weave  # noqa: B018


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(kg.__file__).parent / "py.typed").is_file()


def test_importing_kg_loads_nothing_heavy() -> None:
    assert not loaded_by("import kg") & {*HEAVY, "pyoxigraph", "click"}


def test_asking_for_help_loads_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['kg', '--help']\nfrom kg.cli import main\ntry: main()\nexcept SystemExit: pass"
    assert not loaded_by(code) & set(HEAVY)


def test_a_query_loads_neither_spacy_nor_pyvis(tmp_path: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "n.jsonl").write_text('{"title": "Paper A", "text": "We use LoRA."}', encoding="utf-8")
    monkeypatch.setattr(pipeline, "load", lambda own=None, statistical=True: nlp)
    kg.build([tmp_path / "n.jsonl"], tmp_path / "graph")
    code = "from kg.cli import main\ntry: main()\nexcept SystemExit as end: assert not end.code, end"
    for query in ("papers-on-technique", "SELECT * { ?s ?p ?o }", "--list"):
        arguments = ("query", query, *(["technique=LoRA"] if query.startswith("papers") else []))
        loaded = loaded_by(code, *arguments, cwd=tmp_path)
        assert "pyoxigraph" in loaded or query == "--list"
        assert not loaded & set(HEAVY)


def test_a_function_stays_a_function_after_it_has_run(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """No submodule may take the place of a function of the same name."""
    monkeypatch.setattr(pipeline, "load", lambda own=None, statistical=True: nlp)
    source = [Path(__file__).parent / "fixtures" / "listing" / "spaced.txt"]
    first, second = kg.build(source), kg.build(source)
    assert set(first.triples()) == set(second.triples())
    for name in ("build", "evaluate", "read", "tag", "validate", "write_page"):
        assert inspect.isfunction(getattr(kg, name)), name


def test_reading_tagging_and_asking_work_step_by_step(tmp_path: Path, nlp: Language) -> None:
    (tmp_path / "n.jsonl").write_text('{"title": "Paper A", "text": "We use LoRA."}', encoding="utf-8")
    reading = kg.read([tmp_path / "n.jsonl"])
    (tagged,) = kg.tag(reading.notes, nlp)
    assert [(mention.text, mention.entity) for mention in tagged.mentions] == [("LoRA", "technique/lora")]
