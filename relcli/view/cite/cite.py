"""Citations: for each card a footnote that says whom its claim rests on and how sure it is."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from relcli.model.card_dict import PlainCard, PlainSource
from relcli.model.date import Date
from relcli.model.ids import as_label
from relcli.model.scale import Stance
from relcli.model.source_rules import source_name
from relcli.view.caveats import (
    VERBS,
    caveats,
    cited_sources,
    heard_in,
    relayed_name,
    speaker_of,
)
from relcli.view.export.bibliography import as_biblatex, as_csl
from relcli.view.export.dates import day_of
from relcli.view.export.escape import ended, in_markdown, in_wikitext, web_link, wiki_link
from relcli.view.export.selection import Selection, card_keys
from relcli.view.safe import one_line

_WIKI_YEAR_ONE = "0100"  # for its templates all before is an error
# The time of the copy is in its address (Internet Archive, "Wayback Machine URLs").
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/(\d{4})(\d\d)(\d\d)\d*(?:[a-z]{2}_)?/")


class Written(NamedTuple):
    """How a language writes text and links."""

    text: Callable[[str], str]
    link: Callable[[str | None], str | None]


def _shown_link(url: str | None) -> str | None:
    return url and one_line(url)


def _markdown_link(url: str | None) -> str | None:
    link = web_link(url)
    return f"<{link}>" if link else url and in_markdown(url)


PLAIN = Written(one_line, _shown_link)
MARKDOWN = Written(in_markdown, _markdown_link)


def as_footnote(selection: Selection) -> Iterator[str]:
    """A footnote in plain text, a line a card."""
    for card in selection.cards:
        yield f"{footnote(card, PLAIN, selection.sources)}{_stamp(card, selection, one_line)}\n"


def as_markdown(selection: Selection) -> Iterator[str]:
    """Footnotes for a Markdown text, to be called as `[^id]` (GitHub, Pandoc, PHP Markdown)."""
    for card, label in zip(selection.cards, footnote_labels(selection), strict=True):
        stamp = _stamp(card, selection, in_markdown)
        yield f"[^{label}]: {footnote(card, MARKDOWN, selection.sources)}{stamp}\n"


def as_wikipedia(selection: Selection) -> Iterator[str]:
    """A `<ref>` a card, with `{{cite web}}` for what has a link, `{{cite news}}` for the rest."""
    for card, key in zip(selection.cards, card_keys(selection.cards), strict=True):
        references = [
            f"{_lead(source)}{_template(source)}"
            f"{_relays(source, card, in_wikitext, selection.sources)}"
            for source in cited_sources(card)
        ]
        stamp = _stamp(card, selection, in_wikitext)
        text = ended("; ".join(references)) + _ending(card, in_wikitext) + stamp
        yield f'<ref name="{_ref_name(key)}">{text}</ref>\n'


def footnote(card: PlainCard, written: Written, declared: Mapping[str, str]) -> str:
    """Return a footnote: the sources, the best first, and what a reader must be told."""
    references = [
        _lead(source)
        + ", ".join(_parts(source, written))
        + _relays(source, card, written.text, declared)
        for source in cited_sources(card)
    ]
    return ended("; ".join(references)) + _ending(card, written.text)


def footnote_labels(selection: Selection) -> list[str]:
    """Return the labels of the cards' footnotes: their keys, in which no bracket ends the label."""
    return list(map(as_label, card_keys(selection.cards)))


def _stamp(card: PlainCard, selection: Selection, text: Callable[[str], str]) -> str:
    """Return of which commit a card is cited, to stand behind all else; "" without a stamp."""
    stamp = selection.stamps.get((card["dataset"], card["id"]))
    return f" {text(stamp)}" if stamp else ""


def _lead(source: PlainSource) -> str:
    """Return what a source does to the claim: "disputed by: " who speaks there, else "in: "."""
    verb = VERBS.get(Stance(source["stance"]))
    return f"{verb} {'by' if source['speaker'] else 'in'}: " if verb else ""


