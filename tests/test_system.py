"""What relcli does on systems other than that of these tests, as far as it can be tried here."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relcli.edit import editor
from relcli.index import cache
from relcli.system import reader_left, words_of

Writer = Callable[..., Path]

CARDS = "- {id: sold, claim: The tug was sold., date: 2016, confidence: possible, source: S}\n"

# A process that has little that Windows lacks imports every module of relcli, and runs commands.
# What other packages do here they do otherwise there, so these are imported before.
ELSEWHERE = """
import filelock, json, os, pkgutil, signal, subprocess, sys, textual.app, mcp.server

for name in ("fcntl", "termios", "tty", "pty", "readline", "resource", "pwd", "grp", "syslog"):
    sys.modules[name] = None
for name in ("getuid", "geteuid", "chown", "fork", "killpg", "kill", "mkfifo"):
    delattr(os, name)
for name in ("pthread_sigmask", "SIGHUP", "SIGQUIT", "SIGPIPE", "SIGKILL"):
    delattr(signal, name)

import relcli.system
relcli.system.POSIX = False

for module in pkgutil.walk_packages(relcli.__path__, "relcli."):
    __import__(module.name)

from relcli.cli.app import main
print(json.dumps([main(args) for args in json.loads(sys.argv[1])]))
"""
NEW = [
    *("new", "--no-input", "--id", "lost", "--claim", "The buoy was lost.", "--date", "2017"),
    *("--source", "A letter", "--confidence", "possible"),
]


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told by the system is as on Windows; nothing else is."""
    for module in ("relcli.system", "relcli.index.cache", "relcli.edit.editor"):
        monkeypatch.setattr(f"{module}.POSIX", False)


def test_every_module_and_command_does_without_what_windows_lacks(
    cards: Writer, tmp_path: Path
) -> None:
    """No module needs fcntl, termios and the like, and a dataset is read, changed and exported."""
    facts = ["--facts", str(cards(CARDS))]
    runs = [
        [*facts, "search", "tug"],
        [*facts, *NEW],
        [*facts, "search", "buoy", "--format", "table"],
        [*facts, "set", "lost", "confidence=probable"],
        [*facts, "fmt"],
        [*facts, "check"],
        [*facts, "export", "html", "-o", str(tmp_path / "facts.html")],
        [*facts, "doctor"],
        ["init", str(tmp_path / "notes")],
    ]
    cache_home = Path(os.environ["XDG_CACHE_HOME"])
    (cache_home / "relcli").mkdir()
    (cache_home / "relcli").chmod(0o777)  # as every folder looks there
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, json.dumps(runs)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [0] * len(runs), done.stdout + done.stderr
    assert "without an index" not in done.stderr
    assert "probable" in (Path(facts[1]) / "cards.yaml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("elsewhere")
def test_bits_of_permission_mean_something_where_there_are_any(tmp_path: Path) -> None:
    """On Windows every folder looks as if all might write to it; one must be there all the same."""
    tmp_path.chmod(0o777)
    cache.refuse_shared(str(tmp_path))

    with pytest.raises(FileNotFoundError):
        cache.refuse_shared(str(tmp_path / "nowhere"))


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("command", "words"),
    [
        (r"C:\Tools\vim.exe -n", [r"C:\Tools\vim.exe", "-n"]),
        (r'"C:\Program Files\Vim\vim.exe" -n', [r"C:\Program Files\Vim\vim.exe", "-n"]),
        ("sh -c", [shutil.which("sh"), "-c"]),
        (" ", []),
    ],
)
def test_the_words_of_a_command_on_windows(command: str, words: list[str]) -> None:
    """A backslash is part of a path, quotes keep words together, and a program is looked for."""
    assert words_of(command) == words


def test_the_words_of_a_command_elsewhere() -> None:
    """They are what a shell would make of them."""
    assert words_of(r"vim\ me '-a b'") == ["vim me", "-a b"]


@pytest.mark.usefixtures("elsewhere")
def test_an_editor_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program by its whole path is known by its name."""
    monkeypatch.setenv("VISUAL", r"/opt/code.cmd -n")

    assert editor.editor_command(Path("x.yaml"), 7)[-2:] == ["--goto", "x.yaml:7"]


def test_a_reader_that_left() -> None:
    """A closed pipe is no trouble; what else may be wrong with an argument is."""
    assert reader_left(BrokenPipeError())
    assert not reader_left(OSError(errno.EINVAL, "Invalid argument"))
    assert not reader_left(None)


@pytest.mark.usefixtures("elsewhere")
def test_a_reader_that_left_on_windows() -> None:
    """There a closed pipe is told as an invalid argument."""
    assert reader_left(OSError(errno.EINVAL, "Invalid argument"))
    assert reader_left(BrokenPipeError())
    assert not reader_left(OSError(errno.ENOSPC, "No space left on device"))
