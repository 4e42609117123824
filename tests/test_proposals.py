"""What a paper proposes: who introduces it, what the text calls its own, and what only the title tells."""

from __future__ import annotations

import pytest

from tests.conftest import Tagger

PLAIN = "We look at how rain moves over a map and guess where it goes next."


def test_what_the_authors_introduce_comes_before_what_is_introduced_by_whom_it_may(tagged: Tagger) -> None:
    one = tagged("Rain maps are drawn by a system called RainOld. We propose RainNew, which draws them faster.")
    assert one.proposes == ("RainNew",)


def test_what_others_recently_proposed_is_not_the_papers_own(tagged: Tagger) -> None:
    assert tagged("We study rain with the recently proposed DropFlow on ten maps.").proposes == ()


@pytest.mark.parametrize(
    "text",
    [
        "We guess where rain goes. Our method, DropFlow, is fast.",
        "We guess where rain goes. On ten maps our DropFlow is fast.",
        "We guess where rain goes, with the help of wind. Our full forecasting model DropFlow is fast.",
        "We provide DropFlow, a map of rain.",
        "The outcome of this work is a rule, denoted DropFlow, for where rain goes.",
    ],
)
def test_a_name_that_the_text_calls_its_own_is_proposed(tagged: Tagger, text: str) -> None:
    assert tagged(text).proposes == ("DropFlow",)


def test_what_the_method_is_set_against_is_not_its_own(tagged: Tagger) -> None:
    assert tagged("We guess where rain goes. Our approach outperforms DropFlow.").proposes == ()


def test_a_name_that_the_vocabulary_lists_is_proposed_where_it_is_introduced_and_explained(tagged: Tagger) -> None:
    one = tagged("We present YOLO, a new approach to finding things in pictures.")
    assert one.proposes == ("YOLO",)
    assert {mention.role for mention in one.mentions if mention.text == "YOLO"} == {"proposes"}


def test_a_listed_name_that_is_used_is_not_proposed(tagged: Tagger) -> None:
    assert tagged("We propose to use YOLO, a fast detector, on pictures of rain.").proposes == ()


def test_the_name_of_a_task_is_not_what_is_proposed_with_it(tagged: Tagger) -> None:
    one = tagged("We propose the Rain Route Guessing task. Our RainNet solves it.")
    assert one.proposes == ("RainNet",)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Sparse Rainfall Networks", "Sparse Rainfall Networks"),
        ("Recurrent Drop Embedding for Rain Forecasting", "Recurrent Drop Embedding"),
        ("Guessing Where Rain Goes via Patient Cloud Propagation", "Patient Cloud Propagation"),
        ("Patient Cloud Policies: Learning Where Rain Goes", "Patient Cloud Policies"),
    ],
)
def test_a_title_names_what_is_built_where_the_text_does_not(tagged: Tagger, title: str, name: str) -> None:
    assert tagged(PLAIN, title=title).proposes == (name,)


@pytest.mark.parametrize(
    "title",
    [
        "Patient Rainfall Estimation for Small Rivers",
        "Guessing Where Rain Goes with Recurrent Drop Networks",
        "Revisiting Recurrent Drop Networks",
        "Recurrent Drop Networks: A Survey",
    ],
)
def test_what_a_title_is_about_is_not_proposed(tagged: Tagger, title: str) -> None:
    assert tagged(PLAIN, title=title).proposes == ()


def test_what_the_text_begins_with_before_it_comes_to_its_own_work_is_background(tagged: Tagger) -> None:
    title = "Patient Rain Guessing with Clouds"
    text = "Patient rain guessing is an important part of farming. We look at clouds."
    assert tagged(text, title=title).proposes == ()


def test_two_names_are_both_proposed_where_the_title_has_neither(tagged: Tagger) -> None:
    one = tagged("We propose RainNet, which is fast. We also introduce CloudSet, a dataset.", title="On Rain")
    assert one.proposes == ("RainNet", "CloudSet")


def test_a_part_of_what_the_title_names_is_not_what_the_paper_is_about(tagged: Tagger) -> None:
    one = tagged("We propose RainNet, which is fast. In it we introduce DropGate.", title="Guessing Rain with RainNet")
    assert one.proposes == ("RainNet",)


def test_quoted_words_are_no_name_where_the_authors_speak(tagged: Tagger) -> None:
    assert tagged("We find that such networks suffer from “sudden rain” in summer.").proposes == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Further, we introduce SVAMP, a list of rain riddles.", "DATASET"),
        ("Further, we introduce Soft Vapour Mapping (SVAMP), which is fast.", "METHOD"),
    ],
)
def test_a_listed_name_keeps_its_type_unless_it_is_spelt_out_as_something_else(
    tagged: Tagger, text: str, kind: str
) -> None:
    assert {mention.type for mention in tagged(text).mentions if mention.text == "SVAMP"} == {kind}
