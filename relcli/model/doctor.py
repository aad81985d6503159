"""What `relcli doctor` tells, as plain data with the keys that scripts rely on."""

from typing import TypedDict


class Trouble(TypedDict):
    """Something that is wrong, and what to do about it."""

    what: str
    cure: str


class Program(TypedDict):
    """A program: relcli itself, or the Python that runs it."""

    name: str
    version: str
    path: str


class Package(TypedDict):
    """A package that relcli needs for a part of it, "" for all of it.

    `version` is null where it is not installed, `wrong` is "" where it will do.
    """

    name: str
    part: str
    version: str | None
    wants: str
    wrong: str


class Sqlite(TypedDict):
    """The SQLite that Python has, and whether it has full-text search; null for none."""

    version: str | None
    fts5: bool


class Terminal(TypedDict):
    """What relcli writes to, and the settings that bear on it."""

    stdout: str
    encoding: str | None
    width: int
    colours: str
    locale: str
    settings: dict[str, str]


class Found(TypedDict):
    """By what the datasets were found, and the folders that were looked at for them."""

    by: str
    looked_at: list[str]


class IndexHealth(TypedDict):
    """The index of a dataset: fresh, behind, none, in use, damaged or unusable, and why."""

    state: str
    why: str
    folder: str | None
    path: str | None
    bytes: int | None
    written: str | None
    format: str | None
    cards: int | None


class DatasetHealth(TypedDict):
    """A dataset: what its files hold, and its index; null for what could not be looked at.

    `first` is the first error.
    """

    path: str
    files: int | None
    cards: int | None
    errors: int | None
    warnings: int | None
    first: str | None
    index: IndexHealth | None


class Health(TypedDict):
    """All of it."""

    relcli: Program
    python: Program
    system: str
    sqlite: Sqlite
    yaml: str | None
    packages: list[Package]
    terminal: Terminal
    facts: Found
    datasets: list[DatasetHealth]
    wrong: list[Trouble]
