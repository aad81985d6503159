"""`show` on the screen: one card whole."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.model.scale import Confidence, Reliability

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

URL = "https://gazette.example/2016/05/02/the-tug-nora-ran-aground-on-the-skerra-bar/?page=1#top"
CARDS = f"""
- id: aground
  claim: The tug Nora ran aground on the Skerra bar with all her crew and a cargo of bricks.
  date: 2016-05-01/2016-05-02
  confidence: probable
  topics: [ships, lights]
  actors: [Nora, Anna Berg]
  sources:
    - {{id: agency, publisher: Coast Agency, published: 2016-05-02, reliability: B, url: "{URL}"}}
    - {{publisher: The Gazette, title: Front page, origin: agency, says: It repeats the agency.}}
    - {{publisher: Harbour Radio, origin: agency, stance: qualifies, says: Not all of her crew.}}
    - {{title: A leaflet, origin: agency, archived_url: "https://archive.example/leaflet"}}
    - {{publisher: The owner, speaker: Anna Berg, language: fr-CA, stance: disputes, reliability: F,
       says: She never left.}}
    - {{publisher: The mate, stance: disputes}}
  note: >-
    The bar has moved since, so that the place of the accident can no longer be seen from the pier.
  related: [sold]
  contradicts: [denied, no-bricks]
  superseded_by: stranded
- {{id: bare, claim: It rained., date: 2016, confidence: possible, source: {{url: "https://u.example"}}}}
- {{id: denied, claim: It snowed., date: 2016, confidence: improbable,
   source: {{publisher: The pilot, stance: disputes}}}}
"""


def inside(out: str) -> list[str]:
    """Return the lines of a panel without its frame."""
    return [line.strip("│ ") for line in out.splitlines() if line.startswith("│")]


@pytest.fixture
def shown(run: Runner, cards: Writer) -> Callable[..., str]:
    """Show cards at a width."""
    facts = cards(CARDS)

    def show(*ids: str) -> str:
        return run("--facts", facts, "show", *ids, "--format", "table").out

    return show


def test_a_card(shown: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Claim, date in words, grade, both sides, note, other cards by claim and id, and place."""
    monkeypatch.setenv("COLUMNS", "160")
    out = shown("aground")
    lines = inside(out)

    assert out.startswith("╭─ aground ──")
    assert lines[0].startswith("The tug Nora ran aground on the Skerra bar")
    assert "Date        from 1 to 2 May 2016  (2016-05-01/2016-05-02)" in lines
    assert (
        "Confidence  probable: a credible named source, consistent with what else is known "
        "(Admiralty 2)" in lines
    )
    assert "Disputed    by Anna Berg (The owner) and in The mate" in lines
    assert "Topics      ships, lights" in lines
    assert "Actors      Nora, Anna Berg" in lines
    assert "Related        sold" in lines
    assert "Contradicts    It snowed.  denied" in lines
    assert "no-bricks" in lines
    assert "Superseded by  stranded" in lines
    assert "Dataset        dataset" in lines
    assert f"Place          {tmp_path}/dataset/cards.yaml:2" in lines


