"""Whole runs of relcli, as tests/golden/*.txt shows them: they are its examples too.

A line `$ relcli …` is a command; what follows is its stdout, then its stderr, and `[1]` where the
exit status is 1. Spaces at the ends of lines don't count. `pytest --update-golden` writes the
files anew.
"""

import shlex
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]

GOLDEN = Path(__file__).parent / "golden"
PROMPT = "$ relcli "


def transcript(run: Runner, text: str) -> str:
    """Run the commands of a transcript, and return it as it ought to be."""
    lines = []
    for command in (line for line in text.splitlines() if line.startswith(("$ ", "# "))):
        if command.startswith("# "):
            lines += [command, ""]
            continue
        done = run(*shlex.split(command.removeprefix(PROMPT)))
        lines += [command, *(line.rstrip() for line in (done.out + done.err).splitlines())]
        lines += [f"[{done.status}]"] * bool(done.status) + [""]
    return "\n".join(lines)


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.txt")), ids=lambda file: str(file.stem))
def test_golden(
    run: Runner, file: Path, monkeypatch: pytest.MonkeyPatch, *, update_golden: bool
) -> None:
    """Each command of a transcript prints what stands there."""
    monkeypatch.chdir(GOLDEN)
    expected = file.read_text(encoding="utf-8")
    got = transcript(run, expected)
    if update_golden:
        file.write_text(got, encoding="utf-8")
    elif got != expected:
        diff = unified_diff(expected.splitlines(), got.splitlines(), "expected", "got", lineterm="")
        pytest.fail(
            f"{file.name} differs; accept it with --update-golden\n\n"
            f"--- expected ---\n{expected}\n--- got ---\n{got}\n" + "\n".join(diff),
            pytrace=False,
        )


def test_there_are_transcripts() -> None:
    """The transcripts are where the test looks for them, and each has a command."""
    files = list(GOLDEN.glob("*.txt"))

    assert len(files) >= 5
    assert all(PROMPT in file.read_text(encoding="utf-8") for file in files)
