"""JSON lines: a note an object, ids unchanged, a broken line told with its number and the rest read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.iri import BASE
from kg.mentions import TaggedNote
from kg.notes import Note, Problem
from kg.sources import Reading, jsonlines, read


def read_lines(folder: Path, *lines: str) -> Reading:
    path = folder / "notes.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read([path])


def note_from(**record: object) -> Note:
    (item,) = jsonlines.read(json.dumps(record), "notes.jsonl")
    assert isinstance(item, Note), item
    return item


def problem_from(line: str) -> Problem:
    (item,) = jsonlines.read(line, "notes.jsonl")
    assert isinstance(item, Problem), item
    return item


@pytest.mark.parametrize("given_id", ["003-001", "ACL/2026 #7", "é", " 7 ", pytest.param(7), pytest.param(0)])
def test_an_id_comes_back_unchanged(given_id: str | int) -> None:
    note = note_from(id=given_id, title="Thin Drafts", text="A text.")
    assert TaggedNote(note, (), (), ()).to_json(BASE)["id"] == given_id


def test_a_note_without_an_id_gets_one_from_its_content() -> None:
    first = note_from(title="Thin Drafts", text="A text.")
    assert first.id
    assert first.id == note_from(title="Thin Drafts", text="A text.").id
    assert first.id != note_from(title="Thin Drafts", text="Another text.").id


@pytest.mark.parametrize("field", ["text", "abstract", "summary", "tldr"])
def test_the_text_goes_by_four_names(field: str) -> None:
    assert note_from(**{"title": "Thin Drafts", field: "A text."}).text == "A text."


def test_the_text_comes_before_abstract_summary_and_tldr() -> None:
    assert note_from(title="T", tldr="d", summary="c", abstract="b", text="a").text == "a"
    assert note_from(title="T", tldr="d", summary="c", abstract="b").text == "b"
    assert note_from(title="T", tldr="d", summary="c").text == "c"


def test_an_empty_text_gives_way_to_the_abstract() -> None:
    assert note_from(title="T", text="", abstract="An abstract.").text == "An abstract."
    assert note_from(title="T", text=None, abstract="An abstract.").text == "An abstract."


def test_a_note_may_have_no_text() -> None:
    assert note_from(title="Thin Drafts").text == ""


def test_what_else_the_line_knows_is_kept() -> None:
    note = note_from(
        id="1",
        title="T",
        text="t",
        venue="ACL2026",
        area="Compression",
        url="https://example.org/1",
        arxiv="2601.00001",
        keywords=["pruning", "caches"],
    )
    assert note == Note(
        "1", "T", "t", "ACL2026", "Compression", "https://example.org/1", "2601.00001", ("pruning", "caches")
    )


@pytest.mark.parametrize("nothing", [None, "", 5, [], {}])
def test_a_field_of_another_kind_counts_as_missing(nothing: object) -> None:
    note = note_from(title="T", text="t", venue=nothing, area=nothing, url=nothing, arxiv=nothing, keywords=nothing)
    assert (note.venue, note.area, note.url, note.arxiv, note.keywords) == (None, None, None, None, ())


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    reading = read_lines(
        tmp_path, '{"id": "a", "title": "First"}', '{"id": "b", "title": ', "", '{"id": "c", "title": "Third"}'
    )
    assert [note.id for note in reading.notes] == ["a", "c"]
    (problem,) = reading.problems
    assert problem.place == "notes.jsonl:2"
    assert "JSON" in problem.what
    assert problem.kind == "skipped"
    assert "\n" not in str(problem)


@pytest.mark.parametrize("line", ["[]", '"title"', "7", "null", "true", '[{"title": "T"}]'])
def test_a_line_that_is_no_object_is_named(line: str) -> None:
    problem = problem_from(line)
    assert problem.place == "notes.jsonl:1"
    assert "object" in problem.what


@pytest.mark.parametrize(
    "title", ['"text": "t"', '"title": null', '"title": ""', '"title": 7', pytest.param('"title": " \\n"')]
)
def test_a_line_without_a_title_is_named(title: str) -> None:
    problem = problem_from(f'{{"id": "1", {title}}}')
    assert problem.place == "notes.jsonl:1"
    assert "title" in problem.what


@pytest.mark.parametrize(
    "line", ["[" * 100_000, '{"title": "T", "id": ' + "9" * 5000 + "}", "{'title': 'T'}", "{}}", "\x0b"]
)
def test_a_line_no_parser_takes_is_a_problem_and_no_crash(line: str) -> None:
    assert all(isinstance(item, Problem) for item in jsonlines.read(line, "notes.jsonl"))


def test_control_characters_are_replaced_one_for_one() -> None:
    note = note_from(id="1", title="Thin\u0000Drafts", text="a\u001b[31mb\u0085c\ud800d\tz")
    assert note.title == "Thin\ufffdDrafts"
    assert note.text == "a\ufffd[31mb\ufffdc\ufffdd\tz"


def test_a_line_separator_inside_a_text_does_not_end_the_line(tmp_path: Path) -> None:
    record = {"id": "1", "title": "Thin Drafts", "text": "one\u2028two\u2029three"}
    (note,) = read_lines(tmp_path, json.dumps(record, ensure_ascii=False)).notes
    assert note.text == "one\u2028two\u2029three"


@pytest.mark.parametrize("ending", [".jsonl", ".ndjson", ".JSONL"])
def test_json_lines_go_by_two_endings(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"notes{ending}").write_text('{"title": "Thin Drafts"}', encoding="utf-8")
    assert [note.title for note in read([tmp_path]).notes] == ["Thin Drafts"]


def test_windows_line_ends_and_a_mark_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "notes.jsonl").write_bytes(b'\xef\xbb\xbf{"title": "One"}\r\n{"title": "Two"}\r\n')
    reading = read([tmp_path])
    assert [note.title for note in reading.notes] == ["One", "Two"]
    assert reading.problems == ()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "title", "text", "venue", "keywords", "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_any_json_gives_a_note_or_a_problem(record: object) -> None:
    (item,) = jsonlines.read(json.dumps(record), "notes.jsonl")
    assert isinstance(item, Note | Problem)


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1, alphabet=st.characters(categories=["L", "N"])))))
def test_notes_written_as_lines_are_read_back(pairs: list[tuple[str, str]]) -> None:
    lines = "\n".join(json.dumps({"id": given_id, "title": title}) for given_id, title in pairs)
    items = list(jsonlines.read(lines, "notes.jsonl"))
    assert [(item.id, item.title) for item in items if isinstance(item, Note)] == pairs
