"""A real Chromium for tests, and the explorer page of a graph opened in it with the network off."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.explorer.page import write_page

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = [(1400, 900), (1000, 700), (390, 844)]

Open = Callable[..., Any]


def missing(what: str) -> None:
    """Skip where the browser can't be had, except in CI, which has to have it."""
    message = f"{what}; install Debian's chromium and the dev extra to run the browser tests"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else shutil.which("chromium")
    if not path:
        missing("no chromium on this machine")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("the Python package playwright is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open the page of a graph. Any request, dialog, message on the console or error fails the test."""
    wrong: list[str] = []
    contexts = []

    def serve(route: Any) -> None:
        if route.request.url.startswith("file://"):
            route.continue_()
        else:
            wrong.append(f"asked for {route.request.url}")
            route.abort()

    def dialog(shown: Any) -> None:
        wrong.append(f"dialog {shown.message}")
        shown.dismiss()

    def opener(
        graph: nx.MultiDiGraph[str], size: tuple[int, int] = SIZES[0], fragment: str = "", scheme: str = "light"
    ) -> Any:
        write_page(graph, tmp_path / "graph.html")
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_offline(True)
        context.route("**/*", serve)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", dialog)
        page.goto(f"{(tmp_path / 'graph.html').as_uri()}{fragment}")
        page.wait_for_selector("html[data-ready=true]", timeout=10_000)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert wrong == []
