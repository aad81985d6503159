"""`relcli` itself: the commands by name, the options before them, and how every run ends.

A command is a module of this package with a function of its name. It is imported when it is
called, so that no command pays for what another needs.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

# Typer carries its own copy of click and gives these no public name.
from typer._click.core import Command, Context
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

from relcli import __version__
from relcli.cli.query import hide_minus
from relcli.cli.session import Session, tell
from relcli.errors import INTERRUPTED, TROUBLE, RelcliError

COMMANDS = {
    "search": "Find the cards that answer a question, best first.",
    "show": "Show cards whole: claim, date, confidence, sources for and against.",
    "list": "List all cards that pass the filters.",
    "timeline": "Draw cards in time order, each as precise as its date.",
    "topics": "List the topics, with the number of cards of each.",
    "actors": "List the actors with their other names, and the number of cards of each.",
    "sources": "List the sources, with the number of cards of each.",
}
TAKES_A_QUERY = ("search", "timeline")


class LiteralMinus(TyperCommand):
    """A command that takes `-word` for a word to leave out, not for the options -w -o -r -d.

    An option of one letter stands by itself (`-f json`), so nothing else begins so.
    """

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Hide the hyphen of such words from the parser of options."""
        end = args.index("--") if "--" in args else len(args)
        return super().parse_args(ctx, [*map(hide_minus, args[:end]), *args[end:]])


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and imports the one that is called."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Import a command and return it; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"relcli.cli.{cmd_name}")
        one = typer.Typer(add_completion=False, rich_markup_mode=None)
        cls = LiteralMinus if cmd_name in TAKES_A_QUERY else TyperCommand
        one.command(cmd_name, cls=cls)(getattr(module, cmd_name))
        return typer.main.get_command(one)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """Find the command that `args` begin with. Raises UsageError with the nearest name."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from relcli.errors import did_you_mean

            nearest = did_you_mean(args[0], COMMANDS)
            cure = f"did you mean `{nearest}`?" if nearest else f"it has {', '.join(COMMANDS)}"
            raise UsageError(f"no command `{args[0]}`; {cure}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the list of commands for --help, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(
    name="relcli",
    cls=LazyGroup,
    no_args_is_help=True,
    # rich takes longer to import than a search takes; errors are one plain line anyway.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`relcli COMMAND --help` tells more. Exit status: 0 found, 1 nothing found, 2 trouble.",
)


def print_version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    """Print the version and stop."""
    if wanted:
        print(f"relcli {__version__}")
        raise typer.Exit


@app.callback()
def relcli(
    ctx: typer.Context,
    facts: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH",
            help="A dataset: a folder of cards, or one file of them. Can be given more than once. "
            "Else RELCLI_FACTS, else the nearest folder upward with a dataset.yaml, else the "
            "facts that ship.",
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No remarks on stderr, only errors.")
    ] = False,
    version: Annotated[
        bool,  # acts in its callback
        typer.Option("--version", callback=print_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Look up curated facts, each with its date, its sources and how sure it is."""
    ctx.obj = Session(tuple(facts or ()), quiet=quiet)


def main(args: Sequence[str] | None = None) -> int:
    """Run `relcli` with `args` (the process's own by default) and return its exit status."""
    try:
        status = typer.main.get_command(app).main(args, "relcli", standalone_mode=False)
    except NoArgsIsHelpError as error:
        print(error.format_message(), file=sys.stderr)
        return TROUBLE
    except UsageError as error:
        path = error.ctx.command_path if error.ctx else "relcli"
        message = " ".join(error.format_message().split()).rstrip(".")
        tell("error", f"{message}; see `{path} --help`")
        return TROUBLE
    except RelcliError as error:
        tell("error", str(error))
        return error.exit_status
    except typer.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else 0
