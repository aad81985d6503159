"""Sentences of a draft on a terminal, each with the cards that bear on it and what differs."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from relcli.view.matches import in_words
from relcli.view.terminal.console import DISPUTED, HEADING, QUIET, plain
from relcli.view.terminal.hits import paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relcli.model.match import MatchedSentence
    from relcli.model.query import Hit

_INDENT = "  "
_DIFFERS = "≠ "


def draw(console: Console, sentences: "Sequence[MatchedSentence]") -> None:
    """Draw each sentence with its place, and below it its cards."""
    for number, each in enumerate(sentences):
        if number:
            console.print()
        console.print(_sentence(console, each))
        for hit in each.hits:
            console.print(_indented(_card(console, hit)))


def draw_sentences(console: Console, sentences: "Sequence[MatchedSentence]") -> None:
    """Draw sentences with their places alone."""
    for each in sentences:
        console.print(_sentence(console, each))


def _sentence(console: Console, each: "MatchedSentence") -> Text:
    sentence = each.sentence
    file = f"{sentence.path}:" if sentence.path else ""
    place = plain(f"{file}{sentence.line}:{sentence.column}", QUIET)
    text = Text(" ").join([place, plain(sentence.text, HEADING)])
    return Text("\n").join(text.wrap(console, console.width, overflow="fold"))


def _card(console: Console, hit: "Hit") -> Text:
    """Return a card, and what of it differs from the sentence, a line each."""
    width = max(1, console.width - len(_INDENT))
    lines = [paragraph(console, hit, width)]
    for difference in hit.differs:
        text = Text(_INDENT).append_text(plain(f"{_DIFFERS}{in_words(difference)}", DISPUTED))
        lines += text.wrap(console, width, overflow="fold")
    return Text("\n").join(lines)


def _indented(text: Text) -> Text:
    lines = text.split("\n")
    return Text("\n").join(Text(_INDENT).append_text(line) for line in lines)
