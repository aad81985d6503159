"""The cards of a dataset at one commit, and what the next one makes of them.

A card is known by a number that it keeps, whatever its id becomes: its chain. Of two files that use
one id the first one has the card, as the loader says. A card that cannot be read any more, for its
file is broken, is held as it was until the file can be read again.
"""

from typing import TYPE_CHECKING, NamedTuple

from relcli.history.compare import Difference, Kept, compare
from relcli.history.likeness import pair
from relcli.history.pieces import NOTHING, Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


class Row(NamedTuple):
    """What changed on the card of a chain."""

    chain: int
    difference: Difference


class State:
    """The files that were read so far, and the chains of their cards.

    `chain_of` gives the chain that an id had last, and whether its card has another id now.
    """

    def __init__(
        self,
        first_chain: int,
        chain_of: "Callable[[str], tuple[int, bool] | None]",
        held: "Mapping[str, Kept]",
    ) -> None:
        self.versions: dict[str, Version] = {}
        self.held = dict(held)
        self._next_chain = first_chain
        self._chain_of = chain_of
        self._chains: dict[str, int] = {}  # of the cards that there are, as far as asked for …
        self._living: set[int] = set()  # … and of these, those that were noted here
        self._ended: dict[str, int] = {}  # of the cards that went meanwhile
        self._files: dict[str, set[str]] = {}  # in which each id stands

    def start_with(self, path: str, version: Version) -> None:
        """Take in a file as it was before all changes."""
        self._replace(path, version)

    def change(self, versions: "Mapping[str, Version]") -> list[Row]:
        """Take in new versions of some files, and return what changed on which card."""
        ids = self._ids_touched(versions)
        before = {card_id: self._kept(card_id) for card_id in ids}
        replaced = {path: self.versions.get(path, NOTHING) for path in versions}
        for path, version in versions.items():
            self._replace(path, version)
        troubled = {path for path, version in versions.items() if version.troubled}
        for card_id, old in before.items():
            if card_id in self._files or not old or old.path not in troubled:
                self.held.pop(card_id, None)
            else:
                self.held[card_id] = old
        after = {card_id: self._kept(card_id) for card_id in ids}
        return list(self._rows(_Step(before, after, replaced, versions)))

    def _ids_touched(self, versions: "Mapping[str, Version]") -> list[str]:
        """Return the ids of which a file says something else than before."""
        ids: dict[str, None] = {}
        for path, new in versions.items():
            ids |= dict.fromkeys(sorted(new.differing(self.versions.get(path, NOTHING))))
            ids |= {name: None for name, kept in self.held.items() if kept.path == path}
        return list(ids)

    def _replace(self, path: str, version: Version) -> None:
        for card_id in version.differing(self.versions.get(path, NOTHING)):
            files = self._files.setdefault(card_id, set())
            if card_id in version.cards:
                files.add(path)
            else:
                files.discard(path)
                if not files:
                    del self._files[card_id]
        self.versions[path] = version

    def _kept(self, card_id: str) -> Kept | None:
        """Return a card as it is now, be it held from before."""
        paths = self._files.get(card_id)
        if not paths:
            return self.held.get(card_id)
        path = min(paths, key=lambda path: path.split("/"))
        return Kept(self.versions[path].cards[card_id], path)

    def _rows(self, step: "_Step") -> "Iterator[Row]":
        gone, come = step.gone(), step.come()
        earlier = self._paired(gone, come)
        for name, new in step.after.items():
            if new is None:
                continue
            old = step.before[name] or gone.get(earlier.get(name, ""))
            chain = self._chain(name, earlier.get(name), old)
            if difference := compare(old, new):
                yield Row(chain, difference)
        left = set(earlier.values())
        for name in gone:
            if name not in left and (difference := compare(gone[name], None)):
                yield Row(self._end(name), difference)

    def _paired(self, gone: "Mapping[str, Kept]", come: "Mapping[str, Kept]") -> dict[str, str]:
        """Return of each card that came and was there before the id that it had."""
        if not gone or not come:
            return {}
        chains = {self._known_chain(name): name for name in gone}
        known = {name: found[0] for name in come if (found := self._chain_of(name))}
        same = {name: chains.pop(chain) for name, chain in known.items() if chain in chains}
        left = {name: old for name, old in gone.items() if name in chains.values()}
        return same | pair(left, {name: new for name, new in come.items() if name not in same})

    def _chain(self, name: str, earlier: str | None, old: Kept | None) -> int:
        """Return the chain of a card that is there, and note it."""
        if earlier is not None:
            chain = self._end(earlier)
            del self._ended[earlier]
        elif old is not None:
            chain = self._known_chain(name)
        else:
            chain = self._ended_chain(name)
        self._chains[name] = chain
        self._living.add(chain)
        return chain

    def _end(self, name: str) -> int:
        """Note that no card has this id any more, and return the chain of the one that had it."""
        chain = self._ended[name] = self._known_chain(name)
        self._chains.pop(name, None)
        self._living.discard(chain)
        return chain

    def _known_chain(self, name: str) -> int:
        """Return the chain of a card that there is, or was until now."""
        if name not in self._chains:
            found = self._chain_of(name)
            self._chains[name] = found[0] if found else self._new_chain()
        return self._chains[name]

    def _new_chain(self) -> int:
        chain = self._next_chain
        self._next_chain += 1
        return chain

    def _ended_chain(self, name: str) -> int:
        """Return the chain of the card that had an id before; a new one where there was none."""
        chain = self._ended.pop(name, None)
        if chain is None and (found := self._chain_of(name)) and not found[1]:
            chain = found[0]
        if chain is None or chain in self._living:
            chain = self._new_chain()
        return chain


class _Step(NamedTuple):
    """The ids that a commit touched, with their cards, and the files, both as before and after."""

    before: "Mapping[str, Kept | None]"
    after: "Mapping[str, Kept | None]"
    replaced: "Mapping[str, Version]"
    versions: "Mapping[str, Version]"

    def gone(self) -> dict[str, Kept]:
        """Return the cards that are not there any more, each with its neighbours."""
        gone = {n: old for n, old in self.before.items() if old and not self.after[n]}
        return _with_neighbours(gone, self.replaced)

    def come(self) -> dict[str, Kept]:
        """Return the cards that were not there before, each with its neighbours."""
        come = {n: new for n, new in self.after.items() if new and not self.before[n]}
        return _with_neighbours(come, self.versions)


def _with_neighbours(
    cards: "Mapping[str, Kept]", versions: "Mapping[str, Version]"
) -> dict[str, Kept]:
    """Return cards with their place in the file, and the ids before and after them."""
    beside: dict[tuple[str, str], tuple[int, str | None, str | None]] = {}
    for path in {kept.path for kept in cards.values()} & versions.keys():
        ids = [None, *versions[path].order(), None]
        for place, own in enumerate(ids[1:-1], 1):
            beside[path, str(own)] = place, ids[place - 1], ids[place + 1]
    return {
        name: Kept(kept.card, kept.path, *beside.get((kept.path, name), ()))
        for name, kept in cards.items()
    }
