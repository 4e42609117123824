"""The query page in a real Chromium: what it colours, completes, runs, saves and links, and what it never runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from browsing import SIZES, Open
from serving import application, write_folder
from tiny_graph import ADAPTERS, TINYQ, tagged_note, tiny_graph, tiny_named

from kg.server.limits import Limits

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)>\u202e=cmd()"
LONG = "ten thousand " + "x" * 10_000
TITLES = 'SELECT ?paper ?title WHERE { ?paper dcterms:title ?title . FILTER(CONTAINS(?title, "%s")) }'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    notes = [
        tagged_note(title, "ACL2026", "We train LoRA.", {"LoRA": ("TECHNIQUE", "technique/lora", "uses")})
        for title in (HOSTILE, LONG)
    ]
    named = tagged_note("Bobby", "ACL2026", f"{HOSTILE} is new.", {HOSTILE: ("METHOD", "method/bobby", "proposes")})
    folder = write_folder(tmp_path_factory.mktemp("query") / "graph", tiny_named(*notes, named))
    with application(folder, Limits()) as server:
        yield server.url


@pytest.fixture
def open_query(open_served: Open, address: str) -> Open:
    """Open the page, with a query that runs or with none."""

    def opener(query: str = "", size: tuple[int, int] = SIZES[0], scheme: str = "light") -> Any:
        page = open_served(address, "/query" + (f"#query={quote(query, safe='')}" if query else ""), size, scheme)
        if query:
            page.wait_for_selector("#answer:not([hidden]), #error:not([hidden])")
        return page

    return opener


def write(page: Any, text: str) -> None:
    """Type a query as a person does, the first lines at once."""
    before, _, last = text.rpartition(" ")
    page.fill("#query", f"{before} " if before else "")
    page.focus("#query")
    page.keyboard.press("Control+End")
    page.keyboard.type(last)


def run(page: Any) -> None:
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#run:not(.running)")


def column(page: Any, number: int) -> list[str]:
    texts: list[str] = page.locator(f"#answer tbody td:nth-child({number})").all_inner_texts()
    return texts


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_opens_with_a_query_to_run(open_query: Open, size: tuple[int, int], scheme: str) -> None:
    page = open_query(size=size, scheme=scheme)
    assert page.input_value("#query").startswith("SELECT")
    page.click("#run")
    page.wait_for_selector("#answer table")
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    shown = page.locator("#run").bounding_box()
    assert shown["y"] + shown["height"] <= size[1]


def test_the_colours_lie_under_the_very_same_text(open_query: Open) -> None:
    page = open_query()
    page.fill(
        "#query",
        'SELECT ?x WHERE {\n  ?x a nw:Paper ; nw:year 2026 . # "all"\n  <https://a.example/#b> ?p "sel\\"ect" }\n',
    )
    coloured = page.locator("#editor pre span")
    kinds = [(part.get_attribute("class"), part.inner_text()) for part in coloured.all()]
    assert ("keyword", "SELECT") in kinds
    assert ("variable", "?x") in kinds
    assert ("name", "nw:Paper") in kinds
    assert ("number", "2026") in kinds
    assert ("comment", '# "all"') in kinds
    assert ("iri", "<https://a.example/#b>") in kinds
    assert ("string", '"sel\\"ect"') in kinds
    assert page.locator("#editor pre").evaluate("e => e.textContent") == page.input_value("#query") + "\n"
    boxes = [page.locator(name).bounding_box() for name in ("#editor pre", "#query")]
    assert boxes[0] == boxes[1]


def test_a_term_of_the_ontology_is_completed_and_explained(open_query: Open) -> None:
    page = open_query()
    write(page, "SELECT * { ?paper nw:usesT")
    assert page.locator("#completions .text").all_inner_texts() == ["nw:usesTechnique"]
    assert "builds its method out of" in page.inner_text("#editor .about")
    assert page.get_attribute("#query", "aria-activedescendant") == "completions-0"
    page.keyboard.press("Enter")
    assert page.input_value("#query") == "SELECT * { ?paper nw:usesTechnique"
    assert page.is_hidden("#completions")
    page.keyboard.press("Control+z")
    assert page.input_value("#query") == "SELECT * { ?paper nw:usesT"


def test_a_thing_is_completed_by_any_of_its_names(open_query: Open) -> None:
    page = open_query()
    write(page, "SELECT * { ?paper nw:usesTechnique technique:low-rank-ad")
    page.wait_for_selector("#completions li")
    assert page.locator("#completions .text").all_inner_texts() == ["LoRA"]
    page.keyboard.press("Tab")
    assert page.input_value("#query").endswith("nw:usesTechnique technique:lora")
    write(page, "SELECT * { ?paper nw:proposes method:qlow")
    page.wait_for_selector("#completions li:nth-child(2)")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")  # its key has a slash, which no prefixed name can hold
    assert page.input_value("#query").endswith(
        "<https://w3id.org/noteweave/id/method/qlow/qlow-routing-queries-to-small-models>"
    )


def test_variables_are_completed_and_escape_closes_the_list(open_query: Open) -> None:
    page = open_query()
    write(page, "SELECT ?paper { ?pa")
    assert page.locator("#completions .text").all_inner_texts() == ["?paper"]
    page.keyboard.press("Escape")
    assert page.is_hidden("#completions")
    assert page.input_value("#query") == "SELECT ?paper { ?pa"


def test_enter_ends_a_line_where_nothing_was_asked_for(open_query: Open) -> None:
    page = open_query()
    write(page, "SELECT * { # note")
    page.wait_for_timeout(300)
    assert page.is_hidden("#completions")
    write(page, "SELECT * { pruning")
    page.wait_for_selector("#completions li")
    page.keyboard.press("Enter")
    assert page.input_value("#query") == "SELECT * { pruning\n"


def test_a_run_shows_rows_their_number_and_the_time(open_query: Open) -> None:
    page = open_query()
    write(page, "SELECT ?venue ?year { ?venue nw:year ?year } ORDER BY ?venue")
    page.keyboard.press("Escape")
    run(page)
    assert column(page, 1) == ["venue:ACL2025", "venue:ACL2026", "venue:CVPR2026"]
    rows, time = page.inner_text("#status").split(" · ")
    assert rows == "3 rows"
    assert time.endswith(" ms")


def test_columns_sort_up_down_and_back(open_query: Open) -> None:
    page = open_query("SELECT ?n ?name { VALUES (?n ?name) { (10 'b') (9 'C') (UNDEF 'a') } }")
    heading = page.locator("#answer th", has_text="n").first
    assert column(page, 1) == ["10", "9", ""]
    for sort, wanted in [("ascending", ["9", "10", ""]), ("descending", ["10", "9", ""]), (None, ["10", "9", ""])]:
        heading.locator("button").click()
        assert heading.get_attribute("aria-sort") == sort
        assert column(page, 1) == wanted
    page.locator("#answer th button", has_text="name").press("Enter")
    assert column(page, 2) == ["a", "b", "C"]


def test_iris_lead_into_the_explorer_and_to_their_pages(open_query: Open) -> None:
    page = open_query(
        f"SELECT ?paper ?note {{ VALUES ?paper {{ paper:{TINYQ.partition('/')[2]} }} ?paper nw:hasNote ?note }}"
    )
    links = [link.get_attribute("href") for link in page.locator("#answer td a").all()]
    assert links[0] == f"/#node={TINYQ}"
    assert links[1].startswith("/id/note/tinyq")
    page.locator("#answer td a").nth(1).click()
    page.wait_for_selector("h1")
    assert page.inner_text("h1") == "TinyQ: Weights in Two Bits"


def test_a_truth_and_triples_are_shown_too(open_query: Open) -> None:
    assert open_query("ASK { ?x a nw:Paper }").inner_text("#answer") == "Yes"
    page = open_query("DESCRIBE technique:lora")
    assert 'skos:prefLabel "LoRA" .' in page.inner_text("#answer .turtle")
    assert page.is_hidden("#download")


def test_an_answer_without_rows_says_so(open_query: Open) -> None:
    page = open_query("SELECT * { ?x a nw:Paper ; nw:year ?year }")
    assert page.inner_text("#answer") == "The graph holds nothing that fits."
    assert page.inner_text("#status").startswith("0 rows")


def test_an_error_stands_in_one_line_at_the_editor(open_query: Open) -> None:
    page = open_query("SELECT ?x WHERE {\n  ?x nw:year\n}")
    assert page.inner_text("#error") == 'Line 3, column 1: "}" does not fit here'
    assert "\n" not in page.inner_text("#error")
    assert page.get_attribute("#query", "aria-invalid") is not None
    assert page.evaluate("document.getElementById('query').selectionStart") == 31
    page.fill("#query", "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }")
    run(page)
    assert "SERVICE is refused" in page.inner_text("#error")
    page.fill("#query", "ASK {}")
    run(page)
    assert page.is_hidden("#error")
    assert page.get_attribute("#query", "aria-invalid") is None


def test_a_server_that_is_gone_is_told_and_not_a_blank(open_query: Open) -> None:
    page = open_query()
    page.route("**/sparql", lambda route: route.fulfill(status=503, body="the query ran over its 5 seconds\n"))
    page.click("#run")
    page.wait_for_selector("#error:not([hidden])")
    assert page.inner_text("#error") == "the query ran over its 5 seconds"


def test_the_csv_comes_from_the_server_and_starts_no_formula(open_query: Open, address: str) -> None:
    page = open_query('SELECT ?a ?b { VALUES (?a ?b) { ("=1+1" 2) ("x, \\"y\\"" -3) } }')
    with page.expect_download() as downloading:
        page.click("#download")
    with open(downloading.value.path(), encoding="utf-8") as file:  # noqa: PTH123
        assert file.read() == 'a,b\n\'=1+1,2\n"x, ""y""",-3\n'
    assert downloading.value.suggested_filename == "answer.csv"


