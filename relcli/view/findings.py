"""What `check` found, in each of its formats."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict
from unicodedata import combining, east_asian_width
from urllib.parse import quote

from relcli import __version__
from relcli.model.problem import Place, Problem, Severity
from relcli.view import data
from relcli.view.numbers import counted
from relcli.view.safe import in_json, one_line, visible

if TYPE_CHECKING:
    from relcli.model.problem import Report

WIDEST = 100  # columns of a line that is shown; of a longer one, those around the place
_BEFORE = 60  # of them, at most, before the place
Piece = tuple[str, str]  # text, and what it is: a severity, "help", "quiet", or ""


class PlainPlace(TypedDict):
    """A place in a file; line and column count from 1."""

    path: str
    line: int
    column: int


class PlainProblem(TypedDict):
    """A problem as plain data, with the keys that scripts rely on."""

    rule: str
    severity: str
    message: str
    cure: str
    place: PlainPlace


def as_text(report: "Report") -> Iterator[str]:
    """Each problem with its line and a caret under the place, then how many there are."""
    for piece, _ in pieces(report):
        yield piece


def as_json(report: "Report") -> Iterator[str]:
    """One array, an object a line."""
    return data.as_json(map(plain_problem, report.problems), ())


def as_github(report: "Report") -> Iterator[str]:
    """GitHub's workflow commands, which it shows beside the lines of a pull request."""
    for problem in report.problems:
        place = problem.place
        where = {"file": place.path, "line": place.line, "col": place.column}
        properties = {**where, "title": f"relcli {problem.rule}"}
        listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        yield f"::{problem.severity} {listed}::{_data(_whole(problem))}\n"


def as_sarif(report: "Report") -> Iterator[str]:
    """SARIF 2.1.0 (OASIS, 27 March 2020), which code scanning services read."""
    met = sorted({problem.rule for problem in report.problems})
    driver = {
        "name": "relcli",
        "version": __version__,
        "rules": [
            {
                "id": name,
                "shortDescription": {"text": report.rules[name].summary},
                "help": {"text": report.rules[name].manual},
                "defaultConfiguration": {"level": str(report.rules[name].severity)},
            }
            for name in met
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, met.index(problem.rule)) for problem in report.problems],
    }
    schema = (
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    )
    log = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    yield in_json(json.dumps(log, ensure_ascii=False)) + "\n"


REPORT_VIEWS: dict[str, Callable[["Report"], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}


def plain_problem(problem: Problem) -> PlainProblem:
    """Return a problem as plain data."""
    place = problem.place
    return {
        "rule": problem.rule,
        "severity": str(problem.severity),
        "message": problem.message,
        "cure": problem.cure,
        "place": {"path": place.path, "line": place.line, "column": place.column},
    }


def summary(report: "Report") -> str:
    """Return how many problems there are: "2 errors, 1 warning in 6 files, 114 cards"."""
    counts = [(report.count(severity), str(severity)) for severity in Severity]
    problems = ", ".join(counted(number, what) for number, what in counts if number)
    looked_at = f"{counted(report.files, 'file')}, {counted(report.cards, 'card')}"
    told = f"{problems} in {looked_at}" if problems else f"clean: {looked_at}"
    of = f"{report.copies} of {counted(report.addresses, 'address', 'addresses')}"
    return f"{told}; {of} with an archived copy" if report.addresses else told


def pieces(report: "Report") -> Iterator[Piece]:
    """Yield the text in pieces, each with what it is."""
    for problem, line in report.found:
        yield f"{one_line(str(problem.place))}: ", ""
        yield f"{problem.severity}[{problem.rule}]", str(problem.severity)
        yield f" {one_line(problem.message)}\n", ""
        if line.strip():
            yield from _excerpt(problem.place, line, str(problem.severity))
        if problem.cure:
            yield "help: ", "help"
            yield f"{one_line(problem.cure)}\n", ""
        yield "\n", ""
    yield f"{summary(report)}\n", ""


def _excerpt(place: Place, line: str, kind: str) -> Iterator[Piece]:
    """Show the line that a place is in, with a caret under it."""
    before, after = line[: place.column - 1], line[place.column - 1 :]
    if len(line) > WIDEST and len(before) > _BEFORE:
        before = "…" + before[-_BEFORE:]
    room = WIDEST - len(before)
    after = after if len(after) <= room else after[:room] + "…"
    before, after = visible(before), visible(after)
    gutter = str(place.line)
    yield f"  {gutter} | ", "quiet"
    yield f"{before}{after}\n", ""
    yield f"  {' ' * len(gutter)} | ", "quiet"
    yield f"{' ' * sum(map(_columns, before))}^\n", kind


def _columns(character: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _whole(problem: Problem) -> str:
    return f"{problem.message}\nhelp: {problem.cure}" if problem.cure else problem.message


def _data(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _result(problem: Problem, rule_index: int) -> dict[str, Any]:
    path = Path(problem.place.path)
    region = {"startLine": problem.place.line, "startColumn": problem.place.column}
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    return {
        "ruleId": problem.rule,
        "ruleIndex": rule_index,
        "level": str(problem.severity),
        "message": {"text": _whole(problem)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
    }
