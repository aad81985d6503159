"""Changes of an index: its first cards, and what its files hold now."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from relcli.index.dates import date_words
from relcli.index.declarations import keep
from relcli.index.schema import (
    DAY_BITS,
    EVERY_CARD,
    FIELD_MARK,
    INDEXES,
    SPANS,
    create_indexes,
    facets_text,
    key_number,
    span_facet,
)
from relcli.index.sound_key import sound_key
from relcli.index.stems import stem
from relcli.index.words import is_abjad, words

if TYPE_CHECKING:
    from relcli.index.documents import Document
    from relcli.index.sqlite_store import SqliteStore
    from relcli.index.store import Problem
    from relcli.load.declared import Declared

_MARK = f" {FIELD_MARK} "
# Bytes of terms that FTS5 gathers before it writes them: with its own 1 MB, a build takes a sixth
# longer.
_TERM_BUFFER = 64 << 20


def span_of(days: int) -> int:
    """Give how many of SPANS are shorter than so many days."""
    return sum(days > span for span in SPANS)


class Writer:
    """Changes one index, inside `SqliteStore.changing`."""

    def __init__(self, store: "SqliteStore") -> None:
        self._store = store
        self._db = store.db
        self._counts = _Counts()

    def note(self, **notes: str) -> None:
        """Note something of the index as a whole: see `Store.notes`."""
        self._db.executemany("REPLACE INTO meta VALUES (?, ?)", notes.items())

    def declare(self, declared: "Declared") -> None:
        """Keep what a dataset declares, in an index that keeps nothing yet."""
        keep(self._db, declared)

    def add_problems(self, problems: Iterable["Problem"]) -> None:
        """Keep what is wrong with files."""
        self._db.executemany("INSERT INTO problem VALUES (?, ?, ?, ?)", problems)

    def drop_problems(self, files: Iterable[str]) -> None:
        """Forget what was wrong with some files."""
        self._db.executemany("DELETE FROM problem WHERE path = ?", ((file,) for file in files))

    def withdraw(self, kind: str) -> set[str]:
        """Forget the problems that begin with a kind; give the keys of the cards they stand at."""
        select = """SELECT key FROM card JOIN problem ON file = path AND card.line = problem.line
        WHERE message LIKE ?"""
        keys = {key for (key,) in self._db.execute(select, (f"{kind}%",))}
        self._db.execute("DELETE FROM problem WHERE message LIKE ?", (f"{kind}%",))
        return keys

    def fill(self, documents: Iterable["Document"]) -> None:
        """Add the first cards.

        The indexes of the tables are made, and the full text is merged, when all cards are there:
        a tenth less time than with each card.
        """
        self._begin_bulk()
        self._insert(map(_dated, documents), first=True)
        self.enter_counts()
        self._end_bulk()

    def replace(self, files: Iterable[tuple[str, Iterable["Document"]]]) -> None:
        """Take in what some files hold now; a file that is gone holds nothing.

        Cards that are as they were stay as they are: an edit is mostly of one card among many.
        """
        rows = (row for file, documents in files for row in self._new_in(file, documents))
        self._insert(rows, first=False)

    def _new_in(self, file: str, documents: Iterable["Document"]) -> list["_Dated"]:
        """Take out the cards that a file no longer holds, and return those that are new in it."""
        had: dict[object, list[tuple[int, _Row]]] = {}
        for rowid, *values in self._db.execute(_OF_FILE, (file,)):
            row = _Row(*values)
            had.setdefault((rowid >> DAY_BITS, *row.indexed), []).append((rowid, row))
        new = []
        for day, row in map(_dated, documents):
            if same := had.get((day, *row.indexed)):
                rowid, was = same.pop(0)
                if was != row:  # it stands in another line, or what hits hand back is another
                    update = "UPDATE card SET line = ?, payload = ? WHERE rowid = ?"
                    self._db.execute(update, (row.line, row.payload, rowid))
            else:
                new.append((day, row))
        gone = sorted(rowid_and_row for same in had.values() for rowid_and_row in same)
        self._db.executemany(
            "INSERT INTO terms (terms, rowid, term) VALUES ('delete', ?, ?)",
            [(rowid, self._counts.remove(row.words, row.facets)) for rowid, row in gone],
        )
        self._db.executemany("DELETE FROM card WHERE rowid = ?", [(rowid,) for rowid, _ in gone])
        return new

    def _insert(self, rows: Iterable["_Dated"], *, first: bool) -> None:
        # By way of a temporary table, for SQLite wants cards by rowid: 30,000 take 1.7 s, not 2.6.
        self._db.execute(f"CREATE TEMP TABLE arrived (rowid_, terms, {_COLUMNS})")
        self._db.executemany(_ARRIVE, self._numbered(rows, first=first))
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

    def _numbered(self, rows: Iterable["_Dated"], *, first: bool) -> Iterator[tuple[Any, ...]]:
        """Give each row with its rowid and its terms, and count it.

        A rowid that another card has is followed by the next one that is free. Where these are not
        the first cards, the table is asked as well.
        """
        taken: set[int] = set()
        select = "SELECT 1 FROM card WHERE rowid = ?"
        for day, row in rows:
            rowid = day << DAY_BITS | key_number(row.key)
            while rowid in taken or not (
                first or self._db.execute(select, (rowid,)).fetchone() is None
            ):
                rowid += 1
            taken.add(rowid)
            yield rowid, self._counts.add(row.words, row.facets), *row

    def enter_counts(self) -> None:
        """Enter how many cards more or fewer have each word; what no card has is no word."""
        counts, self._counts = self._counts, _Counts()
        changed = {word: cards for word, cards in sorted(counts.words.items()) if cards}
        new = changed.keys() - self._store.lookup(changed).keys()
        self._db.executemany(
            "UPDATE word SET cards = cards + ? WHERE word = ?",
            [(cards, word) for word, cards in changed.items() if word not in new],
        )
        self._enter_words({word: changed[word] for word in changed if word in new})
        self._drop_words([word for word, cards in changed.items() if cards < 0])
        totals = (counts.cards, "cards"), (counts.claim_words, "words"), (counts.kept, "kept")
        self._db.executemany("UPDATE meta SET value = value + ? WHERE name = ?", totals)

    def _enter_words(self, new: dict[str, int]) -> None:
        rows = ((word, cards, _stems[word], sound_key(word)) for word, cards in new.items())
        self._db.executemany("INSERT INTO word VALUES (?, ?, ?, ?)", rows)
        endings = ((reversed_,) for reversed_ in sorted(word[::-1] for word in new))
        self._db.executemany("INSERT INTO ending VALUES (?)", endings)

    def _drop_words(self, rarer: list[str]) -> None:
        gone = [word for word, (_, _, cards) in self._store.lookup(rarer).items() if not cards]
        self._db.executemany("DELETE FROM word WHERE word = ?", [(word,) for word in gone])
        self._db.executemany("DELETE FROM ending WHERE reversed = ?", [(w[::-1],) for w in gone])


class _Row(NamedTuple):
    """A card as the table has it, but for its rowid, of which its day is a part."""

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
        """All by which the card is found, but for its day."""
        days = self.latest, self.begins, self.ends
        return *days, self.standing, self.words, self.facets, self.key


_Dated = tuple[int, _Row]  # the day by which a card is ordered, and the rest of it
_COLUMNS = ", ".join(_Row._fields)
_ARRIVE = f"INSERT INTO arrived VALUES (?, ?{', ?' * len(_Row._fields)})"  # noqa: S608 - as it stands
_KEEP = f"""
INSERT INTO card (rowid, {_COLUMNS}) SELECT rowid_, {_COLUMNS} FROM arrived ORDER BY rowid_
"""  # noqa: S608 - as it stands
_OF_FILE = f"SELECT rowid, {_COLUMNS} FROM card WHERE file = ? ORDER BY rowid"  # noqa: S608 - likewise


def _dated(document: "Document") -> _Dated:
    claim, actors, topics, date, sources, note = document.texts
    dated = " ".join([_remembered(date), *date_words(date)])
    shared = _remembered(actors), _remembered(topics), dated, _remembered(sources)
    facets = [EVERY_CARD, *document.facets]
    if span := span_of(document.latest - document.day):
        facets.append(span_facet(span))
    return document.day, _Row(
        file=document.file,
        line=document.line,
        latest=document.latest,
        begins=document.begins,
        ends=document.ends,
        standing=document.standing,
        words=_MARK.join([_folded(claim), *shared, _folded(note)]),
        facets=facets_text(facets),
        key=document.key,
        payload=document.payload,
    )


class _Counts:
    """What is added to, or taken from, the totals of the index."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.cards = 0
        self.claim_words = 0
        self.kept = 0

    def add(self, text: str, facets: str) -> str:
        """Count one more card with these words, and give its terms: stems and facets."""
        words = set(text.split())
        words.discard(FIELD_MARK)
        self.words.update(words)
        self.cards += 1
        self.claim_words += _claim_words(text)
        self.kept += _is_kept(text)
        return card_terms(words, facets)

    def remove(self, text: str, facets: str) -> str:
        """Count one card less, and give its terms."""
        words = set(text.split())
        words.discard(FIELD_MARK)
        self.words.subtract(words)
        self.cards -= 1
        self.claim_words -= _claim_words(text)
        self.kept -= _is_kept(text)
        return card_terms(words, facets)


class _Stems(dict[str, str]):
    """The stem of each word that was met: 0.1 us to look up, 1 us to work out."""

    def __missing__(self, word: str) -> str:
        stemmed = self[word] = stem(word)
        return stemmed


_stems = _Stems()


def card_terms(words: set[str], facets: str) -> str:
    """Return the terms of a card, blanks between: the stems of its words, and its facets."""
    return " ".join([*set(map(_stems.__getitem__, words)), facets])


def _claim_words(text: str) -> int:
    return text.count(" ", 0, text.index(FIELD_MARK))


def _is_kept(text: str) -> bool:
    """Whether a card's claim has a word in Hebrew or Arabic letters."""
    return not text.isascii() and any(map(is_abjad, text[: text.index(FIELD_MARK)].split()))


def _folded(text: str) -> str:
    return " ".join(words(text, joined=True))


# The same actors and sources stand on many cards: where they do, a hundredth of the time.
_remembered = lru_cache(maxsize=20_000)(_folded)
