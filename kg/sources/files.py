"""Files in: folders walked, files opened, gzip unpacked; nothing outside of what was named, nothing without a bound."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import NoteweaveError
from kg.notes import Problem

LARGEST = 256 * 2**20
"""Bytes; a larger file, packed or unpacked, is not read."""

LARGEST_RATIO = 200
"""How many times its size a file may unpack to; text packs to a tenth or so, and only a bomb goes far beyond."""

_GRAPH = {"report.json", "graph.ttl"}  # a folder with these holds what a build left
_GZIP = b"\x1f\x8b"
_UNPACKED_ANYWAY = 2**20  # bytes; so much does no harm, whatever the ratio
_CHUNK = 2**18  # bytes


def find_files(sources: Iterable[str | Path]) -> Iterator[tuple[Path, str]]:
    """Yield each file of the sources once, with the name to use for it in messages.

    Folders are walked in sorted order; hidden files, files below hidden folders, what is no regular file and what a
    build left are left out, and links are not followed. A folder that can't be listed is yielded itself. The name is
    relative to the folder that was given (with the folder's name before it where several sources are), so that
    messages and `report.json` do not depend on where the folder stands. Besides the names in the folders on the way
    to the present file nothing is kept.

    Raises NoteweaveError where a source does not exist.
    """
    roots: dict[Path, Path] = {}
    for source in sources:
        root = Path(source)
        if not root.exists():
            raise NoteweaveError(f"{source}: no such file or folder; check the name")
        roots.setdefault(root.resolve(), root)
    files: set[Path] = set()
    folders: set[Path] = set()
    for (whole, root), label in zip(roots.items(), _labels(list(roots.values())), strict=True):
        if not root.is_dir():
            if not _was_reached(whole, folders):
                yield root, _printable(label)
            files.add(whole)
            continue
        for path in _walk(root):
            inside = path.relative_to(root)
            if whole / inside not in files and not _was_reached(whole / inside, folders):
                place = inside.as_posix() if len(roots) == 1 else f"{label}/{inside.as_posix()}"
                yield path, _printable(place)
        folders.add(whole)


def _labels(roots: list[Path]) -> list[str]:
    """The name of each source; of several of one name, each is told by the folder it is in."""
    paths = [Path(os.path.abspath(root)) for root in roots]  # noqa: PTH100 (a link keeps its own name)
    taken = Counter(path.name for path in paths)
    return [path.name if taken[path.name] == 1 else f"{path.parent.name}/{path.name}" for path in paths]


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()  # a name need not be UTF-8


def _walk(root: Path) -> Iterator[Path]:
    """The visible regular files of a folder, but for those of graphs that builds left in it."""
    waiting: list[os.DirEntry[str] | Path] = [root]
    while waiting:
        entry = waiting.pop()
        if not isinstance(entry, Path) and not entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)
            continue
        try:
            with os.scandir(entry) as found:
                entries = [one for one in found if not one.name.startswith(".")]
        except OSError:
            yield Path(entry)
            continue
        if not {one.name for one in entries} >= _GRAPH:
            kept = [one for one in entries if one.is_dir(follow_symlinks=False) or one.is_file(follow_symlinks=False)]
            waiting.extend(sorted(kept, key=lambda one: one.name, reverse=True))


def _was_reached(path: Path, folders: set[Path]) -> bool:
    """Whether the walk of one of these folders came by a file."""
    if folders and not path.name.startswith("."):
        for above in path.parents:
            if all((above / name).exists() for name in _GRAPH):
                return False
            if above in folders:
                return True
            if above.name.startswith("."):
                return False
    return False


def load(path: Path, place: str) -> bytes | Problem:
    """The bytes of a regular file, or why it can't be read."""
    try:
        if path.is_dir():
            return Problem(place, "is a folder that can't be listed", "check its permissions")
        if not path.is_file():  # a pipe or a device may never end
            return Problem(place, "is no regular file", "save what it holds as a file")
        return path.read_bytes() if path.stat().st_size <= LARGEST else _too_large(place)
    except OSError as error:
        return Problem(place, f"can't be opened ({error.strerror})", "check its permissions")


def unpack(data: bytes, place: str) -> bytes | Problem:
    """The bytes, unpacked where they are gzip, or why that can't be done."""
    if not data.startswith(_GZIP):
        return data
    bound = min(LARGEST, max(LARGEST_RATIO * len(data), _UNPACKED_ANYWAY))
    unpacked = bytearray()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            while len(unpacked) <= bound and (chunk := file.read(_CHUNK)):
                unpacked += chunk
    except (OSError, EOFError, zlib.error) as error:
        return Problem(place, f"is broken gzip ({error})", "copy or download it again")
    if len(unpacked) <= bound:
        return bytes(unpacked)
    if bound == LARGEST:
        return _too_large(place)
    what = f"unpacks to more than {LARGEST_RATIO} times its size"
    return Problem(place, what, "no notes do that; look into it before you unpack it")


def _too_large(place: str) -> Problem:
    return Problem(place, f"holds more than {LARGEST // 2**20} MiB", "split it into several files")
