"""Words near a given one, found by ranges of the vocabulary's indexes and never by reading it through.

The pigeonhole: an edit (insert, delete, replace, or swap of neighbours) leaves alone what lies left or right of it.
Cut the word in halves. With one edit, one half stands whole at its end of the word sought, or the two letters at the
cut are swapped. With two edits, either one half stands whole, or each half has one edit; then every spelling that one
edit can make of the longer half is tried as the beginning. Nothing within the distance is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_STARTING = """
SELECT word, cards FROM json_each(?) AS part JOIN word
ON word.word >= part.value AND word.word < part.value || '{' WHERE length(word.word) BETWEEN ? AND ?"""
_ENDING = """
SELECT word, cards FROM json_each(?) AS part JOIN word INDEXED BY word_backwards
ON word.reversed >= part.value AND word.reversed < part.value || '{' WHERE length(word.reversed) BETWEEN ? AND ?"""

Counted = dict[str, int]  # word -> number of cards that have it


def near(db: sqlite3.Connection, word: str, edits: int) -> Counted:
    """Give all words of the vocabulary within one or two edits (optimal string alignment distance)."""
    from rapidfuzz.distance.OSA import distance  # not imported until a word is unknown

    candidates = _candidates(db, word, edits)
    return {other: cards for other, cards in candidates.items() if distance(word, other, score_cutoff=edits) <= edits}


def _candidates(db: sqlite3.Connection, word: str, edits: int) -> Counted:
    half = (len(word) + 1) // 2
    swapped = word[: half - 1] + word[half : half + 1] + word[half - 1] + word[half + 1 :]
    starts, ends = {word[:half]}, {word[half:]}
    if edits == 1:
        starts.add(swapped)
    else:
        starts |= {swapped[: half + 1], *_respelt(word[:half])}
        ends.add(swapped[half - 1 :])
    lengths = len(word) - edits, len(word) + edits
    found = dict(db.execute(_STARTING, (_array(starts), *lengths)))
    backwards = _array(end[::-1] for end in ends)
    found.update(db.execute(_ENDING, (backwards, *lengths)))
    return found


def _respelt(part: str) -> Iterator[str]:
    """Give every spelling that one edit makes of the beginning of a word."""
    for place in range(len(part) + 1):
        left, right = part[:place], part[place:]
        yield from (left + letter + right for letter in _LETTERS)
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in _LETTERS)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]


def starting(db: sqlite3.Connection, start: str, limit: int) -> Counted:
    """Give the most frequent words that begin so."""
    select = "SELECT word, cards FROM word WHERE word > ? AND word < ? ORDER BY cards DESC, word LIMIT ?"
    return dict(db.execute(select, (start, start + "{", limit)))


def sounding(db: sqlite3.Connection, key: str, limit: int) -> Counted:
    """Give the most frequent words whose name class (see `names.skeleton`) is key."""
    select = "SELECT word, cards FROM word WHERE sound = ? AND sound <> '' ORDER BY cards DESC, word LIMIT ?"
    return dict(db.execute(select, (key, limit)))


def of_stem(db: sqlite3.Connection, stems: Iterable[str]) -> list[tuple[str, str, int]]:
    """Give (stem, word, cards) of all words with one of the stems."""
    select = "SELECT stem, word.word, cards FROM json_each(?) AS part JOIN word ON stem = part.value"
    return db.execute(select, (_array(stems),)).fetchall()


def lookup(db: sqlite3.Connection, words: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Give stem and number of cards of those of the words that the vocabulary has."""
    select = "SELECT word.word, stem, cards FROM json_each(?) AS part JOIN word ON word.word = part.value"
    rows = db.execute(select, (_array(words),))
    return {word: (stem, cards) for word, stem, cards in rows}


def _array(words: Iterable[str]) -> str:
    """Write words, which are a-z and 0-9 only, as a JSON array, sorted so that the btree is read in order."""
    return '["' + '","'.join(sorted(words)) + '"]'
