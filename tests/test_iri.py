"""Names of things: slugs, venue keys and digests are functions of what they name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.iri import digest, slug, venue_key, venue_parts
from kg.notes import Note


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("LLaMA-3.1-8B-Instruct", "llama-3.1-8b-instruct"),  # the contract's own example
        ("LoRA", "lora"),
        ("KV Cache", "kv-cache"),
        ("Mixture-of-Experts", "mixture-of-experts"),
        ("  (spaces, and marks!)  ", "spaces-and-marks"),
        ("Llama2/3", "llama2-3"),
        ("LoRA-A²", "lora-a2"),  # NFKD makes a plain digit of the superscript
        ("Mem²Evolve", "mem2evolve"),
        ("ﬁne‑tuning", "fine-tuning"),  # a ligature and a non-breaking hyphen
        ("Straße", "strasse"),  # casefolded, not only lower-cased
        ("α-Tuning", "tuning"),
        ("50%–60%", "50-60"),
        ("a_b", "a-b"),
        ("Qwen2.5", "qwen2.5"),
    ],
)
def test_a_slug_follows_the_contract(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text())
def test_a_slug_holds_only_what_the_contract_allows(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9.]+(-[a-z0-9.]+)*", slug(name))


@given(st.text())
def test_the_slug_of_a_slug_is_itself(name: str) -> None:
    assert slug(slug(name)) == slug(name)


@given(st.text(alphabet="abcXYZ019 -", min_size=1).filter(str.strip))
def test_case_does_not_change_a_slug(name: str) -> None:
    assert slug(name.upper()) == slug(name.lower())


def test_names_in_other_scripts_keep_apart() -> None:
    assert slug("量化") != slug("剪枝")


@pytest.mark.parametrize(
    ("venue", "key", "parts"),
    [
        ("ACL2026", "venue/ACL2026", ("ACL", 2026)),
        ("NeurIPS 2025", "venue/NeurIPS2025", ("NeurIPS", 2025)),
        ("CVPR-2026", "venue/CVPR2026", ("CVPR", 2026)),
        ("ACL", "venue/ACL", None),
        ("Some Workshop", "venue/Some-Workshop", None),
        ("2026", "venue/2026", None),
        pytest.param("3DV2026", "venue/3DV2026", ("3DV", 2026)),
        pytest.param("L4DC 2025", "venue/L4DC2025", ("L4DC", 2025)),
    ],
)
def test_a_venue_edition_is_series_and_year(venue: str, key: str, parts: tuple[str, int] | None) -> None:
    assert venue_parts(venue) == parts
    assert venue_key(venue) == key


def test_a_digest_keeps_the_borders_of_its_parts() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert re.fullmatch(r"[0-9a-f]{8}", digest("ab", "c"))


def test_two_texts_on_one_title_are_one_paper_and_two_notes() -> None:
    one = Note("1", "Thin Drafts", "A text.")
    other = Note("2", "Thin Drafts", "Another text.")
    assert one.paper == other.paper == "paper/thin-drafts"
    assert one.key != other.key


def test_the_key_of_a_note_does_not_hang_on_the_id_its_source_gave() -> None:
    assert Note("1", "Thin Drafts", "A text.").key == Note("x", "Thin Drafts", "A text.").key


def test_the_document_of_a_note_is_title_line_break_text() -> None:
    assert Note("1", "Thin Drafts", "A text.").document == "Thin Drafts\nA text."
