"""Whether things happened in the order that their dates tell."""

from collections.abc import Iterator

from relcli.check.finding import Finding, Spot
from relcli.check.survey import Survey
from relcli.model.date import Date
from relcli.model.days import day_number
from relcli.model.scale import Stance


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
        if begins is None:
            continue
        for source in card.sources:
            published = source.published.last if source.published else None
            early = published is not None and published < begins
            if early and source.stance is not Stance.DISPUTES:
                yield Finding(
                    Spot.in_card(card, "date"),
                    f"{card.date} is after `{source.id}` was published, {source.published}",
                    "mend the date that is wrong, or claim only what was planned",
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


def _is_after(date: Date, day: int) -> bool:
    """Whether a date is after a day: its first, or, of what has none, its last."""
    return date.day > day
