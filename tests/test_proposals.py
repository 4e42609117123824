"""What a paper proposes: who introduces it, what the text calls its own, and what only the title tells."""

from __future__ import annotations

import pytest
from conftest import Tagger, found, surfaces

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


@pytest.mark.parametrize(
    ("title", "text", "proposes"),
    [
        ("ThinKV: Small Caches", "ThinKV keeps caches small.", {"ThinKV"}),
        (
            "SCOPE: Sparse Caches Over Prompt Experts",
            "SCOPE keeps caches small.",
            {"SCOPE", "Sparse Caches Over Prompt Experts"},
        ),
        ("On Caches", "This paper proposes QuietCache for long prompts.", {"QuietCache"}),
        ("On Caches", "We introduce QuietCache, which folds caches.", {"QuietCache"}),
        ("On Caches", "A new scheme, QuietCache, is proposed.", {"QuietCache"}),
        ("On Caches", "Quiet Cache Folding is introduced to shorten prompts.", {"Quiet Cache Folding"}),
        ("On Caches", "This paper proposes Slow Lane Routing (SLR) for chat.", {"Slow Lane Routing", "SLR"}),
        ("On Caches", "This paper proposes SLR (Slow Lane Routing) for chat.", {"Slow Lane Routing", "SLR"}),
        ("On Caches", "A benchmark named CacheBench is released.", {"CacheBench"}),
        (
            "On Caches",
            "QuietCache (Quiet Cache Folding) folds what nobody reads.",
            {"QuietCache", "Quiet Cache Folding"},
        ),
        ("On Caches", "We count how often caches are read.", set()),
        ("On Caches", "We prune heads with SnapKV and measure perplexity.", set()),
    ],
)
def test_a_paper_proposes(tagged: Tagger, title: str, text: str, proposes: set[str]) -> None:
    one = tagged(text, title)
    assert set(one.proposes) == proposes
    assert {m.text for m in one.mentions if m.role == "proposes"} == proposes


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We propose slow lane routing (SLR) for chat.", "SLR"),
        ("We develop a novel slow lane routing network (SLR-Net) and test it.", "SLR-Net"),
        ("A new way to route tokens is shown, which we call lane folding.", "lane folding"),
        ("We introduce a family of QuietCache routers.", "QuietCache"),
    ],
)
def test_a_name_in_small_letters_is_proposed_where_the_text_introduces_it(tagged: Tagger, text: str, name: str) -> None:
    one = tagged(text)
    assert name in one.proposes
    assert found(one, name).type == "METHOD"


@pytest.mark.parametrize(
    "text",
    [
        "We propose a solution to the LoudCache problem.",
        "We present a new variant of LoudCache.",
        "We develop a router for LoudCache in long chats.",
        "We propose to train the router with LoudCache.",
        "Slow lane routing (SLR) is costly. We propose a cheaper SLR router.",
    ],
)
def test_what_a_new_thing_is_for_or_made_of_is_not_proposed(tagged: Tagger, text: str) -> None:
    assert tagged(text).proposes == ()


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("Quiet Lane Folding for Long Chats", "We propose quiet lane folding.", "Quiet Lane Folding"),
        ("Shorter Chats via Quiet Lane Folding", "Our quiet lane folding is cheap.", "Quiet Lane Folding"),
        ("Quiet Lane Folding", "Quiet lane folding shortens chats.", "Quiet Lane Folding"),
        ("Lane Tutor: Shorter Chats Without Training", "Chats are long. We shorten them.", "Lane Tutor"),
        ("Foldelity: Shorter Chats Without Training", "Chats are long. We shorten them.", "Foldelity"),
        ("Quiet Lane Folding", "Chats are long. We shorten them.", "Quiet Lane Folding"),
        ("Quiet Lane Networks for Long Chats", "Chats are long. We shorten them.", "Quiet Lane Networks"),
        ("Quiet Lane Folding for Long Chats", "Chats are short thanks to QLF.", "QLF"),
    ],
)
def test_a_part_of_the_title_is_proposed_where_it_names_the_work(
    tagged: Tagger, title: str, text: str, name: str
) -> None:
    assert name in tagged(text, title).proposes


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("A Folding Approach for Lane Chatter", "We propose a new lane chatter approach."),
        ("Quiet Lane Folding Using Scores", "We propose a score for quiet lane folding."),
        ("A Lane-Based Router for Chats", "We propose a lane-based router for chats."),
        ("Lane Chatter: A Survey", "Chats are long. We count them."),
        ("Shortening Chats: How Far Can One Go", "Chats are long. We shorten them."),
    ],
)
def test_what_a_title_describes_or_is_about_is_not_proposed(tagged: Tagger, title: str, text: str) -> None:
    assert tagged(text, title).proposes == ()


