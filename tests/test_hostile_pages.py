"""Pages written by an enemy: no text makes a reader of pages raise, hang or look outside of what it was given."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.notes import Note
from kg.sources import KINDS, frontmatter, html, pages, targets
from kg.sources.blocks import Block, Grid, Page

READERS = {name: kind.reader() for name, kind in KINDS.items() if {".md", ".html"} & set(kind.suffixes)}
PIECES = [
    *(
        "# ",
        "## ",
        "- ",
        "> ",
        "| a | b |\n|---|---|\n",
        "| ",
        "**",
        "*",
        "`",
        "```\n",
        "[",
        "]",
        "](x.md)",
        "[[",
        "]]",
        "![[",
    ),
    *(
        "(",
        ")",
        "$",
        "\\(",
        "\\)",
        "---\n",
        "title: x\n",
        "tags: [a]\n",
        "&a ",
        "*a ",
        "!!python ",
        "%%",
        ":   ",
        "\n",
        "\n\n",
    ),
    *(
        "<div>",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "<a href='b.md'>",
        "</a>",
        "<b>",
        "<think>",
        "<!--",
        "-->",
        "<html>",
        "<p>",
    ),
    *(
        "**arXiv**: ",
        "**会议**: ",
        "ACL 2025",
        "vs. A/B: ",
        "与 A 的关系",
        "## TL;DR\n",
        "## 评分 ",
        "arxiv.org/abs/2401.00001",
        "#tag",
    ),
    *(
        "https://doi.org/10.1/x",
        "1) ",
        " - ",
        "&lt;",
        "&#0;",
        "\u202e",
        "\ue000",
        "é",
        "中",
        "\t",
        " " * 5,
        "💬 ACL2025 · 2 notes\n",
    ),
]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=60).map("".join),
)


@given(text=TEXTS)
@pytest.mark.parametrize("name", READERS)
def test_no_text_makes_a_reader_raise(name: str, text: str) -> None:
    reader = READERS[name]
    reader.recognises(text)
    for item in reader.read(text, "a/b/note.md"):
        if isinstance(item, Note):
            assert item.title.strip()
            assert all(0 <= one.start < one.end <= len(item.text) for one in item.sections)
            for one in item.related:
                assert one.name and not (one.link or "").startswith(("/", "../", "file:"))
            if item.place is not None:
                assert not item.place.startswith(("/", ".."))


@given(text=TEXTS)
def test_what_a_page_says_of_its_text_lies_in_it(text: str) -> None:
    for parse in (pages.parse, html.parse):
        page: Page = parse(text)
        for block in page.blocks:
            contents = (
                [block.content]
                if isinstance(block, Block)
                else [*block.header, *(c for row in block.rows for c in row)]
            )
            assert isinstance(block, Block | Grid)
            for content in contents:
                assert content.text == content.text.rstrip()
                for start, end in [*content.bold, *((link.start, link.end) for link in content.links)]:
                    assert 0 <= start <= end <= len(content.text)


@given(st.text(max_size=100), st.text(max_size=100))
def test_no_link_leads_out_of_the_folder(place: str, target: str) -> None:
    for way in (target, f"../{target}.md", f"../../../{target}/../x.md", f"/{target}.md"):
        found = targets.note_at(place.strip("/"), way)
        assert found is None or not found.startswith(("/", "../"))


@given(st.text(max_size=200))
def test_no_front_matter_makes_reading_raise(text: str) -> None:
    front, _, _ = frontmatter.split(f"---\n{text}\n---\nText.")
    for value in front.values():
        frontmatter.texts(value)


SIZE = 1_900_000
BOMBS: dict[str, Callable[[], str]] = {
    "brackets": lambda: "[" * SIZE,
    "ten million brackets": lambda: "[" * 10_000_000,
    "quotes": lambda: ">" * SIZE,
    "nested lists": lambda: "\n".join(" " * 2 * depth + "- a" for depth in range(1300)),
    "items": lambda: "- a\n" * 90_000,
    "a table of a million columns": lambda: "|a" * (SIZE // 4) + "\n" + "|-" * (SIZE // 4),
    "a table that is filled up": lambda: "|" * 1000 + "\n" + "|-" * 1000 + "\n" + "|\n" * 90_000,
    "emphasis": lambda: "**a " * (SIZE // 4),
    "formulas": lambda: "\\(" * (SIZE // 2),
    "wikilinks": lambda: "[[a]] " * (SIZE // 6),
    "blanks": lambda: ("a" + " " * 1900 + "b\n") * 900,
    "a listing of blanks": lambda: "ACL2025 · 3 notes\n" + ("a" + " " * 1900 + "b\n") * 900,
    "elements": lambda: "<html>" + "<p>x" * (SIZE // 4),
    "nested elements": lambda: "<html>" + "<div>" * (SIZE // 5),
    "nested tables": lambda: "<html>" + "<table><tr><td>x" * (SIZE // 16),
    "entities": lambda: '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><p>' + "&b;" * (SIZE // 3),
    "comments": lambda: "<!--" * (SIZE // 4),
    "front matter": lambda: "---\n" + "[" * 9_000 + "\n---\n",
    "entries": lambda: "- [ab cd](https://arxiv.org/abs/2401.00001) (ICLR 2024)\n" * 30_000,
    "brackets in an entry": lambda: "- [T t](https://arxiv.org/abs/2401.00001) " + "(" * 9000 + ")" * 9000,
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_no_page_takes_long_or_much_memory(bomb: str) -> None:
    text = BOMBS[bomb]()
    started = time.process_time()
    *others, last = READERS.values()
    reader = next((reader for reader in others if reader.recognises(text)), last)
    for _ in reader.read(text, "a/b.md"):
        pass
    assert time.process_time() - started < 30
    if sys.platform == "linux":
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000  # kilobytes of the whole test process
