"""Whatever the dates of cards and the range asked for: the index answers as the dates do."""

import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from relcli.analysis.states import states_outside
from relcli.index.datasets import Datasets
from relcli.model.date import Date
from relcli.model.query import Query, Sort
from relcli.search.answer import answer
from tests.property.test_date import TEXTS

# Most near each other, so that ranges have edges among them.
NEAR = st.sampled_from(
    (
        *("2015", "2015-06", "2015-06-15", "2014/2016", "2015/..", "../2015", "/2015", "2015/"),
        *("by 2015", "between 2014 and 2016", "[2015..]", "as of 2015", "as of 2015-06-15"),
        *("201X", "2015~", "2015-24", "1900/2100", "-0043", "Y-66000000", "as of -0043"),
        *("2015-06-15T10:00:00Z", "by Y-66000000", "Y-66000000/..", "Y99999999999999999"),
    )
)
DATES = st.lists(NEAR | TEXTS, min_size=1, max_size=8)
BOUNDS = st.none() | (NEAR | TEXTS).filter(lambda text: not text.startswith("as of"))


@settings(max_examples=60)
@given(DATES, BOUNDS, BOUNDS, st.booleans())
@example(texts=["Y-66000000", "Y-10000000"], since=None, until="Y-60000000", states=False)
@example(texts=["by 2015", "../2015"], since=None, until="1900", states=False)
@example(texts=["as of 2015"], since="2016", until="2014", states=True)
def test_a_range_has_what_the_dates_say(
    texts: list[str],
    since: str | None,
    until: str | None,
    states: bool,  # noqa: FBT001 - as it is drawn
) -> None:
    """A card is in a range, certainly or possibly, as its date alone would tell; in date order."""
    low, high = (Date.parse(text) if text else None for text in (since, until))
    dates = [Date.parse(text) for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cards.yaml"
        cards = (
            f'- {{id: c{n}, claim: Number {n}, date: "{text}", confidence: possible, source: X}}\n'
            for n, text in enumerate(texts)
        )
        file.write_text("".join(cards), encoding="utf-8")
        with closing(Datasets([file], lambda _: None)) as facts:
            query = Query(since=low, until=high, sort=Sort.DATE, states=states)
            found = answer(query, facts)
            outside = states_outside(query._replace(states=False), facts)

    ranged = low is not None or high is not None
    inside = {f"c{n}": date for n, date in enumerate(dates) if date.possibly_in(low, high)}
    others = {f"c{n}": date for n, date in enumerate(dates) if date.as_of} if ranged else {}
    others = {name: date for name, date in others.items() if name not in inside}
    assert outside.total == (0 if _reversed(low, high) else len(others))
    wanted = inside | others if states and not _reversed(low, high) else inside
    assert {hit.plain["id"] for hit in found.hits} == wanted.keys()
    assert [wanted[hit.plain["id"]].sort_key for hit in found.hits] == sorted(
        date.sort_key for date in wanted.values()
    )
    if ranged:
        certain = {hit.plain["id"] for hit in found.hits if hit.certain}
        assert certain == {n for n, date in inside.items() if date.certainly_in(low, high)}


def _reversed(low: Date | None, high: Date | None) -> bool:
    return bool(
        low and high and low.first is not None and high.last is not None and high.last < low.first
    )
