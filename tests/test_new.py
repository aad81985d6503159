"""relcli new: asked on a terminal, given as options, read from stdin."""

import io
import json
import os
import signal
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.edit.add import Adding
from relcli.edit.rows import read_rows
from relcli.errors import EditError
from relcli.load.dataset import load_dataset

if TYPE_CHECKING:
    from tests.conftest import Run, Terminal

Relcli = Callable[..., "Run"]
Cards = Callable[..., Path]
Sessions = type["Terminal"]

FACTS = """\
# The facts so far.
- id: first-meeting
  claim: Hezbollah and Russian officers held a first official meeting in Aleppo.
  date: 2016-11
  source: Al-Akhbar, 24 November 2016
  confidence: possible
"""
DECLARING = {
    "dataset": "topics:\n  military: Military\n  economic: Economic\n",
    "actors": "hezbollah:\n  name: Hezbollah\n  aliases: [Hizballah]\n",
    "sources": "wsj:\n  title: Report\n  publisher: The Wall Street Journal\n"
    "  url: https://example.org/a\n  published: 2023-11-02\n  reliability: B\n",
}
GIVEN = ("--claim", "The ship left.", "--date", "2016-11", "--confidence", "possible")


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | bytes], None]:
    """Have relcli find a text on stdin."""

    def give(text: str | bytes) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def test_options_make_a_card(run: Relcli, cards: Cards) -> None:
    """It is added at the end; stdout has the id, stderr the place; names become ids."""
    folder = cards(FACTS, **DECLARING)
    ended = run(
        *("--facts", folder, "new", *GIVEN, "--source", "wsj", "--source", "CNN, 2 November"),
        *("--source", '{"publisher": "BBC", "stance": "disputes"}', "--topic", "Military"),
        *("--actor", "hizballah", "--related", "first-meeting", "--id", "ship", "--note", "n"),
    )
    assert (ended.status, ended.out) == (0, "ship\n")
    assert ended.err == f"relcli: note: added to {folder}/cards.yaml:8\n"
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == FACTS + (
        "\n- id: ship\n  claim: The ship left.\n  date: 2016-11\n  confidence: possible\n"
        "  topics: [military]\n  actors: [hezbollah]\n  sources:\n    - wsj\n"
        "    - CNN, 2 November\n    - publisher: BBC\n      stance: disputes\n"
        "  note: n\n  related: [first-meeting]\n"
    )


def test_the_file_named_after_the_topic_takes_the_card(run: Relcli, cards: Cards) -> None:
    """Else the first file does; where there is none, facts.yaml is made."""
    folder = cards(FACTS, **DECLARING, economic="# economy\n")
    args = ("--facts", folder, "new", *GIVEN, "-s", "wsj", "-t")
    assert "economic.yaml:3" in run(*args, "economic").err
    assert "cards.yaml:8" in run(*args, "military", "--id", "other").err
    (folder / "cards.yaml").unlink()
    (folder / "economic.yaml").unlink()
    assert "facts.yaml:1" in run(*args, "military").err
    path = folder / "facts.yaml"
    assert f"{path}:" in run("--facts", path, "new", *GIVEN, "-s", "Who", "--id", "x").err


def test_a_likely_duplicate_is_told(run: Relcli, cards: Cards) -> None:
    """The card is added all the same: a script has nobody to ask."""
    folder = cards(FACTS)
    claim = "First official meeting of Hezbollah and Russian officers held in Aleppo."
    ended = run("--facts", folder, "new", *GIVEN[2:], "-s", "x", "--claim", claim)
    assert ended.status == 0
    assert "relcli: note: much like `first-meeting`: Hezbollah and Russian" in ended.err


