"""How fast a folder of small note files is read, and in how much memory: `python benchmarks/reading.py [FILES]`.

Each run is a process of its own, over as many files as it says, in folders of a hundred: of every kind of record in
turn, or Markdown pages on one paper, with sections and a table. What a run with no files takes is what the interpreter
and the readers take. Memory is that of the process that reads, or hands the files to others and takes what they read.
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

PAGE = """# {title}

**Conference**: ACL 2024
**Code**: [code](https://example.org/{title})

## Summary

{text}

## Method

1. **Draft**: {text}
2. **Check**: {text}

## Results

| Method | MMLU | GSM8K |
| --- | ---: | ---: |
| Thin Drafts | **71.2** | **62.0** |
| Base | 70.1 | 61.5 |

## Related work

- **[Other](https://arxiv.org/abs/2401.00001)**: {text}
"""

SETS: dict[str, dict[str, Callable[[str, str], str]]] = {
    "records": WRITERS,
    "pages": {".md": lambda title, text: PAGE.format(title=title, text=text)},
}


def write_files(folder: Path, count: int, writers: dict[str, Callable[[str, str], str]]) -> None:
    for number in range(count):
        suffix = list(writers)[number % len(writers)]
        inner = folder / f"{number // 100:04}"
        inner.mkdir(parents=True, exist_ok=True)
        text = writers[suffix](f"Thin Drafts: Study {number}", SENTENCE * 12)
        (inner / f"{number}{suffix}").write_text(text, encoding="utf-8")


def read_once(folder: Path, processes: int) -> None:
    """Read a folder as a stream; print how many notes and seconds it took and the most memory in MB."""
    for kind in KINDS.values():
        kind.reader()
    started = time.perf_counter()
    notes = sum(isinstance(item, Note) for _, item in stream(folder, processes=processes))
    seconds = time.perf_counter() - started
    print(notes, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(count: int) -> None:
    print("| | files | processes | files a second | peak memory, MB |\n| --- | ---: | ---: | ---: | ---: |")
    for kind, writers in SETS.items():
        for files in (0, count // 10, count):
            with tempfile.TemporaryDirectory() as name:
                write_files(Path(name), files, writers)
                for processes in (1, 2):
                    command = [sys.executable, __file__, "--read", name, str(processes)]
                    notes, seconds, memory = map(float, subprocess.check_output(command, text=True).split())
                    assert notes == files
                    print(f"| {kind} | {files:,} | {processes} | {files / seconds:,.0f} | {memory:.1f} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read_once(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
