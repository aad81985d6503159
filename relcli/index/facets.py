"""What cards can be chosen by: how many cards have a facet, and which.

A facet is a kind and a value, such as `topic:military`. The full-text table knows it as a term.
"""

import sqlite3

from relcli.index.schema import facet_term

_VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.facet USING fts5vocab(main, terms, row)"


def counts(db: sqlite3.Connection, start: str, *, whole: bool = False) -> dict[str, int]:
    """Return the terms of all facets that begin so (or are so), each with its number of cards."""
    db.execute(_VOCABULARY)
    first = facet_term(start) if whole else facet_term(f"{start}:")
    last = first if whole else f"{first}\U0010ffff"
    select = "SELECT term, doc FROM temp.facet WHERE term >= ? AND term <= ?"
    return dict(db.execute(select, (first, last)))


def example(db: sqlite3.Connection, term: str) -> str | None:
    """Return the payload of a card that has the facet of a term, or None."""
    select = "SELECT payload FROM terms CROSS JOIN card ON card.rowid = terms.rowid"
    row = db.execute(f"{select} WHERE terms MATCH ? LIMIT 1", (f'"{term}"',)).fetchone()
    return row[0] if row else None