def test_a_link_brings_the_query_and_its_answer_and_back_goes_back(open_query: Open) -> None:
    page = open_query("SELECT ?x { ?x a nw:Area } # 100% + more")
    assert page.input_value("#query") == "SELECT ?x { ?x a nw:Area } # 100% + more"
    assert column(page, 1) == ["area:compression"]
    page.fill("#query", "ASK {}")
    run(page)
    assert page.inner_text("#answer") == "Yes"
    page.go_back()
    page.wait_for_selector("#answer table")
    assert page.input_value("#query").startswith("SELECT ?x")


def test_a_shipped_query_comes_with_its_parameters_as_fields(open_query: Open) -> None:
    page = open_query()
    page.click("#shipped button:has-text('Papers on technique')")
    page.wait_for_selector("#answer table")
    assert page.input_value("#parameter-technique") == "quantization"
    assert "VALUES ?technique { technique:quantization }" in page.input_value("#query")
    assert set(column(page, 1)) == {f"paper:{key.partition('/')[2]}" for key in (TINYQ, ADAPTERS)}
    page.fill("#parameter-technique", "llm rou")
    page.wait_for_selector("#parameter-technique-options li")
    assert page.get_attribute("#parameter-technique", "aria-expanded") == "true"
    page.press("#parameter-technique", "Enter")
    page.locator("#answer tbody tr:only-child").wait_for()
    assert page.input_value("#parameter-technique") == "LLM routing"
    assert page.input_value("#query").count("VALUES ?technique") == 1


