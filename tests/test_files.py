"""Files: folders are walked and nothing outside of them is read, gzip is unpacked within bounds, packages add kinds."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.notes import Note, Problem
from kg.sources import KINDS, files, find_files, read, read_bytes, stream
from kg.sources.kinds import summary

LINE = '{"title": "Thin Drafts", "text": "A text."}\n'


def titles(*sources: Path) -> list[str]:
    return [note.title for note in read(sources).notes]


def only_problem(source: Path) -> Problem:
    reading = read([source])
    assert reading.notes == ()
    (problem,) = reading.problems
    assert "\n" not in str(problem)
    return problem


def places(*sources: Path) -> list[str]:
    return [place for _, place in find_files(sources)]


# Walking


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "notes"
    for place in ("b.jsonl", "a/c.jsonl", "a/.hidden/d.jsonl", "a.jsonl"):
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(LINE, encoding="utf-8")
    return root


def test_a_folder_is_walked_in_the_order_of_its_names(folder: Path) -> None:
    assert places(folder) == ["a/c.jsonl", "a.jsonl", "b.jsonl"]


def test_of_several_sources_each_file_is_named_with_its_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(LINE, encoding="utf-8")
    assert places(folder / "a", tmp_path / "b.jsonl", folder / "b.jsonl") == [
        "a/c.jsonl",
        f"{tmp_path.name}/b.jsonl",
        "notes/b.jsonl",
    ]


@pytest.mark.parametrize("order", [("", "a"), ("a", ""), ("", "a/c.jsonl"), ("a/c.jsonl", "a", "")])
def test_a_file_that_several_sources_reach_is_read_once(folder: Path, order: tuple[str, ...]) -> None:
    assert len(places(*(folder / name for name in order))) == 3


def test_a_hidden_file_named_beside_its_folder_is_read(folder: Path) -> None:
    assert len(places(folder, folder / "a" / ".hidden" / "d.jsonl")) == 4
    assert len(places(folder, folder / "a" / ".hidden")) == 4


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.jsonl").write_text(LINE, encoding="utf-8")
    (folder / "link.jsonl").symlink_to("../secret.jsonl")
    (folder / "up").symlink_to("..")
    assert len(places(folder)) == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_pipes_and_devices_are_passed_over_in_a_folder_and_told_where_named(folder: Path) -> None:
    os.mkfifo(folder / "pipe.jsonl")
    assert len(places(folder)) == 3
    assert only_problem(folder / "pipe.jsonl").what == "is no regular file"
    device = folder / "device.jsonl"
    device.symlink_to("/dev/zero")
    assert only_problem(device).what == "is no regular file"


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes for a name")
def test_a_name_that_is_no_utf_8_is_read_and_can_be_printed(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jsonl"))).write_text(LINE, encoding="utf-8")
    reading = read([tmp_path])
    assert [note.title for note in reading.notes] == ["Thin Drafts"]
    assert reading.files == ("caf?.jsonl",)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_what_must_not_be_read_is_told(folder: Path) -> None:
    (folder / "b.jsonl").chmod(0)
    (folder / "a").chmod(0)
    assert [problem.place for problem in read([folder]).problems] == ["a", "b.jsonl"]


def test_a_folder_may_be_nested_deeper_than_python_may_call(tmp_path: Path) -> None:
    start = Path.cwd()
    try:
        os.chdir(tmp_path)
        for _ in range(1500):
            Path("d").mkdir()
            os.chdir("d")
        Path("n.jsonl").write_text(LINE, encoding="utf-8")
    finally:
        os.chdir(start)
    assert titles(tmp_path) == ["Thin Drafts"]
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # deeper than Python's own removal goes


# Streaming


def test_a_stream_gives_each_item_with_its_file(folder: Path) -> None:
    (folder / "empty.csv").write_text("Title\n", encoding="utf-8")
    items = list(stream(folder))
    assert [place for place, _ in items] == ["a/c.jsonl", "a.jsonl", "b.jsonl", "empty.csv"]
    assert isinstance(items[0][1], Note)
    assert isinstance(items[-1][1], Problem)  # each file yields something


def test_a_stream_needs_no_more_memory_for_more_files(tmp_path: Path) -> None:
    for number in range(400):
        inner = tmp_path / str(number % 20)
        inner.mkdir(exist_ok=True)
        (inner / f"{number}.jsonl").write_text(LINE.replace("A text.", "word " * 4000), encoding="utf-8")

    def peak(*sources: Path) -> int:
        tracemalloc.start()
        for _ in stream(sources):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(tmp_path / "0")  # loads what is loaded once
    assert peak(tmp_path) < peak(tmp_path / "0") + 200_000  # bytes; the files are eight million


# gzip


@pytest.mark.parametrize("name", ["notes.jsonl.gz", "notes.jsonl", "NOTES.JSONL.GZ"])
def test_gzip_is_told_by_its_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(LINE.encode()) + gzip.compress(LINE.encode()))
    assert titles(tmp_path) == ["Thin Drafts", "Thin Drafts"]


def test_a_file_named_like_gzip_that_is_none_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.jsonl.gz").write_text(LINE, encoding="utf-8")
    assert titles(tmp_path) == ["Thin Drafts"]


@pytest.mark.parametrize("suffix", [suffix for kind in KINDS.values() for suffix in kind.suffixes])
def test_every_kind_may_be_packed(suffix: str) -> None:
    packed = gzip.compress(b"no notes of any kind")
    expected = list(read_bytes(b"no notes of any kind", f"n{suffix}", "n"))
    assert list(read_bytes(packed, f"n{suffix}.gz", "n")) == expected


def test_a_bomb_is_a_problem_and_is_not_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(b"\n" * 100_000_000)
    (tmp_path / "bomb.jsonl.gz").write_bytes(bomb)
    tracemalloc.start()
    problem = only_problem(tmp_path / "bomb.jsonl.gz")
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert f"more than {files.LARGEST_RATIO} times its size" in problem.what
    assert highest < 100_000_000 / 2


def test_a_little_text_may_be_packed_as_tightly_as_it_likes(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl.gz").write_bytes(gzip.compress((LINE * 20_000).encode()))
    assert len(titles(tmp_path)) == 20_000


@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: data[:30] + b"xx" + data[32:]])
def test_broken_gzip_is_a_problem(tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "n.jsonl.gz").write_bytes(damage(gzip.compress(LINE.encode())))
    assert "broken gzip" in only_problem(tmp_path / "n.jsonl.gz").what


def test_a_file_beyond_the_bound_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 2**20)
    (tmp_path / "n.jsonl").write_text(LINE * 30_000, encoding="utf-8")
    assert only_problem(tmp_path / "n.jsonl").what == "holds more than 1 MiB"
    (tmp_path / "n.jsonl").write_bytes(gzip.compress(os.urandom(2**20 + 1)))
    assert only_problem(tmp_path / "n.jsonl").what == "holds more than 1 MiB"


# Kinds of other packages


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package installed in a folder of its own, with one source kind that works and three that don't."""
    installed = tmp_path / "site"
    about = installed / "wikinotes-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: wikinotes\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(
        "[noteweave.sources]\n"
        "wiki = wikinotes_kinds:WIKI\nabsent = wikinotes_absent:KIND\nnumber = wikinotes_kinds:NUMBER\n"
        "json = wikinotes_kinds:WIKI\n",
        encoding="utf-8",
    )
    (installed / "wikinotes_kinds.py").write_text(
        "from kg.sources import SourceKind\n"
        "WIKI = SourceKind('wiki pages', ('.wiki', '.txt'), 'wikinotes_reader')\nNUMBER = 7\n",
        encoding="utf-8",
    )
    (installed / "wikinotes_reader.py").write_text(
        "from kg.notes import Note\n"
        "def recognises(text): return text.startswith('= ')\n"
        "def read(text, place):\n"
        "    yield Note('w', text.split(chr(10))[0].strip('= '), '')\n"
        "    if 'BREAK' in text: raise KeyError('not in the table')\n"
        "    if 'ODD' in text: yield 'a title'\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(installed)
    yield tmp_path
    for module in ("wikinotes_kinds", "wikinotes_reader"):
        sys.modules.pop(module, None)


def test_a_package_adds_a_source_kind(package: Path) -> None:
    (package / "a.wiki").write_text("= Thin Drafts =", encoding="utf-8")
    assert titles(package / "a.wiki") == ["Thin Drafts"]


def test_a_kind_of_a_package_is_asked_first_and_leaves_others_what_is_theirs(package: Path, fixtures: Path) -> None:
    (package / "a.txt").write_text("= Thin Drafts =", encoding="utf-8")
    assert titles(package / "a.txt") == ["Thin Drafts"]
    assert len(titles(fixtures / "listing" / "spaced.txt")) == 4


def test_what_is_wrong_with_a_package_is_one_line_a_kind_and_the_rest_is_read(package: Path) -> None:
    (package / "a.jsonl").write_text(LINE, encoding="utf-8")
    reading = read([package / "a.jsonl"])
    assert len(reading.notes) == 1
    assert reading.files == ("a.jsonl",)
    told = {problem.place: problem.what for problem in reading.problems}
    assert set(told) == {f"source kind '{name}' of package wikinotes" for name in ("absent", "number", "json")}
    assert "No module named 'wikinotes_absent'" in told["source kind 'absent' of package wikinotes"]


@pytest.mark.parametrize("text", ["= Thin Drafts =\nBREAK", "= Thin Drafts =\nODD"])
def test_a_reader_of_a_package_that_fails_is_one_line_and_the_rest_is_read(package: Path, text: str) -> None:
    (package / "a.wiki").write_text(text, encoding="utf-8")
    (package / "b.jsonl").write_text(LINE, encoding="utf-8")
    reading = read([package / "a.wiki", package / "b.jsonl"])
    assert len(reading.notes) == 2
    (problem,) = [problem for problem in reading.problems if problem.place == "a.wiki"]
    assert "wikinotes_reader" in problem.mend


def test_the_summary_names_every_kind_with_its_endings() -> None:
    lines = summary().splitlines()
    assert len(lines) == len(KINDS)
    for line, kind in zip(lines, KINDS.values(), strict=True):
        assert line.startswith(", ".join(kind.suffixes))
        assert line.endswith(kind.description)
