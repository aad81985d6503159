"""Whether a claim is made twice."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from relcli.check.finding import Finding, Spot
from relcli.check.survey import Survey
from relcli.model.card import Card

ALIKE = 90  # of 100: about one word in ten may differ
_RARE_WORDS = 3  # of each claim: it is compared with those that share one of them
_NEIGHBOURS = 8  # with which a claim is compared for each of these words


def near_duplicate(survey: Survey) -> Iterator[Finding]:
    """Two cards make nearly the same claim.

    Why it matters: the same fact counted twice looks better supported, and the two cards will be
    mended apart. Claims are compared word by word, in any order; those with other numbers or with
    dates that exclude each other are taken for two facts.

    Example:
        - claim: Hezbollah and Russian officers met in Aleppo.
          date: 2016-11
        - claim: Russian and Hezbollah officers met in Aleppo.
          date: 2016-11

    Cure: retire one of them by `superseded_by`. Where they are two facts indeed, say so by
    `related` or `contradicts`.

    """
    folded = [sorted({word.casefold() for word in words}) for words in survey.words]
    texts = [" ".join(words) for words in folded]
    cards = survey.dataset.cards
    reported: set[int] = set()
    for first, second in _alike(folded, texts):
        same_numbers = _numbers(folded[first]) == _numbers(folded[second])
        if second not in reported and same_numbers and _may_be_one(cards[first], cards[second]):
            reported.add(second)
            yield Finding(
                Spot.in_card(cards[second], "claim"),
                f"nearly the same claim as `{cards[first].id}`",
                f"retire one by `superseded_by`, or add `related: [{cards[first].id}]`",
            )


def _alike(folded: Sequence[list[str]], texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of claims that are alike and share one of their rarest words.

    Claims that share a word are put in the order of their text, and each is compared with those
    next to it. So the work grows with the number of claims, not with its square.
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    frequency = Counter(word for words in folded for word in words)
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(folded):
        for word in sorted(words, key=frequency.__getitem__)[:_RARE_WORDS]:
            if frequency[word] > 1:
                sharing[word].append(number)
    for numbers in sharing.values():
        numbers.sort(key=texts.__getitem__)
        in_order = [texts[number] for number in numbers]
        for place, number in enumerate(numbers[:-1]):
            near = in_order[place + 1 : place + 1 + _NEIGHBOURS]
            for _, _, step in extract(in_order[place], near, scorer=ratio, score_cutoff=ALIKE):
                other = numbers[place + 1 + step]
                yield min(number, other), max(number, other)


def _may_be_one(first: Card, second: Card) -> bool:
    """Whether two cards that read alike may be about one fact, as far as they tell."""
    linked = {*first.related, *first.contradicts, *second.related, *second.contradicts}
    retired = first.superseded_by or second.superseded_by
    return (
        not retired
        and not linked & {first.id, second.id}
        and first.date.possibly_in(second.date, second.date)
    )


def _numbers(words: list[str]) -> list[str]:
    return [word for word in words if word[0].isdigit()]
