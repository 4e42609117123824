"""Writes docs/sources.md from the tables of kinds and fields: `python docs/sources.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.sources import KINDS, LONGEST_NOTE
from kg.sources.files import LARGEST, LARGEST_RATIO
from kg.sources.jsonfile import LISTS
from kg.sources.kinds import GROUP
from kg.sources.records import FIELDS

PAGE = Path(__file__).with_suffix(".md")


def render() -> str:
    """The page: the kinds of source, the names of fields, the bounds, and how a package adds a kind."""
    return "\n".join([*_kinds(), *_fields(), *_bounds(), *_packages()]) + "\n"


def _kinds() -> Iterator[str]:
    yield from ("# Sources", "", "`kg build`, `kg tag` and `kg.read` take files and folders, mixed as you like.", "")
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
        " UTF-16 with a byte-order mark. In a folder hidden files, links, pipes, devices and what a build left are"
        f" passed over. A file holds at most {LARGEST // 2**20} MiB, unpacked too, and unpacks to at most"
        f" {LARGEST_RATIO} times its size; a note has at most {LONGEST_NOTE:,} characters."
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
