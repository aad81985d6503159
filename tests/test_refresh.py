"""The index is as fresh as the files, whatever happens to either."""

import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from relcli.errors import DatasetError
from relcli.index import cache, refresh
from relcli.index.datasets import Datasets
from relcli.index.sqlite_store import SqliteStore
from relcli.index.stamps import stamps_of
from relcli.model.query import Query, Sort
from relcli.search.answer import answer

CARD = "- id: {}\n  claim: {}\n  date: 2016\n  source: X\n  confidence: possible\n"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Return a dataset of three files, each with one card, written long ago."""
    folder = tmp_path / "dataset"
    folder.mkdir()
    for name in ("anchor", "buoy", "cable"):
        write(folder, name, f"The {name} was sold.")
    for path in folder.iterdir():
        os.utime(path, ns=(1, 1_000_000_000_000_000_000))
    return folder


def write(folder: Path, name: str, *claims: str) -> Path:
    """Write a file of cards."""
    path = folder / f"{name}.yaml"
    ids = (f"{name}-{number}" for number in range(len(claims)))
    path.write_text("".join(CARD.format(*pair) for pair in zip(ids, claims, strict=True)))
    return path


def ask(folder: Path, text: str = "sold", told: list[str] | None = None) -> list[str]:
    """Return the claims that answer, from the index in the cache."""
    remarks = [] if told is None else told
    with closing(Datasets([folder], remarks.append)) as facts:
        return [hit.plain["claim"] for hit in answer(Query(text, sort=Sort.ID), facts).hits]


def problems(folder: Path) -> tuple[int, str]:
    """Return how many problems a dataset has, and the first."""
    with closing(Datasets([folder], print)) as facts:
        return facts.problems()


def change_index(path: Path, sql: str) -> None:
    """Change an index behind relcli's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(sql)


def indexes() -> list[Path]:
    """Return all files in the cache, whatever they are, but for the lock."""
    files = (path for path in Path(os.environ["XDG_CACHE_HOME"]).rglob("*") if path.is_file())
    return [path for path in files if path.suffix != ".lock"]


def test_a_second_search_reads_no_card(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing was changed, the index is used as it is."""
    before = ask(dataset)
    monkeypatch.setattr(refresh, "build", None)
    monkeypatch.setattr(refresh, "_read_again", None)
    assert (
        ask(dataset)
        == before
        == [
            "The anchor was sold.",
            "The buoy was sold.",
            "The cable was sold.",
        ]
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda f: write(f, "buoy", "The buoy was kept."), ["anchor", "cable"]),
        (lambda f: write(f, "dinghy", "A dinghy was sold."), ["anchor", "buoy", "cable", "dinghy"]),
        (lambda f: (f / "anchor.yaml").unlink(), ["buoy", "cable"]),
        (lambda f: (f / "anchor.yaml").rename(f / "z.yaml"), ["anchor", "buoy", "cable"]),
        (lambda f: (f / "cable.yaml").rename(f / "cable.txt"), ["anchor", "buoy"]),
        (lambda f: os.utime(f / "buoy.yaml"), ["anchor", "buoy", "cable"]),
    ],
)
def test_a_change_is_seen(
    dataset: Path, change: Callable[[Path], object], expected: list[str]
) -> None:
    """Editing, adding, removing, renaming or touching a file gives no stale answer."""
    ask(dataset)
    change(dataset)
    for _ in "once", "and again":
        assert [claim.split()[1] for claim in ask(dataset)] == expected
    with closing(Datasets([dataset], print)) as facts:
        places = [card["place"]["path"] for card in facts.cards_of("anchor-0")]
    assert all(Path(path).exists() for path in places)


def test_an_edit_within_the_tick_of_the_clock_is_seen(dataset: Path) -> None:
    """A file that keeps its size, inode and time of change is read again all the same."""
    path = write(dataset, "buoy", "The buoy was sold.")
    now = time.time_ns()
    os.utime(path, ns=(now, now))
    ask(dataset)
    path.write_text(path.read_text().replace("sold", "lost"))
    os.utime(path, ns=(now, now))
    assert ask(dataset, "lost") == ["The buoy was lost."]


def test_what_a_file_declares_is_seen_to_change(dataset: Path) -> None:
    """A new actors.yaml changes what the cards of all other files mean."""
    (dataset / "fleet.yaml").write_text(CARD.format("tug", "A tug sank.") + "  actors: [Nora]\n")
    told: list[str] = []
    assert ask(dataset, "Eleonora", told) == []
    (dataset / "actors.yaml").write_text("nora:\n  name: Nora\n  aliases: [Eleonora]\n")
    assert ask(dataset, "Eleonora", told) == ["A tug sank."]
    assert told == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"no database at all" * 1000),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 90_000),
        lambda path: change_index(path, "DROP TABLE word"),
    ],
)
def test_a_damaged_index_is_made_anew(dataset: Path, damage: Callable[[Path], object]) -> None:
    """Whatever became of the file in the cache, the answer is the same and nothing is said."""
    before = ask(dataset)
    (path,) = indexes()
    damage(path)
    told: list[str] = []
    assert ask(dataset, told=told) == before
    assert told == []
    assert ask(dataset) == before


def test_an_index_of_another_format_is_made_anew(dataset: Path) -> None:
    """An index that another version of relcli left is not read."""
    before = ask(dataset)
    (path,) = indexes()
    change_index(path, "UPDATE meta SET value = 'x' WHERE name = 'format'; DELETE FROM card")
    assert ask(dataset) == before
    assert indexes() != [path]


def test_two_checkouts_of_one_dataset_have_an_index_each(dataset: Path, tmp_path: Path) -> None:
    """Folders of one name, in two places, do not answer for each other."""
    other = tmp_path / "elsewhere" / "dataset"
    other.mkdir(parents=True)
    write(other, "dinghy", "A dinghy was sold.")
    assert len(ask(dataset)) == 3
    assert ask(other) == ["A dinghy was sold."]
    assert len(ask(dataset)) == 3


def test_without_a_cache_the_answer_is_the_same(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no cache folder can be made, one remark says so and the answer is the same."""
    before = ask(dataset)
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "no-folder"))
    told: list[str] = []
    assert ask(dataset, told=told) == before
    assert len(told) == 1
    assert "without an index" in told[0]


