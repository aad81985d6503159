"""The SQLite copy of the cards: how it is opened, asked for what all cards have, and changed."""

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from relcli.index.schema import CHANGING_PAGES, PAGES, TABLES, create_indexes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relcli.index.writer import Writer


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
            self.db.executescript(f"BEGIN;{TABLES}{create_indexes()}COMMIT;")

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
