"""The command line: data on stdout, words on stderr, errors of one line that name the mend."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from spacy.language import Language

import kg as library
from kg.cli import kg
from kg.store.shipped import all_queries
from kg.tagging import pipeline

ROOT = Path(__file__).parents[1]
PAGE = """Model Compression

ACL2026 · 2 paper notes

Rank-Stable Adapters for Small Devices

This paper proposes RankStay, a method that builds on LoRA and improves accuracy on GSM8K by 2.5%.

Pruning What Nobody Reads

We study pruning of Llama 3 and quantization of its KV cache.
"""
STEERING = set("\x1b\x07\x9b\x9d\r\x08\u202e\u2066")


@pytest.fixture(scope="module")
def place(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a page of notes and a graph built from it, where commands use a pipeline that is there."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load", lambda own=None, statistical=True: nlp)
        patch.chdir(folder)
        library.build(["page.txt"], "graph")
        yield folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(kg, [str(argument) for argument in arguments], prog_name="kg")


def fails(*arguments: str | Path, code: int = 1) -> str:
    """The one line a command fails with."""
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: ")
    assert "fault of noteweave" not in line
    return line


def process(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command line in a shell, with `kg` this checkout's."""
    shell = f"set -o pipefail; kg() {{ '{sys.executable}' -m kg \"$@\"; }}; {command}"
    return subprocess.run(["bash", "-c", shell], cwd=cwd, capture_output=True, text=True, timeout=100, check=False)


def test_build_says_what_it_made_on_stderr(place: Path) -> None:
    result = run("build", "page.txt", "-o", "made")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("2 papers, 2 notes, ")
    assert "made/graph.html" in result.stderr and len(result.stderr.splitlines()) == 1


def test_a_quiet_build_says_nothing_but_warnings(place: Path) -> None:
    (place / "short.txt").write_text(PAGE.replace("2 paper notes", "9 paper notes"), encoding="utf-8")
    assert run("build", "page.txt", "-o", "made", "-q").output == ""
    result = run("build", "short.txt", "-o", "made", "-q")
    assert (result.exit_code, result.stdout) == (0, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("warning: short.txt:3: the heading states 9 notes, 2 were read; ")


def test_what_is_skipped_is_one_line_and_the_build_still_done(place: Path) -> None:
    (place / "broken.jsonl").write_text("{\n", encoding="utf-8")
    result = run("build", "page.txt", "broken.jsonl", "-o", "made", "-q")
    assert (result.exit_code, result.stdout) == (0, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("skipped: broken.jsonl:1: broken JSON (") and "; put one whole JSON object" in line
    (skipped,) = json.loads((place / "made" / "report.json").read_text(encoding="utf-8"))["skipped"]
    assert skipped["place"] == "broken.jsonl:1"


def test_a_strict_build_fails_where_something_is_skipped(place: Path) -> None:
    (place / "broken.jsonl").write_text("{\n", encoding="utf-8")
    result = run("build", "page.txt", "broken.jsonl", "-o", "strict", "--strict")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("error: 1 skipped, the first: broken.jsonl:1: ")
    assert not (place / "strict").exists()


def test_a_build_of_nothing_readable_fails(place: Path) -> None:
    (place / "empty.txt").write_bytes(b"")
    result = run("build", "empty.txt", "-o", "nothing")
    assert (result.exit_code, result.stdout) == (1, "")
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["skipped", "error"]
    assert not (place / "nothing").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "missing.txt"),
        ("build", "http://127.0.0.1:9/page.txt"),
        ("build", "page.txt", "-o", "page.txt"),
        ("build", "page.txt", "--vocabulary", "missing.ttl"),
        ("query", "-g", "missing", "ASK { }"),
        ("query", "nonsense"),
        ("query", "papers-on-technique", "technique=LoRAs"),
        ("query", "papers-on-technique", "colour=red"),
        ("query", "--file", "missing.rq"),
        ("query", "--format", "turtle", "SELECT * { ?s ?p ?o }"),
        ("query", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"),
        ("query", "CLEAR ALL"),
        ("stats", "-g", "missing"),
        ("view", "-g", "missing"),
        ("view", "--focus", "Nobody Knows"),
        ("export", "turtle", "-g", "missing"),
        ("export", "turtle", "-o", "missing/file.ttl"),
        ("validate", "-g", "missing"),
        ("evaluate", "missing.jsonl"),
        ("view", "-o", "missing/page.html"),
        pytest.param(
            ("build", "page.txt", "-o", "page.txt/graph"),
        ),
        pytest.param(
            ("build", "no\nsuch\nfile"),
        ),
        pytest.param(
            ("query", "SELECT * {\n ?s ?p \n"),
        ),
    ],
    ids=" ".join,
)
def test_what_fails_is_told_in_one_line(place: Path, arguments: tuple[str, ...]) -> None:
    fails(*arguments)