@pytest.mark.parametrize(
    ("args", "why"),
    [
        ([], "a card needs --claim, --date, --confidence, --source; give them"),
        ([*GIVEN, "--no-input"], "a card needs --source"),
        ([*GIVEN, "-s", "wsk"], "the dataset has no source `wsk` (did you mean `wsj`?)"),
        (
            [*GIVEN, "-s", "wsj", "--id", "first-meeting"],
            "`first-meeting` is the id of another card",
        ),
        ([*GIVEN, "-s", "wsj", "--id", "a b"], "`a b` cannot be an id"),
        ([*GIVEN, "-s", "wsj", "--actor", "Hizbulla"], "the dataset has no actor `Hizbulla`"),
        ([*GIVEN, "-s", "wsj", "--contradicts", "x"], "contradicts: no other card `x`"),
        ([*GIVEN, "-s", "wsj", "--date", "30 February 2016"], "`date`: "),
        ([*GIVEN, "-s", '{"titel": "x"}'], "a source has no `titel`"),
        ([*GIVEN, "-"], "`-` and options; give one or the other"),
        (["facts.csv"], "no such input: facts.csv"),
    ],
)
def test_a_bad_card_is_not_written(run: Relcli, cards: Cards, args: list[str], why: str) -> None:
    """One line on stderr, status 2, the file as it was."""
    folder = cards(FACTS, **DECLARING)
    ended = run("--facts", folder, "new", *args)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert why in ended.err
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == FACTS


def test_one_dataset_has_to_be_meant(run: Relcli, cards: Cards, tmp_path: Path) -> None:
    """Of several, which one is not guessed; the facts that ship are not written to."""
    folder = cards(FACTS)
    other = tmp_path / "b.yaml"
    other.write_text("", encoding="utf-8")
    ended = run("--facts", folder, "--facts", other, "new", *GIVEN, "-s", "x")
    assert "there are 2 datasets here; name one with --facts" in ended.err
    assert "no dataset here to write to" in run("new", *GIVEN, "-s", "x").err


A = {"claim": "A happened.", "date": 2016, "confidence": "possible", "source": "X, then"}
B = {
    "claim": "B happened.",
    "date": "2017",
    "confidence": "possible",
    "sources": ["X, then", {"title": "Y"}],
    "topics": "military; economic",
    "actors": ["Hizballah"],
    "id": "b",
}
ROWS = [A, B]
CSV = """\
claim,date,confidence,source,topics,actors,id\r
A happened.,2016,possible,"X, then",,,\r
B happened.,2017,possible,"X, then; Y",military; economic,Hizballah,b\r
"""
SEMICOLONS = """\
claim;date;confidence;source;topics;actors;id\r
A happened.;2016;possible;X, then;;;\r
B happened.;2017;possible;"X, then; Y";"military; economic";Hizballah;b\r
"""


@pytest.mark.parametrize(
    "text",
    [json.dumps(ROWS), "\n".join(map(json.dumps, ROWS)) + "\n\n", CSV, "\ufeff" + CSV, SEMICOLONS],
    ids=["JSON", "JSON Lines", "CSV", "CSV with a byte order mark", "CSV with semicolons"],
)
def test_rows_become_cards(
    run: Relcli, cards: Cards, stdin: Callable[[str], None], text: str
) -> None:
    """Whatever they are written in, the cards are the same."""
    folder = cards("", **DECLARING)
    stdin(text)
    ended = run("--facts", folder, "new", "-")
    assert (ended.status, ended.out.split()[1:]) == (0, ["b"])
    loaded = {card.id: card for card in load_dataset(folder).cards}
    assert [source.title for source in loaded["b"].sources] == ["X, then", "Y"]
    assert loaded["b"].topics == ("military", "economic")
    assert loaded["b"].actors[0].id == "hezbollah"
    assert len(loaded) == 2


