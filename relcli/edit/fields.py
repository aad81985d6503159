"""The fields of a card as a person types them: `field=value`, an option, an answer, a cell."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from relcli.edit.json_text import read_json, texts_of
from relcli.errors import EditError, cure_for, quoted
from relcli.load.declared import Declared
from relcli.model.date import read as read_date
from relcli.model.date import read_words
from relcli.model.edtf import DateError
from relcli.model.ids import LIKE_AN_ID
from relcli.model.keys import CARD_KEYS, REQUIRED_KEYS, SOURCE_DATES
from relcli.model.names import fold

NEEDED = (*REQUIRED_KEYS, "sources")  # what every card has
LISTS = ("topics", "actors", "related", "contradicts")
Plain = dict[str, Any]
Operator = Literal["=", "+=", "-="]

_CHANGE = re.compile("([^=+-]*)([+-]?=)(.*)", re.DOTALL)
_RETIRING = "add a new card with `relcli new`, and name it here with superseded_by="


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a card: a field set, or something added to its list or taken from it."""

    field: str
    operator: Operator
    value: str


def read_change(text: str) -> Change:
    """Return the change that `field=value`, `field+=value` or `field-=value` is.

    Raises EditError.
    """
    match = _CHANGE.fullmatch(text)
    if match is None:
        cure = "write field=value, field+=value or field-=value"
        raise EditError(f"{quoted(text)} is no change", cure)
    field, operator, value = match.groups()
    field = {"source": "sources"}.get(field.strip(), field.strip())
    if field == "id":
        raise EditError("the id of a card never changes", _RETIRING)
    if field not in CARD_KEYS:
        known = ", ".join(sorted(CARD_KEYS - {"id", "source"}))
        cure = cure_for(field, CARD_KEYS, f"it has {known}")
        raise EditError(f"a card has no {quoted(field)}", cure)
    if operator != "=" and field not in (*LISTS, "sources"):
        raise EditError(f"`{field}` holds one text", f"write {field}=…")
    return Change(field, operator, value.strip())  # type: ignore[arg-type]


def apply_changes(card: Mapping[str, Any], changes: Iterable[Change], declared: Declared) -> Plain:
    """Return a card, as plain data, after the changes. Raises EditError."""
    changed: Plain = dict(card)
    for change in changes:
        field = change.field
        if field == "sources":
            sources = as_list(changed.pop("source", None)) or as_list(changed.get("sources"))
            changed["sources"] = _changed_sources(sources, change, declared)
        elif field in LISTS:
            changed[field] = _changed_list(as_list(changed.get(field)), change, declared)
        else:
            changed[field] = change.value
        if not changed[field]:
            del changed[field]
            if field in NEEDED:
                raise EditError(f"a card needs its `{field}`", f"write {field}=… with a value")
    return changed


def as_list(value: Any) -> list[Any]:  # a value of a card
    """Return a value of a card that may stand for a list of one as a list."""
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def names(text: str) -> list[str]:
    """Return the names in a list that commas or semicolons part."""
    return [name.strip() for name in re.split("[,;]", text) if name.strip()]


def read_source(text: str, declared: Declared) -> str | Plain:
    """Return a source as typed: an id, a title, an address, or a mapping in JSON.

    Raises EditError; also for what looks like an id and is none, which would become a title.
    """
    if not text.startswith("{"):
        name = text.strip()
        known = declared.sources.keys() | declared.broken
        if not known and LIKE_AN_ID.fullmatch(name) and not name.isalpha():
            cure = 'declare it in sources.yaml; a title is {"title": "…"}'
            raise EditError(f"no source has the id {quoted(name)}", cure)
        return name
    try:
        source = read_json(text, "source")
    except ValueError as error:
        raise EditError(f"source: no JSON: {error}", 'write {"id": …} or a title') from None
    return plain_texts(source)


def plain_texts(source: Mapping[str, Any], place: str = "source") -> dict[str, str]:
    """Return a source with texts as values, its speaker as a text, without what is not given.

    Raises EditError, with the place of the source, for a value that is no text.
    """
    fields = dict(source)
    if isinstance(speaker := fields.get("speaker"), Mapping):  # as `--json` has it
        names = texts_of(speaker, f"{place}: `speaker`")
        fields["speaker"] = names.get("id") or names.get("name") or ""
    return texts_of(fields, place)


def write_dates(card: Plain) -> dict[str, str]:
    """Write the dates of a card, and of its sources, as files do; return those that were in words.

    What is no date, or may be several, is left for the loader to refuse.
    """
    read: dict[str, str] = {}
    sources = [source for source in as_list(card.get("sources")) if isinstance(source, dict)]
    places = [(card, "date"), *((s, key) for s in sources for key in SOURCE_DATES)]
    for holder, key in places:
        if isinstance(said := holder.get(key), str):
            holder[key] = date_text(said)
            if read_date(said) is None and holder[key] != said:
                read[said] = holder[key]
    return read


def date_text(said: str) -> str:
    """Return a date in EDTF or in words as files have it; a text that is none as it stands."""
    try:
        return str(read_words(said))
    except DateError:
        return said


def declared_name(field: str, name: str, declared: Declared) -> str:
    """Return the id of an actor that is named otherwise, and of a topic by its label."""
    if field == "actors":
        actor = declared.actor(name)
        return actor.id if actor else name
    if field == "topics" and name not in declared.topics:
        by_label = {fold(label): topic for topic, label in declared.topics.items()}
        return by_label.get(fold(name), name)
    return name


def _changed_list(present: list[str], change: Change, declared: Declared) -> list[str]:
    given = [declared_name(change.field, name, declared) for name in names(change.value)]
    if change.operator == "=":
        return list(dict.fromkeys(given))
    by_id = {declared_name(change.field, name, declared): name for name in present}
    if change.operator == "+=":
        return [*present, *(name for name in dict.fromkeys(given) if name not in by_id)]
    for name in given:
        if name not in by_id:
            cure = cure_for(name, by_id, f"it has {', '.join(present) or 'none'}")
            raise EditError(f"{change.field}: the card has no `{name}`", cure)
    return [name for name in present if declared_name(change.field, name, declared) not in given]


def _changed_sources(present: list[Any], change: Change, declared: Declared) -> list[Any]:
    if change.operator == "-=":
        left = [source for source in present if change.value not in _called(source)]
        if len(left) == len(present):
            known = [name for source in present for name in _called(source)[:1]]
            cure = cure_for(change.value, known, f"it has {', '.join(known)}")
            raise EditError(f"sources: the card has no `{change.value}`", cure)
        return left
    given = [read_source(change.value, declared)] if change.value else []
    kept = present if change.operator == "+=" else []
    return [*kept, *(source for source in given if source not in kept)]


def _called(source: Any) -> list[str]:  # a text or a mapping
    """Return what a source may be called: its id, its title."""
    if isinstance(source, str):
        return [source]
    return [source[key] for key in ("id", "title", "publisher", "url") if source.get(key)]
