"""Who can use the page: axe-core finds no serious fault, and a phone shows all of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
WAYS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "dark phone": {**PHONE, "color_scheme": "dark"},
}


def open_all(page: Page) -> None:
    """Open all that can be opened: filters, timeline, graph, table, a card, its footnote."""
    page.locator("#q").fill("800 figthers")
    if not page.locator("#filters").get_attribute("open") is not None:
        page.locator("#filters > summary").click()
    page.locator("#timeline > summary").click()
    page.locator("#actors > summary").click()
    page.get_by_text("The same as a table").click()
    card = page.locator("#list article").first
    card.locator("summary").click()
    card.get_by_role("button", name="Cite").click()
    expect(page.locator("#graph .node").first).to_be_visible()


def serious_faults(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe-core finds, and where."""
    return [
        (found["id"], [node["html"] for node in found["nodes"]])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing_serious(open_page: Opener, shipped: Path, way: str) -> None:
    """Contrast, names, roles and landmarks hold in each way of looking, closed and opened."""
    page = open_page(shipped, **WAYS[way])
    assert serious_faults(page) == []
    open_all(page)
    assert serious_faults(page) == []


DATED = """\
- {id: state, claim: A., date: as of 2015, confidence: possible, source: S}
- {id: between, claim: B., date: between 2016 and 2017, confidence: possible, actors: [Nora],
   sources: [{publisher: Wire, speaker: Nora, stance: disputes, says: No.}]}
- {id: by, claim: C., date: by -0043, confidence: possible, source: S}
"""


@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing_serious_about_dates(
    open_page: Opener, page_of: Callable[..., Path], way: str
) -> None:
    """Nor is anything wider than the screen where states are offered, shown, and drawn."""
    page = open_page(page_of(DATED), "#?since=about+2016", **WAYS[way])
    width = page.evaluate("innerWidth")
    page.locator("#timeline > summary").click()
    for name in ("Show it", "Hide states of other times"):
        expect(page.get_by_role("button", name=name)).to_be_visible()
        assert serious_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.locator("#states").click()


def test_a_phone_scrolls_in_one_direction(open_page: Opener, shipped: Path) -> None:
    """On 320 pixels nothing is wider than the screen, whatever is open."""
    page = open_page(shipped, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_nothing_moves_for_who_wants_no_motion(open_page: Opener, shipped: Path) -> None:
    """With reduced motion no animation runs."""
    page = open_page(shipped, "#hezbollah-founded-1982", reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0


def test_right_to_left_claims_are_set_so(open_page: Opener, page_of: Callable[..., Path]) -> None:
    """A claim in Arabic runs from right to left, one in English from left to right."""
    cards = """\
    - {id: ar, claim: حزب الله, date: 2017, confidence: possible, source: S}
    - {id: en, claim: Hezbollah, date: 2016, confidence: possible, source: S}
    """
    page = open_page(page_of(cards))
    ways = page.eval_on_selector_all("h3", "all => all.map(h => getComputedStyle(h).direction)")
    assert ways == ["rtl", "ltr"]
