"""What the index is told of one card."""

from __future__ import annotations

from typing import NamedTuple

FIELDS = ("claim", "actors", "topics", "sources", "note")


class Document(NamedTuple):
    """One card as the index sees it: five texts to search, facets to filter by, a payload to hand back."""

    key: str  # unique and stable, such as the card's id; breaks ties, so it must not depend on the order of building
    file: str  # the file that it came from: what `Index.remove` takes out as one
    line: int  # where in the file; equal answers come as they stand there
    earliest: int  # first day, as `date.toordinal()`; 0 where it is open
    latest: int  # last day, likewise; OPEN_END where it is open
    claim: str
    actors: str = ""  # names and aliases of the card's actors
    topics: str = ""
    sources: str = ""
    note: str = ""
    facets: tuple[str, ...] = ()  # "topic:military", "actor:wagner-group", "confidence:possible", "disputed:yes" ...
    payload: str = ""  # JSON, opaque


OPEN_END = 3_652_059  # date.max.toordinal()
