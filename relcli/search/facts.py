"""All datasets of a command together, each with an index as fresh as its files."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from relcli.errors import DatasetError, FilterError, did_you_mean
from relcli.index import facets
from relcli.index.refresh import discard, open_index
from relcli.index.schema import facet_term
from relcli.index.stamps import real_path
from relcli.model.names import fold, utf8

if TYPE_CHECKING:
    from relcli.index.store import Index
    from relcli.model.card_dict import PlainCard

Told = TypeVar("Told")
Row = dict[str, Any]

NEAR_IDS = 10_000  # ids compared with one that nobody knows: a bound on time


class Facts:
    """What a command answers from."""

    def __init__(
        self, datasets: Sequence[Path], remark: Callable[[str], None], *, quiet: bool = False
    ) -> None:
        """Open the index of every dataset. Raises DatasetError for one that cannot be read."""
        self._remark = remark
        self._quiet = quiet
        self._indexes = {dataset: self._open(dataset) for dataset in datasets}

    def _open(self, dataset: Path) -> "Index":
        try:
            return open_index(dataset, self._remark, quiet=self._quiet)
        except OSError as error:
            raise DatasetError(f"{dataset}: {error.strerror}", "see that you may read it") from None

    def close(self) -> None:
        """Close every index."""
        for index in self._indexes.values():
            index.close()

    def ask(self, question: "Callable[[Index], Told]") -> "Iterator[tuple[Path, Told]]":
        """Yield what each index answers; one that turns out to be damaged is made anew."""
        for dataset, index in self._indexes.items():
            try:
                told = question(index)
            except sqlite3.DatabaseError:
                discard(index)
                self._indexes[dataset] = self._open(dataset)
                told = question(self._indexes[dataset])
            yield dataset, told

    def problems(self) -> tuple[int, str]:
        """Return how many problems the files have, and the first of them."""
        count = "SELECT count(*) FROM problem"
        select = """SELECT path, line, "column", message FROM problem
        ORDER BY path, line, "column" LIMIT 1"""
        asked = self.ask(
            lambda i: (i.db.execute(count).fetchone()[0], i.db.execute(select).fetchone())
        )
        found = [(dataset, *each) for dataset, each in asked if each[0]]
        if not found:
            return 0, ""
        dataset, _, (path, line, column, message) = found[0]
        first = f"{place(dataset, path)}:{line}:{column}: {message}"
        return sum(problems for _, problems, _ in found), first

    def cards_of(self, card_id: str) -> "list[PlainCard]":
        """Return the cards with this id: one, unless two datasets use it."""
        select = "SELECT payload FROM card WHERE key = ? ORDER BY file, line"
        return [
            plain(dataset, payload)
            for dataset, rows in self.ask(
                lambda i: i.db.execute(select, (utf8(card_id),)).fetchall()
            )
            for (payload,) in rows
        ]

    def claims_of(self, cards: "Sequence[PlainCard]") -> dict[str, str]:
        """Return the claims of the cards that some cards lead to, by id."""
        ids = {other for card in cards for other in (*card["related"], *card["contradicts"])}
        ids |= {card["superseded_by"] for card in cards if card["superseded_by"]}
        select = """SELECT key, json_extract(payload, '$.claim') FROM card
        WHERE key IN (SELECT value FROM json_each(?)) ORDER BY file, line"""
        value = (json.dumps(sorted(ids)),)
        asked = self.ask(lambda index: index.db.execute(select, value).fetchall())
        return {key: claim for _, rows in asked for key, claim in reversed(rows)}

    def ids(self, start: str = "", limit: int = -1) -> list[tuple[str, str]]:
        """Return the ids that begin so, each with its claim."""
        select = "SELECT payload FROM card WHERE key >= ? AND key < ? ORDER BY key LIMIT ?"
        values = utf8(start), f"{utf8(start)}\U0010ffff", limit
        found = (
            json.loads(payload)
            for _, rows in self.ask(lambda index: index.db.execute(select, values).fetchall())
            for (payload,) in rows
        )
        return [(card["id"], card["claim"]) for card in found]

    def near_id(self, unknown: str) -> str | None:
        """Return the id that comes nearest to one that no card has."""
        return did_you_mean(unknown, (card_id for card_id, _ in self.ids(unknown[:1], NEAR_IDS)))

    def declared(self, kind: str) -> dict[str, Row]:
        """Return what the datasets declare of a kind (topic, actor, source), by id."""
        select = "SELECT id, data FROM declared WHERE kind = ? ORDER BY number"
        return {
            entity: json.loads(data)
            for _, rows in self.ask(lambda index: index.db.execute(select, (kind,)).fetchall())
            for entity, data in rows
        }

    def aliases_of(self, actors: Sequence[str]) -> "Iterator[list[str]]":
        """Yield the name and the aliases of each actor: of those with these ids, then of all."""
        select = """SELECT data FROM declared WHERE kind = 'actor'
        ORDER BY id NOT IN (SELECT value FROM json_each(?)), number"""
        value = (json.dumps(list(actors)),)
        for _, rows in self.ask(lambda index: index.db.execute(select, value).fetchall()):
            for (data,) in rows:
                actor = json.loads(data)
                yield [actor["name"], *actor["aliases"]]

    def own_word(self, dataset: Path, word: str) -> str:
        """Return a word, or several in a row, of the index as a card of the dataset writes it."""
        from relcli.index.stems import stem
        from relcli.search.located import Texts

        db = self._indexes[dataset].db
        match = " AND ".join(f'"{stem(part)}"' for part in word.split())
        select = """SELECT payload FROM card WHERE rowid IN (
            SELECT rowid FROM terms WHERE terms MATCH ? ORDER BY rowid DESC LIMIT 1)"""
        ((payload,),) = db.execute(select, (match,))  # a word that is suggested is one of a card
        return Texts(plain(dataset, payload), self.aliases_of).own_form(word)

    def counts(self, kind: str) -> dict[str, int]:
        """Return how many cards have each facet of a kind, by `facet_term`."""
        counts: dict[str, int] = {}
        for _, found in self.ask(lambda index: facets.counts(index.db, kind)):
            for term, cards in found.items():
                counts[term] = counts.get(term, 0) + cards
        return counts

    def example(self, term: str) -> "PlainCard":
        """Return a card that has a facet, by the term that `counts` gave."""
        asked = self.ask(lambda index: facets.example(index.db, term))
        return next(plain(dataset, payload) for dataset, payload in asked if payload)

    def facets_named(self, kind: str, name: str) -> tuple[str, ...]:
        """Return the facets of the cards that a filter value means. Raises FilterError."""
        folded = fold(name)
        select = "SELECT id FROM name WHERE kind = ? AND folded = ?"
        called = _CALLED_AS.get(kind, kind)
        asked = self.ask(lambda index: index.db.execute(select, (called, folded)).fetchall())
        declared = "from" if kind == "source" else kind
        found = {f"{declared}:{entity}" for _, rows in asked for (entity,) in rows}
        if kind == "speaker":  # an actor who says nothing is none
            found = {facet for facet in found if self.has_facet(facet)}
        undeclared = f"{_FACETS_BY_NAME[kind]}:{folded}"
        if self.has_facet(undeclared):
            found.add(undeclared)
        if not found:
            raise self._unknown(kind, name)
        return tuple(sorted(found))

    def speakers(self) -> list[str]:
        """Return the name of everybody who speaks in a source of a card."""
        found = {}
        for term in self.counts(_FACETS_BY_NAME["speaker"]):
            for source in self.example(term)["sources"]:
                speaker = source["speaker"]
                if speaker and facet_term(f"said:{fold(speaker['name'])}") == term:
                    found[term] = speaker["name"]
        return sorted(found.values())

    def _unknown_speaker(self, name: str) -> FilterError:
        known = self.speakers()
        folded = fold(name)
        longer = [speaker for speaker in known if folded in fold(speaker)]
        nearest = longer[0] if longer else did_you_mean(name, known)
        cure = f"did you mean `{nearest}`?" if nearest else "`relcli sources` tells who speaks"
        return FilterError(f"--speaker: nobody called `{name}` speaks in these facts", cure)

    def has_facet(self, facet: str) -> bool:
        """Whether any card has a facet."""
        used = self.ask(lambda index: facets.counts(index.db, facet, whole=True))
        return any(cards for _, cards in used)

    def _unknown(self, kind: str, name: str) -> FilterError:
        if kind == "speaker":
            return self._unknown_speaker(name)
        select = "SELECT folded FROM name WHERE kind = ?"
        names = {
            known
            for _, rows in self.ask(lambda index: index.db.execute(select, (kind,)).fetchall())
            for (known,) in rows
        }
        used = {term.partition(":")[2] for term in self.counts(kind)}
        nearest = did_you_mean(name, names | used)
        cure = f"did you mean `{nearest}`?" if nearest else f"`relcli {kind}s` lists them"
        return FilterError(f"--{kind}: no {kind} `{name}` in these facts", cure)


# Under which facet a name finds cards although nobody declared it.
_FACETS_BY_NAME = {"topic": "topic", "actor": "named", "source": "from", "speaker": "said"}
_CALLED_AS = {"speaker": "actor"}  # who speaks is called by the names of an actor


def plain(dataset: Path, payload: str) -> "PlainCard":
    """Return a card as plain data, its place as seen from where the user is."""
    card = cast("PlainCard", json.loads(payload))
    card["place"]["path"] = place(dataset, card["place"]["path"])
    return card


def place(dataset: Path, path: str) -> str:
    """Return the path of a file of a dataset, as its index keeps it."""
    return f"{dataset}{os.sep}{real_path(path)}" if path else str(dataset)
