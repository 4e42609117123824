"""Builds: the same bytes for the same input, all of a graph or nothing of it, and a report of what was left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from small_build import FILES, OUTPUTS, PAGE, RECORDS, in_process, outputs, report, snapshot

import kg
from kg.errors import NoteweaveError
from kg.notes import Problem


@pytest.mark.usefixtures("quick")
def test_a_build_leaves_its_outputs_and_nothing_else(notes: Path, tmp_path: Path) -> None:
    graph = kg.build([notes], tmp_path / "out" / "g")
    assert {path.name for path in (tmp_path / "out" / "g").iterdir()} == OUTPUTS
    assert [path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")] == ["g"]
    assert not [path.name for path in (tmp_path / "out").iterdir() if path.name.endswith((".building", ".old"))]
    assert len(graph) == graph.stats()["triples"] > 0


@pytest.mark.slow
def test_folder_order_and_hash_seed_do_not_show_in_the_bytes(notes: Path, tmp_path: Path) -> None:
    """Two processes: another seed, another working directory, another way and order to name the same files."""
    (tmp_path / "elsewhere").mkdir()
    page, more = notes / "page.txt", notes / "deep" / "more.jsonl"
    one = in_process("build", page, more, "-o", tmp_path / "one", "-q", cwd=tmp_path, PYTHONHASHSEED="1")
    other = in_process(
        *("build", "../notes/deep/more.jsonl", "../notes/page.txt", "-o", "two", "-q"),
        cwd=tmp_path / "elsewhere",
        PYTHONHASHSEED="4242",
    )
    assert (one.returncode, other.returncode) == (0, 0), one.stderr + other.stderr
    first, second = outputs(tmp_path / "one"), outputs(tmp_path / "elsewhere" / "two")
    assert [name for name in FILES if first[name] != second[name]] == []


@pytest.mark.usefixtures("quick")
def test_two_builds_of_a_folder_give_the_same_bytes(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.build([notes], tmp_path / "one")
    monkeypatch.chdir(notes)
    kg.build(["."], "../two")
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")


@pytest.mark.usefixtures("quick")
def test_a_source_named_twice_is_read_once(notes: Path, tmp_path: Path) -> None:
    page = notes / "page.txt"
    kg.build([page, notes / "deep" / ".." / "page.txt", page], tmp_path / "one")
    kg.build([page], tmp_path / "two")
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")


@pytest.mark.usefixtures("quick")
def test_order_of_lines_in_a_file_does_not_matter(tmp_path: Path) -> None:
    for name, records in (("one", RECORDS), ("two", RECORDS[::-1])):
        (tmp_path / name).mkdir()
        text = "\n".join(json.dumps(record) for record in records)
        (tmp_path / name / "n.jsonl").write_text(text, encoding="utf-8")
        kg.build([tmp_path / name / "n.jsonl"], tmp_path / name / "g")
    assert outputs(tmp_path / "one" / "g") == outputs(tmp_path / "two" / "g")


@pytest.mark.usefixtures("quick")
def test_a_page_in_two_files_counts_its_notes_once(notes: Path, tmp_path: Path) -> None:
    (notes / "copy.txt").write_text(PAGE, encoding="utf-8")
    kg.build([notes], tmp_path / "g")
    # Five notes on four papers; the two of the page were read twice.
    assert {name: report(tmp_path / "g")[name] for name in ("notes", "papers", "repeated_notes")} == {
        "notes": 5,
        "papers": 4,
        "repeated_notes": 2,
    }


@pytest.mark.usefixtures("quick")
def test_the_report_says_which_notes_were_put_on_one_paper_and_why(tmp_path: Path) -> None:
    records = [
        {"title": "Caches That Forget", "text": "CacheLess drops entries.", "arxiv": "2401.00001"},
        {"title": "CacheLess: Caches That Forget", "text": "A second look.", "arxiv": "2401.00001v2"},
        {"title": "Caches that forget.", "text": "A third look."},
        {"title": "Caches That Forget Again", "text": "Another paper."},
    ]
    lines = "\n".join(json.dumps(record | {"id": at}) for at, record in enumerate(records))
    (tmp_path / "n.jsonl").write_text(lines, encoding="utf-8")
    graph = kg.build([tmp_path / "n.jsonl"], tmp_path / "g")
    assert (report(tmp_path / "g")["papers"], graph.stats()["Paper"]) == (2, 2)
    assert report(tmp_path / "g")["merged"] == [
        {
            "paper": "paper/caches-that-forget",
            "titles": ["CacheLess: Caches That Forget", "Caches That Forget", "Caches that forget."],
            "because": ["the same arXiv id", "the same title"],
        }
    ]
    assert report(tmp_path / "g")["links_left_out"] == 0


@pytest.mark.usefixtures("quick")
def test_the_report_counts_what_the_graph_holds(notes: Path, tmp_path: Path) -> None:
    graph = kg.build([notes], tmp_path / "g")
    found = report(tmp_path / "g")
    assert found["files"] == ["deep/more.jsonl", "page.txt"]
    assert found["skipped"] == found["warnings"] == []
    counts = found["counts"]
    assert isinstance(counts, dict)
    assert {name: counts[name] for name in graph.stats()} == graph.stats()
    assert (counts["Paper"], counts["Note"], counts["Listing"]) == (4, 5, 1)


@pytest.mark.usefixtures("quick")
def test_what_is_skipped_is_told_and_the_rest_is_built(notes: Path, tmp_path: Path) -> None:
    (notes / "broken.jsonl").write_text('{"id": 1,\n{"title": "Fine", "text": "Also here."}\n', encoding="utf-8")
    (notes / "latin.txt").write_bytes("Model Compression\nCaf\xe9".encode("latin-1"))
    (notes / "empty.txt").write_bytes(b"")
    (notes / "poem.txt").write_text("Roses are red.\n", encoding="utf-8")
    (notes / "picture.png").write_bytes(b"\x89PNG")
    told: list[Problem] = []
    graph = kg.build([notes], tmp_path / "g", on_problem=told.append)
    skipped = report(tmp_path / "g")["skipped"]
    assert isinstance(skipped, list)
    places = [problem["place"] for problem in skipped]
    assert places == ["broken.jsonl:1", "empty.txt", "latin.txt:2", "picture.png", "poem.txt:1"]
    assert all(problem["what"] and problem["mend"] for problem in skipped)
    assert sorted(problem.place for problem in told) == places
    assert graph.report["skipped"] == skipped
    assert graph.find("paper", "Fine")


@pytest.mark.usefixtures("quick")
def test_a_page_that_lacks_notes_is_a_warning_with_both_figures(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE.replace("2 paper notes", "7 paper notes"), encoding="utf-8")
    kg.build([tmp_path / "page.txt"], tmp_path / "g", strict=True)
    (warning,) = report(tmp_path / "g")["warnings"]  # type: ignore[misc]
    assert warning["place"] == "page.txt:5"
    assert "7" in warning["what"] and "2 were read" in warning["what"]


@pytest.mark.usefixtures("quick")
def test_strict_makes_a_skip_an_error_and_leaves_the_old_graph(notes: Path, tmp_path: Path) -> None:
    kg.build([notes], tmp_path / "g")
    before = snapshot(tmp_path / "g")
    (notes / "empty.txt").write_bytes(b"")
    with pytest.raises(NoteweaveError, match=r"1 skipped, the first: empty.txt: is empty; .* \(--strict\)"):
        kg.build([notes], tmp_path / "g", strict=True)
    assert snapshot(tmp_path / "g") == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "twice",
    [
        ({}, {"venue": "ACL2026"}),
        ({"area": "NLP"}, {}),
        ({"url": "https://example.org/"}, {"url": "https://example.org/2"}),
        ({}, {"arxiv": "2601.00001"}),
        ({}, {"keywords": ["a"]}),
    ],
    ids=["venue", "area", "url", "arxiv", "keywords"],
)
def test_a_note_given_twice_with_less_and_more_is_no_stumbling_block(
    tmp_path: Path, twice: tuple[dict[str, object], ...]
) -> None:
    note = {"id": "1", "title": "Paper A", "text": "We use LoRA."}
    lines = [json.dumps(note | more) for more in twice]
    (tmp_path / "n.jsonl").write_text("\n".join(lines), encoding="utf-8")
    graph = kg.build([tmp_path / "n.jsonl"])
    assert graph.stats()["Paper"] == 1


@pytest.mark.usefixtures("quick")
def test_two_pages_of_a_venue_one_without_an_area_are_read(tmp_path: Path) -> None:
    body = "ACL2026 · 1 paper notes\n\nPruning What Nobody Reads\n\nWe study pruning of Llama 3.\n"
    (tmp_path / "one.txt").write_text(f"Model Compression\n\n{body}", encoding="utf-8")
    (tmp_path / "two.txt").write_text(body, encoding="utf-8")
    assert kg.build([tmp_path / "one.txt", tmp_path / "two.txt"]).stats()["Listing"] == 2


@pytest.mark.usefixtures("quick")
def test_a_broken_character_in_a_keyword_costs_no_more_than_its_note(tmp_path: Path) -> None:
    bad = '{"id": "1", "title": "Paper A", "text": "We use LoRA.", "keywords": ["\\ud800"]}'
    good = '{"id": "2", "title": "Paper B", "text": "We use LoRA."}'
    (tmp_path / "n.jsonl").write_text(f"{bad}\n{good}\n", encoding="utf-8")
    assert kg.build([tmp_path / "n.jsonl"]).find("paper", "Paper B")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "change", [lambda text: text, lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text]
)
def test_line_ends_and_marks_do_not_show_in_the_graph(tmp_path: Path, change: Callable[[str], str]) -> None:
    (tmp_path / "page.txt").write_bytes(change(PAGE).encode())
    kg.build([tmp_path / "page.txt"], tmp_path / "g")
    (tmp_path / "plain.txt").write_bytes(PAGE.encode())
    kg.build([tmp_path / "plain.txt"], tmp_path / "h")
    assert (tmp_path / "g" / "graph.ttl").read_bytes() == (tmp_path / "h" / "graph.ttl").read_bytes()


def test_what_two_sources_know_of_one_note_is_put_together(tmp_path: Path) -> None:
    note = {"title": "A Study of Things", "text": "We use LoRA."}
    lines = [
        note | {"area": "Pruning", "keywords": ["small"]},
        note | {"area": "Vision", "url": "https://example.org/a"},
    ]
    source = tmp_path / "notes.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    graph = kg.build(source)
    areas = [row["area"] for row in graph.query("SELECT ?area { ?p nw:inArea/skos:prefLabel ?area } ORDER BY ?area")]
    assert areas == ["Pruning", "Vision"]
    assert graph.query('ASK { ?p schema:keywords "small" ; schema:url "https://example.org/a" }')
    assert graph.stats()["Note"] == 1


def test_a_book_is_no_note(tmp_path: Path) -> None:
    source = tmp_path / "notes.jsonl"
    lines = [{"title": "A Book", "text": "word " * 30_000}, {"title": "A Note", "text": "We use LoRA."}]
    source.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    reading = kg.read(source)
    assert [note.title for note in reading.notes] == ["A Note"]
    assert "cut it" in str(reading.problems[0])
