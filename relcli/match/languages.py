"""Whether a sentence is in another language than the cards: by its letters and its small words.

A few words that no other of these languages has are enough, for a sentence is full of them.
"""

import unicodedata
from functools import cache

from relcli.index.words import STOP_WORDS, words

_SMALL_WORDS = {
    "de": """der die das und ist nicht mit dass ein eine einen einem einer den dem des von zu im am
    auf fur wird wurde wurden hat haben sich auch nach bei aus als uber sie er ihr sein
    werden laut""",
    "fr": """le la les des un une et est pas que qui dans en pour sur avec par au aux du ne se ce
    cette ont ete sont il elle leur ses plus selon""",
    "es": """el la los las de un una y es no que en con por para del se su sus al como mas fue ha
    han este esta segun""",
    "it": """il lo la gli le di un una e che non in con per del della dei delle si da al sono stato
    ha hanno secondo questo""",
    "pt": """o a os as de um uma e que nao em com por para do da dos das se ao foi sao tem seu sua
    segundo""",
    "nl": """de het een en van is niet dat met voor op zijn werd heeft hebben ook door naar bij aan
    volgens""",
    "tr": "ve bir bu icin ile da de olarak oldugu gore tarafindan kadar sonra ancak",
    "pl": "i w na z nie sie do jest ze od po przez ktory ktora oraz dla wedlug",
}
# The scripts that languages are written in, where it is not Latin.
_SCRIPTS = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk"), "CYRILLIC"),
    **dict.fromkeys(("ar", "fa", "ur", "ps"), "ARABIC"),
    "he": "HEBREW",
    "el": "GREEK",
    "zh": "CJK",
    "ja": "CJK",
    "ko": "HANGUL",
    "hi": "DEVANAGARI",
}
_LATIN = "LATIN"
_LEAST = 2  # small words that tell a language
# Languages that write 1.500 dollars and 1,5 million.
_DECIMAL_COMMA = frozenset(("de", "fr", "es", "it", "pt", "nl", "tr", "pl", "ru", "uk"))


def language_of(text: str, base: str) -> str:
    """Return the language of a sentence, as far as it can be told; else the base's.

    What is in another script than the base is in none that has a name here: "".
    """
    own = base.partition("-")[0].lower()
    script = _script(text)
    if script and script != _SCRIPTS.get(own, _LATIN):
        return (
            "ru" if script == "CYRILLIC" else "" if script != _LATIN else _by_small_words(text, "")
        )
    return _by_small_words(text, own) if script == _LATIN else own


def has_decimal_comma(language: str) -> bool:
    """Whether a language parts thousands by points and decimals by a comma."""
    return language in _DECIMAL_COMMA


def _by_small_words(text: str, own: str) -> str:
    found = words(text)
    counts = {
        language: sum(word in small for word in found) for language, small in _small_words().items()
    }
    best = max(counts, key=lambda language: (counts[language], language == own))
    return best if counts[best] >= _LEAST and counts[best] > counts.get(own, 0) else own


@cache
def _small_words() -> dict[str, frozenset[str]]:
    others = {language: frozenset(some.split()) for language, some in _SMALL_WORDS.items()}
    return {"en": STOP_WORDS, **others}


def _script(text: str) -> str:
    """Return the script of most letters; "" where there is none."""
    counts: dict[str, int] = {}
    for sign in text:
        if sign.isalpha():
            script = _LATIN if sign.isascii() else _script_of(sign)
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script], default="")


def _script_of(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]
