"""The lookup of near words."""

import pytest

from relcli.index import vocabulary
from relcli.index.documents import Document
from relcli.index.store import Index


@pytest.fixture
def index() -> Index:
    """An index of a few words, some on more cards than others."""
    claims = ("wagner wages", "wagner waged wax", "wagers wragner hezbollah", "hizbullah")
    index = Index()
    with index.changing() as writer:
        writer.fill(Document(claim, "a", 1, 0, 0, claim) for claim in claims)
    return index


def test_near_words_with_their_edits(index: Index) -> None:
    """One edit and two are told apart; the word itself is not near itself."""
    assert vocabulary.near(index.db, "hizbulla", 2) == {"hizbullah": 1}
    assert vocabulary.near(index.db, "wargner", 2) == {"wagner": 1, "wragner": 1}
    assert vocabulary.near(index.db, "wagnrs", 2) == {"wagers": 1, "wagner": 2, "wages": 2}
    assert vocabulary.near(index.db, "wagnr", 1) == {"wagner": 1}


def test_beginnings_come_with_the_commonest_first(index: Index) -> None:
    """What a word begins is found, up to a limit; the word itself is no beginning."""
    assert vocabulary.starting(index.db, "wag", 2) == [
        ("wagner", "wagner", 2),
        ("waged", "wage", 1),
    ]
    assert not vocabulary.starting(index.db, "hezbollah", 2)


def test_other_spellings(index: Index) -> None:
    """Words of one name class are found by its key; an empty key finds nothing."""
    assert [entry[0] for entry in vocabulary.sounding(index.db, "hsbl", 9)] == [
        "hezbollah",
        "hizbullah",
    ]
    assert not vocabulary.sounding(index.db, "", 9)
    assert vocabulary.namesakes(index.db, "hizbullah", 3, 9) == [("hezbollah", "hezbollah", 1)]
    assert not vocabulary.namesakes(index.db, "hizbullah", 9, 9)


def test_forms_and_lookup(index: Index) -> None:
    """All forms of a stem are found, and words by themselves."""
    assert {entry[0] for entry in vocabulary.of_stem(index.db, ["wage"])} == {"wages", "waged"}
    assert vocabulary.lookup(index.db, ["wax", "wane"]) == {"wax": ("wax", "wax", 1)}


@pytest.mark.parametrize("select", ["_STARTING", "_ENDING"])
def test_near_reads_ranges_only(select: str) -> None:
    """No query plan reads the vocabulary through."""
    statement = f"EXPLAIN QUERY PLAN {getattr(vocabulary, select)}"
    plan = [step for *_, step in Index().db.execute(statement, ('["a"]', 1, 9))]

    assert [step for step in plan if step.startswith("SEARCH")]
    assert not [step for step in plan if step.startswith("SCAN") and "VIRTUAL" not in step], plan
