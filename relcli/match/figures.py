"""The numbers of a text, each with what it counts: 800 fighters, 1.5 billion dollars, two weeks.

Years are dates; ordinals ("the first visit") and fractions are no counts.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from relcli.match.dates import When

# What is compared with what: money with money, shares with shares, and so on.
COUNT, MONEY, PERCENT, NAME = "count", "money", "percent", "name"

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen""".split()  # noqa: SIM905 - a list would be a page long
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905 - likewise
_SMALL = {
    **{name: number for number, name in enumerate(_UNITS)},
    **{name: number * 10 for number, name in enumerate(_TENS, 2)},
    "dozen": 12,
}
_LARGE = {
    "hundred": 100,
    **dict.fromkeys(("thousand", "tsd", "mille", "mil", "тыс", "тысяч", "тысячи", "ألف"), 1_000),
    **dict.fromkeys(
        ("million", "mio", "mln", "mn", "millionen", "millones", "milioni", "millions", "млн",
         "миллионов", "миллиона", "миллион", "مليون"), 1_000_000,
    ),
    **dict.fromkeys(
        ("billion", "bn", "milliarde", "milliarden", "mrd", "milliard", "milliards", "miliardi",
         "млрд", "миллиарда", "миллиардов", "مليار"), 1_000_000_000,
    ),
    **dict.fromkeys(("trillion", "tn"), 1_000_000_000_000),
}  # fmt: skip
# So many at least, and fewer than a thousand times that: hundreds of millions, dozens.
_VAGUE = {
    "dozens": (24, 99),
    "scores": (40, 199),
    "hundreds": (100, 999),
    "thousands": (1_000, 999_999),
    "millions": (1_000_000, 999_999_999),
    "billions": (1_000_000_000, 999_999_999_999),
    "tens": (20, 99),
}
_CURRENCIES = r"""(?:U\.?S\.?\s*|american\s+)?(?:dollars?|euros?|pounds?|ro?ubles?|lir[ae]s?
|shekels?|USD|EUR|GBP|RUB|долл\w*|евро|рубл\w*|دولار\w*|يورو|\$|€|£|₽)"""
_MEASURES = {
    "time": r"""seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?
|centur(?:y|ies)|tage?n?|wochen?|monaten?|jahren?|jours?|semaines?|mois|ans?|дней|дня|месяц\w*|года
|лет|أيام|أشهر""",
    "length": r"kilomet(?:er|re)s?|km|met(?:er|re)s?|miles?",
    "weight": r"tonnes?|tons?|kilograms?|kilos?|kg",
    "volume": r"barrels?|lit(?:er|re)s?",
    "age": r"years?[\s-]old",
}
_PERCENT = r"%|percent(?:age\s+points?)?|per\s+cent|pct|prozent|pour\s?cent|por\s+ciento|процент\w*"
# What is numbered, and not counted: Unit 4400.
_NUMBERED = """unit resolution article section chapter brigade division battalion regiment flight
route highway number phase model type point no nos line camp room page law act annex""".split()  # noqa: SIM905 - as above
# After "one", which is then a pronoun: one of them, one day.
_NO_COUNT = r"\s+(?:of|for|the|another|could|can|would|must|who|on|in|by)\b"
_ORDINAL = r"(?:st|nd|rd|th)\b"
_WRITTEN_OUT = {1_000_000_000: "billion", 1_000_000: "million"}  # others are digits alone
_NEXT = 4  # words after a number among which is what it counts


class Figure:
    """A number of a text: its words, where they stand, and how many it means at least and at most.

    `kind` tells with what it can be compared: a count, money, percent, a measure, or a name, of
    which it is a part (SA-17, Unit 4400). `of` are the words beside it: what is counted.
    """

    __slots__ = ("end", "high", "kind", "low", "of", "start", "text")

    def __init__(
        self,
        text: str,
        span: tuple[int, int],
        low: float,
        high: float,
        kind: str,
        of: frozenset[str],
    ) -> None:
        self.text = text
        self.start, self.end = span
        self.low, self.high = low, high
        self.kind = kind
        self.of = of

    @property
    def words(self) -> list[str]:
        """The number as an index has it: 800; 1, 5, billion. None for what has no one value."""
        if self.low != self.high:
            return []
        for size, name in _WRITTEN_OUT.items():
            if self.low >= size:
                return [*f"{self.low / size:g}".split("."), name]
        return f"{self.low:g}".split(".")

    def agrees(self, other: "Figure") -> bool:
        """Whether it may be the same number of the same kind."""
        return self.kind == other.kind and self.low <= other.high and other.low <= self.high

    def comparable(self, other: "Figure") -> bool:
        """Whether both may count the same kind of thing."""
        if self.kind != other.kind:
            return False
        if self.kind == NAME or 1 in {self.low, other.low}:  # "one" is mostly no count
            return bool(self.of & other.of)
        return True


def figures_in(
    text: str, dates: Iterable[When] = (), *, decimal_comma: bool = False
) -> list[Figure]:
    """Return the numbers of a text that are no part of its dates, in its order.

    With `decimal_comma` it is of a language that writes 1.500 dollars and 1,5 million.
    """
    masked = text
    for when in dates:
        masked = f"{masked[: when.start]}{'#' * (when.end - when.start)}{masked[when.end :]}"
    return [
        figure
        for match in _pattern().finditer(masked)
        if (figure := _figure(match, text, decimal_comma=decimal_comma))
    ]


