"""What a server must not do: leave the graph, read files, tell of itself, let other sites ask."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from serving import TITLES, Server, application, process, write_folder

from kg.cli import kg
from kg.server.limits import Limits

SECRET = "a secret of the machine"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph, and beside and inside it what nobody may read."""
    place = tmp_path_factory.mktemp("safety")
    (place / "secret.txt").write_text(SECRET, encoding="utf-8")
    (place / "secret.nt").write_text(f'<http://e/s> <http://e/p> "{SECRET}" .\n', encoding="utf-8")
    folder = write_folder(place / "graph")
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[Server]:
    with process(place / "graph") as running:
        yield running


HOSTILE = {
    "a service": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "a silent service in a filter": "ASK { FILTER EXISTS { SERVICE SILENT <http://127.0.0.1:9/> { ?a ?b ?c } } }",
    "a service of a variable": "SELECT * { VALUES ?e { <http://127.0.0.1:9/> } SERVICE ?e { ?s ?p ?o } }",
    "a service behind a comment": "SELECT * { #\nSERVICE#\n<http://127.0.0.1:9/> { ?s ?p ?o } }",
    "a service behind an allowed graph": "SELECT * FROM <G> { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "a service that touches an allowed graph": "PREFIX e: <http://e/> SELECT * FROM <G>{SERVICE e:{?s ?p ?o}}",
    "an escaped service": "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "another place's graph": "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
    "another place's named graph": "SELECT * FROM NAMED <http://127.0.0.1:9/> { GRAPH ?g { ?s ?p ?o } }",
    "another place's graph behind one of the store": "SELECT * FROM <G> FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
    "a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "a graph by a prefix": "PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }",
    "a graph by the base": "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
    "a graph by an escape": "SELECT * FROM <file:///etc/p\\u0061sswd> { ?s ?p ?o }",
    "loading": "LOAD <file:///etc/passwd>",
    "loading silently into a graph": "LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <http://e/>",
    "an insertion": "INSERT DATA { <http://e/s> <http://e/p> 1 }",
    "a deletion": "DELETE WHERE { ?s ?p ?o }",
    "an update behind a query": "SELECT * { ?s ?p ?o } ; CLEAR ALL",
    "a zero byte": "SELECT * { ?s ?p ?o }\x00",
}
GRAPH = "https://w3id.org/noteweave/id/note/0"


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_query_is_refused(server: Server, query: str) -> None:
    query = query.replace("<G>", f"<{GRAPH}>")
    direct = server.send("POST", "/sparql", query.encode(), {"Content-Type": "application/sparql-query"})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    by_form = server.send("POST", "/sparql", f"query={quote(query)}".encode(), form)
    for response in (server.ask(query), direct, by_form):
        assert response.status == 400
        assert response.text.startswith("query: ")
        assert len(response.text.splitlines()) == 1
    assert server.count() == len(TITLES)


def test_a_graph_of_the_store_may_be_asked_alone(server: Server) -> None:
    for clause in (f"FROM <{GRAPH}>", f"from\n<{GRAPH}>", f"FROM <{GRAPH}> FROM NAMED <{GRAPH}>"):
        assert "1" in server.ask(f"SELECT (COUNT(*) AS ?n) {clause} {{ ?s ?p ?o }}", "text/csv").text.split()


def test_files_named_as_graphs_are_not_read(server: Server, place: Path) -> None:
    iri = (place / "secret.nt").as_uri()
    asked = server.ask("SELECT * { ?s ?p ?o }", **{"default-graph-uri": iri})
    named = server.ask("SELECT * { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": iri})
    assert all('"bindings":[]' in response.text for response in (asked, named))


PATHS = (
    "/../secret.txt",
    "/../../../../../../../../etc/passwd",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/%252e%252e%252fsecret.txt",
    "//etc/passwd",
    "/etc/passwd",
    "/./secret.txt",
    "/secret.txt",
    "/graph/secret.txt",
    "/graph.html",
    "/graph.ttl",
    "/report.json",
    "/store/CURRENT",
    "/sparql/../secret.txt",
    "/secret.txt%00.html",
    "/file:///etc/passwd",
    "/static/../secret.txt",
    "/assets/..%2f..%2f..%2fpyproject.toml",
)


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_to_a_file(server: Server, path: str) -> None:
    response = server.get(path)
    assert response.status == 404, response.text
    assert SECRET not in response.text


@given(path=st.text(alphabet="./%2fe\\cstor-AZ0", max_size=40))
def test_no_path_at_all_leads_to_a_file(server: Server, path: str) -> None:
    response = server.get(quote(f"/{path}", safe="/%."))
    assert response.status in (200, 400, 404, 405)
    if response.status == 200:
        assert "<title>noteweave</title>" in response.text, "the page itself"


# Headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sparql?query=ASK%20%7B%7D", 200),
        ("GET", "/sparql", 200),
        ("GET", "/", 200),
        ("GET", "/api/openapi.json", 200),
        ("GET", "/sparql?query=no", 400),
        ("GET", "/nowhere", 404),
        ("PUT", "/sparql", 405),
        ("POST", "/sparql", 415),
        ("GET", "/" + "a" * 40_000, 414),
    ],
)
def test_every_response_keeps_browsers_safe(server: Server, method: str, path: str, status: int) -> None:
    response = server.send(method, path, headers={"Origin": "https://evil.example"})
    assert response.status == status
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not [name for name in response.headers if name.lower().startswith("access-control-")]
    assert "Server" not in response.headers and "Set-Cookie" not in response.headers
    assert "Traceback" not in response.text


LOCAL = ("localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:8000")
ELSEWHERE = (
    "evil.example",
    "evil.example:8000",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "192.0.2.1",
    "[",
    "",
)


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%20%7B%7D", "/api/search?q=title", "/query", "/nowhere"])
def test_a_name_on_the_web_that_leads_to_this_machine_gets_nothing(server: Server, path: str) -> None:
    for host in ELSEWHERE:
        response = server.get(path, Host=host)
        assert response.status == 400, host
        assert response.text == "this server is asked as localhost or 127.0.0.1; kg serve --host opens it to others\n"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    for host in LOCAL:
        assert server.get(path, Host=host).status == (404 if path == "/nowhere" else 200), host


def test_a_server_that_is_open_to_others_answers_to_any_name(place: Path) -> None:
    with process(place / "graph", "--host", "0.0.0.0") as server:
        for host in ("graph.example", "192.0.2.1:8000", "localhost"):
            assert server.get("/", Host=host).status == 200
        assert server.send("GET", "/sparql", headers={"Host": "a%zz"}).status == 400, "no host at all"


def test_only_the_origins_asked_for_may_ask_and_never_with_credentials(place: Path) -> None:
    with application(place / "graph", Limits(), "https://good.example") as server:
        path = "/sparql?query=ASK%20%7B%7D"
        good = server.get(path, Origin="https://good.example")
        assert good.headers["Access-Control-Allow-Origin"] == "https://good.example"
        assert good.headers["Access-Control-Expose-Headers"] == "Noteweave-Cut"
        for origin in ("https://evil.example", "https://good.example.evil.example", "null"):
            assert "Access-Control-Allow-Origin" not in server.get(path, Origin=origin).headers
        wish = {"Origin": "https://good.example", "Access-Control-Request-Method": "POST"}
        allowed = server.send("OPTIONS", "/sparql", headers=wish)
        assert allowed.headers["Access-Control-Allow-Methods"] == "GET, POST"
        for response in (good, allowed):
            assert "Access-Control-Allow-Credentials" not in response.headers
        assert server.send("OPTIONS", "/sparql", headers=wish | {"Origin": "https://evil.example"}).status == 400


def test_a_fault_is_told_without_a_word_of_what_it_was(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr("kg.server.sparql.best", broken)
    with application(place / "graph", Limits()) as server:
        response = server.ask("ASK {}")
    assert (response.status, response.text) == (500, "the server failed\n")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


# The command


def test_the_server_listens_on_this_machine_only(place: Path, server: Server) -> None:
    assert urlsplit(server.url).hostname == "127.0.0.1"


def test_a_port_that_is_taken_is_told_with_the_mend(place: Path, server: Server) -> None:
    port = str(urlsplit(server.url).port)
    result = CliRunner().invoke(kg, ["serve", "-g", str(place / "graph"), "--port", port])
    assert result.exit_code == 1
    why = "can't be listened on (Address already in use)"
    assert result.stderr == f"error: 127.0.0.1:{port}: {why}; choose another with --port or --host\n"


@pytest.mark.parametrize("host", ["no such host", "256.0.0.1", "192.0.2.1"])
def test_a_host_that_is_not_this_machine_is_told_with_the_mend(place: Path, host: str) -> None:
    result = CliRunner().invoke(kg, ["serve", "-g", str(place / "graph"), "--port", "0", "--host", host])
    assert result.exit_code == 1
    assert result.stderr.endswith("choose another with --port or --host\n")


def test_a_folder_without_a_graph_is_told_with_the_mend(tmp_path: Path) -> None:
    result = CliRunner().invoke(kg, ["serve", "-g", str(tmp_path / "none"), "--port", "0"])
    assert result.exit_code == 1
    assert "holds no graph; make one with kg build -o" in result.stderr


def test_ctrl_c_ends_the_server_cleanly(place: Path) -> None:
    import signal
    import subprocess
    import sys

    command = (sys.executable, "-m", "kg", "serve", "-g", str(place / "graph"), "--port", "0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr and running.stdout
        said = running.stderr.readline()
        assert said.startswith(f"serving {place / 'graph'} at http://127.0.0.1:")
        port = int(said.partition("127.0.0.1:")[2].partition("/")[0])
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert client.recv(12) == b"HTTP/1.1 200"
        running.send_signal(signal.SIGINT)
        assert (running.wait(10), running.stdout.read(), running.stderr.read()) == (0, "", "")
