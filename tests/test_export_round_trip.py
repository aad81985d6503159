"""Export and `relcli new -`, or the loader for YAML: the cards are the same again."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from relcli.load.dataset import load_dataset
from relcli.model.card_dict import plain_card
from tests.example_dates import DATES, STATES
from tests.test_export_hostile import HOSTILE

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]
Give = Callable[[str], None]

FORMS = ["json", "jsonl", "csv", "tsv", "csl", "yaml"]
CONFIDENCE = ["confirmed", "probable", "possible", "doubtful", "improbable", "unconfirmed"]
NOTE = 'One "line"; it\'s\n\n  two, with a tab\tand #no comment\n- three: x\n'
SOURCES: dict[str, Any] = {
    "gazette": {
        "title": "Nora aground; and a, b",
        "publisher": "The Gazette",
        "url": "https://gazette.example/1",
        "archived_url": "https://web.archive.org/web/20160502103000/https://gazette.example/1",
        "published": "2016-05-02",
        "accessed": "2026-11-22",
        "reliability": "B",
        "says": "It ran aground.",
        "speaker": "ida-holm",
        "language": "pt-BR",
    },
    "radio": {"title": "Evening news", "origin": "gazette", "stance": "qualifies"},
    "pier": {"url": "https://pier.example/paint?of=2014", "published": "2014~"},
}
EVERYTHING: dict[str, Any] = {
    "publisher": "Harbour Board",
    "title": "A letter",
    "url": "https://board.example/letter",
    "archived_url": "https://archive.example/letter",
    "published": "2016-05~",
    "accessed": "2026-11",
    "reliability": "F",
    "origin": "gazette",
    "stance": "disputes",
    "says": 'She never left port;\n"never".',
    "speaker": "Ole (the pilot), of Skerra",
    "language": "no",
}


def cards_with_everything() -> list[dict[str, Any]]:
    """Return cards with all dates, grades, keys of sources, links, and hostile text."""
    found: list[dict[str, Any]] = [
        {
            "id": f"date-{number}",
            "claim": f"It happened, form {number}.",
            "date": date,
            "confidence": CONFIDENCE[number % 6],
            "source": "gazette",
        }
        for number, date in enumerate([*DATES, *STATES])
    ]
    found += [
        {
            "id": f"published-{number}",
            "claim": "It was told.",
            "date": "2016",
            "confidence": "possible",
            "source": {"publisher": "Log", "published": date, "accessed": date},
        }
        for number, date in enumerate(DATES)
    ]
    found[0] |= {
        "topics": ["ships", "lights"],
        "actors": ["nora", "Ida Holm", "Skärra"],
        "note": NOTE,
        "related": ["date-1", "date-2"],
        "contradicts": ["date-3"],
        "superseded_by": "date-4",
        "sources": [
            "gazette",
            {
                "id": "radio",
                "stance": "disputes",
                "says": "No.",
                "reliability": "A",
                "speaker": "Nora",
            },
            "pier",
            EVERYTHING,
        ],
    }
    del found[0]["source"]
    plain = {"date": "2016", "confidence": "possible"}
    found += [
        {"claim": "It has no id.", **plain, "source": "A title, alone"},
        {"claim": "Its source is one word.", **plain, "source": {"title": "log"}},
        {"claim": "Its title is long.", **plain, "source": {"title": "A log " * 20}},
        {"claim": "Its title is long, too.", **plain, "source": "A log " * 20},
        {"claim": "'=1+1", **plain, "source": "'=A1", "note": "'=2"},
    ]
    return found + [
        {
            "id": f"hostile-{number}",
            "claim": text,
            **plain,
            "topics": ["lights"],
            "sources": [{"title": text, "says": text, "url": text}, {"publisher": f"P {text}"}],
            "note": text,
        }
        for number, text in enumerate(HOSTILE)
    ]


FILES = {
    "dataset": "title: Skerra\ntopics: {ships: 'Ships, boats', lights: Lights}\n",
    "actors": (
        "nora: {name: Nora, kind: vessel}\nida-holm: {name: Ida Holm}\n"
        "skärra: {name: Skärra, aliases: [Skerra]}\n"
    ),
    "sources": yaml.safe_dump(SOURCES, allow_unicode=True),
}


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch) -> Give:
    """Have relcli find a text on stdin."""

    def give(text: str) -> None:
        stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
        monkeypatch.setattr("sys.stdin", stdin)

    return give


@pytest.fixture
def everything(cards: Writer) -> Path:
    """A dataset with everything on its cards, without a problem."""
    folder = cards(yaml.safe_dump(cards_with_everything(), allow_unicode=True), **FILES)
    assert load_dataset(folder).problems == ()
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A dataset without cards."""
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "cards.yaml").write_text("", encoding="utf-8")
    return folder


