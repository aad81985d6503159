"""Adding and removing cards."""

import pytest

from relcli.index.days import OPEN_END
from relcli.index.document import Document
from relcli.index.store import Index, facet_term, span_of
from relcli.search.engine import search
from relcli.search.question import parse


def payloads(index: Index, query: str) -> list[str]:
    """What the hits of a query hand back, best first."""
    return [hit.payload for hit in search(index, parse(query)).hits]


def test_a_failed_change_leaves_nothing() -> None:
    """What goes wrong half way is undone whole, the counts of words included."""
    index = Index()

    def change() -> None:
        with index.changing():
            index.add([Document("a", "a", 1, 735_000, 735_000, "wagner")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    with index.changing():
        index.add([Document("b", "a", 1, 735_000, 735_000, "oil")])

    assert index.totals() == (1, 1.0)
    assert index.db.execute("SELECT word, cards FROM word").fetchall() == [("oil", 1)]
    assert not search(index, parse("wagner")).hits


@pytest.mark.parametrize("bulk", [False, True])
def test_two_cards_of_one_key_are_both_kept(*, bulk: bool) -> None:
    """A doubled id is a problem for `check`, not for the index."""
    index = Index()
    with index.changing():
        index.add(
            [Document("same", f, 1, 735_000, 735_000, "wagner", payload=f) for f in "ab"], bulk=bulk
        )
    with index.changing():
        index.add([Document("same", "c", 1, 735_000, 735_000, "wagner", payload="c")])
    before = payloads(index, "wagner")
    with index.changing():
        index.remove("b")

    assert before == ["a", "b", "c"]
    assert payloads(index, "wagner") == ["a", "c"]


def test_a_file_replaced_by_itself_changes_no_count() -> None:
    """Words that stay are left alone, those that go leave the vocabulary, new ones enter it."""
    index = Index()
    with index.changing():
        index.add([Document("a", "f", 1, 735_000, 735_000, "wagner oil")])
        index.add([Document("b", "g", 1, 735_000, 735_000, "oil")])
    with index.changing():
        index.remove("f")
        index.add([Document("a", "f", 1, 735_000, 735_000, "wagner fund")])

    rows = index.db.execute("SELECT word, cards FROM word ORDER BY word").fetchall()
    endings = {reversed_[::-1] for (reversed_,) in index.db.execute("SELECT * FROM ending")}
    assert rows == [("fund", 1), ("oil", 1), ("wagner", 1)]
    assert endings == {"fund", "oil", "wagner"}


def test_cards_come_in_any_order() -> None:
    """Cards are kept by day, whatever the order in which they were added."""
    index = Index()
    with index.changing():
        days = (735_003, 735_001, 735_002, 735_000, 735_003)
        index.add((Document(str(n), "f", n, d, d, "oil") for n, d in enumerate(days)), bulk=True)

    assert [hit.key for hit in search(index, parse("oil")).hits] == ["0", "4", "2", "1", "3"]


def test_every_facet_is_one_term_of_its_own() -> None:
    """Signs that would cut a facet in two are written in another way, and case is ignored."""
    assert facet_term("Actor:wagner-group") == "=actor:wagner-group"
    assert facet_term('from:"Al Akhbar"') == "=from:%22al%20akhbar%22"


def test_spans() -> None:
    """A card is known by how long it lasts; an open one lasts longest."""
    assert [span_of(days) for days in (0, 31, 32, 367, 10_000, OPEN_END)] == [0, 0, 1, 2, 4, 5]
