"""The figures a note claims: value, metric, and what it was measured on and against."""

from __future__ import annotations

import pytest
from conftest import Tagger


def values(tagged: Tagger, text: str) -> list[tuple[str, str | None]]:
    return [(result.value, result.metric) for result in tagged(text).results]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The scheme gives a 2.33× speedup.", [("2.33×", "speedup")]),
        ("The scheme gives a 2.3x speedup.", [("2.3x", "speedup")]),
        ("The scheme gives a .61× speedup.", [(".61×", "speedup")]),
        ("The scheme gives up to 9.2x speedup.", [("9.2x", "speedup")]),
        ("Accuracy improves by 10.2%.", [("10.2%", "Accuracy")]),
        (r"Accuracy improves by 10.2\%.", [(r"10.2\%", "Accuracy")]),
        ("Accuracy improves by about 10 %.", [("10 %", "Accuracy")]),
        ("Accuracy improves by 8–11%.", [("8–11%", "Accuracy")]),
        ("Accuracy improves by 65.73%-88.50%.", [("65.73%-88.50%", "Accuracy")]),
        ("Accuracy rises from 52.3% to 65.3%.", [("65.3%", "Accuracy")]),
        ("Accuracy improves by 2.5 points.", [("2.5", "Accuracy")]),
        ("Accuracy improves by 3 percentage points.", [("3", "Accuracy")]),
        ("It gains +4.7 BLEU.", [("+4.7", "BLEU")]),
        ("It reaches a perplexity of 12.18 on long texts.", [("12.18", "perplexity")]),
        pytest.param(
            "It reaches a perplexity of 12.18.",
            [("12.18", "perplexity")],
        ),
        ("Throughput grows by 2.1× and latency falls by 30%.", [("2.1×", "Throughput"), ("30%", "latency")]),
        pytest.param(
            "It reduces memory by 40% while accuracy drops by 0.5%.",
            [("40%", "memory"), ("0.5%", "accuracy")],
        ),
        ("It reaches 72.4% accuracy.", [("72.4%", "accuracy")]),
        ("Token consumption is reduced by 1,200%.", [("1,200%", "Token consumption")]),
    ],
)
def test_a_figure_is_read_with_its_metric(tagged: Tagger, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert values(tagged, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We train with 4-bit weights and a 128K context.",
        "The run takes 128 GPUs and 8 tokens.",
        "Models from 1B to 32B are tested.",
        "The adapter has 35M parameters.",
        "It is trained on 1% of the data.",
        "We prune at 50% sparsity.",
        "The bench holds 1,957 tables of 7,158 papers.",
        "It was shown at ACL2026 in section 3.1.",
        "Layers 20 to 80 are kept.",
        "GPT-4 and Llama-3.1-8B are asked 3 times.",
        "",
    ],
)
def test_sizes_and_settings_are_no_results(tagged: Tagger, text: str) -> None:
    assert values(tagged, text) == []


@pytest.mark.parametrize(
    ("text", "baseline"),
    [
        ("It gives a 2.3x speedup over vLLM.", "vLLM"),
        ("It gives a 2.3x speedup compared to vLLM.", "vLLM"),
        ("It gives a 2.3x speedup compared with vLLM.", "vLLM"),
        ("Accuracy is 4.2% higher than GPTQ.", "GPTQ"),
        ("It gives a 2.3x speedup.", None),
        ("We use SmoothQuant and get a 2.3x speedup.", None),
    ],
)
def test_a_baseline_is_what_stands_behind_the_comparison(tagged: Tagger, text: str, baseline: str | None) -> None:
    (result,) = tagged(text).results
    assert result.baseline == baseline


@pytest.mark.parametrize("figure", [r"\(2.5\times\)", r"$2.5\times$"])
def test_a_ratio_may_be_written_as_a_formula(tagged: Tagger, figure: str) -> None:
    ((value, metric),) = values(tagged, f"It gives a {figure} speedup.")
    assert "2.5" in value
    assert metric == "speedup"


def test_a_figure_is_tied_to_its_model_and_dataset(tagged: Tagger) -> None:
    (result,) = tagged("Accuracy on GSM8K improves by 4.2% with Llama-2-7B.").results
    assert (result.value, result.metric, result.model, result.dataset) == ("4.2%", "Accuracy", "Llama-2-7B", "GSM8K")


def test_a_figure_stays_with_its_sentence(tagged: Tagger) -> None:
    (result,) = tagged("We test Llama-2-7B on GSM8K. Latency falls by 30%.").results
    assert (result.model, result.dataset) == (None, None)


def test_figures_told_together_go_with_their_counterparts(tagged: Tagger) -> None:
    text = "It reaches 3.0x, 2.0x, and 1.5x speedup compared to GPTQ, AWQ, and SmoothQuant, respectively."
    assert [(r.value, r.metric, r.baseline) for r in tagged(text).results] == [
        ("3.0x", "speedup", "GPTQ"),
        ("2.0x", "speedup", "AWQ"),
        ("1.5x", "speedup", "SmoothQuant"),
    ]


def test_figures_of_several_datasets_go_with_each(tagged: Tagger) -> None:
    text = "Accuracy improves by 4.1% and 2.2% on GSM8K and MMLU, respectively."
    assert [(r.value, r.metric, r.dataset) for r in tagged(text).results] == [
        ("4.1%", "Accuracy", "GSM8K"),
        ("2.2%", "Accuracy", "MMLU"),
    ]


def test_the_compared_side_of_a_pair_is_no_claim(tagged: Tagger) -> None:
    assert values(tagged, "It reaches an accuracy of 35.3% vs. 24.7%.") == [("35.3%", "accuracy")]


def test_a_result_knows_its_place_and_its_sentence(tagged: Tagger) -> None:
    one = tagged("We start small. Accuracy improves by 10.2%. We end.")
    (result,) = one.results
    assert one.note.document[result.start : result.end] == "10.2%"
    sentence = one.note.document[result.sentence_start : result.sentence_end]
    assert sentence.strip() == "Accuracy improves by 10.2%."
