"""What opens above the screen: the help, and the choice of a source."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label, Static
from textual.widgets.option_list import Option

from relcli.model.source_rules import source_name
from relcli.tui.lists import KeyList
from relcli.view.safe import is_web_url
from relcli.view.terminal.console import HEADING, QUIET, plain

if TYPE_CHECKING:
    from relcli.model.card_dict import PlainCard

KEYS = {
    "type": 'words to search; "a phrase", -word, topic:military; misspelt is fine',
    "↓ ↑ j k": "go down and up; PgDn PgUp Home End further",
    "Tab": "on to the next part of the screen",
    "Enter": "read the card; in the facets: choose, or no longer",
    "Space": "the same in the facets; a click does it, too",
    "/": "search",
    "f": "to the facets",
    "s": "with a range of dates: what is attested at other times, too, or no longer",
    "o": "open a source in the browser",
    "y": "copy the citation",
    "e": "edit the card in your editor",
    "Esc": "back",
    "q": "quit; Ctrl-Q everywhere",
}


class Help(ModalScreen[None]):
    """The keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss", "Back")
    ]

    def compose(self) -> ComposeResult:
        """Lay out the table of keys."""
        table = Table.grid(padding=(0, 2, 0, 0))
        for key, meaning in KEYS.items():
            table.add_row(Text(key, HEADING), Text(meaning))
        with VerticalScroll(classes="dialog"):
            yield Static(table)


def addresses_of(card: "PlainCard") -> list[tuple[str, str]]:
    """Return the (name, URL) of each web page that the sources of a card name."""
    addresses: dict[str, str] = {}
    for source in card["sources"]:
        for url, what in ((source["url"], ""), (source["archived_url"], ", archived")):
            if url and is_web_url(url):
                addresses.setdefault(url, f"{source_name(source)}{what}")
    return [(name, url) for url, name in addresses.items()]


class SourceChoice(ModalScreen[str | None]):
    """Which of several addresses to open."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", "Back")]

    def __init__(self, addresses: Sequence[tuple[str, str]]) -> None:
        """Take (name, URL) pairs."""
        super().__init__()
        self._addresses = addresses

    def compose(self) -> ComposeResult:
        """Lay out the addresses."""
        with Vertical(classes="dialog"):
            yield Label("Open which source?")
            yield KeyList(
                *(
                    Option(Text.assemble(plain(name), "\n", plain(url, QUIET)))
                    for name, url in self._addresses
                )
            )

    def on_mount(self) -> None:
        """Begin at the first."""
        self.query_one(KeyList).action_first()

    def on_option_list_option_selected(self, event: KeyList.OptionSelected) -> None:
        """Give back the address that was chosen."""
        self.dismiss(self._addresses[event.option_index][1])
