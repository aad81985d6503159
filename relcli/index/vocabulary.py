"""Words near a given one, found by ranges of the vocabulary's indexes and never by reading it all.

An edit is an insertion, a deletion, a replacement or a swap of neighbours. All words that one edit
makes of a word can be listed and looked up. For two edits, a pigeonhole: cut the word in halves.
Either one half stands whole at its end of the word sought, or the two letters at the cut are
swapped, or each half has one edit; then every spelling that one edit can make of the first half is
tried as the beginning. Nothing within the distance is lost.
"""

import sqlite3
from collections.abc import Iterable, Iterator

from relcli.index.words import INDIAN, KEPT

FEW = 300  # words up to which comparing them takes less time than importing rapidfuzz

_LAST = "\U0010ffff"  # no word has it: what begins with a text stands before the text and this
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_STARTING = """
SELECT word FROM json_each(?) AS part
JOIN word ON word >= part.value AND word < part.value || '{' WHERE length(word) BETWEEN ? AND ?"""
_ENDING = """
SELECT reversed FROM json_each(?) AS part
JOIN ending ON reversed >= part.value AND reversed < part.value || '{'
WHERE length(reversed) BETWEEN ? AND ?"""

LOOKED_AT = 50  # cards that tell whether a word is written small
LONGEST_SYNONYM = 3  # words that stand for one

# A word of the vocabulary: itself, its stem, the number of cards that have it.
Entry = tuple[str, str, int]


def near(db: sqlite3.Connection, word: str, edits: int) -> dict[str, int]:
    """Give the words of the vocabulary within one or two edits, each with how many it takes.

    The distance is that of optimal string alignment.
    """
    found = dict.fromkeys(lookup(db, _respelt(word)), 1)
    if edits > 1:
        forwards, backwards = _candidates(db, word)
        alike = _alike if len(forwards) + len(backwards) <= FEW else _alike_of_many
        others = {*alike(word, forwards), *(other[::-1] for other in alike(word[::-1], backwards))}
        found |= dict.fromkeys(others - found.keys(), 2)
    found.pop(word, None)
    return found


def _alike(word: str, others: Iterable[str]) -> list[str]:
    """Return those of some words that two edits make of one."""
    return [other for other in others if _within(word, other, 2)]


def _alike_of_many(word: str, others: Iterable[str]) -> list[str]:
    """Return the same, in a fraction of the time, once rapidfuzz is imported."""
    from rapidfuzz.distance.OSA import distance
    from rapidfuzz.process import extract

    found = extract(word, others, scorer=distance, score_cutoff=2, limit=None)  # type: ignore[arg-type] # whole numbers
    return [other for other, _, _ in found]


def _within(word: str, other: str, edits: int) -> bool:
    """Whether so many edits make one word of the other, by optimal string alignment.

    What both begin with needs none; of the rest, each edit that its first letters allow is tried.
    """
    same = 0
    for letter, another in zip(word, other, strict=False):
        if letter != another:
            break
        same += 1
    one, two = word[same:], other[same:]
    if not (one and two):
        return len(one) + len(two) <= edits
    left = edits - 1
    return edits > 0 and (
        _within(one[1:], two[1:], left)
        or _within(one[1:], two, left)
        or _within(one, two[1:], left)
        or (one[:2] == two[1::-1] and _within(one[2:], two[2:], left))
    )


def _candidates(db: sqlite3.Connection, word: str) -> tuple[list[str], list[str]]:
    """Give words among which are all within two edits, and words written backwards likewise."""
    half = (len(word) + 1) // 2
    swapped = word[: half - 1] + word[half : half + 1] + word[half - 1] + word[half + 1 :]
    starts = {word[:half], swapped[: half + 1], *_respelt(word[:half])}
    ends = {word[half:][::-1], swapped[half - 1 :][::-1]}
    lengths = len(word) - 2, len(word) + 2
    starting = db.execute(_STARTING, (_array(_shortest(starts)), *lengths))
    ending = db.execute(_ENDING, (_array(_shortest(ends)), *lengths))
    return [word for (word,) in starting], [reversed_ for (reversed_,) in ending]


def _respelt(part: str) -> Iterator[str]:
    """Give every spelling that one edit makes of a word or a part of one."""
    for place in range(len(part) + 1):
        left, right = part[:place], part[place:]
        yield from (left + letter + right for letter in _LETTERS)
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in _LETTERS)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]


def _shortest(starts: Iterable[str]) -> list[str]:
    """Leave out what begins with another, for the range of that one holds its range."""
    kept: list[str] = []
    for start in sorted(starts):
        if not (kept and start.startswith(kept[-1])):
            kept.append(start)
    return kept