def test_a_cache_that_others_may_write_to_is_not_trusted(dataset: Path) -> None:
    """An index that somebody else could have written is not read."""
    before = ask(dataset)
    (path,) = indexes()
    path.parent.chmod(0o777)
    told: list[str] = []
    assert ask(dataset, told=told) == before
    assert len(told) == 1
    assert "others may write" in told[0]


def test_a_build_that_was_killed_leaves_nothing_for_long(dataset: Path) -> None:
    """What a build left that was ended by kill -9 is neither read nor kept."""
    script = (
        "import os, signal; from pathlib import Path; from relcli.index import refresh;"
        "refresh._duplicates = lambda index, ids: os.kill(os.getpid(), signal.SIGKILL);"
        f"refresh.open_index(Path({str(dataset)!r}), print)"
    )
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = [path for path in indexes() if path.name.endswith(".building")]
    assert len(ask(dataset)) == 3
    assert left not in indexes()


def test_a_reader_does_not_wait_for_a_writer(dataset: Path) -> None:
    """While another process changes the index, a search is answered from it as it was."""
    before = ask(dataset)
    (path,) = indexes()
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE card SET payload = '{}'")
    began = time.monotonic()
    told: list[str] = []
    assert ask(dataset, told=told) == before
    assert time.monotonic() - began < refresh.PATIENCE / 2
    assert told == []
    writer.close()


