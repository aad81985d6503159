"""What a sentence says of dates and numbers, how surely, and in what it differs from a claim."""

import pytest

from relcli.match.dates import dates_in
from relcli.match.differences import Said, differences
from relcli.match.figures import figures_in
from relcli.match.hedges import ascriptions_in, negations_in, plans_in
from relcli.match.likeness import alike, other_spellings
from relcli.model.card import Card
from relcli.model.card_dict import PlainCard, plain_card
from relcli.model.date import Date
from relcli.model.days import calendar_day
from relcli.model.edtf import as_of
from relcli.model.problem import Place
from relcli.model.scale import Confidence


def card(claim: str, date: str = "2022-03-15", *, state: bool = False) -> PlainCard:
    """Return a card that says so."""
    read = Date.parse(date)
    return plain_card(
        Card(
            id="x",
            dataset="d",
            claim=claim,
            date=as_of(read) if state else read,
            confidence=Confidence.POSSIBLE,
            sources=(),
            place=Place("cards.yaml", 1),
        )
    )


def told(sentence: str, claim: str, date: str = "2022-03-15", *, state: bool = False) -> list[str]:
    """Return what differs, as `kind draft/card`."""
    found = differences(Said(sentence), card(claim, date, state=state))
    return [f"{each['kind']} {each['draft']}/{each['card']}" for each in found]


def day(number: int | None) -> str:
    """Return a day in EDTF, "" for none."""
    if number is None:
        return ""
    return "-".join(f"{part:02}" for part in calendar_day(number))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("On 18 March 2022 he left.", ["2022-03-18/2022-03-18"]),
        ("March 18, 2022", ["2022-03-18/2022-03-18"]),
        ("Nov. 3, 2022", ["2022-11-03/2022-11-03"]),
        ("the 1st of May 2021", ["2021-05-01/2021-05-01"]),
        ("2022-03-18, 2022-03", ["2022-03-18/2022-03-18", "2022-03-01/2022-03-31"]),
        ("am 18.3.2022 und 18. März 2022", ["2022-03-18/2022-03-18"] * 2),
        ("le 1er mars 2021", ["2021-03-01/2021-03-01"]),
        ("18 марта 2022 года", ["2022-03-18/2022-03-18"]),
        ("في 18 آذار 2022", ["2022-03-18/2022-03-18"]),
        ("from 14 to 17 March 2021", ["2021-03-14/2021-03-17"]),
        ("March 14–17, 2021", ["2021-03-14/2021-03-17"]),
        ("mid-March 2022", ["2022-03-09/2022-03-22"]),
        ("in late 2022, early February 2022", ["2022-08-01/2022-12-31", "2022-02-01/2022-02-12"]),
        ("in the spring of 2022", ["2022-03-01/2022-05-31"]),
        ("winter 2022", ["2021-12-01/2023-02-28"]),
        ("in the 1980s", ["1980-01-01/1989-12-31"]),
        ("2015–2018, in 2021/22", ["2015-01-01/2018-12-31", "2021-01-01/2022-12-31"]),
        ("a 2016 article", ["2016-01-01/2016-12-31"]),
        ("on 29 March, in May, late June", ["/", "/", "/"]),
        ("two weeks later, on Monday", []),
        ("2018–2015", ["2018-01-01/2018-12-31", "2015-01-01/2015-12-31"]),
        ("30 February 2022", ["2022-02-01/2022-02-28"]),
        ("31.13.2022", []),
        ("on 31 April", []),
        ("$2000, 2,000, 2000 dollars, 1.2016, 2016%", []),
        ("about 2000 fighters; he sold 1999 copies", []),
        ("in 2022 fighters came", ["2022-01-01/2022-12-31"]),
        ("it may go on, they march", []),
        ("page 1066", []),
    ],
)  # fmt: skip
def test_dates(text: str, dates: list[str]) -> None:
    """Dates are read in their forms and languages; what is none, or tells a distance, is left."""
    assert [f"{day(when.first)}/{day(when.last)}" for when in dates_in(text)] == dates


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("800 fighters", ["800 800 count"]),
        ("eight hundred and fifty fighters", ["eight hundred and fifty 850 count"]),
        ("twenty-five men, a dozen boats, two dozen crews",
         ["twenty-five 25 count", "dozen 12 count", "two dozen 24 count"]),
        ("one thousand volunteers, a million",
         ["one thousand 1000 count", "million 1000000 count"]),
        ("1.5 billion dollars", ["1.5 billion dollars 1500000000 money"]),
        ("$1,500 million", ["$1,500 million 1500000000 money"]),
        ("30 percent, 12.5 %", ["30 percent 30 percent", "12.5 % 12.5 percent"]),
        ("a three-day stay, two weeks", ["three-day 3 time", "two weeks 2 time"]),
        ("120 km", ["120 km 120 length"]),
        ("SA-17, Unit 4400, Kornet 9M133, Boeing 747 here",
         ["17 17 name", "4400 4400 name", "9 9 name", "133 133 name", "747 747 name"]),
        ("Some 900 men. Hezbollah 800 fighters", ["900 900 count", "800 800 count"]),
        ("the first visit, his 2nd, 17th", []),
        ("one of them, one could", []),
        ("one office", ["one 1 count"]),
        ("on 18 March 2022", []),
    ],
)  # fmt: skip
def test_figures(text: str, figures: list[str]) -> None:
    """Numbers are read in digits and words, with what they count; ordinals and dates are none."""
    found = figures_in(text, dates_in(text))
    assert [f"{each.text} {int(each.low * 10) / 10:.10g} {each.kind}" for each in found] == figures


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens of men", 24, 99),
        ("hundreds of millions of dollars", 100_000_000, 999_999_999),
        ("tens of thousands", 20_000, 99_999_999),
    ],
)
def test_vague_numbers(text: str, low: int, high: int) -> None:
    """What is told by its size alone agrees with every number of that size."""
    (figure,) = figures_in(text)
    assert figure.low == low
    assert figure.high <= high
    assert figure.words == []


