"""How the explorer page feels in a real Chromium on the CPU: `python benchmarks/explorer.py GRAPH_FOLDER...`.

For the page of each graph folder: its size, how long after opening it answers to a click, and how many frames
a second it shows while it is dragged and zoomed. Needs Chromium and the dev extra.
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIZE = {"width": 1400, "height": 900}
RUNS = 5
MOVES = 90  # of the mouse or its wheel, each asked for when the frame before it was shown

# When the page said it was ready, in ms after the navigation began.
WATCH = """
new MutationObserver(() => {
  if (document.documentElement?.dataset.ready && !window.readyAt) window.readyAt = performance.now();
}).observe(document, { attributes: true, subtree: true });
"""
# Moves the map as a hand does: one event a frame, on the map's own canvas; gives the milliseconds of each frame.
DRIVE = """
async ([moves, zooms]) => {
  const canvas = document.querySelector("#graph canvas");
  const held = { pointerId: 1, pointerType: "mouse", isPrimary: true, bubbles: true, cancelable: true, buttons: 1 };
  const at = (x, y) => ({ ...held, clientX: x, clientY: y });
  const frame = () => new Promise(requestAnimationFrame);
  const times = [];
  if (!zooms) canvas.dispatchEvent(new PointerEvent("pointerdown", at(800, 450)));
  let before = await frame();
  for (let i = 0; i < moves; i++) {
    const [x, y] = [800 + 200 * Math.sin(i / 9), 450 + 120 * Math.sin(i / 5)];
    const deltaY = i % 30 < 15 ? -60 : 60;
    if (zooms) canvas.dispatchEvent(new WheelEvent("wheel", { ...at(800, 450), deltaY }));
    else window.dispatchEvent(new PointerEvent("pointermove", at(x, y)));
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  if (!zooms) window.dispatchEvent(new PointerEvent("pointerup", at(800, 450)));
  return times;
}
"""


def opened(browser: Any, page_file: Path) -> tuple[Any, float]:
    """The page in a fresh context, and the ms until it was ready."""
    context = browser.new_context(viewport=SIZE)
    context.set_offline(True)
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(page_file.resolve().as_uri())
    page.wait_for_function("window.readyAt", timeout=60_000)
    return page, page.evaluate("window.readyAt")


def frames(page: Any, *, zooms: bool) -> tuple[float, float]:
    """Frames a second while the map moves: on average, and in its slowest tenth."""
    before = page.evaluate("document.querySelector('#graph canvas').toDataURL().length")
    times = sorted(page.evaluate(DRIVE, [MOVES, zooms]))
    after = page.evaluate("document.querySelector('#graph canvas').toDataURL().length")
    assert before != after, "the map did not move; nothing was measured"
    return 1000 / statistics.mean(times), 1000 / statistics.mean(times[-len(times) // 10 :])


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="+", help="what kg build wrote")
    folders = parser.parse_args().folder
    print("| page | MB | ready | dragging | its slowest tenth | zooming | its slowest tenth |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for folder in folders:
            file = folder / "graph.html"
            ready = []
            for _ in range(RUNS):
                page, time = opened(browser, file)
                ready.append(time)
            dragging, zooming = frames(page, zooms=False), frames(page, zooms=True)
            rates = " | ".join(f"{rate:.0f}/s" for rate in (*dragging, *zooming))
            print(
                f"| {folder.name} | {file.stat().st_size / 1e6:.1f} | {min(ready) / 1000:.2f} s | {rates} |", flush=True
            )
        browser.close()


if __name__ == "__main__":
    main()
