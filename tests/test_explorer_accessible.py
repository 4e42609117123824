"""No serious accessibility violation that axe-core can find, in any view, at two sizes, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import SIZES, Open
from measured_graph import measured_graph

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STATES = {
    "map": "",
    "paper": "#node=paper/alpha",
    "path": "#node=paper/alpha&to=technique/lora",
    "papers": "#view=papers",
    "leaderboard": "#view=leaders",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_no_serious_violation(open_page: Open, state: str, size: tuple[int, int], scheme: str) -> None:
    page = open_page(measured_graph(), size, fragment=STATES[state], scheme=scheme)
    found = Axe().run(page).response["violations"]
    serious = {one["id"]: one["help"] for one in found if one["impact"] in ("serious", "critical")}
    assert not serious
