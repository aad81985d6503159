"""`topics`, `actors` and `sources` on the screen."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = "- {id: x, claim: C., date: 2016, confidence: possible, topics: [ships], source: gazette-1}"
FILES = {
    "dataset": "topics: {ships: Ships of all kinds, lights: Lights}\n",
    "actors": "nora: {name: Nora, kind: vessel, aliases: [Nora II, Жук]}\nbar: {name: The bar}\n",
    "sources": """
        gazette-1:
          title: A front page with a rather long title about the tug Nora and the bar of Skerra
          publisher: The Gazette
          published: 2016-05-02
          accessed: 2020-01-02
          speaker: Agnes Holm
          language: nb
          reliability: B
          url: https://gazette.example/2016/05/02/the-tug-nora-ran-aground-on-the-skerra-bar
          archived_url: https://archive.example/1
          origin: agency
        agency: {publisher: Coast Agency}
    """,
}


@pytest.mark.parametrize("columns", [20, 60, 80, 120, 160, 200])
def test_sources(run: Runner, cards: Writer, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source can be read whole at every width: name, dates, addresses, whom it relays, its id."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("--facts", cards(CARDS, **FILES), "sources", "--format", "table").out
    words = " ".join(out.split())

    assert max(len(line) for line in out.splitlines()) <= columns
    assert "gazette-1" in out
    if columns >= 60:
        pressed = "".join(re.sub(r" (B) +1$", "", line).strip() for line in out.splitlines())
        assert (
            "speaker Agnes Holm, The Gazette, 2016-05-02, accessed 2020-01-02, language nb" in words
        )
        assert "https://gazette.example/2016/05/02/the-tug-nora-ran-aground-on-the-skerra-bar" in (
            pressed
        )
        assert "archived https://archive.example/1" in words
        assert "relays agency" in words


ADDRESSES = [f"https://gazette.example/{'x' * more}" for more in range(20, 130, 7)]


@pytest.mark.parametrize("ids", ["s", "a-source-with-an-id-of-some-fifty-letters-and-more-"])
@pytest.mark.parametrize("columns", [20, 80, 100, 120, 160])
def test_an_address_that_fits_a_line_is_not_broken(
    run: Runner, cards: Writer, ids: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stands beside it, an address is in one piece where a line holds it."""
    monkeypatch.setenv("COLUMNS", str(columns))
    sources = "".join(
        f"{ids}{n}: {{title: T {n}, url: '{url}', archived_url: '{url}/a', reliability: B}}\n"
        for n, url in enumerate(ADDRESSES)
    )
    facts = cards(CARDS.replace("gazette-1", f"{ids}0"), sources=sources)
    out = run("--facts", facts, "sources", "--format", "table").out
    words = out.split()

    assert max(len(line) for line in out.splitlines()) <= columns
    for url in (*ADDRESSES, *(f"{url}/a" for url in ADDRESSES)):
        assert url in words or len(url) > columns
    assert "".join(out.split()).count("https://") == 2 * len(ADDRESSES)


def test_actors(run: Runner, cards: Writer) -> None:
    """Other names stand below the name; who has none has no line for them."""
    out = run("--facts", cards(CARDS, **FILES), "actors", "--format", "table").out
    lines = [line.rstrip() for line in out.splitlines()]

    assert [line.split() for line in lines] == [
        ["Id", "Name", "Kind", "Cards"],
        ["─" * len(lines[1])],
        ["bar", "The", "bar", "0"],
        ["nora", "Nora", "vessel", "0"],
        ["Nora", "II;", "Жук"],
    ]


def test_columns_that_nobody_fills_are_left_out(run: Runner, cards: Writer) -> None:
    """Where no actor has a kind, there is no column for kinds."""
    facts = cards(CARDS, actors="nora: {name: Nora}", sources=FILES["sources"])
    out = run("--facts", facts, "actors", "--format", "table").out

    assert out.splitlines()[0].split() == ["Id", "Name", "Cards"]


@pytest.mark.parametrize("columns", [20, 80, 200])
def test_topics(run: Runner, cards: Writer, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A topic has id, label and its number of cards."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("--facts", cards(CARDS, **FILES), "topics", "--format", "table").out

    assert "Ships of all kinds 1" in " ".join(out.split()) or columns == 20
    assert re.search(r"\bships\b", out)


def test_long_ids_stand_below_the_name(run: Runner, cards: Writer) -> None:
    """An id too long for a column of its own stays in one piece, with space between the rows."""
    long = "-".join(["long"] * 8)
    facts = cards(CARDS, sources=FILES["sources"], actors=f"{long}: {{name: L}}\nm: {{name: M}}")
    lines = run("--facts", facts, "actors", "--format", "table").out.splitlines()

    assert [line.split() for line in lines[2:]] == [["L", "0"], [long], [], ["M", "0"], ["m"]]
