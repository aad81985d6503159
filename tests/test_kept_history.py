"""What is kept of a history: read once, dropped where it is history no more, safe in any mishap."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import relcli
from relcli.history import reading
from relcli.history.git import open_repository
from relcli.history.objects import commit_of
from relcli.history.reading import bring_up_to_date
from relcli.index import kept_history
from relcli.index.cache import cache_folder
from relcli.index.kept_history import FILE, HistoryStore
from tests.repository import Repository, card

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]

PIER = card("pier", "The pier was built.")


@pytest.fixture
def two(repository: Repository) -> Repository:
    """A repository with two commits of one card."""
    repository.commit("First", cards=card("boat") + PIER)
    repository.commit("Second", cards=card("boat", confidence="doubtful") + PIER)
    return repository


def whys(run: Runner, repository: Repository, *args: str) -> list[str]:
    """Return the reasons that `log` gives, the newest first."""
    done = run("--facts", repository.facts, "log", *args, "--json")
    assert done.status == 0, done.err
    return [row["why"] for row in json.loads(done.out)]


def kept(repository: Repository) -> Path:
    """Return where the history of the facts is kept."""
    return Path(cache_folder(repository.facts)) / FILE


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commits that are read, as they are."""
    names: list[str] = []

    def noting(name: str, data: bytes) -> Any:  # noqa: ANN401 - as the function does
        names.append(name)
        return commit_of(name, data)

    monkeypatch.setattr(reading, "commit_of", noting)
    return names


def test_only_new_commits_are_read(run: Runner, two: Repository, asked: list[str]) -> None:
    """The first time all commits are; then none, until there is another one."""
    whys(run, two)
    assert len(asked) == 2
    assert whys(run, two, "boat") == ["Second", "First"]
    assert len(asked) == 2
    third = two.commit("Third", cards=card("boat", confidence="improbable") + PIER)
    assert whys(run, two, "boat") == ["Third", "Second", "First"]
    assert asked[2:] == [third]


def test_a_commit_of_other_files_is_none_of_the_facts(run: Runner, two: Repository) -> None:
    """What changed nothing of the facts has no row, and nothing is read for it."""
    (two.top / "README.md").write_text("A page.\n")
    two.commit("A page")
    assert whys(run, two, "boat") == ["Second", "First"]


@pytest.mark.parametrize("before", [True, False], ids=["read before", "read after"])
def test_history_that_was_rewritten(
    run: Runner, two: Repository, asked: list[str], *, before: bool
) -> None:
    """An amended commit, one that was taken back, another branch: what is history no more goes."""
    third = card("boat", confidence="improbable") + PIER
    two.commit("Third", cards=third)
    if before:
        assert whys(run, two, "boat") == ["Third", "Second", "First"]
    asked.clear()
    two.git("commit", "--quiet", "--amend", "-m", "Amended")
    assert whys(run, two, "boat") == ["Amended", "Second", "First"]
    assert len(asked) == (1 if before else 3)
    two.git("reset", "--quiet", "--hard", "HEAD~1")
    assert whys(run, two, "boat") == ["Second", "First"]
    two.git("checkout", "--quiet", "-b", "side", "HEAD~1")
    two.commit("On the side", cards=card("boat", "A ship sank.") + PIER)
    assert whys(run, two, "boat") == ["On the side", "First"]
    two.git("checkout", "--quiet", "main")
    assert whys(run, two, "boat") == ["Second", "First"]
    two.git("checkout", "--quiet", "--orphan", "anew")
    two.commit("Anew", cards=card("boat"))
    assert whys(run, two, "boat") == ["Anew"]


