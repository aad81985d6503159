"""Sheets to rows: CSV and TSV as Excel, Numbers, LibreOffice and programs write them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Literal, NamedTuple

from relcli.errors import EditError, cure_for, quoted
from relcli.load.files import LARGEST_FILE

Row = tuple[int, dict[str, str]]  # with the number of its line

# A line by which Excel is told what parts the cells.
_SEP = re.compile(r'"?sep=(.)"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_DELIMITERS = "\t;,|"
# What Excel and others put into a cell that they cannot fill, or cannot show.
_FAILED = re.compile(r"#(?:REF!|NAME\?|VALUE!|DIV/0!|N/A|NULL!|NUM!|SPILL!|CALC!|ERROR!|##+)")
_TITLES = 10  # rows among which a header is looked for, to tell where it is
_OWN = "id\tdataset\tclaim\t"  # so begins a sheet that relcli wrote


class _Record(NamedTuple):
    """The cells of one row, and the line on which it ends."""

    line: int
    cells: list[str]


def sheet_rows(text: str, known: Collection[str], example: str) -> list[Row]:
    """Return the rows of a sheet by the names of its columns, in lower case and with underscores.

    Empty rows and columns are left out. Columns with other names than those known are kept. Raises
    EditError for what is no sheet, and where the first row has none of these names; `example` are
    some.
    """
    sep = _SEP.match(text)
    delimiter = sep[1] if sep else _delimiter(text, known)
    records = [
        record._replace(line=record.line + bool(sep))
        for record in _records(text[sep.end() :] if sep else text, delimiter)
        if any(cell.strip() for cell in record.cells)
    ]
    if not records:
        return []
    header, *rows = records
    _refuse_other_headers(records, known, example)
    _refuse_failed_formulas(rows)
    names = [_name(cell) for cell in header.cells]
    filled = _filled(names, rows, known)
    _refuse_doubles(header.line, [names[column] for column in filled])
    return [
        (row.line, {names[n]: row.cells[n] if n < len(row.cells) else "" for n in filled})
        for row in rows
    ]


def refuse_unknown_columns(
    rows: Sequence[Row], known: Collection[str], named: Collection[str]
) -> None:
    """Raise EditError where rows have a column that means nothing; `named` may be meant."""
    for name in rows[0][1] if rows else ():
        if name not in known:
            cure = cure_for(name, named, "remove the column, or put what it says into `note`")
            raise EditError(f"the column {quoted(name)} is none of a card", cure)


def _name(cell: str) -> str:
    """Return what the header calls a column: `Superseded by` is superseded_by."""
    return re.sub(r"[\s_-]+", "_", cell.strip().casefold())


def _delimiter(text: str, known: Collection[str]) -> str:
    """Return what parts the cells: with it, the first rows have the most names that are known."""

    def named(delimiter: str) -> int:
        return max((_hits(r.cells, known) for r in _first(text, delimiter)), default=0)

    most = max(map(named, _DELIMITERS))
    likely = [delimiter for delimiter in _DELIMITERS if named(delimiter) == most]
    first = text.partition("\n")[0]
    return max(likely, key=first.count) if most < 2 else likely[0]


def _hits(cells: Sequence[str], known: Collection[str]) -> int:
    return len({_name(cell) for cell in cells} & {*known})


def _first(text: str, delimiter: str) -> Iterator[_Record]:
    """Yield the first rows that have anything in them, as far as they can be read."""
    with suppress(EditError):
        for record in islice(_read(text, delimiter), 3 * _TITLES):
            if any(cell.strip() for cell in record.cells):
                yield record


def _records(text: str, delimiter: str) -> Iterator[_Record]:
    """Return all rows.

    In TSV a quotation mark means nothing (IANA, text/tab-separated-values), and so relcli writes
    it; but Excel puts a cell in quotes that holds one, a comma or a new line.
    """
    if delimiter != "\t":
        return _read(text, delimiter)
    if not text.startswith(_OWN):
        with suppress(EditError):
            return iter([*_read(text, delimiter)])
    return _read(text, delimiter, quotes=False)


def _read(text: str, delimiter: str, *, quotes: bool = True) -> Iterator[_Record]:
    """Yield the rows of a text. Raises EditError where its quotes make no sense."""
    stream = io.StringIO(text, newline="")
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE
    csv.field_size_limit(LARGEST_FILE)  # of a cell, which may hold a whole card
    reader = csv.reader(stream, strict=True, delimiter=delimiter, quoting=quoting)
    last = 0
    try:
        for cells in reader:
            last = reader.line_num
            yield _Record(last, cells)
    except csv.Error as error:
        raise EditError(f"row {last + 1}: no CSV: {error}", "look at its quotes") from None


def _refuse_other_headers(records: Sequence[_Record], known: Collection[str], example: str) -> None:
    """Raise EditError where the first row names no column that is known."""
    header, *below = records
    if _hits(header.cells, known):
        return
    later = max(below[:_TITLES], key=lambda record: _hits(record.cells, known), default=header)
    if _hits(later.cells, known) > 1:
        title = quoted(next(cell.strip() for cell in header.cells if cell.strip()))
        message = f"row {header.line} is a title, {title}, and row {later.line} the header"
        raise EditError(message, f"remove what stands above row {later.line}")
    message = f"row {header.line} names no column that is known"
    raise EditError(message, f"begin with a row of names, such as {example}")


def _refuse_failed_formulas(rows: Sequence[_Record]) -> None:
    """Raise EditError for a cell with an error of the spreadsheet: what it was to say is lost."""
    for row in rows:
        for number, cell in enumerate(row.cells, start=1):
            if _FAILED.fullmatch(cell.strip()):
                message = f"row {row.line}: {quoted(cell.strip())} stands in column {number}"
                cure = "that is an error of the spreadsheet: mend it there, and save it anew"
                raise EditError(message, cure)


def _filled(names: Sequence[str], rows: Sequence[_Record], known: Collection[str]) -> list[int]:
    """Return the numbers of the columns that have a name and, in some row, anything in them.

    Those that are known stay, too, unless another one of that name has something. Raises EditError
    for a cell that has no column.
    """
    used: set[int] = set()
    for row in rows:
        with_text = {n for n, cell in enumerate(row.cells) if cell.strip()}
        nameless = next((n for n in sorted(with_text) if not names[n : n + 1]), None)
        if nameless is not None:
            why = "not as many cells as the header has"
            raise EditError(f"row {row.line}: {why}", "put a text with commas in quotes")
        unnamed = next((n for n in sorted(with_text) if not names[n]), None)
        if unnamed is not None:
            shown = quoted(row.cells[unnamed].strip())
            message = f"row {row.line}: {shown} stands in column {unnamed + 1}, which has no name"
            raise EditError(message, "give it one in the header, or empty it")
        used |= with_text
    full = {names[n] for n in used}
    empty = {name: n for n, name in enumerate(names) if name in known and name not in full}
    return sorted(used | {*empty.values()})


def _refuse_doubles(line: int, names: Sequence[str]) -> None:
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice:
        cure = "put what they say into one, with `; ` between"
        raise EditError(f"row {line}: two columns are called {quoted(twice)}", cure)
