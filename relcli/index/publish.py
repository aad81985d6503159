"""A dataset to PostgreSQL: its index is copied there, in one transaction, as far as it was changed.

A file is published with a digest of what is in it; another machine, or the next run, compares these
and copies the cards of those files that differ. Rows are only added and removed, so that whoever
reads meanwhile sees the state before, whole. One publisher at a time writes a dataset; another one
waits, and compares then.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from relcli.errors import DatasetError, quoted
from relcli.index.postgres import (
    FACTS,
    FORMAT,
    SERVER_WAITS,
    TO_BE_LET,
    connect,
    is_newer,
    kept,
    quoted_name,
    trouble,
)
from relcli.index.postgres_tables import (
    INDEXES,
    LARGEST_TERMS,
    LONGEST_KEY,
    lexeme,
    tables,
)
from relcli.index.refresh import open_index
from relcli.index.schema import EVERY_CARD, FIELD_MARK, LAST_TEXT, facet_term
from relcli.index.stamps import real_path, stamps_of
from relcli.index.writer import card_terms
from relcli.load.dataset import dataset_id, read_declared
from relcli.load.files import DECLARING, read_bytes

if TYPE_CHECKING:
    import psycopg

    from relcli.index.reading import Progress
    from relcli.index.sqlite_store import SqliteStore
    from relcli.load.address import Address

    Db = psycopg.Connection[tuple[Any, ...]]

LONGEST_WAIT = "30min"  # for another publisher; a million cards take a few minutes
MOST_COMPARED = 1_000  # ids by which it is seen whether two datasets are one
LONGEST_NAME = 63  # bytes of the name of a schema: PostgreSQL cuts longer ones

# What a publisher may take of the server's memory: with its own 4 MB, indexes take twice as long.
_MEMORY = "SET LOCAL work_mem = '64MB'; SET LOCAL maintenance_work_mem = '256MB'"
_CARD = "rowid, file, line, latest, begins, ends, standing, words, facets, key, payload"
_SAME = ", ".join(name.strip() for name in _CARD.split(","))
# What is copied whole each time: the table in PostgreSQL, and what gives its rows.
_SMALL = {
    "word": "SELECT word, cards, stem, sound FROM word",
    "problem": 'SELECT path, line, "column", message FROM problem',
}
# What only the declaring files change.
_DECLARED = {
    "synonym": "SELECT key, words, stem FROM synonym",
    "declared": """SELECT number, kind, id, data FROM declared
    WHERE kind IN ('topic', 'actor', 'source')""",
    "name": "SELECT kind, folded, id FROM name",
}
_NOTED = ("cards", "words", "kept", "language", "synonyms")


class Published(NamedTuple):
    """What was published: the name, its cards, its files and how many of these had been changed.

    `first` tells whether nothing was there, `grants` what lets a role read it.
    """

    name: str
    cards: int
    files: int
    changed: int
    first: bool
    grants: str


class Wishes(NamedTuple):
    """How to publish: who may read it, over how many parts its cards are spread when it is new.

    With `replace` it may take the place of other files under the same name.
    """

    readers: Sequence[str] = ()
    parts: int = 1
    replace: bool = False


def publish(
    dataset: Path,
    address: "Address",
    wishes: Wishes,
    remark: Callable[[str], None],
    progress: "Progress | None" = None,
) -> Published:
    """Let a database have what the files of a dataset hold. Raises DatasetError."""
    # Before the index: of a file that is changed meanwhile, the next one to publish sees that.
    digests = {path: _digest(dataset, path) for path, _ in stamps_of(dataset)}
    address = address.of(address.dataset or dataset_id(dataset))
    if len(address.dataset.encode()) > LONGEST_NAME or address.dataset.startswith("pg_"):
        cure = "give it another one, as in `postgresql://…?dataset=NAME`"
        raise DatasetError(f"{quoted(address.dataset)} cannot name a schema in PostgreSQL", cure)
    with (
        closing(open_index(dataset, remark, progress)) as index,
        closing(connect(address, target_session_attrs="read-write")) as db,
    ):
        import psycopg

        publishing = _Publishing(index, dataset, db, address, digests)
        try:
            with db.transaction():
                publishing.lock(remark)
                return publishing.publish(wishes)
        except (psycopg.Error, UnicodeError) as error:
            raise trouble(error, address) from None


class _Publishing:
    """One dataset on its way to one database, inside a transaction."""

    def __init__(
        self,
        index: "SqliteStore",
        dataset: Path,
        db: "Db",
        address: "Address",
        digests: Mapping[str, str],
    ) -> None:
        self._index = index
        self._dataset = dataset
        self._db = db
        self._address = address
        self._digests = digests
        self._schema = quoted_name(address.dataset)

    def lock(self, remark: Callable[[str], None]) -> None:
        """Wait till nobody else publishes this dataset."""
        number = lock_number(self._address.dataset)
        self._db.execute(f"{SERVER_WAITS}; SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
        ((free,),) = self._db.execute("SELECT pg_try_advisory_xact_lock(%s)", (number,))
        if not free:
            remark(f"somebody else publishes {quoted(self._address.dataset)}; this one waits")
            self._db.execute("SELECT pg_advisory_xact_lock(%s)", (number,))

    def publish(self, wishes: Wishes) -> Published:
        """Write what differs. Raises DatasetError."""
        is_new = self._prepare(wishes.parts)
        had: dict[str, str] = dict(self._db.execute("SELECT path, digest FROM file").fetchall())
        differing = {kept(path): digest for path, digest in self._digests.items()}.items()
        changed = {path for path, _ in differing ^ had.items()}
        if not wishes.replace and had and not self._is_known({*had.values()}):
            what = (
                f"{self._address}: none of the cards that are published there is in {self._dataset}"
            )
            raise DatasetError(what, "name it otherwise (?dataset=NAME), or publish with --replace")
        if changed:
            everything = is_new or not changed.isdisjoint(DECLARING)
            self._write(changed, everything=everything, first=is_new)
        for reader in wishes.readers:
            self._db.execute(grants(self._address.dataset, reader))
        ((cards,),) = self._index.ask("SELECT value FROM meta WHERE name = 'cards'")
        name = self._address.dataset
        files, role = len(self._digests), "ROLE"
        return Published(name, cards, files, len(changed), is_new, grants(name, role))

    def _is_known(self, digests: set[str]) -> bool:
        """Whether what is published may be an earlier state of this dataset, by files and ids."""
        if digests.intersection(self._digests.values()):
            return True
        ((cards,),) = self._db.execute("SELECT count(*) FROM card")
        keys = [key for (key,) in self._index.ask("SELECT key FROM card LIMIT ?", (MOST_COMPARED,))]
        select = "SELECT FROM card WHERE key = ANY(%s) LIMIT 1"
        return not cards or bool(self._db.execute(select, (keys,)).fetchall())

    def _prepare(self, parts: int) -> bool:
        """Make the schema and its tables where they are not there, and tell if they were not."""
        self._refuse_encoding()
        select = """SELECT obj_description(oid, 'pg_namespace'), has_schema_privilege(oid, 'USAGE')
        FROM pg_namespace WHERE nspname = %s"""
        told = self._db.execute(select, (self._address.dataset,)).fetchone()
        if told == (FACTS, False):
            raise DatasetError(f"{self._address}: this role may not publish there", TO_BE_LET)
        if told not in (None, (FACTS, True)):
            what = f"{self._address}: the schema holds something else than facts"
            raise DatasetError(what, "name it otherwise, as in `postgresql://…?dataset=NAME`")
        if told is None:
            self._run(f"CREATE SCHEMA {self._schema}")
            self._run(f"COMMENT ON SCHEMA {self._schema} IS '{FACTS}'")
        self._run(f"SET LOCAL search_path = {self._schema}; {_MEMORY}")
        if told is not None:
            ((noted,),) = self._db.execute("SELECT value FROM meta WHERE name = 'format'")
            if noted == FORMAT:
                return False
            if is_newer(noted):
                what = f"{self._address}: a newer relcli published it, of format {noted}"
                raise DatasetError(what, "update this relcli")
            self._drop_tables()
        self._run(tables(parts))
        return True

    def _refuse_encoding(self) -> None:
        ((encoding,),) = self._db.execute("SHOW server_encoding")
        if encoding != "UTF8":
            what = f"{self._address}: the database is in {encoding}"
            raise DatasetError(what, "make one in UTF8, which has every letter")

    def _drop_tables(self) -> None:
        select = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
        names = self._db.execute(select, (self._address.dataset,)).fetchall()
        self._run(f"DROP TABLE {', '.join(quoted_name(name) for (name,) in names)} CASCADE")

    def _run(self, statements: str) -> None:
        self._db.execute(statements)

    def _write(self, changed: set[str], *, everything: bool, first: bool) -> None:
        """Write the cards of changed files, or all of them, and what is known of all together."""
        if first:
            self._copy(f"card ({_CARD}, terms)", self._cards(None))
            self._run(INDEXES)
        else:
            self._replace_cards(None if everything else changed)
        for table, select in (_SMALL | (_DECLARED if everything else {})).items():
            self._sync(table, self._index.ask(select))
        facets = self._index.counts("=", f"={LAST_TEXT}")
        every = facet_term(EVERY_CARD)
        self._sync("facet", ((term, cards) for term, cards in facets.items() if term != every))
        self._write_files(changed)
        self._note(declared=everything)
        if everything:  # else the server itself sees in time that rows were changed
            self._run("ANALYZE card, word, facet, declared, name")

    def _cards(self, files: set[str] | None) -> Iterator[Sequence[Any]]:
        """Yield the rows of the cards of some files, or of all, with their terms."""
        of_files = "" if files is None else "WHERE file IN (SELECT value FROM json_each(?))"
        select = f"SELECT {_CARD} FROM card {of_files} ORDER BY rowid"  # noqa: S608 - values are bound
        values = () if files is None else (self._index.texts(files),)
        for row in self._index.db.execute(select, values):
            _, file, line, *_, words, facets, key, _ = row
            self._refuse_long(f"{self._dataset / real_path(file)}:{line}", (file, key))
            distinct = set(words.split())
            distinct.discard(FIELD_MARK)
            terms = " ".join(map(lexeme, card_terms(distinct, facets).split(" ")))
            if len(terms.encode()) > LARGEST_TERMS:
                self._refuse(f"{self._dataset / real_path(file)}:{line}", "so many different words")
            yield (*row, terms)

    def _refuse_long(self, place: str, texts: Iterable[str]) -> None:
        if any(len(text) > LONGEST_KEY for text in texts):
            self._refuse(place, f"an id or a path of more than {LONGEST_KEY} letters")

    def _refuse(self, place: str, what: str) -> None:
        raise DatasetError(f"{place}: PostgreSQL's indexes do not take {what}", "shorten that")

    def _replace_cards(self, files: set[str] | None) -> None:
        """Take out the cards that some files no longer hold, or any, and add those that are new."""
        self._run("CREATE TEMP TABLE arrived (LIKE card) ON COMMIT DROP")
        self._copy(f"arrived ({_CARD}, terms)", self._cards(files))
        # Two cards of one id and day have rowids side by side, and which has which may have
        # changed: then the other one's file is copied, too.
        select = """SELECT DISTINCT card.file FROM card JOIN arrived USING (rowid)
        WHERE card.file <> ALL(%s)"""
        while files is not None:
            met = {file for (file,) in self._db.execute(select, (sorted(files),))}
            if not met:
                break
            self._copy(f"arrived ({_CARD}, terms)", self._cards(met))
            files |= met
        of_files = "" if files is None else "file = ANY(%s) AND"
        delete = f"""DELETE FROM card WHERE {of_files} NOT EXISTS (
            SELECT FROM arrived WHERE arrived.rowid = card.rowid
            AND ROW({_of("arrived")}) IS NOT DISTINCT FROM ROW({_of("card")}))"""  # noqa: S608 - values are bound
        self._db.execute(delete, () if files is None else (sorted(files),))
        self._run("""INSERT INTO card SELECT * FROM arrived
        WHERE NOT EXISTS (SELECT FROM card WHERE card.rowid = arrived.rowid)""")

    def _sync(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Let a small table have some rows, and write no more of them than differ."""
        new = f"new_{table}"
        self._run(f"CREATE TEMP TABLE {new} (LIKE {table}) ON COMMIT DROP")
        self._copy(new, rows)
        self._run(f"""DELETE FROM {table} AS old
        WHERE NOT EXISTS (SELECT FROM {new} AS new WHERE ROW(new.*) = ROW(old.*))""")  # noqa: S608 - relcli's own names
        self._run(f"INSERT INTO {table} SELECT * FROM {new} EXCEPT ALL SELECT * FROM {table}")  # noqa: S608 - likewise

    def _copy(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._db.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row([kept(value) for value in row])

    def _write_files(self, changed: set[str]) -> None:
        """Keep what is in the files, for who checks it."""
        self._db.execute("DELETE FROM file WHERE path = ANY(%s)", (sorted(changed),))
        rows = (
            (path, digest, _bytes(self._dataset, path))
            for path, digest in self._digests.items()
            if kept(path) in changed
        )
        self._copy("file", rows)

    def _note(self, *, declared: bool) -> None:
        """Note what an index notes, and where it may differ what the dataset says of itself."""
        from psycopg.types.json import Jsonb

        noted = {name: value for name, value in self._index.notes().items() if name in _NOTED}
        noted |= {"format": FORMAT, "stamps": _state(self._digests)}
        noted |= {"about": self._about()} if declared else {}
        insert = """INSERT INTO meta VALUES (%s, %s)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
        for name, value in noted.items():
            self._db.execute(insert, (name, Jsonb(value)))

    def _about(self) -> dict[str, Any]:
        declared, _ = read_declared(self._dataset if self._dataset.is_dir() else None)
        about = {
            "title": declared.title,
            "description": declared.description,
            "license": declared.license,
            "language": declared.language,
            "synonyms": declared.synonyms,
        }
        return {name: _in_json(value) for name, value in about.items()}


def _state(digests: Mapping[str, str]) -> str:
    """Return what tells a state of the files from any other."""
    return _hash(json.dumps(sorted(digests.items())).encode()).hex()


def lock_number(dataset: str) -> int:
    """Return the number of the lock that whoever publishes a dataset holds."""
    return int.from_bytes(_hash(dataset.encode())[:8], signed=True)


def grants(dataset: str, reader: str) -> str:
    """Write what lets a role read a dataset, also the tables that a later relcli makes for it."""
    schema, role = quoted_name(dataset), quoted_name(reader)
    return (
        f"GRANT USAGE ON SCHEMA {schema} TO {role}; "
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}; "
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {role}"
    )


def _of(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in _SAME.split(", "))


def _in_json(value: Any) -> Any:  # noqa: ANN401 - any value
    return [list(map(kept, row)) for row in value] if isinstance(value, tuple) else kept(value)


def _hash(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _digest(dataset: Path, path: str) -> str:
    """Return what tells the content of a file from any other; "" for what cannot be read."""
    data = _bytes(dataset, path)
    return "" if data is None else _hash(data).hex()


def _bytes(dataset: Path, path: str) -> bytes | None:
    try:
        return read_bytes(dataset / real_path(path))
    except OSError:  # which is a problem of the dataset, told as such
        return None
