"""relcli disputes: what is contested, in which order, and how both sides are drawn."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- {id: sank, claim: The tug Nora sank on the bar., date: 2017, confidence: doubtful,
   topics: [wreck], contradicts: [afloat, aground],
   sources: [{publisher: The Gazette, published: 2017-05-02, reliability: C, origin: agency,
              says: She sank.}, {publisher: The Post, stance: qualifies, origin: agency},
             {publisher: The owner, speaker: Agnes Holm, stance: disputes, reliability: A,
              says: "She did not."}]}
- {id: afloat, claim: The tug is afloat., date: 2018, confidence: probable, contradicts: [sank],
   sources: [{title: A photograph}, {publisher: The Gazette, stance: disputes}]}
- {id: aground, claim: The tug ran aground., date: 2016-XX, confidence: confirmed, source: S}
- {id: burnt, claim: The tug burnt., date: 2015, confidence: improbable, superseded_by: sank,
   contradicts: [aground], sources: [{url: "https://p.example"}, {publisher: Q, stance: disputes}]}
- {id: sold, claim: The tug was sold., date: 2014, confidence: confirmed, contradicts: [burnt],
   source: S}
"""
AGENCY = "agency: {publisher: Coast Agency}"


@pytest.fixture
def rows(run: Runner, cards: Writer) -> Callable[..., list[dict[str, Any]]]:
    """Ask for disputes, and read the JSON."""

    def ask(*args: str) -> list[dict[str, Any]]:
        facts = cards(CARDS, sources=AGENCY)
        found: list[dict[str, Any]] = json.loads(
            run("--facts", facts, "disputes", "--json", *args).out
        )
        return found

    return ask


Rows = Callable[..., list[dict[str, Any]]]


def pairs(found: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    """Return who is contested, and by which card."""
    return [(row["id"], row["other"]) for row in found]


def test_disputes_then_contradictions(rows: Rows) -> None:
    """Oldest first, each pair once; a pair of which one is superseded is settled."""
    assert pairs(rows()) == [
        *(("burnt", None), ("sank", None), ("afloat", None)),
        *(("sank", "afloat"), ("sank", "aground")),
    ]


def test_the_keys_of_a_dispute(rows: Rows) -> None:
    """It has the sources of both sides, and how many origins each of them has."""
    dispute = next(row for row in rows() if row["id"] == "sank")

    assert (dispute["kind"], dispute["dataset"]) == ("dispute", "dataset")
    assert (dispute["origins_for"], dispute["origins_against"]) == (1, 1)
    assert [source["publisher"] for source in dispute["sources_for"]] == ["The Gazette", "The Post"]
    assert [source["says"] for source in dispute["sources_against"]] == ["She did not."]
    assert {dispute[key] for key in dispute if key.startswith("other")} == {None}
    assert [*dispute][-2:] == ["as_of", "other_as_of"]
    assert dispute["as_of"] is False
    assert rows()[0]["superseded_by"] == "sank"


def test_the_keys_of_a_contradiction(rows: Rows) -> None:
    """Against the claim stand the sources that back the other one."""
    found = rows()[3]

    assert found["kind"] == "contradiction"
    assert found["other_claim"] == "The tug is afloat."
    assert (found["other_date"], found["other_confidence"]) == ("2018", "probable")
    assert [source["title"] for source in found["sources_against"]] == ["A photograph"]


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        (["--sort", "newest"], ["afloat", "sank", "burnt", "afloat", "sank"]),
        (["--sort", "confidence"], ["afloat", "sank", "burnt", "afloat", "sank"]),
        (["--sort", "id"], ["afloat", "burnt", "sank", "afloat", "sank"]),
        (["--sort", "relevance", "--until", "2015"], ["burnt"]),
        (["--topic", "wreck"], ["sank", "sank", "sank"]),
        (["afloat", "--undisputed"], []),
        (["photograph", "--sort", "relevance"], ["afloat", "afloat"]),
        (["--limit", "1"], ["burnt"]),
    ],
    ids=str,
)
def test_filters_and_order(rows: Rows, args: list[str], ids: list[str]) -> None:
    """They choose the cards and their order; the other card of a pair need not pass."""
    assert [row["id"] for row in rows(*args)] == ids


def test_what_stderr_tells(run: Runner, cards: Writer) -> None:
    """That there are more, or none."""
    facts = ["--facts", cards(CARDS, sources=AGENCY), "disputes"]

    assert run(*facts, "-n", "2").err == "relcli: note: the first 2 of 5; --limit 0 shows all\n"
    none = run(*facts, "--source", "S", "--until", "2013")
    assert none.status == 1
    assert none.err == "relcli: note: no card passes the filters\n"
    peace = run(*facts, "--since", "2016-01", "--until", "2016")
    assert (peace.status, peace.err.count("none of the cards is disputed")) == (1, 1)


