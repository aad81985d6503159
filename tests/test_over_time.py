"""What became of cards, elsewhere: on `show`, on the page, in `stats` and in `check`."""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import relcli
from relcli.check.manuals import OF_HISTORY
from relcli.check.rules import RULES
from relcli.model.history import PlainMonth
from relcli.view.changes import in_words
from tests.repository import Repository, card

if TYPE_CHECKING:
    from tests.conftest import Run, Terminal

Runner = Callable[..., "Run"]

PIER = card("pier", "The pier was built.", confidence="confirmed")
DISPUTED = "sources: [Harbour log, {publisher: Owner, stance: disputes}]"
LINE = "regraded 12 May 2024: possible → doubtful (Grades revised)"


@pytest.fixture
def revised(repository: Repository) -> Repository:
    """Three commits, of January, May and July: two cards, one regraded, one removed."""
    repository.commit("First", "2024-01-05T10:00:00Z", cards=card("boat") + PIER)
    doubtful = card("boat", confidence="doubtful")
    repository.commit("Grades revised", "2024-05-12T10:00:00Z", cards=doubtful + PIER)
    later = doubtful.replace("source: Harbour log", DISPUTED) + "  superseded_by: light\n"
    light = card("light", "It burned.", confidence="unconfirmed")
    repository.commit("Third", "2024-07-01T10:00:00Z", cards=later + light)
    return repository


def shown(run: Runner, repository: Repository, *args: str) -> str:
    """Return what `show` draws of the boat."""
    done = run("--facts", repository.facts, "show", "boat", *args, "--format", "table")
    assert done.status == 0, done.err
    return done.out


# show


def test_show_tells_of_regradings_where_history_was_read(run: Runner, revised: Repository) -> None:
    """Before it was read there is no line; then there is, with the commit up to which it holds."""
    assert "regraded" not in shown(run, revised)
    run("--facts", revised.facts, "log")
    out = shown(run, revised)
    assert LINE in out
    assert f"as of commit {revised.git('rev-parse', 'HEAD')[:12]}" in out
    assert "disputed by" not in out
    pier = run("--facts", revised.facts, "show", "light", "--format", "table").out
    assert "History" not in pier


