"""The page of `relcli match` in a browser: beside each other, on a phone, on paper."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect

    from tests.conftest import Run

Runner = Callable[..., "Run"]
DRAFT = """\
Wagner handed over a Pantsir to Hezbollah in 2022. It rained.

Hezbollah could send 900 fighters to Ukraine.
"""


def page(run: Runner, tmp_path: Path) -> str:
    """Write a page of a draft, and return its address."""
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "draft.html").write_text(
        run("match", "draft.md", "--format", "html").out, encoding="utf-8"
    )
    return (tmp_path / "draft.html").as_uri()


def test_a_sentence_and_its_cards_stand_beside_each_other(
    browser: Browser, run: Runner, tmp_path: Path
) -> None:
    """On a wide screen side by side, on a phone and on paper below, and nothing is cut off."""
    asked: list[str] = []
    opened = browser.new_page(viewport={"width": 1200, "height": 900}, java_script_enabled=False)
    opened.on("request", lambda request: asked.append(request.url))
    address = page(run, tmp_path)
    opened.goto(address)
    sentence, card = opened.locator(".sentence").first, opened.locator("article").first
    assert opened.get_by_text("≠ date (draft: 2022; card: 2023)").is_visible()

    def places() -> "tuple[FloatRect, FloatRect]":
        one, other = sentence.bounding_box(), card.bounding_box()
        assert one
        assert other
        return one, other

    left, right = places()
    assert left["x"] + left["width"] <= right["x"]
    for media, width in (("screen", 360), ("print", 700)):
        opened.emulate_media(media=media)  # type: ignore[arg-type]
        opened.set_viewport_size({"width": width, "height": 800})
        above, below = places()
        assert above["y"] + above["height"] <= below["y"]
        assert below["x"] + below["width"] <= width
    assert asked == [address]
    opened.close()
