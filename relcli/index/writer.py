"""Changes of an index: its first cards, and what its files hold now."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from relcli.index.dates import date_words
from relcli.index.phonetics import skeleton
from relcli.index.schema import (
    DAY_BITS,
    EVERY_CARD,
    FIELD_MARK,
    INDEXES,
    SPANS,
    create_indexes,
    facet_term,
)
from relcli.index.stems import stem
from relcli.index.vocabulary import lookup
from relcli.index.words import is_abjad, words

if TYPE_CHECKING:
    from relcli.index.documents import Document

_MARK = f" {FIELD_MARK} "
_TERM_BUFFER = 64 << 20  # bytes of terms that FTS5 gathers before it writes them (default 1 MB)
_COLUMNS = "file, line, latest, begins, ends, standing, words, facets, key, payload"
_KEEP = f"INSERT INTO card SELECT rowid_, {_COLUMNS} FROM arrived ORDER BY rowid_"  # noqa: S608 - as it stands
_OF_FILE = f"""
SELECT rowid, rowid >> {DAY_BITS}, {_COLUMNS} FROM card WHERE file = ? ORDER BY rowid
"""  # noqa: S608 - likewise


def span_of(days: int) -> int:
    """Give how many of SPANS are shorter than so many days."""
    return sum(days > span for span in SPANS)


class Writer:
    """Changes one index, inside `Index.changing`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._counts = _Counts()

    def fill(self, documents: Iterable["Document"]) -> None:
        """Add the first cards.

        The indexes of the tables are made, and the full text is merged, when all cards are there.
        """
        self._begin_bulk()
        self._insert(map(_row, documents), first=True)
        self.enter_counts()
        self._end_bulk()

    def replace(self, files: Iterable[tuple[str, Iterable["Document"]]]) -> None:
        """Take in what some files hold now; a file that is gone holds nothing.

        Cards that are as they were stay as they are: an edit is mostly of one card among many.
        """
        rows = (row for file, documents in files for row in self._new_in(file, documents))
        self._insert(rows, first=False)

    def _new_in(self, file: str, documents: Iterable["Document"]) -> list["_Row"]:
        """Take out the cards that a file no longer holds, and return those that are new in it."""
        had: dict[object, list[tuple[int, _Row]]] = {}
        for rowid, *values in self._db.execute(_OF_FILE, (file,)):
            row = _Row(*values)
            had.setdefault(row.indexed, []).append((rowid, row))
        new = []
        for row in map(_row, documents):
            if same := had.get(row.indexed):
                rowid, was = same.pop(0)
                if was != row:  # it stands in another line, or what hits hand back is another
                    update = "UPDATE card SET line = ?, payload = ? WHERE rowid = ?"
                    self._db.execute(update, (row.line, row.payload, rowid))
            else:
                new.append(row)
        gone = sorted(rowid_and_row for same in had.values() for rowid_and_row in same)
        self._db.executemany(
            "INSERT INTO terms (terms, rowid, term) VALUES ('delete', ?, ?)",
            [(rowid, self._counts.remove(row.words, row.facets)) for rowid, row in gone],
        )
        self._db.executemany("DELETE FROM card WHERE rowid = ?", [(rowid,) for rowid, _ in gone])
        return new

    def _insert(self, rows: Iterable["_Row"], *, first: bool) -> None:
        # By way of a temporary table, for SQLite is several times faster when given cards by rowid.
        self._db.execute(f"CREATE TEMP TABLE arrived (rowid_, {_COLUMNS}, terms)")
        numbered = self._numbered(rows, first=first)
        self._db.executemany(
            "INSERT INTO arrived VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", numbered
        )
        self._db.execute(_KEEP)
        self._db.execute(
            "INSERT INTO terms (rowid, term) SELECT rowid_, terms FROM arrived ORDER BY rowid_"
        )
        self._db.execute("DROP TABLE arrived")

    def _begin_bulk(self) -> None:
        self._db.execute("INSERT INTO terms (terms, rank) VALUES ('hashsize', ?)", (_TERM_BUFFER,))
        for name in INDEXES:
            self._db.execute(f"DROP INDEX {name}")

    def _end_bulk(self) -> None:
        for statement in create_indexes().splitlines():
            self._db.execute(statement)
        self._db.execute("INSERT INTO terms (terms) VALUES ('optimize')")
        self._db.execute("INSERT INTO terms (terms, rank) VALUES ('hashsize', 1 << 20)")

    def _numbered(self, rows: Iterable["_Row"], *, first: bool) -> Iterator[tuple[Any, ...]]:
        """Give each row its rowid and its terms, and count it.

        A rowid that another card has is followed by the next one that is free. Where these are not
        the first cards, the table is asked as well.
        """
        taken: set[int] = set()
        select = "SELECT 1 FROM card WHERE rowid = ?"
        for row in rows:
            rowid = row.day << DAY_BITS | _hash(row.key)
            while rowid in taken or not (
                first or self._db.execute(select, (rowid,)).fetchone() is None
            ):
                rowid += 1
            taken.add(rowid)
            yield rowid, *row[1:], self._counts.add(row.words, row.facets)

    def enter_counts(self) -> None:
        """Enter how many cards more or fewer have each word; what no card has is no word."""
        counts, self._counts = self._counts, _Counts()
        changed = {word: cards for word, cards in sorted(counts.words.items()) if cards}
        new = changed.keys() - lookup(self._db, changed).keys()
        self._db.executemany(
            "UPDATE word SET cards = cards + ? WHERE word = ?",
            [(cards, word) for word, cards in changed.items() if word not in new],
        )
        self._enter_words({word: changed[word] for word in changed if word in new})
        self._drop_words([word for word, cards in changed.items() if cards < 0])
        totals = (counts.cards, "cards"), (counts.claim_words, "words"), (counts.kept, "kept")
        self._db.executemany("UPDATE meta SET value = value + ? WHERE name = ?", totals)

    def _enter_words(self, new: dict[str, int]) -> None:
        rows = ((word, cards, _stems[word], skeleton(word)) for word, cards in new.items())
        self._db.executemany("INSERT INTO word VALUES (?, ?, ?, ?)", rows)
        endings = ((reversed_,) for reversed_ in sorted(word[::-1] for word in new))
        self._db.executemany("INSERT INTO ending VALUES (?)", endings)

    def _drop_words(self, rarer: list[str]) -> None:
        gone = [word for word, (_, _, cards) in lookup(self._db, rarer).items() if not cards]
        self._db.executemany("DELETE FROM word WHERE word = ?", [(word,) for word in gone])
        self._db.executemany("DELETE FROM ending WHERE reversed = ?", [(w[::-1],) for w in gone])


