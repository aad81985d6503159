"""`search` and `list` on the screen."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- id: a-card-with-quite-a-long-id
  claim: The tug Nora ran aground on the Skerra bar with all her crew and a cargo of yellow bricks.
  date: 2016-05-01/2016-06-30
  confidence: unconfirmed
  sources:
    - {id: a, publisher: Coast Agency}
    - {publisher: The Gazette, origin: a}
    - {title: A leaflet, stance: disputes}
    - {url: "https://u.example/x", stance: disputes}
  superseded_by: sold
- {id: sold, claim: The tug was sold., date: 2017, confidence: confirmed, source: A letter}
- {id: denied, claim: The tug sank., date: 2018, confidence: improbable,
   source: {publisher: The owner, speaker: Anna Berg, stance: disputes}}
"""


def column(out: str, name: str) -> str:
    """Return the words that stand below a heading."""
    lines = out.splitlines()
    start = lines[0].index(name)
    following = re.search(r"\S", lines[0][start + len(name) :])
    end = start + len(name) + following.start() if following else None
    return " ".join(" ".join(line[start:end] for line in lines[2:] if "─" not in line).split())


@pytest.mark.parametrize("columns", [80, 100, 120, 160, 200])
@pytest.mark.parametrize("command", [["list"], ["search", "tug"]])
def test_nothing_is_cut(
    run: Runner, cards: Writer, columns: int, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From 80 to 200 columns the claim can be read whole, the id stands in one piece."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("--facts", cards(CARDS), *command, "--format", "table").out

    assert max(len(line) for line in out.splitlines()) == columns
    assert (
        "The tug Nora ran aground on the Skerra bar with all her crew and a cargo of yellow bricks."
        in column(out, "Claim")
    )
    assert "a-card-with-quite-a-long-id" in out
    assert "from 1 May to 30 June 2016" in column(out, "Date")
    assert "unconfirmed disputed superseded" in column(out, "Confidence")
    assert "…" not in out


@pytest.mark.parametrize("columns", [80, 160])
def test_sources_are_for_or_against(
    run: Runner, cards: Writer, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who disputes a claim is not listed among those who back it, and is the speaker if any.

    Origins are counted, and sources where there are several.
    """
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("--facts", cards(CARDS), "list", "--format", "table").out
    told = column(out, "Sources" if columns == 160 else "Claim")

    assert (
        "Coast Agency, The Gazette (1 origin, 2 sources); "
        "disputed in A leaflet and u.example: 2 origins, 2 sources" in told
    )
    assert "A letter (1 origin)" in told
    assert "disputed by Anna Berg (The owner): 1 origin" in told


@pytest.mark.parametrize("columns", [20, 40, 59])
def test_narrow(run: Runner, cards: Writer, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a narrow terminal all stands below each other, and nothing is cut."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("--facts", cards(CARDS), "list", "--format", "table").out
    text = " ".join(out.split())

    assert max(len(line) for line in out.splitlines()) <= columns
    assert "2017 confirmed The tug was sold. A letter (1 origin) sold" in text
    assert "with all her crew and a cargo of yellow bricks." in text


def test_a_very_long_id_stays_whole(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An id that would crowd out the claim stands below it."""
    monkeypatch.setenv("COLUMNS", "120")
    long = "-".join(["long"] * 12)
    facts = cards(f"- {{id: {long}, claim: C., date: 2016, confidence: possible, source: S}}")
    out = run("--facts", facts, "list", "--format", "table").out

    assert long in column(out, "Claim")


def test_matches_are_marked(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """In colour, the words that matched are underlined in the claim, and confidence is coloured."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    out = run("--facts", cards(CARDS), "search", "NORA", "--format", "table").out

    assert "\x1b[1;4mNora\x1b[0m" in out
    assert re.search(r"\x1b\[3;38;5;244munconfirmed\x1b\[0m", out)
    assert re.search(r"\x1b\[1;38;5;160mdisputed\x1b\[0m", out)
