"""`relcli browse`, played on a screen in memory by textual's pilot, and on a real terminal."""

import asyncio
import fcntl
import html
import os
import pty
import re
import select
import shlex
import shutil
import struct
import subprocess
import sys
import termios
import webbrowser
from collections import defaultdict
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from relcli.cli.app import main
from relcli.cli.browse import doings_of
from relcli.cli.session import Session
from relcli.errors import TROUBLE
from relcli.model.date import Date
from relcli.model.query import Query, Sort
from relcli.model.scale import Confidence
from relcli.tui.app import Browser
from relcli.tui.lists import CardList, FacetList
from relcli.view.manual.topics import topic_text

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.conftest import Run, Terminal

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]
Script = Callable[["Pilot[None]"], Awaitable[None]]

FACTS = """
- id: aground
  claim: The tug Nora ran aground on the bar.
  date: 2016-05
  confidence: unconfirmed
  topics: [ships]
  actors: [nora]
  sources:
    - {publisher: The Gazette, url: "https://gazette.example/1", archived_url: "https://a.example/1"}
    - {publisher: The owner, url: "javascript:alert(1)", stance: disputes}
- {id: sold, claim: The tug Nora was sold., date: 2017, confidence: confirmed, topics: [trade],
   actors: [Nora, Agnes Holm], source: {title: A letter, url: "https://letters.example/7"}}
- {id: built, claim: "The [red]quay[/] was built.", date: 1999, confidence: probable,
   topics: [trade, ships], source: "A book, [@click=app.quit]1999[/]"}
"""
TOPICS = "topics: {ships: Ships and wrecks, trade: Trade}"
ACTORS = "nora: {name: Nora, aliases: [the tug]}"


@pytest.fixture
def facts(cards: Writer) -> Path:
    """Three cards, two topics, one declared actor and one that is only named."""
    folder = cards(FACTS, dataset=TOPICS)
    text = (folder / "cards.yaml").read_text(encoding="utf-8")
    (folder / "cards.yaml").write_text(text.replace("[nora]", "[Nora]"), encoding="utf-8")
    return folder


def play(facts: Path, script: Script, size: tuple[int, int] = (120, 40), **query: Any) -> Browser:  # noqa: ANN401
    """Open the screen with a query, play a script on it, and return it as it was in the end."""
    by_default: dict[str, Any] = {"sort": Sort.RELEVANCE, "limit": 200}
    asked = Query(**by_default | query)
    app = Browser(asked, doings_of(Session((facts,))))

    async def go() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            await settled(pilot)
            await script(pilot)

    asyncio.run(go())
    return app


async def settled(pilot: "Pilot[None]") -> None:
    """Wait until what was asked is shown."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: "Pilot[None]", *keys: str) -> None:
    """Press keys, and wait for what they do."""
    await pilot.press(*keys)
    await settled(pilot)


COLUMN = 12.2  # of rich's pictures


def screen(pilot: "Pilot[None]") -> str:
    """Return the characters of the screen, each in its column, as pictures leave out blanks."""
    drawn = re.findall(
        r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>',
        pilot.app.export_screenshot(),
    )
    lines: defaultdict[float, str] = defaultdict(str)
    for x, y, part in drawn:
        before = lines[float(y)]
        lines[float(y)] = f"{before:{round(float(x) / COLUMN)}}{html.unescape(part)}"
    return "\n".join(lines[y] for y in sorted(lines)).replace("\xa0", " ")


def ids(pilot: "Pilot[None]") -> list[str]:
    """Return the cards in the list."""
    return [hit.plain["id"] for hit in pilot.app.query_one(CardList).hits]


def chosen(pilot: "Pilot[None]") -> dict[str, int]:
    """Return the labels of the chosen facets, with their counts."""
    rows = pilot.app.query_one(FacetList).rows
    return {row.label: row.cards for row in rows if row and row.chosen}


def facets(pilot: "Pilot[None]") -> dict[str, int]:
    """Return the labels of all facets, with their counts."""
    return {row.label: row.cards for row in pilot.app.query_one(FacetList).rows if row}


def test_it_begins_with_all_cards(facts: Path) -> None:
    """The newest first, which is shown whole, and by what they can be narrowed down."""

    async def script(pilot: "Pilot[None]") -> None:
        assert ids(pilot) == ["sold", "aground", "built"]
        shown = screen(pilot)
        assert "3 cards" in shown
        assert "For  1 origin, 1 source" in shown
        assert "!¿ May 2016  unconfirmed" in shown
        assert facets(pilot) == {
            "Ships and wrecks": 2, "Trade": 2,
            "confirmed": 1, "probable": 1, "possible": 0, "doubtful": 0, "improbable": 0,
            "unconfirmed": 1, "disputed": 1, "undisputed": 2,
            "Nora": 2, "Agnes Holm": 1,
        }  # fmt: skip

    play(facts, script)


STATES = """
- {id: port, claim: The port is closed., date: as of 2016-05, confidence: probable,
   sources: [S, {publisher: The Post, speaker: Agnes Holm, stance: disputes}]}
