"""relcli edit: a card in the user's own editor."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.edit.editor import editor_command
from relcli.errors import EditError

if TYPE_CHECKING:
    from tests.conftest import Run, Terminal

Relcli = Callable[..., "Run"]
Cards = Callable[..., Path]
Sessions = type["Terminal"]

FACTS = """\
- id: one
  claim: X happened.
  date: 2016
  confidence: possible
  source: Somebody, in 2016

- id: two
  claim: Y happened.
  date: 2017
  confidence: possible
  source: Somebody, in 2017
"""


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Make a small editor: each time it is opened it replaces one text by another, and logs.

    `more` is what it does then.
    """

    def make(*replacements: tuple[str, str], more: Sequence[str] = ()) -> Path:
        script, log = tmp_path / "editor.py", tmp_path / "log"
        log.unlink(missing_ok=True)
        script.write_text(
            "\n".join(
                [
                    "import sys",
                    "from pathlib import Path",
                    f"log, replacements = Path({str(log)!r}), {replacements!r}",
                    "seen = log.read_text() if log.exists() else ''",
                    "log.write_text(seen + ' '.join(sys.argv[1:]) + chr(10))",
                    "path = Path(sys.argv[-1])",
                    "old, new = replacements[seen.count(chr(10))]",
                    "path.write_text(path.read_text().replace(old, new))",
                    *more,
                ]
            ),
            encoding="utf-8",
        )
        vim = tmp_path / "vim"
        vim.write_text(f'#!/bin/sh\nexec {sys.executable} {script} "$@"\n', encoding="utf-8")
        vim.chmod(0o755)
        monkeypatch.setenv("VISUAL", str(vim))
        return log

    return make


def opened(log: Path) -> list[str]:
    """Return at which lines the editor was opened; each time on a hidden copy beside the file."""
    found = [line.split() for line in log.read_text(encoding="utf-8").splitlines()]
    assert all(re.fullmatch(r".*/\.cards\.\w+\.relcli-edit\.yaml", path) for _, path in found)
    return [line for line, _ in found]


def test_the_editor_opens_at_the_card(
    run: Relcli, cards: Cards, editor: Callable[..., Path]
) -> None:
    """What was saved is checked, and is fine."""
    path = cards(FACTS) / "cards.yaml"
    log = editor(("Y happened", "Z happened"))
    ended = run("--facts", path, "edit", "two")
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert opened(log) == ["+7"]
    assert list(path.parent.iterdir()) == [path]
    assert "Z happened" in path.read_text(encoding="utf-8")


def test_a_problem_is_told_and_the_text_stays(
    run: Relcli, cards: Cards, editor: Callable[..., Path]
) -> None:
    """Nobody can answer here, so it ends with status 1."""
    path = cards(FACTS) / "cards.yaml"
    editor(("confidence: possible", "confidence: posible"))
    ended = run("--facts", path, "edit", "two")
    assert ended.status == 1
    assert f"{path}:4:15: error[unknown-confidence] `posible` is no confidence word" in ended.err
    assert "posible" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("facts", [FACTS, FACTS.replace("id: one\n  ", "")], ids=["id", "none"])
def test_a_card_that_cannot_be_read_is_opened_all_the_same(
    run: Relcli, cards: Cards, editor: Callable[..., Path], facts: str
) -> None:
    """What a slip in the editor made of a card, the editor can mend again."""
    folder = cards(facts, b="- [")
    card_id = run("--facts", folder, "list", "--format", "ids").out.split()[0]
    log = editor(("possible", "posible"), ("posible", "possible"))
    assert run("--facts", folder, "edit", card_id).status == 1
    mended = run("--facts", folder, "edit", card_id)
    assert (mended.status, mended.err) == (0, "")
    assert opened(log) == ["+1", "+1"]
    assert "no card `three`; perhaps" in run("--facts", folder, "edit", "three").err


def test_an_id_that_goes_is_told(run: Relcli, cards: Cards, editor: Callable[..., Path]) -> None:
    """Cards are retired, not deleted."""
    path = cards(FACTS) / "cards.yaml"
    editor(("id: two", "id: three"))
    ended = run("--facts", path, "edit", "two")
    assert ended.status == 0
    assert "no card `two` any more, and an id should still answer; write `id: two`" in ended.err


