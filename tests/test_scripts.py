"""Notes in Chinese, Japanese and Korean, and Latin names that run together with these scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions import TaggedNote
from kg.notes import Note, Section
from kg.tagging import pipeline, scripts, tag
from kg.tagging.pipeline import make_doc
from kg.tagging.reading import reading_of

LETTERS = st.sampled_from("提出会的はのカ모델ａ（）。，、「」:LoRA-2 \n.")


def tagged(title: str, text: str, *, statistical: bool = False, sections: tuple[Section, ...] = ()) -> TaggedNote:
    (one,) = tag([Note("n", title, text, sections=sections)], pipeline.load(statistical=statistical))
    return one


def surfaces(text: str, *, statistical: bool = False) -> set[str]:
    return {mention.text for mention in tagged("A study", text, statistical=statistical).mentions}


def sentences(text: str, sections: tuple[Section, ...] = ()) -> list[str]:
    nlp = pipeline.load(statistical=False)
    doc = nlp.get_pipe("reading")(make_doc(nlp, Note("n", "A study", text, sections=sections)))
    return [reading_of(doc).written[start:end].strip() for start, end in reading_of(doc).sentences[1:]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("使用MEQ-Former会导致显存增加。", "MEQ-Former"),
        ("我们把「MEQ-Former」接在编码器之后。", "MEQ-Former"),
        ("《MEQ-Former》是一种压缩方法。", "MEQ-Former"),
        ("压缩方法（MEQ-Former）很快。", "MEQ-Former"),
        ("圧縮にはMEQ-Formerを使う。", "MEQ-Former"),
        ("압축에는 MEQ-Former를 쓴다.", "MEQ-Former"),
        ("在LLaMA-2-7B上微调。", "LLaMA-2-7B"),
        ("采用LoRA微调。", "LoRA"),
    ],
)
@pytest.mark.parametrize("statistical", [False, True])
def test_a_latin_name_is_parted_from_the_script_it_runs_together_with(text: str, name: str, statistical: bool) -> None:
    assert name in surfaces(text, statistical=statistical)


@pytest.mark.parametrize("statistical", [False, True])
def test_no_name_carries_words_of_the_script_around_it(statistical: bool) -> None:
    text = 'R_action。R_outcome 更高，RICE-NET，融合剂量，区分复发（RICE）。"递给我 X" 用 AdamW 微调 BERT 并 训练。'
    found = surfaces(text, statistical=statistical)
    assert found
    assert not [name for name in found if any(char >= "\u2e80" for char in name)]


def test_a_listed_name_in_another_script_is_found() -> None:
    (mention,) = tagged("A study", "该方法的准确率更高。", statistical=True).mentions
    assert (mention.text, mention.entity) == ("准确率", "metric/accuracy")


@pytest.mark.parametrize("text", ["这是一个轻量化的框架。", "先把文本向量化。", "影响可量化。"])
def test_a_listed_name_inside_another_word_of_its_script_is_none(text: str) -> None:
    assert not tagged("A study", text).mentions


@pytest.mark.parametrize(
    ("text", "value", "unit", "metric"),
    [
        ("准确率提升了2.3个百分点。", "2.3个百分点", "points", "准确率"),
        ("推理延迟降低 35.3%。", "35.3%", "%", "推理延迟"),
        ("推理加速1.82×。", "1.82×", "×", "加速"),
        ("实现2.5倍加速。", "2.5倍", "×", "加速"),
        ("在MMLU上准确率为85.3，更高。", "85.3", None, "准确率"),
        ("准确率从 80.1% 提升到 85.3%。", "85.3%", "%", "准确率"),
        ("准确率达到85.3%（82.1%）。", "85.3%", "%", "准确率"),
        ("准确率85.3%优于BERT的82.1%。", "85.3%", "%", "准确率"),
    ],
)
def test_a_figure_in_a_chinese_sentence_goes_with_what_it_measures(
    text: str, value: str, unit: str | None, metric: str
) -> None:
    (result,) = tagged("A study", text).results
    assert (result.value, result.unit, result.metric) == (value, unit, metric)


def test_each_of_their_marks_that_closes_a_sentence_ends_one() -> None:
    assert sentences("提出LoRA。比BERT快！为何？显存更少；「更快。」llama 也是。") == [
        "提出LoRA。",
        "比BERT快！",
        "为何？",
        "显存更少；",
        "「更快。」",
        "llama 也是。",
    ]


def test_a_decimal_point_ends_no_sentence() -> None:
    assert sentences("提升3.5%。降低2.1%。") == ["提升3.5%。", "降低2.1%。"]


def test_a_line_ends_a_sentence_in_a_text_put_together_of_sections_alone() -> None:
    text = "减少显存\n加快推理"
    assert sentences(text) == [text]
    assert sentences(text, (Section("亮点", 0, len(text)),)) == ["减少显存", "加快推理"]


@given(st.lists(LETTERS).map("".join))
def test_tokens_make_up_the_text_again_and_none_joins_two_scripts(text: str) -> None:
    doc = pipeline.load(statistical=False).make_doc(text)
    assert doc.text == text
    assert all(len(token) == 1 for token in doc if any(map(scripts.is_of_them, token.text)))


@given(st.text())
def test_a_text_without_letters_of_these_scripts_keeps_its_places(text: str) -> None:
    changed = scripts.without_letters(text)
    assert len(changed) == len(text)
    assert all(
        one == other or scripts.is_of_them(other) or "！" <= other <= "～"
        for one, other in zip(changed, text, strict=True)
    )


def test_text_in_latin_script_comes_back_as_it_is() -> None:
    text = "Größe × 2 – „LoRA“, naïve; α ≤ β"
    assert scripts.without_letters(text) is text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("提出FooNet，一种更快的方法。", "FooNet"),
        ("本文提出了一种新框架FooNet。", "FooNet"),
        ("我们提出 FooNet 来解决显存的问题。", "FooNet"),
        ("提出基于BarNet的FooNet。", "FooNet"),
        ("提出了一种剪枝框架，称为FooNet。", "FooNet"),
        ("FooNet发现了冗余的根因。", "FooNet"),
    ],
)
def test_what_a_chinese_sentence_says_the_paper_proposes(text: str, name: str) -> None:
    assert tagged("A study of things", text).proposes == (name,)


def test_what_something_proposed_is_based_on_is_not_proposed() -> None:
    assert tagged("A study of things", "提出基于BarNet的统一度量。").proposes == ()


@pytest.mark.parametrize("title", ["FooNet: Faster Things", "FooNet：更快的压缩", "FooNet: 更快的压缩"])
def test_the_name_before_the_colon_of_a_title_is_proposed(title: str) -> None:
    assert tagged(title, "一种更快的方法。").proposes == ("FooNet",)


@pytest.mark.parametrize(
    "text",
    [
        "本文方法优于SparseGPT。",
        "本文方法超过Wanda和SparseGPT。",
        "本文方法比SparseGPT快。",
        "与SparseGPT相比，本文方法更快。",
        "本文方法相较于Wanda、SparseGPT更快。",
    ],
)
def test_what_a_chinese_sentence_compares_the_paper_with(text: str) -> None:
    roles = {mention.text: mention.role for mention in tagged("A study of things", text).mentions}
    assert roles["SparseGPT"] == "compares"
