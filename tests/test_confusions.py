"""What goes wrong, by kind, with the sentence it stands in."""

from __future__ import annotations

from typing import Any

from kg.confusions import Confusion, worst
from kg.mentions import Mention, ReportedResult, TaggedNote
from kg.notes import Note

NOTE = Note("n", "On Leaves", "We use leaf folding. Accuracy of LoRA rises by 2%. GSM8K is hard.")


def gold(**changes: Any) -> dict[str, Any]:
    return {"id": "n", "mentions": [], "proposes": [], "results": [], **changes}


def tagged(*found: tuple[str, str], proposes: tuple[str, ...] = (), results: tuple[str, ...] = ()) -> TaggedNote:
    return TaggedNote(
        NOTE,
        tuple(Mention(0, 1, text, kind, "x/y", "uses", 0, 1) for text, kind in found),  # type: ignore[arg-type]
        proposes,
        tuple(ReportedResult(0, 1, value, 0, 1, "accuracy") for value in results),
    )


def kinds(record: dict[str, Any], one: TaggedNote) -> dict[str, list[Confusion]]:
    return dict(worst([record], [one]))


def test_a_miss_is_told_with_its_sentence() -> None:
    record = gold(mentions=[{"text": "leaf folding", "type": "TASK"}])
    assert kinds(record, tagged()) == {
        "TASK missed": [Confusion("TASK missed", "leaf folding", "We use leaf folding.", "n")]
    }


def test_each_disagreement_has_one_kind() -> None:
    record = gold(
        mentions=[{"text": "LoRA", "type": "TECHNIQUE"}, {"text": "leaf folding", "type": "TASK"}],
        proposes=["LoRA"],
        results=[{"value": "2%", "metric": "accuracy"}],
    )
    found = kinds(record, tagged(("LoRA", "METHOD"), ("folding", "TASK"), ("GSM8K", "DATASET"), results=("3%",)))
    assert {kind: [one.what for one in them] for kind, them in found.items()} == {
        "TECHNIQUE taken for METHOD": ["LoRA"],
        "TASK cut otherwise": ["folding for leaf folding"],
        "DATASET invented": ["GSM8K"],
        "proposes missed": ["nothing for LoRA"],
        "result missed": ["2% accuracy"],
        "result invented": ["3% accuracy"],
    }


def test_agreement_is_no_confusion() -> None:
    record = gold(mentions=[{"text": "LoRA", "type": "TECHNIQUE"}], proposes=["LoRA"])
    assert kinds(record, tagged(("LoRA", "TECHNIQUE"), proposes=("LoRA",))) == {}


def test_the_most_frequent_kind_comes_first() -> None:
    record = gold(mentions=[{"text": "LoRA", "type": "TECHNIQUE"}, {"text": "pruning", "type": "TECHNIQUE"}])
    found = worst([record], [tagged(("GSM8K", "DATASET"))])
    assert [kind for kind, _ in found] == ["TECHNIQUE missed", "DATASET invented"]
