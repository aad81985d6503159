"""What a question may have after its `?`: the options of the command line under the same names.

Every value is text here, read by the functions that read options: what is wrong with one is told in
the same words, and no other library has an opinion of its own on it. What reads them is `async`
only because FastAPI would else hand each of them to a thread.
"""

from collections.abc import Iterable
from typing import Annotated, NamedTuple

from fastapi import Query as Asked
from pydantic import WithJsonSchema

from relcli.errors import FilterError
from relcli.model.filter_values import (
    DIGITS,
    Bound,
    in_range,
    one_of,
    read_bound,
    read_confidence,
    read_floor,
    read_limit,
    read_sort,
)
from relcli.model.names import utf8
from relcli.model.query import Query, Sort
from relcli.model.scale import Confidence
from relcli.model.stats import BY
from relcli.serve.settings import MOST_SHOWN

FLAG = ("true", "false")

_DATE = "EDTF or words: 2015, 2015-09, 30 September 2015, 44 BC."
_Word = Annotated[str, WithJsonSchema({"type": "string", "enum": list(Confidence)})]
_Floor = Annotated[str, WithJsonSchema({"type": "string", "enum": list(Confidence)[:-1]})]
_Order = Annotated[str, WithJsonSchema({"type": "string", "enum": list(Sort)})]
_Kind = Annotated[str, WithJsonSchema({"type": "string", "enum": list(BY)})]
_Flag = Annotated[str, WithJsonSchema({"type": "boolean"})]
_Share = Annotated[str, WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
_Number = Annotated[str, WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 10**DIGITS})]

Text = Annotated[
    str | None,
    Asked(
        description='Words, however misspelt or transliterated; "a phrase"; -word; field:value, '
        "such as topic:military; AND, OR, NOT; dates, such as 2016-11."
    ),
]
Exact = Annotated[
    _Flag | None, Asked(description="Words mean themselves: no other form, spelling or slip.")
]
Explain = Annotated[_Flag | None, Asked(description="How each word was read, and what it weighed.")]
AtLeastScore = Annotated[
    _Share | None,
    Asked(description="Show cards from this score on; else from one that was measured."),
]
By = Annotated[_Kind | None, Asked(description="What a row is: a topic unless told.")]


class Page(NamedTuple):
    """Which rows of an answer are given: so many, after so many."""

    limit: int | None
    offset: int

    def end(self, most: int = MOST_SHOWN) -> int:
        """Return the number of the last row, of those that are given where nothing is told."""
        shown = most if self.limit is None else self.limit or MOST_SHOWN
        return self.offset + min(shown, MOST_SHOWN)


async def rows(
    limit: Annotated[
        _Number | None,
        Asked(
            description=f"At most so many; 0 for all, of which {MOST_SHOWN:,} are given at once."
        ),
    ] = None,
    offset: Annotated[
        _Number | None, Asked(description="So many are left out before the first.")
    ] = None,
) -> Page:
    """Return which rows are given. Raises FilterError."""
    return Page(
        None if limit is None else read_limit(limit), 0 if offset is None else read_offset(offset)
    )


async def order(
    sort: Annotated[
        _Order | None, Asked(description="Else a search by relevance, a list by date.")
    ] = None,
) -> Sort | None:
    """Return the order of the cards, None where it is left to the question. Raises FilterError."""
    return None if sort is None else read_sort(sort)


async def filters(
    topic: Annotated[list[str], Asked(default_factory=list, description="A topic.")],
    actor: Annotated[
        list[str], Asked(default_factory=list, description="An actor, by id, name or alias.")
    ],
    source: Annotated[
        list[str],
        Asked(default_factory=list, description="A source, by id, title or publisher."),
    ],
    speaker: Annotated[
        list[str],
        Asked(
            default_factory=list,
            description="Who says what a source carries, by id, name or alias.",
        ),
    ],
    confidence: Annotated[list[_Word], Asked(default_factory=list, description="Just this grade.")],
    at_least: Annotated[
        _Floor | None,
        Asked(description="This grade or a better one; `unconfirmed` is outside the order."),
    ] = None,
    disputed: Annotated[
        _Flag | None, Asked(description="Whether a source disputes the claim.")
    ] = None,
    since: Annotated[
        str | None,
        Asked(description=f"From the first day of this date on; also what may be in it. {_DATE}"),
    ] = None,
    until: Annotated[
        str | None, Asked(description=f"Up to the last day of this date. {_DATE}")
    ] = None,
    states: Annotated[
        _Flag | None,
        Asked(description="Besides, what is attested at other times and may hold in the range."),
    ] = None,
) -> Query:
    """Return a query without words: its filters. Raises FilterError."""
    low, high = _bound(since, "since"), _bound(until, "until")
    query = Query(
        topics=_texts(topic),
        actors=_texts(actor),
        sources=_texts(source),
        speakers=_texts(speaker),
        confidences=tuple(read_confidence(word, "confidence") for word in confidence),
        at_least=None if at_least is None else read_floor(at_least),
        disputed=None if disputed is None else read_flag(disputed, "disputed"),
        states=read_flag(states, "states"),
    )
    return in_range(query, low, high)


def read_flag(word: str | None, field: str) -> bool:
    """Return whether something is asked for. Raises FilterError."""
    return word is not None and one_of(FLAG, word, field, "answer") == "true"


def read_offset(text: str) -> int:
    """Return the number that `offset` gives. Raises FilterError."""
    try:
        return read_limit(text)
    except FilterError:
        message = f"offset: `{text}` is no number of cards"
        raise FilterError(message, "write 20, or 0", field="offset", value=text) from None


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(utf8, given))


def _bound(text: str | None, field: str) -> Bound | None:
    return None if text is None else read_bound(text, field)
