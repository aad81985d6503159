"""The screen: a question above, facets at the side, the cards and the card that is looked at."""

import asyncio
import os
import shutil
import webbrowser
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import App, ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.widgets import Footer, Input, Static

from relcli.errors import INTERRUPTED, TROUBLE, RelcliError
from relcli.model.facets import with_facets
from relcli.tui.dialogs import Help, SourceChoice, addresses_of
from relcli.tui.lists import CardList, FacetList
from relcli.tui.worker import Desk, Doings
from relcli.view.safe import one_line
from relcli.view.terminal.card import NO_CLAIMS, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relcli.model.card_dict import PlainCard
    from relcli.model.query import Query

PAUSE = 0.12  # seconds without a key after which is searched
# Seconds between two looks at the terminal. Where it is gone, textual's reader finds its end again
# and again, at a quarter of a processor; nobody notices a second of that.
LOOK = 1.0


class SearchField(Input):
    """The question; while it is typed, no letter is a command."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "app.to_cards", "Cards", key_display="↓"),
        Binding("tab", "app.to_facets", "Facets", key_display="Tab"),
        Binding("f1", "app.help", "Help", key_display="F1"),
    ]


class Reader(VerticalScroll):
    """The card that is looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.leave", "Back", key_display="Esc")
    ]


