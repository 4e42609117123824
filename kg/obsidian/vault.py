"""Writing a vault: whole or not at all, and never over a page that somebody changed."""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.errors import NoteweaveError
from kg.facts.namespaces import term
from kg.obsidian import paperpages, thingpages
from kg.obsidian.atlas import atlas as look_over
from kg.obsidian.stated import Evidence, note_of, strongest
from kg.store.answers import text_of
from kg.store.graph import Graph
from kg.store.writing import replacing

LISTING = ".noteweave.sha256"
"""The hidden file that lists the pages of an export with their digests, as `sha256sum --check` reads it."""


def write_vault(graph: Graph, folder: str | Path) -> int:
    """Write the graph as an Obsidian vault into a folder; give the number of its pages.

    An older export there is replaced once the new one is whole. Hidden files and folders beside the pages, such as
    Obsidian's settings, stay.

    Raises NoteweaveError where the folder holds anything that no export wrote, or that was changed since, and where it
    can't be written.
    """
    folder = Path(folder).resolve()
    with replacing(folder, _refuse_changed) as building:
        pages = _Pages(building)
        for path, text in _all_pages(graph):
            pages.write(path, text)
        pages.list()
        _keep_hidden(folder, building)
    return len(pages.digests)


def _all_pages(graph: Graph) -> Iterator[tuple[str, str]]:
    """Path and text of each page; besides the evidence, one page is in memory at a time."""
    atlas = look_over(graph)
    of_thing: dict[str, list[Evidence]] = defaultdict(list)
    for paper, iris in atlas.papers.items():
        notes = [note_of(graph.store, iri) for iri in iris]
        for one in strongest(one for note in notes for one in note.evidence):
            of_thing[one.thing].append(one)
        yield from paperpages.pages(paper, notes, atlas)
    for kind, things in atlas.entities.items():
        for thing in things:
            labels = graph.store.quads_for_pattern(ox.NamedNode(thing), term("skos:altLabel"), None, ox.DefaultGraph())
            others = sorted(text_of(quad.object) for quad in labels)
            yield atlas.places[thing].path, thingpages.page(thing, kind, others, of_thing.pop(thing, []), atlas)


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages written into a folder so far, with their digests by the names of their files."""

    folder: Path
    digests: dict[str, str] = field(default_factory=dict)

    def write(self, path: str, text: str) -> None:
        name, data = f"{path}.md", text.encode()
        file = self.folder / name
        if not file.parent.is_dir():
            file.parent.mkdir(parents=True)
        file.write_bytes(data)
        self.digests[name] = hashlib.sha256(data).hexdigest()

    def list(self) -> None:
        lines = (f"{self.digests[name]}  {name}\n" for name in sorted(self.digests))
        (self.folder / LISTING).write_text("".join(lines), encoding="utf-8", newline="\n")


def _refuse_changed(folder: Path) -> None:
    """Raise NoteweaveError where a folder holds anything but hidden files and pages as an export left them."""
    if folder.exists() and not folder.is_dir():
        raise NoteweaveError(f"{folder.name}: is a file; choose another folder with -o")
    listed = _listed(folder)
    for path in _visible(folder):
        name = path.relative_to(folder).as_posix()
        if name not in listed:
            what = f"holds '{name}', which no export wrote"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != listed[name]:
            what = f"'{name}' was changed since it was exported"
        else:
            continue
        raise NoteweaveError(f"{folder.name}: {what}; move it away or choose another folder with -o")


def _listed(folder: Path) -> dict[str, str]:
    """The digests of the pages that the last export into a folder wrote, by their names."""
    try:
        lines = (folder / LISTING).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _visible(folder: Path) -> Iterator[Path]:
    """What a folder holds besides folders, but for what is hidden at its top; links count as files."""
    if not folder.is_dir():
        return
    for top in sorted(folder.iterdir()):
        if not top.name.startswith("."):
            inside = sorted(top.rglob("*")) if top.is_dir() and not top.is_symlink() else [top]
            yield from (path for path in inside if path.is_symlink() or not path.is_dir())


def _keep_hidden(old: Path, new: Path) -> None:
    """Copy what is hidden at the top of the old folder, but for the listing of its pages."""
    for path in sorted(old.glob(".*")) if old.is_dir() else []:
        if path.name == LISTING:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True)
        else:
            shutil.copy2(path, new / path.name, follow_symlinks=False)
