"""Servers for tests: a small graph in a folder, and `kg serve` in a process of its own, in a thread, or in the test."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox
import uvicorn
from fastapi.testclient import TestClient

from kg.iri import BASE
from kg.server.app import create_app
from kg.server.limits import Limits
from kg.store.graph import Graph
from kg.store.writing import replacing

TITLE = ox.NamedNode("http://purl.org/dc/terms/title")
# Two hundred titles: a cross join of four of them has more rows than any machine counts.
TITLES = tuple(f"Title {number}" for number in range(200))
WORST = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
Named = Mapping[str, list[ox.Triple]]


def papers(titles: tuple[str, ...] = TITLES) -> Named:
    """A note for each title, of a paper that has it."""
    return {
        f"{BASE}note/{number}": [ox.Triple(ox.NamedNode(f"{BASE}paper/{number}"), TITLE, ox.Literal(title))]
        for number, title in enumerate(titles)
    }


def write_folder(folder: Path, named: Named | None = None, base: str = BASE) -> Path:
    """What a build leaves in its folder, with these named graphs, in the place of what was there."""
    graphs = papers() if named is None else named
    with replacing(folder) as building:
        stated = ((ox.NamedNode(name), of) for name, of in graphs.items())
        graph = Graph.from_triples(stated, base, building / "store")
        report = {"base": base, "files": [], "counts": graph.stats()}
        (building / "report.json").write_text(json.dumps(report), encoding="utf-8")
        (building / "graph.html").write_text(
            '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;">\n'
            '<meta name="noteweave-api" content="">\n<title>noteweave</title>\n',
            encoding="utf-8",
        )
        del graph
    return folder


def client(folder: Path) -> TestClient:
    """A client of the application that follows no redirects; queries have no workers to run in."""
    return TestClient(create_app(folder), follow_redirects=False)


@dataclass(frozen=True)
class Response:
    """What a server sent."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters."""
        return self.headers.get_content_type()


@dataclass(frozen=True)
class Server:
    """A server at an address; `pid` is that of its process."""

    url: str
    pid: int = 0

    @property
    def sparql(self) -> str:
        """The SPARQL endpoint."""
        return f"{self.url}/sparql"

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 60,
    ) -> Response:
        """One request exactly as it is given: no path is put right, no header added."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=timeout)
        connection.request(method, path, body, dict(headers or {}))
        got = connection.getresponse()
        response = Response(got.status, got.headers, got.read())
        connection.close()
        return response

    def get(self, path: str, **headers: str) -> Response:
        """A GET; headers are named with underscores."""
        return self.send("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def ask(self, query: str, accept: str = "*/*", **parameters: str) -> Response:
        """A query by GET."""
        fields = urlencode({"query": query} | parameters, quote_via=quote)
        return self.send("GET", f"/sparql?{fields}", headers={"Accept": accept})

    def count(self) -> int:
        """How many triples the server holds."""
        return int(self.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()[1])

    def workers(self) -> list[int]:
        """The processes of the workers (Linux only)."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]


@contextmanager
def process(folder: Path, *options: str) -> Iterator[Server]:
    """`kg serve` in a process of its own, on a free port."""
    command = (sys.executable, "-m", "kg", "serve", "-g", str(folder), "--port", "0", *options)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        said = running.stderr.readline()
        address = re.search(r"http://[^/ ]+", said)
        assert address, said + running.stderr.read()
        try:
            yield Server(address[0], running.pid)
        finally:
            running.terminate()


@contextmanager
def application(folder: Path, limits: Limits, *origins: str) -> Iterator[Server]:
    """The application with limits of one's own, in a thread; it answers to any name."""
    config = uvicorn.Config(
        create_app(folder, limits, origins), port=0, log_level="warning", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield Server(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
    finally:
        server.should_exit = True
        thread.join()


def until(true: Callable[[], object], seconds: float = 10) -> None:
    """Wait until a function says so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
