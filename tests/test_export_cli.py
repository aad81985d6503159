"""`relcli export`: choosing cards, files, exit status, and what it tells."""

import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.edit.files import write_file
from relcli.errors import EditError
from relcli.view.export.formats import EXPORTS

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- {id: aground, claim: The tug ran aground., date: 2016-05-01, confidence: confirmed, source: Log}
- {id: sold, claim: The tug was sold., date: 2017, confidence: doubtful, source: Log}
"""


@pytest.fixture
def folder(cards: Writer) -> Path:
    """A dataset of two cards."""
    return cards(CARDS)


def test_filters_and_words_choose(run: Runner, folder: Path) -> None:
    """Filters and a query choose the cards, as they do for search."""
    filtered = run("--facts", folder, "export", "json", "--at-least", "probable")
    assert [card["id"] for card in json.loads(filtered.out)] == ["aground"]
    searched = run("--facts", folder, "export", "json", "tug", "-aground")
    assert [card["id"] for card in json.loads(searched.out)] == ["sold"]


def test_remarks_of_the_search_are_told(run: Runner, folder: Path) -> None:
    """That only a part was exported is said on stderr."""
    ended = run("--facts", folder, "export", "json", "--limit", "1")
    assert "the first 1 of 2; --limit 0 shows all" in ended.err


def test_nothing_found_writes_nothing(run: Runner, folder: Path, tmp_path: Path) -> None:
    """Where no card is chosen the status is 1 and a file that was there stays."""
    file = tmp_path / "out.json"
    file.write_text("before", encoding="utf-8")
    ended = run("--facts", folder, "export", "json", "-o", file, "--since", "2020")
    assert (ended.status, ended.out) == (1, "")
    assert "no card passes the filters" in ended.err
    assert file.read_text(encoding="utf-8") == "before"


def test_an_unknown_format_is_trouble(run: Runner, folder: Path) -> None:
    """A misspelt format ends in status 2 and names the nearest one."""
    ended = run("--facts", folder, "export", "biblatx")
    assert ended.status == 2
    assert ended.err == ("relcli: error: export: no format `biblatx`; did you mean `biblatex`?\n")


def test_quiet_says_nothing(run: Runner, folder: Path) -> None:
    """With -q no remark is made."""
    assert run("-q", "--facts", folder, "export", "csl").err == ""


def test_nothing_to_tell_tells_nothing(run: Runner, folder: Path) -> None:
    """A format that carries all of these cards makes no remark."""
    assert run("--facts", folder, "export", "json").err == ""


def test_reviews_are_for_jsonld(run: Runner, folder: Path) -> None:
    """--claim-review with another format is trouble."""
    ended = run("--facts", folder, "export", "csv", "--claim-review")
    assert ended.status == 2
    assert ended.err == (
        "relcli: error: --claim-review: csv has no reviews; "
        "write `relcli export jsonld --claim-review`\n"
    )


def test_what_is_of_reviews_or_sheets_is_for_these(run: Runner, folder: Path) -> None:
    """--url and --author belong to --claim-review, --excel to csv; an address is one of the web."""
    for args, message in (
        (("jsonld", "--url", "https://e.example"), "--url and --author are of reviews; add --cl"),
        (("jsonld", "--author", "We"), "--url and --author are of reviews; add --claim-review"),
        (("csv", "--author", "We"), "--claim-review: csv has no reviews; write `relcli export js"),
        (("jsonld", "--claim-review", "--url", "javascript:x"), "--url: `javascript:x` is no add"),
        (("tsv", "--excel"), "--excel: tsv is no sheet for Excel; write `relcli export csv --exc"),
    ):
        ended = run("--facts", folder, "export", *args)
        assert ended.status == 2
        assert ended.err.startswith(f"relcli: error: {message}")


def test_help_lists_the_formats(run: Runner) -> None:
    """The help has a line for each format."""
    lines = run("export", "--help").out.splitlines()
    for name, form in EXPORTS.items():
        assert f"  {name:<11} {form.help}" in lines


def test_formats_are_completed() -> None:
    """The shell completes the names of formats."""
    environment = os.environ | {
        "_RELCLI_COMPLETE": "complete_bash",
        "COMP_WORDS": "relcli export bib",
        "COMP_CWORD": "2",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "relcli"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.stdout.split() == ["biblatex"]


def test_a_file_is_written_whole_and_keeps_its_mode(
    run: Runner, folder: Path, tmp_path: Path
) -> None:
    """-o replaces a file at once, keeps its mode and a link to it, and leaves nothing beside it."""
    out = tmp_path / "out"
    out.mkdir()
    file, link = out / "facts.json", out / "link.json"
    file.write_text("before", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    ended = run("--facts", folder, "export", "json", "-o", link)
    assert (ended.status, ended.out) == (0, "")
    assert len(json.loads(file.read_text(encoding="utf-8"))) == 2
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in out.iterdir()) == ["facts.json", "link.json"]


def test_a_file_that_fails_half_way_changes_nothing(tmp_path: Path) -> None:
    """What stops while it is written leaves the file as it was and nothing beside it."""
    file = tmp_path / "facts.json"
    file.write_text("before", encoding="utf-8")

    def pieces() -> Iterator[str]:
        yield "after"
        raise OSError(28, "No space left on device")

    with pytest.raises(EditError, match="cannot be written: No space left on device"):
        write_file(file, pieces())
    assert file.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_no_file_is_refused(run: Runner, folder: Path, tmp_path: Path) -> None:
    """A folder, a device and a folder that is not there are trouble, in one line."""
    for path, why in (
        (tmp_path, "it is no regular file; name another one"),
        (Path("/dev/null"), "it is no regular file; name another one"),
        (tmp_path / "no" / "file", "No such file or directory"),
    ):
        ended = run("--facts", folder, "export", "ris", "-o", path)
        assert (ended.status, ended.err) == (
            2,
            f"relcli: error: {path}: cannot be written: {why}\n",
        )


def test_a_read_only_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be written is not replaced either."""
    file = tmp_path / "facts.json"
    file.write_text("before", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    with pytest.raises(EditError, match="it is read-only"):
        write_file(file, ["after"])
    assert file.read_text(encoding="utf-8") == "before"


def test_binary_goes_into_a_pipe(folder: Path) -> None:
    """SQLite goes into a pipe byte by byte."""
    ended = subprocess.run(
        [sys.executable, "-m", "relcli", "--facts", folder, "export", "sqlite"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert ended.stdout.startswith(b"SQLite format 3\0")


def test_binary_is_not_written_to_a_terminal(folder: Path) -> None:
    """On a terminal SQLite is refused, with what to write instead."""
    ours, theirs = pty.openpty()
    ended = subprocess.run(
        [sys.executable, "-m", "relcli", "--facts", folder, "export", "sqlite"],
        stdout=theirs, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(theirs)
    os.close(ours)
    assert (ended.returncode, ended.stderr) == (
        2,
        "relcli: error: sqlite is no text for a terminal; write `-o facts.sqlite`\n",
    )


def test_two_datasets_with_the_same_ids(run: Runner, tmp_path: Path) -> None:
    """Cards and sources of two datasets that share an id stay apart."""
    for name, title in (("one", "Log one"), ("two", "Log two")):
        (tmp_path / f"{name}.yaml").write_text(
            f"- {{id: sold, claim: Sold in {name}., date: 2017, confidence: possible,"
            f" sources: [{{publisher: Log, title: {title}}}]}}\n",
            encoding="utf-8",
        )
    both = ("--facts", tmp_path / "one.yaml", "--facts", tmp_path / "two.yaml")
    events = json.loads(run(*both, "export", "timelinejs").out)["events"]
    assert {event["unique_id"] for event in events} == {"one/sold", "two/sold"}
    works = json.loads(run(*both, "export", "csl").out)
    assert {work["id"]: work["title"] for work in works} == {"log": "Log one", "log-2": "Log two"}


@pytest.mark.parametrize(
    "field", ["title", "publisher", "url", "archived_url", "published", "accessed"]
)
def test_one_id_of_two_works(run: Runner, cards: Writer, field: str) -> None:
    """Sources with one id that differ in anything but what they say are two works."""
    card = (
        "- {claim: %s., date: 2017, confidence: possible, sources: [{id: log, title: Log, %s}]}\n"
    )
    one = card % ("One", f"{field}: 2015, says: Yes, stance: supports, reliability: A")
    same = card % ("Same", f"{field}: 2015, says: No, stance: disputes, reliability: B")
    other = card % ("Other", f"{field}: 2016")
    if field == "title":
        one, same, other = (text.replace("title: Log, ", "") for text in (one, same, other))
    works = json.loads(run("--facts", cards(one + same + other), "export", "csl").out)
    assert [work["id"] for work in works] == ["log", "log-2"]


DOUBLE = """
- {id: same, claim: First., date: 2016, confidence: possible, source: X, topics: [a], actors: [B]}
- {id: other, claim: Other., date: 2016, confidence: possible, source: X, related: [same]}
- {id: same, claim: Second., date: 2016, confidence: possible, source: X, topics: [a], actors: [B]}
"""
BY_ID = [name for name, made in EXPORTS.items() if made.by_id]


@pytest.mark.parametrize("form", EXPORTS)
def test_cards_of_one_id(run: Runner, cards: Writer, tmp_path: Path, form: str) -> None:
    """What knows cards by their ids has the first of them and the others, and a remark says so."""
    file = tmp_path / "out"
    ended = run("--facts", cards(DOUBLE), "export", form, "-o", file)
    assert (ended.status, ended.out) == (0, "")
    told = f"{form}: without 1 card with another one's id" in ended.err
    assert told is (form in BY_ID)
    files = [path for path in (file, *file.rglob("*")) if path.is_file()]  # one, or a folder
    written = b"".join(path.read_bytes() for path in files)
    assert b"First." in written
    assert b"Other." in written
    if form not in ("csl", "biblatex", "ris"):  # which tell of a claim in a note alone
        assert (b"Second." in written) is (form not in BY_ID)


def test_the_database_has_every_other_card(run: Runner, cards: Writer, tmp_path: Path) -> None:
    """Its keys hold, whatever the dataset has twice."""
    folder = cards(DOUBLE)
    again = folder.parent / "again" / "dataset"
    again.mkdir(parents=True)
    (again / "cards.yaml").write_text(DOUBLE, encoding="utf-8")
    file = tmp_path / "out.db"
    ended = run("--facts", folder, "--facts", again, "export", "sqlite", "-o", file)
    assert (
        ended.status,
        "sqlite: without 4 cards with another one's id; json has all of that" in ended.err,
    ) == (
        0,
        True,
    )
    with closing(sqlite3.connect(file)) as database:
        found = database.execute("SELECT id, claim FROM cards ORDER BY id").fetchall()
        assert found == [("other", "Other."), ("same", "First.")]
        assert database.execute("SELECT card, other FROM card_links").fetchall() == [
            ("other", "same")
        ]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
