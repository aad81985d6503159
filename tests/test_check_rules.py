"""Every rule of `check` has its bad cards, and good ones beside them that it lets pass."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.check.manuals import OF_HISTORY, OF_LINKS, OF_LOADING
from relcli.check.rules import RULES
from relcli.load.dataset import load_dataset
from relcli.model.problem import Severity

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]

BAD = Path(__file__).parent / "bad"
CASES = sorted(
    path
    for path in BAD.iterdir()
    if (path.is_dir() or path.suffix == ".yaml") and path.name.split(".")[0] not in OF_LOADING
)
by_name = pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))


def rule_of(case: Path) -> str:
    return case.name.split(".")[0]


@by_name
def test_text(
    case: Path, run: Runner, monkeypatch: pytest.MonkeyPatch, *, update_golden: bool
) -> None:
    """A bad case gives exactly the text that stands beside it, and fails where that is strict."""
    monkeypatch.chdir(BAD)
    got = run("check", "--strict", case.name)
    expected = BAD / f"{case.name.removesuffix('.yaml')}.expected"
    if update_golden:
        expected.write_text(got.out, encoding="utf-8")
    assert got.out == expected.read_text(encoding="utf-8")
    assert (got.status, got.err) == (1, "")


@by_name
def test_no_other_rule_fires(case: Path, run: Runner) -> None:
    """Nothing but its rule is wrong with a bad case, so the rule is what it shows."""
    found = json.loads(run("check", case, "--format", "json").out)
    assert {problem["rule"] for problem in found} == {rule_of(case)}
    assert {problem["severity"] for problem in found} == {str(RULES[rule_of(case)].severity)}


@by_name
def test_good_neighbours(case: Path, run: Runner) -> None:
    """No problem lies in a card that is called good; each case has one."""
    found = json.loads(run("check", case, "--format", "json").out)
    cards = load_dataset(case).cards
    assert any(card.id.startswith("good") for card in cards)
    for place in (problem["place"] for problem in found):
        above = [
            c for c in cards if c.place.path == place["path"] and c.place.line <= place["line"]
        ]
        assert not above or not above[-1].id.startswith("good")


def test_every_rule_has_a_case() -> None:
    """The rules that look at cards are those that have a bad case."""
    looking = {name for name, rule in RULES.items() if rule.find is not None}
    assert looking == {rule_of(case) for case in CASES}


@pytest.mark.parametrize("name", RULES)
def test_manual(name: str) -> None:
    """A manual says in one line what is wrong, then why it matters, an example and a cure."""
    manual = RULES[name].manual
    assert re.fullmatch(
        r"[A-Z][^\n]{10,98}\.\n\nWhy it matters: .+\n\nExample: ?.+\n\nCure: .+\.",
        manual,
        re.DOTALL,
    )
    assert RULES[name].summary == manual.splitlines()[0]


def test_ids() -> None:
    """A rule is found by its id, and no id stands for two rules."""
    assert all(name == rule.id for name, rule in RULES.items())
    looking = [rule for rule in RULES.values() if rule.find is not None]
    assert len(RULES) == len(OF_LOADING) + len(OF_LINKS) + len(OF_HISTORY) + len(looking)


def test_loading_is_never_a_warning() -> None:
    """What keeps a card from being read is an error."""
    assert {RULES[name].severity for name in OF_LOADING} == {Severity.ERROR}
