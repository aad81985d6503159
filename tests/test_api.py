"""The door for Python: what `relcli.open` gives, what it says when a string is wrong."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import relcli

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- id: aground
  claim: The tug Nora ran aground on the <b>Skerra</b> bar.
  date: 2016-05-01
  confidence: confirmed
  topics: [ships]
  actors: [nora]
  source: {publisher: The Gazette, url: "https://gazette.example/1"}
- id: sold
  claim: The tug was sold for scrap.
  date: between 2017 and 2018
  confidence: doubtful
  topics: [ships]
  sources:
    - {publisher: The Gazette}
    - {publisher: Harbour Radio, stance: disputes, speaker: Anna Berg}
- id: owner
  claim: The tug belongs to Berg.
  date: as of 2015
  confidence: possible
  source: A letter
"""
FILES = {
    "dataset": "title: Skerra\ntopics: {ships: Ships, lights: Lights}\n",
    "actors": "nora: {name: Nora, aliases: [Жук]}\n",
}


@pytest.fixture
def folder(cards: Writer) -> Path:
    """A dataset of three cards."""
    return cards(CARDS, **FILES)


@pytest.fixture
def facts(folder: Path) -> Iterator[relcli.Facts]:
    """The same, opened."""
    with relcli.open(folder) as opened:
        yield opened


