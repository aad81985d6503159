"""What is drawn, as a picture for an article (SVG), or as plain text for a file.

A picture is for a white page and for print. It loads nothing from anywhere, no font either, and
nothing in it acts: it is text, boxes and colours.
"""

import os
import re
from collections.abc import Callable
from html import escape, unescape
from io import StringIO
from zlib import crc32

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from relcli.errors import RelcliError
from relcli.view.export.escape import in_xml
from relcli.view.terminal.console import WIDEST

WIDTH = 100  # columns where COLUMNS says nothing: the least on which hits have two of them
MOST_LINES = 5_000  # which is 120 pages: whoever wants more wants another format

Draw = Callable[[Console], None]

_COLUMNS = re.compile(r"[1-9]\d{0,4}")
_FONTS = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"
_MARGIN = 16
_SCALE = 0.75  # of the letters, which are 20 high: as large as text beside it
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
# The sixteen colours are not drawn with, but rich wants them.
_PAGE = TerminalTheme(_WHITE, _BLACK, [_BLACK] * 8)
_PARTS = ("terminal_width", "terminal_height", "styles", "lines", "backgrounds", "matrix")
_PARTED = "\0"  # rich draws no control character
_TEXT = re.compile(r'textLength="[^"]*"([^>]*)>([^<]*)<')
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def picture(draw: Draw, title: str) -> str:
    """Return what is drawn as an SVG with a title. Raises RelcliError where it is too long."""
    console = _recording()
    draw(console)
    text = console.export_text(clear=False)
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        message = f"svg: a picture has {MOST_LINES:,} lines at most, this has {len(lines):,}"
        raise RelcliError(message, "--limit or a filter draws fewer cards")
    # Nothing of a line is cut, and no white is left beside them.
    console.width = max(cell_len(line.rstrip()) for line in lines)
    name = f"relcli-{crc32(f'{title}{text}'.encode()):08x}"  # pictures on one page differ
    parts = _PARTED.join(f"{{{part}}}" for part in _PARTS)
    svg = console.export_svg(title="", theme=_PAGE, code_format=parts, unique_id=name)
    return _NOT_XML.sub("\ufffd", _framed(name, title, *svg.split(_PARTED)))


def plain_text(draw: Draw) -> str:
    """Return what is drawn as text without colours."""
    console = _recording()
    draw(console)
    return "".join(f"{line.rstrip()}\n" for line in console.export_text().splitlines())


def _recording() -> Console:
    """Return a console that draws nowhere and keeps what it drew, in all colours."""
    given = os.environ.get("COLUMNS", "")
    width = min(int(given), WIDEST) if _COLUMNS.fullmatch(given) else WIDTH
    return Console(
        file=StringIO(),
        record=True,
        width=width,
        force_terminal=True,
        color_system="256",
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
    )


def _framed(
    name: str, title: str, width: str, height: str, styles: str, lines: str, boxes: str, texts: str
) -> str:
    """Put together the parts that rich made."""
    wide, high = (float(size) + 1 + 2 * _MARGIN for size in (width, height))
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title" \
width="{wide * _SCALE:.0f}" height="{high * _SCALE:.0f}" viewBox="0 0 {wide:g} {high:g}">
<title id="{name}-title">{escape(in_xml(title))}</title>
<style>
.{name} {{ font-family: {_FONTS}; font-size: 20px; }}
{styles}
</style>
<defs>
{lines}
</defs>
<rect width="100%" height="100%" fill="#ffffff"/>
<g class="{name}" transform="translate({_MARGIN}, {_MARGIN})">
{boxes}
{_TEXT.sub(_measured, texts)}
</g>
</svg>
"""


def _measured(text: re.Match[str]) -> str:
    """Give a text the columns that it has: rich counts letters, of which some take two or none."""
    length = cell_len(unescape(text[2])) * 12.2
    return f'textLength="{length:g}"{text[1]}>{text[2]}<'
