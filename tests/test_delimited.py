"""Tables: the header tells separator, quotes and meaning; a row that doesn't fit is named by its line."""

from __future__ import annotations

import pytest

from kg.notes import Note, Problem
from kg.sources import delimited


def read(text: str) -> tuple[list[Note], list[Problem]]:
    items = list(delimited.read(text, "papers.csv"))
    return [item for item in items if isinstance(item, Note)], [item for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_the_header_tells_separator_and_quotes(separator: str, quote: str) -> None:
    rows = [["Title", "Abstract"], ["Thin Drafts", f"One{separator} two; three, four|five"]]
    text = "\n".join(separator.join(f"{quote}{cell}{quote}" for cell in row) for row in rows)
    (note,), problems = read(text)
    assert (note.title, note.text) == ("Thin Drafts", f"One{separator} two; three, four|five")
    assert not problems


@pytest.mark.parametrize("heading", ["Title", "Paper", "NAME", "paper_title"])
def test_the_column_of_titles_goes_by_several_names(heading: str) -> None:
    (note,), _ = read(f"{heading},Note to self\nThin Drafts,later\n")
    assert note.title == "Thin Drafts"


@pytest.mark.parametrize(
    ("title", "venue", "year", "link"),
    [
        ("Document Title", "Publication Title", "Publication Year", "PDF Link"),  # IEEE Xplore
        ("Title", "Source title", "Year", "Link"),  # Scopus
        ("Article Title", "Source Title", "Publication Year", "DOI Link"),  # Web of Science
        ("Paper name", "Conference/Journal", "Date", "pdf_url"),
    ],
)
def test_tables_that_libraries_export_are_read(title: str, venue: str, year: str, link: str) -> None:
    header = f"{title},Authors,{venue},{year},Abstract,{link},Author Keywords"
    (note,), _ = read(
        f'{header}\nThin Drafts,"Poe, A.; Roe, B.",ICASSP,2025,Small.,https://example.org/1,drafts; caches\n'
    )
    assert (note.title, note.text, note.venue, note.year) == ("Thin Drafts", "Small.", "ICASSP 2025", 2025)
    assert (note.url, note.keywords) == ("https://example.org/1", ("drafts", "caches"))
    assert note.authors == ("A. Poe", "B. Roe")


def test_a_cell_in_quotes_may_hold_quotes_and_lines_and_later_rows_keep_their_numbers() -> None:
    notes, problems = read('Title,TL;DR\n\nOne,"A ""small"" one\nover lines"\n,no title\nTwo,a,b\n')
    assert [(note.title, note.text) for note in notes] == [("One", 'A "small" one\nover lines')]
    assert [(problem.place, problem.what) for problem in problems] == [
        ("papers.csv:6", "has 3 cells below 2 headings"),
        ("papers.csv:5", "has no title"),
    ]


def test_a_row_may_be_short_and_may_end_in_empty_cells() -> None:
    notes, problems = read("Title,Abstract\nOne\nTwo,Text,,\n")
    assert [(note.title, note.text) for note in notes] == [("One", ""), ("Two", "Text")]
    assert not problems


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "just a line", '"open', "\n\n,,\n"])
def test_a_table_without_a_column_for_titles_is_one_problem_that_says_what_is_expected(text: str) -> None:
    notes, (problem,) = read(text)
    assert not notes
    assert problem.what == "has no column for titles"
    assert "paper" in problem.mend


def test_quotes_that_are_never_closed_are_named_where_they_begin() -> None:
    notes, (problem,) = read('Title,Abstract\nOne,x\nTwo,"open\n' + "word word word\n" * 20_000)
    assert [note.title for note in notes] == ["One"]
    assert problem.place == "papers.csv:2"
    assert "quotes" in problem.mend
