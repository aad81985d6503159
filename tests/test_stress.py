"""Short runs of tests/stress, and what they would meet too seldom."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

import pytest

from relcli.edit.editor import open_editor
from relcli.index import cache, reading, refresh
from relcli.load.declared import Declared
from relcli.model.mentions import Mentions

REPOSITORY = Path(__file__).parent.parent
CARDS = "- {id: x, claim: A boat was sold., date: 2016, confidence: possible, source: S}"

Run = Callable[..., object]
Writer = Callable[..., Path]


@pytest.mark.parametrize("run", ["index --times 1 --short", "writers --times 1 --short"])
def test_nothing_is_lost(run: str) -> None:
    """A mishap of each kind leaves the right answer, whole files and nothing else."""
    module, *options = run.split()
    command = [sys.executable, "-m", f"tests.stress.{module}", *options]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_index_that_cannot_be_written_is_read(cards: Writer) -> None:
    """Where SQLite cannot make the files that readers share, the index is read as it lies."""
    dataset = cards(CARDS)
    told: list[str] = []
    for number in range(refresh.MANY):
        (dataset / f"{number}.yaml").write_text(CARDS.replace("x", f"x{number}"))
    refresh.open_index(dataset, told.append).close()
    newest = Path(cache.newest_index(cache.cache_folder(dataset)) or "")
    # What even root cannot open as a file, nor make.
    Path(f"{newest}-wal").symlink_to("no-folder/no-file")
    for _ in range(2):
        refresh.open_index(dataset, told.append).close()
    assert told == []
    for left in (refresh.MANY, refresh.MANY - 1):
        (dataset / f"{left - 1}.yaml").unlink()
        with closing(refresh.open_index(dataset, told.append)) as index:
            assert index.about().cards == left
    assert len(told) == 2
    assert told[0].startswith("searching without an index: ")


def test_an_index_that_vanishes_before_it_is_opened_is_made_anew(
    cards: Writer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where somebody deletes the cache just now, nothing is remarked."""
    newest = iter([str(tmp_path / "gone" / "x.sqlite")])
    monkeypatch.setattr(refresh, "newest_index", lambda f: next(newest, cache.newest_index(f)))
    told: list[str] = []
    with closing(refresh.open_index(cards(CARDS), told.append)) as index:
        assert index.about().cards == 1
    assert told == []


def test_a_cache_of_another_user_is_not_trusted(
    cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody else owns, somebody else may have written."""
    monkeypatch.setattr(os, "getuid", lambda: -1)
    told: list[str] = []
    refresh.open_index(cards(CARDS), told.append).close()
    assert len(told) == 1
    assert told[0].endswith("belongs to somebody else")


def test_a_change_is_seen_although_its_time_was_set_back(cards: Writer) -> None:
    """A file of the same size, inode and time as before is read again where it was changed."""
    dataset = cards(CARDS)
    os.utime(dataset / "cards.yaml", ns=(1, 10**18))
    refresh.open_index(dataset, print).close()
    (dataset / "cards.yaml").write_text(CARDS.replace("sold", "lost"))
    os.utime(dataset / "cards.yaml", ns=(1, 10**18))
    with closing(refresh.open_index(dataset, print)) as index:
        ((payload,),) = index.db.execute("SELECT payload FROM card")
    assert "lost" in payload


def test_an_index_with_a_change_not_yet_entered_is_not_taken_for_whole(tmp_path: Path) -> None:
    """What SQLite has beside the file counts, so without it there is no answer."""
    (tmp_path / "x.sqlite-wal").write_text("a change")
    with pytest.raises(PermissionError, match="yet to be entered"):
        cache.unchanging(str(tmp_path / "x.sqlite"))


def test_an_index_by_a_clock_ahead_does_not_stay_the_newest(cards: Writer) -> None:
    """A new index is later than all that are there, whatever the clock says."""
    dataset = cards(CARDS)
    folder = cache.cache_folder(dataset)
    Path(folder, "09999999999999999999-1.sqlite").write_bytes(b"")
    refresh.open_index(dataset, print).close()
    assert [path.name[:6] for path in Path(folder).glob("*.sqlite")] == ["100000"]


def test_what_killed_processes_left_is_removed_by_the_next_search(cards: Writer) -> None:
    """Even where the index is up to date, and where another process has the old number now."""
    dataset = cards(CARDS)
    refresh.open_index(dataset, print).close()
    folder = Path(cache.cache_folder(dataset))
    names = {path.name for path in folder.iterdir()}
    for name in (
        f"{1:020}-{os.getpid()}.building",
        f"{time.time_ns():020}-none.building-wal",
        f"{2:020}-5.sqlite-shm",
    ):
        (folder / name).write_text("")
    (folder / "mine.sqlite").write_text("no index")
    refresh.open_index(dataset, print).close()
    assert {path.name for path in folder.iterdir()} == {*names, "mine.sqlite"}


def test_without_a_home_folder_nothing_is_written(
    cards: Writer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A user without one gets the answer, and no folder called `~`."""
    dataset = cards(CARDS)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    told: list[str] = []
    refresh.open_index(dataset, told.append).close()
    assert told == ["searching without an index: there is no home folder to keep one in"]
    assert not (tmp_path / "~").exists()


def test_processes_that_read_end_with_the_one_that_started_them(cards: Writer) -> None:
    """After kill -9 no reader waits for work for ever."""
    script = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from relcli.index import reading\n"
        "from relcli.load.declared import Declared\n"
        "from relcli.model.mentions import Mentions\n"
        "known = reading.Known(Declared(), Mentions([]))\n"
        f"paths = {{'cards.yaml': 1}}\n"
        f"found = reading._read_by_processes(Path({str(cards(CARDS))!r}), paths, known)\n"
        "next(found)\n"
        "print('reading', flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        # The pipe ends when the last of them does.
        assert process.communicate(timeout=20)[0] == b"reading\n"
    assert process.returncode == -signal.SIGKILL
    assert reading.PROCESSES > 1


def test_a_reading_that_is_broken_off_waits_for_nobody(cards: Writer) -> None:
    """Where Ctrl-C ends a build, what was not yet begun is not read."""
    dataset = cards(CARDS)
    known = reading.Known(Declared(), Mentions([]))
    found = reading._read_by_processes(dataset, {"cards.yaml": 1}, known)  # noqa: SLF001
    assert isinstance(found, Generator)
    assert next(found).problems == []
    found.close()
    assert list(found) == []


def test_control_c_is_for_the_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed there is not lost to a Ctrl-C that the editor takes for its own."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nkill -INT $PPID\nsleep 0.5\necho typed > "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    open_editor(tmp_path / "cards.yaml", 1)
    assert (tmp_path / "cards.yaml").read_text() == "typed\n"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
