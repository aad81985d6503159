"""All datasets of a command together, each with an index as fresh as its files."""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from relcli.errors import DatasetError, FilterError, did_you_mean, suggestion
from relcli.index.refresh import discard, open_index, refreshed
from relcli.index.schema import facet_term
from relcli.index.sqlite_store import SqliteStore
from relcli.index.stamps import real_path
from relcli.index.store import StoreError, ran_out, too_long
from relcli.model.names import fold, utf8

if TYPE_CHECKING:
    from collections.abc import Collection

    from relcli.index.reading import Progress
    from relcli.index.store import Store
    from relcli.load.address import Address
    from relcli.model.card_dict import PlainCard, PlainSource

    Dataset = Path | Address

Told = TypeVar("Told")
Row = dict[str, Any]

NEAR_IDS = 10_000  # ids compared with one that nobody knows: a bound on time


class Datasets:
    """What a command answers from."""

    def __init__(
        self,
        datasets: "Sequence[Dataset]",
        remark: Callable[[str], None],
        progress: "Progress | None" = None,
        open_one: "Callable[[Path], Store] | None" = None,
    ) -> None:
        """Open the index of every dataset. Raises DatasetError for one that cannot be read.

        `open_one` opens another index than that of the files as they are.
        """
        self._remark, self._progress = remark, progress
        self._changing = open_one is None
        self._open_one = open_one or (lambda dataset: open_index(dataset, remark, progress))
        self._stores = dict(pair for dataset in datasets for pair in self._open(dataset))

    def _open(self, dataset: "Dataset") -> "Iterator[tuple[Dataset, Store]]":
        """Yield a dataset with its index, or those that are in a database."""
        if not isinstance(dataset, Path):
            from relcli.index.postgres_store import open_published  # most facts are files

            yield from open_published(dataset)
            return
        with _readable(dataset):
            store = self._open_one(dataset)
        yield dataset, store

    @contextmanager
    def held(self, seconds: float) -> "Iterator[str]":
        """Answer meanwhile from the files as they are now, whatever happens to them.

        Gives what tells their state from any other. Raises DatasetError, and TooLongError where
        reading takes longer than so many seconds.
        """
        deadline = time.monotonic() + seconds
        for dataset, store in self._stores.items() if self._changing else ():
            if isinstance(dataset, Path) and isinstance(store, SqliteStore):
                with _readable(dataset):
                    self._stores[dataset] = refreshed(store, dataset, self._remark, self._progress)

        def state(store: "Store") -> str:
            store.hold(deadline)
            seen = store.notes()
            return " ".join(str(seen.get(name)) for name in ("format", "stamps", "unsettled"))

        try:
            yield "\n".join(state for _, state in self.ask(state))
        except StoreError as error:  # of what was not asked by way of `ask`
            if ran_out(error):
                raise too_long() from None
            raise
        finally:
            self.let_go()

    def let_go(self) -> None:
        """Keep no state of a database: the next question is answered from a later one."""
        for store in self._stores.values():
            store.let_go()

    @property
    def places(self) -> "tuple[Dataset, ...]":
        """Where the datasets lie."""
        return tuple(self._stores)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where those lie that are files."""
        return tuple(dataset for dataset in self._stores if isinstance(dataset, Path))

    def close(self) -> None:
        """Close every index."""
        for store in self._stores.values():
            store.close()

    def ask(self, question: "Callable[[Store], Told]") -> "Iterator[tuple[Dataset, Told]]":
        """Yield what each index answers; one that is damaged, or whose server is gone, anew."""
        for dataset, store in self._stores.items():
            try:
                answer = question(store)
            except StoreError as error:
                if ran_out(error):
                    raise too_long() from None
                discard(store)
                self._stores.update(self._open(dataset))
                answer = question(self._stores[dataset])
            yield dataset, answer

    def store(self, dataset: "Dataset") -> "Store":
        """Return the index of one dataset."""
        return self._stores[dataset]

    def problems(self) -> tuple[int, str]:
        """Return how many problems the files have, and the first of them."""
        counted = [(d, *problems) for d, problems in self.ask(lambda store: store.first_problem())]
        total = sum(number for _, number, _ in counted)
        for dataset, _, first in counted:
            if first:
                path, line, column, message = first
                return total, f"{place(dataset, path)}:{line}:{column}: {message}"
        return 0, ""

    def within(self, text: str) -> str:
        """Return a text that begins with the place of a file as seen from its own dataset."""
        for dataset in sorted(map(str, self._stores), key=len, reverse=True):
            if text.startswith(f"{dataset}{os.sep}"):
                return text.removeprefix(f"{dataset}{os.sep}")
            if text.startswith(dataset):  # a dataset of one file
                return f"{Path(dataset).name}{text.removeprefix(dataset)}"
        return text

    def cards_of(self, card_id: str) -> "list[PlainCard]":
        """Return the cards with this id: one, unless two datasets use it."""
        return [
            plain(dataset, payload)
            for dataset, payloads in self.ask(lambda store: store.payloads_of(utf8(card_id)))
            for payload in payloads
        ]

    def portable(self, card: "PlainCard") -> "PlainCard":
        """Return a card with its place as seen from its dataset, wherever on a disk that is."""
        path = card["place"]["path"]
        folders = (f"{dataset}{os.sep}" for dataset in self.paths)
        folder = next(filter(path.startswith, folders), None)
        within = path.removeprefix(folder) if folder else path
        if within in map(str, self.paths):  # a dataset of one file
            within = Path(path).name
        return {**card, "place": {**card["place"], "path": within}}

    def claims_of(self, cards: "Sequence[PlainCard]") -> dict[str, str]:
        """Return the claims of the cards that some cards lead to, by id."""
        ids = {other for card in cards for other in (*card["related"], *card["contradicts"])}
        ids |= {card["superseded_by"] for card in cards if card["superseded_by"]}
        asked = self.ask(lambda store: store.claims(ids))
        return {card_id: claim for _, claims in asked for card_id, claim in claims.items()}

    def ids(self, start: str = "", limit: int | None = None) -> list[tuple[str, str]]:
        """Return the ids that begin so, each with its claim."""
        found = (
            json.loads(payload)
            for _, payloads in self.ask(lambda store: store.payloads_from(utf8(start), limit))
            for payload in payloads
        )
        return [(card["id"], card["claim"]) for card in found]

    def near_id(self, unknown: str) -> str | None:
        """Return the id that comes nearest to one that no card has."""
        return did_you_mean(unknown, (card_id for card_id, _ in self.ids(unknown[:1], NEAR_IDS)))

    def declared(self, kind: str, ids: "Collection[str] | None" = None) -> dict[str, Row]:
        """Return what the datasets declare of a kind (topic, actor, source), by id.

        With `ids`, only what has one of these.
        """
        asked = self.ask(lambda store: store.declared(kind, ids))
        return {entity: row for _, rows in asked for entity, row in rows.items()}

    def aliases_of(self, actors: Sequence[str]) -> "Iterator[list[str]]":
        """Yield the name and the aliases of each actor: of those with these ids, then of all."""
        for _, rows in self.ask(lambda store: store.actors_by(actors)):
            yield from ([actor["name"], *actor["aliases"]] for actor in rows)

    def facet_counts(self, kind: str) -> dict[str, int]:
        """Return how many cards have each facet of a kind, by `facet_term`."""
        counts: dict[str, int] = {}
        for _, of_dataset in self.ask(lambda store: store.facet_counts(kind)):
            for term, cards in of_dataset.items():
                counts[term] = counts.get(term, 0) + cards
        return counts

    def example(self, term: str) -> "PlainCard":
        """Return a card that has a facet, by the term that `facet_counts` gave."""
        asked = self.ask(lambda store: store.example(term))
        return next(plain(dataset, payload) for dataset, payload in asked if payload)

    def facets_named(self, kind: str, name: str) -> tuple[str, ...]:
        """Return the facets of the cards that a filter value means. Raises FilterError."""
        folded = fold(name)
        asked = self.ask(lambda store: store.ids_named(_CALLED_AS.get(kind, kind), folded))
        declared = "from" if kind == "source" else kind
        facets = {f"{declared}:{entity}" for _, ids in asked for entity in ids}
        if kind == "speaker":  # an actor who says nothing is none
            facets = {facet for facet in facets if self.has_facet(facet)}
        undeclared = f"{_FACETS_BY_NAME[kind]}:{folded}"
        if self.has_facet(undeclared):
            facets.add(undeclared)
        if not facets:
            raise self._unknown(kind, name)
        return tuple(sorted(facets))

    def speakers(self) -> list[str]:
        """Return the name of everybody who speaks in a source of a card."""
        names = {}
        said = _FACETS_BY_NAME["speaker"]
        for term in self.facet_counts(said):
            for source in self.example(term)["sources"]:
                speaker = source["speaker"]
                if speaker and facet_term(f"{said}:{fold(speaker['name'])}") == term:
                    names[term] = speaker["name"]
        return sorted(names.values())

    def _unknown_speaker(self, name: str) -> FilterError:
        known = self.speakers()
        folded = fold(name)
        longer = [speaker for speaker in known if folded in fold(speaker)]
        nearest = longer[0] if longer else did_you_mean(name, known)
        cure = suggestion(nearest, "`relcli sources` tells who speaks")
        message = f"--speaker: nobody called `{name}` speaks in these facts"
        return FilterError(message, cure, field="speaker", value=name, suggestion=nearest)

    def has_facet(self, facet: str) -> bool:
        """Whether any card has a facet."""
        return any(has for _, has in self.ask(lambda store: store.has_facet(facet)))

    def source_names(self, ids: "Collection[str] | None" = None) -> dict[str, str]:
        """Return whom the declared sources are known by, by their ids; of some, those alone."""
        from relcli.model.source_rules import source_name

        declared = cast("dict[str, PlainSource]", self.declared("source", ids))
        return {source_id: source_name(source) for source_id, source in declared.items()}

    def _unknown(self, kind: str, name: str) -> FilterError:
        if kind == "speaker":
            return self._unknown_speaker(name)
        names = {known for _, names in self.ask(lambda store: store.names(kind)) for known in names}
        used = {term.partition(":")[2] for term in self.facet_counts(kind)}
        nearest = did_you_mean(name, names | used)
        cure = suggestion(nearest, f"`relcli {kind}s` lists them")
        message = f"--{kind}: no {kind} `{name}` in these facts"
        return FilterError(message, cure, field=kind, value=name, suggestion=nearest)


# Under which facet a name finds cards although nobody declared it.
_FACETS_BY_NAME = {"topic": "topic", "actor": "named", "source": "from", "speaker": "said"}
_CALLED_AS = {"speaker": "actor"}  # who speaks is called by the names of an actor


@contextmanager
def _readable(dataset: Path) -> "Iterator[None]":
    """Tell that the folder of a dataset cannot be read. Raises DatasetError."""
    try:
        yield
    except OSError as error:
        raise DatasetError(f"{dataset}: {error.strerror}", "see that you may read it") from None


def plain(dataset: "Dataset", payload: str) -> "PlainCard":
    """Return a card as plain data, its place as seen from where the user is."""
    card = cast("PlainCard", json.loads(payload))
    card["place"]["path"] = place(dataset, card["place"]["path"])
    return card


def is_below(path: str, dataset: Path) -> bool:
    """Whether the place of a card is in a dataset, by the path that `place` gave it."""
    return path == str(dataset) or path.startswith(f"{dataset}{os.sep}")


def place(dataset: "Dataset", path: str) -> str:
    """Return the path of a file of a dataset, as its index keeps it.

    Of one in a database that is as its folder has it.
    """
    if not isinstance(dataset, Path):
        return path or dataset.dataset
    return f"{dataset}{os.sep}{real_path(path)}" if path else str(dataset)
