"""`relcli export mermaid`, drawn by Mermaid itself in the system's Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parents[2]
MERMAID = REPOSITORY / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"

CARDS = """
- id: aground
  claim: 'The tug <b>ran</b> aground; "end" of `it` & 1. more #quot;'
  date: 2016-05-01
  confidence: possible
  actors: [Nora, "-end-"]
  sources: [A log, {title: A letter, stance: disputes}]
  related: [sold]
- id: sold
  claim: "- It was sold."
  date: 2017
  confidence: possible
  source: S
  related: [aground]
"""
DRAW = "text => mermaid.render('drawn', text).then(({ svg }) => svg)"

Draw = Callable[[str], Any]


@pytest.fixture
def draw(browser: "Browser") -> Iterator[Draw]:
    """Draw a text with Mermaid as it comes: `draw(text)` gives the page with what it drew."""
    if not MERMAID.exists():
        pytest.skip("no Mermaid: `.ci/mermaid` puts it into node_modules, from the npm registry")
    page = browser.new_page()
    page.set_content("<div id=here></div>")
    page.add_script_tag(content=MERMAID.read_text(encoding="utf-8"))
    page.evaluate("mermaid.initialize({ startOnLoad: false })")

    def drawn(text: str) -> Any:  # noqa: ANN401 - a page, which mypy cannot know where it is missing
        svg = page.evaluate(DRAW, text)
        page.evaluate("svg => document.getElementById('here').innerHTML = svg", svg)
        return page

    yield drawn
    page.close()


def test_mermaid_draws_what_is_exported(
    draw: Draw, run: Callable[..., Any], cards: Callable[..., Path]
) -> None:
    """Each label is there as text, disputes are dashed, and a legend says so."""
    page = draw(run("--facts", cards(CARDS), "export", "mermaid").out)
    labels = [text.strip() for text in page.locator(".node .nodeLabel").all_inner_texts()]
    told = 'The tug <b>ran</b> aground; "end" of `it` & 1. more #quot; '
    assert [label for label in labels if label.startswith(told)], labels
    assert {"Nora", "-end-", "a claim that a source disputes"} <= {*labels}
    assert page.locator(".node.disputed").count() == 2  # the card, and that of the legend
    dashes = page.locator(".node.disputed rect").first.evaluate(
        "box => getComputedStyle(box).strokeDasharray"
    )
    assert dashes.startswith("5px")
    assert page.locator("path.flowchart-link").count() == 3


def test_mermaid_draws_as_many_cards_as_it_is_given(draw: Draw, run: Callable[..., Any]) -> None:
    """The facts that ship have more edges than it draws; what is exported of them it draws."""
    text = run("--facts", REPOSITORY / "facts", "export", "mermaid").out
    page = draw(text)
    edges = page.locator("path.flowchart-link").count()
    assert 400 < edges <= 500
    assert edges == sum(" --> " in line or ".-" in line for line in text.splitlines())
