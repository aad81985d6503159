"""Rows from elsewhere to cards: JSON, JSON Lines, CSV, TSV, and what relcli writes in these.

Where relcli writes what has no place for a whole card, the card is there as JSON besides: in the
column `card_json` of a sheet, in the field `custom` of an item of CSL-JSON.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from relcli.edit.fields import LISTS, Plain, as_list, declared_name, names, plain_texts
from relcli.edit.json_text import read_json, text_of, texts_of
from relcli.edit.recognise import NAMES, Format, Incoming, incoming
from relcli.edit.sheet import refuse_unknown_columns, sheet_rows
from relcli.errors import EditError, cure_for, quoted
from relcli.load.declared import Declared
from relcli.model.card import Source
from relcli.model.card_dict import WHOLE, PlainCard, plain_source
from relcli.model.edtf import AS_OF
from relcli.model.ids import LIKE_AN_ID, slug
from relcli.model.keys import CARD_KEYS, CARD_SOURCE_KEYS
from relcli.model.scale import Stance
from relcli.model.source_rules import in_a_cell, name_in_id

# What relcli tells of a card beyond what its file holds, or for one question.
_DERIVED = frozenset(PlainCard.__annotations__) - CARD_KEYS | {
    *("score", "matched", "in_range", "all_words", "why")
}
_YES = {"true", "yes", "1"}
_NO = {"", "false", "no", "0"}
_BEHIND = re.compile(rf" \((?=\w)({'|'.join(Stance)})?(?:, )?(?:speaker: (.+))?\)$")
_LONGEST_BEHIND = 1_000  # letters: where names may begin anywhere, all places would be tried
_URL = re.compile(r"(?:^|, )(https?://\S+)$")
_FORMULA = re.compile(r"'(?=\s*[=+\-@\uff0b\uff0d\uff1d\uff20])")  # as view.safe defuses a cell
# Tells of a card in `custom` that relcli wrote it: its links may lead to what was not exported.
_EXPORTED: Plain = {"dataset": None}
_COLUMNS = CARD_KEYS | _DERIVED | {WHOLE}
_EXAMPLE = "claim, date, source, confidence"

Numbered = tuple[int, Plain]
AsCell = Callable[[Any], str]


def read_rows(text: str, as_cell: AsCell) -> list[Numbered]:
    """Return the rows of a text of cards, each with its number. Raises EditError.

    The text is a JSON array, one JSON object or one a line, or a sheet with a header. Rows of JSON
    count from 1, a row of JSON Lines or of a sheet has the number of its line. `as_cell` is how
    relcli writes a value of a card into a cell.
    """
    return rows_of(incoming(text), as_cell)


def rows_of(given: Incoming, as_cell: AsCell) -> list[Numbered]:
    """Return the rows of what is recognised. Raises EditError where it holds no cards."""
    if given.format is Format.CSV:
        sheet = sheet_rows(given.text, _COLUMNS, _EXAMPLE)
        refuse_unknown_columns(sheet, _COLUMNS, CARD_KEYS)
        return [(number, _row_of_cells(number, cells, as_cell)) for number, cells in sheet]
    rows = [(number, _mapping(number, value)) for number, value in given.values]
    if given.format is Format.JSON or (
        given.format is Format.CSL and any(_held(row) for _, row in rows)
    ):
        return _cards_of_works(rows)
    if given.format is Format.CLAIMREVIEW:
        cure = "`relcli import -` makes cards of it"
        raise EditError("this is ClaimReview, which `new -` does not read", cure)
    what, others = ("names", "actors") if given.format is Format.FTM else ("works", "sources")
    message = f"this is {NAMES[given.format]}: {what}, and no cards"
    raise EditError(message, f"`relcli import - --as {others}` takes them")


def card_of_row(row: Mapping[str, Any], declared: Declared) -> Plain:
    """Return a row as the card that is to be written; what relcli works out itself is left out.

    Raises EditError for a key that no card has.
    """
    if _is_work(row):
        cure = 'write {"claim": …, "date": …, "confidence": …, "source": {"title": …}} in its place'
        raise EditError("a work without a claim is no card", cure)
    for key in row:
        if key not in CARD_KEYS | _DERIVED:
            raise EditError(
                f"a card has no {quoted(key)}", cure_for(key, CARD_KEYS, "leave it out")
            )
    if row.get("source") and row.get("sources"):
        raise EditError("`source` and `sources` are one field", "keep `sources`")
    card: Plain = {}
    for key in CARD_KEYS - {"source", "sources", *LISTS}:
        if row.get(key) is not None and (text := text_of(row[key], f"`{key}`")):
            card[key] = text
    if _says_yes(row.get("as_of")) and "date" in card:
        card["date"] = f"{AS_OF}{card['date'].removeprefix(AS_OF)}"
    for key in LISTS:
        given = row.get(key)
        named = names(given) if isinstance(given, str) else as_list(given)
        card[key] = [_name(key, item, declared, f"an item of `{key}`") for item in named]
    given = row.get("sources") or row.get("source")
    if isinstance(given, str):
        card["sources"] = [_source_of_cell(text, declared) for text in re.split(r";\s", given)]
    else:
        each = enumerate(as_list(given), start=1)
        card["sources"] = [_source(one, declared, f"source {number}") for number, one in each]
    return {key: value for key, value in card.items() if value}


def _says_yes(value: Any) -> bool:
    """Whether `as_of` says that a card is a state. Raises EditError for what says neither."""
    if value is None or isinstance(value, bool):
        return value is True
    said = text_of(value, "`as_of`")
    if (folded := said.casefold()) not in _YES | _NO:
        message = f"`as_of` is {quoted(said)}, neither true nor false"
        raise EditError(message, "write true there where `date` is that of a state")
    return folded in _YES


def _row_of_cells(number: int, cells: dict[str, str], as_cell: AsCell) -> Plain:
    """Return the card that stands whole in `card_json`, with what was changed in the other cells.

    Without that column the cells are all there is.
    """
    text = cells.pop(WHOLE, "").strip()
    plain: Plain = {key: _FORMULA.sub("", _unfolded(key, text)) for key, text in cells.items()}
    if not text:
        return plain
    try:
        card = _mapping(number, read_json(text, f"row {number}: {WHOLE}"))
    except ValueError as error:
        cure = "empty that cell, or undo what was changed in it"
        raise EditError(f"row {number}: {WHOLE}: no JSON: {error}", cure) from None
    for key in (CARD_KEYS | {"as_of"}) & plain.keys():
        was = _unfolded(key, as_cell(card.get(key)))
        if plain[key].strip() != _FORMULA.sub("", was).strip():
            card[key] = plain[key]
    return {key: value for key, value in plain.items() if key not in CARD_KEYS} | card


def _unfolded(key: str, text: str) -> str:
    """Return a cell of several lines as its field has it: a note keeps them, a list has items."""
    lines = [line.strip() for line in text.splitlines()]
    if key == "note":
        return "\n".join(lines)
    listed = key in (*LISTS, "source", "sources")
    return ("; " if listed else " ").join(line.rstrip("; ") if listed else line for line in lines)


def _cards_of_works(rows: list[Numbered]) -> list[Numbered]:
    """Return rows with the cards that items of CSL-JSON hold in their place, each of them once."""
    unique: dict[str, Numbered] = {}
    for number, row in rows:
        held = _held(row) if _is_work(row) else None
        if held is None:
            unique[f"row {number}"] = number, row
        for card in held or ():
            whole = _mapping(number, card)
            unique.setdefault(json.dumps(card, sort_keys=True), (number, _EXPORTED | whole))
    return list(unique.values())


def _is_work(row: Mapping[str, Any]) -> bool:
    """Whether a row is an item of CSL-JSON: these have a type, cards have a claim."""
    return "type" in row and "claim" not in row


def _held(work: Plain) -> list[Any] | None:
    """Return the cards that relcli has put into an item of CSL-JSON, None where it has not."""
    match work.get("custom"):
        case {"relcli": {"cards": [*cards]}}:
            return cards or None
    return None


def _mapping(number: int, row: Any) -> Plain:  # whatever JSON holds
    if not isinstance(row, dict):
        raise EditError(f"row {number}: no object", 'write {"claim": …, "date": …}')
    return row


def _name(key: str, item: Any, declared: Declared, place: str) -> str:
    """Return a name at a place; an actor may be an object with id and name, as relcli has it."""
    if not (isinstance(item, dict) and key == "actors"):
        return declared_name(key, text_of(item, place), declared)
    texts = texts_of({name: item.get(name) for name in ("id", "name")}, place)
    actor_id, name = texts.get("id", ""), texts.get("name", "")
    known = declared.actor(actor_id) or declared.actor(name)
    return known.id if known else name or actor_id


def _source(given: Any, declared: Declared, place: str) -> str | Plain:
    """Return a source as it is written, only what differs from what the dataset declares."""
    if not isinstance(given, dict):
        return text_of(given, place)
    for key in given:
        if key not in CARD_SOURCE_KEYS:
            raise EditError(f"a source has no {quoted(key)}", "leave it out")
    if given.get("speaker"):
        speaker = _name("actors", given["speaker"], declared, f"{place}: `speaker`")
        given = {**given, "speaker": speaker}
    source = plain_texts(given, place)
    source_id = source.get("id", "")
    if source_id in declared.sources:
        known = _plain(declared.sources[source_id])
        source = {k: v for k, v in source.items() if k == "id" or known.get(k) != v}
        return source if len(source) > 1 else source_id
    if source.get("stance") == Stance.SUPPORTS:
        del source["stance"]
    title = source.get("title", "")
    # Written as a text it would have the same id, and be taken for no other one.
    alone = source.keys() <= {"id", "title"} and source_id in ("", slug(title))
    if alone and title and title not in declared.sources and not LIKE_AN_ID.fullmatch(title):
        return title
    made_of = map(source.get, ("publisher", "title", "url", "published"))
    if declared.sources or source_id == slug(name_in_id(*made_of)):
        source.pop("id", None)  # it is made from the rest, or means nothing here
    return source


def _source_of_cell(text: str, declared: Declared) -> str | Plain:
    """Return the source that a cell of relcli's CSV tells of, or that a person typed there."""
    behind = _BEHIND.search(text, max(0, len(text) - _LONGEST_BEHIND))
    named = text[: behind.start()] if behind else text
    stance, speaker = behind.groups() if behind else (None, None)
    known = next((s for s in declared.sources.values() if named in (s.id, _cell_of(s))), None)
    source: Plain = {"id": known.id} if known else {"title": named}
    if not known and (url := _URL.search(named)):
        title = named[: url.start()]
        source = {"title": title, "url": url[1]} if title else {"url": url[1]}
    if stance:
        source["stance"] = stance
    if speaker and not (known and known.speaker and known.speaker.name == speaker):
        source["speaker"] = declared_name("actors", speaker, declared)
    return (
        str(next(iter(source.values()))) if source.keys() <= {"id"} or len(source) == 1 else source
    )


def _cell_of(source: Source) -> str:
    """Return a source as a cell of relcli's CSV has it."""
    return in_a_cell(_plain(source))


def _plain(source: Source) -> dict[str, str]:
    return plain_texts(plain_source(source))
