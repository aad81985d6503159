"""The options that several commands share, in groups that give one value each."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from relcli.cli import complete
from relcli.cli.command import TYPED, Group, Run
from relcli.cli.output import Output
from relcli.cli.query_words import as_typed, query_text
from relcli.errors import FilterError, RelcliError
from relcli.model.filter_values import (
    Bound,
    in_range,
    one_of,
    read_bound,
    read_confidence,
    read_floor,
    read_limit,
    read_sort,
)
from relcli.model.query import Query, Sort
from relcli.model.scale import Confidence
from relcli.view.data import FORMATS, PICTURE

STDOUT = Path("-")
# What the ends of names mean besides the names of formats.
ENDINGS = {"md": "markdown", "txt": "table"}


def read_since(text: str) -> Bound:
    """Return the date that --since gives. Raises FilterError."""
    return read_bound(text, "--since")


def read_until(text: str) -> Bound:
    """Return the date that --until gives. Raises FilterError."""
    return read_bound(text, "--until")


def output_options(forms: Sequence[str]) -> Callable[..., Output]:
    """Return the options of a command that writes one of some formats, as a function."""

    def read_format(word: str) -> str:
        """Return the name of a format. Raises FilterError."""
        return one_of(forms, word, "--format", "format")

    def output_format(
        form: Annotated[
            str | None,
            typer.Option(
                "--format",
                "-f",
                parser=read_format,
                metavar="FORMAT",
                help=f"{', '.join(forms)} (a picture). Else a table on a terminal, tsv into a "
                "pipe.",
                autocompletion=complete.words(forms),
            ),
        ] = None,
        json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
        file: Annotated[
            Path | None,
            typer.Option(
                "--output",
                "-o",
                metavar="FILE",
                help="Where to write, whole or not at all; its end names the format: "
                f"{PICTURE}, csv …",
            ),
        ] = None,
    ) -> Output:
        """Return the format asked for, None where it is left to what is written to, and the file.

        Raises FilterError for a file of which nobody says what is to be in it, RelcliError for a
        picture on a terminal.
        """
        form, file = "json" if json else form, None if file == STDOUT else file
        if file and not form:
            form = _form_of(file, forms)
        if form == PICTURE and not file and sys.stdout and sys.stdout.isatty():
            raise RelcliError(
                f"{PICTURE} is no text for a terminal", f"write `-o facts.{PICTURE}`, or pipe it"
            )
        return Output(form, file)

    return output_format


def _form_of(file: Path, forms: Sequence[str]) -> str:
    """Return the format that the end of a file's name tells; without one, that of a pipe."""
    ending = file.suffix[1:].lower()
    form = ENDINGS.get(ending, ending) or "tsv"
    if form not in forms:
        raise FilterError(f"-o {file}: no format ends in .{ending}", "name one with --format")
    return form


Exact = Annotated[
    bool, typer.Option("--exact", help="Words mean themselves: no other form, spelling or slip.")
]


class Words(NamedTuple):
    """The words of a query, and whether they mean themselves."""

    text: str
    exact: bool


def asking(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY...]", help="As for search.", show_default=False),
    ] = None,
    exact: Exact = False,
) -> Words:
    """Return the words of a query, for commands that do without them, too."""
    return Words(query_text(words or ()), exact)


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
        bool,
        typer.Option(
            "--states", help="Besides, what is attested at other times and may hold in the range."
        ),
    ] = False,
) -> Query:
    """Return a query without words: its filters."""
    query = Query(
        topics=tuple(topic or ()),
        actors=tuple(actor or ()),
        sources=tuple(source or ()),
        speakers=tuple(speaker or ()),
        confidences=tuple(confidence or ()),
        at_least=at_least,
        disputed=disputed,
        states=states,
    )
    return in_range(query, since, until)


def most(
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            metavar="N",
            parser=read_limit,
            help="At most N; 0 for all. Else 20 of a search, and all of a list.",
            show_default=False,
        ),
    ] = None,
) -> int | None:
    """Return how many are shown at most, 0 for all; None where it is left to the command."""
    return limit


def order(
    sort: Annotated[
        Sort | None,
        typer.Option(
            "--sort",
            metavar="ORDER",
            parser=read_sort,
            help=f"{', '.join(Sort)}. Else a search by relevance, a list by date.",
            autocompletion=complete.words(Sort),
        ),
    ] = None,
) -> Sort | None:
    """Return the order of the cards, None where it is left to the command."""
    return sort


WORDS = Group(asking)
FILTERS = Group(filters)
LIMIT = Group(most)
SORT = Group(order)
FORMAT = Group(output_options(FORMATS))


def question(run: Run) -> Query:
    """Return the query of a command that shares WORDS and FILTERS."""
    text, exact = WORDS.of(run)
    return FILTERS.of(run)._replace(text=text, exact=exact)


def ordered(run: Run, query: Query, sort: Sort = Sort.DATE, limit: int = 0) -> Query:
    """Return a query with the order and number that LIMIT and SORT give, these by default."""
    given = LIMIT.of(run)
    return query._replace(sort=SORT.of(run) or sort, limit=limit if given is None else given)


# What a picture's title leaves out: options with a value, and those without.
_VALUED = ("--facts", "--format", "-f", "--output", "-o")
_FLAGS = ("--json", "--quiet", "-q")


def output_of(run: Run) -> Output:
    """Return how and where a command writes that shares FORMAT, or a group instead of it.

    The title is what was typed.
    """
    words = iter(run.meta[TYPED])
    told = ["relcli"]
    for word in words:
        if word in _VALUED:
            next(words, None)
        elif word.partition("=")[0] not in (*_VALUED, *_FLAGS):
            told.append(word)
    return FORMAT.of(run)._replace(title=as_typed(told))
