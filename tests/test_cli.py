"""The command line: exit status, streams, formats, errors."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

from relcli import __version__
from relcli.cli.app import COMMANDS, main

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- id: aground
  claim: The tug Nora ran aground on the Skerra bar.
  date: 2016-05-01
  confidence: confirmed
  topics: [ships]
  actors: [Nora]
  sources:
    - gazette
    - {publisher: Harbour Radio, origin: gazette, reliability: C, says: Heard it too.}
  note: The bar has moved since.
  related: [sold]
- id: sold
  claim: The tug was sold for scrap.
  date: 2017
  confidence: doubtful
  topics: [ships]
  sources:
    - gazette
    - {publisher: The owner, stance: disputes}
  contradicts: [aground]
  superseded_by: aground
- claim: The light burned.
  date: 2012/..
  confidence: possible
  source: A letter
"""
FILES = {
    "dataset": "title: Skerra\ntopics: {ships: Ships, lights: Lights}\n",
    "actors": "nora: {name: Nora, kind: vessel, aliases: [Жук]}\n",
    "sources": "gazette: {publisher: The Gazette, url: https://gazette.example/1}\n",
}
KEYS = [
    *("id", "dataset", "claim", "date", "earliest", "latest", "confidence", "credibility"),
    *("disputed", "origins", "topics", "actors", "sources", "note", "related", "contradicts"),
    *("superseded_by", "place", "as_of"),
]
SOURCE_KEYS = [
    *("id", "title", "publisher", "url", "archived_url", "published", "accessed"),
    *("reliability", "origin", "stance", "says", "speaker", "language"),
]
FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown", "ids", "svg")

TWO_CARDS = [
    "- {id: sold, claim: The tug was sold., date: 2016, confidence: possible, source: S}\n",
    "- {id: lost, claim: The buoy was lost., date: 2017, confidence: possible, source: S}\n",
]


@pytest.fixture
def facts(cards: Writer) -> Path:
    """Three cards: a full one, a disputed one, and one with the least."""
    return cards(CARDS, **FILES)


def start(
    facts: Path, *args: str, stdout: int | IO[Any], stderr: int | IO[Any] = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """Run relcli in a process of its own, buffered as in a shell."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", "relcli", "--facts", str(facts), *args]
    return subprocess.run(
        command, stdout=stdout, stderr=stderr, env=environment, text=True, check=False
    )


# Exit status and streams


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["search", "tug"], 0),
        (["search", "zeppelin"], 1),
        (["show", "sold"], 0),
        (["show", "nowhere"], 1),
        (["show", "sold", "nowhere"], 1),
        (["list"], 0),
        (["list", "--topic", "lights"], 1),
        (["list", "--topic", "moons"], 2),
        (["timeline"], 0),
        (["timeline", "zeppelin"], 1),
        (["topics"], 0),
        (["actors"], 0),
        (["sources"], 0),
        (["--version"], 0),
        (["--help"], 0),
        (["search", "--help"], 0),
        ([], 2),
        (["search"], 2),
        (["list", "surplus"], 2),
        (["list", "--no-such-option"], 2),
        (["no-such-command"], 2),
    ],
)
def test_exit_status(run: Runner, facts: Path, args: list[str], status: int) -> None:
    """The exit status is grep's: 0 found, 1 nothing found, 2 trouble."""
    assert run("--facts", facts, *args).status == status


@pytest.mark.parametrize("command", ["topics", "actors"])
def test_nothing_to_list_is_nothing_found(run: Runner, cards: Writer, command: str) -> None:
    """Where a dataset has no topics or no actors, listing them finds nothing."""
    facts = cards("- {claim: It rained., date: 2016, confidence: possible, source: A letter}")

    assert run("--facts", facts, command).status == 1


def test_data_and_remarks_part(run: Runner, facts: Path) -> None:
    """Cards go to stdout, what is said about them to stderr."""
    found = run("--facts", facts, "search", "tgu nora zeppelin", "--format", "ids", "--limit", "1")

    assert found.out.split() == ["aground"]
    assert found.err
    assert all(line.startswith("relcli: note: ") for line in found.err.splitlines())


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["list", "--limit", "2"], "the first 2 of 3; --limit 0 shows all"),
        (["list", "--topic", "lights"], "no card passes the filters"),
        (["search", "zeppelin"], "nothing found for zeppelin"),
        (["search", "naira"], "nothing found for naira; did you mean `nora`?"),
        (["search", "noraa"], "noraa → nora"),
        (
            ["search", "nora", "zeppelin"],
            "no card has all the words, none has `zeppelin`; these have some of them",
        ),
        (["search", "nora", "scrap"], "no card has all the words; these have some of them"),
        (
            ["search", "nora", "кукуруза"],
            "no card has all the words, none has `кукуруза`; these have some of them",
        ),
        (["show", "agroud"], "no card `agroud`; did you mean `aground`?"),
        (["show", "zzz"], "no card `zzz`; `relcli search zzz` looks for it"),
    ],
)
def test_remarks(run: Runner, facts: Path, args: list[str], told: str) -> None:
    """A remark tells what the user would not see from the cards, and -q silences it."""
    loud = run("--facts", facts, *args)
    quiet = run("-q", "--facts", facts, *args)

    assert loud.err == f"relcli: note: {told}\n"
    assert quiet.err == ""
    assert (quiet.out, quiet.status) == (loud.out, loud.status)


