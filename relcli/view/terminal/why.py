"""Why a card stands where it stands: what `search --explain` draws."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from relcli.model.query import Hit
from relcli.model.why import WordPoints
from relcli.view.terminal.console import HEADING, QUIET, plain

_HOW = {
    "exact": "as it is",
    "stem": "in another form",
    "joined": "written together",
    "split": "written apart",
    "prefix": "by its beginning",
    "name": "in another spelling",
    "synonym": "by a synonym",
    "date": "as a date",
    "fuzzy": "as a slip",
    "hint": "by something like it, which is no answer",
}


def draw(console: Console, hits: Sequence[Hit]) -> None:
    """Draw for each hit what its score is made of; nothing where no words were asked for."""
    for place, hit in enumerate(hits, 1):
        if hit.why is None or hit.score is None:
            continue
        console.print()
        why = hit.why
        title = Text.assemble(f"{place}  ", plain(hit.plain["id"], HEADING))
        title.append(f"  {hit.score:.3f} = {why['points']:.2f} of {why['full']:.2f} points")
        if not hit.all_words:
            title.append("  some of the words", QUIET)
        console.print(title)
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(justify="right")
        table.add_column(overflow="fold")
        for word in why["words"]:
            table.add_row(f"{word['points']:.2f}", _word(word))
        table.add_row(f"{why['together']:.2f}", "for words that stand together as asked")
        table.add_row(f"{why['cover']:.2f}", "for how much of the question it has")
        console.print(table)


def _word(word: WordPoints) -> Text:
    """Say how a word was read, and what it weighed."""
    text = Text.assemble(plain(word["word"], HEADING))
    if word["found"] != word["word"]:
        text.append(" → ").append_text(plain(word["found"]))
    text.append(f" {_HOW[word['how']]}, in the {word['field']}", QUIET)
    sums = f": rarity {word['weight']:.2f} x nearness {word['nearness']:.2f}"
    return text.append(sums, QUIET).append(f", {word['times']:g} times", QUIET)
