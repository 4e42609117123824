"""How fast tagging is, and what memory it takes: `OPENBLAS_NUM_THREADS=1 python benchmarks/tagging.py CORPUS.jsonl.gz`.

Throughput is compared with spaCy's bare English tokenizer on the same abstracts, in the same run, on one core
and in turns of 250 abstracts, as a ratio: machines differ and are noisy. Nothing is warmed up. Memory is the
peak of a process that tags the whole corpus, read after the first 4,000 abstracts and at the end.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import spacy

from kg.notes import Note
from kg.tagging import pipeline, tag

ABSTRACTS = 4_000
TURN = 250


def abstracts(corpus: Path) -> Iterator[Note]:
    """The abstracts of a corpus, one JSON object a line."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield Note(record["id"], record["title"], record["text"])


def sample(corpus: Path) -> list[Note]:
    """The same abstracts each time, from all of a corpus."""
    notes = list(abstracts(corpus))
    random.Random(1).shuffle(notes)
    return notes[:ABSTRACTS]


def seconds(work: Callable[[], object]) -> float:
    """The processor time a piece of work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def tokenized(nlp: spacy.Language, notes: list[Note]) -> None:
    """Run the tokenizer alone."""
    for note in notes:
        nlp.tokenizer(note.document)


def throughput(notes: list[Note], statistical: bool) -> tuple[float, float]:
    """Abstracts a second of the bare tokenizer and of tagging, taking turns."""
    bare, nlp = spacy.blank("en"), pipeline.load(statistical=statistical)
    spent = [0.0, 0.0]
    for start in range(0, len(notes), TURN):
        turn = notes[start : start + TURN]
        spent[0] += seconds(lambda turn=turn: tokenized(bare, turn))
        spent[1] += seconds(lambda turn=turn: list(tag(turn, nlp)))
    return len(notes) / spent[0], len(notes) / spent[1]


def peaks(corpus: Path) -> tuple[int, int, int]:
    """How many abstracts there are, and the peak memory in MB after the first 4,000 and after all."""
    tagged = tag(abstracts(corpus), pipeline.load(statistical=False))
    first = sum(1 for _ in islice(tagged, ABSTRACTS))
    early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    total = first + sum(1 for _ in tagged)
    return total, early, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--memory", action="store_true", help="measure memory instead of speed")
    arguments = parser.parse_args()
    if arguments.memory:
        total, early, late = peaks(arguments.corpus)
        print(f"peak memory: {early} MB after {ABSTRACTS:,} abstracts, {late} MB after {total:,}")
        return
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    notes = sample(arguments.corpus)
    print(f"{len(notes):,} abstracts, one core\n\n| | bare tokenizer | tagging | ratio |\n| --- | ---: | ---: | ---: |")
    for name, statistical in (("rules", False), ("rules and statistical component", True)):
        bare, ours = throughput(notes, statistical)
        print(f"| {name} | {bare:,.0f}/s | {ours:,.0f}/s | {ours / bare:.2f} |", flush=True)


if __name__ == "__main__":
    main()
