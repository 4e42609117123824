"""The explorer page as a file: the same bytes each time, whole in itself, and with every text escaped."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.errors import NoteweaveError
from kg.explorer import packing
from kg.explorer.focus import most_connected, neighbourhood
from kg.explorer.layout import lay_out
from kg.explorer.network import page_data, short_label
from kg.explorer.page import LIMIT, render_page, write_page

Evidence = namedtuple("Evidence", "sentence start end note")
SENTENCE = "FastKV halves the KV cache and, unlike LoRA, leaves the KV cache readable."


def small_graph(paper: str = "FastKV: Decoupling of Context Reduction") -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key, kind, label in [
        ("paper/fastkv", "paper", paper),
        ("method/fastkv", "method", "FastKV"),
        ("technique/kv-cache", "technique", "KV cache"),
        ("technique/kv-cache-compression", "technique", "KV cache compression"),
        ("venue/ACL2026", "venue", "ACL2026"),
        ("venue/ACL", "series", "ACL"),
        ("area/model-compression", "area", "Model Compression"),
    ]:
        graph.add_node(key, kind=kind, label=label, iri=f"https://w3id.org/noteweave/id/{key}")
    graph.nodes["venue/ACL2026"]["year"] = 2026

    def link(source: str, target: str, relation: str, *spans: tuple[int, int]) -> None:
        evidence = [Evidence(SENTENCE, start, end, "note/fastkv.1") for start, end in spans]
        graph.add_edge(source, target, key=relation, relation=relation, weight=1, evidence=evidence)

    link("paper/fastkv", "method/fastkv", "proposes", (0, 6))
    link("paper/fastkv", "technique/kv-cache", "usesTechnique", (18, 26), (56, 64))
    link("technique/kv-cache-compression", "technique/kv-cache", "broader")
    link("paper/fastkv", "venue/ACL2026", "publishedAt")
    link("paper/fastkv", "area/model-compression", "inArea")
    link("venue/ACL2026", "venue/ACL", "editionOf")
    return graph


def many_papers(count: int) -> nx.MultiDiGraph[str]:
    """Papers that share techniques, each with a method of its own."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(count):
        paper, technique = f"paper/p{number:04}", f"technique/t{number % 7}"
        graph.add_node(paper, kind="paper", label=f"Paper {number}", iri="")
        graph.add_node(f"method/m{number:04}", kind="method", label=f"M{number}", iri="")
        graph.add_node(technique, kind="technique", label=f"Technique {number % 7}", iri="")
        graph.add_edge(paper, technique, key="usesTechnique", relation="usesTechnique", weight=1, evidence=[])
        graph.add_edge(paper, f"method/m{number:04}", key="proposes", relation="proposes", weight=1, evidence=[])
    return graph


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def without_scripts(page: str) -> str:
    return re.sub(r"<script[^>]*>.*?</script>", "", page, flags=re.DOTALL)


def test_the_same_graph_gives_the_same_page() -> None:
    assert render_page(small_graph()) == render_page(small_graph())


def test_the_order_of_nodes_and_edges_does_not_matter() -> None:
    graph = many_papers(40)
    turned: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    for source, target, key in reversed(list(graph.edges(keys=True))):
        turned.add_edge(source, target, key=key, **graph.edges[source, target, key])
    assert render_page(turned) == render_page(graph)


def test_the_page_does_not_depend_on_the_hash_seed_of_the_process() -> None:
    code = (
        "import hashlib; from test_explorer import many_papers; from kg.explorer.page import render_page\n"
        "print(hashlib.sha256(render_page(many_papers(60)).encode()).hexdigest())"
    )
    digests = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        environment["PYTHONPATH"] += os.pathsep + str(Path(__file__).parent)
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        digests.add(run.stdout)
    assert len(digests) == 1


