"""`/query`: a page to ask the graph in SPARQL, with the ontology's terms and the shipped queries at hand."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.server.pages import POLICY, template
from kg.store import shipped
from kg.store.graph import Graph
from kg.store.shipped import Parameter
from kg.store.terms import Term, all_terms


@dataclass(frozen=True, slots=True)
class Example:
    """A shipped query, as the page offers it."""

    name: str
    description: str
    text: str
    parameters: list[Parameter]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the page knows beforehand: the base and prefixes of the graph, the ontology's terms, shipped queries."""

    base: str
    prefixes: dict[str, str]
    terms: tuple[Term, ...]
    queries: list[Example]


router = APIRouter(include_in_schema=False)


@router.api_route("/query", methods=["GET", "HEAD"])
def page() -> Response:
    """The page itself, the same for every graph."""
    return HTMLResponse(template("query.html"), headers={"Content-Security-Policy": POLICY})


@router.get("/query/knowledge")
def knowledge(request: Request) -> Knowledge:
    """What the page knows of the graph it asks."""
    graph: Graph = request.app.state.graph
    queries = [
        Example(one.name, one.description, one.text, list(one.parameters.values()))
        for one in shipped.all_queries().values()
    ]
    return Knowledge(graph.base, graph.prefixes, all_terms(), queries)
