"""Pages of the web are asked for politely, with patience, and within bounds of size and time."""

from __future__ import annotations

import email.utils
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from website import Reply, Site, Time, fetcher, site

from kg.sources.web import asking, connecting, robots
from kg.sources.web.cache import Cache
from kg.sources.web.failures import Failed, Passing
from kg.sources.web.fetching import Fetcher


def test_it_says_who_asks_and_sends_nothing_else_of_its_own(web: Site, tmp_path: Path) -> None:
    web.page("/", "page", Set_Cookie="id=1")
    fetcher(tmp_path).fetch(web.url)
    fetcher(tmp_path).fetch(web.url)
    for headers in web.headers:
        assert headers["User-Agent"].startswith("noteweave/")
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_what_robots_txt_forbids_is_not_asked_for(web: Site, tmp_path: Path) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /all\n\nUser-agent: noteweave\nDisallow: /us", "text/plain")
    web.page("/all", "page")
    web.page("/us/x", "page")
    asks = fetcher(tmp_path)
    with pytest.raises(Failed, match=r"not for programs, says its robots\.txt"):
        asks.fetch(f"{web.url}/us/x")
    assert asks.fetch(f"{web.url}/all").body == b"page"
    assert web.asked == ["/robots.txt", "/all"]


def test_robots_txt_is_asked_on_each_host_that_a_redirect_leads_to(web: Site, tmp_path: Path) -> None:
    with site() as other:
        other.page("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
        other.page("/x", "page")
        web.moved("/", f"{other.url}/x")
        with pytest.raises(Failed, match="robots"):
            fetcher(tmp_path).fetch(web.url)
        assert other.asked == ["/robots.txt"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (503, False), (500, False)])
def test_without_robots_txt_all_is_allowed_and_without_an_answer_nothing(
    web: Site, tmp_path: Path, status: int, allowed: bool
) -> None:
    web.pages["/robots.txt"] = Reply(status=status)
    web.page("/", "page")
    if allowed:
        assert fetcher(tmp_path).fetch(web.url).body == b"page"
    else:
        with pytest.raises(Passing, match=f"a robots.txt that answers {status}"):
            fetcher(tmp_path).fetch(web.url)
        assert web.times("/") == 0


def test_a_host_is_asked_once_a_second(web: Site, tmp_path: Path) -> None:
    passing = Time()
    asks = fetcher(tmp_path, passing)
    for path in "abc":
        web.page(f"/{path}", "page")
        asks.fetch(f"{web.url}/{path}")
    assert web.asked == ["/robots.txt", "/a", "/b", "/c"]
    assert passing.waits == [1.0, 1.0, 1.0]


@pytest.mark.slow
def test_a_second_is_a_second(web: Site, tmp_path: Path) -> None:
    web.page("/", "page")
    started = time.monotonic()
    Fetcher(Cache(tmp_path), allow_private=True).fetch(web.url)
    assert time.monotonic() - started >= 1.0


@pytest.mark.parametrize(("stated", "waited"), [("5", 5.0), ("0.1", 1.0), ("100000", robots.LONGEST_SPAN)])
def test_a_site_may_ask_for_a_slower_pace(web: Site, tmp_path: Path, stated: str, waited: float) -> None:
    web.page("/robots.txt", f"User-agent: *\nCrawl-delay: {stated}", "text/plain")
    web.page("/", "page")
    passing = Time()
    fetcher(tmp_path, passing).fetch(web.url)
    assert passing.waits == [waited]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again_ever_more_slowly(web: Site, tmp_path: Path, status: int) -> None:
    web.pages["/"] = Reply(status=status)
    passing = Time()
    with pytest.raises(Passing, match=f"answers {status}"):
        fetcher(tmp_path, passing).fetch(web.url)
    assert web.times("/") == 3
    assert passing.waits == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("form", ["number", "date"])
def test_a_server_says_when_to_come_back(web: Site, tmp_path: Path, form: str) -> None:
    after = "7" if form == "number" else email.utils.formatdate(time.time() + 30, usegmt=True)
    web.pages["/"] = Reply(status=503, headers={"Retry-After": after})

    class Healing(Time):
        def pass_by(self, seconds: float) -> None:
            super().pass_by(seconds)
            if web.times("/"):
                web.page("/", "page")

    passing = Healing()
    assert fetcher(tmp_path, passing).fetch(web.url).body == b"page"
    _, waited = passing.waits
    assert waited == 7 if form == "number" else 25 < waited <= 30


def test_a_server_that_wants_to_be_left_alone_for_long_is(web: Site, tmp_path: Path) -> None:
    web.pages["/"] = Reply(status=503, headers={"Retry-After": "3600"})
    with pytest.raises(Passing, match="answers 503"):
        fetcher(tmp_path).fetch(web.url)
    assert web.times("/") == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418, 501])
def test_what_will_not_pass_is_asked_once(web: Site, tmp_path: Path, status: int) -> None:
    web.pages["/"] = Reply(status=status)
    with pytest.raises(Failed, match=f"answers {status}"):
        fetcher(tmp_path).fetch(web.url)
    assert web.times("/") == 1


@pytest.mark.parametrize("told", [True, False])
def test_a_page_that_is_too_large_is_left(
    web: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    monkeypatch.setattr(asking, "LARGEST", 2**20)
    sent: list[int] = []

    def endless(handler: BaseHTTPRequestHandler) -> None:
        while len(sent) < 2000:
            handler.wfile.write(b"x" * 2**16)
            sent.append(2**16)

    if told:
        web.page("/", b"x" * (2**20 + 1))
    else:
        web.pages["/"] = Reply(send=endless)
    with pytest.raises(Failed, match="has more than 1 MiB"):
        fetcher(tmp_path).fetch(web.url)
    assert sum(sent) < 2**26
    assert web.times("/") == 1


@pytest.mark.parametrize("slow", ["headers", "body", "silent"])
def test_a_server_that_never_comes_to_an_end_is_left(
    web: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    monkeypatch.setattr(connecting, "SECONDS", 0.6)
    monkeypatch.setattr(connecting, "SILENCE", 0.3)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        for _ in range(100):
            if slow == "silent":
                time.sleep(5)
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    web.pages["/"] = Reply(send=drip)
    if slow == "headers":
        monkeypatch.setattr(BaseHTTPRequestHandler, "end_headers", drip)
        web.pages["/"] = Reply(body=b"page")
    started = time.monotonic()
    with pytest.raises(Passing, match="takes too long to answer"):
        fetcher(tmp_path).fetch(web.url)
    assert time.monotonic() - started < 4  # three attempts


def test_an_answer_that_breaks_off_is_no_page(web: Site, tmp_path: Path) -> None:
    web.page("/", "page", Content_Length="1000")
    with pytest.raises(Passing, match="breaks off its answer"):
        fetcher(tmp_path).fetch(web.url)


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "video/mp4; codecs=x", "APPLICATION/ZIP"])
def test_what_is_no_text_is_not_even_received(web: Site, tmp_path: Path, kind: str) -> None:
    web.page("/", b"x" * 100, kind)
    with pytest.raises(Failed, match="which is not read"):
        fetcher(tmp_path).fetch(web.url)


def test_a_packing_that_was_not_asked_for_is_refused(web: Site, tmp_path: Path) -> None:
    web.page("/", b"x", Content_Encoding="br")
    with pytest.raises(Failed, match="packed as 'br'"):
        fetcher(tmp_path).fetch(web.url)
