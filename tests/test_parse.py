"""The text of a query, as it comes from the shell."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.cli.query_words import hide_minus, query_text

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]


@pytest.mark.parametrize(
    ("arg", "hidden"),
    [
        ("-sold", True),
        ("-2016", True),
        ("-5", True),
        ("-Жук", True),
        ("-é", True),
        ("-ran aground", True),
        ("-", False),
        ("-f", False),
        ("-N", False),
        ("--json", False),
        ("--", False),
        ("word", False),
        ("", False),
    ],
)
def test_hide_minus(arg: str, *, hidden: bool) -> None:
    """A hyphen before more than one letter hides from the parser of options, and comes back."""
    assert (hide_minus(arg) != arg) is hidden
    assert query_text([hide_minus(arg)]).replace('"', "") == arg


def test_query_text() -> None:
    """Arguments are joined; one excluded argument of several words stays one phrase."""
    shell = ["tug", "-sold", "-ran aground", '-"in quotes"', '"a b"']

    assert query_text(map(hide_minus, shell)) == ('tug -sold -"ran aground" -"in quotes" "a b"')


CARDS = """
- {id: tug, claim: The tug ran aground in 2016., date: 2016, confidence: possible, source: S}
- {id: sloop, claim: The sloop ran home., date: 2017, confidence: possible, source: S}
- {id: bell, claim: The bell ran down aground., date: 2018, confidence: possible, source: S}
"""


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["ran"], "bell sloop tug"),
        (["ran", "-aground"], "sloop"),
        (["-aground", "ran"], "sloop"),
        (["ran", "-2016"], "bell sloop"),
        (["ran", "-tug", "-bell"], "sloop"),
        (["ran -tug -bell"], "sloop"),
        (["ran", "-ran aground"], "bell sloop"),
        (['"ran aground"'], "tug"),
        (['"ran', 'aground"'], "tug"),
        (["ran", '-"ran aground"'], "bell sloop"),
        (["--", "ran", "-aground"], "sloop"),
        (["ran", "--limit", "0", "-aground", "-f", "ids"], "sloop"),
    ],
)
@pytest.mark.parametrize("command", ["search", "timeline"])
def test_straight_from_the_shell(
    run: Runner, cards: Writer, command: str, words: list[str], ids: str
) -> None:
    """`-word` leaves out and "phrases" stay together, as typed in a shell."""
    found = run("--facts", cards(CARDS), command, "--format", "ids", *words)

    assert sorted(found.out.split()) == ids.split()


@pytest.mark.parametrize(
    "text", ['"', "-", '-"', ":", "topic:", "((", "* OR", "a:b:c", "", "\\", "%"]
)
def test_no_input_is_a_syntax_error(run: Runner, cards: Writer, text: str) -> None:
    """Whatever is typed is a question: it finds cards or it finds none."""
    assert run("--facts", cards(CARDS), "search", text).status in {0, 1}


@pytest.mark.parametrize("option", ["-v", "-x", "--exclude"])
def test_options_stay_options(run: Runner, cards: Writer, option: str) -> None:
    """An unknown option of one letter, or with two hyphens, is no word to leave out."""
    failed = run("--facts", cards(CARDS), "search", "ran", option)

    assert failed.status == 2
    assert "No such option" in failed.err
