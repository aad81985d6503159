"""All that `relcli doctor` looks at. Nothing is changed by looking."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from relcli import __version__
from relcli.doctor import environment
from relcli.doctor.diagnose import judge
from relcli.errors import RelcliError
from relcli.load.locate import PACKAGE, declared_at, find_datasets, named
from relcli.model.doctor import DatasetHealth, Found, Health, Trouble
from relcli.model.problem import Severity

if TYPE_CHECKING:
    from relcli.load.address import Address
    from relcli.load.locate import Given
    from relcli.model.doctor import IndexHealth
    from relcli.model.problem import Report

DECLARED, SHIPPED = "dataset.yaml", "shipped"

Told = TypeVar("Told")


def examine(given: "Given") -> Health:
    """Return how relcli is, and the facts it answers from; no name of a user is in it."""
    from platform import platform, python_implementation, python_version

    unseen: list[Trouble] = []
    python = python_implementation()
    facts, paths = _find(given, unseen)
    health: Health = {
        "relcli": {"name": "relcli", "version": __version__, "path": str(PACKAGE)},
        "python": {"name": python, "version": python_version(), "path": sys.executable},
        "system": platform(),
        "sqlite": environment.sqlite(),
        "yaml": environment.yaml_parser(),
        "packages": environment.packages(),
        "terminal": environment.terminal(),
        "facts": facts,
        "datasets": [health for found in paths for health in _health(found, unseen)],
        "wrong": [],
    }
    health["wrong"] = [*judge(health), *unseen]
    return cast("Health", _anonymous(health, _names()))


def _find(given: "Given", unseen: list[Trouble]) -> "tuple[Found, list[Path | Address]]":
    """Return how the datasets were found, and the datasets."""
    by, paths = named(given)
    looked_at = [str(path) for path in paths]
    try:
        if not paths:
            by = SHIPPED
            here = Path.cwd()
            for folder in (here, *here.parents):
                looked_at.append(str(folder))
                if declared_at(folder):
                    by = DECLARED
                    break
        return {"by": by, "looked_at": looked_at}, find_datasets(given)
    except RelcliError as error:
        unseen.append({"what": error.message, "cure": error.cure})
    except OSError as error:
        what = f"{error.filename or 'the current folder'}: {error.strerror}"
        cure = "see that it is there and that you may read it, or name a dataset with --facts"
        unseen.append({"what": what, "cure": cure})
    return {"by": by, "looked_at": looked_at}, []


def _health(found: "Path | Address", unseen: list[Trouble]) -> Iterator[DatasetHealth]:
    """Yield how a dataset is, or those that are in a database."""
    if isinstance(found, Path):
        yield _dataset(found, unseen)
        return
    from relcli.index.postgres_store import open_published  # most facts are files

    try:
        for address, store in open_published(found):
            with closing(store):
                errors, first = store.first_problem()
                yield {
                    "path": str(address),
                    "files": store.file_count(),
                    "cards": store.about().cards,
                    "errors": errors,
                    "warnings": None,
                    "first": f"{first[0]}:{first[1]}:{first[2]}: {first[3]}" if first else None,
                    "index": None,
                }
    except RelcliError as error:
        unseen.append({"what": error.message, "cure": error.cure})


def _dataset(path: Path, unseen: list[Trouble]) -> DatasetHealth:
    report = _seen(_report, path, "its cards", unseen)
    index = _seen(_index, path, "its index", unseen)
    errors = [one for one in report.problems if one.severity is Severity.ERROR] if report else []
    return {
        "path": str(path.absolute()),
        "files": report.files if report else None,
        "cards": report.cards if report else None,
        "errors": len(errors) if report else None,
        "warnings": report.count(Severity.WARNING) if report else None,
        "first": f"{errors[0].place}: {errors[0].message}" if errors else None,
        "index": index,
    }


def _report(path: Path) -> "Report":
    from relcli.check.run import check
    from relcli.check.settings import Choice

    return check({path: set()}, Choice())


def _index(path: Path) -> "IndexHealth":
    from relcli.doctor.index_state import index_state

    return index_state(path)


def _seen(
    look: Callable[[Path], Told], path: Path, what: str, unseen: list[Trouble]
) -> Told | None:
    """Return what a look at a dataset shows; None where that fails, such as without PyYAML."""
    try:
        return look(path)
    except Exception as error:  # noqa: BLE001 - a doctor does not fall ill with its patient
        why = f"{path}: {what} cannot be looked at: {type(error).__name__}: {error}"
        cure = "mend what else is wrong; if this stays, report it"
        unseen.append({"what": why, "cure": cure})
        return None


def _names() -> list[tuple[re.Pattern[str], str]]:
    """Return what tells who the user is, each with what is said instead."""
    home = os.path.expanduser("~")  # noqa: PTH111 - it never raises
    homes = {home, os.path.realpath(home)} - {"~", os.sep}
    users = {os.path.basename(home)}  # noqa: PTH119 - likewise
    users |= {os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME")}
    end = r"(?![^\W_])"
    return [
        *((re.compile(re.escape(one) + end), "~") for one in sorted(homes, key=len, reverse=True)),
        *(
            (re.compile(rf"(?<=[/\\]){re.escape(one)}{end}"), "USER")
            for one in sorted(users)
            if one
        ),
    ]


def _anonymous(value: Any, names: list[tuple[re.Pattern[str], str]]) -> Any:  # noqa: ANN401 - any value
    """Return a value with every name of the user in its texts replaced."""
    if isinstance(value, dict):
        return {key: _anonymous(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_anonymous(one, names) for one in value]
    if isinstance(value, str):
        for name, instead in names:
            value = name.sub(instead, value)
    return value
