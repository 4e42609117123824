"""Result tables become figures with method, metric, dataset and model; tables of anything else become nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.facts import cells, tables
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
        ("68.0 ↑2.1%", "68.0", None, None),
        ("68.0+1.2", "68.0", None, None),
        ("68.0 [66.1, 70.2]", "68.0", None, None),
        ("$68.0_{\\pm 0.3}$", "68.0", None, None),
        ("68.0 $\\pm$ 0.3", "68.0", None, None),
        ("$1.82\\times$", "1.82", None, "×"),
        ("$35.3\\%$", "35.3", None, "%"),
        ("68.0_(0.3)", "68.0", None, None),
    ],
)
def test_a_measured_cell_is_read_as_it_is_written(cell: str, value: str, highest: str | None, unit: str | None) -> None:
    found = cells.measured(cell)
    assert found is not None
    figure, its_unit = found
    assert (figure.value, figure.max_value, its_unit) == (Decimal(value), Decimal(highest) if highest else None, unit)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "—",
        "-",
        "N/A",
        "+5.9",
        "1e-4",
        "72.5/82.5",
        "<2MB",
        "p<0.001",
        "48.5:51.5",
        "3 of 4",
        "Llama-2-7B",
        "✓",
        "↑2.1",
        "$10^3$",
        "68_2",
    ],
)
def test_any_other_cell_is_not_measured(cell: str) -> None:
    assert cells.measured(cell) is None


@pytest.mark.parametrize(
    ("caption", "head", "row"),
    [
        ("", "EM/F1", "FastKV"),
        ("", "Exact Match / F1 (%)", "FastKV"),
        ("", "MMLU EM/F1", "FastKV"),
        ("", "MMLU", "FastKV EM/F1"),
        ("Main results (Exact Match / F1)", "MMLU", "FastKV"),
    ],
)
def test_of_a_cell_with_two_figures_each_goes_to_its_own_metric(caption: str, head: str, row: str) -> None:
    found = claims(caption, f"Method | {head}", f"{row} | 72.5/82.5", f"{row} | 70.1 / —")
    assert [(claim.figure.value, told(claim)["metric"]) for claim in found] == [
        (Decimal("72.5"), "metric/exact-match"),
        (Decimal("82.5"), "metric/f1-score"),
        (Decimal("70.1"), "metric/exact-match"),
    ]
    assert found[0].sentence.endswith(f"row {row}, column {head}: 72.5/82.5")


def test_of_a_cell_with_two_figures_each_says_what_it_is_for() -> None:
    head = "Method | Acc (val/test) | P@1/5 | Acc (5cm/5°)"
    found = claims("", head, "FastKV | 72.5/82.5 | 60.1/80.2 | 46.4/26.0")
    columns = ["Acc (val)", "Acc (test)", "P@1", "P@5", "Acc (5cm)", "Acc (5°)"]
    assert [claim.cell and claim.cell.column for claim in found] == columns


@pytest.mark.parametrize("head", ["GSM8K", "EM/F1/ROUGE-L", "Latency (ms/token)", "Acc w/o CoT", "Rank (EM/F1)"])
def test_two_figures_under_a_label_that_names_not_two_things_are_no_results(head: str) -> None:
    cell = "1/2" if head.startswith("Rank") else "72.5/82.5"
    found = claims("", f"Method | GSM8K F1 | {head}", f"FastKV | 68.6 | {cell}")
    assert [claim.figure.value for claim in found if "/" in claim.sentence.rpartition(":")[2]] == []


def test_an_arrow_says_that_a_column_is_measured() -> None:
    """Whatever it is called, and though running text has taken it for a method."""
    found = claims("On GSM8K", "Setting | FastKV ↑ | #Errors (↓) | Steps ↑", "x2 | 0.77 | 20 | 5")
    assert [(told(claim), claim.cell and claim.cell.better) for claim in found] == [
        ({"onDataset": "dataset/gsm8k"}, "higher"),
        ({"onDataset": "dataset/gsm8k"}, "lower"),
    ]


def test_the_caption_gives_metric_unit_and_direction_to_columns_of_methods_and_data() -> None:
    found = claims("Throughput (tokens/s) ↑", "GPU | FastKV | Quant", "A100 | 103.1 | 4")
    assert [(told(claim)["metric"], claim.unit, claim.cell and claim.cell.better) for claim in found] == [
        ("metric/throughput", "tokens/s", "higher")
    ]
    found = claims("准确率对比", "方法 | GSM8K | 平均 | 备注", "FastKV | 71.3 | 70.0 | 3")
    assert [(claim.figure.value, told(claim)["metric"]) for claim in found] == [
        (Decimal("71.3"), "metric/accuracy"),
        (Decimal("70.0"), "metric/accuracy"),
    ]


def test_the_caption_gives_no_metric_to_a_column_that_has_its_own() -> None:
    found = claims("Accuracy on GSM8K", "Method | DreamSim↓ | Latency (ms) | GSM8K↑", "FastKV | 56.3 | 12 | 71.3")
    assert [told(claim).get("metric") for claim in found] == [None, "metric/latency", "metric/accuracy"]


@pytest.mark.parametrize(
    ("head", "metric"),
    [("平均准确率", "accuracy"), ("攻击成功率", "attack-success-rate"), ("参数量", "parameter-count")],
)
def test_a_chinese_head_is_the_metric_it_ends_with(head: str, metric: str) -> None:
    (claim,) = claims("", f"方法 | {head}", "FastKV | 71.3")
    assert told(claim)["metric"] == f"metric/{metric}"


@pytest.mark.parametrize("head", ["准确率标准差", "全精度", "Top 1 占比", "准确率提升"])
def test_a_chinese_head_that_says_more_is_not_the_metric(head: str) -> None:
    assert claims("", f"方法 | {head}", "FastKV | 71.3") == []


def test_what_is_left_out_is_nothing_that_is_measured() -> None:
    (claim,) = claims("", "Setting | Accuracy", "w/o GSM8K, perplexity filter | 71.3")
    assert told(claim) == {"metric": "metric/accuracy"}


def test_a_row_with_nothing_but_a_name_is_over_the_rows_below_it() -> None:
    rows = ("**GSM8K** | | ", "SnapKV | 70.1 | 2", "LongBench (Llama 3) | | ", "FastKV | 49.2 | 3")
    found = claims("On MMLU", "Method | Accuracy | Rank", *rows)
    assert [told(claim) for claim in found] == [
        {"metric": "metric/accuracy", "onDataset": "dataset/gsm8k", "ofMethod": "method/snapkv"},
        {
            "metric": "metric/accuracy",
            "onDataset": "dataset/longbench",
            "ofModel": "model/llama-3",
            "ofMethod": "method/fastkv",
        },
    ]
    assert [claim.cell and claim.cell.row for claim in found] == ["GSM8K / SnapKV", "LongBench (Llama 3) / FastKV"]


def test_an_empty_name_goes_on_with_the_one_above_it() -> None:
    rows = ("GSM8K | SnapKV | 70.1", " | FastKV | 71.3", "MMLU | SnapKV | 49.2", "MMLU | | 50.0")
    found = claims("", "Dataset | Method | Accuracy", *rows)
    assert [(told(claim).get("onDataset"), told(claim).get("ofMethod")) for claim in found] == [
        ("dataset/gsm8k", "method/snapkv"),
        ("dataset/gsm8k", "method/fastkv"),
        ("dataset/mmlu", "method/snapkv"),
        ("dataset/mmlu", None),
    ]


def test_a_figure_is_that_of_its_row_where_the_rows_are_methods() -> None:
    """What the columns of the table are called may have been taken for methods."""
    found = claims("Accuracy", "检索方法 | FastKV (0p10n)", "Entropy | 30.5", "SnapKV | 19.2")
    assert [told(claim).get("ofMethod") for claim in found] == [None, "method/snapkv"]


def test_names_are_of_the_kind_that_their_head_says() -> None:
    """A data set is not taken for the method that has its name, nor a method for the metric."""
    rows = ("QLoRA | FastKV | SnapKV | 71.3", "MMLU | Llama 3 | Recall | 70.1")
    found = claims("", "Dataset | Model | Method | Accuracy", *rows)
    assert [told(claim) for claim in found] == [
        {"metric": "metric/accuracy", "ofMethod": "method/snapkv"},
        {"metric": "metric/accuracy", "onDataset": "dataset/mmlu", "ofModel": "model/llama-3"},
    ]


def test_a_unit_may_stand_where_a_metric_does() -> None:
    found = claims("", "Task | Metric | FastKV", "Memory usage | GB | 13.8 (+7%)", "Speed | FPS | 20")
    assert [(told(claim)["metric"], claim.unit) for claim in found] == [
        ("metric/memory-usage", "GB"),
        ("metric/frames-per-second", "FPS"),
    ]


@pytest.mark.parametrize("head", ["Latency (ms, ↓)", "Latency [ms]", "Latency ↓ (ms)"])
def test_a_unit_is_found_beside_an_arrow(head: str) -> None:
    (claim,) = claims("", f"Method | {head}", "FastKV | 12")
    assert claim.unit == "ms"


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
