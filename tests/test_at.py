"""`--at` and `relcli diff`: the facts as they were recorded once, and what changed since."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import relcli
from relcli.cli import app
from relcli.cli.app import COMMANDS, NOW_ALONE
from relcli.cli.browse import doings_of
from relcli.cli.session import Session
from relcli.index import past_index
from relcli.index.cache import cache_folder
from relcli.index.store import Store
from tests.repository import Repository, card

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]

PIER = card("pier", "The pier was built.", date="1999")
DATASET = "title: Then\ntopics: {sea: Sea}\n"


@pytest.fixture
def three(repository: Repository) -> Repository:
    """Three commits of 1, 2 and 3 January 2024: a card, a regraded one and another, one removed."""
    repository.commit("First", cards=card("boat"), dataset=DATASET)
    repository.git("tag", "v1")
    doubtful = card("boat", confidence="doubtful")
    repository.commit("Second", cards=doubtful + PIER, dataset=DATASET.replace("Then", "Now"))
    repository.commit("Third", cards=PIER)
    return repository


def grades(run: Runner, repository: Repository, *args: str) -> dict[str, str]:
    """Return the ids and grades that `list` gives."""
    done = run("--facts", repository.facts, "list", *args, "--json")
    assert done.status in (0, 1), done.err
    return {row["id"]: row["confidence"] for row in json.loads(done.out)}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2024-01-01", {"boat": "possible"}),
        ("1 January 2024", {"boat": "possible"}),
        ("2024-01-02", {"boat": "doubtful", "pier": "possible"}),
        ("2024-01", {"pier": "possible"}),
        ("2024", {"pier": "possible"}),
        ("2124", {"pier": "possible"}),
        ("HEAD", {"pier": "possible"}),
        ("HEAD~1", {"boat": "doubtful", "pier": "possible"}),
        ("v1", {"boat": "possible"}),
        ("rev:v1", {"boat": "possible"}),
        (":/Second", {"boat": "doubtful", "pier": "possible"}),
    ],
)
def test_the_facts_as_they_were(
    run: Runner, three: Repository, when: str, expected: dict[str, str]
) -> None:
    """A date means its end; a tag, a commit and what else git knows, the commit that it names."""
    assert grades(run, three, "--at", when) == expected


def test_every_command_that_looks_at_files_knows_no_past() -> None:
    """A command whose module finds files by itself, and asks no opened facts, refuses --at."""
    for name in COMMANDS:
        module = f"{name}_.py" if iskeyword(name) else f"{name}.py"
        text = (Path(app.__file__).parent / module).read_text(encoding="utf-8")
        knows_the_past = "session.at" in text or name == "browse"
        if "session.paths" in text and not knows_the_past:
            assert name in NOW_ALONE, name


def test_a_date_wins_over_a_name(run: Runner, three: Repository) -> None:
    """What is a date and a tag, too, is the date; `rev:` makes it the tag."""
    three.git("tag", "2024-01-03", "v1")
    assert grades(run, three, "--at", "2024-01-03") == {"pier": "possible"}
    assert grades(run, three, "--at", "rev:2024-01-03") == {"boat": "possible"}


def test_the_end_of_a_day_is_that_of_utc(run: Runner, repository: Repository) -> None:
    """What was committed on the evening of a day elsewhere may be of the next one."""
    repository.commit("First", "2024-01-01T23:59:59Z", cards=card("boat"))
    repository.commit("Second", "2024-01-01T20:00:00-05:00", cards=PIER)
    assert grades(run, repository, "--at", "2024-01-01") == {"boat": "possible"}
    assert grades(run, repository, "--at", "2024-01-02") == {"pier": "possible"}


def test_before_the_command_or_after_it(run: Runner, three: Repository) -> None:
    """It is an option of relcli itself; which commit answers is told on stderr."""
    name = three.git("rev-parse", "v1")
    told = f"relcli: note: as recorded in commit {name[:12]} of 1 January 2024 (First)\n"
    for args in (("--at", "v1", "show", "boat"), ("show", "boat", "--at", "v1")):
        done = run("--facts", three.facts, *args)
        assert (done.status, done.err) == (0, told)
        place = done.out.splitlines()[1].split("\t")[-2]
        assert place == f"{three.facts / 'cards.yaml'}:1"


@pytest.mark.parametrize(
    "args",
    [
        ["search", "boat"],
        ["timeline"],
        ["stats"],
        ["disputes"],
        ["graph"],
        ["topics"],
        ["actors"],
        ["sources"],
        ["cite", "boat"],
        ["export", "json"],
        ["export", "html"],
    ],
    ids=" ".join,
)
def test_every_command_that_reads_answers_from_then(
    run: Runner, three: Repository, tmp_path: Path, args: list[str]
) -> None:
    """Each gives the same as on a copy of the files of that day, which is all that it sees."""
    copy = tmp_path / "copy" / "facts"
    three.git("worktree", "add", "--quiet", str(tmp_path / "copy"), "v1")
    then, there = run("--facts", three.facts, *args, "--at", "v1"), run("--facts", copy, *args)
    assert then.status == there.status
    assert then.out.replace(str(three.facts), "") == there.out.replace(str(copy), "")


@pytest.mark.parametrize(
    "args",
    [
        ["new", "--no-input"],
        ["edit", "boat"],
        ["set", "boat", "date=2017"],
        ["fmt"],
        ["init", "x"],
        ["check"],
        ["archive"],
        ["doctor"],
        ["log"],
        ["diff", "HEAD"],
        ["cite", "--check", "-"],
        ["stats", "--over-time"],
    ],
    ids=" ".join,
)
def test_what_has_to_do_with_now_refuses(
    run: Runner, three: Repository, tmp_path: Path, args: list[str]
) -> None:
    """What edits, or looks at files or all of history, says in a line that it knows no past."""
    before = (three.facts / "cards.yaml").read_bytes()
    done = run("--facts", three.facts, "--at", "v1", *args)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "leave" in done.err
    assert "--at" in done.err
    assert (three.facts / "cards.yaml").read_bytes() == before
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2023-12-31", "`2023-12-31`: nothing of {facts} was recorded by then; `relcli"),
        ("1500", "`1500`: nothing of {facts} was recorded by then; "),
        ("2016/2017", "`2016/2017`: nothing of {facts} was recorded by then; "),
        ("v2", "`v2` is no date, and {facts} has no such revision; write 2024-05-12, or"),
        ("rev:", "`rev:` is no date, and"),
        ("--all", "`--all` is no date, and"),
        ("HEAD\nHEAD", r"`HEAD\nHEAD` is no date, and"),
        ("HEAD:facts", "`HEAD:facts` is no date, and"),
        ("2024-01-01/..", "`2024-01-01/..` has no end; write a day, a month or a year"),
        ("as of 2024", "`as of 2024` has no end; "),
    ],
)
def test_a_time_that_is_none(run: Runner, three: Repository, when: str, told: str) -> None:
    """One line says why there are no facts of then, and what to write."""
    done = run("--facts", three.facts, "list", f"--at={when}")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(f"relcli: error: {told.format(facts=three.facts)}")


def test_a_revision_that_had_no_facts(run: Runner, three: Repository) -> None:
    """A commit before the facts were there is told as such."""
    three.git("checkout", "--quiet", "--orphan", "other")
    three.git("rm", "-r", "--quiet", "--cached", ".")
    three.git("commit", "--quiet", "--allow-empty", "-m", "Nothing")
    empty = three.git("rev-parse", "HEAD")
    three.git("checkout", "--quiet", "--force", "main")
    done = run("--facts", three.facts, "list", "--at", empty)
    assert done.status == 2
    facts = f"the facts of {three.facts}"
    told = f"`{empty}`: {facts} were not yet recorded in {empty[:12]}; `relcli log` tells"
    assert told in done.err


def test_python_opens_the_facts_of_then(three: Repository) -> None:
    """`facts.at` gives facts of their own: cards, search, citations, problems, closed apart."""
    with relcli.open(three.facts) as facts, facts.at("2024-01-02") as then:
        assert "boat" not in facts
        assert then["boat"].confidence == "doubtful"
        assert [hit.card.id for hit in then.search("pier")] == ["pier"]
        assert then.problems == []
        with then.at("v1") as first:
            assert first["boat"].confidence == "possible"
        assert "@" in then.cite("boat", stamp=True)
        with pytest.raises(relcli.HistoryError, match="was recorded by then"):
            facts.at("1999")


def test_what_was_wrong_then_is_told(run: Runner, repository: Repository) -> None:
    """A broken card of that day is left out with a note, as one of today is."""
    repository.commit("First", cards=card("boat") + card("pier", confidence="sure"))
    repository.commit("Second", cards=PIER)
    done = run("--facts", repository.facts, "list", "--at", "HEAD~1", "--format", "ids")
    assert done.out == "boat\n"
    assert "some of the facts cannot be read: " in done.err
    assert f"{repository.facts / 'cards.yaml'}:9:15: error[unknown-confidence]" in done.err
    with relcli.open(repository.facts) as facts, facts.at("HEAD~1") as then:
        (problem,) = then.problems
        assert problem.rule == "unknown-confidence"
        assert problem.place == (str(repository.facts / "cards.yaml"), 9, 15)


def test_the_page_has_the_title_of_then(run: Runner, three: Repository) -> None:
    """What a dataset says of itself is that of the commit, too."""
    assert "<title>Then</title>" in run("--facts", three.facts, "export", "html", "--at", "v1").out
    assert "<title>Now</title>" in run("--facts", three.facts, "export", "html").out


def test_browse_reads_then_and_edits_nothing(three: Repository) -> None:
    """The screen shows the facts of then; to edit one it refuses in a line."""
    doings = doings_of(Session((three.facts,), at="v1"))
    with doings.open_facts() as facts:
        assert facts["boat"].confidence == "possible"
    assert doings.edit("boat") == "What was recorded once is not edited: leave --at out"


# What is kept of it


@pytest.fixture
def cache(three: Repository) -> Path:
    """The folder in which indexes of the facts lie."""
    return Path(cache_folder(three.facts))


def past(cache: Path) -> list[Path]:
    """Return the indexes of the past."""
    return sorted(cache.glob("past-*"))


def test_an_index_of_then_is_made_once(run: Runner, three: Repository, cache: Path) -> None:
    """The second answer comes from the same index, though git has lost the contents."""
    grades(run, three, "--at", "v1")
    (index,) = past(cache)
    made = index.stat().st_mtime_ns, index.read_bytes()
    for path in (three.top / ".git" / "objects").rglob("*"):
        if (
            path.is_file()
            and three.git("cat-file", "-t", f"{path.parent.name}{path.name}") == "blob"
        ):
            path.unlink()
    assert grades(run, three, "--at", "v1") == {"boat": "possible"}
    assert past(cache) == [index]
    assert index.read_bytes() == made[1]
    assert index.stat().st_mtime_ns > made[0]


def test_the_same_files_have_the_same_index(run: Runner, three: Repository, cache: Path) -> None:
    """A commit that changed nothing of the facts needs none of its own."""
    (three.top / "README.md").write_text("A page.\n")
    three.commit("A page")
    grades(run, three, "--at", "HEAD")
    grades(run, three, "--at", "HEAD~1")
    assert len(past(cache)) == 1


def test_few_indexes_of_the_past_are_kept(
    run: Runner, three: Repository, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ones that nobody asked for lately go, and so does what was left unfinished for a day."""
    monkeypatch.setattr(past_index, "KEPT", 2)
    grades(run, three, "--at", "v1")
    (first,) = past(cache)
    os.utime(first, (1, 1))
    left, fresh = cache / "past-x.sqlite-1-1.building", cache / "past-y.sqlite-1-1.building"
    left.touch()
    fresh.touch()
    os.utime(left, (1, 1))
    grades(run, three, "--at", "HEAD~1")
    assert first in past(cache)
    os.utime(first, (1, 1))
    grades(run, three, "--at", "HEAD")
    names = past(cache)
    assert first not in names
    assert left not in names
    assert fresh in names
    assert len(names) == 3


