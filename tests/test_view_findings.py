"""What `check` found as text, JSON, GitHub commands and SARIF."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from relcli import __version__
from relcli.check.rules import RULES
from relcli.model.problem import Place, Problem, Report, Severity
from relcli.view.findings import REPORT_VIEWS

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

NO_STOP = """
- id: meeting
  claim: Officers met in Aleppo
  date: 2016-11
  confidence: possible
  source: {publisher: Al-Akhbar}
"""
WARNING = Problem(Place("a.yaml", 3, 5), "final-stop", "no stop", "end it", Severity.WARNING)


def shown(view: str, *found: tuple[Problem, str]) -> str:
    return "".join(REPORT_VIEWS[view](Report(found, files=1, cards=1, rules=RULES)))


def excerpt(column: int, line: str) -> list[str]:
    """Return the line and the caret line of a text, without what is left of them."""
    problem = Problem(Place("a.yaml", 7, column), "url", "wrong")
    _, above, below, *_ = shown("text", (problem, line)).splitlines()
    assert above.startswith("  7 | ")
    assert below.startswith("    | ")
    return [above[6:], below[6:]]


def test_text() -> None:
    """Text has the place, severity, rule and message, the line, a caret, the cure and the sum."""
    assert shown("text", (WARNING, "    claim: Here")) == (
        "a.yaml:3:5: warning[final-stop] no stop\n"
        "  3 |     claim: Here\n"
        "    |     ^\n"
        "help: end it\n"
        "\n"
        "1 warning in 1 file, 1 card\n"
    )


def test_text_of_an_empty_line_or_cure() -> None:
    """Where there is no line to show and no cure, neither is shown."""
    bare = Problem(Place("a.yaml"), "unreadable", "cannot be read")
    assert shown("text", (bare, " ")) == (
        "a.yaml:1:1: error[unreadable] cannot be read\n\n1 error in 1 file, 1 card\n"
    )


def test_caret_below_wide_and_combining_characters() -> None:
    """The caret stands below its character whatever the columns of those before it."""
    assert excerpt(5, "俄罗斯 x") == ["俄罗斯 x", "       ^"]
    assert excerpt(4, "e\u0301e x") == ["e\u0301e x", "  ^"]


def test_control_characters_are_made_visible() -> None:
    """Nothing in a file acts on the terminal, and the caret allows for what is shown instead."""
    assert excerpt(3, "\x1b\u202eé") == ["␛‹U+202E›é", "         ^"]
    evil = Problem(Place("\x1b[2J.yaml"), "id", "`\x1b[31m` is none", "do \x1b[0m not")
    text = shown("text", (evil, "x"))
    assert "\x1b" not in text
    assert "␛[31m" in text


def test_long_lines_are_cut_around_the_place() -> None:
    """Of a long line, what is around the place is shown, and dots where it was cut."""
    line = "a" * 150 + "X" + "b" * 150
    above, below = excerpt(151, line)
    assert above == "…" + "a" * 60 + "X" + "b" * 38 + "…"
    assert above[below.index("^")] == "X"
    above, below = excerpt(11, "a" * 10 + "X" + "b" * 150)
    assert above == "a" * 10 + "X" + "b" * 89 + "…"
    assert above[below.index("^")] == "X"


def test_json() -> None:
    """JSON is an array of problems that have always the same keys, and [] of none."""
    assert json.loads(shown("json", (WARNING, ""), (WARNING, ""))) == 2 * [
        {
            "rule": "final-stop",
            "severity": "warning",
            "message": "no stop",
            "cure": "end it",
            "place": {"path": "a.yaml", "line": 3, "column": 5},
        }
    ]
    assert shown("json") == "[]\n"


def test_github() -> None:
    """A GitHub command escapes what would end it, in properties more than in the message."""
    problem = Problem(Place("a,b:c%.yaml", 2, 4), "url", "50%,\rno: url", "write\nit")
    assert shown("github", (problem, "")) == (
        "::error file=a%2Cb%3Ac%25.yaml,line=2,col=4,title=relcli url"
        "::50%25,%0Dno: url%0Ahelp: write%0Ait\n"
    )
    assert shown("github", (WARNING, "")).startswith("::warning file=a.yaml,line=3,col=5,")
    assert shown("github") == ""


def of(required: dict[str, Any], **optional: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return the schema of an object that has these properties and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
        "additionalProperties": False,
    }


def every(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
# SARIF 2.1.0, sections 3.13 to 3.50: what it wants of the objects that relcli writes.
RULE = of(
    {"id": TEXT},
    shortDescription=of({"text": TEXT}),
    help=of({"text": TEXT}),
    defaultConfiguration=of({}, level=LEVEL),
)
LOCATION = of(
    {
        "physicalLocation": of(
            {
                "artifactLocation": of({"uri": {"type": "string", "format": "uri-reference"}}),
                "region": of({"startLine": COUNT, "startColumn": COUNT}),
            }
        )
    }
)
RESULT = of(
    {"message": of({"text": TEXT}), "ruleId": TEXT, "locations": every(LOCATION)},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
)
RUN = of(
    {"tool": of({"driver": of({"name": TEXT}, version=TEXT, rules=every(RULE))})},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=every(RESULT),
)
SARIF = of({"version": {"const": "2.1.0"}, "runs": every(RUN)}, **{"$schema": TEXT})


def test_sarif() -> None:
    """SARIF is as the standard wants it; each result names its rule, by id and by number."""
    error = Problem(Place("years/2016 ü.yaml", 7, 2), "url", "no url", "copy it")
    absolute = Problem(Place("/facts/a.yaml"), "id", "no id")
    text = shown("sarif", (WARNING, ""), (error, ""), (absolute, ""), (WARNING, ""))
    log = json.loads(text)
    jsonschema.validate(log, SARIF, cls=jsonschema.Draft7Validator)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["version"] == __version__
    assert [rule["id"] for rule in rules] == ["final-stop", "id", "url"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
    ]
    assert uris == ["a.yaml", "years/2016%20%C3%BC.yaml", "file:///facts/a.yaml", "a.yaml"]
    assert run["results"][1]["message"]["text"] == "no url\nhelp: copy it"
    assert [result["level"] for result in run["results"]] == [
        "warning",
        "error",
        "error",
        "warning",
    ]


def test_sarif_of_nothing() -> None:
    """A clean run is a SARIF log too: it tells that there are no results."""
    log = json.loads(shown("sarif"))
    jsonschema.validate(log, SARIF, cls=jsonschema.Draft7Validator)
    assert log["runs"][0]["results"] == []


@pytest.mark.parametrize("view", REPORT_VIEWS)
def test_formats_hold_all(run: Runner, cards: Writer, view: str) -> None:
    """Each format tells the rule, its severity and the file."""
    got = run("check", cards(NO_STOP), "--format", view)
    assert got.status == 0
    for word in ("final-stop", "warning", "cards.yaml"):
        assert word in got.out


def test_colour_is_forced(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """FORCE_COLOR colours the text, which is the same without its colours."""
    folder = cards(NO_STOP)
    plain = run("check", folder).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = run("check", folder).out
    assert "\x1b[1;38;5;130mwarning[final-stop]\x1b[0m" in coloured
    uncoloured = "".join(part.partition("m")[2] for part in f"m{coloured}".split("\x1b["))
    assert uncoloured == plain
    assert run("check", folder, "--format", "json").out.startswith("[")
