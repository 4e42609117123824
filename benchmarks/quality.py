"""How well the ways of tagging do on the annotated notes: `python benchmarks/quality.py CORPUS.jsonl.gz`.

Prints the tables of `docs/quality.md`. The corpus has the texts of the annotated abstracts. Compared are the rules
alone, the statistical component alone, both together in two ways, and the pipeline without one component at a time.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from kg import vocabulary
from kg.evaluation import NOTHING, Evaluation, Score, evaluate, fold
from kg.gold import Record, notes_of, read_gold
from kg.mentions import EntityType, Mention, TaggedNote
from kg.notes import Note
from kg.tagging import pipeline, tag
from kg.tagging.tags import tagged_spans

GOLD = Path(__file__).parents[1] / "data" / "gold"
ALONE = Path(__file__).with_name("alone.weights")  # made by benchmarks/learning.py, not kept
SAMPLES = 500  # of the bootstrap

Tagger = Callable[[list[Record]], list[TaggedNote]]

NOTHING_FOUND: dict[str, Callable[[Doc], object]] = {
    "models": lambda doc: doc.spans.update({"models": []}),
    "phrases": lambda doc: doc.spans.update({"phrases": []}),
    "abbreviations": lambda doc: setattr(doc._, "abbreviations", ()),
    "proposals": lambda doc: setattr(doc._, "proposals", ()),
    "names": lambda doc: doc.spans.update({"own_names": [], "names": []}),
    "datasets": lambda doc: doc.spans.update({"datasets": []}),
    "measures": lambda doc: doc.spans.update({"measures": []}),
}
"""What a component that is left out leaves behind."""


def with_pipeline(nlp: Language) -> Tagger:
    """Tagging with a pipeline as it is."""
    return lambda records: list(tag(notes_of(records), nlp))


def without(name: str) -> Tagger:
    """Tagging with the whole pipeline but one component."""
    nlp = pipeline.load()

    def tagged(records: list[Record]) -> list[TaggedNote]:
        docs = []
        for note in notes_of(records):
            doc = pipeline.make_doc(nlp, note)
            for each, component in nlp.pipeline:
                if each == name:
                    NOTHING_FOUND[name](doc)
                else:
                    doc = component(doc)
            docs.append(entities(note, doc))
        return docs

    return tagged


def component_decides(nlp: Language) -> Tagger:
    """What the statistical component of a pipeline finds, whatever the rules say."""

    def tagged(records: list[Record]) -> list[TaggedNote]:
        found = []
        for note in notes_of(records):
            doc = pipeline.make_doc(nlp, note)
            for name, component in nlp.pipeline:
                doc = component(doc)
                if name == "tagger":
                    doc.set_ents(list(tagged_spans(doc)))
                    break
            found.append(entities(note, doc))
        return found

    return tagged


def entities(note: Note, doc: Doc) -> TaggedNote:
    """The entities of a document, with nothing else."""
    mentions = [
        Mention(ent.start_char, ent.end_char, ent.text, cast(EntityType, ent.label_), "", "uses", 0, 0)
        for ent in doc.ents
    ]
    return TaggedNote(note, tuple(mentions), (), ())


def interval(gold: list[Record], tagged: list[TaggedNote]) -> float:
    """Half the width of the interval that holds the strict F1 of 95 of 100 samples of the notes."""
    scores = [evaluate([record], [one]).strict for record, one in zip(gold, tagged, strict=True)]
    draw = random.Random(0)
    sampled = sorted(sum(draw.choices(scores, k=len(scores)), NOTHING).f1 for _ in range(SAMPLES))
    return (sampled[int(0.975 * SAMPLES)] - sampled[int(0.025 * SAMPLES)]) / 2


def seen_before() -> set[str]:
    """The folded surfaces that a vocabulary lists or a file has that was trained on."""
    listed = vocabulary.load()
    kinds = ("Technique", "Task", "Metric", "Model", "Dataset", "Method")
    seen = {fold(label) for concept in listed.of_kind(*kinds) for label in (*concept.labels, *concept.hidden_labels)}
    for path in (*GOLD.glob("*.train.jsonl"), *GOLD.glob("*.silver.jsonl.gz")):
        for record in read_gold_surfaces(path):
            seen.add(fold(record))
    return seen


def read_gold_surfaces(path: Path) -> Iterable[str]:
    """The surfaces of a gold file, whose texts are not needed."""
    from kg.gold import records

    return [mention["text"] for record in records(path) for mention in record["mentions"]]


def by_familiarity(gold: list[Record], tagged: list[TaggedNote]) -> dict[str, Score]:
    """The strict scores of names that were seen before and of those that were not."""
    seen = seen_before()
    scores = {"seen": NOTHING, "never seen": NOTHING}
    for record, one in zip(gold, tagged, strict=True):
        right = {(m["type"], fold(m["text"])) for m in record["mentions"]}
        mine = {(m.type, fold(m.text)) for m in one.mentions}
        for name in scores:
            ours, theirs = ({s for s in side if (s[1] in seen) == (name == "seen")} for side in (mine, right))
            scores[name] += Score(len(ours & theirs), len(ours), len(ours & theirs), len(theirs))
    return scores


def row(name: str, measured: Evaluation, *more: str) -> None:
    """Print a way of tagging as a row of a table."""
    both = measured.by_type["MODEL"] + measured.by_type["DATASET"]
    types = (measured.by_type[kind].f1 for kind in ("METHOD", "TECHNIQUE", "MODEL", "DATASET", "METRIC", "TASK"))
    cells = [
        measured.strict.precision,
        measured.strict.recall,
        measured.strict.f1,
        measured.lenient.f1,
        both.f1,
        *types,
    ]
    print(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + "".join(f" | {cell}" for cell in more) + " |")


def heading(*more: str) -> None:
    """Print the head of a table of ways."""
    columns = ["P", "R", "F1", "lenient", "MODEL, DATASET", "METHOD", "TECHNIQUE", "MODEL", "DATASET", "METRIC", "TASK"]
    columns += more
    print(f"\n| | {' | '.join(columns)} |\n| --- |{' ---: |' * len(columns)}")


def score_row(name: str, score: Score) -> None:
    """Print a score as a row."""
    print(f"| {name} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} | {score.gold} |")


def main() -> None:
    """Measure and print all tables, for notes and for abstracts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--split", default="test")
    arguments = parser.parse_args()
    whole, rules = pipeline.load(), pipeline.load(statistical=False)
    ways = {"rules alone": with_pipeline(rules), "both: the component decides all": component_decides(whole)}
    if ALONE.is_file():
        from learning import alone

        ways["component alone, shown no rules"] = component_decides(alone())
    ways["**both, as `kg tag` has it**"] = with_pipeline(whole)
    for kind in ("notes", "abstracts"):
        gold = read_gold(GOLD / f"{kind}.{arguments.split}.jsonl", arguments.corpus)
        print(f"\n## {kind}.{arguments.split}: {len(gold)} {kind}")
        heading("±")
        for name, way in ways.items():
            tagged = way(gold)
            row(name, evaluate(gold, tagged), f"{interval(gold, tagged):.3f}")
        for name in NOTHING_FOUND:
            tagged = without(name)(gold)
            row(f"both without `{name}`", evaluate(gold, tagged), f"{interval(gold, tagged):.3f}")
        tagged = ways["**both, as `kg tag` has it**"](gold)
        measured, ruled = evaluate(gold, tagged), evaluate(gold, ways["rules alone"](gold))
        print("\n| | P | R | F1 | gold |\n| --- | ---: | ---: | ---: | ---: |")
        for name, score in by_familiarity(gold, tagged).items():
            score_row(f"names {name}", score)
        score_row("results", measured.results)
        score_row("results, rules alone", ruled.results)
        score_row("what results are tied to", measured.ties)
        for role, score in measured.relations.items():
            score_row(f"relation: {role}", score)
        print(f"\nproposes {measured.proposes:.3f}; rules alone {ruled.proposes:.3f}")


if __name__ == "__main__":
    main()
