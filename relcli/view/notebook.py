"""Answers as HTML tables, as a notebook shows them: nothing in a text of a card acts there."""

from html import escape
from typing import TYPE_CHECKING

from relcli.model.card_dict import date_of
from relcli.view.caveats import caveats
from relcli.view.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relcli.model.card_dict import PlainCard

_HEADINGS = ("Date", "Confidence", "Claim", "Id")


def as_html(cards: "Iterable[PlainCard]", remarks: "Iterable[str]" = ()) -> str:
    """Return a table of cards: when, how sure and by whom disputed, the claim, the id.

    Below it stand the remarks. Styles are left to the notebook, light or dark.
    """
    heading = "".join(f"<th>{name}</th>" for name in _HEADINGS)
    rows = "".join(f"<tr>{''.join(_cells(card))}</tr>" for card in cards)
    notes = "".join(f"<p><small>{_text(remark)}</small></p>" for remark in remarks)
    return f"<table><thead><tr>{heading}</tr></thead><tbody>{rows}</tbody></table>{notes}"


def _cells(card: "PlainCard") -> "Iterator[str]":
    standing = caveats(card) or card["confidence"]
    for text in (date_of(card).words, standing, card["claim"], card["id"]):
        yield f"<td style='text-align:left'>{_text(text)}</td>"


def _text(text: str) -> str:
    return escape(one_line(text))
