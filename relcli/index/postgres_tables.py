"""The tables of published facts: a schema of their own for each dataset, under its name.

They hold what the tables of an index in SQLite do (`index.schema`), with plain btrees and one GIN
index. Words, paths and ids are compared by their bytes, as SQLite does. `facet` tells how many
cards have each facet, `file` what was in the files, for whoever checks them; `meta` has what an
index notes, and what the dataset says of itself.
"""

from collections.abc import Iterator

SHORT = 100  # letters of a long text that a btree holds, which takes no more than 2,704 bytes
LONGEST_LEXEME = 500  # letters, of four bytes at most: the full text takes 2,046
LONGEST_KEY = 600  # letters of an id and of a path, which btrees hold whole
LARGEST_TERMS = 1_000_000  # bytes of all terms of a card together, of which a tsvector takes 2**20

TABLES = """
CREATE TABLE meta (name text PRIMARY KEY, value jsonb NOT NULL);
CREATE TABLE card (
    rowid bigint, file text COLLATE "C", line integer, latest bigint, begins bigint, ends bigint,
    standing integer, words text, facets text, key text COLLATE "C", payload text, terms tsvector
){spread};
CREATE TABLE word (
    word text COLLATE "C", cards integer, stem text COLLATE "C", sound text COLLATE "C");
CREATE TABLE synonym (key text COLLATE "C", words text COLLATE "C", stem text COLLATE "C");
CREATE TABLE facet (term text COLLATE "C", cards integer);
CREATE TABLE declared (number integer, kind text, id text COLLATE "C", data text);
CREATE TABLE name (kind text, folded text COLLATE "C", id text COLLATE "C");
CREATE TABLE problem (path text COLLATE "C", line integer, "column" integer, message text);
CREATE TABLE file (path text COLLATE "C" PRIMARY KEY, digest text, data bytea);
"""
INDEXES = f"""
ALTER TABLE card ADD PRIMARY KEY (rowid);
CREATE INDEX card_of_file ON card (file);
CREATE INDEX card_of_key ON card (key);
CREATE INDEX card_of_term ON card USING gin (terms) WITH (fastupdate = off);
ALTER TABLE word ADD PRIMARY KEY (word);
CREATE INDEX word_backwards ON word (reverse(word));
CREATE INDEX word_of_stem ON word (stem);
CREATE INDEX word_of_sound ON word (sound) WHERE sound <> '';
CREATE INDEX synonym_of_key ON synonym (key);
CREATE INDEX facet_of_term ON facet (left(term, {SHORT}));
CREATE INDEX declared_of_kind ON declared (kind, number);
CREATE INDEX name_of_kind ON name (kind, left(folded, {SHORT}));
"""


def tables(parts: int) -> str:
    """Write the statements that make the tables, the cards spread over so many parts."""
    spread = " PARTITION BY HASH (rowid)" if parts > 1 else ""
    return TABLES.format(spread=spread) + "".join(_parts(parts))


def _parts(parts: int) -> Iterator[str]:
    for number in range(parts) if parts > 1 else ():
        values = f"WITH (MODULUS {parts}, REMAINDER {number})"
        yield f"CREATE TABLE card_{number} PARTITION OF card FOR VALUES {values};\n"


def lexeme(term: str) -> str:
    """Write a term as a tsvector and a tsquery have it; of a long one, a digest."""
    if len(term) > LONGEST_LEXEME:
        from hashlib import blake2b  # hardly a facet is so long

        term = f"={blake2b(term.encode(), digest_size=16).hexdigest()}"
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
