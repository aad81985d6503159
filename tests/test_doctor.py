"""`relcli doctor` tells what there is and what is wrong, whatever is broken; it changes nothing."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import EntryPoints, requires
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from relcli.doctor import environment
from relcli.doctor.index_state import index_state
from relcli.index.cache import cache_folder, unfinished_index
from relcli.load.locate import find_datasets
from relcli.model.doctor import Health

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = "- {id: sold, claim: The tug was sold., date: 2016, confidence: possible, source: S}\n"
BAD = "- {id: bad, claim: The tug was sunk., date: 2016-13, confidence: possible, source: S}\n"


def told(run: Runner, *before: str | Path) -> dict[str, Any]:
    """Return what `relcli doctor --json` tells."""
    done = run(*before, "doctor", "--json")
    health: dict[str, Any] = json.loads(done.out)
    assert done.status == bool(health["wrong"])
    return health


def wrong(health: dict[str, Any]) -> list[str]:
    """Return what is wrong, each with its cure."""
    return [f"{trouble['what']}; {trouble['cure']}" for trouble in health["wrong"]]


def in_process(*args: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `relcli` in a process of its own."""
    command = [sys.executable, "-m", "relcli", *map(str, args)]
    return subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, check=False
    )


def broken(tmp_path: Path, module: str) -> str:
    """Return a PYTHONPATH on which a module is found that cannot be imported."""
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / f"{module}.py").write_text("raise RuntimeError('half installed')")
    return str(folder)


def test_all_is_well(run: Runner, cards: Writer) -> None:
    """Where nothing is wrong the last line says so, and the exit status is 0."""
    done = run("--facts", cards(CARDS), "doctor")

    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("relcli       0.")
    assert "cards: 1, files: 1, errors: 0, warnings: " in done.out
    assert "index: none, the next search makes it\n" in done.out
    assert "\nsettings     " in done.out
    assert "\n             NO_COLOR=1\n" in done.out
    assert done.out.endswith("\n\nall is well\n")
    assert done.out.isascii()


def test_json_has_all_keys(run: Runner, cards: Writer) -> None:
    """JSON is one document with the keys of the model."""
    health = told(run, "--facts", cards(CARDS))

    assert list(health) == list(Health.__annotations__)
    assert health["datasets"][0]["index"]["state"] == "none"


def test_every_package_is_there_with_its_range(run: Runner) -> None:
    """Each package that relcli asks for is told with its version, floor before ceiling."""
    packages = {one["name"]: one for one in told(run)["packages"]}

    assert packages["typer"]["wants"] == ">=0.28"
    assert packages["textual"]["part"] == "tui"
    assert all(one["version"] and not one["wrong"] for one in packages.values())
    assert "pytest" not in packages
    asked = [line.partition(";")[0] for line in requires("relcli-facts") or () if "dev" not in line]
    assert len(packages) == len(asked)
    # Other signs than these would have to be understood by `_within`.
    assert set(re.findall("[<>=!~]+", " ".join(asked))) == {">="}


@pytest.mark.parametrize(
    ("by", "looked_at"),
    [("--facts", 1), ("RELCLI_FACTS", 1), ("dataset.yaml", 2), ("shipped", 3)],
)
def test_how_the_dataset_was_found(
    run: Runner,
    cards: Writer,
    monkeypatch: pytest.MonkeyPatch,
    by: str,
    looked_at: int,
) -> None:
    """It is told why these facts are taken, those of a search, and every folder looked at."""
    folder = cards(CARDS)
    below = folder / "below"
    below.mkdir()
    given = ["--facts", str(folder)] if by == "--facts" else []
    if by == "RELCLI_FACTS":
        monkeypatch.setenv("RELCLI_FACTS", str(folder))
    if by == "dataset.yaml":
        (folder / "dataset.yaml").write_text("title: Tugs\n")
        monkeypatch.chdir(below)
    health = told(run, *given)

    assert health["facts"]["by"] == by
    assert len(health["facts"]["looked_at"]) >= looked_at
    searched = find_datasets([Path(path) for path in given[1:]])
    assert [one["path"] for one in health["datasets"]] == [
        str(Path(str(p)).absolute()) for p in searched
    ]
    assert run(*given, "doctor").status == 0