def plain_cards(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the cards of a dataset by id, without where they are."""
    dataset = load_dataset(folder)
    assert dataset.problems == ()
    cards: list[dict[str, Any]] = [dict(plain_card(card)) for card in dataset.cards]
    for card in cards:
        del card["place"], card["dataset"]
    return {card["id"]: card for card in cards}


def speakers_by_name(cards: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return cards whose speakers have no ids: only a dataset that declares actors gives them."""
    for card in cards.values():
        for source in card["sources"]:
            source["speaker"] = source["speaker"] and source["speaker"]["name"]
    return cards


def add(run: Runner, give: Give, target: Path, text: str) -> None:
    """Add cards to a dataset as a user does."""
    give(text)
    ended = run("--facts", target, "new", "-")
    assert ended.status == 0, ended.err


def round_trip(run: Runner, give: Give, form: str, folder: Path, target: Path) -> None:
    """Export the cards of a dataset, and put them into an empty one."""
    exported = run("--facts", folder, "export", form)
    assert exported.status == 0, exported.err
    if form == "yaml":
        (target / "cards.yaml").write_text(exported.out, encoding="utf-8")
    else:
        add(run, give, target, exported.out)


@pytest.mark.parametrize("form", FORMS)
def test_everything_on_cards_comes_back(
    run: Runner, give: Give, everything: Path, empty: Path, form: str
) -> None:
    """An empty dataset gets the same cards, whatever is on them."""
    round_trip(run, give, form, everything, empty)
    assert speakers_by_name(plain_cards(empty)) == speakers_by_name(plain_cards(everything))


@pytest.mark.parametrize("form", FORMS)
def test_shipped_cards_come_back(run: Runner, give: Give, empty: Path, form: str) -> None:
    """All of them; an actor whose id is another word than its name has only one of both."""
    shipped = Path(__file__).parent.parent / "facts" / "hezbollah-russia"
    round_trip(run, give, form, shipped, empty)
    again, before = plain_cards(empty), plain_cards(shipped)
    key = "id" if form == "yaml" else "name"
    for card in (*again.values(), *before.values()):
        card["actors"] = [actor[key] for actor in card["actors"]]
    assert speakers_by_name(again) == speakers_by_name(before)


@pytest.mark.parametrize("form", FORMS[:-1])
def test_cards_come_back_to_their_dataset(
    run: Runner, give: Give, everything: Path, form: str
) -> None:
    """Beside what their dataset declares they are the same, their sources by id."""
    before = plain_cards(everything)
    text = run("--facts", everything, "export", form).out
    (everything / "cards.yaml").write_text("", encoding="utf-8")
    add(run, give, everything, text)
    again = plain_cards(everything)
    assert again == before
    told = "reliability: A\n      stance: disputes\n      speaker: nora\n      says: No."
    written = (everything / "cards.yaml").read_text(encoding="utf-8")
    assert f"    - id: radio\n      {told}" in written


class Tabs(csv.excel_tab):
    """TSV, in which a quotation mark means nothing."""

    quoting = csv.QUOTE_NONE
    quotechar = None


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize("end", [";", "; ", " ;;"])
def test_a_text_may_end_as_a_list_goes_on(
    run: Runner, give: Give, cards: Writer, empty: Path, form: str, end: str
) -> None:
    """A source whose address ends so was taken for one that somebody had changed."""
    sources = json.dumps([{"title": f"A; b{end}", "url": f"https://x.example/{end.strip()}"}])
    card = f"- claim: A.\n  date: 2016\n  confidence: possible\n  sources: {sources}\n"
    folder = cards(card)
    add(run, give, empty, run("--facts", folder, "export", form).out)
    assert plain_cards(empty) == plain_cards(folder)


@pytest.mark.parametrize(("form", "dialect"), [("csv", csv.excel), ("tsv", Tabs)])
def test_a_cell_that_was_changed_counts(
    run: Runner, give: Give, everything: Path, empty: Path, form: str, dialect: type[csv.Dialect]
) -> None:
    """What somebody edits in a spreadsheet is on the card; the rest is as it was."""
    exported = io.StringIO(run("--facts", everything, "export", form).out, newline="")
    rows = list(csv.DictReader(exported, dialect=dialect))
    for row in rows:
        if row["id"] == "date-0":
            row |= {"confidence": "doubtful", "topics": "lights", "superseded_by": ""}
        if row["id"] == "date-1":
            row |= {"as_of": "true"}
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(rows[0]), dialect=dialect)
    writer.writeheader()
    writer.writerows(rows)
    add(run, give, empty, written.getvalue())
    again, before = (speakers_by_name(plain_cards(folder)) for folder in (empty, everything))
    before["date-0"] |= {
        "confidence": "doubtful", "credibility": 4, "topics": ["lights"], "superseded_by": None
    }  # fmt: skip
    before["date-1"]["as_of"] = True
    assert again == before


