"""Reading: files and folders in, notes, listings and problems out.

A source kind is one file of this package and one row of `KINDS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from kg.errors import NoteweaveError
from kg.notes import Item, Listing, Note, Problem
from kg.sources import jsonlines, listing
from kg.sources.encoding import decode


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind of source: the file name endings it goes by, how it is told from others of these, and how it is read.

    `recognises` takes a text and says whether it is of this kind; of several kinds the first in order is taken. `read`
    takes the text and the place to name in messages, and yields items. Neither raises anything.
    """

    description: str
    suffixes: tuple[str, ...]
    read: Callable[[str, str], Iterator[Item]]
    recognises: Callable[[str], bool] = lambda text: True


KINDS: dict[str, SourceKind] = {
    "listing": SourceKind("a listing page saved as text", (".txt", ".text", ".md"), listing.read),
    "jsonlines": SourceKind("one JSON object a line", (".jsonl", ".ndjson"), jsonlines.read),
}


LONGEST_NOTE = 100_000
"""Characters; a book is no note, and one would hold up all the others."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read: notes (in the order of the sources), listings, problems, and the files looked at."""

    notes: tuple[Note, ...]
    listings: tuple[Listing, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...]


def read(sources: str | Path | Iterable[str | Path]) -> Reading:
    """Read files and folders of notes.

    A folder is walked; each file is read once, however often it is named. What can't be read becomes a
    `Problem`, and the rest is read all the same.

    Raises NoteweaveError where a source does not exist.
    """
    notes: list[Note] = []
    listings: list[Listing] = []
    problems: list[Problem] = []
    files: list[str] = []
    for path, place in find_files([sources] if isinstance(sources, str | Path) else sources):
        files.append(place)
        for item in map(_checked, read_file(path, place), repeat(place)):
            match item:
                case Note():
                    notes.append(item)
                case Listing():
                    listings.append(item)
                case Problem():
                    problems.append(item)
    return Reading(tuple(notes), tuple(listings), tuple(problems), tuple(files))


def _checked(item: Item, place: str) -> Item:
    """The item, or a problem in place of a note too long to be one."""
    if isinstance(item, Note) and len(item.document) > LONGEST_NOTE:
        what = f"a note of {len(item.document):,} characters ('{item.title[:40]}…')"
        return Problem(place, what, f"a note is a title and a short text, {LONGEST_NOTE:,} characters at most; cut it")
    return item


def find_files(sources: Iterable[str | Path]) -> Iterator[tuple[Path, str]]:
    """Yield each file of the sources once, with the name to use for it in messages.

    Folders are walked in sorted order; hidden files, files below hidden folders and what a build
    left are left out, and links are not followed. The name is relative to the folder that was given, so that
    messages and `report.json` do not depend on where the folder stands.
    """
    found: dict[Path, tuple[Path, str]] = {}
    for source in sources:
        root = Path(source)
        if "://" in str(source):
            raise NoteweaveError(f"{source}: only files and folders are read; save the page and name the file")
        if not root.exists():
            raise NoteweaveError(f"{source}: no such file or folder; check the name")
        for path in _files_below(root) if root.is_dir() else [root]:
            place = path.relative_to(root).as_posix() if root.is_dir() else path.name
            found.setdefault(path.resolve(), (path, place))
    taken = Counter(place for _, place in found.values())
    for whole, (path, place) in found.items():
        # Of several files of one name, each is told by the folder it is in.
        name = place if taken[place] == 1 else f"{whole.parent.name}/{whole.name}"
        yield path, name.encode("utf-8", "replace").decode()  # a name need not be UTF-8


def _files_below(root: Path) -> list[Path]:
    """The visible files of a folder, but for those of graphs that builds left in it."""
    graphs = {report.parent for report in root.rglob("report.json") if (report.parent / "graph.ttl").exists()}
    return [
        path for path in sorted(root.rglob("*")) if _is_visible_file(path, root) and graphs.isdisjoint(path.parents)
    ]


def _is_visible_file(path: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return not hidden and not path.is_symlink() and path.is_file()


def read_file(path: Path, place: str) -> Iterator[Item]:
    """Yield what one file holds: its notes and listings, and problems where something could not be read."""
    kinds = [kind for kind in KINDS.values() if path.suffix.lower() in kind.suffixes]
    if not kinds:
        endings = ", ".join(suffix for k in KINDS.values() for suffix in k.suffixes)
        yield Problem(place, f"files ending in '{path.suffix}' are not read", f"use one of {endings}")
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        yield Problem(place, f"can't be opened ({error.strerror})", "check its permissions")
        return
    text = decode(data, place)
    if isinstance(text, Problem):
        yield text
    elif not text.strip():
        yield Problem(place, "is empty", "remove it or put notes in it")
    else:
        # What no kind recognises is read as the last, which says what is missing.
        kind = next((kind for kind in kinds if kind.recognises(text)), kinds[-1])
        yield from kind.read(text, place)
