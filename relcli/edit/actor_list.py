"""Names with their aliases to actors: sheets, and FollowTheMoney as OpenSanctions publishes it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from relcli.edit.fields import Plain
from relcli.edit.recognise import Format, Incoming
from relcli.edit.sheet import sheet_rows
from relcli.errors import EditError, quoted
from relcli.load.declared import LARGEST_ENTRY
from relcli.model.ids import is_id, slug
from relcli.model.names import fold

# Columns of a sheet, each with the names that people and OpenSanctions give them.
_COLUMNS = {
    "id": "id",
    "name": "name",
    "caption": "name",
    "kind": "kind",
    "type": "kind",
    "schema": "kind",
}
_ALIAS = re.compile(r"(?:other_names?|alias(?:es)?|aka|also_known_as|alias_?\d+)")
_ALIASES = {"alias", "aliases", "aka", "other_name", "other_names", "also_known_as"}
_KNOWN = {*_COLUMNS, *_ALIASES, *(f"alias_{n}" for n in range(1, 100))}
_EXAMPLE = "name, kind, aliases"
# What acts has a name that people look for; addresses, passports and ownerships have none.
_KINDS = {
    "Person": "person",
    "Organization": "body",
    "PublicBody": "body",
    "LegalEntity": "body",
    "Company": "company",
    "Vessel": "vessel",
    "Airplane": "aircraft",
    "Vehicle": "vehicle",
}
_NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")  # of FollowTheMoney


class NamedActor(NamedTuple):
    """One actor: where it stands in its file, its id, and what actors.yaml says of it.

    `kept` tells that the file has the id; else it is made. `dropped` are names too many.
    """

    place: str
    id: str
    kept: bool
    fields: Plain
    dropped: int


def actors_of(given: Incoming) -> tuple[list[NamedActor], list[str]]:
    """Return the actors of a file, and what in it is none, to be told. Raises EditError."""
    if given.format is Format.CSV:
        rows = sheet_rows(given.text, _KNOWN, _EXAMPLE)
        columns = [name for name in (rows[0][1] if rows else ()) if not _is_known(name)]
        return [_of_row(f"row {line}", cells) for line, cells in rows], columns
    actors: list[NamedActor] = []
    others: dict[str, None] = {}
    for number, value in given.values:
        actor = _of_entity(f"row {number}", value)
        if actor is None:
            others[value["schema"]] = None
        else:
            actors.append(actor)
    return actors, [*others]


def is_list_of_names(given: Incoming) -> bool:
    """Whether the header of a sheet names names, and no claims."""
    header = given.text.lstrip().partition("\n")[0].casefold()
    names = {name.strip(" \"'\r") for name in re.split("[,;\t|]", header)}
    return given.format is Format.CSV and "name" in names and "claim" not in names


def _is_known(column: str) -> bool:
    return column in _COLUMNS or _ALIAS.fullmatch(column) is not None


def _of_row(place: str, cells: Mapping[str, str]) -> NamedActor:
    said = {_COLUMNS[name]: text.strip() for name, text in cells.items() if name in _COLUMNS}
    listed = (text for name, text in cells.items() if _ALIAS.fullmatch(name))
    aliases = [alias for text in listed for alias in re.split("[;|\n]", text)]
    return _actor(place, said.get("id", ""), said.get("name", ""), said.get("kind", ""), aliases)


def _of_entity(place: str, entity: Any) -> NamedActor | None:  # what JSON holds
    """Return an entity of FollowTheMoney as an actor; None for what has no name of its own."""
    match entity:
        case {"schema": str(schema), "properties": {**properties}}:
            pass
        case _:
            cure = "write an entity of FollowTheMoney, with schema and properties"
            raise EditError(f"{place}: no entity", cure)
    if schema not in _KINDS:
        return None
    names = [name for key in _NAMES for name in _texts(properties.get(key))]
    caption = entity.get("caption")
    name = caption if isinstance(caption, str) else next(iter(names), "")
    return _actor(place, str(entity.get("id") or ""), name, _KINDS[schema], names)


def _texts(value: Any) -> Iterator[str]:
    yield from (
        item for item in (value if isinstance(value, list) else ()) if isinstance(item, str)
    )


def _actor(place: str, own_id: str, name: str, kind: str, aliases: Iterable[str]) -> NamedActor:
    """Return an actor, each of its names once. Raises EditError for one without a name."""
    name = " ".join(name.split())
    if not name:
        raise EditError(f"{place}: an actor without a name", "give it one, or remove it")
    if own_id and not is_id(own_id):
        raise EditError(f"{place}: {quoted(own_id)} cannot be an id", "write one word, or none")
    unique = {fold(text): " ".join(text.split()) for text in reversed([*aliases]) if text.strip()}
    unique.pop(fold(name), None)
    kept, letters = [], len(name) + len(kind)
    for alias in reversed(unique.values()):
        letters += len(alias)
        if letters > LARGEST_ENTRY:
            break
        kept.append(alias)
    fields = {"name": name, "kind": _KINDS.get(kind, kind), "aliases": kept}
    fields = {key: value for key, value in fields.items() if value}
    dropped = len(unique) - len(kept)
    return NamedActor(place, own_id or slug(name), bool(own_id), fields, dropped)
