"""How far a card bears on a sentence: what of each the other has, as a number from 0 to 1.

Every word of a sentence has a weight from 0 to 1: how rare it is among the cards, less for a name
(the names of a dataset stand on many cards) and less for words that every news text has. The share
of the sentence that the card has, the share of the claim that the sentence has, and how much both
have in common at all make the score; `score` has the formula. Numbers and dates that agree count
as words; those that do not are not missed, for a changed figure is what a reader has to see.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from relcli.search.rank import Meeting
    from relcli.search.readings import QueryWord

# All measured by tests/bench/match.py, and flat around what they are here.
FULL = 0.53  # of the rarity that a word of no card has: what is as rare as that weighs 1
FEWEST = 100  # cards: in a smaller dataset every word is rare
UNKNOWN = 0.83  # weight of a word that no card has: it may be another one for what a card says
NAMED = 0.9  # of the weight of a word, if it is a name
PART_OF_NAME = 0.5  # at least, of a word that stands in a longer name: office, party, state
EVERYDAY = 0.5  # if every news text has it
LEAN = 0.3  # if it is a name of the sentence before
LEAST_NEAR = 0.3  # how near a word must be to count as one that both have
SAME_SENSE = 0.7  # of a word, for another one of the same sense
OTHER_SPELLING = 0.95  # for organization, organisation
# Words of weight 1 of which a sentence that has more need not be covered: it tells two facts.
ENOUGH_SAID = 10.0
SENTENCE_SHARE = 0.6  # how much the share of the sentence counts beside that of the claim
IN_COMMON = 1.7  # words of weight 1 in common at which the score is 63 % of what the shares make
# Weight of names that both have, two at least, which are so rare that they tell the subject: those
# of a company and its owner do, Hezbollah, Russia and Syria together do not.
RARE_NAMES = 1.3
LEAST_SUBJECT = 0.17  # weight of what both have that is neither a name nor an everyday word

# Stems of words that say little of what a sentence is about, for there is news of it in each.
EVERYDAY_WORDS = """report article statement announce announcement spokesman spokeswoman describe
suggest claim note mention tell official year month day week time people country cite quote account
say stress emphasize emphasise point reveal indicate accord information news media medium press
number part place matter thing way case issue fact include dollar euro pound ruble rouble percent
million billion hundred thousand today yesterday late early recently monday tuesday wednesday
thursday friday saturday sunday take make come go get become use look new old big large small
good high long great several various different since per every although though despite however
whether
within without toward towards along around among across together also still already even yet
instead""".split()  # noqa: SIM905 - a list would be a page


class Term(NamedTuple):
    """A word of a sentence, what it weighs, and what it is."""

    word: "QueryWord"
    weight: float
    actors: frozenset[str] = frozenset()  # whose name it is, of those that the dataset declares
    everyday: bool = False
    leaning: bool = False  # of the sentence before
    missed: bool = True  # whether a card that has it not has less of the sentence

    @property
    def figure(self) -> bool:
        """Whether it is a number or a date."""
        return self.word.is_date or self.word.text.isdigit()


class Bearing(NamedTuple):
    """What a card and a sentence have in common.

    `sentence` and `claim` are shares from 0 to 1, `common` is the weight of the words of both,
    `subject` of those that are neither names nor everyday words, `named` of the names; `words`
    counts the first without numbers, `names` the actors named, `figures` numbers and dates.
    """

    sentence: float
    claim: float
    common: float
    subject: float
    named: float
    words: int
    names: int
    figures: int

    def score(self) -> float:
        """How far the card bears on the sentence."""
        share = self.sentence**SENTENCE_SHARE * self.claim ** (1 - SENTENCE_SHARE)
        return float(share * (1 - exp(-self.common / IN_COMMON)))

    @property
    def tells(self) -> bool:
        """Whether both are about more than the same names."""
        if self.names > 1 and self.named >= RARE_NAMES:
            return True
        return self.words > 0 and self.subject >= LEAST_SUBJECT

    @property
    def same_figures(self) -> bool:
        """Whether both have a name and a number or date: what can be told across languages."""
        return self.names > 0 and self.figures > 0


class Rarity:
    """How rare a word is among so many cards, from 0 to 1: inverse document frequency, cut off."""

    def __init__(self, cards: int) -> None:
        self._cards = max(cards, FEWEST)
        self._full = FULL * self._of(0)

    def __call__(self, held: int) -> float:
        """Return the weight of a word that so many cards have."""
        return min(1.0, self._of(min(held, self._cards)) / self._full)

    def _of(self, held: int) -> float:
        return log(1 + (self._cards - held + 0.5) / (held + 0.5))


def bearing(
    terms: Sequence[Term],
    meetings: "Iterable[Meeting]",
    claim: Sequence[str],
    weights: Mapping[str, float],
) -> Bearing:
    """Compare a sentence with a card, whose words met the terms there.

    `claim` are the words of the claim, which have these weights.
    """
    best = [0.0] * len(terms)
    met: dict[int, float] = {}  # place in the claim -> how near the word there is
    for place, number, value, reading, field in meetings:
        best[number] = max(best[number], min(value, 1.0))
        if not field:
            near = min(reading.weight, 1.0) * (LEAN if terms[number].leaning else 1.0)
            for at in range(place, place + len(reading.words)):
                met[at] = max(met.get(at, 0.0), near)
    return Bearing(
        _sentence_share(terms, best), _claim_share(claim, weights, met), *_in_common(terms, best)
    )


def _sentence_share(terms: Sequence[Term], best: Sequence[float]) -> float:
    asked = had = 0.0
    for term, value in zip(terms, best, strict=True):
        if value or term.missed:
            asked += term.weight
            had += term.weight * value
    return min(1.0, had / min(asked, ENOUGH_SAID)) if asked else 0.0


def _claim_share(
    claim: Sequence[str], weights: Mapping[str, float], met: Mapping[int, float]
) -> float:
    # A number or a date that the sentence has not is one that may have been changed.
    told = sum(weights[word] for word in claim if word.isalpha())
    had = 0.0
    for place, near in met.items():
        weight = weights[claim[place]]
        had += weight * near
        told += 0.0 if claim[place].isalpha() else weight
    return had / told if told else 0.0


def _in_common(
    terms: Sequence[Term], best: Sequence[float]
) -> tuple[float, float, float, int, int, int]:
    common = subject = named = 0.0
    words = figures = 0
    actors: list[frozenset[str]] = []
    for term, value in zip(terms, best, strict=True):
        if not value or term.word.stop:
            continue
        common += term.weight * value
        if term.actors:
            if not term.leaning:
                named += term.weight * value
                _add_to(actors, term.actors)
        elif term.figure:
            figures += 1
            subject += term.weight * value
        elif not term.everyday:
            words += value > LEAST_NEAR
            subject += term.weight * value
    return common, subject, named, words, len(actors), figures


def _add_to(named: list[frozenset[str]], actors: frozenset[str]) -> None:
    """Add whose name a word is; words that may be of one name are one."""
    for known in [each for each in named if not each.isdisjoint(actors)]:
        named.remove(known)
        actors |= known
    named.append(actors)
