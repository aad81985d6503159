"""Colours can be read on a white ground and on a black one, of 256 and of 16 alike."""

import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from relcli.cli.progress import asking_bar, reading_bar
from relcli.view.manual.topics import TOPICS, topic_text
from relcli.view.terminal.console import COLOURS, DISPUTED, QUIET, SHADES, SIXTEEN, open_console
from relcli.view.terminal.manual import draw_topic

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]
Rgb = tuple[int, int, int]

COLOUR = re.compile(r"\x1b\[[0-9;]*(?:3|9|10)[0-9][0-9;]*m")
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
SHIPPED = Path(__file__).parent.parent / "facts" / "hezbollah-russia"
BAD = "- {id: x, claim: It ran, date: 2001, confidence: possible, source: S}\n- {id: X}\n"


def palette(*colours: str) -> TerminalTheme:
    """Return a terminal's sixteen colours."""
    sixteen = [tuple(bytes.fromhex(colour)) for colour in colours]
    return TerminalTheme(WHITE, BLACK, sixteen[:8], sixteen[8:])  # type: ignore[arg-type]


# XTerm-col.ad of xterm, and the VGA card, whose colours the Linux console has.
PALETTES = {
    "xterm": palette(
        *("000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5"),
        *("7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff"),
    ),
    "vga": palette(
        *("000000", "aa0000", "00aa00", "aa5500", "0000aa", "aa00aa", "00aaaa", "aaaaaa"),
        *("555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff"),
    ),
}
DRAWN = [
    ("list",),
    ("search", "wagner", "--explain"),
    ("search", "zeppelin wagner"),
    ("show", "pantsir-transferred", "ukraine-800-fighters"),
    ("timeline", "--cards"),
    ("timeline", "--cards", "--by", "confidence"),
    ("timeline", "--density"),
    ("timeline", "--density", "--by", "confidence"),
    ("stats",),
    ("disputes",),
    ("graph",),
    ("graph", "wagner"),
    ("topics",),
    ("actors",),
    ("sources",),
]


class Sign(NamedTuple):
    """A text that was drawn, and how."""

    text: str
    style: Style


def luminance(colour: Rgb) -> float:
    """Return the relative luminance of WCAG 2.2."""
    shares = [part / 255 for part in colour]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(
        share * weight for share, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True)
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast ratio of WCAG 2.2, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def least_contrast(style: Style, theme: TerminalTheme) -> float:
    """Return the contrast of a text to its ground: its own, or the worse one of black and white.

    What has neither colour is as readable as all text of that terminal.
    """
    if style.dim or style.conceal:
        return 1  # how dark it gets, each terminal decides
    colour, ground = style.color, style.bgcolor
    if colour is None or colour.is_default:
        return 1 if ground and not ground.is_default else 21
    own = colour.get_truecolor(theme)
    grounds = [ground.get_truecolor(theme)] if ground and not ground.is_default else [BLACK, WHITE]
    return min(contrast(own, each) for each in grounds)


def signs(drawn: str) -> Iterator[Sign]:
    """Yield the texts of what a terminal gets, each with its style."""
    text = Text.from_ansi(drawn)
    for span in text.spans:
        if (part := text.plain[span.start : span.end]).strip():
            assert isinstance(span.style, Style)
            yield Sign(part, span.style)


@pytest.fixture
def drawn(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Draw all there is on a terminal of such colours."""

    def draw(term: str) -> str:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.delenv("COLORTERM", raising=False)
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", term)
        monkeypatch.setenv("COLUMNS", "130")
        outs = [run("--facts", SHIPPED, *args, "--format", "table").out for args in DRAWN]
        outs.append(run("check", cards(BAD)).out)
        console = open_console()
        with console.capture() as captured:
            for topic in TOPICS:
                draw_topic(console, topic_text(topic))
        return "".join([*outs, captured.get()])

    return draw


@pytest.mark.parametrize("name", PALETTES)
def test_sixteen_colours_can_be_read_on_black_and_on_white(
    drawn: Callable[[str], str], name: str
) -> None:
    """A terminal of sixteen colours shows nothing that vanishes on either ground."""
    found = [*signs(drawn("xterm"))]

    assert len(found) > 1000
    assert {style.color.number for _, style in found if style.color} == {0, 5, 9, 15}
    assert [sign for sign in found if least_contrast(sign.style, PALETTES[name]) < 3] == []


def test_256_colours_can_be_read_on_black_and_on_white(drawn: Callable[[str], str]) -> None:
    """Of 256 colours, too; and each that is used has its like among sixteen."""
    found = [*signs(drawn("xterm-256color"))]
    theme = PALETTES["xterm"]
    coloured = {(s.color and s.color.number, s.bgcolor and s.bgcolor.number) for _, s in found}

    assert coloured - {(None, None)} == {*SIXTEEN}
    assert [sign for sign in found if least_contrast(sign.style, theme) < 3.8] == []
    quiet = [sign for sign in found if sign.style.color == QUIET.color]
    assert len(quiet) > 1000
    assert min(least_contrast(style, theme) for _, style in quiet) >= 4.5


@pytest.mark.parametrize(
    "style", ["yellow", "white", "bright_cyan", "dim", "color(244)", "on cyan", "black", "blue"]
)
def test_what_vanishes_is_refused(style: str) -> None:
    """What these tests are made of finds a style that cannot be read somewhere."""
    assert least_contrast(Style.parse(style), PALETTES["xterm"]) < 4.5
    assert least_contrast(Style.parse("bold"), PALETTES["xterm"]) == 21


def test_words_tell_what_colours_do() -> None:
    """No grade is told by its colour alone: some share one where there are sixteen."""
    few = {grade: SIXTEEN[_number(style), None] for grade, style in COLOURS.items()}

    assert len({*few.values()}) < len(few)
    assert _number(DISPUTED) in {number for number, ground in SIXTEEN if ground is None}
    assert len(SHADES) == len({ground for _, ground in SIXTEEN if ground is not None})


def _number(style: Style) -> int:
    assert style.color
    assert style.color.number
    return style.color.number


class Tty(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        """Somebody reads it."""
        return True


@pytest.mark.parametrize("term", ["xterm", "xterm-256color"])
def test_a_bar_can_be_read(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What tells how far something is has the colour of text."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COLORTERM", raising=False)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(sys, "stderr", terminal := Tty())
    with reading_bar(10) as read:
        read(5)
    with asking_bar(quiet=False) as asked:
        asked(1, 2)

    frames = re.split(r"\r|\n", terminal.getvalue())
    shown = [frame for frame in frames if "Reading the facts" in frame or "50%" in frame]
    assert len(shown) > 1
    # The second is what is yet to do.
    assert {*COLOUR.findall("".join(shown))} == {"\x1b[39m", "\x1b[90m"}
