"""The grammar of model names: family, version, size and variant, and the listed concept nearest above."""

from __future__ import annotations

import pytest
from conftest import Tagger

from kg.mentions import Mention


def models(tagged: Tagger, text: str) -> list[Mention]:
    return [mention for mention in tagged(text).mentions if mention.type == "MODEL"]


# The listed concept nearest above follows from the vocabulary: Llama 3.1 is listed, its sizes are not.
LISTED: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("surface", "entity", "broader"),
    [
        ("LLaMA-3.1-8B-Instruct", "model/llama-3.1-8b-instruct", ("model/llama-3.1",)),
        ("Llama-3.1-8B-Instruct", "model/llama-3.1-8b-instruct", ("model/llama-3.1",)),
        ("Llama 3.1 8B", "model/llama-3.1-8b", ("model/llama-3.1",)),
        ("Llama-2-70B", "model/llama-2-70b", ("model/llama-2",)),
        ("LLaMA2-7B", "model/llama-2-7b", ("model/llama-2",)),
        ("Llama 3", "model/llama-3", LISTED),
        ("Llama3", "model/llama-3", LISTED),
        ("LLaMA-3", "model/llama-3", LISTED),
        ("LLaMA", "model/llama", LISTED),
        ("LLaMA-7B", "model/llama-7b", ("model/llama",)),
        ("Qwen2.5-7B", "model/qwen2.5-7b", ("model/qwen2.5",)),
        ("Qwen2.5-7B-Instruct", "model/qwen2.5-7b-instruct", ("model/qwen2.5",)),
        ("Qwen2.5 7B", "model/qwen2.5-7b", ("model/qwen2.5",)),
        ("GPT-4o", "model/gpt-4o", LISTED),
        ("GPT-4", "model/gpt-4", LISTED),
        pytest.param(
            "Gemini-1.5-pro-002",
            "model/gemini-1.5-pro-002",
            ("model/gemini-1.5-pro",),
        ),
        ("Gemini-1.5-Pro", "model/gemini-1.5-pro", LISTED),
        ("DeBERTa-v3-Large", "model/deberta-v3-large", ("model/deberta-v3",)),
        ("BERT", "model/bert", LISTED),
        ("Mistral-7B", "model/mistral-7b", ("model/mistral",)),
        ("Mistral-7B-Instruct-v0.2", "model/mistral-7b-instruct-v0.2", ("model/mistral",)),
        ("Vicuna-13B-v1.5", "model/vicuna-13b-v1.5", ("model/vicuna",)),
        ("Mixtral 8x7B", "model/mixtral-8x7b", ("model/mixtral",)),
        ("MiniLM-L12", "model/minilm-l12", ("model/minilm",)),
        ("MiniLM-L6-H384", "model/minilm-l6-h384", ("model/minilm",)),
        ("Phi-3-mini-4k-instruct", "model/phi-3-mini-4k-instruct", ("model/phi-3",)),
    ],
)
def test_a_model_name_is_read_whole(tagged: Tagger, surface: str, entity: str, broader: tuple[str, ...]) -> None:
    (mention,) = models(tagged, f"The authors test {surface} on long texts.")
    assert (mention.text, mention.entity, mention.broader) == (surface, entity, broader)


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("We run LLaMA-3.1-8B-Instruct.", ["LLaMA-3.1-8B-Instruct"]),  # the closing stop is no version
        ("We run Llama 2, Llama 3 and GPT-4.", ["Llama 2", "Llama 3", "GPT-4"]),
        ("We run (Qwen2.5-7B).", ["Qwen2.5-7B"]),
        ("We run “GPT-4o”.", ["GPT-4o"]),
        ("We run Qwen2.5-7B's layers.", ["Qwen2.5-7B"]),
        ("We go from Qwen2→Qwen2.5 in one step.", ["Qwen2", "Qwen2.5"]),
        ("We run Llama-3.1 8B on eight cards.", ["Llama-3.1 8B"]),
        ("On LLaMA 2.3x speedups are seen.", ["LLaMA"]),
        ("With GPT-4 40% of the cost is saved.", ["GPT-4"]),
    ],
)
def test_a_model_name_ends_where_the_name_ends(tagged: Tagger, text: str, surfaces: list[str]) -> None:
    assert [mention.text for mention in models(tagged, text)] == surfaces


def test_one_surface_may_name_two_versions(tagged: Tagger) -> None:
    mentions = models(tagged, "We test Llama2/3 on long texts.")
    assert {mention.text for mention in mentions} == {"Llama2/3"}
    assert {mention.entity for mention in mentions} == {"model/llama-2", "model/llama-3"}
    assert len({(mention.start, mention.end) for mention in mentions}) == 1


@pytest.mark.parametrize(
    ("text", "surface", "entity"),
    [
        ("A BERT-based classifier reads each sentence.", "BERT", "model/bert"),
        ("A LLaMA-style decoder reads each sentence.", "LLaMA", "model/llama"),
        ("A CLIP-like encoder reads each image.", "CLIP", "model/clip"),
    ],
)
def test_what_is_based_on_a_model_names_the_model(tagged: Tagger, text: str, surface: str, entity: str) -> None:
    (mention,) = models(tagged, text)
    assert (mention.text, mention.entity) == (surface, entity)


@pytest.mark.parametrize("name", ["KinyaBERT", "PathBERT", "MobileLLM-R1-950M", "Magnet-14B"])
def test_a_model_nobody_listed_is_told_by_how_its_name_is_built(tagged: Tagger, name: str) -> None:
    (mention,) = models(tagged, f"The authors test {name} on long texts.")
    assert mention.text == name
    assert mention.entity == f"model/{name.lower()}"


@pytest.mark.parametrize(
    "text",
    [
        "BaseCal-Proj projects hidden states.",
        "A 7B model fits on one card.",
        "Models from 1B to 32B are tested.",
        "The 70B-scale run failed.",
        "It has 8B parameters.",
        "Section 3.1 describes the gemini of old.",
        "A llama and a falcon walk into a bar.",
        "The DINO-L1 loss is small.",
    ],
)
def test_these_are_no_models(tagged: Tagger, text: str) -> None:
    assert models(tagged, text) == []


def test_a_method_built_on_a_model_is_no_model(tagged: Tagger) -> None:
    one = tagged("BaseCal-Proj projects hidden states.", "BaseCal-Proj: Calibrated Bases")
    assert {mention.type for mention in one.mentions if mention.text == "BaseCal-Proj"} == {"METHOD"}


def test_several_sizes_behind_one_name_are_several_models(tagged: Tagger) -> None:
    found = models(tagged, "The authors test Llama-3.1-8B/70B on long texts.")
    assert [(mention.text, mention.entity) for mention in found] == [
        ("Llama-3.1-8B/70B", "model/llama-3.1-8b"),
        ("Llama-3.1-8B/70B", "model/llama-3.1-70b"),
    ]


@pytest.mark.parametrize(
    "text", ["Fine-tuning BERT and its like is brittle.", "Following BERT, the nets train longer."]
)
def test_what_is_done_with_a_model_is_no_part_of_its_name(tagged: Tagger, text: str) -> None:
    assert [mention.text for mention in models(tagged, text)] == ["BERT"]


def test_a_model_does_not_make_a_technique_of_its_own_of_what_stands_behind_it(tagged: Tagger) -> None:
    one = tagged("The authors tune a LLaMA3-8B multi-agent system.")
    assert {mention.text: mention.type for mention in one.mentions} == {
        "LLaMA3-8B": "MODEL",
        "multi-agent system": "TECHNIQUE",
    }
