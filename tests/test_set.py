"""relcli set: one card changed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Relcli = Callable[..., "Run"]
Cards = Callable[..., Path]

TWO = """\
- id: one
  claim: X happened.
  date: 2016
  confidence: possible  # for now
  source: Somebody, in 2016

- claim: Y happened, they say.
  date: 2017
  confidence: possible
  source: Somebody, in 2017
"""


def parts(run: "Run") -> tuple[int, str, str]:
    """Return status, stdout and stderr."""
    return run.status, run.out, run.err


def test_a_field_is_changed(run: Relcli, cards: Cards) -> None:
    """Only its line; the remark says where."""
    path = cards(TWO) / "cards.yaml"
    ended = run("--facts", path, "set", "one", "confidence=probable", "note=Now sure.")
    assert parts(ended) == (0, "", f"relcli: note: changed {path}:1\n")
    after = TWO.replace("possible  #", "probable  #").replace(
        "in 2016\n", "in 2016\n  note: Now sure.\n"
    )
    assert path.read_text(encoding="utf-8") == after


@pytest.mark.parametrize(
    ("said", "written", "told"),
    [
        ("as of 2016", "as of 2016", ""),
        ("by 25 May 2022", "by 2022-05-25", "`by 25 May 2022` is read as by 2022-05-25"),
        ("2016 or later", '"[2016..]"', "`2016 or later` is read as [2016..]"),
    ],
)
def test_a_date_may_be_in_words(
    run: Relcli, cards: Cards, said: str, written: str, told: str
) -> None:
    """It is written as a file has it; how it was read is told."""
    path = cards(TWO) / "cards.yaml"
    ended = run("--facts", path, "set", "one", f"date={said}")
    notes = [f"relcli: note: {told}"] if told else []
    assert ended.err.splitlines() == [*notes, f"relcli: note: changed {path}:1"]
    after = TWO.replace("date: 2016", f"date: {written}")
    assert path.read_text(encoding="utf-8") == after


def test_a_source_gets_its_speaker(run: Relcli, cards: Cards) -> None:
    """A source is added as JSON, with all that a source has."""
    path = cards(TWO) / "cards.yaml"
    source = '{"publisher": "CNN", "stance": "disputes", "speaker": "Dmitry Peskov"}'
    assert run("--facts", path, "set", "one", f"sources+={source}").status == 0
    shown = run("--facts", path, "show", "one", "--json").out
    assert '"speaker": {"id": null, "name": "Dmitry Peskov"}' in shown


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("no-such-id", "no source has the id `no-such-id`; declare it in sources.yaml; a title is"),
        ("wsj2023", "no source has the id `wsj2023`"),
    ],
)
def test_what_looks_like_an_id_is_no_title(
    run: Relcli, cards: Cards, source: str, why: str
) -> None:
    """Where no sources are declared, it would become one without a word."""
    path = cards(TWO) / "cards.yaml"
    ended = run("--facts", path, "set", "one", f"sources+={source}")
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert why in ended.err
    assert path.read_text(encoding="utf-8") == TWO
    assert run("--facts", path, "set", "one", f'sources+={{"title": "{source}"}}').status == 0
    assert run("--facts", path, "set", "one", "sources+=reuters").status == 0


def test_of_declared_sources_the_nearest_is_told(run: Relcli, cards: Cards) -> None:
    """A misspelt id asks whether that one was meant."""
    folder = cards(TWO, sources="wsj-2023:\n  title: Report\n")
    ended = run("--facts", folder, "set", "one", "sources+=wsj-2022")
    assert "the dataset has no source `wsj-2022` (did you mean `wsj-2023`?)" in ended.err
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == TWO


def test_an_address_is_the_url_of_a_source(run: Relcli, cards: Cards) -> None:
    """It is written as it is, and is no title."""
    path = cards(TWO) / "cards.yaml"
    assert run("--facts", path, "set", "one", "sources+=https://x.org/a").status == 0
    assert "    - https://x.org/a\n" in path.read_text(encoding="utf-8")
    shown = run("--facts", path, "show", "one", "--json").out
    assert '"title": null, "publisher": null, "url": "https://x.org/a"' in shown


def test_a_card_is_retired(run: Relcli, cards: Cards) -> None:
    """Its id still answers, and names the card in its place."""
    folder = cards(TWO.replace("- claim: Y", "- id: two\n  claim: Y"))
    assert run("--facts", folder, "set", "one", "superseded_by=two").status == 0
    assert '"superseded_by": "two"' in run("--facts", folder, "show", "one", "--json").out


def test_a_derived_id_stays_when_the_claim_changes(run: Relcli, cards: Cards) -> None:
    """It is written down then: ids are never reused."""
    folder = cards(TWO)
    ids = run("--facts", folder, "list", "--format", "ids").out.split()
    card_id = next(card_id for card_id in ids if card_id != "one")
    assert card_id.startswith("y-happened")
    assert run("--facts", folder, "set", card_id, "claim=Y did happen.").status == 0
    assert '"claim": "Y did happen."' in run("--facts", folder, "show", card_id, "--json").out


def test_nothing_to_change_writes_nothing(run: Relcli, cards: Cards) -> None:
    """The file keeps its time."""
    path = cards(TWO) / "cards.yaml"
    before = path.stat().st_mtime_ns
    ended = run("--facts", path, "set", "one", "confidence=possible")
    assert parts(ended) == (0, "", "relcli: note: `one` is so already\n")
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["one", "confidence=sure"], "`sure` is no confidence word"),
        (["one", "date=soon"], '`date`: "soon" is no date'),
        (["one", "related=tow"], "related: no other card `tow`"),
        (["one", "superseded_by=one"], "superseded_by: no other card `one`"),
        (["oen", "note=x"], "no card `oen`; did you mean `one`?"),
        (["zzzzzzzz", "note=x"], "no card `zzzzzzzz`; `relcli list` shows all"),
        (["one", "note"], "`note` is no change"),
        (["one", "topics=zz"], "the dataset has no topic `zz`"),
    ],
)
def test_a_bad_change_changes_nothing(run: Relcli, cards: Cards, args: list[str], why: str) -> None:
    """One line on stderr, status 2, the file as it was."""
    folder = cards(TWO, dataset="topics:\n  military: Military\n")
    ended = run("--facts", folder, "set", *args)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert why in ended.err
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == TWO


def test_two_cards_of_one_id_are_told_apart_by_their_dataset(
    run: Relcli, cards: Cards, tmp_path: Path
) -> None:
    """Which of them is meant is not guessed."""
    folder = cards(TWO)
    other = tmp_path / "other.yaml"
    other.write_text(TWO, encoding="utf-8")
    ended = run("--facts", folder, "--facts", other, "set", "one", "note=x")
    assert ended.err == (
        f"relcli: error: two cards are called `one`, in {folder}/cards.yaml and {other}; "
        "name one with --facts\n"
    )


def test_a_card_that_cannot_be_read_is_told_from_one_that_is_not_there(
    run: Relcli, cards: Cards
) -> None:
    """Where something cannot be read, an unknown id may stand there: the place is named."""
    path = cards(TWO.replace("possible  # for now", "sure")) / "cards.yaml"
    ended = run("--facts", path, "set", "one", "note=x")
    assert ended.status == 2
    assert f"no card `one`; perhaps it cannot be read: {path}:4:15" in ended.err
