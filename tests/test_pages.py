"""Pages on one paper: Markdown, a saved HTML page and a note of a vault give what they say of their paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.notes import Note, Problem, Related, Table
from kg.sources import Reading, paperpage, read

DRAFTS = "docs/ACL2025/model_compression/thin_drafts.md"
FOLDED = "docs/ICLR2026/llm_nlp/folded_layers.md"


def note_of(text: str, place: str = "note.md") -> Note:
    (found,) = paperpage.read(text, place)
    assert isinstance(found, Note)
    return found


def read_text(folder: Path, text: str, name: str = "note.md") -> Reading:
    (folder / name).write_text(text, encoding="utf-8")
    return read([folder / name])


@pytest.fixture(scope="module")
def notes(fixtures: Path) -> dict[str, Note]:
    reading = read([fixtures / "pages" / "docs" / name for name in ("ACL2025", "ICLR2026")])
    assert reading.problems == ()
    reading = read([fixtures / "pages"])
    return {note.place: note for note in reading.notes if note.place and note.sections}


@pytest.fixture(scope="module")
def drafts(notes: dict[str, Note]) -> Note:
    return notes[DRAFTS]


@pytest.fixture(scope="module")
def folded(notes: dict[str, Note]) -> Note:
    return notes[FOLDED]


# Labels


def test_the_labels_of_a_page_are_read(drafts: Note) -> None:
    assert drafts.title == "Thin Drafts: Cheap Guesses for Long Answers"
    assert (drafts.venue, drafts.area, drafts.arxiv) == ("ACL 2025", "LLM Efficiency / Decoding", "2501.01234")
    assert drafts.code == "https://github.com/example/thin-drafts"


def test_labels_in_chinese_are_read_and_several_may_share_a_line(folded: Note) -> None:
    assert (folded.venue, folded.area, folded.arxiv) == ("ICLR2026", "模型压缩", "2602.00011")
    assert folded.keywords == ("层折叠", "剪枝", "知识蒸馏")
    assert folded.code is None  # "to be confirmed"


def test_keywords_are_tags_and_labels_without_the_venue(drafts: Note) -> None:
    assert drafts.keywords == ("speculative decoding", "draft models", "KV cache (paged, shared)")


@pytest.mark.parametrize("value", ["无", "N/A", "[GitHub](https://github.com/)", "https://github.com"])
def test_code_that_leads_nowhere_is_none(value: str) -> None:
    assert note_of(f"# T\n\n**Code**: {value}\n\n## TL;DR\nx").code is None


def test_a_page_that_names_no_venue_has_that_of_its_folders() -> None:
    note = note_of("# T\n\n**Keywords**: a, b\n\n## TL;DR\nShort.", DRAFTS)
    assert (note.venue, note.area) == ("ACL2025", "model compression")


@pytest.mark.parametrize(
    ("stated", "year", "venue"),
    [("ICLR", 2023, "ICLR 2023"), ("ICLR 2023", 2022, "ICLR 2023"), ("ICLR", "", "ICLR"), ("arXiv", 2023, "arXiv")],
)
def test_the_year_of_a_page_is_that_of_the_edition_of_its_venue(stated: str, year: object, venue: str) -> None:
    assert note_of(f"---\nvenue: {stated}\nyear: {year}\n---\n# Thin Drafts\n\nText.").venue == venue


@pytest.mark.parametrize("header", ["| | |", "| Field | Value |", "| Area | Decoding |"])
def test_labels_may_stand_in_a_table(tmp_path: Path, header: str) -> None:
    rows = "| Venue | ICML 2024 |\n| arXiv | 2501.01234 |\n| Code | [here](https://github.com/example/thin) |"
    (note,) = read_text(tmp_path, f"# Thin Drafts\n\n{header}\n|---|---|\n{rows}\n\n## Summary\n\nSmall.\n").notes
    assert (note.venue, note.arxiv, note.code) == ("ICML 2024", "2501.01234", "https://github.com/example/thin")
    assert (note.area, note.text, note.tables) == ("Decoding" if "Area" in header else None, "Small.", ())


def test_a_table_of_results_is_no_table_of_labels() -> None:
    note = note_of("# Thin Drafts\n\n| Method | Score |\n|---|---|\n| Ours | 68.0 |\n| Score | 60.0 |\n\n[[x]]")
    assert (len(note.tables), note.rating) == (1, None)


def test_labels_need_no_bold() -> None:
    note = note_of(
        "# Thin Drafts\nAuthors: Jane Doe, John Roe and Ann Poe\nYear: 2024\nDOI: 10.1234/x.5\n\n## Method\nIt."
    )
    assert note.authors == ("Jane Doe", "John Roe", "Ann Poe")
    assert (note.year, note.doi, note.text) == (2024, "10.1234/x.5", "It.")


# Text, sections and tables


def test_the_text_begins_with_the_summary_and_holds_no_code(drafts: Note) -> None:
    assert drafts.text.startswith("A small network guesses the next words, and LLaMA-3-8B checks them at once.\n")
    assert "print" not in drafts.text


def test_formulas_and_tags_that_are_no_html_stay_as_they_are_written(drafts: Note) -> None:
    assert r"costs $O(n \cdot d_k)$ a word, and \(a_i * b_j * c\) more with a <think> block. It waits" in drafts.text


def test_sections_tell_where_they_stand(drafts: Note) -> None:
    parts = {section.heading: drafts.text[section.start : section.end] for section in drafts.sections}
    assert parts["Limitations"] == "Tried on one model only."
    assert parts["Overall Framework"] == (
        "Guessing: a network of one layer guesses k words.\nIt shares the embeddings.\n"
        "Checking: all guesses are checked at once."
    )
    assert parts["Method"] == parts["Overall Framework"]
    assert [section.heading for section in drafts.sections][:3] == [
        "Background & Motivation",
        "Method",
        "Overall Framework",
    ]


def test_the_rating_is_no_part_of_the_text(drafts: Note, folded: Note) -> None:
    assert drafts.rating == "Novelty: ⭐⭐⭐⭐\nWriting: ⭐⭐⭐"
    assert folded.rating == "新颖性: ⭐⭐⭐\n价值: ⭐⭐⭐⭐"  # the first part stands in the heading
    assert "⭐" not in drafts.text + folded.text


def test_tables_have_the_line_over_them_or_their_heading_and_know_what_is_bold(drafts: Note) -> None:
    first, second = drafts.tables
    assert first == Table(
        "Speed on LongBench",
        ("Method", "LongBench ↑", "Speedup"),
        (("Plain", "41.2", "1.00×"), ("Thin Drafts", "41.9", "2.31×")),
        ((1, 0), (1, 1), (1, 2)),
    )
    assert (second.caption, second.rows) == ("With less memory (MMLU)", (("Thin Drafts", "35.3%"),))


LINES = st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20), max_size=6).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(["##", "###", "####"]), LINES, LINES), max_size=8))
def test_slices_by_sections_are_exact(parts: list[tuple[str, str, str]]) -> None:
    text = "# T\n\n**Venue**: ACL 2025\n\n" + "".join(f"{mark} S{head}\n\n{body}\n\n" for mark, head, body in parts)
    note = note_of(text)
    for section in note.sections:
        part = note.text[section.start : section.end]
        assert part
        assert (note.text + "\n")[section.end] == "\n"
        assert section.start == 0 or note.text[section.start - 1] == "\n"


@given(st.sampled_from([f"sentence {letter}." for letter in "abcdefgh"]).map(str), st.integers(2, 8))
def test_each_line_of_a_page_is_in_the_section_it_was_written_in(line: str, count: int) -> None:
    text = "# T\n" + "".join(f"\n## Part {at}\n\n{line} {at}\n\n- item {at}\n" for at in range(count))
    note = note_of(text)
    assert [note.text[one.start : one.end] for one in note.sections] == [
        f"{line} {at}\nitem {at}" for at in range(count)
    ]


# Related work


def test_what_a_page_sets_its_paper_against_and_links_to_is_related(drafts: Note, folded: Note) -> None:
    assert drafts.related == (
        Related("SnapKV", None, True),
        Related("H2O", None, True),
        Related("Folded Layers", FOLDED, True),
        Related("EAGLE", None, False),
        Related("Long Caches", "arxiv:2402.05678", False),
        Related("a report", "doi:10.1234/abc.5", False),
    )
    assert folded.related == (
        Related("ShortGPT", None, True),
        Related("LaCo", None, True),
        Related("SliceGPT", None, True),
        Related("Thin Drafts", DRAFTS, False),
    )


def test_a_link_out_of_the_folder_has_no_place() -> None:
    note = note_of("# T\n\n## Related Work\n- [Other](../../../etc/other.md)\n- [Root](/etc/passwd.md)", "a/b.md")
    assert [(one.name, one.link) for one in note.related] == [("Other", None), ("Root", None)]


# HTML


def as_html(text: str) -> str:
    _, _, body = text.removeprefix("---\n").rpartition("---\n# ")
    options = pyromark.Options.ENABLE_TABLES
    made = pyromark.html("# " + body.removeprefix("# "), options=options)
    made = made.replace("</h2>", '<a class="headerlink" href="#x">¶</a></h2>').replace("<think>", "&lt;think&gt;")
    made = made.replace("(a_i * b_j * c)", r"\(a_i * b_j * c\)")
    head = '<!DOCTYPE html><html><head><title>Site</title><link rel="canonical" href="https://n.example/x/"></head>'
    menu = "<body><nav><a href='/'>All papers</a></nav><main><article class='md-content__inner'>"
    return f"{head}{menu}{made}</article></main><footer>Made by hand</footer></body></html>"


@pytest.mark.parametrize("place", [DRAFTS, FOLDED])
def test_a_page_saved_as_html_says_the_same(fixtures: Path, notes: dict[str, Note], place: str) -> None:
    text = (fixtures / "pages" / place).read_text(encoding="utf-8")
    page = as_html(text)
    assert paperpage.recognises(page)
    found = note_of(page, place)
    assert found.url == "https://n.example/x/"
    expected = notes[place]
    for name in ("title", "text", "venue", "area", "arxiv", "code", "rating", "sections", "tables", "related"):
        assert getattr(found, name) == getattr(expected, name), name


# Vaults


def test_a_note_of_a_vault_is_read(fixtures: Path) -> None:
    (note, other) = sorted(read([fixtures / "pages" / "vault"]).notes, key=lambda one: -len(one.title))
    assert replace(note, id="", text="", related=()) == Note(
        id="",
        title="Thin Drafts: Cheap Guesses for Long Answers",
        text="",
        venue="ACL 2025",
        url="https://arxiv.org/abs/2501.01234",
        arxiv="2501.01234",
        keywords=("decoding", "paper/read", "speculative-decoding", "efficiency"),
        doi="10.1234/thin.5",
        authors=("Jane Doe", "John Roe"),
        year=2025,
        aliases=("ThinDrafts",),
        place="papers/Thin Drafts.md",
    )
    assert note.related == (Related("folding", "Folded Layers"), Related("Long Caches", "papers/Long Caches"))
    assert note.text.startswith("In short\nIt is faster than folding and")
    assert "read again" not in note.text and "figure" not in note.text
    assert (other.title, other.related) == ("Long Caches", (Related("Thin Drafts", "Thin Drafts"),))


def test_the_title_of_a_note_is_its_first_heading_or_its_file() -> None:
    assert note_of("## Thin Drafts\n\n[[x]]").title == "Thin Drafts"
    assert note_of("## Summary\n\nShort.", "a/thin_drafts.md").title == "thin drafts"


@pytest.mark.parametrize(
    "text",
    [
        "# A Tool\n\n## Installation\n\n    pip install tool\n\n## Usage\n\nSee [the paper](https://arxiv.org/abs/2401.00001).",
        "# Index\n\n- [ACL](acl/)\n- [ICLR](iclr/)\n",
        "Buy bread.\n",
    ],
)
def test_markdown_that_holds_no_paper_is_a_problem_of_one_line(tmp_path: Path, text: str) -> None:
    reading = read_text(tmp_path, text)
    (problem,) = reading.problems
    assert reading.notes == ()
    assert isinstance(problem, Problem) and "no note on a paper" in str(problem) and "\n" not in str(problem)


@pytest.mark.parametrize(
    "line",
    [
        "ACL 2025 · https://arxiv.org/abs/2501.01234 · https://github.com/example/thin",
        "[[paper](https://arxiv.org/abs/2501.01234)] [[code](https://github.com/example/thin)] ACL 2025",
        "📄 [Paper](https://arxiv.org/pdf/2501.01234v2) | [Project page](https://thin.example) | "
        "[GitHub](https://github.com/example/thin) | ACL 2025",
    ],
)
def test_a_line_of_nothing_but_links_says_where_paper_and_code_are(tmp_path: Path, line: str) -> None:
    (note,) = read_text(tmp_path, f"# Thin Drafts\n\n{line}\n\nA small network guesses.\n").notes
    assert (note.arxiv, note.code) == ("2501.01234", "https://github.com/example/thin")
    assert (note.venue, note.text, note.related) == ("ACL 2025", "A small network guesses.", ())


@pytest.mark.parametrize(
    "words", ["Builds on LoRA {}", "It is like {}", "LoRA ({})", "[LoRA: Low-Rank Adaptation]({})"]
)
@pytest.mark.parametrize("link", ["https://arxiv.org/abs/2106.09685", "[paper](https://arxiv.org/abs/2106.09685)"])
def test_a_paper_that_a_sentence_points_to_is_not_the_page_s_own(tmp_path: Path, words: str, link: str) -> None:
    text = words.format("https://arxiv.org/abs/2106.09685" if words.startswith("[") else link)
    (note,) = read_text(tmp_path, f"# Thin Drafts\n\n{text}\n").notes
    assert note.arxiv is None


@pytest.mark.parametrize("title", ["{{title}}", "<% tp.file.title %>"])
@pytest.mark.parametrize("form", ['---\ntitle: "{}"\ntags: []\n---\n', "# {}\n\n**Venue**:\n**Area**:\n\n## TL;DR\n"])
def test_a_template_of_notes_is_no_note(tmp_path: Path, form: str, title: str) -> None:
    reading = read_text(tmp_path, form.format(title))
    assert (reading.notes, reading.problems) == ((), ())


def test_a_wikilink_may_give_a_whole_title_with_its_colon() -> None:
    assert note_of("# A\n\nSee [[Thin Drafts: Cheap Guesses]] and [[x]].").related == (
        Related("Thin Drafts: Cheap Guesses", "Thin Drafts: Cheap Guesses"),
        Related("x", "x"),
    )
    assert note_of("# A\n\nSee [this](javascript:run) and [that](mailto:a@b.example).").related == ()


def test_a_page_saved_in_its_own_charset_is_read(tmp_path: Path) -> None:
    page = (
        "<html><head><meta {}></head><body><h1>薄草稿</h1><p><b>会议</b>: ACL 2025</p><h2>摘要</h2><p>小网络先猜。</p>"
    )
    for number, head in enumerate(('charset="gbk"', 'http-equiv="Content-Type" content="text/html; charset=gb2312"')):
        (tmp_path / f"{number}.html").write_bytes(page.format(head).encode("gbk"))
    (tmp_path / "2.html").write_bytes(page.format("charset=gbk").encode())  # what it says is wrong
    assert [(note.title, note.text) for note in read(tmp_path).notes] == [("薄草稿", "小网络先猜。")] * 3


# Front matter


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("a: &a [x, x]\nb: *a", "aliases"),
        ("a: [", "front matter"),
        ("[" * 5_000, "deeply"),
        ("a: " + "x" * 60_000, "60,00"),
    ],
)
def test_front_matter_that_can_not_be_read_is_named_and_the_note_is_read(
    tmp_path: Path, front: str, reason: str
) -> None:
    reading = read_text(tmp_path, f"---\n{front}\n---\n# Thin Drafts\n\n#decoding\n\nA [[note]].\n")
    assert [note.title for note in reading.notes] == ["Thin Drafts"]
    (problem,) = reading.problems
    assert problem.kind == "warning" and reason in problem.what


def test_tags_of_yaml_make_nothing(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, '---\ntitle: !!python/object/apply:os.mkdir ["made"]\nyear: !!int "2024"\n---\nText.\n'
    )
    assert [(note.title, note.year) for note in reading.notes] == [("made", 2024)]
    assert not Path("made").exists()