def test_the_file_holds_what_is_rendered(tmp_path: Path) -> None:
    write_page(small_graph(), tmp_path / "graph.html")
    assert (tmp_path / "graph.html").read_bytes().decode() == render_page(small_graph())


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "{{7*7}} {% raw %}",
        '" href="javascript:alert(1)',
        "&lt;b&gt; \u2028\u2029",
        "\u202egnp.exe\u2066",
        "x" * 10_000,
    ],
)
def test_a_hostile_title_is_only_ever_data(text: str) -> None:
    page = render_page(small_graph(paper=text), title=text)
    plain = render_page(small_graph(paper="plain"), title="plain")
    assert page.count("<script") == plain.count("<script")
    assert page.count("</script") == plain.count("</script")
    assert "<img" not in page
    assert {node["label"] for node in data_of(page)["nodes"] if node["kind"] == "paper"} == {text}
    raw = page.partition('id="data">')[2].partition("</script>")[0]
    assert not set(raw) & set("<>&\u2028\u2029")


def test_a_lone_surrogate_does_not_stop_the_page(tmp_path: Path) -> None:
    write_page(small_graph(paper="broken \ud800 title"), tmp_path / "graph.html")
    assert b"broken ? title" in (tmp_path / "graph.html").read_bytes()


def test_the_page_asks_for_nothing() -> None:
    rest = without_scripts(render_page(small_graph()))
    assert not re.search(r"https?:|//\w", rest)
    assert not re.search(r"@import|url\(", rest)
    assert not re.search(r"<(?:iframe|object|embed|base|form)\b", rest)


def test_the_policy_names_every_script_and_style_by_its_hash_and_allows_nothing_else() -> None:
    page = render_page(small_graph())
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found
    policy = found[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    blocks = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() for block in blocks}
    assert hashes == set(re.findall(r"'sha256-([^']*)'", policy))


def test_a_sentence_is_stored_once_and_its_mentions_by_position() -> None:
    data = page_data(small_graph())
    assert data["sentences"] == [SENTENCE]
    by_relation = {edge["relation"]: edge for edge in data["edges"]}
    [[number, *offsets]] = by_relation["usesTechnique"]["evidence"]
    assert [SENTENCE[offsets[i] : offsets[i + 1]] for i in (0, 2)] == ["KV cache", "KV cache"]
    assert number == 0
    assert "evidence" not in by_relation["publishedAt"]


def test_positions_in_sentences_count_as_scripts_count() -> None:
    graph = small_graph()
    sentence = "𝛼-LoRA beats LoRA."
    evidence = [Evidence(sentence, 2, 6, "note/fastkv.1")]
    graph.edges["paper/fastkv", "method/fastkv", "proposes"]["evidence"] = evidence
    edge = next(edge for edge in page_data(graph)["edges"] if edge["relation"] == "proposes")
    assert edge["evidence"][0][1:] == [3, 7]


def test_the_title_as_evidence_comes_after_sentences_of_the_note() -> None:
    graph = small_graph(paper="About FastKV")
    evidence = [Evidence("About FastKV", 6, 12, "note/x"), Evidence("Zero FastKV.", 5, 11, "note/x")]
    graph.edges["paper/fastkv", "method/fastkv", "proposes"]["evidence"] = evidence
    data = page_data(graph)
    edge = next(edge for edge in data["edges"] if edge["relation"] == "proposes")
    assert [data["sentences"][number] for number, *_ in edge["evidence"]] == ["Zero FastKV.", "About FastKV"]


@pytest.mark.parametrize(
    ("label", "kind", "short"),
    [
        ("FastKV: Decoupling of Context Reduction", "paper", "FastKV"),
        ("A State-Transition Framework for Efficient LLM Reasoning", "paper", "A State-Transition Framework for…"),
        ("ratio: a metric", "metric", "ratio: a metric"),
        ("\u202eevil\u0000\nname", "method", "evil name"),
        ("x" * 50, "method", "x" * 40 + "…"),
        ("", "method", ""),
    ],
)
def test_labels_on_the_map_are_short_and_steer_nothing(label: str, kind: str, short: str) -> None:
    assert short_label(label, kind) == short


