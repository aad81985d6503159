"""Ranges of dates, states outside them, and who speaks: what the filters of every command find."""

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
- id: founded
  claim: The lighthouse company of Skerra was founded.
  date: "-0043"
  confidence: confirmed
  source: A stone
- id: told
  claim: Anna Berg knew of the wreck.
  date: by 2022-05-25
  confidence: possible
  source: {publisher: Harbour Radio, speaker: Anna Berg, language: nn}
- id: sold
  claim: The wreck was sold.
  date: between 2016-11 and 2017
  confidence: doubtful
  sources:
    - {publisher: Harbour Radio, speaker: nora}
    - {publisher: The Gazette, speaker: Per Olsen, stance: disputes}
    - {publisher: A leaflet, stance: disputes}
- id: owner
  claim: The wreck belongs to Berg.
  date: as of 2015-11-15
  confidence: probable
  source: A letter
- id: tenant
  claim: The light has a tenant.
  date: as of 2023
  confidence: probable
  source: A letter
- id: lit
  claim: The light burned.
  date: 2012/..
  confidence: confirmed
  source: A log book
- id: dark
  claim: The light was dark.
  date: ../2011
  confidence: confirmed
  source: A log book
"""
FILES = {"actors": "nora: {name: Nora Hansen, aliases: [Nora]}\nanna: {name: Anna Berg}\n"}


@pytest.fixture
def facts(cards: Writer) -> Path:
    """Dates of every kind, and people who speak."""
    return cards(CARDS, **FILES)


def ids(out: str) -> list[str]:
    """The ids of an answer."""
    return out.split()


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ((), "founded dark lit owner sold told tenant"),
        (("--until", "-0001"), "founded dark told"),
        (("--until", "44 BC"), "founded dark told"),
        (("--since", "2022-05-26"), "lit tenant"),
        (("--since", "2016-12", "--until", "2016-12"), "lit sold told"),
        (("--since", "2015-11", "--until", "2015-11"), "lit owner told"),
        (("--since", "2013", "--until", "2013", "--states"), "lit owner told tenant"),
    ],
)
def test_a_range_knows_every_kind_of_date(
    run: Runner, facts: Path, args: tuple[str, ...], found: str
) -> None:
    """Sets, states, open ends and years before 1 are where their days put them, in date order."""
    assert ids(run("-q", "--facts", facts, "list", *args, "--format", "ids").out) == found.split()


@pytest.mark.parametrize(
    "args",
    [
        ("list", "--since", "2018", "--until", "2018"),
        ("search", "wreck belongs", "--since", "2018", "--until", "2018"),
        ("search", "wreck belongs since:2018 until:2018"),
        ("timeline", "wreck", "belongs", "--since", "2018", "--until", "2018", "--density"),
        ("stats", "--since", "2018", "--until", "2018"),
        ("export", "markdown", "wreck", "belongs", "--since", "2018", "--until", "2018"),
    ],
)
def test_a_state_that_was_attested_at_another_time_is_told(
    run: Runner, facts: Path, args: tuple[str, ...]
) -> None:
    """It may hold in the range all the same, and nobody has to know that to be told."""
    err = run("--facts", facts, *args).err
    assert "attested at other times may hold then: owner" in err


def test_a_state_outside_the_range_is_named_where_nothing_is_found(
    run: Runner, facts: Path
) -> None:
    """Status 1 stays: that it may hold is no answer."""
    told = run("--facts", facts, "search", "tenant", "--until", "2018")
    assert (told.status, ids(run("--facts", facts, "search", "tenant", "--format", "ids").out)) == (
        1,
        ["tenant"],
    )
    assert told.err.splitlines()[-1] == (
        "relcli: note: 1 state attested at other times may hold then: tenant; --states shows it"
    )


def test_states_are_shown_as_possibly_in_the_range(run: Runner, facts: Path) -> None:
    """With --states they are there, told to be no certain part of it, and need no remark."""
    shown = run(
        "--facts", facts, "list", "--until", "2018", "--since", "2018", "--states", "--json"
    )
    in_range = {card["id"]: card["in_range"] for card in json.loads(shown.out)}
    assert in_range == {
        "lit": "possibly",
        "owner": "possibly",
        "tenant": "possibly",
        "told": "possibly",
    }
    assert "may hold then" not in shown.err


def test_a_reversed_range_holds_no_state_either(run: Runner, facts: Path) -> None:
    """Between a day and one before it there is nothing."""
    args = ("list", "--since", "2018", "--until", "2012", "--format", "ids")
    for asked in (
        run("--facts", facts, *args),
        run("--facts", facts, *args, "--states"),
        run("--facts", facts, "search", "light since:2018 until:2012"),
    ):
        assert (asked.status, asked.out.count("\n") < 2) == (1, True)
        assert "note: the range ends before it begins, so nothing lies in it\n" in asked.err
        assert "may hold then" not in asked.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("list", "--since", "25 May 2022"), "`25 May 2022` is read as 2022-05-25"),
        (("search", 'light since:"March 2013"'), "`March 2013` is read as 2013-03"),
        (("stats", "--until", "May 2013"), "`May 2013` is read as 2013-05"),
        (("timeline", "--density", "--until", "May 2013"), "`May 2013` is read as 2013-05"),
    ],
)
def test_how_a_bound_in_words_was_read_is_told(
    run: Runner, facts: Path, args: tuple[str, ...], said: str
) -> None:
    """A date may be written as people write it; what was understood is on stderr."""
    assert f"relcli: note: {said}\n" in run("--facts", facts, *args).err


@pytest.mark.parametrize(
    ("bound", "error"),
    [
        ("as of 2018", "--since: `as of` is for the date of a card; write 2018"),
        ("03/04/2015", "--since: the year stands first, then month and day; write 2015-04-03"),
        ("soon", '--since: "soon" is no date; write a date such as'),
    ],
)
def test_a_bound_that_is_no_date_is_refused(
    run: Runner, facts: Path, bound: str, error: str
) -> None:
    """A state is no bound, and of two readings none is guessed."""
    told = run("--facts", facts, "list", "--since", bound)
    assert told.status == 2
    assert told.err.startswith(f"relcli: error: {error}")


@pytest.mark.parametrize(
    ("speaker", "found"),
    [
        ("Anna Berg", "told"),
        ("anna", "told"),
        ("nora", "sold"),
        ("NORA HANSEN", "sold"),
        ("Per Olsen", "sold"),
    ],
)
def test_who_speaks_is_a_filter(run: Runner, facts: Path, speaker: str, found: str) -> None:
    """By id, name or alias of an actor, or by the name of somebody who is none."""
    args = ("--facts", facts)
    assert ids(run(*args, "list", "--speaker", speaker, "--format", "ids").out) == [found]
    assert ids(run(*args, "search", f'speaker:"{speaker}"', "--format", "ids").out) == [found]
    without = ids(run(*args, "search", f'the -speaker:"{speaker}"', "--format", "ids").out)
    assert found not in without


@pytest.mark.parametrize(
    ("speaker", "cure"),
    [
        ("olsen", "did you mean `Per Olsen`?"),
        ("Ana Berg", "did you mean `Anna Berg`?"),
        ("Vladimir", "`relcli sources` tells who speaks"),
    ],
)
def test_nobody_of_that_name_speaks(run: Runner, facts: Path, speaker: str, cure: str) -> None:
    """A name that no source has is trouble, with the nearest that speaks."""
    told = run("--facts", facts, "list", "--speaker", speaker)
    assert (told.status, told.err) == (
        2,
        f"relcli: error: --speaker: nobody called `{speaker}` speaks in these facts; {cure}\n",
    )


def test_a_speaker_is_plain_data(run: Runner, facts: Path) -> None:
    """A speaker has the id of an actor, or none; a source its language."""
    (told,) = json.loads(run("--facts", facts, "show", "told", "--json").out)
    (sold,) = json.loads(run("--facts", facts, "show", "sold", "--json").out)
    assert told["sources"][0]["speaker"] == {"id": "anna", "name": "Anna Berg"}
    assert told["sources"][0]["language"] == "nn"
    assert [source["speaker"] for source in sold["sources"]] == [
        {"id": "nora", "name": "Nora Hansen"},
        {"id": None, "name": "Per Olsen"},
        None,
    ]


def test_a_speaker_is_found_by_a_search(run: Runner, facts: Path) -> None:
    """Whose words a source carries is among the words of its card."""
    assert ids(run("--facts", facts, "search", "olsen", "--format", "ids").out) == ["sold"]


def test_speakers_are_completed(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shell offers whoever speaks."""
    from relcli.index.datasets import Datasets

    monkeypatch.chdir(facts)
    assert Datasets([facts], lambda _: None).speakers() == ["Anna Berg", "Nora Hansen", "Per Olsen"]


def test_a_date_is_plain_data(run: Runner, facts: Path) -> None:
    """Sets are EDTF level 2, states their day, and only days of four digits are written."""
    found = json.loads(run("--facts", facts, "list", "--json").out)
    dates = {c["id"]: (c["date"], c["earliest"], c["latest"], c["as_of"]) for c in found}
    assert dates == {
        "founded": ("-0043", "-0043-01-01", "-0043-12-31", False),
        "told": ("[..2022-05-25]", None, "2022-05-25", False),
        "sold": ("[2016-11..2017]", "2016-11-01", "2017-12-31", False),
        "owner": ("2015-11-15", "2015-11-15", "2015-11-15", True),
        "tenant": ("2023", "2023-01-01", "2023-12-31", True),
        "lit": ("2012/..", "2012-01-01", None, False),
        "dark": ("../2011", None, "2011-12-31", False),
    }
