"""Writes docs/sources.md from the tables of kinds and fields: `python docs/sources.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.sources import KINDS, LONGEST_NOTE
from kg.sources.files import LARGEST, LARGEST_RATIO
from kg.sources.jsonfile import LISTS
from kg.sources.kinds import GROUP, MEDIA
from kg.sources.records import FIELDS
from kg.sources.web.asking import AGENT
from kg.sources.web.asking import LARGEST as ANSWER
from kg.sources.web.connecting import SECONDS, SILENCE
from kg.sources.web.crawling import MOST_PAGES
from kg.sources.web.fetching import MOST_ATTEMPTS, MOST_REDIRECTS
from kg.sources.web.pace import SPAN
from kg.sources.web.robots import LONGEST_SPAN

PAGE = Path(__file__).with_suffix(".md")


def render() -> str:
    """The page: the kinds of source, the names of fields, the bounds, URLs, and how a package adds a kind."""
    return "\n".join([*_kinds(), *_fields(), *_bounds(), *_urls(), *_packages()]) + "\n"


def _kinds() -> Iterator[str]:
    yield from (
        "# Sources",
        "",
        "`kg build`, `kg tag` and `kg.read` take files, folders and URLs, mixed as you like.",
        "",
    )
    yield from ("| kind | what it is | endings |", "| --- | --- | --- |")
    for name, kind in KINDS.items():
        yield f"| {name} | {kind.description} | {', '.join(f'`{suffix}`' for suffix in kind.suffixes)} |"
    yield ""


def _fields() -> Iterator[str]:
    yield from ("## Records", "")
    yield (
        "JSON, JSON lines, tables, BibTeX and RIS hold records. Their fields and columns go by these names, without"
        " regard to case and joints (`TL;DR`, `tl_dr` and `TLDR` are one); of several that hold something the first"
        " counts. Only the title is needed. An array of records may stand in an object under"
        f" {', '.join(f'`{name}`' for name in LISTS)}."
    )
    yield from ("", "| field of a note | names |", "| --- | --- |")
    for field, names in FIELDS.items():
        yield f"| {field} | {', '.join(names)} |"
    yield ""


def _bounds() -> Iterator[str]:
    yield from ("## Files", "")
    yield (
        "A file of any kind may be packed with gzip (`notes.jsonl.gz`); its bytes tell, not its name. Text is UTF-8, or"
        " UTF-16 with a byte-order mark, or what an HTML page says that it is in. In a folder hidden files, links,"
        " pipes, devices and what a build left are passed over. A file holds at most"
        f" {LARGEST // 2**20} MiB, unpacked too, and unpacks to at most"
        f" {LARGEST_RATIO} times its size; a note has at most {LONGEST_NOTE:,} characters."
    )
    yield ""


def _urls() -> Iterator[str]:
    yield from ("## URLs", "")
    yield (
        "A page at a URL is read as a saved file would be. Its kind is what the server calls it"
        f" ({', '.join(f'`{media}`' for media in MEDIA)}), or else the end of its path, so raw files of repositories"
        " are told, too; its charset is the server's, unless the bytes know better. Relative links lead from where"
        " redirects ended. What is read of it names the URL that was asked for (`dcterms:source`)."
    )
    yield ""
    yield (
        f"With `--depth 1` the pages are read, too, that the notes of a listing link to on its host, {MOST_PAGES} at"
        " most, in their order, each once. Those that can't be had are named like files that can't be read. A URL that"
        " is a source itself and can't be had is an error."
    )
    yield ""
    yield (
        f"Pages are asked for by the rules of robots.txt (as `{AGENT}`), a host once in {SPAN:.0f} s, or as rarely as"
        f" its robots.txt asks, up to once in {LONGEST_SPAN:.0f} s. A server that is busy is asked {MOST_ATTEMPTS}"
        " times at most, ever more slowly, or when it says (`Retry-After`). An answer has at most"
        f" {ANSWER // 2**20} MiB and {SECONDS:.0f} s, of which {SILENCE:.0f} in one go may be silent; redirects are"
        f" followed {MOST_REDIRECTS} times;"
        " what it unpacks to is bounded as a file is."
    )
    yield ""
    yield (
        "Answers are kept in the cache folder of the user (`~/.cache/noteweave` on Linux, or as `XDG_CACHE_HOME` says),"
        " readable by nobody else; it may be removed at any time. Another build asks only for what has changed (`ETag`,"
        " `Last-Modified`). Where a server can't be reached or stays busy, what is kept of its page is read, with a"
        " warning. What a server forbids to store is not kept."
    )
    yield ""
    yield (
        "Only http and https are asked, without cookies, and never with a user name or password. Every address that a"
        " host resolves to has to be public, for each redirect anew, and the connection goes to the address that was"
        " checked; `--allow-private` lets private ones pass. Proxies of the environment are not used, since they would"
        " resolve names themselves."
    )
    yield ""


def _packages() -> Iterator[str]:
    yield from ("## A kind of your own", "")
    yield (
        f"A package adds a kind through the entry point group `{GROUP}`. In its `pyproject.toml`, with a module of its"
        " own for what it reads:"
    )
    yield from (
        "",
        "```toml",
        f'[project.entry-points."{GROUP}"]',
        'orgmode = "my_package:KIND"',
        "```",
        "",
        "```python",
    )
    yield from ("from kg.sources import SourceKind", "")
    yield from ('KIND = SourceKind("Org mode files, a heading a paper", (".org",), "my_package.reader")', "```", "")
    yield (
        "The module has `read(text, place)`, which yields `kg.Note`, `kg.Listing` and `kg.Problem` and raises nothing,"
        " and `recognises(text)` where others read files of the same ending. Kinds of packages are asked first."
    )


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
