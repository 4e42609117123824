"""A real Chromium for tests, and pages opened in it: the explorer of a graph with the network off, a server's pages."""

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
def new_page(browser: Any) -> Iterator[Open]:
    """A page that may ask for what is at some addresses.

    Any other request, a dialog, a message on the console or an error fails the test; with `failures` a request may
    have no good answer.
    """
    wrong: list[str] = []
    contexts = []

    def dialog(shown: Any) -> None:
        wrong.append(f"dialog {shown.message}")
        shown.dismiss()

    def opener(*addresses: str, size: tuple[int, int], scheme: str, failures: bool = False) -> Any:
        def request(route: Any) -> None:
            if route.request.url.startswith(addresses):
                route.continue_()
            else:
                wrong.append(f"asked for {route.request.url}")
                route.abort()

        def console(message: Any) -> None:
            if not (failures and "Failed to load resource" in message.text):
                wrong.append(f"console: {message.text}")

        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        context.route("**/*", request)
        page = context.new_page()
        page.on("console", console)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", dialog)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def open_page(new_page: Open, tmp_path: Path) -> Open:
    """Open the page of a graph, with the network off."""

    def opener(
        graph: nx.MultiDiGraph[str], size: tuple[int, int] = SIZES[0], fragment: str = "", scheme: str = "light"
    ) -> Any:
        write_page(graph, tmp_path / "graph.html")
        page = new_page("file://", size=size, scheme=scheme)
        page.context.set_offline(True)
        page.goto(f"{(tmp_path / 'graph.html').as_uri()}{fragment}")
        page.wait_for_selector("html[data-ready=true]", timeout=10_000)
        return page

    return opener


@pytest.fixture
def open_served(new_page: Open) -> Open:
    """Open a page of a server."""

    def opener(address: str, path: str, size: tuple[int, int] = SIZES[0], scheme: str = "light") -> Any:
        page = new_page(address, "data:", "blob:", size=size, scheme=scheme, failures=True)
        page.goto(address + path)
        page.wait_for_selector("html[data-ready=true]", timeout=10_000)
        return page

    return opener
