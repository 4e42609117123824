"""The explorer's two tables, the papers and the leaderboard, in a real Chromium with the network off."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from browsing import SIZES, Open
from measured_graph import ALPHA, measured_graph
from test_explorer import many_papers
from test_explorer_browser import HOSTILE

from kg.store.measured import Figure

pytestmark = pytest.mark.browser

TWO_SIZES = [SIZES[0], SIZES[2]]
GRID = "#papers-view .grid"


def titles(page: Any) -> list[str]:
    found: list[str] = page.locator(f"{GRID} tbody th").evaluate_all(
        "heads => heads.map((head) => head.querySelector('.name').textContent)"
    )
    return found


def row(page: Any, title: str) -> dict[str, list[str]]:
    """A paper's cells by the names of their columns, each as the names of what it lists."""
    cells: dict[str, list[str]] = page.locator(f"{GRID} tr", has_text=title).evaluate(
        """row => Object.fromEntries([...row.querySelectorAll('td')].map((cell) => [
            cell.dataset.name, [...cell.querySelectorAll('.name, b')].map((one) => one.textContent)]))"""
    )
    return cells


def column(page: Any, name: str) -> Any:
    return page.locator(f"{GRID} thead th", has_text=name)


def sort_by(page: Any, name: str) -> None:
    column(page, name).get_by_role("button").click()


def ranks(page: Any) -> list[tuple[str, str]]:
    rows = page.locator("#leaders-view tr[data-paper]")
    values = rows.locator(".of-value b").all_inner_texts()
    return list(zip(rows.locator(".of-rank").all_inner_texts(), values, strict=True))


# Papers


