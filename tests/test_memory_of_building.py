"""Building in level memory: what is sorted and kept goes through files, and comes out as if it had been in memory."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import kept
from kg.errors import NoteweaveError
from kg.kept import Kept
from kg.store import graph, sorting, turtle
from kg.store.graph import Graph
from kg.store.sorting import sorted_lines
from kg.store.writing import replacing

PREFIXES = {"ex": "https://example.org/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}

names = st.sampled_from(["a", "a.", ".a", "a#b", "a-b", "ab", "a/b", "é", "𝒜"]).map(PREFIXES["ex"].__add__)
things = names.map(ox.NamedNode)
properties = st.sampled_from([PREFIXES["ex"] + "p", PREFIXES["ex"] + "p-q", PREFIXES["rdf"] + "type"]).map(ox.NamedNode)
texts = st.text(st.characters(codec="utf-8"), max_size=8)
values = st.one_of(
    things,
    texts.map(ox.Literal),
    texts.map(lambda text: ox.Literal(text, language="en")),
    st.integers().map(ox.Literal),
    st.just(ox.Literal("1.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
)
triples = st.builds(ox.Triple, things, properties, values)


@given(st.lists(triples, unique=True, max_size=30))
def test_turtle_written_in_parts_is_that_written_at_once(
    tmp_path_factory: pytest.TempPathFactory, stated: list[ox.Triple]
) -> None:
    folder = tmp_path_factory.mktemp("turtle")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "_RUN", 4)
        patch.setattr(turtle, "_BLOCK", 3)
        turtle.write_turtle(stated, PREFIXES, folder / "graph.ttl")
    assert (folder / "graph.ttl").read_bytes() == turtle.turtle(stated, PREFIXES)
    assert [path.name for path in folder.iterdir()] == ["graph.ttl"]


@given(st.lists(texts.map(lambda text: text.replace("\n", "").encode() + b"\n")))
def test_lines_come_sorted_from_their_runs(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    folder = tmp_path_factory.mktemp("lines")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "_RUN", 2)
        with sorted_lines(lines, folder) as found:
            assert list(found) == sorted(lines)


def test_a_store_loaded_in_parts_holds_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "_BLOCK", 3)
    thing, label = ox.NamedNode("https://example.org/a"), ox.NamedNode("https://example.org/label")
    named = [
        (ox.NamedNode(f"https://example.org/{name}"), [ox.Triple(thing, label, ox.Literal(n)) for n in range(name)])
        for name in range(5)
    ]
    built = Graph.from_triples(named)
    assert len(built) == 4
    assert [len(list(built.store.quads_for_pattern(None, None, None, name))) for name, _ in named] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("in_memory", [10, 10**6])
def test_kept_values_can_be_gone_through_again_and_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr(kept, "_BLOCK", 3)
    monkeypatch.setattr(kept, "_IN_MEMORY", in_memory)
    with Kept(map(str, range(10)), tmp_path) as values:
        assert len(values) == 10
        assert list(values) == list(values) == [str(number) for number in range(10)]
        assert list(zip(values, values, strict=True)) == [(str(number), str(number)) for number in range(10)]
    assert not list(tmp_path.iterdir())


def test_an_error_among_the_values_leaves_no_open_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_BLOCK", 1)
    monkeypatch.setattr(kept, "_IN_MEMORY", 1)

    def broken() -> Iterator[int]:
        yield from range(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Kept(broken(), tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError("IO error: No space left on device: While appending to file: g/1.sst"),  # as the store says it
    ],
)
def test_a_full_disk_is_told_in_a_line(tmp_path: Path, error: OSError) -> None:
    with pytest.raises(NoteweaveError) as told, replacing(tmp_path / "g"):
        raise error
    assert told.value.message == f"{tmp_path / 'g'}: the disk is full; free some room, or choose another folder with -o"
    assert not (tmp_path / "g").exists() and not (tmp_path / ".g.building").exists()


def test_another_error_of_the_disk_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="Input/output error"), replacing(tmp_path / "g"):
        raise OSError(errno.EIO, "Input/output error")