def test_a_merge_of_what_was_the_main_line(run: Runner, two: Repository) -> None:
    """Where what was read is reached by a second parent alone, it is history no more."""
    whys(run, two)
    two.git("checkout", "--quiet", "-b", "side", "HEAD~1")
    two.commit("On the side", cards=card("boat") + PIER.replace("2016", "2017"))
    environment = {"GIT_COMMITTER_DATE": "2024-03-01T00:00:00Z"}
    two.git("merge", "--quiet", "--no-ff", "-X", "ours", "-m", "Merged", "main", **environment)
    assert whys(run, two, "boat") == ["Merged", "First"]
    assert whys(run, two, "pier") == ["On the side", "First"]


def test_cards_that_cannot_be_read_are_held(run: Runner, two: Repository) -> None:
    """A file that is broken for some commits takes no card away; what changed meanwhile is told."""
    broken = card("boat", confidence="doubtful") + PIER + "- claim: [\n"
    two.commit("Broken", cards=broken)
    assert whys(run, two) == ["Second", "First", "First"]
    two.commit("Still broken", cards=broken + "# more\n")
    assert whys(run, two) == ["Second", "First", "First"]
    two.commit("Mended", cards=card("boat", confidence="confirmed"))
    rows = json.loads(run("--facts", two.facts, "log", "--limit", "2", "--json").out)
    assert [(row["id"], row["events"]) for row in rows] == [
        ("boat", ["regraded"]),
        ("pier", ["removed"]),
    ]


def test_what_was_held_when_history_is_rewritten(run: Runner, two: Repository) -> None:
    """Where a broken file was committed and taken back, all is as if it had never been."""
    two.commit("Broken", cards=card("boat", confidence="sure"))
    whys(run, two)
    two.git("reset", "--quiet", "--hard", "HEAD~1")
    two.commit("Third", cards=card("boat", confidence="doubtful", date="2017") + PIER)
    assert whys(run, two, "boat") == ["Third", "Second", "First"]
    assert whys(run, two, "pier") == ["First"]


def test_a_declaration_that_changes_cards(run: Runner, repository: Repository) -> None:
    """What sources.yaml and topics say of a card is part of it, and nothing else is."""
    cards = card("boat", source="log", actors="[owner]", topics="[sea]") + card(
        "pier", "The pier was built.", source="gazette"
    )
    dataset = "topics: {sea: Sea, land: Land}\n"
    sources = "log: {title: Log}\ngazette: {title: Gazette}\n"
    actors = "owner: {name: The Owner, aliases: [Holm]}\nother: {name: Other}\n"
    repository.commit("First", cards=cards, dataset=dataset, sources=sources, actors=actors)
    repository.commit("Log", sources=sources.replace("Log}", "Log, url: 'https://x.example'}"))
    repository.commit("Both", sources="log: {title: A}\ngazette: {title: B}\n")
    repository.commit("Names", actors=actors.replace("The Owner", "Owner"))
    repository.commit("Topics", dataset=dataset.replace("sea: Sea, ", ""))
    repository.commit("Topics again", dataset=dataset)
    repository.commit("No topics", dataset="title: T\n")
    repository.commit("Stance", sources="log: {title: A, stance: disputes}\ngazette: {title: B}\n")
    (repository.facts / "sources.yaml").unlink()
    repository.commit("None declared")
    assert whys(run, repository, "boat") == ["None declared", "Stance", "Both", "Log", "First"]
    assert whys(run, repository, "pier") == ["None declared", "Both", "First"]


def test_a_declaration_read_later(run: Runner, repository: Repository) -> None:
    """A commit that only declares changes cards of files that were read by another process."""
    cards = card("boat", source="log") + card("pier", "The pier was built.", source="gazette")
    sources = "log: {title: Log}\ngazette: {title: Gazette}\n"
    repository.commit("First", cards=cards, sources=sources)
    whys(run, repository)
    repository.commit("Log", sources=sources.replace("Log}", "Log, publisher: P}"))
    assert whys(run, repository, "boat") == ["Log", "First"]
    assert whys(run, repository, "pier") == ["First"]


