"""The files of a dataset to what the index takes of them; a large dataset by two processes."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relcli.index.documents import document_of
from relcli.index.stamps import real_path
from relcli.load.dataset import dataset_id, read_file
from relcli.model.mentions import Mentions

if TYPE_CHECKING:
    from relcli.index.documents import Document
    from relcli.load.declared import Declared

PROCESSES = 2
LARGE = 4 << 20  # bytes from which starting processes pays
BATCH = 1 << 18  # bytes that a process is given at a time
AHEAD = 3 * PROCESSES  # batches under way or waiting to be taken: a bound on memory


class FileRead(NamedTuple):
    """What one file of a dataset holds; its path is that in the dataset."""

    path: str
    documents: "list[Document]"
    problems: list[tuple[int, int, str]]  # line, column, what is wrong


class Known(NamedTuple):
    """What is known when a file of cards is read: what its dataset declares, and whose names."""

    declared: "Declared"
    mentions: Mentions


# Called with the bytes of a large dataset; what it gives is told how many of them have been read.
Progress = Callable[[int], AbstractContextManager[Callable[[int], object]]]


def read_files(
    dataset: Path, paths: Sequence[str], declared: "Declared", progress: Progress | None = None
) -> Iterator[FileRead]:
    """Yield what each of the files holds, in their order; of many bytes, tell how far it is."""
    sizes = {path: _size(dataset / real_path(path)) for path in paths}
    known = Known(declared, Mentions(actor for actor in declared.actors.values() if actor.aliases))
    if sum(sizes.values()) < LARGE:
        yield from _read_batch(dataset, paths, known)
    else:
        yield from _with_progress(sizes, _read_by_processes(dataset, sizes, known), progress)


def _read_batch(dataset: Path, paths: Sequence[str], known: Known) -> list[FileRead]:
    return [_read(dataset, path, *known) for path in paths]


def _read(dataset: Path, path: str, declared: "Declared", mentions: Mentions) -> FileRead:
    cards, problems = read_file(dataset / real_path(path), dataset_id(dataset), declared)
    rows = [(p.place.line, p.place.column, p.told) for p in problems]
    return FileRead(path, [document_of(card, path, mentions) for card in cards], rows)


def _read_by_processes(dataset: Path, sizes: dict[str, int], known: Known) -> Iterator[FileRead]:
    import pickle
    from concurrent.futures import ProcessPoolExecutor

    # What a large dataset declares takes long to hand over, so each process is given it once; and
    # as bytes, for a connection to the index must not go along when a process is forked.
    given = (pickle.dumps((dataset, known)),)
    with ProcessPoolExecutor(PROCESSES, initializer=_begin, initargs=given) as pool:
        under_way = (pool.submit(_read_given, batch) for batch in _batches(sizes))
        try:
            waiting = deque(islice(under_way, AHEAD))
            while waiting:
                yield from waiting.popleft().result()
                waiting.extend(islice(under_way, 1))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_given: list[tuple[Path, Known]] = []  # of a process that reads for another one


def _begin(given: bytes) -> None:
    """Take what this process is to know."""
    import pickle

    _end_with_parent()
    _given.append(pickle.loads(given))  # noqa: S301 - from the process that started this one


def _read_given(paths: Sequence[str]) -> list[FileRead]:
    ((dataset, known),) = _given
    return _read_batch(dataset, paths, known)


def _end_with_parent() -> None:
    """End without a word at Ctrl-C, and when the process that started this one ends.

    Without that, this one would wait for work for ever where the other was ended by kill -9.
    """
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_DFL)

    def follow() -> None:
        if parent := parent_process():  # pragma: no branch - it has one
            parent.join()
        os._exit(1)

    Thread(target=follow, daemon=True).start()


def _batches(sizes: dict[str, int]) -> Iterator[list[str]]:
    """Yield the paths in batches of about BATCH bytes."""
    batch: list[str] = []
    left = BATCH
    for path, size in sizes.items():
        batch.append(path)
        left -= size
        if left <= 0:
            yield batch
            batch, left = [], BATCH
    if batch:
        yield batch


def _with_progress(
    sizes: dict[str, int], read: Iterator[FileRead], progress: Progress | None
) -> Iterator[FileRead]:
    """Pass on what is read, and tell how much that is."""
    if progress is None:
        yield from read
        return
    with progress(sum(sizes.values())) as advance:
        for file in read:
            advance(sizes[file.path])
            yield file


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # told as a problem when it is read
        return 0
