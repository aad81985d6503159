"""What is told of an answer, word for word, and the order of what is equal."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.model.query import Answer, Hit

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- {id: sale, claim: The tug Nora was sold to Kuznetsov., date: 2016, confidence: possible,
   source: S, topics: [ships]}
- {id: loan, claim: The tug Nora was lent., date: 2017, confidence: confirmed, source: S,
   topics: [ships]}
- {id: fire, claim: The sloop Berta burned., date: 2018, confidence: probable, source: S,
   topics: [fires]}
- {id: bell, claim: A bell was cast for the chapel., date: 2019, confidence: probable, source: S,
   topics: [fires]}
"""
LONG = "It is told that in those days nobody on all of the quays would speak of the"


def told(run: Runner, facts: Path, *args: str) -> list[str]:
    """The remarks on a question."""
    done = run("--facts", facts, "search", *args, "--format", "jsonl")
    return [line.removeprefix("relcli: note: ") for line in done.err.splitlines()]


@pytest.mark.parametrize(
    ("query", "remarks"),
    [
        ("tug nora", []),
        ("kuznetsof", ["kuznetsof → kuznetsov"]),
        (
            "nora kuznetsof",
            [
                "kuznetsof → kuznetsov",
                "only the first has all the words, those below some of them",
            ],
        ),
        (
            "bertta kuznetsof",
            [
                "bertta → berta, kuznetsof → kuznetsov",
                "no card has all the words; these have some of them",
            ],
        ),
        ("nora berta", ["no card has all the words; these have some of them"]),
        (
            "nora zeppelin",
            ["no card has all the words, none has `zeppelin`; these have some of them"],
        ),
        (" ", ["no words to look for"]),
        ("zeppelin airship", ["nothing found for zeppelin airship"]),
        ("nora -sold", ["left out: cards with `sold`"]),
        ('nora -sold -"lent to"', ['left out: cards with `sold` and `"lent to"`']),
        ("nora -topic:fires", ["left out: cards with `topic:fires`"]),
        ("nora NOT sold", ["read as `nora` without `sold`"]),
        ("tug AND nora", ["read as `tug nora`"]),
        ("sold OR berta", ["read as `sold` or `berta`"]),
        ("NOT sold OR berta", ["read as without `sold` or `berta`"]),
    ],
)
def test_remarks(run: Runner, cards: Writer, query: str, remarks: list[str]) -> None:
    """Each tells what a user should know, and nothing else is told."""
    assert told(run, cards(CARDS), query) == remarks


def test_a_correction_and_what_else_may_be_meant(run: Runner, cards: Writer) -> None:
    """Beside the word that was taken stand up to two others that are as near."""
    text = "".join(
        f"- {{id: {name.lower()}, claim: A man called {name} came., date: 2016,"
        " confidence: possible, source: S}\n"
        for name in ("Kosturov", "Kasturov", "Kosturin")
    )
    (remark,) = told(run, cards(text), "kosturof", "--limit", "1")[:1]

    assert remark == "kosturof → kosturov (or `kosturin` or `kasturov`?)"


def test_a_word_that_no_card_has_may_be_another(run: Runner, cards: Writer) -> None:
    """Where others are found, the remark says what may be meant by it."""
    text = CARDS.replace("chapel", "groups")

    partial = "none has `troops` (did you mean `groups`?); these have some of them"

    assert told(run, cards(text), "nora troops") == [f"no card has all the words, {partial}"]
    assert told(run, cards(text), "troops") == ["nothing found for troops; did you mean `groups`?"]


def test_filters_are_named_where_they_may_be_why(run: Runner, cards: Writer) -> None:
    """A card with all the words may be one that does not pass them."""
    facts = cards(CARDS)

    for args in (["sold bell topic:fires"], ["sold bell", "--topic", "fires"]):
        assert told(run, facts, *args) == [
            "no card that passes the filters has all the words; these have some of them"
        ]


