"""The README: every command in it runs, and what it shows is what relcli prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parent.parent / "README.md"
FENCE = re.compile(
    r"(?:^<!-- (?P<name>\w+) -->\n)?^```(?P<language>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of a language; those with a name are run by .ci/run itself."""
    found = FENCE.finditer(README.read_text(encoding="utf-8"))
    return [m["body"] for m in found if m["language"] == language and not m["name"]]


def commands() -> list[str]:
    """Return every command of the README's shell blocks, continued lines included."""
    return [
        c.rstrip("\n")
        for block in blocks("sh")
        for c in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder outside the repository, in which the README's own dataset lies."""
    (tmp_path / "my-facts").mkdir()
    least, _ = blocks("yaml")
    (tmp_path / "my-facts" / "cards.yaml").write_text(least, encoding="utf-8")
    return tmp_path


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line in a shell that finds this Python's relcli."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "COLUMNS": "80", "PYTHONUTF8": "1"}
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_runs(command: str, folder: Path) -> None:
    """Each command of the README succeeds, and answers unless it writes to a file."""
    done = shell(command, folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr or "-o " in command or "> " in command
    assert "relcli: error" not in done.stderr


@pytest.mark.parametrize("block", blocks("console"))
def test_an_output_in_the_readme_is_what_relcli_prints(
    block: str, folder: Path, *, update_golden: bool
) -> None:
    """Each output that the README shows is the one that its command draws on 80 columns."""
    command, _, shown = block.partition("\n")
    done = shell(f"{command.removeprefix('$ ')} --format table 2>&1", folder)
    drawn = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
    if update_golden:
        text = README.read_text(encoding="utf-8").replace(block, f"{command}\n{drawn}")
        README.write_text(text, encoding="utf-8")
    assert update_golden or drawn == shown


def test_the_fullest_card_of_the_readme_loads(folder: Path) -> None:
    """The fullest card of the README is a card that relcli reads."""
    _, fullest = blocks("yaml")
    sources = "wsj-2023-11-02: {publisher: WSJ}\nkremlin-2023-11-03: {publisher: Kremlin}\n"
    (folder / "my-facts" / "cards.yaml").write_text(fullest, encoding="utf-8")
    (folder / "my-facts" / "sources.yaml").write_text(sources, encoding="utf-8")
    done = shell("relcli --facts my-facts list --format ids", folder)
    assert (done.stdout, done.stderr) == ("pantsir-transfer\n", "")


def test_ci_finds_both_commands_of_the_readme() -> None:
    """The commands that .ci/run takes from the README are there, a line each."""
    named = {m["name"]: m["body"] for m in FENCE.finditer(README.read_text(encoding="utf-8"))}
    assert named["install"].count("\n") == named["test"].count("\n") == 1
    assert "relcli search wagner" in named["install"]
    assert "pytest" in named["test"]
