"""What a dataset declares, as its index has kept it.

A changed file of cards is read again by it, without all the declaring files beside it.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice, permutations
from operator import itemgetter
from typing import Any, TypeVar

from relcli.index.stems import stem
from relcli.index.words import in_a_row, whole, words
from relcli.load.declared import Declared
from relcli.model.card_dict import plain_actor, plain_source
from relcli.model.card_from_dict import actor_of, source_of
from relcli.model.names import fold
from relcli.model.tuning import SYNONYMS

_CALLED = "called"  # the kind of what is kept by the name that cards may call it
_SHARED = "shared"  # the kind of the names that no card may call anybody by

Kind = TypeVar("Kind")
Row = Mapping[str, Any]


def keep(db: sqlite3.Connection, declared: Declared) -> None:
    """Keep what a dataset declares, and by which names it can be asked for."""
    for topic, label in declared.topics.items():
        _keep_named(db, "topic", {"id": topic, "label": label}, label)
    for actor in declared.actors.values():
        _keep_named(db, "actor", plain_actor(actor), actor.name, *actor.aliases)
    for source in declared.sources.values():
        _keep_named(db, "source", dict(plain_source(source)), source.title, source.publisher)
    for name, actor in declared.actors_by_name.items():
        _keep(db, _CALLED, name, plain_actor(actor))
    for name, ids in declared.ambiguous.items():
        _keep(db, _SHARED, name, {"ids": ids})
    _keep_language(db, declared)


def _keep_language(db: sqlite3.Connection, declared: Declared) -> None:
    """Keep in which language the claims are, and which words find each other."""
    rows = synonym_rows(declared.synonyms)
    db.executemany("INSERT OR IGNORE INTO synonym VALUES (?, ?, ?)", rows)
    noted = ((declared.language, "language"), (len(rows), "synonyms"))
    db.executemany("UPDATE meta SET value = ? WHERE name = ?", noted)


def synonym_rows(synonyms: Iterable[Sequence[str]]) -> list[tuple[str, str, str]]:
    """Return what finds each other: stems in a row, words in a row, the stem of the first word.

    It is sorted, nothing is in it twice, and nothing has more of them than SYNONYMS.
    """
    rows = {
        (" ".join(map(stem, whole(one))), " ".join(in_a_row(other)), stem(other[0]))
        for same in synonyms
        for one, other in permutations(map(words, same), 2)
        if one and other
    }
    by_word = groupby(sorted(rows), key=itemgetter(0))
    return [row for _, same in by_word for row in islice(same, SYNONYMS)]


def _keep_named(db: sqlite3.Connection, kind: str, row: Row, *names: str | None) -> None:
    _keep(db, kind, row["id"], row)
    spellings = {fold(name) for name in (row["id"], *names) if name}
    rows = ((kind, spelling, row["id"]) for spelling in spellings)
    db.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)


def _keep(db: sqlite3.Connection, kind: str, key: str, row: Row) -> None:
    insert = "INSERT INTO declared (kind, id, data) VALUES (?, ?, ?)"
    db.execute(insert, (kind, key, json.dumps(row, ensure_ascii=False)))


def kept(db: sqlite3.Connection) -> Declared:
    """Return what was kept. That nothing of it was broken, the caller knows."""
    return Declared(
        topics=_Kept(db, "topic", lambda row: str(row["label"])),
        actors=_Kept(db, "actor", actor_of),
        actors_by_name=_Kept(db, _CALLED, actor_of),
        ambiguous=_Kept(db, _SHARED, lambda row: tuple(row["ids"])),
        sources=_Kept(db, "source", source_of),  # type: ignore[arg-type] # as it was kept
    )


class _Kept(Mapping[str, Kind]):
    """What is declared of a kind; each is made when it is asked for."""

    def __init__(self, db: sqlite3.Connection, kind: str, make: Callable[[Row], Kind]) -> None:
        self._db = db
        self._kind = kind
        self._make = make
        self._made: dict[str, Kind] = {}

    def __getitem__(self, key: str) -> Kind:
        if key not in self._made:
            select = "SELECT data FROM declared WHERE kind = ? AND id = ?"
            for (data,) in self._db.execute(select, (self._kind, key)):
                self._made[key] = self._make(json.loads(data))
        return self._made[key]

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None  # counting them takes as long as there are many

    def __iter__(self) -> Iterator[str]:
        # Who asks for the keys nearly always wants what they stand for: one query is for all.
        select = "SELECT id, data FROM declared WHERE kind = ? ORDER BY number"
        for key, data in self._db.execute(select, (self._kind,)):
            self._made[key] = self._make(json.loads(data))
            yield key

    def __len__(self) -> int:
        select = "SELECT count(*) FROM declared WHERE kind = ?"
        return int(self._db.execute(select, (self._kind,)).fetchone()[0])

    def __reduce__(self) -> tuple[type[dict[str, Kind]], tuple[Iterable[tuple[str, Kind]]]]:
        """Go to another process whole: it has no connection to the index."""
        return dict, (list(self.items()),)
