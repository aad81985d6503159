"""A dataset of any size for the benchmarks: the same for the same number of cards.

    python -m tests.bench.generate 100000 /tmp/cards

The cards read like those of real datasets: a claim of about twenty words, a date, one to three
sources of sources.yaml, two actors of actors.yaml. Words are as frequent as in newspapers (Zipf and
Mandelbrot), and a claim spells an actor's name in one of several ways. About one card in fifty has
a flaw that `relcli check` warns of.
"""

import random
import re
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

CARDS_IN_A_FILE = 1000
CONFIDENCES = ("confirmed", "probable", "possible", "doubtful", "improbable", "unconfirmed")
TOPICS = ("military", "economic", "political", "background")
VERBS = ("met", "denounced", "paid", "trained", "supplied", "sanctioned", "visited", "accused")
COMMON = re.findall(
    r"\w+", "the of and in to a on that for with by was is said from had at as it be"
)

EXPONENT, SHIFT = 1.05, 2.7  # of Zipf's law as Mandelbrot has it, for English newspapers
ONSETS = re.findall(r"\w+", "b c d f g h j k l m n p r s t v w z br ch cr dr fl gr kh pr sh st tr")
NUCLEI = ("a", "e", "i", "o", "u", "ai", "ea", "ee", "ou")
CODAS = ("", "", "", "d", "g", "k", "l", "m", "n", "p", "r", "s", "t", "ck", "nd", "ng", "nt", "st")
ENDINGS = ("", "", "", "s", "ed", "ing", "er", "tion", "ly", "ment")
SPELLINGS = (("k", "q"), ("ou", "u"), ("ee", "i"), ("z", "s"), ("ai", "ei"), ("w", "v"))


def generate(cards: int, folder: Path, in_a_file: int = CARDS_IN_A_FILE) -> None:
    """Write a dataset of so many cards into a folder."""
    dice = random.Random(2015)  # noqa: S311 - the same cards each time, no secret
    maker = _Maker(dice, cards)
    folder.mkdir(parents=True, exist_ok=True)
    topics = "".join(f"  {topic}: {topic.title()}\n" for topic in TOPICS)
    _write(folder / "dataset.yaml", f"title: {cards} cards\ntopics:\n{topics}")
    _write(folder / "actors.yaml", "".join(map(_actor, range(len(maker.actors)), maker.actors)))
    _write(folder / "sources.yaml", "".join(map(maker.source, range(maker.sources))))
    for start in range(0, cards, in_a_file):
        numbers = range(start, min(start + in_a_file, cards))
        _write(folder / f"cards-{start:07}.yaml", "\n".join(map(maker.card, numbers)))


def vocabulary(cards: int) -> list[str]:
    """Give the words of a dataset of so many cards, the commonest first: 200,000 for a million."""
    dice = random.Random(1935)  # noqa: S311 - likewise
    words = dict.fromkeys(COMMON)
    made = _words(dice)
    while len(words) < max(2_000, int(200 * cards**0.5)):
        words[next(made)] = None
    return list(words)


class _Maker:
    """Makes cards that share a vocabulary, actors and sources."""

    def __init__(self, dice: random.Random, cards: int) -> None:
        self.dice = dice
        self.words = vocabulary(cards)
        ranks = range(len(self.words))
        self.weights = list(accumulate(1 / (rank + SHIFT) ** EXPONENT for rank in ranks))
        names = _words(dice)
        self.actors = [_name(next(names), next(names)) for _ in range(max(10, cards // 200))]
        self.sources = max(10, cards // 20)

    def card(self, number: int) -> str:
        dice, actors = self.dice, self.actors
        first, second = dice.sample(range(len(actors)), 2)
        claim = (
            f"{_spelt(actors[first], dice)} {dice.choice(VERBS)} {_spelt(actors[second], dice)} "
            f"{self._some(dice.randint(8, 18))} {dice.randint(2, 900)}"
        )
        flawed = dice.random() < 0.02
        used = dice.sample(range(self.sources), dice.randint(1, 3))
        confidence = dice.choice(CONFIDENCES if len(used) > 1 else CONFIDENCES[1:])
        related = (
            f"  related: [card-{dice.randrange(number)}]\n" if number and not number % 3 else ""
        )
        listed = f"[actor-{first}]" if flawed else f"[actor-{first}, actor-{second}]"
        return (
            f"- id: card-{number}\n"
            f"  claim: {claim}{'' if flawed else '.'}\n"
            f"  date: {self._date()}\n"
            f"  confidence: {confidence}\n"
            f"  topics: [{dice.choice(TOPICS)}]\n"
            f"  actors: {listed}\n"
            "  sources:\n"
            + "".join(f"    - id: source-{n}\n      says: Told {self._some(3)}.\n" for n in used)
            + related
        )

    def source(self, number: int) -> str:
        return (
            f"source-{number}:\n"
            f"  title: On {self._some(3)}\n"
            f"  publisher: {self._some(1).title()} Times\n"
            f"  url: https://example.org/{number}\n"
            f"  archived_url: https://web.archive.org/web/2016/https://example.org/{number}\n"
            f"  published: {self.dice.randint(2016, 2024)}\n"
            f"  reliability: {self.dice.choice('ABC')}\n"
        )

    def _some(self, count: int) -> str:
        return " ".join(self.dice.choices(self.words, cum_weights=self.weights, k=count))

    def _date(self) -> str:
        """A day; for one card in ten, a month or a range of years."""
        dice = self.dice
        year, month, day = dice.randint(2005, 2015), dice.randint(1, 12), dice.randint(1, 28)
        whole = f"{year}-{month:02}-{day:02}"
        return dice.choice((*[whole] * 18, whole[:7], f"{year}/{year + dice.randint(1, 9)}"))


def _actor(number: int, name: str) -> str:
    given, family = name.split()
    return (
        f"actor-{number}:\n  name: {name}\n  aliases: [{family} Group, {given[0]}. al-{family}]\n"
    )


def _words(dice: random.Random) -> Iterator[str]:
    """Give words that can be spoken, without end."""
    while True:
        parts = dice.choice((1, 2, 2, 3))
        stem = "".join(
            dice.choice(ONSETS) + dice.choice(NUCLEI) + dice.choice(CODAS) for _ in range(parts)
        )
        yield stem + dice.choice(ENDINGS)


def _name(given: str, family: str) -> str:
    return f"{given.title()} {family.title()}"


def _spelt(name: str, dice: random.Random) -> str:
    """A name as it stands or, one time in three, as another newspaper has it."""
    if dice.randrange(3):
        return name
    for usual, other in SPELLINGS:
        name = name.replace(usual, other)
    return name


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