class Browser(App[None]):
    """Cards to search, narrow down, read, cite and edit."""

    CSS_PATH = "browse.tcss"
    TITLE = "relcli"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-medium"), (116, "-wide")]  # noqa: RUF012 - as App declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (36, "-tall")]  # noqa: RUF012 - likewise
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "to_search", "Search", key_display="/"),
        Binding("f", "to_facets", "Facets"),
        Binding("s", "states", "States", show=False),
        Binding("o", "open", "Open source"),
        Binding("y", "copy", "Cite"),
        Binding("e", "edit", "Edit"),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q", "quit", "Quit"),
        Binding("escape", "leave", "Back", show=False),
        Binding("ctrl+c", "interrupt", "Stop", show=False, priority=True),
    ]

    def __init__(self, query: "Query", doings: Doings) -> None:
        """Take the question to begin with."""
        # In the terminal's own colours, dark or light; with NO_COLOR, in none.
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self.query_asked = query
        self._doings = doings
        self._desk = Desk(doings)
        self._claims: Mapping[str, str] = NO_CLAIMS

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield SearchField(
            self.query_asked.text, placeholder="Type to search", id="query", select_on_focus=False
        )
        yield Static(id="told", markup=False)
        with Horizontal(id="body"):
            yield FacetList(id="facets")
            with Container(id="answer"):
                yield CardList(id="cards")
                with Reader(id="reader"):
                    yield Static(id="card", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Ask the first question."""
        self.ask(pause=0)
        if not self.is_headless:
            self.set_interval(LOOK, self.end_with_terminal)

    def end_with_terminal(self) -> None:
        """End once the terminal is gone, should no signal have told of it."""
        if not os.isatty(0):
            self.exit(return_code=TROUBLE)

    async def on_unmount(self) -> None:
        """Close the facts."""
        await self._desk.end()

    @on(Input.Changed)
    def search_on(self, event: Input.Changed) -> None:
        """Search for what has been typed, once no more is typed."""
        text = event.value.strip()
        if text != self.query_asked.text:
            self.query_asked = self.query_asked._replace(text=text)
            self.ask()

    @work(exclusive=True)
    async def ask(self, pause: float = PAUSE) -> None:
        """Ask after a pause, and show what was found; a new question stops this one."""
        await asyncio.sleep(pause)
        try:
            answer = await self._desk.ask(self.query_asked)
        except RelcliError as error:  # such as `topic:` before the topic is typed
            self.query_one("#told", Static).update(Text(one_line(str(error))))
            return
        self.query_one("#told", Static).update(Text(one_line(answer.told)))
        self._claims = answer.claims
        self.query_one(FacetList).show(answer.facets)
        self.query_one(CardList).show(answer.answer.hits)
        if not answer.answer.hits:
            self._read(None)

    @on(CardList.OptionHighlighted, "#cards")
    def read_on(self) -> None:
        """Show the card that is highlighted."""
        self._read(self.card)

    @on(CardList.OptionSelected, "#cards")
    def read_whole(self) -> None:
        """Go to the card itself, to which a small screen then gives all its room."""
        self.screen.add_class("-reading")
        self.query_one("#reader").focus()
        self._read_again()

    @on(FacetList.OptionSelected, "#facets")
    def narrow_down(self, event: FacetList.OptionSelected) -> None:
        """Choose a facet, or no longer."""
        facets = self.query_one(FacetList)
        facet = facets.rows[event.option_index]
        assert facet  # noqa: S101 - a heading cannot be chosen
        values = facets.chosen_with(facet)
        self.query_asked = with_facets(self.query_asked, facet.kind, values)
        self.ask(pause=0)

    @property
    def card(self) -> "PlainCard | None":
        """The card that is looked at."""
        hit = self.query_one(CardList).hit
        return hit.plain if hit else None

    def _read(self, card: "PlainCard | None") -> None:
        reader = self.query_one("#reader")
        width = reader.size.width or self.size.width
        shown = whole(card, width, self._claims) if card else ""
        self.query_one("#card", Static).update(shown)
        reader.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Lay the card out for the new width."""
        self._read_again()

    def _read_again(self) -> None:
        """Show the card once it is known how much room there is for it."""
        self.call_after_refresh(lambda: self._read(self.card))

    def action_to_search(self) -> None:
        """Go to the question, below which stand the cards."""
        self.screen.remove_class("-reading", "-choosing")
        self.query_one(SearchField).focus()

    def action_to_cards(self) -> None:
        """Go to the cards."""
        self.query_one(CardList).focus()

    def action_to_facets(self) -> None:
        """Go to the facets, which a small screen shows instead of the cards."""
        self.screen.add_class("-choosing")
        self.query_one(FacetList).focus()

    def action_states(self) -> None:
        """Show states that are attested at other times than those asked for, or no longer."""
        states = not self.query_asked.states
        self.query_asked = self.query_asked._replace(states=states)
        self.say("With states of other times" if states else "Without states of other times")
        self.ask(pause=0)

    def action_leave(self) -> None:
        """Go back to the cards."""
        self.screen.remove_class("-reading", "-choosing")
        self.action_to_cards()

    def action_help(self) -> None:
        """Show the keys."""
        self.push_screen(Help())

    def action_interrupt(self) -> None:
        """End as Ctrl-C ends a command."""
        self.exit(return_code=INTERRUPTED)

    def action_open(self) -> None:
        """Open the address of a source, which is chosen where there are several."""
        addresses = addresses_of(self.card) if self.card else []
        if len(addresses) > 1:
            self.push_screen(SourceChoice(addresses), self._chosen)
        elif addresses:
            self._open(addresses[0][1])
        else:
            self.say("No source of this card has an address on the web.")

    def _chosen(self, url: str | None) -> None:
        if url:
            self._open(url)

    @work
    async def _open(self, url: str) -> None:
        try:
            browser = webbrowser.get()
            if type(browser) is webbrowser.GenericBrowser:  # it takes the terminal, as w3m does
                with self.suspend():
                    opened = browser.open(url)
            else:
                opened = await asyncio.to_thread(browser.open, url)
            # What only hands the address on, as xdg-open does, may have ended by now.
            handed_on = isinstance(browser, webbrowser.BackgroundBrowser)
            opened = opened or (handed_on and shutil.which(browser.name) is not None)
        except (webbrowser.Error, SuspendNotSupported):
            opened = False
        self.say(f"Opened {url}" if opened else f"No browser opens here: {url}")

    @work
    async def action_copy(self) -> None:
        """Copy what `relcli cite` writes (OSC 52, where the terminal lets programs copy)."""
        if self.card:
            text = (await self._desk.cite(self.card)).rstrip("\n")
            self.copy_to_clipboard(text)
            self.say(f"Copied: {text}")

    @work
    async def action_edit(self) -> None:
        """Edit the card as `relcli edit` does, and show what became of it."""
        if not self.card:
            return
        card_id = self.card["id"]
        try:
            with self.suspend():  # which does not take the terminal back from an exception
                said = self._edit(card_id)
        except SuspendNotSupported:
            said = f"This terminal cannot be lent to an editor: relcli edit {card_id}"
        if said:
            self.say(said)
        await self._desk.close()
        self.ask(pause=0)

    def _edit(self, card_id: str) -> str:
        try:
            return self._doings.edit(card_id)
        except RelcliError as error:
            return str(error)

    def say(self, text: str) -> None:
        """Say something in a corner of the screen for a while."""
        self.notify(one_line(text), markup=False)
