"""Every rule of the loader has its bad case: the whole message, and what still loads beside it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import get_type_hints

import pytest

import relcli.load
from relcli.check.manuals import OF_LOADING
from relcli.load.dataset import load_dataset
from relcli.model.card import Card, Dataset, Source
from relcli.model.date import Date
from relcli.model.problem import Place

BAD = Path(__file__).parent / "bad"
# The other cases there are of the rules of `check`, see test_check_rules.py.
CASES = sorted(
    path
    for path in BAD.iterdir()
    if (path.is_dir() or path.suffix == ".yaml") and path.name.split(".")[0] in OF_LOADING
)

# What names a problem's rule, with the position of the rule among the arguments of a call.
REPORTERS = {"Problem": 1, "_problem": 1, "add": 1, "Slip": 3}


def rule_of(case: Path) -> str:
    """`syntax.tab.yaml` is a case of the rule `syntax`."""
    return case.name.split(".")[0]


def load(case: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """Load a case as somebody in its folder would."""
    monkeypatch.chdir(case if case.is_dir() else BAD)
    return load_dataset(Path() if case.is_dir() else Path(case.name))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_problems(case: Path, monkeypatch: pytest.MonkeyPatch, *, update_golden: bool) -> None:
    """A bad case gives exactly the problems that stand beside it."""
    dataset = load(case, monkeypatch)
    got = "".join(f"{problem}\n" for problem in dataset.problems)
    expected = BAD / f"{case.name.removesuffix('.yaml')}.expected"
    if update_golden:
        expected.write_text(got, encoding="utf-8")
    assert got == expected.read_text(encoding="utf-8")
    assert rule_of(case) in {problem.rule for problem in dataset.problems}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_good_cards_still_load(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every good card beside the bad ones is read, and no bad one is."""
    files = case.rglob("*.yaml") if case.is_dir() else [case]
    text = b"\n".join(file.read_bytes() for file in files if file.is_file()).decode("latin-1")
    good = set(re.findall(r"- id: (good(?:-\d)?)$", text, re.MULTILINE))
    assert good
    loaded = {card.id for card in load(case, monkeypatch).cards}
    derived = {card_id for card_id in loaded if re.search("-[0-9a-f]{8}$", card_id)}
    assert loaded - derived == good
    # Of two cards with one id the first is kept.
    assert len(derived) == (case.name == "duplicate-id.derived")


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_messages_are_one_line(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each problem is one printable line that says where, what and how to mend it."""
    for problem in load(case, monkeypatch).problems:
        assert str(problem).isprintable()
        assert problem.message
        assert problem.cure
        assert problem.place >= Place(problem.place.path, 1, 1)


def test_no_expectation_without_a_case() -> None:
    """Each .expected file belongs to a case."""
    names = {
        path.name.removesuffix(".yaml") for path in BAD.iterdir() if path.suffix != ".expected"
    }
    assert {path.stem for path in BAD.glob("*.expected")} == names


def test_every_rule_has_a_case() -> None:
    """The rules that the loader can report are those that have a bad case."""
    assert rules() == {rule_of(case) for case in CASES}


def test_every_rule_has_a_manual() -> None:
    """The rules that the loader can report are those that `check --explain` tells of."""
    assert rules() == set(OF_LOADING)


def rules() -> set[str]:
    """Collect the rules from every call that makes a problem; what is not understood fails."""
    found: set[str] = set()
    for function, call in calls():
        name = name_of(call)
        rule = argument(call, REPORTERS[name])
        if rule is None:
            # `set.add(x)`: no problem has one argument.
            assert name == "add", ast.unparse(call)
            assert len(call.args) == 1, ast.unparse(call)
        elif isinstance(rule, ast.Constant):
            found.add(str(rule.value))
        elif isinstance(rule, ast.JoinedStr):
            found |= variants(ast.unparse(rule))
        elif isinstance(rule, ast.Attribute):  # of a Slip: the calls of it tell which
            assert ast.unparse(rule) == "slip.rule"
        else:
            assert isinstance(rule, ast.Name), ast.unparse(call)
            found |= held_by(rule.id, function)
    return found


def calls() -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    """Yield every call of a reporter in relcli/load, with the function it stands in."""
    for file in Path(relcli.load.__path__[0]).glob("*.py"):
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and name_of(node) in REPORTERS:
                        yield function, node


def name_of(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def argument(call: ast.Call, position: int) -> ast.expr | None:
    """Return the positional argument, or the one named `rule`."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "rule"]
    before = call.args[: position + 1]
    assert not any(isinstance(arg, ast.Starred) for arg in before), ast.unparse(call)
    return before[position] if len(before) > position else (named[0] if named else None)


def held_by(name: str, function: ast.FunctionDef) -> set[str]:
    """Return the rules that a local name can hold."""
    if name in {arg.arg for arg in function.args.args}:
        # A reporter passes on the rule that it was given: the calls of it tell which.
        assert function.name in REPORTERS, function.name
        return set()
    held = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
            held.add(assigned(node, function))
    assert held, function.name
    return held


def assigned(name: ast.Name, function: ast.FunctionDef) -> str:
    """Return the text that `name = "…"` or `name, other = "…", …` assigns."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = zip(target.elts, value.elts, strict=True)
                target, value = next((p for p in pairs if p[0] is name), (target, value))
            if target is name:
                assert isinstance(value, ast.Constant), ast.unparse(node)
                return str(value.value)
    pytest.fail(f"{function.name}: cannot tell what {name.id} holds")


def variants(rule: str) -> set[str]:
    """Return what a rule with a variable part can become."""
    if rule == "f'unknown-{key}'":  # a word of a scale: the fields of a card and of a source
        names = {"Date": Date, "Place": Place}
        hints = {**get_type_hints(Card, names), **get_type_hints(Source, names)}
        scales = {key for key, hint in hints.items() if is_scale(hint)}
        assert scales <= {field.name for kind in (Card, Source) for field in fields(kind)}
        return {f"unknown-{key}" for key in scales}
    assert rule == "f'unknown-{kind}'", rule
    return {f"unknown-{kind}" for kind in kinds()}


def is_scale(hint: object) -> bool:
    kinds = getattr(hint, "__args__", (hint,))
    return any(isinstance(kind, type) and issubclass(kind, StrEnum) for kind in kinds)


def kinds() -> set[str]:
    """Return the second argument of every call of `Problems.unknown`."""
    found = set()
    for file in Path(relcli.load.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name_of(node) == "unknown":
                assert isinstance(node.args[1], ast.Constant)
                found.add(str(node.args[1].value))
    return found
