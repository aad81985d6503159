"""What `relcli doctor` tells, as text to paste into a report: a label, and what there is, in ASCII.

It is drawn without rich, which may be what is broken.
"""

from collections.abc import Iterator
from itertools import groupby

from relcli.model.doctor import DatasetHealth, Health, Package
from relcli.view.safe import one_line

_LABEL = 13  # columns, of which the last parts it from what there is
_BY = {
    "--facts": "those that --facts names",
    "RELCLI_FACTS": "those that RELCLI_FACTS names",
    "dataset.yaml": "those of the nearest folder upward with a dataset.yaml",
    "shipped": "those that ship: none are named, and no folder upward has a dataset.yaml",
}
Line = tuple[str, str]  # label and text


def as_text(health: Health) -> Iterator[str]:
    """Yield the lines; a label that stands above is not repeated."""
    before = ""
    for label, text in (*_program(health), *_terminal(health), *_facts(health)):
        yield _line("" if label == before else label, text)
        before = label
    yield "\n"
    for trouble in health["wrong"]:
        yield _line("wrong", f"{trouble['what']}; {trouble['cure']}")
    if not health["wrong"]:
        yield "all is well\n"


def _line(label: str, text: str) -> str:
    return f"{label:{_LABEL - 1}} {one_line(text)}\n"


def _program(health: Health) -> Iterator[Line]:
    for program in (health["relcli"], health["python"]):
        yield program["name"], f"{program['version']}, {program['path']}"
    yield "system", health["system"]
    sqlite = health["sqlite"]
    fts5 = "with" if sqlite["fts5"] else "without"
    yield "SQLite", f"{sqlite['version']} {fts5} FTS5" if sqlite["version"] else "not there"
    yield "YAML", health["yaml"] or "cannot be read"
    for part, packages in groupby(health["packages"], key=lambda package: package["part"]):
        for package in packages:
            yield (f"for {part}" if part else "needs"), _package(package)


def _package(package: Package) -> str:
    has = package["version"] or "not installed"
    return f"{package['name']} {has} ({package['wants']})"


def _terminal(health: Health) -> Iterator[Line]:
    terminal = health["terminal"]
    colours = f"colours: {terminal['colours']}"
    yield (
        "stdout",
        f"{terminal['stdout']}, {terminal['encoding']}, {terminal['width']} columns, {colours}",
    )
    yield "locale", terminal["locale"]
    for name, value in terminal["settings"].items():
        yield "settings", f"{name}={value}"


def _facts(health: Health) -> Iterator[Line]:
    yield "facts", _BY[health["facts"]["by"]]
    for path in health["facts"]["looked_at"]:
        yield "looked at", path
    for dataset in health["datasets"]:
        yield "dataset", dataset["path"]
        yield from (("", text) for text in _dataset(dataset))


def _dataset(dataset: DatasetHealth) -> Iterator[str]:
    if dataset["cards"] is not None:
        yield (
            f"cards: {dataset['cards']}, files: {dataset['files']}, "
            f"errors: {dataset['errors']}, warnings: {dataset['warnings']}"
        )
    index = dataset["index"]
    if index is not None:
        yield f"index: {index['state']}{index['why'] and ', '}{index['why']}"
        if index["path"]:
            yield f"{index['path']}, {index['bytes']} bytes of {index['written']}"
        elif index["folder"]:
            yield index["folder"]
        if index["format"]:
            yield f"format {index['format']}, cards: {index['cards']}"
