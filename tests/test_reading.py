"""Reading listing pages: every hand of a page reads the same, and what can't be read is told."""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path

import pytest
from listing_page import page, papers_of

from kg.errors import NoteweaveError
from kg.notes import Count, Listing, Problem
from kg.sources import KINDS, Reading, read

PAPERS = [
    (
        "Thin Drafts: Cheap Guesses for Long Answers",
        "Thin Drafts lets a small network guess the next words. The large one checks them in one pass.",
    ),
    (
        "Do Pruned Models Forget Rare Words?",
        "The study removes heads one by one and counts which words get lost. Rare ones go first.",
    ),
    (
        "Caches That Shrink While You Read",
        "This work drops old keys as soon as nothing looks at them. Memory stays flat over long texts.",
    ),
    (
        "Rank Is Not Enough: Adapters Revisited",
        "It is shown that the size of an update matters more than its rank.",
    ),
]
HANDS = ["spaced.txt", "close.txt", "dashes.txt", "dashes-wrapped.txt", "pilcrow.txt"]


def read_text(folder: Path, text: str, name: str = "page.txt") -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read([path])


# The hands a page comes in


@pytest.mark.parametrize("hand", HANDS)
def test_a_page_reads_the_same_in_every_hand(fixtures: Path, hand: str) -> None:
    reading = read([fixtures / "listing" / hand])
    assert papers_of(reading) == PAPERS
    assert reading.problems == ()
    assert {(note.venue, note.area) for note in reading.notes} == {("ACL2026", "Model Compression")}


