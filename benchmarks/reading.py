"""How fast a folder of small note files is read, and in how much memory: `python benchmarks/reading.py [FILES]`.

Each run is a process of its own, over as many files as it says, in folders of a hundred, of every kind in turn. What a
run with no files takes is what the interpreter and the readers take.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kg.notes import Note
from kg.sources import KINDS, stream

SENTENCE = "A small network guesses the next words and a large one checks them, which makes decoding 2.4× faster. "


def write_json(title: str, text: str) -> str:
    return json.dumps({"title": title, "abstract": text, "venue": "ACL", "year": 2024})


WRITERS: dict[str, Callable[[str, str], str]] = {
    ".txt": lambda title, text: f"Efficient Models\nACL2024 · 1 paper note\n\n{title}\n\n{text}\n",
    ".json": write_json,
    ".jsonl": write_json,
    ".csv": lambda title, text: f'Title,Abstract,Venue,Year\n"{title}","{text}",ACL,2024\n',
    ".bib": lambda title, text: f"@article{{a,\n  title={{{title}}},\n  abstract={{{text}}},\n  year={{2024}}\n}}\n",
    ".ris": lambda title, text: f"TY  - CONF\nTI  - {title}\nAB  - {text}\nPY  - 2024\nER  - \n",
}


def write_files(folder: Path, count: int) -> None:
    for number in range(count):
        suffix = list(WRITERS)[number % len(WRITERS)]
        inner = folder / f"{number // 100:04}"
        inner.mkdir(parents=True, exist_ok=True)
        text = WRITERS[suffix](f"Thin Drafts: Study {number}", SENTENCE * 12)
        (inner / f"{number}{suffix}").write_text(text, encoding="utf-8")


def read_once(folder: Path) -> None:
    """Read a folder as a stream; print how many notes and seconds it took and the most memory in MB."""
    for kind in KINDS.values():
        kind.reader()
    started = time.perf_counter()
    notes = sum(isinstance(item, Note) for _, item in stream(folder))
    seconds = time.perf_counter() - started
    print(notes, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(count: int) -> None:
    print("| files | files a second | peak memory, MB |\n| ---: | ---: | ---: |")
    for files in (0, count // 10, count):
        with tempfile.TemporaryDirectory() as name:
            write_files(Path(name), files)
            command = [sys.executable, __file__, "--read", name]
            notes, seconds, memory = map(float, subprocess.check_output(command, text=True).split())
        assert notes == files
        print(f"| {files:,} | {files / seconds:,.0f} | {memory:.1f} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read_once(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
