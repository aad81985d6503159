"""The SQLite copy of the cards: schema, adding, removing.

`card` holds each card's words (fields joined by "|") and payload. `terms` is a full-text table that
knows which card has which stem or facet and nothing else (detail=none), so that SQLite intersects
and merges lists of cards in C. `word` is the vocabulary, `ending` the same words written backwards.
A card's rowid is its first day and a hash of its key: a timeline and a range of dates are ranges of
rowids, and the index is the same whatever order it was built in.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from relcli.index.vocabulary import lookup
from relcli.index.words import words

if TYPE_CHECKING:
    from relcli.index.document import Document

VERSION = "6"  # of schema and analysis: an index with another one is to be built anew
DAY_BITS = 32  # a rowid is day << DAY_BITS | hash: two cards of one day hardly ever collide
FIELD_MARK = "|"
EVERY_CARD = "card"  # a facet of all cards: "all but ..." and a bare timeline are full-text, too

# Days. A card that lasts longer than one of these has the facet `span:n`, n counting from 1, so
# that a range of dates knows how far before it a card may have begun. What lasts longer than the
# last is nearly always open.
SPANS = (31, 366, 4 * 366, 16 * 366, 64 * 366)

_MARK = f" {FIELD_MARK} "
_TERM_BUFFER = 64 << 20  # bytes of terms that FTS5 gathers before it writes them (default 1 MB)
_PAGES = 8_000  # KB of the file kept in memory by a search
_BUILD_PAGES = 256_000  # the same for a build, which comes back to pages that it wrote
_COLUMNS = "file, line, latest, words, facets, key, payload"
_KEEP = f"INSERT INTO card SELECT rowid_, {_COLUMNS} FROM arrived ORDER BY rowid_"  # noqa: S608 - as it stands
_OF_FILE = f"""
SELECT rowid, rowid >> {DAY_BITS}, {_COLUMNS} FROM card WHERE file = ? ORDER BY rowid
"""  # noqa: S608 - likewise

_TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE card (
    rowid INTEGER PRIMARY KEY, file TEXT, line INTEGER, latest INTEGER,
    words TEXT, facets TEXT, key TEXT, payload TEXT);
CREATE TABLE word (
    word TEXT PRIMARY KEY, cards INTEGER, stem TEXT, sound TEXT) WITHOUT ROWID;
CREATE TABLE ending (reversed TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE terms USING fts5 (
    term, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '=:.-_%'");
INSERT INTO meta VALUES ('version', '{VERSION}'), ('cards', 0), ('words', 0);
"""  # noqa: S608 - no text from outside
_INDEXES = {
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


def span_of(days: int) -> int:
    """Give how many of SPANS are shorter than so many days."""
    return sum(days > span for span in SPANS)


class Index:
    """The index of one dataset, in a file or in memory: the answers are the same."""

    def __init__(self, path: str = ":memory:") -> None:
        """Open the index at path; an empty one is made where there is none."""
        self.db = sqlite3.connect(path, isolation_level=None, uri=True)
        self._counts = _Counts()
        try:
            self._prepare()
        except sqlite3.Error:
            self.db.close()
            raise

    def _prepare(self) -> None:
        self.db.execute(f"PRAGMA cache_size = -{_PAGES}")
        # A loss of power may cost the last change, which is then made again, but no more.
        self.db.execute("PRAGMA synchronous = NORMAL")
        if not self.db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            self.db.executescript(f"BEGIN;{_TABLES}{_create_indexes()}COMMIT;")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def totals(self) -> tuple[int, float]:
        """Give the number of cards and the mean number of words of a claim."""
        select = "SELECT name, value FROM meta WHERE name IN ('cards', 'words')"
        totals = dict(self.db.execute(select))
        return totals["cards"], totals["words"] / totals["cards"] if totals["words"] else 1.0

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Make all changes inside the block visible at once, or none of them."""
        self.db.execute("BEGIN IMMEDIATE")
        self._counts = _Counts()
        try:
            yield
            self._enter_counts()
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def fill(self, documents: Iterable["Document"]) -> None:
        """Add the first cards, inside `changing`.

        The indexes of the tables are made, and the full text is merged, when all cards are there.
        """
        self._begin_bulk()
        self._insert(map(_row, documents), first=True)
        self._enter_counts()
        self._end_bulk()

    def replace(self, files: Iterable[tuple[str, Iterable["Document"]]]) -> None:
        """Take in what some files hold now, inside `changing`; a file that is gone holds nothing.

        Cards that are as they were stay as they are: an edit is mostly of one card among many.
        """
        rows = (row for file, documents in files for row in self._new_in(file, documents))
        self._insert(rows, first=False)

    def _new_in(self, file: str, documents: Iterable["Document"]) -> list["_Row"]:
        """Take out the cards that a file no longer holds, and return those that are new in it."""
        had: dict[object, list[tuple[int, _Row]]] = {}
        for rowid, *values in self.db.execute(_OF_FILE, (file,)):
            row = _Row(*values)
            had.setdefault(row.indexed, []).append((rowid, row))
        new = []
        for row in map(_row, documents):
            if same := had.get(row.indexed):
                rowid, was = same.pop(0)
                if was != row:  # it stands in another line, or what hits hand back is another
                    update = "UPDATE card SET line = ?, payload = ? WHERE rowid = ?"
                    self.db.execute(update, (row.line, row.payload, rowid))
            else:
                new.append(row)
        gone = sorted(rowid_and_row for same in had.values() for rowid_and_row in same)
        self.db.executemany(
            "INSERT INTO terms (terms, rowid, term) VALUES ('delete', ?, ?)",
            [(rowid, self._counts.remove(row.words, row.facets)) for rowid, row in gone],
        )
        self.db.executemany("DELETE FROM card WHERE rowid = ?", [(rowid,) for rowid, _ in gone])
        return new

    def _insert(self, rows: Iterable["_Row"], *, first: bool) -> None:
        # By way of a temporary table, for SQLite is several times faster when given cards by rowid.
        self.db.execute(f"CREATE TEMP TABLE arrived (rowid_, {_COLUMNS}, terms)")
        numbered = self._numbered(rows, first=first)
        self.db.executemany("INSERT INTO arrived VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", numbered)
        self.db.execute(_KEEP)
        self.db.execute(
            "INSERT INTO terms (rowid, term) SELECT rowid_, terms FROM arrived ORDER BY rowid_"
        )
        self.db.execute("DROP TABLE arrived")

    def _begin_bulk(self) -> None:
        self.db.execute(f"PRAGMA cache_size = -{_BUILD_PAGES}")
        self.db.execute("INSERT INTO terms (terms, rank) VALUES ('hashsize', ?)", (_TERM_BUFFER,))
        for name in _INDEXES:
            self.db.execute(f"DROP INDEX {name}")

    def _end_bulk(self) -> None:
        for statement in _create_indexes().splitlines():
            self.db.execute(statement)
        self.db.execute("INSERT INTO terms (terms) VALUES ('optimize')")
        self.db.execute("INSERT INTO terms (terms, rank) VALUES ('hashsize', 1 << 20)")
        self.db.execute(f"PRAGMA cache_size = -{_PAGES}")

    def _numbered(self, rows: Iterable["_Row"], *, first: bool) -> Iterator[tuple[Any, ...]]:
        """Give each row its rowid and its terms, and count it.

        A rowid that another card has is followed by the next one that is free. Where these are not
        the first cards, the table is asked as well.
        """
        taken: set[int] = set()
        select = "SELECT 1 FROM card WHERE rowid = ?"
        for row in rows:
            rowid = row.earliest << DAY_BITS | crc32(row.key.encode())
            while rowid in taken or not (
                first or self.db.execute(select, (rowid,)).fetchone() is None
            ):
                rowid += 1
            taken.add(rowid)
            yield rowid, *row[1:], self._counts.add(row.words, row.facets)

    def _enter_counts(self) -> None:
        """Enter how many cards more or fewer have each word; what no card has is no word."""
        counts, self._counts = self._counts, _Counts()
        changed = {word: cards for word, cards in sorted(counts.words.items()) if cards}
        new = changed.keys() - lookup(self.db, changed).keys()
        self.db.executemany(
            "UPDATE word SET cards = cards + ? WHERE word = ?",
            [(cards, word) for word, cards in changed.items() if word not in new],
        )
        self._enter_words({word: changed[word] for word in changed if word in new})
        self._drop_words([word for word, cards in changed.items() if cards < 0])
        totals = ((counts.cards, "cards"), (counts.claim_words, "words"))
        self.db.executemany("UPDATE meta SET value = value + ? WHERE name = ?", totals)

    def _enter_words(self, new: dict[str, int]) -> None:
        from relcli.index.names import skeleton

        rows = ((word, cards, _stems[word], skeleton(word)) for word, cards in new.items())
        self.db.executemany("INSERT INTO word VALUES (?, ?, ?, ?)", rows)
        endings = ((reversed_,) for reversed_ in sorted(word[::-1] for word in new))
        self.db.executemany("INSERT INTO ending VALUES (?)", endings)

    def _drop_words(self, rarer: list[str]) -> None:
        gone = [word for word, (_, _, cards) in lookup(self.db, rarer).items() if not cards]
        self.db.executemany("DELETE FROM word WHERE word = ?", [(word,) for word in gone])
        self.db.executemany("DELETE FROM ending WHERE reversed = ?", [(w[::-1],) for w in gone])


class _Row(NamedTuple):
    """A card as the table has it, but for its rowid, of which its first day is a part."""

    earliest: int
    file: str
    line: int
    latest: int
    words: str
    facets: str
    key: str
    payload: str

    @property
    def indexed(self) -> tuple[object, ...]:
        """All by which the card is found."""
        return self.earliest, self.latest, self.words, self.facets, self.key


def _row(document: "Document") -> _Row:
    claim, *named, note = document.texts
    text = _MARK.join([_folded(claim), *map(_remembered, named), _folded(note)])
    facets = [EVERY_CARD, *document.facets]
    if span := span_of(document.latest - document.earliest):
        facets.append(f"span:{span}")
    facets_text = " ".join(map(facet_term, facets))
    place = document.earliest, document.file, document.line, document.latest
    return _Row(*place, text, facets_text, document.key, document.payload)


class _Counts:
    """What is added to, or taken from, the totals of the index."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.cards = 0
        self.claim_words = 0

    def add(self, text: str, facets: str) -> str:
        """Count one more card with these words, and give its terms: stems and facets."""
        found = set(text.split())
        found.discard(FIELD_MARK)
        self.words.update(found)
        self.cards += 1
        self.claim_words += _claim_words(text)
        return _terms(found, facets)

    def remove(self, text: str, facets: str) -> str:
        """Count one card less, and give its terms."""
        found = set(text.split())
        found.discard(FIELD_MARK)
        self.words.subtract(found)
        self.cards -= 1
        self.claim_words -= _claim_words(text)
        return _terms(found, facets)


class _Stems(dict[str, str]):
    """The stem of each word that was met."""

    def __missing__(self, word: str) -> str:
        from relcli.index.stems import stem

        stemmed = self[word] = stem(word)
        return stemmed


_stems = _Stems()


def _terms(found: set[str], facets: str) -> str:
    return " ".join([*set(map(_stems.__getitem__, found)), facets])


def _claim_words(text: str) -> int:
    return text.count(" ", 0, text.index(FIELD_MARK))


def _folded(text: str) -> str:
    return " ".join(words(text))


_remembered = lru_cache(maxsize=20_000)(_folded)  # the same actors and sources stand on many cards


def _create_indexes() -> str:
    return "".join(f"CREATE INDEX {name} ON {what};\n" for name, what in _INDEXES.items())
