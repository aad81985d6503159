"""Cards as notes for Obsidian: a note a card and an actor, linked, with properties.

Properties are what Dataview and Obsidian's own bases ask for: days are dates, numbers are numbers,
and actors and other cards are links. A note's name is one that every file system takes, and that
may stand in a link.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unicodedata import normalize

from relcli.model.card_dict import PlainCard, PlainSource, date_of
from relcli.model.date import Date
from relcli.model.ids import answers_to
from relcli.model.source_rules import relayed, source_name
from relcli.view.caveats import caveats, cited_sources, heard_in
from relcli.view.data import flat
from relcli.view.export.escape import in_markdown, web_link
from relcli.view.export.selection import Selection, card_keys, named_actors
from relcli.view.export.works import free_key
from relcli.view.safe import in_json, one_line

CARDS, ACTORS = "Cards", "Actors"  # folders
LONGEST_NAME = 150  # bytes, of the 255 that a file system gives a name
# What Windows, macOS or Linux take in no name, and what ends a link in Obsidian.
_UNSAFE = re.compile(r'[\\/:*?"<>|#^\[\]\x00-\x1f\x7f%]+')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?")
_IN_LINK = str.maketrans({"[": "(", "]": ")", "|": "/", "<": "‹", ">": "›"})
_NO_YAML = re.compile("[\ufffe\uffff]")  # which no file of YAML may have
_NO_TAG = re.compile(r"[^\w/-]+")
_DAYS, _YEAR_ONE = ("earliest", "latest"), "0001"

Property = str | int | bool | None | Sequence[str]


def as_notes(selection: Selection) -> Iterator[str]:
    """The text of each note, one after the other."""
    return (text for _, text in as_files(selection))


def as_files(selection: Selection) -> Iterator[tuple[str, str]]:
    """The notes, each with its path in the vault."""
    vault = _Vault(selection)
    for card, key in zip(selection.cards, card_keys(selection.cards), strict=True):
        yield f"{vault.cards[key]}.md", vault.card(card, key)
    for name, actor in named_actors(selection).items():
        yield f"{vault.actors[name]}.md", _actor(name, actor)


def safe_name(text: str, taken: set[str]) -> str:
    """Return a text as the name of a file, which is taken from then on, whatever its case."""
    name = " ".join(_UNSAFE.sub("-", normalize("NFC", one_line(text))).split())
    name = name.encode()[:LONGEST_NAME].decode(errors="ignore").strip(" .") or "-"
    name = f"{name}_" if _RESERVED.fullmatch(name) else name
    return free_key(name, taken, lambda text: normalize("NFKC", text).casefold())


class _Vault:
    """The notes of some cards, and how they are called."""

    def __init__(self, selection: Selection) -> None:
        keys = card_keys(selection.cards)
        cards: set[str] = set()
        actors: set[str] = set()
        self.cards = {key: f"{CARDS}/{safe_name(key, cards)}" for key in keys}
        self.actors = {
            name: f"{ACTORS}/{safe_name(actor['name'], actors)}"
            for name, actor in named_actors(selection).items()
        }
        self._others = {
            (card["dataset"], name): (self.cards[key], card["claim"])
            for card, key in zip(selection.cards, keys, strict=True)
            for name in reversed(answers_to(card["id"], card["claim"]))
        }

    def card(self, card: PlainCard, key: str) -> str:
        """Return the note of a card."""
        date = date_of(card)
        actors = [_link(self.actors[actor["id"]], actor["name"]) for actor in card["actors"]]
        after = card["superseded_by"]
        properties: dict[str, Property] = {
            "id": key,
            "dataset": card["dataset"],
            "aliases": [card["claim"]],
            "claim": card["claim"],
            "date": card["date"],
            "date_in_words": date.words,
            "earliest": card["earliest"],
            "latest": card["latest"],
            "as_of": card["as_of"],
            "confidence": card["confidence"],
            "credibility": card["credibility"],
            "disputed": card["disputed"],
            "origins": card["origins"],
            "topics": card["topics"],
            "tags": [_NO_TAG.sub("-", topic) for topic in card["topics"]],
            "actors": actors,
            "related": [self._other(card, other) for other in card["related"]],
            "contradicts": [self._other(card, other) for other in card["contradicts"]],
            "superseded_by": self._other(card, after) if after else None,
            "sources": [flat(source) for source in card["sources"]],
        }
        standing = caveats(card) or card["confidence"]
        body = [
            f"# {_text(card['claim'])}",
            f"**{_text(date.words)}** · {_text(standing)}",
            *([_text(card["note"])] if card["note"] else []),
            *_listed("Sources", [_source(source) for source in cited_sources(card)]),
            *_listed("Actors", actors),
            *_listed("Related", self._links(card, card["related"])),
            *_listed("Contradicts", self._links(card, card["contradicts"])),
            *_listed("Superseded by", self._links(card, [after] if after else [])),
        ]
        return _note(properties, body)

    def _other(self, card: PlainCard, other: str) -> str:
        """Return another card as a property: a link, its id where it has no note."""
        place = card["dataset"], other
        return _link(*self._others[place]) if place in self._others else other

    def _links(self, card: PlainCard, others: Sequence[str]) -> list[str]:
        """Return other cards in a text: links, ids where they have no notes."""
        there = ((other, (card["dataset"], other) in self._others) for other in others)
        return [self._other(card, other) if known else _text(other) for other, known in there]


def _actor(name: str, actor: Mapping[str, Any]) -> str:
    """Return the note of an actor; Obsidian itself lists the cards that lead to it."""
    properties = {
        "id": name,
        "aliases": [one_line(alias) for alias in actor["aliases"]],
        "name": actor["name"],
        "kind": actor["kind"],
    }
    return _note(properties, [f"# {_text(actor['name'])}"])


def _note(properties: Mapping[str, Property], body: Sequence[str]) -> str:
    lines = [
        f"{key}:{_value(key, value)}" for key, value in properties.items() if value is not None
    ]
    return "\n".join(["---", *lines, "---", "", "\n\n".join(body), ""])


def _value(key: str, value: Property) -> str:
    """Return a property in YAML: JSON, but for days, which stand without quotes."""
    if isinstance(value, str):
        day = key in _DAYS and re.fullmatch(r"\d{4}-\d\d-\d\d", value) and value >= _YEAR_ONE
        return f" {value}" if day else f" {_quoted(value)}"
    if isinstance(value, Sequence):
        return "".join(f"\n  - {_quoted(item)}" for item in value) or " []"
    return f" {json.dumps(value)}"


def _quoted(text: str) -> str:
    quoted = in_json(json.dumps(one_line(text), ensure_ascii=False))
    return _NO_YAML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", quoted)


def _listed(heading: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield f"## {heading}"
        yield "\n".join(f"- {item}" for item in items)


def _source(source: PlainSource) -> str:
    named = (None, source_name(source))
    link, copy = web_link(source["url"]), web_link(source["archived_url"])
    published = source["published"]
    parts = [
        _text(heard_in(source)),
        None if source["title"] in named else f"“{_text(str(source['title']))}”",
        published and Date.parse(published).words,
        f"<{link}>" if link else source["url"] and _text(source["url"]),
        copy and f"archived at <{copy}>",
        source["accessed"] and f"accessed {Date.parse(source['accessed']).words}",
        source["reliability"] and f"reliability {source['reliability']}",
        (origin := relayed(source)) and f"relays {_text(origin)}",
    ]
    says = f" — {_text(source['says'])}" if source["says"] else ""
    return f"**{source['stance'].capitalize()}**: {', '.join(filter(None, parts))}{says}"


def _link(note: str, text: str) -> str:
    """Return a link to a note by a text, of which nothing ends the link or acts in it."""
    shown = one_line(text).translate(_IN_LINK).replace("%%", "% %")
    return f"[[{note}|{shown}]]"


def _text(text: str) -> str:
    """Return a text for a note: Markdown, without Obsidian's comments and Dataview's fields."""
    return in_markdown(text).replace("%%", r"\%\%").replace("::", r"\:\:")
