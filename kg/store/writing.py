"""Writing a graph folder whole or not at all: beside the old one, then swapped in."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kg.errors import NoteweaveError

OUTPUTS = ("graph.ttl", "graph.html", "graph.graphml", "store", "report.json")

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux, renameat2(2)
_RENAME_SWAP = 2  # macOS, renamex_np(2)


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write into; once the block ends without an error it takes the place of `folder`.

    A kill at any moment leaves the old folder or the new one. Raises NoteweaveError where another build
    is writing the same folder, or where the folder holds something no build wrote.
    """
    folder = folder.resolve()
    _refuse_foreign(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.with_name(f".{folder.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise NoteweaveError(f"{folder.name}: another build is writing it; wait for that to end") from None
    try:
        building = folder.with_name(f".{folder.name}.building")
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        try:
            yield building
            _swap_in(building, folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    finally:
        lock.release()


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise NoteweaveError(f"{folder.name}: is a file; choose another folder with -o")
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in OUTPUTS) if folder.is_dir() else []
    if foreign:
        raise NoteweaveError(
            f"{folder.name}: holds '{foreign[0]}', which no build wrote; move it away or choose another folder with -o"
        )


def _swap_in(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.rename(folder)
        return
    if _exchange(new, folder):
        return
    # No atomic exchange on this system or file system: the old folder stands aside for a moment.
    aside = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    folder.rename(aside)
    new.rename(folder)
    shutil.rmtree(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system can't."""
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    if sys.platform == "darwin" and library is not None:
        return bool(library.renamex_np(os.fsencode(one), os.fsencode(other), _RENAME_SWAP) == 0)
    if hasattr(library, "renameat2") and library is not None:
        result = library.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
        return bool(result == 0)
    return False


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole: beside its place, then moved there.

    Raises NoteweaveError where the folder can't be written.
    """
    building = path.with_name(f".{path.name}.building")
    try:
        building.write_bytes(data)
        building.replace(path)
    except OSError as error:
        building.unlink(missing_ok=True)
        raise NoteweaveError(f"{path}: can't be written ({error.strerror}); choose another place with -o") from None
