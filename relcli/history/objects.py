"""Objects of a repository, read one after the other in the order in which they are asked for."""

import os
from codecs import lookup
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import IO, NamedTuple

from relcli.errors import HistoryError
from relcli.history.git import CHUNK, Repository
from relcli.load.files import LARGEST_FILE

LONGEST_COMMIT = 100_000  # bytes of one that are read: a page of a book has 3,000 letters
_LATEST = 253_402_300_799  # the last second of the year 9999, after which Python has no times


class Commit(NamedTuple):
    """What a commit says of itself; `recorded` are seconds since 1970."""

    name: str
    recorded: int
    by: str
    message: str

    @property
    def why(self) -> str:
        """The first line of the message."""
        return subject(self.message)


def subject(message: str) -> str:
    """Return the first line of a message."""
    return next((line.strip() for line in message.splitlines() if line.strip()), "")


def time_of(recorded: int) -> datetime:
    """Return when something was recorded."""
    return datetime.fromtimestamp(max(0, min(recorded, _LATEST)), UTC)


def sizes(repository: Repository, names: Sequence[str]) -> dict[str, int]:
    """Return how many bytes some objects have; one that is missing has none and is left out."""
    told = repository.ask(
        "cat-file", "--batch-check=%(objectname) %(objectsize)", given=dict.fromkeys(names)
    )
    pairs = (line.split() for line in told.decode().splitlines())
    return {name: int(size) for name, size in pairs if size.isdecimal()}


def contents(repository: Repository, names: Iterable[str]) -> Iterator[bytes]:
    """Yield what objects hold; of a commit no more than its beginning. Raises HistoryError."""
    with repository.reading("cat-file", "--batch", given=names) as pipe:
        while head := pipe.readline():
            yield _content(pipe, head, repository)


def _content(pipe: IO[bytes], head: bytes, repository: Repository) -> bytes:
    """Return what one object holds, which git tells after a line with its name, kind and size."""
    told = head.split()
    if len(told) != 3:
        message = f"{repository.folder}: an object is missing: {head.decode(errors='replace')[:64]}"
        raise HistoryError(message.strip(), "`git fsck` there tells more")
    size = int(told[2])
    wanted = min(size, LONGEST_COMMIT if told[1] == b"commit" else LARGEST_FILE)
    data = pipe.read(wanted)
    left = size - wanted + 1  # and a line end
    while left and (passed := pipe.read(min(left, CHUNK))):
        left -= len(passed)
    if left:
        message = f"{repository.folder}: git ended before all was read"
        raise HistoryError(message, "`git fsck` there tells more")
    return data


def commit_of(name: str, data: bytes) -> Commit:
    """Return what the bytes of a commit say."""
    head, _, message = data.partition(b"\n\n")
    fields = dict(line.split(b" ", 1) for line in head.split(b"\n") if b" " in line[1:])
    encoding = fields.get(b"encoding", b"utf-8").decode(errors="replace")
    author, committer = fields.get(b"author", b""), fields.get(b"committer", b"")
    time = committer.rpartition(b"> ")[2].split(b" ")[0]
    return Commit(
        name,
        int(time) if time.isdigit() and len(time) < 20 else 0,
        _text(author.partition(b" <")[0], encoding),
        _text(message, encoding),
    )


def _text(data: bytes, encoding: str) -> str:
    """Return text that says in what encoding it is, and may be wrong."""
    try:
        lookup(encoding)
        return data.decode(encoding, errors="replace")
    except (LookupError, ValueError, UnicodeError):
        return data.decode(errors="replace")


def path_of(data: bytes) -> str:
    """Return a path as git has it; what is no UTF-8 is hidden as Python does (PEP 383)."""
    return os.fsdecode(data)
