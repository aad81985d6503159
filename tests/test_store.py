"""Adding and removing cards."""

import time

import pytest

from relcli.index.documents import Document
from relcli.index.schema import LAST_DAY, facet_term, facets_text, terms_of
from relcli.index.scope import ALL_CARDS, Scope
from relcli.index.sqlite_store import SqliteStore
from relcli.index.standing import read_standing, standing_of
from relcli.index.writer import span_of
from relcli.model.scale import Confidence
from relcli.search.engine import search
from tests.questions import parse


def payloads(index: SqliteStore, query: str) -> list[str]:
    """What the hits of a query hand back, best first."""
    return [hit.payload for hit in search(index, parse(query)).hits]


def test_a_failed_change_leaves_nothing() -> None:
    """What goes wrong half way is undone whole, the counts of words included."""
    index = SqliteStore()

    def change() -> None:
        with index.changing() as writer:
            writer.fill([Document("a", "a", 1, 735_000, 735_000, "wagner")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    with index.changing() as writer:
        writer.fill([Document("b", "a", 1, 735_000, 735_000, "oil")])

    about = index.about()
    assert (about.cards, about.claim_words) == (1, 1.0)
    assert index.db.execute("SELECT word, cards FROM word").fetchall() == [("oil", 1)]
    assert not search(index, parse("wagner")).hits


def test_what_is_not_held_can_be_let_go() -> None:
    """As often as anybody likes: whoever cleans up need not know how far it came."""
    index = SqliteStore()
    index.let_go()
    index.hold(time.monotonic() + 60)
    for _ in range(2):
        index.let_go()
    with index.changing() as writer:
        writer.fill([Document("a", "a", 1, 735_000, 735_000, "oil")])
    assert index.about().cards == 1


def test_two_cards_of_one_key_are_both_kept() -> None:
    """A doubled id is a problem for `check`, not for the index."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(Document("same", f, 1, 735_000, 735_000, "wagner", payload=f) for f in "ab")
    with index.changing() as writer:
        added = [Document("same", "c", 1, 735_000, 735_000, "wagner", payload="c")]
        writer.replace([("c", added)])
    before = payloads(index, "wagner")
    with index.changing() as writer:
        writer.replace([("b", ())])

    assert before == ["a", "b", "c"]
    assert payloads(index, "wagner") == ["a", "c"]


def test_a_file_replaced_by_itself_changes_no_count() -> None:
    """Words that stay are left alone, those that go leave the vocabulary, new ones enter it."""
    index = SqliteStore()
    with index.changing() as writer:
        first = Document("a", "f", 1, 735_000, 735_000, "wagner oil")
        writer.fill([first, Document("b", "g", 1, 735_000, 735_000, "oil")])
    with index.changing() as writer:
        writer.replace([("f", [first._replace(claim="wagner fund")])])

    rows = index.db.execute("SELECT word, cards FROM word ORDER BY word").fetchall()
    endings = {reversed_[::-1] for (reversed_,) in index.db.execute("SELECT * FROM ending")}
    assert rows == [("fund", 1), ("oil", 1), ("wagner", 1)]
    assert endings == {"fund", "oil", "wagner"}


def test_cards_that_are_as_they_were_stay_as_they_are() -> None:
    """Of a hundred cards the one that was edited is written; those after it learn their lines."""
    index = SqliteStore()
    cards = [Document(str(n), "f", n, 735_000, 735_000, f"oil {n}", payload="p") for n in range(99)]
    with index.changing() as writer:
        writer.fill(cards)
    before = index.db.total_changes
    cards[50] = cards[50]._replace(claim="gas 50")
    cards[51:] = [card._replace(line=card.line + 1, payload="q") for card in cards[51:]]
    with index.changing() as writer:
        writer.replace([("f", cards)])

    assert index.db.total_changes - before < 99
    rows = index.db.execute("SELECT key, line, payload FROM card").fetchall()
    assert sorted(rows) == sorted((card.key, card.line, card.payload) for card in cards)
    assert [hit.key for hit in search(index, parse("gas")).hits] == ["50"]
    assert not search(index, parse("oil 50")).complete


def test_cards_come_in_any_order() -> None:
    """Cards are kept by day, whatever the order in which they were added."""
    index = SqliteStore()
    with index.changing() as writer:
        days = (735_003, 735_001, 735_002, 735_000, 735_003)
        writer.fill(Document(str(n), "f", n, d, d, "oil") for n, d in enumerate(days))

    assert [hit.key for hit in search(index, parse("oil")).hits] == ["0", "4", "2", "1", "3"]


def test_every_facet_is_one_term_of_its_own() -> None:
    """Signs that would cut a facet in two are written in another way, and case is ignored."""
    assert facet_term("Actor:wagner-group") == "=actor:wagner-group"
    assert facet_term('from:"Al Akhbar"') == "=from:%22al%20akhbar%22"


def test_facets_are_found_again_by_their_kinds() -> None:
    """Of the facets of a card, whatever their order, those of some kinds come back as terms."""
    text = facets_text(["topic:the sea", "subtopic:ice", "card", "actor:topic:x", "topic:ice"])

    assert terms_of("topic")(text) == ["=topic:the%20sea", "=topic:ice"]
    assert terms_of("actor", "card")(text) == ["=actor:topic:x"]


def test_a_standing_tells_grade_and_dispute() -> None:
    """What makes up the standing is read out of it, and the surer and undisputed sort first."""
    both = [(grade, disputed) for grade in Confidence for disputed in (False, True)]
    standings = [standing_of(grade, disputed=disputed) for grade, disputed in both]

    assert [read_standing(standing) for standing in standings] == both
    assert standings == sorted(set(standings))


def test_a_word_is_known_by_the_cards_that_have_it() -> None:
    """Postings are the newest cards with all terms of one row of each group, newest first."""
    index = SqliteStore()
    claims = ("oil fund", "oil deal", "gas fund", "gas deal of a fund")
    with index.changing() as writer:
        days = range(735_000, 735_004)
        writer.fill(
            Document(claim, "f", 1, day, day, claim, payload=claim)
            for day, claim in zip(days, claims, strict=True)
        )

    def found(*groups: tuple[tuple[str, ...], ...], scope: Scope = ALL_CARDS) -> list[str]:
        rowids = index.postings(scope, groups, 99)
        known = index.keys_and_payloads(rowids)
        return [known[rowid][1] for rowid in rowids]

    assert found() == list(reversed(claims))
    assert found((("oil",), ("gas", "deal"))) == ["gas deal of a fund", "oil deal", "oil fund"]
    assert found((("fund",),), (("oil",), ("deal",))) == ["gas deal of a fund", "oil fund"]
    assert found((("fund",),), scope=Scope(excluded=(("deal",),))) == ["gas fund", "oil fund"]


def test_spans() -> None:
    """A card is known by how long it lasts; an open one lasts longest."""
    assert [span_of(days) for days in (0, 31, 32, 367, 10_000, LAST_DAY)] == [0, 0, 1, 2, 4, 5]
