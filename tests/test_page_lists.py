"""Listing pages with links and lists of papers: what each entry says of its paper, and what is no paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.notes import Count, Listing, Note
from kg.sources import KINDS, entries, linkedlisting, markdown, paperlist, read
from kg.sources.blocks import Block

LISTING = "docs/ACL2025/model_compression/index.md"


@pytest.fixture(scope="module")
def pages(fixtures: Path) -> Path:
    return fixtures / "pages"


def told(note: Note) -> dict[str, object]:
    """What a note says, but for its id."""
    return {name: value for name in Note.__slots__ if name != "id" and (value := getattr(note, name))}


def entry_of(line: str) -> entries.Entry | None:
    (block,) = markdown.parse(line).blocks
    assert isinstance(block, Block)
    return entries.entry(block.content)


# Listing pages


def test_a_listing_in_markdown_is_read_with_its_links(pages: Path) -> None:
    reading = read([pages / "docs"])
    assert reading.problems == ()
    assert reading.listings == (
        Listing("ACL2025", "Model Compression", 2, (Count("CVPR2025", 98), Count("ICLR2026", 7)), ()),
    )
    first, second = list(reading.notes)[:2]
    assert told(first) == {
        "title": "Thin Drafts: Cheap Guesses for Long Answers",
        "text": "A small network guesses. LLaMA-3-8B checks.",
        "venue": "ACL2025",
        "area": "Model Compression",
        "place": "ACL2025/model_compression/thin_drafts.md",
    }
    assert (second.title, second.arxiv, second.place) == ("Rank Is Not Enough", "2501.04321", None)


def test_the_page_of_a_listed_paper_is_where_the_listing_says(pages: Path) -> None:
    notes = read([pages / "docs"]).notes
    listed, page = (note for note in notes if note.title.startswith("Thin Drafts"))
    assert listed.place == page.place


def test_a_listing_saved_as_html_has_only_its_main_content(pages: Path) -> None:
    reading = read([pages / "listing.html"])
    assert reading.listings == (Listing("ACL2025", "Model Compression", 2),)
    assert [(note.title, note.text, note.url) for note in reading.notes] == [
        (
            "Thin Drafts: Cheap Guesses for Long Answers",
            "A small network guesses. LLaMA-3-8B checks.",
            "https://notes.example.org/ACL2025/model_compression/thin_drafts/",
        ),
        ("Rank Is Not Enough", "The size of an update matters more than its rank.", "https://arxiv.org/abs/2501.04321"),
    ]


def test_a_listing_in_chinese_is_counted_and_a_wrong_count_is_a_warning() -> None:
    text = "# 📦 模型压缩\n\n**💬 ACL2025** · 共 **3** 篇\n\n**[薄草稿](a.md)**\n\n:   小网络先猜。\n"
    assert linkedlisting.recognises(text)
    listing, note, problem = linkedlisting.read(text, LISTING)
    assert listing == Listing("ACL2025", "模型压缩", 3)
    assert isinstance(note, Note) and (note.title, note.text, note.area) == ("薄草稿", "小网络先猜。", "模型压缩")
    assert "states 3 notes, 1 were read" in str(problem)


def test_headings_on_a_listing_give_venue_and_area() -> None:
    text = (
        "# All notes\n\n## 💬 ACL2025 (2)\n\n### 📦 Pruning (1)\n\n**[A Study](a.md)**\n\n:   One.\n\n"
        "### Routing\n\n**[B Study](b.md)**\n\n:   Two.\n"
    )
    assert linkedlisting.recognises(text)
    found = [item for item in linkedlisting.read(text, "x.md") if isinstance(item, Note)]
    assert [(note.title, note.venue, note.area) for note in found] == [
        ("A Study", "ACL2025", "Pruning"),
        ("B Study", "ACL2025", "Routing"),
    ]


# Lists of papers


def test_an_awesome_list_is_read(pages: Path) -> None:
    reading = read([pages / "lists" / "awesome.md"])
    assert reading.problems == ()
    assert [told(note) for note in reading.notes] == [
        {
            "title": "Thin Drafts: Cheap Guesses",
            "venue": "ACL 2025",
            "area": "Quantization",
            "arxiv": "2501.01234",
            "code": "https://github.com/example/thin-drafts",
            "authors": ("Jane Doe", "John Roe"),
        },
        {
            "title": "Folded Layers",
            "text": "Two layers become one.",
            "venue": "ICLR 2026",
            "area": "Quantization",
            "url": "https://openreview.net/forum?id=abc",
        },
        {
            "title": "Long Caches",
            "area": "Quantization",
            "arxiv": "2402.05678",
            "code": "https://github.com/example/caches",
            "year": 2024,
        },
        {
            "title": "Rank Is Not Enough: Adapters Revisited",
            "venue": "NeurIPS 2023",
            "area": "Quantization",
            "url": "https://doi.org/10.1234/rank.7",
            "doi": "10.1234/rank.7",
        },
        {
            "title": "Small Steps",
            "text": "It takes smaller steps.",
            "area": "Quantization",
            "arxiv": "2403.00003",
            "code": "https://github.com/example/steps",
        },
        {
            "title": "Cut Once",
            "venue": "ICML 2024",
            "area": "Pruning",
            "arxiv": "2404.00004",
            "code": "https://github.com/example/cut",
            "authors": ("Ann Poe", "Bo Lee"),
        },
        {
            "title": "Cut Twice",
            "venue": "ICML 2025",
            "area": "Pruning",
            "arxiv": "2404.00005",
            "authors": ("Ann Poe",),
        },
    ]


def test_a_table_a_week_is_read(pages: Path) -> None:
    reading = read([pages / "lists" / "weekly.md"])
    assert [told(note) for note in reading.notes] == [
        {
            "title": "Thin Drafts",
            "text": "guesses words with a small network - and checks them.",
            "arxiv": "2501.01234",
            "code": "https://github.com/example/thin-drafts",
            "year": 2025,
        },
        {
            "title": "Folded Layers",
            "text": "Folds two layers into one, at no cost.",
            "url": "https://example.org/folded.html",
            "year": 2025,
        },
        {"title": "Long Caches: A Survey", "text": "looks back.", "arxiv": "2402.05678"},
    ]


@pytest.mark.parametrize(
    ("line", "title", "venue"),
    [
        ("[**[ICLR'25] Thin Drafts**](https://arxiv.org/abs/2501.01234)", "[ICLR'25] Thin Drafts", None),
        ("**NeurIPS 2023** Thin Drafts [[arXiv](https://arxiv.org/abs/2501.01234)]", "Thin Drafts", "NeurIPS 2023"),
        ('"Thin Drafts", A. Poe, B. Lee, arXiv 2024. [[paper]](https://arxiv.org/abs/2501.01234)', "Thin Drafts", None),
        (
            "Thin Drafts: On Layers [[ICML 2023]](https://arxiv.org/abs/2501.01234)",
            "Thin Drafts: On Layers",
            "ICML 2023",
        ),
        (
            "🔥 [2025.01] 🚀 Thin Drafts: Cheap Guesses for Long Answers of Chatty Models [[pdf]](https://arxiv.org/abs/2501.01234)",
            "Thin Drafts: Cheap Guesses for Long Answers of Chatty Models",
            None,
        ),
        (
            "Thin Drafts: how small models know what large ones are about to say [[pdf]](https://arxiv.org/abs/2501.01234)",
            "Thin Drafts: how small models know what large ones are about to say",
            None,
        ),
        (
            "Thin Drafts: A small network guesses, and a large one checks. [[pdf]](https://arxiv.org/abs/2501.01234)",
            "Thin Drafts",
            None,
        ),
        (
            "**Thin Drafts** ![ICLR](https://img.shields.io/badge/ICLR-2025-blue) [[pdf]](https://arxiv.org/abs/2501.01234)",
            "Thin Drafts",
            "ICLR 2025",
        ),
        (
            "**Thin Drafts** ![](https://img.shields.io/badge/Conference-ICML'25%20Oral-blue.svg?style=flat) "
            "[[pdf]](https://arxiv.org/abs/2501.01234)",
            "Thin Drafts",
            "ICML 2025",
        ),
        ("1) **Thin Drafts** in March 2024 [paper](https://arxiv.org/abs/2501.01234)", "Thin Drafts", None),
    ],
)
def test_title_and_venue_of_an_entry(line: str, title: str, venue: str | None) -> None:
    found = entry_of(line)
    assert found and (found.title, found.arxiv) == (title, "2501.01234")
    if venue:
        assert found.venue == venue


def test_columns_of_venue_and_year_make_an_edition() -> None:
    row = "| Thin Drafts | ACL | 2025 | [pdf](https://arxiv.org/abs/2501.01234) |"
    page = f"| Title | Venue | Year | Link |\n|---|---|---|---|\n{row}\n"
    (note,) = paperlist.read(page, "list.md")
    assert isinstance(note, Note) and (note.venue, note.year) == ("ACL 2025", 2025)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Date | Title | Paper | Code", "2025.01 | 🔥**Thin Drafts: Cheap Guesses** | [[pdf]]({}) | ⚠️"),
        ("Paper | Venue | Paper", "Thin Drafts: Cheap Guesses | ACL 2025 | [link]({})"),
        ("Title & Authors | Links", "![Star](stars.svg)<br>[Thin Drafts: Cheap Guesses]({}) <br> Ann Poe, Bo Lee | -"),
        (
            "Title and Authors | Links",
            "[![Star](stars.svg)](https://github.com/example/thin)<br>Thin Drafts: Cheap Guesses | [Paper]({})",
        ),
    ],
)
def test_a_row_is_a_paper_wherever_its_title_and_its_link_stand(header: str, row: str) -> None:
    row = row.format("https://arxiv.org/abs/2501.01234")
    page = f"| {header} |\n|{'---|' * len(header.split('|'))}\n| {row} |\n"
    (note,) = paperlist.read(page, "list.md")
    assert isinstance(note, Note)
    assert (note.title, note.arxiv) == ("Thin Drafts: Cheap Guesses", "2501.01234")


@pytest.mark.parametrize(
    "line",
    [
        "[quicktool](https://github.com/example/quicktool) - a tool",
        "[Paper](https://arxiv.org/abs/2501.01234)",
        "Fixed a leak (CVE-2016-1234) [#12](https://github.com/example/x/pull/12)",
        "[Quantization](#quantization)",
        "no link at all (ICLR 2025)",
    ],
)
def test_what_leads_to_no_paper_is_no_entry(line: str) -> None:
    assert entry_of(line) is None


def test_folders_of_all_kinds_are_read_in_one_call(pages: Path, fixtures: Path) -> None:
    reading = read([pages, fixtures / "listing"])
    assert [problem.place for problem in reading.problems] == ["pages/vault/README.md", "listing/unrelated.txt:1"]
    assert len(reading.notes) == 4 + 2 + 7 + 3 + 2 + 24
    assert len(reading.listings) == 2 + 6


def test_each_fixture_is_recognised_as_what_it_is(pages: Path) -> None:
    expected = {
        LISTING: "linked listing",
        "docs/ACL2025/model_compression/thin_drafts.md": "paper page",
        "docs/ICLR2026/llm_nlp/folded_layers.md": "paper page",
        "listing.html": "linked listing",
        "lists/awesome.md": "paper list",
        "lists/weekly.md": "paper list",
        "vault/papers/Thin Drafts.md": "paper page",
        "vault/papers/Long Caches.md": "vault",
        "vault/README.md": "vault",
    }
    for place, kind in expected.items():
        text = (pages / place).read_text(encoding="utf-8")
        kinds = {name: one for name, one in KINDS.items() if Path(place).suffix in one.suffixes}
        assert next(name for name, one in kinds.items() if one.reader().recognises(text)) == kind, place


def test_the_week_list_is_read_row_by_row(shared: Path) -> None:
    """Every row of a paper becomes a note but those without a link to a paper, and its title stands in its row."""
    text = (shared / "corpus" / "ml-papers-of-the-week.md").read_text(encoding="utf-8")
    rows = [line for line in text.split("\n") if line.startswith("| ") and line[2:4].strip(" )").isdigit()]
    assert len(rows) == 1300
    notes = [item for item in paperlist.read(text, "weeks.md") if isinstance(item, Note)]
    with_paper = [row for row in rows if "[Paper](" in row or "arxiv.org/" in row]
    assert len(with_paper) <= len(notes) <= len(rows)
    plain = " ".join(text.replace("*", "").replace("\\", "").split())
    assert all(" ".join(note.title.split()) in plain for note in notes if "$" not in note.title)
    assert sum(bool(note.text) for note in notes) > 0.99 * len(notes)
    assert sum(bool(note.arxiv) for note in notes) == sum(
        "arxiv.org/abs/" in row or "arxiv.org/pdf/" in row for row in rows
    )
