"""The server stays up: what takes too much is ended, what can't be served is refused, and others go on meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from serving import TITLES, WORST, Server, application, papers, process, until, write_folder

from kg.server.limits import MEGABYTE, Limits

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs what Linux says of processes")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("limits") / "graph")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with process(folder, "--time-limit", "2", "--memory-limit", "200", "--workers", "2") as running:
        assert running.count() == len(TITLES)
        yield running


@pytest.fixture
def crowded(folder: Path) -> Iterator[Server]:
    """One query at a time, one more may wait."""
    with application(folder, Limits(seconds=2, workers=1, waiting=1)) as running:
        assert running.count() == len(TITLES)
        yield running


def test_a_query_over_its_time_is_ended_and_told_its_limit(server: Server) -> None:
    start = time.monotonic()
    response = server.ask(WORST)
    assert 1.9 < time.monotonic() - start < 4
    assert response.status == 503
    assert response.text == "the query was ended at its time limit of 2 s; ask for less\n"


def test_others_are_answered_while_the_worst_query_runs(server: Server) -> None:
    with ThreadPoolExecutor() as clients:
        worst = clients.submit(server.ask, WORST)
        answered = 0
        while not worst.done():
            assert server.count() == len(TITLES)
            answered += 1
        assert worst.result().status == 503
    assert answered >= 10
    until(lambda: server.count() == len(TITLES))


HOGS = {
    "sorting a cross join": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i",
    "distinct rows of a cross join": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "one long text": "SELECT (GROUP_CONCAT(?x) AS ?y) { ?a ?b ?x . ?d ?e ?f . ?g ?h ?i }",
    "a text doubled again and again": "SELECT (STRLEN(?x30) AS ?n) { BIND('xxxxxxxxxx' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
    + " }",
}


@linux
@pytest.mark.parametrize("query", HOGS.values(), ids=HOGS)
def test_a_query_over_its_memory_is_ended_and_told_its_limit(folder: Path, query: str) -> None:
    with application(folder, Limits(seconds=20, memory=50 * MEGABYTE, workers=1)) as server:
        response = server.ask(query)
        assert response.status == 503
        assert response.text == "the query was ended at its memory limit of 50 MB; ask for less\n"
        assert server.count() == len(TITLES)


DEEP = {
    "parentheses": f"SELECT * {{ ?s ?p ?o FILTER({'(' * 50_000}1{')' * 50_000}) }}",
    "groups": f"SELECT * {{ {'{' * 50_000} ?s ?p ?o {'}' * 50_000} }}",
    "negations": f"SELECT * {{ ?s ?p ?o FILTER({'!' * 100_000}true) }}",
    "paths": f"SELECT * {{ ?s {'(' * 50_000}a{')*' * 50_000} ?o }}",
}


@pytest.mark.parametrize("query", DEEP.values(), ids=DEEP)
def test_a_query_nested_too_deeply_is_ended(server: Server, query: str) -> None:
    response = server.send("POST", "/sparql", query.encode(), {"Content-Type": "application/sparql-query"})
    assert response.status in (400, 503), response.text
    assert server.count() == len(TITLES)


def test_a_query_is_refused_where_too_many_wait(crowded: Server) -> None:
    with ThreadPoolExecutor() as clients:
        asked = [clients.submit(crowded.ask, WORST)]
        time.sleep(0.3)  # it runs; the next one waits
        asked.append(clients.submit(crowded.ask, "ASK {}"))
        time.sleep(0.3)
        refused = crowded.ask("ASK {}")
        assert refused.status == 429
        assert int(refused.headers["Retry-After"]) >= 1
        assert refused.text.startswith("too many queries wait")
        assert [one.result().status for one in asked] == [503, 200], "those in the queue keep their turn"
    assert crowded.ask("ASK {}").status == 200


def test_a_client_that_goes_away_ends_its_query(folder: Path) -> None:
    with application(folder, Limits(seconds=60, workers=1)) as server:
        assert server.count() == len(TITLES)
        address = urlsplit(server.url)
        for _ in range(3):
            with socket.create_connection((str(address.hostname), int(address.port or 0))) as client:
                client.sendall(f"GET /sparql?query={quote(WORST)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                time.sleep(0.3)
        start = time.monotonic()
        assert server.count() == len(TITLES)
        assert time.monotonic() - start < 10


def test_a_client_that_goes_away_while_it_waits_leaves_the_queue(crowded: Server) -> None:
    address = urlsplit(crowded.url)
    with ThreadPoolExecutor() as clients:
        worst = clients.submit(crowded.ask, WORST)
        time.sleep(0.3)
        with socket.create_connection((str(address.hostname), int(address.port or 0))) as client:
            client.sendall(f"GET /sparql?query={quote(WORST)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.3)
        time.sleep(0.2)
        assert crowded.ask("ASK {}").status == 200, "the place it waited in is free again"
        assert worst.result().status == 503


@pytest.mark.parametrize(
    "half",
    [
        "GET /spar",
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK",
    ],
    ids=["in the request line", "in the body"],
)
def test_a_connection_dropped_half_way_does_no_harm(server: Server, half: str) -> None:
    address = urlsplit(server.url)
    for _ in range(20):
        with socket.create_connection((str(address.hostname), int(address.port or 0))) as client:
            client.sendall(half.encode())
    assert server.count() == len(TITLES)


@linux
def test_a_worker_killed_while_idle_is_replaced_unnoticed(server: Server) -> None:
    until(lambda: len(server.workers()) == 2)
    before = set(server.workers())
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in before))
    for _ in range(4):
        assert server.count() == len(TITLES)
    until(lambda: len(server.workers()) == 2)
    assert before.isdisjoint(server.workers())


@linux
def test_a_question_that_no_worker_can_take_is_refused(folder: Path) -> None:
    with application(folder, Limits(seconds=3, memory=MEGABYTE, workers=1)) as server:
        large = b"ASK {} #" + b"\x01" * 900_000
        response = server.send("POST", "/sparql", large, {"Content-Type": "application/sparql-query"})
        assert response.status == 503


@linux
def test_a_worker_killed_at_work_is_told_and_replaced(folder: Path) -> None:
    with process(folder, "--time-limit", "60", "--workers", "1") as server, ThreadPoolExecutor() as clients:
        assert server.count() == len(TITLES)
        (pid,) = server.workers()
        asked = clients.submit(server.ask, WORST)
        time.sleep(0.5)
        os.kill(pid, signal.SIGKILL)
        response = asked.result()
        assert response.status == 503
        assert response.text == "the process that ran the query was ended from outside; ask again\n"
        assert server.count() == len(TITLES)


@linux
def test_workers_end_with_the_server_even_if_it_is_killed(folder: Path) -> None:
    with process(folder, "--time-limit", "1", "--workers", "2") as server:
        assert server.count() == len(TITLES)
        until(lambda: len(server.workers()) == 2)
        workers = server.workers()
        with ThreadPoolExecutor() as clients:
            lost = clients.submit(server.ask, WORST)
            time.sleep(0.3)
            os.kill(server.pid, signal.SIGKILL)
            assert isinstance(lost.exception(), OSError)
        until(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in workers))


def test_a_store_that_vanishes_is_told_until_it_is_back(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "graph")
    with process(folder) as server:
        assert server.count() == len(TITLES)
        folder.rename(tmp_path / "aside")
        for path in ("/", "/sparql?query=ASK%20%7B%7D", "/sparql"):
            response = server.get(path)
            assert response.status == 503
            assert response.text == "the graph in graph is gone; build it anew\n"
            assert "Retry-After" in response.headers
        (tmp_path / "aside").rename(folder)
        assert server.count() == len(TITLES)
        shutil.rmtree(folder / "store")
        assert server.ask("ASK {}").status == 503
        shutil.rmtree(folder)
        write_folder(folder, papers(("One",)))
        assert server.count() == 1


def test_a_new_build_is_served_by_new_workers(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "graph")
    with process(folder, "--workers", "2") as server:
        for titles in (("One",), ("One", "Two"), TITLES):
            write_folder(folder, papers(titles))
            assert [server.count() for _ in range(5)] == [len(titles)] * 5


def test_a_query_that_runs_when_a_new_build_comes_is_not_disturbed(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "graph")
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with process(folder, "--time-limit", "60") as server, ThreadPoolExecutor() as clients:
        assert server.count() == len(TITLES)
        asked = clients.submit(server.ask, slow, "text/csv")
        time.sleep(0.2)
        write_folder(folder, papers(("One",)))
        assert server.count() == 1
        assert asked.result().text.split()[1] == str(len(TITLES) ** 3)


def test_two_servers_serve_one_store(folder: Path, server: Server) -> None:
    with process(folder) as second:
        assert [server.count(), second.count(), server.count()] == [len(TITLES)] * 3


def test_a_long_body_and_a_long_url_are_refused(folder: Path) -> None:
    with application(folder, Limits(body=1000, url=500)) as server:
        direct = {"Content-Type": "application/sparql-query"}
        assert server.send("POST", "/sparql", b"ASK {}".ljust(1000), direct).status == 200
        too_long = server.send("POST", "/sparql", b"ASK {}".ljust(1001), direct)
        assert (too_long.status, too_long.text) == (413, "the body has more than 1000 bytes; send a shorter query\n")
        address = urlsplit(server.url)
        with socket.create_connection((str(address.hostname), int(address.port or 0))) as client:
            head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            client.sendall(
                f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + b"3e8\r\n" + b" " * 1000 + b"\r\n1\r\n"
            )
            client.sendall(b" \r\n")
            assert client.recv(100).startswith(b"HTTP/1.1 413 "), "a body that does not say how long it is"
        for path in ("/sparql?query=ASK%20%7B%7D", "/"):
            long = path + ("&" if "?" in path else "?") + "a=1"
            assert server.get(long.ljust(500, "1")).status == 200
            refused = server.get(long.ljust(501, "1"))
            assert (refused.status, refused.text) == (414, "the URL has more than 500 bytes; post the query\n")


def test_a_body_that_does_not_come_in_time_is_refused_and_one_that_does_may_take_long_to_answer(folder: Path) -> None:
    with application(folder, Limits(sending=0.5, seconds=1)) as server:
        address = urlsplit(server.url)
        head = (
            "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\n"
        )
        with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=10) as client:
            client.sendall(head.encode() + b"ASK {")
            answer = b"".join(iter(lambda: client.recv(1000), b""))  # until the server closes the connection
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert answer.endswith(b"the body did not come within 0.5 s; send it faster\n")
        late = server.send("POST", "/sparql", WORST.encode(), {"Content-Type": "application/sparql-query"})
        assert (late.status, late.text) == (503, "the query was ended at its time limit of 1 s; ask for less\n")


def test_a_url_that_does_not_end_is_cut_off(server: Server) -> None:
    assert server.get("/sparql?query=" + "a" * 33_000).status == 414
    address = urlsplit(server.url)
    with (
        socket.create_connection((str(address.hostname), int(address.port or 0))) as client,
        pytest.raises(ConnectionError),
    ):
        while True:
            client.sendall(b"GET /sparql?query=" + b"a" * MEGABYTE)
    assert server.count() == len(TITLES)


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "text/turtle"])
def test_an_answer_is_cut_behind_so_many_rows_and_says_so(folder: Path, accept: str) -> None:
    what = "CONSTRUCT WHERE" if accept == "text/turtle" else "SELECT *"
    with application(folder, Limits(rows=10)) as server:
        cut = server.ask(f"{what} {{ ?s ?p ?o }}", accept)
        assert (cut.status, cut.headers["Noteweave-Cut"]) == (200, "10 rows")
        assert cut.text.count("Title") == 10
        whole = server.ask(f"{what} {{ ?s ?p ?o }} LIMIT 10", accept)
        assert whole.text.count("Title") == 10
        assert "Noteweave-Cut" not in whole.headers


def test_an_answer_is_cut_behind_so_many_bytes(folder: Path) -> None:
    with application(folder, Limits(answer=2000)) as server:
        for query, accept in (("SELECT * { ?s ?p ?o }", "text/csv"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")):
            response = server.ask(query, accept)
            rows = response.text.count("Title")
            assert 0 < rows < len(TITLES)
            assert response.headers["Noteweave-Cut"] == f"{rows} rows"
