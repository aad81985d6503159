"""A date in a question: the cards of that time, those whose date tells it first.

The index has a word for the month and the day that a card's date names (see `index.dates`); what
a card says of the date in words counts for less, and its year or month alone is only near it.
"""

from typing import TYPE_CHECKING

from relcli.index.dates import MONTHS, date_word
from relcli.model.tuning import DATED, ITS_MONTH, ITS_MONTH_NAME, ITS_YEAR, SPOKEN_DATE
from relcli.search.readings import HAS, HINT, NEAR

if TYPE_CHECKING:
    from relcli.index.store import Store
    from relcli.search.readings import QueryWord


def read_date(store: "Store", item: "QueryWord") -> None:
    """Give a date of a question ("2016-11", "2016-11-24") its readings."""
    year, month, *days = item.text.split("-")
    name = MONTHS[int(month) - 1]
    spoken: list[tuple[str, ...]] = [(name, year), (name[:3], year), (year, month)]
    for day in days:
        bare = str(int(day))
        spoken = [(bare, name, year), (name, bare, year), (year, month, day)]
    known = store.lookup(
        {date_word(item.text), date_word(f"{year}-{month}"), *(w for row in spoken for w in row)}
    )
    if entry := known.get(date_word(item.text)):
        item.read(entry, DATED, "date", HAS)
    for row in spoken:
        if all(word in known for word in row):
            item.read_row([known[word] for word in row], SPOKEN_DATE, "date", HAS)
    for word, weight, proof in (
        (date_word(f"{year}-{month}"), ITS_MONTH, NEAR),
        (year, ITS_YEAR, NEAR),
        (name, ITS_MONTH_NAME, HINT),
    ):
        if word in known:
            item.read(known[word], weight, "prefix", proof)
