"""JSON files: the papers of an array or of an object that holds one; what else a file holds is told in one line."""

from __future__ import annotations

import json

import pytest

from kg.notes import Note, Problem
from kg.sources import jsonfile


def titles(content: object) -> list[str]:
    items = list(jsonfile.read(json.dumps(content), "papers.json"))
    assert not [item for item in items if isinstance(item, Problem)]
    return [item.title for item in items if isinstance(item, Note)]


def only_problem(text: str) -> Problem:
    (problem,) = jsonfile.read(text, "papers.json")
    assert isinstance(problem, Problem), problem
    assert "\n" not in str(problem)
    return problem


def test_an_array_of_papers_is_read() -> None:
    assert titles([{"title": "Thin Drafts"}, {"name": "Caches"}]) == ["Thin Drafts", "Caches"]


@pytest.mark.parametrize("name", jsonfile.LISTS)
def test_papers_may_stand_in_an_object_under_a_name_that_says_so(name: str) -> None:
    assert titles({"version": 1, "authors": [{"name": "Ada"}], name: [{"title": "Thin Drafts"}]}) == ["Thin Drafts"]


def test_a_paper_may_be_alone_in_its_file() -> None:
    assert titles({"title": "Thin Drafts", "abstract": "A text."}) == ["Thin Drafts"]


def test_an_object_with_a_name_and_no_text_is_no_paper() -> None:
    assert "without a list of papers" in only_problem('{"name": "left-pad", "version": "1.0"}').what


def test_json_lines_in_a_file_that_ends_in_json_are_read() -> None:
    items = list(jsonfile.read('{"title": "One"}\n{"title": "Two"}\n', "papers.json"))
    assert [item.title for item in items if isinstance(item, Note)] == ["One", "Two"]


def test_an_entry_that_is_no_paper_is_named_by_its_number() -> None:
    items = list(jsonfile.read('[{"title": "One"}, 7, {"text": "x"}]', "papers.json"))
    assert [item.place for item in items if isinstance(item, Problem)] == [
        "papers.json, entry 2",
        "papers.json, entry 3",
    ]


def test_broken_json_is_named_by_its_line() -> None:
    problem = only_problem('[\n{"title": "One"},\n')
    assert problem.place == "papers.json:3"
    assert "broken JSON" in problem.what


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, "9" * 5000, "[1" + "0" * 5000 + "]", '"x"', "null"])
def test_bombs_and_lone_values_are_one_problem(text: str) -> None:
    only_problem(text)
