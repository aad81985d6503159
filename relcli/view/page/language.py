"""The lists that the page's search needs beside its own rules for words and stems."""

from collections.abc import Iterable
from typing import Any

from relcli.index.chunk import to_ascii
from relcli.index.stems import IRREGULAR_STEMS
from relcli.index.words import STOP_WORDS

# What people type: accented Latin, Greek, Cyrillic, Hebrew, Arabic and Persian. Letters of other
# scripts are added where a card has them.
_TYPED = (range(0xC0, 0x250), range(0x370, 0x530), range(0x5D0, 0x5EB), range(0x620, 0x700))


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
    }


def _letters(used: Iterable[str]) -> str:
    """Return lines of letters and their Latin spelling, letters that are spelt alike together."""
    typed = (chr(code) for block in _TYPED for code in block)
    spelt: dict[str, list[str]] = {}
    for letter in sorted({*typed, *used}):
        if not letter.isascii() and letter.isalnum():
            spelt.setdefault(to_ascii(letter), []).append(letter)
    return "\n".join(f"{latin} {''.join(letters)}" for latin, letters in spelt.items() if latin)
