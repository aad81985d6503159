"""Works for reference managers: CSL-JSON, BibLaTeX and RIS.

An entry is a work, not a claim: that is what a bibliography lists. What it says to which claims,
with their dates and grades, is in the entry's note.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from relcli.model.date import Date
from relcli.model.source_rules import source_name
from relcli.view.export.cards import whole
from relcli.view.export.dates import biblatex_date, csl_date, ris_date
from relcli.view.export.escape import in_latex, json_array, web_link
from relcli.view.export.selection import Selection, some_links, some_notes
from relcli.view.export.works import Work, free_key, remarks, works
from relcli.view.safe import one_line

# BCP 47 for a language that nobody told. Without one, styles take a title for English, and give its
# words capitals.
UNKNOWN_LANGUAGE = "und"
REPEATED = 20  # times that one card is written: a bound on size
_NO_KEY = re.compile(r"[^\w:.+/-]")


def as_csl(selection: Selection) -> Iterator[str]:
    """Works as CSL-JSON (Citation Style Language 1.0.2, schema csl-data.json)."""
    return json_array(csl_item(work) for work in works(selection.cards, selection.stamps))


def as_csl_with_cards(selection: Selection) -> Iterator[str]:
    """The same, and in each work the cards that cite it, whole: what `relcli new -` reads again.

    Some of the items have all that their cards say, whichever they are; unless a card has more than
    REPEATED sources, of which the first have it.
    """
    return json_array(_items_with_cards(selection))


def _items_with_cards(selection: Selection) -> Iterator[dict[str, Any]]:
    given: Counter[str] = Counter()
    for work in works(selection.cards):
        cards = {use.key: use.card for use in work.uses if given[use.key] < REPEATED}
        given.update(cards.keys())
        extra = {"custom": {"relcli": {"cards": [whole(card) for card in cards.values()]}}}
        yield csl_item(work) | extra


def csl_item(work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON."""
    source = work.source
    link = web_link(source["url"])
    archived = web_link(source["archived_url"])
    item: dict[str, Any] = {
        "id": work.key,
        "type": "webpage" if link else "document",
        "title": source["title"] or source_name(source),
        "publisher": source["publisher"],
        "issued": source["published"] and csl_date(Date.parse(source["published"])),
        "accessed": source["accessed"] and csl_date(Date.parse(source["accessed"])),
        "URL": link,
        # `archive` is a place that keeps the work, `archive_location` where in it.
        "archive_location": archived,
        "language": source["language"] or UNKNOWN_LANGUAGE,
        "keyword": ", ".join(work.topics),
        "note": "\n".join(remarks(work)),
    }
    return {key: value for key, value in item.items() if value}


def left_out(selection: Selection) -> list[str]:
    """Tell what of the cards no entry of a work has."""
    return [*some_notes(selection), *some_links(selection)]


def as_biblatex(selection: Selection) -> Iterator[str]:
    """Works as a .bib file for BibLaTeX (3.21) and Biber; their dates are EDTF as well.

    Biber drops a date that it cannot read. Such a one is told in words, as the year.
    """
    taken: set[str] = set()
    for work in works(selection.cards, selection.stamps):
        # Biber takes keys that differ only in case for one.
        key = free_key(_NO_KEY.sub("-", work.key), taken)
        yield _entry(key, work)


def _entry(key: str, work: Work) -> str:
    source = work.source
    link = web_link(source["url"])
    archived = web_link(source["archived_url"])
    published, accessed = (
        Date.parse(text) if text else None for text in (source["published"], source["accessed"])
    )
    date = biblatex_date(published) if published else None
    read = biblatex_date(accessed) if accessed else None
    access = f"Access date: {accessed.words}." if accessed and not read else ""
    texts = {
        # Braces twice: no style may change the case of a name in a title.
        "title": f"{{{in_latex(source['title'] or source_name(source))}}}",
        "organization": in_latex(source["publisher"] or ""),
        "date": date,
        "year": None if date else _year_in_words(published, read),
        "url": link,
        "urldate": read,
        "eprint": archived,
        "eprinttype": archived and "archived",
        "langid": source["language"],  # Biber finds Babel's name of a BCP 47 tag
        "keywords": ", ".join(in_latex(topic) for topic in work.topics),
        "note": access,
        "annotation": " ".join(in_latex(remark) for remark in remarks(work)),
    }
    fields = "".join(f"  {name} = {{{text}}},\n" for name, text in texts.items() if text)
    return f"@{'online' if link else 'misc'}{{{key},\n{fields}}}\n\n"


def _year_in_words(published: Date | None, read: object) -> str | None:
    """Return what stands for the year where Biber reads no date.

    Without a year, styles take that of `urldate`, in which a work was read, for its own.
    """
    if published:
        return in_latex(published.words)
    return "n.d." if read else None


def as_ris(selection: Selection) -> Iterator[str]:
    """Works in the RIS format (Research Information Systems, specification of 2011)."""
    for work in works(selection.cards):
        lines = "".join(f"{tag}  - {one_line(text)}\r\n" for tag, text in _tags(work) if text)
        yield f"{lines}ER  - \r\n\r\n"


def _tags(work: Work) -> Iterator[tuple[str, str | None]]:
    source = work.source
    link = web_link(source["url"])
    yield "TY", "ELEC" if link else "GEN"
    yield "ID", work.key
    yield "TI", source["title"] or source_name(source)
    yield "PB", source["publisher"]
    if source["published"]:
        year, date = ris_date(Date.parse(source["published"]))
        yield "PY", year
        yield "DA", date
    yield "UR", link
    yield "L2", web_link(source["archived_url"])
    if source["accessed"]:
        yield "Y2", ris_date(Date.parse(source["accessed"]))[1]
    yield "LA", source["language"]
    yield from (("KW", topic) for topic in work.topics)
    yield from (("N1", remark) for remark in remarks(work))
