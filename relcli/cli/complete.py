"""What the shell completes. Nothing here may fail or print: a shell is waiting for a word."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

import typer

if TYPE_CHECKING:
    from relcli.api import Facts
    from relcli.cli.app import LazyGroup
    from relcli.index.datasets import Row

MOST = 200  # nobody reads more

Completion = list[tuple[str, str]]
Completer = Callable[[typer.Context, str], Completion]
Answered = TypeVar("Answered")

LONGEST_HINT = 60
# Typer takes a hint for rich markup.
_ACTED_ON = str.maketrans({"\\": "/", "[": "(", "]": ")"})


class Item(NamedTuple):
    """A word that a shell may insert, and what it means, as Typer asks for them."""

    value: str
    help: str


def items(complete: Completer, ctx: typer.Context, incomplete: str) -> list[Item]:
    """Return what a parameter may be, written as the shell that asks is to insert it.

    Typer itself drops what does not begin with just the letters that were typed.
    """
    from relcli.cli.shells import as_inserted

    completed = complete(ctx, incomplete)
    inserted = as_inserted([word for word, _ in completed])
    found = zip(inserted, (hint for _, hint in completed), strict=True)
    return [Item(word, hint) for word, hint in found if word]


def words(known: Iterable[str]) -> Completer:
    """Return a completion of a few fixed words."""

    def complete(_ctx: typer.Context, incomplete: str) -> Completion:
        return _starting(incomplete, ((word, "") for word in known))

    return complete


def shells(_ctx: typer.Context, incomplete: str) -> Completion:
    """Complete the name of a shell."""
    from relcli.cli.shells import SHELLS

    return _starting(incomplete, ((shell, "") for shell in SHELLS))


def manual(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete a topic of the manual, or a command."""
    from relcli.view.manual.topics import TOPICS

    commands = cast("LazyGroup", ctx.find_root().command).summaries
    return _starting(incomplete, [*TOPICS.items(), *commands.items()])


def topics(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete a topic, by its id or its label."""
    return _named(incomplete, ([row["id"], row["label"]] for row in _listed(ctx, "topics")))


def topic_ids(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete a topic as a card has it."""
    return _starting(incomplete, ((row["id"], row["label"]) for row in _listed(ctx, "topics")))


def actors(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete an actor, by id, name or alias."""
    rows = _listed(ctx, "actors")
    return _named(incomplete, ([row["id"], row["name"], *row["aliases"]] for row in rows))


def sources(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete a source, by id, title or publisher."""
    rows = _listed(ctx, "sources")
    return _named(incomplete, ([row["id"], row["title"], row["publisher"]] for row in rows))


def source_ids(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete a source as a card names it."""
    rows = _listed(ctx, "sources")
    return _starting(incomplete, ((row["id"], row["title"] or row["publisher"]) for row in rows))


def speakers(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete somebody who speaks in a source, by name; if he is an actor, by id or alias, too."""
    known = {row["name"]: [row["id"], *row["aliases"]] for row in _listed(ctx, "actors")}
    names = _ask(ctx, lambda facts: facts.speakers())
    return _named(incomplete, ([name, *known.get(name, [])] for name in names))


def ids(ctx: typer.Context, incomplete: str) -> Completion:
    """Complete the id of a card."""
    cards = _ask(ctx, lambda facts: facts.ids(incomplete, MOST))
    return _starting(incomplete, cards)


def _listed(ctx: typer.Context, kind: str) -> "list[Row]":
    """Return what a listing command lists."""
    return _ask(ctx, lambda facts: facts.listing(kind))


def _ask(ctx: typer.Context, question: "Callable[[Facts], list[Answered]]") -> "list[Answered]":
    """Return what the facts answer; nothing where they cannot be read."""
    from relcli.cli.session import Session
    from relcli.load.locate import path_or_address

    paths = [*(ctx.find_root().params.get("facts") or ()), *(ctx.params.get("facts") or ())]
    session = Session(tuple(map(path_or_address, paths)), quiet=True)
    try:
        return question(session.facts())
    except Exception:  # noqa: BLE001 - whatever it is, a shell is waiting for a word
        return []
    finally:
        session.close()


def _named(incomplete: str, named: Iterable[Sequence[str | None]]) -> Completion:
    """Complete the names of things, for each the first that begins so, in just these letters first.

    So `hez` becomes an id, which needs no quotes, and `Hez` or `"Wagner Gr` the name that is typed.
    """
    folded = incomplete.casefold()

    def found() -> Iterator[tuple[str, str]]:
        for names in named:
            given = [name for name in names if name]
            fitting = [name for name in given if name.casefold().startswith(folded)]
            exact = [name for name in fitting if name.startswith(incomplete)]
            for name in (exact or fitting)[:1]:
                yield name, next((other for other in given if other != name), "")

    return _listable(found())


def _starting(incomplete: str, named: Iterable[tuple[str, str | None]]) -> Completion:
    folded = incomplete.casefold()
    return _listable(pair for pair in named if pair[0].casefold().startswith(folded))


def _listable(named: Iterable[tuple[str, str | None]]) -> Completion:
    """Return each word once, with a hint: not too many, and none that a line cannot hold."""
    fit = ((name, hint) for name, hint in named if name.isprintable() and "\\" not in name)
    hints: dict[str, str] = {}
    for name, hint in fit:
        hints.setdefault(name, _hint(hint or ""))
        if len(hints) == MOST:
            break
    return list(hints.items())


def _hint(text: str) -> str:
    from relcli.view.safe import one_line

    return one_line(text)[:LONGEST_HINT].translate(_ACTED_ON)