def test_a_comma_for_a_point() -> None:
    """Where a language writes so, 1.500 is a thousand and a half, and 1,5 one and a half."""
    found = figures_in("1.500 Dollar, 1,5 Milliarden Dollar", decimal_comma=True)
    assert [each.low for each in found] == [1500, 1_500_000_000]
    assert [each.low for each in figures_in("1.500 and 1,500")] == [1.5, 1500]


@pytest.mark.parametrize(
    ("sentence", "claim", "differs"),
    [
        ("900 fighters came.", "About 800 fighters came.", ["number 900/800"]),
        ("Twelve targets.", "Nine targets.", ["number Twelve/Nine"]),
        ("1,500 million dollars", "over 1.5 billion dollars", []),
        ("It cost $2 billion.", "It cost 1.5 billion dollars.",
         ["number $2 billion/1.5 billion dollars"]),
        ("hundreds of fighters", "800 fighters", []),
        ("Three men paid 5 dollars.", "Two men paid 6 dollars.",
         ["number Three/Two", "number 5 dollars/6 dollars"]),
        ("He stayed three days.", "He stayed with 800 men.", []),
        ("12 killed", "Nobody counted the dead.", ["negation None/Nobody"]),
        ("Unit 4400 was Unit 180.", "Unit 4400 was Unit 108.", ["number 180/108"]),
        ("SA-22 missiles", "Kornet-9 missiles", []),
        ("One office opened.", "Two ships sank.", []),
        ("One office opened.", "Two offices opened.", ["number One/Two"]),
        ("Five tanks, six tanks", "Seven tanks", ["number Five/Seven"]),
    ],
)  # fmt: skip
def test_numbers_that_differ(sentence: str, claim: str, differs: list[str]) -> None:
    """A number is held against one of its kind that the sentence has not; never against others."""
    assert told(sentence, claim) == differs


