"""A URL is a source like a file: its page comes to the same readers, and the graph names where it was read."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from website import Reply, Site, Time, site

import kg as library
from kg.cli import kg
from kg.progress import T
from kg.sources import Reading, read, read_page
from kg.sources.kinds import KINDS, MEDIA, ending_in, ending_of
from kg.sources.web import crawling, fetching
from kg.sources.web.fetching import WebPage

LISTING = """<!doctype html><title>Notes</title><link rel="canonical" href="https://elsewhere.example/"><main>
<h1>Model Compression</h1><p>ACL2025 · 4 paper notes</p><dl>
<dt><b><a href="thin/">Thin Drafts: Cheap Guesses for Long Answers</a></b></dt><dd>ThinDraft guesses with LoRA.</dd>
<dt><b><a href="/b.md#top">Rank Is Not Enough</a></b></dt><dd>The size of an update matters.</dd>
<dt><b><a href="https://arxiv.org/abs/2501.04321">What Nobody Reads</a></b></dt><dd>Pruning of LLaMA-3-8B.</dd>
<dt><b><a href="thin/#again">Thin Drafts Again</a></b></dt><dd>The same once more.</dd>
</dl></main>"""
THIN = """<html><body><h1>Thin Drafts: Cheap Guesses for Long Answers</h1><p>Conference: ACL 2025</p>
<h2>TL;DR</h2><p>ThinDraft reaches a 2.5× speedup on GSM8K.</p><h2>Related Work</h2>
<ul><li>see <a href="../../b.md">Rank Is Not Enough</a></li></ul></body></html>"""
RANK = "# Rank Is Not Enough\n\n**Conference**: ACL 2025\n\n## TL;DR\n\nRankStay builds on LoRA.\n"
RECORD = json.dumps({"id": 1, "title": "A Record", "text": "We study LoRA."})


@pytest.fixture(autouse=True)
def passing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Time:
    """Time that passes at once, and a folder of kept pages of this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = Time()
    monkeypatch.setattr(fetching, "Fetcher", partial(fetching.Fetcher, clock=made.clock()))
    return made


@pytest.fixture
def notes(web: Site) -> Site:
    """A site with a listing page at `/notes/` and the pages it links to."""
    web.page("/notes/", LISTING, ETag='"1"')
    web.page("/notes/thin/", THIN, Last_Modified="Wed, 21 Oct 2015 07:28:00 GMT")
    web.page("/b.md", RANK, "text/plain", ETag='"1"')
    return web


def of(*urls: str, depth: int = 0) -> Reading:
    """What is read at URLs of this machine."""
    return read(urls, depth=1 if depth else 0, allow_private=True)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(kg, [*arguments])


# The same readers


@pytest.mark.parametrize(
    ("path", "kind", "text", "title"),
    [
        ("/p", "text/html; charset=utf-8", THIN, "Thin Drafts: Cheap Guesses for Long Answers"),
        ("/p.php?id=3", "application/xhtml+xml", THIN, "Thin Drafts: Cheap Guesses for Long Answers"),
        ("/p", "text/markdown", RANK, "Rank Is Not Enough"),
        ("/raw/main/b.md", "text/plain; charset=utf-8", RANK, "Rank Is Not Enough"),
        ("/raw/main/n.jsonl", "application/octet-stream", RECORD, "A Record"),
        ("/n.jsonl", "application/json", RECORD, "A Record"),
        ("/api/notes", "application/json", f"[{RECORD}]", "A Record"),
        ("/export?as=csv", "text/csv", "title,text\nA Record,We study LoRA.\n", "A Record"),
        ("/export", "application/x-bibtex", "@article{a, title={A Record}, abstract={We study LoRA.}}", "A Record"),
        ("/refs.bib", "text/plain", "@article{a, title={A Record}, abstract={We study LoRA.}}", "A Record"),
    ],
)
def test_the_kind_is_told_by_the_server_or_else_by_the_path(
    web: Site, path: str, kind: str, text: str, title: str
) -> None:
    web.page(path, text, kind)
    reading = of(web.url + path)
    assert ([note.title for note in reading.notes], reading.problems) == ([title], ())
    assert reading.files == (web.url + path,)


