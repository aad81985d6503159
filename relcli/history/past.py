"""A dataset as it was recorded once: which commit that was, and its files."""

import os
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from relcli.errors import FilterError, HistoryError, quoted
from relcli.history.git import Repository, open_repository
from relcli.history.objects import Commit, commit_of, contents, sizes, time_of
from relcli.history.reading import segments
from relcli.history.tree import Tree, files_at
from relcli.index.past_index import open_past
from relcli.load.files import LARGEST_FILE
from relcli.model.date import read_words
from relcli.model.edtf import DateError
from relcli.model.history import DIGITS
from relcli.system import POSIX

if TYPE_CHECKING:
    from relcli.index.reading import Progress
    from relcli.index.store import Store
    from relcli.model.date import Date

REVISION = "rev:"  # what follows is a revision, also where it could be a date
DAY = 86_400
FIRST_DAY = 719_163  # 1 January 1970, as days are counted


class Moment(NamedTuple):
    """A commit at which facts are looked at, and the files that a dataset had there."""

    commit: Commit
    files: Mapping[str, str]

    @property
    def words(self) -> str:
        """The moment in words: "commit 1a2b3c4d5e6f of 12 May 2024 (Grades revised)"."""
        from relcli.model.date import Date

        day = Date.parse(time_of(self.commit.recorded).date().isoformat()).words
        why = f" ({self.commit.why})" if self.commit.why else ""
        return f"commit {self.commit.name[:DIGITS]} of {day}{why}"


def moment_of(repository: Repository, when: str) -> Moment:
    """Return what a date, or the name of a revision, means. Raises HistoryError, FilterError.

    A date wins over a name, and means its end (UTC).
    """
    name = commit_named(repository, when)
    (data,) = contents(repository, [name])
    commit = commit_of(name, data)
    files = Tree(files_at(repository, name, repository.prefix)).files()
    if not files:
        earlier = (segment.prefix for segment in segments(repository)[:-1])
        trees = (Tree(files_at(repository, name, prefix)).files() for prefix in earlier)
        files = next(filter(None, trees), {})
    if not files:
        facts = f"the facts of {repository.folder}"
        message = f"{quoted(when)}: {facts} were not yet recorded in {name[:DIGITS]}"
        raise HistoryError(message, "`relcli log` tells when they were")
    return Moment(commit, files)


def commit_named(repository: Repository, when: str) -> str:
    """Return the name of the commit that a date or a revision means."""
    date = None if when.startswith(REVISION) else _date(when)
    if date is not None:
        return _commit_by(repository, date, when)
    revision = when.removeprefix(REVISION)
    found = repository.name_of(revision) if revision else None
    name = found and repository.name_of(f"{found}^{{commit}}")
    if name is None:
        message = f"{quoted(when)} is no date, and {repository.folder} has no such revision"
        raise HistoryError(message, "write 2024-05-12, or a commit, a tag or a branch")
    return name


def _date(text: str) -> "Date | None":
    try:
        return read_words(text)
    except DateError:
        return None


def day_after(date: "Date", text: str) -> int:
    """Return when a date has ended, in seconds since 1970. Raises FilterError."""
    if date.last is None or date.as_of:
        message = f"{quoted(text)} has no end"
        raise FilterError(message, "write a day, a month or a year", value=text)
    return (date.last + 1 - FIRST_DAY) * DAY


def _commit_by(repository: Repository, date: "Date", text: str) -> str:
    end = day_after(date, text)
    asked = ("rev-list", "--first-parent", "--timestamp", repository.head)  # --before ends in 2038
    with repository.reading(*asked) as commits:
        for line in commits:
            time, name = line.split()
            if int(time) < end:
                return name.decode()
    message = f"{quoted(text)}: nothing of {repository.folder} was recorded by then"
    raise HistoryError(message, "`relcli log` tells when these facts were")


class Past:
    """Datasets as they were recorded at one moment, each in its own repository."""

    def __init__(
        self, when: str, remark: Callable[[str], None], progress: "Progress | None" = None
    ) -> None:
        self.when = when
        self._remark = remark
        self._progress = progress
        self._folder: TemporaryDirectory[str] | None = None
        self._moments: dict[Path, tuple[Repository, Moment]] = {}
        self._written: dict[Path, Path] = {}

    def close(self) -> None:
        """Remove what was written."""
        if self._folder is not None:
            self._folder.cleanup()

    def index(self, dataset: Path) -> "Store":
        """Return the index of a dataset as it was. Raises HistoryError."""
        if dataset not in self._moments:
            repository = open_repository(dataset)
            moment = moment_of(repository, self.when)
            self._moments[dataset] = repository, moment
            self._remark(f"as recorded in {moment.words}")
        _, moment = self._moments[dataset]
        return open_past(
            dataset, _key(moment.files), lambda: self.files(dataset), self._remark, self._progress
        )

    def commit(self, dataset: Path) -> str:
        """Return the commit of a dataset whose index was opened."""
        return self._moments[dataset][1].commit.name

    def files(self, dataset: Path) -> Path:
        """Return where the files of a dataset lie as they were: a copy, until this is closed."""
        if dataset not in self._written:
            repository, moment = self._moments[dataset]
            self._folder = self._folder or TemporaryDirectory(prefix="relcli-")
            place = Path(self._folder.name, str(len(self._written)), dataset.resolve().name)
            _write(repository, moment.files, place)
            self._written[dataset] = place
        return self._written[dataset]


def _key(files: Mapping[str, str]) -> str:
    """Return what only the same files have: the names of their contents say what is in them."""
    told = "\0".join(f"{path}\0{name}" for path, name in sorted(files.items()))
    return blake2b(os.fsencode(told), digest_size=16).hexdigest()


def _write(repository: Repository, files: Mapping[str, str], place: Path) -> None:
    """Write files below a place; nothing outside of it, whatever they are called."""
    size = sizes(repository, list(files.values()))
    small = {path: name for path, name in files.items() if size.get(name, 0) <= LARGEST_FILE}
    read = contents(repository, small.values())
    place.parent.mkdir(parents=True)
    if "" not in files:
        place.mkdir()
    for path, name in files.items():
        data = next(read) if path in small else b""
        if not _is_safe(path):
            continue
        target = place.joinpath(*path.split("/")) if path else place
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(data)
            file.truncate(size.get(name, 0))  # one that is too large is told to be


def _is_safe(path: str) -> bool:
    """Whether a path leads below; git makes no other, but a stranger can by hand."""
    foreign = not POSIX and any(sign in path for sign in "\\:")
    return not path or (not foreign and all(part.strip(".") for part in path.split("/")))
