"""RIS: records become notes; one that is cut off or untitled takes no other with it."""

from __future__ import annotations

from kg.notes import Note, Problem
from kg.sources import ris


def read(text: str) -> tuple[list[Note], list[Problem]]:
    items = list(ris.read(text, "papers.ris"))
    return [item for item in items if isinstance(item, Note)], [item for item in items if isinstance(item, Problem)]


def test_a_record_that_is_cut_off_is_read_and_so_is_the_next() -> None:
    notes, problems = read("TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \nTY  - JOUR\nTI  - Three")
    assert [note.title for note in notes] == ["One", "Two", "Three"]
    assert not problems


def test_a_record_without_a_title_is_named_by_its_first_line() -> None:
    _, (problem,) = read("TY  - JOUR\nTI  - One\nER  - \n\nTY  - JOUR\nAB  - x\nER  - \n")
    assert problem.place == "papers.ris:5"


def test_a_line_without_a_tag_goes_on_with_the_one_above() -> None:
    (note,), _ = read("TY  - JOUR\nTI  - Thin Drafts:\n      Cheap Guesses\nAB  - One.\nTwo.\nZZ  - x\ny\nER  - \n")
    assert (note.title, note.text) == ("Thin Drafts: Cheap Guesses", "One. Two.")


def test_a_text_without_records_is_one_problem_that_says_what_is_expected() -> None:
    _, (problem,) = read("Thin Drafts\nA text.\n")
    assert problem.what == "is not RIS"
    assert "TY  -" in problem.mend
