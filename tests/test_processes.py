"""Work split over processes: the same results in the same order, and nothing left behind when it ends early."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg import sources, tagging
from kg.errors import NoteweaveError
from kg.notes import Note
from kg.processes import spread

ROOT = Path(__file__).parents[1]


def doubled(block: list[int]) -> Iterator[int]:
    yield from (2 * number for number in block)


def place(block: list[int]) -> list[int]:
    return [os.getpid()]


def refuse(block: list[int]) -> list[int]:
    raise NoteweaveError(f"{block}: can't be worked on")


def end(block: list[int]) -> list[int]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


BLOCKS = [[3, 1], [], [2], [5, 4], [7]]


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_what_comes_of_blocks_comes_in_their_order(processes: int) -> None:
    assert list(spread(doubled, BLOCKS, processes, few=1)) == [6, 2, 4, 10, 8, 14]


def test_few_blocks_are_worked_on_here_and_many_elsewhere() -> None:
    assert set(spread(place, BLOCKS, 2, few=5)) == {os.getpid()}
    assert os.getpid() not in set(spread(place, BLOCKS, 2, few=4))


@pytest.mark.parametrize("processes", [1, 2])
def test_blocks_are_asked_for_as_they_are_needed(processes: int) -> None:
    asked = []
    done = spread(doubled, (asked.append(number) or [number] for number in range(100)), processes, few=2)
    assert next(done) == 0
    assert len(asked) <= 4
    done.close()


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_in_a_block_is_that_of_the_whole(processes: int) -> None:
    with pytest.raises(NoteweaveError, match=r"^\[3, 1\]: can't be worked on$"):
        list(spread(refuse, BLOCKS, processes, few=1))


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_a_process_that_is_ended_from_outside_is_told_in_a_line() -> None:
    with pytest.raises(NoteweaveError, match=r"ended from outside.*--processes 1$"):
        list(spread(end, BLOCKS, 2, few=1))


SLOW_WORK = """
import os, sys, time
from kg.processes import spread

def work(block):
    print(os.getpid(), flush=True)
    time.sleep(block)
    return [block]

if __name__ == "__main__":
    print(os.getpid(), flush=True)
    list(spread(work, [1.0] * 60, 2, few=1))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_the_processes_end_with_the_one_that_started_them(tmp_path: Path, sent: signal.Signals) -> None:
    script = tmp_path / "script.py"
    script.write_text(SLOW_WORK, encoding="utf-8")
    command = [sys.executable, str(script)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=pipe, stderr=pipe, start_new_session=True
    ) as child:
        assert child.stdout and child.stderr
        started = {int(child.stdout.readline()) for _ in range(3)}  # itself and the two that work
        if sent == signal.SIGINT:
            os.killpg(child.pid, sent)  # as a terminal does
        else:
            child.send_signal(sent)
        child.wait(30)
        told = child.stderr.read()
    assert told.count(b"Traceback") == (sent == signal.SIGINT)
    until = time.monotonic() + 30
    while any(is_running(number) for number in started) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [number for number in started if is_running(number)]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_files_are_read_the_same_by_one_process_and_by_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_BLOCK", 3)
    monkeypatch.setattr(sources, "_FEW", 1)
    for number in range(10):
        page = f"Pruning\nACL2024 · 1 paper note\n\nStudy {number}\n\nWe use LoRA.\n"
        (tmp_path / f"{number}.txt").write_text(page, encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "other.doc").write_bytes(b"\0")
    alone = kg.read(tmp_path)
    assert (len(alone.notes), len(alone.problems), len(alone.files)) == (10, 2, 12)
    assert kg.read(tmp_path, processes=2) == alone


def notes(count: int) -> Iterator[Note]:
    texts = ("We use LoRA on LLaMA-3 and report 81.2% on MMLU.", "FastKV, a new cache, makes GPT-2 2.4× faster.")
    return (Note(number, f"Thin Drafts: Study {number}", texts[number % 2]) for number in range(count))


def test_notes_are_tagged_the_same_by_one_process_and_by_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagging, "_BLOCK", 4)
    monkeypatch.setattr(tagging, "_FEW", 1)
    alone = list(tagging.tag_spread(notes(12), 1, statistical=False))
    assert len(alone) == 12 and all(one.mentions for one in alone)
    assert list(tagging.tag_spread(notes(12), 2, statistical=False)) == alone


@pytest.mark.slow
def test_a_graph_is_the_same_bytes_for_any_number_of_processes(
    some_notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagging, "_BLOCK", 8)
    monkeypatch.setattr(tagging, "_FEW", 1)
    monkeypatch.setattr(sources, "_BLOCK", 1)
    monkeypatch.setattr(sources, "_FEW", 1)
    for processes in (1, 2):
        kg.build(some_notes, tmp_path / str(processes), processes=processes)
    for name in ("graph.ttl", "graph.html", "graph.graphml", "report.json"):
        assert len({(tmp_path / str(processes) / name).read_bytes() for processes in (1, 2)}) == 1, name


@pytest.mark.slow
def test_the_command_line_uses_several_processes(tmp_path: Path) -> None:
    source = tmp_path / "notes.jsonl"
    lines = (json.dumps({"id": note.id, "title": note.title, "text": note.text}) for note in notes(2000))
    source.write_text("\n".join(lines), encoding="utf-8")
    printed = {
        processes: subprocess.run(
            [sys.executable, "-m", "kg", "tag", str(source), "--rules-only", "--processes", processes],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for processes in ("1", "2")
    }
    assert printed["1"] == printed["2"]
    assert printed["1"].count(b"\n") == 2000
