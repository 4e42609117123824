"""BibTeX and BibLaTeX: an entry a paper; LaTeX in titles, abstracts and names becomes text."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.exceptions import BlockAbortedException
from bibtexparser.library import Library
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock

from kg.notes import Item, Problem
from kg.sources.latex import plain
from kg.sources.records import Record, notes

# What it says of broken entries we say ourselves.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_NO_PAPERS = {"proceedings", "mvproceedings", "periodical"}
_ADDRESSES = {"url", "doi", "eprint", "code", "github"}  # in these % and ~ are themselves


def read(text: str, place: str) -> Iterator[Item]:
    """Yield a note for each entry of a paper; a broken entry yields a problem that names its line."""
    library = parse_string(text)
    volumes = {entry.key: entry for entry in library.entries if entry.entry_type.lower() in _NO_PAPERS}
    return notes(record for block in library.blocks for record in _records(block, volumes, place))


def _records(block: Block, volumes: dict[str, Entry], place: str) -> Iterator[tuple[str, Record | Problem]]:
    """The record of an entry; nothing for what is no paper (comments, abbreviations, whole volumes)."""
    at = f"{place}:{(block.start_line or 0) + 1}"
    # That something is there twice makes no paper unreadable.
    if isinstance(block, DuplicateBlockKeyBlock) and block.ignore_error_block:
        block = block.ignore_error_block
    elif isinstance(block, DuplicateFieldKeyBlock) and isinstance(block.ignore_error_block, Entry):
        block = RemoveEnclosingMiddleware().transform_entry(block.ignore_error_block, Library())
    if isinstance(block, ParsingFailedBlock):
        error = block.error
        reason = error.abort_reason if isinstance(error, BlockAbortedException) else str(error)
        what = f"broken BibTeX ({' '.join(reason.split())[:100]})"
        yield at, Problem(at, what, "check the entry's braces, quotes and commas")
    elif isinstance(block, Entry) and block.entry_type.lower() not in _NO_PAPERS:
        yield at, _record(block, volumes)


def _record(entry: Entry, volumes: dict[str, Entry]) -> Record:
    """The fields of an entry as text, with what it inherits from the volume it is in."""
    fields = _fields(entry)
    if "crossref" in fields and fields["crossref"] in volumes:
        volume = _fields(volumes[fields["crossref"]])
        fields = {"booktitle": volume.get("title", ""), "year": volume.get("year", "")} | fields
    record = {name: _address(value) if name in _ADDRESSES else plain(value) for name, value in fields.items()}
    if "arxiv" in (record.get("archiveprefix") or record.get("eprinttype") or "").lower():
        record["arxiv"] = record.get("eprint", "")
    else:  # "arXiv preprint arXiv:2401.00001", or CoRR with abs/2401.00001 for a volume
        journal, volume_number = record.get("journal", ""), record.get("volume", "")
        record.setdefault("arxiv", journal if journal != "CoRR" else volume_number.replace("abs/", "arXiv:"))
    return record | {"id": entry.key}


def _fields(entry: Entry) -> dict[str, str]:
    """The fields of an entry as they are written; of two of one name the first counts, as it does for BibTeX."""
    return {field.key.lower(): str(field.value).strip() for field in reversed(entry.fields)}


def _address(value: str) -> str:
    r"""An address without the LaTeX that some write into it: `\url{…}`, `\_`, `\%`."""
    return value.removeprefix(r"\url").strip("{}").replace("\\", "")
