"""Names written in Arabic or Hebrew letters, and in Latin ones.

These scripts write consonants and long vowels. Such a word and a Latin one may be one name where
the consonants are the same, in their order, and where each vowel that is written has one that
agrees with it; what is between, Latin may fill with a short vowel.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from relcli.index.names import sound

# How Latin letters write each consonant, the likeliest first.
_CONSONANTS = {
    letter: tuple(spellings.split())
    for letters, spellings in (
        *(("ب", "b p"), ("تط", "t"), ("ث", "th t s"), ("ج", "j g dj dsch dzh zh")),
        *(("ح", "h"), ("خ", "kh ch h x"), ("دד", "d"), ("ذ", "dh d z th"), ("رר", "r")),
        *(("ز", "z s"), ("سס", "s c"), ("ش", "sh ch sch sz"), ("ص", "s"), ("ض", "d dh z")),
        *(("ظ", "z dh d"), ("غ", "gh g"), ("ف", "f v p ph w"), ("ق", "q k g c gh")),
        *(("ك", "k c ck ch q"), ("گ", "g"), ("لל", "l"), ("مמ", "m"), ("نנ", "n"), ("هה", "h")),
        *(("پ", "p"), ("چ", "ch tch tsch c"), ("ژ", "zh j"), ("ב", "b v"), ("ג", "g j dj gh")),
        *(("ז", "z s zh"), ("ח", "h ch kh"), ("טת", "t th"), ("כ", "k ch kh c"), ("פ", "p f ph")),
        *(("צ", "ts tz z s c ch tch"), ("ק", "k q c ck g"), ("ש", "sh s sch ch"), ("&", "ks x cs")),
    )
    for letter in letters
}
_VOWELS = "\u0627\u0648\u064a\u0639\u05d0\u05d5\u05d9\u05e2"  # alef, waw, ya, ayin; the same
# A vowel that is written, and the Latin ones that agree with it.
_AGREEING = {
    "\u0627": "aeou",
    "\u05d0": "aeiou",
    "\u0639": "aeiou",
    "\u05e2": "aeiou",
    "\u0648": "ouywv",
    "\u05d5": "ouwv",
}
_AGREEING |= {"\u064a": "iyej", "\u05d9": "iyej"}
_AYIN = "\u0639\u05e2"
# What a skeleton may begin with where a word begins with a vowel: Wagner, Yemen, Jaffa, Gaza.
_FIRST = {
    "\u0648": ("v", "a"),
    "\u05d5": ("v", "a"),
    "\u064a": ("a", "j"),
    "\u05d9": ("a", "j"),
    "\u05e2": ("a", "k"),
}
_SHORT = "(?:ou|oo|ee|[aeiouy])?"
_KS = re.compile("\u0643\u0633|\u05e7\u05e1")
_PART = re.compile(f"[{_VOWELS}]+|.")
_LEAST, _LEAST_LETTERS = 2, 3  # consonants, and letters in all, by which a name is known
_MOST_KEYS = 256


@lru_cache(maxsize=1_000)
def _parts(word: str) -> tuple[str, ...]:
    """Return consonants one by one, and vowels together where they stand together."""
    return tuple(_PART.findall(_KS.sub("&", word)))


def spells(word: str, latin: str) -> bool:
    """Tell whether a Latin word may be what an Arabic or Hebrew one writes."""
    return bool(_pattern(word).fullmatch(latin))


@lru_cache(maxsize=1_000)
def _pattern(word: str) -> "re.Pattern[str]":
    parts = _parts(word)
    last = len(parts) - 1
    made = ""
    for place, part in enumerate(parts):
        if part[0] in _VOWELS:
            made += _vowels(part, first=not place, last=place == last)
        else:
            made += _SHORT if place and parts[place - 1][0] not in _VOWELS else ""
            made += _consonant(part, last=place == last)
    return re.compile(made)


def _vowels(part: str, *, first: bool, last: bool) -> str:
    """Return a pattern for vowels that are written: one of the letters has to agree."""
    agreeing = "aeiouy" if first and part[0] in "\u0627\u05d0" else ""
    agreeing += "".join(_AGREEING[letter] for letter in part)
    signs = "".join(sorted({*"aeiouy", *agreeing}))
    has_ayin = any(letter in _AYIN for letter in part)
    if last and len(part) == 1 and has_ayin:
        return "[aeiou]{0,2}"
    least = 2 if has_ayin and len(part) > 1 and not (first or last) else 1
    before = "(?:gh?)?" if first and part[0] == "\u05e2" else ""
    return f"{before}(?=[{signs}]{{0,3}}[{agreeing}])[{signs}]{{{least},4}}"


def _consonant(letter: str, *, last: bool) -> str:
    if last and letter in "\u0647\u05d4":  # or a feminine ending
        return "(?:[aeo]h?|[ae]th?|h)"
    spellings = _CONSONANTS.get(letter) or (_latin(letter),)
    repeated = (one + "+" if len(one) == 1 else f"{one}(?:{one})?" for one in spellings)
    silent = last and letter == "\u062d"
    return f"(?:{'|'.join(repeated)})" + ("?" if silent else "")


def _latin(letter: str) -> str:
    from relcli.index.chunk import to_ascii  # a letter of another language in this script

    return to_ascii(letter) or "h"


def _classes(spelling: str) -> set[str]:
    """Return the sound classes that a spelling may have, "" for a weak one."""
    heard = {sound(f"a{spelling}{vowel}")[1:-1] for vowel in "ae"}
    return {letter.translate(_WEAK) for letter in heard}


_WEAK = str.maketrans("", "", "aiuh")


@lru_cache(maxsize=100)
def _choices(part: str, *, first: bool) -> tuple[str, ...]:
    """Return what stands in a skeleton for a consonant, or for vowels, the likeliest first."""
    if part[0] in _VOWELS:
        if first:
            return _FIRST.get(part[0], ("a",))
        return ("", "v") if part[0] in "وו" or part[-1] in "وו" else ("",)
    spellings = _CONSONANTS.get(part) or (_latin(part),)
    if first:
        heads = (sound(one + vowel)[:1] for one in spellings for vowel in "ae")
        return tuple(dict.fromkeys(heads))
    return tuple(dict.fromkeys(key for one in spellings for key in sorted(_classes(one))))


def _is_name(word: str, parts: Sequence[str]) -> bool:
    """Tell whether a word has letters enough that it is not just any."""
    consonants = sum(part[0] not in _VOWELS for part in parts)
    return consonants >= _LEAST and len(word) >= _LEAST_LETTERS


def latin_keys(word: str) -> list[str]:
    """Give the skeletons under which Latin spellings of a word may stand (see `names.skeleton`)."""
    parts = _parts(word)
    if not _is_name(word, parts):
        return []
    choices = [_choices(part, first=not place) for place, part in enumerate(parts)]
    keys: dict[str, None] = {}
    for chosen in product(*choices):
        keys.update(dict.fromkeys(_as_heard("".join(chosen))))
        if len(keys) >= _MOST_KEYS:
            break
    return list(keys)


# What is heard as one where no vowel stands between.
_TOGETHER = (("ts", "s"), ("ks", "x"), ("tx", "x"), ("sh", "x"))


def _as_heard(key: str) -> Iterator[str]:
    """Give a key with and without what Latin letters may run together."""
    yield key
    merged = re.sub(r"(.)\1+", r"\1", key)
    for letters, heard in _TOGETHER:
        merged = merged.replace(letters, heard)
    if merged != key:
        yield merged


def key(word: str) -> str:
    """Give the key under which a word in these letters stands among the sounds, "" if too short.

    It is no skeleton, but has one sound class for each consonant.
    """
    parts = _parts(word)
    if not _is_name(word, parts):
        return ""
    classes = (_choices(part, first=not place)[0] for place, part in enumerate(parts))
    return _MARK + re.sub(r"(.)\1+", r"\1", "".join(classes))


_MARK = "~"  # before keys of these scripts, so that they are not skeletons
# What a class of a Latin skeleton may be in such a key.
_WRITTEN = {
    "b": ("b",),
    "d": ("d", "s"),
    "f": ("f",),
    "j": ("j", "s"),
    "k": ("k", "j"),
    "p": ("b", "p", "f"),
    "s": ("s", "t", "d", "ts"),
    "t": ("t", "d"),
    "v": ("f", "b", ""),
    "x": ("x", "k", "s", "ks"),
}


def keys(skeleton: str) -> list[str]:
    """Give the keys that words in these letters may have for a Latin name with this skeleton."""
    found: dict[str, None] = {}
    choices = [_WRITTEN.get(letter, (letter,)) for letter in skeleton]
    if choices and skeleton[0] == "v":
        choices[0] = ("v", "f", "b")
    for chosen in product(*choices):
        written = "".join(chosen)
        found[_MARK + written] = None
        found[_MARK + re.sub(r"(.)\1+", r"\1", written)] = None
        if len(found) >= _MOST_KEYS:
            break
    return list(found)
