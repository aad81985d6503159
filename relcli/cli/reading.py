"""From what is written for an option or an argument to its value: by its parser, or its type.

Typer from 0.29 on does this with pydantic, which it imports for the first parameter of a command,
given or not; that takes longer than a search does. What a parameter reads stands in the signature
of the command, so Typer is asked only where more is to be looked at than the text.
"""

import inspect
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args

import typer

from relcli.cli.complete import items

if TYPE_CHECKING:
    from typer._click.core import Command, Context, Parameter  # only a checker of types sees these

    from relcli.cli.complete import Completer

Reader = Callable[[str], object]

HELP = ["-h", "--help"]

_BY_TYPE: dict[object, Reader] = {str: str, Path: Path}


def reading_itself(command: "Command") -> "Command":
    """Return a command that Typer made of a function, with parameters read without pydantic."""
    assert command.callback  # noqa: S101 - the function
    declared = inspect.signature(command.callback).parameters
    # Typer makes this option once, when it is first asked for.
    helping = command.get_help_option(typer.Context(command, help_option_names=HELP))
    for param in filter(None, [*command.params, helping]):
        own = declared.get(param.name or "")
        reader, completer = _written(own.annotation) if own else (None, None)
        # A method of its own, for Typer takes no class of a parameter from outside.
        process = partial(_process, param, param.process_value, reader)
        param.process_value = process  # type: ignore[method-assign]
        if completer:
            param.shell_complete = partial(items, completer)  # type: ignore[assignment, method-assign]
    return command


def _written(annotation: object) -> "tuple[Reader | None, Completer | None]":
    """Return what reads one value of a parameter and what completes it; None where Typer does."""
    kind, about, *_ = get_args(annotation)
    return about.parser or _BY_TYPE.get(_one_of(kind)), about.autocompletion


def _one_of(kind: object) -> object:
    """Return the type of one value: of `list[Path] | None`, Path."""
    within = [part for part in get_args(kind) if part is not NoneType]
    return _one_of(within[0]) if within else kind


def _process(
    param: "Parameter",
    by_typer: Callable[["Context", object], object],
    reader: Reader | None,
    ctx: "Context",
    value: Any,  # noqa: ANN401 - None, a flag, a text, several texts, or a default
) -> object:
    """Return the value of a parameter. Raises RelcliError, UsageError."""
    written = isinstance(value, (str, list, tuple))
    missing = param.required and not value
    if missing or isinstance(value, bool) or (written and not reader):
        return by_typer(ctx, value)
    if written and reader:
        value = reader(value) if isinstance(value, str) else [reader(one) for one in value]
    return param.callback(ctx, param, value) if param.callback else value