def test_what_is_quoted_is_named(run: Runner, cards: Writer) -> None:
    """Words in another order are no answer to a phrase, and are told apart."""
    facts = cards(CARDS)

    assert told(run, facts, '"nora tug"') == [
        "no card has all of this as it is quoted; these have some of it"
    ]
    assert told(run, facts, '"cast bell" sold', "--topic", "fires") == [
        "no card that passes the filters has all of this as it is quoted; these have some of it"
    ]


def test_what_is_ignored_is_told(run: Runner, cards: Writer) -> None:
    """In a pasted text signs leave nothing out."""
    remarks = told(run, cards(CARDS), f"{LONG} tug -Nora.")

    assert remarks[0] == "in so long a text, `-Nora.` leaves nothing out"
    assert not any(remark.startswith(("left out", "read as")) for remark in remarks)
    assert told(run, cards(CARDS), f"{LONG} tug -Nora NOT Berta")[0] == (
        "in so long a text, `-Nora` and `NOT` leave nothing out"
    )


def test_the_first_of_some(run: Runner, cards: Writer) -> None:
    """How many have all the words is told, and how many there are."""
    facts = cards(CARDS)

    assert told(run, facts, "nora tug berta OR nora tug")[1:] == [
        "the first 2 have all the words, those below some of them"
    ]
    assert told(run, facts, "nora tug") == []
    assert told(run, facts, "tug nora", "--limit", "1") == ["the first 1 of 2; --limit 0 shows all"]


def of(run: Runner, *args: object) -> dict[str, bool]:
    """Each card found, best first, and whether it has all the words."""
    return {card["id"]: card["all_words"] for card in json.loads(run(*args, "--json").out)}


@pytest.mark.parametrize("sort", ["relevance", "date", "newest", "confidence", "id"])
def test_complete_answers_come_first_in_every_order(run: Runner, cards: Writer, sort: str) -> None:
    """Each order holds among those that have all the words, and among the others."""
    found = of(run, "--facts", cards(CARDS), "search", "nora sold", "--sort", sort)

    assert found == {"sale": True, "loan": False}
    assert list(found) == ["sale", "loan"]


def test_partial_answers_fill_up_to_a_few(run: Runner, cards: Writer) -> None:
    """With those that have all the words they are five; where there are as many, none is shown."""
    claims = ["The red tug sank."] * 3 + ["A red bell."] * 4
    text = "".join(
        f"- {{id: c{n}, claim: {claim}, date: 2016, confidence: possible, source: S}}\n"
        for n, claim in enumerate(claims)
    )
    few, many = cards(text), text + text.replace("id: c", "id: d")

    assert list(of(run, "--facts", few, "search", "red tug").values()) == [True] * 3 + [False] * 2
    assert list(of(run, "--facts", cards(many), "search", "red tug").values()) == [True] * 6
    assert len(of(run, "--facts", few, "search", "red tug", "--limit", "3")) == 3


def test_ids_and_other_commands_take_complete_answers_alone(run: Runner, cards: Writer) -> None:
    """What is counted or goes on to another program has all the words, where any card has."""
    facts = cards(CARDS)

    assert run("--facts", facts, "search", "nora sold", "--format", "ids").out == "sale\n"
    assert run("--facts", facts, "timeline", "nora sold", "--format", "ids").out == "sale\n"
    assert run("--facts", facts, "search", "nora berta", "--format", "ids").out != ""


STANDING = """
- {id: doubtful, claim: The tug sank., date: 2019, confidence: doubtful, source: S}
- {id: disputed, claim: The tug sank., date: 2018, confidence: probable,
   sources: [S, {title: T, stance: disputes}]}
- {id: older, claim: The tug sank., date: 2016, confidence: probable, source: S}
- {id: newer, claim: The tug sank., date: 2017, confidence: probable, source: S}
- {id: rumour, claim: The tug sank., date: 2020, confidence: unconfirmed, source: S}
- {id: sure, claim: The tug sank., date: 2001, confidence: confirmed, source: S}
- {id: same-day, claim: The tug sank., date: 2017, confidence: probable, source: S}
"""


def test_equal_cards(run: Runner, cards: Writer) -> None:
    """The surer comes first, then the undisputed, then the newer, then as they stand."""
    assert list(of(run, "--facts", cards(STANDING), "search", "tug")) == [
        *("sure", "newer", "same-day", "older", "disputed", "doubtful", "rumour")
    ]


