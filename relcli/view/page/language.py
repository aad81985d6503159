"""What the page's search needs beside its own rules: the engine's numbers, and lists of words.

All of it comes from the engine, so that the page gives no second opinion.
"""

import re
from collections.abc import Iterable
from typing import Any

from relcli.index import abjad, phonetics
from relcli.index.dates import MONTHS
from relcli.index.lexicon import words_of
from relcli.index.phonetics import BEGINNING, LANGUAGES, WRITTEN
from relcli.index.stems import OWN_STEMS
from relcli.index.tokens import FOLDED, GREEK_STOPS, HEBREW, KEPT, NASALS, UNSPACED, to_ascii
from relcli.index.words import ASKING_WORDS, STOP_WORDS
from relcli.model import tuning

# What people type: fractions, accented Latin, Greek and Cyrillic. Letters of other scripts are
# added where a card has them, and those that are not transliterated stand in the tables of `chunk`.
_TYPED = (range(0xAA, 0x250), range(0x370, 0x530), range(0x660, 0x66A), range(0x6F0, 0x6FA))
_NOT_SPELT = re.compile(f"[{UNSPACED}{KEPT}]")
_MOST_SHARED = 25  # letters, for A to Z tell how many


def numbers() -> dict[str, Any]:
    """Return the numbers of the search by their names."""
    return {name: value for name, value in vars(tuning).items() if name.isupper()}


def language_of(texts: Iterable[str], language: str = "en") -> dict[str, Any]:
    """Return the words, stems, names and Latin letters that a search in these texts needs.

    `language` is that of the texts (BCP 47).
    """
    letters: set[str] = set()
    for text in texts:
        if not text.isascii():
            letters.update(text)
    return {
        "stop": " ".join(sorted(STOP_WORDS)),
        "asking": " ".join(sorted(ASKING_WORDS)),
        "months": list(MONTHS),
        "own_stems": OWN_STEMS,
        "names": {
            "digraphs": [list(pair) for pair in phonetics.DIGRAPHS],
            "classes": _plain(phonetics.CLASSES),
            "weak": "".join(_plain(phonetics.WEAK)),
            "least": phonetics.LEAST_KEY,
        },
        "letters": _letters(letters),
        "unspaced": UNSPACED,
        "kept": KEPT,
        "hebrew": HEBREW,
        "folded": _lines(FOLDED),
        "nasals": NASALS,
        "greek": GREEK_STOPS,
        "abjad": {**abjad.tables(), "written": WRITTEN, "beginning": BEGINNING},
        "languages": [each.split() for each in LANGUAGES],
        "words": front_coded(words_of(language)),
    }


def front_coded(words: Iterable[str]) -> str:
    """Return words (a-z) without what they share with the one before, each after a capital.

    The capital tells how many letters that are, A for none. A plural in -s is left out where its
    singular is there.
    """
    kept: set[str] = set()
    for word in sorted(words, key=len):
        if not (word.endswith("s") and word[:-1] in kept):
            kept.add(word)
    written, before = [], ""
    for word in sorted(kept):
        shared = 0
        for letter, other in zip(word, before[:_MOST_SHARED], strict=False):
            if letter != other:
                break
            shared += 1
        written.append(chr(ord("A") + shared) + word[shared:])
        before = word
    return "".join(written)


def _plain(table: dict[int, Any]) -> dict[str, Any]:
    """Return a table of `str.translate` with letters in it."""
    return {
        chr(letter): chr(other) if isinstance(other, int) else other
        for letter, other in table.items()
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
