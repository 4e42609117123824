"""Training: where annotated surfaces stand, what the component is shown, and that weights come out the same twice."""

from __future__ import annotations

import gzip
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language

from kg.errors import NoteweaveError
from kg.tagging import pipeline
from kg.tagging.tags import tagged_spans
from kg.training import create_reader, examples, occurrences, train

GOLD = {
    "id": "1",
    "title": "RankStay: Small Adapters",
    "text": "RankStay builds on LoRA. It does well on table folding.",
    "mentions": [
        {"text": "RankStay", "type": "METHOD"},
        {"text": "LoRA", "type": "TECHNIQUE"},
        {"text": "table folding", "type": "TASK"},
    ],
}


def found(text: str, *surfaces: str) -> list[str]:
    return [text[start:end] for start, end, _ in occurrences(text, [{"text": s, "type": "TASK"} for s in surfaces])]


@pytest.mark.parametrize(
    ("text", "surface", "places"),
    [
        ("Graph matching and graph matching", "graph matching", ["Graph matching", "graph matching"]),
        ("KV cache, KV-cache, KV caches", "KV cache", ["KV cache", "KV-cache", "KV caches"]),
        ("prune, pruned, unprune", "prune", ["prune"]),
        ("STAR is a star", "STAR", ["STAR"]),
        ("re-ranking at rank 1", "rank", ["rank"]),
    ],
)
def test_a_surface_is_found_wherever_it_stands_as_whole_words(text: str, surface: str, places: list[str]) -> None:
    assert found(text, surface) == places


def test_the_longer_of_two_surfaces_has_the_place() -> None:
    assert found("token pruning and pruning", "pruning", "token pruning") == ["token pruning", "pruning"]


def test_an_example_shows_what_the_rules_found_beside_what_was_annotated(nlp: Language) -> None:
    (example,) = examples(nlp, [GOLD])
    tags = {token.text: token.tag_ for token in example.predicted}
    assert (tags["RankStay"], tags["LoRA"], tags["well"]) == ("B-METHOD", "B-TECHNIQUE", "O")
    assert [(span.text, span.label_) for span in tagged_spans(example.reference)] == [
        ("RankStay", "METHOD"),
        ("RankStay", "METHOD"),
        ("LoRA", "TECHNIQUE"),
        ("table folding", "TASK"),
    ]


def test_gold_is_shown_as_often_as_the_config_says_beside_what_a_teacher_tagged(tmp_path: Path, nlp: Language) -> None:
    (tmp_path / "own.train.jsonl").write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    tagged = {"id": "2", "mentions": [{"text": "folded caches", "type": "TECHNIQUE"}]}
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps({"id": "2", "title": "On Caches", "text": "It folds, and has folded caches."}) + "\n")

    def shown() -> list[str]:
        read = create_reader(str(tmp_path), {"train": 2, "silver": 1}, str(corpus))
        return [next(tagged_spans(example.reference)).text for example in read(nlp)]

    assert shown() == ["RankStay", "RankStay"]
    (tmp_path / "own.silver.jsonl.gz").write_bytes(gzip.compress(json.dumps(tagged).encode()))
    assert shown() == ["RankStay", "RankStay", "folded caches"]


@pytest.mark.slow
def test_the_same_gold_gives_the_same_weights(tmp_path: Path) -> None:
    for split in ("train", "dev"):
        (tmp_path / f"own.{split}.jsonl").write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text((json.dumps({"title": GOLD["title"], "text": GOLD["text"]}) + "\n") * 9, encoding="utf-8")
    weights = []
    for name in ("one", "two"):
        train(tmp_path, corpus, tmp_path / name, io.StringIO())
        weights.append((tmp_path / name).read_bytes())
    assert weights[0] == weights[1]
    assert len(weights[0]) < 20_000_000


def test_the_weights_in_the_package_are_light() -> None:
    assert pipeline.WEIGHTS.stat().st_size <= 20_000_000


def test_a_folder_without_gold_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(NoteweaveError, match=rf"{tmp_path.name}: has no \*\.train\.jsonl"):
        train(tmp_path, None, tmp_path / "weights", io.StringIO())


def test_a_teacher_without_pytorch_says_what_to_install() -> None:
    code = "import sys, runpy; sys.modules['torch'] = None; runpy.run_module('kg.teacher', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code, "corpus.jsonl"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"error: a teacher needs \w+; pip install 'noteweave\[teacher\]'\n", done.stderr)
