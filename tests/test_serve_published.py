"""Facts in PostgreSQL are served as those in files are: fresh, from one moment, in time."""

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from relcli.api import open as open_facts
from relcli.errors import TooLongError
from relcli.index.datasets import Datasets
from relcli.index.postgres_store import open_published
from relcli.load.address import Address
from relcli.model.query import Query
from relcli.tui.worker import Desk, Doings
from tests.conftest import Run
from tests.server import Server
from tests.serving import serving

Runner = Callable[..., Run]
Writer = Callable[..., Path]

CARDS = "- {id: sank, claim: A boat sank., date: 2016, confidence: possible, source: S}\n"
MORE = "- {id: sold, claim: A boat was sold., date: 2017, confidence: possible, source: S}\n"
OPEN = """SELECT count(*) FROM pg_stat_activity
WHERE application_name = 'relcli' AND state LIKE 'idle in transaction%'"""
END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'relcli'"


@pytest.fixture
def address(server: Server, database: str, run: Runner, cards: Writer) -> str:
    """The address of a database with one card in it."""
    address = server.address(database)
    assert run("--facts", cards(CARDS), "publish", address).status == 0
    return address


def test_what_is_held_is_what_was_published_last(run: Runner, cards: Writer, address: str) -> None:
    """Each time from one moment; the state is another one only where cards were changed."""
    with open_facts(address) as facts:
        with facts.held(10) as before:
            run("--facts", cards(CARDS, more=MORE), "publish", address)
            assert [card.id for card in facts] == ["sank"]
        with facts.held(10) as after:
            assert [card.id for card in facts] == ["sank", "sold"]
        with facts.held(10) as again:
            assert [hit.card.id for hit in facts.search("sold")] == ["sold"]
    assert before != after == again


def test_nothing_is_kept_open_between_two_answers(
    server: Server, database: str, address: str
) -> None:
    """A transaction that waits would keep the server from cleaning; what is asked begins one."""
    with open_facts(address) as facts:
        with facts.held(10):
            assert server.execute(OPEN, database) == [(1,)]
        assert server.execute(OPEN, database) == [(0,)]
        assert len(facts) == 1


def test_a_screen_that_waits_keeps_nothing_open(
    run: Runner, cards: Writer, server: Server, database: str, address: str
) -> None:
    """Between two keys there may be hours; the next one is answered from what is there then."""
    doings = Doings(lambda: open_facts(address), lambda *_: "", lambda _: "")
    desk = Desk(doings)

    def found() -> list[str]:
        answer = asyncio.run(desk.ask(Query(text="boat", partial=True))).answer
        return [hit.card.id for hit in answer.hits]

    try:
        assert found() == ["sank"]
        assert server.execute(OPEN, database) == [(0,)]
        run("--facts", cards(CARDS, more=MORE), "publish", address)
        assert found() == ["sank", "sold"]
    finally:
        asyncio.run(desk.end())


def test_what_was_let_go_is_read_on(run: Runner, cards: Writer, address: str) -> None:
    """From a later state, whatever is asked first."""
    with open_facts(address) as facts:
        assert len(facts) == 1
        facts.let_go()
        run("--facts", cards(CARDS, more=MORE), "publish", address)
        assert len(facts) == 2
        facts.let_go()
        assert [hit.card.id for hit in facts.search("sold")] == ["sold"]


def test_what_takes_too_long_is_ended_by_the_server(address: str) -> None:
    """Within the time that was left when it was asked, and told as such."""
    ((_, store),) = open_published(Address(address))
    with closing(store):
        store.hold(time.monotonic() + 0.3)
        with pytest.raises(TooLongError, match="too long"):
            store.ask("SELECT pg_sleep(20)")
        store.let_go()
        assert store.file_count() == 1
        store.let_go()
        assert store.about().cards == 1


def test_a_server_that_went_away_is_asked_anew(server: Server, database: str, address: str) -> None:
    """Whoever ends the connections meanwhile costs no answer."""
    with open_facts(address) as facts:
        with facts.held(10):
            server.execute(END, database)
        with facts.held(10):
            assert len(facts) == 1


def test_a_published_place_is_as_its_dataset_has_it(address: str, cards: Writer) -> None:
    """Which is how places of files are, too, of a folder and of one file."""
    folder = cards(CARDS)
    asked = (Address(address), folder, folder / "cards.yaml")
    for place in asked:
        with closing(Datasets([place], lambda _: None)) as datasets:
            (card,) = datasets.cards_of("sank")
            assert datasets.portable(card)["place"]["path"] == "cards.yaml"
            assert os.sep not in datasets.within(f"{card['place']['path']}:1")


def test_published_facts_over_http(run: Runner, cards: Writer, address: str) -> None:
    """The answers are those of the files, and what is published meanwhile is in the next one."""
    with serving(Address(address)) as served:
        told = served.get("/cards").headers["etag"]
        assert served.ids("/search", q="boat") == ["sank"]
        assert served.get("/cards", {"if-none-match": told}).status_code == 304
        run("--facts", cards(CARDS, more=MORE), "publish", address)
        assert served.ids("/cards") == ["sank", "sold"]
        assert served.get("/cards").headers["etag"] != told
        (place,) = {card["place"]["path"] for card in served.answer("/cards/sank")["cards"]}
        assert place == "cards.yaml"
