"""The filters, the same in every command that chooses cards."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- id: sold
  claim: The tug was sold for scrap.
  date: 2017
  confidence: doubtful
  topics: [ships]
  sources:
    - gazette
    - {publisher: The owner, stance: disputes}
- id: aground
  claim: The tug Nora ran aground.
  date: 2016-05-01
  confidence: confirmed
  topics: [ships]
  actors: [nora]
  sources: [gazette]
- id: piloted
  claim: Anna Berg piloted the tug.
  date: 2016-05
  confidence: probable
  topics: [ships, people]
  actors: [nora, anna]
  sources: [radio]
- id: bell
  claim: A bell was heard at night.
  date: 2016-04-20/2016-05-03
  confidence: unconfirmed
  topics: [people]
  source: A letter
- id: light
  claim: The light burned.
  date: 2012/..
  confidence: possible
  source: A logbook
"""
FILES = {
    "dataset": "topics: {ships: Ships of Skerra, people: People}\n",
    "actors": "nora: {name: Nora, aliases: [Nora II, Жук]}\nanna: {name: Anna Berg}\n",
    "sources": """
        gazette: {publisher: The Gazette}
        radio: {publisher: Harbour Radio, title: Evening news}
    """,
}


@pytest.fixture
def facts(cards: Writer) -> Path:
    """Five cards that differ in every filter."""
    return cards(CARDS, **FILES)


CHOSEN = [
    ([], "light bell aground piloted sold"),
    (["--topic", "ships"], "aground piloted sold"),
    (["--topic", "ships of SKERRA"], "aground piloted sold"),
    (["--topic", "ships", "-t", "people"], "bell aground piloted sold"),
    (["--actor", "nora"], "aground piloted"),
    (["--actor", "nora ii"], "aground piloted"),
    (["--actor", "ЖУК"], "aground piloted"),
    (["--actor", "nora", "-a", "Anna Berg"], "aground piloted"),
    (["--actor", "anna"], "piloted"),
    (["--source", "radio"], "piloted"),
    (["--source", "Evening News"], "piloted"),
    (["--source", "The Gazette"], "aground sold"),
    (["--source", "radio", "-s", "A letter"], "bell piloted"),
    (["--confidence", "probable"], "piloted"),
    (["--confidence", "PROBABLE", "-c", "unconfirmed"], "bell piloted"),
    (["--at-least", "confirmed"], "aground"),
    (["--at-least", "possible"], "light aground piloted"),
    (["--at-least", "improbable"], "light aground piloted sold"),  # not the unconfirmed one
    (["--disputed"], "sold"),
    (["--undisputed"], "light bell aground piloted"),
    (["--since", "2017"], "light sold"),
    (["--since", "2016-05-03"], "light bell piloted sold"),
    (["--until", "2016-04"], "light bell"),
    (["--until", "2011"], ""),
    (["--since", "2016-05", "--until", "2016-05"], "light bell aground piloted"),
    (["--since", "2017", "--until", "2016"], ""),
    (["--topic", "ships", "--actor", "nora", "--at-least", "confirmed"], "aground"),
    (["--topic", "people", "--disputed"], ""),
    (["--limit", "2"], "light bell"),
    (["-n", "0"], "light bell aground piloted sold"),
    (["--sort", "date"], "light bell aground piloted sold"),
    (["--sort", "newest"], "sold piloted aground bell light"),
    (["--sort", "confidence"], "aground piloted light sold bell"),
    (["--sort", "id"], "aground bell light piloted sold"),
    (["--sort", "ID", "--limit", "1"], "aground"),
]


