"""What the server's own pages share: assets under names from a fixed table, a policy, a page for what is refused."""

from __future__ import annotations

from importlib.resources import files

import jinja2
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.server.negotiation import best
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


templates = jinja2.Environment(
    loader=jinja2.FunctionLoader(template),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
"""Our pages that are filled in; those without a script share `plain.html`."""
_refused = templates.get_template("refused.html")
_FOR_PROGRAMS = ("/sparql", "/assets/")


def told(request: Request, refusal: Refusal) -> Response:
    """A refusal as who asks can read it: a page for a browser that opens an address, else its line of text."""
    wanted = best(request.headers.get("accept", ""), ("text/plain", "text/html"))
    if wanted != "text/html" or request.url.path.startswith(_FOR_PROGRAMS):
        return refusal.response()
    html = _refused.render(message=refusal.message, missing=refusal.status == 404)
    headers = refusal.headers | {"Content-Security-Policy": POLICY, "Vary": "Accept"}
    return HTMLResponse(html, refusal.status, headers)


@router.api_route("/assets/{name:path}", methods=["GET", "HEAD"])
def asset(name: str) -> Response:
    """A style or a script."""
    if name not in _ASSETS:
        raise Refusal(404, "there is no such asset")
    media_type = _TYPES[name.rpartition(".")[2]]
    return Response(_ASSETS[name].read_bytes(), headers={"Cache-Control": "no-cache"}, media_type=media_type)
