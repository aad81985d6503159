"""Which datasets a command answers from."""

import os
import re
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from relcli.errors import DatasetError
from relcli.load.files import DATASET_FILE, card_files

if TYPE_CHECKING:
    from relcli.load.address import Address

    Given = Sequence[Path | Address]  # what a user names
    Found = list[Path | Address]  # datasets in files, and where to ask a database for some

# What in a folder without a dataset.yaml is looked at to see whether the user means it.
_FILE_OF_CARDS = re.compile(r"[^.].*\.ya?ml")
LOOKED_INTO = 10  # files
BEGINNING = 4096  # bytes of each

PACKAGE = Path(__file__).parent.parent


def find_datasets(given: "Given", remark: Callable[[str], None] = lambda _: None) -> "Found":
    """Return the datasets to answer from, by the first of these that there is.

    `given` (--facts), else RELCLI_FACTS (like PATH, or one address of a database), else the nearest
    folder upward with a dataset.yaml, itself or in its facts/, else the facts that ship; if these
    answer in a folder with cards, a remark says so. Raises DatasetError.
    """
    by, paths = named(given)
    if paths:
        return [dataset for path in paths for dataset in _datasets_named(path, by)]
    try:
        here = Path.cwd()
    except FileNotFoundError:
        cure = "go to one that is there, or name the facts with --facts"
        raise DatasetError("the folder you are in was removed", cure) from None
    for folder in (here, *here.parents):
        if datasets := declared_at(folder):
            return [seen_from(here, dataset) for dataset in datasets]
    if file := passed_by():
        what = f"the facts that ship answer, not {file} and what else is in this folder"
        remark(f"{what}; `--facts .` asks it, `relcli init .` makes it a dataset")
    return [*shipped()]


def _datasets_named(named: "Path | Address", by: str) -> "Found":
    return [*datasets_at(named, by)] if isinstance(named, Path) else [named]


def passed_by() -> str:
    """Return the name of a file of cards right here; "" where none is found."""
    try:
        here = sorted(os.listdir())  # noqa: PTH208 - names alone are looked at
        names = (name for name in here if _FILE_OF_CARDS.fullmatch(name))
        return next((name for name in islice(names, LOOKED_INTO) if _has_claims(name)), "")
    except OSError:
        return ""


def _has_claims(name: str) -> bool:
    """Whether a file begins as one of cards does. Raises OSError."""
    if not os.path.isfile(name):  # noqa: PTH113 - a pipe would let it wait
        return False
    with Path(name).open("rb") as file:
        return b"claim:" in file.read(BEGINNING)


def named(given: "Given") -> "tuple[str, Found]":
    """Return the paths that the user named, none where all is left to relcli, and by what."""
    if given:
        return "--facts", [*given]
    variable = os.environ.get("RELCLI_FACTS", "")
    if "://" in variable:  # which has colons of its own, so it stands there alone
        return "RELCLI_FACTS", [path_or_address(variable)]
    return "RELCLI_FACTS", [Path(path) for path in variable.split(os.pathsep) if path]


def path_or_address(text: "str | Path | Address") -> "Path | Address":
    """Return what a text means that names facts: a path, which has no //, or an address."""
    if not isinstance(text, str):
        return text
    if "://" in text:
        from relcli.load.address import Address, is_database  # most facts are files

        if is_database(text):
            return Address(text)
    return Path(text)


def declared_at(folder: Path) -> list[Path]:
    """Return the datasets that a folder declares, itself or in its facts/."""
    return [folder] if _declares(folder) else _below(folder / "facts")


def shipped() -> list[Path]:
    """Return the datasets that ship: inside the package, or beside it in a checkout."""
    return _below(PACKAGE / "facts") or _below(PACKAGE.parent / "facts")


def datasets_at(path: Path, by: str) -> list[Path]:
    """Return the datasets at a path that the user named. Raises DatasetError."""
    if not path.exists():
        raise DatasetError(f"{by}: no such file or folder: {path}", "name a folder of cards")
    if path.is_file():  # the file itself, where the user named a link to it
        return [path.resolve() if path.is_symlink() else path]
    if not path.is_dir() or _declares(path):
        return [path]
    if any(card_files(path)):
        return [path]
    if datasets := _below(path):
        return datasets
    raise DatasetError(f"{by}: no cards in {path}", "name a folder with .yaml files in it")


def _below(folder: Path) -> list[Path]:
    """Return `folder` if it declares a dataset, else those folders in it that do."""
    if _declares(folder):
        return [folder]
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if _declares(path)]


def _declares(folder: Path) -> bool:
    """Whether a folder has a dataset.yaml; what one may not look into has none."""
    return os.path.exists(folder / DATASET_FILE)  # noqa: PTH110 - Path.exists raises there


def seen_from(here: Path, path: Path) -> Path:
    """Return `path` as a person in `here` would write it."""
    return path.relative_to(here) if path.is_relative_to(here) else path
