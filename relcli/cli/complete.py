"""What the shell completes. Nothing here may fail or print: a shell is waiting for a word."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import typer

if TYPE_CHECKING:
    from relcli.api import Facts
    from relcli.cli.app import LazyGroup

MOST_IDS = 200  # nobody reads more

Completion = list[tuple[str, str]]
Answered = TypeVar("Answered")

LONGEST_HINT = 60
# Typer takes a hint for rich markup, and zsh evaluates it: `\$(…)` would run.
_ACTED_ON = str.maketrans({"\\": "/", "[": "(", "]": ")"})


def words(known: Iterable[str]) -> Callable[[str], list[str]]:
    """Return a completion of a few fixed words."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in known if word.startswith(incomplete)]

    return complete


def manual(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete a topic of the manual, or a command."""
    from relcli.view.manual.topics import TOPICS

    commands = cast("LazyGroup", ctx.find_root().command).summaries
    return _starting(incomplete, [*TOPICS.items(), *commands.items()])


def topics(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete a topic."""
    return _listed(ctx, incomplete, "topics", "label")


def actors(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete the id of an actor."""
    return _listed(ctx, incomplete, "actors", "name")


def sources(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete the id of a source."""
    return _listed(ctx, incomplete, "sources", "title", "publisher")


def speakers(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete the name of somebody who speaks in a source."""
    names = _ask(ctx, lambda facts: facts.speakers())
    return _starting(incomplete, ((name, "") for name in names))


def ids(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete the id of a card."""
    return _starting(incomplete, _ask(ctx, lambda facts: facts.ids(incomplete, MOST_IDS)))


def _listed(ctx: typer.Context, incomplete: str, kind: str, *hints: str) -> Completion:
    """Complete what a listing command lists."""
    rows = _ask(ctx, lambda facts: facts.listing(kind))
    hints_of_rows = (next((row[hint] for hint in hints if row[hint]), "") for row in rows)
    return _starting(incomplete, zip((row["id"] for row in rows), hints_of_rows, strict=True))


def _ask(ctx: typer.Context, question: "Callable[[Facts], list[Answered]]") -> "list[Answered]":
    """Return what the facts answer; nothing where they cannot be read."""
    from relcli.cli.session import Session

    paths = [*(ctx.find_root().params.get("facts") or ()), *(ctx.params.get("facts") or ())]
    session = Session(tuple(map(Path, paths)), quiet=True)
    try:
        return question(session.facts())
    except Exception:  # noqa: BLE001 - whatever it is, a shell is waiting for a word
        return []
    finally:
        session.close()


def _starting(incomplete: str, named: Iterable[tuple[str, str]]) -> Completion:
    return [
        (name, _hint(hint))
        for name, hint in named
        if name.startswith(incomplete) and name.isprintable() and "\\" not in name
    ]


def _hint(text: str) -> str:
    from relcli.view.safe import one_line

    return one_line(text)[:LONGEST_HINT].translate(_ACTED_ON)
