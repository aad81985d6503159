"""Where on a card a word was found, and how the card writes it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from relcli.index.words import words
from relcli.search.located import Names, Texts, marked

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

NOTE = (
    "Long before that, in the winter after the harbour had been closed for good, the owner of the "
    "wharf had pledged the tug to a bank in Bergen, which nobody on the island knew of at the time."
)
CARDS = f"""
- id: tug
  claim: The tug was sold.
  date: 2016
  confidence: possible
  topics: [harbour-trade]
  actors: [nora, Per Lund]
  sources:
    - {{publisher: The Gazette, title: Front page, says: Her captain had wept.}}
    - {{title: A ledger, speaker: Captain Hagen}}
  note: {NOTE}
- id: zhuk
  claim: Жук купил лодку в Вардё.
  date: 2017
  confidence: possible
  source: S
- id: short
  claim: Nothing was paid.
  date: 2018
  confidence: possible
  note: A cheque bounced.
  source: S
"""
ACTORS = """
nora: {name: Nora, aliases: [Northern Star, Ермолай]}
"""
DATASET = "topics: {harbour-trade: Trade in the harbour}"


@pytest.fixture
def facts(cards: Writer) -> Path:
    """A dataset whose words stand in all places."""
    text = CARDS.replace("Per Lund", "per-lund")
    return cards(text, actors=f"{ACTORS}per-lund: {{name: Per Lund}}\n", dataset=DATASET)


@pytest.fixture
def line(run: Runner, facts: Path) -> Callable[..., str]:
    """What a table says of a card after its claim and its sources, without its id."""

    def ask(query: str, claim: str = "The tug was sold.") -> str:
        out = run("--facts", facts, "search", query, "--format", "table").out
        told = (" ".join(hit.split()) for hit in re.split(r"\n(?! )", out))
        _, _, *found = next(hit for hit in told if claim in hit).split(" — ")
        return " ".join(found).rpartition(" ")[0]

    return ask


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("tug", ""),
        ("2016", ""),
        ("the tug", ""),
        ("nora", "actor: Nora"),
        ("lund", "actor: Per Lund"),
        ("northern star", "alias: Nora: Northern Star"),
        ("trade", "topic: harbour-trade"),
        ("gazette", "source: The Gazette, Front page"),
        ("front", "source: The Gazette, Front page"),
        ("wept", "source: Her captain had wept."),
        ("ledger", "source: A ledger"),
        ("ledgr", "source: A ledger"),
        ("hagen", "source: Captain Hagen"),
        ("sold wept", "source: Her captain had wept."),
        ("lund nora gazette", "actor: Nora actor: Per Lund"),
        ("nora nora", "actor: Nora"),
    ],
)
def test_where_a_word_stands(line: Callable[..., str], query: str, told: str) -> None:
    """A line names the place of what is not in the claim, two at most, each once."""
    assert line(query) == told


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("long", "note: Long before that, in the winter after the harbour …"),
        (
            "pledged",
            (
                "note: … closed for good, the owner of the wharf had pledged the tug to a bank in "
                "Bergen, which nobody …"
            ),
        ),
        (
            "island",
            "note: … to a bank in Bergen, which nobody on the island knew of at the time.",
        ),
    ],
)
def test_a_long_text_is_cut_between_words(line: Callable[..., str], query: str, told: str) -> None:
    """Some words before and after are quoted, and dots stand for the rest."""
    assert line(query) == told


def test_what_is_quoted_already_is_not_quoted_once_more(line: Callable[..., str]) -> None:
    """Where an excerpt has another word of the question, a second one would say the same."""
    assert line("pledged wharf") == line("wharf")
    assert "pledged" in line("wharf")
    assert line("pledged island").count("note: ") == 2
    assert line("pledged gazette").count("note: ") == line("pledged gazette").count("source: ") == 1


def test_a_short_text_is_quoted_whole(line: Callable[..., str]) -> None:
    """Nothing is cut from it."""
    assert line("cheque", "Nothing was paid.") == "note: A cheque bounced."


def matched(run: Runner, facts: Path, query: str) -> list[dict[str, Any]]:
    """What the first card has of each word."""
    found: list[dict[str, Any]] = json.loads(run("--facts", facts, "search", query, "--json").out)[
        0
    ]["matched"]
    return found


@pytest.mark.parametrize(
    ("query", "word", "found", "how", "field"),
    [
        ("sold", "sold", "sold", "exact", "claim"),
        ("SOLD", "sold", "sold", "exact", "claim"),
        ("selled", "selled", "sold", "stem", "claim"),
        ("ermolai", "ermolai", "Ермолай", "name", "actors"),
        ("zhuk", "zhuk", "Жук", "exact", "claim"),
        ("жук", "жук", "Жук", "exact", "claim"),
        ("vardo", "vardo", "Вардё", "fuzzy", "claim"),
        ("harbour-trade", "harbour", "harbour", "exact", "topics"),
        ("northernstar", "northernstar", "northern star", "split", "actors"),
        ("2016", "2016", "2016", "exact", "date"),
    ],
)
def test_the_own_word_of_a_card(
    run: Runner, facts: Path, query: str, word: str, found: str, how: str, field: str
) -> None:
    """What was found is told as the card writes it, in its script, without punctuation."""
    match = next(m for m in matched(run, facts, query) if m["word"] == word)

    assert match == {"word": word, "found": found, "how": how, "field": field}


@pytest.mark.parametrize(
    "told", ["note: Northern Star saw it.", "source: {title: T, says: Nora saw.}"]
)
def test_the_names_of_whom_a_note_or_a_source_mentions(
    run: Runner, cards: Writer, told: str
) -> None:
    """They are told as the dataset declares them, in the script of the name, with their place."""
    source = "" if told.startswith("source") else ", source: S"
    text = f"- {{id: a, claim: It rained., date: 2016, confidence: possible, {told}{source}}}"
    facts = cards(text, actors=f"{ACTORS}lund: {{name: Per Lund, aliases: [Ермолай Лунд]}}\n")

    assert matched(run, facts, "ermolai") == [
        {"word": "ermolai", "found": "Ермолай", "how": "name", "field": "note"}
    ]
    out = run("--facts", facts, "search", "ermolai", "--format", "table", "--explain").out
    assert "alias: Nora: Ермолай" in out
    assert "ermolai → Ермолай in another spelling, in the note" in out


def test_an_alias_that_no_actor_declares(run: Runner, cards: Writer) -> None:
    """A name that a card alone has is its actor's."""
    text = "- {id: a, claim: It rained., date: 2016, confidence: possible, actors: [Per Lund],"
    out = run("--facts", cards(f"{text} source: S}}"), "search", "lund", "--format", "table").out

    assert "actor: Per Lund" in out


