"""A picture of `--format svg` in a real browser: all of it is seen, and nothing is asked for."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parents[2]
# How far a text goes beyond the picture, and how far it is from the width that it ought to have.
OUTSIDE = """() => {
  const picture = document.documentElement.getBoundingClientRect();
  return [...document.querySelectorAll('text')].filter((text) => {
    const box = text.getBoundingClientRect();
    const cut = box.left < picture.left || box.right > picture.right + 1
      || box.top < picture.top || box.bottom > picture.bottom;
    const wide = Math.abs(text.getBBox().width - text.textLength.baseVal.value);
    return cut || wide > 12;  // a column
  }).map((text) => text.textContent);
}"""


@pytest.mark.parametrize(
    "args",
    [
        ["search", "pantsr wagner"],
        ["show", "ukraine-800-fighters"],
        ["timeline", "--by", "topic", "--limit", "20"],
        ["stats"],
        ["graph", "wagner"],
        ["actors"],
    ],
    ids=" ".join,
)
def test_a_picture_is_seen_whole(browser: Browser, tmp_path: Path, args: list[str]) -> None:
    """Each text lies in the picture, as wide as its columns, whatever fonts there are."""
    file = tmp_path / "picture.svg"
    subprocess.run(
        [sys.executable, "-m", "relcli", "-q", *args, "-o", file], check=True, cwd=REPOSITORY
    )
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())

    assert asked == [file.as_uri()]
    assert page.evaluate("document.querySelectorAll('text').length") > 10
    assert page.evaluate(OUTSIDE) == []
    assert page.title() == f"relcli {' '.join(args)}".replace("pantsr wagner", "'pantsr wagner'")
    page.close()
