"""A small application around the routers under test, which answers SPARQL in its own process."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import sleep

import uvicorn
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from fastapi.testclient import TestClient

from kg.errors import NoteweaveError
from kg.server.formats import ROWS, TRIPLES
from kg.server.negotiation import best
from kg.server.refusal import Refusal
from kg.store.graph import Graph


def application(graph: Graph, *routers: APIRouter) -> FastAPI:
    """An application that serves a graph by these routers, and `/sparql` without limits."""
    app = FastAPI(openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    app.state.graph = graph
    for router in routers:
        app.include_router(router)

    @app.exception_handler(Refusal)
    def refused(request: Request, refusal: Refusal) -> Response:
        return refusal.response()

    @app.post("/sparql", include_in_schema=False)
    async def sparql(request: Request) -> Response:
        form = (await request.body()).decode()
        accept = request.headers["accept"]
        try:
            answer = graph.query(form)
            if list(answer.triples()):
                media_type = best(accept, TRIPLES) or ""
                return Response(TRIPLES[media_type](graph.query(form).triples(), graph.prefixes), media_type=media_type)
            media_type = best(accept, ROWS) or ""
            return Response(ROWS[media_type](graph.query(form)), media_type=media_type)
        except NoteweaveError as error:
            return PlainTextResponse(f"{error.message}\n", 400)

    return app


def client(graph: Graph, *routers: APIRouter) -> TestClient:
    """A client of such an application."""
    return TestClient(application(graph, *routers), follow_redirects=False)


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port of this machine; gives its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