def test_quiet_still_tells_errors(run: Runner, facts: Path) -> None:
    """With -q an error is told all the same."""
    assert run("-q", "--facts", facts, "list", "--topic", "moons").err.startswith("relcli: error: ")


def test_unreadable_cards_are_told_and_the_others_answer(run: Runner, cards: Writer) -> None:
    """A card with a problem is named in one remark; the others are shown."""
    facts = cards(CARDS + "- {claim: It rained.}\n- {claim: It snowed.}\n", **FILES)
    told = run("--facts", facts, "list", "--format", "ids")

    assert told.status == 0
    assert "sold" in told.out
    assert re.fullmatch(
        r"relcli: note: some of the facts cannot be read: \S+cards\.yaml:\d+:\d+: error\[.+\] .+; "
        r".+ \(and \d+ more\)\n",
        told.err,
    )


def test_one_unreadable_card_is_no_more_than_one(run: Runner, cards: Writer) -> None:
    """A single problem is told without a count of others."""
    facts = cards(
        CARDS + "- {claim: x, date: 2015-02-30, confidence: possible, source: A. B.}", **FILES
    )

    assert "more)" not in run("--facts", facts, "list").err


def test_no_tracks_of_a_word_that_begins_with_a_hyphen(run: Runner, facts: Path) -> None:
    """A value that begins with a hyphen is quoted in errors as it was typed."""
    err = run("--facts", facts, "search", "tug", "--topic", "-ships").err

    assert "no topic `-ships`" in err


# Errors


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["serch"], "no command `serch`; did you mean `search`?; see `relcli --help`"),
        (["zzz"], "no command `zzz`; `relcli search zzz` looks for it; see `relcli --help`"),
        (["--", "--zzz"], "No such option: --zzz; see `relcli --help`"),
        (["list", "--topik", "x"], "No such option: --topik"),
        (["search"], "no words to look for; `relcli list` lists what passes the same filters"),
        (["list", "--topic"], "Option '--topic' requires an argument; see `relcli list --help`"),
        (["search", "-t"], "Option '-t' requires an argument; see `relcli search --help`"),
        (["--facts"], "Option '--facts' requires an argument; see `relcli --help`"),
        (["--facts", "nowhere", "list"], "--facts: no such file or folder: nowhere; name a "),
        (["--facts", "x" * 300, "list"], f"{'x' * 300}: File name too long; "),
        (["list", "--format", "jsn"], "--format: no format `jsn`; did you mean `json`?"),
        (["list", "--format", "zzz"], f"no format `zzz`; known: {', '.join(FORMATS)}"),
    ],
)
def test_errors_take_one_line(run: Runner, args: list[str], told: str) -> None:
    """An error is one line on stderr with what is wrong and what to do; stdout stays empty."""
    failed = run(*args)

    assert failed.status == 2
    assert failed.out == ""
    assert failed.err.startswith("relcli: error: ")
    assert failed.err.count("\n") == 1
    assert told in failed.err


