"""Which files a dataset had at each commit: what git tells of names, and of their contents."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from relcli.errors import HistoryError
from relcli.history.git import Repository
from relcli.history.objects import path_of
from relcli.load.files import DATASET_FILE, DECLARING, DEEPEST_FOLDER, SUFFIXES

MOST_COMMITS = 1_000_000  # that touch the facts: one an hour for a hundred years
MOST_NAMES = 20  # folders that a dataset has lain in, each sought in the one commit that moved it


class Entry(NamedTuple):
    """A file of a dataset before and after a commit, by the names of its contents."""

    path: str
    old: str | None
    new: str | None


class Touched(NamedTuple):
    """What a commit did to the files below a prefix; `links` are what is no file there."""

    commit: str
    entries: list[Entry]
    links: list[str]


def pathspec(prefix: str) -> str:
    """Return how git is told one path, which may have any signs, from the top."""
    return f":(top,literal){prefix}"


def commits_of(repository: Repository, tip: str, after: str | None, prefix: str) -> list[str]:
    """Return the commits from `after` on to a tip that touch a path, the first one first."""
    listed = repository.ask(
        *("rev-list", "--first-parent", "--reverse", "--full-history"),
        *(tip, *([f"^{after}"] if after else []), "--", pathspec(prefix)),
    )
    names = listed.decode().split()
    if len(names) > MOST_COMMITS:
        message = f"{repository.folder}: more than {MOST_COMMITS:,} commits touch these facts"
        raise HistoryError(message, "keep facts in a repository of their own")
    return names


def first_parents(repository: Repository, tip: str) -> set[str]:
    """Return all commits that a tip goes back to by first parents."""
    return set(repository.ask("rev-list", "--first-parent", tip).decode().split())


def touched(
    repository: Repository, names: Sequence[str], after: str, prefix: str
) -> Iterator[Touched]:
    """Yield what each of some commits, one after the other, did to the files below a prefix."""
    told = repository.ask(
        *("diff-tree", "--stdin", "--raw", "-r", "-z", "--no-renames", "--no-relative"),
        *("--no-abbrev", "--", pathspec(prefix)),
        given=(f"{name} {before}" for before, name in pairwise([after, *names])),
    )
    found: Touched | None = None
    parts = iter(told.split(b"\0"))
    for part in parts:
        if part.startswith(b":"):
            assert found  # noqa: S101 - the name of a commit stands above
            _add(found, part.decode(), path_of(next(parts)).removeprefix(prefix))
        elif part:
            if found:
                yield found
            found = Touched(part.decode(), [], [])
    if found:
        yield found


def _add(found: Touched, raw: str, path: str) -> None:
    """Add what git tells of one path: `:100644 100644 <old> <new> M`."""
    old_mode, mode, old, new, *_ = raw[1:].split(" ")
    before = old if _is_file(old_mode) else None
    after = new if _is_file(mode) else None
    if before or after:
        found.entries.append(Entry(path, before, after))
    if mode in {"120000", "160000"}:
        found.links.append(path)


def _is_file(mode: str) -> bool:
    return mode.startswith("100")


def files_at(repository: Repository, commit: str, prefix: str) -> dict[str, str]:
    """Return the regular files below a prefix, each path with the name of its content."""
    asked = ["--", prefix] if prefix else []
    told = repository.ask("ls-tree", "-r", "-z", "--full-tree", commit, *asked)
    files = {}
    for line in filter(None, told.split(b"\0")):
        about, _, path = line.partition(b"\t")
        mode, _, name = about.decode().split(" ")
        if _is_file(mode):
            files[path_of(path).removeprefix(prefix)] = name
    return files


def moved_from(repository: Repository, commit: str, prefix: str) -> str | None:
    """Return where a path lay before the commit that put it there; None where nowhere."""
    if repository.name_of(f"{commit}^1") is None:
        return None
    told = repository.ask(
        *("diff-tree", "--raw", "-r", "-z", "-M", "--no-relative", "--no-abbrev"),
        *("--diff-filter=R", "-l1000", "--no-commit-id", f"{commit}^1", commit),
    )
    parts = told.split(b"\0")
    places: Counter[str] = Counter()
    for _, before, after in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
        old, new = path_of(before), path_of(after)
        rest = new.removeprefix(prefix)
        if (
            new.startswith(prefix)
            and _may_be_read(rest)
            and old.endswith(f"/{rest}" if rest else "")
        ):
            places[old.removesuffix(rest)] += 1
        elif new.startswith(prefix) and old == rest:
            places[""] += 1
    return max(places, key=places.__getitem__, default=None)


class Tree:
    """The files of a dataset at a commit: those of cards, and those that declare."""

    def __init__(self, files: Mapping[str, str] | None = None) -> None:
        self._files: dict[str, str] = {}
        self._nested: set[str] = set()
        self.change(Entry(path, None, name) for path, name in (files or {}).items())

    def change(self, entries: Iterable[Entry]) -> list[Entry]:
        """Take in what a commit did, and return what of it concerns the dataset.

        A folder with a dataset.yaml of its own is another dataset.
        """
        kept = [entry for entry in entries if _may_be_read(entry.path)]
        nesting = any(entry.path.endswith(f"/{DATASET_FILE}") for entry in kept)
        before = self.files() if nesting else {}
        for path, _, new in kept:
            self._set(path, new)
        if nesting:
            return _differing(before, self.files())
        return [entry for entry in kept if self._is_read(entry.path)]

    def becoming(self, files: Mapping[str, str]) -> list[Entry]:
        """Return what a commit did after which there are these files, of the dataset or not."""
        return _differing(self._files, files)

    def files(self) -> dict[str, str]:
        """Return all files that the dataset is read from."""
        return {path: name for path, name in self._files.items() if self._is_read(path)}

    def _set(self, path: str, name: str | None) -> None:
        folder, _, last = path.rpartition("/")
        if name is None:
            self._files.pop(path, None)
        else:
            self._files[path] = name
        if folder and last == DATASET_FILE:
            (self._nested.discard if name is None else self._nested.add)(folder)

    def _is_read(self, path: str) -> bool:
        folders = path.split("/")[:-1]
        if not folders:
            return True
        if path.endswith(tuple(f"/{name}" for name in DECLARING)):
            return False
        return not self._nested or not any(
            "/".join(folders[:depth]) in self._nested for depth in range(1, len(folders) + 1)
        )


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[Entry]:
    paths = dict.fromkeys([*before, *after])
    both = (Entry(path, before.get(path), after.get(path)) for path in paths)
    return [entry for entry in both if entry.old != entry.new]


_HIDDEN = re.compile(r"(?:^|/)\.")


def _may_be_read(path: str) -> bool:
    """Whether a path is such as a loader reads; "" is that of a dataset that is one file."""
    deep = path.count("/") > DEEPEST_FOLDER
    return not path or (path.endswith(SUFFIXES) and not deep and not _HIDDEN.search(path))