def test_what_relcli_writes_it_reads_again(
    run: Relcli, cards: Cards, stdin: Callable[[str], None]
) -> None:
    """What `list` writes. CSV: the same but for what its cells do not tell."""
    facts = FACTS + (
        "- id: b\n  claim: =B\n  date: 2017\n  confidence: possible\n  actors: [Hizballah]\n"
        "  sources:\n    - {id: wsj, stance: disputes}\n    - wsj\n"
        "    - {title: T, publisher: CNN, url: 'https://example.org/t', stance: qualifies}\n"
        "    - url: https://example.org/u\n"
        "  related: [first-meeting]\n"
    )
    folder = cards(facts, **DECLARING)
    wanted = json.loads(run("--facts", folder, "list", "--json").out)
    for form in ("json", "jsonl", "csv"):
        text = run("--facts", folder, "list", "--format", form).out
        for path in folder.glob("*s.yaml"):
            if path.stem in ("cards", "facts"):
                path.unlink()
        stdin(text)
        assert run("--facts", folder, "new", "-").status == 0, form
        found = json.loads(run("--facts", folder, "list", "--json").out)
        assert [_card(c, form) for c in found] == [_card(c, form) for c in wanted], form
    assert "https://example.org/u" in (folder / "facts.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_every_kind_of_date_and_speaker_comes_back(
    run: Relcli, cards: Cards, stdin: Callable[[str], None], form: str
) -> None:
    """Sets are written as a file says them, a state by the key or the column `as_of`."""
    dates = ["by 2022-05-25", "between 2016 and 2018-03", '"[2016..]"', "as of 2015~", "-0043"]
    dates += ["as of 1985-04-12T23:20:30Z", "2015/..", "Y-66000000"]
    facts = "".join(
        f"- id: c{n}\n  claim: Number {n}.\n  date: {date}\n  confidence: possible\n"
        "  source:\n    publisher: CNN\n    stance: disputes\n    speaker: Hizballah\n"
        "    language: fr\n"
        for n, date in enumerate(dates)
    )
    folder = cards(facts, **DECLARING)
    wanted = json.loads(run("--facts", folder, "list", "--json").out)
    text = run("--facts", folder, "list", "--format", form).out
    (folder / "cards.yaml").unlink()
    stdin(text)
    ended = run("--facts", folder, "new", "-")
    assert (ended.status, "is read as" in ended.err) == (0, False)
    found = json.loads(run("--facts", folder, "list", "--json").out)
    assert [_card(c, form) for c in found] == [_card(c, form) for c in wanted]
    written = (folder / "facts.yaml").read_text(encoding="utf-8")
    assert all(f"  date: {date}\n" in written for date in dates)
    if form != "csv":
        assert written.count("      speaker: hezbollah\n      language: fr\n") == len(dates)


@pytest.mark.parametrize(
    ("said", "as_of", "written"),
    [
        ("25 May 2022", None, "2022-05-25"),
        ("by 25 May 2022", "", "by 2022-05-25"),
        ("May 2022", "true", "as of 2022-05"),
        ("as of May 2022", True, "as of 2022-05"),
        ("[2016..2018]", "false", "between 2016 and 2018"),
    ],
)
def test_dates_in_words_are_written_as_edtf_and_told(
    run: Relcli,
    cards: Cards,
    stdin: Callable[[str], None],
    said: str,
    as_of: object,
    written: str,
) -> None:
    """What a person writes is read where it can mean one date, and how it was read is told."""
    folder = cards("")
    stdin(json.dumps({**A, "date": said, "as_of": as_of}))
    ended = run("--facts", folder, "new", "-")
    assert ended.status == 0, ended.err
    assert f"  date: {written}\n" in (folder / "cards.yaml").read_text(encoding="utf-8")
    told = said if not as_of or as_of == "false" or said.startswith("as of") else f"as of {said}"
    if "[" not in said:
        read = f"`{written}`" if written.startswith("as of") else written
        assert f"relcli: note: `{told}` is read as {read}\n" in ended.err


