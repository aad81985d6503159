"""`cite --stamp` and `cite --check`: of which commit a card is cited, and what became of it."""

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import relcli
from relcli.history.cited import citations, net
from relcli.view.cite.cite import STYLES
from tests.repository import Repository, card

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]

ID = "boat_&_#1$~^{%}.sank-é"  # an id may have any sign that some style has to write otherwise
PIER = card("pier", "The pier was built.")


@pytest.fixture
def cited(repository: Repository) -> Repository:
    """A repository with two cards, one of which has an id that is hard to write."""
    repository.commit("First", cards=card(f"'{ID}'") + PIER)
    return repository


def check(run: Runner, repository: Repository, text: str, *args: str) -> list[dict[str, Any]]:
    """Return what `cite --check` tells of a text, which is status 1 where it tells anything."""
    path = repository.top.parent / "draft.md"
    path.write_text(text, encoding="utf-8")
    done = run("--facts", repository.facts, "cite", "--check", path, "--json", *args)
    rows: list[dict[str, Any]] = json.loads(done.out)
    assert done.status == (1 if rows else 0), done.err
    return rows


@pytest.mark.parametrize("style", STYLES)
def test_a_stamp_is_found_again_in_every_style(run: Runner, cited: Repository, style: str) -> None:
    """Each style writes it at its place, and what it had to write otherwise is read again."""
    commit = cited.git("rev-parse", "HEAD")[:12]
    done = run("--facts", cited.facts, "cite", ID, "pier", "--style", style, "--stamp")
    assert (done.status, done.err) == (0, "")
    found = citations(done.out)
    assert [(each.id, each.commit) for each in found] == [(ID, commit), ("pier", commit)]
    assert check(run, cited, done.out) == []
    cited.commit("Doubts", cards=card(f"'{ID}'", confidence="doubtful") + PIER)
    rows = check(run, cited, f"A text.\n\n{done.out}")
    assert [(row["id"], row["events"], row["cited"]) for row in rows] == [
        (ID, ["regraded"], commit)
    ]
    assert rows[0]["line"] >= 3


@pytest.mark.parametrize(
    ("style", "end"),
    [
        ("footnote", "Harbour log. Possible. [relcli pier@{}]\n"),
        ("markdown", "[^pier]: Harbour log. Possible. \\[relcli pier\\@{}\\]\n"),
        ("wikipedia", "Possible. &#91;relcli pier@{}&#93;</ref>\n"),
        ("biblatex", "[pier; 2016; possible]. [relcli pier@{}]}},\n}}\n\n"),
        ("csl", '[pier; 2016; possible]. [relcli pier@{}]"\n  }}\n]\n'),
        ("apa", "Possible.\n[relcli pier@{}]\n"),
    ],
)
def test_where_a_stamp_stands(run: Runner, cited: Repository, style: str, end: str) -> None:
    """Behind all else that a style says of a card."""
    commit = cited.git("rev-parse", "HEAD")[:12]
    out = run("--facts", cited.facts, "cite", "pier", "--style", style, "--stamp").out
    assert out.endswith(end.format(commit))


