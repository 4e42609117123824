"""Which notes are on one paper: identifiers first, then titles; and which alike ones are not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import identifiers
from kg.facts import titles
from kg.facts.papers import Merged, recognise
from kg.notes import Note
from kg.sources import values

_texts = itertools.count()


def on(title: str, text: str | None = None, **known: str) -> Note:
    """A note on a title, with a text of its own."""
    return Note("n", title, f"Text {next(_texts)}." if text is None else text, **known)  # type: ignore[arg-type]


def same(*notes: Note) -> bool:
    papers = recognise(notes)
    return len({papers.of(note) for note in notes}) == 1


@pytest.mark.parametrize(
    "written",
    [
        "2401.00001",
        "2401.00001v2",
        "arXiv:2401.00001",
        "https://arxiv.org/abs/2401.00001v1",
        "arxiv.org/pdf/2401.00001",
    ],
)
def test_an_arxiv_id_is_one_in_all_its_forms_and_versions(written: str) -> None:
    assert same(on("Old Title", arxiv="2401.00001"), on("New Name: What It Became", arxiv=written))


def test_an_old_arxiv_id_goes_by_its_archive() -> None:
    assert identifiers.arxiv_id("https://arxiv.org/abs/math.GT/0309136v1") == identifiers.arxiv_id("math/0309136")


@pytest.mark.parametrize("archive", ["cs", "physics", "cond-mat", "q-bio", "q-alg", "quant-ph"])
def test_every_old_archive_of_arxiv_is_known(archive: str) -> None:
    assert identifiers.arxiv_id(f"arXiv:{archive}/0309136v2") == f"{archive}/0309136"
    assert values.arxiv(f"arXiv:{archive}/0309136v2") == f"{archive}/0309136"


@pytest.mark.parametrize(
    "written", ["10.18653/v1/n19-1423", "doi:10.18653/V1/N19-1423", "https://doi.org/10.18653/v1/N19-1423"]
)
def test_a_doi_is_one_in_all_its_forms(written: str) -> None:
    assert same(on("Old Title", doi="10.18653/v1/N19-1423"), on("Another", doi=written))


@pytest.mark.parametrize("written", ["10.1234/thin(5)", "(see 10.1234/Thin(5)).", "https://doi.org/10.1234/thin(5),"])
def test_a_doi_keeps_the_brackets_that_it_opens(written: str) -> None:
    assert identifiers.doi(written) == "10.1234/thin(5)"
    assert identifiers.doi("(10.1234/thin)") == "10.1234/thin"


def test_a_doi_that_arxiv_gave_is_an_arxiv_id() -> None:
    assert same(on("Old Title", doi="10.48550/arXiv.2401.00001"), on("Another", arxiv="2401.00001"))


def test_the_arxiv_id_says_more_than_the_doi() -> None:
    """Proceedings may give all of their papers one DOI, a journal a paper one of its own."""
    assert not same(on("A", arxiv="2401.00001", doi="10.1145/1"), on("B", arxiv="2401.00002", doi="10.1145/1"))
    assert same(on("A", arxiv="2401.00001", doi="10.1145/1"), on("B", arxiv="2401.00001", doi="10.1109/2"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FastKV: Caching, Fast", "FASTKV: caching fast"),
        ("FastKV – Caching Fast", "FastKV: Caching Fast."),
        (r"$\alpha$-Fair Caches", "α-Fair Caches"),
        (r"LoRA-A$^2$ at Home", "LoRA-A² at Home"),
        (r"G{\"o}del Numbers for \textbf{Models}", "Gödel Numbers for Models"),
        (r"50% of G\'{e}n\'{e}rations", "50% of Générations"),
        ("Caches That “Forget”", 'Caches That "Forget"'),
        ("Caches for ﬁne Models", "Caches for fine Models"),
    ],
)
def test_case_punctuation_accents_and_latex_make_no_other_title(one: str, other: str) -> None:
    assert same(on(one), on(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Multi-Modal Caches", "Multimodal Caches"),
        (
            "FastKV: KV Cache Compression for Long Contexts",
            "FastKV: KV Cache Compression for Fast Long Contexts with Token Selection",
        ),
        ("What Do Caches Really Keep", "What Do Caches Really Keep: A Study in Three Languages"),
    ],
)
def test_titles_that_are_nearly_the_same_need_the_same_venue(one: str, other: str) -> None:
    assert same(on(one, venue="ACL 2026"), on(other, venue="acl2026"))
    assert not same(on(one, venue="ACL2026"), on(other, venue="ICLR2026"))
    assert not same(on(one), on(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Papers of one year's conference, as they are in the proceedings.
        ("GeoNet: Unsupervised Learning of Dense Depth, Optical Flow and Camera Pose",
         "GeoNet: Geometric Neural Network for Joint Depth and Surface Normal Estimation"),
        ("PartNet: A Large-Scale Benchmark for Fine-Grained and Hierarchical Part-Level Object Understanding",
         "PartNet: A Recursive Part Decomposition Network for Fine-Grained and Hierarchical Shape Segmentation"),
        ("Weight Space Probability Densities in Stochastic Learning: I. Dynamics and Equilibria",
         "Weight Space Probability Densities in Stochastic Learning: II. Dynamics and Equilibria"),
        ("Foundations of Caching for Language Models: Part I", "Foundations of Caching for Language Models: Part II"),
        ("Tiny Cache: Notes on the Qwen 2 Models", "Tiny Cache: Notes on the Qwen 3 Models"),
        ("Position: Language Models Can Plan Ahead", "Position: Language Models Can't Plan Ahead"),
        ("Caches", "Caches: An Introduction"),
        ("Wanda: Pruning by Weights and Activations", "Wanda++: Pruning by Weights and Activations"),
    ],
)  # fmt: skip
def test_different_papers_with_alike_titles_stay_apart(one: str, other: str) -> None:
    assert not same(on(one, venue="CVPR2018"), on(other, venue="CVPR2018"))


def test_a_stem_that_many_papers_have_is_a_genre() -> None:
    themes = ("law", "art", "war", "sport", "trade", "food", "music", "health", "travel")
    notes = [on(f"Position: Models need rules on {theme} from the start", venue="ICML2025") for theme in themes]
    assert len(set(recognise(notes).of_note.values())) == len(themes)


@pytest.mark.parametrize("kind", ["arxiv", "doi"])
def test_one_title_with_two_identifiers_is_two_papers(kind: str) -> None:
    first, second = ("2401.00001", "2402.00002") if kind == "arxiv" else ("10.1145/1.2", "10.1145/3.4")
    one, other = on("Attention Again", **{kind: first}), on("Attention again", **{kind: second})
    papers = recognise([other, one])
    assert papers.of(one) == "paper/attention-again"
    suffix = "arxiv-2402.00002" if kind == "arxiv" else "doi-10.1145-3.4"
    assert papers.of(other) == f"paper/attention-again.{suffix}"


def test_of_two_papers_with_one_title_a_note_means_the_one_at_its_venue() -> None:
    early = on("Attention Again", arxiv="2401.00001", venue="ACL2024")
    late = on("Attention Again", arxiv="2402.00002", venue="ICLR2025")
    note = on("Attention Again", venue="ICLR 2025")
    papers = recognise([early, late, note])
    assert papers.of(note) == papers.of(late) != papers.of(early)


def test_titles_in_another_script_that_share_their_latin_letters_are_two_papers() -> None:
    one, other = on("基于LoRA的模型压缩"), on("LoRA在视觉中的应用")
    papers = recognise([one, other])
    assert one.paper == other.paper == "paper/lora"
    assert {papers.of(one), papers.of(other)} > {"paper/lora"}


def test_notes_without_a_text_are_told_apart_by_their_identifiers() -> None:
    assert not same(
        on("Preface", "", venue="ACL2024", doi="10.1145/1.2"), on("Preface", "", venue="ACL2024", doi="10.1145/3.4")
    )
    assert same(on("Preface", "", venue="ACL2024"), on("Preface", "", venue="ACL2024"))


def test_a_merged_paper_is_named_by_its_most_frequent_title_then_the_shortest() -> None:
    long, short = "FastKV: Caching at Speed", "FastKV: Caching"
    notes = [on(long, arxiv="2401.00001"), on(short, arxiv="2401.00001")]
    assert set(recognise(notes).of_note.values()) == {"paper/fastkv-caching"}
    assert set(recognise([*notes, on(long)]).of_note.values()) == {"paper/fastkv-caching-at-speed"}


def test_what_was_merged_is_told_with_the_reason() -> None:
    notes = [
        on("Fast Caches", arxiv="2401.00001"),
        on("Faster Caches", arxiv="2401.00001v2"),
        on("Fast caches"),
        on("Else"),
    ]
    assert recognise(notes).merged == (
        Merged(
            "paper/fast-caches",
            ("Fast Caches", "Fast caches", "Faster Caches"),
            ("the same arXiv id", "the same title"),
        ),
    )


def test_a_title_read_twice_is_no_merge_to_tell_of() -> None:
    assert recognise([on("Fast Caches"), on("Fast Caches")]).merged == ()


_TITLES = (
    *("Fast Caches", "fast caches", "Fast-Caches", "FastCaches", "Slow Caches", "缓存 Fast Caches"),
    *("Fast Caches: A Long Study", "Fast Caches: A Long Study of Them"),
)
_NOTES = st.builds(
    Note,
    id=st.just("n"),
    title=st.sampled_from(_TITLES),
    text=st.sampled_from(("", "a", "b")),
    venue=st.sampled_from((None, "ACL2026", "ICLR2026")),
    arxiv=st.sampled_from((None, "2401.00001", "2401.00001v2", "2401.00002")),
    doi=st.sampled_from((None, "10.1145/1", "10.1145/2")),
)


@given(notes=st.lists(_NOTES, max_size=12), seed=st.randoms(use_true_random=False))
def test_the_order_of_notes_does_not_matter(notes: list[Note], seed: object) -> None:
    shuffled = list(notes)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert recognise(shuffled) == recognise(notes)


@given(notes=st.lists(_NOTES, max_size=12))
def test_notes_with_one_arxiv_id_are_always_on_one_paper(notes: list[Note]) -> None:
    papers = recognise(notes)
    for one, other in itertools.combinations(notes, 2):
        if one.arxiv and other.arxiv and identifiers.arxiv_id(one.arxiv) == identifiers.arxiv_id(other.arxiv):
            assert papers.of(one) == papers.of(other)


@given(title=st.text(max_size=60))
def test_any_title_can_be_folded(title: str) -> None:
    assert titles.folded(titles.folded(title).upper()) is not None
    assert recognise([on(title)]).of_note
