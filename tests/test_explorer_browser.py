"""The explorer page in a real Chromium, with the network off."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from browsing import SIZES, Open
from test_explorer import SENTENCE, Evidence, many_papers, small_graph

pytestmark = pytest.mark.browser

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "{{7*7}}",
    '"><a href="javascript:alert(1)">href</a>',
    "\u202eright to left\u2066",
    "ten thousand " + "x" * 10_000,
]


def choose(page: Any, query: str) -> None:
    page.fill("#search", query)
    page.press("#search", "Enter")


@pytest.mark.parametrize(("size", "scheme"), [(SIZES[0], "light"), (SIZES[1], "dark"), (SIZES[2], "dark")])
def test_it_opens_with_the_network_off(open_page: Open, size: tuple[int, int], scheme: str) -> None:
    page = open_page(small_graph(), size, scheme=scheme)
    assert page.is_visible("#graph canvas")
    assert page.is_hidden("#details")
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_a_graph_without_nodes_says_so(open_page: Open) -> None:
    assert "no nodes yet" in open_page(nx.MultiDiGraph()).inner_text("#empty")


@pytest.mark.parametrize("size", SIZES)
def test_search_finds_a_node_and_enter_opens_it(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page(small_graph(), size)
    page.fill("#search", "kv CACHE")
    assert page.locator("#results li").count() == 2
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.press("#search", "ArrowDown")
    assert page.get_attribute("#search", "aria-activedescendant") == "result-1"
    page.press("#search", "Enter")
    assert page.inner_text("#details-title") == "KV cache compression"
    assert page.is_hidden("#results")


def test_search_that_finds_nothing_says_so(open_page: Open) -> None:
    page = open_page(small_graph())
    page.fill("#search", "blockchain")
    assert page.inner_text("#found") == "Nothing by that name"


def test_a_click_on_a_node_shows_the_sentence_with_the_mention_marked(open_page: Open) -> None:
    page = open_page(small_graph(), fragment="#node=method/fastkv")
    page.press("body", "Escape")
    assert page.is_hidden("#details")
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("technique/lora", kind="technique", label="LoRA", iri="")
    alone = open_page(graph)
    alone.hover("#graph")  # a node alone is in the middle
    assert alone.inner_text("#tip") == "LoRA\nTechnique · 0 links"
    alone.click("#graph")
    assert alone.is_hidden("#tip")
    assert alone.inner_text("#details-title") == "LoRA"
    choose(page, "fastkv: decoupling")
    group = page.locator("#details .group", has_text="Uses technique")
    assert group.locator("blockquote").inner_text() == SENTENCE
    assert group.locator("mark").all_inner_texts() == ["KV cache", "KV cache"]


def test_the_panel_tells_what_a_paper_is_and_how_it_is_related(open_page: Open) -> None:
    page = open_page(small_graph(), fragment="#node=paper/fastkv")
    assert page.inner_text("#details-title") == "FastKV: Decoupling of Context Reduction"
    assert page.locator("#details .badge").inner_text() == "Paper"
    assert page.locator("#details .facts a").all_inner_texts() == ["ACL2026", "Model Compression"]
    names = [name.lower() for name in page.locator("#details h3").all_inner_texts()]
    assert [name.split("\n")[0].rstrip("0123456789 ") for name in names] == ["proposes", "uses technique"]


def test_a_relation_reads_in_plain_words_from_both_ends(open_page: Open) -> None:
    page = open_page(small_graph(), fragment="#node=technique/kv-cache")
    names = " ".join(page.locator("#details h3").all_inner_texts()).lower()
    assert "used by" in names
    assert "kinds" in names


def test_links_in_the_panel_lead_on_and_the_back_button_returns(open_page: Open) -> None:
    page = open_page(small_graph(), fragment="#node=paper/fastkv")
    page.click("#details a:has-text('ACL2026')")
    assert page.inner_text("#details-title") == "ACL2026"
    assert page.url.endswith("#node=venue/ACL2026")
    page.go_back()
    assert page.inner_text("#details-title").startswith("FastKV")


def test_escape_and_the_close_button_clear_the_selection(open_page: Open) -> None:
    page = open_page(small_graph(), fragment="#node=paper/fastkv")
    page.click("#close-details")
    assert page.is_hidden("#details")
    choose(page, "lora")
    choose(page, "kv cache")
    assert page.is_visible("#details")
    page.press("body", "Escape")
    assert page.is_hidden("#details")
    assert "node=" not in page.url


def test_the_legend_counts_kinds_and_hides_them(open_page: Open) -> None:
    page = open_page(small_graph())
    switch = page.locator("#legend input[data-kind=technique]")
    assert switch.is_checked()
    assert page.locator("#legend label", has_text="Techniques").inner_text().split() == ["Techniques", "2"]
    switch.press("Space")
    assert page.inner_text("#status").startswith("5 of 7 nodes")
    assert page.url.endswith("#hide=technique")
    page.click("#show-all")
    assert page.inner_text("#status").startswith("7 nodes")


def test_nothing_of_what_is_hidden_is_drawn(open_page: Open) -> None:
    blank = """() => {
      const canvas = document.querySelector("#graph canvas");
      const other = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
      return canvas.toDataURL() === other.toDataURL();
    }"""
    page = open_page(many_papers(30))
    assert not page.evaluate(blank)
    for box in page.locator("#legend input").all():
        box.click()
    page.wait_for_function(blank, timeout=5000)


def test_a_link_brings_back_selection_and_filters(open_page: Open) -> None:
    page = open_page(small_graph(), fragment="#node=method/fastkv&hide=technique,nonsense")
    assert page.inner_text("#details-title") == "FastKV"
    assert page.inner_text("#status").startswith("5 of 7 nodes")


def test_a_link_to_a_node_that_is_not_there_opens_the_whole_graph(open_page: Open) -> None:
    page = open_page(small_graph(), fragment="#node=technique/gone")
    assert page.is_hidden("#details")


def test_a_hub_lists_its_first_entries_and_the_rest_on_demand(open_page: Open) -> None:
    page = open_page(many_papers(140), fragment="#node=technique/t3")
    group = page.locator("#details .group", has_text="Used by")
    entries = group.locator("li")
    assert entries.count() == 12
    group.locator(".more").click()
    assert entries.count() == 20


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_notes_run_nothing_and_are_shown_as_text(open_page: Open, text: str) -> None:
    graph = small_graph(paper=text)
    graph.nodes["technique/kv-cache"]["label"] = text
    evidence = [Evidence(text, 0, len(text), "note/x")]
    graph.edges["paper/fastkv", "method/fastkv", "proposes"]["evidence"] = evidence
    page = open_page(graph, fragment="#node=paper/fastkv")
    assert page.locator("#details-title").evaluate("element => element.textContent") == text
    assert page.locator("#details mark").first.evaluate("element => element.textContent") == text
    assert page.locator("#details-title *, #details mark *, #results img, #details img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == SIZES[0][0]
    panel = page.locator("#details")
    assert panel.evaluate("element => element.scrollWidth <= element.clientWidth")
    page.fill("#search", text[:40])
    assert page.locator("#results img, #results script, #results a").count() == 0


def test_it_can_be_used_with_keys_alone(open_page: Open) -> None:
    page = open_page(small_graph())
    page.keyboard.press("/")
    page.keyboard.type("acl2026")
    page.keyboard.press("Enter")
    assert page.inner_text("#details-title") == "ACL2026"
    assert page.evaluate("document.activeElement.id") == "details-title"
    steps_and_path = 4  # the buttons before the first link
    for _ in range(steps_and_path + 1):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.inner_text("#details-title") != "ACL2026"
    page.keyboard.press("Escape")
    assert page.is_hidden("#details")
    assert page.evaluate("document.activeElement.id") == "graph"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "zoom-in"
    for key in ("+", "-", "0", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