@pytest.mark.parametrize("hand", HANDS)
def test_the_counts_of_other_venues_and_topics_are_read(fixtures: Path, hand: str) -> None:
    assert read([fixtures / "listing" / hand]).listings == (
        Listing(
            venue="ACL2026",
            area="Model Compression",
            stated_notes=4,
            other_venues=(Count("CVPR2026", 98), Count("NeurIPS2025", 1140)),
            topics=(Count("LLM", 19), Count("Alignment/RLHF", 3)),
        ),
    )


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize(
    ("line_end", "mark", "encoding"),
    [
        ("\r\n", b"", "utf-8"),
        ("\r", b"", "utf-8"),
        ("\n", codecs.BOM_UTF8, "utf-8"),
        ("\r\n", codecs.BOM_UTF8, "utf-8"),
        ("\n", codecs.BOM_UTF16_LE, "utf-16-le"),
        ("\r\n", codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_encoding_and_line_ends_change_nothing(
    fixtures: Path, tmp_path: Path, hand: str, line_end: str, mark: bytes, encoding: str
) -> None:
    text = (fixtures / "listing" / hand).read_text(encoding="utf-8")
    path = tmp_path / "page.txt"
    path.write_bytes(mark + text.replace("\n", line_end).encode(encoding))
    reading = read([path])
    assert papers_of(reading) == PAPERS
    assert reading.listings == read([fixtures / "listing" / hand]).listings
    assert reading.problems == ()


def test_the_ids_of_notes_do_not_hang_on_the_hand(fixtures: Path) -> None:
    ids = {tuple(note.id for note in read([fixtures / "listing" / hand]).notes) for hand in HANDS}
    assert len(ids) == 1
    assert len(set(ids.pop())) == 4


def test_a_title_behind_a_dash_may_be_wrapped_over_lines(tmp_path: Path) -> None:
    text = "💬 ACL2026 · 1 paper note\n\n- Thin Drafts: Cheap Guesses\nfor Long Answers\n-\nA small network guesses.\n"
    assert papers_of(read_text(tmp_path, text)) == [(PAPERS[0][0], "A small network guesses.")]


def test_a_page_of_one_note_says_note_in_the_singular(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "🔬 ICLR2026 · 1 paper note\n\nThin Drafts\n\nA small network guesses.\n")
    assert papers_of(reading) == [("Thin Drafts", "A small network guesses.")]
    assert reading.problems == ()


def test_a_page_without_counts_has_none(tmp_path: Path) -> None:
    (found,) = read_text(tmp_path, page(PAPERS[0])).listings
    assert (found.other_venues, found.topics, found.stated_notes) == ((), (), 1)


def test_counts_may_stand_on_the_line_below_their_label(tmp_path: Path) -> None:
    text = (
        "📦 Model Compression\n💬 ACL2026 · 1 paper note\n"
        "📌 Same area in other venues:\n📷 CVPR2026 (98) · 🔬 ICLR2026 (7)\n"
        "🔥 Top topics:\nLLM ×19 · Reasoning ×4\nThin Drafts\nA small network guesses.\n"
    )
    reading = read_text(tmp_path, text)
    assert reading.listings[0].other_venues == (Count("CVPR2026", 98), Count("ICLR2026", 7))
    assert reading.listings[0].topics == (Count("LLM", 19), Count("Reasoning", 4))
    assert papers_of(reading) == [("Thin Drafts", "A small network guesses.")]


# What stands on a page


def test_a_note_without_a_summary_has_an_empty_text(fixtures: Path) -> None:
    reading = read([fixtures / "listing" / "twice-and-bare.txt"])
    assert papers_of(reading)[1] == ("Folding Weights Into Smaller Boxes", "")
    assert reading.problems == ()


def test_a_paper_listed_twice_is_one_paper_with_two_notes(fixtures: Path) -> None:
    notes = read([fixtures / "listing" / "twice-and-bare.txt"]).notes
    first, last = notes[0], notes[3]
    assert first.paper == last.paper == "paper/thin-drafts-cheap-guesses-for-long-answers"
    assert first.text == "A small network guesses, a large one checks."
    assert last.text == "Guessing several words at once makes long answers cheaper."
    assert first.id != last.id
    assert len({note.paper for note in notes}) == 3


@pytest.mark.parametrize("stated", [0, 3, 5, 1200])
def test_a_count_that_does_not_fit_is_one_warning_with_both_figures(tmp_path: Path, stated: int) -> None:
    reading = read_text(tmp_path, page(*PAPERS, stated=stated))
    (problem,) = reading.problems
    assert problem.kind == "warning"
    assert problem.place == "page.txt:3"
    assert str(stated) in problem.what
    assert "4" in problem.what
    assert papers_of(reading) == PAPERS  # what was read is kept


def test_a_page_with_no_papers_warns_of_all_that_are_missing(tmp_path: Path) -> None:
    reading = read_text(tmp_path, page(stated=12))
    (problem,) = reading.problems
    assert problem.kind == "warning"
    assert "12" in problem.what
    assert "0" in problem.what
    assert reading.notes == ()


def test_control_characters_become_replacement_characters_one_for_one(tmp_path: Path) -> None:
    reading = read_text(tmp_path, page(("Thin\x07Drafts", "A small\x1b network guesses.")))
    assert papers_of(reading) == [("Thin\ufffdDrafts", "A small\ufffd network guesses.")]


# What can't be read


def only_problem(reading: Reading) -> Problem:
    assert reading.notes == ()
    assert reading.listings == ()
    (problem,) = reading.problems
    assert problem.kind == "skipped"
    assert problem.mend
    assert "\n" not in str(problem)
    return problem


def test_an_unrelated_page_is_skipped(fixtures: Path) -> None:
    problem = only_problem(read([fixtures / "listing" / "unrelated.txt"]))
    assert problem.place == "unrelated.txt:1"
    assert "not a listing page" in problem.what


@pytest.mark.parametrize("content", [b"", b"\n\n  \r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_an_empty_file_is_skipped(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "page.txt").write_bytes(content)
    problem = only_problem(read([tmp_path / "page.txt"]))
    assert (problem.place, problem.what) == ("page.txt", "is empty")


@pytest.mark.parametrize("name", ["page.txt", "page.jsonl"])
def test_a_binary_file_is_skipped_and_its_line_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04\nab\n\x00\x00\xff")
    problem = only_problem(read([tmp_path / name]))
    assert problem.place == f"{name}:3"
    assert "not text" in problem.what


def test_a_latin_1_file_is_skipped_and_its_line_named(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes("Model Compression\nACL2026\nNaïve Drafts\n".encode("latin-1"))
    problem = only_problem(read([tmp_path / "page.txt"]))
    assert problem.place == "page.txt:3"
    assert "UTF-8" in problem.what


def test_half_a_utf_16_character_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(codecs.BOM_UTF16_LE + page(PAPERS[0]).encode("utf-16-le") + b"\x41")
    assert "UTF-16" in only_problem(read([tmp_path / "page.txt"])).what


def test_a_file_of_unknown_ending_is_skipped_and_the_known_ones_named(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_text("anything", encoding="utf-8")
    problem = only_problem(read([tmp_path / "notes.docx"]))
    assert ".docx" in problem.what
    named = problem.mend.removeprefix("use one of ").split(", ")
    assert sorted(named) == sorted({suffix for kind in KINDS.values() for suffix in kind.suffixes})


@pytest.mark.parametrize("ending", [".txt", ".TXT", ".md", ".text"])
def test_a_listing_page_goes_by_several_endings(tmp_path: Path, ending: str) -> None:
    assert papers_of(read_text(tmp_path, page(*PAPERS), f"page{ending}")) == PAPERS


def test_a_path_that_does_not_exist_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(NoteweaveError, match="nowhere"):
        read([tmp_path / "nowhere"])


def test_what_can_be_read_is_read_beside_what_can_not(fixtures: Path) -> None:
    reading = read([fixtures / "listing" / "unrelated.txt", fixtures / "listing" / "spaced.txt"])
    assert papers_of(reading) == PAPERS
    assert [problem.place for problem in reading.problems] == ["unrelated.txt:1"]


# Files and folders


@pytest.fixture
def folder(tmp_path: Path, fixtures: Path) -> Path:
    root = tmp_path / "notes"
    (root / "inner").mkdir(parents=True)
    (root / ".hidden").mkdir()
    shutil.copy(fixtures / "listing" / "spaced.txt", root / "b.txt")
    shutil.copy(fixtures / "listing" / "twice-and-bare.txt", root / "inner" / "a.txt")
    shutil.copy(fixtures / "listing" / "spaced.txt", root / ".hidden" / "c.txt")
    shutil.copy(fixtures / "listing" / "spaced.txt", root / ".d.txt")
    return root


def test_a_folder_is_walked_and_hidden_files_are_left_out(folder: Path) -> None:
    reading = read([folder])
    assert sorted(reading.files) == ["b.txt", "inner/a.txt"]
    assert len(reading.notes) == 4 + 4
    assert reading.problems == ()


def test_a_hidden_file_is_read_where_it_is_named(folder: Path) -> None:
    assert papers_of(read([folder / ".d.txt"])) == PAPERS


def test_links_in_a_folder_are_not_followed(folder: Path, tmp_path: Path, fixtures: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.copy(fixtures / "listing" / "spaced.txt", outside / "secret.txt")
    (folder / "file-link.txt").symlink_to(outside / "secret.txt")
    (folder / "folder-link").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    assert sorted(read([folder]).files) == ["b.txt", "inner/a.txt"]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    assert papers_of(read([folder / "b.txt", folder / "b.txt"])) == PAPERS
    assert papers_of(read([folder / "b.txt", folder / "inner" / ".." / "b.txt"])) == PAPERS


def test_a_file_named_beside_its_folder_is_read_once(folder: Path) -> None:
    assert len(read([folder / "b.txt", folder]).notes) == 8
    assert len(read([folder, folder / "b.txt"]).notes) == 8


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert read([tmp_path]) == Reading((), (), (), ())


def test_a_folder_whose_name_ends_like_a_file_is_walked(folder: Path, tmp_path: Path) -> None:
    named = tmp_path / "pages.txt"
    folder.rename(named)
    assert sorted(read([named]).files) == ["b.txt", "inner/a.txt"]
