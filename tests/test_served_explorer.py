"""The explorer as `kg serve` gives it, of a graph too large for a page: what was left out comes from the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import SIZES, Open
from serving import Server, application, write_folder
from test_explorer import small_graph
from tiny_graph import TINYQ, tagged_note, tiny_named

from kg.explorer import page as explorer
from kg.server.limits import Limits
from kg.store.graph import Graph

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)>\u202e </script><script>alert(1)</script> {{7*7}} javascript:alert(1)"
HUB = 70
FILLERS = [
    tagged_note(
        f"Filler {number:02}", "ACL2026", "We use pruning.", {"pruning": ("TECHNIQUE", "technique/pruning", "uses")}
    )
    for number in range(HUB)
]
HOSTILE_NOTE = tagged_note(
    HOSTILE,
    "CVPR2026",
    f"{HOSTILE} is new. LoRA gains 3% by {HOSTILE}",
    {HOSTILE: ("METHOD", "method/hostile", "proposes"), "LoRA": ("TECHNIQUE", "technique/lora", "uses")},
    {"3%": (HOSTILE, None, None, None)},
)


def serve(folder: Path, limit: int) -> Path:
    """The folder of the graph, with a page of its most connected nodes only."""
    write_folder(folder, tiny_named(*FILLERS, HOSTILE_NOTE))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explorer, "LIMIT", limit)
        explorer.write_page(Graph.open(folder).to_networkx(), folder / "graph.html")
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On the page are LoRA and pruning, the papers but for most fillers, and GPTQ; the other 90 nodes are not."""
    with application(serve(tmp_path_factory.mktemp("explorer") / "graph", 12), Limits()) as running:
        yield running


@pytest.fixture
def open_home(open_served: Open, server: Server) -> Open:
    def opener(fragment: str = "", size: tuple[int, int] = SIZES[0]) -> Any:
        return open_served(server.url, f"/{fragment}", size)

    return opener


def search(page: Any, query: str) -> Any:
    """What is listed once the server has answered."""
    with page.expect_response("**/api/search**") as answer:
        page.fill("#search", query)
    listed = page.locator("#results li")
    if answer.value.ok:
        listed.nth(len(answer.value.json()["nodes"]) - 1).wait_for()
    return listed


def choose(page: Any, query: str, label: str) -> None:
    search(page, query).filter(has=page.locator(f".name:text-is('{label}')")).first.click()
    page.wait_for_function("label => document.getElementById('details-title')?.textContent === label", arg=label)


def section(page: Any, name: str) -> Any:
    return page.locator("#details .group").filter(has=page.locator(f"h3:has-text('{name}')"))


def names_in(part: Any) -> list[str]:
    names: list[str] = part.locator(".reference .name").all_inner_texts()
    return names


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
def test_search_finds_what_is_not_on_the_page_and_brings_it_with_links_and_sentences(
    open_home: Open, size: tuple[int, int]
) -> None:
    page = open_home(size=size)
    found = search(page, "wikitext")
    assert found.all_inner_texts() == ["WikiText\nDataset"]
    page.press("#search", "Enter")
    page.wait_for_selector("#details:not([hidden])")
    assert page.inner_text("#details-title") == "WikiText"
    assert names_in(section(page, "Used by")) == ["QLow: Adapters on Four Bits", "TinyQ: Weights in Two Bits"]
    marked = section(page, "Used by").locator("blockquote mark").all_inner_texts()
    assert marked == ["WikiText", "WikiText"]
    assert page.url.endswith("#node=dataset/wikitext")
    assert page.evaluate("document.activeElement.id") == "details-title"


def test_another_name_is_found_on_the_server_and_said(open_home: Open) -> None:
    page = open_home()
    assert search(page, "low-precision net").all_inner_texts() == ["quantization\nlow-precision network\nTechnique"]
    choose(page, "low-precision net", "quantization")
    assert "low-precision network" in page.inner_text("#details .also")


def test_one_thing_is_brought_in_after_another(open_home: Open) -> None:
    page = open_home()
    choose(page, "wikitext", "WikiText")
    choose(page, "qwen", "Qwen2.5")
    choose(page, "llm routing", "LLM routing")
    page.go_back()
    assert page.inner_text("#details-title") == "Qwen2.5"
    assert names_in(section(page, "Used by")) == ["QLow: Routing Queries to Small Models"]


def test_what_was_chosen_last_is_shown_whichever_answer_comes_last(open_home: Open) -> None:
    page = open_home()
    slow: list[Any] = []
    page.route("**/api/details/dataset/wikitext*", lambda route: slow.append(route))
    search(page, "wikitext").first.click()
    choose(page, "qwen", "Qwen2.5")
    with page.expect_response("**/api/details/dataset/wikitext*"):
        slow[0].continue_()
    page.wait_for_timeout(100)
    assert page.inner_text("#details-title") == "Qwen2.5"


def test_details_of_what_is_on_the_page_are_completed(open_home: Open) -> None:
    page = open_home(f"#node={TINYQ}")
    page.wait_for_selector("#details .group:has-text('Uses dataset')")
    assert names_in(section(page, "Proposes")) == ["TinyQ"]
    assert section(page, "Proposes").locator("mark").all_inner_texts() == ["TinyQ"]
    assert names_in(section(page, "Uses dataset")) == ["WikiText"]
    row = section(page, "Results").locator("tr").first.inner_text()
    assert "2.5×" in row
    assert all(name in row for name in ("speedup", "WikiText", "Llama-2-7B", "GPTQ"))
    assert section(page, "Results").locator(".value").count() == 1


