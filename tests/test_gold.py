"""Gold: lines with their text or without it, and what is said where a text can't be found."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from kg import gold
from kg.errors import NoteweaveError
from kg.gold import read_gold

ROOT = Path(__file__).parents[1]
TYPES = {"METHOD", "TECHNIQUE", "MODEL", "DATASET", "METRIC", "TASK"}
FILES = sorted((ROOT / "data" / "gold").glob("*.jsonl"))
SILVER = ROOT / "data" / "gold" / "abstracts.silver.jsonl.gz"
NOTES = sorted((ROOT / "data" / "gold").glob("notes.*.jsonl"))


def stand_off(identifier: str = "p1") -> dict[str, Any]:
    return {"id": identifier, "mentions": [{"text": "LoRA", "type": "TECHNIQUE"}]}


def written(path: Path, *records: dict[str, Any]) -> Path:
    data = "".join(json.dumps(record) + "\n" for record in records).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("name", ["corpus.jsonl", "corpus.jsonl.gz"])
def test_a_line_without_text_gets_it_from_the_corpus_by_id(tmp_path: Path, name: str) -> None:
    other, wanted = ({"id": i, "title": f"Paper {i}", "text": f"We use LoRA {i}."} for i in ("p0", "p1"))
    corpus = written(tmp_path / name, other, wanted)
    (record,) = read_gold(written(tmp_path / "gold.jsonl", stand_off()), corpus)
    assert (record["title"], record["text"]) == ("Paper p1", "We use LoRA p1.")
    assert record["mentions"] == stand_off()["mentions"]


def test_a_line_without_text_and_no_corpus_is_an_error_that_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(NoteweaveError, match=r"gold\.jsonl:1: .*--corpus"):
        read_gold(written(tmp_path / "gold.jsonl", stand_off()))


def test_a_text_that_the_corpus_lacks_is_an_error_that_names_line_and_id(tmp_path: Path) -> None:
    corpus = written(tmp_path / "corpus.jsonl", {"id": "p1", "title": "A", "text": "b"})
    gold = written(tmp_path / "gold.jsonl", stand_off("p1"), stand_off("p2"))
    with pytest.raises(NoteweaveError, match=r"gold\.jsonl:2: 'p2'"):
        read_gold(gold, corpus)


def test_a_broken_archive_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(NoteweaveError, match=r"corpus\.jsonl\.gz"):
        read_gold(written(tmp_path / "gold.jsonl", stand_off()), tmp_path / "corpus.jsonl.gz")


# What the project's own annotations hold


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_there_are_annotations_to_train_on_to_develop_with_and_to_test_on() -> None:
    assert {path.name.split(".")[1] for path in FILES} == {"train", "dev", "test"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_surface_of_a_note_has_one_type(path: Path) -> None:
    for record in records(path):
        surfaces = [mention["text"] for mention in record["mentions"]]
        assert len(surfaces) == len(set(surfaces)), record["id"]
        assert {mention["type"] for mention in record["mentions"]} <= TYPES
        listed = [*record["proposes"], *record.get("compares", []), *record.get("mentioned", [])]
        assert set(listed) <= set(surfaces), record["id"]


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.name)
def test_each_surface_and_figure_stands_in_its_note(path: Path) -> None:
    for record in read_gold(path):
        document = f"{record['title']}\n{record['text']}"
        for surface in (mention["text"] for mention in record["mentions"]):
            assert surface in document, (record["id"], surface)
        for result in record["results"]:
            assert all(part in document for part in result.values() if part), (record["id"], result)


def test_no_paper_stands_in_two_splits() -> None:
    split_of: dict[str, str] = {}
    for path in FILES:
        for record in records(path):
            assert split_of.setdefault(record["id"], path.name) == path.name


def test_texts_that_are_not_ours_are_not_kept() -> None:
    for path in FILES:
        if path not in NOTES:
            assert not any({"text", "title"} & record.keys() for record in records(path)), path.name


def test_what_a_teacher_tagged_is_of_texts_that_nobody_measures_with() -> None:
    tagged = list(gold.records(SILVER))
    assert len(tagged) > 10_000
    assert {record["id"] for record in tagged}.isdisjoint(record["id"] for path in FILES for record in records(path))
    assert all(record.keys() == {"id", "mentions"} for record in tagged)
    assert {mention["type"] for record in tagged for mention in record["mentions"]} == TYPES