def test_what_a_server_calls_a_page_stands_for_an_ending_that_is_read() -> None:
    assert all(ending_in(KINDS.values(), ending) for ending in MEDIA.values())


@given(st.text(), st.text())
def test_any_type_and_path_have_some_ending(media: str, path: str) -> None:
    assert isinstance(ending_of(media, path, KINDS.values()), str)


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(), st.sampled_from(["punycode", "idna", "zlib", "utf-7"])))
def test_any_bytes_in_any_charset_give_something_and_raise_nothing(body: bytes, charset: str | None) -> None:
    page = WebPage("http://example.org/x", "http://example.org/x", body, "text/html", charset, None)
    assert list(read_page(page))


def test_a_page_may_be_packed(web: Site) -> None:
    web.page("/a.jsonl", gzip.compress(RECORD.encode()), "text/plain", Content_Encoding="gzip")
    web.page("/b.jsonl.gz", gzip.compress(RECORD.encode()), "application/gzip")
    assert [note.title for note in of(f"{web.url}/a.jsonl", f"{web.url}/b.jsonl.gz").notes] == ["A Record"] * 2


def test_a_page_that_unpacks_to_far_more_than_it_is_goes_unread(web: Site) -> None:
    web.page("/x.jsonl", gzip.compress(b" " * 2**26), "text/plain", Content_Encoding="gzip")
    (problem,) = of(f"{web.url}/x.jsonl").problems
    assert (problem.place, problem.what) == (f"{web.url}/x.jsonl", "unpacks to more than 200 times its size")


