"""What the files of a vault are called: names that every system takes, no two alike, and the links to them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pathvalidate import sanitize_filename

from kg.iri import digest

LONGEST = 120
"""Bytes of a name without its ending; encrypted and synchronised folders take as few as 143."""

# Obsidian takes none of these in a link; ` and $ would begin code or a formula in a line with the link.
_NOT_IN_LINKS = re.compile(r"[#^\[\]`$\\]+")
_JOINTS = re.compile(r"\s*[/|]\s*")
_COLON = re.compile(r"\s*:\s+")
_SEVERAL = re.compile(r"%{2,}")
_NOT_IN_WORDS = re.compile(r"[\[\]|`$\\<>^#\n\r]+|%{2,}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing has its page: the file's path in the vault without its ending, and what links call the page."""

    path: str
    label: str

    @property
    def file(self) -> str:
        """The name of the page's file without folder and ending, which Obsidian shows as its title."""
        return self.path.rpartition("/")[2]

    @property
    def link(self) -> str:
        """A wikilink to the page by its whole path, which no other page can be meant by."""
        words = " ".join(_NOT_IN_WORDS.sub(" ", self.label).split())
        return f"[[{self.path}|{words or self.file}]]"

    @property
    def link_in_cell(self) -> str:
        """The same in a table, where a bar would end the cell."""
        return self.link.replace("|", "\\|")


def file_name(label: str) -> str:
    """A name for a file, near to a label, that Windows, macOS, Linux and Obsidian take; empty where nothing is left.

    >>> file_name("FastKV: Fast KV/Cache?")
    'FastKV - Fast KV-Cache'
    """
    text = unicodedata.normalize("NFC", label)
    text = "".join(" " if char.isspace() else char for char in text if char.isspace() or _shows(char))
    for pattern, stand_in in ((_COLON, " - "), (_JOINTS, "-"), (_NOT_IN_LINKS, "")):
        text = pattern.sub(stand_in, text)
    text = " ".join(text.split()).lstrip(". ")
    return _SEVERAL.sub("%", sanitize_filename(text, platform="universal", max_len=LONGEST)).strip(". ")


def _shows(char: str) -> bool:
    """Whether a character is seen: none of control, direction or of private use."""
    return not unicodedata.category(char).startswith("C")


def places(folder: str, labelled: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """The places in a folder for things given as IRI and label.

    A name stays as it is where one thing alone has it, whatever its case; otherwise, and where nothing is left of the
    label, it gets a digest of the IRI, so that it does not depend on what else there is by how many they are.
    """
    named = [(iri, label, file_name(label)) for iri, label in labelled]
    taken = Counter(name.casefold() for _, _, name in named)
    return {
        iri: Place(f"{folder}/{name if name and taken[name.casefold()] == 1 else _told_apart(name, iri)}", label)
        for iri, label, name in named
    }


def _told_apart(name: str, iri: str) -> str:
    ending = f" {digest(iri)}"
    kept = name.encode()[: LONGEST - len(ending)].decode(errors="ignore")
    return f"{kept}{ending}".strip()
