"""`relcli` itself: the commands by name, the options before them, and how every run ends.

A command is a module of this package with a function of its name. It is imported when it is
called, so that no command pays for what another needs.
"""

import os
import sys
from collections.abc import Sequence
from copy import copy
from importlib import import_module
from itertools import takewhile
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup, TyperOption

from relcli import __version__
from relcli.cli import complete
from relcli.cli.command import TYPED, SharingCommand, command_of
from relcli.cli.query_words import as_typed, hide_minus
from relcli.cli.reading import HELP, reading_itself
from relcli.cli.session import Session, give_up, tell
from relcli.errors import FOUND, INTERRUPTED, TROUBLE, RelcliError, cure_for
from relcli.load.locate import path_or_address
from relcli.system import reader_left

if TYPE_CHECKING:
    # Typer carries its own copy of click and gives these no public name; when relcli runs, it
    # does without them.
    from typer._click.core import Command, Context, Parameter
    from typer._click.formatting import HelpFormatter

COMMANDS = {
    "search": "Find the cards that answer a question, best first.",
    "show": "Show cards whole: claim, date, confidence, sources for and against.",
    "list": "List all cards that pass the filters.",
    "timeline": "Draw cards in time order, each as precise as its date.",
    "browse": "Search, read, cite and edit cards on the full screen.",
    "stats": "Count cards by topic, year and confidence: what they cover, and where they are thin.",
    "disputes": "Show what is contested, the sources for and against side by side.",
    "graph": "Draw who appears with whom.",
    "match": "Lay the cards that bear on them beside the sentences of a draft.",
    "log": "Tell how cards changed, commit by commit: when, by whom, why.",
    "diff": "Tell what changed on the facts between two times: new, regraded, disputed, retired.",
    "topics": "List the topics, with the number of cards of each.",
    "actors": "List the actors with their other names, and the number of cards of each.",
    "sources": "List the sources, with the number of cards of each.",
    "init": "Start a dataset: its files, schemas for editors, a git hook.",
    "new": "Add a card: asks for what is not given, or reads many from stdin.",
    "import": "Add cards, sources or actors out of other programs' files.",
    "edit": "Open a card in your editor, and check what was saved.",
    "set": "Change a card: its confidence, date, note, sources and other fields.",
    "fmt": "Tidy files: order of keys, breaking of lines, dates; no comment is lost.",
    "schema": "Print the JSON Schema of cards, for editors, or of the output, for scripts.",
    "check": "Check cards: every problem, with its place, its cause and its cure.",
    "archive": "Find archived copies of the sources' pages, have them saved, and write them down.",
    "cite": "Write a citation for cards: a footnote, BibLaTeX, CSL-JSON and others.",
    "export": "Write cards for other tools: spreadsheets, reference managers, graphs and others.",
    "mcp": "Answer an assistant, by the Model Context Protocol over stdin and stdout.",
    "serve": "Answer over HTTP, read only, for who has no checkout; with a page.",
    "publish": "Let many read the facts: publish them to a PostgreSQL database.",
    "doctor": "Tell what relcli runs on, which facts it found, what is wrong and the cure.",
    "help": "Read the manual by topics, also as a man page.",
}
ANYWHERE = ("facts", "quiet", "at")  # options of `relcli` itself that may follow a command, too
# Commands that have to do with the files as they are, or with all of their history.
NOW_ALONE = frozenset(
    (
        *("init", "new", "import", "edit", "set", "fmt", "check", "archive", "publish", "doctor"),
        *("log", "diff"),
    )
)
TAKES_A_QUERY = ("search", "timeline", "browse", "stats", "disputes", "export")


