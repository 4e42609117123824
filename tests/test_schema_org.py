"""Papers as JSON-LD in the terms of schema.org: what is said where, and that a search engine's parser takes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import extruct
import pytest
import rdflib
from tiny_graph import tagged_note, tiny_graph

import kg
from kg import resources
from kg.iri import BASE
from kg.store.graph import Graph

SCHEMA = "https://schema.org/"
# What schema.org says of the classes and properties used here: the class above, and which classes a property is of.
ABOVE = {
    "ScholarlyArticle": "Article",
    "Article": "CreativeWork",
    "CreativeWorkSeries": "CreativeWork",
    "SoftwareSourceCode": "CreativeWork",
    "CreativeWork": "Thing",
    "DefinedTerm": "Thing",
    "PropertyValue": "Thing",
    "Person": "Thing",
}
DOMAIN = {
    **dict.fromkeys(("name", "alternateName", "description", "url", "sameAs", "identifier"), "Thing"),
    **dict.fromkeys(
        ("headline", "author", "datePublished", "keywords", "about", "mentions", "isPartOf"), "CreativeWork"
    ),
    **dict.fromkeys(("propertyID", "value"), "PropertyValue"),
    "codeRepository": "SoftwareSourceCode",
    "inDefinedTermSet": "DefinedTerm",
}
RANGE = {
    "author": "Person",
    "identifier": "PropertyValue",
    "isPartOf": "CreativeWork",
    "about": "Thing",
    "mentions": "Thing",
}
ADDRESSES = {"url", "sameAs", "codeRepository", "inDefinedTermSet"}

RECORD = {
    "title": "Thin </script><script>alert(1)</script> Caches",
    "text": "ThinKV speeds up LoRA. <!-- It is thin.",
    "venue": "ACL 2025",
    "year": 2024,
    "area": "Compression",
    "url": "https://example.org/thin?a=1&b=2",
    "arxiv": "2401.00001",
    "doi": "10.1234/Thin(5)b",
    "code": "https://github.com/example/thin",
    "keywords": ["knowledge distillation", "caches"],
    "authors": ["Jane Doe", "John Roe"],
    "aliases": ["A Thin One"],
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    file = tmp_path_factory.mktemp("records") / "papers.jsonl"
    twin = {"title": "A Twin", "text": "It is thin, too.", "url": "javascript:alert(1)", "code": "no address"}
    file.write_text(f"{json.dumps(RECORD)}\n{json.dumps(twin)}\n", encoding="utf-8")
    return kg.build([file], statistical=False)


def articles(graph: Graph) -> list[dict[str, Any]]:
    document = json.loads(graph.export("jsonld"))
    assert document["@context"] == "https://schema.org"
    return list(document["@graph"])


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """An object and all in it."""
    for one in several(value):
        if isinstance(one, dict):
            yield one
            for inner in one.values():
                yield from nodes(inner)


def is_a(name: str, other: str) -> bool:
    return name == other or (name in ABOVE and is_a(ABOVE[name], other))


def check(article: dict[str, Any]) -> None:
    """Each class and property is one of schema.org's, in its place, and what is asked of an article is there."""
    assert article["@type"] == "ScholarlyArticle" and article["@id"].startswith(BASE)
    assert article["headline"] and article["name"]
    for node in nodes(article):
        kind = node["@type"]
        assert is_a(kind, "Thing"), kind
        for name, value in node.items():
            if name.startswith("@"):
                continue
            assert is_a(kind, DOMAIN[name]), f"{name} of {kind}"
            for one in several(value):
                if name in RANGE:
                    assert is_a(one["@type"], RANGE[name]), f"{name} is a {one['@type']}"
                else:
                    assert isinstance(one, str) and one, name
                    assert name not in ADDRESSES or one.startswith(("https://", "http://")), one


