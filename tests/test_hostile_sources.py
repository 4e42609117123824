"""No input makes a reader raise, hang, or take memory out of proportion to it."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.notes import Item, Note, Problem
from kg.sources import KINDS, read_bytes
from kg.sources.latex import plain
from kg.sources.records import FIELDS, note_of
from kg.sources.values import arxiv, doi, people, several, text, url, year
from kg.sources.venues import edition

SUFFIXES = [suffix for kind in KINDS.values() for suffix in kind.suffixes]

# What the formats are made of, so that what is put together at random gets beyond the first check.
PAGE = [
    "# T\n",
    "## TL;DR\n",
    "**Conference**: ACL 2025\n",
    "---\n",
    "tags: [a]\n",
    "- ",
    "| a | b |\n",
    "| --- | --- |\n",
    "\n",
]
LINKS = [
    "[T](https://arxiv.org/abs/2501.01234)",
    "[[T|t]]",
    "![[x]]",
    "#tag",
    "**",
    "<dl><dt>",
    "<a href=x>",
    "\n:   text\n",
]
EXPORTED = ["type: paper\n", "type: method\n", "title: T\n", "noteweave: x\n", 'relatedTo:\n- "[[a|b]]"\n']
PIECES = {
    "exported page": [*PAGE, *LINKS, *EXPORTED, "$\\textstyle x$", "%% noteweave: what stands below"],
    "linked listing": [*PAGE, *LINKS, "## 💬 ACL2026 · 3 paper notes\n"],
    "paper page": [*PAGE, *LINKS, "<h1>T</h1>", "<table><tr><td>9", "$x$", "```\n"],
    "paper list": [*PAGE, *LINKS, "## 2025\n", "1. ", "(ICLR 2025)"],
    "vault": [*PAGE, *LINKS, "%%", "> [!note]\n", "aliases: &a [*a]\n"],
    "listing": [
        "💬 ACL2026 · 3 paper notes",
        "Other venues: ",
        "CVPR (98)",
        " · ",
        "LLM ×19",
        "\n",
        "- ",
        "-\n",
        "Thin.",
    ],
    "jsonlines": ['{"title": "T"}', "\n", '{"', "title", '": ', '"}', "[", "]", "9" * 400, "null", "\\ud800", ", "],
    "json": ["[", "]", "{", "}", '"papers": ', '"title": "T"', ", ", '"content": {"title": ', "1e999", "\n", "NaN"],
    "delimited": ["Title", "Abstract", ",", "\t", ";", "'", '"', '""', "\n", "x", " "],
    "bibtex": [
        "@article{a, ",
        "title",
        " = ",
        "{",
        "}",
        '"',
        ",",
        "@string{a=",
        "#",
        "\\",
        "$",
        "%",
        "\n",
        "@",
        "crossref={a}",
    ],
    "ris": ["TY  - JOUR", "\n", "ER  - ", "TI  - T", "AU  - A", "  ", "UR  - a;b", "ID  - ", "\nAB  - ", "x"],
}


def test_every_kind_has_pieces() -> None:
    assert set(PIECES) == set(KINDS)


def check(items: list[Item]) -> None:
    """Whatever it was, it is notes or one-line problems, and not nothing."""
    assert items
    for item in items:
        if isinstance(item, Problem):
            assert item.what
            assert item.mend
            assert "fault of" not in item.mend, item
        elif isinstance(item, Note):
            assert item.title.strip()


@given(st.binary(max_size=300), st.sampled_from(SUFFIXES))
def test_no_bytes_make_reading_raise(data: bytes, suffix: str) -> None:
    check(list(read_bytes(data, f"n{suffix}", "n")))
    check(list(read_bytes(gzip.compress(data), f"n{suffix}.gz", "n")))


@pytest.mark.parametrize("name", KINDS)
@given(content=st.text(max_size=300))
def test_no_text_makes_a_reader_raise(name: str, content: str) -> None:
    check(list(read_bytes(content.encode("utf-8", "surrogatepass"), f"n{KINDS[name].suffixes[0]}", "n")))


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_no_heap_of_pieces_makes_a_reader_raise(name: str, data: st.DataObject) -> None:
    content = "".join(data.draw(st.lists(st.sampled_from(PIECES[name]), max_size=40)))
    check(list(read_bytes(content.encode(), f"n{KINDS[name].suffixes[0]}", "n")))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "name", "given", "family", "date-parts"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*(names[0] for names in FIELDS.values()), "content"]), VALUES, max_size=8))
def test_no_values_make_a_record_raise(record: dict[str, object]) -> None:
    note_of(record)
    note_of({"title": "T"} | record)


@given(st.text(max_size=100))
def test_no_text_makes_the_decoder_of_latex_raise(latex: str) -> None:
    assert isinstance(plain(latex), str)


# Where a step is quadratic, a hundred thousand characters take minutes.
LONG = 100_000
RUNS = [
    "{",
    "}",
    "[",
    '"',
    "'",
    "$",
    "\\",
    "@",
    "-",
    " ",
    "\t",
    ",",
    ";",
    "(",
    ")",
    ".",
    "a",
    "A",
    "9",
    "·",
    "¶",
    "\n",
    "#",
]
TAILS = ["", "x", "\nx"]
EXPORTED_HEAD = "---\ntype: paper\nnoteweave: x\ntitle: t"
HEADS = {
    "exported page": ["", "---\n", EXPORTED_HEAD, f"{EXPORTED_HEAD}\n---\n", f"{EXPORTED_HEAD}\n---\n$\\textstyle "],
    "linked listing": ["", "# T\n", "## 💬 ACL2026 · 3 paper notes\n", "**[T](x.md)**\n\n:   ", "<dl><dt><a href='x'>"],
    "paper page": ["", "# T\n**Conference**: ", "---\ntitle: ", "# T\n## TL;DR\n", "<h1>", "<table><tr><td>"],
    "paper list": ["", "- [T](https://arxiv.org/abs/2501.01234) ", "| Paper |\n| --- |\n| ", "<ul><li>"],
    "vault": ["", "---\ntags: ", "[[", "# T\n#", "%%"],
    "listing": ["", "a", "💬 ACL2026 · 3 paper notes\n", "💬 ACL2026 · 3 paper notes\nA: x", "💬 ACL", "ACL · "],
    "jsonlines": ["", '{"title": "', '{"authors": "a'],
    "json": ["", '{"papers": ', '[{"title": "'],
    "delimited": ["", "Title,Venue\n", 'Title,Abstract\nx,"', "Title,Authors\nT,a"],
    "bibtex": ["", "@article{", "@article{a, title={", '@article{a, title="', "@article{a, title={x},\n", "@string{a="],
    "ris": ["", "TY  - JOUR\n", "TY  - JOUR\nTI  - ", "TY  - JOUR\nTI  - x\nAB  - a\n"],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("run", RUNS)
def test_no_long_run_makes_a_reader_hang_or_swell(name: str, run: str) -> None:
    for head in HEADS[name]:
        for tail in TAILS:
            data = (head + run * LONG + tail).encode()
            started = time.process_time()
            check(list(read_bytes(data, f"n{KINDS[name].suffixes[0]}", "n")))
            assert time.process_time() - started < 5, (head, run, tail)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("listing", "Thin Drafts and Other Things\n"),
        ("jsonlines", '{"title": "T"}\n'),
        ("json", '{"title": "T"}\n'),
        ("delimited", "Title,x\n"),
        ("bibtex", "@article{a, title={T}\n"),
        ("bibtex", "@misc{a, title={T}, title={T}}\n"),
        ("ris", "TY  - JOUR\nTI  - T\n"),
        ("ris", "TI  - T\nmore\n"),
    ],
)
def test_memory_is_in_proportion_to_the_input(name: str, line: str) -> None:
    def peak(size: int) -> int:
        data = (line * (size // len(line))).encode()
        tracemalloc.start()
        list(read_bytes(data, f"n{KINDS[name].suffixes[0]}", "n"))
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(100)  # loads what is loaded once
    assert peak(80_000) < 2.5 * peak(40_000)


@pytest.mark.parametrize("run", [*RUNS, "a ", "a-", ", A", "(A", "10.1234/", "arxiv:", "and ", "https://"])
@pytest.mark.parametrize(
    "make", [text, several, people, year, url, doi, arxiv, plain, lambda value: edition(value, 2024)]
)
def test_no_long_run_makes_a_value_hang(make: Callable[[str], object], run: str) -> None:
    for head in ("", "a", "https://", "10.1234/", "(A", "$", "{"):
        value = head + run * (LONG // len(run)) + "x"
        started = time.process_time()
        make(value)
        assert time.process_time() - started < 5, (head, run)