def test_every_shipped_query_runs_from_the_page_as_it_does_by_name(open_query: Open) -> None:
    page = open_query()
    graph = tiny_graph()
    for button in page.locator("#shipped button").all():
        button.click()
        page.wait_for_selector("#answer:not([hidden])")
        page.wait_for_selector("#run:not(.running)")
        assert page.is_hidden("#error"), button.inner_text()
    page.click("#shipped button:has-text('Evidence')")
    page.fill("#parameter-called", 'say "LoRA"')
    page.press("#parameter-called", "Tab")
    page.wait_for_selector("#answer .nothing")
    assert 'VALUES ?called { "say \\"LoRA\\"" }' in page.input_value("#query")
    assert len(list(graph.ask("measured").rows())) == 2


@pytest.mark.parametrize("size", SIZES)
def test_hostile_text_is_shown_and_does_nothing(open_query: Open, size: tuple[int, int]) -> None:
    page = open_query(TITLES % "onerror", size)
    (shown,) = column(page, 2)
    assert "<img src=x onerror=alert(1)>" in shown
    assert page.locator("#answer img").count() == 0
    page.fill("#query", TITLES % "ten thousand")
    run(page)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    write(page, "SELECT * { ?paper nw:proposes method:img")
    page.wait_for_selector("#completions li")
    assert page.locator("#completions img").count() == 0
    page.fill("#query", "SELECT ?x { VALUES ?x { <javascript:alert(1)> <data:text/html,hi> <https://a.example/> } }")
    run(page)
    assert [link.get_attribute("href") for link in page.locator("#answer a").all()] == ["https://a.example/"]


def test_everything_can_be_reached_by_keyboard_and_shows_where_it_is(open_query: Open) -> None:
    page = open_query()
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, seen = page.evaluate(
            """() => {
              const e = document.activeElement, box = e.closest(".scroll") ?? e;
              return [e.id || e.textContent.trim(), getComputedStyle(box).outlineStyle !== "none"];
            }"""
        )
        assert seen, name
        reached.append(name)
        if name == "run":
            break
    assert reached[:3] == ["noteweave", "Explorer", "Query"]
    assert reached[-2:] == ["query", "run"]