def test_a_paper_is_a_scholarly_article_with_all_that_its_source_knows(graph: Graph) -> None:
    _, thin = sorted(articles(graph), key=lambda one: one["name"])
    assert thin["name"] == thin["headline"] == RECORD["title"]
    assert thin["alternateName"] == "A Thin One"
    assert thin["description"] == RECORD["text"]
    assert "abstract" not in thin, "a note's summary is not the paper's abstract"
    assert thin["datePublished"] == "2024", "what the source says, not the venue's year"
    assert thin["author"] == [{"@type": "Person", "name": name} for name in ("Jane Doe", "John Roe")]
    assert thin["keywords"] == ["caches", "knowledge distillation"]
    assert thin["url"] == RECORD["url"]
    identifiers = {one["propertyID"]: one["value"] for one in thin["identifier"]}
    assert identifiers == {"arXiv": "2401.00001", "DOI": "10.1234/thin(5)b"}
    assert thin["sameAs"] == ["https://arxiv.org/abs/2401.00001", "https://doi.org/10.1234/thin%285%29b"]
    assert (thin["isPartOf"]["name"], thin["isPartOf"]["isPartOf"]["name"]) == ("ACL2025", "ACL")
    assert {"@type": "SoftwareSourceCode", "codeRepository": RECORD["code"]} in thin["mentions"]
    about = {one["name"]: one["inDefinedTermSet"].rpartition("#")[2] for one in thin["about"]}
    assert about.items() >= {("Compression", "Area"), ("knowledge distillation", "Technique")}


def test_what_is_no_address_is_no_address_of_a_paper(graph: Graph) -> None:
    twin, _ = sorted(articles(graph), key=lambda one: one["name"])
    assert twin["name"] == "A Twin"
    assert not {"url", "sameAs", "identifier", "author"} & twin.keys()
    assert b"javascript" not in graph.export("jsonld")


def test_a_paper_mentions_what_it_does_not_work_on() -> None:
    (tinyq,) = (one for one in articles(tiny_graph()) if one["name"].startswith("TinyQ"))
    named = {kind: {one["name"] for one in several(tinyq[kind])} for kind in ("about", "mentions")}
    assert named["about"] == {"Compression", "LoRA", "post-training quantization"}
    assert named["mentions"] >= {"TinyQ", "GPTQ", "WikiText"}
    assert not named["about"] & named["mentions"]


def test_every_class_and_property_is_used_as_schema_org_says(graph: Graph) -> None:
    for article in [*articles(graph), *articles(tiny_graph())]:
        check(article)


def test_a_page_that_holds_it_reads_back_with_a_search_engines_parser(graph: Graph) -> None:
    data = graph.export("jsonld").decode()
    page = f'<html><head><script type="application/ld+json">{data}</script></head><body>x</body></html>'
    assert page.count("</script>") == 1
    found = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert found == [json.loads(data)]


def test_it_is_rdf_with_the_context_that_lies_beside_the_frame(graph: Graph) -> None:
    document = json.loads(graph.export("jsonld"))
    context = json.loads((resources.ontology() / "exports" / "schema-org.context.json").read_text(encoding="utf-8"))
    read = rdflib.Graph().parse(data=json.dumps(document | context), format="json-ld")
    papers = set(read.subjects(rdflib.RDF.type, rdflib.URIRef(f"{SCHEMA}ScholarlyArticle")))
    assert {str(paper) for paper in papers} == {article["@id"] for article in document["@graph"]}
    assert set(read.objects(None, rdflib.URIRef(f"{SCHEMA}codeRepository"))) == {rdflib.URIRef(str(RECORD["code"]))}


def test_papers_come_once_each_in_order_and_the_same_each_time(graph: Graph) -> None:
    found = [article["@id"] for article in articles(tiny_graph())]
    assert found == sorted(found) and len(found) == 4
    assert tiny_graph().export("jsonld") == tiny_graph().export("jsonld")
    assert graph.export("jsonld") == graph.export("jsonld")


def test_a_related_paper_is_named_and_not_told_in_full(tmp_path: Path) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        text = f"---\ntitle: Paper {name}\nvenue: ACL 2025\n---\nText.\n\n## Related work\n- [[{other}]]\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    first, second = articles(kg.build([tmp_path], statistical=False))
    related = {"@id": second["@id"], "@type": "ScholarlyArticle", "name": "Paper two"}
    assert related in several(first["mentions"])


def test_several_titles_and_texts_give_one_headline(tmp_path: Path) -> None:
    lines = [{"title": title, "text": "", "arxiv": "2401.00001"} for title in ("B title", "A title", "C title")]
    (tmp_path / "n.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (article,) = articles(kg.build([tmp_path], statistical=False))
    assert (article["headline"], article["alternateName"]) == ("A title", ["B title", "C title"])


def test_a_graph_under_another_base_is_told_as_well() -> None:
    note = tagged_note("Alone", "ACL2025", "LoRA.", {"LoRA": ("TECHNIQUE", "technique/lora", "uses")})
    data = tiny_graph(note, base="https://example.org/x/").export("jsonld")
    assert b'"https://example.org/x/paper/alone"' in data