def test_a_cell_tells_who_speaks(run: Runner, give: Give, cards: Writer) -> None:
    """Without the column of whole cards a source's cell still says its stance and its speaker."""
    told = """
    - id: a
      claim: A.
      date: by 2016
      confidence: possible
      sources:
        - post
        - {id: radio, stance: disputes, speaker: Nora}
        - {title: Log, speaker: "Ole (the pilot), of Skerra"}
        - {title: Chart, stance: qualifies}
        - {title: Map (old)}
    - {id: b, claim: B., date: as of 2016, confidence: possible, source: {id: post, speaker: Nora}}
    """
    sources = "radio: {title: Evening news}\npost: {title: Morning news, speaker: Ida Holm}\n"
    folder = cards(told, actors=FILES["actors"], sources=sources)
    before = plain_cards(folder)
    rows = list(csv.DictReader(io.StringIO(run("--facts", folder, "export", "csv").out)))
    assert {row["id"]: row["sources"] for row in rows}["a"] == (
        "Morning news (speaker: Ida Holm); Evening news (disputes, speaker: Nora); "
        "Log (speaker: Ole (the pilot), of Skerra); Chart (qualifies); Map (old)"
    )
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, [*rows[0].keys() - {"card_json"}], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    (folder / "cards.yaml").write_text("", encoding="utf-8")
    add(run, give, folder, written.getvalue())
    assert plain_cards(folder) == before


def test_a_name_of_two_is_written_as_an_id(run: Runner, cards: Writer) -> None:
    """In YAML a speaker is his name, but where another actor has it too, his id."""
    told = """
    - {id: a, claim: A., date: 2016, confidence: possible, source: {title: T, speaker: one}}
    - {id: b, claim: B., date: 2016, confidence: possible, source: {title: T, speaker: other}}
    - {id: c, claim: C., date: 2016, confidence: possible, source: {title: T, speaker: third}}
    """
    actors = "one: {name: Ida}\nother: {name: Ole, aliases: [ida]}\nthird: {name: Third Man}\n"
    folder = cards(told, actors=actors)
    before = plain_cards(folder)
    text = run("--facts", folder, "export", "yaml").out
    assert [line.strip() for line in text.splitlines() if "speaker" in line] == [
        *("speaker: one", "speaker: Ole", "speaker: Third Man"),
    ]
    (folder / "cards.yaml").write_text(text, encoding="utf-8")
    assert plain_cards(folder) == before


def test_how_a_date_is_written_makes_no_other_id(cards: Writer) -> None:
    """The id that a source gets by its date is the same for `by` and for its EDTF."""
    source = "source: {title: T, published: %s}"
    one = f"- {{id: %s, claim: A., date: 2016, confidence: possible, {source}}}\n"
    folder = cards(one % ("a", "by 2016") + one % ("b", '"[..2016]"') + one % ("c", "2016"))
    assert {card["sources"][0]["id"] for card in plain_cards(folder).values()} == {"t-2016"}


def test_some_of_the_works_have_their_cards_whole(
    run: Runner, give: Give, everything: Path, empty: Path
) -> None:
    """A card that cites a work of those that are left comes with all of its sources."""
    items = json.loads(run("--facts", everything, "export", "csl", "--since", "2015").out)
    (pier,) = (item for item in items if item["id"].startswith("pier"))
    (card,) = pier["custom"]["relcli"]["cards"]
    for key in ("related", "contradicts", "superseded_by"):
        del card[key]
    add(run, give, empty, json.dumps([pier]))
    (again,) = speakers_by_name(plain_cards(empty)).values()
    before = speakers_by_name(plain_cards(everything))
    assert again["sources"] == before["date-0"]["sources"]


def test_works_from_elsewhere_are_told_by_row(run: Runner, give: Give, cards: Writer) -> None:
    """CSL-JSON of Zotero has no claim: each item is an error, and nothing is written."""
    folder = cards("")
    work = {"type": "book", "title": "T", "issued": {"date-parts": [[2016]]}}
    card = {"claim": "C.", "date": "2016", "confidence": "possible", "source": "X, then"}
    give(json.dumps([work, {"type": "book", "custom": {"relcli": {"cards": [card]}}}, work]))
    ended = run("--facts", folder, "new", "-")
    assert (ended.status, ended.out) == (2, "")
    assert [line[:49] for line in ended.err.splitlines()] == [
        "relcli: error: row 1: a work without a claim is n",
        "relcli: error: row 3: a work without a claim is n",
    ]
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == ""


def test_a_dataset_with_other_sources_takes_cards_in(
    run: Runner, give: Give, cards: Writer, empty: Path
) -> None:
    """What it does not declare is written in place; an origin is to be declared first."""
    card = (
        "- {id: a, claim: A., date: 2016, confidence: possible, "
        "sources: [{id: log, title: Log, says: Yes%s}]}\n"
    )
    (empty / "sources.yaml").write_text("other: {title: Other}\n", encoding="utf-8")
    for form in FORMS[:-1]:
        (empty / "cards.yaml").write_text("", encoding="utf-8")
        folder = cards(card % "")
        add(run, give, empty, run("--facts", folder, "export", form).out)
        assert plain_cards(empty) == plain_cards(folder)
        folder = cards(card % ", origin: gazette")
        give(run("--facts", folder, "export", form).out)
        ended = run("--facts", empty, "new", "-")
        assert ended.status == 2
        assert "the dataset has no source `gazette` (declare it in sources.yaml)" in ended.err
