"""What the server's own pages share: their assets, each served under a name from a fixed table, and their policy."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

from kg.server.refusal import Refusal

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The content security policy of a page: its own files and this server, nothing written into the page."""

_OWN = files("kg.server") / "assets"
_ASSETS = {
    # The explorer's styles come first: colours, type and controls are the same everywhere.
    "page.css": files("kg.explorer") / "assets" / "page.css",
    **{
        name: _OWN / name
        for name in (
            "entity.css",
            "query.css",
            "query.js",
            "query/completion.js",
            "query/editor.js",
            "query/elements.js",
            "query/options.js",
            "query/parameters.js",
            "query/results.js",
            "query/tokens.js",
        )
    },
}
_TYPES = {"css": "text/css", "js": "text/javascript"}

router = APIRouter(include_in_schema=False)


def template(name: str) -> str:
    """The text of one of our pages."""
    return (_OWN / name).read_text(encoding="utf-8")


@router.api_route("/assets/{name:path}", methods=["GET", "HEAD"])
def asset(name: str) -> Response:
    """A style or a script."""
    if name not in _ASSETS:
        raise Refusal(404, "there is no such asset")
    media_type = _TYPES[name.rpartition(".")[2]]
    return Response(_ASSETS[name].read_bytes(), headers={"Cache-Control": "no-cache"}, media_type=media_type)
