"""Facts are published to PostgreSQL: what was changed, whole or not at all, for those who may."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from trustme import CA

from relcli.api import open as open_facts
from relcli.errors import DatasetError
from relcli.index import postgres, publish
from relcli.index.postgres_store import PostgresStore, open_published
from relcli.load.address import Address
from relcli.model.query import Query
from tests.conftest import Run
from tests.server import Server
from tests.tls import tls

Runner = Callable[..., Run]
Writer = Callable[..., Path]

CARDS = """\
- {id: sank, claim: A boat sank., date: 2016, confidence: possible, source: S}
- {id: sold, claim: A boat was sold., date: 2017, confidence: possible, source: S}
"""
MORE = "- {id: found, claim: A wreck was found., date: 2018, confidence: probable, source: T}\n"
GRANTS = (
    'GRANT USAGE ON SCHEMA "dataset" TO "ROLE"; '
    'GRANT SELECT ON ALL TABLES IN SCHEMA "dataset" TO "ROLE"; '
    'ALTER DEFAULT PRIVILEGES IN SCHEMA "dataset" GRANT SELECT ON TABLES TO "ROLE"'
)


@pytest.fixture
def address(server: Server, database: str) -> str:
    """The address of an empty database."""
    return server.address(database)


def ids(address: str) -> list[str]:
    """Return the ids of all cards that are published."""
    with open_facts(address) as facts:
        return [card.id for card in facts]


def claims(address: str, text: str) -> list[str]:
    """Return the claims that answer a question."""
    with open_facts(address) as facts:
        return [hit.card.claim for hit in facts.search(text)]


def test_what_is_published_is_told(run: Runner, cards: Writer, address: str) -> None:
    """Cards and changed files are told, and the first time what lets another role read them."""
    folder = cards(CARDS, more=MORE)
    first, again = (run("--facts", folder, "publish", address) for _ in "ab")

    assert (first.status, first.out) == (0, "dataset: 3 cards, 2 of 2 files changed\n")
    note = "only its owner may read it; to let another role, publish with --reader ROLE, or run"
    assert first.err == f"relcli: note: {note}: {GRANTS}\n"
    assert again == Run(0, "dataset: 3 cards, 0 of 2 files changed\n", "")
    assert ids(address) == ["sank", "sold", "found"]


def test_only_changed_files_are_written(run: Runner, cards: Writer, address: str) -> None:
    """A card that was edited, added, or taken away with its file is so in the database, too."""
    folder = cards(CARDS, more=MORE, gone=MORE.replace("found", "gone"))
    run("--facts", folder, "publish", address)
    cards(CARDS.replace("sold", "bought"), added=MORE.replace("found", "added"))
    (folder / "gone.yaml").unlink()
    told = run("--facts", folder, "publish", address)

    assert told.out == "dataset: 4 cards, 3 of 3 files changed\n"
    assert ids(address) == ["sank", "bought", "added", "found"]
    assert claims(address, "bought") == ["A boat was bought."]
    assert claims(address, '"was sold"') == []
    with open_facts(folder) as files, open_facts(address) as facts:
        assert facts.facets(Query()) == files.facets(Query())


def test_rows_that_are_as_they_were_stay(
    run: Runner, cards: Writer, server: Server, database: str
) -> None:
    """Of a file in which one card was edited, one card is written; of the words, those it has."""
    address = server.address(database)
    folder = cards(CARDS, more=MORE)
    run("--facts", folder, "publish", address)

    def rows(table: str) -> set[str]:
        select = f'SELECT {table}::text || xmin::text FROM "dataset".{table}'  # noqa: S608 - the tests' own
        return {row for (row,) in server.execute(select, database)}

    before = rows("card"), rows("word")
    cards(CARDS.replace("was sold", "was stolen"))
    run("--facts", folder, "publish", address)

    assert [len(rows("card") - before[0]), len(before[0] - rows("card"))] == [1, 1]
    assert len(rows("word") - before[1]) == 1


def test_a_changed_declaration_reaches_every_card(run: Runner, cards: Writer, address: str) -> None:
    """Whose name an actor has, a card of another file tells, and synonyms find it."""
    card = "- {id: a, claim: A tug sank., date: 2016, confidence: possible, source: S, actors: [x]}"
    folder = cards(card, actors="x: {name: Nora}")
    run("--facts", folder, "publish", address)
    assert claims(address, "Nora") == ["A tug sank."]
    cards(card, actors="x: {name: Dora}", dataset="title: Tugs\nsynonyms: [[tug, steamer]]")
    run("--facts", folder, "publish", address)

    assert claims(address, "Dora steamer") == ["A tug sank."]
    with open_facts(address) as facts:
        assert not facts.search("Nora", exact=True)
        (about,) = facts.selection([], titled=True).about
    assert (about.title, about.language, about.synonyms) == ("Tugs", "en", (("tug", "steamer"),))


def test_two_cards_of_one_id_and_day_may_change_places(
    run: Runner, cards: Writer, address: str
) -> None:
    """Their rows are numbered by who came first, which need not be as it was published."""
    card = "- {id: a, claim: Told %s., date: 2016, confidence: possible, source: S}"
    others = {f"other-{n}": "[]" for n in range(9)}  # of many files, one is read anew alone
    folder = cards("[]", one=card % "once", two=card % "twice", **others)
    run("--facts", folder, "publish", address)
    (folder / "one.yaml").unlink()
    for cache in Path(os.environ["XDG_CACHE_HOME"]).rglob("*.sqlite*"):
        cache.unlink()
    run("--facts", folder, "list")
    (folder / "one.yaml").write_text(card % "thrice")
    run("--facts", folder, "list")
    assert run("--facts", folder, "publish", address).status == 0

    with open_facts(address) as facts:
        assert [card.claim for card in facts] == ["Told thrice.", "Told twice."]


def test_a_dataset_of_one_file(run: Runner, cards: Writer, address: str) -> None:
    """It is published under its name, checked as it is, and a place in it is that name and line."""
    file = cards(CARDS) / "cards.yaml"
    assert run("--facts", file, "publish", address).out.startswith("cards: 2 cards, 1 of 1 files")
    shown = json.loads(run("--facts", address, "show", "sank", "--json").out)
    assert [card["place"] for card in shown] == [{"path": "cards", "line": 1}]
    file.write_text(CARDS.replace("2017", "2017-02-30"))
    assert run("--facts", file, "publish", address).out == "cards: 1 cards, 1 of 1 files changed\n"

    checked = run("--facts", address, "check")
    assert "\ncards.yaml:2:" in checked.out
    with open_facts(address) as facts:
        assert {problem.place.path for problem in facts.problems} == {"cards.yaml"}
    with open_facts(file, address) as facts:
        assert [problem.place.path for problem in facts.problems] == [str(file), "cards.yaml"]
    assert "some of the facts cannot be read: cards:2:" in run("--facts", address, "list").err


def test_a_name_may_be_given(run: Runner, cards: Writer, address: str) -> None:
    """Several datasets lie side by side, are read together or by name, and a wrong one is told."""
    run("--facts", cards(CARDS), "publish", f"{address}?dataset=the%20sea")
    run("--facts", cards(MORE), "publish", f'{address}?dataset=a"b')

    assert ids(address) == ["sank", "sold", "found"]
    assert ids(f"{address}?dataset=the%20sea") == ["sank", "sold"]
    wrong = run("--facts", f"{address}?dataset=the%20see", "list")
    told = f"{address}?dataset=the see: no dataset `the see` there; did you mean `the sea`?"
    assert wrong == Run(2, "", f"relcli: error: {told}\n")
    wrong = run("--facts", f"{address}?dataset=zzz", "list")
    assert wrong.err.endswith('no dataset `zzz` there; there are: a"b, the sea\n')


def test_another_dataset_is_not_written_over(run: Runner, cards: Writer, address: str) -> None:
    """Where none of the cards that are there is in these files, the user has to say so."""
    run("--facts", cards(CARDS), "publish", address)
    refused = run("--facts", cards(MORE), "publish", address)
    assert refused.status == 2
    assert "none of the cards that are published there is in" in refused.err
    assert ids(address) == ["sank", "sold"]
    edited = CARDS.replace("A boat", "The boat")
    assert run("--facts", cards(edited), "publish", address).status == 0
    assert run("--facts", cards(MORE), "publish", address, "--replace").status == 0
    assert ids(address) == ["found"]
    run("--facts", cards("[]"), "publish", address, "--replace")
    assert run("--facts", cards(CARDS), "publish", address).status == 0


@pytest.mark.parametrize("name", ["pg_sea", "x" * 64])
def test_a_name_that_no_schema_can_have(
    run: Runner, cards: Writer, address: str, name: str
) -> None:
    """It is refused with what gives it another one."""
    told = run("--facts", cards(CARDS), "publish", f"{address}?dataset={name}")
    assert told.status == 2
    assert "cannot name a schema in PostgreSQL; give it another one" in told.err


def test_a_schema_of_others_is_left_alone(run: Runner, cards: Writer, address: str) -> None:
    """What holds something else than facts is neither written to nor read."""
    told = run("--facts", cards(CARDS), "publish", f"{address}?dataset=public")
    assert (told.status, "the schema holds something else than facts" in told.err) == (2, True)
    empty = run("--facts", address, "list")
    assert (
        empty.err == f"relcli: error: {address}: no facts there; `relcli publish` puts some there\n"
    )


def test_what_cannot_be_published(run: Runner, cards: Writer, address: str) -> None:
    """A path is no address; several datasets have no one name; published facts are no files."""
    folder = cards(CARDS, dataset="title: A")
    assert "`here` is no address of a database" in run("publish", "here").err
    for secret in ("mysql://ann:secret@h/x", "host=h password=secret"):
        told = run("publish", secret)
        assert (told.status, told.err.count("\n")) == (2, 1)
        assert "is no address of a database" in told.err
        assert "secret" not in told.err
    two = run("--facts", folder, "--facts", folder, "publish", f"{address}?dataset=x")
    assert two.err.startswith("relcli: error: there are 2 datasets here, and one name")
    run("--facts", folder, "publish", address)
    again = run("--facts", address, "publish", address)
    assert (
        again.err == "relcli: error: what is published are files; name their folder with --facts\n"
    )


@pytest.mark.parametrize(
    ("card", "what"),
    [
        (CARDS.replace("id: sank", f"id: {'s' * 601}"), "an id or a path of more than 600 letters"),
        (CARDS.replace("A boat sank", f"A {' '.join(map(str, range(170_000)))}"), "so many"),
    ],
)
def test_a_card_that_no_index_takes(
    run: Runner, cards: Writer, address: str, card: str, what: str
) -> None:
    """It is told by its place, and nothing is published."""
    told = run("--facts", cards(card), "publish", address)

    assert told.status == 2
    assert f"cards.yaml:1: PostgreSQL's indexes do not take {what}" in told.err
    assert "no facts there" in run("--facts", address, "list").err


def test_a_long_name_finds_its_cards(run: Runner, cards: Writer, address: str) -> None:
    """What is longer than an index holds is found by all of it, and by nothing like it."""
    name = "The Times of the Sea " * 40
    run("--facts", cards(CARDS.replace("source: S}", f"source: {name}}}", 1)), "publish", address)

    with open_facts(address) as facts:
        assert [card.id for card in facts.cards(source=name)] == ["sank"]
        assert facts.listing("sources")[0]["cards"] == 1
        assert [card.id for card in facts.cards(source="S")] == ["sold"]


def test_files_that_cannot_be_read(run: Runner, cards: Writer, address: str) -> None:
    """What is no file holds no cards, there as here; what is wrong with it is told by both."""
    folder = cards(CARDS)
    (folder / "away.yaml").symlink_to("/nowhere")
    here = run("--facts", folder, "list")
    assert (
        run("--facts", folder, "publish", address).out == "dataset: 2 cards, 2 of 2 files changed\n"
    )
    there = run("--facts", address, "list")
    assert there.err == here.err.replace(f"{folder}/", "")
    assert run("--facts", address, "check").out.endswith("\n2 warnings in 1 file, 2 cards\n")


@pytest.mark.parametrize("path", ["../out.yaml", "/out.yaml", "a/../../out.yaml", "a\n.yaml"])
def test_a_path_in_a_database_leads_nowhere_else(
    run: Runner, cards: Writer, server: Server, database: str, path: str
) -> None:
    """A hostile database may not say where a file is to be written."""
    address = server.address(database)
    run("--facts", cards(CARDS), "publish", f"{address}?dataset=..")
    with psycopg.connect(server.conninfo(database)) as connection:
        connection.execute('UPDATE "..".file SET path = %s', (path,))
    told = run("--facts", address, "check")

    assert told.status == 2
    assert "is no path of a file in a dataset; publish it anew" in told.err


def test_facts_are_spread(run: Runner, cards: Writer, server: Server, database: str) -> None:
    """The cards of a new dataset lie in as many tables as are asked for, and are found there."""
    address = server.address(database)
    run("--facts", cards(CARDS, more=MORE), "publish", address, "--parts", "3")
    run("--facts", cards(CARDS.replace("sold", "bought")), "publish", address)
    tables = server.execute(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'card%'", database
    )

    assert {name for (name,) in tables} == {"card", "card_0", "card_1", "card_2"}
    assert claims(address, "boat") == ["A boat sank.", "A boat was bought."]
    assert run("--facts", cards(CARDS), "publish", address, "--parts", "65").status == 2


# Who may read, and what they see


def test_a_role_that_may_only_read(
    run: Runner, cards: Writer, server: Server, database: str
) -> None:
    """It reads once it is let, also what is published later, and publishes nothing."""
    owner = server.address(database)
    for role in ("reader", "guest"):
        server.execute(f'DROP ROLE IF EXISTS "{role}"; CREATE ROLE "{role}" LOGIN')
    reader, guest = (server.address(database, role) for role in ("reader", "guest"))
    folder = cards(CARDS)
    assert run("--facts", folder, "publish", owner, "--reader", "reader").err == ""
    assert ids(reader) == ["sank", "sold"]
    refused = run("--facts", guest, "list")
    assert "this role may not read `dataset`; `relcli help scale` tells" in refused.err
    refused = run("--facts", folder, "publish", guest)
    assert (refused.status, "this role may not publish there" in refused.err) == (2, True)
    server.execute("GRANT USAGE ON SCHEMA dataset TO guest", database)
    refused = run("--facts", guest, "list")
    assert (refused.status, "permission denied for table" in refused.err) == (2, True)
    server.execute("UPDATE dataset.meta SET value = '\"1.1\"' WHERE name = 'format'", database)
    assert (
        run("--facts", folder, "publish", owner).out == "dataset: 2 cards, 1 of 1 files changed\n"
    )
    assert run("--facts", reader, "check").out.endswith("in 1 file, 2 cards\n")
    assert run("--facts", folder, "publish", owner, "--reader", "nobody-there").status == 2


@pytest.mark.parametrize(
    ("noted", "cure"),
    [("1.1", "publish it anew with this relcli"), ("999.1", "update this relcli")],
)
def test_another_format(
    run: Runner, cards: Writer, server: Server, database: str, noted: str, cure: str
) -> None:
    """What another relcli published is told as such; only an older one's is written anew."""
    address = server.address(database)
    folder = cards(CARDS)
    run("--facts", folder, "publish", address)
    server.execute(f"UPDATE dataset.meta SET value = '\"{noted}\"' WHERE name = 'format'", database)  # noqa: S608 - of the test
    refused = run("--facts", address, "list")
    assert f"of format {noted}; this one reads {postgres.FORMAT}; {cure}" in refused.err
    done = run("--facts", folder, "publish", address)

    assert done.status == (0 if noted == "1.1" else 2)
    if done.status:
        assert "a newer relcli published it, of format 999.1; update this relcli" in done.err
    else:
        assert ids(address) == ["sank", "sold"]


