"""What the tagger finds: mentions, the names a paper proposes, and how the paper relates to what it names."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Tagger, found, surfaces
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions import ENTITY_TYPES, TaggedNote
from kg.notes import Note
from kg.sources import read
from kg.tagging import tag


def assert_sound(one: TaggedNote) -> None:
    """What holds for every tagged note, whatever it says."""
    document = one.note.document
    places = sorted({(mention.start, mention.end) for mention in one.mentions})
    for mention in one.mentions:
        assert mention.text == document[mention.start : mention.end]
        assert mention.text == mention.text.strip() != ""
        assert mention.type in ENTITY_TYPES
        assert mention.sentence_start <= mention.start < mention.end <= mention.sentence_end <= len(document)
        assert "/" in mention.entity
    for (_, end), (start, _) in pairwise(places):
        assert end <= start
    for result in one.results:
        assert result.value == document[result.start : result.end].strip()
    assert all(name in document for name in one.proposes)


# Any text

FRAGMENTS = st.sampled_from(
    [
        "LoRA",
        "We propose FastKV",
        "KV cache quantization",
        "LLaMA-3.1-8B-Instruct",
        "Llama2/3",
        "GSM8K",
        "2.3×",
        "65.73%-88.50%",
        "up to 10\\%",
        "\\(O(N^2)\\)",
        "$\\alpha$",
        "\\(",
        "$",
        "🦙",
        "👩‍🔬",
        "\u202eKV\u202c",
        "\u200f",
        "\u200b",
        "“quoted”",
        "\"'",
        "’s",
        "LoRA-A²",
        "Mem²Evolve",
        "x" * 2000,
        "A" * 500,
        "Ab" * 300,
        "-" * 80,
        "(((",
        ")",
        "()",
        "—",
        "–",
        "…",
        "...",
        "\n",
        "\r\n",
        "\t",
        "\u00a0",
        "\u2028",
        "\ufffd",
        "量化",
        "Ünïcode",
        "e\u0301",
        "ΑΒΓ",
        ":",
        "/",
        "https://example.org/LoRA?a=b#c",
        "<b>bold</b>",
        "Adaptive Selection Layer (ASL)",
        "ASL (Adaptive Selection Layer)",
        "outperforms",
        "compared with",
        "respectively",
        "by 4.2%",
        "is proposed.",
        "speedup",
        "accuracy",
        "BERT-based",
        "1,000,000",
        "9" * 400,
        "..",
        "%",
        "×",
        "+",
        "[MASK]",
        "{",
        "\\frac{1}{2}",
    ]
)
TEXTS = st.builds(
    lambda parts, joints: "".join(p + j for p, j in zip(parts, joints, strict=False)),
    st.lists(FRAGMENTS, max_size=14),
    st.lists(st.sampled_from([" ", " ", " ", "", ", ", ". ", "-"]), min_size=14, max_size=14),
)


@given(title=TEXTS, text=TEXTS)
def test_a_mention_is_a_slice_of_its_note_and_none_overlap(tagged: Tagger, title: str, text: str) -> None:
    assert_sound(tagged(text, title or "T"))


@given(title=st.text(min_size=1, max_size=60), text=st.text(max_size=300))
def test_no_text_makes_the_tagger_raise(tagged: Tagger, title: str, text: str) -> None:
    assert_sound(tagged(text, title))


def test_every_seed_note_is_tagged_soundly(nlp, seeds: Path) -> None:  # type: ignore[no-untyped-def]
    for one in tag(read([seeds / "001_476681b570c661e8.txt"]).notes, nlp):
        assert_sound(one)


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("LoRA" * 1000),
        "A-" * 2000,
        "(" * 2000,
        "1." * 2000,
        "x" * 4000,
    ],
    ids=lambda word: f"{word[:4]}…",
)
def test_a_word_of_4000_characters_takes_no_long_time(tagged: Tagger, word: str) -> None:
    begun = time.process_time()
    assert_sound(tagged(f"We prune {word} and rest."))
    assert time.process_time() - begun < 0.5


def test_notes_come_back_in_their_order_and_whole(nlp) -> None:  # type: ignore[no-untyped-def]
    notes = [Note(str(i), f"Title {i}", "Pruning helps.") for i in range(30)]
    assert [one.note for one in tag(notes, nlp)] == notes


def test_what_one_note_names_does_not_change_another(nlp) -> None:  # type: ignore[no-untyped-def]
    plain = Note("2", "A Study of Things", "The star shines and STAR is a word here.")
    naming = Note("1", "STAR: Short Tokens as Routers", "STAR routes tokens.")
    (alone,) = tag([plain], nlp)
    *_, after = tag([naming, naming, plain], nlp)
    assert after == alone


def test_a_note_without_a_text_is_tagged_by_its_title(tagged: Tagger) -> None:
    one = tagged("", "ThinKV: Pruning the KV Cache")
    assert found(one, "KV Cache").entity == "technique/kv-cache"
    assert one.proposes == ("ThinKV",)


def test_the_line_printed_has_the_iri_under_the_base(tagged: Tagger) -> None:
    line = tagged("We study pruning.").to_json("https://example.org/id/")
    assert line["mentions"] == [
        {
            "text": "pruning",
            "type": "TECHNIQUE",
            "start": len("A Study of Things\nWe study "),
            "end": len("A Study of Things\nWe study pruning"),
            "iri": "https://example.org/id/technique/pruning",
        }
    ]


# Listed names


def test_the_longest_name_wins(tagged: Tagger) -> None:
    one = tagged("We study KV cache compression and post-training quantization.")
    assert surfaces(one) == ["KV cache compression", "post-training quantization"]


@pytest.mark.parametrize(
    ("surface", "entity"),
    [
        ("post-training quantization", "technique/post-training-quantization"),
        ("Post-Training Quantization", "technique/post-training-quantization"),
        ("post training quantization", "technique/post-training-quantization"),
        ("PTQ", "technique/post-training-quantization"),
        ("Mixture-of-Experts", "technique/mixture-of-experts"),
        ("mixture of experts", "technique/mixture-of-experts"),
        ("MoEs", "technique/mixture-of-experts"),
        ("knowledge distillation", "technique/knowledge-distillation"),
        ("KV-cache", "technique/kv-cache"),
        ("KV cache", "technique/kv-cache"),
        pytest.param("KV caches", "technique/kv-cache"),
        ("LoRAs", "technique/lora"),
        ("graph neural networks", "technique/graph-neural-network"),
        ("Transformers", "technique/transformer"),
        ("perplexities", "metric/perplexity"),
        ("question-answering", "task/question-answering"),
    ],
)
def test_plural_hyphen_and_case_do_not_hide_a_name(tagged: Tagger, surface: str, entity: str) -> None:
    assert found(tagged(f"The authors look at {surface} in depth."), surface).entity == entity


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("They set lora aside.", "lora"),  # the name is LoRA, its capitals are what makes it one
        ("We rag on rags.", "rag"),
        ("She had a clip in her hair.", "clip"),
        ("The mamba is a snake.", "mamba"),
        ("It costs a math teacher his nerves.", "math"),
        ("They whisper to a llama.", "whisper"),
    ],
)
def test_a_name_with_capitals_needs_them(tagged: Tagger, text: str, word: str) -> None:
    assert word not in surfaces(tagged(text))


def test_a_hidden_label_counts_only_beside_a_fuller_one(tagged: Tagger) -> None:
    company = tagged("Stochastic weight averaging is used, since SWA is cheap.")
    assert found(company, "SWA").entity == "technique/stochastic-weight-averaging"
    alone = tagged("The device SWA is cheap.")
    assert all(mention.entity != "technique/stochastic-weight-averaging" for mention in alone.mentions)


def test_a_short_form_of_a_metric_counts_where_it_is_measured(tagged: Tagger) -> None:
    assert found(tagged("The scheme reduces memory by 40%."), "memory").type == "METRIC"
    assert "memory" not in surfaces(tagged("People have a memory of their own."))


@pytest.mark.parametrize(
    ("phrase", "entity", "head"),
    [
        ("outlier-aware quantization", "technique/outlier-aware-quantization", "technique/quantization"),
        (
            "expert-selection-aware quantization",
            "technique/expert-selection-aware-quantization",
            "technique/quantization",
        ),
        ("sentence-level distillation", "technique/sentence-level-distillation", "technique/knowledge-distillation"),
        ("7-bit quantization", "technique/7-bit-quantization", "technique/quantization"),
    ],
)
def test_an_unlisted_technique_goes_below_its_listed_head(tagged: Tagger, phrase: str, entity: str, head: str) -> None:
    mention = found(tagged(f"The authors study {phrase} in depth."), phrase)
    assert (mention.type, mention.entity, mention.broader) == ("TECHNIQUE", entity, (head,))


def test_a_preposition_is_no_part_of_a_technique(tagged: Tagger) -> None:
    assert found(tagged("Experiments show gains over LoRA."), "LoRA").entity == "technique/lora"
    assert found(tagged("They report gains with pruning."), "pruning").entity == "technique/pruning"


@pytest.mark.parametrize(
    "word", ["LLM", "LLMs", "language model", "neural network", "training", "framework", "inference"]
)
def test_the_general_words_of_the_field_are_no_entities(tagged: Tagger, word: str) -> None:
    assert word not in surfaces(tagged(f"The authors look at {word} in depth."))


def test_a_name_that_holds_a_technique_is_its_own_name(tagged: Tagger) -> None:
    one = tagged("LoRA-A² beats LoRA on small ranks.", "LoRA-A²: Small Ranks")
    assert one.proposes == ("LoRA-A²",)
    assert found(one, "LoRA-A²").type == "METHOD"
    assert found(one, "LoRA").entity == "technique/lora"


# Text that is no prose


@pytest.mark.parametrize(
    "text",
    [
        r"The cost is \(QKNet_{AB}\) here.",
        r"The cost is $FooNet + BarKV$ here.",
        "The code is at https://example.org/FastThing/BigNet today.",
        "The code is at http://example.org/FastThing_v2.",
        r"The cost \mathrm is low.",
    ],
)
def test_formulas_and_links_hold_no_new_names(tagged: Tagger, text: str) -> None:
    assert surfaces(tagged(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        r"The cost is \(LoRA_{AB}\) here.",
        pytest.param("The cost is $W_{LoRA} = 3$ here."),
        pytest.param("The code is at https://example.org/some/LoRA today."),
        pytest.param("The code is at https://example.org/GSM8K/BERT today."),
    ],
)
def test_formulas_and_links_hold_no_listed_names(tagged: Tagger, text: str) -> None:
    assert surfaces(tagged(text)) == []


# Short and long forms


@pytest.mark.parametrize(
    "text",
    [
        "The scheme builds on Slow Lane Routing (SLR). For speed, SLR is tuned.",
        "The scheme builds on SLR (Slow Lane Routing). For speed, SLR is tuned.",
    ],
)
def test_short_and_long_form_are_one_entity(tagged: Tagger, text: str) -> None:
    one = tagged(text)
    assert found(one, "SLR").entity == found(one, "Slow Lane Routing").entity
    assert surfaces(one).count("SLR") == 2


def test_the_short_form_of_a_listed_name_is_that_name(tagged: Tagger) -> None:
    one = tagged("We combine dynamic sparse training (DST) with early stopping. DST is cheap.")
    assert found(one, "DST").entity == "technique/dynamic-sparse-training"


def test_the_long_form_of_a_fuller_phrase_is_below_what_is_listed(tagged: Tagger) -> None:
    """Below "data augmentation", not below the phrase between them, which no list knows."""
    mentions = tagged("We use learned adversarial data augmentation (LADA) here.").mentions
    (short,) = [mention for mention in mentions if mention.text == "LADA"]
    assert short.entity == "technique/learned-adversarial-data-augmentation"
    assert short.broader == ("technique/data-augmentation",)


def test_what_stands_in_brackets_by_chance_is_no_long_form(tagged: Tagger) -> None:
    one = tagged("QuietCache (fast and small) folds caches.")
    assert "fast and small" not in surfaces(one)
