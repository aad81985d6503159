"""Cards as cards again: YAML that relcli loads, and JSON, CSV and TSV as `list` has them.

These are what `relcli new -` reads. A sheet has one column more, `card_json`: the card whole, for
what a cell cannot hold.
"""

import json
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from relcli.model.card_dict import FIRST_KEYS, LATER_KEYS, WHOLE, PlainCard, PlainSource, date_of
from relcli.model.date import Date
from relcli.model.ids import slug
from relcli.model.keys import SOURCE_DATES
from relcli.model.names import fold
from relcli.model.source_rules import name_in_id
from relcli.view import data
from relcli.view.export.selection import Selection, named_actors, some, some_about_actors
from relcli.view.safe import in_json, visible

_COLUMNS = (*FIRST_KEYS, WHOLE, *LATER_KEYS)
_OF_THE_CARD = ("id", "claim", "date", "confidence", "topics")
_LINKS = ("note", "related", "contradicts", "superseded_by")


def as_json(selection: Selection) -> Iterator[str]:
    """One array of cards, with the keys that scripts rely on."""
    return data.as_json(selection.cards, ())


def as_jsonl(selection: Selection) -> Iterator[str]:
    """A card a line (jsonlines.org)."""
    return data.as_jsonl(selection.cards, ())


def as_csv(selection: Selection) -> Iterator[str]:
    """A header and a record a card (RFC 4180); no cell is a formula."""
    return data.as_csv(_rows(selection), _COLUMNS)


def as_tsv(selection: Selection) -> Iterator[str]:
    """A header and a line a card, tabs between the cells."""
    return data.as_tsv(_rows(selection), _COLUMNS)


def as_yaml(selection: Selection) -> Iterator[str]:
    """A file of cards: each source written in place, each actor by the name that gives its id."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes what could act on a terminal in quotes, where it may be escaped."""

    def quoted(dumper: Dumper, text: str) -> yaml.ScalarNode:
        style = None if visible(text) == text else '"'
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)

    Dumper.add_representer(str, quoted)
    shared = _shared_names(selection)
    for card in selection.cards:
        written = yaml.dump(
            [_card(card, shared)], Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100
        )
        yield "\n".join(in_json(line) for line in written.split("\n"))


def left_out_of_json(selection: Selection) -> list[str]:
    """Tell what the cards do not hold."""
    return some_about_actors(selection)


def left_out_of_yaml(selection: Selection) -> list[str]:
    """Tell what stands in other files of a dataset."""
    named = named_actors(selection)
    nameless = sum(slug(actor["name"]) != name for name, actor in named.items())
    return [
        *some_about_actors(selection),
        *some("the names of", nameless, "actor", "(their ids stand for them)"),
    ]


def whole(card: PlainCard) -> dict[str, Any]:
    """Return what `relcli new -` needs to make the same card again, empty fields left out."""
    plain: dict[str, Any] = dict(card)
    values = {key: plain[key] for key in (*_OF_THE_CARD, "actors")}
    values["sources"] = [
        {key: value for key, value in source.items() if value is not None}
        for source in card["sources"]
    ]
    values |= {key: plain[key] for key in _LINKS} | {"as_of": card["as_of"] or None}
    return {key: value for key, value in values.items() if value not in (None, [])}


def _rows(selection: Selection) -> Iterator[dict[str, Any]]:
    for card in selection.cards:
        text = json.dumps(whole(card), ensure_ascii=False, separators=(",", ":"))
        yield {**card, WHOLE: in_json(text)}


def _shared_names(selection: Selection) -> set[str]:
    """Return the names, folded, by which no card can name its actor, for several have them."""
    owners = Counter(
        name
        for actor_id, actor in selection.actors.items()
        for name in {fold(text) for text in (actor_id, actor["name"], *actor["aliases"])}
    )
    return {name for name, number in owners.items() if number > 1}


def _card(card: PlainCard, shared: AbstractSet[str]) -> dict[str, Any]:
    plain: dict[str, Any] = {**card, "date": str(date_of(card))}
    values = {key: plain[key] for key in _OF_THE_CARD}
    values["actors"] = [
        actor["name"] if slug(actor["name"]) == actor["id"] else actor["id"]
        for actor in card["actors"]
    ]
    values["sources"] = [_source(source, shared) for source in card["sources"]]
    values |= {key: plain[key] for key in _LINKS}
    return {key: value for key, value in values.items() if value not in (None, [])}


def _source(source: PlainSource, shared: AbstractSet[str]) -> str | dict[str, str]:
    """Return a source as it is written in place; without the id that the loader gives it again."""
    given = {key: str(value) for key, value in source.items() if value is not None}
    for key in given.keys() & SOURCE_DATES:
        given[key] = str(Date.parse(given[key]))
    if speaker := source["speaker"]:
        # A speaker that no file declares is its name, so that is what is written where it will do.
        by_id = speaker["id"] if fold(speaker["name"]) in shared else None
        given["speaker"] = by_id or speaker["name"]
    if source["stance"] == "supports":
        del given["stance"]
    named = source["publisher"], source["title"], source["url"], source["published"]
    if source["id"] == slug(name_in_id(*named)):
        del given["id"]
    elif given.keys() == {"id", "title"} and source["id"] == slug(given["title"]):
        return given["title"]
    return given