@pytest.mark.parametrize("size", TWO_SIZES)
def test_each_paper_has_a_row_with_what_it_uses_and_reports(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page(measured_graph(), size, "#view=papers")
    assert len(titles(page)) == 4
    alpha = row(page, "Alpha: a cache")
    assert alpha["Venue"] == ["ICLR"]
    assert alpha["Techniques"] == ["KV cache"]
    assert alpha["Models"] == ["Llama-3"]
    assert alpha["Datasets"] == ["LongBench"]
    assert sorted(alpha["Metrics"]) == ["accuracy", "speedup"]
    assert page.locator(f"{GRID} tr", has_text="Alpha: a cache").locator(".of-year").inner_text() == "2026"
    assert page.locator("#papers-view .tally").inner_text() == "4 papers"
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert page.locator(f"{GRID} tbody .reference").first.is_visible()


def test_the_method_that_a_paper_proposes_stands_below_its_title(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=papers")
    head = page.locator(f"{GRID} tbody th", has_text="Beta, or how")
    assert head.locator(".things").inner_text() == "Beta"


def test_the_best_result_is_the_figure_that_says_most(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=papers")
    assert row(page, "Alpha: a cache")["Best result"] == ["61.2%", "accuracy", "LongBench"]
    assert row(page, "Beta, or how")["Best result"] == [
        "3.4%",
        "accuracy",
        "LongBench",
    ]  # its sentence names the method
    assert row(page, "gamma rays")["Best result"] == ["−5 to −3\u202fpoints"]
    assert row(page, "Delta without")["Best result"] == []
    assert "says most" in column(page, "Best result").get_by_role("button").get_attribute("title")


def test_the_newest_papers_come_first_and_those_without_a_year_last(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=papers")
    assert [title.split()[0] for title in titles(page)] == ["Alpha:", "gamma", "Beta,", "Delta"]
    assert column(page, "Year").get_attribute("aria-sort") == "descending"
    sort_by(page, "Year")
    assert [title.split()[0] for title in titles(page)] == ["Beta,", "Alpha:", "gamma", "Delta"]
    assert column(page, "Year").get_attribute("aria-sort") == "ascending"


@pytest.mark.parametrize("size", TWO_SIZES)
def test_a_click_on_a_head_sorts_and_a_second_one_turns_it_round(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page(measured_graph(), size, "#view=papers")
    sort_by(page, "Paper")
    assert [title.split()[0] for title in titles(page)] == ["Alpha:", "Beta,", "Delta", "gamma"]
    assert "table=sort%3Dpaper" in page.url
    sort_by(page, "Paper")
    assert [title.split()[0] for title in titles(page)] == ["gamma", "Delta", "Beta,", "Alpha:"]
    assert page.locator(f"{GRID} [aria-sort]").count() == 1


def test_results_are_sorted_unit_by_unit(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=papers")
    sort_by(page, "Best result")
    assert [title.split()[0] for title in titles(page)] == ["Alpha:", "Beta,", "gamma", "Delta"]
    sort_by(page, "Best result")
    assert [title.split()[0] for title in titles(page)] == ["Beta,", "Alpha:", "gamma", "Delta"]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("llama", ["Alpha:"]),
        ("LONGBENCH quantization", ["Beta,"]),
        ("iclr 2026", ["Alpha:", "gamma"]),
        ("61.2", ["Alpha:"]),
    ],
)
def test_words_are_found_in_any_column(open_page: Open, words: str, left: list[str]) -> None:
    page = open_page(measured_graph(), fragment="#view=papers")
    page.fill("#papers-view .find", words)
    assert [title.split()[0] for title in titles(page)] == left
    assert page.locator("#papers-view .tally").inner_text() == f"{len(left)} of 4 papers"


def test_a_link_brings_back_words_and_order(open_page: Open) -> None:
    first = open_page(measured_graph(), fragment="#view=papers")
    first.fill("#papers-view .find", "KV cache & a+b=c")
    first.fill("#papers-view .find", "cache")
    sort_by(first, "Paper")
    sort_by(first, "Paper")
    page = open_page(measured_graph(), fragment="#" + first.url.partition("#")[2])
    assert page.input_value("#papers-view .find") == "cache"
    assert titles(page) == titles(first) == ["Beta, or how to quantize", "Alpha: a cache that forgets"]


def test_nothing_left_says_so_and_all_come_back_at_once(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=papers&year=2025")
    page.fill("#papers-view .find", "nothing like it")
    assert page.inner_text("#papers-view .nothing").startswith("No paper is left")
    assert page.is_hidden(f"{GRID} table")
    page.get_by_role("button", name="Show all").click()
    assert len(titles(page)) == 4
    assert "year" not in page.url


def test_filters_and_the_search_narrow_the_table(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=papers&venue=venue/ICLR")
    assert [title.split()[0] for title in titles(page)] == ["Alpha:", "gamma"]
    page.fill("#search", "llama")
    assert titles(page) == ["Alpha: a cache that forgets"]
    assert page.locator("#papers-view .tally").inner_text() == "1 of 4 papers"


@pytest.mark.parametrize("size", SIZES)
def test_a_title_opens_in_the_panel_and_escape_returns_to_it(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page(measured_graph(), size, "#view=papers")
    page.click(f"{GRID} .reference:has-text('Alpha: a cache')")
    assert page.inner_text("#details-title") == "Alpha: a cache that forgets"
    assert page.evaluate("document.activeElement.id") == "details-title"
    assert page.locator(f"{GRID} tr[aria-current]").count() == 1
    grid, panel = page.locator(GRID).bounding_box(), page.locator("#details").bounding_box()
    assert grid["x"] + grid["width"] <= panel["x"] or size[0] < 760
    page.keyboard.press("Escape")
    assert page.is_hidden("#details")
    assert page.evaluate("document.activeElement.textContent") == "Alpha: a cache that forgets"
    assert page.locator(f"{GRID} tr[aria-current]").count() == 0


def test_the_back_button_closes_the_panel_and_leaves_the_table_where_it_is(open_page: Open) -> None:
    page = open_page(many_papers(200), fragment="#view=papers")
    page.locator(GRID).evaluate("grid => grid.scrollTo(0, 900)")
    page.locator(f"{GRID} .reference", has_text="Paper 24").first.click()
    page.go_back()
    page.wait_for_selector("#details", state="hidden")
    assert page.locator(GRID).evaluate("grid => grid.scrollTop") > 500


def test_a_cell_names_a_few_and_the_rest_on_demand(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=papers")
    techniques = page.locator(f"{GRID} tr", has_text="Beta, or how").locator(".of-techniques")
    assert techniques.locator("a").count() == 3
    techniques.get_by_role("button", name="2 more").click()
    assert techniques.locator("a").count() == 5
    assert techniques.get_by_role("button").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "A"


def test_only_rows_near_what_is_in_sight_are_drawn(open_page: Open) -> None:
    page = open_page(many_papers(700), fragment="#view=papers")
    rows = page.locator(f"{GRID} tr[data-paper]")
    assert titles(page)[0] == "Paper 0"
    for _ in range(4):  # what is drawn may be higher than the room that was held for it
        page.locator(GRID).evaluate("grid => grid.scrollTo(0, grid.scrollHeight)")
        page.wait_for_timeout(100)
    page.locator(f"{GRID} .reference", has_text="Paper 699").wait_for()
    assert rows.count() <= 200
    assert (
        rows.last.get_attribute("aria-rowindex")
        == page.locator(f"{GRID} table").get_attribute("aria-rowcount")
        == "701"
    )
    head = column(page, "Paper").bounding_box()
    assert head["y"] == pytest.approx(page.locator(GRID).bounding_box()["y"], abs=2)  # it stays in sight
    page.locator(GRID).evaluate("grid => grid.scrollTo(0, 0)")
    page.get_by_role("link", name="Paper 0", exact=True).wait_for()
    assert rows.count() <= 200


def test_the_table_can_be_sorted_with_keys_alone(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=papers")
    page.focus("#papers-view .find")
    for _ in range(3):  # the table, Paper, Venue
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert column(page, "Venue").get_attribute("aria-sort") == "ascending"
    assert page.evaluate("document.activeElement.textContent") == "Venue"
    page.focus("#papers-view .find")
    page.keyboard.type("beta")
    page.keyboard.press("Escape")
    assert page.input_value("#papers-view .find") == ""
    assert len(titles(page)) == 4


def test_the_tables_are_tables_to_a_screen_reader(open_page: Open) -> None:
    for view, name in (("papers", "Papers"), ("leaders", "Leaderboard")):
        page = open_page(measured_graph(), fragment=f"#view={view}")
        assert page.locator(f"#{view}-view").get_by_role("table", name=name).count() == 1
        heads = page.locator(f"#{view}-view th")
        assert set(heads.evaluate_all("heads => heads.map((head) => head.scope)")) <= {"col", "row", "rowgroup"}
    assert page.get_by_label("Dataset", exact=True).count() == page.get_by_label("Metric", exact=True).count() == 1


@pytest.mark.parametrize("view", ["papers", "leaders"])
def test_a_graph_with_nothing_to_tabulate_says_so(open_page: Open, view: str) -> None:
    page = open_page(nx.MultiDiGraph(), fragment=f"#view={view}")
    assert page.inner_text(f"#{view}-view .nothing").startswith("This graph has no")
    assert page.is_hidden("#save")


# The leaderboard


@pytest.mark.parametrize("size", TWO_SIZES)
def test_it_opens_with_the_most_frequent_pair_and_ranks_by_unit(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page(measured_graph(), size, "#view=leaders")
    assert page.get_by_label("Dataset", exact=True).input_value() == "dataset/longbench"
    assert page.get_by_label("Metric", exact=True).input_value() == "metric/accuracy"
    assert ranks(page) == [("1", "61.2%"), ("1", "61.2%"), ("3", "3.4%")]
    first = page.locator("#leaders-view tr[data-paper]").first
    assert first.locator(".of-method, .of-baseline").all_inner_texts() == ["Alpha", "LoRA"]
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert "level reached or a gain" in page.inner_text("#leaders-view .caveat")


def test_lowest_first_turns_the_ranking_round(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=leaders")
    page.get_by_label("Lowest first").check()
    assert ranks(page) == [("1", "3.4%"), ("2", "61.2%"), ("2", "61.2%")]
    assert page.locator("#leaders-view [aria-sort]").get_attribute("aria-sort") == "ascending"
    again = open_page(measured_graph(), fragment="#" + page.url.partition("#")[2])
    assert ranks(again) == ranks(page)


def test_figures_of_two_units_are_ranked_apart(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=leaders")
    page.get_by_label("Dataset", exact=True).select_option(label="Any dataset (6)")
    assert page.locator("#leaders-view .unit .stay").all_inner_texts() == ["PERCENT3", "POINTS1"]
    assert ranks(page)[-1] == ("1", "12\u202fpoints")


def test_only_pairs_that_have_figures_can_be_picked(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=leaders")
    metric = page.get_by_label("Metric", exact=True)
    assert metric.locator("option").all_inner_texts() == ["accuracy (3)"]
    page.get_by_label("Dataset", exact=True).select_option("any")
    assert metric.locator("option").all_inner_texts() == ["accuracy (4)", "speedup (1)", "Not named (1)"]
    metric.select_option("metric/speedup")
    assert ranks(page) == [("1", "1.2–1.8×")]
    page.get_by_label("Dataset", exact=True).select_option("dataset/gsm8k")
    assert metric.input_value() == "metric/accuracy"
    assert ranks(page) == [("1", "12\u202fpoints")]
    again = open_page(measured_graph(), fragment="#" + page.url.partition("#")[2])
    assert again.get_by_label("Dataset", exact=True).input_value() == "dataset/gsm8k"


def test_a_row_opens_the_sentence_that_says_so(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=leaders")
    button = page.get_by_role("button", name="Sentence").first
    said = page.locator(f"#{button.get_attribute('aria-controls')}")
    assert said.is_hidden()
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert said.inner_text().strip() == ALPHA


def test_filters_narrow_the_leaderboard(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=leaders&year=2025")
    assert ranks(page) == [("1", "61.2%"), ("2", "3.4%"), ("1", "12\u202fpoints")]
    assert page.get_by_label("Dataset", exact=True).input_value() == "any"  # two figures are not worth a ranking
    assert page.inner_text("#leaders-view .tally") == "3 of 4 figures"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("view", ["papers", "leaders"])
def test_hostile_labels_are_text_in_the_tables(open_page: Open, view: str, text: str) -> None:
    graph = measured_graph()
    for key in ("paper/alpha", "technique/kv-cache", "dataset/longbench", "metric/accuracy", "method/alpha"):
        graph.nodes[key]["label"] = text
    ties = {"metric": ["metric/accuracy"], "dataset": ["dataset/longbench"], "method": ["method/alpha"]}
    graph.nodes["paper/alpha"]["figures"] = [Figure(text, "1", "", text, ties)] * 3
    page = open_page(graph, fragment=f"#view={view}")
    names = page.locator(f"#{view}-view tr[data-paper] .name")
    assert text in names.evaluate_all("names => names.map((name) => name.textContent)")
    assert page.locator(f"#{view}-view :is(img, script, a[href^=javascript])").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == SIZES[0][0]
    boxes = page.locator(f"#{view}-view tr[data-paper]").evaluate_all("rows => rows.map((row) => row.offsetHeight)")
    assert max(boxes) < 400
