"""What is asked of the history of one dataset."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from relcli.errors import FilterError, HistoryError, quoted
from relcli.history.cited import MOST_CITATIONS, STALE, Citation, by_label, citations, net
from relcli.history.compare import Difference, events_of
from relcli.history.git import open_repository
from relcli.history.months import months
from relcli.history.objects import subject, time_of
from relcli.history.past import DAY, FIRST_DAY, REVISION, commit_named, moment_of
from relcli.history.pieces import NOTHING
from relcli.history.reading import bring_up_to_date
from relcli.history.state import Row, State
from relcli.history.unrecorded import unrecorded, versions_at, versions_now
from relcli.index.cache import cache_folder, folder_of
from relcli.index.kept_history import (
    FILE,
    HistoryStore,
    HistoryStoreError,
    KeptChange,
    is_damaged,
    remove_kept,
)
from relcli.load.dataset import dataset_id
from relcli.model.history import EVENTS, Change

if TYPE_CHECKING:
    from relcli.history.pieces import Version
    from relcli.index.reading import Progress
    from relcli.model.date import Date
    from relcli.model.history import PlainMonth

Told = TypeVar("Told")


class History:
    """The history of one dataset, as fresh as its repository was when it was opened."""

    def __init__(
        self,
        dataset: Path,
        remark: Callable[[str], None],
        progress: "Progress | None" = None,
    ) -> None:
        """Read what was committed since it was last read. Raises HistoryError."""
        self.repository = open_repository(dataset)
        self._dataset = dataset
        self._id = dataset_id(dataset)
        self._remark = remark
        self._progress = progress
        self._store = self._open()
        self._unrecorded: list[Row] | None = None
        self._numbers: dict[str, int | None] = {}
        self._names: dict[str, str | None] = {}

    def close(self) -> None:
        """Close what is kept."""
        self._store.close()

    def _open(self) -> HistoryStore:
        """Return what is kept, brought up to date; in memory, where nothing can be kept."""
        path: Path | None = None
        try:
            path = Path(cache_folder(self._dataset)) / FILE
            return self._fresh(path)
        except HistoryStoreError as error:
            if path and is_damaged(error):
                remove_kept(path)
                with suppress(HistoryStoreError):
                    return self._fresh(path)
            self._remark(f"reading the history without keeping it: {error}")
        except OSError as error:
            self._remark(f"reading the history without keeping it: {error}")
        return self._fresh(None)

    def _fresh(self, path: Path | None) -> HistoryStore:
        store = HistoryStore(path)
        try:
            bring_up_to_date(store, self.repository, self._id, self._remark, self._progress)
        except BaseException:
            store.close()
            raise
        return store

    def _ask(self, question: Callable[[HistoryStore], Told]) -> Told:
        """Return what is kept of something; should that be damaged, all is read anew.

        The question may be asked twice, so it must change nothing but what it makes itself.
        """
        try:
            return question(self._store)
        except HistoryStoreError:
            self._store.close()
            remove_kept(Path(cache_folder(self._dataset)) / FILE)
            self._store = self._open()
            return question(self._store)

    def log(self, ids: Iterable[str] = (), since: int | None = None) -> list[Change]:
        """Return what changed on which card in which commit, the newest first.

        Of some ids, or all; since a time (seconds since 1970). What is not committed comes first.
        """
        wanted = list(ids)

        def asked(store: HistoryStore) -> list[KeptChange]:
            kept = store.changes_of(wanted) if wanted else store.changes(since=since)
            return [change for change in kept if since is None or change.commit.time >= since]

        kept = self._ask(asked)
        chains = set(self._ask(lambda store: store.chains_of(wanted)))
        now = [
            self._told(row, None)
            for row in self.unrecorded()
            if not wanted or row.chain in chains or row.difference.id in wanted
        ]
        return [*now, *map(self._change, kept)]

    def known(self, ids: Sequence[str]) -> list[str]:
        """Return those of some ids that a card has or had."""
        now = {row.difference.id for row in self.unrecorded()} if ids else set()
        return self._ask(
            lambda store: [name for name in ids if name in now or store.chain_of(name)]
        )

    def unrecorded(self) -> "list[Row]":
        """Return what the files say that is not committed yet."""
        if self._unrecorded is None:
            self._unrecorded = self._ask(
                lambda store: unrecorded(self._dataset, self.repository, store)
            )
        return self._unrecorded

    def has(self, commit: str) -> bool:
        """Whether a commit, of which some digits are given, is in the repository."""
        if commit not in self._names:
            self._names[commit] = self.repository.name_of(f"{commit}^{{commit}}")
        return self._names[commit] is not None

    def since(self, card_id: str, commit: str | None, time: int | None) -> Change | None:
        """Return what changed in all on a card since a commit, or since a time; None for nothing.

        What is not committed yet counts. Raises HistoryError for a commit that there is not.
        """
        number = 0 if commit is None else self._number(f"{REVISION}{commit}")
        chains = self._ask(lambda store: store.chains_of([card_id]))
        kept = self._ask(lambda store: list(store.changes_of([card_id])))
        later = [
            change
            for change in reversed(kept)
            if change.number > (number or 0) and (time is None or change.commit.time >= time)
        ]
        now = [row.difference for row in self.unrecorded() if row.chain in chains]
        last = later[-1] if later else None
        fields = net([change.changes for change in later] + [told.changes for told in now])
        if not fields:
            return None
        row = now[0] if now else None
        shown = row or last
        assert shown  # noqa: S101 - one of them has what changed
        difference = Difference(shown.id, shown.claim, events_of(fields), fields)
        return self._told(Row(0, difference), None if now else last)

    def every(self) -> list[KeptChange]:
        """Return all changes that are recorded, the oldest first."""
        return self._ask(lambda store: list(store.changes_between(0, _LAST)))

    def of_card(self, card_id: str, until: str | None = None) -> list[Change]:
        """Return what changed on a card, the oldest first; up to a commit, or also until now."""
        if until is None:
            return self.log([card_id])[::-1]
        last = self._number(f"{REVISION}{until}") or 0
        kept = self._ask(lambda store: list(store.changes_of([card_id])))
        return [self._change(change) for change in reversed(kept) if change.number <= last]

    def regraded_since(self, when: str) -> list[list[KeptChange]]:
        """Return the changes since a moment, those of a card together, where it was regraded."""
        first = self._number(when) or 0
        chains: dict[int, list[KeptChange]] = {}
        for change in self._ask(lambda store: list(store.changes_between(first, _LAST))):
            chains.setdefault(change.chain, []).append(change)
        regraded = [c for c in chains.values() if any("regraded" in one.events for one in c)]
        return [changes[::-1] for changes in regraded]

    def diff(self, old: str, new: str | None = None) -> list[Change]:
        """Return what changed on which card between two moments, or from one until now.

        What a reader wants first comes first: what is new, regraded, disputed, retired, gone.
        Raises HistoryError, FilterError.
        """
        before = self._versions(old)
        after = versions_now(self._dataset) if new is None else self._versions(new)
        gone = dict.fromkeys(before.keys() - after.keys(), NOTHING)

        def asked(store: HistoryStore) -> list[Row]:
            state = State(store.next_chain(), store.chain_of, {})
            for path, version in before.items():
                state.start_with(path, version)
            return state.change({**gone, **after})

        rows = self._ask(asked)
        who = self._who(old, new)
        changes = [self._told(row, who.get(row.chain)) for row in rows]
        return sorted(changes, key=lambda change: (_rank(change), change.id))

    def _versions(self, when: str) -> "Mapping[str, Version]":
        return versions_at(self.repository, moment_of(self.repository, when).files, self._id)

    def _who(self, old: str, new: str | None) -> dict[int, KeptChange]:
        """Return the last change of each chain between two moments, as far as that is known."""
        first = self._number(old)
        last = _LAST if new is None else self._number(new)
        if first is None or last is None:
            return {}
        between = self._ask(lambda store: list(store.changes_between(first, last)))
        return {change.chain: change for change in between}

    def _number(self, when: str) -> int | None:
        """Return the number of the last commit by a moment that touched the dataset."""
        if when not in self._numbers:
            name = commit_named(self.repository, when)
            history = self.repository.ask("rev-list", "--first-parent", name).decode().split()
            self._numbers[when] = self._ask(lambda store: store.number_of_first(history))
        return self._numbers[when]

    def _change(self, kept: KeptChange) -> Change:
        return change_of(kept, self._id)

    def _told(self, row: "Row", who: KeptChange | None) -> Change:
        """Return what changed on a card, by whoever changed it last."""
        told = row.difference
        changes = {field: (old, new) for field, (old, new) in told.changes.items()}
        change = Change(
            told.id, None, None, None, None, tuple(told.events), changes, self._id, told.claim
        )
        if who is None:
            return change
        commit = who.commit
        return change._replace(
            recorded=time_of(commit.time),
            commit=commit.name,
            by=commit.author,
            why=subject(commit.message),
        )


def change_of(kept: KeptChange, dataset: str) -> Change:
    """Return a change that is kept as it is told."""
    commit = kept.commit
    return Change(
        kept.id,
        time_of(commit.time),
        commit.name,
        commit.author,
        subject(commit.message),
        tuple(kept.events),
        {field: (old, new) for field, (old, new) in kept.changes.items()},
        dataset,
        kept.claim,
    )


def known_regradings(dataset: Path, ids: Sequence[str]) -> tuple[dict[str, list[Change]], str]:
    """Return how cards were regraded as far as that was read before, and up to which commit.

    Nothing is asked of git.
    """
    name = dataset_id(dataset)
    told = {}
    try:
        with HistoryStore(Path(folder_of(dataset)) / FILE, reading=True) as store:
            for card_id in ids:
                kept = [c for c in store.changes_of([card_id]) if "regraded" in c.events]
                told[card_id] = [change_of(change, name) for change in reversed(kept)]
            return told, store.note("head")
    except (OSError, HistoryStoreError):  # never read, or being made
        return {}, ""


class Cited(NamedTuple):
    """What a text cites: each citation with what changed on its card since, or None for nothing.

    `unknown` are stamped ids that no card has or had, `lost` commits that are not in the
    repository, each as a citation; `undated` the citations of which nobody says since when.
    """

    checked: list[tuple[Citation, Change | None]]
    unknown: list[Citation]
    lost: list[Citation]
    undated: list[Citation]

    def stale(self) -> list[tuple[Citation, Change]]:
        """Return the citations that say something else than their cards do now."""
        return [(each, now) for each, now in self.checked if now and STALE.intersection(now.events)]


def check_citations(
    text: str, histories: Sequence[History], ids: Iterable[str], since: "Date | None"
) -> Cited:
    """Return what a text cites, and what became of it. Raises HistoryError, FilterError."""
    cited = Cited([], [], [], [])
    time = None if since is None else start_of(since)
    labels: dict[str, str] = {}
    found = citations(text)
    if len(found) > MOST_CITATIONS:
        message = f"the text has more than {MOST_CITATIONS:,} citations"
        raise HistoryError(message, "look at a part of it")
    for each in found:
        citation, history = each, _history_of(each.id, histories)
        if history is None and each.commit is None:
            labels = labels or by_label(ids)
            citation = each._replace(id=labels.get(each.id, ""))
            history = _history_of(citation.id, histories)
        if history is None:
            cited.unknown.extend([each] if each.commit else [])  # else it is another footnote
        elif citation.commit is None and time is None:
            cited.undated.append(citation)
        elif citation.commit is not None and not history.has(citation.commit):
            cited.lost.append(citation)
        else:
            since_then = None if citation.commit else time
            change = history.since(citation.id, citation.commit, since_then)
            cited.checked.append((citation, change))
    return cited


def _history_of(card_id: str, histories: Iterable[History]) -> History | None:
    return next((history for history in histories if history.known([card_id])), None)


def commit_to_cite(dataset: Path, ids: Iterable[str]) -> str:
    """Return the commit that has cards as they are now, whatever is not committed of others.

    Raises HistoryError, also where one of these cards has changed since.
    """
    repository = open_repository(dataset)
    with closing(HistoryStore()) as nothing_kept:
        rows = unrecorded(dataset, repository, nothing_kept)
    changed = {name for row in rows for name in (row.difference.id, *_earlier_ids(row))}
    for card_id in ids:
        if card_id in changed:
            message = (
                f"{quoted(card_id)} has changes that are not committed, so nobody could check it"
            )
            raise HistoryError(message, "`git commit` them, then cite it")
    return repository.head


def _earlier_ids(row: Row) -> list[str]:
    return [name for name in row.difference.changes.get("id", []) if name]


class Histories:
    """The histories of several datasets, together."""

    def __init__(
        self,
        datasets: Iterable[Path],
        remark: Callable[[str], None],
        progress: "Progress | None" = None,
    ) -> None:
        """Read what was committed since they were last read. Raises HistoryError."""
        self.each: list[History] = []
        try:
            for dataset in datasets:
                self.each.append(History(dataset, remark, progress))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close what is kept."""
        for history in self.each:
            history.close()

    def changes(self, ids: Sequence[str], since: "Date | None" = None) -> list[Change]:
        """Return what changed on which card in which commit; of some ids, or of all cards.

        The newest comes first, and before it what is not committed. Raises FilterError.
        """
        first = None if since is None else start_of(since)
        return _newest_first([history.log(ids, first) for history in self.each])

    def diff(self, old: str, new: str | None) -> list[Change]:
        """Return what changed between two moments. Raises HistoryError, FilterError."""
        return [change for history in self.each for change in history.diff(old, new)]

    def unknown(self, ids: Sequence[str]) -> list[str]:
        """Return those of some ids that no card has or had."""
        known = {name for history in self.each for name in history.known(ids)}
        return [name for name in ids if name not in known]

    def months(self) -> "list[PlainMonth]":
        """Return how the cards stood at the end of each month in which something was recorded."""
        return months([history.every() for history in self.each])


def _newest_first(changes: Sequence[Sequence[Change]]) -> list[Change]:
    """Return the changes of several datasets as one list; each of them is in order already."""
    if len(changes) == 1:
        return list(changes[0])
    every = [change for some in changes for change in some]
    return sorted(every, key=_when, reverse=True)


def _when(change: Change) -> datetime:
    """Return when a change was recorded; what is not yet comes after all that is."""
    return change.recorded or datetime.max.replace(tzinfo=UTC)


def start_of(date: "Date") -> int:
    """Return when a date begins, in seconds since 1970. Raises FilterError."""
    if date.first is None:
        message = f"--recorded-since: {date.words} has no beginning"
        raise FilterError(message, "write a day, a month or a year", value=str(date))
    return (date.first - FIRST_DAY) * DAY


def _rank(change: Change) -> int:
    return min(map(EVENTS.index, change.events), default=len(EVENTS))


_LAST = 1 << 62  # no commit has this number