def test_a_paper_that_came_as_a_neighbour_is_completed_once_it_is_chosen(open_home: Open) -> None:
    page = open_home()
    choose(page, "filler 42", "Filler 42")
    assert names_in(page.locator("#details .facts")) == ["ACL2026", "Compression"]
    page.click("#details .reference:has-text('pruning')")
    page.wait_for_selector("#details-title:text-is('pruning')")
    page.wait_for_selector("#details .none")
    choose(page, "filler 41", "Filler 41")
    page.wait_for_selector("#details .facts")
    assert names_in(page.locator("#details .facts")) == ["ACL2026", "Compression"]


def test_the_legend_counts_what_has_come(open_home: Open) -> None:
    page = open_home()
    datasets = page.locator("#legend label", has_text="Datasets").locator(".count")
    assert datasets.inner_text() == "0"
    choose(page, "wikitext", "WikiText")
    assert datasets.inner_text() == "1"


def test_a_hub_says_how_much_is_left_and_leads_to_all_of_it(open_home: Open, server: Server) -> None:
    page = open_home("#node=technique/pruning")
    left = page.locator("#details .none")
    left.wait_for()
    # The 71st paper is the study, which stands with the first sixty.
    assert left.inner_text().startswith(f"{HUB + 1 - 60} more links not shown.")
    left.locator("a").click()
    page.wait_for_selector("#answer table")
    assert page.locator("#answer tr", has_text="nw:usesTechnique").count() == HUB + 1


@pytest.mark.parametrize(
    ("fragment", "title", "pressed"),
    [
        ("#node=dataset/wikitext", "WikiText", "1"),
        ("#node=dataset/wikitext&hops=2&hide=metric", "WikiText", "2"),
        ("#node=method/qlow/qlow-adapters-on-four-bits", "QLow", "1"),
    ],
)
def test_a_link_to_what_is_not_on_the_page_works(open_home: Open, fragment: str, title: str, pressed: str) -> None:
    page = open_home(fragment)
    page.wait_for_selector(f"#details-title:text-is('{title}')")
    page.wait_for_selector(f".steps button[data-hops='{pressed}'][aria-pressed=true]")
    assert page.url.endswith(fragment)
    assert page.evaluate("history.length") == 2  # the blank page before, and this one: no step back leads nowhere


def test_a_link_to_a_path_between_two_things_that_are_not_on_the_page_works(open_home: Open) -> None:
    page = open_home("#node=dataset/wikitext&to=model/qwen2.5")
    page.wait_for_selector("#details .path")
    assert page.inner_text("#details .badge") == "Path of 4 steps"


def test_an_address_typed_into_a_page_that_is_open_works(open_home: Open) -> None:
    page = open_home("#node=technique/lora")
    page.evaluate("location.hash = '#node=dataset/wikitext'")
    page.wait_for_selector("#details-title:text-is('WikiText')")


def test_a_link_to_nothing_says_so(open_home: Open) -> None:
    page = open_home("#node=technique/no-such-thing")
    page.wait_for_selector("#status:text('the graph has no such thing')")
    assert page.is_hidden("#details")


def test_a_server_that_does_not_answer_is_told_and_asked_again(open_home: Open) -> None:
    page = open_home()
    page.route("**/api/**", lambda route: route.fulfill(status=503))
    search(page, "lora")
    page.wait_for_selector("#found:text('on this page; the server answered 503')")
    page.press("#search", "Enter")
    page.wait_for_selector("#status:text('the server answered 503')")
    page.unroute("**/api/**")
    choose(page, "wikitext", "WikiText")
    choose(page, "lora", "LoRA")
    page.wait_for_selector("#details .group:has-text('Kind of')")


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
def test_nothing_of_hostile_labels_from_the_server_runs(open_home: Open, size: tuple[int, int]) -> None:
    page = open_home(size=size)
    found = search(page, "onerror")
    assert "<img src=x onerror=alert(1)>" in found.first.inner_text()
    hostile = page.locator("#results li", has_text="Method")
    hostile.click()
    page.wait_for_selector("#details .group:has-text('Proposed by')")
    assert HOSTILE in page.locator("#details-title").text_content()
    page.click("#details .group:has-text('Proposed by') .reference")
    page.wait_for_selector("#details .group:has-text('Results')")
    assert page.locator("main img, #side img, main script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert page.evaluate("[...document.querySelectorAll('a')].every((a) => !a.href.startsWith('javascript'))")


def test_under_a_filter_only_what_is_here_is_searched(open_home: Open) -> None:
    page = open_home("#venue=venue/ACL2026")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.fill("#search", "wikitext")
    page.wait_for_timeout(400)
    assert page.inner_text("#found") == "Nothing by that name"
    assert asked == []


def test_a_page_with_the_whole_graph_asks_for_nothing(open_served: Open, tmp_path: Path) -> None:
    with application(serve(tmp_path / "graph", 1000), Limits()) as server:
        page = open_served(server.url, "/#node=technique/lora")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.fill("#search", "wikitext")
        page.press("#search", "Enter")
        page.wait_for_timeout(400)
        assert page.inner_text("#details-title") == "WikiText"
        assert asked == []


def test_the_page_may_ask_its_server_and_nobody_else(server: Server) -> None:
    response = server.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("size", SIZES)
def test_a_quiet_link_leads_to_sparql_from_a_served_page_only(
    open_home: Open, open_page: Open, size: tuple[int, int]
) -> None:
    assert open_page(small_graph(), size).locator("a[href='/query']").count() == 0
    page = open_home(size=size)
    if page.is_visible("#controls-button"):
        page.click("#controls-button")
    page.click("text=Ask in SPARQL")
    page.wait_for_selector("#query")
    assert page.url.endswith("/query")
