"""The SQLite copy of the cards: schema, adding, removing.

`card` holds each card's words (fields joined by "|") and payload; `terms` is a full-text table that knows which card
has which stem or facet and nothing else (detail=none), so that SQLite intersects and merges lists of cards in C;
`word` is the vocabulary. A card's rowid is its first day and a hash of its key: a timeline and a range of dates are
ranges of rowids, and the index is the same whatever order it was built in.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from zlib import crc32

from relcli.index.names import skeleton
from relcli.index.words import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relcli.index.document import Document

VERSION = "1"  # of schema and analysis: an index with another one is to be built anew
DAY_BITS = 32  # a rowid is day << DAY_BITS | hash: two cards of one day collide once in four thousand million
FIELD_MARK = "|"
_MARK = f" {FIELD_MARK} "
LONG_SPAN = 366  # days: a card that lasts longer has the facet LONG, so that a range of dates finds it
LONG = "span:long"
EVERY_CARD = "card"  # a facet of all cards, so that "all but ..." and a bare timeline are full-text questions too
_Row = tuple[int, str, int, int, str, str, str, str]
_BATCH = 20_000  # cards in memory at once; SQLite is given them by rowid, as its full-text table needs
_TERM_BUFFER = 64 << 20  # bytes of terms that FTS5 gathers before it writes a segment (its default is 1 MB)

_SCHEMA = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE card (
    rowid INTEGER PRIMARY KEY, file TEXT, line INTEGER, latest INTEGER,
    words TEXT, facets TEXT, key TEXT, payload TEXT);
CREATE INDEX card_of_file ON card (file);
CREATE INDEX card_of_key ON card (key);
CREATE TABLE word (
    word TEXT PRIMARY KEY, cards INTEGER, stem TEXT, sound TEXT, reversed TEXT) WITHOUT ROWID;
CREATE INDEX word_of_stem ON word (stem, cards);
CREATE INDEX word_of_sound ON word (sound, cards) WHERE sound <> '';
CREATE INDEX word_backwards ON word (reversed, cards);
CREATE VIRTUAL TABLE terms USING fts5 (
    term, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '{{=:.-_%}}'");
INSERT INTO meta VALUES ('version', '{VERSION}'), ('cards', 0), ('words', 0);
""".replace("{=", "=").replace("%}", "%")


@lru_cache(maxsize=100_000)
def facet_term(facet: str) -> str:
    """Write a facet as one term that no word can equal, and that FTS5 takes whole."""
    return "=" + re.sub(r"[^\w:.-]", lambda sign: f"%{ord(sign[0]):x}", facet.casefold())


class Index:
    """The index of one dataset, in a file or in memory: the answers are the same."""

    def __init__(self, path: str = ":memory:") -> None:
        """Open the index at path; an empty one is made where there is none."""
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA cache_size = -8000")
        if not self.db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            self.db.executescript(f"BEGIN;{_SCHEMA}COMMIT;")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def totals(self) -> tuple[int, float]:
        """Give the number of cards and the mean number of words of a claim."""
        totals = dict(self.db.execute("SELECT name, value FROM meta WHERE name IN ('cards', 'words')"))
        return totals["cards"], totals["words"] / totals["cards"] if totals["words"] else 1.0

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Make all changes inside the block visible at once, or none of them."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def add(self, documents: Iterable[Document], *, bulk: bool = False) -> None:
        """Add cards. With bulk, merge the index into its fastest form afterwards: for a first build."""
        if bulk:
            self.db.execute("INSERT INTO terms (terms, rank) VALUES ('hashsize', ?)", (_TERM_BUFFER,))
        remaining = iter(documents)
        counts = _Counts()
        while batch := list(islice(remaining, _BATCH)):
            rows = sorted(self._rows(batch))
            self.db.executemany("INSERT INTO card VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
            self.db.executemany(
                "INSERT INTO terms (rowid, term) VALUES (?, ?)", ((row[0], counts.take(row[4], row[5])) for row in rows)
            )
        self._count(counts, 1)
        if bulk:
            self.db.execute("INSERT INTO terms (terms) VALUES ('optimize')")

    def remove(self, file: str) -> None:
        """Take out all cards of one file."""
        select = "SELECT rowid, words, facets FROM card WHERE file = ? ORDER BY rowid"
        counts = _Counts()
        self.db.executemany(
            "INSERT INTO terms (terms, rowid, term) VALUES ('delete', ?, ?)",
            [(rowid, counts.take(text, facets)) for rowid, text, facets in self.db.execute(select, (file,))],
        )
        self.db.execute("DELETE FROM card WHERE file = ?", (file,))
        self._count(counts, -1)

    def _rows(self, documents: list[Document]) -> Iterator[_Row]:
        """Give each document its rowid, the next one up where another card has it."""
        taken: set[int] = set()
        for document in documents:
            rowid = document.earliest << DAY_BITS | crc32(document.key.encode())
            while rowid in taken or self.db.execute("SELECT 1 FROM card WHERE rowid = ?", (rowid,)).fetchone():
                rowid += 1
            taken.add(rowid)
            text = _MARK.join(" ".join(words(part)) for part in document[5:10])
            facets = [EVERY_CARD, *document.facets]
            if document.latest - document.earliest > LONG_SPAN:
                facets.append(LONG)
            terms = " ".join(map(facet_term, facets))
            yield rowid, document.file, document.line, document.latest, text, terms, document.key, document.payload

    def _count(self, counts: _Counts, sign: int) -> None:
        """Enter how many cards have each word; a word that no card has any more leaves the vocabulary."""
        self.db.executemany(
            "INSERT INTO word VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET cards = cards + excluded.cards",
            (
                (word, sign * cards, stem_of(word), skeleton(word), word[::-1])
                for word, cards in sorted(counts.words.items())
            ),
        )
        if sign < 0:
            self.db.executemany("DELETE FROM word WHERE word = ? AND cards = 0", ((word,) for word in counts.words))
        totals = ((sign * counts.cards, "cards"), (sign * counts.claim_words, "words"))
        self.db.executemany("UPDATE meta SET value = value + ? WHERE name = ?", totals)


class _Counts:
    """What a set of cards adds to, or takes from, the totals of the index."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.cards = 0
        self.claim_words = 0

    def take(self, text: str, facets: str) -> str:
        """Count one card's words and give its terms: the distinct stems and the facets."""
        found = set(text.split())
        found.discard(FIELD_MARK)
        self.words.update(found)
        self.cards += 1
        self.claim_words += text.index(FIELD_MARK) and text.count(" ", 0, text.index(FIELD_MARK))
        return " ".join([*{stem_of(word) for word in found}, facets])


stem_of = lru_cache(maxsize=400_000)(stem)
