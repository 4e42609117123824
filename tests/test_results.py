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
        ("Accuracy rises from 52.3% to 65.3%.", [("52.3% to 65.3%", "Accuracy")]),
        ("It goes from 52.3% accuracy to 65.3%.", [("65.3%", "accuracy")]),
        ("Between 12% and 20% of the memory is freed.", [("12% and 20%", "memory")]),
        ("Accuracy goes up (52.3%→65.3%).", [("52.3%→65.3%", "Accuracy")]),
        ("Memory shrinks 10 to 25-fold.", [("10 to 25-fold", "Memory")]),
        ("Accuracy improves by 2.5 points.", [("2.5 points", "Accuracy")]),
        ("Accuracy improves by 3 percentage points.", [("3 percentage points", "Accuracy")]),
        ("It leads by 2 BLEU points.", [("2", "BLEU")]),
        ("Accuracy improves by 7 percent.", [("7 percent", "Accuracy")]),
        ("Memory is cut by a factor of 12.", [("factor of 12", "Memory")]),
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
    ("text", "expected"),
    [
        ("We prove a regret of $O(\\sqrt{T})$.", [("$O(\\sqrt{T})$", "regret")]),
        (
            "We prove a $\\tilde{\\mathcal{O}}(d/\\epsilon^2)$ sample complexity.",
            [("$\\tilde{\\mathcal{O}}(d/\\epsilon^2)$", "sample complexity")],
        ),
        ("Sorting takes O(n log(n)) time.", [("O(n log(n))", "time")]),
        ("The complexity drops to \\(O(C)\\).", [("\\(O(C)\\)", "complexity")]),
        ("The running time is $O(n)$, improving the previous $O(n^2)$.", [("$O(n)$", "running time")]),
        ("It cuts complexity from O(n^2) to O(n).", [("O(n)", "complexity")]),
        ("It cuts complexity from quadratic $O(L^2)$ to linear $O(L)$.", [("$O(L)$", "complexity")]),
        ("Regret is at most $\\tilde O(\\sqrt{T})$.", [("$\\tilde O(\\sqrt{T})$", "Regret")]),
        ("We show Õ(√T) regret.", [("Õ(√T)", "regret")]),
        ("A regret of $\\mathcal{O}\\big(T^{2/3}\\big)$ is shown.", [("$\\mathcal{O}\\big(T^{2/3}\\big)$", "regret")]),
        ("The regret is $O(T)$ and the violation is $O(1)$.", [("$O(T)$", "regret"), ("$O(1)$", "violation")]),
        ("Our method is O(n) and 3× faster.", [("3×", "faster")]),
        ("Existing methods need $O(n^2)$ memory.", []),
        ("It runs in n^O(1) time.", []),
        ("For all $x$ O($n$) time is needed.", []),
        ("The group O(3) reduces the error of networks.", []),
        ("Group O (control) has an error rate of 5%.", [("5%", "error rate")]),
        ("The set $O(n)$ is a group.", []),
    ],
)
def test_a_bound_is_read_with_what_it_bounds(tagged: Tagger, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert values(tagged, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The parser reaches a depth of 31%.", [("31%", "depth")]),
        ("It needs 31% fewer calls.", [("31%", "calls")]),
        ("There is a 31% increase in clicks.", [("31%", "clicks")]),
        ("The pruned net saves 31% compute.", [("31%", "compute")]),
        ("It renders at 31 FPS.", [("31 FPS", "FPS")]),
        ("It renders at a pace of 31 FPS.", [("31 FPS", "pace")]),
    ],
)
def test_a_plain_noun_beside_a_figure_is_its_metric(
    tagged: Tagger, text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert values(tagged, text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It outperforms GPTQ by 5.1%.", "5.1%"),
        ("On GSM8K it gains +5.1%.", "+5.1%"),
        ("It is 5.1% better than GPTQ.", "5.1%"),
        ("It is 1.4 higher than GPTQ.", "1.4"),
        ("It brings an improvement of 5.1% over GPTQ.", "5.1%"),
        ("It is at least 5.1% ahead, not less than GPTQ.", "5.1%"),
        ("One map takes 41 hours.", "41 hours"),
        ("A frame is done in less than 12ms.", "12ms"),
    ],
)
def test_a_figure_is_a_result_though_nothing_says_of_what(tagged: Tagger, text: str, value: str) -> None:
    assert values(tagged, text) == [(value, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Accuracy of 74.2 and recall of 68.1 are reached.", [("74.2", "Accuracy"), ("68.1", "recall")]),
        ("Its accuracy (74.2) is the best.", [("74.2", "accuracy")]),
        ("It scores 74.2 BLEU and 61.5 ROUGE.", [("74.2", "BLEU"), ("61.5", "ROUGE")]),
        ("It gains 1.2, 3.4 and 5.6 BLEU.", [("1.2", "BLEU"), ("3.4", "BLEU"), ("5.6", "BLEU")]),
        ("It gains 1.2% and 3.4% in accuracy and recall.", [("1.2%", "accuracy"), ("3.4%", "recall")]),
        ("The word error rate (WER) of 7.4% is the lowest.", [("7.4%", "word error rate")]),
    ],
)
def test_each_metric_goes_with_the_figure_beside_it(
    tagged: Tagger, text: str, expected: list[tuple[str, str | None]]
) -> None:
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
        "It is trained on 1%, 5% and 10% of the data.",
        "All nets were pruned by 25%.",
        "Their teacher is 20 times larger.",
        "Images have 512 x 512 pixels.",
        "Qwen 2.5 accuracy is high.",
        "The corpus has 2,000 hours of speech.",
        "The previous best of 83.1% is hard to reach.",
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


@pytest.mark.parametrize("pair", ["35.3% vs. 24.7%", "35.3% (24.7%)", "35.3%, against 24.7%"])
def test_the_compared_side_of_a_pair_is_no_claim(tagged: Tagger, pair: str) -> None:
    assert values(tagged, f"It reaches an accuracy of {pair}.") == [("35.3%", "accuracy")]


def test_more_than_compares_with_no_one(tagged: Tagger) -> None:
    text = "Accuracy rises by more than 3%, recall by no more than 2%."
    assert values(tagged, text) == [("3%", "Accuracy"), ("2%", "recall")]


def test_a_result_knows_its_place_and_its_sentence(tagged: Tagger) -> None:
    one = tagged("We start small. Accuracy improves by 10.2%. We end.")
    (result,) = one.results
    assert one.note.document[result.start : result.end] == "10.2%"
    sentence = one.note.document[result.sentence_start : result.sentence_end]
    assert sentence.strip() == "Accuracy improves by 10.2%."
