"""What the files of a dataset say that is not committed yet."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from relcli.history.declaring import declared_by
from relcli.history.objects import contents
from relcli.history.pieces import NOTHING, Version, read_version
from relcli.history.state import Row, State
from relcli.history.tree import Tree, files_at
from relcli.index.kept_history import HistoryStore
from relcli.load.dataset import dataset_id
from relcli.load.files import DECLARING, dataset_files, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relcli.history.git import Repository


def unrecorded(dataset: Path, repository: "Repository", store: HistoryStore) -> list[Row]:
    """Return what differs between the files as they are and what was committed last."""
    recorded = Tree(files_at(repository, repository.head, repository.prefix)).files()
    now = _files_now(dataset)
    names = {path: _name(data, repository.algorithm) for path, data in now.items()}
    differing = {p for p in {*recorded, *names} if recorded.get(p) != names.get(p)}
    if not differing:
        return []
    if not differing.isdisjoint(DECLARING):
        differing = {*recorded, *names}
    state = State(store.next_chain(), store.chain_of, {})
    before = versions_at(repository, recorded, dataset_id(dataset), differing)
    for path, version in before.items():
        state.start_with(path, version)
    return state.change(_versions(now, dataset_id(dataset), differing))


def versions_at(
    repository: "Repository",
    files: "Mapping[str, str]",
    dataset: str,
    wanted: "set[str] | None" = None,
) -> dict[str, Version]:
    """Return what files of a commit hold, all or some, with what it declared."""
    paths = [p for p in files if wanted is None or p in wanted or p in DECLARING]
    read = contents(repository, [files[path] for path in paths])
    return _versions(dict(zip(paths, read, strict=True)), dataset, wanted)


def versions_now(dataset: Path) -> dict[str, Version]:
    """Return what the files of a dataset hold now."""
    return _versions(_files_now(dataset), dataset_id(dataset), None)


def _versions(
    files: "Mapping[str, bytes | None]", dataset: str, wanted: "set[str] | None"
) -> dict[str, Version]:
    declared = declared_by({n: data for n in DECLARING if (data := files.get(n)) is not None})
    versions = {
        path: read_version(data, dataset, declared)
        for path, data in files.items()
        if path not in DECLARING and (wanted is None or path in wanted)
    }
    gone = (wanted or set()) - files.keys() - set(DECLARING)
    return versions | dict.fromkeys(gone, NOTHING)


def _files_now(dataset: Path) -> dict[str, bytes | None]:
    """Return what each file of a dataset holds, None for one that cannot be read."""
    files: dict[str, bytes | None] = {}
    for path in dataset_files(dataset):
        inner = path.relative_to(dataset).as_posix() if path != dataset else ""
        try:
            files[inner] = read_bytes(path)
        except OSError:
            files[inner] = None
    return files


def _name(data: bytes | None, algorithm: str) -> str | None:
    """Return the name that git would give a content."""
    if data is None:
        return None
    return hashlib.new(
        algorithm, b"blob %d\0%b" % (len(data), data), usedforsecurity=False
    ).hexdigest()
