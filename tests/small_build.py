"""A small folder of notes to build graphs of, and what is compared of the graphs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language

from kg.tagging import pipeline

FILES = ("graph.ttl", "graph.html", "graph.graphml", "report.json")
OUTPUTS = {*FILES, "store"}
PAGE = """Skip to content

Model Compression

ACL2026 · 2 paper notes

Same area in other venues: ICLR2026 (4) · ACL2025 (3)

Rank-Stable Adapters for Small Devices

This paper proposes RankStay, a method that builds on LoRA and improves accuracy on GSM8K by 2.5%.

Pruning What Nobody Reads

We study pruning of Llama 3 and quantization of its KV cache, and find a 1.8× speedup over GPTQ.
"""
RECORDS = [
    {
        "id": "1",
        "title": "Caches That Forget",
        "text": "CacheLess drops entries of the KV cache.",
        "venue": "ICLR 2026",
    },
    {"id": "2", "title": "Caches That Forget", "text": "A second look at CacheLess on LongBench."},
    {
        "id": "3",
        "title": "Distilling a Choir",
        "text": "We use knowledge distillation, as RankStay does.",
        "area": "NLP",
    },
]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder with a listing page and JSON lines."""
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    lines = "\n".join(json.dumps(record) for record in RECORDS)
    (folder / "deep" / "more.jsonl").write_text(lines + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def quick(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds of this process use the pipeline that is there already."""
    monkeypatch.setattr(pipeline, "load", lambda own=None, statistical=True: nlp)


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def report(folder: Path) -> dict[str, object]:
    found = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def in_process(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