@pytest.mark.parametrize(
    ("sentence", "claim", "date", "differs"),
    [
        ("in mid-March 2022", "It sank.", "2022-03-15", []),
        ("on 15 March", "It sank.", "2022-03-15", []),
        ("on 16 March", "It sank.", "2022-03-15", ["date 16 March/15 March 2022"]),
        ("in April", "It sank.", "2022-03-15", ["date April/15 March 2022"]),
        ("in April", "It sank.", "2022/2023", []),
        ("in April", "It sank in April 2022.", "2021", []),
        ("on 3 April", "It sank on 3 April.", "2021", []),
        ("on 3 April", "It sank on 4 April.", "2021-04-04", ["date 3 April/4 April"]),
        ("in April", "It sank in 2022.", "2021-01-01", []),
        ("in 2021", "It sank.", "2022-03-15", ["date 2021/15 March 2022"]),
        ("in April 2022", "It sank on 3 March 2022.", "2022-03", ["date April 2022/3 March 2022"]),
        ("in 2022", "It sank on 3 April.", "2021-01-01", []),
        ("in 2022, not in 2023", "It sank.", "2022-03-15", ["negation not/None"]),
        ("in 2011 and 2012", "It sank.", "2022-03-15", ["date 2011/15 March 2022"]),
        ("since 2014", "It grows.", "2012/", ["date 2014/from 2012, end unknown"]),
        ("since 2012", "It grows.", "2012/..", []),
        ("in 2015", "It grows.", "2012/..", []),
        ("until 2014", "It was.", "../2016", ["date 2014/until 2016"]),
        ("by 2016", "It was.", "../2016", []),
        ("in 1999", "It was by then.", "../2016", []),
        ("two weeks later", "It sank.", "2022-03-15", []),
        ("from 14 to 17 March 2022", "It sank on 15 March 2022.", "2022-03-15", []),
    ],
)
def test_dates_that_differ(sentence: str, claim: str, date: str, differs: list[str]) -> None:
    """A date is held against the card's and those of its claim, as precisely as both are."""
    assert told(sentence, claim, date) == differs


def test_a_date_beside_a_state() -> None:
    """Of a state it is told when it is attested."""
    assert told("in 2020", "It is afloat.", "2015", state=True) == ["date 2020/as of 2015"]


@pytest.mark.parametrize(
    ("sentence", "claim", "differs"),
    [
        ("It sent fighters.", "He denied that it had sent fighters.", ["negation None/denied"]),
        ("It sent no fighters.", "He denied that it had sent fighters.", []),
        ("It sent no fighters.", "It sent fighters.", ["negation no/None"]),
        ("It isn't so.", "It is so.", ["negation isn't/None"]),
        ("It is not only a party.", "It is a party.", []),
        ("He handed it over.", "He planned to hand it over.", ["hedge None/planned"]),
        ("He may go in May.", "He went.", ["date May/15 March 2022", "hedge may/None"]),
        ("He went in May.", "He went.", ["date May/15 March 2022"]),
        ("He went.", "He reportedly went.", ["hedge None/reportedly"]),
        ("He allegedly went.", "He went.", ["hedge allegedly/None"]),
        ("He went, she said.", "He went.", []),
        ("The purpose of it was to help.", "It helps.", []),
        ("He was to go.", "He went.", ["hedge was to/None"]),
        ("According to her he went.", "He is said to have gone.", []),
        ("She is being considered.", "She was considered a star.", []),
        ("She is being considered.", "She is it.", ["hedge is being considered/None"]),
    ],
)  # fmt: skip
def test_what_is_denied_planned_or_hearsay(sentence: str, claim: str, differs: list[str]) -> None:
    """What one of the two denies, plans or only hears, and the other does not, is told."""
    assert told(sentence, claim) == differs


def test_words_of_other_languages() -> None:
    """Denials, hearsay and plans are known in the languages in which drafts may be."""
    assert negations_in("Er hat keine Kämpfer geschickt.") == ["keine"]
    assert negations_in("«Хезболла» не отправляла бойцов.") == ["не"]
    assert ascriptions_in("selon lui") == ["selon"]
    assert plans_in("Will wird im May könnte") == ["könnte"]


def test_words_of_one_sense_and_two_spellings() -> None:
    """Words that news writes for one another, and as both sides of the Atlantic spell them."""
    assert {"dispatch", "deploy"} <= alike("send")
    assert alike("pantsir") == frozenset()
    assert "organisation" in set(other_spellings("organization"))
    assert "defense" in set(other_spellings("defence"))


def test_a_number_as_an_index_has_it() -> None:
    """However it is written, it is looked for as cards write it."""
    found = figures_in("nine hundred, 1,500, 12.5 percent, 1,500 million dollars, $2000000")
    assert [figure.words for figure in found] == [
        ["900"], ["1500"], ["12", "5"], ["1", "5", "billion"], ["2", "million"],
    ]  # fmt: skip
