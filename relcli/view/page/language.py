"""What the page's search has to know of words, so that it needs no stemmer and no alphabet."""

from collections.abc import Iterable
from typing import Any

from relcli.index.chunk import to_ascii
from relcli.index.stems import stem
from relcli.index.words import STOP_WORDS, words

# What people type: accented Latin, Greek, Cyrillic, Hebrew, Arabic and Persian. Letters of other
# scripts are added where a card has them.
_TYPED = (range(0xC0, 0x250), range(0x370, 0x530), range(0x5D0, 0x5EB), range(0x620, 0x700))


def language_of(texts: Iterable[str]) -> dict[str, Any]:
    """Return the stop words, the forms of one word and the Latin spelling of letters for texts."""
    found: set[str] = set()
    letters: set[str] = set()
    for text in texts:
        found.update(words(text))
        if not text.isascii():
            letters.update(text)
    return {
        "stop": " ".join(sorted(STOP_WORDS)),
        "forms": _forms(found),
        "letters": _letters(letters),
    }


def _forms(found: Iterable[str]) -> list[str]:
    """Return a line a stem: the stem, then the words that have it; none for what is its own."""
    by_stem: dict[str, list[str]] = {}
    for word in sorted(found):
        by_stem.setdefault(stem(word), []).append(word)
    return [" ".join((root, *each)) for root, each in by_stem.items() if each != [root]]


def _letters(used: Iterable[str]) -> str:
    """Return lines of letters and their Latin spelling, letters that are spelt alike together."""
    typed = (chr(code) for block in _TYPED for code in block)
    spelt: dict[str, list[str]] = {}
    for letter in sorted({*typed, *used}):
        if not letter.isascii() and letter.isalnum():
            spelt.setdefault(to_ascii(letter), []).append(letter)
    return "\n".join(f"{latin} {''.join(letters)}" for latin, letters in spelt.items() if latin)
