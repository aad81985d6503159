"""Names that are spelt in another script, or written together or apart.

Abdelrahman, Abd al-Rahman and Abdurrahman are one, and so are Hezbollah and its Arabic two words.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from relcli.index.phonetics import abjad_keys, respellings, skeleton, sound
from relcli.index.words import STOP_WORDS, is_abjad
from relcli.model.tuning import (
    HEARD,
    LEAST_PART,
    LEAST_SOUNDS,
    LENGTH_POWER,
    ONE_VOWEL,
    SAME_NAME,
    SIX,
)
from relcli.search.nearness import FAR, cost, distance

if TYPE_CHECKING:
    from relcli.index.store import Entry, Store

ARTICLE = "\u0627\u0644"
# The Arabic article as Latin letters have it within a name, its l alike to what follows or not.
ARTICLES = frozenset(
    (
        *("a", "e", "u", "ash", "esh", "ush", "il", "ol", "ir"),
        *(vowel + letter for vowel in "aeu" for letter in "ldrsntz"),
    )
)
# As they stand apart; what no card has is one, too, and no word.
APART = frozenset(
    (
        *("al", "el", "ul", "il", "ad", "ed", "ud", "ar", "er", "ur", "es", "an", "en", "at", "et"),
        *("az", "ez", "ash", "esh", "ben", "ibn"),
    )
)


def spellings(store: "Store", text: str, *, known: bool, kept: bool) -> "Iterator[list[Entry]]":
    """Give words, one or some in a row, that may be a name which is spelt otherwise.

    `known` tells whether the vocabulary has it as it is, `kept` whether it has words in Hebrew or
    Arabic letters.
    """
    if kept or is_abjad(text):
        yield from ([entry] for entry in other_script(store, text))
    if text.isascii():
        yield from apart(store, text, kept=kept)
        if kept and text.startswith("al"):
            yield from with_article(store, text)
        if not known:
            yield from after_article(store, text)
            yield from ([entry] for entry in other_country(store, text))
    elif is_abjad(text) and not known:
        yield from apart_in_latin(store, text)


def other_script(store: "Store", text: str) -> "list[Entry]":
    """Give the words in another script that may be the same name."""
    if not is_abjad(text):
        return _written(store, [text])[text]
    from relcli.index import abjad

    entries = store.by_sound(abjad.latin_keys(text), HEARD)
    return [entry for entry in entries if abjad.spells(text, entry[0])]


def _written(store: "Store", names: Iterable[str]) -> "dict[str, list[Entry]]":
    """Give the words in Hebrew or Arabic letters that each Latin name may be."""
    keys = {name: set(abjad_keys(skeleton(name))) for name in names if name}
    entries = store.by_sound(set().union(*keys.values()), HEARD)
    if not entries:  # as where hardly a card is in these letters
        return {name: [] for name in keys}
    from relcli.index import abjad

    by_key = [(abjad.key(entry[0]), entry) for entry in entries]
    return {
        name: [entry for key, entry in by_key if key in some and abjad.spells(entry[0], name)]
        for name, some in keys.items()
    }


def other_country(store: "Store", text: str) -> "list[Entry]":
    """Give the words that may be a name as another country spells it."""
    spelt = respellings(text)
    if not spelt:  # a short name would sound like many words
        near = {text.replace("ou", "u"), text.replace("u", "ou"), text + text[-1]}
        return list(store.lookup(near - {text}).values())
    heard = set(map(sound, spelt))
    keys = [key for key in map(skeleton, spelt) if len(key) >= LEAST_SOUNDS]
    entries = store.lookup(spelt)
    if keys:
        alike = store.by_sound(keys)
        entries |= {entry[0]: entry for entry in alike if sound(entry[0]) in heard}
    return list(entries.values())


def together(store: "Store", parts: Sequence[str], *, article: bool) -> "list[Entry]":
    """Give the words that may be these parts of a name, an article between them or not."""
    if all(map(is_abjad, parts)):
        return other_script(store, (ARTICLE if article else "").join(parts))
    if not all(part.isascii() for part in parts):
        return []
    first, second = parts
    between = [""]
    if article:
        between += [vowel + end for vowel in "aiu" for end in ("l", second[0])]
    heard = dict.fromkeys(sound(first + letters + second) for letters in between)
    keys = dict.fromkeys(skeleton(first + letters + second) for letters in between)
    entries = [
        entry
        for entry in store.by_sound(keys, HEARD)
        if any(cost(each, sound(entry[0])) <= SAME_NAME for each in heard)
    ]
    if store.has_abjad():
        entries += other_script(store, ("al" if article else "").join(parts))
    return entries


def apart(store: "Store", text: str, *, kept: bool) -> "Iterator[list[Entry]]":
    """Give words in a row that may be a name which is written together.

    One of them stands in the name as it is, and another may sound so; `kept` tells whether words in
    Hebrew or Arabic letters are to be looked for, too.
    """
    cuts = [*_cuts(text), *(_cuts(text.replace("ou", "u")) if "ou" in text else ())]
    known = store.lookup({part for first, _, second in cuts for part in (first, second)})
    known = {part: entry for part, entry in known.items() if part not in STOP_WORDS}
    other_parts = {second for first, _, second in cuts if first in known}
    other_parts |= {first for first, _, second in cuts if second in known}
    alike = _alike(store, other_parts - known.keys() - {""})
    most = SAME_NAME * float((len(sound(text)) / SIX) ** LENGTH_POWER)  # as in `nearness.cost`
    written = _written(store, {part for cut in cuts for part in cut[::2]}) if kept else {}
    articles: dict[str, Entry] = {}
    for first, article, second in cuts:
        ones = (
            [known[first]]
            if first in known
            else [e for e, far in alike.get(first, ()) if far <= most]
        )
        others = (
            [known[second]]
            if second in known
            else [e for e, far in alike.get(second, ()) if far <= most]
        )
        rows: list[list[Entry]] = []
        if not second:
            rows = [[known[first]]] if first in known else []
            rows += [[one] for one in written.get(first, ())]
        elif first in known or second in known:
            rows = [[one, other] for one in ones for other in others]
        if second and kept:
            rows += [[one, other] for one in written[first] for other in written[second]]
        for row in rows:
            if second:
                yield row
            if article:
                articles = articles or store.lookup(APART)
                yield from ([row[0], each, *row[1:]] for each in articles.values())


def after_article(store: "Store", text: str) -> "Iterator[list[Entry]]":
    """Give the article and a word that a name may be which is written together with it: Ezzor."""
    vowel, letter, rest = text[:1], text[1:2], text[2:]
    if vowel not in "aeu" or len(rest) < LEAST_PART or letter not in ("l", rest[0]):
        return
    for named in store.lookup([rest]).values():
        yield from ([each, named] for each in store.lookup(APART - STOP_WORDS | {"al"}).values())


def with_article(store: "Store", text: str) -> "Iterator[list[Entry]]":
    """Give the article and a word that are a name which begins like it: Alexander."""
    from relcli.index import abjad

    articles = store.lookup(["al"]).values()
    heard = store.by_sound(abjad_keys(skeleton(text)[2:]), HEARD)
    named = [entry for entry in heard if abjad.spells(ARTICLE + entry[0], text)]
    yield from ([article, entry] for entry in named for article in articles)


def before_article(store: "Store", text: str) -> "list[Entry]":
    """Give the words that may be a word of a name together with the article after it: Abdel."""
    if is_abjad(text):
        return other_script(store, text + ARTICLE)
    return list(store.lookup({text + vowel + "l" for vowel in "aeui"}).values())


def apart_in_latin(store: "Store", text: str) -> "Iterator[list[Entry]]":
    """Give Latin words in a row that may be a name which Arabic letters write together."""
    articles = store.lookup(APART).values()
    for place in range(LEAST_PART, len(text) - LEAST_PART + 1):
        first, second = text[:place], text[place:]
        article = second.startswith(ARTICLE)
        second = second.removeprefix(ARTICLE) if len(second) > len(ARTICLE) + 1 else second
        for one, other in product(other_script(store, first), other_script(store, second)):
            yield [one, other]
            yield from ([one, each, other] for each in (articles if article else ()))


def _cuts(text: str) -> Iterator[tuple[str, str, str]]:
    """Give the ways to take a name for a part, an article or none, and a part or none."""
    for place in range(LEAST_PART, len(text)):
        first, rest = text[:place], text[place:]
        if len(rest) >= LEAST_PART:
            yield first, "", rest
        for length in (1, 2, 3):
            article, second = rest[:length], rest[length:]
            if article in ARTICLES and (
                len(second) >= LEAST_PART or (article[1:] == "l" and not second)
            ):
                yield first, article, second


def _alike(store: "Store", parts: Iterable[str]) -> "dict[str, list[tuple[Entry, float]]]":
    """Give the words that sound as each part does, but for a vowel, and how far they are."""
    keys = {part: skeleton(part) for part in parts}
    by_word: dict[str, list[Entry]] = {}
    for entry in store.by_sound(keys.values()) if keys else ():
        if entry[0] not in STOP_WORDS:
            by_word.setdefault(skeleton(entry[0]), []).append(entry)
    return {
        part: [(entry, _differ(sound(part), sound(entry[0]))) for entry in by_word.get(key, ())]
        for part, key in keys.items()
    }


@lru_cache(maxsize=10_000)
def _differ(one: str, other: str) -> float:
    """Return what a vowel by which two sounds differ costs: FAR if it is more than one."""
    if one == other:
        return 0.0
    if abs(len(one) - len(other)) > 1:
        return FAR
    far = distance(one, other)
    return far if far <= ONE_VOWEL else FAR
