"""Whether things happened in the order that their dates tell."""

from collections.abc import Iterator

from relcli.check.finding import Finding, Spot
from relcli.check.survey import Survey
from relcli.model.date import Date
from relcli.model.date_words import year_words
from relcli.model.days import day_number


def published_before(survey: Survey) -> Iterator[Finding]:
    """A source was published before what the card says happened.

    Why it matters: a source cannot report what was still to come, so one of the two dates is
    wrong, or the source tells of a plan and the claim of a deed. A source that disputes the claim
    may have denied it in advance.

    Example:
        - claim: A delegation of Hezbollah visited Moscow.
          date: 2021-03
          source: {publisher: A paper, published: 2020-03-15}

    Cure: mend the date that is wrong, or let the claim say what was planned.

    """
    for card in survey.dataset.cards:
        begins = card.date.first
        if begins is None or card.date.as_of:  # a state may well have been told before
            continue
        for source in card.sources:
            published = source.published.last if source.published else None
            early = published is not None and published < begins
            if early and not source.disputes:
                yield Finding(
                    Spot.in_card(card, "date"),
                    f"{card.date} is after `{source.id}` was published, {source.published}",
                    "mend the date that is wrong, or claim only what was planned",
                )


def unsourced_start(survey: Survey) -> Iterator[Finding]:
    """A card says since when something goes on, and no source is from its first year.

    Why it matters: "since 2019" claims a beginning. Where the sources were all written later, or
    have no date, it is mostly the year of the first report that was taken for it.

    Example:
        - claim: Iran gives Hezbollah money.
          date: 2019/..
          source: {publisher: A paper, published: 2022-05-25}

    Cure: add a source of that time, or write `as of` with the date of a source: a state that is
    attested then, of which no beginning is claimed.

    """
    for card in survey.dataset.cards:
        year = card.date.begins
        if card.date.end != "open" or card.date.precision != "interval" or year is None:
            continue
        backing = [source for source in card.sources if not source.disputes]
        if not any(_may_be_of(source.published, year) for source in backing):
            yield Finding(
                Spot.in_card(card, "date"),
                f"{card.date}, but no source is of {year_words(year)}",
                "add a source of that year, or write `as of` and the date of a source",
            )


def future_date(survey: Survey) -> Iterator[Finding]:
    """A date lies in the future.

    Why it matters: a card is a fact, and what is still to come is none. Mostly the year is
    misspelt. Days are compared with the furthest time zone, so no date is refused for being
    written in Auckland.

    Example:
        - claim: Officers met in Aleppo.
          date: 2106-11

    Cure: write the date as the source has it.

    """
    today = day_number(*map(int, survey.today.split("-")))
    for card in survey.dataset.cards:
        if _is_after(card.date, today):
            spot = Spot.in_card(card, "date")
            yield Finding(spot, f"{card.date} is in the future", "write a date that has been")
    for written in survey.sources:
        for key in ("published", "accessed"):
            date = getattr(written.source, key)
            if date and _is_after(date, today) and written.gives(key):
                message = f"`{key}`: {date} is in the future"
                yield Finding(written.spot(key), message, "write a date that has been")


def _may_be_of(date: Date | None, year: int) -> bool:
    """Whether a date may lie in a year."""
    if date is None or date.first is None or date.last is None:
        return False
    return date.first <= day_number(year, 12, 31) and day_number(year, 1, 1) <= date.last


def _is_after(date: Date, day: int) -> bool:
    """Whether a date is after a day: its first, or, of what has none, its last."""
    return date.day > day