def starting(db: sqlite3.Connection, start: str, limit: int) -> list[Entry]:
    """Give the most frequent words that begin so and go on."""
    select = """SELECT word, stem, cards FROM word WHERE word > ? AND word < ?
    ORDER BY cards DESC, word LIMIT ?"""
    return db.execute(select, (start, start + _LAST, limit)).fetchall()


def sounding(db: sqlite3.Connection, key: str, limit: int) -> list[Entry]:
    """Give the most frequent words whose name class (see `names.skeleton`) is key."""
    select = """SELECT word, stem, cards FROM word WHERE sound = ? AND sound <> ''
    ORDER BY cards DESC, word LIMIT ?"""
    return db.execute(select, (key, limit)).fetchall()


def heard(db: sqlite3.Connection, keys: Iterable[str], limit: int | None) -> list[Entry]:
    """Give the most frequent words that stand under one of some keys of sounds."""
    select = """SELECT word, stem, cards FROM json_each(?) AS part
    JOIN word ON sound = part.value AND sound <> '' ORDER BY cards DESC, word LIMIT ?"""
    return db.execute(select, (_array(set(keys)), -1 if limit is None else limit)).fetchall()


def keeps(db: sqlite3.Connection) -> bool:
    """Tell whether there are words in Hebrew or Arabic letters."""
    select = "SELECT 1 FROM word WHERE word >= ? AND word < ? LIMIT 1"
    return db.execute(select, (KEPT, INDIAN)).fetchone() is not None


def namesakes(db: sqlite3.Connection, word: str, least: int, limit: int) -> list[Entry]:
    """Give the most frequent other words in the name class of a known word, if that is long."""
    select = """SELECT other.word, other.stem, other.cards FROM word JOIN word AS other
    ON other.sound = word.sound AND other.sound <> '' AND other.word <> word.word
    WHERE word.word = ? AND length(word.sound) >= ? ORDER BY other.cards DESC, other.word LIMIT ?"""
    return db.execute(select, (word, least, limit)).fetchall()


def of_stem(db: sqlite3.Connection, stems: Iterable[str]) -> list[Entry]:
    """Give all words with one of the stems."""
    select = """SELECT word, stem, cards FROM json_each(?) AS part
    JOIN word INDEXED BY word_of_stem ON stem = part.value"""
    return db.execute(select, (_array(stems),)).fetchall()


def lookup(db: sqlite3.Connection, words: Iterable[str]) -> dict[str, Entry]:
    """Give those of the words that the vocabulary has."""
    select = """SELECT word.word, stem, cards FROM json_each(?) AS part
    JOIN word ON word.word = part.value"""
    return {entry[0]: entry for entry in db.execute(select, (_array(set(words)),))}


def is_name(db: sqlite3.Connection, word: str) -> bool:
    """Whether cards write a word with a capital, and never without one.

    What stands in the titles of sources tells nothing: there every word may have a capital. So does
    an index without the texts of its cards, whose words may all be names.
    """
    import re  # hardly a search asks this

    select = """SELECT json_extract(payload, '$.claim', '$.note', '$.actors') FROM card
    WHERE payload <> '' AND rowid IN (SELECT rowid FROM terms WHERE terms MATCH (
        SELECT '"' || stem || '"' FROM word WHERE word = ?) ORDER BY rowid DESC LIMIT ?)"""
    texts = [text for (text,) in db.execute(select, (word, LOOKED_AT))]
    small, capital = (re.compile(rf"\b{form}\b") for form in (word, word.capitalize()))
    written = any(map(capital.search, texts)) or not texts
    return written and not any(map(small.search, texts))


def synonyms(
    db: sqlite3.Connection, keys: Iterable[str]
) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Give, for stems in a row, the words of the vocabulary, in a row, that mean the same.

    A single word is meant in all its forms.
    """
    select = """SELECT synonym.key, words, stem FROM json_each(?) AS part
    JOIN synonym ON synonym.key = part.value ORDER BY synonym.key, words"""
    for key, words, root in db.execute(select, (_array(set(keys)),)).fetchall():
        parts = words.split()
        if len(parts) == 1:
            yield from ((key, (entry,)) for entry in of_stem(db, [root]))
        elif len(known := lookup(db, parts)) == len(set(parts)):
            yield key, tuple(known[part] for part in parts)


def _array(words: Iterable[str]) -> str:
    """Write words, in which nothing needs to be escaped, as a JSON array.

    It is sorted, so that the btree is read in order.
    """
    return '["' + '","'.join(sorted(words)) + '"]'
