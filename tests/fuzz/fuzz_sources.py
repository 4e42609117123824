"""Fuzzes the readers of all kinds with atheris, which is not part of the suite.

    pip install atheris
    python tests/fuzz/fuzz_sources.py CORPUS_FOLDER -max_total_time=600 -timeout=10 -rss_limit_mb=2048

The first byte of an input says which ending its file has, the others are the file. `--seeds CORPUS_FOLDER` fills a
folder with the fixtures to start from. What is found becomes a test in tests/test_hostile_sources.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kg", "bibtexparser", "rispy", "pylatexenc"]):
    from kg.notes import Problem
    from kg.sources import KINDS, read_bytes

    for kind in KINDS.values():
        kind.reader()

SUFFIXES = [suffix for kind in KINDS.values() for suffix in kind.suffixes]
FIXTURES = Path(__file__).parents[1] / "fixtures"


def read_one(data: bytes) -> None:
    """Read an input; a reader that raises is told by the problem that `read_bytes` makes of it."""
    suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ".txt"
    items = list(read_bytes(data[1:], f"n{suffix}", "n"))
    assert items
    for item in items:
        assert not isinstance(item, Problem) or "fault of" not in item.mend, item


def write_seeds(folder: Path) -> None:
    """Write each fixture behind the byte of its ending."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in FIXTURES.rglob("*"):
        if path.suffix in SUFFIXES:
            seed = bytes([SUFFIXES.index(path.suffix)]) + path.read_bytes()
            (folder / f"{path.parent.name}-{path.name}").write_bytes(seed)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--seeds"]:
        write_seeds(Path(sys.argv[2]))
    else:
        atheris.Setup(sys.argv, read_one)
        atheris.Fuzz()
