"""Takes the README's picture, `docs/explorer.png`: `python docs/picture.py GRAPH_FOLDER`.

The folder is what `kg build` writes of the notes that come with noteweave. Needs Chromium and the dev extra.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
SHOWN = "#node=technique/kv-cache-compression&hops=2"


def main() -> None:
    """Open the page of a graph, look at a technique among its neighbours on the map, and take the picture."""
    page_file = Path(sys.argv[1], "graph.html").resolve()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1400, "height": 900}, color_scheme="light", reduced_motion="reduce")
        page.goto(page_file.as_uri() + SHOWN)
        page.wait_for_selector("html[data-ready=true]")
        page.click("#fit")
        page.click("#zoom-in")
        page.screenshot(path=Path(__file__).with_name("explorer.png"))
        browser.close()


if __name__ == "__main__":
    main()
