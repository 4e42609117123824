"""Pages of the web are kept, asked for again only where they have changed, and there without a network."""

from __future__ import annotations

import gzip
import stat
from pathlib import Path

import pytest
from website import Reply, Site, Time, fetcher, site

from kg.sources.web.cache import Cache, Kept
from kg.sources.web.failures import Failed, Unreachable

WEEK = "Wed, 21 Oct 2015 07:28:00 GMT"


@pytest.mark.parametrize("header", [{"ETag": '"1"'}, {"Last-Modified": WEEK}, {"ETag": 'W/"1"', "Last-Modified": WEEK}])
def test_what_has_not_changed_is_not_sent_again(web: Site, tmp_path: Path, header: dict[str, str]) -> None:
    web.pages["/"] = Reply(b"page", 200, header)
    web.pages["/robots.txt"] = Reply(b"", 200, header)
    first = fetcher(tmp_path).fetch(web.url)
    second = fetcher(tmp_path).fetch(web.url)
    assert first == second
    assert web.statuses == [200, 200, 304, 304]
    web.pages["/"] = Reply(b"changed", 200, {"ETag": '"2"'})
    assert fetcher(tmp_path).fetch(web.url).body == b"changed"


def test_what_may_not_be_stored_is_not(web: Site, tmp_path: Path) -> None:
    web.page("/", "page", ETag='"1"')
    fetcher(tmp_path).fetch(web.url)
    assert Cache(tmp_path).load(f"{web.url}/")
    web.page("/", "secret", Cache_Control="private, No-Store")
    fetcher(tmp_path).fetch(web.url)
    assert Cache(tmp_path).load(f"{web.url}/") is None


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "other", "no json", "list"])
def test_a_damaged_copy_is_fetched_again(web: Site, tmp_path: Path, damage: str) -> None:
    web.page("/", "page", ETag='"1"')
    fetcher(tmp_path).fetch(web.url)
    for file in tmp_path.iterdir():
        data = file.read_bytes()
        other = {
            "cut": data[:-1],
            "flipped": data[:-1] + b"X",
            "emptied": b"",
            "other": data.replace(b"127.0.0.1", b"example.org"),
            "no json": b"\xff" + data,
            "list": b"[]\n",
        }
        file.write_bytes(other[damage])
    assert fetcher(tmp_path).fetch(web.url).body == b"page"
    assert web.statuses[-1] == 200
    assert fetcher(tmp_path).fetch(web.url).body == b"page"
    assert web.statuses[-1] == 304


def test_the_copies_are_their_owners_alone(web: Site, tmp_path: Path) -> None:
    web.page("/", "page")
    fetcher(tmp_path / "kept" / "pages").fetch(web.url)
    folder = tmp_path / "kept" / "pages"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 1  # nothing half written stays


def test_without_a_folder_to_write_to_pages_are_had_all_the_same(web: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    web.page("/", "page")
    assert fetcher(tmp_path / "file" / "pages").fetch(web.url).body == b"page"


def test_what_is_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = Kept("http://example.org/", b"a\nb\0\xff", "text/html; charset=x", None, '"é"', WEEK)
    Cache(tmp_path).save(kept)
    assert Cache(tmp_path).load(kept.url) == kept
    assert Cache(tmp_path).load("http://example.org/other") is None


def test_where_a_server_is_out_of_reach_the_copy_stands_in(tmp_path: Path) -> None:
    with site() as web:
        web.moved("/", "/page")
        web.page("/page", "page")
        web.page("/new", "page")
        fetcher(tmp_path).fetch(web.url)
    passing = Time()
    offline = fetcher(tmp_path, passing)
    page = offline.fetch(web.url)
    assert (page.url, page.body) == (f"{web.url}/page", b"page")
    assert page.stale and page.stale.startswith("can't be reached (")
    with pytest.raises(Unreachable, match="can't be reached"):
        offline.fetch(f"{web.url}/new")
    assert len(passing.waits) < 6  # a host that is down is tried once, not page by page


def test_a_page_that_is_gone_is_not_taken_from_the_copies(web: Site, tmp_path: Path) -> None:
    web.page("/", "page")
    fetcher(tmp_path).fetch(web.url)
    web.pages["/"] = Reply(status=410)
    with pytest.raises(Failed, match="answers 410 Gone"):
        fetcher(tmp_path).fetch(web.url)


def test_a_packed_page_is_kept_and_given_as_it_came(web: Site, tmp_path: Path) -> None:
    packed = gzip.compress(b"page")
    web.page("/", packed, Content_Encoding="gzip")
    assert fetcher(tmp_path).fetch(web.url).body == packed
