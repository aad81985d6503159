"""The two lists of the screen: the cards that answer, and what they can be narrowed down by."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from relcli.model.facets import Facet
from relcli.model.query import Hit
from relcli.view.terminal.console import COLOURS, HEADING, QUIET, plain
from relcli.view.terminal.entry import GAP, claim_of, marks, standing, when
from relcli.view.terminal.hits import places

_HEADINGS = {
    "topic": "Topic",
    "confidence": "Confidence",
    "disputed": "Dispute",
    "actor": "Actor",
}
_CHOSEN, _FREE = "[x]", "[ ]"


class KeyList(OptionList):
    """A list in which j and k go down and up, too, and which keeps its place when it is renewed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("g", "first", "First", show=False),
        Binding("G", "last", "Last", show=False),
    ]

    def renew(self, options: Sequence[Option], keys: Sequence[object], key: object) -> None:
        """Show other options; what has the key stays highlighted, else the first of all."""
        self.clear_options()
        self.add_options(options)
        if key is not None and key in keys:
            self.highlighted = keys.index(key)
        else:
            self.action_first()


class CardList(KeyList):
    """The cards that answer, each with its date, its standing and its claim."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Read", key_display="↵")]
    hits: Sequence[Hit] = ()

    @property
    def hit(self) -> Hit | None:
        """The card that is highlighted."""
        return None if self.highlighted is None or not self.hits else self.hits[self.highlighted]

    def show(self, hits: Sequence[Hit]) -> None:
        """Show other cards."""
        before = self.hit
        self.hits = hits
        keys = [_key(hit) for hit in hits]
        mixed = any(hit.all_words for hit in hits)
        options = [Option(_entry(hit, mixed=mixed)) for hit in hits]
        self.renew(options, keys, before and _key(before))


class FacetList(KeyList):
    """What an answer can be narrowed down by, with headings that cannot be chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", "Choose", key_display="␣"),
        Binding("escape", "app.leave", "Back", key_display="Esc"),
    ]
    rows: Sequence[Facet | None] = ()

    def show(self, facets: Sequence[Facet]) -> None:
        """Show other facets."""
        before = None if self.highlighted is None else self.rows[self.highlighted]
        rows: list[Facet | None] = []
        options = []
        digits = len(str(max(facet.cards for facet in facets)))
        for number, facet in enumerate(facets):
            if number == 0 or facets[number - 1].kind != facet.kind:
                rows.append(None)
                options.append(Option(Text(_HEADINGS[facet.kind], HEADING), disabled=True))
            rows.append(facet)
            options.append(Option(_choice(facet, digits)))
        self.rows = rows
        keys = [row and row[:2] for row in rows]
        self.renew(options, keys, before and before[:2])

    def chosen_with(self, toggled: Facet) -> list[str]:
        """Return the values of a facet's kind that are chosen once it is toggled."""
        same = [row for row in self.rows if row and row.kind == toggled.kind]
        return [row.value for row in same if row.chosen != (row == toggled)]


def _key(hit: Hit) -> tuple[str, str]:
    return hit.plain["dataset"], hit.plain["id"]


def _entry(hit: Hit, *, mixed: bool) -> Text:
    """Return a card of the list; among some with all the words, it tells if it has but some."""
    mark = marks(hit.plain)
    above = Text.assemble(f"{mark} " if mark else "", when(hit), GAP, standing(hit.plain))
    if mixed and not hit.all_words:
        above.append("  some of the words", QUIET)
    above.stylize(HEADING)
    return Text("\n").join([above, claim_of(hit), *places(hit)[:1]])


def _choice(facet: Facet, digits: int) -> Text:
    styles = {grade.value: style for grade, style in COLOURS.items()}
    style = styles.get(facet.value, "") if facet.kind == "confidence" else ""
    label = plain(facet.label, style if facet.cards else QUIET)
    count = (f"{facet.cards:>{digits}} ", QUIET)
    return Text.assemble(f"{_CHOSEN if facet.chosen else _FREE} ", count, label)
