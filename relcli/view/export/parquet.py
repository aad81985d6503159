"""Cards as a Parquet file, with typed columns: for DuckDB, polars, pandas, Spark and R.

It needs pyarrow, which is an extra of this package.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from relcli.errors import ExtraError
from relcli.model.card_dict import PlainCard, PlainSource, date_of
from relcli.model.date import Date
from relcli.view.export.selection import Selection, some, some_about_actors
from relcli.view.safe import one_line

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 10_000  # cards that are held as columns, and are a group of rows in the file


def as_parquet(selection: Selection) -> Iterator[bytes]:
    """A row a card, with the keys of `--json`: days are dates, lists are lists, sources structs.

    Raises ExtraError where the extra is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ExtraError(
            "parquet needs pyarrow, which is not installed", "pip install pyarrow"
        ) from None
    sink = pa.BufferOutputStream()
    schema = _schema(pa)
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        for start in range(0, len(selection.cards), _AT_ONCE):
            rows = [_row(card) for card in selection.cards[start : start + _AT_ONCE]]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    yield sink.getvalue().to_pybytes()


def left_out(selection: Selection) -> list[str]:
    """Tell of how many cards a day has no type, and what a row does not say."""
    days = [(card["earliest"], card["latest"]) for card in selection.cards]
    untyped = sum(any(day and _day(day) is None for day in both) for both in days)
    return [
        *some("the days of", untyped, "card", "outside the years 1 to 9999"),
        *some_about_actors(selection),
    ]


def _schema(pa: Any) -> "pa.Schema":  # noqa: ANN401 - the package, which has no types
    text, day, texts = pa.string(), pa.date32(), pa.list_(pa.string())
    named = pa.struct([("id", text), ("name", text)])
    source = pa.struct(
        [
            *((key, text) for key in ("id", "title", "publisher", "url", "archived_url")),
            *((key, text) for key in ("published", "accessed")),
            *((key, text) for key in ("reliability", "origin", "stance", "says")),
            ("speaker", named),
            ("language", text),
            *((key, day) for key in ("published_earliest", "published_latest")),
            *((key, day) for key in ("accessed_earliest", "accessed_latest")),
        ]
    )
    return pa.schema(
        [
            *((key, text) for key in ("id", "dataset", "claim", "date")),
            *((key, day) for key in ("earliest", "latest")),
            ("confidence", text),
            ("credibility", pa.int8()),
            ("disputed", pa.bool_()),
            ("origins", pa.int32()),
            ("topics", texts),
            ("actors", pa.list_(named)),
            ("sources", pa.list_(source)),
            ("note", text),
            ("related", texts),
            ("contradicts", texts),
            ("superseded_by", text),
            ("place", pa.struct([("path", text), ("line", pa.int32())])),
            ("as_of", pa.bool_()),
            ("date_in_words", text),
        ]
    )


def _row(card: PlainCard) -> Mapping[str, Any]:
    # A name that the file system gives need not be Unicode, which Parquet's text is.
    place = {**card["place"], "path": one_line(card["place"]["path"])}
    return {
        **card,
        "dataset": one_line(card["dataset"]),
        "earliest": _day(card["earliest"]),
        "latest": _day(card["latest"]),
        "sources": [_source(source) for source in card["sources"]],
        "place": place,
        "date_in_words": date_of(card).words,
    }


def _source(source: PlainSource) -> Mapping[str, Any]:
    return {**source, **_days("published", source), **_days("accessed", source)}


def _days(key: str, source: Mapping[str, Any]) -> Mapping[str, date | None]:
    """Return the first and the last day of a date of a source."""
    given = Date.parse(source[key]) if source[key] else None
    first, last = (given.earliest, given.latest) if given else (None, None)
    return {f"{key}_earliest": _day(first), f"{key}_latest": _day(last)}


def _day(text: str | None) -> date | None:
    """Return a day as a date; None for one that no calendar of Python has."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
