"""The page in a real browser: the system's Chromium, which may ask nobody for anything."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

REPOSITORY = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium; without one, skip.

    Not for the whole session: as long as it runs, no other test can run an event loop.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the facts that ship."""
    file = tmp_path_factory.mktemp("page") / "facts.html"
    subprocess.run(
        [sys.executable, "-m", "relcli", "export", "html", "-o", file],
        check=True, cwd=REPOSITORY, capture_output=True,
    )  # fmt: skip
    return file


@pytest.fixture
def page_of(
    run: Callable[..., Any], cards: Callable[..., Path], tmp_path: Path
) -> Callable[..., Path]:
    """Make a page of cards: `page_of("- claim: …", actors="…")`."""

    def make(text: str, **declared: str) -> Path:
        file = tmp_path / "page.html"
        assert run("--facts", cards(text, **declared), "export", "html", "-o", file).status == 0
        return file

    return make


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """Open a page: `open_page(file, "#id", color_scheme="dark")`.

    In the end, no script of it has failed or complained, and it has asked for nothing but itself.
    """
    contexts, told, asked = [], [], []

    def note(message: ConsoleMessage) -> None:
        told.append(f"{message.type}: {message.text}")

    def guard(route: Route) -> None:
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    def open_it(file: Path, hash_: str = "", **how: Any) -> Page:  # noqa: ANN401 - as Playwright has it
        context = browser.new_context(**how)
        context.set_default_timeout(5000)
        contexts.append(context)
        context.route("**/*", guard)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(f"{file.as_uri()}{hash_}")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert (told, asked) == ([], [])