def _figure(match: re.Match[str], text: str, *, decimal_comma: bool) -> Figure | None:
    span = match.span("number")
    low, high = _value(match, decimal_comma=decimal_comma)
    after, before = text[match.end() :], text[: match.start()]
    if re.match(_NO_COUNT if low == high == 1 and match["words"] else _ORDINAL, after):
        return None
    named = _name_before(before, match) if match["digits"] and not match["large"] else ""
    kind = _kind(match)
    if kind == COUNT and (named or after[:1].isalpha()):
        return Figure(text[slice(*span)], span, low, high, NAME, frozenset((named,)))
    start, end = match.start("money"), match.end()
    shown = text[start if start >= 0 else span[0] : end]
    return Figure(shown.strip(), span, low, high, kind, frozenset(_counted(after)))


def _value(match: re.Match[str], *, decimal_comma: bool) -> tuple[float, float]:
    """Return how many a number means at least and at most."""
    if match["vague"]:
        first, *others = re.findall(r"[a-z]+", match["vague"].casefold())
        low, high = _VAGUE[first]
        for word in others:
            if word in _VAGUE or word in _LARGE:
                times = _VAGUE[word][0] if word in _VAGUE else _LARGE[word]
                low, high = low * times, (high + 1) * times - 1
        return low, high
    value = _digits(match["digits"], decimal_comma) if match["digits"] else _spelt(match["words"])
    for word in re.findall(r"\w+", (match["large"] or "").casefold()):
        value *= _LARGE[word]
    return value, value


def _digits(text: str, decimal_comma: bool) -> float:  # noqa: FBT001 - of a private function
    """Return the value of digits, whichever signs part thousands and decimals."""
    text = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    comma, point = (".", ",") if decimal_comma else (",", ".")
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(comma)}\d{{3}})+(?:{re.escape(point)}\d+)?", text):
        text = text.replace(comma, "")
    return float(text.replace(",", "."))


def _spelt(text: str) -> float:
    """Return the value of a number in words: "twenty-five", "two hundred and six"."""
    total = part = 0
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word in _SMALL:
            part = part * 12 if word == "dozen" and part else part + _SMALL[word]
        elif word in _LARGE:
            part = max(part, 1) * _LARGE[word]
            if _LARGE[word] > 100:
                total, part = total + part, 0
    return total + part


def _kind(match: re.Match[str]) -> str:
    if match["money"] or match["currency"]:
        return MONEY
    if match["percent"]:
        return PERCENT
    return next((name for name in _MEASURES if match[name]), COUNT)


def _name_before(before: str, match: re.Match[str]) -> str:
    """Return the word that a number is a part of, as in SA-17 and Unit 4400; "" if it is none."""
    if joined := re.search(r"(\w*[^\W\d_])[-–]?$", before):
        return joined[1].casefold()
    word = re.search(r"([^\W\d_]+)\.?\s+$", before)
    if word is None:
        return ""
    numbered = word[1].casefold() in _NUMBERED
    first = not re.search(r"\w", before[: word.start()])
    plural = re.match(r"\s+(?:[a-z]+\s+){0,2}[a-z]+s\b", match.string[match.end() :])
    titled = word[1][0].isupper() and not first and not plural and len(match["digits"]) > 2
    return word[1].casefold() if numbered or titled else ""


def _counted(after: str) -> Iterator[str]:
    """Yield the words after a number among which is what it counts, each as its stem."""
    from relcli.index.stems import stem
    from relcli.index.words import STOP_WORDS, words

    clause = re.split(r"[,.;:()]", after, maxsplit=1)[0]
    for word in words(clause)[:_NEXT]:
        if word not in STOP_WORDS:
            yield stem(word)


@cache
def _pattern() -> re.Pattern[str]:
    small = "|".join(sorted(_SMALL, key=len, reverse=True))
    large = "|".join(sorted(_LARGE, key=len, reverse=True))
    vague = "|".join(_VAGUE)
    spaced = _CURRENCIES.replace("\n", "")
    measures = "|".join(
        f"(?P<{name}>{words})".replace("\n", "") for name, words in _MEASURES.items()
    )
    digits = r"\d{1,3}(?:[,.'’ \u00a0\u202f]\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
    spelt = rf"(?:{small}|(?<=\ba\s)(?:hundred|thousand|million|billion|dozen))"
    spelt += rf"(?:(?:[\s-]|\s+and\s+)(?:{small}|hundred|thousand|million|billion|trillion)(?!\w))*"
    return re.compile(
        rf"""(?<![\d#.,]) (?P<money>(?:US)?[$€£₽]\s?|USD\s|EUR\s)?
        (?P<number>
            \b(?P<vague>(?:{vague})(?:\s+of\s+(?:{vague}))*)\b
          | (?P<digits>{digits})(?![\d#])(?P<large>(?:[\s-]?(?:{large})\b)+)?
          | (?<![\w-])(?P<words>{spelt})(?!\w)
        )
        (?:[\s-]*(?:of\s+)?(?:(?P<percent>{_PERCENT})|(?P<currency>{spaced})|(?:{measures}))(?!\w))?""",
        re.IGNORECASE | re.VERBOSE,
    )
