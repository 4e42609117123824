"""What the explorer saves: a picture of the map, the links or rows shown as CSV, the graph as GEXF."""

from __future__ import annotations

import base64
import csv
import struct
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from browsing import SIZES, Open
from measured_graph import ALPHA, ALPHA_FAST, measured_graph
from test_explorer import many_papers
from test_explorer_browser import HOSTILE

pytestmark = pytest.mark.browser

UNWRITABLE = "bell \x07, null \x00, half \ud83d, tab \t and\nline"


def save(page: Any, name: str, folder: Path) -> Path:
    """Press one of the buttons; the file that comes, by the name it is given."""
    if not page.is_visible("#save"):
        page.click("#controls-button")
    with page.expect_download() as coming:
        page.locator("#save").get_by_role("button", name=name).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def pixel(page: Any, path: Path, x: int, y: int) -> list[int]:
    """The colour of a pixel of a PNG, as the browser decodes it."""
    colour: list[int] = page.evaluate(
        """async ([text, x, y]) => {
            const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
            const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
            const ctx = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
            ctx.drawImage(picture, 0, 0);
            return [...ctx.getImageData(x, y, 1, 1).data];
        }""",
        [base64.b64encode(path.read_bytes()).decode(), x, y],
    )
    return colour


def picture_size(path: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height


@pytest.mark.parametrize(
    ("size", "scheme", "ground"), [(SIZES[0], "light", [251, 251, 252, 255]), (SIZES[2], "dark", [15, 19, 24, 255])]
)
def test_the_picture_is_the_map_at_twice_the_resolution_on_its_ground(
    open_page: Open, tmp_path: Path, size: tuple[int, int], scheme: str, ground: list[int]
) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("technique/lora", kind="technique", label="LoRA", iri="")
    page = open_page(graph, size, scheme=scheme)
    path = save(page, "PNG", tmp_path)
    assert path.name == "noteweave-map.png"
    box = page.locator("#graph").bounding_box()
    assert picture_size(path) == pytest.approx((2 * box["width"], 2 * box["height"]), abs=2)
    assert pixel(page, path, 1, 1) == ground
    middle = pixel(page, path, int(box["width"]), int(box["height"]))
    assert middle[:3] == ([0, 114, 178] if scheme == "light" else [47, 149, 214])  # a node alone is in the middle


def test_labels_are_in_the_picture(open_page: Open, tmp_path: Path) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("technique/lora", kind="technique", label="mmmmmmmmmm", iri="")
    named = open_page(graph)
    graph.nodes["technique/lora"]["label"] = ""
    nameless = open_page(graph)
    assert save(named, "PNG", tmp_path).stat().st_size > save(nameless, "PNG", tmp_path).stat().st_size


def test_what_the_panel_covers_is_not_in_the_picture(open_page: Open, tmp_path: Path) -> None:
    page = open_page(measured_graph(), fragment="#node=technique/kv-cache")
    path = save(page, "PNG", tmp_path)
    assert path.name == "noteweave-kv-cache-map.png"
    left = page.locator("#graph").bounding_box()["x"]
    assert picture_size(path)[0] <= 2 * (page.locator("#details").bounding_box()["x"] - left)


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
def test_the_links_of_the_map_are_saved_with_their_sentences(
    open_page: Open, tmp_path: Path, size: tuple[int, int]
) -> None:
    graph = measured_graph()
    path = save(open_page(graph, size), "CSV", tmp_path)
    assert path.name == "noteweave-links.csv"
    rows = records(path)
    assert len(rows) == graph.number_of_edges()
    [proposed] = [row for row in rows if row["source"].startswith("Alpha") and row["relation"] == "proposes"]
    assert proposed == {
        "source": "Alpha: a cache that forgets",
        "source kind": "paper",
        "relation": "proposes",
        "target": "Alpha",
        "target kind": "method",
        "sentence": f"{ALPHA}\n{ALPHA_FAST}",
        "source IRI": "https://w3id.org/noteweave/id/paper/alpha",
        "target IRI": "https://w3id.org/noteweave/id/method/alpha",
    }
    assert path.read_bytes().count(b"\r\n") == len(rows) + 1


def test_what_is_hidden_is_not_saved_and_what_is_faded_is(open_page: Open, tmp_path: Path) -> None:
    graph = measured_graph()
    page = open_page(graph, fragment="#node=paper/gamma&hide=technique,venue&venue=venue/ICLR")
    path = save(page, "CSV", tmp_path)
    assert path.name == "noteweave-iclr-links.csv"
    ends = {row[end] for row in records(path) for end in ("source", "target")}
    assert "Llama-3" in ends  # of the other paper at ICLR, faded
    assert not ends & {"Beta", "KV cache", "ICLR2026"}
    saved = nx.read_gexf(save(page, "GEXF", tmp_path))
    assert "model/llama-3" in saved
    assert not set(saved) & {"paper/beta", "technique/kv-cache", "venue/ICLR2026"}


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
def test_the_rows_of_the_papers_table_are_saved_as_they_are_sorted(
    open_page: Open, tmp_path: Path, size: tuple[int, int]
) -> None:
    page = open_page(measured_graph(), size, "#view=papers&venue=venue/ICLR&table=sort%3Dpaper")
    path = save(page, "CSV", tmp_path)
    assert path.name == "noteweave-iclr-papers.csv"
    rows = records(path)
    assert [row["paper"] for row in rows] == ["Alpha: a cache that forgets", "gamma rays for attention"]
    assert rows[0]["proposes"] == "Alpha"
    assert rows[0]["best result"] == "61.2%"
    assert rows[0]["best result sentence"] == ALPHA
    assert rows[0]["IRI"] == "https://w3id.org/noteweave/id/paper/alpha"
    assert rows[1]["best result"] == "−5 to −3\u202fpoints"


def test_rows_not_yet_scrolled_to_are_saved_too(open_page: Open, tmp_path: Path) -> None:
    page = open_page(many_papers(200), fragment="#view=papers")
    assert len(records(save(page, "CSV", tmp_path))) == 200


def test_the_ranking_is_saved_with_its_figures_apart(open_page: Open, tmp_path: Path) -> None:
    page = open_page(measured_graph(), fragment="#view=leaders")
    path = save(page, "CSV", tmp_path)
    assert path.name == "noteweave-longbench-accuracy-leaderboard.csv"
    rows = records(path)
    assert [(row["rank"], row["value"], row["unit"]) for row in rows] == [
        ("1", "61.2", "%"),
        ("1", "61.2", "%"),
        ("3", "3.4", "%"),
    ]
    assert rows[0]["compared with"] == "LoRA"
    assert rows[0]["sentence"] == ALPHA
    page.get_by_label("Dataset", exact=True).select_option("any")
    page.get_by_label("Metric", exact=True).select_option("none")
    [negative] = records(save(page, "CSV", tmp_path))
    assert (negative["value"], negative["highest"]) == ("-5", "-3")  # numbers, not formulas


def test_the_tables_are_saved_as_tables_alone(open_page: Open) -> None:
    page = open_page(measured_graph(), fragment="#view=papers")
    assert page.locator("#save button:visible").all_inner_texts() == ["CSV"]
    page.click("#views a:has-text('Map')")
    assert page.locator("#save button:visible").all_inner_texts() == ["PNG", "CSV", "GEXF"]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("x","y")'])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(open_page: Open, tmp_path: Path, text: str) -> None:
    graph = measured_graph()
    graph.nodes["technique/kv-cache"]["label"] = text
    rows = records(save(open_page(graph), "CSV", tmp_path))
    assert f"'{text}" in {row["target"] for row in rows}
    assert text not in {row["target"] for row in rows}


def test_the_graph_is_saved_with_kinds_places_and_colours(open_page: Open, tmp_path: Path) -> None:
    graph = measured_graph()
    path = save(open_page(graph), "GEXF", tmp_path)
    assert path.name == "noteweave-graph.gexf"
    saved = nx.read_gexf(path, version="1.3")
    assert set(saved) == set(graph)
    assert saved.number_of_edges() == graph.number_of_edges()
    assert saved.is_directed()
    venue = saved.nodes["venue/ICLR2026"]
    assert (venue["label"], venue["kind"], venue["year"]) == ("ICLR2026", "venue", 2026)
    assert venue["iri"] == "https://w3id.org/noteweave/id/venue/ICLR2026"
    colour = saved.nodes["technique/kv-cache"]["viz"]["color"]
    assert (colour["r"], colour["g"], colour["b"]) == (0, 114, 178)
    places = {(one["viz"]["position"]["x"], one["viz"]["position"]["y"]) for _, one in saved.nodes(data=True)}
    assert len(places) == len(graph)
    edge = saved.edges["paper/alpha", "method/alpha"]
    assert (edge["relation"], edge["sentence"]) == ("proposes", f"{ALPHA}\n{ALPHA_FAST}")


def test_two_links_between_the_same_things_stay_two(open_page: Open, tmp_path: Path) -> None:
    graph = measured_graph()
    graph.add_edge("paper/alpha", "technique/kv-cache", key="mentions", relation="mentions", evidence=[])
    path = save(open_page(graph), "GEXF", tmp_path)
    assert nx.read_gexf(path).number_of_edges("paper/alpha", "technique/kv-cache") == 2
    edges = ElementTree.parse(path).iter("{http://gexf.net/1.3}edge")
    pairs = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges]
    assert len(set(pairs)) == graph.number_of_edges()  # GEXF tells parallel edges apart by their kind


@pytest.mark.parametrize("text", [*HOSTILE, UNWRITABLE, "]]>&amp;'\""], ids=range(len(HOSTILE) + 2))
def test_hostile_labels_are_only_ever_text_in_files(open_page: Open, tmp_path: Path, text: str) -> None:
    graph = measured_graph()
    graph.nodes["technique/kv-cache"]["label"] = graph.nodes["venue/ICLR"]["label"] = text
    page = open_page(graph, fragment="#node=technique/kv-cache&venue=venue/ICLR")
    written = text.encode("utf-8", "replace").decode()  # what the page was given
    links = save(page, "CSV", tmp_path)
    assert links.parent == tmp_path
    assert len(links.name) < 120
    assert written in {row["target"] for row in records(links)}
    label = nx.read_gexf(save(page, "GEXF", tmp_path)).nodes["technique/kv-cache"]["label"]
    assert label == written.replace("\x07", "\ufffd").replace("\x00", "\ufffd")
    assert save(page, "PNG", tmp_path).read_bytes().startswith(b"\x89PNG")
