"""Published facts as files again, for what reads files: in a folder that is removed afterwards."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from relcli.errors import DatasetError, quoted
from relcli.index.stamps import real_path
from relcli.model.problem import Problem

if TYPE_CHECKING:
    from relcli.index.postgres_store import PostgresStore
    from relcli.load.address import Address

    InFiles = tuple[list[Path], Callable[[Problem], Problem]]


@contextmanager
def in_files(datasets: "Sequence[Path | Address]") -> "Iterator[InFiles]":
    """Give where the files of datasets lie meanwhile, and how a problem with them is to be told.

    Of published ones a place is told as their folder had it. Raises DatasetError.
    """
    with TemporaryDirectory(prefix="relcli-") as folder:
        paths: list[Path] = []
        published: list[str] = []
        for number, dataset in enumerate(datasets):
            if isinstance(dataset, Path):
                paths.append(dataset)
                continue
            from relcli.index.postgres_store import open_published  # most facts are files

            for address, store in open_published(dataset):
                with closing(store):
                    below = Path(folder, str(number), str(len(paths)))
                    paths.append(_unpack(store, address, below))
                    whole = below if paths[-1].is_file() else paths[-1]
                    published.append(f"{whole}{os.sep}")
        yield paths, lambda problem: _told(problem, published)


def _unpack(store: "PostgresStore", address: "Address", folder: Path) -> Path:
    """Write the files of a published dataset below a folder, and return where it lies there."""
    name = address.dataset
    path = folder / name if _is_plain(name) and name != os.curdir else folder / "facts"
    path.mkdir(parents=True)
    for kept_path, data in store.files():
        if not kept_path:  # a dataset of one file
            path.rmdir()
            path = path.with_name(f"{path.name}.yaml")
            path.write_bytes(data or b"")
            break
        # A database is no more trusted than a file: it may not say where else to write.
        if not all(map(_is_plain, PurePosixPath(kept_path).parts)):
            what = f"{address}: {quoted(kept_path)} is no path of a file in a dataset"
            raise DatasetError(what, "publish it anew")
        if data is not None:  # what cannot be read has been told where it was published
            file = path / real_path(kept_path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    return path


def _is_plain(name: str) -> bool:
    """Whether it names something in a folder, and nothing outside of it."""
    real = real_path(name)
    return name != os.pardir and real.isprintable() and not {"/", os.sep, "\0"} & {*real}


def _told(problem: Problem, published: Sequence[str]) -> Problem:
    """Return a problem as it is told of files that lay elsewhere."""
    place, message, cure = problem.place, problem.message, problem.cure
    for folder in published:
        place = place._replace(path=place.path.removeprefix(folder))
        message, cure = message.replace(folder, ""), cure.replace(folder, "")
    return replace(problem, place=place, message=message, cure=cure)
