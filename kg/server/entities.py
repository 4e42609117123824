"""`/id/…`: what the IRIs of the data lead to, as a page for people and as RDF for machines.

The data's IRIs begin with the graph's base; what follows it, the key, stands behind `/id/` here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.facts.namespaces import term
from kg.server.formats import TRIPLES
from kg.server.negotiation import best, with_charset
from kg.server.pages import POLICY, templates
from kg.server.refusal import Refusal
from kg.store.answers import text_of
from kg.store.describing import Description, describe
from kg.store.graph import Graph
from kg.store.index import index_of

LIMIT = 500
"""At most so many statements of a thing's parts are shown, and at most so many that point to it."""

_HTML = "text/html"
_BY_NAME = {
    "html": _HTML,
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
_LABELS = tuple(term(name) for name in ("skos:prefLabel", "dcterms:title", "nw:text"))

router = APIRouter(include_in_schema=False)
_page = templates.get_template("entity.html")


@router.api_route("/id/{key:path}", methods=["GET", "HEAD"])
def entity(request: Request, key: str) -> Response:
    """A thing of the graph: to people its place in the explorer or a page of its own, to machines its statements.

    `?format=` says which where the Accept header does not.
    """
    graph: Graph = request.app.state.graph
    media_type = _media_type(request)
    description = describe(graph, graph.base + key, LIMIT)
    if description is None:
        raise Refusal(404, "the graph states nothing of that; / shows what there is")
    headers = {"Vary": "Accept", "Link": _alternatives(key)}
    if description.cut:
        headers["Noteweave-Cut"] = f"{LIMIT} statements"
    if media_type != _HTML:
        body = TRIPLES[media_type](description, graph.prefixes)
        return Response(body, headers=headers, media_type=with_charset(media_type))
    if index_of(graph).get(key):
        return RedirectResponse(f"/#node={quote(key)}", 303, headers)
    html = _page.render(_Writer(graph).page(key, description))
    return Response(html, headers=headers | {"Content-Security-Policy": POLICY}, media_type=_HTML)


def _media_type(request: Request) -> str:
    name = request.query_params.get("format")
    if name is None:
        chosen = best(request.headers.get("accept", ""), _BY_NAME.values())
        if chosen is None:
            raise Refusal(406, f"things are shown as {', '.join(_BY_NAME.values())}; accept one of these")
        return chosen
    if name not in _BY_NAME:
        raise Refusal(400, f"no format goes by that name; there are {', '.join(_BY_NAME)}")
    return _BY_NAME[name]


def _alternatives(key: str) -> str:
    """The Link header that names the other forms of a thing."""
    address = f"/id/{quote(key)}"
    return ", ".join(
        f'<{address}?format={name}>; rel="alternate"; type="{media_type}"' for name, media_type in _BY_NAME.items()
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A value on the page: its text, and where it leads."""

    text: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A thing on the page: its place there, its name, and its properties with their values."""

    fragment: str
    name: Shown
    properties: list[tuple[Shown, list[Shown]]]


class _Writer:
    """Puts statements into what the page shows."""

    def __init__(self, graph: Graph) -> None:
        self._base = graph.base
        self._prefixes = sorted(graph.prefixes.items(), key=lambda item: -len(item[1]))

    def page(self, key: str, description: Description) -> dict[str, object]:
        """What the template takes."""
        (own,) = self._parts(description.own)
        return {
            "label": _label(description.own) or key,
            "iri": self._base + key,
            "own": own,
            "parts": self._parts(description.parts),
            "incoming": [
                (self._shown(triple.subject), self._shown(triple.predicate)) for triple in description.incoming
            ],
            "formats": [(name, f"/id/{quote(key)}?format={name}") for name in _BY_NAME if name != "html"],
            "limit": LIMIT if description.cut else None,
        }

    def _parts(self, triples: Iterable[ox.Triple]) -> list[Part]:
        """Sorted statements, put together by subject and property."""
        parts = []
        for subject, stated in groupby(triples, key=lambda triple: triple.subject):
            fragment, name = text_of(subject).partition("#")[2], self._shown(subject)
            properties = [
                (self._shown(predicate), [self._shown(triple.object) for triple in same])
                for predicate, same in groupby(stated, key=lambda triple: triple.predicate)
            ]
            parts.append(Part(fragment, Shown(fragment or name.text, name.href), properties))
        return parts

    def _shown(self, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Shown:
        text = text_of(value)
        if not isinstance(value, ox.NamedNode):
            return Shown(text, None)
        short = next((f"{name}:{text.removeprefix(iri)}" for name, iri in self._prefixes if text.startswith(iri)), text)
        if text.startswith(self._base):
            return Shown(short, f"/id/{quote(text.removeprefix(self._base), safe='/#')}")
        return Shown(short, text if text.startswith(("http://", "https://")) else None)


def _label(triples: Iterable[ox.Triple]) -> str:
    """A name to show: a label or title, of a note its first line."""
    named = {triple.predicate: text_of(triple.object) for triple in triples}
    return next((named[name].partition("\n")[0] for name in _LABELS if name in named), "")
