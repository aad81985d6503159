"""The man page relcli(1): the commands with their options, and the topics of the manual."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relcli import __version__
from relcli.view.manual.roff import body, bold, entry, escape, example
from relcli.view.manual.topics import TOPICS, topic_text

SHARED = 5  # commands that have an option from which it is told once, for all of them

Record = tuple[str, str]  # an option or an argument, and what it does


class Described(NamedTuple):
    """What a command says of itself: how it is called, in paragraphs, and what it takes."""

    usage: str
    text: str
    takes: Sequence[Record]


def man_page(relcli: Described, commands: Sequence[Described]) -> Iterator[str]:
    """Yield the man page in pieces, by what relcli and its commands say of themselves."""
    for line in _lines(relcli, commands):
        yield f"{line}\n"


def _lines(relcli: Described, commands: Sequence[Described]) -> Iterator[str]:
    often = Counter(record for command in commands for record in command.takes)
    shared = [one for one, number in often.items() if number >= SHARED and one[0].startswith("-")]
    yield f'.TH RELCLI 1 "" "relcli {__version__}" "User Commands"'
    yield from (".SH NAME", rf"relcli \- {escape(relcli.text[0].lower() + relcli.text[1:])}")
    yield from (".SH SYNOPSIS", ".nf", *(escape(one.usage) for one in (relcli, *commands)), ".fi")
    yield ".SH OPTIONS"
    yield "These stand before the command."
    yield from _entries(relcli.takes)
    yield from (".SS Options that many commands take", *_entries(shared))
    yield ".SH COMMANDS"
    for command in commands:
        yield from _command(command, shared)
    for topic in TOPICS:
        yield from body(topic_text(topic))


def _command(command: Described, shared: Sequence[Record]) -> Iterator[str]:
    yield f".SS {escape(command.usage)}"
    for paragraph in command.text.split("\n\n"):
        if paragraph.startswith("\b"):  # so a help text marks what stands as it is
            yield from example(paragraph.removeprefix("\b\n"))
        else:
            yield from (".PP", escape(" ".join(paragraph.split())))
    yield from _entries([record for record in command.takes if record not in shared])
    also = [name for name, meaning in command.takes if (name, meaning) in shared]
    if also:
        yield from (".PP", "Besides, as above: " + ", ".join(map(bold, also)) + ".")


def _entries(records: Sequence[Record]) -> Iterator[str]:
    for name, meaning in records:
        yield from entry(bold(name), meaning)
