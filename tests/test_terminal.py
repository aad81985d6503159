"""relcli on a real terminal: width, colour, pager, Ctrl-C."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Terminal

pytest.importorskip("pty", reason="pseudo-terminals are POSIX")
import fcntl
import pty
import struct
import termios

Writer = Callable[..., Path]

CLAIM = "The tug Nora ran aground on the Skerra bar with all her crew and a cargo of yellow bricks."
URL = "https://gazette.example/2016/05/02/the-tug-nora-ran-aground-on-the-skerra-bar.html"
CARDS = f"""
- id: nora-ran-aground-on-the-bar
  claim: {CLAIM}
  date: 2016-05
  confidence: unconfirmed
  topics: [ships]
  actors: [Nora]
  sources: [{{publisher: The Gazette, url: "{URL}"}}, {{publisher: The owner, stance: disputes}}]
- {{id: sold, claim: The tug was sold., date: 2017, confidence: confirmed, source: A letter}}
"""
SHOW = ["show", "nora-ran-aground-on-the-bar"]
ESCAPE = re.compile("\x1b\\[[0-9;]*m|\x1b]8;[^\x1b]*\x1b\\\\")
COLOUR = re.compile("\x1b\\[[0-9;]*(?:3[0-7]|38;[25]|9[0-7])[0-9;]*m")


@dataclass(frozen=True)
class Screen:
    """What a terminal got, and how the run ended."""

    raw: str
    err: str
    status: int

    @property
    def text(self) -> str:
        """The characters without colours and links."""
        return ESCAPE.sub("", self.raw)


def on_terminal(
    *args: str,
    columns: int = 80,
    lines: int = 50,
    interrupt_after: str = "",
    type_after: tuple[str, str] = ("", ""),
    **environment: str,
) -> Screen:
    """Run relcli with stdin and stdout on a terminal of this size, and read what it shows.

    After some text is shown, Ctrl-C or another text is typed.
    """
    seen, typed = (interrupt_after, "\x03") if interrupt_after else type_after
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    leave = {"COLUMNS", "LINES", "NO_COLOR", "PYTHONUNBUFFERED", "COLORTERM"}
    inherited = {name: value for name, value in os.environ.items() if name not in leave}
    with subprocess.Popen(
        [sys.executable, "-m", "relcli", *args],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=inherited | {"TERM": "xterm-256color"} | environment,
        start_new_session=True,
        # Ctrl-C reaches only who has this terminal for its own.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
    ) as process:
        os.close(theirs)
        got = b""
        while piece := _read(ours):
            got += piece
            if seen and seen.encode() in got:
                os.write(ours, typed.encode())
                seen = ""
        assert process.stderr
        err = process.stderr.read()
    os.close(ours)
    raw = got.decode().replace("\r\n", "\n")
    return Screen(raw, err.decode(), process.returncode)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # so Linux says that the other side is closed
        return b""


@pytest.fixture
def facts(cards: Writer) -> str:
    """A long card with a long address, and a short one."""
    return str(cards(CARDS))


@pytest.mark.parametrize(
    ("command", "columns"),
    [
        *((["list"], columns) for columns in (20, 80, 120, 160, 200)),
        *((["timeline"], columns) for columns in (20, 80, 160)),
        *((SHOW, columns) for columns in (20, 80, 200)),
        (["search", "nora"], 100),
    ],
    ids=str,
)
def test_it_fits_the_terminal(facts: str, command: list[str], columns: int) -> None:
    """At every width the table fits, and claim and id can be read from the screen."""
    screen = on_terminal("--facts", facts, *command, columns=columns)
    lines = screen.text.splitlines()
    words = screen.text.split()

    assert screen.status == 0
    assert max(len(line) for line in lines) <= columns
    assert all(word in words for word in CLAIM.split())
    assert "…" not in screen.text
    if columns >= 80:
        assert "nora-ran-aground-on-the-bar" in screen.text


def test_links_lead_to_the_whole_address(facts: str) -> None:
    """Where a URL is wrapped, each part of it is a link to the whole."""
    screen = on_terminal("--facts", facts, *SHOW)
    links = re.findall("\x1b]8;id=[^;]*;([^\x1b]+)\x1b\\\\([^\x1b]+)", screen.raw)

    assert {target for target, _ in links} == {URL}
    assert "".join(shown for _, shown in links) == URL


def test_colour(facts: str) -> None:
    """On a terminal, confidence is coloured and worded, matches are underlined."""
    screen = on_terminal("--facts", facts, "search", "nora")

    assert "\x1b[3;38;5;243munconfirmed\x1b[0m" in screen.raw
    assert "\x1b[1;4mNora\x1b[0m" in screen.raw


@pytest.mark.parametrize("command", [["list"], SHOW], ids=str)
def test_no_color(facts: str, command: list[str]) -> None:
    """With NO_COLOR no colour is set; the words are the same."""
    coloured = on_terminal("--facts", facts, *command)
    plain = on_terminal("--facts", facts, *command, NO_COLOR="1")

    assert COLOUR.search(coloured.raw)
    assert not COLOUR.search(plain.raw)
    assert plain.text == coloured.text


def test_a_dumb_terminal_gets_no_escapes(facts: str) -> None:
    """With TERM=dumb a table comes without a single escape sequence."""
    screen = on_terminal("--facts", facts, *SHOW, TERM="dumb")

    assert "\x1b" not in screen.raw
    assert "The Gazette" in screen.raw


@pytest.mark.parametrize("variable", ["FORCE_COLOR", ""])
def test_force_color(facts: str, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With FORCE_COLOR a table into a pipe is coloured; without it, it is not."""
    monkeypatch.delenv("NO_COLOR")
    if variable:
        monkeypatch.setenv(variable, "1")
    done = subprocess.run(
        [sys.executable, "-m", "relcli", "--facts", facts, "list", "--format", "table"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert bool(COLOUR.search(done.stdout)) is bool(variable)


def test_a_named_format_is_kept_on_a_terminal(facts: str) -> None:
    """A format that was asked for is what a terminal gets."""
    screen = on_terminal("--facts", facts, "list", "--format", "ids", PAGER="sed s/^/P:/", lines=1)

    assert screen.raw == "nora-ran-aground-on-the-bar\nsold\n"


def test_nothing_found_leaves_the_terminal_empty(facts: str) -> None:
    """Where nothing is found, a remark on stderr is all."""
    screen = on_terminal("--facts", facts, "search", "zeppelin")

    assert (screen.raw, screen.status) == ("", 1)
    assert screen.err == "relcli: note: nothing found for zeppelin\n"


# The pager


def test_the_pager_gets_what_does_not_fit(facts: str) -> None:
    """A table longer than the terminal goes through $PAGER, with its colours."""
    screen = on_terminal("--facts", facts, "list", lines=3, PAGER="sed s/^/P:/")

    assert all(line.startswith("P:") for line in screen.text.splitlines())
    assert COLOUR.search(screen.raw)
    assert screen.status == 0


@pytest.mark.parametrize("pager", ["", "cat", " cat "])
def test_no_pager_no_paging(facts: str, pager: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With $PAGER empty or `cat` nothing is paged, and no program is started."""
    monkeypatch.setenv("PATH", stand_in("cat", monkeypatch))
    screen = on_terminal("--facts", facts, "list", lines=3, PAGER=pager)

    assert "The tug was sold." in screen.text
    assert "P:" not in screen.text


def stand_in(name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Put a program into a folder that marks what it shows, and return a PATH that begins there.

    It tells how $LESS was set, too.
    """
    folder = Path("bin").resolve()
    folder.mkdir()
    program = folder / name
    program.write_text('#!/bin/sh\necho "LESS=$LESS"\nexec sed s/^/P:/\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.delenv("PAGER")
    return f"{folder}:{os.environ['PATH']}"


@pytest.mark.parametrize(("of_the_user", "seen"), [(None, "FRX"), ("-S", "-S")])
def test_less_is_the_pager_by_default(
    facts: str, of_the_user: str | None, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a $PAGER it is less, set as git sets it unless the user has set it."""
    path = stand_in("less", monkeypatch)
    if of_the_user:
        monkeypatch.setenv("LESS", of_the_user)
    screen = on_terminal("--facts", facts, "list", lines=3, PATH=path)
    told, *lines = screen.text.splitlines()

    assert told == f"LESS={seen}"
    assert all(line.startswith("P:") for line in lines)
    assert any("The tug was sold." in line for line in lines)


def test_less_itself_is_read_and_left(facts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real less shows the first screen, with colours, and waits; `q` leaves it."""
    if not shutil.which("less"):
        pytest.skip("there is no less here")
    monkeypatch.delenv("PAGER")
    screen = on_terminal("--facts", facts, "list", lines=4, type_after=(":", "q"))

    assert "The tug Nora ran" in screen.text
    assert "The tug was sold." not in screen.text
    assert COLOUR.search(screen.raw)
    assert "\x1b[?1049h" not in screen.raw  # what was there before stays to be seen
    assert (screen.status, screen.err) == (0, "")


def test_without_less_nothing_is_paged(facts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no less, all is shown at once, without a word."""
    monkeypatch.delenv("PAGER")
    screen = on_terminal("--facts", facts, "list", lines=3, PATH="/nowhere")

    assert "The tug was sold." in screen.text
    assert (screen.status, screen.err) == (0, "")


def test_a_dumb_terminal_is_not_paged(facts: str) -> None:
    """With TERM=dumb, as in an editor's shell, no pager is started."""
    screen = on_terminal(
        "--facts", facts, "list", LINES="3", TERM="dumb", lines=3, PAGER="sed s/^/P:/"
    )

    assert "The tug was sold." in screen.text
    assert "P:" not in screen.text


def test_a_pager_keeps_the_status(facts: str) -> None:
    """The exit status is relcli's, whatever the pager's is."""
    pager = "sh -c 'cat; exit 7'"
    found = on_terminal("--facts", facts, "list", lines=3, PAGER=pager)
    partly = on_terminal("--facts", facts, *SHOW, "no-such-card", lines=3, PAGER=pager)

    assert (found.status, partly.status) == (0, 1)


def test_remarks_are_above_what_is_paged(
    cards: Writer, terminal: type[Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was told before a pager scrolled it away stands above its text, if it was on screen."""
    monkeypatch.delenv("COLUMNS")
    facts, pager = str(cards(CARDS)), "sed s/^/P:/"
    session = terminal(
        "--facts", facts, *SHOW, "no-such-card", TERM="vt100", LINES="3", PAGER=pager
    )
    assert session.end() == 1
    elsewhere = on_terminal("--facts", facts, *SHOW, "no-such-card", lines=3, PAGER=pager)

    first, paged, *_ = session.shown.splitlines()
    assert first.startswith("relcli: note: no card `no-such-card`;")
    assert paged == f"P:{first}"
    assert "no-such-card" in elsewhere.err
    assert "no-such-card" not in elsewhere.text


@pytest.mark.parametrize(
    "command", [["help", "search"], ["check", "--explain", "no-source"], ["doctor"]], ids=str
)
def test_other_texts_are_paged(facts: str, command: list[str]) -> None:
    """What a person reads besides cards goes through the pager, too, if it does not fit."""
    paged = on_terminal("--facts", facts, *command, lines=2, PAGER="sed s/^/P:/")
    whole = on_terminal("--facts", facts, *command, lines=500, PAGER="sed s/^/P:/")

    assert all(line.startswith("P:") for line in paged.text.splitlines())
    assert paged.text.replace("P:", "").split()[:5] == whole.text.split()[:5]
    assert not whole.text.startswith("P:")


def test_what_fits_is_not_paged(facts: str) -> None:
    """A table that fits the terminal is shown at once."""
    screen = on_terminal("--facts", facts, "list", lines=50, PAGER="sed s/^/P:/")

    assert "P:" not in screen.text


def test_a_pipe_is_not_paged(facts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a pipe nothing is paged, however long."""
    monkeypatch.setenv("PAGER", "sed s/^/P:/")
    monkeypatch.setenv("LINES", "2")
    done = subprocess.run(
        [sys.executable, "-m", "relcli", "--facts", facts, "list", "--format", "table"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert "P:" not in done.stdout


@pytest.mark.parametrize("pager", ["no-such-pager-here", "'never closed", "/dev/null"])
def test_a_pager_that_does_not_start(facts: str, pager: str) -> None:
    """Where $PAGER cannot be started, the table is shown without it."""
    screen = on_terminal("--facts", facts, "list", lines=3, PAGER=pager)

    assert "The tug was sold." in screen.text
    assert (screen.status, screen.err) == (0, "")


def test_a_pager_left_early_is_no_error(facts: str) -> None:
    """Who leaves the pager before the end has seen enough."""
    screen = on_terminal("--facts", facts, "list", lines=3, PAGER="true")

    assert (screen.raw, screen.err, screen.status) == ("", "", 0)


def test_ctrl_c(facts: str) -> None:
    """Ctrl-C ends relcli, where it ends the pager, with 130 and without a traceback."""
    waiting = "sh -c 'echo waiting; sleep 2'"
    screen = on_terminal(
        "--facts", facts, "list", lines=3, PAGER=waiting, interrupt_after="waiting"
    )

    assert screen.status == 130
    assert "Traceback" not in screen.err


def test_ctrl_c_is_for_the_pager(facts: str) -> None:
    """A pager that goes on after Ctrl-C, as less does, keeps the terminal to itself."""
    pager = "sh -c 'trap : INT; echo waiting; sleep 2; echo still here'"
    screen = on_terminal("--facts", facts, "list", lines=3, PAGER=pager, interrupt_after="waiting")

    assert screen.text.endswith("still here\n")
    assert (screen.status, screen.err) == (0, "")
