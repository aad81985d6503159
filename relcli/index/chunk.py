"""Words of what is not plainly one: addresses, hashtags, numbers, hyphens, other scripts.

Kept apart from `words`, so that most questions need not load it.
"""

import re
import unicodedata
from collections.abc import Callable

_ADDRESS = re.compile(r"https?://\S*|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_ACRONYM = re.compile(r"\b(?:[a-z]\.){2,}", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_POSSESSIVE = re.compile(r"'s\b", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_ARABIC_ARTICLE = re.compile(r"^\u0627\u0644(?=\w{3})")
_APOSTROPHES = "\u2018\u2019\u02bc\u02bb\u0060\u00b4"


def take_apart(chunk: str) -> tuple[str, ...]:
    """Give the words of one chunk, that is, a piece of text without white space."""
    if not chunk.isascii():
        chunk = to_ascii(chunk)
    chunk = _ADDRESS.sub(" ", chunk)
    if "#" in chunk or "@" in chunk:
        chunk = _HUMP.sub(" ", chunk)
    chunk = _POSSESSIVE.sub("", chunk).replace("'", "")
    chunk = _ACRONYM.sub(lambda found: found[0].replace(".", ""), chunk)
    return tuple(_WORD.findall(_THOUSANDS.sub("", chunk).lower()))


def to_ascii(text: str) -> str:
    """Transliterate letters and digits of any script.

    Marks vanish, and every other sign becomes a space.
    """
    from anyascii import anyascii  # 10 ms to import, and most questions are ASCII

    text = _ARABIC_ARTICLE.sub("al ", text)
    return "".join(_sign_to_ascii(sign, anyascii) for sign in text)


def _sign_to_ascii(sign: str, anyascii: Callable[[str], str]) -> str:
    if sign.isascii():
        return sign
    if sign in _APOSTROPHES:
        return "'"
    if sign.isalnum():
        return anyascii(sign)
    return "" if unicodedata.category(sign).startswith(("M", "Cf")) else " "