def test_many_names_declared_anew(run: Runner, repository: Repository) -> None:
    """Where more is declared otherwise than is looked for by name, all cards are read again."""
    names = [f"source-{number}" for number in range(30)]
    cards = "".join(card(f"c{n}", f"Boat {n} sank.", source=name) for n, name in enumerate(names))
    repository.commit("First", cards=cards, sources="".join(f"{n}: {{title: A}}\n" for n in names))
    repository.commit("All", sources="".join(f"{n}: {{title: B}}\n" for n in names))
    assert whys(run, repository, "c0") == ["All", "First"]
    assert len(whys(run, repository)) == 60


def test_a_name_that_is_written_in_signs(run: Runner, repository: Repository) -> None:
    """A source that a card names by an escape is seen to change as well."""
    cards = card("boat", source='"\\x6cog"') + PIER.replace("Harbour log", "other")
    repository.commit("First", cards=cards, sources="log: {title: A}\nother: {title: O}\n")
    repository.commit("Log", sources="log: {title: B}\nother: {title: O}\n")
    assert whys(run, repository, "boat") == ["Log", "First"]


def test_a_file_that_is_read_whole_is_renewed_whole(run: Runner, repository: Repository) -> None:
    """One list in brackets has no parts to be told by; its cards change with what is declared."""
    cards = "[{id: boat, claim: A boat sank., date: 2016, confidence: possible, source: log}]\n"
    cards = f"---\n# x\n---\n{cards}"
    repository.commit("First", cards=card("pier", "P.", source="log"), sources="log: {title: A}\n")
    repository.commit("Second", cards=cards.removeprefix("---\n# x\n"))
    repository.commit("Log", sources="log: {title: B}\n")
    assert whys(run, repository, "boat") == ["Log", "Second"]


def test_two_files_with_one_id(run: Runner, repository: Repository) -> None:
    """The first of them has the card, as the loader says; where it goes, the other one has it."""
    repository.commit("First", b=card("boat", "Of b."))
    repository.commit("Second", a=card("boat", "Of a."))
    (repository.facts / "a.yaml").unlink()
    repository.commit("Third")
    rows = json.loads(run("--facts", repository.facts, "log", "--json").out)
    assert [row["changes"].get("claim") for row in rows] == [
        ["Of a.", "Of b."],
        ["Of b.", "Of a."],
        [None, "Of b."],
    ]


def test_an_id_that_comes_again_goes_on(run: Runner, repository: Repository) -> None:
    """A card that was removed and is there again is one; one that takes an old claim is not."""
    repository.commit("First", cards=card("boat") + PIER)
    repository.commit("Removed", cards=PIER)
    whys(run, repository)
    repository.commit("Again", cards=card("boat", "A ship sank.") + PIER)
    assert whys(run, repository, "boat") == ["Again", "Removed", "First"]
    old, new = "Officers met in the old town.", "Officers met in the new town."
    repository.commit("Town", cards=card(claim=old))
    repository.commit("Reworded", cards=card(claim=new))
    (name,) = run("--facts", repository.facts, "list", "--format", "ids").out.split()
    repository.commit("Both", cards=card(claim=new) + card(claim=old, source="Another paper"))
    assert whys(run, repository, name) == ["Reworded", "Town"]
    repository.commit(
        "Back", cards=card(claim=new) + card(claim=old, source="Another paper", date="1")
    )
    assert whys(run, repository, name) == ["Reworded", "Town"]


def test_a_claim_that_is_taken_back_is_the_same_card(run: Runner, repository: Repository) -> None:
    """Reworded and worded as before: the id that was made of it goes on with its own chain."""
    claims = [
        "Officers met in the old town.",
        "Nothing alike at all is said by this.",
        "Rain fell.",
    ]
    for claim in (*claims, *claims[::-1]):
        repository.commit(claim, cards=card(claim=claim) + PIER)
    names = {row["id"] for row in json.loads(run("--facts", repository.facts, "log", "--json").out)}
    assert len(names) == 4
    assert len(whys(run, repository, "pier")) == 1


