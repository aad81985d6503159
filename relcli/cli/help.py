"""`relcli help`: the manual by topics, the help of a command, the man page."""

import sys
from typing import TYPE_CHECKING, Annotated, cast

import typer

from relcli.cli import complete
from relcli.cli.output import write_drawn, write_pieces, write_text
from relcli.errors import FOUND, RelcliError, cure_for
from relcli.view.manual.topics import TOPICS, overview, topic_text

if TYPE_CHECKING:
    from rich.console import Console
    from typer._click.core import Command, Context

    from relcli.cli.app import LazyGroup
    from relcli.view.manual.man import Described


def help(  # noqa: A001 - as the command is called
    ctx: typer.Context,
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[TOPIC]",
            help=f"{', '.join(TOPICS)}; or a command.",
            show_default=False,
            autocompletion=complete.manual,
        ),
    ] = None,
    man: Annotated[
        bool,
        typer.Option("--man", help="Write all of it as a man page: relcli help --man | man -l -"),
    ] = False,
) -> int:
    """Read the manual: a topic, the help of a command, or what there is.

    On a terminal it is drawn; into a pipe it is Markdown.
    """
    root = ctx.find_root()
    commands = _group(root).summaries
    if man:
        from relcli.view.manual.man import man_page

        described = [_described(_context_of(root, name)) for name in commands]
        write_pieces(man_page(_described(root), described))
    elif topic is None:
        _write(overview(commands))
    elif topic in TOPICS:
        _write(topic_text(topic))
    elif topic in commands:
        write_text([f"{_context_of(root, topic).get_help()}\n"])
    else:
        cure = cure_for(topic, [*TOPICS, *commands], f"topics: {', '.join(TOPICS)}")
        raise RelcliError(f"no topic or command `{topic}`", cure)
    return FOUND


def _write(text: str) -> None:
    """Write a text of the manual: drawn on a terminal, as it stands into a pipe."""
    if not (sys.stdout and sys.stdout.isatty()):
        write_pieces([text])
        return
    from relcli.view.terminal.manual import draw_topic

    def draw(console: "Console") -> None:
        draw_topic(console, text)

    write_drawn(draw)


def _group(root: "Context") -> "LazyGroup":
    """Return relcli itself, which knows its commands."""
    return cast("LazyGroup", root.command)


def _context_of(root: "Context", name: str) -> "Context":
    """Return the context in which `relcli NAME --help` is written."""
    command = _group(root).get_command(root, name)
    return typer.Context(cast("Command", command), info_name=name, parent=root)


def _described(ctx: "Context") -> "Described":
    """Return what a command, or relcli itself, says of itself."""
    from inspect import cleandoc

    from relcli.view.manual.man import Described

    command = ctx.command
    records = (param.get_help_record(ctx) for param in command.get_params(ctx))
    usage = " ".join([ctx.command_path, *command.collect_usage_pieces(ctx)])
    return Described(usage, cleandoc(command.help or ""), [one for one in records if one])
