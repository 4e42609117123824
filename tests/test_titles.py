"""Telling titles from summaries on pages that carry no markup: by what makes a sentence, not by length."""

from __future__ import annotations

import pytest

from kg.notes import Note
from kg.sources import listing
from kg.sources.prose import split_titles

PLAIN = (
    "Thin Drafts: Cheap Guesses for Long Answers",
    "A small network guesses what comes next, and a large one checks it.",
)


def papers(*lines: str, blank: bool) -> list[tuple[str, str]]:
    joint = "\n\n" if blank else "\n"
    text = joint.join(["📦 Model Compression", "💬 ACL2026 · 3 paper notes", *lines])
    return [(item.title, item.text) for item in listing.read(text, "page.txt") if isinstance(item, Note)]


@pytest.mark.parametrize("blank", [True, False], ids=["spaced", "close"])
@pytest.mark.parametrize(
    ("title", "summary"),
    [
        pytest.param(
            "Do Pruned Models Forget Rare Words?",
            "The study removes heads one by one. Rare words are lost first.",
            id="a title that asks",
        ),
        pytest.param(
            '"Why So Slow?" Latency in Deployed Assistants',
            "The authors time three assistants and find that most of the wait is spent on loading.",
            id="a title that begins with a quote",
        ),
        pytest.param(
            "“Forget Me Not”: Keeping Old Tasks Alive",
            "Old tasks are kept alive by replaying a handful of their samples.",
            id="a title that begins with a curly quote",
        ),
        pytest.param(
            "A simple baseline for merging adapters of different rank",
            "This paper shows that padding with zeros is a strong baseline when adapters of different rank are merged.",
            id="a title in sentence case",
        ),
        pytest.param(
            "Caches That Shrink While You Read",
            "This work drops old keys as soon as nothing looks at them, which keeps memory flat over long texts",
            id="a summary that lacks its full stop",
        ),
        pytest.param(
            "Folding",
            "Weights are folded twice.",
            id="a title of one word and a summary of four",
        ),
        pytest.param(
            "An Exhaustive Comparison of Forty Ways to Shorten the Memory of Language Models That Read Whole Books, "
            "Court Files and Medical Records in More Than Twenty Languages Without Training",
            "Most ways do no harm.",
            id="a title longer than its summary",
        ),
        pytest.param(
            "GPT-4 vs. Llama 3: Who Drafts Better?",
            "Both models draft answers for a third one. It is the smaller of the two that saves more time.",
            id="a title with an abbreviation's stop inside",
        ),
        pytest.param(
            "α-Fold: Mixing Weights by One Number",
            "One number decides how much of each model goes into the mixture.",
            id="a title that begins with a Greek letter",
        ),
        pytest.param(
            r"\(\alpha\)-Drop: Dropping Layers by Their Angle",
            r"Layers whose angle stays below \(\alpha\) are dropped, which brings the cost to \(O(N^2)\).",
            id="a title that begins with a formula",
        ),
        pytest.param(
            "500xSqueeze: Long Prompts in One Token",
            "500xSqueeze puts a long prompt into one token. Answers stay close to the original.",
            id="a title that begins with a figure",
        ),
        pytest.param(
            "Less Is More!",
            "With fewer samples the student learns more, and this holds for all three teachers.",
            id="a title that exclaims",
        ),
        pytest.param(
            "Rank Is Not Enough: Adapters Revisited",
            "How far does rank carry? The paper finds that it is the size of the update that counts.",
            id="a summary that begins with a question",
        ),
        pytest.param(
            "Rank Is Not Enough: Adapters Revisited",
            'The paper calls this effect "rank blindness."',
            id="a summary that ends in a quote",
        ),
        pytest.param(
            "Sparse Heads, Dense Tails",
            "SHDT prunes LLaMA-2-7B, Qwen2.5-7B and Mistral-7B on GSM8K and MMLU to 50%, and is 2.1× faster.",
            id="a summary full of names",
        ),
    ],
)
def test_a_title_is_told_from_its_summary(title: str, summary: str, blank: bool) -> None:
    alone = (title, summary)
    assert papers(*alone, *PLAIN, blank=blank) == [alone, PLAIN]  # where the page begins
    assert papers(*PLAIN, *alone, *PLAIN, blank=blank) == [PLAIN, alone, PLAIN]
    assert papers(*PLAIN, *alone, blank=blank) == [PLAIN, alone]  # where it ends


@pytest.mark.parametrize(
    "title", ["What makes a small teacher good?", "Which layers does a student need to learn well?"]
)
def test_a_question_in_sentence_case_is_a_title_without_blank_lines(title: str) -> None:
    alone = (title, "It turns out that a teacher which errs in the right places is the better one.")
    assert papers(*PLAIN, *alone, *PLAIN, blank=False) == [PLAIN, alone, PLAIN]


@pytest.mark.parametrize("title", ["Pruning in Practice: A Retrospective (2024)", "Small Models: Shrunk 4x4"])
def test_the_first_title_of_a_page_is_no_line_of_counts(title: str) -> None:
    alone = (title, "Ten years of pruning are looked at again, and few of the claims hold.")
    assert papers(*alone, *PLAIN, blank=True) == [alone, PLAIN]


@pytest.mark.parametrize("blank", [True, False], ids=["spaced", "close"])
def test_a_title_without_a_summary_does_not_take_the_next_title_for_one(blank: bool) -> None:
    bare = "Folding Weights Into Smaller Boxes"
    assert papers(*PLAIN, bare, *PLAIN, blank=blank) == [PLAIN, (bare, ""), PLAIN]
    assert papers(bare, *PLAIN, blank=blank) == [(bare, ""), PLAIN]
    assert papers(*PLAIN, bare, blank=blank) == [PLAIN, (bare, "")]


@pytest.mark.parametrize("blank", [True, False], ids=["spaced", "close"])
def test_a_summary_of_two_paragraphs_stays_one_summary(blank: bool) -> None:
    more = "We also show that the small network can be trained on its own guesses."
    assert papers(*PLAIN, more, *PLAIN, blank=blank) == [(PLAIN[0], f"{PLAIN[1]} {more}"), PLAIN]


def test_the_stated_count_settles_what_is_doubtful() -> None:
    lines = [
        ("Small steps for large networks", True),
        ("Weights move little in late training and the last tenth of it can go", True),
        ("Why layers repeat each other", True),
        ("The authors compare neighbouring layers. They are nearly alike.", True),
    ]
    assert split_titles(lines, stated=2) == [True, False, True, False]


def test_the_stated_count_makes_no_title_of_a_plain_summary() -> None:
    lines = [
        ("Small Steps for Large Networks", True),
        ("This paper shows that weights move little in late training. The last tenth of it can go.", True),
    ]
    assert split_titles(lines, stated=2) == [True, False]
