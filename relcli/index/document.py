"""What the index is told of one card."""

from typing import NamedTuple


class Document(NamedTuple):
    """One card as the index sees it: texts to search, facets to filter by, a payload to hand back.

    `key` is unique and stable, such as the card's id: it breaks ties, so it must not depend on the
    order of building. `line` is the place in the file: equal answers come as they stand there.
    """

    key: str
    file: str  # what `Writer.replace` takes in as one
    line: int
    day: int  # by which it is ordered, as `days.held`: the first, the last where that is open
    latest: int  # the last day, likewise; LAST_DAY where it is open
    claim: str
    actors: str = ""  # names and aliases of the card's actors
    topics: str = ""
    date: str = ""  # as it is spoken, and in EDTF
    sources: str = ""  # and what they say
    note: str = ""
    facets: tuple[str, ...] = ()  # "topic:military", "actor:wagner-group", "disputed:yes" ...
    payload: str = ""  # JSON, opaque
    begins: int | None = None  # the year in which it counts, None where nobody says
    ends: int | None = None  # the year in which it ends, likewise
    standing: int = 0  # of equal answers, the one with the lower number comes first

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts to search, in the order of `tuning.FIELDS`."""
        return self[5:11]
