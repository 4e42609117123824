"""The application: routes, the frame around them, and what they share in `app.state`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.exception_handlers import http_exception_handler
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from kg.server import api, entities, home, pages, query_page, sparql
from kg.server.description import Description
from kg.server.folder import Folder
from kg.server.frame import HEADERS, Frame
from kg.server.indexing import indexed
from kg.server.limits import Limits
from kg.server.refusal import Refusal
from kg.server.workers import Workers

_ROUTERS = (home.router, sparql.router, api.router, entities.router, pages.router, query_page.router)


def create_app(
    path: Path, limits: Limits | None = None, allow_origins: Iterable[str] = (), *, local_only: bool = False
) -> FastAPI:
    """The application that serves the graph in a folder; pages of `allow_origins` may read it from a browser.

    `local_only` is for one that listens on this machine alone: it answers only where it is asked as localhost.
    Routes find in `app.state` the `graph` as the last build left it, its `folder`, the `limits`, and the `workers`
    that run queries. Raises NoteweaveError where the folder holds no graph.
    """
    limits = limits or Limits()
    folder = Folder(path)
    workers = Workers(folder, limits)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        workers.start()
        with indexed(folder):
            yield
        await workers.close()

    app = FastAPI(title="noteweave", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", lifespan=running)
    app.state.folder = folder
    app.state.graph = folder.graph()
    app.state.limits = limits
    app.state.workers = workers
    app.state.description = Description(folder, workers)
    for router in _ROUTERS:
        app.include_router(router)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _broken)
    origins = list(allow_origins)
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Accept", "Content-Type"],
            expose_headers=[sparql.CUT],
        )
    app.add_middleware(Frame, folder=folder, limits=limits, local_only=local_only)
    return app


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return pages.told(request, refusal)


async def _failed(request: Request, error: Exception) -> Response:
    """Errors of the framework, such as a path that leads nowhere: JSON in the JSON API, as any refusal elsewhere."""
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/api/"):
        return await http_exception_handler(request, error)
    return pages.told(request, Refusal(error.status_code, error.detail, **(error.headers or {})))


async def _gone(request: Request, error: Exception) -> Response:
    """A client that went away is told nothing; the status is for who logs it."""
    return Response(status_code=499)


async def _broken(request: Request, error: Exception) -> Response:
    """A fault of noteweave; it stands on stderr, and no word of it is sent."""
    return PlainTextResponse("the server failed\n", 500, HEADERS)
