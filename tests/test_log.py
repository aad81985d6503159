"""`relcli log`: how cards changed, commit by commit."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import relcli
from relcli.model.history import EVENTS, PlainChange
from tests.repository import Repository, card

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]


@pytest.fixture
def revised(repository: Repository) -> Repository:
    """A repository in which a card was regraded and then disputed, and another never changed."""
    other = card("pier", "The pier was built.")
    repository.commit("First facts", cards=card("boat") + other)
    repository.commit("Doubts", cards=card("boat", confidence="doubtful") + other)
    sources = "[Harbour log, {publisher: Owner, stance: disputes, speaker: Per Berg}]"
    disputed = card("boat", confidence="doubtful").replace(
        "source: Harbour log", f"sources: {sources}"
    )
    repository.commit("The owner speaks", cards=disputed + other)
    return repository


def rows(run: Runner, *args: str | Path) -> list[dict[str, Any]]:
    """Return what a command lists as JSON."""
    done = run(*args, "--json")
    assert done.status in (0, 1), done.err
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


def test_a_row_a_card_and_commit_the_newest_first(run: Runner, revised: Repository) -> None:
    """Each row says which card, when, in which commit, by whom, why, and what it was and became."""
    got = rows(run, "--facts", revised.facts, "log", "boat")
    commits = revised.git("log", "--format=%H").split()
    assert [(row["commit"], row["why"], row["events"]) for row in got] == [
        (commits[0], "The owner speaks", ["disputed", "sourced"]),
        (commits[1], "Doubts", ["regraded"]),
        (commits[2], "First facts", ["added"]),
    ]
    assert got[1] == {
        "id": "boat",
        "recorded": "2024-01-02T12:00:00Z",
        "commit": commits[1],
        "by": "Ida Holm",
        "why": "Doubts",
        "events": ["regraded"],
        "changes": {"confidence": ["possible", "doubtful"]},
        "dataset": "facts",
        "claim": "A boat sank.",
    }
    assert got[1].keys() == PlainChange.__annotations__.keys()


def test_without_ids_all_cards(run: Runner, revised: Repository) -> None:
    """A commit that changed several cards has a row for each."""
    got = rows(run, "--facts", revised.facts, "log")
    assert [row["id"] for row in got] == ["boat", "boat", "boat", "pier"]


def test_the_newest_alone_and_since_a_day(run: Runner, revised: Repository) -> None:
    """--limit and --recorded-since bound what is told; where nothing is left, a note says so."""
    assert len(rows(run, "--facts", revised.facts, "log", "--limit", "2")) == 2
    since = rows(run, "--facts", revised.facts, "log", "--recorded-since", "2024-01-02")
    assert [row["why"] for row in since] == ["The owner speaks", "Doubts"]
    none = run("--facts", revised.facts, "log", "boat", "--recorded-since", "2024-02")
    assert (none.status, none.err) == (1, "relcli: note: nothing was recorded since then\n")


def test_a_date_without_a_beginning_is_none_to_look_since(run: Runner, revised: Repository) -> None:
    """What has no first day is refused in one line."""
    done = run("--facts", revised.facts, "log", "--recorded-since", "../2024")
    assert done.status == 2
    assert done.err.startswith("relcli: error: --recorded-since: until 2024 has no beginning")


def test_an_unknown_id_is_told_and_the_others_are_shown(run: Runner, revised: Repository) -> None:
    """As `show` does: status 1, and the nearest id that there is."""
    done = run("--facts", revised.facts, "log", "boat", "peer", "--format", "ids")
    assert (done.status, done.out) == (1, "boat\nboat\nboat\n")
    assert done.err == "relcli: note: no card `peer`; did you mean `pier`?\n"


def test_what_is_not_committed_stands_on_top(run: Runner, revised: Repository) -> None:
    """A card that is changed, new or gone in the files alone has a row without a commit."""
    revised.write(
        cards=card("pier", "The pier was built.", confidence="confirmed")
        + card("new", "Rain fell.")
    )
    got = [row for row in rows(run, "--facts", revised.facts, "log") if row["commit"] is None]
    assert {row["id"]: row["events"] for row in got} == {
        "pier": ["regraded"],
        "new": ["added"],
        "boat": ["removed"],
    }
    assert [row["recorded"] for row in got] == [None] * 3
    of_new = rows(run, "--facts", revised.facts, "log", "new")
    assert [row["events"] for row in of_new] == [["added"]]
    drawn = run("--facts", revised.facts, "log", "pier", "--format", "table").out
    assert drawn.startswith(
        "not yet recorded\n  pier\n    The pier was built.\n    regraded: possible"
    )


def test_files_that_differ_in_line_ends_alone_changed_nothing(
    run: Runner, revised: Repository
) -> None:
    """A checkout that writes lines otherwise than they are committed shows no change."""
    path = revised.facts / "cards.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert all(row["commit"] for row in rows(run, "--facts", revised.facts, "log"))


def test_every_event_has_its_word(run: Runner, repository: Repository) -> None:
    """What a change is told as: each word of the list, and the fields that it stands for."""
    repository.commit(cards=card("a"), dataset="title: T\n")
    steps = {
        "regraded": card("a", confidence="confirmed"),
        "redated": card("a", confidence="confirmed", date="2017"),
        "reworded": card("a", "A ship sank.", confidence="confirmed", date="2017"),
        "edited": card("a", "A ship sank.", confidence="confirmed", date="2017", note="Seen."),
    }
    for text in steps.values():
        repository.commit(cards=text)
    text = steps["edited"].replace("Harbour log", "Coast guard")
    repository.commit(cards=text)
    text = text.replace("source: Coast guard", "sources: [{title: Coast guard, stance: disputes}]")
    repository.commit(cards=text)
    repository.commit(cards=text + "  superseded_by: b\n" + card("b", "Rain fell."))
    (repository.facts / "cards.yaml").rename(repository.facts / "other.yaml")
    repository.commit()
    repository.commit(other=card("b", "Rain fell."))
    events = [row["events"] for row in rows(run, "--facts", repository.facts, "log", "a")]
    assert events == [
        ["removed"],
        ["moved"],
        ["retired"],
        ["disputed", "sourced"],
        ["sourced"],
        ["edited"],
        ["reworded"],
        ["redated"],
        ["regraded"],
        ["added"],
    ]
    assert {event for some in events for event in some} == set(EVENTS)


def test_a_card_without_an_id_that_is_reworded_is_one_card(
    run: Runner, repository: Repository
) -> None:
    """Its old id and its new one, which are made from the claim, find the same history."""
    pier = card(claim="The pier was built.")
    repository.commit(cards=card(claim="Officers met in the old town of Aleppo.") + pier)
    repository.commit(cards=card(claim="Officers met in the new town of Aleppo.") + pier)
    new, old = rows(run, "--facts", repository.facts, "log", "--recorded-since", "2024-01")[:2]
    assert (new["events"], old["events"]) == (["reworded"], ["added"])
    assert new["changes"]["id"] == [old["id"], new["id"]]
    assert len(rows(run, "--facts", repository.facts, "log", old["id"])) == 2
    assert rows(run, "--facts", repository.facts, "log", new["id"])[0] == new


def test_into_a_pipe_and_as_markdown_changes_are_words(run: Runner, revised: Repository) -> None:
    """A cell says what a person reads, and no dict of Python."""
    lines = run("--facts", revised.facts, "log", "boat").out.splitlines()
    assert lines[0].split("\t") == list(PlainChange.__annotations__)
    assert lines[1].split("\t")[6] == "disputed by Per Berg (Owner); source added: Owner"
    markdown = run("--facts", revised.facts, "log", "boat", "--format", "markdown").out
    assert "| regraded | regraded: possible → doubtful | facts |" in markdown


def test_what_acts_in_a_message_is_shown(run: Runner, repository: Repository) -> None:
    """A message and a name are a stranger's: escapes, markup, formulas and line ends do nothing."""
    repository.git("config", "user.name", "x")
    repository.commit("=cmd|'/c'!A1 [red]\x1b[31m\u202e\t<b>", cards=card("boat"))
    for form in ("table", "tsv", "csv", "markdown", "json", "jsonl"):
        out = run("--facts", repository.facts, "log", "--format", form).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "boat" in out
    assert "\t'=cmd" in run("--facts", repository.facts, "log").out
    assert "[red]" in run("--facts", repository.facts, "log", "--format", "table").out