@pytest.mark.parametrize("as_of", ["2015-11-15", "maybe", 7], ids=str)
def test_a_state_is_one_or_is_none(
    run: Relcli, cards: Cards, stdin: Callable[[str], None], as_of: object
) -> None:
    """A date in the column of states would be lost, and the state become an event."""
    folder = cards("")
    stdin(json.dumps({**A, "date": "2015", "as_of": as_of}))
    ended = run("--facts", folder, "new", "-")
    message = f"`as_of` is `{as_of}`, neither true nor false; write true there where `date` is"
    assert (ended.status, ended.out) == (2, "")
    assert message in ended.err
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == ""


def test_dates_may_be_words_in_options(run: Relcli, cards: Cards) -> None:
    """So may those of a source; two readings of one text are refused."""
    folder = cards("")
    args = ("new", *GIVEN[:2], "--confidence", "possible", "--date", "March 2022")
    source = '{"publisher": "CNN", "published": "3 April 2022", "speaker": "Dmitry Peskov"}'
    ended = run("--facts", folder, *args, "--source", source)
    assert ended.err.splitlines()[:2] == [
        "relcli: note: `March 2022` is read as 2022-03",
        "relcli: note: `3 April 2022` is read as 2022-04-03",
    ]
    text = (folder / "cards.yaml").read_text(encoding="utf-8")
    assert "published: 2022-04-03\n      speaker: Dmitry Peskov\n" in text
    refused = run("--facts", folder, *args[:-1], "03/04/2022", "--source", "X")
    assert (refused.status, "write 2022-04-03 or 2022-03-04" in refused.err) == (2, True)


def _card(card: dict[str, object], form: str) -> dict[str, object]:
    """Return what a card says; of CSV only what its cells hold."""
    left_out = {"place", *(["sources"] if form == "csv" else [])}
    return {key: value for key, value in card.items() if key not in left_out}


def test_a_dataset_moves_into_one_without_declarations(
    run: Relcli, cards: Cards, tmp_path: Path, stdin: Callable[[str], None]
) -> None:
    """Its sources are written in place, its actors by name."""
    folder = cards(
        FACTS.replace("source: Al", "actors: [hezbollah]\n  sources: [wsj]\n  note: Al"),
        **DECLARING,
    )
    stdin(run("--facts", folder, "list", "--json").out)
    path = tmp_path / "other.yaml"
    path.write_text("", encoding="utf-8")
    assert run("--facts", path, "new", "-").status == 0
    text = path.read_text(encoding="utf-8")
    assert "actors: [Hezbollah]" in text
    assert "    - id: wsj\n      title: Report\n      publisher: The Wall Street Journal\n" in text


def test_all_rows_or_none(run: Relcli, cards: Cards, stdin: Callable[[str], None]) -> None:
    """Every problem is told with its row, and nothing is written."""
    folder = cards(FACTS, **DECLARING)
    good = {"claim": "C.", "date": "2016", "confidence": "possible", "source": "X, then"}
    rows = [
        good,
        good | {"date": "soon"},
        good | {"claim": "D.", "clam": 1},
        good,
        good | {"claim": "E.", "source": {"titel": "x"}},
        good | {"claim": "F.", "related": ["first-meeting", "none"]},
        good | {"id": "first-meeting"},
        good | {"claim": "G.", "actors": [{"id": "zz", "name": ""}, {"name": "Hizballah"}]},
        good | {"claim": "H.", "zzzzzzz": 1},
    ]
    stdin(json.dumps(rows))
    ended = run("--facts", folder, "new", "-")
    assert (ended.status, ended.out) == (2, "")
    lines = ended.err.splitlines()
    whys = [
        (2, '`date`: "soon" is no date'),
        (3, "a card has no `clam`; did you mean `claim`?"),
        (4, "is the id of row 1, too"),
        (5, "a source has no `titel`"),
        (6, "related: no other card `none`"),
        (7, "`first-meeting` is the id of another card"),
        (8, "the dataset has no actor `zz`"),
        (9, "a card has no `zzzzzzz`; leave it out"),
    ]
    assert len(lines) == len(whys)
    for line, (number, why) in zip(lines, whys, strict=True):
        assert line.startswith(f"relcli: error: row {number}: ")
        assert why in line
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == FACTS


