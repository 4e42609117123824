"""Pages written as people write them, and the four real ones: reading gives the papers back, in every hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listing_page import page, papers_of

from kg.notes import Note, Problem
from kg.sources import listing, read

IN_TITLES = """
    Sparse Caches Drafts Adapters Routing Small Models Learning Without Teachers Robust Pruned Heads Cheap Tokens
    Folding Weights Faster Answers Ranks Experts Merged Layers LoRA GPT-4 4-Bit KV Revisited
"""
IN_SENTENCES = """
    the weights of each layer are kept small and every answer is checked by a larger network so that errors stay rare
    while memory shrinks under load in long texts with few samples LoRA KV cache GSM8K
"""
TITLE_WORDS = st.sampled_from(IN_TITLES.split())
PLAIN_WORDS = st.sampled_from(IN_SENTENCES.split())
TITLES = st.builds(
    lambda words, tail, mark: " ".join(words) + (f": {' '.join(tail)}" if tail else "") + mark,
    st.lists(TITLE_WORDS, min_size=3, max_size=7),
    st.lists(TITLE_WORDS, max_size=5),
    st.sampled_from(["", "", "", "?"]),
)
SENTENCES = st.builds(
    lambda start, words: f"{start} {' '.join(words)}.",
    st.sampled_from(
        ["This work shows that", "It is found that", "The paper proposes a scheme in which", "We show that"]
    ),
    st.lists(PLAIN_WORDS, min_size=5, max_size=25),
)
SUMMARIES = st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join)


def written_spaced(papers: list[tuple[str, str]]) -> str:
    return page(*papers)


def written_close(papers: list[tuple[str, str]]) -> str:
    return page(*papers).replace("\n\n", "\n")


def written_with_dashes(papers: list[tuple[str, str]]) -> str:
    return page().replace("0 paper", f"{len(papers)} paper") + "".join(
        f"- {title}\n\n-\n\n{text}\n\n" for title, text in papers
    )


def written_with_pilcrows(papers: list[tuple[str, str]]) -> str:
    return page(*((f"## {title}¶", text) for title, text in papers))


@given(st.lists(st.tuples(TITLES, SUMMARIES), min_size=1, max_size=12))
@pytest.mark.parametrize("write", [written_spaced, written_close, written_with_dashes, written_with_pilcrows])
def test_papers_written_as_a_page_are_read_back(write, papers: list[tuple[str, str]]) -> None:  # type: ignore[no-untyped-def]
    items = list(listing.read(write(papers), "page.txt"))
    assert [(item.title, item.text) for item in items if isinstance(item, Note)] == papers
    assert not [item for item in items if isinstance(item, Problem)]


@given(st.text(max_size=400))
def test_no_text_makes_the_reader_of_pages_raise(text: str) -> None:
    list(listing.read(text, "page.txt"))
    list(listing.read("💬 ACL2026 · 3 paper notes\n" + text, "page.txt"))


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    read([path])


# The four real pages


def test_the_seed_pages_are_read_whole(seeds: Path) -> None:
    reading = read([seeds])
    assert len(reading.notes) == 274
    assert len({note.paper for note in reading.notes}) == 246
    assert sum(not note.text for note in reading.notes) == 1
    assert reading.problems == ()
    assert [found.stated_notes for found in reading.listings] == [59, 45, 92, 78]


def test_each_seed_page_holds_the_notes_it_states(seeds: Path) -> None:
    for path, (venue, count) in zip(
        sorted(seeds.glob("*.txt")),
        [("ACL2026", 59), ("ACL2026", 45), ("ICLR2026", 92), ("ACL2025", 78)],
        strict=True,
    ):
        reading = read([path])
        assert Counter(note.venue for note in reading.notes) == {venue: count}


def as_close(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip()) + "\n"


def as_windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def with_mark(text: str) -> str:
    return "\ufeff" + text


def as_dashes(text: str, notes: list[Note]) -> str:
    head = text[: text.index("\n" + notes[0].title + "\n")]
    area = "📦 Model Compression"
    return head.replace(area, area + "¶") + "\n".join(f"\n- {n.title}\n\n-\n\n{n.text}\n" for n in notes)


@pytest.mark.parametrize("change", [as_close, as_windows, with_mark, as_dashes])
def test_the_seed_pages_read_the_same_in_other_hands(seeds: Path, tmp_path: Path, change) -> None:  # type: ignore[no-untyped-def]
    for path in sorted(seeds.glob("*.txt")):
        expected = read([path])
        text = path.read_text(encoding="utf-8")
        changed = as_dashes(text, list(expected.notes)) if change is as_dashes else change(text)
        (tmp_path / path.name).write_bytes(changed.encode("utf-8"))
        reading = read([tmp_path / path.name])
        assert papers_of(reading) == papers_of(expected)
        assert reading.listings == expected.listings
        assert reading.problems == ()


def test_stray_lines_before_the_first_marked_title_are_no_paper(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    lines = ["Pruning", "ACL2025 · 1 paper notes", "A stray line", "- Thin Layers", "-", "Layers get thin."]
    page.write_text("\n".join(lines), encoding="utf-8")
    assert [(note.title, note.text) for note in read([page]).notes] == [("Thin Layers", "Layers get thin.")]