def test_many_cards_at_once_are_paired_where_they_stand(
    run: Runner, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where too many came and went to compare all, those that stand near each other still are."""
    monkeypatch.setattr("relcli.history.likeness.MOST_COMPARED", 3)
    text = "".join(card(claim=f"Officers met in town {n}.", source=f"S{n}") for n in range(20))
    repository.commit("First", cards=PIER + text)
    again = card("new", "Rain fell.") + PIER + text.replace("Officers", "Soldiers")
    repository.commit("Second", cards=again)
    args = ("log", "--recorded-since", "2024-01-02", "--json")
    rows = json.loads(run("--facts", repository.facts, *args).out)
    assert sorted(row["events"] for row in rows) == [["added"], *[["reworded"]] * 20]


# Mishaps


@pytest.mark.parametrize("content", [b"", b"no database" * 500], ids=["empty", "damaged"])
def test_a_damaged_file_is_made_anew(
    run: Runner, two: Repository, content: bytes, asked: list[str]
) -> None:
    """Whatever lies where the history should, the answer is the same, and is kept again."""
    whys(run, two)
    kept(two).write_bytes(content)
    assert whys(run, two, "boat") == ["Second", "First"]
    assert whys(run, two, "boat") == ["Second", "First"]
    assert len(asked) == 4


def test_a_file_that_is_damaged_within(run: Runner, two: Repository) -> None:
    """What is only seen when a row is read is mended as well."""
    whys(run, two)
    data = bytearray(kept(two).read_bytes())
    with closing(sqlite3.connect(kept(two))) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'change'").fetchone()
    data[(page - 1) * size : page * size] = b"\xff" * size
    kept(two).write_bytes(data)
    assert whys(run, two, "boat") == ["Second", "First"]


def test_two_moments_are_compared_though_it_is_damaged_within(run: Runner, two: Repository) -> None:
    """Whichever of its pages is damaged, the same cards have changed."""
    args = ("--facts", two.facts, "diff", "HEAD~1", "--format", "ids")
    expected = run(*args).out
    assert expected
    whole = kept(two).read_bytes()
    with closing(sqlite3.connect(kept(two))) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
    for start in range(size, len(whole), size):
        kept(two).write_bytes(whole[:start] + b"\xff" * size + whole[start + size :])
        assert run(*args).out == expected


def test_what_another_version_wrote_is_read_anew(
    run: Runner, two: Repository, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older or newer relcli's history is dropped, and no regrading is told from it."""
    whys(run, two)
    monkeypatch.setattr(kept_history, "VERSION", "0")
    assert "regraded" not in run("--facts", two.facts, "show", "boat", "--format", "table").out
    monkeypatch.setattr(kept_history, "_TABLES", kept_history._TABLES.replace("'1'", "'0'"))  # noqa: SLF001
    assert whys(run, two, "boat") == ["Second", "First"]
    assert len(asked) == 4


def test_where_nothing_can_be_kept(
    run: Runner, two: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is the same, and a note says that it is not kept."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    done = run("--facts", two.facts, "log", "boat", "--format", "ids")
    assert (done.status, done.out) == (0, "boat\nboat\n")
    assert "relcli: note: reading the history without keeping it: " in done.err


def test_where_another_process_does_not_end(
    run: Runner, two: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that holds the history for too long is not waited for: it is read in memory."""
    monkeypatch.setattr(kept_history, "PATIENCE", 0.1)
    with closing(HistoryStore(kept(two))) as other:
        other.begin()
        done = run("--facts", two.facts, "log", "boat", "--format", "ids")
        other.give_up()
    assert (done.status, done.out) == (0, "boat\nboat\n")
    assert "without keeping it: database is locked" in done.err


def test_a_disk_that_is_full_while_tables_are_made(
    two: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the tables are no history: all is undone."""
    monkeypatch.setattr(kept_history, "_TABLES", "CREATE TABLE meta (x);\nNO SQL;\n")
    with pytest.raises(sqlite3.OperationalError):
        HistoryStore(kept(two))
    monkeypatch.undo()
    with closing(sqlite3.connect(kept(two))) as db:
        assert db.execute("SELECT * FROM sqlite_master").fetchall() == []


def test_several_processes_read_at_once(two: Repository) -> None:
    """All get the whole history, whoever is first."""
    for number in range(20):
        two.commit(f"Number {number}", cards=card("boat", date=f"{1900 + number}") + PIER)
    command = [sys.executable, "-m", "relcli", "--facts", str(two.facts)]
    command += ["log", "boat", "--format", "ids"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate()[0] for process in started] == [b"boat\n" * 22] * 3


def test_one_that_is_killed_leaves_what_it_had_finished(
    run: Runner, two: Repository, tmp_path: Path, asked: list[str]
) -> None:
    """After kill -9 the next one reads on from there, and nothing is told twice."""
    for number in range(6):
        two.commit(f"Number {number}", cards=card("boat", date=f"{1900 + number}") + PIER)
    mark = tmp_path / "kept"
    program = f"""
import time
from pathlib import Path
from relcli.history import reading
from relcli.cli.app import main
reading.AT_ONCE = 2
keep = reading._Reader.keep
def slowly(self):
    keep(self)
    Path({str(mark)!r}).touch()
    time.sleep(60)
reading._Reader.keep = slowly
main(["--facts", {str(two.facts)!r}, "log"])
"""
    process = subprocess.Popen([sys.executable, "-c", program], env={**os.environ})
    deadline = time.monotonic() + 30
    while not mark.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(whys(run, two, "boat")) == 8
    assert len(asked) == 6


def test_what_fails_half_way_is_undone(two: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in the middle of a commit leaves the history as it was kept before."""
    repository = open_repository(two.facts)
    with closing(HistoryStore()) as store:

        def fails(*_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(HistoryStore, "add_change", fails)
        with pytest.raises(RuntimeError):
            bring_up_to_date(store, repository, "facts", print)
        assert list(store.commits()) == []
        monkeypatch.undo()
        bring_up_to_date(store, repository, "facts", print)
        assert len(list(store.commits())) == 2


def test_another_process_may_have_read_it_meanwhile(
    two: Repository, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    """Who waited for another one looks again, and reads nothing twice."""
    repository = open_repository(two.facts)
    with closing(HistoryStore(kept(two))) as store, closing(HistoryStore(kept(two))) as other:
        begin = HistoryStore.begin

        def waits(self: HistoryStore) -> None:
            if self is store:
                bring_up_to_date(other, repository, "facts", print)
            begin(self)

        monkeypatch.setattr(HistoryStore, "begin", waits)
        bring_up_to_date(store, repository, "facts", print)
    assert len(asked) == 2


def test_a_long_reading_tells_how_far_it_is(
    two: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever watches is told the bytes that were read, of all."""
    monkeypatch.setattr(reading, "LARGE", 0)
    seen: list[int] = []

    class Bar:
        def __init__(self, size: int) -> None:
            seen.append(-size)

        def __enter__(self) -> Callable[[int], object]:
            return seen.append

        def __exit__(self, *_: object) -> None:
            pass

    with closing(HistoryStore()) as store:
        bring_up_to_date(store, open_repository(two.facts), "facts", print, Bar)
    assert sum(seen) == 0
    assert len(seen) == 5


@pytest.fixture
def opened(two: Repository) -> Iterator[relcli.Facts]:
    """The facts of a repository, opened."""
    with relcli.open(two.facts) as facts:
        yield facts


def test_one_history_is_read_once_as_long_as_facts_are_open(
    opened: relcli.Facts, asked: list[str]
) -> None:
    """What is asked twice is read once."""
    assert len(opened.log("boat")) == len(opened.log("boat")) == 2
    assert len(asked) == 2
