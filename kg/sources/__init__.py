"""Reading: files, folders and URLs in, notes, listings and problems out.

A source kind is one file of this package and one row of `KINDS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from kg.notes import Item, Listing, Note, Problem
from kg.processes import spread
from kg.progress import Progress, silent
from kg.sources.encoding import decode
from kg.sources.files import find_files, load, unpack
from kg.sources.kinds import KINDS, SourceKind, ending_in, ending_of, installed, reason

if TYPE_CHECKING:
    from kg.sources.web.fetching import WebPage

__all__ = [
    "KINDS",
    "LONGEST_NOTE",
    "Reading",
    "SourceKind",
    "find_files",
    "read",
    "read_bytes",
    "read_file",
    "read_page",
    "stream",
]

LONGEST_NOTE = 100_000
"""Characters; a book is no note, and one would hold up all the others."""

_BLOCK = 64  # files read at a time where several processes read
_FEW = 16  # blocks that are read before other processes would have begun


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read: notes (in the order of the sources, URLs last), listings, problems, and the files looked at.

    Of a page the file is its URL.
    """

    notes: tuple[Note, ...]
    listings: tuple[Listing, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...]


def read(
    sources: str | Path | Iterable[str | Path],
    *,
    depth: Literal[0, 1] = 0,
    allow_private: bool = False,
    processes: int = 1,
    progress: Progress = silent,
) -> Reading:
    """Read files, folders and URLs of notes.

    A folder is walked; each file is read once, however often it is named. What can't be read becomes a
    `Problem`, and the rest is read all the same. With a `depth` of 1 the notes that a page at a URL links to on its
    host are read, too; `allow_private` lets URLs lead to private addresses; `progress` shows how far fetching has come.
    With more `processes` than one, many files are read by new ones; the reading is the same.

    Raises NoteweaveError where a source does not exist, or a URL that is named can't be had.
    """
    notes: list[Note] = []
    listings: list[Listing] = []
    problems: list[Problem] = []
    files: dict[str, None] = {}
    for place, item in stream(
        sources, depth=depth, allow_private=allow_private, processes=processes, progress=progress
    ):
        if place:
            files[place] = None
        match item:
            case Note():
                notes.append(item)
            case Listing():
                listings.append(item)
            case Problem():
                problems.append(item)
    return Reading(tuple(notes), tuple(listings), tuple(problems), tuple(files))


def stream(
    sources: str | Path | Iterable[str | Path],
    *,
    depth: Literal[0, 1] = 0,
    allow_private: bool = False,
    processes: int = 1,
    progress: Progress = silent,
) -> Iterator[tuple[str, Item]]:
    """Yield what files and folders, and then URLs, hold as it is read, each item with the name of its file.

    One file is in memory at a time, and with more `processes` than one a few hundred at most. Each file yields
    something, be it a problem. A problem of no file (a package whose source kind can't be loaded) comes first, with an
    empty name. The options are those of `read`.

    Raises NoteweaveError where a source does not exist, or a URL that is named can't be had.
    """
    kinds, problems = installed()
    for problem in problems:
        yield "", problem
    named = [sources] if isinstance(sources, str | Path) else list(sources)
    urls = [source for source in named if isinstance(source, str) and "://" in source]
    files = find_files(source for source in named if source not in urls)
    yield from spread(partial(_read_block, kinds=kinds), _blocks(files), processes, few=_FEW)
    if urls:
        from kg.sources.web.cache import Cache
        from kg.sources.web.crawling import crawl
        from kg.sources.web.fetching import Fetcher

        fetcher = Fetcher(Cache(), allow_private=allow_private)
        yield from crawl(urls, partial(read_page, kinds=kinds), fetcher, depth=depth, progress=progress)


def _blocks(files: Iterator[tuple[Path, str]]) -> Iterator[list[tuple[Path, str]]]:
    while block := list(islice(files, _BLOCK)):
        yield block


def _read_block(block: Iterable[tuple[Path, str]], kinds: Mapping[str, SourceKind]) -> Iterator[tuple[str, Item]]:
    for path, place in block:
        for item in read_file(path, place, kinds):
            yield place, item


def read_file(path: Path, place: str, kinds: Mapping[str, SourceKind] = KINDS) -> Iterator[Item]:
    """Yield what one file holds: its notes and listings, and problems where something could not be read."""
    fitting = _fitting(path.name, place, kinds)
    # What is not read is not opened; a folder is here because it can't be listed, which `load` says.
    if isinstance(fitting, Problem) and not path.is_dir():
        yield fitting
        return
    data = load(path, place)
    if isinstance(data, Problem):
        yield data
    else:
        yield from read_bytes(data, path.name, place, kinds)


def read_page(page: WebPage, kinds: Mapping[str, SourceKind] = KINDS) -> Iterator[Item]:
    """Yield what a page holds, as a file of its kind that names where it was read; never yields nothing."""
    name = f"page{ending_of(page.media, urlsplit(page.url).path, kinds.values())}"
    for item in read_bytes(page.body, name, page.url, kinds, page.charset):
        yield replace(item, source=page.asked) if isinstance(item, Note | Listing) else item


def read_bytes(
    data: bytes, name: str, place: str, kinds: Mapping[str, SourceKind] = KINDS, charset: str | None = None
) -> Iterator[Item]:
    """Yield what a file of that name and these bytes (gzip or not) holds; never raises and never yields nothing.

    `charset` is what a server says that it is written in.
    """
    fitting = _fitting(name, place, kinds)
    unpacked = unpack(data, place)
    text = unpacked if isinstance(unpacked, Problem) else decode(unpacked, place, charset)
    if isinstance(fitting, Problem):
        yield fitting
    elif isinstance(text, Problem):
        yield text
    elif not text.strip():
        yield Problem(place, "is empty", "remove it or put notes in it")
    else:
        yield from _read_text(text, place, fitting)


def _fitting(name: str, place: str, kinds: Mapping[str, SourceKind]) -> list[SourceKind] | Problem:
    """The kinds that a file of that name may be of."""
    suffix = Path(name.lower().removesuffix(".gz")).suffix
    fitting = ending_in(kinds.values(), suffix)
    if fitting:
        return fitting
    endings = ", ".join(dict.fromkeys(suffix for kind in kinds.values() for suffix in kind.suffixes))
    what = f"files ending in '{suffix}' are not read" if suffix else "files without an ending are not read"
    return Problem(place, what, f"use one of {endings}")


def _read_text(text: str, place: str, fitting: list[SourceKind]) -> Iterator[Item]:
    """Read a text as the first kind that recognises it, or else as the last, which says what is missing."""
    found = False
    try:
        readers = [kind.reader() for kind in fitting]
        reader = next((reader for reader in readers if reader.recognises(text)), readers[-1])
        for item in reader.read(text, place):
            if not isinstance(item, Item):
                raise TypeError(f"an item that is a {type(item).__name__}")
            yield _checked(item, place)
            found = True
    except Exception as error:  # one file, or one package's reader, must not keep the others from being read
        modules = " or ".join(kind.module for kind in fitting)
        yield Problem(place, f"can't be read ({reason(error)})", f"this is a fault of {modules}; report it")
    else:
        if not found:
            yield Problem(place, "holds no notes", "remove it or put notes in it")


def _checked(item: Item, place: str) -> Item:
    """The item, or a problem in place of a note too long to be one."""
    if isinstance(item, Note) and len(item.document) > LONGEST_NOTE:
        what = f"a note of {len(item.document):,} characters ('{item.title[:40]}…')"
        return Problem(place, what, f"a note is a title and a short text, {LONGEST_NOTE:,} characters at most; cut it")
    return item
