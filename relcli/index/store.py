"""What a search asks of the index of one dataset: the one seam between relcli and a database.

Terms, here and in what is given: a *word* is one of `index.words` as cards have it, a *stem* what
its forms share, a *key* of sounds what names share that sound alike (`index.sound_key`), a *facet*
a kind and a value ("topic:military"), its *term* how the index writes it (`schema.facet_term`). A
*rowid* tells a card from all others of this index and sorts by its day, as long as the store is
open. A *payload* is a card as JSON (`model.card_dict.PlainCard`), its path as the dataset has it.
What is "newest first" goes by the day by which a card is ordered.

There are two bodies: `index.sqlite_store`, in a file or in memory, and `index.postgres_store`, in a
database that several machines share. What both understand is written here, once, and every question
asks for an order, so that both give the same answers; tests/test_contract.py asks both.

Whatever is asked raises `StoreError` where the index turns out to be damaged, or its server gone.
"""

import json
import sqlite3
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from relcli.errors import DatasetError, TooLongError
from relcli.index.schema import DAY_BITS, LAST_TEXT, facet_term, former_facet
from relcli.index.scope import ALL_CARDS
from relcli.index.selection import LAST_ROWID, Selection
from relcli.index.words import INDIAN, KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from relcli.index.scope import AllOf, Scope, Terms


class LostError(DatasetError):
    """A database that no longer answers; what to say of it, should it not come back."""


StoreError = (sqlite3.DatabaseError, LostError)