def _parts(source: PlainSource, written: Written) -> Iterator[str]:
    """Yield publisher, title, date, where it is, where it is kept, and when it was read."""
    yield written.text(heard_in(source))
    if source["title"] and source["title"] != source_name(source):
        yield f"“{written.text(source['title'])}”"
    if source["published"]:
        yield Date.parse(source["published"]).words
    if link := written.link(source["url"]):
        yield link
    if archived := written.link(source["archived_url"]):
        yield f"archived at {archived}"
    if source["accessed"]:
        yield f"accessed {Date.parse(source['accessed']).words}"


def _relays(
    source: PlainSource,
    card: PlainCard,
    text: Callable[[str], str],
    declared: Mapping[str, str],
) -> str:
    name = relayed_name(source, card, declared)
    return f" (relaying {text(name)})" if name else ""


def _ending(card: PlainCard, text: Callable[[str], str]) -> str:
    words = caveats(card)
    return f" {ended(text(words[0].upper() + words[1:]))}" if words else ""


def _template(source: PlainSource) -> str:
    """Return a source as a template of Citation Style 1, with what it cannot hold around it."""
    link = wiki_link(source["url"])
    archived = wiki_link(source["archived_url"])
    kept = archived and link and _WAYBACK.match(archived)
    accessed = source["accessed"] and day_of(Date.parse(source["accessed"]))
    speaker = speaker_of(source)
    date, date_behind = _wiki_date(source["published"])
    parameters = {
        "title": in_wikitext(source["title"] or source_name(source)),
        "publisher": source["publisher"] and in_wikitext(source["publisher"]),
        "date": date,
        "url": link,
        # A day, and only with a link: the template refuses others.
        "access-date": link and accessed and accessed.precision == "day" and accessed.words,
        "archive-url": archived if kept else None,
        "archive-date": "-".join(kept.groups()) if kept else None,
        "postscript": "none",  # else it ends in a full stop, and so does what stands behind it
    }
    fields = "".join(f" |{name}={value}" for name, value in parameters.items() if value)
    behind = [date_behind, f"[{archived} archived]" if archived and not kept else ""]
    after = "".join(f", {text}" for text in behind if text)
    before = f"{in_wikitext(speaker)}, quoted in " if speaker else ""
    return f"{before}{{{{cite {'web' if link else 'news'}{fields}}}}}{after}"


def _wiki_date(text: str | None) -> tuple[str, str]:
    """Return a date for the template, and in words what it would refuse (Help:CS1 errors)."""
    if not text:
        return "", ""
    date = day_of(Date.parse(text))
    vague = date.uncertain or date.approximate or "X" in text
    known = date.precision in {"day", "month", "season", "year"} and not vague
    if known and _WIKI_YEAR_ONE <= (date.earliest or "") < "9999":
        return date.words[0].upper() + date.words[1:], ""
    return "", f"dated {date.words}"


def _ref_name(key: str) -> str:
    return as_label(key, "./:-")


def as_apa(selection: Selection) -> Iterator[str]:
    """Entries of a list of references in APA style, and the caveats of each card."""
    return _formatted(selection, "apa")


def as_chicago(selection: Selection) -> Iterator[str]:
    """Entries of a bibliography in Chicago style (notes), and the caveats of each card."""
    return _formatted(selection, "chicago-notes-bibliography")


def _formatted(selection: Selection, style: str) -> Iterator[str]:
    from relcli.view.cite.formatted import formatted

    return formatted(selection, style)


STYLES: dict[str, Callable[[Selection], Iterator[str]]] = {
    "footnote": as_footnote,
    "markdown": as_markdown,
    "biblatex": as_biblatex,
    "csl": as_csl,
    "wikipedia": as_wikipedia,
    "apa": as_apa,
    "chicago": as_chicago,
}
