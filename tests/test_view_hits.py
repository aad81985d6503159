"""`search` and `list` on the screen."""

import json
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


SHIPPED = Path(__file__).parent.parent / "facts"
WIDTHS = [20, 59, 60, 80, 99, 100, 120, 160, 200]


def beside(out: str) -> tuple[str, str]:
    """Return the words of the left column, and those of the right one."""
    lines = out.splitlines()
    left = " ".join(" ".join(line[:22] for line in lines).split())
    return left, " ".join(" ".join(line[22:] for line in lines).split())


def pressed(text: str) -> str:
    """Return a text without white space, as a word may be folded at the end of a line."""
    return "".join(text.split())


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("command", [["list"], ["search", "tug"]])
def test_nothing_is_cut(
    run: Runner, cards: Writer, columns: int, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every width all of a card is there, and its id stands in one piece where that fits."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("--facts", cards(CARDS), *command, "--format", "table").out
    told = " ".join(beside(out)) if columns >= 100 else " ".join(out.split())

    assert max(len(line) for line in out.splitlines()) <= columns
    for words in (
        "from 1 May to 30 June 2016",
        "unconfirmed disputed superseded",
        "The tug Nora ran aground on the Skerra bar with all her crew and a cargo of yellow bricks",
        "Coast Agency, The Gazette (1 origin, 2 sources); disputed in A leaflet and u.example",
    ):
        assert words in told
    assert columns == 20 or "a-card-with-quite-a-long-id" in out
    assert "…" not in out


@pytest.mark.parametrize(("columns", "most"), [(80, 50), (120, 45), (160, 40)])
def test_no_line_is_wasted(
    run: Runner, columns: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eleven hits of the shipped facts take few lines, and every word and id of them is there."""
    monkeypatch.setenv("COLUMNS", str(columns))
    search = ("--facts", SHIPPED, "search", "wagner", "--limit", "11", "--format")
    out = run(*search, "table").out
    told = pressed(beside(out)[1] if columns >= 100 else out)
    hits = json.loads(run(*search, "json").out)

    assert len(hits) == 11
    assert len(out.splitlines()) <= most
    for hit in hits:
        assert pressed(hit["claim"]) in told
        assert re.search(rf"(?:^| ){hit['id']}$", out.rstrip(), re.MULTILINE)
        for source in hit["sources"]:
            assert pressed(source["publisher"] or source["title"]) in told


@pytest.mark.parametrize("columns", WIDTHS)
def test_long_words_are_folded(
    run: Runner, cards: Writer, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An id or a name that is longer than a line goes on in the next, and loses nothing."""
    monkeypatch.setenv("COLUMNS", str(columns))
    long_id = "-".join(["long"] * 24)
    address = "https://u.example/" + "abcdefghij" * 14
    facts = cards(
        f"- {{id: {long_id}, claim: Said {long_id.upper()}., date: 2016, confidence: possible,"
        f' source: {{publisher: "{address}"}}}}'
    )
    out = run("--facts", facts, "list", "--format", "table").out
    told = pressed(beside(out)[1] if columns >= 100 else out)

    assert max(len(line) for line in out.splitlines()) <= columns
    assert pressed(f"Said {long_id.upper()}.") in told
    assert f"{address}(1origin)" in told
    assert told.endswith(long_id)


@pytest.mark.parametrize("columns", [80, 160])
def test_sources_are_for_or_against(
    run: Runner, cards: Writer, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who disputes a claim is not listed among those who back it, and is the speaker if any.

    Origins are counted, and sources unless each of them is named and an origin.
    """
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("--facts", cards(CARDS), "list", "--format", "table").out
    told = beside(out)[1] if columns == 160 else " ".join(out.split())

    assert (
        "Coast Agency, The Gazette (1 origin, 2 sources); "
        "disputed in A leaflet and u.example: 2 origins" in told
    )
    assert "u.example: 2 origins, " not in told
    assert "A letter (1 origin)" in told
    assert "disputed by Anna Berg (The owner): 1 origin" in told


@pytest.mark.parametrize(
    ("names", "counts"),
    [(["A", "A"], "A (2 origins, 2 sources)"), (["A", "B"], "A, B (2 origins)")],
)
def test_sources_of_one_name_are_counted(
    run: Runner, cards: Writer, names: list[str], counts: str
) -> None:
    """Two articles of one paper are named once, so it is told how many there are."""
    sources = ", ".join(f"{{publisher: {name}, published: 201{n}}}" for n, name in enumerate(names))
    facts = cards(f"- {{claim: C., date: 2016, confidence: possible, sources: [{sources}]}}")

    assert counts in run("--facts", facts, "list", "--format", "table").out


@pytest.mark.parametrize("columns", [20, 40, 59, 80])
def test_few_columns(
    run: Runner, cards: Writer, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On few columns a hit is one paragraph, and only its first line is not indented."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("--facts", cards(CARDS), "list", "--format", "table").out

    assert "2017 confirmed The tug was sold. — A letter (1 origin) sold" in " ".join(out.split())
    firsts = [line.split()[0] for line in out.splitlines() if not line.startswith("  ")]
    assert firsts == ["from", "2017", "2018"]


def test_what_may_be_outside_says_so(run: Runner, cards: Writer) -> None:
    """A card that is only possibly in the range asked for is told from those that are."""
    out = run("--facts", cards(CARDS), "list", "--since", "2016-06", "--format", "table").out

    assert "from 1 May to 30 June 2016 (may be outside)  unconfirmed" in out
    assert out.count("may be outside") == 1


def test_matches_are_marked(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """In colour, the words that matched are underlined in the claim, and confidence is coloured."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    out = run("--facts", cards(CARDS), "search", "NORA", "--format", "table").out

    assert "\x1b[1;4mNora\x1b[0m" in out
    assert "\x1b[1mfrom 1 May to 30 June 2016\x1b[0m" in out
    assert "\x1b[38;5;243m — " in out
    assert re.search(r"\x1b\[3;38;5;243munconfirmed\x1b\[0m", out)
    assert re.search(r"\x1b\[1;38;5;160mdisputed\x1b\[0m", out)