def ran_out(error: Exception) -> bool:
    """Whether nothing is damaged, but the time for an answer is over."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT


def too_long() -> TooLongError:
    """Return what to raise where the time for an answer is over."""
    return TooLongError("that takes too long to answer", "narrow it down by filters or dates")


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

PROBLEMS = 'SELECT path, line, "column", message FROM problem ORDER BY path, line, "column"'
_DAY = f"card.rowid >> {DAY_BITS}"
_ROW = f"{_DAY}, standing, file, line, words"
_LISTED = f"{_DAY}, file, line, key, payload"
_SPAN = "begins, ends, standing, facets"
_ENTRY = "word.word, word.stem, word.cards"
_COMMONEST = "ORDER BY word.cards DESC, word.word LIMIT ?"


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


class Store(ABC):
    """The index of one dataset. A body of it gives what is abstract here, and how it writes SQL."""

    TEXTS: ClassVar[str]  # a table, `part`, with the texts of a list as its column `value`
    ROWIDS: ClassVar[str]  # the same of rowids
    FIND: ClassVar[str]  # the function that tells where in a text another one begins, from 1, or 0
    NO_LIMIT: ClassVar[int | None]  # as a limit

    @abstractmethod
    def ask(self, question: str, values: "Sequence[Any]" = ()) -> list[Any]:
        """Give all rows that a SELECT gives, its values marked with `?`; for relcli/index alone."""

    @abstractmethod
    def texts(self, texts: "Iterable[str]") -> Any:  # noqa: ANN401 - what the driver takes
        """Write texts as the value of TEXTS, sorted, so that answers come in the same order."""

    @abstractmethod
    def rowids(self, rowids: "Iterable[int]") -> Any:  # noqa: ANN401 - likewise
        """Write rowids as the value of ROWIDS."""

    @abstractmethod
    def cut(
        self,
        columns: str,
        terms: "Terms",
        unwanted: "AllOf",
        rowids: tuple[int, int],
        limits: tuple[int, int],
        *,
        newest_first: bool,
        checks: str = "TRUE",
        values: "Sequence[Any]" = (),
    ) -> list[Any]:
        """Give (rowid, *columns) of the cards of a range of rowids that have terms, in their order.

        They meet each of `terms`, of which there is one at least, and have none that are unwanted.
        The first of the `limits` is how many such cards are read, the second how many are given of
        those that pass the `checks`, SQL with `values`.
        """

    @abstractmethod
    def close(self) -> None:
        """Close the file, or the connection."""

    @abstractmethod
    def hold(self, deadline: float) -> None:
        """Let no change be seen from now on, until `let_go`, nor anything be read after a time.

        What is read later, by `time.monotonic`, is a TooLongError, or a StoreError that `ran_out`
        knows.
        """

    @abstractmethod
    def let_go(self) -> None:
        """See the changes of others again, and read for as long as it takes. Never raises.

        Of what is not held, it lets a server forget the state that was read until now.
        """

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
        return dict(self.ask("SELECT name, value FROM meta"))

    # The vocabulary -------------------------------------------------------------------------------

    def lookup(self, words: "Iterable[str]") -> dict[str, Entry]:
        """Give those of the words that the vocabulary has."""
        select = f"SELECT {_ENTRY} FROM {self.TEXTS} JOIN word ON word.word = part.value"  # noqa: S608 - values are bound, here and below
        return {entry[0]: entry for entry in self.ask(select, (self.texts(set(words)),))}

    def by_stem(self, stems: "Iterable[str]") -> list[Entry]:
        """Give all words with one of the stems."""
        select = f"""SELECT {_ENTRY} FROM {self.TEXTS} JOIN word ON stem = part.value
        ORDER BY stem, word.word"""  # noqa: S608
        return self.ask(select, (self.texts(stems),))

    def by_sound(self, keys: "Iterable[str]", limit: int | None = None) -> list[Entry]:
        """Give the words that stand under one of some keys of sounds, the commonest first.

        Under the key "" stands none.
        """
        select = f"""SELECT {_ENTRY} FROM {self.TEXTS}
        JOIN word ON sound = part.value AND sound <> '' {_COMMONEST}"""  # noqa: S608
        return self.ask(select, (self.texts(set(keys)), self._limit(limit)))

    def homophones(self, word: str, least: int, limit: int) -> list[Entry]:
        """Give the other words under the key of a known word, the commonest first.

        None where that key has fewer letters than `least`.
        """
        select = """SELECT other.word, other.stem, other.cards FROM word JOIN word AS other
        ON other.sound = word.sound AND other.sound <> '' AND other.word <> word.word
        WHERE word.word = ? AND length(word.sound) >= ?
        ORDER BY other.cards DESC, other.word LIMIT ?"""
        return self.ask(select, (word, least, limit))

    def completions(self, prefix: str, limit: int) -> list[Entry]:
        """Give the words that begin so and go on, the commonest first."""
        select = f"SELECT {_ENTRY} FROM word WHERE word > ? AND word < ? {_COMMONEST}"  # noqa: S608
        return self.ask(select, (prefix, prefix + LAST_TEXT, limit))

    @abstractmethod
    def beginning(self, prefixes: "Iterable[str]", shortest: int, longest: int) -> list[str]:
        """Give the words (a-z) of so many letters that begin with one of some prefixes.

        Where one prefix begins with another, a word may come twice.
        """

    @abstractmethod
    def ending(self, suffixes: "Iterable[str]", shortest: int, longest: int) -> list[str]:
        """Give the words (a-z) of so many letters that end with one of some suffixes, likewise."""

    def has_abjad(self) -> bool:
        """Tell whether there are words in Hebrew or Arabic letters."""
        return bool(self.ask("SELECT 1 FROM word WHERE word >= ? AND word < ? LIMIT 1", _ABJAD))

    def synonyms(self, keys: "Iterable[str]") -> "Iterator[tuple[str, tuple[Entry, ...]]]":
        """Give, for stems in a row (blanks between), words in a row that mean the same.

        The vocabulary has all of them. A single word is meant in all its forms.
        """
        select = f"""SELECT synonym.key, words, stem FROM {self.TEXTS}
        JOIN synonym ON synonym.key = part.value ORDER BY synonym.key, words"""  # noqa: S608
        for key, words, stem in self.ask(select, (self.texts(set(keys)),)):
            parts = words.split()
            if len(parts) == 1:
                yield from ((key, (entry,)) for entry in self.by_stem([stem]))
            elif len(known := self.lookup(parts)) == len(set(parts)):
                yield key, tuple(known[part] for part in parts)

    # Cards ----------------------------------------------------------------------------------------

    def postings(self, scope: "Scope", terms: "Terms", limit: int) -> list[int]:
        """Give the rowids of the newest cards in a scope that have some terms, newest first."""
        rows = Selection(self, scope).select("", terms, limit, newest_first=True)
        return [rowid for (rowid,) in rows]

    def rows(self, scope: "Scope", terms: "Terms", limit: int) -> list[Row]:
        """Give the same cards as they are scored."""
        return Selection(self, scope).select(_ROW, terms, limit, newest_first=True)

    def rows_of(self, scope: "Scope", rowids: "Iterable[int]") -> list[Row]:
        """Give, of the cards of some rowids, those that read as the phrases of a scope demand."""
        return Selection(self, scope).of_rowids(_ROW, rowids)

    def has_unread(self, scope: "Scope") -> bool:
        """Whether more cards have the words of the phrases of a scope than are read for them."""
        return Selection(self, scope).has_unread()

    def listed(self, scope: "Scope") -> list[Listed]:
        """Give all cards in a scope, the oldest first."""
        return Selection(self, scope).select(_LISTED, (), newest_first=False)

    def first_days(self, scope: "Scope", limit: int, *, newest_first: bool) -> list[Listed]:
        """Give the cards of whole days, from the oldest or the newest on, so many at least.

        Fewer only where there are no more in the scope, which may have no phrases.
        """
        selection = Selection(self, scope)
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
        return len(Selection(self, scope).select("", (), newest_first=False))

    def payloads(
        self, scope: "Scope", terms: "Terms", limit: int, *, newest_first: bool
    ) -> list[str]:
        """Give the payloads of cards in a scope that have some terms, in order of their days."""
        rows = Selection(self, scope).select("payload", terms, limit, newest_first=newest_first)
        return [payload for _, payload in rows]

    def spans(self, scope: "Scope", terms: "Terms" = ()) -> list[Span]:
        """Give when every card in a scope that has some terms was, the oldest first."""
        return Selection(self, scope).select(_SPAN, terms, newest_first=False)

    def spans_of(self, rowids: "Iterable[int]") -> list[Span]:
        """Give when the cards of some rowids were."""
        return Selection(self, ALL_CARDS).of_rowids(_SPAN, rowids)

    def keys_and_payloads(self, rowids: "Iterable[int]") -> dict[int, tuple[str, str]]:
        """Give the keys and the payloads of some cards, by their rowids."""
        rows = Selection(self, ALL_CARDS).of_rowids("key, payload", rowids)
        return {rowid: (key, payload) for rowid, key, payload in rows}

    def words_of(self, rowid: int) -> str:
        """Give the words of a card, blanks between, and FIELD_MARK between its fields."""
        ((words,),) = self.ask("SELECT words FROM card WHERE rowid = ?", (rowid,))
        return str(words)

    @abstractmethod
    def texts_with(self, word: str, limit: int) -> list[str]:
        """Give claim, note and actors, as JSON, of the newest cards that have a known word.

        Cards without a payload are left out.
        """

    def payloads_of(self, key: str) -> list[str]:
        """Give the payloads of the cards with a key, mostly one, as they stand in the files.

        Where none has it, give those that had it before.
        """
        select = "SELECT payload FROM card WHERE key = ? ORDER BY file, line"
        found = [payload for (payload,) in self.ask(select, (key,))]
        if found or key.isascii():  # only a text in other letters had another key
            return found
        terms = (((facet_term(former_facet(key)),),),)
        return self.payloads(ALL_CARDS, terms, LAST_ROWID, newest_first=False)

    def payloads_from(self, prefix: str, limit: int | None) -> list[str]:
        """Give the payloads of the cards whose keys begin so, in the order of these."""
        select = "SELECT payload FROM card WHERE key >= ? AND key < ? ORDER BY key LIMIT ?"
        values = prefix, prefix + LAST_TEXT, self._limit(limit)
        return [payload for (payload,) in self.ask(select, values)]

    def claims(self, keys: "Iterable[str]") -> dict[str, str]:
        """Give the claim of each of some keys that a card has: of two cards, the first one's."""
        wanted = sorted(keys)
        claims = self.claims_now(wanted)
        for key in wanted:
            if key not in claims and (payloads := self.payloads_of(key)):
                claims[key] = json.loads(payloads[0])["claim"]
        return claims

    @abstractmethod
    def claims_now(self, keys: "Sequence[str]") -> dict[str, str]:
        """Give the same of the keys that cards have now."""

    # Facets ---------------------------------------------------------------------------------------

    def facet_counts(self, kind: str) -> dict[str, int]:
        """Give the terms of all facets of a kind, each with the number of cards that have it."""
        start = facet_term(f"{kind}:")
        return self.counts(start, start + LAST_TEXT)

    def has_facet(self, facet: str) -> bool:
        """Tell whether any card has a facet."""
        term = facet_term(facet)
        return any(self.counts(term, term).values())

    @abstractmethod
    def counts(self, first: str, last: str) -> dict[str, int]:
        """Give the terms of facets from one to another, with the number of cards of each."""

    def example(self, term: str) -> str | None:
        """Give the payload of a card that has the facet of a term; None where none has."""
        rows = self.payloads(ALL_CARDS, (((term,),),), 1, newest_first=False)
        return rows[0] if rows else None

    # What is declared, and what is wrong ----------------------------------------------------------

    def declared(self, kind: str, ids: "Iterable[str] | None" = None) -> dict[str, dict[str, Any]]:
        """Give what is declared of a kind (topic, actor, source), by id, in the order of files.

        With `ids`, only what has one of these.
        """
        some = "" if ids is None else f" AND id IN (SELECT value FROM {self.TEXTS})"  # noqa: S608
        select = f"SELECT id, data FROM declared WHERE kind = ?{some} ORDER BY number"  # noqa: S608
        values = (kind,) if ids is None else (kind, self.texts(ids))
        return {key: json.loads(data) for key, data in self.ask(select, values)}

    def actors_by(self, ids: "Sequence[str]") -> list[dict[str, Any]]:
        """Give all declared actors, those of some ids first."""
        select = f"""SELECT data FROM declared WHERE kind = 'actor'
        ORDER BY id NOT IN (SELECT value FROM {self.TEXTS}), number"""  # noqa: S608
        return [json.loads(data) for (data,) in self.ask(select, (self.texts(ids),))]

    def names(self, kind: str) -> list[str]:
        """Give all names, folded (`names.fold`), by which what is declared of a kind is known."""
        select = "SELECT folded FROM name WHERE kind = ? ORDER BY folded"
        return [name for (name,) in self.ask(select, (kind,))]

    def ids_named(self, kind: str, folded: str) -> list[str]:
        """Give the ids of what is declared of a kind and known by a folded name."""
        select = "SELECT id FROM name WHERE kind = ? AND folded = ? ORDER BY id"
        return [key for (key,) in self.ask(select, (kind, folded))]

    def first_problem(self) -> tuple[int, Problem | None]:
        """Give how many problems the files have, and the first of them."""
        ((number,),) = self.ask("SELECT count(*) FROM problem")
        first = self.ask(f"{PROBLEMS} LIMIT 1")
        return number, first[0] if first else None

    def _limit(self, limit: int | None) -> int | None:
        return self.NO_LIMIT if limit is None else limit


_ABJAD = KEPT, INDIAN
