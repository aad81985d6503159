"""Text from strangers on a terminal: all of it is seen, and none of it acts, in any command."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.view.safe import visible

pytest.importorskip("pty", reason="pseudo-terminals are POSIX")

if TYPE_CHECKING:
    from tests.conftest import Run

# What acts: in a terminal (colour, title, link, 8-bit CSI, bell, backspace, carriage return, device
# control), in the order of letters (overrides, isolates), unseen (zero width, tags), in rich.
EVIL = (
    r"Evil \e[31mred\e]0;title\a\e]8;;http://e.example/\e\\link\eP1$r\e\\\e[2J\x9b31m\x9d0;t\x9c"
    r" \x7f \b \r \0 \u202eleft\u202c\u2066\u2069 \u200b\u2060\ufeff\U000e0041\ufff9"
    r" [bold red]x[/] [link=http://e.example]l[/link] [/no] :smile:"
)
URLS = (
    "javascript:alert(1)",
    "file:///etc/passwd",
    r"https://e.example/\e]0;title\a",
    r"https://e.example/\u202egpj.exe",
    "https://good.example/a",
)
GOOD = "https://good.example/a"
STANCES = ("supports", "qualifies", "disputes", "disputes", "supports")
SOURCES = "".join(
    f'\n    - {{title: "{EVIL}", publisher: "{EVIL}", says: "{EVIL}", url: "{url}",'
    f' archived_url: "{url}", origin: "{EVIL}", stance: {stance}}}'
    for url, stance in zip(URLS, STANCES, strict=True)
)
CARD = f"""
- id: ID
  claim: "{EVIL} ID"
  date: 2016
  confidence: possible
  topics: ["{EVIL}"]
  actors: [one, two]
  note: "{EVIL}"
  related: ["{EVIL}"]
  contradicts: ["{EVIL}", other]
  superseded_by: null
  sources:{SOURCES}
"""
BROKEN = f"""
- claim: "{EVIL}"
  "{EVIL}": x
  date: "{EVIL}"
  confidence: "{EVIL}"
  source: x
