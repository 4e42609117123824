"""BibTeX: entries become notes, LaTeX becomes text, a broken entry is named and takes no other with it."""

from __future__ import annotations

import logging

import pytest

from kg.notes import Note, Problem
from kg.sources import bibtex
from kg.sources.latex import plain


def read(text: str) -> tuple[list[Note], list[Problem]]:
    items = list(bibtex.read(text, "papers.bib"))
    return [item for item in items if isinstance(item, Note)], [item for item in items if isinstance(item, Problem)]


def test_the_key_of_an_entry_is_the_id_of_its_note() -> None:
    notes, problems = read("@article{lovelace24, title={Thin Drafts}}")
    assert [(note.id, note.title) for note in notes] == [("lovelace24", "Thin Drafts")]
    assert not problems


def test_a_broken_entry_is_named_and_the_others_are_read(caplog: pytest.LogCaptureFixture) -> None:
    notes, (problem,) = read("@article{a, title={One}}\n@article{b title={Two}}\n@article{c, title={Three}}\n")
    assert [note.title for note in notes] == ["One", "Three"]
    assert problem.place == "papers.bib:2"
    assert "comma" in problem.what
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_an_entry_that_is_never_closed_ends_where_the_next_begins() -> None:
    notes, problems = read("@article{a, title={One\n@article{b, title={Two}}\n")
    assert [note.title for note in notes] == ["Two"]
    assert [problem.place for problem in problems] == ["papers.bib:1"]


def test_keys_and_fields_that_are_there_twice_lose_no_paper() -> None:
    notes, problems = read('@misc{a, title={One}}\n@misc{a, title="Two", title={Second}}\n')
    assert [note.title for note in notes] == ["One", "Two"]
    assert not problems


def test_whole_volumes_are_no_papers_and_papers_inherit_from_them() -> None:
    notes, _ = read(
        "@inproceedings{a, title={One}, crossref={icml}}\n"
        "@proceedings{icml, title={International Conference on Machine Learning}, year={2023}}\n"
    )
    assert [(note.title, note.venue) for note in notes] == [
        ("One", "International Conference on Machine Learning 2023")
    ]


@pytest.mark.parametrize(
    "fields",
    [
        "eprint={2401.00001}, archivePrefix={arXiv}",
        "eprint={2401.00001v2}, eprinttype={arxiv}",
        "journal={arXiv preprint arXiv:2401.00001}",
        "journal={CoRR}, volume={abs/2401.00001}",
        r"url={https://arxiv.org/abs/2401.00001}",
    ],
)
def test_the_arxiv_id_is_found_where_bibliographies_put_it(fields: str) -> None:
    (note,), _ = read(f"@article{{a, title={{One}}, {fields}}}")
    assert note.arxiv == "2401.00001"


def test_addresses_keep_their_signs() -> None:
    (note,), _ = read(r"@misc{a, title={One}, url={\url{https://example.org/~ada/a\_b%20c}}}")
    assert note.url == "https://example.org/~ada/a_b%20c"


def test_a_file_of_comments_holds_no_notes() -> None:
    assert read("% nothing here\n@comment{x}\n@string{a = {b}}\n") == ([], [])


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{Na\"{\i}ve} Dr{\"a}fts", "Naïve Dräfts"),
        (r"Erd{\H o}s, G\"odel and \L{}ukasz~K.", "Erdős, Gödel and Łukasz K."),
        (r"{L}o{RA}-A$^2$ on $\alpha$-divergence", "LoRA-A^2 on α-divergence"),
        (r"\emph{Thin} \textbf{Drafts} in \texttt{C}", "Thin Drafts in C"),
        (r"50\% less, 20% more \& cheaper", "50% less, 20% more & cheaper"),
        ("costs $5 -- no more", "costs $5 – no more"),
        ("from $3 to $5 per $n$ tokens", "from $3 to $5 per n tokens"),
        (r"\href{https://example.org}{here} \cite{x}", "here"),
        ("plain words", "plain words"),
        (r"broken {braces \verb", r"broken braces \verb"),
        ("over\n   lines", "over lines"),
    ],
)
def test_latex_becomes_text(latex: str, text: str) -> None:
    assert plain(latex) == text


def test_latex_reads_no_files() -> None:
    assert plain(r"\input{/etc/passwd} \include{/etc/passwd} \includegraphics{/etc/passwd}") == ""
