"""Cards from version to version: which one is which, and what of a file could not be read."""

import json
import re
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.repository import Repository, card

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]

PIER = card("pier", "The pier was built.")
OLD = "Officers of both armies met in the old town of Aleppo."
NEW = "Officers of both armies met in the new town of Aleppo."


def events(run: Runner, repository: Repository, *args: str) -> list[tuple[str, list[str]]]:
    """Return the reasons and the events that `log` gives, the newest first."""
    done = run("--facts", repository.facts, "log", *args, "--json")
    rows: list[dict[str, Any]] = json.loads(done.out)
    return [(row["why"], row["events"]) for row in rows]


def test_reworded_and_moved_at_once(run: Runner, repository: Repository) -> None:
    """A card without an id is known again in another file, with other words."""
    repository.commit("First", a=card(claim=OLD) + PIER)
    repository.commit("Second", a=PIER, b=card(claim=NEW))
    assert events(run, repository)[0] == ("Second", ["reworded", "moved"])


def test_of_two_that_are_alike_the_nearest_is_the_same_card(
    run: Runner, repository: Repository
) -> None:
    """One card that went is one that came, not two; the other one is new."""
    repository.commit("First", cards=card(claim=OLD) + PIER)
    alike = card(claim=NEW) + card(claim=NEW.replace("armies", "navies"), source="Gazette")
    repository.commit("Second", cards=alike + PIER)
    assert events(run, repository, "--limit", "2") == [
        ("Second", ["reworded"]),
        ("Second", ["added"]),
    ]


def test_a_card_that_is_given_an_id_is_the_same(run: Runner, repository: Repository) -> None:
    """And so is one whose id is taken away, or becomes another one while its claim stays."""
    for name in ("", "town", "", "old-town", "town"):
        repository.commit(name, cards=card(name, OLD) + PIER)
    rows = json.loads(run("--facts", repository.facts, "log", "old-town", "--json").out)
    assert [row["events"] for row in rows] == [["edited"]] * 4 + [["added"]]


def test_ids_that_were_given_are_believed(run: Runner, repository: Repository) -> None:
    """A card with an id that is gone is no other one with an id, however alike they are."""
    repository.commit("First", cards=card("old", OLD) + PIER)
    repository.commit("Second", cards=card("new", NEW) + PIER)
    assert events(run, repository, "new") == [("Second", ["added"])]
    assert events(run, repository, "old") == [("Second", ["removed"]), ("First", ["added"])]


def test_a_card_that_has_nothing_of_another_one(run: Runner, repository: Repository) -> None:
    """Where one card goes and another one comes, in the same place too, they are two."""
    repository.commit("First", cards=card(claim=OLD) + PIER)
    other = card(claim="Rain fell on the coast.", date="1999", source="Weather service")
    repository.commit("Second", cards=other + PIER)
    assert events(run, repository, "--limit", "2") == [
        ("Second", ["removed"]),
        ("Second", ["added"]),
    ]


@pytest.mark.parametrize("name", ["x", "a b"])
def test_a_claim_of_one_letter_is_compared_as_well(
    run: Runner, repository: Repository, name: str
) -> None:
    """A text that has no two letters in a row is like nothing else."""
    repository.commit("First", cards=card(claim=name) + PIER)
    repository.commit("Second", cards=card(claim="y", date="1999", source="T") + PIER)
    assert len(events(run, repository)) == 4


