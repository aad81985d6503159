"""The history of a dataset, kept and brought up to date: only commits that are new are read."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from relcli.errors import HistoryError
from relcli.history.compare import Kept
from relcli.history.declaring import Trees, declared_by, names_changed
from relcli.history.objects import Commit, commit_of, contents, sizes
from relcli.history.pieces import NOTHING, Version, read_version, renew
from relcli.history.state import State
from relcli.history.tree import (
    MOST_NAMES,
    Entry,
    Tree,
    commits_of,
    files_at,
    first_parents,
    moved_from,
    touched,
)
from relcli.index.kept_history import HistoryStore, KeptCommit
from relcli.load.dataset import without_collecting
from relcli.load.declared import Declared
from relcli.load.files import DECLARING, LARGEST_FILE

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from relcli.history.git import Repository
    from relcli.index.reading import Progress

AT_ONCE = 1_000  # commits after which what was read is kept, whatever becomes of the rest
LARGE = 8 << 20  # bytes from which progress is told
_SHOWN = 3  # paths in a remark


class Step(NamedTuple):
    """A commit that touched the dataset: files as they were before it, and as they became.

    Of the files before, those that no step before it has read.
    """

    commit: str
    before: dict[str, str]
    after: dict[str, str | None]

    def names(self) -> list[str]:
        """Return the names of all that is to be read, in order."""
        return [self.commit, *self.before.values(), *filter(None, self.after.values())]


class Segment(NamedTuple):
    """Commits one after the other, while the dataset lay in one place."""

    prefix: str
    commits: list[str]


def segments(repository: "Repository") -> list[Segment]:
    """Return all commits that touched a dataset, also while it lay elsewhere, the oldest first."""
    found: list[Segment] = []
    tip, prefix = repository.head, repository.prefix
    while len(found) < MOST_NAMES:
        commits = commits_of(repository, tip, None, prefix)
        if not commits:
            break
        found.insert(0, Segment(prefix, commits))
        earlier = moved_from(repository, commits[0], prefix)
        if earlier is None:
            break
        tip, prefix = f"{commits[0]}^1", earlier
    return found


@without_collecting()
def bring_up_to_date(
    store: HistoryStore,
    repository: "Repository",
    dataset: str,
    remark: "Callable[[str], None]",
    progress: "Progress | None" = None,
) -> None:
    """Read into a store what was committed since, and drop what is no history any more.

    Raises HistoryError.
    """
    if _is_fresh(store, repository):
        return
    store.begin()
    try:
        if not _is_fresh(store, repository):  # another process may have been faster
            _read_on(store, repository, dataset, remark, progress)
        store.finish()
    finally:
        store.give_up()


def _is_fresh(store: HistoryStore, repository: "Repository") -> bool:
    return (store.note("head"), store.note("prefix")) == (repository.head, repository.prefix)


def _read_on(
    store: HistoryStore,
    repository: "Repository",
    dataset: str,
    remark: "Callable[[str], None]",
    progress: "Progress | None",
) -> None:
    number, last = _last_kept(store, repository)
    held = _held(store) if number else {}
    store.drop_after(number)
    tree = Tree(files_at(repository, last, repository.prefix) if last else {})
    declaring = {name: blob for name, blob in tree.files().items() if name in DECLARING}
    links: list[str] = []
    steps = list(_steps(repository, tree, last, links))
    if not steps and not number:
        message = f"{repository.folder}: these facts were never committed"
        raise HistoryError(message, "`git add` them, and commit")
    if links:
        some = ", ".join(links[:_SHOWN])
        remark(f"links and submodules are not followed into the past: {some}")
    reader = _Reader(store, repository, dataset, number, held)
    reader.start_with(declaring)
    size = sizes(repository, [name for step in steps for name in step.names()])
    total = sum(size.values())
    telling: AbstractContextManager[Callable[[int], object]]
    telling = progress(total) if progress and total > LARGE else nullcontext(lambda _: None)
    with telling as advance:
        waiting = iter(steps)
        while some_steps := list(islice(waiting, AT_ONCE)):
            reader.read(some_steps, size, advance)
            reader.keep()
    store.set_notes(head=repository.head, prefix=repository.prefix)


def _last_kept(store: HistoryStore, repository: "Repository") -> tuple[int, str | None]:
    """Return the last commit that was kept and still is history, and its number; 0 for none."""
    if store.note("prefix") not in ("", repository.prefix):
        return 0, None
    history: set[str] = set()
    for place, (number, name) in enumerate(store.commits()):
        history = history or first_parents(repository, repository.head)
        if name in history:
            # What was held then is not known any more.
            return (0, None) if place and store.note("held") else (number, name)
    return 0, None


def _held(store: HistoryStore) -> dict[str, Kept]:
    held = json.loads(store.note("held") or "{}")
    return {card_id: Kept(*kept) for card_id, kept in held.items()}


def _steps(
    repository: "Repository", tree: Tree, last: str | None, links: list[str]
) -> "Iterator[Step]":
    """Yield what each commit since the last one did to the dataset."""
    if last is None:
        parts = segments(repository)
    else:
        commits = commits_of(repository, repository.head, last, repository.prefix)
        parts = [Segment(repository.prefix, commits)] if commits else []
    read: set[str] = set()
    for prefix, commits in parts:
        before, new = last, commits
        if before is None:
            before, *new = commits
            entries = tree.becoming(files_at(repository, before, prefix))
            yield from _step(before, entries, tree, read)
        for commit, entries, others in touched(repository, new, before, prefix):
            links += others
            yield from _step(commit, entries, tree, read)
        last = None  # where the dataset lay elsewhere, paths have another beginning


def _step(commit: str, entries: list[Entry], tree: Tree, read: set[str]) -> "Iterator[Step]":
    """Yield what a commit did to the dataset, if anything; `read` are the files known by then."""
    before: dict[str, str] = {}
    if not all(entry.path not in DECLARING for entry in entries):  # any card may be another one now
        before = {p: n for p, n in tree.files().items() if p not in read and p not in DECLARING}
    seen = tree.change(entries)
    for path, old, _ in seen:
        if old and path not in read and path not in DECLARING:
            before[path] = old
    after = {entry.path: entry.new for entry in seen}
    read |= before.keys() | after.keys()
    if after:
        yield Step(commit, before, after)


class _Reader:
    """Reads steps one after the other into a store."""

    def __init__(
        self,
        store: HistoryStore,
        repository: "Repository",
        dataset: str,
        number: int,
        held: Mapping[str, Kept],
    ) -> None:
        self._store = store
        self._repository = repository
        self._dataset = dataset
        self._number = number
        self._state = State(store.next_chain(), store.chain_of, held)
        self._declaring: dict[str, bytes] = {}
        self._trees = Trees()
        self._declared = Declared()

    def start_with(self, declaring: Mapping[str, str]) -> None:
        """Take in what was declared by then: the declaring files by the names of what they hold."""
        read = contents(self._repository, declaring.values())
        self._declaring = dict(zip(declaring, read, strict=True))
        self._declared = declared_by(self._declaring, self._trees)

    def read(
        self, steps: Sequence[Step], size: Mapping[str, int], advance: "Callable[[int], object]"
    ) -> None:
        """Read what some commits did."""
        large = {name for name, bytes_ in size.items() if bytes_ > LARGEST_FILE}
        large -= {step.commit for step in steps}
        asked = [name for step in steps for name in step.names() if name not in large]
        read = contents(self._repository, asked)

        def content(name: str | None) -> bytes | None:
            if name is None or name in large:
                return None
            advance(size.get(name, 0))
            return next(read)

        for step in steps:
            commit = commit_of(step.commit, content(step.commit) or b"")
            for path, name in step.before.items():
                self._state.start_with(path, self._version(content(name), NOTHING))
            self._take(commit, {path: (name, content(name)) for path, name in step.after.items()})

    def _take(self, commit: Commit, files: Mapping[str, tuple[str | None, bytes | None]]) -> None:
        """Take in what a commit made of some files."""
        declaring = {path: data for path, (_, data) in files.items() if path in DECLARING}
        versions = self._declared_anew(declaring) if declaring else {}
        for path, (name, data) in files.items():
            if path not in declaring:
                old = versions.get(path) or self._state.versions.get(path, NOTHING)
                versions[path] = self._version(data, old) if name else NOTHING
        self._number += 1
        self._store.add_commit(
            self._number, KeptCommit(commit.name, commit.recorded, commit.by, commit.message)
        )
        for chain, told in self._state.change(versions):
            self._store.add_change(
                self._number, chain, (told.id, told.claim), (told.events, told.changes)
            )

    def _version(self, data: bytes | None, old: Version) -> Version:
        return read_version(data, self._dataset, self._declared, old)

    def _declared_anew(self, files: Mapping[str, bytes | None]) -> dict[str, Version]:
        """Take in changed declarations, and return what the files of cards mean by them."""
        before = self._declared
        for name, data in files.items():
            self._declaring.pop(name, None)
            if data is not None:
                self._declaring[name] = data
        self._declared = declared_by(self._declaring, self._trees)
        names = names_changed(before, self._declared)
        versions = self._state.versions
        renewed = {p: renew(v, self._dataset, self._declared, names) for p, v in versions.items()}
        return {path: new for path, new in renewed.items() if new is not versions[path]}

    def keep(self) -> None:
        """Keep what was read so far, whatever becomes of the rest."""
        held = {name: list(kept) for name, kept in self._state.held.items()}
        self._store.set_notes(held=json.dumps(held) if held else "", prefix=self._repository.prefix)
        self._store.finish()
        self._store.begin()