def test_a_change_is_seen_although_another_process_holds_the_index(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the index cannot be brought up to date, the search does without it and says so."""
    monkeypatch.setattr(refresh, "PATIENCE", 0.05)
    ask(dataset)
    (path,) = indexes()
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(refresh, "MANY", 1)
    write(dataset, "buoy", "The buoy was kept.")
    told: list[str] = []
    assert ask(dataset, "kept", told) == ["The buoy was kept."]
    assert len(told) == 1
    writer.close()
    assert ask(dataset, "kept") == ["The buoy was kept."]


def test_many_processes_at_once_all_get_the_answer(dataset: Path) -> None:
    """Eight processes that start with an empty cache answer alike, and one index is left."""
    command = [sys.executable, "-m", "relcli", "--facts", str(dataset), "list", "-f", "ids"]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    told = {process.communicate() for process in running}
    assert told == {("anchor-0\nbuoy-0\ncable-0\n", "")}
    ask(dataset)
    assert [path.name for path in indexes() if path.name.endswith(".building")] == []


def test_an_older_index_is_removed(dataset: Path) -> None:
    """A new index replaces the one before."""
    ask(dataset)
    write(dataset, "anchor", "An anchor was sold.")
    write(dataset, "buoy", "A buoy was sold.")
    ask(dataset)
    assert len(indexes()) == 1


def test_two_cards_of_one_id_are_told(dataset: Path) -> None:
    """An id that two files use is remarked on, until one of them is changed."""
    (dataset / "double.yaml").write_text(CARD.format("buoy-0", "Another buoy."))
    assert problems(dataset)[0] == 1
    assert "another card" in problems(dataset)[1]
    (dataset / "double.yaml").write_text(CARD.format("buoy-1", "Another buoy."))
    assert problems(dataset) == (0, "")


def test_problems_follow_the_files(dataset: Path) -> None:
    """A problem is told as long as its file has it, by the place it has there."""
    path = write(dataset, "buoy", "The buoy was sold.")
    path.write_text(path.read_text() + "- claim: x\n")
    count, first = problems(dataset)
    assert count == 3
    assert first.startswith(f"{path}:6:3: error[")
    write(dataset, "buoy", "The buoy was sold.")
    assert problems(dataset) == (0, "")


def test_a_dataset_of_one_file_is_fresh_too(dataset: Path) -> None:
    """A single file is a dataset whose change is seen."""
    path = dataset / "buoy.yaml"
    assert ask(path) == ["The buoy was sold."]
    write(dataset, "buoy", "The buoy was sold.", "A second one was sold.")
    assert ask(path) == ["The buoy was sold.", "A second one was sold."]


def test_large_datasets_are_read_by_processes(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What several processes read is what one reads, in the same order."""
    from relcli.index import reading

    monkeypatch.setattr(reading, "LARGE", 0)
    monkeypatch.setattr(reading, "BATCH", 1)
    assert ask(dataset) == [f"The {name} was sold." for name in ("anchor", "buoy", "cable")]


HOLDS = """
import sys
from relcli.index import cache
with cache.building_alone(sys.argv[1], print):
    print(cache.unfinished_index(sys.argv[1]), flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_builds(folder: str) -> Iterator[subprocess.Popen[str]]:
    """Let another process build an index of nothing, until it is told to end."""
    command = [sys.executable, "-c", HOLDS, folder]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        Path(process.stdout.readline().strip()).touch()
        try:
            yield process
        finally:
            process.kill()


def test_an_unfinished_index_of_a_running_process_is_left_alone(dataset: Path) -> None:
    """Whoever finds an index up to date leaves alone what another process builds meanwhile."""
    ask(dataset)
    with another_builds(cache.cache_folder(dataset)):
        ask(dataset)
        assert [path.suffix for path in sorted(indexes())] == [".sqlite", ".building"]
    ask(dataset)
    assert [path.suffix for path in indexes()] == [".sqlite"]


def test_a_long_wait_for_another_process_is_told(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits for another process that builds says so, once, and answers when that ends."""
    monkeypatch.setattr(cache, "QUIETLY", 0.05)
    told: list[str] = []
    with another_builds(cache.cache_folder(dataset)) as process:

        def tell(text: str) -> None:
            told.append(text)
            process.kill()

        with closing(Datasets([dataset], tell)) as facts:
            assert len(answer(Query("sold"), facts).hits) == 3
    assert told == [f"another relcli is reading {dataset} into the index; this one waits for it"]
    assert [path.suffix for path in indexes()] == [".sqlite"]


def test_nobody_waits_for_ever(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another process never ends, the search does without an index and says so."""
    monkeypatch.setattr(cache, "QUIETLY", 0.05)
    monkeypatch.setattr(cache, "LONGEST", 0.05)
    told: list[str] = []
    with another_builds(cache.cache_folder(dataset)):
        assert len(ask(dataset, told=told)) == 3
    waited, without = told
    assert "this one waits" in waited
    assert without.startswith("searching without an index: ")


def test_what_another_process_built_meanwhile_is_not_built_again(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has waited for a build takes what it made."""
    alone = cache.building_alone

    @contextmanager
    def after_another(folder: str, waiting: Callable[[], None]) -> Iterator[None]:
        monkeypatch.setattr(refresh, "building_alone", alone)
        ask(dataset)
        monkeypatch.setattr(refresh, "build", None)
        with alone(folder, waiting):
            yield

    monkeypatch.setattr(refresh, "building_alone", after_another)
    assert len(ask(dataset)) == 3


def test_a_build_that_fails_leaves_nothing(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a build is interrupted, its unfinished file is removed at once."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(refresh, "_duplicates", interrupt)
    with pytest.raises(KeyboardInterrupt):
        ask(dataset)
    assert indexes() == []


def test_a_folder_that_cannot_be_read_is_trouble(dataset: Path) -> None:
    """A dataset that the system refuses is told in one line with a cure."""
    with pytest.raises(DatasetError, match="too long"):
        Datasets([dataset / ("x" * 300)], print)


def test_links_and_other_things_in_a_dataset_do_not_stop_a_search(dataset: Path) -> None:
    """A dangling link and a pipe are problems; the rest is found, again and again."""
    (dataset / "dangling.yaml").symlink_to("nowhere.yaml")
    os.mkfifo(dataset / "pipe.yaml")
    for _ in "once", "and again":
        assert len(ask(dataset)) == 3
        assert problems(dataset)[0] == 2


def test_an_index_that_others_keep_removing_is_done_without(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no index stays long enough to be opened, the search does without and says so."""
    monkeypatch.setattr(refresh, "finish_index", lambda building: building.unlink())
    told: list[str] = []
    assert len(ask(dataset, told=told)) == 3
    assert len(told) == 1


def test_a_stale_index_that_another_process_brought_up_to_date_is_looked_at_again(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking and locking another process may have been faster: nothing is done twice."""
    ask(dataset)
    monkeypatch.setattr(refresh, "MANY", 1)
    write(dataset, "buoy", "The buoy was kept.")
    changed = refresh._changed  # noqa: SLF001 - the moment between looking and locking

    def while_another_is_faster(*args: object) -> set[str]:
        monkeypatch.setattr(refresh, "_changed", changed)
        assert ask(dataset, "kept") == ["The buoy was kept."]
        return changed(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(refresh, "_changed", while_another_is_faster)
    assert ask(dataset, "kept") == ["The buoy was kept."]


def test_a_file_just_written_is_compared_although_the_index_is_locked(dataset: Path) -> None:
    """That nothing was changed need not be written down to be known."""
    write(dataset, "buoy", "The buoy was sold.")
    ask(dataset)
    (path,) = (path for path in indexes() if path.suffix == ".sqlite")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        told: list[str] = []
        assert len(ask(dataset, told=told)) == 3
    assert told == []


@pytest.mark.parametrize("cache_home", ["a-folder", "dataset/buoy.yaml"])
def test_an_index_damaged_while_it_is_open_is_made_anew(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache_home: str
) -> None:
    """Damage met while a question is answered is mended, in the cache and in memory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / cache_home))
    with closing(Datasets([dataset], print)) as facts:
        for index in facts._stores.values():  # noqa: SLF001 - damaged behind its back
            assert isinstance(index, SqliteStore)
            index.db.execute("DROP TABLE word")
        assert len(answer(Query("sold"), facts).hits) == 3


def test_what_is_wrong_with_a_declaring_file_is_told(dataset: Path) -> None:
    """A problem of actors.yaml is told by its place, as that of a card is."""
    (dataset / "actors.yaml").write_text("nora: {}\n")
    count, first = problems(dataset)
    assert count == 1
    assert first.startswith(f"{dataset}/actors.yaml:1:7: error[missing-key]")


@pytest.mark.parametrize("option", ["", "-q"])
def test_a_first_reading_of_many_cards_shows_how_far_it_is(dataset: Path, option: str) -> None:
    """On a terminal a bar is drawn on stderr while a large dataset is read, but not with -q."""
    arguments = [*option.split(), "--facts", str(dataset), "show", "none"]
    script = (
        "from relcli.cli.app import main; from relcli.index import reading; reading.LARGE = 0;"
        f"main({arguments!r})"
    )
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "80"},
        check=True,
    )
    ready, _, _ = select.select([ours], [], [], 0)
    drawn = os.read(ours, 100_000).decode() if ready else ""
    os.close(theirs)
    os.close(ours)
    assert ("Reading the facts" in drawn) is not bool(option)
    assert bool(drawn) is not bool(option)


def test_a_file_that_vanishes_while_it_is_read_is_a_problem(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking at a folder and reading it a file may go: the others are found."""
    stamps = stamps_of(dataset)
    (dataset / "buoy.yaml").unlink()
    monkeypatch.setattr(refresh, "stamps_of", lambda _: stamps)
    assert ask(dataset) == ["The anchor was sold.", "The cable was sold."]


def test_a_changed_file_is_read_by_what_the_others_declare(dataset: Path) -> None:
    """A card that was changed has its actors and sources as declared, whole."""
    (dataset / "actors.yaml").write_text("tug: {name: The Tug, aliases: [Pushy]}")
    (dataset / "sources.yaml").write_text(
        "log: {title: Harbour log}\ncopy: {title: C, origin: log}"
    )
    ask(dataset)
    for number in range(30):  # so that one more is few
        write(dataset, f"more-{number}", "Nothing.")
    ask(dataset)
    card = CARD.format("tugged", "She was towed.") + "  actors: [pushy]\n"
    (dataset / "anchor.yaml").write_text(card.replace("source: X", "source: copy"))
    with closing(Datasets([dataset], print)) as facts:
        (hit,) = answer(Query("towed"), facts).hits
    assert hit.plain["actors"] == [{"id": "tug", "name": "The Tug"}]
    sources = hit.plain["sources"]
    assert [(source["title"], source["origin"]) for source in sources] == [("C", "log")]


def test_where_a_declaring_file_is_broken_a_changed_file_is_read_by_the_file(dataset: Path) -> None:
    """A card that uses what could not be read is read all the same, as in a new index."""
    (dataset / "sources.yaml").write_text("log: {title: Harbour log}\nbad: {titel: x}")
    for number in range(30):
        write(dataset, f"more-{number}", "Nothing.")
    ask(dataset)
    card = CARD.format("towed", "She was towed.").replace("source: X", "source: bad")
    (dataset / "anchor.yaml").write_text(card)
    assert ask(dataset, "towed") == ["She was towed."]


def test_an_id_given_twice_in_one_file_is_told_with_its_line(dataset: Path) -> None:
    """Facts that are a single file have no path within themselves."""
    card = CARD.format("anchor-0", "An anchor.")
    (dataset / "anchor.yaml").write_text(f"{card}\n{card}")
    number, first = problems(dataset / "anchor.yaml")
    assert number == 1
    assert "`anchor-0` is the id of another card, line 1; give it an id" in first


def test_an_id_given_twice_is_told_as_long_as_it_is(dataset: Path) -> None:
    """A change that gives an id twice, and one that mends it, are told as by a new index."""
    for number in range(30):
        write(dataset, f"more-{number}", "Nothing.")
    assert problems(dataset)[0] == 0
    (dataset / "buoy.yaml").write_text(CARD.format("anchor-0", "A second anchor."))
    number, first = problems(dataset)
    assert number == 1
    assert "`anchor-0` is the id of another card, anchor.yaml:1" in first
    write(dataset, "cable", "Another change.")
    assert problems(dataset)[0] == 1
    write(dataset, "anchor")
    assert problems(dataset)[0] == 0


def test_an_index_is_the_same_in_every_process() -> None:
    """Nothing in it stands in the order of a set, or an edit would seem to change every card."""
    program = """
from relcli.index.refresh import build
from relcli.index.sqlite_store import SqliteStore
from relcli.index.stamps import stamps_of
from relcli.load.locate import shipped
index, dataset = SqliteStore(), shipped()[0]
build(index, dataset, stamps_of(dataset))
for row in index.db.execute("SELECT * FROM card ORDER BY rowid"):
    print(ascii(row))
"""
    rows = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    ]
    assert rows[0].count(b"\n") > 100
    assert rows[0] == rows[1]