- {id: law, claim: The law is in force., date: as of 2018-02, confidence: probable, source: S}
- {id: sale, claim: The quay was sold., date: by 2018-06, confidence: probable, source: S}
"""


def test_states_of_other_times(cards: Writer) -> None:
    """That there are some is told below the question; `s` shows them, or no longer."""

    async def script(pilot: "Pilot[None]") -> None:
        assert ids(pilot) == ["sale", "law"]
        assert "2 cards · 1 state attested at other times may hold then: port; s shows it" in (
            screen(pilot)
        )
        await press(pilot, "down", "s")
        assert ids(pilot) == ["sale", "law", "port"]
        assert "3 cards" in screen(pilot)
        assert "1 state attested" not in screen(pilot)
        await press(pilot, "G")
        shown = screen(pilot)
        assert "as of May 2016 (may be outside)" in shown
        assert "probable disputed" in shown
        assert re.search(r"Disputed +by Agnes Holm \(The Post\)", shown)
        assert "by June 2018 (may be outside)" in shown
        await press(pilot, "s")
        assert ids(pilot) == ["sale", "law"]

    play(cards(STATES), script, size=(140, 40), since=Date.parse("2018"))


def test_typing_searches(facts: Path) -> None:
    """As it is typed, and what was corrected is said."""

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, *"agruond")
        assert ids(pilot) == ["aground"]
        assert "1 card · agruond → aground" in screen(pilot)
        assert facets(pilot)["Trade"] == 0
        await press(pilot, *(["backspace"] * 7))
        assert len(ids(pilot)) == 3

    play(facts, script)


def test_nothing_found(facts: Path) -> None:
    """It is said, and no card is shown; the keys for a card do nothing then."""

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, *"zeppelin")
        assert "nothing found" in screen(pilot)
        assert "Gazette" not in screen(pilot)
        await press(pilot, "enter", "y", "e", "o")
        assert pilot.app.clipboard == ""

    play(facts, script)


def test_partial_matches_are_said(facts: Path) -> None:
    """Where no card has all the words."""

    async def script(pilot: "Pilot[None]") -> None:
        assert "no card has all the words, none has `zeppelin`; these have" in screen(pilot)

    play(facts, script, text="nora zeppelin")


def test_partial_answers_are_told_apart(facts: Path) -> None:
    """A card with some of the words says so, beside one that has them all."""

    async def script(pilot: "Pilot[None]") -> None:
        assert ids(pilot) == ["sold", "aground"]
        assert screen(pilot).count("some of the words") == 1
        assert "only the first has all the words" in screen(pilot)

    play(facts, script, text="nora sold", partial=True)


def test_half_a_field_is_told_and_the_list_stays(facts: Path) -> None:
    """`topic:shi` is no topic yet."""

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, *"topic:shi")
        assert "no topic `shi` in these facts" in screen(pilot)
        assert len(ids(pilot)) == 3
        await press(pilot, *"ps")
        assert ids(pilot) == ["aground", "built"]

    play(facts, script)


def test_facets_narrow_down(facts: Path) -> None:
    """Space and Enter choose; of one kind one is enough, and counts say what each would leave."""

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, "tab", "space")
        assert chosen(pilot) == {"Ships and wrecks": 2}
        assert "[x]" in screen(pilot)
        assert ids(pilot) == ["aground", "built"]
        assert facets(pilot)["Trade"] == 2
        assert facets(pilot)["confirmed"] == 0
        await press(pilot, "j", "enter")
        assert len(ids(pilot)) == 3
        await press(pilot, "k", "space")
        assert ids(pilot) == ["sold", "built"]
        assert chosen(pilot) == {"Trade": 2}

    play(facts, script)


def test_a_click_chooses(facts: Path) -> None:
    """A click on a facet does as Space does; on a heading, nothing."""

    async def script(pilot: "Pilot[None]") -> None:
        await pilot.click(FacetList, offset=(5, 1))
        await settled(pilot)
        assert not chosen(pilot)
        await pilot.click(FacetList, offset=(5, 3))
        await settled(pilot)
        assert chosen(pilot) == {"Trade": 2}

    play(facts, script)


def test_disputed_or_not(facts: Path) -> None:
    """Disputed and undisputed together are all cards."""

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, "tab", *(["j"] * 8), "space")
        assert (ids(pilot), chosen(pilot)) == (["aground"], {"disputed": 1})
        await press(pilot, "j", "space")
        assert (len(ids(pilot)), chosen(pilot)) == (3, {})

    play(facts, script)


@pytest.mark.parametrize(
    ("query", "found", "labels"),
    [
        ({"topics": ("Trade",)}, ["sold", "built"], ["Trade"]),
        ({"actors": ("NORA",)}, ["sold", "aground"], ["Nora"]),
        ({"at_least": Confidence.PROBABLE}, ["sold", "built"], ["confirmed", "probable"]),
        ({"confidences": (Confidence.UNCONFIRMED,)}, ["aground"], ["unconfirmed"]),
        ({"disputed": False}, ["sold", "built"], ["undisputed"]),
        (
            {
                "topics": ("trade",),
                "confidences": (Confidence.CONFIRMED,),
                "disputed": False,
                "actors": ("Agnes Holm",),
            },
            ["sold"],
            ["Trade", "confirmed", "undisputed", "Agnes Holm"],
        ),
    ],
    ids=str,
)
def test_filters_are_chosen_facets(
    facts: Path, query: dict[str, Any], found: list[str], labels: list[str]
) -> None:
    """What the command was given stands in the list of facets, and can be chosen no longer."""

    async def script(pilot: "Pilot[None]") -> None:
        assert ids(pilot) == found
        assert list(chosen(pilot)) == labels
        rows = pilot.app.query_one(FacetList).rows
        for label in labels:
            number = next(n for n, row in enumerate(rows) if row and row.label == label)
            pilot.app.query_one(FacetList).highlighted = number
            await pilot.app.query_one(FacetList).run_action("select")
            await settled(pilot)
        assert (len(ids(pilot)), chosen(pilot)) == (3, {})

    play(facts, script, **query)


def test_keys_lead_through_the_screen(facts: Path) -> None:
    """Down to the cards, j and k along them, Enter to the card, Escape back, / to the question."""

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, "down", "j", "j", "k")
        app = pilot.app
        assert isinstance(app, Browser)
        assert app.card is not None
        assert app.card["id"] == "aground"
        assert "javascript:alert(1)" in screen(pilot)
        await press(pilot, "enter")
        assert app.focused is app.query_one("#reader")
        await press(pilot, "escape", "G")
        assert app.focused is app.query_one("#cards")
        assert app.card["id"] == "built"
        await press(pilot, "slash", *"sold")
        assert ids(pilot) == ["sold"]
        assert app.focused is app.query_one("#query")

    play(facts, script)


def test_text_is_no_markup(facts: Path) -> None:
    """Brackets in a claim, a source or a question are shown, and nothing in them acts."""

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, *"quay")
        shown = screen(pilot)
        assert "[red]quay[/]" in shown
        assert "[@click=app.quit]1999[/]" in shown
        await press(pilot, "down", "y")
        assert "[@click=app.quit]" in screen(pilot)

    play(facts, script)


def test_the_citation_is_that_of_cite(facts: Path, run: Runner) -> None:
    """`y` copies what `relcli cite` writes, and says so."""
    cited = run("--facts", facts, "cite", "sold").out

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, "down", "y")
        assert "Copied:" in screen(pilot)

    assert play(facts, script).clipboard == cited.rstrip("\n")


# That a browser stays open longer than relcli is no leak.
LEFT_OPEN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Make a browser that notes what it opens; `how` is how $BROWSER says that it is started."""

    def make(how: str) -> Path:
        log, script = tmp_path / "opened", tmp_path / "browser"
        script.write_text(f'#!/bin/sh\necho "$1" >> {shlex.quote(str(log))}\n', encoding="utf-8")
        script.chmod(0o755)
        monkeypatch.setenv("BROWSER", how.format(script))
        monkeypatch.setattr(webbrowser, "_tryorder", None)  # read $BROWSER anew
        monkeypatch.setattr(webbrowser, "_browsers", {})
        return log

    return make


