"""Spelling classes of transliterated names.

kassir and Qasir are one, and so are shartuni and al-Shartouni, or zeinab and Zaynab. Arabic,
Persian and Russian names have as many Latin spellings as there are newspapers. What differs is
nearly always the vowels, doubled letters, an h, and which of k, q, g, gh or kh stands for one
sound.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from math import prod

# Order matters: digraphs before the letters that they contain. Plain replacements, for they are
# made for every word.
DIGRAPHS = (
    *(("tsch", "x"), ("tch", "x"), ("sch", "x"), ("sh", "x"), ("ch", "x")),  # Chaar, Schaar
    ("ks", "x"),
    *(("dzh", "j"), ("zh", "j"), ("dj", "j"), ("ph", "f"), ("ts", "s")),
    *(("ce", "se"), ("ci", "si"), ("cy", "si")),
    *(("kh", "k"), ("gh", "k"), ("dh", "d"), ("th", "t"), ("bh", "b")),  # Jadhran, Jathran
    *(("ou", "u"), ("ei", "i"), ("ai", "i"), ("ay", "i")),  # Zaynab, Zeinab
    *(("ey", "i"), ("ie", "i"), ("ye", "i")),
)
CLASSES = str.maketrans("zcqgowey", "skkkuuii")  # Hezbollah, Hisbollah; Qaddafi, Gaddafi, Kadhafi
WEAK = str.maketrans("", "", "aiuh")
LEAST_KEY = 2


def sound(name: str) -> str:
    """Spell a name as its sound classes, vowels included: qaseer and kassir are both "kasir"."""
    start, rest = name[:1].replace("w", "v"), name[1:]  # Wagner, Vagner
    name = start + rest
    for letters, written in DIGRAPHS:
        name = name.replace(letters, written)
    name = name.translate(CLASSES)
    pairs = zip(name, " " + name, strict=False)
    name = "".join(letter for letter, before in pairs if letter != before)
    return name.removesuffix("h") or name


def skeleton(name: str) -> str:
    """Give the sound without its vowels, or "" for a short name and for one in other letters.

    It is the key under which all spellings of a name stand: see `sound_key`.
    """
    heard = sound(name) if name.isascii() else ""
    if not heard:
        return ""
    first = "a" if heard[0] in "aiu" else heard[0]
    key = first + heard[1:].translate(WEAK)
    return key if len(key) >= LEAST_KEY else ""


# How other languages write what English writes, in names from Russian and Arabic mostly. Each pair
# is as there, then as in English; ^ and $ are a name's ends.
_J_IS_Y = "ja ya je ye ji yi jo yo ju yu aj ay ej ey oj oy uj uy"
LANGUAGES = (
    f"schtschow$ shchev$ tschow$ chev$ schtsch shch tsch ch dsch j sch sh ch kh w v z ts {_J_IS_Y}",
    f"schtsch shch tsch ch dsch j sch zh ch kh w v z ts {_J_IS_Y}",
    "tch ch ch sh dj j ou u j zh gu g ine$ in$ eff$ ev$ ^e ^ye",  # French
    f"szczow$ shchev$ czow$ chev$ szcz shch sz sh cz ch ch kh w v c ts {_J_IS_Y}",  # Polish
    f"szcz shch sz sh cz ch z zh ch kh w v {_J_IS_Y}",
    f"tsj ch sj sh zj zh dzj j oe u ie i {_J_IS_Y}",  # Dutch and Scandinavian
    *("ce ja c j", "g j", "j kh"),  # Turkish, Egyptian, Spanish
    # Letters of Russian and Greek, which have no h, and no d or b of one letter.
    "kh h",
    "ch h nt d mp b oy ou gie ye",
)
BOTH_WAYS = 5  # of them, the commonest: a name goes from one to another by way of English
_LEAST_RESPELT = 5


class _Respelling:
    """What is replaced at once, the longest first."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._table = dict(pairs)
        self._lengths = sorted({len(each) for each in self._table}, reverse=True)

    def __call__(self, name: str) -> str:
        # By hand, for to compile a dozen patterns takes longer than a search does.
        table, written, place = self._table, "", 0
        while place < len(name):
            for length in self._lengths:
                part = name[place : place + length]
                if part in table:
                    written += table[part]
                    place += length
                    break
            else:
                written += name[place]
                place += 1
        return written


def respellings(name: str) -> list[str]:
    """Give how a name may be written in English and in other languages, if it is long enough."""
    if len(name) < _LEAST_RESPELT:
        return []
    name = f"^{name}$".replace("yj$", "y$")
    spellings = dict.fromkeys([name, *(respell(name) for pair in _tables() for respell in pair)])
    for to_english, _ in _tables()[:BOTH_WAYS]:
        english = to_english(name)
        spellings |= dict.fromkeys(respell(english) for _, respell in _tables()[:BOTH_WAYS])
    return [each[1:-1] for each in spellings]


@lru_cache(maxsize=1)
def _tables() -> list[tuple[_Respelling, _Respelling]]:
    """Return, for each language, what makes English of it, and the reverse."""
    made = []
    for pairs in map(str.split, LANGUAGES):
        there, here = pairs[::2], pairs[1::2]
        made.append(
            (_Respelling(zip(there, here, strict=True)), _Respelling(zip(here, there, strict=True)))
        )
    return made


# Before keys of words in Arabic and Hebrew letters, which are no skeletons.
MARK = "~"
# What a class of a Latin skeleton may be in such a key.
WRITTEN = {
    "b": ("b",),
    "d": ("d", "s"),
    "f": ("f",),
    "j": ("j", "s", ""),
    "k": ("k", "j"),
    "p": ("b", "p", "f"),
    "s": ("s", "t", "d", "ts"),
    "t": ("t", "d", ""),
    "v": ("f", "b", ""),
    "x": ("x", "k", "s", "ks", "ts"),
}
BEGINNING = {"v": ("v", "f", "b"), "k": ("k", "j", "a"), "j": ("j", "s", "a")}
MOST_KEYS = 256  # of one name: bounds the work


def abjad_keys(skeleton: str) -> list[str]:
    """Give the keys that words in Arabic or Hebrew letters may have for a Latin skeleton."""
    keys: dict[str, None] = {}
    choices = [WRITTEN.get(letter, (letter,)) for letter in skeleton]
    if skeleton[:1] in BEGINNING:
        choices[0] = BEGINNING[skeleton[0]]
    for written in combined(choices):
        keys[MARK + written] = None
        keys[MARK + re.sub(r"(.)\1+", r"\1", written)] = None
    return list(keys)


def combined(choices: list[tuple[str, ...]]) -> Iterator[str]:
    """Give what comes of one choice each; of too many, the least likely are left out."""
    while prod(map(len, choices)) > MOST_KEYS:
        most = max(map(len, choices))
        choices = [each[: most - 1] for each in choices]
    return map("".join, product(*choices))
