"""`/`: the explorer, told where the server's API is."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.explorer.policy import served, stated_policy
from kg.server.folder import Folder
from kg.server.refusal import Refusal

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
def home(request: Request) -> Response:
    """The explorer page of the build."""
    folder: Folder = request.app.state.folder
    try:
        page = (folder.path / "graph.html").read_text(encoding="utf-8")
    except OSError:
        raise Refusal(404, "the folder has no graph.html; kg view writes it") from None
    page = served(page, "/api/")
    response = Response(page, media_type="text/html")
    policy = stated_policy(page)
    if policy:  # what the page's scripts and styles are is known to the page
        response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
    return response
