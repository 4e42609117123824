"""Records: a paper reads the same in every format, and what people write into fields is made sense of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.facts.entities import canonical_venue
from kg.notes import Note, Problem
from kg.sources import read, values
from kg.sources.records import FIELDS, field_of, note_of, notes
from kg.sources.venues import edition
from kg.vocabulary import load

PAPERS = (
    Note(
        id="",
        title="Thin Drafts: Cheap Guesses for Naïve Readers",
        text="A small network guesses the next words. Decoding becomes 50% faster.",
        venue="ACL 2024",
        url="https://example.org/thin-drafts",
        arxiv="2401.00001",
        doi="10.1234/thin.drafts",
        keywords=("speculative decoding", "inference"),
        authors=("Ada Lovelace", "Kurt Gödel"),
        year=2024,
    ),
    Note(
        id="",
        title="Caches That Shrink",
        text="Old keys are dropped; memory stays flat.",
        venue="ICML 2023",
        url="https://example.org/caches",
        keywords=("KV cache",),
        authors=("Grace Hopper",),
        year=2023,
    ),
)


@pytest.mark.parametrize(
    "name", ["papers.json", "papers.jsonl", "papers.csv", "papers.tsv", "papers.bib", "papers.ris"]
)
def test_a_paper_reads_the_same_in_every_format(fixtures: Path, name: str) -> None:
    reading = read([fixtures / "records" / name])
    first, second = PAPERS
    if name.endswith(".ris"):  # which has no tag for it
        first = replace(first, arxiv=None)
    assert reading.problems == ()
    assert [replace(note, id="") for note in reading.notes] == [first, second]
    assert len({note.id for note in reading.notes}) == 2


@pytest.mark.parametrize("name", ["TL;DR", "tl_dr", "TLDR", "Tl-Dr", " tldr "])
def test_the_name_of_a_field_counts_without_case_and_joints(name: str) -> None:
    assert field_of(name) == "text"
    assert notes_from({"Title": "T", name: "A text."})[0].text == "A text."


def test_no_name_stands_for_two_fields() -> None:
    names = [name for names in FIELDS.values() for name in names]
    assert len({name.replace(" ", "") for name in names}) == len(names)
    assert {field_of(name) for name in names} == set(FIELDS)


def notes_from(*records: dict[str, object]) -> list[Note]:
    items = list(notes((f"file:{number}", record) for number, record in enumerate(records, start=1)))
    assert all(isinstance(item, Note) for item in items), items
    return [item for item in items if isinstance(item, Note)]


def test_of_several_fields_for_one_thing_the_first_that_holds_something_counts() -> None:
    (note,) = notes_from({"TLDR": "Short.", "Abstract": "Long.", "Text": "", "Title": "T"})
    assert note.text == "Long."


def test_a_record_without_a_title_is_named_and_the_others_are_read() -> None:
    items = list(notes([("f:1", {"abstract": "x"}), ("f:2", {"title": "T"}), ("f:3", {"title": " "})]))
    assert [item.title for item in items if isinstance(item, Note)] == ["T"]
    assert [item.place for item in items if isinstance(item, Problem)] == ["f:1", "f:3"]


def test_records_none_of_which_has_a_title_are_one_problem_that_says_what_is_expected() -> None:
    (problem,) = notes((f"f:{number}", {"headline": "x"}) for number in range(1, 1001))
    assert isinstance(problem, Problem)
    assert problem.what == "none of 1,000 records has a title"
    assert "paper" in problem.mend


def test_what_semantic_scholar_and_openreview_nest_is_found() -> None:
    (one,) = notes_from(
        {
            "title": "T",
            "tldr": {"model": "x", "text": "Short."},
            "externalIds": {"ArXiv": "2401.00001", "DOI": "10.1234/A.b", "CorpusId": 7},
            "authors": [{"authorId": "1", "name": "Ada Lovelace"}],
        }
    )
    assert (one.text, one.arxiv, one.doi, one.authors) == ("Short.", "2401.00001", "10.1234/a.b", ("Ada Lovelace",))
    (two,) = notes_from({"id": "x7", "content": {"title": {"value": "T"}, "keywords": {"value": ["a", "b"]}}})
    assert (two.id, two.title, two.keywords) == ("x7", "T", ("a", "b"))


def test_what_citation_processors_keep_in_parts_is_put_together() -> None:
    (note,) = notes_from(
        {
            "title": "T",
            "container-title": "ICLR",
            "issued": {"date-parts": [[2025, 4, 24]]},
            "author": [{"family": "Gödel", "given": "Kurt"}, {"literal": "The Team"}],
            "URL": "https://example.org",
        }
    )
    assert (note.venue, note.year, note.authors) == ("ICLR 2025", 2025, ("Kurt Gödel", "The Team"))
    assert note.url == "https://example.org"


def test_an_arxiv_id_is_found_in_the_link_where_no_field_has_it() -> None:
    (note,) = notes_from({"title": "T", "link": "https://arxiv.org/pdf/2401.00001v3"})
    assert (note.url, note.arxiv) == ("https://arxiv.org/pdf/2401.00001v3", "2401.00001")
    (other,) = notes_from({"title": "T", "doi": "https://doi.org/10.48550/arXiv.2401.00001"})
    assert (other.doi, other.arxiv) == ("10.48550/arxiv.2401.00001", "2401.00001")


@pytest.mark.parametrize(("given", "rating"), [(4, "4"), (4.5, "4.5"), ("★★★☆", "★★★☆"), (None, None), (True, None)])
def test_a_rating_is_kept_as_it_is_written(given: object, rating: str | None) -> None:
    assert notes_from({"title": "T", "rating": given})[0].rating == rating


# Values


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2401.00001", "2401.00001"),
        ("2401.00001v2", "2401.00001"),
        ("arXiv:2401.00001", "2401.00001"),
        ("arXiv preprint arXiv:2401.00001", "2401.00001"),
        ("cs/0301012", "cs/0301012"),
        ("https://arxiv.org/abs/cs.CL/0301012", "cs.CL/0301012"),
        ("see https://arxiv.org/html/2401.00001v1.", "2401.00001"),
        ("n/a", None),
        ("12345", None),
        ("2401.000012345", None),
        ("https://example.org/2401.00001", None),
        (7, None),
    ],
)
def test_arxiv_ids(written: object, found: str | None) -> None:
    assert values.arxiv(written, alone=True) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("10.1234/Thin.Drafts", "10.1234/thin.drafts"),
        ("https://doi.org/10.1234/a(b)", "10.1234/a(b)"),
        ("doi: 10.1234/a.", "10.1234/a"),
        ("(10.1234/a)", "10.1234/a"),
        ("none", None),
        ("110.1234/a", None),
        (None, None),
    ],
)
def test_dois(written: object, found: str | None) -> None:
    assert values.doi(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Ada Lovelace and Gödel, Kurt", ("Ada Lovelace", "Kurt Gödel")),
        ("Lovelace, Ada; Gödel, Kurt", ("Ada Lovelace", "Kurt Gödel")),
        ("Ada Lovelace, Kurt Gödel", ("Ada Lovelace", "Kurt Gödel")),
        ("Lovelace, Ada", ("Ada Lovelace",)),
        ("King, Jr., Martin", ("Martin King Jr.",)),
        (["Ada Lovelace", " "], ("Ada Lovelace",)),
        ("Lovelace, Ada and Gödel, Kurt and others", ("Ada Lovelace", "Kurt Gödel")),
        (["Ada Lovelace", "et al."], ("Ada Lovelace",)),
        ("Plato", ("Plato",)),
        ("", ()),
        (3, ()),
    ],
)
def test_people(written: object, found: tuple[str, ...]) -> None:
    assert values.people(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [(2024, 2024), ("2024-05-01", 2024), ("May 2024", 2024), (2024.0, 2024), ("12024", None), (0, None), ([], None)],
)
def test_years(written: object, found: int | None) -> None:
    assert values.year(written) == found


def test_an_address_is_taken_without_the_sentence_around_it() -> None:
    assert values.url("code at [GitHub](https://example.org/a_(b)).") == "https://example.org/a_(b)"
    assert values.url("javascript:alert(1)") is None
    assert values.url("coming soon") is None
    assert values.url("github.com/ada/drafts") == "https://github.com/ada/drafts"


@pytest.mark.parametrize(
    ("written", "year", "canonical"),
    [
        ("ACL2026", None, "ACL2026"),
        ("aaai2022", None, "AAAI2022"),
        ("ACL", 2024, "ACL2024"),
        ("ACL", None, "ACL"),
        ("NeurIPS 2024 (Oral)", None, "NeurIPS2024"),
        ("EMNLP 2023", 2024, "EMNLP2023"),
        ("Proceedings of the 41st International Conference on Machine Learning", 2024, "ICML2024"),
        ("2023 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", None, "CVPR2023"),
        ("Advances in Neural Information Processing Systems", 2023, "NeurIPS2023"),
        ("Proc. of the Thirty-Eighth AAAI Conference on Artificial Intelligence", 2024, "AAAI2024"),
        ("International Conference on Machine Learning, ICML 2023, 23-29 July 2023, Honolulu, USA", 2023, "ICML2023"),
        (
            "Proceedings of the 62nd Annual Meeting of the Association for Computational Linguistics"
            " (Volume 1: Long Papers)",
            2024,
            "ACL2024",
        ),
        ("Journal of Machine Learning Research", 2022, "JMLR2022"),
        ("arXiv preprint arXiv:2401.00001", 2024, "arXiv"),
        ("CoRR", 2024, "arXiv"),
    ],
)
def test_the_edition_of_a_venue_is_found_in_what_bibliographies_write(
    written: str, year: int | None, canonical: str
) -> None:
    found = edition(written, year)
    assert found is not None
    assert canonical_venue(load(), found) == canonical


def test_a_record_that_names_no_venue_is_of_none() -> None:
    assert edition(" ", 2024) is None
    note = note_of({"title": "T"})
    assert note is not None
    assert note.venue is None