@pytest.mark.parametrize(
    ("stated", "written"),
    [
        ("iso-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("GBK", "gbk"),
        ("utf-16le", "utf-16-le"),
        ("us-ascii", "utf-8"),  # the server is wrong: the bytes are UTF-8
        ("no-such-charset", "utf-8"),
        ("punycode", "utf-8"),
        ("", "utf-8"),
        ("latin-1", "utf-8-sig"),  # a byte-order mark knows better
    ],
)
def test_the_charset_is_what_the_server_says_unless_the_bytes_know_better(web: Site, stated: str, written: str) -> None:
    title = "学习 Drafts" if written in ("gbk", "utf-16-le") else "Thin Drâfts «Again» ü"
    if stated == "us-ascii":
        title = "Thin Drafts ą ć ī"  # bytes that no text in Latin letters has
    web.page("/x.csv", f"title,text\n{title},We study LoRA.\n".encode(written), f"text/csv; charset={stated}")
    assert [note.title for note in of(f"{web.url}/x.csv").notes] == [title]


def test_bytes_that_are_no_text_in_the_charset_stated_nor_in_utf8_are_told_with_the_line(web: Site) -> None:
    web.page("/x.csv", b"title,text\nA \xff\xfe,B\n", "text/csv; charset=gbk")
    (problem,) = of(f"{web.url}/x.csv").problems
    assert (problem.place, problem.what) == (f"{web.url}/x.csv:2", "is not UTF-8")


def test_links_lead_from_where_a_redirect_ended(notes: Site) -> None:
    notes.moved("/start", "/notes/")
    first, second, third, _ = of(f"{notes.url}/start").notes
    assert (first.url, second.url) == (f"{notes.url}/notes/thin/", f"{notes.url}/b.md#top")
    assert third.arxiv == "2501.04321"


# The notes a listing links to


def test_a_listing_alone_is_read_without_a_depth(notes: Site) -> None:
    reading = of(f"{notes.url}/notes/")
    assert len(reading.notes) == 4
    assert notes.asked == ["/robots.txt", "/notes/"]


def test_with_a_depth_the_notes_it_links_to_on_its_host_are_read_in_its_order(notes: Site, passing: Time) -> None:
    reading = of(f"{notes.url}/notes/", depth=1)
    assert notes.asked == ["/robots.txt", "/notes/", "/notes/thin/", "/b.md"]
    assert passing.waits == [1.0] * 3
    assert reading.files == (f"{notes.url}/notes/", f"{notes.url}/notes/thin/", f"{notes.url}/b.md")
    thin, rank = reading.notes[4:]
    assert (thin.place, thin.source) == (f"{notes.url}/notes/thin/",) * 2
    assert rank.text.startswith("RankStay builds on LoRA.")
    (told,) = reading.problems
    assert told.kind == "warning"
    assert str(told).startswith(f"{notes.url}/notes/: links to 1 page on other hosts, which are not followed; ")


def test_it_shows_how_far_it_has_come(notes: Site) -> None:
    steps = []

    def show(items: Iterable[T], step: str, length: int) -> Iterable[T]:
        steps.append((step, length))
        return items

    read(f"{notes.url}/notes/", depth=1, allow_private=True, progress=show)
    assert steps == [("fetching", 2)]


def test_what_of_it_can_not_be_had_is_told_and_the_rest_is_read(notes: Site) -> None:
    entries = "".join(
        f"<dt><b><a href='/{name}'>Paper of the Name {name}</a></b></dt><dd>We study LoRA.</dd>"
        for name in ("forbidden", "gone", "picture", "moved", "b.md")
    )
    notes.page("/notes/", f"<h1>Area</h1><p>ACL2025 · 5 paper notes</p><dl>{entries}</dl>")
    notes.page("/robots.txt", "User-agent: *\nDisallow: /forbidden", "text/plain")
    notes.page("/picture", b"x", "image/png")
    with site() as other:
        other.page("/", THIN)
        notes.moved("/moved", other.url)
        reading = of(f"{notes.url}/notes/", depth=1)
    told = {problem.place.removeprefix(notes.url): problem.what for problem in reading.problems}
    assert told == {
        "/forbidden": "is not for programs, says its robots.txt",
        "/gone": "answers 404 Not Found",
        "/picture": "is image/png, which is not read",
        "/moved": f"leads on to another host ({other.url.removeprefix('http://')})",
    }
    assert reading.notes[-1].title == "Rank Is Not Enough"
    assert other.asked == []


def test_no_more_pages_are_followed_than_is_said(notes: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawling, "MOST_PAGES", 1)
    reading = of(f"{notes.url}/notes/", depth=1)
    assert notes.asked == ["/robots.txt", "/notes/", "/notes/thin/"]
    assert "links to 2 pages, the first 1 of which are read" in {problem.what for problem in reading.problems}


def test_a_page_is_asked_for_once_however_often_it_is_named(notes: Site) -> None:
    notes.moved("/also", "/b.md")
    reading = of(f"{notes.url}/b.md", f"{notes.url}/b.md#part", f"{notes.url}/also", f"{notes.url}/notes/", depth=1)
    assert notes.times("/b.md") == 2  # once as the end of a redirect, which only then is known
    assert [note.title for note in reading.notes].count("Rank Is Not Enough") == 2  # the page's, and the listing's


# The graph


def files_of(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ("graph.ttl", "graph.html", "graph.graphml", "report.json")}


def test_two_builds_of_the_same_pages_are_the_same_and_the_second_is_sent_nothing(notes: Site, tmp_path: Path) -> None:
    arguments = ("build", f"{notes.url}/notes/", "--depth", "1", "--allow-private", "--rules-only", "-o")
    assert run(*arguments, str(tmp_path / "first")).exit_code == 0
    assert notes.statuses == [404, 200, 200, 200]
    assert run(*arguments, str(tmp_path / "second")).exit_code == 0
    assert notes.statuses[4:] == [404, 304, 304, 304]
    assert files_of(tmp_path / "first") == files_of(tmp_path / "second")


def test_without_the_site_the_build_is_made_of_what_was_kept_and_says_so(tmp_path: Path) -> None:
    with site() as web:
        web.page("/b.md", RANK, "text/plain")
        first = library.build(f"{web.url}/b.md", tmp_path / "first", statistical=False, allow_private=True)
    result = run("build", f"{web.url}/b.md", "--allow-private", "--rules-only", "-o", str(tmp_path / "second"))
    assert result.exit_code == 0
    told, _ = result.stderr.splitlines()
    assert told.startswith(f"warning: {web.url}/b.md: can't be reached (")
    assert "so what an earlier build kept of it is read; build again later" in told
    (warning,) = json.loads((tmp_path / "second" / "report.json").read_text(encoding="utf-8"))["warnings"]
    assert warning["place"] == f"{web.url}/b.md"
    assert (tmp_path / "second" / "graph.ttl").read_bytes() == (tmp_path / "first" / "graph.ttl").read_bytes()
    assert first.report["warnings"] == []


def test_the_graph_names_the_url_that_was_asked_and_is_valid(notes: Site) -> None:
    notes.moved("/start", "/notes/?token=of-today")
    notes.pages["/notes/?token=of-today"] = notes.pages["/notes/"]
    notes.page("/@ada/ü|.md", RANK, "text/plain")
    notes.pages["/@ada/%C3%BC%7C.md"] = notes.pages.pop("/@ada/ü|.md")
    graph = library.build([f"{notes.url}/start", f"{notes.url}/@ada/ü|.md"], statistical=False, allow_private=True)
    found = {
        (row["kind"].rpartition("#")[2], row["source"])
        for row in graph.query(
            "SELECT DISTINCT ?kind ?source { VALUES ?kind { nw:Note nw:Listing } ?it dcterms:source ?source ; a ?kind }"
        )
    }
    start, other = f"{notes.url}/start", f"{notes.url}/@ada/%C3%BC%7C.md"
    assert found == {("Note", start), ("Listing", start), ("Note", other)}
    assert library.validate(graph).conforms
    graph.to_rdflib()


def test_a_note_is_related_to_the_page_it_links_to(notes: Site) -> None:
    graph = library.build(f"{notes.url}/notes/", statistical=False, depth=1, allow_private=True)
    rows = graph.query("SELECT ?a ?b { ?one nw:relatedTo ?other . ?one dcterms:title ?a . ?other dcterms:title ?b }")
    assert [(row["a"], row["b"]) for row in rows] == [
        ("Thin Drafts: Cheap Guesses for Long Answers", "Rank Is Not Enough")
    ]


# The command line


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1:9/x", "leads to 127.0.0.1, which is a private address; allow it with --allow-private"),
        ("ftp://example.org/x", "is not of http or https; save the page and name the file"),
        ("https://ada:secret@example.org/", "holds a user name or password, which is never sent; save the page"),
        ("http://", "names no host; check how it is spelled"),
    ],
)
@pytest.mark.parametrize("command", ["build", "tag"])
def test_a_url_that_is_not_asked_for_is_an_error_of_one_line(command: str, url: str, told: str) -> None:
    result = run(command, url)
    (line,) = result.stderr.splitlines()
    assert result.exit_code == 1
    assert line.startswith("error: ") and told in line
    assert "secret" not in line