def test_without_a_stamp_nothing_is_asked_of_git(
    run: Runner, cited: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plain citation is what it was before there were stamps."""
    monkeypatch.setenv("PATH", "/nowhere")
    assert run("--facts", cited.facts, "cite", "pier").out == "Harbour log. Possible.\n"


def test_a_card_with_changes_that_are_not_committed_is_not_stamped(
    run: Runner, cited: Repository
) -> None:
    """No commit has what would be cited; others of the same file are, and so is the past."""
    cited.write(cards=card(f"'{ID}'") + PIER.replace("possible", "doubtful"))
    done = run("--facts", cited.facts, "cite", "pier", "--stamp")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "relcli: error: `pier` has changes that are not committed, so nobody could check it; "
        "`git commit` them, then cite it\n"
    )
    assert run("--facts", cited.facts, "cite", ID, "--stamp").status == 0
    assert run("--facts", cited.facts, "cite", "pier", "--stamp", "--at", "HEAD").status == 0


def test_two_datasets_have_stamps_of_their_own(run: Runner, cited: Repository) -> None:
    """Each card is stamped with the commit of the repository that has it."""
    other = Repository(cited.top.parent / "other")
    other.commit("Other", cards=card("light", "It burned."))
    commit = other.git("rev-parse", "HEAD")[:12]
    paths = ("--facts", cited.facts, "--facts", other.facts)
    assert run(*paths, "cite", "light", "--stamp").out.endswith(f"[relcli light@{commit}]\n")


@pytest.mark.parametrize(
    ("after", "events"),
    [
        (PIER.replace("possible", "confirmed"), ["regraded"]),
        (PIER.replace("source: Harbour log", "source: {title: L, stance: disputes}"), ["disputed"]),
        (PIER.replace("built", "torn down"), ["reworded"]),
        (PIER.replace("2016", "2017"), ["redated"]),
        (PIER + "  superseded_by: x\n" + card("x", "Rain fell."), ["retired"]),
        (card("x", "Rain fell."), ["removed"]),
        (PIER + "  note: Seen.\n", []),
        (PIER.replace("Harbour log", "Other log"), []),
    ],
    ids=["regraded", "disputed", "reworded", "redated", "retired", "removed", "noted", "sourced"],
)
def test_what_makes_a_citation_stale(
    run: Runner, cited: Repository, after: str, events: list[str]
) -> None:
    """What the card says otherwise now is told, committed or not; a note, a source is not."""
    stamp = run("--facts", cited.facts, "cite", "pier", "--stamp").out
    cited.write(cards=card(f"'{ID}'") + after)
    rows = check(run, cited, stamp)
    assert [row["events"][: len(events)] for row in rows] == ([events] if events else [])
    cited.commit("Later")
    rows = check(run, cited, stamp)
    assert [row["events"][: len(events)] for row in rows] == ([events] if events else [])
    assert [row["why"] for row in rows] == ["Later"] * len(rows)


def test_what_was_taken_back_is_no_change(run: Runner, cited: Repository) -> None:
    """A card that says again what it said when it was cited is as it was."""
    stamp = run("--facts", cited.facts, "cite", "pier", "--stamp").out
    cited.commit(cards=card(f"'{ID}'") + PIER.replace("possible", "doubtful"))
    cited.commit(cards=card(f"'{ID}'") + PIER)
    assert check(run, cited, stamp) == []
    cited.commit(cards=card(f"'{ID}'"))
    cited.commit(cards=card(f"'{ID}'") + PIER)
    assert check(run, cited, stamp) == []


def test_a_reworded_card_without_an_id_is_found_by_its_old_stamp(
    run: Runner, repository: Repository
) -> None:
    """The id in a stamp is that of the day; the card goes by another one now."""
    repository.commit(cards=card(claim="Officers met in the old town of Aleppo."))
    (old,) = run("--facts", repository.facts, "list", "--format", "ids").out.split()
    stamp = run("--facts", repository.facts, "cite", old, "--stamp").out
    repository.commit(cards=card(claim="Officers met in the new town of Aleppo."))
    (row,) = check(run, repository, stamp)
    assert (row["events"], row["changes"]["id"][0]) == (["reworded"], old)


def test_labels_without_a_stamp_are_looked_at_since_a_day(run: Runner, cited: Repository) -> None:
    """Footnotes, references and entries that were cited before there were stamps are found, too."""
    ids = (ID, "pier")
    texts = [
        run("--facts", cited.facts, "cite", *ids, "--style", style).out
        for style in ("markdown", "wikipedia", "biblatex", "csl")
    ]
    changed = card(f"'{ID}'", confidence="doubtful") + PIER.replace("possible", "doubtful")
    cited.commit("Doubts", "2024-06-01T00:00:00Z", cards=changed)
    for text in texts:
        rows = check(run, cited, text, "--recorded-since", "2024-05")
        assert [row["id"] for row in rows] == [ID, "pier"]
        assert [row["cited"] for row in rows] == [None, None]
        assert check(run, cited, text, "--recorded-since", "2024-07") == []
    path = cited.top.parent / "draft.md"
    done = run("--facts", cited.facts, "cite", "--check", path)
    assert done.status == 0
    assert done.err == (
        f"relcli: note: citations without a stamp: 2, the first is `{ID}` in line 7; "
        "--recorded-since DATE tells since when to look at them\n"
    )


def test_other_footnotes_are_none_of_ours(run: Runner, cited: Repository) -> None:
    """A text has footnotes and brackets of its own, about which nothing is said."""
    text = '[^1]: A book.\n[^note]: x\n<ref name="x">y</ref>\n[a; b; c]\n[relcli]\n[relcli x@y]\n'
    assert check(run, cited, text) == []
    done = run("--facts", cited.facts, "cite", "--check", cited.top.parent / "draft.md")
    assert (done.status, done.out.count("\n")) == (0, 1)
    assert done.err == "relcli: note: the text cites no card of these facts\n"


def test_what_cannot_be_looked_at_is_trouble(run: Runner, cited: Repository) -> None:
    """An id that nobody knows and a commit that is not there are told with their lines."""
    commit = cited.git("rev-parse", "HEAD")[:12]
    path = cited.top.parent / "draft.md"
    path.write_text(f"[relcli peer@{commit}]\n\nx [relcli\npier@0123456789ab]\n")
    done = run("--facts", cited.facts, "cite", "--check", path)
    assert done.status == 2
    assert done.err == (
        "relcli: note: line 1: no card `peer` is or was in these facts\n"
        "relcli: note: line 3: `pier` is cited of commit 0123456789ab, which is not in the "
        "repository; `git fetch` may bring it\n"
    )


def test_a_text_of_stamps_alone_is_refused(
    run: Runner, cited: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More citations than a book has take too long, which is told in a line."""
    monkeypatch.setattr("relcli.history.asking.MOST_CITATIONS", 2)
    path = cited.top.parent / "draft.md"
    path.write_text("".join(f"[relcli x{n}@0123456789ab]\n" for n in range(3)))
    done = run("--facts", cited.facts, "cite", "--check", path)
    assert (done.status, done.out) == (2, "")
    told = "the text has more than 2 citations; look at a part of it"
    assert done.err == f"relcli: error: {told}\n"


def test_on_a_terminal_each_with_its_line(run: Runner, cited: Repository) -> None:
    """Where the text cites it, what changed, and who changed it."""
    stamp = run("--facts", cited.facts, "cite", "pier", "--stamp").out
    cited.commit("Doubts", cards=card(f"'{ID}'") + PIER.replace("possible", "doubtful"))
    path = cited.top.parent / "draft.md"
    path.write_text(f"\n{stamp}")
    done = run("--facts", cited.facts, "cite", "--check", path, "--format", "table")
    commit = cited.git("rev-parse", "HEAD")[:12]
    assert [line.rstrip() for line in done.out.splitlines()] == [
        "line 2",
        "  pier",
        "    The pier was built.",
        "    regraded: possible → doubtful",
        f"    2 January 2024  Ida Holm: Doubts  {commit}",
    ]
    tsv = run("--facts", cited.facts, "cite", "--check", path).out.splitlines()
    assert tsv[0].split("\t")[-2:] == ["line", "cited"]


def test_a_text_from_stdin(run: Runner, cited: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is stdin, which may be closed, or no text."""
    args = ("--facts", cited.facts, "cite", "--check", "-")

    def given(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    given(b"[relcli pier@" + cited.git("rev-parse", "HEAD").encode() + b"]")
    assert run(*args).status == 0
    given(b"\xff")
    assert run(*args).err == "relcli: error: -: it is no UTF-8; save it as UTF-8\n"
    given(b"\n" * ((64 << 20) + 1))
    assert run(*args).err == "relcli: error: -: it is larger than 64 MB; split it into several\n"
    monkeypatch.setattr(sys, "stdin", None)
    assert run(*args).err == "relcli: error: stdin is closed; send a text there\n"
    missing = run("--facts", cited.facts, "cite", "--check", "missing.md")
    assert (missing.status, missing.err.count("\n")) == (2, 1)


def test_options_that_do_not_go_together(run: Runner, cited: Repository) -> None:
    """No id to cite, what is for a citation or for a text alone: each is told in a line."""
    assert run("--facts", cited.facts, "cite").err.startswith("relcli: error: no card is named; ")
    told = run("--facts", cited.facts, "cite", "pier", "--json").err
    assert told == "relcli: error: --format and -o go with --check; `--style csl` writes JSON\n"
    since = run("--facts", cited.facts, "cite", "pier", "--recorded-since", "2024")
    assert (since.status, since.out) == (2, "")
    assert since.err.startswith("relcli: error: --recorded-since goes with --check; ")
    for args in (["pier"], ["--stamp"], ["--style", "csl"]):
        check = run("--facts", cited.facts, "cite", "--check", os.devnull, *args)
        assert (check.status, check.out) == (2, "")
        assert check.err == (
            "relcli: error: --check reads what is cited already; "
            "leave ids, --stamp and --style out\n"
        )


def test_a_stamp_in_python(cited: Repository) -> None:
    """`facts.cite(..., stamp=True)` writes it, and says what keeps it from that."""
    commit = cited.git("rev-parse", "HEAD")[:12]
    with relcli.open(cited.facts) as facts:
        assert facts.cite("pier", stamp=True).endswith(f"[relcli pier@{commit}]\n")
    cited.write(cards=PIER.replace("possible", "doubtful"))
    with (
        relcli.open(cited.facts) as facts,
        pytest.raises(relcli.HistoryError, match="`pier` has changes that are not committed"),
    ):
        facts.cite("pier", stamp=True)


def test_what_is_written_otherwise_is_read_on_the_same_line() -> None:
    """An escaped line end adds no line, and a code that is no sign stays as it stands."""
    text = "&#10;&#9999999;\\u000a\\textfoo{}\n[relcli a@0123456]"
    assert [(each.id, each.line) for each in citations(text)] == [("a", 2)]


def test_changes_in_all_are_from_the_first_to_the_last() -> None:
    """Of each field what it was at first and is at last; nothing where that is the same."""
    steps = [{"a": [1, 2], "b": [1, 2]}, {"a": [2, 1]}, {"b": [2, 3]}]
    assert net(steps) == {"b": [1, 3]}
    assert net([]) == {}


def test_a_card_of_another_dataset_is_no_card_below() -> None:
    """The place of a card tells its dataset, also of one that is a file."""
    from relcli.index.datasets import is_below

    assert is_below("a/x.yaml", Path("a"))
    assert is_below("x.yaml", Path("x.yaml"))
    assert not is_below("ab/x.yaml", Path("a"))