def test_python_gives_the_same_as_values(revised: Repository) -> None:
    """`facts.log` gives changes with a time, an id that nobody knows is a KeyError."""
    with relcli.open(revised.facts) as facts:
        changes = facts.log("boat", recorded_since="2024-01-02", limit=1)
        (change,) = changes
        assert isinstance(change, relcli.Change)
        assert change.recorded is not None
        assert change.recorded.isoformat() == "2024-01-03T12:00:00+00:00"
        assert change.events == ("disputed", "sourced")
        assert change.changes["disputed"] == (False, True)
        assert len(facts.log()) == 4
        with pytest.raises(relcli.UnknownCardError, match="did you mean `pier`"):
            facts.log("peer")
        with pytest.raises(relcli.FilterError, match=r"^recorded_since: "):
            facts.log(recorded_since="in spring")


def test_two_datasets_are_told_together(run: Runner, tmp_path: Path) -> None:
    """Of several datasets the newest comes first, and before it what is not recorded yet."""
    one, two = (Repository(tmp_path / name) for name in ("one", "two"))
    one.commit("of one", "2024-03-01T00:00:00Z", cards=card("a"))
    two.commit("of two", "2024-02-01T00:00:00Z", cards=card("b"))
    one.commit("of one again", "2024-01-01T00:00:00Z", cards=card("a", date="2017"))
    two.write(cards=card("b", date="2018"))
    got = rows(run, "--facts", one.facts, "--facts", two.facts, "log")
    assert [row["why"] for row in got] == [None, "of one", "of two", "of one again"]
