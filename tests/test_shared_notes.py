"""The 120 published pages: each gives what it has, counted by plain patterns that share nothing with the readers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.notes import Note
from kg.sources import Reading, read

FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def docs(shared: Path) -> Path:
    if not (shared / "notes" / "docs").is_dir():
        pytest.skip("the published pages are not here")
    return shared / "notes"


@pytest.fixture(scope="module")
def reading(docs: Path) -> Reading:
    return read([docs])


@pytest.fixture(scope="module")
def pages(docs: Path, reading: Reading) -> list[tuple[str, Note]]:
    """The text of each page on one paper, and its note."""
    alone = {note.place: note for note in reading.notes if note.sections}
    texts = {
        path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8")
        for path in docs.rglob("*.md")
        if path.name != "index.md"
    }
    assert set(alone) == set(texts)
    return [(text, alone[place]) for place, text in sorted(texts.items())]


def label(text: str, name: str) -> str | None:
    match = re.search(rf"^\*\*.*?{name}\*\*: *(.*)$|\*\*{name}\*\*: *(.*)$", text, re.MULTILINE)
    return (match[1] or match[2] or "").strip() if match else None


def test_all_pages_are_read_without_a_problem(reading: Reading, pages: list[tuple[str, Note]]) -> None:
    assert reading.problems == ()
    assert len(pages) == 120
    assert [listing.stated_notes for listing in reading.listings] == [38, 28]
    assert len(reading.notes) == 120 + 38 + 28


def test_each_page_has_title_venue_area_keywords_and_summary(pages: list[tuple[str, Note]]) -> None:
    for text, note in pages:
        heading = re.search(r"^# (.*)$", text, re.MULTILINE)
        assert heading and note.title == heading[1].strip()
        venue = label(text, "会议")
        assert venue and note.venue
        assert venue.replace(" ", "").startswith(note.venue.replace(" ", ""))
        assert re.fullmatch(r"[A-Z]+ ?20\d\d", note.venue)
        assert note.area == label(text, "领域")
        assert note.keywords
        for word in re.split("[,，、] *", label(text, "关键词") or ""):
            assert any(word.strip(" []") in keyword for keyword in note.keywords), (note.place, word)
        summary = re.search(r"^## 一句话总结\s*\n+(.*)$", text, re.MULTILINE)
        assert summary
        bare = re.sub(r"[*`]", "", summary[1]).removeprefix("> ").strip()
        assert re.sub(r"[*`]", "", note.text).startswith(bare[:60]), note.place


def test_each_page_has_its_arxiv_id_and_code_where_it_gives_them(pages: list[tuple[str, Note]]) -> None:
    for text, note in pages:
        head = text.partition("\n## ")[0]
        found = re.search(r"arxiv\.org/abs/(\d{4}\.\d{5})", head)
        assert note.arxiv == (found[1] if found else None)
        code = re.search(r"\*\*代码\*\*:.*?(https?://[^\s()\]（）]+)", head)
        with_path = code and code[1].rstrip("/") not in ("https://github.com",)
        if with_path:
            assert code and note.code == code[1], note.place
        else:
            assert note.code is None, note.place


def test_each_table_of_a_page_is_read_with_its_cells(pages: list[tuple[str, Note]]) -> None:
    total = 0
    for text, note in pages:
        text = FENCE.sub("", text).partition("\n## 评分")[0]
        heads = re.findall(r"^[ \t]*\|.*\|[ \t]*\n[ \t]*\|[ :|-]+\|[ \t]*$", text, re.MULTILINE)
        assert len(note.tables) == len(heads), note.place
        rows = len(re.findall(r"^[ \t]*\|.*\|[ \t]*$", text, re.MULTILINE))
        assert sum(len(table.rows) + 2 for table in note.tables) == rows, note.place
        total += len(note.tables)
    assert total > 200


def test_each_heading_with_text_is_a_section_and_ratings_are_kept(pages: list[tuple[str, Note]]) -> None:
    for text, note in pages:
        headings = re.findall(r"^#{2,4} +(.*?)\s*$", FENCE.sub("", text), re.MULTILINE)
        for section in note.sections:
            assert any(section.heading in re.sub(r"[*`]", "", heading) for heading in headings)
            assert note.text[section.start : section.end].strip()
        stars = text.partition("\n## 评分")[2]
        assert bool(note.rating) == bool(stars.strip()) or "论文评价" in text, note.place
        assert (note.rating or "").count("⭐") == stars.count("⭐")


def test_what_pages_set_themselves_against_is_named(pages: list[tuple[str, Note]]) -> None:
    for text, note in pages:
        bullets = re.findall(r"^- \*\*vs\.? *[^*]*[A-Za-z]{3}", text, re.MULTILINE)
        assert (not bullets) or any(one.compared for one in note.related), note.place
