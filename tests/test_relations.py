"""What a paper only mentions, and what a figure goes with beyond the names beside it."""

from __future__ import annotations

import pytest
from conftest import Tagger

from kg.mentions import TaggedNote


def roles(one: TaggedNote) -> dict[str, set[str]]:
    """The roles in which each surface of a note's text stands."""
    found: dict[str, set[str]] = {}
    for mention in one.mentions:
        if mention.start > len(one.note.title):
            found.setdefault(mention.text, set()).add(mention.role)
    return found


@pytest.mark.parametrize(
    ("text", "technique"),
    [
        ("It is orthogonal to knowledge distillation.", "knowledge distillation"),
        ("It is complementary to RAG.", "RAG"),
        ("The cache can be combined with speculative decoding.", "speculative decoding"),
        ("Token-level speculative decoding can be used on top.", "Token-level speculative decoding"),
        ("Existing pruning can be added.", "pruning"),
        ("It runs without knowledge distillation.", "knowledge distillation"),
        ("The student needs no knowledge distillation.", "knowledge distillation"),
    ],
)
def test_what_the_work_may_be_joined_with_or_does_without_is_not_used(
    tagged: Tagger, text: str, technique: str
) -> None:
    assert roles(tagged(text))[technique] == {"mentions"}


def test_a_list_of_what_the_work_may_be_joined_with_goes_on(tagged: Tagger) -> None:
    one = tagged("It is orthogonal to speculative decoding, structured pruning and quantization.")
    assert set(map(frozenset, roles(one).values())) == {frozenset({"mentions"})}


BACKGROUND = "Long texts are costly. Pruning loses facts. We share the KV cache between layers."


def test_what_stands_between_the_first_sentence_and_the_own_work_is_background(tagged: Tagger) -> None:
    found = roles(tagged(BACKGROUND))
    assert (found["Pruning"], found["KV cache"]) == ({"mentions"}, {"uses"})


def test_the_first_sentence_tells_what_the_paper_is_on(tagged: Tagger) -> None:
    assert roles(tagged("Pruning loses facts. We share the KV cache."))["Pruning"] == {"uses"}


def test_background_ends_where_the_own_name_stands(tagged: Tagger) -> None:
    one = tagged("Long texts are costly. QuietCache relies on pruning. We test it.", "QuietCache: Sharing Keys")
    assert roles(one)["pruning"] == {"uses"}


def test_what_the_title_has_a_word_of_is_no_background(tagged: Tagger) -> None:
    assert roles(tagged(BACKGROUND, "What Pruned Models Forget")).get("Pruning") != {"uses"}
    assert roles(tagged(BACKGROUND, "What Pruning Forgets"))["Pruning"] == {"uses"}


def test_what_is_named_again_is_no_background(tagged: Tagger) -> None:
    one = tagged("Existing pruning methods fail. We repair pruning.")
    assert "uses" in roles(one)["pruning"]


def test_a_data_set_is_no_background_and_not_compared_with(tagged: Tagger) -> None:
    one = tagged("The popular GSM8K is hard. It is better than MMLU.")
    assert roles(one) == {"GSM8K": {"uses"}, "MMLU": {"uses"}}


def test_what_is_compared_with_is_not_used_where_else_it_is_named(tagged: Tagger) -> None:
    one = tagged("GPTQ rounds column by column. We learn the order. It is faster than GPTQ.")
    assert roles(one)["GPTQ"] == {"mentions", "compares"}


def test_the_own_work_may_use_what_it_is_compared_with(tagged: Tagger) -> None:
    one = tagged("We start from GPTQ. It is faster than GPTQ.")
    assert roles(one)["GPTQ"] == {"uses", "compares"}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("It is 2× faster over GPTQ.", "compares"),
        ("Against GPTQ, memory is lower.", "compares"),
        ("Accuracy is 3 points above GPTQ.", "compares"),
        ("A prior over GPTQ is learnt.", "uses"),
        ("The defense is strong against GPTQ.", "uses"),
        ("The GPTQ baseline is slow.", "compares"),
        ("It is level with GPTQ.", "compares"),
    ],
)
def test_over_and_against_compare_behind_a_difference(tagged: Tagger, text: str, role: str) -> None:
    assert roles(tagged(text))["GPTQ"] == {role}


def test_a_comparison_goes_on_behind_its_figure(tagged: Tagger) -> None:
    one = tagged("It outperforms GPTQ by 3% and SmoothQuant by 1%.")
    assert [(result.value, result.baseline) for result in one.results] == [("3%", "GPTQ"), ("1%", "SmoothQuant")]


@pytest.mark.parametrize(
    ("text", "baseline"),
    [
        ("It gives a 2.3x speedup over the original model.", "original model"),
        ("Accuracy improves by 4% compared to previous state-of-the-art methods.", "previous state-of-the-art methods"),
        ("It outperforms strong baselines, achieving 4% higher accuracy.", "strong baselines"),
        ("It gives a 2.3x speedup over all datasets.", None),
        ("It beats the baselines; memory falls by 40%.", None),
        ("Accuracy reaches 81%, outperforming the best models.", None),
    ],
)
def test_a_baseline_may_have_no_name(tagged: Tagger, text: str, baseline: str | None) -> None:
    (result,) = tagged(text).results
    assert result.baseline == baseline


def test_a_data_set_right_behind_a_figure_is_its_own(tagged: Tagger) -> None:
    one = tagged("It brings a 2.3% gain on GSM8K, a 3.5% accuracy gain on MMLU.")
    assert [(result.value, result.dataset) for result in one.results] == [("2.3%", "GSM8K"), ("3.5%", "MMLU")]


def test_a_data_set_that_opens_a_sentence_holds_for_all_of_it(tagged: Tagger) -> None:
    (result,) = tagged("On GSM8K it outperforms GPTQ, achieving an accuracy of 64.7%.").results
    assert (result.dataset, result.baseline) == ("GSM8K", "GPTQ")


def test_figures_are_of_the_data_set_that_the_paper_introduces(tagged: Tagger) -> None:
    title = "HardSums: A Benchmark for Arithmetic"
    text = "We introduce HardSums, a benchmark of sums. The best model reaches 41% accuracy. On GSM8K it reaches 90%."
    assert [(result.value, result.dataset) for result in tagged(text, title).results] == [
        ("41%", "HardSums"),
        ("90%", "GSM8K"),
    ]


def test_where_a_gain_is_made_is_not_what_is_gained(tagged: Tagger) -> None:
    (result,) = tagged("It brings a 4.1% improvement on popular suites.").results
    assert (result.value, result.metric) == ("4.1%", None)
