"""`search --explain`: how each word was read, and why a card stands where it stands."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- id: sale
  claim: The tug Nora was sold to Kuznetsov of Almaz-Antey.
  date: 2016-11-24
  confidence: possible
  topics: [ships]
  source: {publisher: The Gazette}
- {id: fire, claim: The Almazantey sloop burned in the workyard., date: 2018, confidence: probable,
   source: S, note: A tugboat saw it.}
- {id: bell, claim: Sanctions were lifted., date: 2019, confidence: probable, source: S}
"""


def explained(run: Runner, facts: Path, *args: str) -> list[dict[str, Any]]:
    """The cards of an answer with what explains them."""
    found: list[dict[str, Any]] = json.loads(
        run("--facts", facts, "search", *args, "--explain", "--json").out
    )
    return found


@pytest.mark.parametrize(
    "query",
    [
        *("tug nora", "tugs sold", "kuznetsof nora gazette", "nora zeppelin", "almazantey"),
        *("2016-11 tug", "sold OR burned", '"tug nora"', "of the", "work yard"),
        "when was the tug nora sold to kuznetsov and what did the gazette say of it",
    ],
)
def test_it_adds_up(run: Runner, cards: Writer, query: str) -> None:
    """The points of the words, and for what stands together, are all points; the score is a part.

    The numbers are rounded for reading.
    """
    found = explained(run, cards(CARDS), query)

    assert found
    for card in found:
        why = card["why"]
        points = sum(word["points"] for word in why["words"]) + why["together"] + why["cover"]
        assert points == pytest.approx(why["points"], abs=0.004)
        assert card["score"] == pytest.approx(min(1.0, why["points"] / why["full"]), abs=0.001)
        assert all(word["nearness"] <= 1.25 for word in why["words"])


@pytest.mark.parametrize(
    ("query", "word", "found", "how", "field"),
    [
        ("nora", "nora", "nora", "exact", "claim"),
        ("selling nora", "selling", "sold", "stem", "claim"),
        ("kuznetsof", "kuznetsof", "kuznetsov", "fuzzy", "claim"),
        ("kuzn", "kuzn", "kuznetsov", "prefix", "claim"),
        ("gazette", "gazette", "gazette", "exact", "sources"),
        ("ships", "ships", "ships", "exact", "topics"),
        ("november 2016", "november 2016", "2016-11", "date", "date"),
        ("nora kuznetsburg", "kuznetsburg", "kuznetsov", "hint", "claim"),
    ],
)
def test_how_a_word_was_read(
    run: Runner, cards: Writer, query: str, word: str, found: str, how: str, field: str
) -> None:
    """By what it was found, where, and in which way; what is no answer is called a hint."""
    first = next(c for c in explained(run, cards(CARDS), query) if c["id"] == "sale")
    (read,) = (each for each in first["why"]["words"] if each["word"] == word)

    assert (read["found"], read["how"], read["field"]) == (found, how, field)


def test_without_it_there_is_none(run: Runner, cards: Writer) -> None:
    """The key is there only where it was asked for, and where words were."""
    facts = cards(CARDS)

    assert "why" not in json.loads(run("--facts", facts, "search", "tug", "--json").out)[0]
    assert "why" not in explained(run, facts, "topic:ships")[0] or (
        explained(run, facts, "topic:ships")[0]["score"] is None
    )


def test_in_a_table_it_is_a_column(run: Runner, cards: Writer) -> None:
    """TSV has it behind what was there before it."""
    out = run("--facts", cards(CARDS), "search", "nora", "--explain", "--format", "tsv").out

    assert out.splitlines()[0].split("\t")[-3:] == ["all_words", "why", "as_of"]


def drawn(run: Runner, facts: Path, query: str) -> str:
    """What stands below the table of hits."""
    out = run("--facts", facts, "search", query, "--explain", "--format", "table").out
    lines = [line.rstrip() for line in out.splitlines()]
    assert max(map(len, lines)) <= 80
    return "\n".join(lines[next(n for n, line in enumerate(lines) if line.startswith("1  ")) :])


def test_what_is_drawn(run: Runner, cards: Writer) -> None:
    """A line for each word, with its points; and what they add by standing together."""
    text = drawn(run, cards(CARDS), "kuznetsof tug")
    told = re.sub(r"\d+\.\d+", "0.0", re.sub(r"\s+", " ", text))

    assert told == (
        "1 sale 0.0 = 0.0 of 0.0 points "
        "0.0 kuznetsof → kuznetsov as a slip, in the claim: rarity 0.0 x nearness 0.0, 1 times "
        "0.0 tug as it is, in the claim: rarity 0.0 x nearness 0.0, 1 times "
        "0.0 for words that stand together as asked "
        "0.0 for how much of the question it has "
        "2 fire 0.0 = 0.0 of 0.0 points some of the words "
        "0.0 tug → tugboat by its beginning, in the note: rarity 0.0 x nearness 0.0, 1 times "
        "0.0 for words that stand together as asked "
        "0.0 for how much of the question it has"
    )


@pytest.mark.parametrize(
    ("query", "how"),
    [
        ("sanction", "sanction → sanctions in another form"),
        ("tugnora", "tugnora → tug nora written apart"),
        ("almaz antey burned", "almaz → almazantey written together"),
        ("24 November 2016", "24 November 2016 → 2016-11-24 as a date, in the date"),
        ("nora kuznetsburg", "kuznetsburg → kuznetsov by something like it, which is no answer"),
        ("kuznetsoff", "in the claim"),
    ],
)
def test_each_way_is_told_in_words(run: Runner, cards: Writer, query: str, how: str) -> None:
    """How a word was read is a phrase that needs no manual."""
    assert how in " ".join(drawn(run, cards(CARDS), query).split())


def test_without_words_nothing_is_explained(run: Runner, cards: Writer) -> None:
    """Filters alone make no card better than another."""
    facts = cards(CARDS)
    args = ("--facts", facts, "search", "topic:ships", "--format", "table")

    assert run(*args, "--explain").out == run(*args).out
