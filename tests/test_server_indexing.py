"""The index of names and links is made before anyone asks for it, and nobody waits meanwhile who does not need it."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

import pytest
from serving import TITLES, application, papers, until, write_folder

from kg.server.limits import Limits
from kg.store.graph import Graph


def test_it_is_made_at_the_start_and_for_each_new_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr("kg.server.indexing.index_of", lambda graph: seen.append(len(graph)))
    monkeypatch.setattr("kg.server.indexing._PAUSE", 0.01)
    folder = write_folder(tmp_path / "graph")
    with application(folder, Limits()):
        until(lambda: seen)
        write_folder(folder, papers(("One",)))
        until(lambda: seen[-1] == 1)
        folder.rename(tmp_path / "aside")
        time.sleep(0.1)
        write_folder(folder, papers(("One", "Two")))
        until(lambda: seen[-1] == 2)
    assert seen[0] == len(TITLES)


def test_a_request_waits_for_it_only_where_it_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end = Event(), Event()

    def slow(graph: Graph) -> None:
        begun.set()
        may_end.wait(60)

    monkeypatch.setattr("kg.server.indexing.index_of", slow)
    start = time.monotonic()
    with application(write_folder(tmp_path / "graph"), Limits()) as server:
        assert begun.wait(10)
        assert server.count() == len(TITLES)
        assert server.get("/").status == 200
    assert time.monotonic() - start < 30, "the end of the server does not wait for it either"
    may_end.set()
