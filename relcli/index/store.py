"""What a search asks of the index of one dataset; here SQLite answers, in a file or in memory.

Terms, here and in what is given: a *word* is one of `index.words` as cards have it, a *stem* what
its forms share, a *key* of sounds what names share that sound alike (`index.sound_key`), a *facet*
a kind and a value ("topic:military"), its *term* how the index writes it (`schema.facet_term`). A
*rowid* tells a card from all others of this index and sorts by its day, as long as the store is
open. A *payload* is a card as JSON (`model.card_dict.PlainCard`), its path as the dataset has it.
What is "newest first" goes by the day by which a card is ordered.

Whatever is asked raises `StoreError` where the index turns out to be damaged.
"""

import json
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from relcli.index.schema import (
    CHANGING_PAGES,
    DAY_BITS,
    LAST_TEXT,
    PAGES,
    TABLES,
    create_indexes,
    facet_term,
    former_facet,
)
from relcli.index.scope import ALL_CARDS
from relcli.index.selection import LAST_ROWID, Selection, any_of
from relcli.index.words import INDIAN, KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from relcli.index.scope import Scope, Terms
    from relcli.index.writer import Writer
    from relcli.load.declared import Declared

StoreError = sqlite3.DatabaseError


def ran_out(error: StoreError) -> bool:
    """Whether nothing is damaged, but the time for an answer is over."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT


# A word of the vocabulary: itself, its stem, the number of cards that have it.
Entry = tuple[str, str, int]
# A card as far as scoring needs it: rowid, day, standing, file, line, words.
Row = tuple[int, int, int, str, int, str]
# A card as far as a list without scores needs it: rowid, day, file, line, key, payload.
Listed = tuple[int, int, str, int, str, str]
# When a card was: rowid, the years in which it begins and ends; its standing, and its facets.
Span = tuple[int, int | None, int | None, int, str]
# What is wrong with a file: its path in the dataset, line, column, what it is.
Problem = tuple[str, int, int, str]

_IN_MEMORY = ":memory:"
_STEPS = 50_000  # of SQLite's machine between two looks at the clock: about a millisecond
_DAY = f"card.rowid >> {DAY_BITS}"
_ROW = f"{_DAY}, standing, file, line, words"
_LISTED = f"{_DAY}, file, line, key, payload"
_SPAN = "begins, ends, standing, facets"
_ENTRY = "word.word, word.stem, word.cards"
_COMMONEST = "ORDER BY word.cards DESC, word.word LIMIT ?"
_PREFIXED = """SELECT word FROM json_each(?) AS part
JOIN word ON word >= part.value AND word < part.value || '{' WHERE length(word) BETWEEN ? AND ?"""
_SUFFIXED = """SELECT reversed FROM json_each(?) AS part
JOIN ending ON reversed >= part.value AND reversed < part.value || '{'
WHERE length(reversed) BETWEEN ? AND ?"""
_FACETS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.facet USING fts5vocab(main, terms, row)"


_PROBLEMS = "SELECT path, line, column, message FROM problem"


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


class Store:
    """The index of one dataset. Its `db` is for the modules of relcli/index alone."""

    def __init__(self, path: str = _IN_MEMORY, *, building: bool = False) -> None:
        """Open the index at a path, which may be a URI; an empty one is made where there is none.

        Nothing is kept safe while it is `building`, until `finish`. Raises StoreError.
        """
        self.db = sqlite3.connect(path, isolation_level=None, uri=True)
        try:
            if path == _IN_MEMORY:  # what does not fit on the disk has to fit into memory
                self.db.execute("PRAGMA temp_store = MEMORY")
            self._prepare(building=building)
        except sqlite3.Error:
            self.db.close()
            raise

    def _prepare(self, *, building: bool) -> None:
        self.db.execute(f"PRAGMA cache_size = -{PAGES}")
        if building:
            self.db.execute("PRAGMA journal_mode = OFF")
        # A loss of power may cost the last change, which is then made again, but no more.
        self.db.execute(f"PRAGMA synchronous = {'OFF' if building else 'NORMAL'}")
        if not self.db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            self.db.executescript(f"BEGIN;{TABLES}{create_indexes()}COMMIT;")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def finish(self) -> None:
        """End building: from now on readers and a writer do not wait for each other."""
        self.db.execute("PRAGMA journal_mode = WAL")

    def file(self) -> str:
        """Give the path of the file; "" in memory."""
        _, _, path = self.db.execute("PRAGMA database_list").fetchone()
        return str(path)

    @contextmanager
    def changing(self, patience: float | None = None) -> "Iterator[Writer]":
        """Give what changes the index; all its changes become visible at once, or none of them.

        Raises StoreError where somebody else changes it for longer than `patience` (seconds; None
        is the driver's own).
        """
        from relcli.index.writer import Writer  # no search changes anything

        if patience is not None:
            self.db.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute(f"PRAGMA cache_size = -{CHANGING_PAGES}")
        try:
            writer = Writer(self)
            yield writer
            writer.enter_counts()
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")
        self.db.execute(f"PRAGMA cache_size = -{PAGES}")

    def hold(self, deadline: float) -> None:
        """Let no change be seen from now on, until `let_go`, nor anything be read after a time.

        What is read later, by `time.monotonic`, is a StoreError that `ran_out` knows.
        """
        self.db.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        self.db.execute("BEGIN")

    def let_go(self) -> None:
        """See the changes of others again, and read for as long as it takes."""
        self.db.set_progress_handler(None, 0)
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")

    # All cards together ---------------------------------------------------------------------------

    def about(self) -> About:
        """Give what a search has to know of all cards together."""
        noted = self.notes()
        mean = noted["words"] / noted["cards"] if noted["words"] else 1.0
        return About(
            noted["cards"],
            mean,
            noted["language"],
            kept=noted["kept"] > 0,
            synonyms=bool(noted["synonyms"]),
        )

    def notes(self) -> dict[str, Any]:
        """Give what is noted of the index as a whole: of what, by what, and when it was made."""
        return dict(self.db.execute("SELECT name, value FROM meta"))

    def fault(self) -> str:
        """Read all of the index, and tell what is damaged in it; "" where nothing is."""
        ((result,),) = self.db.execute("PRAGMA quick_check(1)")
        return "" if result == "ok" else str(result)

    # The vocabulary -------------------------------------------------------------------------------

    def lookup(self, words: "Iterable[str]") -> dict[str, Entry]:
        """Give those of the words that the vocabulary has."""
        select = f"SELECT {_ENTRY} FROM json_each(?) AS part JOIN word ON word.word = part.value"  # noqa: S608 - values are bound, here and below
        return {entry[0]: entry for entry in self.db.execute(select, (_array(set(words)),))}

    def by_stem(self, stems: "Iterable[str]") -> list[Entry]:
        """Give all words with one of the stems."""
        select = f"SELECT {_ENTRY} FROM json_each(?) AS part JOIN word ON stem = part.value"  # noqa: S608
        return self.db.execute(select, (_array(stems),)).fetchall()

    def by_sound(self, keys: "Iterable[str]", limit: int | None = None) -> list[Entry]:
        """Give the words that stand under one of some keys of sounds, the commonest first.

        Under the key "" stands none.
        """
        select = f"""SELECT {_ENTRY} FROM json_each(?) AS part
        JOIN word ON sound = part.value AND sound <> '' {_COMMONEST}"""  # noqa: S608
        return self.db.execute(select, (_array(set(keys)), _limit(limit))).fetchall()

    def homophones(self, word: str, least: int, limit: int) -> list[Entry]:
        """Give the other words under the key of a known word, the commonest first.

        None where that key has fewer letters than `least`.
        """
        select = """SELECT other.word, other.stem, other.cards FROM word JOIN word AS other
        ON other.sound = word.sound AND other.sound <> '' AND other.word <> word.word
        WHERE word.word = ? AND length(word.sound) >= ?
        ORDER BY other.cards DESC, other.word LIMIT ?"""
        return self.db.execute(select, (word, least, limit)).fetchall()

    def completions(self, prefix: str, limit: int) -> list[Entry]:
        """Give the words that begin so and go on, the commonest first."""
        select = f"SELECT {_ENTRY} FROM word WHERE word > ? AND word < ? {_COMMONEST}"  # noqa: S608
        return self.db.execute(select, (prefix, prefix + LAST_TEXT, limit)).fetchall()

    def beginning(self, prefixes: "Iterable[str]", shortest: int, longest: int) -> list[str]:
        """Give the words (a-z) of so many letters that begin with one of some prefixes.

        Where one prefix begins with another, a word may come twice.
        """
        rows = self.db.execute(_PREFIXED, (_array(prefixes), shortest, longest))
        return [word for (word,) in rows]

    def ending(self, suffixes: "Iterable[str]", shortest: int, longest: int) -> list[str]:
        """Give the words (a-z) of so many letters that end with one of some suffixes, likewise."""
        backwards = (suffix[::-1] for suffix in suffixes)
        rows = self.db.execute(_SUFFIXED, (_array(backwards), shortest, longest))
        return [word[::-1] for (word,) in rows]

    def has_abjad(self) -> bool:
        """Tell whether there are words in Hebrew or Arabic letters."""
        select = "SELECT 1 FROM word WHERE word >= ? AND word < ? LIMIT 1"
        return self.db.execute(select, (KEPT, INDIAN)).fetchone() is not None

    def synonyms(self, keys: "Iterable[str]") -> "Iterator[tuple[str, tuple[Entry, ...]]]":
        """Give, for stems in a row (blanks between), words in a row that mean the same.

        The vocabulary has all of them. A single word is meant in all its forms.
        """
        select = """SELECT synonym.key, words, stem FROM json_each(?) AS part
        JOIN synonym ON synonym.key = part.value ORDER BY synonym.key, words"""
        for key, words, stem in self.db.execute(select, (_array(set(keys)),)).fetchall():
            parts = words.split()
            if len(parts) == 1:
                yield from ((key, (entry,)) for entry in self.by_stem([stem]))
            elif len(known := self.lookup(parts)) == len(set(parts)):
                yield key, tuple(known[part] for part in parts)

    # Cards ----------------------------------------------------------------------------------------

    def postings(self, scope: "Scope", terms: "Terms", limit: int) -> list[int]:
        """Give the rowids of the newest cards in a scope that have some terms, newest first."""
        rows = Selection(self.db, scope).select("", terms, limit, newest_first=True)
        return [rowid for (rowid,) in rows]

    def rows(self, scope: "Scope", terms: "Terms", limit: int) -> list[Row]:
        """Give the same cards as they are scored."""
        return Selection(self.db, scope).select(_ROW, terms, limit, newest_first=True)

    def rows_of(self, scope: "Scope", rowids: "Iterable[int]") -> list[Row]:
        """Give, of the cards of some rowids, those that read as the phrases of a scope demand."""
        return Selection(self.db, scope).of_rowids(_ROW, rowids)

    def has_unread(self, scope: "Scope") -> bool:
        """Whether more cards have the words of the phrases of a scope than are read for them."""
        return Selection(self.db, scope).has_unread()

    def listed(self, scope: "Scope") -> list[Listed]:
        """Give all cards in a scope, the oldest first."""
        return Selection(self.db, scope).select(_LISTED, (), newest_first=False)

    def first_days(self, scope: "Scope", limit: int, *, newest_first: bool) -> list[Listed]:
        """Give the cards of whole days, from the oldest or the newest on, so many at least.

        Fewer only where there are no more in the scope, which may have no phrases.
        """
        selection = Selection(self.db, scope)
        most = limit
        while True:
            most *= 2
            rows = selection.select(_LISTED, (), most, newest_first=newest_first)
            if len(rows) < most:
                return rows
            whole = [row for row in rows if row[1] != rows[-1][1]]
            if len(whole) >= limit:
                return whole

    def number(self, scope: "Scope") -> int:
        """Give how many cards are in a scope."""
        if not (scope.where.narrows or scope.reads_texts or scope.unwanted):
            return self.about().cards
        return len(Selection(self.db, scope).select("", (), newest_first=False))

    def payloads(
        self, scope: "Scope", terms: "Terms", limit: int, *, newest_first: bool
    ) -> list[str]:
        """Give the payloads of cards in a scope that have some terms, in order of their days."""
        rows = Selection(self.db, scope).select("payload", terms, limit, newest_first=newest_first)
        return [payload for _, payload in rows]

    def spans(self, scope: "Scope", terms: "Terms" = ()) -> list[Span]:
        """Give when every card in a scope that has some terms was, the oldest first."""
        return Selection(self.db, scope).select(_SPAN, terms, newest_first=False)

    def spans_of(self, rowids: "Iterable[int]") -> list[Span]:
        """Give when the cards of some rowids were."""
        return Selection(self.db, ALL_CARDS).of_rowids(_SPAN, rowids)

    def key_and_payload(self, rowid: int) -> tuple[str, str]:
        """Give the key and the payload of a card."""
        select = "SELECT key, payload FROM card WHERE rowid = ?"
        ((key, payload),) = self.db.execute(select, (rowid,))
        return key, payload

    def words_of(self, rowid: int) -> str:
        """Give the words of a card, blanks between, and FIELD_MARK between its fields."""
        ((words,),) = self.db.execute("SELECT words FROM card WHERE rowid = ?", (rowid,))
        return str(words)

    def texts_with(self, word: str, limit: int) -> list[str]:
        """Give claim, note and actors, as JSON, of the newest cards that have a known word.

        Cards without a payload are left out.
        """
        select = """SELECT json_extract(payload, '$.claim', '$.note', '$.actors') FROM card
        WHERE json_valid(payload) AND rowid IN (SELECT rowid FROM terms WHERE terms MATCH (
            SELECT '"' || stem || '"' FROM word WHERE word = ?) ORDER BY rowid DESC LIMIT ?)"""
        return [text for (text,) in self.db.execute(select, (word, limit))]

    def payloads_of(self, key: str) -> list[str]:
        """Give the payloads of the cards with a key, mostly one, as they stand in the files.

        Where none has it, give those that had it before.
        """
        select = "SELECT payload FROM card WHERE key = ? ORDER BY file, line"
        found = [payload for (payload,) in self.db.execute(select, (key,))]
        if found or key.isascii():  # only a text in other letters had another key
            return found
        terms = (((facet_term(former_facet(key)),),),)
        return self.payloads(ALL_CARDS, terms, LAST_ROWID, newest_first=False)

    def payloads_from(self, prefix: str, limit: int | None) -> list[str]:
        """Give the payloads of the cards whose keys begin so, in the order of these."""
        select = "SELECT payload FROM card WHERE key >= ? AND key < ? ORDER BY key LIMIT ?"
        values = prefix, prefix + LAST_TEXT, _limit(limit)
        return [payload for (payload,) in self.db.execute(select, values)]

    def claims(self, keys: "Iterable[str]") -> dict[str, str]:
        """Give the claim of each of some keys that a card has: of two cards, the first one's."""
        select = """SELECT key, json_extract(payload, '$.claim') FROM card
        WHERE key IN (SELECT value FROM json_each(?)) ORDER BY file DESC, line DESC"""
        wanted = sorted(keys)
        claims = dict(self.db.execute(select, (json.dumps(wanted),)))
        for key in wanted:
            if key not in claims and (payloads := self.payloads_of(key)):
                claims[key] = json.loads(payloads[0])["claim"]
        return claims

    def keys_in(self, files: "Iterable[str]") -> set[str]:
        """Give the keys of the cards of some files."""
        select = "SELECT key FROM card WHERE file = ?"
        return {key for file in files for (key,) in self.db.execute(select, (file,))}

    def shared_keys(self) -> set[str]:
        """Give the keys that more than one card has."""
        select = "SELECT key FROM card GROUP BY key HAVING count(*) > 1"
        return {key for (key,) in self.db.execute(select)}

    def places(self, keys: "Iterable[str]") -> list[tuple[str, str, int]]:
        """Give (key, file, line) of the cards with some keys, in the order of these."""
        select = """SELECT key, file, line FROM card
        WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key, file, line"""
        return self.db.execute(select, (json.dumps(list(keys)),)).fetchall()

    # Facets ---------------------------------------------------------------------------------------

    def facet_counts(self, kind: str) -> dict[str, int]:
        """Give the terms of all facets of a kind, each with the number of cards that have it."""
        start = facet_term(f"{kind}:")
        return self._counts(start, start + LAST_TEXT)

    def has_facet(self, facet: str) -> bool:
        """Tell whether any card has a facet."""
        term = facet_term(facet)
        return any(self._counts(term, term).values())

    def _counts(self, first: str, last: str) -> dict[str, int]:
        self.db.execute(_FACETS)
        select = "SELECT term, doc FROM temp.facet WHERE term >= ? AND term <= ?"
        return dict(self.db.execute(select, (first, last)))

    def example(self, term: str) -> str | None:
        """Give the payload of a card that has the facet of a term; None where none has."""
        select = "SELECT payload FROM terms CROSS JOIN card ON card.rowid = terms.rowid"
        values = (any_of([(term,)]),)
        row = self.db.execute(f"{select} WHERE terms MATCH ? LIMIT 1", values).fetchone()
        return row[0] if row else None

    # What is declared, and what is wrong ----------------------------------------------------------

    def declarations(self) -> "Declared":
        """Give all that the dataset declares and a card may name; read when it is asked for."""
        from relcli.index.declarations import kept  # only where cards are read

        return kept(self.db)

    def declared(self, kind: str, ids: "Iterable[str] | None" = None) -> dict[str, dict[str, Any]]:
        """Give what is declared of a kind (topic, actor, source), by id, in the order of files.

        With `ids`, only what has one of these.
        """
        some = "" if ids is None else " AND id IN (SELECT value FROM json_each(?))"
        select = f"SELECT id, data FROM declared WHERE kind = ?{some} ORDER BY number"  # noqa: S608 - values are bound
        values = (kind,) if ids is None else (kind, _array(ids))
        return {key: json.loads(data) for key, data in self.db.execute(select, values)}

    def actors_by(self, ids: "Sequence[str]") -> list[dict[str, Any]]:
        """Give all declared actors, those of some ids first."""
        select = """SELECT data FROM declared WHERE kind = 'actor'
        ORDER BY id NOT IN (SELECT value FROM json_each(?)), number"""
        return [json.loads(data) for (data,) in self.db.execute(select, (json.dumps(ids),))]

    def names(self, kind: str) -> list[str]:
        """Give all names, folded (`names.fold`), by which what is declared of a kind is known."""
        select = "SELECT folded FROM name WHERE kind = ?"
        return [name for (name,) in self.db.execute(select, (kind,))]

    def ids_named(self, kind: str, folded: str) -> list[str]:
        """Give the ids of what is declared of a kind and known by a folded name."""
        select = "SELECT id FROM name WHERE kind = ? AND folded = ?"
        return [key for (key,) in self.db.execute(select, (kind, folded))]

    def problems(self) -> list[Problem]:
        """Give what is wrong with the files, in the order of these."""
        return self.db.execute(f"{_PROBLEMS} ORDER BY path, line, column").fetchall()

    def first_problem(self) -> tuple[int, Problem | None]:
        """Give how many problems the files have, and the first of them."""
        ((number,),) = self.db.execute("SELECT count(*) FROM problem")
        first = self.db.execute(f"{_PROBLEMS} ORDER BY path, line, column LIMIT 1").fetchone()
        return number, first


def _limit(limit: int | None) -> int:
    """Write a limit as SQLite has it."""
    return -1 if limit is None else limit


def _array(words: "Iterable[str]") -> str:
    """Write words, in which nothing needs to be escaped, as a JSON array.

    It is sorted, so that what is found comes in the same order every time.
    """
    return '["' + '","'.join(sorted(words)) + '"]'
