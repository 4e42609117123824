"""The shipped queries: all run and say what they answer; on a few notes tagged by hand, the answers are known."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery
from tiny_graph import ADAPTERS, ROUTING, STUDY, TINYQ, tiny_graph

from kg.facts.namespaces import term
from kg.iri import BASE
from kg.store import shipped
from kg.store.graph import Graph

NAMES = (
    "compared-with",
    "datasets-of-area",
    "evidence",
    "leaderboard",
    "listing-counts",
    "measured",
    "models-by-venue",
    "new-in-venue",
    "papers-like-this",
    "papers-on-technique",
    "proposed-names",
    "results-of-paper",
    "speedups",
    "technique-tree",
    "techniques-together",
)


@pytest.fixture(scope="module")
def tiny() -> Graph:
    """Four notes tagged by hand, and a listing page that counts papers elsewhere and on a topic."""
    return tiny_graph()


@pytest.fixture(scope="module")
def sample(sample_folder: Path) -> Graph:
    """The notes that come with the project."""
    return Graph.open(sample_folder)


def _rows(graph: Graph, query: str, columns: str, **values: str) -> list[tuple[str | None, ...]]:
    """Some columns of an answer, IRIs as local names."""
    return [
        tuple(row[name].removeprefix(BASE) if name in row else None for name in columns.split())
        for row in graph.ask(query, **values)
    ]


def test_the_queries_researchers_ask_are_there() -> None:
    assert set(NAMES) <= set(shipped.all_queries())


@pytest.mark.parametrize("name", sorted(shipped.all_queries()))
def test_each_query_says_what_it_answers_and_runs_anywhere(name: str) -> None:
    query = shipped.get(name)
    assert len(query.description) > 40
    assert "ORDER BY" in query.text
    prepareQuery(query.text)  # another engine, no prefixes given: it declares all it needs
    # The guard parses a query that has one of these words, which costs more than the query itself.
    assert not any(word in query.text.lower() for word in ("from", "service"))


@pytest.mark.parametrize("name", sorted(shipped.all_queries()))
def test_each_query_answers_on_the_shipped_notes(name: str, sample: Graph) -> None:
    sample.ask(name)
    start = perf_counter()
    rows = list(sample.ask(name).rows())
    assert rows
    assert perf_counter() - start < 1
    assert rows == list(sample.ask(name).rows())


def test_papers_on_a_technique_include_its_kinds_and_leave_out_baselines(tiny: Graph) -> None:
    assert _rows(tiny, "papers-on-technique", "paper venue how kind sentence") == [
        (ADAPTERS, "ACL2025", "usesTechnique", "technique/quantization", "QLow trains LoRA after quantization."),
        (
            TINYQ,
            "ACL2025",
            "usesTechnique",
            "technique/post-training-quantization",
            "TinyQ is a post-training quantization method.",
        ),
    ]
    on_lora = _rows(tiny, "papers-on-technique", "paper", technique="low-rank adaptation")
    assert on_lora == [(ADAPTERS,), (TINYQ,), (ROUTING,)]


def test_models_are_counted_for_the_family_too_each_paper_once(tiny: Graph) -> None:
    assert _rows(tiny, "models-by-venue", "model venue papers papersInAll") == [
        ("model/llama", "venue/ACL2026", "2", "3"),
        ("model/llama", "venue/ACL2025", "1", "3"),
        ("model/llama-2", "venue/ACL2025", "1", "2"),
        ("model/llama-2", "venue/ACL2026", "1", "2"),
        ("model/llama-2-7b", "venue/ACL2025", "1", "1"),
        ("model/llama-3", "venue/ACL2026", "1", "1"),
        ("model/qwen", "venue/ACL2026", "1", "1"),
        ("model/qwen2.5", "venue/ACL2026", "1", "1"),
    ]


def test_datasets_of_an_area_are_counted(tiny: Graph) -> None:
    assert _rows(tiny, "datasets-of-area", "dataset papers venues", area="Compression") == [
        ("dataset/wikitext", "2", "1")
    ]


def test_speedups_are_sorted_by_the_upper_end(tiny: Graph) -> None:
    assert _rows(tiny, "speedups", "times method metric model dataset baseline paper sentence") == [
        ("3.1", None, "speedup", None, None, None, STUDY, "It runs 1.2–3.1× faster."),
        (
            "2.5",
            "method/tinyq",
            "speedup",
            "model/llama-2-7b",
            "dataset/wikitext",
            "method/gptq",
            TINYQ,
            "With Llama-2-7B it runs 2.5× faster than GPTQ on WikiText.",
        ),
    ]


def test_what_is_measured_is_what_the_leaderboard_can_be_asked_for(tiny: Graph) -> None:
    pairs = _rows(tiny, "measured", "dataset metric figures papers")
    assert ("dataset/wikitext", "metric/perplexity", "1", "1") in pairs
    assert ("dataset/wikitext", "metric/speedup", "1", "1") in pairs
    for dataset, metric, figures, _ in pairs:
        rows = _rows(tiny, "leaderboard", "paper", dataset=f"{BASE}{dataset}", metric=f"{BASE}{metric}")
        assert len(rows) == int(figures or 0)


def test_techniques_come_together_where_two_papers_name_both(tiny: Graph) -> None:
    # TinyQ and QLow's adapters use LoRA beside quantization or a kind of it; LoRA stands for fine-tuning, too.
    assert _rows(tiny, "techniques-together", "other papers technique") == [
        ("technique/lora", "2", "technique/quantization"),
        ("technique/parameter-efficient-fine-tuning", "2", "technique/quantization"),
    ]
    # What stands above LoRA is no company of its own, and one paper alone routes.
    assert _rows(tiny, "techniques-together", "other papers", technique="LoRA") == [
        ("technique/model-compression", "2"),
        ("technique/quantization", "2"),
    ]
    assert _rows(tiny, "techniques-together", "other", technique="LLM routing") == []


def test_new_is_what_no_earlier_paper_names_itself_or_by_a_kind(tiny: Graph) -> None:
    new = set(_rows(tiny, "new-in-venue", "kind thing papers"))
    assert {row for row in new if row[0] == "model"} == {
        ("model", "model/llama-3", "1"),
        ("model", "model/qwen", "1"),
        ("model", "model/qwen2.5", "1"),
    }
    assert {("technique", "technique/llm-routing", "1"), ("technique", "technique/pruning", "1")} <= new
    assert "technique/lora" not in {thing for _, thing, _ in new}
    older = _rows(tiny, "new-in-venue", "thing", venue="ACL2025", earlier="ACL2026")
    assert ("dataset/wikitext",) in older
    assert ("technique/lora",) not in older


def test_leaderboard_has_the_figures_of_one_dataset_and_metric(tiny: Graph) -> None:
    columns = "value highest unit method baseline paper"
    assert _rows(tiny, "leaderboard", columns) == [
        ("4", None, "%", "method/qlow/qlow-adapters-on-four-bits", "method/gptq", ADAPTERS)
    ]
    assert _rows(tiny, "leaderboard", columns, metric="speedup") == [
        ("2.5", None, "×", "method/tinyq", "method/gptq", TINYQ)
    ]


def test_papers_like_this_are_those_that_share_the_rarer_things(tiny: Graph) -> None:
    like = _rows(tiny, "papers-like-this", "like", paper="TinyQ: Weights in Two Bits")
    assert like == [(ADAPTERS,), (STUDY,), (ROUTING,)]  # quantization, GPTQ, WikiText; Llama 2; LLaMA and LoRA


def test_a_name_that_two_papers_propose_stands_first(tiny: Graph) -> None:
    assert _rows(tiny, "proposed-names", "name papers thing paper venue") == [
        ("QLow", "2", "method/qlow/qlow-adapters-on-four-bits", ADAPTERS, "venue/ACL2025"),
        ("QLow", "2", "method/qlow/qlow-routing-queries-to-small-models", ROUTING, "venue/ACL2026"),
        ("TinyQ", "1", "method/tinyq", TINYQ, "venue/ACL2025"),
    ]


def test_of_many_proposed_names_the_shared_ones_and_then_the_first_in_order_are_told() -> None:
    names = ["A name as long as this", *(f"A name as long as {number}" for number in range(600)), "Shared", "Shared"]
    triples = []
    for number, name in enumerate(names):
        paper, thing = ox.NamedNode(f"{BASE}paper/{number}"), ox.NamedNode(f"{BASE}method/{number}")
        triples += [
            ox.Triple(paper, term("dcterms:title"), ox.Literal(f"Title {number}")),
            ox.Triple(paper, term("nw:proposes"), thing),
            ox.Triple(thing, term("skos:prefLabel"), ox.Literal(name)),
        ]
    told = _rows(Graph.from_triples([(ox.NamedNode(f"{BASE}note/1"), triples)]), "proposed-names", "name papers title")
    assert told[:2] == [("Shared", "2", "Title 601"), ("Shared", "2", "Title 602")]
    assert [name for name, _, _ in told[2:]] == sorted(set(names) - {"Shared"})[:499]


def test_results_of_a_paper_show_a_range_with_both_ends(tiny: Graph) -> None:
    columns = "metric value highest unit method sentence"
    assert _rows(tiny, "results-of-paper", columns, paper="A Study of Pruning") == [
        ("metric/speedup", "1.2", "3.1", "×", None, "It runs 1.2–3.1× faster.")
    ]


def test_baselines_are_counted_by_paper(tiny: Graph) -> None:
    assert _rows(tiny, "compared-with", "baseline kind papers venues") == [
        ("method/gptq", "method", "2", "1"),
        ("technique/lora", "technique", "1", "1"),
    ]


def test_what_as_many_papers_name_stands_in_the_order_of_its_names(tiny: Graph) -> None:
    for query in ("new-in-venue", "compared-with"):
        rows = list(tiny.ask(query))
        ranks = [(-int(row["papers"]), row["kind"] if query == "new-in-venue" else "", row["label"]) for row in rows]
        assert len(ranks) > 1
        assert ranks == sorted(ranks)


def test_evidence_is_found_by_any_label(tiny: Graph) -> None:
    columns = "thing quote sentence"
    for name in ("lora", "Low-Rank Adaptation"):
        assert _rows(tiny, "evidence", columns, paper="TinyQ: Weights in Two Bits", called=name) == [
            ("technique/lora", "LoRA", "LoRA mends what is lost.")
        ]


def test_listing_counts_are_what_the_page_says(tiny: Graph) -> None:
    assert _rows(tiny, "listing-counts", "area venue counts of papers") == [
        ("Compression", "ACL2025", "venue", "CVPR2026", "98"),
        ("Compression", "ACL2025", "topic", "Quantization", "11"),
    ]


def test_technique_tree_counts_depth_and_papers(tiny: Graph) -> None:
    tree = _rows(tiny, "technique-tree", "depth kind below papers")
    assert ("1", "technique/post-training-quantization", "technique/quantization", "1") in tree
    assert [row for row in tree if row[1] == "technique/quantization"] == []


@pytest.mark.parametrize("name", [name for name in NAMES if shipped.get(name).parameters])
def test_a_query_filled_in_answers_as_one_that_is_given_its_values(tiny: Graph, name: str) -> None:
    values = {
        "area": "Compression",
        "called": "LoRA",
        "dataset": "WikiText",
        "earlier": "ACL2025",
        "metric": "perplexity",
        "paper": "TinyQ: Weights in Two Bits",
        "technique": "quantization",
        "venue": "ACL2026",
    }
    query = shipped.get(name)
    asked = list(tiny.ask(name, **{name: values[name] for name in query.parameters}))
    assert asked
    assert list(tiny.query(query.filled(tiny.bindings(query, values)))) == asked
