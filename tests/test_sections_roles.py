"""What the section of a page that names a thing says of its role."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.notes import Note, Section
from kg.tagging import tag

SUMMARY = "FooNet makes inference faster."


def roles(nlp: Language, *sections: tuple[str, str], title: str = "FooNet: Faster Things") -> dict[str, set[str]]:
    """The roles of each surface of a note that opens with a summary and has these headings and texts."""
    text, parts = SUMMARY, []
    for heading, body in sections:
        start = len(text) + 1
        text = f"{text}\n{body}"
        parts.append(Section(heading, start, len(text)))
    (one,) = tag([Note("n", title, text, sections=tuple(parts))], nlp)
    found: dict[str, set[str]] = {}
    for mention in one.mentions:
        found.setdefault(mention.text, set()).add(mention.role)
    return found


@pytest.mark.parametrize(
    "heading",
    [
        "Background & Motivation",
        "2. Related Work",
        "Limitations",
        "研究背景与动机",
        "相关工作与启发",
        "局限性 / 可改进方向",
    ],
)
def test_what_only_a_section_on_others_names_is_not_used(nlp: Language, heading: str) -> None:
    assert roles(nlp, (heading, "LoRA freezes the weights."))["LoRA"] == {"mentions"}


@pytest.mark.parametrize("heading", ["Method", "3.1 Method overview", "方法详解", "关键设计"])
def test_what_a_section_on_the_method_names_is_used(nlp: Language, heading: str) -> None:
    assert roles(nlp, (heading, "Existing weights are tuned by LoRA."))["LoRA"] == {"uses"}


def test_a_heading_that_tells_nothing_leaves_it_to_the_sentence(nlp: Language) -> None:
    assert roles(nlp, ("Highlights", "Weights are tuned by LoRA."))["LoRA"] == {"uses"}
    assert roles(nlp, ("Highlights", "Existing methods rely on LoRA."))["LoRA"] == {"mentions"}


def test_what_the_method_names_too_is_used_where_the_background_names_it(nlp: Language) -> None:
    sections = (("Background", "LoRA freezes the weights."), ("Method", "We tune the weights by LoRA."))
    assert roles(nlp, *sections)["LoRA"] == {"uses"}


def test_what_related_work_compares_with_is_compared_with(nlp: Language) -> None:
    assert roles(nlp, ("Related Work", "It is faster than SparseGPT."))["SparseGPT"] == {"compares"}


def test_what_the_title_has_is_worked_on_though_only_the_background_tells_of_it(nlp: Language) -> None:
    title = "FooNet: Faster LoRA"
    assert roles(nlp, ("Background", "LoRA freezes the weights."), title=title)["LoRA"] == {"uses"}


def test_the_section_within_decides(nlp: Language) -> None:
    text = f"{SUMMARY}\nLoRA freezes the weights."
    start = len(SUMMARY) + 1
    sections = (Section("Method", start, len(text)), Section("Related Work", start, len(text)))
    (one,) = tag([Note("n", "FooNet: Faster Things", text, sections=sections)], nlp)
    assert {mention.role for mention in one.mentions if mention.text == "LoRA"} == {"mentions"}
