"""Dates of every form, and cards that have them: what each export is tried with."""

from hypothesis import strategies as st

from relcli.model.card import Card, Source, Speaker
from relcli.model.card_dict import PlainCard, plain_card
from relcli.model.date import Date, read
from relcli.model.days import iso_year
from relcli.model.problem import Place
from relcli.model.scale import Confidence, Stance

# As files have them, one or more of each form.
DATES = [
    *("2015", "2015-09", "2015-09-30", "2016-02-29", "0000", "0602", "9999", "9999-12-31"),
    *("2015-09-30T10:15:30", "2015-09-30T10:15:30Z", "2015-09-30T23:20:30-04"),
    *("2015-09-30T00:00:00+05:30", "-0043-03-15T12:00:00"),
    *("-0043", "-0043-03", "-0043-03-15", "-9999", "Y17000", "Y-17000", "Y170000002"),
    *("2015?", "2015~", "2015%", "2004-06-11~", "2015-09?", "-0043~", "Y17000~"),
    *("201X", "20XX", "-004X", "2015-XX", "2015-09-XX", "2015-XX-XX", "-0043-XX"),
    *("201X~", "2015-XX?", "2015-09-XX%"),
    *("2015-21", "2015-22", "2015-23", "2015-24", "2015-24~", "-0043-24", "9999-24"),
    *("2015/2016", "2004-02/2005-02", "2015-09-30/2016", "2015-21/2016-22", "2015~/2016"),
    *("2015~/2016~", "-0043/0014", "2015/Y17000", "Y-17000/2015", "2015-09-30~/2016-01?"),
    *("2015-09/..", "../1985", "2015/", "/1985", "Y17000/..", "../-0043", "/Y17000"),
    *("between 2014 and 2016", "between 2023-11-02 and 2023-11-21", "between 2015 and 2015-06"),
    *("between -0044 and -0043-03-15", "between Y-17000 and 2015", "between 2015 and Y17000"),
    *("by 2022", "by 2022-05-25", "by -0043", "by Y17000", "[2016..]", "[2016-05-31..]"),
    *("[-0043..]", "[Y17000..]"),
]
STATES = [f"as of {text}" for text in DATES if (date := read(text)) and "/" not in date.edtf
          and date.precision != "set"]  # fmt: skip

_YEARS = st.one_of(st.integers(-9999, 9999), st.integers(2010, 2020)).map(iso_year)
_POINTS = st.one_of(
    _YEARS,
    st.integers(10_000, 10**9).map("Y{}".format),
    st.integers(-(10**9), -10_000).map("Y{}".format),
    st.builds("{}-{:02}".format, _YEARS, st.integers(1, 24)),
    st.builds("{}-{:02}-{:02}".format, _YEARS, st.integers(1, 12), st.integers(1, 31)),
)
_MARKED = st.builds("{}{}".format, _POINTS, st.sampled_from(["", "", "?", "~", "%"]))
_ANY = st.one_of(
    _MARKED,
    _YEARS.map(lambda year: f"{year[:-1]}X"),
    _YEARS.map("{}-XX".format),
    st.builds("{}T{:02}:{:02}:{:02}{}".format, _POINTS, *[st.integers(0, 23)] * 3,
              st.sampled_from(["", "Z", "+03", "-04:30"])),
    st.builds("{}/{}".format, st.one_of(_MARKED, st.sampled_from(["", ".."])), _MARKED),
    st.builds("{}/{}".format, _MARKED, st.sampled_from(["", ".."])),
    st.builds("between {} and {}".format, _POINTS, _POINTS),
    _POINTS.map("by {}".format),
    _POINTS.map("[{}..]".format),
)  # fmt: skip
SOURCE_DATES = st.one_of(st.sampled_from(DATES), _ANY).filter(read)
CARD_DATES = st.one_of(
    SOURCE_DATES, st.sampled_from(STATES), SOURCE_DATES.map("as of {}".format).filter(read)
)


def dated_card(number: int, date: str, published: str, accessed: str | None = None) -> PlainCard:
    """Return a card of a date, and with a source of other dates in which somebody speaks."""
    source = Source(
        f"source-{number}",
        title=f"Title {number}",
        publisher="The Gazette",
        url=f"https://gazette.example/{number}",
        published=Date.parse(published),
        accessed=Date.parse(accessed) if accessed else None,
        stance=Stance.DISPUTES,
        speaker=Speaker("Ida Holm", "ida-holm"),
        language="pt-BR",
    )
    return plain_card(
        Card(
            f"card-{number:03}",
            "dataset",
            f"Claim {number}.",
            Date.parse(date),
            Confidence.POSSIBLE,
            (source,),
            Place("cards.yaml", number + 1),
        )
    )
