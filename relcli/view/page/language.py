"""The lists that the page's search needs beside its own rules for words and stems."""

import re
from collections.abc import Iterable
from typing import Any

from relcli.index import abjad
from relcli.index.chunk import FOLDED, GREEK_STOPS, HEBREW, KEPT, NASALS, UNSPACED, to_ascii
from relcli.index.names import BEGINNING, LANGUAGES, WRITTEN
from relcli.index.stems import IRREGULAR_STEMS
from relcli.index.words import STOP_WORDS

# What people type: accented Latin, Greek and Cyrillic. Letters of other scripts are added where a
# card has them, and those that are not transliterated stand in the tables of `chunk`.
_TYPED = (range(0xC0, 0x250), range(0x370, 0x530), range(0x660, 0x66A), range(0x6F0, 0x6FA))
_NOT_SPELT = re.compile(f"[{UNSPACED}{KEPT}]")


def language_of(texts: Iterable[str]) -> dict[str, Any]:
    """Return the stop words, the stems of irregular forms and the Latin spelling of letters."""
    letters: set[str] = set()
    for text in texts:
        if not text.isascii():
            letters.update(text)
    return {
        "stop": " ".join(sorted(STOP_WORDS)),
        "irregular": IRREGULAR_STEMS,
        "letters": _letters(letters),
        "unspaced": UNSPACED,
        "kept": KEPT,
        "hebrew": HEBREW,
        "folded": _lines(FOLDED),
        "nasals": NASALS,
        "greek": GREEK_STOPS,
        "abjad": {**abjad.tables(), "written": WRITTEN, "beginning": BEGINNING},
        "languages": [each.split() for each in LANGUAGES],
    }


def _letters(used: Iterable[str]) -> str:
    """Return lines of letters and their Latin spelling, letters that are spelt alike together."""
    typed = (chr(code) for block in _TYPED for code in block)
    letters = filter(_is_spelt, sorted({*typed, *used}))
    return _lines({letter: latin for letter in letters if (latin := to_ascii(letter).strip())})


def _is_spelt(letter: str) -> bool:
    return not (letter.isascii() or _NOT_SPELT.match(letter))


def _lines(spelt: dict[str, str]) -> str:
    """Return lines of a spelling and the letters that have it."""
    by_spelling: dict[str, list[str]] = {}
    for letter, spelling in spelt.items():
        by_spelling.setdefault(spelling, []).append(letter)
    return "\n".join(f"{spelling} {''.join(each)}" for spelling, each in by_spelling.items())
