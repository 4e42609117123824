"""The page: template, styles, scripts and data put together into one HTML file that asks for nothing."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import networkx as nx
from markupsafe import Markup

from kg.explorer.focus import most_connected
from kg.explorer.network import kinds_of, page_data
from kg.explorer.policy import policy

LIMIT = 6000
"""A page shows at most this many nodes, the most connected ones: a browser draws more too slowly."""

_ASSETS = files("kg.explorer") / "assets"
_VIS = files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js"
_STYLES = ("page.css", "controls.css", "details.css", "tables.css", "adapting.css")
# In this order: each uses only what stands before it, and `main.js` starts the page.
_SCRIPTS = (
    "model.js",
    "facets.js",
    "address.js",
    "theme.js",
    "regions.js",
    "labels.js",
    "reach.js",
    "scene.js",
    "tip.js",
    "search.js",
    "legend.js",
    "filters.js",
    "profile.js",
    "details.js",
    "path.js",
    "growth.js",
    "remote.js",
    "figures.js",
    "grid.js",
    "papers.js",
    "ranking.js",
    "leaders.js",
    "gexf.js",
    "save.js",
    "main.js",
)

# JSON is a subset of JavaScript and safe inside <script> once these are written as escapes.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def render_page(graph: nx.MultiDiGraph[str], *, title: str = "noteweave") -> str:
    """The explorer page of a graph (the projection of `Graph.to_networkx`), as HTML.

    Whatever the notes say is data to the page: it is escaped here and shown as text there, and the page's
    content security policy lets nothing run but the scripts written below.
    """
    shown = most_connected(graph, LIMIT)
    # A server may bring in nodes that are not shown, of any kind.
    data = page_data(shown) | {"total": len(graph), "kinds": kinds_of(graph)}
    style = "\n".join(_asset(name) for name in _STYLES)
    scripts = [_VIS.read_text(encoding="utf-8"), _own_script()]
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    page = environment.from_string(_asset("page.html")).render(
        title=title,
        policy=policy(scripts, style),
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        data=Markup(_embedded(data)),
    )
    # A lone surrogate can't be written as UTF-8; a question mark can.
    return page.encode("utf-8", "replace").decode("utf-8")


def write_page(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write the explorer page of a graph to a file."""
    path.write_text(render_page(graph), encoding="utf-8", newline="\n")


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _own_script() -> str:
    """The page's scripts as one, in a scope of their own."""
    return "(() => {\n'use strict';\n" + "\n".join(_asset(name) for name in _SCRIPTS) + "\n})();\n"


def _embedded(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