@pytest.mark.parametrize("content", [b"", b"no index" * 1000], ids=["empty", "damaged"])
def test_a_damaged_index_of_the_past_is_made_anew(
    run: Runner, three: Repository, cache: Path, content: bytes
) -> None:
    """Whatever lies where an index should, the answer is the same."""
    grades(run, three, "--at", "v1")
    (index,) = past(cache)
    index.write_bytes(content)
    assert grades(run, three, "--at", "v1") == {"boat": "possible"}


def test_an_index_that_is_damaged_within_is_made_anew(
    three: Repository, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That it is damaged may only be seen when it is asked: then it is made again."""
    with relcli.open(three.facts) as facts, facts.at("v1") as then:
        asked = Store.payloads_of
        failing = [True]

        def fails_once(self: Store, key: str) -> Any:  # noqa: ANN401 - as the method does
            if failing and failing.pop():
                raise sqlite3.DatabaseError("damaged")
            return asked(self, key)

        monkeypatch.setattr(Store, "payloads_of", fails_once)
        (index,) = past(cache)
        inode = index.stat().st_ino
        assert then["boat"].confidence == "possible"
        assert past(cache)[0].stat().st_ino != inode or not failing


def test_without_a_cache_it_is_answered_all_the_same(
    run: Runner, three: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no index can be kept one is made in memory, and a note says so."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    done = run("--facts", three.facts, "list", "--at", "v1", "--format", "ids")
    assert (done.status, done.out) == (0, "boat\n")
    assert "relcli: note: searching without an index: " in done.err


def test_an_index_that_cannot_be_finished_leaves_nothing(
    run: Runner, three: Repository, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was begun is removed, and the answer comes from memory."""

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    assert grades(run, three, "--at", "v1") == {"boat": "possible"}
    assert past(cache) == []


def test_another_process_may_remove_what_was_just_made(
    run: Runner, three: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that is gone before it is opened is made once more, in memory."""
    monkeypatch.setattr(past_index, "_kept", lambda _path: None)
    assert grades(run, three, "--at", "v1") == {"boat": "possible"}


def test_many_processes_at_once(three: Repository) -> None:
    """All that ask for the same past together get the same answer."""
    command = [sys.executable, "-m", "relcli", "--facts", str(three.facts)]
    command += ["list", "--at", "v1", "--format", "ids"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate()[0] for process in started] == [b"boat\n"] * 4


def test_no_copy_of_the_files_is_left(
    run: Runner, three: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written to build an index is removed, also where something goes wrong."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    grades(run, three, "--at", "v1")
    done = run("--facts", three.facts, "--facts", tmp_path / "tmp", "list", "--at", "HEAD~1")
    assert done.status == 2
    assert list((tmp_path / "tmp").iterdir()) == []


# diff


def changed(run: Runner, repository: Repository, *args: str) -> list[tuple[str, list[str]]]:
    """Return the ids and events that `diff` gives."""
    done = run("--facts", repository.facts, "diff", *args, "--json")
    assert done.status in (0, 1), done.err
    return [(row["id"], row["events"]) for row in json.loads(done.out)]


def test_between_two_times(run: Runner, three: Repository) -> None:
    """Dates and revisions, from one to the other or the way back; one alone means until now."""
    both = [("pier", ["added"]), ("boat", ["regraded"])]
    assert changed(run, three, "2024-01-01..2024-01-02") == both
    assert changed(run, three, "v1..HEAD~1") == both
    assert changed(run, three, "v1") == [("pier", ["added"]), ("boat", ["removed"])]
    assert changed(run, three, "v1..") == [("pier", ["added"]), ("boat", ["removed"])]
    assert changed(run, three, "HEAD~1..v1") == [("boat", ["regraded"]), ("pier", ["removed"])]
    assert changed(run, three, "..v1") == [("boat", ["added"]), ("pier", ["removed"])]


def test_what_is_not_committed_counts_as_now(run: Runner, three: Repository) -> None:
    """Until now is until the files as they are."""
    three.write(cards=PIER.replace("1999", "1998"))
    assert changed(run, three, "HEAD") == [("pier", ["redated"])]
    assert changed(run, three, "v1..HEAD") == [("pier", ["added"]), ("boat", ["removed"])]


def test_nothing_that_changed_is_nothing_found(run: Runner, three: Repository) -> None:
    """Status 1, and a note."""
    done = run("--facts", three.facts, "diff", "HEAD")
    assert (done.status, done.err) == (1, "relcli: note: no card changed\n")


def test_the_last_commit_that_changed_a_card_is_told(run: Runner, three: Repository) -> None:
    """When, by whom and why, as far as what changed is recorded between the two times."""
    done = run("--facts", three.facts, "diff", "v1..HEAD", "--json")
    assert [(row["id"], row["why"]) for row in json.loads(done.out)] == [
        ("pier", "Second"),
        ("boat", "Third"),
    ]
    three.write(cards=PIER.replace("1999", "1998"))
    (row,) = json.loads(run("--facts", three.facts, "diff", "HEAD", "--json").out)
    assert (row["commit"], row["by"]) == (None, None)


def test_a_card_that_was_reworded_again_and_again_is_one(
    run: Runner, repository: Repository
) -> None:
    """Its first id and its last have nothing in common, yet what lies between is known."""
    words = re.findall(r"\w+", "Officers of both armies met in the old town of Aleppo")
    others = re.findall(r"\w+", "Delegates from several ministries gathered near a port by Tartus")
    for number in range(len(words) + 1):
        claim = " ".join(others[:number] + words[number:])
        repository.commit(claim, cards=card("boat") + card(claim=f"{claim}.", source=claim))
    assert [events for _, events in changed(run, repository, f"HEAD~{len(words)}")] == [
        ["sourced", "reworded"]
    ]


def test_a_branch_that_is_not_merged(run: Runner, three: Repository) -> None:
    """What lies on another branch is compared all the same, by ids and likeness."""
    three.git("checkout", "--quiet", "-b", "side", "v1")
    three.commit("On the side", cards=card("light", "The light burned.") + card(claim="Rain fell."))
    three.git("checkout", "--quiet", "main")
    got = changed(run, three, "side..main")
    assert ("pier", ["added"]) in got
    assert ("light", ["removed"]) in got


def test_on_a_terminal_the_new_come_first(run: Runner, three: Repository) -> None:
    """Under a heading each: what is new, regraded, disputed, retired, removed, then the rest."""
    out = run("--facts", three.facts, "diff", "v1..HEAD~1", "--format", "table").out
    commit = three.git("rev-parse", "HEAD~1")[:12]
    lines = [line.rstrip() for line in out.splitlines()]
    assert lines == [
        "New  1",
        "  pier",
        "    The pier was built.",
        "    added: possible",
        f"    2 January 2024  Ida Holm: Second  {commit}",
        "",
        "Regraded  1",
        "  boat",
        "    A boat sank.",
        "    regraded: possible → doubtful",
        f"    2 January 2024  Ida Holm: Second  {commit}",
    ]


def test_diff_in_python(three: Repository) -> None:
    """`facts.diff` gives what the command does, as values."""
    with relcli.open(three.facts) as facts:
        assert [(c.id, c.events) for c in facts.diff("v1", "HEAD~1")] == [
            ("pier", ("added",)),
            ("boat", ("regraded",)),
        ]
        assert facts.diff("HEAD") == []


def test_a_time_without_facts_is_told_to_python_without_commands(three: Repository) -> None:
    """`relcli log` is nothing that a program has."""
    with relcli.open(three.facts) as facts:
        for ask in (facts.at, facts.diff):
            with pytest.raises(relcli.HistoryError) as refused:
                ask("1990")
            assert str(refused.value) == f"`1990`: nothing of {three.facts} was recorded by then"


def test_shipped_facts_of_a_plain_install(run: Runner, tmp_path: Path) -> None:
    """Facts that were copied out of their repository say what is missing."""
    shutil.copytree(Path(relcli.__file__).parents[1] / "facts", tmp_path / "copy")
    done = run("--facts", tmp_path / "copy", "diff", "2024")
    assert done.status == 2
    assert "it is in no git repository, so it has no history" in done.err