def test_errors_are_in_one_line_whatever_was_typed(run: Runner, facts: Path) -> None:
    """Line ends and escape sequences in an argument are shown, not obeyed."""
    err = run("--facts", facts, "list", "--topic", "a\n\x1b[31mb\udcff").err

    assert err.count("\n") == 1
    assert "\x1b" not in err
    assert "a ␛[31mb‹U+DCFF›" in err


def test_an_empty_folder_is_trouble(run: Runner, tmp_path: Path) -> None:
    """A folder without cards is told as such."""
    failed = run("--facts", tmp_path, "list")

    assert failed.status == 2
    assert "no cards in" in failed.err


def test_relcli_alone_shows_its_help(run: Runner) -> None:
    """Without a command, the help goes to stderr."""
    told = run()

    assert told.out == ""
    assert all(command in told.err for command in COMMANDS)


# Closed and full ends


@pytest.mark.parametrize(
    "args",
    [
        ["list"],
        ["list", "--json"],
        ["list", "--format", "table"],
        ["sources"],
        ["--help"],
        ["list", "--help"],
        ["--version"],
    ],
)
def test_a_closed_pipe_is_no_error(facts: Path, args: list[str]) -> None:
    """When nobody reads any more, relcli ends at once and in silence."""
    read, write = os.pipe()
    os.close(read)
    done = start(facts, *args, stdout=write)
    os.close(write)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_pipe_closed_in_the_middle_is_no_error(cards: Writer) -> None:
    """`relcli list | head -1` ends well even where most of the answer is still to be written."""
    card = "- {{claim: 'Ship {n} of many passed.', date: 2016, confidence: possible, source: S}}"
    facts = cards("\n".join(card.format(n=n) for n in range(800)))
    command = [sys.executable, "-m", "relcli", "--facts", str(facts), "list", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"[\n"
        process.stdout.close()
        told = process.stderr.read()

    assert (process.returncode, told) == (0, b"")


@pytest.mark.parametrize("stream", ["--topic", "--limit"])
def test_closed_stderr_changes_nothing(facts: Path, stream: str) -> None:
    """A remark or an error that nobody reads leaves the exit status as it is."""
    read, write = os.pipe()
    os.close(read)
    done = start(facts, "list", stream, "1", stdout=subprocess.PIPE, stderr=write)
    os.close(write)

    assert done.returncode == (2 if stream == "--topic" else 0)
    assert done.stdout.count("\n") == (0 if stream == "--topic" else 2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("args", [["list"], ["list", "--format", "table"], ["--version"]])
def test_a_full_disk_is_one_line(facts: Path, args: list[str]) -> None:
    """What keeps stdout from being written is trouble, told in one line."""
    with Path("/dev/full").open("w") as full:
        done = start(facts, *args, stdout=full)

    assert done.returncode == 2
    assert re.fullmatch(r"relcli: error: .*stdout: No space left on device; .+\n", done.stderr)


@pytest.mark.parametrize("form", ["tsv", "table"])
def test_stdout_that_is_not_there(
    run: Runner, facts: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `>&-` Python has no stdout: trouble, told in one line."""
    monkeypatch.setattr(sys, "stdout", None)
    failed = run("--facts", facts, "list", "--format", form)

    assert failed.status == 2
    assert failed.err.startswith("relcli: error: stdout is closed; ")


def test_stderr_that_is_not_there(
    run: Runner, facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `2>&-` a remark is not written to stdout instead."""
    monkeypatch.setattr(sys, "stderr", None)

    assert run("--facts", facts, "search", "zeppelin", "--format", "ids").out == ""


def test_interrupted_before_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while relcli starts ends it with 130 and no traceback."""

    def interrupted(_app: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("typer.main.get_command", interrupted)

    assert main(["list"]) == 130


# Formats


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_names_every_card(run: Runner, facts: Path, form: str) -> None:
    """Each format has every card of the answer, and nothing on stderr."""
    listed = run("--facts", facts, "list", "--format", form)

    assert listed.status == 0
    assert listed.err == ""
    assert listed.out.endswith("\n")
    for card_id in ("aground", "sold", "the-light-burned-"):
        assert card_id in listed.out


def test_tsv_is_for_pipes(run: Runner, facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a pipe with no format named: a header and a line a card, no colour even if forced."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    piped = run("--facts", facts, "list")
    lines = [line.split("\t") for line in piped.out.splitlines()]

    assert piped.out == run("--facts", facts, "list", "--format", "tsv").out
    assert lines[0] == KEYS
    assert len(lines) == 4
    assert {len(line) for line in lines} == {len(KEYS)}
    assert "\x1b" not in piped.out


def test_nothing_found_into_a_pipe_keeps_the_header(run: Runner, facts: Path) -> None:
    """A script that reads by column names finds them even where there is no card."""
    piped = run("--facts", facts, "list", "--topic", "lights").out

    assert piped.splitlines() == ["\t".join(KEYS)]


@pytest.mark.parametrize(
    ("form", "out"), [("table", ""), ("ids", ""), ("jsonl", ""), ("json", "[]\n")]
)
def test_nothing_found(run: Runner, facts: Path, form: str, out: str) -> None:
    """Of nothing, a table and lines are nothing, and JSON is an empty array."""
    assert run("--facts", facts, "search", "zeppelin", "--format", form).out == out


def test_csv_has_the_same_cells_as_tsv(run: Runner, facts: Path) -> None:
    """CSV is RFC 4180: the cells of the TSV, lines ended by CR LF."""
    as_csv = run("--facts", facts, "list", "--format", "csv").out
    as_tsv = run("--facts", facts, "list", "--format", "tsv").out

    assert as_csv.count("\r\n") == as_csv.count("\n") == 4
    assert list(csv.reader(io.StringIO(as_csv, newline=""))) == [
        line.split("\t") for line in as_tsv.splitlines()
    ]


def test_cells(run: Runner, facts: Path) -> None:
    """A cell has one text for what JSON has in several."""
    out = run("--facts", facts, "show", "sold", "--format", "tsv").out
    header, row = (line.split("\t") for line in out.splitlines())
    cells = dict(zip(header, row, strict=True))

    assert cells["disputed"] == "true"
    assert cells["note"] == ""
    assert cells["sources"] == "The Gazette, https://gazette.example/1; The owner (disputes)"
    assert cells["place"] == f"{facts}/cards.yaml:13"


def test_json_has_the_keys_of_the_contract(run: Runner, facts: Path) -> None:
    """Every card in JSON has the same keys in the same order, whatever the file gives."""
    for card in json.loads(run("--facts", facts, "list", "--json").out):
        assert list(card) == KEYS
        assert all(list(source) == SOURCE_KEYS for source in card["sources"])
        assert all(list(actor) == ["id", "name"] for actor in card["actors"])
        assert list(card["place"]) == ["path", "line"]


@pytest.mark.parametrize("args", [["list"], ["timeline"], ["search", "hezbollah"]])
def test_the_shipped_facts_have_the_keys_too(run: Runner, args: list[str]) -> None:
    """The cards that ship have the contract's keys, and no others but those of search."""
    more = ["score", "matched", "all_words"] if args[0] == "search" else []
    cards = json.loads(run(*args, "--json").out)

    assert cards
    assert {tuple(card) for card in cards} == {(*KEYS, *more)}


def test_a_card_in_json(run: Runner, facts: Path) -> None:
    """JSON has the card whole: days, credibility, origins, sources, links, place."""
    (card,) = json.loads(run("--facts", facts, "show", "aground", "--json").out)

    assert card == {
        "id": "aground",
        "dataset": "dataset",
        "claim": "The tug Nora ran aground on the Skerra bar.",
        "date": "2016-05-01",
        "earliest": "2016-05-01",
        "latest": "2016-05-01",
        "confidence": "confirmed",
        "credibility": 1,
        "disputed": False,
        "origins": 1,
        "topics": ["ships"],
        "actors": [{"id": "nora", "name": "Nora"}],
        "sources": [
            dict.fromkeys(SOURCE_KEYS)
            | {"id": "gazette", "publisher": "The Gazette", "stance": "supports"}
            | {"url": "https://gazette.example/1"},
            dict.fromkeys(SOURCE_KEYS)
            | {"id": "harbour-radio", "publisher": "Harbour Radio", "reliability": "C"}
            | {"origin": "gazette", "stance": "supports", "says": "Heard it too."},
        ],
        "note": "The bar has moved since.",
        "related": ["sold"],
        "contradicts": [],
        "superseded_by": None,
        "place": {"path": f"{facts}/cards.yaml", "line": 2},
        "as_of": False,
    }


def test_open_ends_are_null(run: Runner, facts: Path) -> None:
    """Where a date is open, its day is null; where it is not, a whole day stands."""
    card = json.loads(run("--facts", facts, "search", "light", "--json").out)[0]

    assert (card["date"], card["earliest"], card["latest"]) == ("2012/..", "2012-01-01", None)


def test_search_adds_score_and_matched(run: Runner, facts: Path) -> None:
    """Search adds a score from 0 to 1 and the words that matched, best card first."""
    found = json.loads(run("--facts", facts, "search", "tug nora", "--json").out)

    keys = [*KEYS, "score", "matched", "all_words"]
    assert [list(card) for card in found] == [keys] * len(found)
    assert all(0 <= card["score"] <= 1 for card in found)
    assert found[0]["id"] == "aground"
    assert {match["word"]: match["found"] for match in found[0]["matched"]} == {
        "tug": "tug",
        "nora": "nora",
    }
    assert {how for card in found for match in card["matched"] for how in match} == {
        *("word", "found", "how", "field")
    }


@pytest.mark.parametrize("bound", [["--since", "2013"], ["since:2013"], ["--until", "2013"]])
def test_a_range_adds_how_sure_it_is(run: Runner, facts: Path, bound: list[str]) -> None:
    """With a range, JSON says of each card whether it is in it certainly or only possibly."""
    found = json.loads(run("--facts", facts, "timeline", *bound, "--json").out)

    assert all(list(card) == [*KEYS, "in_range"] for card in found)
    assert found[0]["in_range"] == "possibly"


def test_jsonl_is_json_line_by_line(run: Runner, facts: Path) -> None:
    """JSON Lines has the objects of JSON, one a line."""
    lines = run("--facts", facts, "list", "--format", "jsonl").out.splitlines()

    assert [json.loads(line) for line in lines] == json.loads(
        run("--facts", facts, "list", "--json").out
    )


def test_json_is_short_for_the_format(run: Runner, facts: Path) -> None:
    """`--json` is `--format json`, and wins over another format."""
    short = run("--facts", facts, "list", "--json").out

    assert short == run("--facts", facts, "list", "--format", "JSON").out
    assert short == run("--facts", facts, "list", "--format", "ids", "--json").out


def test_scripts_read_utf_8(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data is UTF-8 whatever the locale; a table replaces what the terminal cannot show."""
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    command = [sys.executable, "-m", "relcli", "--facts", str(facts), "actors", "--format"]
    data = subprocess.run([*command, "json"], capture_output=True, check=True).stdout
    table = subprocess.run([*command, "table"], capture_output=True, check=True).stdout

    assert json.loads(data)[0]["aliases"] == ["Жук"]
    assert b"Nora" in table
    assert b"???" in table


# The commands


@pytest.mark.parametrize(
    ("command", "keys"),
    [
        ("topics", ["id", "label", "cards"]),
        ("actors", ["id", "name", "kind", "aliases", "cards"]),
        ("sources", [*SOURCE_KEYS[:9], "cards", "speaker", "language"]),
    ],
)
def test_listings(run: Runner, facts: Path, command: str, keys: Sequence[str]) -> None:
    """`topics`, `actors` and `sources` list what there is with the number of its cards."""
    rows = json.loads(run("--facts", facts, command, "--json").out)

    assert all(list(row) == keys for row in rows)
    assert rows[0]["cards"] == {"topics": 2, "actors": 1, "sources": 2}[command]


def test_a_topic_without_cards_is_listed(run: Runner, facts: Path) -> None:
    """What a dataset declares and does not cover shows as 0 cards."""
    out = run("--facts", facts, "topics").out

    assert out == "id\tlabel\tcards\nships\tShips\t2\nlights\tLights\t0\n"


def test_a_word_that_one_dataset_has_is_not_missing(
    run: Runner, facts: Path, tmp_path: Path
) -> None:
    """Of two datasets, that is."""
    other = tmp_path / "other.yaml"
    other.write_text("- {id: ice, claim: Ice fell., date: 2016, confidence: possible, source: S}")
    found = run("--facts", facts, "--facts", other, "search", "nora", "ice", "zeppelin")

    assert "none has `zeppelin`;" in found.err


def test_show_takes_several_ids_in_their_order(run: Runner, facts: Path) -> None:
    """`show` shows cards in the order asked for; a superseded one still answers."""
    shown = run("--facts", facts, "show", "sold", "aground", "--format", "ids").out

    assert shown.split() == ["sold", "aground"]


def test_show_finds_an_id_in_every_dataset(run: Runner, facts: Path, tmp_path: Path) -> None:
    """Where two datasets use one id, both cards are shown."""
    other = tmp_path / "other.yaml"
    other.write_text(
        "- {id: sold, claim: Ice was sold., date: 2016, confidence: possible, source: S}"
    )
    shown = run("--facts", facts, "--facts", other, "show", "sold", "--json").out

    assert [card["dataset"] for card in json.loads(shown)] == ["dataset", "other"]


@pytest.mark.parametrize(
    "command", ["search", "show", "list", "timeline", "topics", "actors", "sources"]
)
def test_help_of_each_command(run: Runner, command: str) -> None:
    """Each command explains itself, with every option it takes."""
    helped = run(command, "-h")

    assert helped.status == 0
    assert f"relcli {command}" in helped.out
    assert "--format" in helped.out
    assert COMMANDS[command].split()[0] in helped.out


def test_help_lists_the_commands(run: Runner) -> None:
    """`relcli --help` lists every command and the exit statuses."""
    out = run("--help").out

    assert all(re.search(rf"^  {command} ", out, re.MULTILINE) for command in COMMANDS)
    assert "Exit status" in out


def test_version(run: Runner) -> None:
    """`relcli --version` prints one line."""
    assert run("--version").out == f"relcli {__version__}\n"


@pytest.mark.parametrize("option", ["-q", "--quiet"])
@pytest.mark.parametrize("command", [["search", "light"], ["list"], ["show", "nobody", "light"]])
def test_the_options_of_relcli_itself_may_follow_the_command(
    run: Runner, facts: Path, command: list[str], option: str
) -> None:
    """With the same answer, and as silent, as where they stand before it."""
    before = run("--facts", facts, option, *command)
    assert run(*command, option, "--facts", facts) == before
    assert before.err == ""
    assert run("--facts", facts, *command[:1], option, *command[1:]) == before


def test_datasets_before_and_after_the_command_add_up(
    run: Runner, cards: Writer, tmp_path: Path
) -> None:
    """As several before it do."""
    one = cards(TWO_CARDS[0]).rename(tmp_path / "one")
    other = cards(TWO_CARDS[1]).rename(tmp_path / "other")
    found = run("--facts", one, "list", "--facts", other, "--format", "ids")
    assert found.out.split() == ["sold", "lost"]


def test_words_instead_of_a_command_or_an_id(run: Runner, facts: Path) -> None:
    """Who leaves out `search` is told the whole line to type, safe for a shell."""
    refused = run("nora's light", "2012", "--limit", "3")
    search = """`relcli search 'nora'"'"'s light' 2012` looks for it"""
    assert (
        refused.err == f"relcli: error: no command `nora's light`; {search}; see `relcli --help`\n"
    )
    told = run("--facts", facts, "show", "no such").err
    assert told == "relcli: note: no card `no such`; `relcli search 'no such'` looks for it\n"


def test_a_search_without_words_is_told_who_lists(run: Runner, facts: Path) -> None:
    """Filters alone are `list`'s."""
    refused = run("--facts", facts, "search", "--disputed")
    cure = "`relcli list` lists what passes the same filters; see `relcli search --help`"
    assert (refused.status, refused.err) == (2, f"relcli: error: no words to look for; {cure}\n")


@pytest.mark.parametrize("command", [["list"], ["search", "light"], ["stats"]], ids=str)
def test_facts_without_any_card_say_so(run: Runner, tmp_path: Path, command: list[str]) -> None:
    """It is not the question that is wrong."""
    run("init", tmp_path / "new")
    asked = run("--facts", tmp_path / "new", *command)
    assert (asked.status, asked.err) == (1, "relcli: note: these facts hold no cards yet\n")


@pytest.mark.parametrize("command", [["list"], ["search", "boat"], ["topics"], ["export", "json"]])
def test_facts_of_which_nothing_can_be_read(
    run: Runner, tmp_path: Path, command: list[str]
) -> None:
    """They hold cards, all of them broken: who is told that they hold none would look elsewhere."""
    (tmp_path / "broken.yaml").write_text("- claim: A boat sank.\n")
    asked = run("--facts", tmp_path, *command)
    assert asked.status == 1
    assert "some of the facts cannot be read: " in asked.err
    assert asked.err.endswith("relcli: note: no card of these facts can be read\n")


@pytest.mark.parametrize("kind", ["topics", "actors", "sources"])
def test_a_listing_of_nothing_says_why(run: Runner, tmp_path: Path, kind: str) -> None:
    """There are no cards, or these name none: an empty screen would not tell which."""
    (tmp_path / "dataset.yaml").write_text("title: New\n")
    asked = run("--facts", tmp_path, kind, "--format", "table")
    assert (asked.status, asked.out) == (1, "")
    assert asked.err == "relcli: note: these facts hold no cards yet\n"
    bare = tmp_path / "bare.yaml"
    bare.write_text("- {claim: It rained., date: 2016, source: S, confidence: possible}\n")
    asked = run("--facts", bare, kind)
    none = kind != "sources"
    assert asked.status == int(none)
    assert asked.err == (f"relcli: note: these cards name no {kind}\n" if none else "")


def test_cards_in_a_folder_that_is_no_dataset_are_told_of(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The facts that ship answer there; other YAML than cards is nobody's concern."""
    monkeypatch.chdir(tmp_path)
    Path("compose.yaml").write_text("services: {}\n")
    Path("notes.yml").mkdir()
    assert run("list", "--limit", "0").err == ""
    Path("facts.yaml").write_text(TWO_CARDS[0])
    told = run("list", "--limit", "0").err
    assert told.startswith(
        "relcli: note: the facts that ship answer, not facts.yaml and what else "
    )
    assert "`--facts .` asks it" in told
    assert run("-q", "list", "--limit", "0").err == ""
    assert run("--facts", ".", "list", "--format", "ids").out == "sold\n"
    Path("compose.yaml").unlink()
    Path("dataset.yaml").write_text("title: T\n")
    assert run("list", "--format", "ids") == run("--facts", ".", "list", "--format", "ids")


@pytest.mark.parametrize("query", ["nora 2016", "1 may 2016 nora", "light 2012"])
def test_a_date_is_found_as_it_is_written(run: Runner, facts: Path, query: str) -> None:
    """Day, month and year are words of the card, as far as its date has them."""
    found = run("--facts", facts, "search", query, "--format", "json")
    assert found.err == ""
    assert len(json.loads(found.out)) == 1


def test_a_word_is_told_as_it_was_written(run: Runner, facts: Path) -> None:
    """What was matched and corrected is told in the script that the user wrote it in."""
    found = run("--facts", facts, "search", "«Жукк»", "nora", "--json")
    assert found.err == "relcli: note: Жукк → Жук\n"
    (card,) = json.loads(found.out)
    assert sorted(match["word"] for match in card["matched"]) == ["nora", "Жукк"]
