"""Writing a graph folder whole or not at all: beside the old one, then swapped in."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from kg.errors import NoteweaveError

OUTPUTS = ("graph.ttl", "graph.html", "graph.graphml", "store", "report.json")

# What RocksDB calls its files.
_STORE_FILE = re.compile(
    r"\d+\.(?:sst|log|blob)|CURRENT|IDENTITY|LOCK|LOG(?:\.old\.\d+)?|(?:MANIFEST|OPTIONS)-\d+(?:\.dbtmp)?"
)
_FULL = os.strerror(errno.ENOSPC)
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux, renameat2(2)
_RENAME_SWAP = 2  # macOS, renamex_np(2)


@contextmanager
def replacing(folder: Path, refuse: Callable[[Path], None] | None = None) -> Iterator[Path]:
    """Give an empty folder to write into; once the block ends without an error it takes the place of `folder`.

    `refuse` raises NoteweaveError where the folder that is there must stay; without it, that is one which holds
    something no build wrote.

    A kill at any moment leaves the old folder or the new one. Where the system can't exchange two folders in one
    step, a kill between two renames can leave neither in place; the next build puts the old one back.

    Raises NoteweaveError where another build is writing the same folder, where the folder must stay, where it can't
    be made, or where the disk is full.
    """
    folder = folder.resolve()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoteweaveError(f"{folder}: can't be made ({error.strerror}); choose another folder with -o") from None
    lock = FileLock(folder.with_name(f".{folder.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise NoteweaveError(f"{folder.name}: another build is writing it; wait for that to end") from None
    except OSError as error:
        raise NoteweaveError(f"{folder}: can't be made ({error.strerror}); choose another folder with -o") from None
    try:
        _recover(folder)
        (refuse or _refuse_foreign)(folder)
        building = folder.with_name(f".{folder.name}.building")
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        try:
            yield building
            _swap_in(building, folder)
        except OSError as error:
            if _FULL not in str(error):  # the store gives no number
                raise
            what = "the disk is full; free some room, or choose another folder with -o"
            raise NoteweaveError(f"{folder}: {what}") from None
        finally:
            shutil.rmtree(building, ignore_errors=True)
    finally:
        lock.release()


def _refuse_foreign(folder: Path) -> None:
    """Raise NoteweaveError where a folder holds anything but what a build writes."""
    if folder.exists() and not folder.is_dir():
        raise NoteweaveError(f"{folder.name}: is a file; choose another folder with -o")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    foreign = [path for path in sorted(folder.iterdir()) if path.name not in OUTPUTS]
    store = folder / "store"
    if store.is_dir():
        foreign += [path for path in sorted(store.iterdir()) if not _STORE_FILE.fullmatch(path.name)]
    if not foreign and read_report(folder) is None:
        foreign = [next(folder.iterdir())]
    if foreign:
        name = foreign[0].relative_to(folder)
        raise NoteweaveError(
            f"{folder.name}: holds '{name}', which no build wrote; move it away or choose another folder with -o"
        )


def read_report(folder: Path) -> dict[str, Any] | None:
    """The report of a build, where one wrote the folder and its store is there; otherwise None."""
    try:
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    complete = isinstance(report, dict) and {"base", "files", "counts"} <= report.keys()
    return report if complete and (folder / "store").is_dir() else None


def _swap_in(new: Path, folder: Path) -> None:
    if not folder.exists():
        new.rename(folder)
        return
    if _exchange(new, folder):
        return
    # No atomic exchange on this system or file system: the old folder stands aside for a moment.
    aside = _aside(folder)
    folder.rename(aside)
    new.rename(folder)
    shutil.rmtree(aside)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _recover(folder: Path) -> None:
    """Put back, or clear away, an old folder that a killed build left aside."""
    aside = _aside(folder)
    if aside.is_dir() and not folder.exists():
        aside.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)


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
