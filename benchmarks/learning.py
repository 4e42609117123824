"""What more annotated notes bring, and how much is chance: `python benchmarks/learning.py CORPUS.jsonl.gz`.

Trains the statistical component on an eighth, a quarter and half of the train files, and five times on four fifths
of them, each time leaving out another fifth; each is measured, together with the rules, on the dev and test files.
`--alone` trains it once without showing it what the rules found, for `benchmarks/quality.py`. Slow: hours.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from quality import ALONE, GOLD, with_pipeline
from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from kg.evaluation import evaluate
from kg.gold import read_gold
from kg.tagging import pipeline
from kg.training import train, train_vectors

EPOCHS = 4  # over all train files: a third of what the shipped weights get, for it is done eight times
FOLDS = 5


def short_config(folder: Path, epochs: int) -> Path:
    """The training as it is, but on what people annotated alone, and with another number of epochs."""
    config = load_config(pipeline.NER)
    config["training"] |= {"max_epochs": epochs, "eval_frequency": 200}
    config["corpora"]["train"]["splits"] = {"train": 1}
    path = folder / "short.cfg"
    config.to_disk(path)
    return path


def alone_config(folder: Path) -> Path:
    """The training as it is, but the component does not see the tags of the rules."""
    config = load_config(pipeline.NER)
    embed = config["components"]["tagger"]["model"]["tok2vec"]["embed"]["embed"]
    embed["attrs"], embed["rows"] = embed["attrs"][:-1], embed["rows"][:-1]
    path = folder / "alone.cfg"
    config.to_disk(path)
    return path


def alone() -> Language:
    """A pipeline with nothing but the component that was trained without seeing the rules."""
    with TemporaryDirectory() as folder:
        config = load_config(alone_config(Path(folder)))
    nlp = load_model_from_config({"nlp": config["nlp"], "components": config["components"]}, auto_fill=True)
    pipeline.set_weights(nlp, ALONE.read_bytes())
    return nlp


def train_lines() -> list[str]:
    """The lines of the train files in an order that is the same each time."""
    lines = [line for path in sorted(GOLD.glob("*.train.jsonl")) for line in path.open(encoding="utf-8")]
    random.Random(0).shuffle(lines)
    return lines


def trained_on(lines: Iterable[str], corpus: Path, vectors: Path, epochs: int = EPOCHS) -> list[float]:
    """The strict F1 on notes and on abstracts of a component trained on some lines."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "some.train.jsonl").write_text("".join(lines), encoding="utf-8")
        for path in GOLD.glob("*.dev.jsonl"):
            shutil.copy(path, folder)
        weights = folder / "weights"
        train(folder, corpus, weights, sys.stderr, vectors=vectors, config=short_config(folder, epochs))
        nlp = pipeline.load(weights=weights)
    figures = []
    for kind in ("notes", "abstracts"):
        gold = [record for split in ("dev", "test") for record in read_gold(GOLD / f"{kind}.{split}.jsonl", corpus)]
        figures.append(evaluate(gold, with_pipeline(nlp)(gold)).strict.f1)
    return figures


def main() -> None:
    """Train, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--vectors", type=Path, help="of an earlier run, not to train them again")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--share", type=float, help="only this share of the train files, instead of all runs")
    parser.add_argument("--fold", type=int, help="only this fold, instead of all runs")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        vectors = options.vectors or Path(folder) / "words.floret"
        if not vectors.is_file():
            train_vectors(GOLD, options.corpus, vectors, sys.stderr)
        if options.alone:
            train(GOLD, options.corpus, ALONE, sys.stderr, vectors=vectors, config=alone_config(Path(folder)))
            return
        lines = train_lines()
        shares = [options.share] if options.share else [] if options.fold is not None else [0.125, 0.25, 0.5]
        for share in shares:
            some = lines[: round(share * len(lines))]
            epochs = round(EPOCHS / share)  # as many steps as over all of them
            print(len(some), *trained_on(some, options.corpus, vectors, epochs), flush=True)
        numbers = [options.fold] if options.fold is not None else [] if options.share else range(FOLDS)
        folds = []
        for fold in numbers:
            some = [line for number, line in enumerate(lines) if number % FOLDS != fold]
            folds.append(trained_on(some, options.corpus, vectors))
            print(len(some), *folds[-1], flush=True)
        for kind, figures in zip(("notes", "abstracts"), zip(*folds, strict=True), strict=False):
            spread = statistics.stdev(figures) if len(figures) > 1 else 0.0
            print(f"{kind}: mean {statistics.mean(figures):.3f}, standard deviation {spread:.3f}")


if __name__ == "__main__":
    main()
