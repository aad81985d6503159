"""Cards as a relational SQLite database, ready for Datasette."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from relcli.model.card_dict import PlainCard
from relcli.view.export.selection import Selection, card_keys, links, links_elsewhere, named_actors
from relcli.view.export.works import Work, works
from relcli.view.safe import one_line

if TYPE_CHECKING:
    from sqlite3 import Connection

# The comments stay in the file: `.schema`, or a look at sqlite_master, shows them.
SCHEMA = """
CREATE TABLE cards (
  id TEXT PRIMARY KEY,          -- `dataset/id` where two datasets have the same id
  dataset TEXT NOT NULL,
  claim TEXT NOT NULL,          -- one sentence that can be checked
  date TEXT NOT NULL,           -- EDTF (Library of Congress, 2019), as precise as the sources are
  earliest TEXT,                -- first day the date may mean (ISO 8601); NULL where open
  latest TEXT,                  -- last day; NULL where open
  confidence TEXT NOT NULL CHECK (confidence IN
    ('confirmed', 'probable', 'possible', 'doubtful', 'improbable', 'unconfirmed')),
  credibility INTEGER NOT NULL, -- the same as the Admiralty's number, 1 to 6 (cannot be judged)
  disputed INTEGER NOT NULL,    -- 1 where a source disputes the claim
  origins INTEGER NOT NULL,     -- sources, those with one origin counted once
  note TEXT,
  path TEXT NOT NULL,           -- the file that the card is written in
  line INTEGER NOT NULL,
  as_of INTEGER NOT NULL        -- 1 where a state is attested then: it neither began nor ended
);
CREATE TABLE topics (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL
);
CREATE TABLE card_topics (
  card TEXT NOT NULL REFERENCES cards (id),
  topic TEXT NOT NULL REFERENCES topics (id),
  PRIMARY KEY (card, topic)
);
CREATE TABLE actors (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT                     -- person, body, place, weapon, or the dataset's own word
);
CREATE TABLE aliases (
  actor TEXT NOT NULL REFERENCES actors (id),
  alias TEXT NOT NULL,
  PRIMARY KEY (actor, alias)
);
CREATE TABLE card_actors (
  card TEXT NOT NULL REFERENCES cards (id),
  actor TEXT NOT NULL REFERENCES actors (id),
  PRIMARY KEY (card, actor)
);
CREATE TABLE sources (
  id TEXT PRIMARY KEY,          -- `id-2` where an id stands for a second work
  title TEXT,
  publisher TEXT,
  url TEXT,
  archived_url TEXT,
  published TEXT,               -- EDTF
  accessed TEXT,                -- EDTF
  language TEXT                 -- BCP 47
);
CREATE TABLE card_sources (
  card TEXT NOT NULL REFERENCES cards (id),
  source TEXT NOT NULL REFERENCES sources (id),
  stance TEXT NOT NULL CHECK (stance IN ('supports', 'qualifies', 'disputes')),
  says TEXT,                    -- what it says to this claim
  reliability TEXT,             -- the Admiralty's letter, A to F
  origin TEXT,                  -- the id of the source that it relays here
  speaker TEXT,                 -- who makes the statement that it carries here
  speaker_id TEXT               -- his id, if he is one of the dataset's actors
);
CREATE TABLE card_links (
  card TEXT NOT NULL REFERENCES cards (id),
  how TEXT NOT NULL CHECK (how IN ('related', 'contradicts', 'superseded_by')),
  other TEXT NOT NULL REFERENCES cards (id)
);
CREATE VIRTUAL TABLE cards_fts USING fts5 (
  claim, note, content="cards", tokenize="unicode61 remove_diacritics 2"
);
"""
# By any three signs in a row: for scripts that put no space between words, and for parts of words.
# Datasette searches by a table whose content stands in quotes, which this one's does not.
_PARTS = (
    'CREATE VIRTUAL TABLE cards_parts USING fts5 (claim, note, content=cards, tokenize="trigram")'
)
_PARTS_SINCE = (3, 34)  # of SQLite
_INDEXES = (
    ("card_topics", "topic"),
    ("card_actors", "actor"),
    ("card_sources", "card"),
    ("card_sources", "source"),
    ("card_links", "card"),
    ("card_links", "other"),
)


def as_sqlite(selection: Selection) -> Iterator[bytes]:
    """The database as the bytes of its file."""
    import sqlite3

    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executescript(SCHEMA)
    with connection:
        _fill(connection, selection)
        for table, column in _INDEXES:
            connection.execute(f"CREATE INDEX {table}_by_{column} ON {table} ({column})")
        connection.execute("INSERT INTO cards_fts (cards_fts) VALUES ('rebuild')")
        if sqlite3.sqlite_version_info >= _PARTS_SINCE:
            connection.execute(_PARTS)
            connection.execute("INSERT INTO cards_parts (cards_parts) VALUES ('rebuild')")
    yield connection.serialize()
    connection.close()


def left_out(selection: Selection) -> list[str]:
    """Tell what the database does not hold."""
    return links_elsewhere(selection)


def _fill(connection: "Connection", selection: Selection) -> None:
    cards = list(zip(card_keys(selection.cards), selection.cards, strict=True))
    topics = dict.fromkeys(topic for _, card in cards for topic in card["topics"])
    actors = named_actors(selection)
    cited = works(selection.cards)
    _insert(connection, "cards", (_card(key, card) for key, card in cards))
    _insert(connection, "topics", ((topic, selection.topics.get(topic, topic)) for topic in topics))
    _insert(
        connection, "card_topics", ((key, topic) for key, card in cards for topic in card["topics"])
    )
    _insert(
        connection,
        "actors",
        ((name, actor["name"], actor["kind"]) for name, actor in actors.items()),
    )
    _insert(
        connection,
        "aliases",
        (
            (name, alias)
            for name, actor in actors.items()
            for alias in dict.fromkeys(actor["aliases"])
        ),
    )
    _insert(
        connection,
        "card_actors",
        ((key, actor["id"]) for key, card in cards for actor in card["actors"]),
    )
    _insert(connection, "sources", (_source(work) for work in cited))
    _insert(connection, "card_sources", (row for work in cited for row in _uses(work)))
    _insert(connection, "card_links", links(selection.cards))


def _insert(
    connection: "Connection", table: str, rows: Iterable[tuple[str | int | None, ...]]
) -> None:
    for row in rows:
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608 - the names are this module's own


def _card(key: str, card: PlainCard) -> tuple[str | int | None, ...]:
    standing = card["confidence"], card["credibility"], int(card["disputed"]), card["origins"]
    dates = card["date"], card["earliest"], card["latest"]
    # A name that the file system gives need not be Unicode, which SQLite's text is.
    place = one_line(card["place"]["path"]), card["place"]["line"]
    texts = card["claim"], *dates, *standing, card["note"]
    return key, one_line(card["dataset"]), *texts, *place, int(card["as_of"])


def _source(work: Work) -> tuple[str | None, ...]:
    source = work.source
    links = source["url"], source["archived_url"]
    return (
        work.key,
        source["title"],
        source["publisher"],
        *links,
        source["published"],
        source["accessed"],
        source["language"],
    )


def _uses(work: Work) -> Iterator[tuple[str | None, ...]]:
    for use in work.uses:
        source = use.source
        texts = source["stance"], source["says"], source["reliability"], source["origin"]
        speaker = source["speaker"]
        spoken = (speaker["name"], speaker["id"]) if speaker else (None, None)
        yield use.key, work.key, *texts, *spoken