def test_a_reader_sees_one_state(run: Runner, cards: Writer, address: str) -> None:
    """What is published while facts are open is seen when they are opened anew, not by halves."""
    folder = cards(CARDS)
    run("--facts", folder, "publish", address)
    with open_facts(address) as facts:
        assert len(facts.search("boat")) == 2
        cards(MORE, added=CARDS.replace("boat", "ship"))
        run("--facts", folder, "publish", address)
        assert [hit.card.id for hit in facts.search("boat")] == ["sank", "sold"]
        assert len(facts) == 2
        assert not facts.search("wreck")

    assert claims(address, "ship") == ["A ship sank.", "A ship was sold."]


def test_a_publisher_that_is_killed_leaves_the_old_facts(
    run: Runner, cards: Writer, server: Server, database: str
) -> None:
    """Whenever it ends, readers see the facts as they were, or as they are to be.

    `python -m tests.stress.publish` kills more of them, at random moments.
    """
    address = server.address(database)
    folder = cards(CARDS, more=MORE)
    run("--facts", folder, "publish", address)
    old, new = ["sank", "sold", "found"], ["sank", "bought", "found"]
    for moment in range(8):
        cards(CARDS.replace("sold", "bought") if moment % 2 == 0 else CARDS)
        process = subprocess.Popen(
            [sys.executable, "-m", "relcli", "--facts", folder, "publish", address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.15 * moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert ids(address) in (old, new)
    assert run("--facts", folder, "publish", address).status == 0
    assert ids(address) == old


def test_a_second_publisher_waits(
    run: Runner, cards: Writer, server: Server, database: str
) -> None:
    """It tells that it waits for another one, and then publishes what still differs."""
    address = server.address(database)
    folder = cards(CARDS)
    run("--facts", folder, "publish", address)
    cards(CARDS.replace("sold", "bought"))
    number = publish.lock_number("dataset")
    told: list[Run] = []
    with psycopg.connect(server.conninfo(database), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (number,))
        second = threading.Thread(
            target=lambda: told.append(run("--facts", folder, "publish", address))
        )
        second.start()
        waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
        while second.is_alive() and not other.execute(waiting).fetchall():
            time.sleep(0.02)
        assert ids(address) == ["sank", "sold"]
        other.execute("SELECT pg_advisory_unlock(%s)", (number,))
        second.join(60)

    assert told[0].out == "dataset: 2 cards, 1 of 1 files changed\n"
    assert told[0].err == "relcli: note: somebody else publishes `dataset`; this one waits\n"
    assert ids(address) == ["sank", "bought"]


# What goes wrong


def test_troubles_of_connecting(run: Runner, cards: Writer, server: Server, database: str) -> None:
    """Each is one line without a password, whatever libpq says, and status 2."""
    server.execute("DROP ROLE IF EXISTS guarded; CREATE ROLE guarded LOGIN PASSWORD 'open'")
    port, folder = server.port, cards(CARDS)
    troubles = {
        f"postgresql://ann:secret@127.0.0.1:1/{database}": "Connection refused",
        f"postgresql://guarded:secret@127.0.0.1:{port}/guarded": "authentication failed",
        f"postgresql://owner:secret@127.0.0.1:{port}/nowhere": 'database "nowhere" does not exist',
        f"postgresql://ann:secret@127.0.0.1:{port}/{database}": 'role "ann" does not exist',
        "postgresql://ann:sec%ret@127.0.0.1/x": "libpq does not understand that",
        "postgresql://ann:secret@127.0.0.1:x/x": 'invalid integer value "x"',
        "postgresql://ann:secret@a..b/x": "label empty or too long",
        "postgresql://ann:secret@127.0.0.1:1,127.0.0.1:2/x?target_session_attrs=any": (
            "port 1 failed: Connection refused; connection to server at"
        ),
        "postgresql://ann:secret@127.0.0.1:1,127.0.0.1:2/x?target_session_attrs=odd": (
            'invalid target_session_attrs value: "odd"; invalid target'
        ),
        "POSTGRESQL://ann:secret@127.0.0.1:1/x": "postgresql://ann@127.0.0.1:1/x",
        "postgresql://ann@127.0.0.1/x?secret=1": "libpq does not understand that",
        f"postgresql://a\udcff:secret@127.0.0.1:{port}/x": "libpq does not understand that",
    }
    server.execute("DROP DATABASE IF EXISTS guarded", "postgres")
    server.execute("CREATE DATABASE guarded")
    for address, cause in troubles.items():
        for args in (["--facts", address, "list"], ["--facts", folder, "publish", address]):
            told = run(*args)
            assert (told.status, told.out) == (2, ""), address
            assert cause in told.err
            assert "sec" not in told.err
            assert told.err.count("\n") == 1
    run("--facts", "postgresql://ann:secret@127.0.0.1:1/x", "doctor")
    doctor = run("--facts", "postgresql://ann:secret@127.0.0.1:1/x", "doctor")
    assert doctor.status == 1
    assert "Connection refused" in doctor.out
    assert "secret" not in doctor.out
    assert "secret" not in run("postgresql://ann:secret@h/x").err


def test_tls(run: Runner, cards: Writer, server: Server, database: str, tmp_path: Path) -> None:
    """It is libpq's: what an address demands is had, or told in a line that has no password."""
    ca, other, folder = CA(), CA(), cards(CARDS)
    ca.cert_pem.write_to_path(tmp_path / "ours.pem")
    other.cert_pem.write_to_path(tmp_path / "theirs.pem")
    plain = f"postgresql://owner:secret@127.0.0.1:{server.port}/{database}?sslmode=require"
    with (
        tls(ca, server.host, server.port, "127.0.0.1") as port,
        tls(ca, server.host, server.port, "elsewhere.example") as elsewhere,
    ):

        def address(port: int, authority: str) -> str:
            demands = f"sslmode=verify-full&sslrootcert={tmp_path / authority}.pem"
            return f"postgresql://owner:secret@127.0.0.1:{port}/{database}?{demands}"

        assert run("--facts", folder, "publish", address(port, "ours")).status == 0
        assert ids(address(port, "ours")) == ["sank", "sold"]
        troubles = {
            address(port, "theirs"): "certificate verify failed",
            address(elsewhere, "ours"): 'does not match host name "127.0.0.1"',
            address(port, "none"): "does not exist",
            plain: "server does not support SSL, but SSL was required",
        }
        for wrong, cause in troubles.items():
            for args in (["--facts", wrong, "list"], ["--facts", folder, "publish", wrong]):
                told = run(*args)
                assert (told.status, told.out, told.err.count("\n")) == (2, "", 1)
                assert cause in told.err
                assert "secret" not in told.err


def test_the_first_server_that_answers(
    run: Runner, cards: Writer, server: Server, database: str
) -> None:
    """Of several hosts those are passed over that do not answer; all are told where none does."""
    run("--facts", cards(CARDS), "publish", server.address(database))
    hosts = f"postgresql://owner@127.0.0.1:1,127.0.0.1:{server.port}/{database}"
    assert ids(hosts) == ["sank", "sold"]
    none = run("--facts", "postgresql://owner@127.0.0.1:1,127.0.0.1:2/x", "list").err
    assert "port 1 failed" in none
    assert "port 2 failed" in none


def test_psycopg_is_missing(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """What installs it is told, letter for letter."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    told = run("--facts", "postgresql://h/x", "list")
    assert told.err == (
        "relcli: error: facts in PostgreSQL need psycopg; pip install 'relcli-facts[postgres]'\n"
    )


def test_a_server_that_goes_away(
    run: Runner, cards: Writer, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question is put once more to a server that comes back; else the trouble is told."""
    address = server.address(database)
    run("--facts", cards(CARDS), "publish", address)
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'relcli'"
    with open_facts(address) as facts:
        assert len(facts.search("boat")) == 2
        server.execute(end)
        assert len(facts.search("boat")) == 2
        server.execute(end)
        monkeypatch.setattr(facts._datasets, "_open", lambda _: iter(()))  # noqa: SLF001 - none comes back
        with pytest.raises(DatasetError, match=r"the server went away: .*; try again"):
            facts.search("boat")


def test_a_question_that_takes_too_long(
    run: Runner, cards: Writer, server: Server, database: str
) -> None:
    """What the server stops is told as such, and not asked again."""
    address = server.address(database)
    run("--facts", cards(CARDS), "publish", address)
    ((dataset, store),) = open_published(Address(address))
    with closing(store):
        store.ask("SELECT set_config('statement_timeout', '50', true)")
        with pytest.raises(DatasetError, match="statement timeout; ask for less by filters"):
            store.ask("SELECT 1 FROM card, pg_sleep(5)")
    assert str(dataset) == f"{address}?dataset=dataset"
    assert isinstance(store, PostgresStore)


def test_a_database_that_is_read_only(
    run: Runner, cards: Writer, server: Server, database: str
) -> None:
    """It is read as any other, and publishing there tells to name the primary."""
    address, folder = server.address(database), cards(CARDS)
    run("--facts", folder, "publish", address)
    server.execute(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    assert ids(address) == ["sank", "sold"]
    told = run("--facts", folder, "publish", address)
    assert told.status == 2
    assert "session is read-only" in told.err
    cards(CARDS, more=MORE)
    told = run("--facts", folder, "publish", f"{address}?target_session_attrs=any")
    assert "read-only transaction; name the primary: a standby can only be read" in told.err


def test_a_database_without_all_letters(
    run: Runner, cards: Writer, server: Server, database: str
) -> None:
    """Facts are published where every letter can be kept."""
    server.execute(f"CREATE DATABASE {database}_latin ENCODING 'LATIN1' TEMPLATE template0")
    told = run("--facts", cards(CARDS), "publish", server.address(f"{database}_latin"))
    server.execute(f"DROP DATABASE {database}_latin")
    assert told.err.endswith(
        "the database is in LATIN1; make one in UTF8, which has every letter\n"
    )


# What reads files


def test_what_writes_to_files_refuses(run: Runner, cards: Writer, address: str) -> None:
    """Each command that edits tells in one line that published facts are only read."""
    run("--facts", cards(CARDS), "publish", address)
    refusal = "relcli: error: facts in a database are only read; change their files, and `relcli "
    for command in (
        ["new", "--claim", "x", "--no-input"],
        ["set", "sank", "note=x"],
        ["edit", "sank"],
        ["fmt"],
        ["check", "--fix"],
    ):
        told = run("--facts", address, *command)
        assert told == Run(2, "", f"{refusal}publish` them\n"), command


def test_published_facts_have_no_history(run: Runner, cards: Writer, address: str) -> None:
    """What git alone knows is told to be asked where the files lie; all else is as it is."""
    run("--facts", cards(CARDS), "publish", address)
    told = "relcli: error: facts in a database have no history; ask where their files lie\n"
    for command in (
        ["log"],
        ["diff", "HEAD"],
        ["--at", "2020", "list"],
        ["cite", "sank", "--stamp"],
        ["show", "sank", "--history"],
    ):
        assert run("--facts", address, *command) == Run(2, "", told), command
    assert run("--facts", address, "archive", "--dry-run").status == 2
    shown = run("--facts", address, "show", "sank", "--format", "table")
    assert (shown.status, shown.err) == (0, "")


def test_doctor_tells_of_published_facts(
    run: Runner, cards: Writer, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is published is told with its problems, and where it is named."""
    run("--facts", cards(CARDS.replace("2017", "2017-02-30")), "publish", address)
    monkeypatch.setenv("RELCLI_FACTS", address)
    told = run("doctor")

    assert re.search(rf"^dataset +{re.escape(address)}\?dataset=dataset$", told.out, re.MULTILINE)
    assert "cards: 1, files: 1, errors: 1" in told.out
    assert "the first in cards.yaml:2:" in told.out