def _hash(key: str) -> int:
    """Return a number for a key, of which nobody can make many that have the same."""
    return int.from_bytes(blake2b(key.encode(), digest_size=DAY_BITS // 8).digest())


class _Row(NamedTuple):
    """A card as the table has it, but for its rowid, of which its day is a part."""

    day: int
    file: str
    line: int
    latest: int
    begins: int | None
    ends: int | None
    standing: int
    words: str
    facets: str
    key: str
    payload: str

    @property
    def indexed(self) -> tuple[object, ...]:
        """All by which the card is found."""
        days = self.day, self.latest, self.begins, self.ends
        return *days, self.standing, self.words, self.facets, self.key


def _row(document: "Document") -> _Row:
    claim, actors, topics, date, sources, note = document.texts
    dated = " ".join([_remembered(date), *date_words(date)])
    shared = _remembered(actors), _remembered(topics), dated, _remembered(sources)
    text = _MARK.join([_folded(claim), *shared, _folded(note)])
    facets = [EVERY_CARD, *document.facets]
    if span := span_of(document.latest - document.day):
        facets.append(f"span:{span}")
    facets_text = " ".join(map(facet_term, facets))
    place = document.day, document.file, document.line
    days = document.latest, document.begins, document.ends
    return _Row(*place, *days, document.standing, text, facets_text, document.key, document.payload)


class _Counts:
    """What is added to, or taken from, the totals of the index."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.cards = 0
        self.claim_words = 0
        self.kept = 0

    def add(self, text: str, facets: str) -> str:
        """Count one more card with these words, and give its terms: stems and facets."""
        found = set(text.split())
        found.discard(FIELD_MARK)
        self.words.update(found)
        self.cards += 1
        self.claim_words += _claim_words(text)
        self.kept += _is_kept(text)
        return _terms(found, facets)

    def remove(self, text: str, facets: str) -> str:
        """Count one card less, and give its terms."""
        found = set(text.split())
        found.discard(FIELD_MARK)
        self.words.subtract(found)
        self.cards -= 1
        self.claim_words -= _claim_words(text)
        self.kept -= _is_kept(text)
        return _terms(found, facets)


class _Stems(dict[str, str]):
    """The stem of each word that was met."""

    def __missing__(self, word: str) -> str:
        stemmed = self[word] = stem(word)
        return stemmed


_stems = _Stems()


def _terms(found: set[str], facets: str) -> str:
    return " ".join([*set(map(_stems.__getitem__, found)), facets])


def _claim_words(text: str) -> int:
    return text.count(" ", 0, text.index(FIELD_MARK))


def _is_kept(text: str) -> bool:
    """Whether a card's claim has a word in Hebrew or Arabic letters."""
    return not text.isascii() and any(map(is_abjad, text[: text.index(FIELD_MARK)].split()))


def _folded(text: str) -> str:
    return " ".join(words(text, joined=True))


_remembered = lru_cache(maxsize=20_000)(_folded)  # the same actors and sources stand on many cards