def test_a_number_that_is_none_is_not_given(
    run: Relcli, cards: Cards, stdin: Callable[[str], None]
) -> None:
    """So pandas writes an empty cell; "NaN" would stand on the card as its note."""
    folder = cards("")
    stdin('{"claim": "C.", "date": 2016, "confidence": "possible", "source": "X", "note": NaN}')
    assert run("--facts", folder, "new", "-").status == 0
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == (
        "- claim: C.\n  date: 2016\n  confidence: possible\n  sources:\n    - X\n"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "there are no cards on stdin"),
        ("[]", "there are no cards on stdin"),
        ("[1]", "row 1: no object"),
        ('{"claim": "x"}\n{"claim"', "row 2: no JSON"),
        ("[{", "row 1: no JSON"),
        ("claim,date\nx\n", "row 2: a card without `date`"),
        ("claim,date\nx,y,z\n", "row 2: not as many cells as the header has"),
        ('claim,date\nx,"y\n', "row 2: no CSV"),
        ("claim\tdate\nx\ty\tz\n", "row 2: not as many cells as the header has"),
        ("claim,card_json\nx,{\n", "row 2: card_json: no JSON"),
        ("claim,card_json\nx,[]\n", "row 2: no object"),
        ('[{"type": "book", "title": "T"}]', "this is CSL-JSON: works, and no cards; `relcli im"),
        ('[{"type": "book", "custom": {"relcli": {"cards": []}}}]', "this is CSL-JSON: works"),
        (json.dumps([A, {"type": "book"}]), "row 2: a work without a claim is no card; write {"),
        ('[{"type": "book", "custom": {"relcli": {"cards": [1]}}}]', "row 1: no object"),
        (b"\xff", "stdin is no UTF-8"),
        ('[{"claim": "x", "note": -Infinity}]', "row 1: no JSON: -Infinity is no value of JSON"),
        ('[{"claim": "x", "claim": "y"}]', "row 1: no JSON: the key `claim` stands twice in one"),
        (
            '[{"claim": "x", "source": "X", "sources": ["Y"]}]',
            "row 1: `source` and `sources` are one field; keep `sources`",
        ),
        (
            "TY  - NEWS\nER  - \n",
            "this is RIS: works, and no cards; `relcli import - --as sources`",
        ),
        ("@book{a, title={A}}\n", "this is BibTeX: works, and no cards"),
        ('{"schema": "Person", "properties": {}}', "this is FollowTheMoney: names, and no cards"),
        ('{"@type": "ClaimReview"}', "this is ClaimReview, which `new -` does not read; `relcli"),
    ],
)
def test_what_are_no_rows_is_said(
    run: Relcli, cards: Cards, stdin: Callable[[str | bytes], None], text: str | bytes, why: str
) -> None:
    """With the row where it goes wrong."""
    stdin(text)
    ended = run("--facts", cards(FACTS), "new", "-")
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert why in ended.err


@pytest.mark.parametrize("options", [("--skip-existing",), ("--on-duplicate", "skip")])
def test_what_is_for_many_cards_is_not_for_one(
    run: Relcli, cards: Cards, options: tuple[str, ...]
) -> None:
    """Whoever adds one card sees for himself whether it is there."""
    ended = run("--facts", cards(FACTS), "new", *GIVEN, "-s", "X", *options)
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert "are for cards from stdin" in ended.err


def test_rows_of_csv_count_lines() -> None:
    """So an editor finds them, also below a cell of several lines."""
    text = 'claim,date\n"a\nb",2016\nc,2017\n'
    assert [number for number, _ in read_rows(text, str)] == [3, 4]
    assert read_rows('{"claim": "x"}', str) == [(1, {"claim": "x"})]