@pytest.mark.parametrize("command", ["list", "timeline"])
@pytest.mark.parametrize(("options", "ids"), CHOSEN)
def test_options(run: Runner, facts: Path, command: str, options: list[str], ids: str) -> None:
    """Values of one option are alternatives, options narrow each other, the order is told."""
    chosen = run("--facts", facts, command, *options, "--format", "ids")

    assert chosen.out.split() == ids.split()
    assert chosen.status == (0 if ids else 1)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("topic:ships", "aground piloted sold"),
        ('topic:"ships of skerra"', "aground piloted sold"),
        ("topic:ships topic:people", "bell aground piloted sold"),
        ('actor:"Nora II"', "aground piloted"),
        ("actor:anna", "piloted"),
        ("source:radio", "piloted"),
        ("confidence:probable confidence:doubtful", "piloted sold"),
        ("at-least:probable", "aground piloted"),
        ("disputed:yes", "sold"),
        ("disputed:NO topic:ships", "aground piloted"),
        ("since:2017", "light sold"),
        ("until:2016-04", "light bell"),
        ("topic:ships tug actor:nora", "aground piloted"),
        ("-topic:people", "light aground sold"),
        ("topic:ships -actor:anna -source:gazette", ""),
        ("topic:people -confidence:unconfirmed -confidence:possible", "piloted"),
        ("topic:ships -disputed:yes", "aground piloted"),
    ],
)
def test_fields_of_a_query(run: Runner, facts: Path, text: str, ids: str) -> None:
    """`field:value` in a query is the filter of that name."""
    for words in ([text], text.split() if '"' not in text else [text]):
        assert run("--facts", facts, "timeline", *words, "--format", "ids").out.split() == (
            ids.split()
        )
        found = run("--facts", facts, "search", *words, "--format", "ids").out.split()
        assert sorted(found) == sorted(ids.split())


def test_search_takes_the_options_too(run: Runner, facts: Path) -> None:
    """Search filters by options and sorts by them when asked to."""
    found = run("--facts", facts, "search", "tug", "--topic", "ships", "--sort", "newest")

    assert [line.split("\t")[0] for line in found.out.splitlines()[1:]] == [
        *("sold", "piloted", "aground")
    ]


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--topic", "ship", "no topic `ship` in these facts; did you mean `ships`?"),
        ("--topic", "moon", "no topic `moon` in these facts; `relcli topics` lists them"),
        ("--topic", "", "no topic `` in these facts; `relcli topics` lists them"),
        ("--actor", "norra", "no actor `norra` in these facts; did you mean `nora`?"),
        ("--actor", "zzz", "no actor `zzz` in these facts; `relcli actors` lists them"),
        ("--source", "the gazete", "did you mean `"),
        ("--source", "zzz", "`relcli sources` lists them"),
        ("--confidence", "probabel", "no confidence `probabel`; did you mean `probable`?"),
        ("--confidence", "zzz", "known: confirmed, probable, possible, doubtful, improbable, un"),
        ("--at-least", "confirmd", "did you mean `confirmed`?"),
        ("--at-least", "unconfirmed", "outside the order of grades; write --confidence unconf"),
        ("--since", "2016-13", "--since: "),
        ("--until", "2015-02-30", "--until: "),
        ("--until", "yesterday", "--until: "),
        ("--limit", "few", "--limit: `few` is no number of cards; write 20, or 0 for all"),
        ("--limit", "-5", "--limit: `-5` is no number"),
        ("--limit", "²", "--limit: `²` is no number"),
        ("--sort", "dates", "no order `dates`; did you mean `date`?"),
        ("--sort", "zzz", "known: relevance, date, newest, confidence, id"),
    ],
)
@pytest.mark.parametrize("command", ["list", "timeline", "search"])
def test_values_nobody_knows(
    run: Runner, facts: Path, command: str, option: str, value: str, told: str
) -> None:
    """A filter value that the dataset does not know is trouble, with the nearest that it does."""
    words = ["tug"] if command == "search" else []
    failed = run("--facts", facts, command, *words, option, value)

    assert failed.status == 2
    assert failed.out == ""
    assert failed.err.startswith("relcli: error: ")
    assert failed.err.count("\n") == 1
    assert told in failed.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("topic:ship", "did you mean `ships`?"),
        ("actor:norra", "did you mean `nora`?"),
        ("source:raido", "did you mean `radio`?"),
        ("confidence:probabel", "did you mean `probable`?"),
        ("at-least:unconfirmed", "outside the order"),
        ("disputed:maybe", "known: yes, no"),
        ("since:2016-13", "since:"),
        ("until:2016-13", "until:"),
    ],
)
def test_field_values_nobody_knows(run: Runner, facts: Path, text: str, told: str) -> None:
    """So it is with a value in a query."""
    failed = run("--facts", facts, "search", text)

    assert failed.status == 2
    assert told in failed.err


