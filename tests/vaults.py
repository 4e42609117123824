"""Checks that a vault opens without a warning: what Obsidian, file systems and plugins ask of its pages."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

from kg.sources.exportedpage import PARTING

LINK = re.compile(r"\[\[(?P<path>[^\[\]|\\#^]+)\\?\|(?P<words>[^\[\]|]+)\]\]")
_FORBIDDEN = set('\\/:*?"<>|#^[]') | {chr(code) for code in range(32)}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_TAG = re.compile(r"[\w/-]*[^\W\d][\w/-]*")
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def front(page: Path) -> dict[str, object]:
    """The front matter of a page, as YAML reads it."""
    _, written, _ = re.split(r"^---\n", page.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    loaded = yaml.safe_load(written)
    assert isinstance(loaded, dict), page
    return loaded


def body(page: Path) -> str:
    """What of a page stands below its front matter."""
    return re.split(r"^---\n", page.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)[2]


def linking(page: Path) -> str:
    """All of a page that may link: its body, and the properties that are a link as a whole."""
    values = [value for value in front(page).values() if isinstance(value, list)]
    whole = [one for value in values for one in value if one.startswith("[[") and one.endswith("]]")]
    return "\n".join([body(page), *whole])


def links(page: Path) -> set[str]:
    """The files that a page links to."""
    return {f"{match['path']}.md" for match in LINK.finditer(linking(page))}


def check(vault: Path) -> dict[str, Path]:
    """Check every page of a vault; give the pages by their names in it."""
    pages = {path.relative_to(vault).as_posix(): path for path in sorted(vault.rglob("*.md"))}
    assert pages
    _check_names(pages)
    types: dict[str, set[type]] = defaultdict(set)
    for name, page in pages.items():
        text = linking(page)
        assert b"\r" not in page.read_bytes()
        # Each thing in two brackets is a link, and leads to just one page.
        assert len(LINK.findall(text)) == text.count("[[") == text.count("]]"), name
        assert links(page) <= pages.keys(), name
        _check_front(front(page), types)
        _check_body(body(page), name)
    # A property is of one type in the whole vault, or Obsidian warns of it.
    assert {key: len(found) for key, found in types.items() if len(found) > 1} == {}
    _check_both_ways(pages)
    return pages


def _check_names(pages: dict[str, Path]) -> None:
    assert len({name.casefold() for name in pages}) == len(pages)
    for page in pages.values():
        name = page.stem
        assert not _FORBIDDEN & set(name) and not _RESERVED.fullmatch(name), name
        assert name == name.strip(" .") and unicodedata.is_normalized("NFC", name) and name, name
        assert len(page.name.encode()) <= 143, name


def _check_front(found: dict[str, object], types: dict[str, set[type]]) -> None:
    for key, value in found.items():
        types[key].add(type(value))
        assert isinstance(value, str | int) or all(isinstance(one, str) for one in value), (key, value)  # type: ignore[attr-defined]
    for key in ("tags", "aliases"):
        values = found.get(key, [])
        assert isinstance(values, list) and len(values) == len(set(values)), values
    assert all(_TAG.fullmatch(tag) for tag in found["tags"])  # type: ignore[attr-defined]
    aliases = found.get("aliases", [])
    assert isinstance(aliases, list) and all(alias.strip() for alias in aliases)


def _check_body(text: str, name: str) -> None:
    assert text.count("%%") == (2 if PARTING in text else 0), name  # no comment hides anything
    assert "<%" not in text, name  # nothing for Templater
    bare = text.replace(PARTING, "")
    tokens = [inner for token in _MARKDOWN.parse(bare) for inner in [token, *(token.children or [])]]
    kinds = {token.type for token in tokens}
    # No HTML, no code (Dataview runs some), no quotes (callouts), pictures or links but Obsidian's own.
    assert not kinds & {"html_inline", "html_block", "code_inline", "code_block", "fence", "blockquote_open"}, name
    assert not kinds & {"image", "link_open", "em_open", "strong_open", "s_open", "hr", "ordered_list_open"}, name
    assert not re.search(r"(?<![\\\w])#\w|(?<!\\):(?=:)", bare), name  # neither tags nor Dataview's fields


def _check_both_ways(pages: dict[str, Path]) -> None:
    for name, page in pages.items():
        if name.startswith("papers/"):
            for other in links(page):
                if not other.startswith(("papers/", "notes/")) and _links_above(page, other):
                    assert name in links(pages[other]), f"{other} does not link to {name}"
        elif not name.startswith("notes/"):
            for other in links(page):
                if other.startswith("papers/"):
                    assert name in links(pages[other]), f"{other} does not link to {name}"


def _links_above(page: Path, other: str) -> bool:
    """Whether a paper's page links to another outside of its table of figures."""
    lines = linking(page).splitlines()
    return any(f"[[{other.removesuffix('.md')}|" in line for line in lines if not line.startswith("|"))