def test_a_file_that_stays_as_it_was_is_told(
    run: Relcli, cards: Cards, editor: Callable[..., Path]
) -> None:
    """As git says of an empty commit message."""
    path = cards(FACTS) / "cards.yaml"
    editor(("nowhere", ""))
    ended = run("--facts", path, "edit", "one")
    assert (ended.status, ended.err) == (0, f"relcli: note: {path} is as it was\n")


def test_one_can_go_back(cards: Cards, editor: Callable[..., Path], terminal: Sessions) -> None:
    """On a terminal; the editor opens at the problem then."""
    path = cards(FACTS) / "cards.yaml"
    log = editor(("date: 2017", "date: soon"), ("date: soon", "date: 2018"))
    session = terminal("--facts", path, "edit", "two")
    session.answer("Back to the editor? [Y/n]", "")
    assert session.end() == 0, session.shown
    assert "cards.yaml:9:9: error[date]" in session.shown
    assert opened(log) == ["+7", "+9"]
    assert "date: 2018" in path.read_text(encoding="utf-8")


def test_one_can_leave_it(cards: Cards, editor: Callable[..., Path], terminal: Sessions) -> None:
    """The text stays, status 1."""
    path = cards(FACTS) / "cards.yaml"
    editor(("date: 2017", "date: soon"))
    session = terminal("--facts", path, "edit", "two")
    session.answer("Back to the editor? [Y/n]", "n")
    assert session.end() == 1, session.shown
    assert "date: soon" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("visual", "command"),
    [
        ("nvim -u NONE", ["nvim", "-u", "NONE", "+7", "a b.yaml"]),
        ("/usr/bin/nano", ["/usr/bin/nano", "+7", "a b.yaml"]),
        ("emacsclient -t", ["emacsclient", "-t", "+7", "a b.yaml"]),
        ("hx", ["hx", "+7", "a b.yaml"]),
        ("micro", ["micro", "+7", "a b.yaml"]),
        ("code", ["code", "--wait", "--goto", "a b.yaml:7"]),
        ("'my codium' -n", ["my codium", "-n", "a b.yaml"]),
        ("codium.exe", ["codium.exe", "--wait", "--goto", "a b.yaml:7"]),
        ("ed", ["ed", "a b.yaml"]),
    ],
)
def test_each_editor_is_told_the_line_its_own_way(
    monkeypatch: pytest.MonkeyPatch, visual: str, command: list[str]
) -> None:
    """Others just get the path."""
    monkeypatch.setenv("VISUAL", visual)
    assert editor_command(Path("a b.yaml"), 7) == command