- "{EVIL}"
- id: "{EVIL}"
- *{"x" * 9}\x1b[31m
- claim: @\u202e
"""
FILES = {
    "dataset.yaml": f'title: "{EVIL}"\ndescription: "{EVIL}"\nlicense: "{EVIL}"\n'
    f'topics: {{"{EVIL}": "{EVIL}"}}\ncheck: {{ignore: ["{EVIL}"]}}\n',
    "actors.yaml": f'one: {{name: "{EVIL}", kind: "{EVIL}", aliases: ["{EVIL}2"]}}\n'
    f'two: {{name: "{EVIL}3"}}\n"{EVIL}": {{name: "{EVIL}"}}\n',
    "cards\x1b[31m\u202e\u200b.yaml": CARD.replace("ID", "evil") + CARD.replace("ID", "other"),
    "broken\x1b]0;title\x07.yaml": BROKEN,
}
TYPED = "\x1b[31m\x1b]0;t\x07\x9b\u202e\u200bx"  # what a user pastes
COMMANDS = (
    *(["list"], ["show", "evil"], ["search", "red"], ["topics"], ["actors"], ["sources"]),
    *(["timeline"], ["timeline", "--by", "topic"], ["timeline", "--density", "--by", "actor"]),
    *(["stats"], ["stats", "--by", "origin"], ["stats", "--by", "publisher"], ["disputes"]),
    *(["graph"], ["graph", "one"], ["check"], ["check", "--strict", "--select", "unknown-link"]),
    *(["cite", "evil", "--style", style] for style in ("footnote", "markdown", "wikipedia")),
    *(["fmt", "--check"], ["fmt", "--diff"], ["set", "evil", f"note={TYPED}"], ["export", "csv"]),
    *(["show", TYPED], ["search", TYPED], ["search", f"topic:{TYPED}"], ["list", "-t", TYPED]),
    *(["list", "--since", TYPED], ["list", "--sort", TYPED], ["list", "--format", TYPED]),
    *(["graph", TYPED], ["check", TYPED], ["check", "--explain", TYPED], [TYPED], [f"--{TYPED}"]),
    *(["cite", TYPED], ["cite", "evil", "--style", TYPED], ["export", TYPED], ["list", TYPED]),
    *(["new", "--no-input", "--claim", "x", "--date", TYPED], ["schema", TYPED], ["edit", TYPED]),
)
ACTS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
STYLE = re.compile(r"\x1b\[[0-9;]*m")
LINK = re.compile("\x1b]8;(?:id=[0-9]+)?;([^\x1b]*)\x1b\\\\")
MARK = "\x1e"  # stands between what two commands write
# Runs one command after the other, so that Python starts but once.
ONE_BY_ONE = f"""
import json, sys
from relcli.cli.app import main
for args in json.loads(sys.argv[1]):
    assert main(args) in (0, 1, 2)
    print(end={MARK!r}, flush=True)
"""


def evil_dataset(folder: Path) -> Path:
    """Write a dataset that is all attack: every field, every name of a file, its own name."""
    dataset = folder / "data\x1b[31m\u202e"
    dataset.mkdir()
    for name, text in FILES.items():
        (dataset / name).write_text(text, encoding="utf-8")
    return dataset


def on_terminal(commands: Sequence[Sequence[str]], cache: Path) -> list[str]:
    """Return what a terminal gets, stdout and stderr, from each of some commands."""
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LANG": "C.UTF-8"}
    environment["PAGER"] = "cat"  # less would wait for a key
    for name in ("NO_COLOR", "FORCE_COLOR", "RELCLI_FACTS"):
        environment.pop(name, None)
    environment["XDG_CACHE_HOME"] = str(cache)
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", ONE_BY_ONE, json.dumps(commands)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        cwd=cache,
    ) as process:
        os.close(theirs)
        got = b""
        while piece := _read(ours):
            got += piece
    os.close(ours)
    # The terminal puts a carriage return before each line end; lines of CSV have their own.
    shown = re.sub("\r+\n", "\n", got.decode()).split(MARK)
    assert process.returncode == 0, shown[-1]
    return shown[:-1]


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # so Linux says that the other side is closed
        return b""


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a terminal gets from each command."""
    facts = ["--facts", str(evil_dataset(tmp_path_factory.mktemp("evil")))]
    shown = on_terminal([[*facts, *args] for args in COMMANDS], tmp_path_factory.mktemp("cache"))
    return dict(zip(map(str, COMMANDS), shown, strict=True))


def acting(got: str) -> list[str]:
    """Return what acts in what relcli has written, besides its own colours and links to the web."""
    assert {*LINK.findall(got)} <= {"", GOOD}
    return ACTS.findall(LINK.sub("", STYLE.sub("", got)))


@pytest.mark.parametrize("command", COMMANDS, ids=ascii)
def test_nothing_acts_on_a_terminal(screens: dict[str, str], command: list[str]) -> None:
    """All that acts in what a terminal gets is relcli's own: colours, and links to the web."""
    assert screens[str(command)]
    assert acting(screens[str(command)]) == []


@pytest.mark.parametrize("command", COMMANDS, ids=ascii)
def test_nothing_acts_through_a_pipe(
    run: Callable[..., "Run"], tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where colours are forced into a pipe, or tables are asked for."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    facts = evil_dataset(tmp_path)
    ended = run("--facts", facts, *command)

    assert ended.status in (0, 1, 2)
    assert ended.out + ended.err
    # Cells stand between tabs, and lines of CSV end as RFC 4180 has it.
    assert acting(ended.out.replace("\r\n", "\n").replace("\t", " ") + ended.err) == []


@pytest.mark.parametrize("name", ["\x1b]0;t\x07.yaml", "\u202e", "\x9b31m/x"])
def test_an_unknown_path_is_told_without_acting(
    run: Callable[..., "Run"], tmp_path: Path, name: str
) -> None:
    """The name that a user gave comes back in the message, with what acts made visible."""
    ended = run("--facts", tmp_path / name, "list")

    assert "no such file or folder" in ended.err
    assert acting(ended.err) == []


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian: I want
        "\u200f\u062d\u0632\u0628 \u0627\u0644\u0644\u0647\u200e \u061c\u0639",  # Arabic
        "\u0915\u094d\u200d\u0937",  # Devanagari
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",  # a family, a red heart
    ],
)
def test_what_scripts_are_written_with_stays(text: str) -> None:
    """Joiners and marks of direction, without which Persian, Hindi and emoji are misspelt."""
    assert visible(text) == text