@pytest.mark.parametrize(
    "text",
    [
        "Chats grow long. LaneFold either drops old turns or folds them.",
        "Chats grow long. By folding old turns, LaneFold keeps them short.",
        "Chats grow long. From this follows LaneFold, which folds them.",
        "Chats grow long. The new LaneFold folds them.",
        'Chats grow long, hence a "lane folding". Turns are folded.',
    ],
)
def test_a_note_that_announces_nothing_is_about_the_name_that_stands_out(tagged: Tagger, text: str) -> None:
    assert len(tagged(text).proposes) == 1
    assert tagged(text).proposes[0].casefold() in ("lanefold", "lane folding")


def test_the_name_that_a_text_begins_with_comes_before_what_it_introduces_later(tagged: Tagger) -> None:
    one = tagged("LaneFold is our test of routers. We also propose FoldScore.")
    assert one.proposes == ("LaneFold",)


def test_bold_type_is_no_part_of_a_name(tagged: Tagger) -> None:
    assert tagged("We propose **LaneFold** for chats.").proposes == ("LaneFold",)


def test_empty_quotation_marks_before_a_colon_name_nothing(tagged: Tagger) -> None:
    assert tagged("Chats are long. We shorten them.", '"" "": How Far Can One Go').proposes == ()


def test_a_text_that_announces_something_nameless_proposes_nothing(tagged: Tagger) -> None:
    assert tagged("LaneFold is slow. We propose a faster router for chats.").proposes == ()


def test_two_proposals_in_one_sentence_are_both_found(tagged: Tagger) -> None:
    one = tagged("The authors propose LeftNet for parsing and introduce RightBench, a benchmark for parsers.")
    assert set(one.proposes) == {"LeftNet", "RightBench"}
    assert found(one, "LeftNet").type == "METHOD"
    assert found(one, "RightBench").type == "DATASET"
    assert found(one, "LeftNet").entity != found(one, "RightBench").entity


def test_two_names_behind_one_verb_are_both_proposed(tagged: Tagger) -> None:
    assert set(tagged("This paper proposes QuietCache and LoudCache for long prompts.").proposes) == {
        "QuietCache",
        "LoudCache",
    }


def test_a_name_compared_with_is_not_proposed(tagged: Tagger) -> None:
    one = tagged("This paper proposes QuietCache, which outperforms LoudCache.")
    assert one.proposes == ("QuietCache",)
    assert found(one, "LoudCache").role == "compares"


def test_the_papers_own_name_beats_a_listed_one_of_the_same_spelling(tagged: Tagger) -> None:
    one = tagged("DPO prunes drafts while they are written.", "DPO: Draft Pruning Online")
    assert found(one, "DPO").type == "METHOD"
    assert found(one, "DPO").entity == "method/dpo"
    assert found(one, "DPO").role == "proposes"
    assert "DPO" in one.proposes


@pytest.mark.parametrize(
    ("title", "name", "word"),
    [
        ("STAR: Short Tokens as Routers", "STAR", "star"),
        ("EDIT: Early Drafts in Translation", "EDIT", "edit"),
        ("LEAP: Learned Early Attention Pruning", "LEAP", "leap"),
        ("IMPACT: Imitating Pairs of Critics", "IMPACT", "impact"),
    ],
)
def test_an_acronym_that_is_a_word_is_named_only_in_capitals(tagged: Tagger, title: str, name: str, word: str) -> None:
    one = tagged(f"{name} works. It has a {word}, and the {word} is large. {word.capitalize()} or not, it runs.", title)
    assert surfaces(one).count(name) == 2  # title and text
    assert word not in surfaces(one)
    assert word.capitalize() not in surfaces(one)


@pytest.mark.parametrize(
    "text",
    [
        "However, it holds. Moreover, they agree. These hold, too.",
        "First, we look. Second, we count. Finally, we write.",
        pytest.param("NOT ALL layers matter."),
    ],
)
def test_common_words_are_no_names(tagged: Tagger, text: str) -> None:
    assert surfaces(tagged(text)) == []


@pytest.mark.parametrize("opening", ["Later", "They", "Here", "Still"])
def test_the_word_that_opens_a_sentence_is_no_part_of_a_name(tagged: Tagger, opening: str) -> None:
    one = tagged(f"We propose Slow Lane Routing (SLR). {opening} SLR is tuned.")
    assert surfaces(one)[-1] == "SLR"


def test_hardware_venues_and_companies_are_no_names(tagged: Tagger) -> None:
    assert surfaces(tagged("It runs on an NVIDIA GPU with CUDA, as shown at NeurIPS by OpenAI.")) == []


@pytest.mark.parametrize("name", ["Drop$^2$Flow", r"$\pi$-Drop"])
def test_a_name_that_holds_a_formula_is_found_wherever_it_stands(tagged: Tagger, name: str) -> None:
    one = tagged(f"Rain is hard to guess. {name} guesses it from maps, and maps from {name} are good.", f"{name}: Rain")
    assert one.proposes == (name,)
    assert [mention.text for mention in one.mentions].count(name) == 3
