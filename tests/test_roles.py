"""How a paper relates to what it names: the sentence decides, and where else the thing is named."""

from __future__ import annotations

import pytest
from conftest import Tagger, found


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
        ("Its accuracy equals that of GPTQ.", {"GPTQ": "compares"}),
        ("Its tokenizer is that of LLaMA.", {"LLaMA": "uses"}),
        ("It achieves superior results with LoRA.", {"LoRA": "uses"}),
        ("We compare five tasks and tune LLaMA with LoRA.", {"LoRA": "uses"}),
        ("The nets with LoRA perform worse on GSM8K.", {"LoRA": "uses"}),
        ("It has comparable error rates to GPTQ.", {"GPTQ": "compares"}),
        ("We compare the speed of our kernels with GPTQ.", {"GPTQ": "compares"}),
        ("SnapKV does worse on all tasks.", {"SnapKV": "compares"}),
        ("GPTQ and AWQ fall behind.", {"AWQ": "compares"}),
        ("We take the GPTQ model as the baseline.", {"GPTQ": "compares"}),
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