async def opened(pilot: "Pilot[None]", log: Path) -> str:
    """Wait for the browser, and return what it was given."""
    for _ in range(100):
        if text := noted(log):
            await settled(pilot)
            return text
        await pilot.pause(0.05)
    return ""


def noted(log: Path) -> str:
    """Return what the browser was given up to now."""
    return log.read_text(encoding="utf-8") if log.exists() else ""


@LEFT_OPEN
def test_a_source_is_opened(facts: Path, browser: Callable[[str], Path]) -> None:
    """`o` opens the only address, and says so."""
    log = browser("{} %s &")

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, "down", "o")
        assert await opened(pilot, log) == "https://letters.example/7\n"
        assert "Opened https://letters.example/7" in screen(pilot)

    play(facts, script)


@LEFT_OPEN
def test_of_several_addresses_one_is_chosen(facts: Path, browser: Callable[[str], Path]) -> None:
    """Only those of web pages are offered; Escape opens none."""
    log = browser("{} %s &")

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, "down", "j", "o")
        dialog = screen(pilot)
        assert "Open which source?" in dialog
        assert "The Gazette, archived" in dialog
        await press(pilot, "escape")
        assert not noted(log)
        await press(pilot, "o", "j", "enter")
        assert await opened(pilot, log) == "https://a.example/1\n"

    play(facts, script)


