"""The kinds of source: what each is, the endings it goes by, and the module that reads it.

This table feeds `kg build --help` and `docs/sources.md`. A reader is imported when the first file of its kind is met.
Other packages add kinds through the entry point group `noteweave.sources`: an entry names a `SourceKind`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from typing import NamedTuple

from kg.notes import Item, Problem

GROUP = "noteweave.sources"
"""The entry point group of kinds that other packages add."""


class Reader(NamedTuple):
    """How a kind is read.

    `read` takes a text and the place to name in messages, and yields items. `recognises` takes a text and says whether
    it is of this kind. Neither raises anything.
    """

    read: Callable[[str, str], Iterator[Item]]
    recognises: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind of source: what it is, the file name endings it goes by, and the name of the module that reads it.

    The module has `read`, and where its endings are those of other kinds, too, `recognises`; see `Reader`.
    """

    description: str
    suffixes: tuple[str, ...]
    module: str

    def reader(self) -> Reader:
        """The functions of the module, which is imported now if it was not before."""
        module = import_module(self.module)
        return Reader(module.read, getattr(module, "recognises", lambda text: True))


PAGES = (".md", ".markdown", ".html", ".htm")

KINDS: dict[str, SourceKind] = {
    "exported page": SourceKind("pages of an exported vault", (".md",), "kg.sources.exportedpage"),
    "linked listing": SourceKind("listing pages with links, as Markdown or HTML", PAGES, "kg.sources.linkedlisting"),
    "paper page": SourceKind("pages on one paper, as Markdown or HTML", PAGES, "kg.sources.paperpage"),
    "paper list": SourceKind("lists of papers, a bullet or table row each", PAGES, "kg.sources.paperlist"),
    "listing": SourceKind("listing pages saved as text", (".txt", ".text", ".md"), "kg.sources.listing"),
    "vault": SourceKind("notes of an Obsidian vault", PAGES, "kg.sources.vault"),
    "jsonlines": SourceKind("JSON lines, an object a paper", (".jsonl", ".ndjson"), "kg.sources.jsonlines"),
    "json": SourceKind("JSON, an array of objects or an object with one", (".json",), "kg.sources.jsonfile"),
    "delimited": SourceKind("tables with a column for titles", (".csv", ".tsv"), "kg.sources.delimited"),
    "bibtex": SourceKind("BibTeX and BibLaTeX", (".bib", ".bibtex"), "kg.sources.bibtex"),
    "ris": SourceKind("RIS, as reference managers export it", (".ris",), "kg.sources.ris"),
}
"""Of several kinds of one ending the first that recognises a text reads it, or else the last, which says what it
lacks."""


MEDIA: dict[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/x-bibtex": ".bib",
    "text/x-bibtex": ".bib",
    "application/x-research-info-systems": ".ris",
}
"""Which ending stands for what a server calls a page."""

_VAGUE = {"application/json": ".json", "text/plain": ".txt"}  # what servers also call files of other kinds


def summary() -> str:
    """The kinds with their endings, one a line."""
    rows = [(", ".join(kind.suffixes), kind.description) for kind in KINDS.values()]
    width = max(len(endings) for endings, _ in rows)
    return "\n".join(f"{endings:{width}}  {description}" for endings, description in rows)


def installed() -> tuple[dict[str, SourceKind], tuple[Problem, ...]]:
    """All kinds there are, those of other packages first, and what is wrong with packages that could not add theirs."""
    from importlib.metadata import entry_points

    added: dict[str, SourceKind] = {}
    problems = []
    for entry in entry_points(group=GROUP):
        package = f"package {entry.dist.name}" if entry.dist else "a package"
        place = f"source kind '{entry.name}' of {package}"
        try:
            kind = entry.load()
        except Exception as error:  # whatever a package does, the others' sources are read
            problems.append(Problem(place, f"can't be loaded ({reason(error)})", "upgrade the package, or remove it"))
            continue
        if not isinstance(kind, SourceKind):
            problems.append(Problem(place, "is no SourceKind", "upgrade the package, or remove it"))
        elif entry.name in KINDS or entry.name in added:
            problems.append(Problem(place, "has a name that is taken", "remove one of the packages that use it"))
        else:
            added[entry.name] = kind
    return added | KINDS, tuple(problems)


def ending_in(kinds: Iterable[SourceKind], suffix: str) -> list[SourceKind]:
    """The kinds that go by an ending, in their order."""
    return [kind for kind in kinds if suffix in kind.suffixes]


def ending_of(media: str, path: str, kinds: Iterable[SourceKind]) -> str:
    """The ending by which a page from a server is read: what the server calls it, or else the end of its path.

    >>> ending_of("text/plain", "/notes/fastkv.md", KINDS.values())
    '.md'
    """
    own = PurePosixPath(path.lower().removesuffix(".gz")).suffix
    return MEDIA.get(media) or (own if ending_in(kinds, own) else _VAGUE.get(media, own))


def reason(error: Exception) -> str:
    """An error of other people's code in a few words."""
    return f"{type(error).__name__}: {error}".split("\n")[0][:200]