def test_a_range_says_what_is_only_possibly_in_it(run: Runner, facts: Path) -> None:
    """What may lie outside the range is kept, named on stderr and marked in the data."""
    chosen = run("--facts", facts, "list", "--since", "2016-05", "--until", "2016-12", "--json")

    assert {card["id"]: card["in_range"] for card in json.loads(chosen.out)} == {
        "light": "possibly",
        "bell": "possibly",
        "aground": "certainly",
        "piloted": "certainly",
    }
    assert chosen.err == "relcli: note: only possibly in the range: light, bell\n"


def test_a_range_may_begin_before_all_days_of_an_index(run: Runner, facts: Path) -> None:
    """A bound millions of years away is no trouble, and leaves out what it must."""
    far = ["--since", "Y-99999999", "--until", "2016-05-01", "--format", "ids"]
    every = run("--facts", facts, "list", "--until", "2016-05-01", "--format", "ids")
    assert "aground" in every.out
    assert run("--facts", facts, "list", *far).out == every.out
    later = run("--facts", facts, "list", "--since", "Y99999999", "--format", "ids")
    assert later.out == "light\n"  # which goes on


def test_many_possible_cards_are_counted(run: Runner, cards: Writer) -> None:
    """Five of the uncertain cards are named, the others counted."""
    card = "- {{id: c{n}, claim: It blew {n}., date: 2016?, confidence: possible, source: S}}"
    facts = cards("\n".join(card.format(n=n) for n in range(7)))
    told = run("--facts", facts, "list", "--since", "2016").err

    assert told == ("relcli: note: only possibly in the range: c0, c1, c2, c3, c4, and 2 more\n")


def test_tables_mark_what_is_only_possibly_in_the_range(run: Runner, facts: Path) -> None:
    """On the screen the same is said beside the date."""
    args = ["--since", "2016-05", "--format", "table"]

    for command in ("list", "timeline"):
        drawn = " ".join(run("--facts", facts, command, *args).out.split())
        assert drawn.count("(may") == drawn.count("outside)") == 2  # folded, beside a line


def test_a_bound_cannot_be_excluded(run: Runner, facts: Path) -> None:
    """That there is no other side of a date's bound is told, with what to write."""
    refused = run("--facts", facts, "search", "tug", "-since:2016")
    assert refused.status == 2
    assert refused.err == (
        "relcli: error: -since: cannot be excluded; write since: without the hyphen\n"
    )


@pytest.mark.parametrize("text", ["", "   ", "🚀", "*", '"', "-"])
def test_nothing_to_look_for_finds_nothing(run: Runner, facts: Path, text: str) -> None:
    """A query without a word in it is no query for all cards."""
    found = run("--facts", facts, "search", text, "--format", "ids")
    assert (found.status, found.out) == (1, "")
    told = f"nothing found for {text}" if text.strip() else "no words to look for"
    assert found.err == f"relcli: note: {told}\n"


def test_that_only_the_most_promising_cards_were_looked_at_is_told(
    run: Runner, cards: Writer
) -> None:
    """A search that has more candidates than it scores says that there may be more."""
    card = "- {{id: c{0}, claim: Tug {0}, date: 2016, source: X, confidence: possible}}\n"
    many = cards("".join(card.format(number) for number in range(230)))
    found = run("--facts", many, "search", "tug", "-f", "ids", "-n", "5")
    assert found.err == "relcli: note: the first 5 of 200 or more; --limit 0 shows all\n"
    assert len(run("--facts", many, "search", "tug", "-f", "ids", "-n", "0").out.split()) == 230
