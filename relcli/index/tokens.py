"""Words of what is not plainly one: addresses, hashtags, numbers, hyphens, other scripts.

Kept apart from `words`, so that most questions need not load it.
"""

import re
import unicodedata
from functools import lru_cache

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# What may be the name of a host, and a slash. Each sign is looked at once: a pattern that tells
# more would begin anew at each hyphen of a text that is made to take long.
_BEFORE_SLASH = re.compile(r"(?<![\w.-])[\w.-]++/")
_ACRONYM = re.compile(r"\b(?:[a-z]\.){2,}", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_POSSESSIVE = re.compile(r"'s\b", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_FIRST_MARK, _SPELLING, _COMBINING = "\u0300", "\u0900", "\ufe00"
_THAANA = range(0x7A6, 0x7B1)
_SOFT_HYPHEN, _TATWEEL = "\u00ad", "\u0640"
_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u02bb\u00b4\uff07\u055a"

# Letters, with their signs, of scripts that put no space between words, and Korean, whose words
# grow at the end and are joined or not as the writer likes. Digits and punctuation are left out.
UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u0e81-\u0ecf\u0edc-\u0edf"  # Lao
    "\u1000-\u103f\u1050-\u108f\u109a-\u109d\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17d3\u17d7\u17dc\u17dd"  # Khmer
    "\u1950-\u1974\u1980-\u19c9\u1a20-\u1a7c\uaa80-\uaadd"  # Tai
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3038-\u303c"  # Han
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
    "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # Bopomofo
    "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb"  # Hangul
)
# Letters, with their signs, of scripts whose words are kept as they are written, for Latin letters
# would tell too little of them: Hebrew and Arabic write no short vowels, and the scripts that come
# from Brahmi have more letters than Latin.
HEBREW = "\u05d0-\u05ea\u05ef-\u05f2\ufb1d-\ufb28\ufb2a-\ufb4f"
_ARABIC = (
    "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08c9"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
_BRAHMIC = (
    "\u0900-\u0963\u0971-\u0983\u0985-\u09e3\u09f0\u09f1\u09fc\u0a01-\u0a5e\u0a70-\u0a75\u0a81-\u0ae3"
    "\u0af9-\u0aff\u0b01-\u0b63\u0b71\u0b82-\u0bd7\u0c00-\u0c63\u0c80-\u0c83\u0c85-\u0ce3\u0cf1-\u0cf3"
    "\u0d00-\u0d4e\u0d54-\u0d57\u0d5f-\u0d63\u0d7a-\u0ddf\u0df2\u0df3"
)
KEPT = HEBREW + _ARABIC + _BRAHMIC
_PART = re.compile(f"[{UNSPACED}]+|[{KEPT}]+|[^{UNSPACED}{KEPT}]+")
_IN_RUN, _IN_KEPT = re.compile(f"[{UNSPACED}]"), re.compile(f"[{KEPT}]")
# Hebrew writes abbreviations, and sounds that it has no letter for, with a quote in the word.
_QUOTED = re.compile(f"(?<=[{HEBREW}])[\"'\u05f3\u05f4\u2018\u2019\u201c\u201d](?=[{HEBREW}])")
# Letters that are written one for the other: with or without a hamza, in Persian or Urdu, at the
# end of a word. A hamza of its own is as often left out.
FOLDED = {
    letter: folded
    for letters, folded in (
        ("\u0622\u0623\u0625\u0671\u0672\u0673\u0675", "\u0627"),
        ("\u0624\u0676\u06c4\u06c6\u06c7\u06cb\u06cf", "\u0648"),
        ("\u0620\u0626\u0649\u0678\u06cc\u06cd\u06ce\u06d0\u06d1\u06d2\u06d3", "\u064a"),
        ("\u0629\u06be\u06c0\u06c1\u06c2\u06c3\u06d5\u06ff", "\u0647"),
        ("\u063b\u063c\u06a9\u06aa", "\u0643"),
        *(("\u0679", "\u062a"), ("\u0688", "\u062f"), ("\u0691\u0695", "\u0631")),
        *(("\u06a4", "\u0641"), ("\u06b5", "\u0644"), ("\u06ba", "\u0646")),
        ("\u0621\u0674", ""),
        *(("\u05da", "\u05db"), ("\u05dd", "\u05de"), ("\u05df", "\u05e0")),
        *(("\u05e3", "\u05e4"), ("\u05e5", "\u05e6")),
        *(("\u05f0", "\u05d5\u05d5"), ("\u05f1", "\u05d5\u05d9"), ("\u05f2", "\u05d9\u05d9")),
        # India: dots below a letter; a candrabindu, which is as often an anusvara.
        ("\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc", ""),
        *(
            ("\u0901", "\u0902"),
            ("\u0981", "\u0982"),
            ("\u0a01\u0a02", "\u0a70"),
            ("\u0a81", "\u0a82"),
        ),
    )
    for letter in letters
}
_FOLDED = str.maketrans(FOLDED)


def _nasal(first: int) -> str:
    """Return a pattern for a nasal before a consonant, in the block that begins there."""
    nasals = "".join(chr(first + place) for place in (0x19, 0x1E, 0x23, 0x28, 0x2E))
    consonants = f"{chr(first + 0x15)}-{chr(first + 0x2E)}"
    return f"[{nasals}]{chr(first + 0x4D)}(?=[{consonants}])"


# A nasal before a consonant is as often written as an anusvara: Devanagari, Bengali, Gurmukhi,
# Gujarati.
NASALS = {
    _nasal(0x900): "\u0902",
    _nasal(0x980): "\u0982",
    _nasal(0xA00): "\u0a70",
    _nasal(0xA80): "\u0a82",
}
_NASALS = {re.compile(nasal): sign for nasal, sign in NASALS.items()}
# The article stands in front of what it belongs to, perhaps after "and".
_ARTICLE = re.compile("^(\u0648?)\u0627\u0644(?=.{3})")
_SON = frozenset(("\u0628\u0646", "\u0627\u0628\u0646"))


def take_apart(chunk: str) -> tuple[str, ...]:
    """Give the words of one chunk, that is, a piece of text without white space.

    A run of letters that has no spaces between its words gives every two letters in a row, and its
    last letter: each place in it begins a word, and any part of it is so many words in a row.
    """
    if chunk.isascii():
        return tuple(_spelt(chunk))
    parts: list[str] = []
    for part in _PART.findall(_QUOTED.sub("", _composed(chunk))):
        if _IN_RUN.match(part):
            parts += pairs(part)
        elif _IN_KEPT.match(part):
            parts += kept(part)
        else:
            parts += _spelt(to_ascii(part))
    return tuple(parts)


def _composed(text: str) -> str:
    """Return a text without signs that are not seen or said, each letter as one sign if it can."""
    text = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in text if not _is_silent(sign))


def _is_silent(sign: str) -> bool:
    """Tell whether a sign is a mark that may be written or not, or invisible.

    Marks spell vowels in Thaana and in all scripts that come from Brahmi; in Latin, Greek,
    Cyrillic, Hebrew, Arabic they tell how a letter is said.
    """
    if sign < _FIRST_MARK:
        return sign == _SOFT_HYPHEN
    category = unicodedata.category(sign)
    if category[0] == "M":
        return not (_SPELLING <= sign < _COMBINING or ord(sign) in _THAANA)
    return category == "Cf" or sign == _TATWEEL


def pairs(run: str) -> list[str]:
    """Return every two letters of a run that stand in a row, and its last letter."""
    run = unicodedata.normalize("NFKC", run)  # half-width kana, radicals that stand for letters
    return [run[place : place + 2] for place in range(len(run))]


def kept(text: str) -> list[str]:
    """Return the words of Hebrew, Arabic or Brahmic text, those alike that are one for a reader."""
    text = unicodedata.normalize("NFKC", text).translate(_FOLDED)
    for nasal, sign in _NASALS.items():
        text = nasal.sub(sign, text)
    words = " ".join(_ARTICLE.sub("al ", word) for word in text.split()).split()
    return ["bin" if word in _SON else word for word in words]


def _spelt(text: str) -> list[str]:
    """Return the words of ASCII text."""
    text = without_addresses(text)
    if "#" in text or "@" in text:
        text = _HUMP.sub(" ", text)
    text = _POSSESSIVE.sub("", text).replace("'", "").replace("`", "")
    text = _ACRONYM.sub(lambda match: match[0].replace(".", ""), text)
    return _WORD.findall(_THOUSANDS.sub("", text).lower())


def without_addresses(text: str) -> str:
    """Return a text without the addresses of pages in it, be they ones with https or not."""
    return " ".join(map(_without_address, text.split(" "))) if "/" in text else text


def _without_address(piece: str) -> str:
    """Return what stands before an address in a piece of text, be it one with https or not."""
    address = _ADDRESS.search(piece)
    end = address.start() if address else len(piece)
    for match in _BEFORE_SLASH.finditer(piece, 0, end):
        host = match[0][:-1].rpartition("..")[2]
        named = host.lstrip(".-")
        if "." in named[:-1] and not named.endswith("."):
            return piece[: match.end() - 1 - len(named)]
    return piece[:end]


# Greek has two letters for b, d and g where they begin a syllable of a foreign name.
GREEK_STOPS = {"\u03bc\u03c0": "b", "\u03bd\u03c4": "d", "\u03b3\u03ba": "g"}
_GREEK_STOP = re.compile("(?<![αεηιουωάέήίόύώϊϋΐΰ])(μπ|ντ|γκ)", re.IGNORECASE)


def to_ascii(text: str) -> str:
    """Transliterate letters and digits of any script.

    Marks vanish, and every other sign becomes a space.
    """
    text = _GREEK_STOP.sub(lambda match: GREEK_STOPS[match[0].lower()], text)
    return "".join(map(_sign_to_ascii, text))


@lru_cache(maxsize=10_000)
def _sign_to_ascii(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _APOSTROPHES:
        return "'"
    category = unicodedata.category(sign)
    if category[0] in "LM":
        # What is no letter there stands for a sound that Latin has no letter for, such as an ayin.
        return "".join(filter(str.isalnum, _latin(sign))) if not _is_silent(sign) else ""
    return _latin(sign) if category[0] == "N" else " "


def _latin(sign: str) -> str:
    from anyascii import anyascii  # 10 ms to import, and most questions are ASCII

    return anyascii(sign)
