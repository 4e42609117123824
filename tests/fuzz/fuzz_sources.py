"""Fuzzes the readers of all kinds with atheris, which is not part of the suite.

    pip install atheris
    python tests/fuzz/fuzz_sources.py CORPUS_FOLDER -max_total_time=600 -timeout=10 -rss_limit_mb=2048

The first byte of an input says which ending its file has, or as what and in which charset a server sends it; the
others are the file. What notes say is parted as the tagger parts Chinese and Latin. `--seeds CORPUS_FOLDER` fills a
folder with the fixtures to start from. What is found becomes a test in tests/test_hostile_sources.py.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kg", "bibtexparser", "rispy", "pylatexenc"]):
    from kg.notes import Item, Note, Problem
    from kg.sources import KINDS, read_bytes, read_page
    from kg.sources.kinds import MEDIA
    from kg.sources.web.fetching import WebPage
    from kg.tagging.scripts import pieces, without_letters

    for kind in KINDS.values():
        kind.reader()

SUFFIXES = [suffix for kind in KINDS.values() for suffix in kind.suffixes]
SERVED = [(media, charset) for media in MEDIA for charset in (None, "gbk", "utf-16", "iso-2022-jp", "windows-1252")]
FIXTURES = Path(__file__).parents[1] / "fixtures"


def read_one(data: bytes) -> None:
    """Read an input; a reader that raises is told by the problem that `read_bytes` makes of it."""
    items = list(_items(data[0] if data else 0, data[1:]))
    assert items
    for item in items:
        assert not isinstance(item, Problem) or "fault of" not in item.mend, item
        if isinstance(item, Note):
            assert "".join(pieces(item.text)) == item.text
            assert len(without_letters(item.text)) == len(item.text)


def _items(how: int, body: bytes) -> Iterator[Item]:
    how %= len(SUFFIXES) + len(SERVED)
    if how < len(SUFFIXES):
        return read_bytes(body, f"n{SUFFIXES[how]}", "n")
    media, charset = SERVED[how - len(SUFFIXES)]
    url = "https://notes.example/ACL2025/a/n"
    return read_page(WebPage(url, url, body, media, charset, None))


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