def test_no_dataset(run: Runner) -> None:
    """A dataset that is not there is told with its cure, and so is all else."""
    done = run("--facts", "no\x1b[31m-such", "doctor")

    assert done.status == 1
    last = "wrong        --facts: no such file or folder: no␛[31m-such; name a folder of cards\n"
    assert done.out.endswith(last)
    assert "needs        " in done.out
    assert "for postgres psycopg" in done.out  # the longest label


def test_a_folder_that_is_gone(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that was removed, it is told that it is gone."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    assert wrong(told(run))[0].startswith("the current folder: No such file or directory; ")


def test_no_facts_ship(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not even the shipped facts are there, something is wrong."""
    monkeypatch.setattr("relcli.load.locate.PACKAGE", tmp_path / "nowhere" / "relcli")

    assert wrong(told(run)) == ["no facts ship with this relcli; install it again, or use --facts"]


def test_errors_of_the_cards(run: Runner, cards: Writer) -> None:
    """Errors are counted, the first is told with its place, and where the others are found."""
    health = told(run, "--facts", cards(CARDS + BAD))
    (one,) = wrong(health)

    assert health["datasets"][0]["errors"] == 1
    assert "errors in " in one
    assert "cards.yaml:2:" in one
    assert one.endswith("; `relcli check` tells each with its cure")


def test_neither_the_user_nor_the_home_is_named(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The home folder is ~, and the name of the user stands in no path, in text and in JSON."""
    home = tmp_path / "anna"
    notes = home / "notes"
    elsewhere = tmp_path / "media" / "anna" / "cache"
    for folder in (notes, elsewhere):
        folder.mkdir(parents=True)
    (notes / "cards.yaml").write_text(BAD)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USER", "anna")
    monkeypatch.setenv("PAGER", f"{home}/bin/pager")
    monkeypatch.setenv("XDG_CACHE_HOME", str(elsewhere))
    done = run("--facts", notes, "doctor")

    assert "anna" not in done.out + json.dumps(told(run, "--facts", notes))
    assert "\ndataset      ~/notes\n" in done.out
    assert "first in ~/notes/cards.yaml:1:" in done.out
    assert "/media/USER/cache" in done.out


def test_a_home_that_is_the_root_hides_nothing(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the home folder is /, paths stay as they are."""
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/")
    folder = cards(CARDS)

    assert told(run, "--facts", folder)["datasets"][0]["path"] == str(folder)


def test_a_broken_package(tmp_path: Path, cards: Writer) -> None:
    """Without rich all is told nevertheless, and how to get it back."""
    done = in_process("--facts", cards(CARDS), "doctor", PYTHONPATH=broken(tmp_path, "rich"))

    assert (done.returncode, done.stderr) == (1, "")
    why = "rich: it cannot be imported: RuntimeError: half installed"
    assert f"{why}; run `pip install --force-reinstall 'rich>=" in done.stdout
    assert "colours: unknown" in done.stdout
    assert "cards: 1, files: 1" in done.stdout


def test_without_yaml(tmp_path: Path, cards: Writer) -> None:
    """Without PyYAML no card can be read, and that is told, too."""
    done = in_process("--facts", cards(CARDS), "doctor", PYTHONPATH=broken(tmp_path, "yaml"))

    assert (done.returncode, done.stderr) == (1, "")
    assert "YAML         cannot be read\n" in done.stdout
    assert "its cards cannot be looked at: RuntimeError: half installed; mend" in done.stdout


def test_packages_of_all_kinds(
    run: Runner, cards: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that is missing or too old is wrong, but not one that only an extra needs."""
    folder = tmp_path / "site" / "relcli_of_ours-9.dist-info"
    folder.mkdir(parents=True)
    asked = ("absent>=1", "typer>=99,<100", "rich>=1.0,<99", "yarn>=1; extra == 'tui'")
    lines = ["Metadata-Version: 2.1", "Name: relcli-of-ours", "Version: 9"]
    lines += [f"Requires-Dist: {one}" for one in asked]
    (folder / "METADATA").write_text("\n".join(lines))
    command = "[console_scripts]\nrelcli = relcli.__main__:run\n"
    (folder / "entry_points.txt").write_text(command)
    monkeypatch.syspath_prepend(folder.parent)
    absent, typer = wrong(told(run, "--facts", cards(CARDS)))

    cure = "run `pip install --force-reinstall 'absent>=1'`"
    assert absent == f"absent: it is not installed; {cure}"
    assert re.match(r"typer: 0\.\d+\.\d+ is not >=99,<100; ", typer)
    assert "for tui      yarn not installed (>=1)\n" in run("doctor").out


def test_a_copy_that_was_not_installed(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody knows what relcli needs, that is what is wrong."""
    monkeypatch.setattr(environment, "entry_points", lambda **_: EntryPoints())
    (one,) = wrong(told(run, "--facts", cards(CARDS)))

    assert one.startswith("relcli is not installed, so what it needs is not known; run `pip")


def test_a_sqlite_without_full_text_search(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A SQLite that cannot make a virtual table has no FTS5, which an index needs."""

    def connect(path: str, **options: Any) -> sqlite3.Connection:  # noqa: ANN401 - as sqlite3's
        db = sqlite3.Connection(path, **options)
        refused = sqlite3.SQLITE_CREATE_VTABLE
        db.set_authorizer(
            lambda action, *_: sqlite3.SQLITE_DENY if action == refused else sqlite3.SQLITE_OK
        )
        return db

    monkeypatch.setattr(sqlite3, "connect", connect)
    (one,) = wrong(told(run, "--facts", cards(CARDS)))

    assert one.startswith("the SQLite of this Python has no full-text search (FTS5); use ")
    assert f"{sqlite3.sqlite_version} without FTS5\n" in run("doctor").out


def test_a_broken_sqlite(tmp_path: Path, cards: Writer) -> None:
    """Without SQLite there is no index to look at, and all else is told."""
    done = in_process("--facts", cards(CARDS), "doctor", PYTHONPATH=broken(tmp_path, "sqlite3"))

    assert (done.returncode, done.stderr) == (1, "")
    assert "SQLite       not there\n" in done.stdout
    assert "its index cannot be looked at: RuntimeError: half installed; mend" in done.stdout
    assert "cards: 1, files: 1" in done.stdout
    assert "index:" not in done.stdout


def test_an_index_that_cannot_be_looked_at(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the look at an index fails, the cards are told without it."""
    monkeypatch.setitem(sys.modules, "relcli.doctor.index_state", None)
    done = run("--facts", cards(CARDS), "doctor")

    assert done.status == 1
    assert "cards: 1, files: 1" in done.out
    assert "its index cannot be looked at: ModuleNotFoundError: " in done.out


def test_a_python_without_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that was built without SQLite is told from one that has an old one."""
    monkeypatch.setitem(sys.modules, "sqlite3", None)

    assert environment.sqlite() == {"version": None, "fts5": False}


def test_the_slow_parser_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told whether YAML is read by libyaml."""
    assert re.fullmatch(r"libyaml [\d.]+", environment.yaml_parser() or "")
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    monkeypatch.delattr(yaml, "_yaml", raising=False)
    assert "without libyaml, many times slower" in (environment.yaml_parser() or "")


@pytest.mark.parametrize("pager", ["no-such-pager -R", "'never closed", " "])
def test_a_pager_that_does_not_start(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch, pager: str
) -> None:
    """A $PAGER that cannot be started is wrong; one that can is not."""
    facts = cards(CARDS)
    monkeypatch.setenv("PAGER", "cat -u")
    assert not wrong(told(run, "--facts", facts))
    monkeypatch.setenv("PAGER", pager)
    (one,) = wrong(told(run, "--facts", facts))
    assert "cannot be started, so nothing is paged; set it to a program" in one


def test_a_terminal_that_is_not_in_utf_8(cards: Writer) -> None:
    """An encoding that does not have all letters is wrong."""
    done = in_process("--facts", cards(CARDS), "doctor", PYTHONIOENCODING="latin-1")

    assert done.returncode == 1
    assert "stdout is in iso8859-1: a letter that it does not have is shown as ?; " in done.stdout


def test_stdout_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a stdout there is nothing to look at."""
    monkeypatch.setattr(sys, "stdout", None)
    seen = environment.terminal()

    assert (seen["stdout"], seen["encoding"]) == ("closed", None)


def seen(folder: Path) -> dict[str, tuple[int, int]]:
    """Return every file in the cache with its size and its time of change."""
    status = {path.name: path.stat() for path in folder.rglob("*")}
    return {name: (one.st_size, one.st_mtime_ns) for name, one in status.items()}


def test_looking_at_an_index_changes_nothing(run: Runner, cards: Writer) -> None:
    """No file of the cache is made, changed or removed, not even what others have left."""
    facts = cards(CARDS)
    cache = Path(os.environ["XDG_CACHE_HOME"])
    told(run, "--facts", facts)
    assert not seen(cache)
    run("--facts", facts, "search", "tug")
    left = unfinished_index(cache_folder(facts))
    left.with_name(left.name.replace("-", "-9999999")).touch()
    before = seen(cache)
    told(run, "--facts", facts)
    (facts / "more.yaml").write_text(CARDS.replace("sold", "bought"))
    told(run, "--facts", facts)

    assert seen(cache) == before


def test_the_states_of_an_index(run: Runner, cards: Writer) -> None:
    """An index is fresh, behind its files, in use, of another relcli, moved, or damaged."""
    facts = cards(CARDS)
    run("--facts", facts, "search", "tug")
    state = index_state(facts)
    assert (state["state"], state["cards"], state["why"]) == ("fresh", 1, "")
    path = Path(state["path"] or "")
    assert state["bytes"] == path.stat().st_size
    assert "\n             index: fresh\n" in run("--facts", facts, "doctor").out

    (facts / "more.yaml").write_text(CARDS.replace("sold", "bought"))
    state = index_state(facts)
    assert (state["state"], state["why"]) == ("behind", "files changed since: 1")

    wal = Path(f"{path}-wal")
    wal.write_bytes(b"x")
    assert index_state(facts)["state"] == "in use"
    wal.unlink()

    for change, why in (
        ("UPDATE meta SET value = '/else' WHERE name = 'dataset'", "it is of /else"),
        (
            "UPDATE meta SET value = '0' WHERE name = 'format'",
            "another relcli made it, of format 0",
        ),
    ):
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute(change)
        state = index_state(facts)
        assert state["state"] == "behind"
        assert state["why"].startswith(why)


def test_a_damaged_index(run: Runner, cards: Writer) -> None:
    """An index that is no database, or a torn one, is wrong; the cure is to remove it."""
    facts = cards(CARDS)
    run("--facts", facts, "search", "tug")
    path = Path(index_state(facts)["path"] or "")
    whole = path.read_bytes()
    path.write_bytes(b"no database" * 500)
    (one,) = wrong(told(run, "--facts", facts))
    assert "is damaged: file is not a database; remove the folder " in one
    path.write_bytes(whole[: len(whole) // 2])
    assert index_state(facts)["state"] == "damaged"
    path.write_bytes(whole[:-4096] + b"\xff" * 4096)
    state = index_state(facts)
    assert (state["state"], state["cards"]) == ("damaged", None)
    assert "page" in state["why"].casefold()


def test_an_index_that_lacks_a_card(run: Runner, cards: Writer) -> None:
    """An index that says it is fresh and has not the cards of the files is wrong."""
    facts = cards(CARDS)
    run("--facts", facts, "search", "tug")
    with closing(sqlite3.connect(index_state(facts)["path"] or "", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("UPDATE meta SET value = 7 WHERE name = 'cards'")
    (one,) = wrong(told(run, "--facts", facts))

    assert one.startswith("cards in the index: 7, in the files: 1; remove the folder ")


def test_a_cache_that_others_may_write_to(run: Runner, cards: Writer) -> None:
    """A cache folder that is not the user's alone is told, and stays as it is."""
    facts = cards(CARDS)
    Path(cache_folder(facts)).chmod(0o777)
    (one,) = wrong(told(run, "--facts", facts))

    assert one.startswith("no index can be kept, so each search reads every card: others may write")
    assert "; make that folder yours alone, or set XDG_CACHE_HOME" in one


def test_a_cache_that_is_a_file(
    run: Runner, cards: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file stands in the place of the cache folder, none can be kept."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert wrong(told(run, "--facts", cards(CARDS)))[0].count("file is no folder") == 1


def test_a_cache_that_is_read_only(cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache folder that may not be written to is told; root may write to any."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    state = index_state(cards(CARDS))

    assert (state["state"], state["path"]) == ("unusable", None)
    assert state["why"].endswith(" may not be written to")


def test_an_index_that_cannot_be_listed(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system says of a folder is told with the folder's name."""

    def fail(path: str) -> list[str]:
        raise PermissionError(13, "Permission denied", path)

    facts = cards(CARDS)
    run("--facts", facts, "search", "tug")
    monkeypatch.setattr(os, "listdir", fail)
    state = index_state(facts)

    assert state["why"] == f"{state['folder']}: Permission denied"


def test_no_home_for_an_index(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a home folder there is no place for an index, and no folder to name."""
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    done = run("--facts", cards(CARDS), "doctor")

    assert done.status == 1
    assert "index: unusable, there is no home folder to keep one in\n" in done.out
