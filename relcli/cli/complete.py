"""What the shell completes. Nothing here may fail or print: a shell is waiting for a word."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

from relcli.errors import RelcliError

if TYPE_CHECKING:
    from relcli.search.facts import Facts

Completion = list[tuple[str, str]]


def words(known: Iterable[str]) -> Callable[[str], list[str]]:
    """Return a completion of a few fixed words."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in known if word.startswith(incomplete)]

    return complete


def topics(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete a topic."""
    facts = _facts(ctx)
    return _starting(incomplete, facts.topics.items()) if facts else []


def actors(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete the id of an actor."""
    facts = _facts(ctx)
    return _starting(incomplete, ((a.id, a.name) for a in facts.actors.values())) if facts else []


def sources(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete the id of a source."""
    facts = _facts(ctx)
    named = ((s.id, s.title or s.publisher or "") for s in facts.sources.values()) if facts else ()
    return _starting(incomplete, named)


def ids(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete the id of a card."""
    facts = _facts(ctx)
    return _starting(incomplete, ((card.id, card.claim) for card in facts.cards)) if facts else []


def _facts(ctx: typer.Context) -> "Facts | None":
    from relcli.cli.session import Session

    paths = ctx.find_root().params.get("facts") or ()
    try:
        return Session(tuple(paths), quiet=True).facts()
    except (RelcliError, OSError):
        return None


def _starting(incomplete: str, named: Iterable[tuple[str, str]]) -> Completion:
    return [(name, help_) for name, help_ in named if name.startswith(incomplete)]
