"""The tables of an index, in SQLite, and the numbers and terms that all who use them agree on.

`card` holds each card's words (fields joined by "|"), payload and standing, by which equal answers
are ordered: the surer first, then the undisputed. `terms` is a full-text table that
knows which card has which stem or facet and nothing else (detail=none), so that SQLite intersects
and merges lists of cards in C. `word` is the vocabulary, `ending` the same words written backwards.
A card's rowid is the day by which it is ordered and a hash of its key: a timeline and a range of
dates are ranges of rowids, and the index is the same whatever order it was built in. `begins` and
`ends` are the years in which the card is counted. `declared` and `name` hold what the dataset
declares, by which a changed file of cards is read again without all the declaring files beside it;
`problem` what is wrong with its files.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from relcli.model.scale import Confidence

# Of tables and analysis, whatever release of relcli has them: an index with another one is built
# anew. tests/test_schema_version.py notices where it has to be raised.
VERSION = "13"
# The days that a row holds: some 2.9 million years before and after Christ.
FIRST_DAY, LAST_DAY = -(1 << 30), 1 << 30
MOST_YEARS = 1 << 62  # a year has a column of its own
DAY_BITS = 32  # a rowid is day << DAY_BITS | hash: two cards of one day hardly ever collide
FIELD_MARK = "|"
# Facets of cards by their dates: a state that is attested on a day, and what has no first day, and
# so stands at its last.
STATE, UNBEGUN = "date:state", "date:unbegun"
LAST_TEXT = "\U0010ffff"  # no text has it: what begins with a text stands before that and this
EVERY_CARD = "card"  # a facet of all cards: "all but ..." and a bare timeline are full-text, too

# Days. A card that lasts longer than one of these has a facet for it, so that
# a range of dates knows how far before it a card may have begun. What lasts longer than the
# last is nearly always open. See `span_facet`.
SPANS = (31, 366, 4 * 366, 16 * 366, 64 * 366)

# KB of the file kept in memory. The system has it there anyway, and new memory takes a search
# longer: a first one 3.8 ms, but 4.7 with the 2,000 that SQLite takes by itself. A change, though,
# comes back to pages that it wrote.
PAGES, CHANGING_PAGES = 500, 256_000

TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE card (
    rowid INTEGER PRIMARY KEY, file TEXT, line INTEGER, latest INTEGER, begins INTEGER,
    ends INTEGER, standing INTEGER, words TEXT, facets TEXT, key TEXT, payload TEXT);
CREATE TABLE word (
    word TEXT PRIMARY KEY, cards INTEGER, stem TEXT, sound TEXT) WITHOUT ROWID;
CREATE TABLE ending (reversed TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE synonym (key TEXT, words TEXT, stem TEXT, PRIMARY KEY (key, words)) WITHOUT ROWID;
CREATE TABLE declared (
    number INTEGER PRIMARY KEY, kind TEXT, id TEXT, data TEXT, UNIQUE (kind, id));
CREATE TABLE name (kind TEXT, folded TEXT, id TEXT, PRIMARY KEY (kind, folded, id)) WITHOUT ROWID;
CREATE TABLE problem (path TEXT, line INTEGER, "column" INTEGER, message TEXT);
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


@lru_cache(maxsize=100_000)  # a card has a dozen facets, mostly those of others: 7 us less for it
def facet_term(facet: str) -> str:
    """Write a facet as one term that no word can equal, and that FTS5 takes whole."""
    return "=" + re.sub(r"[^\w:.-]", lambda sign: f"%{ord(sign[0]):x}", facet.casefold())


def facets_text(facets: Iterable[str]) -> str:
    """Write the facets of a card as its row has them, and as FTS5 takes them."""
    return " ".join(map(facet_term, facets))


def terms_of(*kinds: str) -> Callable[[str], list[str]]:
    """Give what finds, in the text that `facets_text` writes, the terms of facets of some kinds.

    A pattern, for that takes half the time of looking at each term.
    """
    return re.compile(f"=(?:{'|'.join(kinds)}):[^ ]+").findall


def span_facet(number: int) -> str:
    """Give the facet of cards that last longer than so many of SPANS, and no longer."""
    return f"span:{number}"


def create_indexes() -> str:
    """Write the statements that make all of INDEXES, a line each."""
    return "".join(f"CREATE INDEX {name} ON {what};\n" for name, what in INDEXES.items())


def grade_facet(grade: Confidence) -> str:
    """Return the facet of the cards with a grade."""
    return f"confidence:{grade.value}"


def dispute_facet(*, disputed: bool) -> str:
    """Return the facet of the cards that a source disputes, or of the others."""
    return f"disputed:{'yes' if disputed else 'no'}"


def former_facet(card_id: str) -> str:
    """Return the facet of the card that had an id before, and still answers to it."""
    return f"former:{card_id}"


def held(day: int | None, otherwise: int) -> int:
    """Return the number of a day as a row holds it; of one that is open, `otherwise`."""
    return otherwise if day is None else max(FIRST_DAY, min(day, LAST_DAY))


def held_year(year: int | None) -> int | None:
    """Return a year as a row holds it."""
    return None if year is None else max(-MOST_YEARS, min(year, MOST_YEARS))


def key_number(key: str) -> int:
    """Return the part of a rowid that a key makes, of which nobody can make many that are alike."""
    from hashlib import blake2b  # only what is written asks

    return int.from_bytes(blake2b(key.encode(), digest_size=DAY_BITS // 8).digest())
