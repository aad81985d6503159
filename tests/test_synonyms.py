"""Words that a dataset declares to mean the same."""

from collections.abc import Callable

import pytest

from relcli.index.documents import Document
from relcli.index.sqlite_store import SqliteStore
from relcli.index.stems import stem
from relcli.search.engine import search
from tests.questions import parse

Found = Callable[[str], dict[str, bool]]

CLAIMS = (
    "The arms were shipped.",
    "Weapons were seized.",
    "An air defence system was sold.",
    "A sam battery was seen.",
    "The weapon is old.",
)
ROWS = (("weapons", "arms"), ("arms", "weapons"), ("sam", "air defence"), ("air defence", "sam"))
UNKNOWN = (("zeppelins", "arms"), ("arms", "airship"), ("sam", "air ship"))


def with_synonyms(*pairs: tuple[str, str]) -> SqliteStore:
    """An index of some claims, in which the first word or words of each pair find the second."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(Document(str(n), "f", n, 0, 0, claim) for n, claim in enumerate(CLAIMS))
    rows = [(" ".join(map(stem, one.split())), other, stem(other)) for one, other in pairs]
    index.db.executemany("INSERT INTO synonym VALUES (?, ?, ?)", rows)
    index.db.execute("UPDATE meta SET value = ? WHERE name = 'synonyms'", (len(rows),))
    return index


@pytest.fixture(scope="module")
def found() -> Found:
    """Ask, and return the cards with whether they have all words, best first."""
    index = with_synonyms(*ROWS, *UNKNOWN)

    def ask(query: str) -> dict[str, bool]:
        return {hit.key: hit.whole for hit in search(index, parse(query)).hits}

    return ask


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("weapons", "1 4 0"),
        ("weapon", "4 1 0"),
        ("arms", "0 1 4"),
        ("zeppelin", "0"),
        ("sam", "3 2"),
        ("air defence", "2 3"),
        ("air defences sold", "2"),
        ("seized arms", "1"),
        ("defence air", "2"),
        ("defence", "2"),
    ],
)
def test_what_is_found(found: Found, query: str, keys: str) -> None:
    """The word itself first; then what means the same, be it one word or several in a row."""
    assert list(found(query)) == keys.split()
    assert all(found(query).values())


def test_how_it_is_told() -> None:
    """A synonym is no correction, and is named as what it is."""
    answer = search(with_synonyms(*ROWS), parse("arms seized"))
    (matches,) = (hit.matched["arms"] for hit in answer.hits if hit.key == "1")

    assert [(match.word, match.kind) for match in matches] == [("weapons", "synonym")]
    assert not answer.corrections
    assert not answer.suggestions


def test_a_row_of_words_is_met_in_its_order(found: Found) -> None:
    """Of several words that stand for one, all stand on the card, in a row."""
    answer = search(with_synonyms(("sam", "system air")), parse("sam"))

    assert [hit.key for hit in answer.hits] == ["3"]
    assert "2" in found("sam")


@pytest.mark.parametrize("query", ['"arms"', '"sam"', '"air defence"'])
def test_what_is_quoted_stands_for_itself(found: Found, query: str) -> None:
    """An exact word has no synonym."""
    assert len(found(query)) == 1
    assert len(found(query.replace('"', ""))) > 1


def test_a_dataset_without_any() -> None:
    """There, each word is but itself."""
    assert [hit.key for hit in search(with_synonyms(), parse("arms")).hits] == ["0"]