def test_visual_comes_before_editor_and_vi_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for git."""
    monkeypatch.setenv("EDITOR", "ed")
    monkeypatch.setenv("VISUAL", "")
    assert editor_command(Path("a"), 7) == ["ed", "a"]
    monkeypatch.delenv("EDITOR")
    assert editor_command(Path("a"), 7) == ["vi", "+7", "a"]
    monkeypatch.setenv("VISUAL", "vi '")
    with pytest.raises(EditError, match="the editor `vi '`: No closing quotation"):
        editor_command(Path("a"), 7)


@pytest.mark.parametrize(
    ("visual", "why"),
    [
        ("no-such-editor", "the editor no-such-editor does not start: No such file or directory"),
        ("false", "the editor false ended with status 1"),
        (" ", "the editor $EDITOR does not start"),
    ],
)
def test_an_editor_that_fails_is_told(
    run: Relcli, cards: Cards, monkeypatch: pytest.MonkeyPatch, visual: str, why: str
) -> None:
    """One line with a cure, status 2."""
    monkeypatch.setenv("VISUAL", visual)
    ended = run("--facts", cards(FACTS), "edit", "one")
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert why in ended.err


SET = [sys.executable, "-m", "relcli"]


def set_meanwhile(path: Path, *, then: str = "") -> list[str]:
    """Return lines for an editor: as it saves, another process changes the file itself."""
    command = [*SET, "--facts", str(path), "set", "two", "confidence=probable"]
    return ["import subprocess", f"subprocess.run({command!r}, check=True)", then]


def test_what_was_set_meanwhile_is_not_undone(
    run: Relcli, cards: Cards, editor: Callable[..., Path]
) -> None:
    """Nor is what was typed lost: it stays in the copy, and where that is, is told."""
    path = cards(FACTS) / "cards.yaml"
    editor(("X happened", "Z happened"), more=set_meanwhile(path))
    ended = run("--facts", path, "edit", "one")
    (copy,) = (left for left in path.parent.iterdir() if left != path)
    assert ended.status == 2
    assert ended.err == (
        f"relcli: error: {path}: left as it is: somebody has changed it meanwhile; "
        f"what you saved is in {copy}: put it together, and remove that\n"
    )
    written = path.read_text(encoding="utf-8")
    assert written == FACTS[::-1].replace("possible"[::-1], "probable"[::-1], 1)[::-1]
    assert copy.read_text(encoding="utf-8") == FACTS.replace("X happened", "Z happened")
    editor(("nowhere", ""))
    again = run("--facts", path, "edit", "one")
    assert f"{copy} is open elsewhere, or was left when an edit was broken off" in again.err
    assert again.status == 0


def test_what_was_set_while_nothing_was_saved_stays(
    run: Relcli, cards: Cards, editor: Callable[..., Path]
) -> None:
    """An editor that writes what it has read undoes nothing; nor is the file as it was."""
    path = cards(FACTS) / "cards.yaml"
    editor(("nowhere", ""), more=set_meanwhile(path))
    ended = run("--facts", path, "edit", "one")
    assert (ended.status, ended.err) == (0, "")
    assert "confidence: probable" in path.read_text(encoding="utf-8")
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("end", ["sys.exit(3)", "import os; os.kill(os.getpid(), 9)"])
def test_what_a_failing_editor_saved_is_not_lost(
    run: Relcli, cards: Cards, editor: Callable[..., Path], end: str
) -> None:
    """It was saved on purpose, before whatever went wrong."""
    path = cards(FACTS) / "cards.yaml"
    editor(("X happened", "Z happened"), more=[end])
    ended = run("--facts", path, "edit", "one")
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert "ended with status" in ended.err
    assert path.read_text(encoding="utf-8") == FACTS.replace("X happened", "Z happened")
    assert list(path.parent.iterdir()) == [path]


def test_an_editor_that_removes_its_file_changes_nothing(
    run: Relcli, cards: Cards, editor: Callable[..., Path]
) -> None:
    """As one that saves nothing."""
    path = cards(FACTS) / "cards.yaml"
    editor(("X", "Y"), more=["path.unlink()"])
    assert run("--facts", path, "edit", "one").err == f"relcli: note: {path} is as it was\n"
    assert path.read_text(encoding="utf-8") == FACTS


def test_whatever_was_saved_is_taken_byte_by_byte(
    run: Relcli, cards: Cards, editor: Callable[..., Path]
) -> None:
    """Also what is no UTF-8; the mode stays, and what only its owner may read stays so."""
    path = cards("") / "cards.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + FACTS.encode())
    path.chmod(0o600)
    modes = path.parent / "modes"
    more = [
        f"Path({str(modes)!r}).write_text(oct(path.stat().st_mode & 0o777))",
        "path.write_bytes(path.read_bytes() + b'# caf\\xe9')",
    ]
    editor(("nowhere", ""), more=more)
    ended = run("--facts", path, "edit", "one")
    assert (ended.status, "no UTF-8" in ended.err) == (2, True)
    assert path.read_bytes() == b"\xef\xbb\xbf" + FACTS.encode() + b"# caf\xe9"
    assert (path.stat().st_mode & 0o777, modes.read_text()) == (0o600, "0o600")


def test_a_file_that_cannot_be_copied_is_not_opened(
    run: Relcli, cards: Cards, editor: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be saved is told before anything is typed."""
    path = cards(FACTS) / "cards.yaml"
    log = editor(("X", "Y"))
    monkeypatch.setattr(os, "access", lambda _, mode, **__: mode != os.W_OK)
    ended = run("--facts", path, "edit", "one")
    assert (ended.status, ended.err) == (
        2,
        f"relcli: error: {path}: cannot be copied: it is read-only\n",
    )
    assert not log.exists()
    assert list(path.parent.iterdir()) == [path]


def test_a_name_may_be_as_long_as_names_can_be(
    run: Relcli, cards: Cards, editor: Callable[..., Path]
) -> None:
    """And may have what a pattern would take for its own; what was left beside it is found."""
    path = cards(FACTS) / "cards.yaml"
    path = path.rename(path.with_name(f"[a]{'b' * 247}.yaml"))
    editor(("X happened", "Z happened"), more=set_meanwhile(path))
    assert run("--facts", path, "edit", "one").status == 2
    editor(("nowhere", ""))
    assert "was left when an edit was broken off" in run("--facts", path, "edit", "one").err