@pytest.mark.parametrize("how", ["{} %s", "no-such-browser-here %s &"])
def test_a_browser_that_does_not_open(
    facts: Path, browser: Callable[[str], Path], how: str
) -> None:
    """The address is told: on a screen in memory, too, which cannot be lent to a browser."""
    browser(how)

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, "down", "o")
        assert "No browser opens here:" in screen(pilot)
        assert "https://letters.example/7" in screen(pilot)

    play(facts, script)


def test_a_card_without_an_address(facts: Path) -> None:
    """It is said that there is nothing to open."""

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, "down", "G", "o")
        assert "has an address" in screen(pilot)

    play(facts, script)


def test_what_cannot_be_lent_to_an_editor(facts: Path) -> None:
    """It is said which command edits the card."""

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, "down", "e")
        assert "cannot be lent" in screen(pilot)

    play(facts, script)


@pytest.mark.parametrize("opening", ["f1", "question_mark"])
def test_help(facts: Path, opening: str) -> None:
    """The keys are told, and Escape leads back."""

    async def script(pilot: "Pilot[None]") -> None:
        if opening != "f1":
            await press(pilot, "escape")
        await press(pilot, opening)
        assert "copy the citation" in screen(pilot)
        await press(pilot, "escape")
        assert "copy the citation" not in screen(pilot)

    play(facts, script)


@pytest.mark.parametrize("size", [(160, 45), (120, 24), (120, 30), (80, 40), (60, 40)], ids=str)
def test_sizes(facts: Path, size: tuple[int, int]) -> None:
    """Where there is room there are question, cards and card; where it is wide, side by side."""

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, *"aground")
        cards, reader = (pilot.app.query_one(f"#{name}").region for name in ("cards", "reader"))
        assert (cards.right <= reader.x) == (size[0] >= 116)
        assert (cards.bottom <= reader.y) == (size[0] < 116)
        shown = screen(pilot)
        assert "ran aground" in shown
        assert re.search(r"Date\s*May 2016", shown)
        assert ("Ships and" in shown) == (size[0] >= 76)
        assert "F1 Help" in shown

    play(facts, script, size)


