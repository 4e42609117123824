"""Result tables become figures with method, metric, dataset and model; tables of anything else become nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.facts import tables
from kg.facts.claims import Claim
from kg.facts.names import collect
from kg.mentions import Mention, TaggedNote
from kg.notes import Note, Table
from kg.vocabulary import load

TITLE = "FastKV: Caching at Speed"


def noted(*of_note: Table, title: str = TITLE) -> TaggedNote:
    """A note whose paper proposes FastKV, with tables."""
    name = title.partition(":")[0]
    note = Note("n", title, "It is fast.", tables=of_note)
    own = Mention(0, len(name), name, "METHOD", "method/fastkv", "proposes", 0, len(title))
    return TaggedNote(note, (own,), (name,), ())


def claims(caption: str, *lines: str, best: tuple[tuple[int, int], ...] = ()) -> list[Claim]:
    """The claims of a table written as `a | b | c`, its head first."""
    head, *rows = (tuple(cell.strip() for cell in line.split("|")) for line in lines)
    tagged = noted(Table(caption, head, tuple(rows), best))
    names = collect([tagged], load())
    return list(tables.claims(tagged, names.entities(tagged, tagged.mentions), names))


def told(claim: Claim) -> dict[str, str]:
    return {name.removeprefix("nw:"): key for name, key, _ in claim.ties}


def test_rows_of_methods_and_columns_of_datasets() -> None:
    found = claims("Main results", "Method | GSM8K | LongBench", "SnapKV | 70.1 | 47.5", "FastKV | **71.3** | 49.2")
    assert [(claim.figure.value, told(claim)) for claim in found] == [
        (Decimal("70.1"), {"onDataset": "dataset/gsm8k", "ofMethod": "method/snapkv"}),
        (Decimal("47.5"), {"onDataset": "dataset/longbench", "ofMethod": "method/snapkv"}),
        (Decimal("71.3"), {"onDataset": "dataset/gsm8k", "ofMethod": "method/fastkv"}),
        (Decimal("49.2"), {"onDataset": "dataset/longbench", "ofMethod": "method/fastkv"}),
    ]
    assert found[3].sentence == "Table 'Main results', row FastKV, column LongBench: 49.2"


def test_columns_of_metrics_with_units_and_arrows() -> None:
    found = claims("", "Method | Top-1 Acc (%) ↑ | Latency (ms) ↓ | Speedup", "FastKV | 79.1 | 12 | 1.82×")
    assert [(told(claim)["metric"], claim.unit, claim.cell and claim.cell.better) for claim in found] == [
        ("metric/top-1-accuracy", "%", "higher"),
        ("metric/latency", "ms", "lower"),
        ("metric/speedup", "×", None),
    ]
    assert found[0].sentence == "Table, row FastKV, column Top-1 Acc (%) ↑: 79.1"


def test_rows_of_datasets_and_columns_of_methods() -> None:
    found = claims("Accuracy", "Dataset | SnapKV | Ours | Improvement", "GSM8K | 70.1 | 71.3 | 1.2")
    assert [told(claim) for claim in found] == [
        {"metric": "metric/accuracy", "onDataset": "dataset/gsm8k", "ofMethod": "method/snapkv"},
        {"metric": "metric/accuracy", "onDataset": "dataset/gsm8k", "ofMethod": "method/fastkv"},
    ]


def test_several_columns_name_a_row() -> None:
    (claim,) = claims("Main", "Dataset | Metric | FastKV", "GSM8K | F1 | 68.6")
    assert told(claim) == {"metric": "metric/f1-score", "onDataset": "dataset/gsm8k", "ofMethod": "method/fastkv"}
    assert claim.cell and claim.cell.row == "GSM8K / F1"


def test_the_caption_gives_what_the_table_leaves_open() -> None:
    (claim,) = claims("Results on GSM8K (Llama 3)", "Method | Accuracy", "FastKV | 71.3")
    assert (told(claim)["onDataset"], told(claim)["ofModel"]) == ("dataset/gsm8k", "model/llama-3")


def test_the_caption_gives_no_model_to_rows_that_are_models() -> None:
    """An unlisted model is not the judge that the caption names."""
    (claim,) = claims("Judged by GPT-4", "Model | Accuracy", "Unheard-of-7B | 71.3")
    assert told(claim) == {"metric": "metric/accuracy"}


def test_best_is_what_the_table_marks() -> None:
    found = claims("", "Method | F1", "SnapKV | 1.0", "FastKV | 2.0", best=((1, 1),))
    assert [claim.cell and claim.cell.best for claim in found] == [False, True]


@pytest.mark.parametrize("row", ["w/o CoT", "LoRA rank-stable", "Only LoRA", "+ LoRA", "LoRA + QLoRA", "FastKV-Tiny"])
def test_a_row_that_is_more_or_less_than_a_method_is_not_that_method(row: str) -> None:
    (claim,) = claims("", "Method | Accuracy", f"{row} | 71.3")
    assert "ofMethod" not in told(claim)
    assert claim.cell and claim.cell.row == row


@pytest.mark.parametrize("row", ["FastKV", "FastKV (Ours)", "Ours", "**FastKV**", "FastKV (full)", "本文方法"])
def test_the_papers_own_method_goes_by_several_names(row: str) -> None:
    (claim,) = claims("", "Method | Accuracy", f"{row} | 71.3")
    assert told(claim)["ofMethod"] == "method/fastkv"


def test_a_word_in_small_letters_is_no_coined_name() -> None:
    title = "ONLY: A Decoder"
    tagged = noted(Table("", ("Setting", "F1"), (("only", "70.0"), ("ONLY", "71.0"))), title=title)
    names = collect([tagged], load())
    found = list(tables.claims(tagged, names.entities(tagged, tagged.mentions), names))
    assert ["ofMethod" in told(claim) for claim in found] == [False, True]


@pytest.mark.parametrize(
    "table",
    [
        ["Hyperparameter | GSM8K | MMLU", "learning rate | 0.1 | 0.2", "epochs | 3 | 5"],
        ["Setting | Llama 3", "LoRA rank | 16", "Batch size | 32"],
        ["Dataset | Train | Test | Avg. words", "GSM8K | 7473 | 1319 | 46", "MMLU | 99842 | 14042 | 81"],
        ["Step | What happens", "1 | Tokens are scored", "2 | Tokens are dropped"],
        ["Method | Training-free | Open", "SnapKV | ✓ | ✗", "FastKV | yes | no"],
        ["Aspect | Points (1-5)", "Novelty | 4", "Writing | 3.5"],
        ["Work | Difference", "SnapKV | drops tokens in 2 of 3 layers"],
        ["超参数 | GSM8K", "学习率 | 0.1"],
        ["Method", "FastKV"],
        [""],
    ],
    ids=lambda table: table[0],
)
def test_a_table_without_measurements_makes_no_results(table: list[str]) -> None:
    assert claims("A table", *table) == []


def test_settings_and_differences_in_a_result_table_are_no_results() -> None:
    found = claims("GSM8K", "Method | Rank | Accuracy | Δ Acc | vs SnapKV", "FastKV | 16 | 71.3 | 1.2 | 2.0")
    assert [claim.figure.value for claim in found] == [Decimal("71.3")]


@pytest.mark.parametrize(
    ("cell", "value", "highest", "unit"),
    [
        ("**68.01**", "68.01", None, None),
        ("1.82×", "1.82", None, "×"),
        ("35.3%", "35.3", None, "%"),
        ("100 (3.3)", "100", None, None),
        ("12.3 ± 0.4", "12.3", None, None),
        ("12.3 +/- 0.4%", "12.3", None, "%"),
        ("44.4 (+5.9)", "44.4", None, None),
        ("55.7 (ProTeGi)", "55.7", None, None),
        (".020", "0.020", None, None),
        ("−0.75", "-0.75", None, None),
        ("~0.78", "0.78", None, None),
        ("1,234.5 ms", "1234.5", None, "ms"),
        ("8–11%", "8", "11", "%"),
        ("3.1 ↑", "3.1", None, None),
    ],
)
def test_a_measured_cell_is_read_as_it_is_written(cell: str, value: str, highest: str | None, unit: str | None) -> None:
    found = tables.measured(cell)
    assert found is not None
    figure, its_unit = found
    assert (figure.value, figure.max_value, its_unit) == (Decimal(value), Decimal(highest) if highest else None, unit)


@pytest.mark.parametrize(
    "cell",
    ["", "—", "-", "N/A", "+5.9", "1e-4", "72.5/82.5", "<2MB", "p<0.001", "48.5:51.5", "3 of 4", "Llama-2-7B", "✓"],
)
def test_any_other_cell_is_not_measured(cell: str) -> None:
    assert tables.measured(cell) is None


def test_a_remark_in_place_of_a_name_is_repeated_in_no_result() -> None:
    assert claims("", "Method | F1", f"{'very ' * 100}long | 71.3") == []
    (claim,) = claims("word " * 1000, "Method | F1", "FastKV | 71.3")
    assert len(claim.sentence) < 400


CELLS = st.one_of(st.sampled_from(("FastKV", "GSM8K", "F1", "71.3", "—", "Ours", "**1**", "")), st.text(max_size=12))


@given(head=st.lists(CELLS, max_size=5), rows=st.lists(st.lists(CELLS, max_size=6), max_size=5), caption=CELLS)
def test_no_table_is_too_odd(head: list[str], rows: list[list[str]], caption: str) -> None:
    """Rows of any length, heads that are missing: each claim has a place of its own and says what its cell holds."""
    tagged = noted(Table(caption, tuple(head), tuple(map(tuple, rows))))
    names = collect([tagged], load())
    found = list(tables.claims(tagged, names.entities(tagged, tagged.mentions), names))
    assert len({claim.place for claim in found}) == len(found)
    assert all(claim.sentence.startswith("Table") and claim.sentence[-1] != ":" for claim in found)
