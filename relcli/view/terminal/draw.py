"""What the commands draw on a terminal, by name. rich is imported when something is drawn."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import Console

    from relcli.model.card_dict import PlainCard
    from relcli.model.history import Change, PlainMonth
    from relcli.model.match import MatchedSentence
    from relcli.model.problem import Report
    from relcli.model.query import Hit
    from relcli.model.stats import PlainDispute, PlainNetwork, PlainStats
    from relcli.model.years import By, Tally
    from relcli.view.data import Row


def draw_hits(console: "Console", hits: Sequence["Hit"]) -> None:
    """Draw hits as a table."""
    from relcli.view.terminal.hits import draw

    draw(console, hits)


def draw_explained(console: "Console", hits: Sequence["Hit"]) -> None:
    """Draw hits as a table, and below it why each of them stands where it stands."""
    from relcli.view.terminal.hits import draw
    from relcli.view.terminal.why import draw as draw_why

    draw(console, hits)
    draw_why(console, hits)


def draw_timeline(console: "Console", hits: Sequence["Hit"]) -> None:
    """Draw hits along a time axis."""
    from relcli.view.terminal.timeline import draw

    draw(console, hits)


def draw_lanes(console: "Console", hits: Sequence["Hit"], tally: "Tally", by: "By") -> None:
    """Draw hits in lanes over one axis."""
    from relcli.view.terminal.lanes import draw

    draw(console, hits, tally, by)


def draw_density(
    console: "Console", tally: "Tally", by: "By | None", axis: tuple[int, int]
) -> None:
    """Draw how many cards there are in each year."""
    from relcli.view.terminal.density import draw

    draw(console, tally, by, axis)


def draw_cards(
    console: "Console",
    cards: Sequence["PlainCard"],
    claims: "Mapping[str, str]",
    told: "Mapping[tuple[str, str], Sequence[str]]",
) -> None:
    """Draw cards whole; `claims` are those of the cards that they lead to, by id.

    `told` are lines of the history of each, by dataset and id.
    """
    from relcli.view.terminal.card import draw

    draw(console, cards, claims, told)


def draw_rows(console: "Console", rows: Sequence["Row"], columns: Sequence[str]) -> None:
    """Draw rows of any kind as a plain table."""
    from relcli.view.terminal.rows import draw

    draw(console, rows, columns)


def draw_report(console: "Console", report: "Report") -> None:
    """Draw what `check` found, each with its line."""
    from relcli.view.terminal.findings import draw

    draw(console, report)


def draw_stats(console: "Console", counts: "PlainStats", most: int) -> None:
    """Draw counts as a matrix of at most so many rows, 0 for all."""
    from relcli.view.terminal.stats import draw

    draw(console, counts, most)


def draw_disputes(console: "Console", disputes: Sequence["PlainDispute"]) -> None:
    """Draw what is contested, the two sides beside each other."""
    from relcli.view.terminal.disputes import draw

    draw(console, disputes)


def draw_network(console: "Console", network: "PlainNetwork", most: int) -> None:
    """Draw who appears with whom as a tree, at most so many below each other, 0 for all."""
    from relcli.view.terminal.actor_graph import draw

    draw(console, network, most)


def as_picture(draw: "Callable[[Console], None]", title: str) -> str:
    """Return what `draw` draws as an SVG. Raises RelcliError where it is too long."""
    from relcli.view.terminal.picture import picture

    return picture(draw, title)


def as_text(draw: "Callable[[Console], None]") -> str:
    """Return what `draw` draws as text without colours."""
    from relcli.view.terminal.picture import plain_text

    return plain_text(draw)


def draw_matches(console: "Console", sentences: Sequence["MatchedSentence"]) -> None:
    """Draw the sentences of a draft, each with its cards."""
    from relcli.view.terminal.matches import draw

    draw(console, sentences)


def draw_sentences(console: "Console", sentences: Sequence["MatchedSentence"]) -> None:
    """Draw sentences of a draft without cards."""
    from relcli.view.terminal.matches import draw_sentences

    draw_sentences(console, sentences)


def draw_log(console: "Console", changes: Sequence["Change"]) -> None:
    """Draw what changed, commit by commit."""
    from relcli.view.terminal.changes import draw_log

    draw_log(console, changes)


def draw_diff(console: "Console", changes: Sequence["Change"]) -> None:
    """Draw what changed between two times."""
    from relcli.view.terminal.changes import draw_diff

    draw_diff(console, changes)


def draw_cited(console: "Console", changes: Sequence["Change"], lines: Sequence[int]) -> None:
    """Draw what changed on cited cards, each with the line of the text that cites it."""
    from relcli.view.terminal.changes import draw_cited

    draw_cited(console, changes, lines)


def draw_months(console: "Console", months: Sequence["PlainMonth"]) -> None:
    """Draw how many cards there were, month after month."""
    from relcli.view.terminal.months import draw

    draw(console, months)
