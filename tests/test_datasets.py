"""Data sets: their editions and parts, and those told by the list they stand in."""

from __future__ import annotations

import pytest

from kg.mentions import Mention
from kg.notes import Note
from kg.tagging import pipeline, tag


def mentions(text: str) -> list[Mention]:
    """What the rules find in a text."""
    (one,) = tag([Note("n", "A Study of Things", text)], pipeline.load(statistical=False))
    return list(one.mentions)


def data_sets(text: str) -> dict[str, str]:
    """The data sets among it, with what each stands for."""
    return {mention.text: mention.entity for mention in mentions(text) if mention.type == "DATASET"}


@pytest.mark.parametrize(
    ("text", "name", "entity"),
    [
        ("We test on MultiWOZ 3.0.", "MultiWOZ 3.0", "dataset/multiwoz-3.0"),
        ("We test on Yelp 2013, too.", "Yelp 2013", "dataset/yelp-2013"),
        (
            "It gains 1.2 BLEU on WMT19 Chinese-to-English.",
            "WMT19 Chinese-to-English",
            "dataset/wmt19-chinese-to-english",
        ),
        ("It reaches 40.1 mAP on COCO test-dev.", "COCO test-dev", "dataset/coco-test-dev"),
        ("We rank third in SemEval 2021 Task 10.", "SemEval 2021 Task 10", "dataset/semeval-2021-task-10"),
        ("It came first in the DAVIS Challenge 2018.", "DAVIS Challenge 2018", "dataset/davis-challenge-2018"),
        ("We recommend films of MovieLens 25M.", "MovieLens 25M", "dataset/movielens-25m"),
    ],
)
def test_an_edition_or_part_is_in_the_name_of_a_data_set(text: str, name: str, entity: str) -> None:
    assert data_sets(text) == {name: entity}


@pytest.mark.parametrize("text", ["It gains on MNIST 4.2%.", "On MNIST 3.5 points more.", "It beats MNIST-based ones."])
def test_a_figure_or_compound_behind_a_data_set_is_no_edition(text: str) -> None:
    assert data_sets(text) == {"MNIST": "dataset/mnist"}


def test_an_edition_stands_below_its_data_set() -> None:
    (mention,) = mentions("We use MultiWOZ 3.0.")
    assert mention.broader == ("dataset/multiwoz",)


def test_an_edition_that_is_listed_is_that_data_set() -> None:
    assert data_sets("We use SQuAD 2.0.") == {"SQuAD 2.0": "dataset/squad-2.0"}


def test_editions_that_share_a_name_are_several_data_sets_in_one_place() -> None:
    found = mentions("We use SQuAD 1.1 and 2.0.")
    assert [(mention.text, mention.entity) for mention in found] == [
        ("SQuAD 1.1 and 2.0", "dataset/squad-1.1"),
        ("SQuAD 1.1 and 2.0", "dataset/squad-2.0"),
    ]


def test_the_word_for_what_it_is_is_no_part_of_a_name() -> None:
    assert data_sets("We train on the DAVIS dataset.") == {"DAVIS": "dataset/davis-dataset"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We test on the Frobling and Sprokes benchmarks.", {"Frobling", "Sprokes"}),
        ("We report on two corpora: Frobs and Sprokes.", {"Frobs", "Sprokes"}),
        ("We use data sets such as Frobs of Basel.", {"Frobs of Basel"}),
        ("We use the Frobling dataset.", {"Frobling"}),
        ("We use a new benchmark, FrobNack, for it.", {"FrobNack"}),
        ("It is best for SNLI, SciFrob, and FrobNLI.", {"SNLI", "SciFrob", "FrobNLI"}),
    ],
)
def test_what_is_listed_with_data_sets_is_one(text: str, names: set[str]) -> None:
    assert set(data_sets(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "We test on Chinese and English datasets.",
        "Every dataset is small.",
        "On the new dataset, FrobNet gains a lot.",
        "FrobNet outperforms earlier datasets.",
        "We study VQA datasets.",
    ],
)
def test_languages_ordinary_words_tasks_and_what_a_clause_goes_on_with_are_none(text: str) -> None:
    assert not data_sets(text)
