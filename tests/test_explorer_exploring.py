"""Finding one's way in the explorer: other names, filters, steps, paths, and what the panel tells of a thing."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from browsing import SIZES, Open

from kg.store.measured import Figure
from kg.store.projection import Evidence

pytestmark = pytest.mark.browser

PAPERS = {
    # paper: (edition, what it proposes, techniques it uses)
    "alpha": ("ACL2025", "AlphaQ", ["post-training-quantization", "lora"]),
    "beta": ("ACL2026", "BetaQ", ["post-training-quantization", "pruning"]),
    "gamma": ("ICLR2026", "GammaP", ["pruning", "lora"]),
    "delta": ("ICLR2026", "DeltaL", ["lora", "quantization"]),
    "epsilon": ("ICLR2026", "EpsilonX", ["early-exit"]),
}
SAID = "Alpha gains 2.5% accuracy on GSM8K over LoRA."


def library() -> nx.MultiDiGraph[str]:
    """Five papers of three editions, on a few techniques, one of them a kind of another."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()

    def add(key: str, kind: str, label: str, **more: Any) -> None:
        graph.add_node(key, kind=kind, label=label, iri=f"https://w3id.org/noteweave/id/{key}", **more)

    def link(source: str, target: str, relation: str, *evidence: Evidence) -> None:
        graph.add_edge(source, target, key=relation, relation=relation, weight=1, evidence=list(evidence))

    for series, editions in {"ACL": [2025, 2026], "ICLR": [2026]}.items():
        add(f"venue/{series}", "series", series)
        for year in editions:
            add(f"venue/{series}{year}", "venue", f"{series}{year}", year=year)
            link(f"venue/{series}{year}", f"venue/{series}", "editionOf")
    add("technique/quantization", "technique", "quantization", other_labels=["low-bit networks"])
    add("technique/post-training-quantization", "technique", "post-training quantization")
    link("technique/post-training-quantization", "technique/quantization", "broader")
    for name in ("pruning", "lora", "early-exit"):
        add(f"technique/{name}", "technique", name)
    add("metric/accuracy", "metric", "accuracy")
    add("dataset/gsm8k", "dataset", "GSM8K")
    for name, (edition, method, techniques) in PAPERS.items():
        add(f"paper/{name}", "paper", f"{name.capitalize()}: a study")
        add(f"method/{name}", "method", method)
        sentence = f"{method} is what {name} proposes."
        link(f"paper/{name}", f"method/{name}", "proposes", Evidence(sentence, 0, len(method), f"note/{name}"))
        link(f"paper/{name}", f"venue/{edition}", "publishedAt")
        for technique in techniques:
            link(f"paper/{name}", f"technique/{technique}", "usesTechnique")
    ties = {"metric": ["metric/accuracy"], "dataset": ["dataset/gsm8k"], "baseline": ["technique/lora"]}
    graph.nodes["paper/alpha"]["figures"] = [Figure(SAID, "2.5", "", "%", ties), Figure(SAID, "1.2", "1.8", "×", {})]
    return graph


def shown(page: Any) -> str:
    text: str = page.inner_text("#status")
    return text


def section(page: Any, name: str) -> Any:
    return page.locator("#details .group").filter(has=page.locator(f"h3:has-text('{name}')"))


def names_in(part: Any) -> list[str]:
    names: list[str] = part.locator(".reference .name").all_inner_texts()
    return names


def controls(page: Any) -> None:
    """Open the controls where a narrow screen keeps them closed."""
    if page.is_visible("#controls-button"):
        page.click("#controls-button")


def test_search_knows_other_names_and_says_which_it_found(open_page: Open) -> None:
    page = open_page(library())
    page.fill("#search", "low-bit net")
    assert page.locator("#results li").all_inner_texts() == ["quantization\nlow-bit networks\nTechnique"]
    page.press("#search", "Enter")
    assert page.inner_text("#details-title") == "quantization"
    assert "low-bit networks" in page.inner_text("#details .also")


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
def test_a_filter_leaves_the_papers_of_a_venue_and_what_they_are_linked_to(
    open_page: Open, size: tuple[int, int]
) -> None:
    page = open_page(library(), size)
    controls(page)
    page.click(".facet[data-facet=venue] summary")
    page.click(".facet[data-facet=venue] label:has-text('ACL')")
    # Two papers, two methods, three techniques and the kind above one of them, two editions and their series.
    assert shown(page).startswith("11 of ")
    assert page.locator("#legend label", has_text="Papers").locator(".count").inner_text() == "2"
    assert page.inner_text(".facet[data-facet=venue] .chosen") == "ACL"
    assert "venue=venue/ACL" in page.url
    all_again = page.locator("#show-all").bounding_box()
    assert all_again["y"] + all_again["height"] <= page.locator(".kind-switch").first.bounding_box()["y"]
    page.click("#show-all")
    assert shown(page).startswith("22 nodes")


def test_filters_of_two_facets_must_both_hold(open_page: Open) -> None:
    page = open_page(library(), fragment="#venue=venue/ACL&year=2026")
    assert page.locator("#legend label", has_text="Papers").locator(".count").inner_text() == "1"
    page.fill("#search", "study")
    assert page.locator("#results li .name").all_inner_texts() == ["Beta: a study"]


