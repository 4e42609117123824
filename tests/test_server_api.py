"""The JSON API: what it finds, how it ranks, where it stops, and what it says when there is nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from fastapi.testclient import TestClient
from serving import client, write_folder
from tiny_graph import ADAPTERS, ROUTING, STUDY, TINYQ, tagged_note, tiny_graph, tiny_named

from kg.iri import BASE
from kg.store.graph import Graph
from kg.store.index import Kind, compared, index_of
from kg.store.links import Links
from kg.store.projection import KINDS

ASTRAL = tagged_note(
    "𝔸 Note on Letters Beyond the Plane",
    "ACL2026",
    "We 𝕢uantize: 𝔸 and LoRA.",
    {"LoRA": ("TECHNIQUE", "technique/lora", "uses")},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("api") / "graph", tiny_named(ASTRAL))


@pytest.fixture(scope="module")
def served(folder: Path) -> TestClient:
    return client(folder)


def get(served: TestClient, path: str, **asked: Any) -> Any:
    answer = served.get(f"/api/{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def keys(nodes: list[dict[str, Any]]) -> list[str]:
    return [node["key"] for node in nodes]


def test_a_name_that_equals_comes_first_then_beginnings_then_words_then_parts(served: TestClient) -> None:
    assert keys(get(served, "search", q="pruning")["nodes"]) == ["technique/pruning", STUDY]
    found = keys(get(served, "search", q="LOW")["nodes"])
    assert found[0] == "technique/lora"  # low-rank adaptation; more papers have it than low-precision networks
    assert found.index("technique/quantization") < found.index(ADAPTERS)  # QLow only holds it
    assert keys(get(served, "search", q="bits two")["nodes"]) == [TINYQ]


def test_another_name_that_matched_is_told(served: TestClient) -> None:
    (found,) = get(served, "search", q="Low-Rank  ADAPTATION")["nodes"]
    assert (found["label"], found["also"], found["kind"]) == ("LoRA", "low-rank adaptation", "technique")
    assert get(served, "search", q="lora")["nodes"][0]["also"] is None


def test_search_counts_all_but_gives_no_more_than_asked_for(served: TestClient) -> None:
    found = get(served, "search", q="a", limit=3)
    assert len(found["nodes"]) == 3 < found["total"]


def test_search_keeps_to_a_kind(served: TestClient) -> None:
    found = get(served, "search", q="qlow", kind="paper")
    assert keys(found["nodes"]) == [ADAPTERS, ROUTING]
    assert found["total"] == 2
    assert served.get("/api/search", params={"q": "qlow", "kind": "gadget"}).status_code == 422


def test_search_for_signs_alone_finds_nothing(served: TestClient) -> None:
    assert get(served, "search", q="?!") == {"nodes": [], "total": 0}


def test_accents_case_and_joints_do_not_matter_to_a_search() -> None:
    assert compared("Mem²Evolve") == "mem2evolve"
    assert compared("Émile_Zola – NAÏVE") == "emile zola naive"
    assert compared("GPT-4.1+") == "gpt 4.1+"


def test_a_venue_has_its_year(served: TestClient) -> None:
    assert get(served, "details/venue/ACL2026")["node"] == {
        "key": "venue/ACL2026",
        "label": "ACL2026",
        "kind": "venue",
        "iri": f"{BASE}venue/ACL2026",
        "year": 2026,
        "degree": 4,
    }


def test_details_of_a_paper_tell_what_it_does_and_in_which_words(served: TestClient) -> None:
    told = get(served, f"details/{TINYQ}")
    assert [(group["relation"], group["outgoing"], group["total"]) for group in told["groups"]] == [
        ("proposes", True, 1),
        ("usesTechnique", True, 2),
        ("usesModel", True, 1),
        ("usesDataset", True, 1),
        ("comparesWith", True, 1),
        ("publishedAt", True, 1),
        ("inArea", True, 1),
    ]
    proposed = told["edges"][0]
    assert (proposed["source"], proposed["target"], proposed["relation"]) == (TINYQ, "method/tinyq", "proposes")
    (said,) = proposed["evidence"]
    assert said["sentence"] == "TinyQ is a post-training quantization method."
    assert said["sentence"][said["start"] : said["end"]] == "TinyQ"
    assert {edge["target"] for edge in told["edges"]} == set(keys(told["nodes"]))


def test_places_in_a_sentence_count_utf16_units_as_scripts_do(served: TestClient) -> None:
    told = get(served, "details/technique/lora", limit=100)
    (edge,) = [edge for edge in told["edges"] if "beyond-the-plane" in edge["source"]]
    (said,) = edge["evidence"]
    units = said["sentence"].encode("utf-16-le")
    assert units[said["start"] * 2 : said["end"] * 2].decode("utf-16-le") == "LoRA"
    assert said["sentence"][said["start"] : said["end"]] != "LoRA"


def test_a_paper_has_its_figures(served: TestClient) -> None:
    told = get(served, f"details/{TINYQ}")
    assert told["total_results"] == 1
    (figure,) = told["results"]
    assert (figure["value"], figure["highest"], figure["unit"]) == (2.5, None, "×")
    named = {name: figure[name]["label"] for name in ("metric", "dataset", "model", "method", "baseline")}
    assert named == {
        "metric": "speedup",
        "dataset": "WikiText",
        "model": "Llama-2-7B",
        "method": "TinyQ",
        "baseline": "GPTQ",
    }
    assert get(served, f"details/{STUDY}")["results"][0]["highest"] == 3.1
    assert get(served, "details/technique/lora")["results"] == []


def test_a_large_group_is_cut_and_says_how_large_it_is(served: TestClient) -> None:
    told = get(served, "details/technique/lora", limit=2)
    (used,) = [group for group in told["groups"] if group["relation"] == "usesTechnique"]
    assert used == {"relation": "usesTechnique", "outgoing": False, "total": 4}
    assert [edge["source"] for edge in told["edges"] if edge["relation"] == "usesTechnique"] == [ADAPTERS, TINYQ]
    assert "low-rank adaptation" in told["also"]


def test_a_mention_in_passing_is_left_out_where_a_relation_says_more(served: TestClient) -> None:
    relations = {group["relation"] for group in get(served, f"details/{STUDY}")["groups"]}
    assert "mentions" not in relations


def test_details_agree_with_the_projection(folder: Path, served: TestClient) -> None:
    network = Graph.open(folder).to_networkx()
    for name in network:
        told = get(served, f"details/{name}", limit=100)
        ends = {(edge["source"], edge["target"], edge["relation"], edge["mentions"]) for edge in told["edges"]}
        near = [*network.in_edges(name, data=True), *network.out_edges(name, data=True)]
        assert ends == {(one, other, at["relation"], len(at["evidence"])) for one, other, at in near}
        for one, other, at in near:
            (edge,) = [
                e for e in told["edges"] if (e["source"], e["target"], e["relation"]) == (one, other, at["relation"])
            ]
            assert sorted(said["sentence"] for said in edge["evidence"]) == [one.sentence for one in at["evidence"]]


def test_a_neighbourhood_grows_with_the_hops(served: TestClient) -> None:
    near = get(served, "neighbourhood/method/gptq")
    assert keys(near["nodes"]) == ["method/gptq", ADAPTERS, TINYQ, "technique/post-training-quantization"]
    assert {"source": ADAPTERS, "target": "method/gptq", "relation": "comparesWith"} in near["edges"]
    assert not near["cut"]
    further = get(served, "neighbourhood/method/gptq", hops=2)
    assert set(keys(near["nodes"])) < set(keys(further["nodes"]))
    assert ROUTING not in keys(further["nodes"])  # it shares the venue series alone, or is three steps away


def test_a_neighbourhood_is_cut_at_the_limit_and_says_so(served: TestClient) -> None:
    near = get(served, "neighbourhood/technique/lora", limit=2)
    assert near["cut"]
    assert keys(near["nodes"]) == ["technique/lora", ADAPTERS, TINYQ]
    among = {*keys(near["nodes"])}
    assert all({edge["source"], edge["target"]} <= among for edge in near["edges"])


def test_nothing_is_reached_through_a_venue(served: TestClient) -> None:
    beyond = get(served, f"neighbourhood/{STUDY}", hops=2)
    assert "venue/ACL2026" in keys(beyond["nodes"])
    assert "venue/ACL" not in keys(beyond["nodes"])


def test_a_path_leads_over_what_papers_name_and_says_why(served: TestClient) -> None:
    way = get(served, "path", **{"from": "method/tinyq", "to": "metric/perplexity"})
    assert keys(way["nodes"]) == ["method/tinyq", TINYQ, "dataset/wikitext", ADAPTERS, "metric/perplexity"]
    assert [edge["relation"] for edge in way["edges"]] == ["proposes", "usesDataset", "usesDataset", "reportsMetric"]
    assert all(len(edge["evidence"]) == 1 for edge in way["edges"])


def test_a_path_takes_a_venue_where_there_is_no_other_way(served: TestClient) -> None:
    way = get(served, "path", **{"from": "venue/CVPR2026", "to": "venue/CVPR"})
    assert keys(way["nodes"]) == ["venue/CVPR2026", "venue/CVPR"]
    links = Links(4, [(0, 1), (1, 2)], [False, True, False, False])
    assert links.path(0, 2) == [0, 1, 2]
    assert links.path(0, 3) == []
    assert links.path(3, 3) == [3]


def test_of_two_ways_the_longer_one_around_a_venue_is_taken_and_of_equals_the_less_connected() -> None:
    #  0 - 1(venue) - 4,  0 - 2 - 3 - 4,  0 - 5 - 3, and 5 is linked to 6 besides
    links = Links(7, [(0, 1), (1, 4), (0, 2), (2, 3), (3, 4), (0, 5), (5, 3), (5, 6)], [n == 1 for n in range(7)])
    assert links.path(0, 4) == [0, 2, 3, 4]


def test_where_nothing_leads_there_the_answer_is_404_in_words(served: TestClient) -> None:
    answer = served.get("/api/path", params={"from": "technique/lora", "to": "metric/speedup"})
    assert answer.status_code == 404
    assert answer.json() == {"detail": "nothing leads from 'LoRA' to 'speedup'"}


@pytest.mark.parametrize(
    "path",
    [
        "details/technique/nothing",
        "neighbourhood/x",
        "path?from=x&to=y",
        "leaderboard?dataset=x&metric=y",
        "details/%00",
    ],
)
def test_a_node_that_is_not_there_is_404_in_words(served: TestClient, path: str) -> None:
    answer = served.get(f"/api/{path}")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "the graph has no node of that key; /api/search finds keys by name"}


def test_a_leaderboard_tells_value_method_paper_and_sentence(served: TestClient) -> None:
    (pair, _) = get(served, "measured")["pairs"]
    assert (pair["dataset"]["key"], pair["metric"]["key"]) == ("dataset/wikitext", "metric/perplexity")
    board = get(served, "leaderboard", dataset="dataset/wikitext", metric="metric/perplexity")
    assert board["total"] == 1
    (figure,) = board["figures"]
    assert (figure["value"], figure["unit"], figure["paper"]["key"]) == (4, "%", ADAPTERS)
    assert figure["method"]["label"] == "QLow"
    assert figure["sentence"] == "Against GPTQ, perplexity on WikiText falls by 4%."


def test_each_kind_of_node_is_a_kind_of_the_api() -> None:
    assert set(get_args(Kind)) == set(KINDS.values())


def test_an_index_is_made_once_for_a_graph_and_goes_with_it() -> None:
    one, other = tiny_graph(), tiny_graph()
    assert index_of(one) is index_of(one)
    assert index_of(one) is not index_of(other)


def test_an_empty_graph_has_nothing_and_fails_at_nothing(tmp_path: Path) -> None:
    empty = client(write_folder(tmp_path / "graph", {}))
    assert get(empty, "search", q="lora") == {"nodes": [], "total": 0}
    assert get(empty, "measured") == {"pairs": [], "total": 0}


def test_another_base_changes_iris_and_no_keys(tmp_path: Path) -> None:
    base = "https://notes.example.org/kg/"
    elsewhere = client(write_folder(tmp_path / "graph", tiny_named(base=base), base))
    told = get(elsewhere, "details/technique/lora")
    assert told["node"]["iri"] == f"{base}technique/lora"
    assert TINYQ in keys(told["nodes"])
