"""What type a name has that a paper gives its own work, or that no vocabulary lists."""

from __future__ import annotations

import pytest

from kg.notes import Note
from kg.tagging import pipeline, tag


def types(text: str, title: str = "A Study of Things") -> dict[str, str]:
    """What the rules find in a note, and its types."""
    (one,) = tag([Note("n", title, text)], pipeline.load(statistical=False))
    return {mention.text: mention.type for mention in one.mentions}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We present FrobNack, a small language model that reads tables.", "MODEL"),
        ("We present FrobNack, the first language model for tables.", "MODEL"),
        ("We present FrobNack (FN for short), a large dataset of tables.", "DATASET"),
        ("We present FrobNack, a few-shot table reading (FTR) benchmark.", "DATASET"),
        ("We present FrobNack, a framework for language models.", "METHOD"),
        ("We present FrobNack, a way to train an LLM on a new dataset.", "METHOD"),
        ("We present FrobBERT, a method that prunes tables.", "METHOD"),
        ("We present FrobBERT, which reads tables.", "MODEL"),
    ],
)
def test_what_a_name_is_said_to_be_is_its_type(text: str, kind: str) -> None:
    name = "FrobBERT" if "FrobBERT" in text else "FrobNack"
    assert types(text)[name] == kind


def test_a_title_says_what_its_name_is() -> None:
    found = types("Tables are hard.", title="Frobnack: A Large, Natural, and Multilingual Dataset for Table Reading")
    assert found["Frobnack"] == "DATASET"


@pytest.mark.parametrize("name", ["Faster R-CNN", "DETR", "word2vec", "YOLOv3", "ViT-B/16", "Swin-T", "RoBERTa base"])
def test_published_networks_and_their_sizes_are_models(name: str) -> None:
    assert types(f"We compare it with {name}.") == {name: "MODEL"}


def test_a_model_in_the_plural_is_that_model() -> None:
    assert types("We prune ResNets and VGG-16.") == {"ResNets": "MODEL", "VGG-16": "MODEL"}


def test_a_kind_of_network_is_a_technique() -> None:
    assert types("We prune the tokens of a ViT.")["ViT"] == "TECHNIQUE"


def test_the_name_of_a_task_beside_a_data_set_stays_a_task() -> None:
    text = "We use Frobnic Object Tagging (FOT) datasets."
    assert "DATASET" not in types(text).values()
