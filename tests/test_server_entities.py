"""Every IRI of the data leads somewhere: to the explorer, to a page, or to its statements as RDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from fastapi.testclient import TestClient
from serving import client, write_folder
from tiny_graph import STUDY, TINYQ, tagged_note, tiny_named

from kg.facts.namespaces import term
from kg.iri import BASE
from kg.server.entities import LIMIT
from kg.store.graph import Graph

HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} \"' </title><script>alert(1)</script>"
TURTLE = {"Accept": "text/turtle"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lora = {"LoRA": ("TECHNIQUE", "technique/lora", "uses")}
    named = tiny_named(tagged_note(HOSTILE, "ACL2026", f"We train LoRA. {HOSTILE}", lora))
    return write_folder(tmp_path_factory.mktemp("entities") / "graph", named)


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    return Graph.open(folder)


@pytest.fixture(scope="module")
def served(folder: Path) -> TestClient:
    return client(folder)


def keys_of(graph: Graph) -> Iterator[str]:
    """The local names of all subjects of the data."""
    for iri in sorted({str(triple.subject.value) for triple in graph.triples()}):  # type: ignore[union-attr]
        yield iri.removeprefix(BASE)


def note_of(graph: Graph, paper: str) -> str:
    (quad,) = graph.store.quads_for_pattern(ox.NamedNode(BASE + paper), term("nw:hasNote"), None, ox.DefaultGraph())
    return quad.object.value.removeprefix(BASE)  # type: ignore[union-attr]


def parsed(answer: Any, format: str = "turtle") -> rdflib.Graph:
    assert answer.status_code == 200, answer.text
    return rdflib.Graph().parse(data=answer.content, format=format)


def test_every_iri_of_the_data_resolves_for_machines_and_people(graph: Graph, served: TestClient) -> None:
    for key in keys_of(graph):
        address = f"/id/{key.replace('#', '%23')}"
        assert len(parsed(served.get(address, headers=TURTLE))) > 0, key
        page = served.get(address, headers=BROWSER)
        assert page.status_code in (200, 303), key


@pytest.mark.parametrize("key", [TINYQ, "technique/lora", "venue/ACL2026", "area/compression"])
def test_a_person_comes_to_the_node_in_the_explorer(served: TestClient, key: str) -> None:
    answer = served.get(f"/id/{key}", headers=BROWSER)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/#node={key}")


def test_a_paper_is_described_with_its_figures_and_what_points_to_it(graph: Graph, served: TestClient) -> None:
    told = parsed(served.get(f"/id/{TINYQ}", headers=TURTLE))
    paper = rdflib.URIRef(BASE + TINYQ)
    nw = rdflib.Namespace(graph.prefixes["nw"])
    assert (paper, nw.usesTechnique, rdflib.URIRef(f"{BASE}technique/lora")) in told
    (figure,) = told.objects(paper, nw.reportsResult)
    assert str(told.value(figure, nw.value)) == "2.5"
    about = parsed(served.get("/id/technique/post-training-quantization", headers=TURTLE))
    assert (paper, nw.usesTechnique, rdflib.URIRef(f"{BASE}technique/post-training-quantization")) in about


@pytest.mark.parametrize(
    ("accept", "media_type", "format"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml, text/html;q=0.1", "application/rdf+xml", "xml"),
    ],
)
def test_machines_get_the_form_they_ask_for(served: TestClient, accept: str, media_type: str, format: str) -> None:
    answer = served.get("/id/technique/lora", headers={"Accept": accept})
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Vary"] == "Accept"
    assert set(parsed(answer, format)) == set(parsed(served.get("/id/technique/lora", headers=TURTLE)))


def test_the_format_in_the_address_goes_before_the_header(served: TestClient) -> None:
    answer = served.get("/id/technique/lora?format=ntriples", headers=BROWSER)
    assert answer.headers["Content-Type"] == "application/n-triples"
    assert served.get("/id/technique/lora?format=docx").status_code == 400
    assert served.get("/id/technique/lora", headers={"Accept": "image/png"}).status_code == 406


def test_the_other_forms_are_named_in_the_link_header(served: TestClient) -> None:
    link = served.get("/id/technique/lora", headers=BROWSER).headers["Link"]
    for address, media_type in re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', link):
        answer = served.get(address)
        assert answer.status_code in (200, 303)
        assert answer.status_code == 303 or answer.headers["Content-Type"].startswith(media_type)


def test_a_note_has_a_page_with_its_words_its_mentions_and_its_figures(graph: Graph, served: TestClient) -> None:
    note = note_of(graph, TINYQ)
    page = served.get(f"/id/{note}", headers=BROWSER)
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "LoRA mends what is lost." in page.text
    assert f'href="/id/{TINYQ}"' in page.text
    fragments = [key.partition("#")[2] for key in keys_of(graph) if key.startswith(f"{note}#")]
    assert any(fragment.startswith("result-") for fragment in fragments)
    for fragment in fragments:
        assert f'id="{fragment}"' in page.text
    told = parsed(served.get(f"/id/{note}", headers=TURTLE))
    assert {str(subject) for subject in told.subjects()} >= {f"{BASE}{note}#{fragment}" for fragment in fragments}


def test_a_listing_page_shows_its_counts(graph: Graph, served: TestClient) -> None:
    (listing,) = (key for key in keys_of(graph) if key.startswith("listing/") and "#" not in key)
    page = served.get(f"/id/{listing}", headers=BROWSER).text
    assert "98" in page
    assert 'href="/id/venue/CVPR2026"' in page


def test_hostile_text_is_text(graph: Graph, served: TestClient) -> None:
    (paper,) = (key for key in keys_of(graph) if key.startswith("paper/img-src"))
    page = served.get(f"/id/{note_of(graph, paper)}", headers=BROWSER).text
    assert "<img" not in page
    assert "<script" not in page
    assert "{{7*7}}" in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.parametrize(
    "path",
    [
        "technique/nothing",
        "",
        "%00",
        "%3Cscript%3E",
        "..%2F..%2Fetc%2Fpasswd",
        "technique/lora%20",
        "technique/lora/",
        "%ff",
    ],
)
def test_what_the_graph_does_not_know_is_404(served: TestClient, path: str) -> None:
    answer = served.get(f"/id/{path}")
    assert answer.status_code == 404
    assert answer.text == "the graph states nothing of that; / shows what there is\n"


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nowhere", "Not Found"),
        ("/id/technique/nothing", "the graph states nothing of that; / shows what there is"),
        ("/id/technique/lora?format=%3Cscript%3E", "no format goes by that name"),
    ],
)
def test_a_browser_gets_a_page_that_says_why_and_leads_on(served: TestClient, path: str, said: str) -> None:
    answer = served.get(path, headers=BROWSER)
    assert answer.status_code == served.get(path).status_code >= 400
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert said in answer.text
    assert '<a href="/query">' in answer.text


@pytest.mark.parametrize("path", ["/sparql?query=nonsense&query=twice", "/assets/nothing.css"])
def test_what_programs_ask_for_is_refused_in_plain_text(served: TestClient, path: str) -> None:
    assert served.get(path, headers=BROWSER).headers["content-type"] == "text/plain; charset=utf-8"


def test_a_thing_that_much_points_to_is_cut_and_says_so(tmp_path: Path) -> None:
    entity = ox.NamedNode(f"{BASE}technique/hub")
    stated = [ox.Triple(entity, term("skos:prefLabel"), ox.Literal("hub"))]
    papers = (ox.NamedNode(f"{BASE}paper/{number}") for number in range(LIMIT + 20))
    stated += [ox.Triple(paper, term("nw:mentions"), entity) for paper in papers]
    served = client(write_folder(tmp_path / "graph", {f"{BASE}note/n": stated}))
    answer = served.get("/id/technique/hub", headers=TURTLE)
    assert len(parsed(answer)) == LIMIT + 1
    assert answer.headers["Noteweave-Cut"] == f"{LIMIT} statements"
    assert "Only the first" in served.get("/id/technique/hub", headers=BROWSER).text


def test_another_base_is_served_under_the_same_addresses(tmp_path: Path) -> None:
    base = "https://notes.example.org/kg/"
    served = client(write_folder(tmp_path / "graph", tiny_named(base=base), base))
    told = parsed(served.get(f"/id/{STUDY}", headers=TURTLE))
    assert rdflib.URIRef(base + STUDY) in set(told.subjects())


@pytest.mark.parametrize("name", ["page.css", "entity.css"])
def test_assets_come_by_name(served: TestClient, name: str) -> None:
    answer = served.get(f"/assets/{name}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")


@pytest.mark.parametrize(
    "name", ["", "entity.html", "../app.py", "..%2F..%2Fpyproject.toml", "%2Fetc%2Fpasswd", "query%2F..%2Fentity.css"]
)
def test_no_other_file_is_an_asset(served: TestClient, name: str) -> None:
    assert served.get(f"/assets/{name}").status_code == 404
