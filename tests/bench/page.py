"""How fast the page of `relcli export html` is made, opens and answers, in the system's Chromium.

python -m tests.bench.page [CARDS]
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.bench.generate import generate

# The time until a key is answered; the pictures follow when one stops typing.
KEY = """async text => {
  const box = document.getElementById("q");
  const start = performance.now();
  box.value = text;
  box.dispatchEvent(new Event("input"));
  return performance.now() - start;
}"""


def main() -> None:
    """Print a line for each thing measured."""
    cards = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("skipped: there is no chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        facts, file = Path(folder, "facts"), Path(folder, "page.html")
        generate(cards, facts)
        command = [
            sys.executable,
            "-m",
            "relcli",
            "--facts",
            str(facts),
            "export",
            "html",
            "-o",
            str(file),
        ]
        subprocess.run(command, check=True)  # it makes the index
        start = time.perf_counter()
        subprocess.run(command, check=True)
        _tell("made", f"{time.perf_counter() - start:.1f} s, {file.stat().st_size / 1e6:.1f} MB")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        start = time.perf_counter()
        page.goto(file.as_uri())
        page.wait_for_selector("article")
        _tell("opened", f"{time.perf_counter() - start:.1f} s")
        _type(page)
        browser.close()


def _type(page: Page) -> None:
    """Type claims letter by letter, some of them misspelt."""
    claims = page.locator("#list h3").all_inner_texts()[:5]
    page.evaluate(KEY, "x")  # the words are read once, when nobody waits for them
    texts = [re.sub("[aeiou]", "", claim[:24], count=1) for claim in claims] + claims
    times = [
        page.evaluate(KEY, text[:end]) for text in texts for end in range(1, min(len(text), 40))
    ]
    times.sort()
    _tell("a key", f"median {median(times):.0f} ms, 95 in 100 {times[int(len(times) * 0.95)]:.0f}")


def _tell(what: str, told: str) -> None:
    print(f"{what:<8} {told}", flush=True)


if __name__ == "__main__":
    main()