def test_sides(shown: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources stand for and against side by side, relayed ones counted as one origin."""
    monkeypatch.setenv("COLUMNS", "160")
    lines = inside(shown("aground"))
    heading = next(line for line in lines if line.startswith("For"))

    assert re.fullmatch(r"For  1 origin, 4 sources +Against  2 origins, 2 sources", heading)
    assert re.search(
        r"1 Coast Agency, 2 May 2016 \[B: usually reliable\] +"
        r"5 Anna Berg, in The owner, language fr-CA \[F: cannot be judged\]",
        "\n".join(lines),
    )
    text = " ".join(re.split(r"\s+", " ".join(line.partition("  ")[0] for line in lines)))
    assert "2 The Gazette, Front page It repeats the agency. relays agency" in text
    assert "3 Harbour Radio (qualifies) Not all of her crew. relays agency" in text
    assert f"4 A leaflet relays agency 1 {URL} 4 https://archive.example/leaflet" in text


@pytest.mark.parametrize("columns", [30, 80, 100, 120, 160])
@pytest.mark.parametrize("against", ["", ", {publisher: Q, stance: disputes}"])
@pytest.mark.parametrize("length", [*range(20, 160, 13), 72, 74, 75, 76, 77, 96, 115, 116, 156])
def test_an_address_that_fits_a_line_is_not_broken(
    run: Runner, cards: Writer, columns: int, against: str, length: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """With one side or two, an address is in one piece where the card has a line for it."""
    monkeypatch.setenv("COLUMNS", str(columns))
    url = f"https://u.example/{'x' * (length - 18)}"
    facts = cards(
        "- {id: x, claim: C., date: 2016, confidence: possible, "
        f"sources: [{{publisher: P, url: '{url}'}}{against}]}}"
    )
    out = run("--facts", facts, "show", "x", "--format", "table").out
    words = " ".join(inside(out)).split()

    assert {len(line) for line in out.splitlines()} == {columns}
    assert url in words or length > columns - 4
    assert "".join("".join(inside(out)).split()).count("https://") == 1


def test_an_address_that_fits_its_side_stands_there(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers are for addresses that would be broken; else each source is marked alike."""
    monkeypatch.setenv("COLUMNS", "160")
    facts = cards(
        "- {id: x, claim: C., date: 2016, confidence: possible, sources: "
        "[{publisher: P, url: 'https://u.example/p'}, {publisher: Q, stance: disputes}]}"
    )
    lines = inside(run("--facts", facts, "show", "x", "--format", "table").out)

    assert any(re.fullmatch(r"• P +• Q", line) for line in lines)
    assert "https://u.example/p" in lines


@pytest.mark.parametrize(
    ("card_id", "heading"),
    [("bare", "For  1 origin, 1 source"), ("denied", "Against  1 origin, 1 source")],
)
def test_one_side(shown: Callable[..., str], card_id: str, heading: str) -> None:
    """A card with sources of one kind has one side, as wide as the card."""
    lines = inside(shown(card_id))

    assert heading in lines
    assert not any(line.startswith(("Note", "Related", "Topics", "Actors")) for line in lines)


def test_a_source_with_a_url_only(shown: Callable[..., str]) -> None:
    """A source that has no name goes by its id."""
    lines = inside(shown("bare"))

    assert any(re.fullmatch(r"• x-[0-9a-f]{8}|• \S+", line) for line in lines)
    assert "https://u.example" in lines


def test_a_date_that_is_its_own_wording_stands_once(shown: Callable[..., str]) -> None:
    """`2016` is not explained as `2016`."""
    assert "Date        2016" in inside(shown("bare"))


def test_a_state_and_a_speaker(run: Runner, cards: Writer) -> None:
    """A state is as of its date; a speaker who is the publisher, too, is named once."""
    facts = cards(
        "- {id: x, claim: C., date: as of 2016-05, confidence: possible, "
        'source: {publisher: Anna Berg, speaker: Anna Berg, title: "\\e[1mNote"}}'
    )
    lines = inside(run("--facts", facts, "show", "x", "--format", "table").out)

    assert "Date        as of May 2016  (2016-05)" in lines
    assert "• Anna Berg, ␛[1mNote" in lines


@pytest.mark.parametrize("confidence", Confidence)
def test_what_each_grade_means(run: Runner, cards: Writer, confidence: Confidence) -> None:
    """Each confidence word is shown with its meaning and its Admiralty number."""
    facts = cards(f"- {{id: x, claim: C., date: 2016, confidence: {confidence}, source: S}}")
    out = run("--facts", facts, "show", "x", "--format", "table").out
    text = " ".join(" ".join(inside(out)).split())

    assert f"{confidence}: {confidence.meaning} (Admiralty {confidence.credibility})" in text


@pytest.mark.parametrize("letter", Reliability)
def test_what_each_letter_means(run: Runner, cards: Writer, letter: Reliability) -> None:
    """Each reliability letter is shown with its meaning."""
    facts = cards(
        "- {id: x, claim: C., date: 2016, confidence: possible,"
        f" source: {{publisher: P, reliability: {letter}}}}}"
    )
    out = run("--facts", facts, "show", "x", "--format", "table").out

    assert f"• P [{letter}: {letter.meaning}]" in inside(out)


@pytest.mark.parametrize("columns", [20, 60, 80, 120, 160, 200])
def test_nothing_is_cut(
    shown: Callable[..., str], columns: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """At every width claim, id, whole URL and place can be read, wrapped or not."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = shown("aground")
    lines = inside(out)
    split = next((line.find("Against") for line in lines if "Against" in line), 0) or columns
    pressed = "".join("".join(line[:split].split()) for line in lines)
    wide = "".join("".join(line.split()) for line in lines)

    assert max(map(len, out.splitlines())) == columns
    assert "aground" in out.splitlines()[0]
    assert "ranagroundontheSkerrabarwithallhercrewandacargoofbricks." in wide
    assert columns < 60 or URL in pressed.replace("•", "") or URL in wide
    assert "…" not in out
    assert columns < 60 or f"{tmp_path}/dataset/cards.yaml:2" in wide


def test_an_id_too_long_for_the_title_stands_in_the_card(run: Runner, cards: Writer) -> None:
    """However long, an id is shown whole."""
    long = "-".join(["very", *["long"] * 20])
    facts = cards(f"- {{id: {long}, claim: C., date: 2016, confidence: possible, source: S}}")
    out = run("--facts", facts, "show", long, "--format", "table").out

    assert "".join(inside(out)).startswith(long)


def test_several_cards_stand_below_each_other(shown: Callable[..., str]) -> None:
    """`show` draws a panel a card, in the order asked for."""
    out = shown("denied", "bare")

    assert out.count("╭") == 2
    assert out.index("It snowed.") < out.index("It rained.")
