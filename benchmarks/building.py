"""What `kg build` takes in time and memory as notes grow many: `python benchmarks/building.py NOTES.jsonl.gz`.

Each build is a process of its own, over the first 1,000, 2,000, 4,000 … lines of the file, up to `--most`; further
options are handed to `kg build` (`--rules-only`, `--processes 1`). Processor time is that of all processes
together; memory is the peak of the one that takes the most.
"""

from __future__ import annotations

import argparse
import gzip
import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

FIRST = 1_000


def build(notes: Path, folder: Path, options: list[str]) -> tuple[float, float, float]:
    """Seconds by the clock and of processor time that a build takes, and its peak memory in MB."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "kg", "build", str(notes), "-o", str(folder), "-q", *options]
    with subprocess.Popen(command) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(process.returncode)
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notes", type=Path)
    parser.add_argument("--most", type=int, default=4 * FIRST)
    arguments, options = parser.parse_known_args()
    print("| notes | seconds | processor seconds | peak memory, MB |\n| ---: | ---: | ---: | ---: |")
    count = FIRST
    while count <= arguments.most:
        with tempfile.TemporaryDirectory() as work, gzip.open(arguments.notes, "rb") as lines:
            first = Path(work) / "notes.jsonl"
            first.write_bytes(b"".join(islice(lines, count)))
            clock, processor, memory = build(first, Path(work) / "graph", options)
        print(f"| {count:,} | {clock:.0f} | {processor:.0f} | {memory:,.0f} |", flush=True)
        count *= 2


if __name__ == "__main__":
    main()