def test_a_url_that_can_not_be_had_is_an_error_of_one_line(web: Site, tmp_path: Path) -> None:
    result = run("build", f"{web.url}/gone", "--allow-private", "-o", str(tmp_path / "graph"))
    told = f"error: {web.url}/gone: answers 404 Not Found; check the URL, or save the page and name the file\n"
    assert (result.exit_code, result.stderr) == (1, told)
    assert not (tmp_path / "graph").exists()


def test_a_depth_other_than_none_and_one_is_wrong_usage() -> None:
    assert run("build", "--depth", "2", "http://example.org/").exit_code == 2


def test_reading_files_loads_nothing_of_the_web(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_text(RECORD, encoding="utf-8")
    code = "import sys, kg; kg.read(['n.jsonl']); print({'httpx2', 'protego', 'tenacity'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.slow
def test_an_interrupt_ends_a_build_in_one_line(web: Site, tmp_path: Path) -> None:
    web.pages["/"] = Reply(send=lambda handler: time.sleep(20))
    command = [sys.executable, "-m", "kg", "build", web.url, "--allow-private", "-o", str(tmp_path / "graph")]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    build = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment)
    until = time.monotonic() + 30
    while not web.times("/") and time.monotonic() < until:
        time.sleep(0.05)
    build.send_signal(signal.SIGINT)
    _, told = build.communicate(timeout=10)
    assert (build.returncode, told.split()) == (1, ["Aborted!"])
    assert not (tmp_path / "graph").exists()
