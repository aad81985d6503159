"""The lookup of near words."""

import pytest

from relcli.index import sqlite_store
from relcli.index.documents import Document
from relcli.index.sqlite_store import SqliteStore
from relcli.search.edits import near


@pytest.fixture
def index() -> SqliteStore:
    """An index of a few words, some on more cards than others."""
    claims = ("wagner wages", "wagner waged wax", "wagers wragner hezbollah", "hizbullah")
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(Document(claim, "a", 1, 0, 0, claim) for claim in claims)
    return index


def test_near_words_with_their_edits(index: SqliteStore) -> None:
    """One edit and two are told apart; the word itself is not near itself."""
    assert near(index, "hizbulla", 2) == {"hizbullah": 1}
    assert near(index, "wargner", 2) == {"wagner": 1, "wragner": 1}
    assert near(index, "wagnrs", 2) == {"wagers": 1, "wagner": 2, "wages": 2}
    assert near(index, "wagnr", 1) == {"wagner": 1}


def test_beginnings_come_with_the_commonest_first(index: SqliteStore) -> None:
    """What a word begins is found, up to a limit; the word itself is no beginning."""
    assert index.completions("wag", 2) == [
        ("wagner", "wagner", 2),
        ("waged", "wage", 1),
    ]
    assert not index.completions("hezbollah", 2)


def test_other_spellings(index: SqliteStore) -> None:
    """Words of one name class are found by its key; an empty key finds nothing."""
    assert [entry[0] for entry in index.by_sound(["hsbl"], 9)] == [
        "hezbollah",
        "hizbullah",
    ]
    assert not index.by_sound([""], 9)
    assert index.homophones("hizbullah", 3, 9) == [("hezbollah", "hezbollah", 1)]
    assert not index.homophones("hizbullah", 9, 9)


def test_forms_and_lookup(index: SqliteStore) -> None:
    """All forms of a stem are found, and words by themselves."""
    assert {entry[0] for entry in index.by_stem(["wage"])} == {"wages", "waged"}
    assert index.lookup(["wax", "wane"]) == {"wax": ("wax", "wax", 1)}


@pytest.mark.parametrize("select", ["_PREFIXED", "_SUFFIXED"])
def test_near_reads_ranges_only(select: str) -> None:
    """No query plan reads the vocabulary through."""
    statement = f"EXPLAIN QUERY PLAN {getattr(sqlite_store, select)}"
    plan = [step for *_, step in SqliteStore().db.execute(statement, ('["a"]', 1, 9))]

    assert [step for step in plan if step.startswith("SEARCH")]
    assert not [step for step in plan if step.startswith("SCAN") and "VIRTUAL" not in step], plan