def test_a_facet_with_one_value_is_no_choice(open_page: Open) -> None:
    graph = library()
    graph.remove_nodes_from(["paper/alpha", "venue/ACL2025"])
    page = open_page(graph)
    assert page.locator(".facet").evaluate_all("all => all.map(one => one.dataset.facet)") == ["venue"]


@pytest.mark.parametrize("size", SIZES)
def test_steps_around_a_node_are_chosen_and_stay_in_the_link(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page(library(), size, fragment="#node=method/alpha")
    page.click("#details .steps button:has-text('3')")
    assert page.get_attribute("#details .steps button:has-text('3')", "aria-pressed") == "true"
    assert page.url.endswith("#node=method/alpha&hops=3")
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    assert page.get_attribute("#details .steps button:has-text('3')", "aria-pressed") == "true"


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
def test_a_path_is_told_step_by_step_with_its_sentences(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page(library(), size, fragment="#node=method/alpha")
    page.click("#details .seek")
    assert "Path from AlphaQ" in page.inner_text("#seeking")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("BetaQ")
    page.keyboard.press("Enter")
    assert page.inner_text("#details .badge") == "Path of 4 steps"
    assert names_in(page.locator("#details .path")) == [
        "AlphaQ",
        "Alpha: a study",
        "post-training quantization",
        "Beta: a study",
        "BetaQ",
    ]
    assert page.locator("#details .path mark").all_inner_texts() == ["AlphaQ", "BetaQ"]
    assert page.url.endswith("#node=method/alpha&to=method/beta")
    page.go_back()
    assert page.inner_text("#details-title") == "AlphaQ"


def test_a_path_avoids_venues_unless_nothing_else_connects(open_page: Open) -> None:
    around_venues = open_page(library(), fragment="#node=paper/gamma&to=paper/delta")
    assert names_in(around_venues.locator("#details .path")) == ["Gamma: a study", "lora", "Delta: a study"]
    through_one = open_page(library(), fragment="#node=paper/gamma&to=paper/epsilon")
    assert names_in(through_one.locator("#details .path")) == ["Gamma: a study", "ICLR2026", "Epsilon: a study"]


def test_a_path_that_does_not_exist_is_said_so_and_escape_leaves_the_choice(open_page: Open) -> None:
    graph = library()
    graph.add_node("technique/alone", kind="technique", label="alone", iri="")
    page = open_page(graph, fragment="#node=technique/alone&to=technique/lora")
    assert "Nothing that is shown connects the two" in page.inner_text("#details")
    page.click("#details .seek")
    page.click("#details .seek")
    page.keyboard.press("Escape")
    assert page.is_hidden("#seeking")
    assert page.inner_text("#details-title") == "alone"


def test_the_panel_of_a_technique_tells_its_kinds_papers_methods_and_company(open_page: Open) -> None:
    page = open_page(library(), fragment="#node=technique/quantization")
    assert names_in(section(page, "Kinds")) == ["post-training quantization"]
    table = section(page, "Papers by venue and year").locator("table")
    assert table.locator("tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    ) == [
        ["", "2025", "2026"],
        ["ACL", "1", "1"],
        ["ICLR", "", "1"],
    ]
    assert sorted(names_in(section(page, "Methods of these papers"))) == ["AlphaQ", "BetaQ", "DeltaL"]
    assert section(page, "Combined with").locator("li").all_inner_texts() == ["lora\n2"]
    kind = open_page(library(), fragment="#node=technique/post-training-quantization")
    assert names_in(section(kind, "Kind of")) == ["quantization"]


def test_the_panel_of_a_paper_tells_its_figures_with_the_sentence_once(open_page: Open) -> None:
    page = open_page(library(), fragment="#node=paper/alpha")
    results = section(page, "Results")
    assert results.locator(".value").all_inner_texts() == ["2.5%", "1.2–1.8×"]
    assert names_in(results) == ["accuracy", "GSM8K", "lora"]
    assert results.locator(".value").first.bounding_box()["width"] < 100  # what it is of stands beside it
    assert results.locator("blockquote").all_inner_texts() == [SAID]


def test_kinds_in_a_circle_do_not_hang_the_page(open_page: Open) -> None:
    graph = library()
    graph.add_edge(
        "technique/quantization",
        "technique/post-training-quantization",
        key="broader",
        relation="broader",
        weight=1,
        evidence=[],
    )
    page = open_page(graph, fragment="#node=technique/quantization")
    assert names_in(section(page, "Kind of")) == ["post-training quantization"]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written as #rrggbb, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_switches_can_be_seen_in_forced_colours(open_page: Open) -> None:
    page = open_page(library())
    page.emulate_media(forced_colors="active")
    assert page.locator("#legend input").first.evaluate("box => getComputedStyle(box).appearance") == "auto"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_told_from_its_ground(open_page: Open, scheme: str) -> None:
    page = open_page(library(), fragment="#node=technique/quantization", scheme=scheme)
    colours = page.evaluate("""() => {
      const style = getComputedStyle(document.documentElement);
      const names = ["ink", "soft", "accent", "canvas", "side", "card", "hover"];
      return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    }""")
    for ink in ("ink", "soft", "accent"):
        for ground in ("canvas", "side", "card", "hover"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)  # WCAG 2.2, 1.4.3