def test_a_usual_terminal_shows_four_cards_or_more(cards: Writer) -> None:
    """At 80 x 24 each has its date, its standing and its claim whole, though claims be long."""
    claim = (
        "The tug Nora was seen again, " + "with a barge in tow and no lights, " * 3 + "number {}."
    )
    told = "- {{claim: '{}', date: 2016-05-{:02}, confidence: doubtful, sources: [{}]}}\n"
    against = "S, {title: T, stance: disputes}"
    text = "".join(told.format(claim.format(n), n, against) for n in range(10, 20))

    async def script(pilot: "Pilot[None]") -> None:
        shown = re.sub(r"\s*│\s*", " ", screen(pilot))
        for number in range(16, 20):
            assert f"! {number} May 2016 doubtful disputed" in re.sub(" +", " ", shown)
            assert f"number {number}." in shown

    play(cards(text), script, (80, 24))


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=str)
def test_on_a_small_screen_one_thing_at_a_time(facts: Path, size: tuple[int, int]) -> None:
    """`f` shows the facets instead of the cards, Enter the card, laid out for the room it has."""

    async def script(pilot: "Pilot[None]") -> None:
        await press(pilot, "down", "f", "space")
        assert chosen(pilot) == {"Ships and wrecks": 2}
        assert "[x]" in screen(pilot)
        assert "Esc Back" in screen(pilot)
        await press(pilot, "escape", "j", "enter")
        assert not pilot.app.query_one("#cards").region
        assert "A book, [@click=app.quit]1999[/]" in screen(pilot)
        assert pilot.app.query_one("#card").region.right < size[0]
        await press(pilot, "escape")
        assert pilot.app.query_one("#cards").region
        await press(pilot, "enter", "slash")
        assert pilot.app.query_one("#cards").region

    play(facts, script, size)


def test_the_card_fits_a_screen_that_is_resized(facts: Path) -> None:
    """The card is laid out for the room that it has."""

    async def script(pilot: "Pilot[None]") -> None:
        await pilot.resize_terminal(62, 40)
        await settled(pilot)
        assert re.search(r"Date\s*2017", screen(pilot))

    play(facts, script)


def test_the_first_of_many(facts: Path) -> None:
    """With --limit, it is said how many there are."""

    async def script(pilot: "Pilot[None]") -> None:
        assert "the first 2 of 3 cards" in screen(pilot)

    play(facts, script, limit=2)


# The command


def test_a_pipe_is_no_screen(facts: Path, run: Runner) -> None:
    """One line says what to use instead."""
    ended = run("--facts", facts, "browse")

    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith("relcli: error: browse needs a terminal; ")


def test_without_textual(facts: Path, terminal: type["Terminal"], tmp_path: Path) -> None:
    """One line says how to install it."""
    (tmp_path / "decoy").mkdir()
    (tmp_path / "decoy" / "textual.py").write_text("raise ImportError", encoding="utf-8")
    session = terminal(
        "--facts", facts, "browse", TERM="xterm-256color", PYTHONPATH=str(tmp_path / "decoy")
    )

    assert session.end() == 2
    assert session.shown == "relcli: error: browse needs textual; pip install textual\n"


@pytest.mark.parametrize(
    ("args", "term", "told"),
    [
        (["--topic", "shps"], "xterm-256color", "did you mean `ships`?"),
        ([], "dumb", "browse needs a terminal"),
    ],
)
def test_trouble_is_told_before(
    facts: Path, terminal: type["Terminal"], args: list[str], term: str, told: str
) -> None:
    """A filter that nobody knows, and a terminal that cannot do it, open no screen."""
    session = terminal("--facts", facts, "browse", *args, TERM=term)

    assert session.end() == 2
    assert told in session.shown
    assert "\x1b[?1049h" not in session.shown


