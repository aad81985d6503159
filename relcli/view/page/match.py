"""A draft beside its cards, as one page that asks nobody for anything and needs no script."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from relcli import __version__
from relcli.model.card_dict import PlainCard, PlainSource, date_of
from relcli.model.date import Date
from relcli.model.scale import Confidence
from relcli.model.source_rules import disputing, source_name
from relcli.view.caveats import cited_sources, heard_in, relayed_name, stated
from relcli.view.export.escape import web_link
from relcli.view.matches import in_words
from relcli.view.page.make import hash_of, read_sources, template
from relcli.view.safe import one_line

if TYPE_CHECKING:
    from relcli.model.match import MatchedSentence, Matches
    from relcli.model.query import Hit
    from relcli.view.export.selection import Selection

STYLES = ("colours", "page", "cards", "media", "match")
_GRADES = list(Confidence)


def as_html(name: str, matches: "Matches", selection: "Selection") -> Iterator[str]:
    """Yield a page: each sentence of a draft of that name, its cards beside it."""
    style = read_sources("styles", STYLES, "css")
    policy = (
        f"default-src 'none'; style-src '{hash_of(style)}'; base-uri 'none'; form-action 'none'"
    )
    yield from template("match.html.j2").generate(
        name=one_line(name) or "A draft",
        matched=len(matches.matched),
        remarks=[one_line(remark) for remark in matches.remarks],
        sentences=[_sentence(each, selection) for each in matches],
        version=__version__,
        policy=policy,
        style=style,
    )


def _sentence(each: "MatchedSentence", selection: "Selection") -> dict[str, Any]:
    return {
        "text": one_line(each.sentence.text),
        "line": each.sentence.line,
        "cards": [_card(hit, selection) for hit in each.hits],
    }


def _card(hit: "Hit", selection: "Selection") -> dict[str, Any]:
    card = hit.plain
    against = disputing(card["sources"])
    return {
        "id": one_line(card["id"]),
        "claim": one_line(card["claim"]),
        "date": date_of(card).words,
        "grade": card["confidence"],
        "number": _GRADES.index(Confidence(card["confidence"])),
        "against": one_line(stated(against)) if against else "",
        "superseded": one_line(card["superseded_by"] or ""),
        "differs": [(each["kind"], one_line(in_words(each))) for each in hit.differs],
        "sources": [_source(source, card, selection) for source in cited_sources(card)],
    }


def _source(source: PlainSource, card: PlainCard, selection: "Selection") -> dict[str, Any]:
    title = source["title"]
    return {
        "name": one_line(heard_in(source)),
        "title": one_line(title) if title and title != source_name(source) else "",
        "published": Date.parse(source["published"]).words if source["published"] else "",
        "stance": source["stance"],
        "says": one_line(source["says"] or ""),
        "relays": one_line(relayed_name(source, card, selection.sources) or ""),
        "link": web_link(source["url"]),
        "address": one_line(source["url"] or ""),
    }
