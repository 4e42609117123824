"""No serious accessibility violation that axe-core can find, in any view, at two sizes, light and dark."""

from __future__ import annotations

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import SIZES, Open
from measured_graph import measured_graph

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What the address says, and what is there once the page shows it.
STATES = {
    "": "body[data-view=map]",
    "#node=paper/alpha": "#details .figures",
    "#node=paper/alpha&to=technique/lora": "#details .path",
    "#view=papers": "body[data-view=papers]",
    "#view=leaders": "body[data-view=leaders]",
}


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
def test_axe_finds_no_serious_violation(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page(measured_graph(), size)
    for (fragment, sign), scheme in product(STATES.items(), ["light", "dark"]):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("address => { location.hash = address }", fragment)
        page.wait_for_selector(sign)
        found = Axe().run(page).response["violations"]
        serious = {one["id"]: one["help"] for one in found if one["impact"] in ("serious", "critical")}
        assert not serious, (fragment, scheme)
