"""Cards as events of a calendar: iCalendar (RFC 5545)."""

from collections.abc import Iterator

from relcli.model.card_dict import PlainCard, date_of
from relcli.model.days import month_length
from relcli.model.source_rules import source_name
from relcli.view.caveats import caveats, cited_sources, heard_in
from relcli.view.export.dates import in_calendar, some_undrawn, start_span
from relcli.view.export.escape import web_link
from relcli.view.export.selection import Selection, last_touched, some_links, some_words, uuid_of
from relcli.view.safe import one_line

_LAST_DAY = "9999-12-31"  # of most calendars
_LINE = 75  # octets (section 3.1)


def as_ics(selection: Selection) -> Iterator[str]:
    """An event of whole days a card that has a start; its summary begins with the date in words.

    They say what the days do not: that a state is attested then, that one of them is meant.
    """
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//relcli//relcli export//EN\r\n"
    for card in selection.cards:
        days = start_span(date_of(card))
        if days:
            lines = _event(card, selection, *days)
            yield "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))
    yield "END:VCALENDAR\r\n"


def left_out(selection: Selection) -> list[str]:
    """Tell what a calendar has no place for."""
    return [
        *some_undrawn(selection.cards, in_calendar, "1 to 9999"),
        *some_links(selection),
        *some_words(selection),
    ]


def _event(card: PlainCard, selection: Selection, first: str, last: str) -> list[str]:
    summary = f"{date_of(card).words}: {card['claim']}"
    sentences = [caveats(card) or card["confidence"], *([card["note"]] if card["note"] else [])]
    for source in cited_sources(card):
        title = None if source["title"] == source_name(source) else source["title"]
        parts = [source["stance"], heard_in(source), title, source["url"]]
        sentences.append(", ".join(part for part in parts if part))
    links = [web_link(source["url"]) for source in cited_sources(card)]
    topics = [_text(selection.topics.get(topic, topic)) for topic in card["topics"]]
    return [
        "BEGIN:VEVENT",
        f"UID:{uuid_of(card['dataset'], card['id'])}",
        f"DTSTAMP:{_day(last_touched(card))}T000000Z",
        f"DTSTART;VALUE=DATE:{_day(first)}",
        f"DTEND;VALUE=DATE:{_day(_day_after(last))}",  # the first day that is not in it
        f"SUMMARY:{_text(summary)}",
        "DESCRIPTION:" + "\\n".join(_text(line) for line in sentences),
        *([f"CATEGORIES:{','.join(topics)}"] if topics else []),
        *[f"URL:{link}" for link in links if link][:1],
        "TRANSP:TRANSPARENT",  # nobody is busy with it
        "END:VEVENT",
    ]


def _day_after(day: str) -> str:
    """Return the next day; what ends with the last one that a calendar has, ends before it."""
    year, month, number = (int(part) for part in day.split("-"))
    if number < month_length(year, month):
        return f"{day[:8]}{number + 1:02}"
    if month < 12:
        return f"{day[:5]}{month + 1:02}-01"
    return f"{year + 1:04}-01-01" if day < _LAST_DAY else _LAST_DAY


def _day(day: str) -> str:
    return day.replace("-", "")


def _text(text: str) -> str:
    """Return a value of type TEXT (section 3.3.11), in one line."""
    escaped = one_line(text).replace("\\", "\\\\")
    return escaped.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """Break a content line after 75 octets, not inside a character; what follows is indented."""
    rest = line.encode()
    width = _LINE
    while len(rest) > width:
        cut = width
        while rest[cut] & 0xC0 == 0x80:  # inside a character of UTF-8
            cut -= 1
        yield rest[:cut].decode()
        rest = b" " + rest[cut:]
    yield rest.decode()
