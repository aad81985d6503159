"""The options that several commands share, each group turned into one value."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from relcli.cli import complete
from relcli.cli.query import query_text
from relcli.model.query import Sort
from relcli.model.scale import Confidence
from relcli.search.filter_values import (
    Bound,
    one_of,
    read_bound,
    read_confidence,
    read_floor,
    read_limit,
    read_sort,
)
from relcli.view.data import FORMATS


def read_format(word: str) -> str:
    """Return the name of a format. Raises FilterError."""
    return one_of(FORMATS, word, "--format", "format")


def read_since(text: str) -> Bound:
    """Return the date that --since gives. Raises FilterError."""
    return read_bound(text, "--since")


def read_until(text: str) -> Bound:
    """Return the date that --until gives. Raises FilterError."""
    return read_bound(text, "--until")


def output_format(
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            parser=read_format,
            metavar="FORMAT",
            help=f"{', '.join(FORMATS)}. Else a table on a terminal, tsv into a pipe.",
            autocompletion=complete.words(FORMATS),
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> str | None:
    """Return the format asked for, None where it is left to what is written to."""
    return "json" if json else form


Exact = Annotated[
    bool, typer.Option("--exact", help="Words mean themselves: no other form, spelling or slip.")
]


def asking(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY...]", help="As for search.", show_default=False),
    ] = None,
    exact: Exact = False,
) -> dict[str, Any]:
    """Return the fields of a Query that its words fill, for commands that do without them, too."""
    return {"text": query_text(words or ()), "exact": exact}


def filters(
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic", "-t", metavar="TOPIC", help="A topic.", autocompletion=complete.topics
        ),
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option(
            "--actor",
            "-a",
            metavar="ACTOR",
            help="An actor, by id, name or alias.",
            autocompletion=complete.actors,
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            "-s",
            metavar="SOURCE",
            help="A source, by id, title or publisher.",
            autocompletion=complete.sources,
        ),
    ] = None,
    speaker: Annotated[
        list[str] | None,
        typer.Option(
            "--speaker",
            metavar="SPEAKER",
            help="Who says what a source carries, by id, name or alias.",
            autocompletion=complete.speakers,
        ),
    ] = None,
    confidence: Annotated[
        list[Confidence] | None,
        typer.Option(
            "--confidence",
            "-c",
            metavar="WORD",
            parser=read_confidence,
            help=f"Just this grade: {', '.join(Confidence)}.",
            autocompletion=complete.words(Confidence),
        ),
    ] = None,
    at_least: Annotated[
        Confidence | None,
        typer.Option(
            "--at-least",
            metavar="WORD",
            parser=read_floor,
            help="This grade or a better one; `unconfirmed` is outside the order.",
            autocompletion=complete.words(Confidence),
        ),
    ] = None,
    disputed: Annotated[
        bool | None,
        typer.Option(
            "--disputed/--undisputed",
            help="Whether a source disputes the claim.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        Bound | None,
        typer.Option(
            "--since",
            metavar="DATE",
            parser=read_since,
            help="From the first day of this date on; also what may be in the range.",
        ),
    ] = None,
    until: Annotated[
        Bound | None,
        typer.Option(
            "--until",
            metavar="DATE",
            parser=read_until,
            help="Up to the last day of this date.",
        ),
    ] = None,
    states: Annotated[
        bool | None,
        typer.Option(
            "--states", help="Besides, what is attested at other times and may hold in the range."
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", metavar="N", parser=read_limit, help="At most N; 0 for all."),
    ] = None,
    sort: Annotated[
        Sort | None,
        typer.Option(
            "--sort",
            metavar="ORDER",
            parser=read_sort,
            help=f"{', '.join(Sort)}.",
            autocompletion=complete.words(Sort),
        ),
    ] = None,
) -> dict[str, Any]:
    """Return the fields of a Query that the filter options fill; those not given are left out."""
    given: dict[str, Any] = {
        "topics": tuple(topic or ()),
        "actors": tuple(actor or ()),
        "sources": tuple(source or ()),
        "speakers": tuple(speaker or ()),
        "confidences": tuple(confidence or ()),
        "at_least": at_least,
        "disputed": disputed,
        "since": since and since.date,
        "until": until and until.date,
        "spoken": tuple(pair for bound in (since, until) if bound for pair in bound.read_as),
        "states": states,
        "limit": limit,
        "sort": sort,
    }
    return {field: value for field, value in given.items() if value is not None}


def taking(
    **groups: Callable[..., Any],
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Let a command take groups of options: `@taking(chosen=filters, form=output_format)`.

    The parameters of each group's function become options of the command, which gets what the
    function returns as its own parameter of that name.
    """
    options = {name: inspect.signature(group).parameters for name, group in groups.items()}

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def with_options(**given: Any) -> int:  # noqa: ANN401 - as Typer calls it
            for name, group in groups.items():
                given[name] = group(**{option: given.pop(option) for option in options[name]})
            return command(**given)

        own = inspect.signature(command).parameters
        parameters = [parameter for name, parameter in own.items() if name not in groups]
        parameters += [option for group in options.values() for option in group.values()]
        with_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        with_options.__annotations__ = {p.name: p.annotation for p in parameters}
        return with_options

    return decorate