def test_show_asks_nothing_of_git_for_it(
    run: Runner, revised: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept is told even where there is no git; of the past, nothing that came later."""
    run("--facts", revised.facts, "log")
    then = shown(run, revised, "--at", "2024-02")
    monkeypatch.setenv("PATH", "/nowhere")
    assert LINE in shown(run, revised)
    assert "regraded" not in then


def test_show_with_its_history(run: Runner, revised: Repository) -> None:
    """All that changed, the oldest first, a line each; what is not committed yet comes last."""
    out = shown(run, revised, "--history")
    told = [
        "added 5 January 2024: possible (First)",
        LINE,
        "disputed in Owner, 1 July 2024 (Third)",
        "retired 1 July 2024: superseded by light (Third)",
        "source added: Owner, 1 July 2024 (Third)",
    ]
    places = [out.index(line) for line in told]
    assert places == sorted(places)
    text = (revised.facts / "cards.yaml").read_text()
    revised.write(cards=text.replace("doubtful", "improbable"))
    assert "regraded not yet recorded: doubtful → improbable" in shown(run, revised, "--history")


def test_show_of_then_has_the_history_up_to_then(run: Runner, revised: Repository) -> None:
    """With --at, nothing is told that was recorded later."""
    done = run("--facts", revised.facts, "show", "boat", "--history", "--at", "2024-06", "--json")
    (row,) = json.loads(done.out)
    assert [change["why"] for change in row["history"]] == ["First", "Grades revised"]
    assert list(row)[-1] == "history"


def test_history_in_a_cell_is_words(run: Runner, revised: Repository) -> None:
    """Into a pipe each change is told as on a terminal; without --history nothing is added."""
    tsv = run("--facts", revised.facts, "show", "boat", "--history").out.splitlines()
    assert tsv[0].endswith("\tas_of\thistory")
    assert LINE in tsv[1]
    plain = run("--facts", revised.facts, "show", "boat", "--json").out
    assert "history" not in json.loads(plain)[0]


def test_of_two_datasets_each_has_its_own(run: Runner, revised: Repository) -> None:
    """A card's history is that of its own repository, also where another one has its id."""
    other = Repository(revised.top.parent / "other")
    other.commit("Other", cards=card("boat"))
    paths = ("--facts", revised.facts, "--facts", other.facts)
    first, second = json.loads(run(*paths, "show", "boat", "--history", "--json").out)
    assert first["dataset"] == second["dataset"] == "facts"
    with relcli.open(revised.facts, other.facts) as facts:
        assert len(facts.log("boat")) == 4


# the page


def test_the_page_tells_of_regradings_where_that_is_wanted(
    run: Runner, revised: Repository
) -> None:
    """With --history each card has its lines, with scripts and without; else it has none."""
    page = run("--facts", revised.facts, "export", "html", "--history").out
    assert page.count(LINE) == 2
    data = json.loads(
        re.findall(r"<script[^>]*application/json[^>]*>(.*?)</script>", page, re.DOTALL)[0]
    )
    assert {c["id"]: c.get("history") for c in data["cards"]} == {"boat": [LINE], "light": None}
    assert LINE not in run("--facts", revised.facts, "export", "html").out
    told = run("--facts", revised.facts, "export", "csv", "--history")
    assert told.err == (
        "relcli: error: --history: csv has no place for it; write `relcli export html --history`\n"
    )


def test_a_message_on_the_page_does_nothing(run: Runner, repository: Repository) -> None:
    """What a stranger wrote into a message is text there."""
    repository.commit("First", cards=card("boat"))
    message = "</script><script>alert(1)</script><!-- \x1b"
    repository.commit(message, cards=card("boat", confidence="doubtful"))
    page = run("--facts", repository.facts, "export", "html", "--history").out
    assert "<script>alert" not in page
    assert "\x1b" not in page
    assert "alert(1)" in page


# stats


def test_how_many_cards_there_were_month_after_month(
    run: Runner, revised: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How they stood at the end of each month with a commit: cards, disputes, grades."""
    done = run("--facts", revised.facts, "stats", "--over-time", "--json")
    months = json.loads(done.out)
    nothing = {key: 0 for key in PlainMonth.__annotations__ if key != "month"}
    one = {**nothing, "commits": 1, "cards": 2}
    assert months == [
        {**one, "month": "2024-01", "possible": 1, "confirmed": 1},
        {**one, "month": "2024-05", "doubtful": 1, "confirmed": 1},
        {**one, "month": "2024-07", "disputed": 1, "retired": 1, "doubtful": 1, "unconfirmed": 1},
    ]
    last = run("--facts", revised.facts, "stats", "--over-time", "--limit", "1").out.splitlines()
    assert last[0].split("\t") == list(PlainMonth.__annotations__)
    assert [line.split("\t")[0] for line in last[1:]] == ["2024-07"]
    drawn = run("--facts", revised.facts, "stats", "--over-time", "--format", "table").out
    assert [line.split() for line in drawn.splitlines()] == [
        ["Month", "Commits", "Cards", "Disputed", "Retired", "Conf.", "Poss.", "Doub.", "Unco."],
        ["2024-01", "1", "2", "0", "0", "1", "1", "0", "0"],
        ["2024-05", "1", "2", "0", "0", "1", "0", "1", "0"],
        ["2024-07", "1", "2", "1", "1", "0", "0", "1", "1"],
    ]
    monkeypatch.setenv("COLUMNS", "120")
    drawn = run("--facts", revised.facts, "stats", "--over-time", "--format", "table").out
    assert drawn.split()[5:9] == ["Confirmed", "Possible", "Doubtful", "Unconfirmed"]


def test_two_datasets_are_counted_together(run: Runner, revised: Repository) -> None:
    """A month in which one of them has no commit counts it as it stood before."""
    other = Repository(revised.top.parent / "other")
    other.commit("One", "2024-03-01T00:00:00Z", cards=card("x"))
    other.commit("Two", "2024-05-31T00:00:00Z", cards=card("x") + card("y", "Rain fell."))
    paths = ("--facts", revised.facts, "--facts", other.facts)
    rows = json.loads(run(*paths, "stats", "--over-time", "--json").out)
    assert [(row["month"], row["commits"], row["cards"]) for row in rows] == [
        ("2024-01", 1, 2),
        ("2024-03", 1, 3),
        ("2024-05", 2, 4),
        ("2024-07", 1, 4),
    ]


@pytest.mark.parametrize(
    "args",
    [["boat"], ["--topic", "sea"], ["--format", "ids"], ["--by", "actor"]],
    ids=" ".join,
)
def test_over_time_takes_no_query(run: Runner, revised: Repository, args: list[str]) -> None:
    """It counts all cards, month by month, and has no ids; each is told in a line."""
    done = run("--facts", revised.facts, "stats", "--over-time", *args)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


# check


def silent(run: Runner, repository: Repository, since: str = "2024-01-31", *args: str) -> list[str]:
    """Return the ids of the cards that `check` finds regraded in silence."""
    done = run("check", repository.facts, "--changed-since", since, "--format", "json", *args)
    assert done.status in (0, 1), done.err
    problems = [p for p in json.loads(done.out) if p["rule"] == "regraded-in-silence"]
    return [re.findall("name `(.+?)`", problem["cure"])[0] for problem in problems]


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("Update", ["boat"]),
        ("Grades revised", ["boat"]),
        ("boats", ["boat"]),
        ("Update\n\nSigned-off-by: Ida Holm <ida@example.org>", ["boat"]),
        ("", ["boat"]),
        ("boat: less sure", []),
        ("Boat", []),
        ("What the harbour log says", []),
        ("Now doubtful", []),
        ("It was possible", []),
        ("Update because nobody saw her", []),
        ("Update\n\nThe owner says that she never left port.", []),
    ],
)
def test_a_grade_that_changed_and_nobody_said_why(
    run: Runner, repository: Repository, message: str, found: list[str]
) -> None:
    """The card, one of its sources, a grade, a reason or more than a subject: one is enough."""
    repository.commit("First", "2024-01-01T00:00:00Z", cards=card("boat") + PIER)
    regraded = card("boat", confidence="doubtful") + PIER
    repository.commit(message, "2024-02-01T00:00:00Z", cards=regraded)
    assert silent(run, repository) == found
    assert silent(run, repository, "2024-02-02") == []


def test_the_whole_message_of_the_rule(run: Runner, revised: Repository) -> None:
    """It names the place, both grades, the commit and its subject, and is a warning."""
    commit = revised.git("rev-parse", "HEAD~1")[:12]
    select = ("--select", "regraded-in-silence")
    done = run("check", revised.facts, "--changed-since", "2024-01-31", *select)
    path = revised.facts / "cards.yaml"
    assert done.status == 0
    assert done.out == (
        f"{path}:4:15: warning[regraded-in-silence] it became `doubtful`, from `possible`, in "
        f"{commit} “Grades revised”, which does not say why\n"
        "  4 |   confidence: doubtful\n"
        "    |               ^\n"
        "help: name `boat` or the reason where you commit it; in the `note` for what is done\n\n"
        "1 warning in 1 file, 2 cards\n"
    )
    strict = run("check", revised.facts, "--changed-since", "2024-01-31", *select, "--strict")
    assert strict.status == 1
    assert run("check", revised.facts, *select, "--strict").status == 0


def test_the_rule_can_be_left_out(run: Runner, revised: Repository) -> None:
    """As any other one, by the command line and by dataset.yaml."""
    assert silent(run, revised) == ["boat"]
    assert silent(run, revised, "2024-01-31", "--ignore", "regraded-in-silence") == []
    revised.write(dataset="check: {ignore: [regraded-in-silence]}\n")
    assert silent(run, revised) == []


def test_a_card_that_is_gone_is_no_concern(run: Runner, revised: Repository) -> None:
    """What was regraded and then removed has no line to point to."""
    revised.write(cards=PIER)
    assert silent(run, revised) == []


def test_every_rule_of_history_has_its_manual(run: Runner) -> None:
    """`check --explain` tells of it, with why it matters, an example and the cure."""
    assert OF_HISTORY.keys() == {"regraded-in-silence"}
    assert OF_HISTORY.keys() <= RULES.keys()
    out = run("check", "--explain", "regraded-in-silence").out
    assert out.startswith("regraded-in-silence (warning)\n\nA grade was changed by a commit")
    assert all(part in out for part in ("Why it matters: ", "Example:", "Cure: "))


def test_where_there_is_no_history_check_says_so(run: Runner, revised: Repository) -> None:
    """A wrong moment and facts without git are trouble, not silence."""
    done = run("check", revised.facts, "--changed-since", "v9")
    assert (done.status, done.err.count("\n")) == (2, 1)


# Words


def words(**changes: tuple[object, object]) -> list[str]:
    """Return what is told of some changed fields."""
    change = relcli.Change("x", None, None, None, None, (), changes, "d", "C.")
    return in_words(change)


def source(name: str, **fields: str) -> dict[str, object]:
    """Return a source as plain data."""
    empty = dict.fromkeys(("title", "url", "archived_url", "published", "accessed", "speaker"))
    return {"id": name, "publisher": name, "stance": "supports", **empty, **fields}


def test_each_field_is_told_in_words() -> None:
    """What a reader sees of every field that can change."""
    a, b = source("a"), source("b")
    many = [source(f"s{n}") for n in range(5)]
    assert words(disputed=(True, False)) == ["no longer disputed"]
    assert words(superseded_by=("x", None)) == ["superseded by: x → none"]
    assert words(superseded_by=("x", "y")) == ["superseded by: x → y"]
    assert words(sources=([a, b], [b, a])) == ["sources in another order"]
    assert words(sources=([a], [b])) == ["source added: b", "source removed: a"]
    assert words(sources=([a], [source("a", title="T")])) == ["source changed: a, T (title)"]
    assert words(sources=([], many)) == ["source added: s0; s1; s2 and 2 more"]
    assert words(topics=([], ["a", "b"])) == ["topics: none → a, b"]
    assert words(note=(None, "Seen.")) == ["note: Seen."]
    assert words(note=("Seen.", None)) == ["note removed: Seen."]
    assert words(id=("a", "b")) == ["id: a → b"]
    assert words(claim=("A.", "C."), id=("a", "b")) == ["reworded, before: A."]
    assert words(date=("2016", "2017"), as_of=(False, True)) == ["redated: 2016 → as of 2017"]
    assert words(as_of=(False, True)) == ["attested as of its date"]
    assert words(as_of=(True, False)) == ["no longer attested as of its date"]
    assert words(path=("a.yaml", "b.yaml")) == ["moved: a.yaml → b.yaml"]


def test_a_card_that_came_is_told_as_it_stood(run: Runner, repository: Repository) -> None:
    """Its grade, and whether it was disputed or superseded then already."""
    disputed = card("boat").replace("source: Harbour log", DISPUTED)
    repository.commit("First", cards=disputed + "  superseded_by: pier\n" + PIER)
    out = run("--facts", repository.facts, "log", "boat", "--format", "table").out
    assert "    added: possible, disputed, superseded\n" in out
    repository.commit("Gone", cards=PIER)
    out = run("--facts", repository.facts, "log", "boat", "--format", "table").out
    assert "    removed: possible, disputed" in out


def test_a_commit_by_nobody_with_no_word(run: Runner, repository: Repository) -> None:
    """Without a subject, and without a name, there is less to tell, and nothing breaks."""
    first = repository.commit("First", cards=card("boat"))
    raw = repository.git("cat-file", "commit", first).partition("\n\n")[0]
    path = repository.top.parent / "commit"
    path.write_text(re.sub("author .*? <", "author  <", raw) + "\n\n")
    made = repository.git("hash-object", "-t", "commit", "--literally", "-w", str(path))
    repository.git("reset", "--quiet", "--soft", made)
    out = run("--facts", repository.facts, "log", "--format", "table").out
    assert out.splitlines()[0].split() == ["1", "January", "2024", made[:12]]
    assert "added 1 January 2024: possible\n" not in shown(run, repository)
    assert "added 1 January 2024: possible " in shown(run, repository, "--history")


def test_a_bar_is_drawn_while_history_is_read(
    terminal: "type[Terminal]", repository: Repository
) -> None:
    """On a terminal a long first reading shows how far it is, and nothing of it stays."""
    for number in range(3):
        noise = "".join(f"# {n * number}\n" for n in range(400_000))
        repository.commit(cards=card("boat", date=f"{2000 + number}") + noise)
    seen = terminal("--facts", repository.facts, "log", "--format", "ids", TERM="xterm")
    assert seen.end() == 0
    assert "Reading the facts" in seen.shown
    assert seen.shown.endswith("boat\nboat\nboat\n")
