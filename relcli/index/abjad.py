"""Names written in Arabic or Hebrew letters, and in Latin ones.

These scripts write consonants and long vowels. Such a word and a Latin one may be one name where
the consonants are the same, in their order, and where each vowel that is written has one that
agrees with it; what is between, Latin may fill with a short vowel.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from relcli.index.phonetics import MARK, MOST_KEYS, combined, sound

# Letters of both scripts, by their Arabic names; those of Hebrew stand for the same, but for an
# ayin, which begins Gaza.
_ALEF, _WAW, _YA, _AYIN, _HEBREW_AYIN, _HA = "\u0627\u0648\u064a\u0639\u05e2\u0647"
_AS_ARABIC = str.maketrans("\u05d0\u05d5\u05d9\u05d4", _ALEF + _WAW + _YA + _HA)
_VOWELS = _ALEF + _WAW + _YA + _AYIN + _HEBREW_AYIN
# How Latin letters write each consonant, the likeliest first; after a slash, what only a name with
# many consonants is known by. ^ is the beginning; a c is s before e, i, y.
_CONSONANTS = {
    letter: spellings.split(" / ")
    for letters, spellings in (
        *(("ب", "b ^p / p"), ("تط", "t / th"), ("ث", "th t / s"), ("ج", "j g dj / dsch dzh zh")),
        *(("ح", "h"), ("خ", "kh ch / h x"), ("دד", "d"), ("ذ", "dh d z / th"), ("رר", "r")),
        *(("ز", "z / s"), ("سס", "s / c"), ("ش", "sh ch sch / sz"), ("ص", "s"), ("ض", "d dh / z")),
        *(("ظ", "z dh / d"), ("غ", "gh g"), ("ف", "f v p ph ^w / w"), ("ق", "q k g c gh")),
        *(("ك", "k c ck q / ch"), ("گ", "g"), ("لל", "l"), ("مמ", "m"), ("نנ", "n"), (_HA, "h")),
        *(("پ", "p"), ("چ", "ch tch / tsch c"), ("ژ", "zh j"), ("ב", "b v"), ("ג", "g j / dj gh")),
        *(("ז", "z / s zh"), ("ח", "h ch kh"), ("טת", "t th"), ("כ", "k ch kh c"), ("פ", "p f ph")),
        *(("צ", "ts tz z / s c ch"), ("ק", "k q c / ck g"), ("ש", "sh s sch ch"), ("&", "ks x cs")),
        ("%", "ch tch tsch tsh"),
    )
    for letter in letters
}
_S_LETTERS = "سסצ"
_SHORT = "(?:ou|oo|ee|[aeiouy])"
# A vowel that stands alone between consonants, and what Latin has for it.
_ALONE = {
    _ALEF: "aa?|ae|ai|ao|au|e|ou?|u",
    _WAW: "oo|ou?|oe|u|au|aw|ow|eu|ew|uw|y(?![aeiou])",
    _YA: "ee|e?i|e?y|a?i|a?y|i?j|ie|ij",
    _AYIN: "[aeiou]{1,2}",
    _HEBREW_AYIN: "[aeiou]{1,2}",
}
# Waw and ya may be consonants, which is chance in a short word; and ya an e, as in Medvedev.
_LOOSE = {_WAW: "|[aeiou]?[wv][aeiou]?", _YA: "|[aeiou]?[yj][aeiou]?|e|ia"}
# Letters of which one is there for each, where some stand together.
_AGREEING = {_WAW: "ouwv", _YA: "iyj"}
# What a skeleton may begin with where a word begins with a vowel: Wagner, Yemen, Jaffa, Gaza.
_FIRST = {_WAW: ("v", "a"), _YA: ("a", "j"), _HEBREW_AYIN: ("a", "k")}
# Two letters that stand for one sound or one letter: ks, ch.
_TWO = {"\u0643\u0633": "&", "\u05e7\u05e1": "&", "\u062a\u0634": "%", "\u05d8\u05e9": "%"}
_PART = re.compile(f"[{_VOWELS}]+|.")
_LEAST, _LEAST_LETTERS, _LOOSE_FROM = 2, 3, 4  # consonants and letters by which a name is known


# And, by, for, so, as, the, in Arabic and in Hebrew: they are written together with what follows.
_HEBREW = ("\u05d5", "ב", "ל", "מ", "ש", "כ", "ה", "וה", "שה", "וב", "מה")
_ARABIC = ("و", "ب", "ل", "ف", "لل", "ولل", "بال", "فال", "كال", "وبال")
_FIRST_ARABIC = "\u0600"
_LEAST_JOINED = 3  # letters of a word that has them before it


def joined(word: str) -> set[str]:
    """Give a word in these letters with what is written together with it, and without."""
    if len(word) < _LEAST_JOINED:
        return set()
    prefixes = _ARABIC if word >= _FIRST_ARABIC else _HEBREW
    return {prefix + word for prefix in prefixes} | {
        word[len(prefix) :]
        for prefix in prefixes
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST_JOINED
    }


@lru_cache(maxsize=1_000)
def _parts(word: str) -> tuple[str, ...]:
    """Return consonants one by one, and vowels together where they stand together."""
    for two, one in _TWO.items():
        word = word.replace(two, one)
    return tuple(_PART.findall(word.translate(_AS_ARABIC)))


def _strength(parts: Sequence[str]) -> int:
    return sum(part[0] not in _VOWELS for part in parts)


def _is_name(word: str) -> bool:
    """Tell whether a word has letters enough that it is not just any."""
    parts = _parts(word)
    consonants = _strength(parts)
    # Two consonants and the ending of adjectives, or nothing between, are like many words.
    bare = consonants == _LEAST and not any(part[0] in _VOWELS for part in parts[:-1])
    if len(word) < _LEAST_LETTERS:
        return False
    if consonants < _LEAST:  # Ali, Abu
        return len(word) == _LEAST_LETTERS and {parts[0][0], parts[-1][0]} <= {*_VOWELS}
    return not bare or parts[-1][0] not in _VOWELS or _AYIN in parts[-1]


def spells(word: str, latin: str) -> bool:
    """Tell whether a Latin word may be what an Arabic or Hebrew one writes."""
    return bool(_pattern(word).fullmatch(latin))


@lru_cache(maxsize=1_000)
def _pattern(word: str) -> "re.Pattern[str]":
    parts = _parts(word)
    consonants = _strength(parts)
    loose = consonants >= _LOOSE_FROM
    last = len(parts) - 1
    made = ""
    for place, part in enumerate(parts):
        if part[0] in _VOWELS:
            if not place:
                made += _beginning(part)
            elif place == last:
                made += _ending(parts, loose=loose)
            else:
                made += _vowels(part, loose=consonants > _LEAST)
            continue
        if place and parts[place - 1][0] not in _VOWELS:
            # A short name does not begin with two consonants.
            must = place == 1 and not loose and place < last
            made += _SHORT + ("" if must else "?")
        made += _consonant(part, first=not place, last=place == last, loose=loose)
    # Palestine, as English has it.
    return re.compile(made + ("e?" if loose and parts[-2] == _YA and parts[-1] in "نנ" else ""))


def _vowels(part: str, *, loose: bool) -> str:
    """Return a pattern for vowels that are written within a name."""
    if len(part) == 1:
        return f"(?:{_ALONE[part]}{_LOOSE.get(part, '') if loose else ''})"
    return _several(part, least=2, loose=loose)


def _ending(parts: Sequence[str], *, loose: bool) -> str:
    """Return a pattern for vowels that a name ends with."""
    part = parts[-1]
    if _strength(parts) > 1 and any(each[0] in _VOWELS for each in parts[:-1]):
        loose = True
    elif _AYIN in part and not loose:
        return "aa"  # Sharaa: hardly an English word
    if part in (_AYIN, _HEBREW_AYIN):
        return "[aeiou]{0,2}"
    if part == _YA:
        return "(?:ee|[aeo]?[iyj]|ie|iy|iya|a)" if loose else "(?:ee|[aeo]?[iy])"
    return _several(part, least=1, loose=loose)


def _several(part: str, *, least: int, loose: bool) -> str:
    """Return a pattern for vowels that stand together: each waw and ya among them is heard."""
    agreeing = [_AGREEING[letter] for letter in dict.fromkeys(part) if letter in _AGREEING]
    if loose and _ALEF in part:
        agreeing = [each + "e" if each[0] == "i" else each for each in agreeing]
    signs = "".join(sorted({*"aeiouy", *"".join(agreeing)}))
    heard = "".join(f"(?=[{signs}]{{0,3}}[{each}])" for each in agreeing)
    # Alef and ya, as in Biden, may be one vowel.
    if part in (_ALEF + _YA, _ALEF + _WAW):
        least = 1
    return f"{heard}[{signs}]{{{least},4}}"


def _beginning(part: str) -> str:
    before = "(?:g(?=a))?" if part[0] == _HEBREW_AYIN else ""
    if part in (_ALEF, _AYIN, _HEBREW_AYIN):
        return before + "(?:ou|aa|oo|ei|ai|ay|[aeiouy])"
    if part == _YA:
        return "(?:[yj][aeiou]{0,2}|i|e)"
    if part == _WAW:
        return "(?:[wv][aeiou]{0,2}|ou|oo|[ou])"
    return before + _several(part, least=1, loose=True)


def _consonant(letter: str, *, first: bool, last: bool, loose: bool) -> str:
    if last and letter == _HA:  # or a feminine ending
        return "(?:[ao]h?|eh|[ae]th?|(?<=[aeiou])h)"
    spellings = [one for one in _spellings(letter, loose=loose) if first or one[0] != "^"]
    made = "|".join(_repeated(one.lstrip("^"), s=letter in _S_LETTERS) for one in spellings)
    return f"(?:{made})" + ("?" if last and letter == "\u062d" else "")


def _repeated(spelling: str, *, s: bool) -> str:
    """Return a pattern for a spelling, its letter doubled or not."""
    if spelling == "c":
        return "c(?=[eiy])" if s else "c+(?![eiy])"
    return spelling + "+" if len(spelling) == 1 else f"{spelling}(?:{spelling})?"


def _spellings(letter: str, *, loose: bool) -> list[str]:
    groups = _CONSONANTS.get(letter) or [_latin(letter)]
    return " ".join(groups if loose else groups[:1]).split()


def _latin(letter: str) -> str:
    from relcli.index.tokens import to_ascii  # a letter of another language in this script

    return to_ascii(letter) or "h"


_WEAK = str.maketrans("", "", "aiuh")


@lru_cache(maxsize=200)
def _choices(part: str, *, first: bool, last: bool) -> tuple[str, ...]:
    """Return what stands in a skeleton for a consonant, or for vowels, the likeliest first."""
    if last and part == _HA:
        return ("", "t")
    if part[0] in _VOWELS:
        if first:
            return _FIRST.get(part[0], ("a",))
        consonants = ("v",) * (_WAW in part) + ("j",) * (_YA in part)
        return ("", *consonants)
    heard: dict[str, None] = {}
    for spelling in _spellings(part, loose=True):
        for vowel in "ae":
            if first:
                heard[sound(spelling.lstrip("^") + vowel)[:1]] = None
            else:
                between = sound(f"a{spelling.lstrip('^')}{vowel}")[1:-1]
                heard[between.translate(_WEAK)] = None
    return tuple(heard)


def _all_choices(word: str) -> list[tuple[str, ...]]:
    parts = _parts(word)
    last = len(parts) - 1
    return [_choices(part, first=not n, last=n == last) for n, part in enumerate(parts)]


def latin_keys(word: str) -> list[str]:
    """Give the skeletons under which Latin spellings of a word may stand (`phonetics.skeleton`)."""
    if not _is_name(word):
        return []
    chosen = combined(_all_choices(word))
    return list(dict.fromkeys(key for each in chosen for key in _as_heard(each)))


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
    if not _is_name(word):
        return ""
    classes = (choices[0] for choices in _all_choices(word))
    return MARK + re.sub(r"(.)\1+", r"\1", "".join(classes))


def tables() -> dict[str, Any]:
    """Give what the page needs to do the same; see relcli/view/page/scripts/abjad.js."""
    others = {chr(code): _latin(chr(code)) for code in range(0x620, 0x6D4)}
    return {
        "vowels": _VOWELS,
        "hebrewAyin": _HEBREW_AYIN,
        "ha": _HA,
        "asArabic": {chr(code): chr(letter) for code, letter in _AS_ARABIC.items()},
        "consonants": {letter: [*groups] for letter, groups in _CONSONANTS.items()},
        "others": {letter: spelt for letter, spelt in others.items() if letter not in _CONSONANTS},
        "sLetters": _S_LETTERS,
        "short": _SHORT,
        "alone": _ALONE,
        "loose": _LOOSE,
        "agreeing": _AGREEING,
        "first": _FIRST,
        "two": _TWO,
        "least": [_LEAST, _LEAST_LETTERS, _LOOSE_FROM, MOST_KEYS],
        "together": _TOGETHER,
        "prefixes": [_HEBREW, _ARABIC],
        "leastJoined": _LEAST_JOINED,
    }
