"""relcli fmt: what it writes, tells and returns."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Run

Relcli = Callable[..., "Run"]
Cards = Callable[..., Path]

UNTIDY = "- date: 2016\n  claim: x  # why\n"
TIDY = "- claim: x  # why\n  date: 2016\n"


def parts(run: "Run") -> tuple[int, str, str]:
    """Return status, stdout and stderr."""
    return run.status, run.out, run.err


def test_files_are_tidied(run: Relcli, cards: Cards) -> None:
    """All files of the dataset; what was changed is told, and then there is nothing left to do."""
    folder = cards(UNTIDY, dataset="topics:\n  a: A\ntitle: T\n", actors="a:\n  name: A\n")
    first = run("fmt", folder)
    assert (first.status, first.out) == (0, "")
    assert first.err == (
        f"relcli: note: tidied {folder}/dataset.yaml\nrelcli: note: tidied {folder}/cards.yaml\n"
    )
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == TIDY
    assert parts(run("fmt", "--check", folder)) == (0, "", "")


def test_check_names_the_files_and_changes_none(run: Relcli, cards: Cards) -> None:
    """Exit status 1, as when a search finds nothing."""
    folder = cards(UNTIDY)
    assert parts(run("--facts", folder, "fmt", "--check")) == (1, f"{folder}/cards.yaml\n", "")
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == UNTIDY


def test_diff_shows_what_would_change(run: Relcli, cards: Cards) -> None:
    """A unified diff, in which nothing can act on the terminal."""
    path = cards('- date: 2016\n  claim: "\\e[1m\u202e"\n') / "cards.yaml"
    shown = (
        f"--- {path}\n+++ {path}\n@@ -1,2 +1,2 @@\n"
        '-- date: 2016\n-  claim: "\\e[1m‹U+202E›"\n+- claim: "\\e[1m‹U+202E›"\n+  date: 2016\n'
    )
    assert parts(run("fmt", "--diff", path)) == (1, shown, "")


def test_a_file_with_a_problem_hides_no_other(run: Relcli, cards: Cards) -> None:
    """It is left alone and told, status 2; the rest is tidied."""
    folder = cards(UNTIDY, broken="- claim: 'x\n")
    ended = run("fmt", folder)
    assert ended.status == 2
    assert f"relcli: error: {folder}/broken.yaml:1:10: left as it is: a quotation mark" in ended.err
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == TIDY
    assert (folder / "broken.yaml").read_text(encoding="utf-8") == "- claim: 'x\n"


def test_the_facts_that_ship_are_not_tidied_by_accident(run: Relcli) -> None:
    """Where there is no dataset, none is written to."""
    ended = run("fmt")
    assert ended.status == 2
    assert ended.err.startswith("relcli: error: no dataset here to write to; go to one, name one")


def test_a_path_that_is_not_there_is_trouble(run: Relcli) -> None:
    """One line, with the path."""
    assert run("fmt", "none").err.startswith("relcli: error: fmt: no such file or folder: none")