def test_editing(facts: Path, terminal: type["Terminal"], tmp_path: Path) -> None:
    """`e` lends the terminal to the editor; what it saved is shown, what is wrong is told."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "s/was sold/was towed/; s/date: 2017/date: soon/" "$1"\n')
    editor.chmod(0o755)
    session = terminal(
        "--facts", facts, "browse", "sold", TERM="xterm-256color", VISUAL=str(editor), LINES="40"
    )
    session.answer("A letter", "\x1b[B", end="")
    session.answer("Quit", "e", end="")
    session.answer("Back to the editor? [Y/n]", "n")
    session.answer("relcli check", "q", end="")

    assert session.end() == 0, session.shown
    assert "error[date]" in session.shown
    assert "was towed" in (facts / "cards.yaml").read_text(encoding="utf-8")


def test_the_terminal_is_lent(facts: Path, terminal: type["Terminal"], tmp_path: Path) -> None:
    """A browser that takes the terminal, as w3m does, has it; then an editor has it."""
    for name in ("browser", "editor"):
        (tmp_path / name).write_text(
            f'#!/bin/sh\necho "{name} $1"\nsed -i "s/was sold/was towed/" "$1" 2>/dev/null\ntrue\n'
        )
        (tmp_path / name).chmod(0o755)
    session = terminal(
        "--facts", facts, "browse", TERM="xterm-256color", LINES="40",
        BROWSER=f"{tmp_path}/browser %s", VISUAL=str(tmp_path / "editor"),
    )  # fmt: skip
    session.answer("A letter", "\x1b[B", end="")
    session.answer("Quit", "o", end="")
    session.answer("browser https://letters.example/7", "", end="")
    session.answer("Opened", "e", end="")
    session.answer("editor ", "", end="")
    session.answer("was towed", "q", end="")

    assert session.end() == 0, session.shown


def test_an_editor_that_does_not_start(facts: Path, terminal: type["Terminal"]) -> None:
    """It is told on the screen, which stays open."""
    session = terminal(
        "--facts", facts, "browse", TERM="xterm-256color", VISUAL="no-such-editor", LINES="40"
    )
    session.answer("A letter", "\x1b[B", end="")
    session.answer("Quit", "e", end="")
    session.answer("the editor", "q", end="")

    assert session.end() == 0, session.shown


def test_ctrl_c(facts: Path, terminal: type["Terminal"]) -> None:
    """Ctrl-C ends it as it ends every command."""
    session = terminal("--facts", facts, "browse", TERM="xterm-256color", LINES="40")
    session.answer("A letter", "\x03", end="")

    assert session.end() == 130


# The same by fzf


def fzf_command() -> list[str]:
    """Return the words of the manual's fzf command."""
    found = re.search(r"```bash\n\$ (fzf.*?)\n```", topic_text("scripts"), re.DOTALL)
    assert found
    return shlex.split(found[1].replace("\\\n", ""))


def shell(command: str, facts: Path) -> str:
    """Run what fzf would run, and return what it shows."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "RELCLI_FACTS": str(facts)}
    done = subprocess.run(
        ["sh", "-c", command], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_parts_of_the_fzf_command(facts: Path) -> None:
    """What fzf runs to list, to search, to preview and to show a card does so."""
    command = fzf_command()
    options = dict(pairwise(command))
    binds = [value for name, value in pairwise(command) if name == "--bind"]
    start, change, enter = (re.fullmatch(r"(\w+):\w+\((.*)\)", bind) for bind in binds)
    assert start
    assert change
    assert enter

    assert [bind[1] for bind in (start, change, enter)] == ["start", "change", "enter"]
    assert shell(start[2], facts).split() == ["built", "aground", "sold"]
    assert shell(change[2].replace("{q}", "'agruond'"), facts) == "aground\n"
    assert shell(change[2].replace("{q}", "'zeppelin'"), facts) == ""
    assert "The tug Nora was sold." in shell(options["--preview"].replace("{}", "'sold'"), facts)
    assert "The tug Nora was sold." in shell(enter[2].replace("{}", "'sold'"), facts)


@pytest.mark.skipif(not shutil.which("fzf"), reason="fzf is not installed")
def test_fzf_takes_the_command(facts: Path) -> None:
    """It knows every option that the manual gives it."""
    command = shlex.join([*fzf_command(), "--filter", "sold"])

    assert shell(f"printf 'built\\nsold\\n' | {command}", facts) == "sold\n"


def test_help_does_not_need_textual() -> None:
    """`browse --help` is there in a plain install."""
    assert main(["browse", "--help"]) == 0


def test_it_goes_on_as_long_as_its_terminal(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks from time to time whether there still is one."""
    there = [True]
    monkeypatch.setattr("relcli.tui.app.os.isatty", lambda _: there[0])

    async def script(pilot: "Pilot[None]") -> None:
        assert isinstance(pilot.app, Browser)
        pilot.app.end_with_terminal()
        assert pilot.app.return_code is None
        there[0] = False
        pilot.app.end_with_terminal()

    assert play(facts, script).return_code == TROUBLE


@pytest.mark.parametrize("told", [True, False], ids=["a signal tells", "none does"])
def test_it_ends_with_its_terminal(facts: Path, told: bool) -> None:  # noqa: FBT001
    """Nobody is left who could end it; it does not go on by itself."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    begin = "" if told else "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
    command = f"{begin}from relcli.__main__ import run; run()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "--facts", str(facts), "browse"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color"},
    )
    os.close(theirs)
    shown = b""
    while b"ran aground" not in shown:
        ready, _, _ = select.select([ours], [], [], 20)
        assert ready, shown
        shown += os.read(ours, 65536)
    os.close(ours)
    assert process.wait(10) != 0
