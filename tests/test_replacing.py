"""A build replaces the graph before it, whole or not at all, and nothing that others wrote."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from small_build import OUTPUTS, in_process, outputs, snapshot

import kg
from kg.errors import NoteweaveError
from kg.store.graph import Graph


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