def test_importing_relcli_imports_nothing_else() -> None:
    """The door opens when something is asked for; its names are told before."""
    script = (
        "import sys, relcli; before = [m for m in sys.modules if m.startswith('relcli.')];"
        "sys.exit(before != [] or not set(relcli.__all__) <= set(dir(relcli)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("name", [*relcli.__all__])
def test_every_public_name_is_there_and_documented(name: str) -> None:
    """Each has a docstring of its own, unless it is a text."""
    value = getattr(relcli, name)
    assert isinstance(value, str) or value.__doc__


def test_another_name_is_none() -> None:
    """What is not public is no attribute of the package."""
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = relcli.nonsense


def test_an_answer_is_a_sequence_of_hits(facts: relcli.Facts) -> None:
    """Best first, each with its card; what the terminal would say is in its remarks."""
    answer = facts.search("agrund tug")
    assert [hit.card.id for hit in answer] == ["aground", "owner", "sold"]
    assert (len(answer), bool(answer), answer[0].all_words) == (3, True, True)
    assert answer.remarks == [
        "agrund → aground",
        "only the first has all the words, those below some of them",
    ]
    assert not facts.search("zeppelin")


def test_rows_are_those_of_the_command_line(facts: relcli.Facts, run: Runner, folder: Path) -> None:
    """What `--json` writes, with a question and a range and without."""
    asked = facts.search("tug", since="2016", states=True)
    args = ("--facts", folder, "search", "tug", "--since", "2016", "--states", "--json")
    assert asked.rows() == json.loads(run(*args).out)
    listed = [card.to_dict() for card in facts.cards()]
    assert listed == json.loads(run("--facts", folder, "list", "--json").out)


def test_filters_take_a_text_or_several(facts: relcli.Facts) -> None:
    """A topic by its id, an actor by any name; dates in words; what is outside is told."""
    assert [card.id for card in facts.cards(topic="ships")] == ["aground", "sold"]
    assert [card.id for card in facts.cards(actor=["жук"])] == ["aground"]
    assert [card.id for card in facts.cards(confidence=["doubtful", "possible"])] == [
        "owner",
        "sold",
    ]
    assert [card.id for card in facts.cards(at_least="possible", disputed=False)] == [
        "owner",
        "aground",
    ]
    assert [card.id for card in facts.cards(speaker="Anna Berg", source="Harbour Radio")] == [
        "sold"
    ]
    assert [card.id for card in facts.cards(until=relcli.Date.parse("2015"))] == ["owner"]
    answer = facts.search("tug", since="May 2016", until="2016", limit=1)
    assert answer.remarks == [
        "`May 2016` is read as 2016-05",
        "1 state attested at other times may hold then: owner; --states shows it",
    ]


def test_a_card_has_what_its_file_says(facts: relcli.Facts) -> None:
    """Date, grade, who disputes; by id, and in time order."""
    card = facts["sold"]
    assert isinstance(card, relcli.Card)
    assert (card.date.words, card.confidence, card.disputed) == (
        "between 2017 and 2018",
        relcli.Confidence.DOUBTFUL,
        True,
    )
    assert card.sources[1].speaker == relcli.Speaker("Anna Berg")
    assert [each.id for each in facts] == ["owner", "aground", "sold"]
    assert (len(facts), "sold" in facts, "lost" in facts, 3 in facts) == (3, True, False, False)


def test_an_unknown_id_is_a_key_error_with_the_nearest(facts: relcli.Facts) -> None:
    """Who expects a mapping gets its error, and reads what may be meant."""
    with pytest.raises(KeyError) as missing:
        _ = facts["agroud"]
    assert str(missing.value) == "no card `agroud`; did you mean `aground`?"
    assert isinstance(missing.value, relcli.RelcliError)
    with pytest.raises(relcli.UnknownCardError, match=r"no card `zzz`$"):
        facts.cite("zzz")


@pytest.mark.parametrize(
    ("given", "field", "message", "suggestion"),
    [
        ({"topic": "ship"}, "topic", "no topic `ship` in these facts", "ships"),
        ({"topic": "zzz"}, "topic", "no topic `zzz` in these facts", None),
        ({"at_least": "posible"}, "at_least", "no confidence `posible`", "possible"),
        (
            {"at_least": "unconfirmed"},
            "at_least",
            "`unconfirmed` stands outside the order of grades",
            None,
        ),
        (
            {"since": "03/09/2015"},
            "since",
            "the year stands first, then month and day; write 2015-09-03 or 2015-03-09",
            None,
        ),
        ({"speaker": "Berg"}, "speaker", "nobody called `Berg` speaks in these facts", "Anna Berg"),
        ({"limit": -1}, "limit", "-1 is no number of cards; 0 is no limit", None),
    ],
)
def test_a_wrong_string_is_told_with_its_field_and_what_may_be_meant(
    facts: relcli.Facts, given: dict[str, Any], field: str, message: str, suggestion: str | None
) -> None:
    """Without words of the command line, for a program has no options."""
    with pytest.raises(relcli.FilterError) as refused:
        facts.search("tug", **given)
    error = refused.value
    cure = f"; did you mean `{suggestion}`?" if suggestion else ""
    assert (str(error), error.field) == (f"{field}: {message}{cure}", field)
    assert error.suggestion == suggestion
    assert error.value == str(next(iter(given.values())))


@pytest.mark.parametrize(
    ("asked", "given", "message"),
    [
        ("search", {"text": 5}, "text: `5` is no text"),
        ("search", {"topic": 5}, "topic: `5` is no text"),
        ("search", {"actor": ["nora", None]}, "actor: `None` is no text"),
        ("search", {"confidence": b"possible"}, "confidence: `112` is no text"),
        ("search", {"at_least": 3}, "at_least: `3` is no text"),
        ("search", {"since": 2015}, "since: `2015` is no date"),
        ("search", {"sort": None}, "sort: `None` is no text"),
        ("search", {"limit": "few"}, "limit: 'few' is no number of cards; 0 is no limit"),
        ("search", {"disputed": "no"}, "disputed: `'no'` is no True or False"),
        ("search", {"exact": "no"}, "exact: `'no'` is no True or False"),
        ("match", {"text": b"A tug."}, "text: `b'A tug.'` is no text"),
        ("match", {"markdown": "no"}, "markdown: `'no'` is no True or False"),
        ("match", {"at_least_score": 26}, "at_least_score: `26` is no score; write a number "),
        ("cite", {"style": None}, "style: `None` is no text"),
        ("cite", {"stamp": "no"}, "stamp: `'no'` is no True or False"),
        ("at", {"when": 2015}, "when: `2015` is no text"),
        ("diff", {"old": 2015}, "old: `2015` is no text"),
        ("diff", {"old": "2015", "new": 2016}, "new: `2016` is no text"),
        ("log", {"limit": -1}, "limit: -1 is no number of cards; 0 is no limit"),
        ("log", {"recorded_since": 2015}, "recorded_since: `2015` is no date"),
    ],
)
def test_a_value_of_another_type_is_told_too(
    facts: relcli.Facts, asked: str, given: dict[str, Any], message: str
) -> None:
    """A text such as "no" would be taken for True, and a limit below 0 drop the last changes."""
    text = {"text": "tug"} if asked in {"search", "match"} else {}
    with pytest.raises(relcli.FilterError) as refused:
        getattr(facts, asked)(**text | given)
    assert str(refused.value).startswith(message)
    assert refused.value.field in {"", *given}


def test_what_is_no_id_is_the_id_of_no_card(facts: relcli.Facts) -> None:
    """As in any mapping."""
    unknown: Any = 5
    with pytest.raises(KeyError, match=r"no card `5`$"):
        _ = facts[unknown]
    with pytest.raises(relcli.UnknownCardError, match=r"no card `5`$"):
        facts.cite(unknown)


def test_flags_may_be_numbers_and_scores_are_taken(facts: relcli.Facts) -> None:
    """What Python counts as true or false is; a score that is none was taken, and nothing found."""
    one: Any = 1
    assert [hit.card.id for hit in facts.search("tug", disputed=one)] == ["sold"]
    assert facts.match("The tug was sold for scrap.", at_least_score=0.3).matched
    assert not facts.match("The tug was sold.", at_least_score=1).matched


def test_citations_are_those_of_the_command_line(
    facts: relcli.Facts, run: Runner, folder: Path
) -> None:
    """In every style that needs nothing more."""
    for style in ("footnote", "markdown", "wikipedia", "biblatex", "csl"):
        wanted = run("--facts", folder, "cite", "sold", "aground", "--style", style).out
        assert facts.cite("sold", "aground", style=style) == wanted


def test_problems_are_those_of_the_files(cards: Writer) -> None:
    """With place and cure; the other cards answer."""
    with relcli.open(cards(f"{CARDS}- claim: No date.\n", **FILES)) as facts:
        assert {problem.rule for problem in facts.problems} == {"missing-key"}
        assert len(facts) == 3


def test_facts_that_are_not_there(tmp_path: Path) -> None:
    """A path that leads nowhere is told with its name."""
    with pytest.raises(relcli.DatasetError, match=r"^no such file or folder"):
        relcli.open(tmp_path / "none")
    several: Any = [tmp_path]
    with pytest.raises(relcli.DatasetError, match="is no path; name a folder of cards"):
        relcli.open(several)


def test_without_a_path_the_facts_that_ship_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on the command line, from a folder without any."""
    monkeypatch.chdir(tmp_path)
    with relcli.open() as facts:
        assert "ukraine-800-fighters" in facts


def test_a_notebook_shows_a_table(facts: relcli.Facts) -> None:
    """Date, grade, claim and id, escaped; below it the remarks."""
    html = facts.search("agrund tug")._repr_html_()
    assert html is not None
    assert "&lt;b&gt;Skerra&lt;/b&gt;" in html
    assert "doubtful; disputed by Anna Berg (Harbour Radio)" in html
    assert html.count("<tr>") == 4
    assert "<p><small>agrund → aground</small></p>" in html


def test_tables_of_others_take_rows(facts: relcli.Facts) -> None:
    """Pandas and polars make a frame of them, a column a key."""
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    rows = facts.search("tug").rows()
    assert list(pandas.DataFrame(rows)["id"]) == [row["id"] for row in rows]
    assert polars.DataFrame(rows, strict=False)["confidence"].to_list() == [
        row["confidence"] for row in rows
    ]
