"""The place of a spot, however a file is written."""

from pathlib import Path

import pytest

from relcli.check.finding import Spot, Step
from relcli.check.places import Places
from relcli.load.dataset import load_dataset
from relcli.model.problem import Place

FILLED = "date: 2016, confidence: possible, source: {publisher: A}"


def places_of(tmp_path: Path, text: str, *steps: Step) -> list[tuple[int, int]]:
    """Return line and column of a spot in each card of a text."""
    path = tmp_path / "cards.yaml"
    path.write_bytes(text.encode())
    dataset = load_dataset(path)
    assert not dataset.problems
    places = Places()
    found = [places.place(Spot.in_card(card, *steps)) for card in dataset.cards]
    assert {place.path for place in found} == {str(path)}
    return [(place.line, place.column) for place in found]


BLOCK = """\
# A comment
- claim: One.
  date: 2016
  confidence: possible
# A comment within the card
  related: [a, b]
  source:
    publisher: A

-
  claim: Two.
  date: 2016

  confidence: possible
  related:
    - a
    - b
  sources:
    - publisher: A
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_block(tmp_path: Path, newline: str) -> None:
    """In cards as people write them, whatever the line ends."""
    text = BLOCK.replace("\n", newline)
    assert places_of(tmp_path, text) == [(2, 3), (11, 3)]
    assert places_of(tmp_path, text, "confidence") == [(4, 15), (14, 15)]
    assert places_of(tmp_path, text, "related", "b") == [(6, 16), (17, 7)]
    assert places_of(tmp_path, text, "sources", 0, "publisher") == [(8, 16), (19, 18)]


def test_byte_order_mark(tmp_path: Path) -> None:
    """A byte order mark takes no column."""
    assert places_of(tmp_path, "\ufeff" + BLOCK, "claim") == [(2, 10), (11, 10)]


def test_braces(tmp_path: Path) -> None:
    """In cards between braces, in a list between brackets or not."""
    inside = f"{{claim: One., {FILLED}}}"
    assert places_of(tmp_path, f"[{inside},\n {inside.replace('One', 'Two')}]\n", "claim") == [
        (1, 10),
        (2, 10),
    ]
    assert places_of(tmp_path, f"- {inside}\n", "claim") == [(1, 11)]


def test_quotes_over_lines(tmp_path: Path) -> None:
    """In a card whose text goes on at the margin, which a quoted text may."""
    text = '- claim: "One\n\n  and more."\n  date: 2016\n  confidence: possible\n  source: A\n'
    assert places_of(tmp_path, text, "date") == [(4, 9)]
    assert places_of(tmp_path, text.replace("  and", "and"), "date") == [(4, 9)]


def test_what_is_not_there(tmp_path: Path) -> None:
    """A spot that cannot be found is that of what is around it."""
    assert places_of(tmp_path, BLOCK, "actors") == [(2, 3), (11, 3)]
    assert places_of(tmp_path, BLOCK, "related", "z") == [(6, 3), (15, 3)]
    assert places_of(tmp_path, BLOCK, "related", 7) == [(6, 3), (15, 3)]
    assert places_of(tmp_path, BLOCK, "related", "b", "c") == [(6, 16), (17, 7)]


def test_declared(tmp_path: Path) -> None:
    """In a declaring file, the key of what is more than a text, else the text."""
    path = tmp_path / "actors.yaml"
    path.write_text("a:\n  name: A\n  aliases: [B, C]\n", encoding="utf-8")
    places = Places()

    def at(*steps: Step) -> Place:
        return places.place(Spot(str(path), steps))

    assert at() == Place(str(path), 1, 1)
    assert at("a") == Place(str(path), 1, 1)
    assert at("a", "name") == Place(str(path), 2, 9)
    assert at("a", "aliases", "C") == Place(str(path), 3, 16)


def test_file_that_went_away(tmp_path: Path) -> None:
    """A file that is gone when its places are looked up has its first."""
    gone = str(tmp_path / "gone.yaml")
    places = Places()
    assert places.place(Spot(gone, ("a", "b"))) == Place(gone)
    assert places.line(Place(gone, 3)) == ""
    assert places.place(Spot(gone, ("claim",), (5, 3))) == Place(gone, 5, 3)


def test_folder_in_place_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder has no lines; nor has what lies below a file, or what nobody may read."""
    below = tmp_path / "file" / "below"
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert Places().line(Place(str(tmp_path))) == ""
    assert Places().line(Place(str(below))) == ""
    assert Places().line(Place(str(tmp_path / "file"))) == "x"

    def refuse(_: str, __: int) -> int:
        raise PermissionError

    monkeypatch.setattr("relcli.load.files._without_waiting", refuse)
    assert Places().line(Place(str(tmp_path / "file"))) == ""
