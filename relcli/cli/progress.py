"""Bars on stderr, where a terminal reads it, while something takes long."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_COLOURED = (
    "bar.complete",
    "bar.finished",
    "bar.pulse",
    "progress.download",
    "progress.elapsed",
    "progress.percentage",
    "progress.remaining",
)


@contextmanager
def reading_bar(size: int) -> Iterator[Callable[[int], object]]:
    """Give what is told how many more bytes of the facts, of so many, have been read."""
    if not on_terminal():
        yield lambda _read: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Reading the facts"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_console(), transient=True) as bar:
        task = bar.add_task("", total=size)
        yield lambda read: bar.advance(task, read)


def matching_bar(*, quiet: bool) -> AbstractContextManager[Callable[[int, int], object]]:
    """Give what is told how many sentences of a draft are done, of how many."""
    return _counting_bar("matching sentences", quiet=quiet)


def asking_bar(*, quiet: bool) -> AbstractContextManager[Callable[[int, int], object]]:
    """Give what is told how many URLs have been asked for, of how many."""
    return _counting_bar("asking for links", quiet=quiet)


@contextmanager
def _counting_bar(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], object]]:
    if quiet or not on_terminal():
        yield lambda _done, _of: None
        return
    from rich.progress import Progress

    with Progress(console=_console(), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _console() -> "Console":
    """Return a console on stderr on which a bar is in the colour of text.

    Rich's own colours are for a dark screen: cyan on black.
    """
    from rich.console import Console
    from rich.theme import Theme

    theme = Theme({**dict.fromkeys(_COLOURED, "default"), "bar.back": "bright_black"})
    return Console(stderr=True, theme=theme)


def on_terminal() -> bool:
    """Whether somebody reads stderr as it is written."""
    return sys.stderr is not None and sys.stderr.isatty()
