"""What every command has: options of its own, options that it shares with others, a session.

The parameters of a function are options, as Typer reads them. Those of a `Group` are lent to every
command that shares it, which asks the group for the value that they make.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

import typer
from typer.core import TyperCommand

from relcli.cli.reading import reading_itself
from relcli.cli.session import Session

if TYPE_CHECKING:
    from typer._click.core import Command, Context  # only a checker of types sees these

Value_co = TypeVar("Value_co", covariant=True)
Function = TypeVar("Function", bound=Callable[..., int])

TYPED = "relcli.typed"  # where a run keeps the command and what follows it


class Run(typer.Context):
    """One run of a command, with what was given to it."""

    @property
    def session(self) -> Session:
        """The options before the command, and the facts."""
        return self.ensure_object(Session)


class Group(Generic[Value_co]):
    """Options that several commands share, and the value that a function makes of them.

    A group may stand `instead_of` another one: a command that shares it gives the value of that.
    """

    def __init__(
        self, make: Callable[..., Value_co], instead_of: "Group[Value_co] | None" = None
    ) -> None:
        self._make = make
        self.key: str = instead_of.key if instead_of else f"relcli.{make.__name__}"

    @cached_property
    def command(self) -> "Command":
        """The options as a command, which nobody calls by a name."""
        return command_of(self._make)

    def read(self, ctx: "Context") -> None:
        """Make the value of what was given, and keep it for the command."""
        command = self.command
        assert command.callback  # noqa: S101 - it was made of a function
        given = {str(option.name): ctx.params.pop(str(option.name)) for option in command.params}
        ctx.meta[self.key] = command.callback(**given)

    def of(self, run: Run) -> Value_co:
        """Return the value for a command that shares this group."""
        value: Value_co = run.meta[self.key]
        return value


class SharingCommand(TyperCommand):
    """A command with groups of options beside its own."""

    context_class = Run
    groups: tuple[Group[object], ...] = ()

    def share(self, groups: tuple[Group[object], ...]) -> None:
        """Take the options of some groups."""
        self.groups = groups
        for group in groups:
            self.params += group.command.params

    def invoke(self, ctx: "Context") -> object:
        """Read the groups, then run the command."""
        for group in self.groups:
            group.read(ctx)
        return super().invoke(ctx)


_groups: dict[Callable[..., object], tuple[Group[object], ...]] = {}  # of each command


def sharing(*groups: Group[object]) -> Callable[[Function], Function]:
    """Let a command take groups of options: `@sharing(FILTERS, FORMAT)`."""

    def decorate(command: Function) -> Function:
        _groups[command] = groups
        return command

    return decorate


def command_of(
    function: Callable[..., object], name: str = "", cls: type[SharingCommand] = SharingCommand
) -> "Command":
    """Return a function as a command with its own options and those that it shares."""
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name, cls=cls)(function)
    command = reading_itself(typer.main.get_command(alone))
    assert isinstance(command, SharingCommand)  # noqa: S101 - as it was asked for
    command.share(_groups.get(function, ()))
    return command