def test_a_card_that_would_be_read_otherwise_is_not_written(
    cards: Cards, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the written text ever say something else, the file stays as it was."""
    folder = cards(FACTS)
    adding = Adding(load_dataset(folder))
    monkeypatch.setattr(
        "relcli.edit.add.append_cards", lambda text, _path, _cards: (text + "- claim: x\n", [7])
    )
    card = {"claim": "C.", "date": "2016", "confidence": "possible", "sources": ["X"]}
    with pytest.raises(EditError, match="would not be read as it is meant"):
        adding.add([card])
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == FACTS


def test_a_card_is_asked_for(cards: Cards, terminal: Sessions) -> None:
    """Each answer is checked as it is typed; Tab completes; alike cards are shown."""
    folder = cards(FACTS, **DECLARING)
    alike = "A first official meeting of Hezbollah and Russian officers held in Aleppo."
    session = terminal("--facts", folder, "new", TERM="xterm")
    session.answer("Claim, one sentence: ", "")
    session.answer("Claim, one sentence: ", alike)
    session.answer("Is yours another one? [Y/n] ", "what")
    session.answer("Is yours another one? [Y/n] ", "y")
    session.answer("Date", "soon")
    session.answer("Date", "November 2016")
    session.answer("Source: an id, a title or an address: ", "")
    session.answer("Source: an id, a title or an address: ", "ws\t")
    session.answer("Another source (optional): ", "")
    session.answer("Confidence: ", "posible")
    session.answer("Confidence: ", "possible")
    session.answer("Topics, commas between them (optional): ", "Military, eco\t")
    session.answer("Actors", "Hizballa")
    session.answer("Actors", "Hizballah")
    session.answer("Note (optional): ", "")
    session.answer("Related cards", "first-meeting")
    session.answer("Id (optional): ", "first-meeting")
    session.answer("Id (optional): ", "")
    session.answer(f"goes to {folder}/cards.yaml\nWrite it? [Y/n] ", "")
    assert session.end() == 0, session.shown
    assert "much like `first-meeting`" in session.shown
    assert "Answer `y` for yes or `n` for no, or `<` to go back." in session.shown
    assert "This one is needed; `?` tells more." in session.shown
    assert "confirmed, probable, possible, doubtful, improbable, unconfirmed\nC" in session.shown
    assert "military, economic\nT" in session.shown
    assert "did you mean `possible`?" in session.shown
    assert "  read as 2016-11: November 2016\n" in session.shown
    assert "`first-meeting` is the id of another card" in session.shown
    written = (
        "- claim: A first official meeting of Hezbollah and Russian officers held in Aleppo.\n"
        "  date: 2016-11\n  confidence: possible\n  topics: [military, economic]\n"
        "  actors: [hezbollah]\n  sources:\n    - wsj\n  related: [first-meeting]\n"
    )
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == f"{FACTS}\n{written}"
    assert textwrap.indent(written, "  ") in session.shown


def test_only_what_is_not_given_is_asked_for(cards: Cards, terminal: Sessions) -> None:
    """Options are answers; without topics there is nothing to name."""
    folder = cards("")
    session = terminal("--facts", folder, "new", *GIVEN[:4], "-s", "X", "-t", "a", "--id", "x")
    session.answer("Confidence", "possible")
    session.answer("Actors", "")
    session.answer("Note", "n")
    session.answer("Related", "")
    session.answer("Write it", "y")
    assert session.end() == 0, session.shown
    assert "Claim" not in session.shown
    assert load_dataset(folder).cards[0].note == "n"


def test_a_question_can_be_gone_back_to(cards: Cards, terminal: Sessions) -> None:
    """`<` asks the one before again, with what was answered; a hyphen empties it."""
    folder = cards(FACTS, **DECLARING)
    session = terminal("--facts", folder, "new")
    answers = [
        *(
            ("Claim", "<"),
            ("Claim", "?"),
            ("Claim", "Officers left."),
            ("Date", "2015"),
            ("Source", "<"),
        ),
        *(("so far: 2015\nDate", "<"), ("so far: Officers left.\nClaim", "")),
        *(("so far: 2015\nDate", "2016"), ("Source", "wsj"), ("Another", "<"), ("Source", "wsj")),
        *(
            ("Another", ""),
            ("Confidence", "possible"),
            ("Topics", "<"),
            ("so far: possible\nConfidence", ""),
        ),
        *(
            ("Topics", "military"),
            ("Actors", "<"),
            ("so far: military\nTopics", "-"),
            ("Actors", ""),
        ),
        *(
            ("Note", "n"),
            ("Related", ""),
            ("Id", "left"),
            ("Write it", "<"),
            ("so far: left\nId", "-"),
        ),
        ("Write it", "y"),
    ]
    for question, answer in answers:
        session.answer(question, answer)
    assert session.end() == 0, session.shown
    assert "This is the first question." in session.shown
    assert "taken back: wsj" in session.shown
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == (
        f"{FACTS}\n- claim: Officers left.\n  date: 2016\n  confidence: possible\n"
        "  sources:\n    - wsj\n  note: n\n"
    )


def test_likeness_can_be_gone_back_from(cards: Cards, terminal: Sessions) -> None:
    """Whoever sees that the claim is there already may make another one."""
    folder = cards(FACTS)
    session = terminal("--facts", folder, "new", *GIVEN[2:], "-s", "X", "--id", "x")
    session.answer("Claim", CLAIM)
    session.answer("another one?", "<")
    session.answer("so far: Hezbollah and", "Officers left.")
    for question in ("Topics", "Actors", "Note", "Related", "Write it"):
        session.answer(question, "")
    assert session.end() == 0, session.shown
    assert [card.claim for card in load_dataset(folder).cards][1:] == ["Officers left."]


def test_a_new_source_is_described(cards: Cards, terminal: Sessions) -> None:
    """By a title it is asked for its address and publisher, by an address for its title."""
    folder = cards("")
    session = terminal("--facts", folder, "new", *GIVEN, "--topic", "a", "--id", "x", "--note", "n")
    answers = [
        *(("Source", "wsj-2023"), ("Source", "A report"), ("address", "www.x.org")),
        *(
            ("address", "https://x.org/1"),
            ("publisher", "<"),
            ("so far: https://x.org/1\nIts address", ""),
        ),
        *(("publisher", "The Times"), ("Another", "https://x.org/2"), ("Its title", "<")),
        *(("Another", "<"), ("Source", "https://x.org/2"), ("Its title", "T"), ("publisher", "")),
        *(("Another", '{"publisher": "P"}'), ("Another", "<"), ("Another", "A book, 2016")),
        *(("address", ""), ("publisher", ""), ("Another", ""), ("Actors", ""), ("Related", "")),
        ("Write it", "y"),
    ]
    for question, answer in answers:
        session.answer(question, answer)
    assert session.end() == 0, session.shown
    assert "no source has the id `wsj-2023`" in session.shown
    assert "`www.x.org` is no web address" in session.shown
    assert 'taken back: {"publisher": "P"}' in session.shown
    text = (folder / "cards.yaml").read_text(encoding="utf-8")
    assert text.partition("sources:\n")[2] == (
        "    - title: T\n      url: https://x.org/2\n    - A book, 2016\n  note: n\n"
    )


def test_help_tells_what_may_be_answered(cards: Cards, terminal: Sessions) -> None:
    """`?` explains each question, and names the words that are known, up to a number."""
    topics = "".join(f"  t{n:02}: T\n" for n in range(25))
    folder = cards(FACTS, dataset=f"topics:\n{topics}")
    session = terminal("--facts", folder, "new", *GIVEN[:4], "-s", "X, 2016")
    session.answer("Confidence", "?")
    session.answer("Confidence", "possible")
    session.answer("Topics", "?")
    session.answer("Topics", "t01")
    session.answer("Actors", "<")
    session.answer("so far: t01\nTopics", "?")
    session.answer("Topics", "\x04")
    assert session.end() == 2
    assert "possible: " in session.shown
    assert "unconfirmed: " in session.shown
    assert "t18, t19 and 5 more" in session.shown
    assert (
        "Nothing keeps what is there; `-` empties it; `<` goes back; Ctrl-D ends" in session.shown
    )


def test_a_card_that_is_not_right_is_not_written(cards: Cards, terminal: Sessions) -> None:
    """The whole of it is shown before; whoever says no gets what was typed."""
    folder = cards(FACTS)
    ended = terminal("--facts", folder, "new", *GIVEN[:4], "-s", "X", "--id", "x", "-t", "a")
    for question, answer in (("Confidence", "possible"), ("Actors", ""), ("Note", "")):
        ended.answer(question, answer)
    ended.answer("Related", "")
    ended.answer("Write it", "n")
    assert ended.end() == 2
    assert "relcli: error: nothing was added" in ended.shown
    assert _typed(ended) == {
        "claim": "The ship left.", "date": "2016-11", "confidence": "possible",
        "topics": ["a"], "sources": ["X"], "id": "x",
    }  # fmt: skip


CLAIM = "Hezbollah and Russian officers held a first official meeting in Aleppo!"


def _typed(session: "Terminal") -> object:
    """Return what was typed in vain, as it is told at the end."""
    _, _, told = session.shown.partition("what you typed, for `relcli new -`: ")
    return json.loads(told.splitlines()[0])


@pytest.mark.parametrize(
    ("answer", "why"), [("n", "nothing was added"), ("\x04", "the input ended")]
)
def test_nothing_is_written_before_the_end(
    cards: Cards, answer: str, why: str, terminal: Sessions
) -> None:
    """A card that is there already, or Ctrl-D, ends the questions."""
    folder = cards(FACTS)
    session = terminal("--facts", folder, "new")
    session.answer("Claim", CLAIM)
    session.answer("another one?", answer)
    assert session.end() == 2
    assert f"relcli: error: {why}" in session.shown
    assert _typed(session) == {"claim": CLAIM}
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == FACTS


def test_ctrl_c_ends_the_questions(cards: Cards, terminal: Sessions) -> None:
    """With status 130, nothing written, and what was typed shown once more."""
    folder = cards(FACTS)
    session = terminal("--facts", folder, "new", "--date", "2016")
    session.answer("Claim", "Something else.")
    session.answer("Source", "A book")
    session.answer("address", "")
    session.answer("publisher", "")
    session.answer("Another", "", end="")
    time.sleep(0.5)  # readline may only just have shown the question
    os.kill(session.pid, signal.SIGINT)
    assert session.end() == 130
    assert _typed(session) == {"date": "2016", "claim": "Something else.", "sources": ["A book"]}
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == FACTS


def test_answers_outlive_a_file_that_cannot_be_written(
    cards: Cards, terminal: Sessions, run: Relcli, stdin: Callable[[str], None]
) -> None:
    """What was typed is shown in a form that `relcli new -` reads, and nobody has to type again."""
    folder = cards(FACTS)
    session = terminal("--facts", folder, "new", *GIVEN[2:], "-s", "X")
    session.answer("Claim", "Something \u062d\u0632\u0628 else.")
    for question in ("Topics", "Actors", "Note"):
        session.answer(question, "")
    session.answer("Related", "", end="")
    (folder / "cards.yaml").write_text("- [", encoding="utf-8")
    session.answer("", "")
    session.answer("Id", "")
    session.answer("Write it", "")
    assert session.end() == 2
    typed = _typed(session)
    (folder / "cards.yaml").write_text(FACTS, encoding="utf-8")
    stdin(json.dumps(typed))
    assert run("--facts", folder, "new", "-").status == 0
    assert [card.claim for card in load_dataset(folder).cards][1:] == [
        "Something \u062d\u0632\u0628 else."
    ]
