"""From what `relcli doctor` saw to what is wrong with it, and the cure."""

import shutil
import sys
from collections.abc import Iterator

from relcli.model.doctor import DatasetHealth, Health, Trouble
from relcli.system import words_of


def judge(health: Health) -> Iterator[Trouble]:
    """Yield all that is wrong."""
    yield from _packages(health)
    yield from _terminal(health)
    if (
        health["facts"]["by"] == "shipped"
        and health["facts"]["looked_at"]
        and not health["datasets"]
    ):
        yield _trouble("no facts ship with this relcli", "install it again, or use --facts")
    for dataset in health["datasets"]:
        yield from _cards(dataset)
        yield from _index(dataset)


def _packages(health: Health) -> Iterator[Trouble]:
    if not health["packages"]:
        what = "relcli is not installed, so what it needs is not known"
        yield _trouble(what, "run `pip install .` in the clone")
    for package in health["packages"]:
        if package["wrong"]:
            wanted = f"'{package['name']}{package['wants']}'"
            cure = f"run `pip install --force-reinstall {wanted}`"
            yield _trouble(f"{package['name']}: {package['wrong']}", cure)
    if not health["sqlite"]["fts5"]:
        cure = "use a Python of your system's packages, of python.org or of uv"
        yield _trouble("the SQLite of this Python has no full-text search (FTS5)", cure)


def _terminal(health: Health) -> Iterator[Trouble]:
    encoding = health["terminal"]["encoding"]
    if encoding is not None and not encoding.lower().startswith("utf"):
        what = f"stdout is in {encoding}: a letter that it does not have is shown as ?"
        yield _trouble(what, "set PYTHONUTF8=1, or LC_ALL to a locale with UTF-8")
    if (pager := health["terminal"]["settings"].get("PAGER")) and not _starts(pager):
        what = f"PAGER={pager} cannot be started, so nothing is paged"
        yield _trouble(what, "set it to a program that is there, such as less")


def _starts(command: str) -> bool:
    try:
        words = words_of(command)
    except ValueError:  # a quote that is never closed
        return False
    return bool(words) and shutil.which(words[0]) is not None


def _cards(dataset: DatasetHealth) -> Iterator[Trouble]:
    if dataset["errors"]:
        what = f"errors in {dataset['path']}: {dataset['errors']}, the first in {dataset['first']}"
        yield _trouble(what, "`relcli check` tells each with its cure")


def _index(dataset: DatasetHealth) -> Iterator[Trouble]:
    index = dataset["index"]
    if index is None:
        return
    if index["state"] == "unusable":
        what = f"no index can be kept, so each search reads every card: {index['why']}"
        # Elsewhere the system has its own place for what can be made again, and no such variable.
        other = ", or set XDG_CACHE_HOME to another one" if sys.platform == "linux" else ""
        yield _trouble(what, f"make that folder yours alone{other}")
    anew = f"remove the folder {index['folder']}; the next search makes it anew"
    if index["state"] == "damaged":
        yield _trouble(f"the index {index['path']} is damaged: {index['why']}", anew)
    differs = index["cards"] != dataset["cards"]
    if index["state"] == "fresh" and dataset["errors"] == 0 and differs:
        what = f"cards in the index: {index['cards']}, in the files: {dataset['cards']}"
        yield _trouble(what, anew)


def _trouble(what: str, cure: str) -> Trouble:
    return {"what": what, "cure": cure}