def test_a_neighbourhood_follows_edges_both_ways_as_far_as_asked() -> None:
    graph = small_graph()
    assert set(neighbourhood(graph, "technique/kv-cache", 0)) == {"technique/kv-cache"}
    one = neighbourhood(graph, "technique/kv-cache", 1)
    assert set(one) == {"technique/kv-cache", "technique/kv-cache-compression", "paper/fastkv"}
    assert one.number_of_edges() == 2
    assert one.nodes["paper/fastkv"] == graph.nodes["paper/fastkv"]
    assert set(neighbourhood(graph, "technique/kv-cache", 3)) == set(graph)


def test_the_neighbourhood_of_a_node_that_is_not_there_says_how_to_name_one() -> None:
    with pytest.raises(NoteweaveError, match="technique/nothing: not in the graph; name a node such as"):
        neighbourhood(small_graph(), "technique/nothing", 1)


def test_a_page_shows_the_most_connected_part_of_a_graph_too_large_for_it() -> None:
    graph = many_papers(30)
    kept = most_connected(graph, 7)
    assert set(kept) == {f"technique/t{number}" for number in range(7)}
    assert most_connected(graph, len(graph)) is graph
    assert len(graph) < LIMIT


def test_a_page_of_a_part_knows_the_kinds_of_the_whole_which_a_server_may_bring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = data_of(render_page(many_papers(30)))
    monkeypatch.setattr("kg.explorer.page.LIMIT", 7)
    part = data_of(render_page(many_papers(30)))
    assert part["kinds"] == whole["kinds"]
    assert (part["total"], len(part["nodes"])) == (len(whole["nodes"]), 7)


def test_a_graph_without_nodes_makes_a_page() -> None:
    data = data_of(render_page(nx.MultiDiGraph()))
    assert data["nodes"] == data["edges"] == data["kinds"] == []


def test_no_two_nodes_overlap_on_the_map() -> None:
    graph = many_papers(120)
    radii = dict.fromkeys(graph, 8.0)
    positions = list(lay_out(graph, radii).positions.values())
    assert len(positions) == len(graph)
    closest = min((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for i, a in enumerate(positions) for b in positions[:i])
    assert closest**0.5 >= 15


def test_papers_on_one_technique_stand_closer_to_it_than_to_another() -> None:
    graph = many_papers(70)
    positions = lay_out(graph, dict.fromkeys(graph, 8.0)).positions

    def distance(a: str, b: str) -> float:
        return float(((positions[a][0] - positions[b][0]) ** 2 + (positions[a][1] - positions[b][1]) ** 2) ** 0.5)

    for number in range(70):
        own = distance(f"paper/p{number:04}", f"technique/t{number % 7}")
        assert own < distance(f"paper/p{number:04}", f"technique/t{(number + 3) % 7}")


def test_regions_are_named_after_what_their_papers_work_on() -> None:
    regions = lay_out(many_papers(70), dict.fromkeys(many_papers(70), 8.0)).regions
    assert {region.label for region in regions} == {f"Technique {number}" for number in range(7)}


def test_what_goes_with_a_single_paper_is_no_region() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()

    def add_paper(name: str) -> None:
        graph.add_node(name, kind="paper", label=name)
        for number in range(9):
            graph.add_node(f"technique/{number}", kind="technique", label=f"Technique {number}")
            graph.add_edge(name, f"technique/{number}", key="usesTechnique", relation="usesTechnique", weight=1)

    add_paper("paper/a")
    assert page_data(graph)["regions"] == []
    add_paper("paper/b")
    (region,) = page_data(graph)["regions"]
    assert (region["label"], region["nodes"]) == ("Technique 0", list(range(11)))


def test_an_outline_goes_around_its_points() -> None:
    assert packing.hull([(0, 0), (4, 0), (4, 4), (0, 4), (2, 2), (2, 0)]) == [(0, 0), (4, 0), (4, 4), (0, 4)]
    assert packing.hull([(1, 1)]) == [(1, 1)]
