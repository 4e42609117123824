"""`/`: the explorer, told where the server's API is."""

from __future__ import annotations

import html
import re

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.server.folder import Folder
from kg.server.refusal import Refusal

router = APIRouter(include_in_schema=False)

_OFFLINE = b'<meta name="noteweave-api" content="">'
_SERVED = b'<meta name="noteweave-api" content="/api/">'
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


@router.api_route("/", methods=["GET", "HEAD"])
def home(request: Request) -> Response:
    """The explorer page of the build."""
    folder: Folder = request.app.state.folder
    try:
        page = (folder.path / "graph.html").read_bytes()
    except OSError:
        raise Refusal(404, "the folder has no graph.html; kg view writes it") from None
    policy = _POLICY.search(page)
    response = Response(page.replace(_OFFLINE, _SERVED, 1), media_type="text/html")
    if policy:  # what the page's scripts and styles are is known to the page
        response.headers["Content-Security-Policy"] = f"{html.unescape(policy[1].decode())}; frame-ancestors 'none'"
    return response