@pytest.fixture
def two(cards: Writer, tmp_path: Path) -> tuple[Path, Path]:
    """Two datasets."""
    other = tmp_path / "other.yaml"
    other.write_text(
        "- {id: dry, claim: The dock was emptied., date: 2016, confidence: possible, source: S}\n"
        "- {id: wet, claim: The dock and the bell., date: 2017, confidence: possible, source: S}\n"
    )
    return cards(CARDS), other


def test_alternatives_over_two_datasets(run: Runner, two: tuple[Path, Path]) -> None:
    """A card is an answer once, whichever it meets, and wherever it is."""
    paths = ["--facts", two[0], "--facts", two[1]]
    found = of(run, *paths, "search", "dock OR bell OR sloop")

    assert sorted(found) == ["bell", "dry", "fire", "wet"]
    assert all(found.values())
    assert run(*paths, "timeline", "dock OR bell OR sloop", "--format", "ids").out.split() == [
        *("dry", "wet", "fire", "bell")
    ]


def test_alternatives_are_as_good_as_the_best(run: Runner, two: tuple[Path, Path]) -> None:
    """A card with all the words of one is a complete answer, whatever it lacks of another."""
    paths = ["--facts", two[0], "--facts", two[1]]
    found = of(run, *paths, "search", "zeppelin dock OR sloop berta")

    assert {card for card, whole in found.items() if whole} == {"fire"}
    assert {card for card, whole in found.items() if not whole} == {"wet", "dry"}


def test_alternatives_with_filters(run: Runner, two: tuple[Path, Path]) -> None:
    """Each has filters of its own, and those of the command line hold for all."""
    facts = ["--facts", two[0]]
    found = of(run, *facts, "search", "topic:ships OR bell")

    assert sorted(found) == ["bell", "loan", "sale"]
    assert sorted(of(run, *facts, "search", "nora OR bell", "--until", "2016")) == ["sale"]
    assert sorted(of(run, *facts, "search", "nora OR bell", "--limit", "2")) != []
    assert len(of(run, *facts, "search", "nora OR bell", "--limit", "2")) == 2


def test_an_alternative_that_asks_for_nothing_is_none(run: Runner, two: tuple[Path, Path]) -> None:
    """Punctuation is no way to meet a question."""
    assert sorted(of(run, "--facts", two[0], "search", "sloop OR ?")) == ["fire"]


def test_exact(run: Runner, cards: Writer) -> None:
    """Words in quotation marks, and all of them with --exact, are met by nothing else."""
    facts = cards(CARDS)

    assert of(run, "--facts", facts, "search", "sell") == {"sale": True}
    assert of(run, "--facts", facts, "search", '"sell"') == {}
    assert of(run, "--facts", facts, "search", "--exact", "sell") == {}
    assert of(run, "--facts", facts, "search", "--exact", "sold") == {"sale": True}
    assert of(run, "--facts", facts, "search", '"nora" sell') == {"sale": True, "loan": False}
    assert run("--facts", facts, "timeline", "--exact", "sell").status == 1
    assert run("--facts", facts, "search", "--exact", "kuznetsof").err == (
        "relcli: note: nothing found for kuznetsof; did you mean `kuznetsov`?\n"
    )


def test_quiet_hides_what_is_told_and_not_what_is_done(run: Runner, cards: Writer) -> None:
    """Scripts read `matched`."""
    done = run("--facts", cards(CARDS), "-q", "search", "kuznetsof", "--json")

    assert done.err == ""
    assert json.loads(done.out)[0]["matched"][0]["how"] in {"fuzzy", "name"}


def test_a_phrase_that_was_not_looked_for_everywhere_is_told_so() -> None:
    """No more is said of the cards than was read of them."""
    hit = Hit({}, all_words=False)  # type: ignore[typeddict-item] # no more of a card is asked
    answer = Answer((hit,), 1, partial=True, quoted=True, unread=True)

    (remark,) = answer.on_words
    assert remark == (
        "none of the newest cards with these words has all of this as it is quoted; "
        "these have some of it"
    )