def test_a_word_that_a_field_does_not_have_stays_as_it_is() -> None:
    """Neither is there another form of it, nor a place to tell."""
    card: Any = {"claim": "Жук купил лодку.", "note": "Nothing.", "actors": [], "sources": []}
    texts = Texts(card, Names(lambda _: ()))

    assert texts.own_word("zhuk", "claim") == "Жук"
    assert texts.own_word("zhuk", "note") == "zhuk"
    assert texts.place("zhuk", "note") is None


def test_a_word_within_a_longer_one_is_not_the_word_of_a_card() -> None:
    """What the index has for Насралла begins Nasrallah; no reader is shown it."""
    card: Any = {"claim": "Nasrallah spoke; PANTSIR-S1.", "note": "Насралла.", "actors": []}
    card |= {"topics": [], "sources": []}
    texts = Texts(card, Names(lambda _: ()))

    assert texts.own_form("nasralla") == "Насралла"
    assert texts.own_word("nasralla", "claim") == "nasralla"  # which it has not
    assert texts.own_word("nasrallah", "claim") == "nasrallah"
    assert texts.own_word("1", "claim") == "1"
    assert texts.own_word("pantsir", "claim") == "pantsir"


@pytest.mark.parametrize(
    ("text", "found", "pieces"),
    [
        ("The tug sank.", ["tug"], ["The ", "tug", " sank."]),
        ("Tug, TUGS: tug's", ["tug", "tugs"], ["", "Tug", ", ", "TUGS", ": ", "tug", "'s"]),
        ("In November 2016.", ["november 2016"], ["In ", "November", " ", "2016", "."]),
        ("Хезболла спасла", ["khezbolla"], ["", "Хезболла", " спасла"]),
        ("Nothing of it.", ["tug"], ["Nothing of it."]),
        ("Nothing at all.", [], ["Nothing at all."]),
    ],
)
def test_what_was_found_is_marked_in_a_text(text: str, found: list[str], pieces: list[str]) -> None:
    """Every second piece of a text has a word that was found, however it is written there."""
    assert marked(text, found) == pieces


def test_a_run_of_letters_is_marked_where_it_stands() -> None:
    """Where no spaces part words, just what was asked for is marked."""
    with_runs = marked("俄罗斯与真主党", words("真主党"))
    assert "".join(with_runs) == "俄罗斯与真主党"
    assert len(with_runs) > 1
    assert "真主" in "".join(with_runs[1::2])