def test_ids(run: Runner, cards: Writer) -> None:
    """Each contested card is named once, to be shown whole."""
    facts = ["--facts", cards(CARDS, sources=AGENCY), "disputes"]

    assert run(*facts, "--format", "ids").out.split() == ["burnt", "sank", "afloat", "aground"]


def test_two_datasets(run: Runner, cards: Writer, tmp_path: Path) -> None:
    """A card contradicts one of its own dataset, not that of the same id in another."""
    facts = cards(CARDS, sources=AGENCY)
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.yaml").write_text(
        "- {id: afloat, claim: X., date: 2018, confidence: probable, source: S}"
    )
    found = json.loads(run("--facts", other, "--facts", facts, "disputes", "--json").out)

    assert [row["other_claim"] for row in found if row["other"] == "afloat"] == [
        "The tug is afloat."
    ]


def drawn(run: Runner, facts: Path, *args: str) -> list[str]:
    """Return what is drawn, without spaces at the ends of lines."""
    out = run("--facts", facts, "disputes", "--format", "table", *args).out
    return [line.rstrip() for line in out.splitlines()]


def test_both_sides_are_beside_each_other(run: Runner, cards: Writer) -> None:
    """Each has its sources with date and reliability, whom they relay, and what they say."""
    lines = drawn(run, cards(CARDS, sources=AGENCY), "--topic", "wreck")

    assert lines[0].startswith("1 claim disputed by a source ──")
    assert lines[2:9] == [
        "The tug Nora sank on the bar.",
        "2017, doubtful  sank",
        "  For  1 origin, 2 sources               Against  1 origin, 1 source",
        "  • The Gazette, 2 May 2017 [C: fairly   • Agnes Holm, in The owner [A:",
        "    reliable], relays agency               completely reliable]",
        "    She sank.                              She did not.",
        "  • The Post (qualifies), relays agency",
    ]
    assert lines[10].startswith("2 pairs of cards that contradict each other ──")
    assert "The tug Nora sank on the bar.           The tug is afloat." in lines
    assert "2017, doubtful  sank                    2018, probable  afloat" in lines


def test_below_each_other_where_it_is_narrow(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On fewer than 60 columns one side stands below the other; nothing is cut."""
    monkeypatch.setenv("COLUMNS", "40")
    lines = drawn(run, cards(CARDS, sources=AGENCY))

    assert lines[0] == "3 claims disputed by a source"
    assert lines[2:8] == [
        *("The tug burnt.", "2015, improbable, superseded by sank"),
        *("burnt", "  For  1 origin, 1 source", "  • p.example"),
        "  Against  1 origin, 1 source",
    ]
    assert max(map(len, lines)) <= 40
    pair = lines[lines.index("2017, doubtful  sank", 30) - 1 :]
    assert pair[0] == "The tug Nora sank on the bar."
    assert pair[pair.index("The tug is afloat.") - 1] == ""


def test_only_contradictions(run: Runner, cards: Writer) -> None:
    """Where no source disputes anything, the pairs stand first."""
    peaceful = """
    - {id: a, claim: It sank., date: 2016, confidence: possible, source: S, contradicts: [b]}
    - {id: b, claim: It did not., date: 2016, confidence: possible, source: T}
    """
    assert drawn(run, cards(peaceful))[0].startswith("1 pair of cards that contradict each other ")


def test_states(run: Runner, cards: Writer) -> None:
    """Both dates of a contradiction may be those of states, and are said to be, as in the JSON."""
    facts = cards(
        "- {id: a, claim: It lies., date: as of 2016, confidence: possible, source: S,"
        " contradicts: [b]}\n"
        "- {id: b, claim: It sank., date: as of 2016-05, confidence: doubtful,"
        " sources: [T, {publisher: U, stance: disputes}]}\n"
    )
    lines = drawn(run, facts)
    dispute, pair = json.loads(run("--facts", facts, "disputes", "--json").out)

    assert "as of May 2016, doubtful  b" in lines
    assert "as of 2016, possible  a                 as of May 2016, doubtful  b" in lines
    assert (dispute["as_of"], dispute["other_as_of"]) == (True, None)
    assert (pair["date"], pair["as_of"], pair["other_as_of"]) == ("2016", True, True)


def test_nothing_acts(run: Runner, cards: Writer) -> None:
    """Control characters in what a source says are shown, not acted on."""
    facts = cards(CARDS.replace("She sank.", '"\\e[31mShe sank."'), sources=AGENCY)

    assert "    ␛[31mShe sank." in " ".join(drawn(run, facts, "--disputed", "--topic", "wreck"))
