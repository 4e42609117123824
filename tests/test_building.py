"""Builds: the same bytes for the same input, all of a graph or nothing of it, and a report of what was left out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from spacy.language import Language

import kg
from kg.errors import NoteweaveError
from kg.notes import Problem
from kg.store.graph import Graph
from kg.tagging import pipeline

FILES = ("graph.ttl", "graph.html", "graph.graphml", "report.json")
OUTPUTS = {*FILES, "store"}
PAGE = """Skip to content

Model Compression

ACL2026 · 2 paper notes

Same area in other venues: ICLR2026 (4) · ACL2025 (3)

Rank-Stable Adapters for Small Devices

This paper proposes RankStay, a method that builds on LoRA and improves accuracy on GSM8K by 2.5%.

Pruning What Nobody Reads

We study pruning of Llama 3 and quantization of its KV cache, and find a 1.8× speedup over GPTQ.
"""
RECORDS = [
    {
        "id": "1",
        "title": "Caches That Forget",
        "text": "CacheLess drops entries of the KV cache.",
        "venue": "ICLR 2026",
    },
    {"id": "2", "title": "Caches That Forget", "text": "A second look at CacheLess on LongBench."},
    {
        "id": "3",
        "title": "Distilling a Choir",
        "text": "We use knowledge distillation, as RankStay does.",
        "area": "NLP",
    },
]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder with a listing page and JSON lines."""
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    lines = "\n".join(json.dumps(record) for record in RECORDS)
    (folder / "deep" / "more.jsonl").write_text(lines + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def quick(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds of this process use the pipeline that is there already."""
    monkeypatch.setattr(pipeline, "load", lambda own=None, statistical=True: nlp)


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def report(folder: Path) -> dict[str, object]:
    found = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def in_process(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.usefixtures("quick")
def test_a_build_leaves_its_outputs_and_nothing_else(notes: Path, tmp_path: Path) -> None:
    graph = kg.build([notes], tmp_path / "out" / "g")
    assert {path.name for path in (tmp_path / "out" / "g").iterdir()} == OUTPUTS
    assert [path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")] == ["g"]
    assert not [path.name for path in (tmp_path / "out").iterdir() if path.name.endswith((".building", ".old"))]
    assert len(graph) == graph.stats()["triples"] > 0


@pytest.mark.slow
def test_folder_order_and_hash_seed_do_not_show_in_the_bytes(notes: Path, tmp_path: Path) -> None:
    """Two processes: another seed, another working directory, another way and order to name the same files."""
    (tmp_path / "elsewhere").mkdir()
    page, more = notes / "page.txt", notes / "deep" / "more.jsonl"
    one = in_process("build", page, more, "-o", tmp_path / "one", "-q", cwd=tmp_path, PYTHONHASHSEED="1")
    other = in_process(
        *("build", "../notes/deep/more.jsonl", "../notes/page.txt", "-o", "two", "-q"),
        cwd=tmp_path / "elsewhere",
        PYTHONHASHSEED="4242",
    )
    assert (one.returncode, other.returncode) == (0, 0), one.stderr + other.stderr
    first, second = outputs(tmp_path / "one"), outputs(tmp_path / "elsewhere" / "two")
    assert [name for name in FILES if first[name] != second[name]] == []


@pytest.mark.usefixtures("quick")
def test_two_builds_of_a_folder_give_the_same_bytes(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.build([notes], tmp_path / "one")
    monkeypatch.chdir(notes)
    kg.build(["."], "../two")
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")


@pytest.mark.usefixtures("quick")
def test_a_source_named_twice_is_read_once(notes: Path, tmp_path: Path) -> None:
    page = notes / "page.txt"
    kg.build([page, notes / "deep" / ".." / "page.txt", page], tmp_path / "one")
    kg.build([page], tmp_path / "two")
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")


@pytest.mark.usefixtures("quick")
def test_order_of_lines_in_a_file_does_not_matter(tmp_path: Path) -> None:
    for name, records in (("one", RECORDS), ("two", RECORDS[::-1])):
        (tmp_path / name).mkdir()
        text = "\n".join(json.dumps(record) for record in records)
        (tmp_path / name / "n.jsonl").write_text(text, encoding="utf-8")
        kg.build([tmp_path / name / "n.jsonl"], tmp_path / name / "g")
    assert outputs(tmp_path / "one" / "g") == outputs(tmp_path / "two" / "g")


@pytest.mark.usefixtures("quick")
def test_a_page_in_two_files_counts_its_notes_once(notes: Path, tmp_path: Path) -> None:
    (notes / "copy.txt").write_text(PAGE, encoding="utf-8")
    kg.build([notes], tmp_path / "g")
    # Five notes on four papers; the two of the page were read twice.
    assert {name: report(tmp_path / "g")[name] for name in ("notes", "papers", "repeated_notes")} == {
        "notes": 5,
        "papers": 4,
        "repeated_notes": 2,
    }


@pytest.mark.usefixtures("quick")
def test_the_report_says_which_notes_were_put_on_one_paper_and_why(tmp_path: Path) -> None:
    records = [
        {"title": "Caches That Forget", "text": "CacheLess drops entries.", "arxiv": "2401.00001"},
        {"title": "CacheLess: Caches That Forget", "text": "A second look.", "arxiv": "2401.00001v2"},
        {"title": "Caches that forget.", "text": "A third look."},
        {"title": "Caches That Forget Again", "text": "Another paper."},
    ]
    lines = "\n".join(json.dumps(record | {"id": at}) for at, record in enumerate(records))
    (tmp_path / "n.jsonl").write_text(lines, encoding="utf-8")
    graph = kg.build([tmp_path / "n.jsonl"], tmp_path / "g")
    assert (report(tmp_path / "g")["papers"], graph.stats()["Paper"]) == (2, 2)
    assert report(tmp_path / "g")["merged"] == [
        {
            "paper": "paper/caches-that-forget",
            "titles": ["CacheLess: Caches That Forget", "Caches That Forget", "Caches that forget."],
            "because": ["the same arXiv id", "the same title"],
        }
    ]
    assert report(tmp_path / "g")["links_left_out"] == 0


@pytest.mark.usefixtures("quick")
def test_the_report_counts_what_the_graph_holds(notes: Path, tmp_path: Path) -> None:
    graph = kg.build([notes], tmp_path / "g")
    found = report(tmp_path / "g")
    assert found["files"] == ["deep/more.jsonl", "page.txt"]
    assert found["skipped"] == found["warnings"] == []
    counts = found["counts"]
    assert isinstance(counts, dict)
    assert {name: counts[name] for name in graph.stats()} == graph.stats()
    assert (counts["Paper"], counts["Note"], counts["Listing"]) == (4, 5, 1)


@pytest.mark.usefixtures("quick")
def test_what_is_skipped_is_told_and_the_rest_is_built(notes: Path, tmp_path: Path) -> None:
    (notes / "broken.jsonl").write_text('{"id": 1,\n{"title": "Fine", "text": "Also here."}\n', encoding="utf-8")
    (notes / "latin.txt").write_bytes("Model Compression\nCaf\xe9".encode("latin-1"))
    (notes / "empty.txt").write_bytes(b"")
    (notes / "poem.txt").write_text("Roses are red.\n", encoding="utf-8")
    (notes / "picture.png").write_bytes(b"\x89PNG")
    told: list[Problem] = []
    graph = kg.build([notes], tmp_path / "g", on_problem=told.append)
    skipped = report(tmp_path / "g")["skipped"]
    assert isinstance(skipped, list)
    places = [problem["place"] for problem in skipped]
    assert places == ["broken.jsonl:1", "empty.txt", "latin.txt:2", "picture.png", "poem.txt:1"]
    assert all(problem["what"] and problem["mend"] for problem in skipped)
    assert sorted(problem.place for problem in told) == places
    assert graph.report["skipped"] == skipped
    assert graph.find("paper", "Fine")


@pytest.mark.usefixtures("quick")
def test_a_page_that_lacks_notes_is_a_warning_with_both_figures(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE.replace("2 paper notes", "7 paper notes"), encoding="utf-8")
    kg.build([tmp_path / "page.txt"], tmp_path / "g", strict=True)
    (warning,) = report(tmp_path / "g")["warnings"]  # type: ignore[misc]
    assert warning["place"] == "page.txt:5"
    assert "7" in warning["what"] and "2 were read" in warning["what"]


@pytest.mark.usefixtures("quick")
def test_strict_makes_a_skip_an_error_and_leaves_the_old_graph(notes: Path, tmp_path: Path) -> None:
    kg.build([notes], tmp_path / "g")
    before = snapshot(tmp_path / "g")
    (notes / "empty.txt").write_bytes(b"")
    with pytest.raises(NoteweaveError, match=r"1 skipped, the first: empty.txt: is empty; .* \(--strict\)"):
        kg.build([notes], tmp_path / "g", strict=True)
    assert snapshot(tmp_path / "g") == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("source", ["nothing readable", "not there"])
def test_where_nothing_can_be_read_the_old_graph_stays(notes: Path, tmp_path: Path, source: str) -> None:
    kg.build([notes], tmp_path / "g")
    before = snapshot(tmp_path / "g")
    bad = tmp_path / "bad.txt"
    if source == "nothing readable":
        bad.write_text("Roses are red.\n", encoding="utf-8")
    with pytest.raises(NoteweaveError):
        kg.build([bad], tmp_path / "g")
    assert snapshot(tmp_path / "g") == before


@pytest.mark.usefixtures("quick")
def test_a_new_build_replaces_the_whole_of_the_old_one(notes: Path, tmp_path: Path) -> None:
    kg.build([notes], tmp_path / "g")
    graph = kg.build([notes / "page.txt"], tmp_path / "g")
    kg.build([notes / "page.txt"], tmp_path / "fresh")
    assert outputs(tmp_path / "g") == outputs(tmp_path / "fresh")
    assert graph.stats()["Paper"] == Graph.open(tmp_path / "g").stats()["Paper"] == 2


@pytest.mark.usefixtures("quick")
def test_a_graph_that_is_open_goes_on_answering_while_it_is_replaced(notes: Path, tmp_path: Path) -> None:
    old = kg.build([notes], tmp_path / "g")
    kg.build([notes / "page.txt"], tmp_path / "g")
    assert len(list(old.query("SELECT ?p { ?p a nw:Paper }"))) == 4


@pytest.mark.usefixtures("quick")
def test_input_is_never_touched(notes: Path, tmp_path: Path) -> None:
    before = snapshot(notes)
    folders = {path: path.stat().st_mtime_ns for path in (notes, notes / "deep")}
    kg.build([notes], tmp_path / "g")
    assert snapshot(notes) == before
    assert {path: path.stat().st_mtime_ns for path in folders} == folders


@pytest.mark.usefixtures("quick")
def test_a_graph_inside_of_the_notes_is_not_taken_for_notes(notes: Path) -> None:
    kg.build([notes], notes / "graph")
    before = outputs(notes / "graph")
    kg.build([notes], notes / "graph")
    assert outputs(notes / "graph") == before


@pytest.mark.usefixtures("quick")
def test_a_folder_with_files_of_others_is_refused_and_left_alone(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "thesis.tex").write_text("years of work", encoding="utf-8")
    before = snapshot(tmp_path / "g")
    with pytest.raises(NoteweaveError, match=r"g: holds 'thesis.tex', which no build wrote; move it away or choose"):
        kg.build([notes], tmp_path / "g")
    assert snapshot(tmp_path / "g") == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["store/thesis.tex", "report.json", "graph.html"])
def test_files_of_others_under_names_that_a_build_uses_survive(notes: Path, tmp_path: Path, name: str) -> None:
    precious = tmp_path / "g" / name
    precious.parent.mkdir(parents=True)
    precious.write_text("years of work", encoding="utf-8")
    with pytest.raises(NoteweaveError):
        kg.build([notes], tmp_path / "g")
    assert precious.read_text(encoding="utf-8") == "years of work"


@pytest.mark.usefixtures("quick")
def test_an_output_that_is_a_file_is_refused_and_left_alone(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "g").write_text("years of work", encoding="utf-8")
    with pytest.raises(NoteweaveError, match="g: is a file; choose another folder with -o"):
        kg.build([notes], tmp_path / "g")
    assert (tmp_path / "g").read_text(encoding="utf-8") == "years of work"


@pytest.mark.usefixtures("quick")
def test_an_output_below_a_file_is_refused_with_a_mend(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("years of work", encoding="utf-8")
    with pytest.raises(NoteweaveError, match="-o"):
        kg.build([notes], tmp_path / "file" / "g")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.usefixtures("quick")
def test_a_parent_that_cannot_be_written_is_refused_with_a_mend(notes: Path, tmp_path: Path) -> None:
    parent = tmp_path / "locked"
    parent.mkdir(mode=0o500)
    with pytest.raises(NoteweaveError, match="-o"):
        kg.build([notes], parent / "g")


@pytest.mark.usefixtures("quick")
def test_the_working_directory_itself_can_be_the_output(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    graph = kg.build([notes], ".")
    assert graph.stats()["Paper"] == 4
    assert {path.name for path in here.iterdir()} == OUTPUTS


@pytest.mark.usefixtures("quick")
def test_an_output_behind_a_link_is_written_where_the_link_points(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    kg.build([notes], tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert {path.name for path in (tmp_path / "real").iterdir()} == OUTPUTS


@pytest.mark.usefixtures("quick")
def test_a_second_build_at_the_same_time_is_refused_with_one_line(notes: Path, tmp_path: Path) -> None:
    refusals: list[str] = []

    def meanwhile(items: object, step: str, length: int) -> object:
        try:
            kg.build([notes], tmp_path / "g")
        except NoteweaveError as error:
            refusals.append(error.message)
        return items

    kg.build([notes], tmp_path / "g", progress=meanwhile)  # type: ignore[arg-type]
    assert set(refusals) == {"g: another build is writing it; wait for that to end"}
    assert Graph.open(tmp_path / "g").stats()["Paper"] == 4


@pytest.mark.usefixtures("quick")
def test_a_lock_left_behind_by_nobody_does_not_stop_a_build(notes: Path, tmp_path: Path) -> None:
    lock = FileLock(tmp_path / ".g.lock")
    lock.acquire()
    lock.release()
    (tmp_path / ".g.lock").touch()
    kg.build([notes], tmp_path / "g")


@pytest.mark.usefixtures("quick")
def test_a_failure_on_the_way_leaves_the_old_graph_and_no_rest(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.build([notes], tmp_path / "g")
    before = snapshot(tmp_path / "g")

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("kg.explorer.page.write_page", fail)
    with pytest.raises(OSError, match="no space"):
        kg.build([notes / "page.txt"], tmp_path / "g")
    assert snapshot(tmp_path / "g") == before
    assert not (tmp_path / ".g.building").exists()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "twice",
    [
        ({}, {"venue": "ACL2026"}),
        ({"area": "NLP"}, {}),
        ({"url": "https://example.org/"}, {"url": "https://example.org/2"}),
        ({}, {"arxiv": "2601.00001"}),
        ({}, {"keywords": ["a"]}),
    ],
    ids=["venue", "area", "url", "arxiv", "keywords"],
)
def test_a_note_given_twice_with_less_and_more_is_no_stumbling_block(
    tmp_path: Path, twice: tuple[dict[str, object], ...]
) -> None:
    note = {"id": "1", "title": "Paper A", "text": "We use LoRA."}
    lines = [json.dumps(note | more) for more in twice]
    (tmp_path / "n.jsonl").write_text("\n".join(lines), encoding="utf-8")
    graph = kg.build([tmp_path / "n.jsonl"])
    assert graph.stats()["Paper"] == 1


@pytest.mark.usefixtures("quick")
def test_two_pages_of_a_venue_one_without_an_area_are_read(tmp_path: Path) -> None:
    body = "ACL2026 · 1 paper notes\n\nPruning What Nobody Reads\n\nWe study pruning of Llama 3.\n"
    (tmp_path / "one.txt").write_text(f"Model Compression\n\n{body}", encoding="utf-8")
    (tmp_path / "two.txt").write_text(body, encoding="utf-8")
    assert kg.build([tmp_path / "one.txt", tmp_path / "two.txt"]).stats()["Listing"] == 2


@pytest.mark.usefixtures("quick")
def test_a_broken_character_in_a_keyword_costs_no_more_than_its_note(tmp_path: Path) -> None:
    bad = '{"id": "1", "title": "Paper A", "text": "We use LoRA.", "keywords": ["\\ud800"]}'
    good = '{"id": "2", "title": "Paper B", "text": "We use LoRA."}'
    (tmp_path / "n.jsonl").write_text(f"{bad}\n{good}\n", encoding="utf-8")
    assert kg.build([tmp_path / "n.jsonl"]).find("paper", "Paper B")


KILLED = """
import os, random, signal, sys, time
from pathlib import Path

import kg
from kg.store.graph import Graph
from kg.tagging import pipeline

notes, folder, mode = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
nlp = pipeline.load()
pipeline.load = lambda own=None, statistical=True: nlp
FILES = ("graph.ttl", "graph.html", "graph.graphml", "report.json")
SOURCES = {"old": [notes], "new": [notes / "page.txt"]}
PAPERS = {"old": 4, "new": 2}


def child(job):
    # The store starts threads, which a fork loses: this process never opens one, only its children do.
    number = os.fork()
    if not number:
        code = 1
        try:
            job()
            code = 0
        finally:
            os._exit(code)
    return number


def done(number):
    _, status = os.waitpid(number, 0)
    return status


def content(place):
    return [(place / file).read_bytes() for file in FILES]


def killed_at(count):
    # The build kills itself at its count-th step that touches the output or what lies beside it.
    seen = 0

    def audit(event, arguments):
        nonlocal seen
        if event in ("open", "os.mkdir", "os.rename", "os.rmdir", "shutil.rmtree"):
            if str(arguments[0]).startswith(str(folder.parent)):
                seen += 1
                if seen == count:
                    os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(audit)
    kg.build(SOURCES["new"], folder)


def check(name):
    graph = Graph.open(folder)
    assert len(list(graph.query("SELECT ?p { ?p a nw:Paper }"))) == PAPERS[name]
    assert len(graph) == graph.stats()["triples"]


whole = {}
for name, sources in SOURCES.items():
    begun = time.monotonic()
    assert done(child(lambda: kg.build(sources, folder.with_name(name)))) == 0
    lasts = time.monotonic() - begun
    whole[name] = content(folder.with_name(name))

ended, state = set(), "new"
for number in range(1, 60) if mode == "steps" else random.Random(7).sample(range(1, 45), 8):
    if state == "new":
        assert done(child(lambda: kg.build(SOURCES["old"], folder))) == 0
    if mode == "steps":
        builder = child(lambda: killed_at(number))
    else:
        builder = child(lambda: kg.build(SOURCES["new"], folder))
        time.sleep(lasts * number / 40)
        os.kill(builder, signal.SIGKILL)
    status = done(builder)
    found = content(folder)
    state = next((name for name in whole if whole[name] == found), None)
    if state is None or done(child(lambda: check(state))) != 0:
        sys.exit(f"killed at {number}: half a graph")
    ended.add((state, os.WIFSIGNALED(status)))
    if mode == "steps" and not os.WIFSIGNALED(status):
        assert status == 0
        break
assert done(child(lambda: kg.build(SOURCES["old"], folder))) == 0
left = [path.name for path in folder.parent.iterdir() if path.name.startswith(".") and path.suffix != ".lock"]
if left:
    sys.exit(f"left behind: {left}")
print(sorted(ended))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("mode", ["steps", "moments"])
def test_a_kill_leaves_the_old_graph_or_the_new_one(notes: Path, tmp_path: Path, mode: str) -> None:
    """Killed at every step that touches the output, and at moments drawn at random; the next build cleans up."""
    (tmp_path / "out").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(notes), str(tmp_path / "out" / "g"), mode],
        capture_output=True,
        text=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if mode == "steps":
        # Killed before the swap, killed after it, and in the end not killed.
        assert done.stdout.strip() == "[('new', False), ('new', True), ('old', True)]"
    else:
        assert "('old', True)" in done.stdout


@pytest.mark.slow
def test_two_processes_do_not_build_one_folder_at_once(notes: Path, tmp_path: Path) -> None:
    with FileLock(tmp_path / ".g.lock"):
        done = in_process("build", notes, "-o", "g", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: g: another build is writing it; wait for that to end\n"
    assert not (tmp_path / "g").exists()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "change", [lambda text: text, lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text]
)
def test_line_ends_and_marks_do_not_show_in_the_graph(tmp_path: Path, change: Callable[[str], str]) -> None:
    (tmp_path / "page.txt").write_bytes(change(PAGE).encode())
    kg.build([tmp_path / "page.txt"], tmp_path / "g")
    (tmp_path / "plain.txt").write_bytes(PAGE.encode())
    kg.build([tmp_path / "plain.txt"], tmp_path / "h")
    assert (tmp_path / "g" / "graph.ttl").read_bytes() == (tmp_path / "h" / "graph.ttl").read_bytes()


def test_what_two_sources_know_of_one_note_is_put_together(tmp_path: Path) -> None:
    note = {"title": "A Study of Things", "text": "We use LoRA."}
    lines = [
        note | {"area": "Pruning", "keywords": ["small"]},
        note | {"area": "Vision", "url": "https://example.org/a"},
    ]
    source = tmp_path / "notes.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    graph = kg.build(source)
    areas = [row["area"] for row in graph.query("SELECT ?area { ?p nw:inArea/skos:prefLabel ?area } ORDER BY ?area")]
    assert areas == ["Pruning", "Vision"]
    assert graph.query('ASK { ?p schema:keywords "small" ; schema:url "https://example.org/a" }')
    assert graph.stats()["Note"] == 1


def test_a_book_is_no_note(tmp_path: Path) -> None:
    source = tmp_path / "notes.jsonl"
    lines = [{"title": "A Book", "text": "word " * 30_000}, {"title": "A Note", "text": "We use LoRA."}]
    source.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    reading = kg.read(source)
    assert [note.title for note in reading.notes] == ["A Note"]
    assert "cut it" in str(reading.problems[0])