class Subcommand(SharingCommand):
    """A command that takes the options of `relcli` itself as if they stood before it."""

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Read what was typed; what is wrong with it is told with the help of this command."""
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            if getattr(error, "ctx", ctx) is None:  # so where an option has no value
                vars(error)["ctx"] = ctx
            raise

    def invoke(self, ctx: "Context") -> object:
        """Add what these ask, then run the command."""
        session = ctx.ensure_object(Session)
        session.paths += tuple(ctx.params.pop("facts") or ())
        session.quiet |= ctx.params.pop("quiet")
        session.at = ctx.params.pop("at") or session.at
        if session.at is not None and ctx.info_name in NOW_ALONE:
            message = f"--at: `{ctx.info_name}` has to do with the facts as they are now"
            raise RelcliError(message, "leave --at out")
        return super().invoke(ctx)


class LiteralMinus(Subcommand):
    """A command that takes `-word` for a word to leave out, not for the options -w -o -r -d.

    An option of one letter stands by itself (`-f json`), so nothing else begins so.
    """

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Hide the hyphen of such words from the parser of options; not in an option's value."""
        valued = {name for p in self.params if not getattr(p, "is_flag", True) for name in p.opts}
        end = args.index("--") if "--" in args else len(args)
        before = ["", *args]
        hidden = [
            arg if before[n] in valued else hide_minus(arg) for n, arg in enumerate(args[:end])
        ]
        return super().parse_args(ctx, [*hidden, *args[end:]])


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and imports the one that is called."""

    summaries = COMMANDS  # which `relcli help` asks for, as no command imports this module

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Show the help where nothing is asked."""
        if not args and not ctx.resilient_parsing:
            print(ctx.get_help(), file=sys.stderr)
            ctx.exit(TROUBLE)
        if args in (["--show-completion"], ["--install-completion"]):
            args = [*args, ""]  # the shell that runs this
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: "Context") -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: "Context", cmd_name: str) -> "Command | None":
        """Import a command and return it; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name  # `import` is Python's
        module = import_module(f"relcli.cli.{name}")
        cls = LiteralMinus if cmd_name in TAKES_A_QUERY else Subcommand
        command = command_of(getattr(module, name), cmd_name, cls)
        command.params += [_hidden(own) for own in self.params if own.name in ANYWHERE]
        return command

    def resolve_command(
        self, ctx: "Context", args: list[str]
    ) -> "tuple[str | None, Command | None, list[str]]":
        """Find the command that `args` begin with. Raises UsageError with the nearest name."""
        ctx.meta[TYPED] = tuple(args)
        completing = ctx.resilient_parsing
        if args[0] not in COMMANDS and not args[0].startswith("-") and not completing:
            words = list(takewhile(lambda arg: not arg.startswith("-"), args))
            search = f"`relcli search {as_typed(words)}` looks for it"
            cure = cure_for(args[0], COMMANDS, search)
            ctx.fail(f"no command `{args[0]}`; {cure}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the list of commands for --help, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _hidden(option: "Parameter") -> "Parameter":
    """Return an option for the use of another command, whose help does not name it."""
    hidden = copy(option)
    assert isinstance(hidden, TyperOption)  # noqa: S101 - no argument is asked for
    hidden.hidden = True
    return hidden


app = typer.Typer(
    name="relcli",
    cls=LazyGroup,
    add_completion=False,  # Typer's own scripts quote no name
    # rich takes longer to import than a search takes; errors are one plain line anyway.
    rich_markup_mode=None,
    context_settings={"help_option_names": HELP},
    epilog="`relcli help` tells more. Exit status: 0 found, 1 nothing found, 2 trouble.",
)


def print_version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    """Print the version and stop."""
    if wanted:
        typer.echo(f"relcli {__version__}")
        raise typer.Exit


def show_completion(ctx: typer.Context, shell: str | None) -> None:
    """Print the script with which a shell completes relcli, and stop. Raises RelcliError."""
    if shell is not None and not ctx.resilient_parsing:
        from relcli.cli.shells import script

        typer.echo(script(shell), nl=False)
        raise typer.Exit


def install_completion(ctx: typer.Context, shell: str | None) -> None:
    """Let a shell complete relcli from its next start on, and stop. Raises RelcliError."""
    if shell is not None and not ctx.resilient_parsing:
        from relcli.cli.shells import install

        named, path = install(shell)
        typer.echo(f"{named} completes relcli from its next start on: {path}")
        raise typer.Exit


@app.callback()
def relcli(
    ctx: typer.Context,
    facts: Annotated[
        list[Path] | None,  # or an address of a database
        typer.Option(
            parser=path_or_address,
            metavar="PATH",
            help="A dataset: a folder of cards, or one file of them, or an address postgresql://. "
            "Can be given more than once, before the command or after it. "
            "Else RELCLI_FACTS, else the nearest folder upward with a dataset.yaml, else the "
            "facts that ship.",
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="Answer from the facts as they were recorded then, in their git repository: a "
            "date, of which the end counts (UTC), or a commit, a tag or a branch. Before the "
            "command or after it.",
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No remarks on stderr, only errors.")
    ] = False,
    version: Annotated[
        bool,  # acts in its callback
        typer.Option("--version", callback=print_version, is_eager=True, help="Print the version."),
    ] = False,
    install: Annotated[
        str | None,
        typer.Option(
            "--install-completion",
            metavar="[SHELL]",
            callback=install_completion,
            autocompletion=complete.shells,
            help="Let a shell complete commands and names: bash, zsh or fish; else the one that "
            "runs this.",
        ),
    ] = None,
    show: Annotated[
        str | None,
        typer.Option(
            "--show-completion",
            metavar="[SHELL]",
            callback=show_completion,
            autocompletion=complete.shells,
            help="Print what that would install; for powershell, too.",
        ),
    ] = None,
) -> None:
    """Look up curated facts, each with its date, its sources and how sure it is."""
    session = Session(tuple(facts or ()), quiet=quiet, at=at)
    ctx.obj = session
    ctx.call_on_close(session.close)


def main(args: Sequence[str] | None = None) -> int:
    """Run `relcli` with `args` (the process's own by default) and return its exit status."""
    status: object = TROUBLE
    try:
        if "_RELCLI_COMPLETE" in os.environ:
            from relcli.cli.shells import prepare

            prepare()
        status = reading_itself(typer.main.get_command(app)).main(
            args, "relcli", standalone_mode=False
        )
    except typer.TyperException as error:
        ctx: Context | None = getattr(error, "ctx", None)
        path = ctx.command_path if ctx else "relcli"
        message = " ".join(error.format_message().split()).rstrip(".")
        if message.startswith("Missing argument 'QUERY"):
            message = "no words to look for; `relcli list` lists what passes the same filters"
        tell("error", f"{message}; see `{path} --help`")
    except RelcliError as error:
        tell("error", str(error))
        status = error.exit_status
    except OSError as error:
        if error.filename:
            tell("error", f"{error.filename}: {error.strerror}; see what is there")
        else:  # the help and the version, which Typer writes
            give_up(sys.stdout)
            tell("error", f"cannot write to stdout: {error.strerror}; write to another place")
    except KeyboardInterrupt:
        status = INTERRUPTED
    except SystemExit as ending:
        # So Typer ends when it completes a word, and when nobody reads the help: that is no error.
        if not reader_left(ending.__context__):
            raise
        status = FOUND
    return status if isinstance(status, int) else FOUND