def test_a_file_of_too_many_values_is_not_read(
    run: Runner, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the loader would refuse takes no card away, nor does what is declared meanwhile."""
    repository.commit("First", cards=card("boat") + PIER)
    repository.commit("Many", cards=card("boat") + "#-\n" * 3_000)
    repository.commit("Declared", sources="x: {title: X}\n")
    monkeypatch.setattr("relcli.load.files.MOST_VALUES", 2_000)
    assert events(run, repository, "boat") == [("First", ["added"])]
    assert events(run, repository, "pier") == [("First", ["added"])]


def test_a_file_that_cannot_be_read_now(run: Runner, repository: Repository) -> None:
    """A link to nowhere has no cards, and takes none away that were committed."""
    repository.commit("First", cards=card("boat"))
    (repository.facts / "cards.yaml").unlink()
    (repository.facts / "cards.yaml").symlink_to("nowhere")
    assert events(run, repository, "boat") == [("First", ["added"])]


def test_what_is_declared_now_counts_for_what_is_not_committed(
    run: Runner, repository: Repository
) -> None:
    """A source that only sources.yaml has otherwise changes the cards that name it."""
    cards = card("boat", source="log") + card("pier", "The pier was built.", source="gazette")
    sources = "log: {title: Log}\ngazette: {title: Gazette}\n"
    repository.commit("First", cards=cards, sources=sources)
    repository.write(sources=sources.replace("Log}", "Log, publisher: P}"))
    done = json.loads(run("--facts", repository.facts, "log", "--json").out)
    assert [(row["id"], row["commit"] is None) for row in done] == [
        ("boat", True),
        ("boat", False),
        ("pier", False),
    ]


def test_a_dataset_without_a_card(run: Runner, repository: Repository) -> None:
    """It has commits and no history of cards, which is nothing found."""
    repository.commit("First", dataset="title: T\n")
    log = run("--facts", repository.facts, "log")
    assert (log.status, log.err) == (1, "relcli: note: nothing was recorded\n")
    assert run("--facts", repository.facts, "stats", "--over-time", "--json").out == "[]\n"
    assert run("--facts", repository.facts, "stats", "--over-time").status == 1


def test_a_repository_that_is_begun_anew_elsewhere(run: Runner, repository: Repository) -> None:
    """Where the same folder lies in another repository, the old one's history is dropped."""
    repository.commit("First", cards=card("boat"))
    assert events(run, repository) == [("First", ["added"])]
    shutil.rmtree(repository.top / ".git")
    inner = Repository(repository.facts)
    inner.commit("Anew")
    assert events(run, repository) == [("Anew", ["added"])]


def test_a_card_of_a_draft_that_was_renamed_is_new(run: Runner, repository: Repository) -> None:
    """A file that came into the facts under another name makes no folder of it the facts'."""
    (repository.top / "drafts").mkdir()
    (repository.top / "drafts" / "boat.yaml").write_text(card("boat"))
    repository.commit("A draft")
    (repository.top / "drafts" / "boat.yaml").rename(repository.facts / "cards.yaml")
    repository.commit("Into the facts")
    assert events(run, repository) == [("Into the facts", ["added"])]


def test_a_time_of_another_line_of_commits(run: Runner, repository: Repository) -> None:
    """What has no commit in common with the facts is compared; by whom it is, nobody says."""
    repository.commit("First", cards=card("boat"))
    repository.git("checkout", "--quiet", "--orphan", "other")
    repository.commit("Elsewhere", cards=card("boat", confidence="doubtful"))
    repository.git("checkout", "--quiet", "main")
    done = run("--facts", repository.facts, "diff", "other..main", "--json")
    assert [(row["events"], row["why"]) for row in json.loads(done.out)] == [(["regraded"], None)]


def test_on_a_terminal_disputes_and_what_is_not_recorded(
    run: Runner, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dispute is coloured as such; a change that nobody committed has no line of who did."""
    repository.commit("First", cards=card("boat"))
    sources = "sources: [Harbour log, {publisher: Owner, stance: disputes}]"
    repository.write(cards=card("boat").replace("source: Harbour log", sources))
    out = run("--facts", repository.facts, "diff", "HEAD", "--format", "table").out
    assert [line.rstrip() for line in out.splitlines()] == [
        "Disputed  1",
        "  boat",
        "    A boat sank.",
        "    disputed in Owner",
        "    source added: Owner",
    ]
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR")
    coloured = run("--facts", repository.facts, "diff", "HEAD", "--format", "table").out
    assert re.search(r"\x1b\[1;\d+mdisputed in Owner", coloured)


@pytest.mark.parametrize("between", ["---\n", "...\n", "# \0\n"], ids=repr)
def test_what_is_no_plain_list_is_read_as_a_whole(
    run: Runner, repository: Repository, between: str
) -> None:
    """What ends a document, or no text may hold, means what the loader says of the whole file."""
    repository.commit("First", cards=card("boat") + between + PIER)
    repository.commit("Second", cards=card("boat", confidence="doubtful") + between + PIER)
    found = set(run("--facts", repository.facts, "list", "--format", "ids").out.split())
    done = run("--facts", repository.facts, "log", "--format", "ids")
    assert {*done.out.split()} == found
    assert events(run, repository, "boat")[0] == ("Second", ["regraded"])


def test_few_parts_of_older_versions_are_kept_in_mind(
    run: Runner, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many versions a card had, it is found again where it says what it once said."""
    monkeypatch.setattr("relcli.history.pieces.MOST_KNOWN", 0)
    for number in (1, 2, 3, 4, 5, 6, 1, 2):
        repository.commit(f"{number}", cards=card("boat", date=f"{2000 + number}") + PIER)
    assert [why for why, _ in events(run, repository, "boat")] == list("21654321")


@pytest.mark.parametrize(
    "sources",
    [
        "# A remark\nlog: {title: Log}\n# between\n\ngazette:\n  title: |\n    A\n    B\n",
        "log: {title: Log}\nlog: {title: Twice}\ngazette: {title: G}\n",
        "log: {title: Log}\n---\ngazette: {title: G}\n",
        "%YAML 1.2\n---\nlog: {title: Log}\ngazette: {title: G}\n",
        "log: {title: Log}\ngazette: {title: 'G\nx: y'}\n",
        "- log\n",
        "log: {title: Log}\ngazette: [\n",
        "{log: {title: Log}, gazette: {title: G}}\n",
        "",
    ],
    ids=repr,
)
def test_what_is_declared_is_what_the_loader_reads(
    run: Runner, repository: Repository, sources: str
) -> None:
    """However sources.yaml is written, and was before, cards have what the loader gives them."""
    cards = card("boat", source="log") + card("pier", "The pier was built.", source="gazette")
    before = "log: {title: Old}\ngazette: {title: Gazette}\n"
    repository.commit("First", cards=cards, sources=before)
    repository.commit("Second", sources=sources)
    repository.commit("Third", sources=sources + "\n# more\n")
    run("--facts", repository.facts, "log")
    assert run("--facts", repository.facts, "diff", "HEAD").status == 1
    loaded = {
        row["id"]: row for row in json.loads(run("--facts", repository.facts, "list", "--json").out)
    }
    rows = json.loads(run("--facts", repository.facts, "log", "--json").out)
    told: dict[str, Any] = {}
    for row in rows[::-1]:
        told.setdefault(row["id"], {}).update({k: new for k, (_, new) in row["changes"].items()})
    for name, row in loaded.items():
        assert told[name].get("sources", row["sources"]) == row["sources"]
