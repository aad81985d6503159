"""The SQLite copy of the cards: its schema, and how it is opened.

`card` holds each card's words (fields joined by "|"), payload and standing, by which equal answers
are ordered: the surer first, then the undisputed. `terms` is a full-text table that
knows which card has which stem or facet and nothing else (detail=none), so that SQLite intersects
and merges lists of cards in C. `word` is the vocabulary, `ending` the same words written backwards.
A card's rowid is the day by which it is ordered and a hash of its key: a timeline and a range of
dates are ranges of rowids, and the index is the same whatever order it was built in. `begins` and
`ends` are the years in which the card is counted.
"""

import sqlite3
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relcli.index.writer import Writer

VERSION = "10"  # of schema and analysis: an index with another one is to be built anew
DAY_BITS = 32  # a rowid is day << DAY_BITS | hash: two cards of one day hardly ever collide
FIELD_MARK = "|"
# Facets of cards by their dates: a state that is attested on a day, and what has no first day, and
# so stands at its last.
STATE, UNBEGUN = "date:state", "date:unbegun"
EVERY_CARD = "card"  # a facet of all cards: "all but ..." and a bare timeline are full-text, too

# Days. A card that lasts longer than one of these has the facet `span:n`, n counting from 1, so
# that a range of dates knows how far before it a card may have begun. What lasts longer than the
# last is nearly always open.
SPANS = (31, 366, 4 * 366, 16 * 366, 64 * 366)

# KB of the file kept in memory. The system has it there anyway, and new memory takes a search
# longer; but a change comes back to pages that it wrote.
PAGES, CHANGING_PAGES = 500, 256_000

_TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE card (
    rowid INTEGER PRIMARY KEY, file TEXT, line INTEGER, latest INTEGER, begins INTEGER,
    ends INTEGER, standing INTEGER, words TEXT, facets TEXT, key TEXT, payload TEXT);
CREATE TABLE word (
    word TEXT PRIMARY KEY, cards INTEGER, stem TEXT, sound TEXT) WITHOUT ROWID;
CREATE TABLE ending (reversed TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE synonym (key TEXT, words TEXT, stem TEXT, PRIMARY KEY (key, words)) WITHOUT ROWID;
CREATE VIRTUAL TABLE terms USING fts5 (
    term, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '=:.-_%'");
INSERT INTO meta VALUES
    ('version', '{VERSION}'), ('cards', 0), ('words', 0), ('kept', 0), ('language', 'en'),
    ('synonyms', 0);
"""  # noqa: S608 - no text from outside
INDEXES = {
    "card_of_file": "card (file)",
    "card_of_key": "card (key)",
    "word_of_stem": "word (stem)",
    "word_of_sound": "word (sound) WHERE sound <> ''",
}


@lru_cache(maxsize=100_000)
def facet_term(facet: str) -> str:
    """Write a facet as one term that no word can equal, and that FTS5 takes whole."""
    import re  # facets are of no concern to a plain search

    return "=" + re.sub(r"[^\w:.-]", lambda sign: f"%{ord(sign[0]):x}", facet.casefold())


class About:
    """All cards together: how many there are, and the mean number of words of a claim.

    `language` is that of the claims (BCP 47), `kept` whether any of them is in Hebrew or Arabic
    letters, `synonyms` whether any are declared.
    """

    __slots__ = ("cards", "claim_words", "kept", "language", "synonyms")

    def __init__(
        self, cards: int, claim_words: float, language: str, *, kept: bool, synonyms: bool
    ) -> None:
        self.cards = cards
        self.claim_words = claim_words
        self.language = language
        self.kept = kept
        self.synonyms = synonyms


class Index:
    """The index of one dataset, in a file or in memory: the answers are the same."""

    def __init__(self, path: str = ":memory:") -> None:
        """Open the index at path; an empty one is made where there is none."""
        self.db = sqlite3.connect(path, isolation_level=None, uri=True)
        try:
            self._prepare()
        except sqlite3.Error:
            self.db.close()
            raise

    def _prepare(self) -> None:
        self.db.execute(f"PRAGMA cache_size = -{PAGES}")
        # A loss of power may cost the last change, which is then made again, but no more.
        self.db.execute("PRAGMA synchronous = NORMAL")
        if not self.db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            self.db.executescript(f"BEGIN;{_TABLES}{create_indexes()}COMMIT;")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def about(self) -> "About":
        """Give what a search has to know of all cards together."""
        select = """SELECT name, value FROM meta
        WHERE name IN ('cards', 'words', 'kept', 'language', 'synonyms')"""
        noted = dict(self.db.execute(select))
        mean = noted["words"] / noted["cards"] if noted["words"] else 1.0
        return About(
            noted["cards"],
            mean,
            noted["language"],
            kept=noted["kept"] > 0,
            synonyms=bool(noted["synonyms"]),
        )

    @contextmanager
    def changing(self) -> "Iterator[Writer]":
        """Give what changes the index; all its changes become visible at once, or none of them."""
        from relcli.index.writer import Writer  # no search changes anything

        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute(f"PRAGMA cache_size = -{CHANGING_PAGES}")
        try:
            writer = Writer(self.db)
            yield writer
            writer.enter_counts()
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")
        self.db.execute(f"PRAGMA cache_size = -{PAGES}")


def create_indexes() -> str:
    """Write the statements that make all of INDEXES, a line each."""
    return "".join(f"CREATE INDEX {name} ON {what};\n" for name, what in INDEXES.items())
