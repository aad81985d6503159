"""Completion in the shells themselves, as somebody types, and the scripts that they get."""

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shellingham  # type: ignore[import-untyped]

from relcli.cli.shells import SHELLS, Typed, part

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- {id: aground, claim: The tug ran aground., date: 2016, confidence: possible, source: gazette,
   actors: [nora, who]}
- {id: afloat, claim: The tug came off., date: 2016, confidence: possible,
   sources: [{publisher: Post, speaker: Per O'Hara}]}
"""
NAMES = {
    "quote": 'O\'Hara "the "mate"',
    "shell": "Run $(touch acted) `touch acted` $HOME; touch acted",
    "marks": "What? Who! *Why* {a,b} ~ & | <x> #",
    "colon": "Report: the tug, part: two",
}
FILES = {
    "dataset": "topics: {ships: Ships of Skerra, lights: Lights}\n",
    "actors": "nora: {name: The Tug, aliases: [Wagner Group, Жук, Wagner]}\nwho: {name: Who}\n"
    + "".join(f"{key}-id: {{name: {NAMES[key]!r}}}\n" for key in ("shell", "marks", "colon"))
    + "quote-id: {name: 'O''Hara \"the \"mate\"'}\n"
    + 'newline-id: {name: "Line\\nbreak $(touch acted)", aliases: ["E\\e[1m", "Back\\\\slash"]}\n',
    "sources": "gazette: {publisher: The Gazette}\nletter: {title: A letter, publisher: P}\n",
}
# What each is to run before a user types: no prompt, nothing of his own, completion, and a relcli
# that shows what it is given. `env relcli`, which completes, is the real one.
SHOWING = "relcli() { printf '\\036%s\\037' \"$@\"; echo; }"
START = {
    "bash": ("bash --norc --noprofile -i", f"PS1=; {SHOWING}"),
    "zsh": (
        "zsh -f -i",
        f"PS1=; autoload -Uz compinit; compinit -u -D; setopt no_bang_hist; {SHOWING}",
    ),
    "fish": (
        "fish --no-config -i",
        "function fish_prompt; end; function relcli; printf '\\036%s\\037' $argv; echo; end",
    ),
}


@pytest.fixture
def typed(
    cards: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], list[str]]:
    """Type a line with tabs into a shell, and return the arguments that a command gets of it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "relcli"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m relcli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("RELCLI_FACTS", str(cards(CARDS, **FILES)))
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("INPUTRC", "/dev/null")

    pytest.importorskip("pty", reason="pseudo-terminals are POSIX")

    def type_(shell: str, line: str) -> list[str]:
        if not shutil.which(shell):
            pytest.skip(f"there is no {shell} here")
        script = subprocess.run(
            [program, "--show-completion", shell], capture_output=True, check=True, text=True
        ).stdout
        (tmp_path / "script").write_text(script, encoding="utf-8")
        command, setting = START[shell]
        screen = in_shell(command, f"{setting}; source {tmp_path}/script", line)
        return re.findall("\x1e(.*?)\x1f", screen)

    return type_


def in_shell(command: str, setting: str, line: str) -> str:
    """Run a shell on a terminal, type into it, and return what it shows after that."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command.split(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - as a terminal does
    ) as process:
        os.close(theirs)
        try:
            os.write(ours, f"{setting}; echo re''ady\n".encode())
            read_until(ours, "ready\r")
            os.write(ours, f"{line}\n".encode())
            shown = read_until(ours, "\x1f\r")
        finally:
            process.kill()
    os.close(ours)
    return shown.replace("\r\n", "\n").replace("\r", "")


def read_until(terminal: int, wanted: str) -> str:
    """Return what is shown until something is."""
    shown, deadline = b"", time.monotonic() + 60
    while wanted.encode() not in shown:
        assert time.monotonic() < deadline, shown
        if select.select([terminal], [], [], 0.2)[0]:
            shown += os.read(terminal, 4096)
    return shown.decode(errors="replace")


Typing = Callable[[str, str], list[str]]


@pytest.mark.parametrize("shell", START)
@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("relcli list --topic shi\t", ["list", "--topic", "ships"]),
        ("relcli list --actor no\t", ["list", "--actor", "nora"]),
        ("relcli list --actor WAGNER\\ g\t", ["list", "--actor", "Wagner Group"]),
        ('relcli list --actor "Wagner G\t', ["list", "--actor", "Wagner Group"]),
        ("relcli list --actor 'wagner \t", ["list", "--actor", "Wagner Group"]),
        ("relcli list --actor O\t", ["list", "--actor", NAMES["quote"]]),
        ('relcli list --actor "O\t', ["list", "--actor", NAMES["quote"]]),
        ("relcli list --actor Run\t", ["list", "--actor", NAMES["shell"]]),
        ("relcli list --actor What\t", ["list", "--actor", NAMES["marks"]]),
        ('relcli list --actor "What\t', ["list", "--actor", NAMES["marks"]]),
        ("relcli list --actor Rep\t", ["list", "--actor", NAMES["colon"]]),
        ("relcli list --actor Report:\\ the\t", ["list", "--actor", NAMES["colon"]]),
        ("relcli list --actor Жу\t", ["list", "--actor", "Жук"]),
        ("relcli list --speaker per\\ \t", ["list", "--speaker", "Per O'Hara"]),
        ("relcli list --source The\t", ["list", "--source", "The Gazette"]),
        ("relcli show afl\t", ["show", "afloat"]),
    ],
)
def test_a_name_is_completed_as_it_is_typed(
    typed: Typing, tmp_path: Path, shell: str, line: str, given: list[str]
) -> None:
    """Whatever stands in a name, the command gets just that, and nothing of it acts."""
    assert typed(shell, line) == given
    assert not list(tmp_path.rglob("acted"))


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("relcli list ", Typed(["relcli", "list", ""], "", "")),
        ("relcli  list", Typed(["relcli", "list"], "", "")),
        ("a 'b c' \"d", Typed(["a", "b c", "d"], '"', "")),
        ("a x'b c", Typed(["a", "xb c"], "'", "x")),
        ("a b\\ c\\", Typed(["a", "b c"], "", "")),
        ("a '' b", Typed(["a", "", "b"], "", "")),
        ('a "b\\"c\\d', Typed(["a", 'b"c\\d'], '"', "")),
        ("a --b=c", Typed(["a", "--b=c"], "", "--b=")),
        ("a 'b'c", Typed(["a", "bc"], "", "b")),
        ("a b\\:c", Typed(["a", "b:c"], "", "")),
        ("a $(b) `c", Typed(["a", "$(b)", "`c"], "", "")),
    ],
)
def test_a_line_is_parted_as_a_shell_parts_it(line: str, typed: Typed) -> None:
    """Quotes and backslashes are taken away, nothing is replaced, and bash's breaks are known."""
    assert part(line, ":=") == typed


@pytest.mark.parametrize(
    ("shell", "environment", "out"),
    [
        ("powershell", {"_TYPER_COMPLETE_ARGS": "relcli list --actor O",
                        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "O"},
         "'O''Hara \"the \"mate\"':::quote-id"),
        ("powershell", {"_TYPER_COMPLETE_ARGS": "relcli list --actor 'wagner g'",
                        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "'wagner g'"},
         "'Wagner Group':::nora"),
        ("pwsh", {"_TYPER_COMPLETE_ARGS": "relcli list --actor no",
                  "_TYPER_COMPLETE_WORD_TO_COMPLETE": "no"}, "nora:::The Tug"),
        ("bash", {"COMP_WORDS": "relcli list --topic s", "COMP_CWORD": "3"}, "ships"),
        ("bash", {"COMP_WORDS": "relcli list --actor Wagner\\ ", "COMP_CWORD": "3"}, ""),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "relcli list --actor 'Wagner "}, "_files"),
        ("bash", {"_TYPER_COMPLETE_ARGS": 'relcli list --actor "O'},
         'O\'Hara \\"the \\"mate\\""'),
        ("bash", {"_TYPER_COMPLETE_ARGS": "relcli list --actor 'Run"},
         "Run $(touch acted) `touch acted` $HOME; touch acted"),
    ],
)  # fmt: skip
def test_what_a_shell_is_given(
    cards: Writer, shell: str, environment: dict[str, str], out: str
) -> None:
    """Each gets words as it is to insert them; a script that quotes nothing, none with a blank."""
    named = {"_RELCLI_COMPLETE": f"complete_{shell}", "RELCLI_FACTS": str(cards(CARDS, **FILES))}
    done = subprocess.run(
        [sys.executable, "-m", "relcli"],
        env={**os.environ, **environment, **named}, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout == f"{out}\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_that_of_the_shell_that_is_named(run: Runner, shell: str) -> None:
    """Whichever shell runs this, the script is for the one that is named."""
    marks = {"bash": "complete -o", "zsh": "#compdef", "fish": "complete --command"}
    done = run("--show-completion", shell)

    assert marks.get(shell, "Register-ArgumentCompleter") in done.out
    assert (done.status, done.err) == (0, "")


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_a_shell_that_nobody_knows(run: Runner, option: str) -> None:
    """An unknown shell is told in one line, with the shells there are or the one that is meant."""
    unknown, near = run(option, "tcsh"), run(option, "fihs")

    assert (unknown.status, unknown.out) == (2, "")
    assert unknown.err == (
        f"relcli: error: {option}: relcli does not complete in `tcsh`; "
        "these it does: bash, zsh, fish, powershell, pwsh\n"
    )
    assert near.err.endswith("`fihs`; did you mean `fish`?\n")


def test_without_a_name_it_is_the_shell_that_runs_this() -> None:
    """Bash, which runs relcli here, gets its own script."""
    if os.name != "posix" or not shutil.which("bash"):
        pytest.skip("there is no bash here")
    line = f"{sys.executable} -m relcli --show-completion; true"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True)

    assert "complete -o default -F _relcli_completion relcli" in done.stdout
    assert done.stderr == ""


def test_a_shell_that_cannot_be_told(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no shell runs relcli, one line asks for its name."""
    monkeypatch.setattr("shellingham.detect_shell", no_shell)
    done = run("--show-completion")

    assert done.status == 2
    assert done.err == (
        "relcli: error: --show-completion: which shell this is cannot be told; "
        "name it: `relcli --show-completion bash`, or zsh, fish, powershell, pwsh\n"
    )


def no_shell() -> None:
    """Fail as shellingham does where it finds no shell among the parents of a process."""
    raise shellingham.ShellDetectionFailure


@pytest.mark.parametrize(
    ("shell", "script", "settings"),
    [
        ("bash", ".bash_completions/relcli.sh", ".bashrc"),
        ("zsh", ".zfunc/_relcli", ".zshrc"),
        ("fish", ".config/fish/completions/relcli.fish", None),
    ],
)
def test_installing(
    run: Runner, tmp_path: Path, shell: str, script: str, settings: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The script is put where the shell looks, and what the user set stays; twice is as once."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for name in ("ZDOTDIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    if settings:
        (tmp_path / settings).write_text("alias mine=ls", encoding="utf-8")
    done = run("--install-completion", shell)
    again = run("--install-completion", shell)
    expected = f"{shell} completes relcli from its next start on: {tmp_path / script}\n"

    assert (done.status, done.out, again.out) == (0, expected, expected)
    assert (tmp_path / script).read_text() == run("--show-completion", shell).out
    if settings:
        mine, ours = (tmp_path / settings).read_text().splitlines()
        assert mine == "alias mine=ls"
        assert script.partition("/")[0] in ours


def test_installing_into_an_empty_home(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without settings of the user a file of its own is begun."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert run("--install-completion", "bash").status == 0
    assert (tmp_path / ".bashrc").read_text().startswith("source ")


def test_powershell_is_told_what_to_write(run: Runner) -> None:
    """The profile of PowerShell is where only PowerShell knows; the line for it is given."""
    done = run("--install-completion", "pwsh")

    assert (done.status, done.out) == (2, "")
    assert "write `relcli --show-completion pwsh >> $PROFILE`" in done.err


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_a_line_with_these_options_is_completed(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shell's name is completed, and nothing is printed or installed meanwhile."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for line, out in ((f"relcli {option} fi", "fish\n"), (f"relcli {option} bash sho", "show\n")):
        done = subprocess.run(
            [sys.executable, "-m", "relcli"],
            env={**os.environ, "_RELCLI_COMPLETE": "complete_bash", "_TYPER_COMPLETE_ARGS": line},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout == out
    assert not list(tmp_path.glob(".bash*"))
