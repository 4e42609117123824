"""A web site on loopback for tests: pages to set, what was asked of it, and a fetcher for which no time passes."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kg.sources.web import fetching
from kg.sources.web.cache import Cache
from kg.sources.web.pace import Clock


@dataclass
class Reply:
    """What the site answers; `send`, where it is given, writes the body as it likes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class Site:
    """Pages by path; those asked for, and their headers, in order. A path that is not there answers 404."""

    url: str
    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def page(self, path: str, text: str | bytes, kind: str = "text/html", **headers: str) -> None:
        """Set a page; of `headers` the joints are written `_`."""
        body = text.encode() if isinstance(text, str) else text
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Reply(body, 200, {"Content-Type": kind} | named)

    def moved(self, path: str, target: str, status: int = 302) -> None:
        """Set a redirect."""
        self.pages[path] = Reply(b"", status, {"Location": target})

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return self.asked.count(path)


@contextmanager
def site(host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve a site on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(ConnectionError):  # who asked may be gone
                self.answer()

        def answer(self) -> None:
            made.asked.append(self.path)
            made.headers.append(dict(self.headers.items()))
            reply = made.pages.get(self.path, Reply(status=404))
            etag = reply.headers.get("ETag")
            modified = reply.headers.get("Last-Modified")
            unchanged = (etag and self.headers.get("If-None-Match") == etag) or (
                modified and self.headers.get("If-Modified-Since") == modified
            )
            status = 304 if unchanged else reply.status
            made.statuses.append(status)
            self.send_response(status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.send is None:
                body = b"" if unchanged else reply.body
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            else:
                self.end_headers()
                reply.send(self)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        daemon_threads = True

    server = Server((host, 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    name = f"[{host}]" if ":" in host else host
    made = Site(f"http{'s' * bool(tls)}://{name}:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def web() -> Iterator[Site]:
    """A site of one test alone."""
    with site() as made:
        yield made


class Time:
    """A clock on which time passes only where it is waited for."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def clock(self) -> Clock:
        """What tells this time."""
        return Clock(lambda: self.now, self.pass_by)

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.waits.append(seconds)
        self.now += seconds


def fetcher(folder: Path, time: Time | None = None, **options: Any) -> fetching.Fetcher:
    """A fetcher of its own cache that may ask this machine and does not really wait."""
    options = {"allow_private": True} | options
    return fetching.Fetcher(Cache(folder), clock=(time or Time()).clock(), **options)
