"""`/sparql`: a query in, its answer out; without a query, what the service is."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from kg.server import protocol
from kg.server.description import PREFIXES, Description
from kg.server.formats import ROWS, TRIPLES
from kg.server.limits import Limits
from kg.server.messages import Question, Reply
from kg.server.negotiation import best, with_charset
from kg.server.refusal import Refusal
from kg.server.workers import Workers

CUT = "Noteweave-Cut"
"""The header that says that an answer was cut, and behind how many rows."""

router = APIRouter(include_in_schema=False)


@router.api_route("/sparql", methods=["GET", "HEAD", "POST"])
@router.api_route("/sparql/", methods=["GET", "HEAD", "POST"])
async def sparql(request: Request) -> Response:
    """Answer by the SPARQL 1.1 Protocol."""
    limits: Limits = request.app.state.limits
    workers: Workers = request.app.state.workers
    operation = await protocol.read(request, limits.body)
    accept = request.headers.get("accept", "")
    rows, triples = best(accept, ROWS), best(accept, TRIPLES)
    if operation is None:
        if best(accept, (*TRIPLES, "text/html")) == "text/html":
            return RedirectResponse("/query", 303, {"Vary": "Accept"})  # a person who looks what is here
        return await _description(request, triples)
    question = Question(operation.sparql, endpoint(request), operation.dataset, rows, triples)
    reply = await _while_there(request, workers.answer(question))
    headers = {"Vary": "Accept"} | ({CUT: f"{reply.cut} rows"} if reply.cut is not None else {})
    return Response(reply.body, reply.status, headers, media_type=with_charset(reply.media_type))


async def _description(request: Request, media_type: str | None) -> Response:
    if media_type is None:
        raise Refusal(406, f"without query=, this describes itself; accept one of {', '.join(TRIPLES)}")
    description: Description = request.app.state.description
    triples = await description.triples(endpoint(request))
    body = TRIPLES[media_type](triples, PREFIXES | request.app.state.graph.prefixes)
    return Response(body, headers={"Vary": "Accept"}, media_type=with_charset(media_type))


def endpoint(request: Request) -> str:
    """The IRI that the client knows this endpoint by; raises Refusal where its Host header makes none."""
    try:
        return NamedNode(f"{request.base_url}sparql").value
    except ValueError:
        raise Refusal(400, "the Host header names no host; send a right one") from None


async def _while_there(request: Request, answering: Coroutine[Any, Any, Reply]) -> Reply:
    """The reply, unless the client goes away first: then its query is ended, and ClientDisconnect raised."""
    reply = asyncio.create_task(answering)
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait((reply, gone), return_when=asyncio.FIRST_COMPLETED)
        if reply.done():
            return reply.result()
        raise ClientDisconnect
    finally:
        gone.cancel()
        reply.cancel()


async def _gone(request: Request) -> None:
    """End once the client has gone away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
