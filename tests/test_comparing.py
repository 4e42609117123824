"""What the paper compares its work with, in the words of its sentences."""

from __future__ import annotations

import pytest
from conftest import Tagger

from kg.mentions import Role


@pytest.mark.parametrize(
    ("text", "technique"),
    [
        ("It leaves structured pruning well behind on deep networks.", "structured pruning"),
        ("Here structured pruning falls behind.", "structured pruning"),
        ("Memory stays near the level of LoRA.", "LoRA"),
        ("Results are better than with knowledge distillation.", "knowledge distillation"),
        ("It reaches state-of-the-art results over structured pruning.", "structured pruning"),
        ("It has an advantage over LoRA.", "LoRA"),
        ("It is faster than systems based on speculative decoding.", "speculative decoding"),
    ],
)
def test_what_the_work_is_measured_against_is_compared(tagged: Tagger, text: str, technique: str) -> None:
    assert _roles(tagged, text, technique) == {"compares"}


def test_examples_of_rivals_are_compared_with_a_name_unknown_between_them(tagged: Tagger) -> None:
    text = "It outperforms baselines such as Classemes, Veto, LoRA and GPTQ."
    assert _roles(tagged, text, "LoRA") == _roles(tagged, text, "GPTQ") == {"compares"}


def test_what_stands_behind_a_method_is_used(tagged: Tagger) -> None:
    assert _roles(tagged, "The structured pruning behind it needs no labels.", "structured pruning") == {"uses"}


def _roles(tagged: Tagger, text: str, surface: str) -> set[Role]:
    return {mention.role for mention in tagged(text).mentions if mention.text == surface}
