"""What the tagger finds: mentions, the names a paper proposes, and how the paper relates to what it names."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Tagger
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions import ENTITY_TYPES, Mention, TaggedNote
from kg.notes import Note
from kg.sources import read
from kg.tagging import tag


def found(one: TaggedNote, surface: str) -> Mention:
    """The first mention of a surface; all of them agree on type, entity and broader."""
    mentions = [mention for mention in one.mentions if mention.text == surface]
    assert mentions, f"{surface!r} is not among {[m.text for m in one.mentions]}"
    assert len({(m.type, m.entity, m.broader) for m in mentions}) == 1
    return mentions[0]


def surfaces(one: TaggedNote) -> list[str]:
    return [mention.text for mention in one.mentions]


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


# What a paper proposes


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


# Roles


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "FastKV outperforms SnapKV, H2O and PyramidKV.",
            {"SnapKV": "compares", "H2O": "compares", "PyramidKV": "compares"},
        ),
        ("It is faster than GPTQ and AWQ.", {"GPTQ": "compares", "AWQ": "compares"}),
        ("It saves memory compared with GPTQ.", {"GPTQ": "compares"}),
        ("It saves memory compared to full fine-tuning and LoRA.", {"LoRA": "compares"}),
        ("It surpasses baselines such as SnapKV.", {"SnapKV": "compares"}),
        ("Accuracy improves over SmoothQuant.", {"SmoothQuant": "compares"}),
        pytest.param("Compared with GPTQ, it saves memory.", {"GPTQ": "compares"}),
        pytest.param("Unlike GPTQ and AWQ, it needs no data.", {"GPTQ": "compares", "AWQ": "compares"}),
        pytest.param("It outperforms SnapKV and H2O on LongBench.", {"H2O": "compares", "LongBench": "uses"}),
        pytest.param("It outperforms BERT and T5 on GLUE.", {"T5": "compares", "GLUE": "uses"}),
        (
            "It outperforms GPTQ by combining pruning with LoRA.",
            {"GPTQ": "compares", "pruning": "uses", "LoRA": "uses"},
        ),
        ("Existing KV cache compression methods lose context.", {"KV cache compression": "mentions"}),
        ("Prior work relies on RAG.", {"RAG": "mentions"}),
        (
            "Existing pruning methods fail. We apply knowledge distillation.",
            {"pruning": "mentions", "knowledge distillation": "uses"},
        ),
        ("We build on existing LoRA variants.", {"LoRA": "uses"}),
        ("The router is built from LoRA experts and tested on GSM8K.", {"GSM8K": "uses"}),
        ("We evaluate Qwen2.5-7B on GSM8K.", {"Qwen2.5-7B": "uses", "GSM8K": "uses"}),
        ("We propose QuietCache, which builds on SnapKV.", {"QuietCache": "proposes", "SnapKV": "uses"}),
    ],
)
def test_the_sentence_says_how_a_paper_relates_to_what_it_names(
    tagged: Tagger, text: str, roles: dict[str, str]
) -> None:
    one = tagged(text)
    assert {surface: found(one, surface).role for surface in roles} == roles


def test_a_comparison_ends_with_its_sentence(tagged: Tagger) -> None:
    one = tagged("It is faster than GPTQ. LoRA is used for tuning.")
    assert (found(one, "GPTQ").role, found(one, "LoRA").role) == ("compares", "uses")


def test_what_a_title_names_is_worked_on(tagged: Tagger) -> None:
    assert found(tagged("Nothing else.", "Rethinking Existing Pruning"), "Pruning").role == "uses"


def test_a_mention_knows_the_sentence_it_stands_in(tagged: Tagger) -> None:
    one = tagged("We start small. Then pruning helps. We end.")
    mention = found(one, "pruning")
    assert one.note.document[mention.sentence_start : mention.sentence_end].strip() == "Then pruning helps."


# Types of names no vocabulary lists


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("We propose QuietFold, a framework for caches.", "QuietFold", "METHOD"),
        ("We introduce QuietFold, a benchmark of long texts.", "QuietFold", "DATASET"),
        ("We release the dataset QuietFold for parsing.", "QuietFold", "DATASET"),
        ("We propose a new metric, QuietFold, for caches.", "QuietFold", "METRIC"),
        ("We introduce QuietFold, a family of language models.", "QuietFold", "MODEL"),
        ("It is compared with QuietFold and LoudFold.", "LoudFold", "METHOD"),
    ],
)
def test_the_words_around_a_name_tell_its_type(tagged: Tagger, text: str, name: str, kind: str) -> None:
    assert found(tagged(text), name).type == kind


@pytest.mark.parametrize(
    "text",
    [
        "Records of the QRST are kept for years. We count them.",
        "Ever since the Lane Folding Days, chats have grown. In this paper, we count them.",
        "MixLore was found in old chats. In this paper, we count words.",
        "Chats of quiet lane speakers (QLS) are long. We count them.",
    ],
)
def test_what_only_the_background_names_is_no_method(tagged: Tagger, text: str) -> None:
    assert not [mention for mention in tagged(text).mentions if mention.type == "METHOD"]


def test_what_something_is_tested_on_is_a_dataset(tagged: Tagger) -> None:
    one = tagged("We test it on LaneChat and FoldChat.")
    assert {found(one, "LaneChat").type, found(one, "FoldChat").type} == {"DATASET"}
    assert found(tagged("We test a router based on LaneFold."), "LaneFold").type == "METHOD"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Quiet Lane Detection (QLD) is an old problem. We look at it again.", "TASK"),
        ("Quiet Lane Logic (QLL) is an old tool. We look at it again.", "TECHNIQUE"),
        ("We look at chats. They are read by a Quiet Lane Reader (QLR).", "METHOD"),
    ],
)
def test_a_spelt_out_name_of_the_background_is_a_task_or_technique(tagged: Tagger, text: str, kind: str) -> None:
    short = text.partition("(")[2].partition(")")[0]
    assert found(tagged(text), short).type == kind
