"""What a note is about where it does not say that it introduces anything: names that act, and names in short forms."""

from __future__ import annotations

import pytest
from conftest import Tagger


@pytest.mark.parametrize(
    "text",
    [
        "Veto stabilizes forecasts by drawing each map twice.",
        "Rain is hard to guess on small maps. Veto learns it from drops alone.",
        "Clouds need not talk: with Veto, the first passes its drops on to the second.",
    ],
)
def test_a_plain_word_that_acts_like_a_method_is_its_name(tagged: Tagger, text: str) -> None:
    assert tagged(text).proposes == ("Veto",)


@pytest.mark.parametrize(
    "text",
    [
        "Accuracy rises where maps are drawn twice.",
        "Who learns from rain? A map of drops tells.",
        "Speech gives sounds, and sounds give a map of the rain.",
    ],
)
def test_a_plain_word_that_begins_a_sentence_is_no_name_by_itself(tagged: Tagger, text: str) -> None:
    assert tagged(text).proposes == ()


def test_a_plain_word_is_passed_over_where_the_text_introduces_a_name(tagged: Tagger) -> None:
    assert tagged("Veto stabilizes forecasts. We propose DropFlow, which needs no veto.").proposes == ("DropFlow",)


def test_what_a_note_that_is_not_the_authors_own_begins_with_is_what_it_is_about(tagged: Tagger) -> None:
    one = tagged("RainEval is a benchmark of twelve maps. The study introduces the rain score (RS) besides.")
    assert one.proposes == ("RainEval",)


def test_a_name_that_is_spelt_out_and_acts_is_proposed_where_others_write(tagged: Tagger) -> None:
    one = tagged("For better maps, Patient Drop Weighting (PDW) gives small drops more weight.")
    assert set(one.proposes) == {"Patient Drop Weighting", "PDW"}


def test_the_word_that_the_title_spells_out_comes_before_its_parts(tagged: Tagger) -> None:
    text = "We guess where rain goes. A module called Cloud Sieve feeds PDW-Net, which draws the map."
    one = tagged(text, title="Patient Drop Weighting for Rain Forecasting")
    assert one.proposes[0] == "PDW-Net"


def test_an_ordinary_word_in_capitals_is_a_name(tagged: Tagger) -> None:
    assert tagged("We propose STRONG, which draws maps of rain.").proposes == ("STRONG",)


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("We propose Non-linear Drop Weighting (NDW) for maps of rain.", "Non-linear Drop Weighting"),
        ("We propose “Patient Drops” (PDs), which fall late.", "Patient Drops"),
    ],
)
def test_a_long_form_is_taken_whole_out_of_hyphens_and_quotation_marks(tagged: Tagger, text: str, long: str) -> None:
    assert long in tagged(text).proposes


def test_a_name_before_the_title_in_brackets_is_spelt_out_by_it_whatever_its_letters(tagged: Tagger) -> None:
    one = tagged("Heron (Patient Fishing in Shallow Water) waits.", "Patient Fishing in Shallow Water")
    assert {"Heron", "Patient Fishing in Shallow Water"} <= set(one.proposes)


def test_who_introduces_a_task_by_its_name_proposes_it(tagged: Tagger) -> None:
    assert tagged('We introduce the problem of "late rain attribution", and solve it.').proposes == (
        "late rain attribution",
    )


def test_a_long_form_does_not_go_over_a_dash(tagged: Tagger) -> None:
    text = (
        "RainCal proposes two unsupervised ways—reading a map again to trust its answer in all weather (RainCal-Reval)."
    )
    assert all(len(mention.text.split()) < 5 for mention in tagged(text).mentions)


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("Decoding with long maps is 3× faster.", ["Decoding"]),
        ("With DropFlow, prefill becomes 1.82× faster and decoding 2.87×.", ["prefill", "decoding"]),
        ("Prefill runs up to 9.2x faster than RainA, 4.2x faster than RainB.", ["Prefill", "Prefill"]),
        ("DropFlow is 3× faster than RainA.", ["faster"]),
    ],
)
def test_what_is_faster_is_the_process_that_is_named(tagged: Tagger, text: str, metrics: list[str]) -> None:
    assert [result.metric for result in tagged(text).results] == metrics