def test_an_error_says_where_and_how_to_mend_it(place: Path) -> None:
    assert fails("stats", "-g", "missing") == "error: missing: holds no graph; make one with kg build -o missing"
    assert fails("query", "nonsense").endswith("no shipped query is called 'nonsense'; kg query --list names them")
    near = fails("query", "papers-on-technique", "technique=LoRAs")
    assert "no technique is called 'LoRAs' in this graph; " in near
    assert near.casefold().endswith("; the nearest is 'lora'")


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("build", "--nonsense"),
        ("query",),
        ("query", "--file", "f.rq", "ASK { }"),
        ("query", "--format", "pdf", "ASK { }"),
        ("query", "papers-on-technique", "LoRA"),
        ("query", "SELECT * { ?s ?p ?o }", "technique=LoRA"),
        ("export",),
        ("export", "pdf"),
        ("view", "--hops", "0"),
        ("build", "--base", "not an iri"),
        ("build", "--base", "https://example.org/no-end"),
        ("tag", "--base", "https://example.org/<x>/"),
        ("evaluate",),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_two(place: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: kg")
    assert [line.startswith("Error: ") for line in result.stderr.splitlines()].count(True) == 1


def test_a_value_without_a_name_is_told(place: Path) -> None:
    assert run("query", "papers-on-technique", "LoRA").stderr.splitlines()[-1] == "Error: 'LoRA' is no NAME=VALUE"


def test_debug_shows_the_whole_error(place: Path) -> None:
    result = run("--debug", "stats", "-g", "missing")
    assert result.exit_code == 1
    assert type(result.exception).__name__ == "NoteweaveError"


def test_tag_prints_a_line_a_note_as_the_contract_has_it(place: Path) -> None:
    result = run("tag", "page.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["title"] for record in records] == [
        "Rank-Stable Adapters for Small Devices",
        "Pruning What Nobody Reads",
    ]
    for record in records:
        assert list(record) == ["id", "title", "text", "venue", "mentions", "proposes", "results"]
        assert record["venue"] == "ACL2026"
        document = f"{record['title']}\n{record['text']}"
        for mention in record["mentions"]:
            assert list(mention) == ["text", "type", "start", "end", "iri"]
            assert document[mention["start"] : mention["end"]] == mention["text"]
            assert mention["type"] in ("METHOD", "TECHNIQUE", "MODEL", "DATASET", "METRIC", "TASK")
            kind = mention["type"].lower()
            assert mention["iri"].startswith(f"https://w3id.org/noteweave/id/{kind}/")
        for found in record["results"]:
            assert list(found) == ["value", "metric", "model", "dataset", "baseline"]
    assert "RankStay" in records[0]["proposes"]
    assert {(m["text"], m["type"]) for m in records[0]["mentions"]} >= {("LoRA", "TECHNIQUE"), ("GSM8K", "DATASET")}
    assert "2.5%" in [found["value"] for found in records[0]["results"]]


def test_tag_keeps_ids_and_takes_another_base(place: Path) -> None:
    (place / "n.jsonl").write_text('{"id": "x/1 ü", "title": "Paper A", "tldr": "We use LoRA."}\n', encoding="utf-8")
    (record,) = map(json.loads, run("tag", "n.jsonl", "--base", "https://example.org/kg/").stdout.splitlines())
    assert (record["id"], record["text"], record["venue"]) == ("x/1 ü", "We use LoRA.", None)
    assert [m["iri"] for m in record["mentions"]] == ["https://example.org/kg/technique/lora"]


def test_tag_fails_where_nothing_can_be_read(place: Path) -> None:
    (place / "empty.txt").write_bytes(b"")
    result = run("tag", "empty.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("skipped: empty.txt: is empty; ")


def test_query_lists_the_shipped_queries_with_what_they_take() -> None:
    result = run("query", "--list")
    assert (result.exit_code, result.stderr) == (0, "")
    heads = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert [line.split()[0] for line in heads] == sorted(path.stem for path in ROOT.glob("ontology/queries/*.rq"))
    assert len(heads) >= 10
    assert "papers-on-technique technique='quantization'" in heads
    assert all(query.description for query in all_queries().values())


def test_query_takes_text_a_file_or_a_name(place: Path) -> None:
    text = "SELECT ?title { ?p nw:usesTechnique technique:pruning ; dcterms:title ?title }"
    (place / "q.rq").write_text(text, encoding="utf-8")
    expected = "title\nPruning What Nobody Reads\n"
    assert run("query", text).stdout == run("query", "--file", "q.rq").stdout == expected
    named = run("query", "papers-on-technique", "technique=pruning", "--format", "json")
    rows = json.loads(named.stdout)["results"]["bindings"]
    assert [row["title"]["value"] for row in rows] == ["Pruning What Nobody Reads"]
    assert named.stderr == ""


def test_an_ask_answers_with_its_exit_code_too(place: Path) -> None:
    yes, no = run("query", "ASK { ?s a nw:Paper }"), run("query", "ASK { ?s a nw:Nothing }")
    assert (yes.exit_code, yes.stdout) == (0, "yes\n")
    assert (no.exit_code, no.stdout, no.stderr) == (1, "no\n", "")


def test_a_query_that_finds_nothing_is_no_failure(place: Path) -> None:
    result = run("query", "SELECT ?s { ?s a nw:Nothing }", "--format", "csv")
    assert (result.exit_code, result.stdout) == (0, "s\n")


def test_stats_are_the_graphs_own(place: Path) -> None:
    counts = library.Graph.open("graph").stats()
    assert json.loads(run("stats", "--format", "json").stdout) == counts
    lines = dict(line.rsplit(maxsplit=1) for line in run("stats").stdout.splitlines())
    assert lines == {name: f"{count:,}" for name, count in counts.items()}


def test_export_writes_to_stdout_or_a_file(place: Path) -> None:
    result = run("export", "turtle")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout_bytes == (place / "graph" / "graph.ttl").read_bytes()
    again = run("export", "turtle", "-o", "copy.ttl")
    assert again.output == ""
    assert (place / "copy.ttl").read_bytes() == result.stdout_bytes


def test_view_writes_the_page_again_or_a_neighbourhood(place: Path) -> None:
    page = place / "graph" / "graph.html"
    before = page.read_bytes()
    page.unlink()
    result = run("view")
    assert (result.exit_code, result.stdout) == (0, "")
    assert page.read_bytes() == before
    result = run("view", "--focus", "lora", "--hops", "1", "-o", "near.html")
    assert (result.exit_code, result.stdout) == (0, "")
    near = (place / "near.html").read_text(encoding="utf-8")
    assert "Rank-Stable Adapters" in near and "Pruning What Nobody Reads" not in near
    assert run("view", "--focus", "Rank-Stable Adapters for Small Devices").exit_code == 0
    assert (place / "rank-stable-adapters-for-small-devices.html").is_file()


def test_evaluate_measures_a_gold_file(place: Path) -> None:
    gold = {"id": "1", "title": "Paper A", "text": "We use LoRA.", "venue": None, "proposes": [], "results": []}
    right = {"text": "LoRA", "type": "TECHNIQUE", "start": 15, "end": 19, "iri": ""}
    missed = {"text": "use", "type": "TASK", "start": 11, "end": 14, "iri": ""}
    (place / "gold.jsonl").write_text(json.dumps(gold | {"mentions": [right, missed]}), encoding="utf-8")
    result = run("evaluate", "gold.jsonl", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    measured = json.loads(result.stdout)
    # One of two found, nothing else found.
    assert measured["strict"] == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3), "gold": 2}
    assert measured["TECHNIQUE"]["f1"] == 1.0 and measured["TASK"]["f1"] == 0.0
    assert (measured["notes"], measured["proposes"]) == (1, 1.0)


def test_no_title_steers_the_terminal(place: Path) -> None:
    """Neither in tables nor in messages: what is not a control character of JSON may be one of a terminal."""
    title = "Red \u001b[31mHerrings\u009b and \u202eother fish"
    (place / "evil.jsonl").write_text(json.dumps({"title": title, "text": "We use LoRA."}) + "\n{", encoding="utf-8")
    (place / "evil\x1b]0;x\x07.txt").write_text("Roses.\n", encoding="utf-8")
    built = run("build", "evil.jsonl", "evil\x1b]0;x\x07.txt", "-o", "evil")
    assert built.exit_code == 0
    for result in (
        built,
        run("query", "-g", "evil", "SELECT ?t { ?p dcterms:title ?t }"),
        run("query", "-g", "evil", "papers-on-technique", "technique=LoRA"),
        run("stats", "-g", "evil"),
        run("validate", "-g", "evil"),
        run("view", "-g", "evil"),
    ):
        assert not set(result.output) & STEERING, result.output


def test_no_name_in_an_error_steers_the_terminal(place: Path) -> None:
    record = {"title": "Red Herrings and \u202eother fish", "text": "We use LoRA."}
    (place / "evil.jsonl").write_text(json.dumps(record), encoding="utf-8")
    assert run("build", "evil.jsonl", "-o", "evil").exit_code == 0
    near = run("query", "-g", "evil", "papers-like-this", "paper=Red Herrings and another fish")
    assert near.exit_code == 1 and "the nearest is 'Red Herrings" in near.stderr
    assert not set(near.stderr) & STEERING


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(place: Path) -> None:
    done = process("kg tag page.txt page.txt -q | head -n 1; echo ${PIPESTATUS[0]}", place)
    first, code = done.stdout.splitlines()
    assert json.loads(first)["title"] == "Rank-Stable Adapters for Small Devices"
    assert code in ("0", "141") and done.stderr == ""


@pytest.mark.slow
@pytest.mark.parametrize("command", ["export turtle", "export csv", "query --list", "stats", "query 'SELECT*{?s?p?o}'"])
def test_a_reader_that_never_reads_is_no_error(place: Path, command: str) -> None:
    done = process(f"kg {command} | true", place)
    assert done.stderr == ""


@pytest.mark.slow
def test_no_progress_bar_where_stderr_is_no_terminal(place: Path) -> None:
    done = process("kg build page.txt -o piped", place)
    assert (done.returncode, done.stdout) == (0, "")
    assert len(done.stderr.splitlines()) == 1 and "tagging" not in done.stderr
    assert not set(done.stderr) & STEERING


@pytest.mark.slow
def test_output_is_utf8_whatever_the_locale_says(place: Path) -> None:
    (place / "signs.rq").write_text('SELECT ("× – α" AS ?x) { }', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kg", "query", "--file", "signs.rq"],
        cwd=place,
        env=os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        check=False,
    )
    assert done.stdout.decode("utf-8") == "x\n× – α\n", done.stderr
