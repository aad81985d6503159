"""The JSON Schemas (draft-07) of a dataset's files, for editors, and of relcli's JSON, for scripts.

What there is, is asked of the model; this module has the words for it.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from relcli.model.card_dict import PlainCard, PlainSource
from relcli.model.edtf import AS_OF, POINT, TIME
from relcli.model.history import PlainChange, PlainMonth
from relcli.model.ids import ID, LANGUAGE
from relcli.model.keys import (
    ACTOR_KEYS,
    CARD_KEYS,
    CARD_SOURCE_KEYS,
    CHECK_KEYS,
    DATASET_KEYS,
    REQUIRED_KEYS,
    SOURCE_DATES,
    SOURCE_KEYS,
    STANCE_KEYS,
)
from relcli.model.match import Difference
from relcli.model.query import Match
from relcli.model.scale import Confidence, Reliability, Stance
from relcli.model.stats import NetworkLink, PlainDispute, PlainNetwork, PlainStats, StatsLine
from relcli.model.why import Why
from relcli.view.findings import PlainProblem

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"

_WORDS = {
    "id": "One word that names the card for good. Without one it is made from the claim.",
    "claim": "The one sentence that can be checked.",
    "date": "When it was, as precise as the source is and no more: EDTF level 0 or 1, such as "
    "2015, 2015-09, 2015-09-30, 2015~ (about), 2015? (uncertain), 201X, 2015-21 (spring), -0043 "
    "(44 BC), 2015/2016 (from, to), 2015/.. (going on); `between 2015 and 2016` or `by 2016`, once "
    "in that time; `as of 2016`, a state that is attested then.",
    "confidence": "How far the claim can be trusted, in the curator's judgement.",
    "topics": "Words of the dataset's own short list, in dataset.yaml.",
    "actors": "Who and what it is about: ids, names or aliases of actors.yaml.",
    "source": "Who backs or disputes the claim. The same field as `sources`.",
    "sources": "Who backs or disputes the claim: ids of sources.yaml, or sources written in place.",
    "note": "What a reader should know besides.",
    "related": "Ids of cards on the same matter.",
    "contradicts": "Ids of cards that cannot be true together with this one.",
    "superseded_by": "The id of the card that has taken the place of this one.",
}
_SOURCE_WORDS = {
    "id": "An id of sources.yaml, or one word that names this source.",
    "title": "What it is called.",
    "publisher": "Who published it.",
    "url": "Where it can be read.",
    "archived_url": "A copy that will stay, such as one at web.archive.org.",
    "published": "When it was published, as a date of a card, but never `as of`.",
    "accessed": "When it was read, as a date of a card, but never `as of`.",
    "reliability": "How far the source can be relied on, the letter of the Admiralty system.",
    "origin": "The id of the source that this one relays; those with one origin count once.",
    "stance": "What it does to the claim; `supports` unless said otherwise.",
    "says": "What it says about the claim, in a sentence.",
    "speaker": "Who makes the statement that it carries: an actor of actors.yaml by id, name or "
    "alias, or else a name.",
    "language": "The language it is in, as a BCP 47 tag.",
}
_ACTOR_WORDS = {
    "name": "The commonest spelling.",
    "kind": "Such as person, body, place, weapon.",
    "aliases": "Other spellings and names, in any script.",
}
_DATASET_WORDS = {
    "title": "What the dataset is called.",
    "description": "What it is about, and how it was made.",
    "license": "Under which licence the cards are, as an SPDX identifier.",
    "language": "The language of the claims, as a BCP 47 tag; `en` where none is given.",
    "topics": "The topics a card may have: an id and its label.",
    "synonyms": "Lists of words that find each other, such as [weapons, arms].",
    "check": "Which rules `relcli check` goes by.",
}
_CHECK_WORDS = {"select": "Only these rules.", "ignore": "All rules but these."}
_STANCE_WORDS: dict[str, str] = {
    Stance.SUPPORTS: "backs the claim",
    Stance.QUALIFIES: "backs it in part, or with a reservation",
    Stance.DISPUTES: "speaks against it",
}


def cards_schema() -> Schema:
    """Return the schema of a file of cards."""
    card = _object(CARD_KEYS, _WORDS, _CARD_KINDS, required=REQUIRED_KEYS)
    card["oneOf"] = [{"required": ["source"]}, {"required": ["sources"]}]
    source = _object(CARD_SOURCE_KEYS, _SOURCE_WORDS, _SOURCE_KINDS)
    source["anyOf"] = [{"required": [key]} for key in ("id", "title", "publisher", "url")]
    return {
        **_head("A file of cards", "A list of facts, each with its date, sources and confidence."),
        "type": ["array", "null"],
        "items": card,
        "definitions": {"source": {"anyOf": [_TEXT, source]}},
    }


def dataset_schema() -> Schema:
    """Return the schema of dataset.yaml."""
    check = _object(CHECK_KEYS, _CHECK_WORDS, dict.fromkeys(CHECK_KEYS, _texts))
    kinds: dict[str, _Kind] = {
        "topics": lambda: {
            "type": ["object", "null"],
            "propertyNames": _id(),
            "additionalProperties": _or_null(_TEXT),
        },
        "synonyms": lambda: {
            "type": ["array", "null"],
            "items": {"type": "array", "items": _TEXT, "minItems": 2},
        },
        "check": lambda: _or_null(check),
    }
    described = "What the dataset is, and the topics that its cards may have."
    return {
        **_head("dataset.yaml", described),
        **_object(DATASET_KEYS, _DATASET_WORDS, kinds),
        "type": ["object", "null"],
    }


def actors_schema() -> Schema:
    """Return the schema of actors.yaml."""
    actor = _object(ACTOR_KEYS, _ACTOR_WORDS, {"aliases": _texts}, required=["name"])
    return _declaring("actors.yaml", "Who and what the cards are about, by id.", actor)


def sources_schema() -> Schema:
    """Return the schema of sources.yaml."""
    source = _object(SOURCE_KEYS, _SOURCE_WORDS, _SOURCE_KINDS)
    source["anyOf"] = [{"required": [key]} for key in ("title", "publisher", "url")]
    return _declaring("sources.yaml", "What the cards rest on, by id.", source)


def output_schema() -> Schema:
    """Return the schema of what `--json` prints, and `check --format json`.

    With `--format jsonl` it is that of an array of the lines. `score`, `matched` and `all_words`
    are those of `search`, `why` is there with --explain, `in_range` with --since or --until.
    `stats` and `graph` write one document; a line of theirs is a `cell` or a `link`. A `change` of
    `cite --check` has the line of the text and the commit that is cited; `history` is that of
    `show --history`.
    """
    card = _of_type(PlainCard)
    card["properties"] |= {
        "score": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
        "matched": {"type": "array", "items": _of_type(Match)},
        "in_range": {"enum": ["certainly", "possibly"]},
        "all_words": {"type": "boolean"},
        "why": _of_type(Why),
        "history": {"type": "array", "items": _of_type(PlainChange)},
    }
    count = {"cards": {"type": "integer", "minimum": 0}}
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    of_a_source = _of_type(PlainSource)["properties"]
    source = {key: kind for key, kind in of_a_source.items() if key not in STANCE_KEYS}
    aliases = {"type": "array", "items": text}
    actor = {"id": text, "name": text, "kind": maybe, "aliases": aliases, **count}
    rows = {
        "card": card,
        "topic": _closed({"id": text, "label": text, **count}),
        "actor": _closed(actor),
        "source": _closed({**source, **count}),
        "problem": _of_type(PlainProblem),
        "dispute": _of_type(PlainDispute),
        "cell": _of_type(StatsLine),
        "link": _of_type(NetworkLink),
        "sentence": _sentence(card),
        "change": _cited(_of_type(PlainChange)),
        "month": _of_type(PlainMonth),
    }
    documents = {"stats": _of_type(PlainStats), "graph": _of_type(PlainNetwork)}
    kinds: list[Schema] = [
        {"type": "array", "items": {"$ref": f"#/definitions/{name}"}} for name in rows
    ]
    return {
        **_head("The JSON output of relcli", "Rows of one kind, or one document."),
        "anyOf": [*kinds, *({"$ref": f"#/definitions/{name}"} for name in documents)],
        "definitions": {**rows, **documents},
    }


def _sentence(card: Schema) -> Schema:
    """Return the schema of a sentence of a draft with its cards, as `match` writes it."""
    text, number = {"type": "string"}, {"type": "integer", "minimum": 1}
    sentence = _closed({"text": text, "line": number, "column": number})
    sentence["properties"] |= {"path": text}
    differs = {"differs": {"type": "array", "items": _of_type(Difference)}}
    beside = {**card, "properties": {**card["properties"], **differs}}
    return _closed({"sentence": sentence, "cards": {"type": "array", "items": beside}})


SCHEMAS: dict[str, Callable[[], Schema]] = {
    "cards": cards_schema,
    "dataset": dataset_schema,
    "actors": actors_schema,
    "sources": sources_schema,
    "output": output_schema,
}


def schema_text(name: str) -> str:
    """Return the schema of that name as JSON."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


# The loader reads every scalar as the text that stands there, and an editor may take it for a
# number or a truth value.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _texts() -> Schema:
    return {"anyOf": [{"type": "array", "items": _TEXT}, _TEXT, {"type": "null"}]}


def _id() -> Schema:
    return {"type": ["string", "number"], "pattern": rf"^\s*{ID.pattern}\s*$"}


def _date(*, may_be_state: bool = False) -> Schema:
    """Return the schema of a date: its grammar, but not how many days a month has."""
    point = _unnamed(re.sub(r"\s+", "", POINT.pattern))
    moment = rf"(?:{point}|-?[0-9]{{4}}-[01][0-9]-[0-3][0-9]T{_unnamed(TIME.pattern)})"
    interval = rf"(?!.*X)(?:{point}/(?:{point}|\.\.)?|(?:\.\.)?/{point})"
    # A set lies between years, months or days: without a qualifier, unknown digits or a season.
    members = rf"\[{point}\.\.{point}?\]|\[\.\.{point}\]|between {point} and {point}|by {point}"
    a_set = rf"(?!.*[?~%X])(?!.*[0-9]{{4}}-2[1-4])(?:{members})"
    moment = f"(?:{AS_OF})?{moment}" if may_be_state else moment
    text = {"type": "string", "pattern": rf"^\s*(?:{moment}|{interval}|{a_set})\s*$"}
    # What reads YAML with types takes a year for a number, and -0043 for -43.
    return {"anyOf": [text, {"type": "integer", "minimum": -9999, "maximum": 9999}]}


def _unnamed(pattern: str) -> str:
    """Return a pattern as a group; names of groups, which JavaScript writes otherwise, are gone."""
    return f"(?:{re.sub(r'[(][?]P<[a-z_]+>', '(?:', pattern)})"


def _word(scale: Mapping[str, str]) -> Schema:
    """Return the schema of the words of a scale, each with its meaning."""
    return {"enum": list(scale), "enumDescriptions": list(scale.values())}


def _source_or_several() -> Schema:
    source = {"$ref": "#/definitions/source"}
    return {"anyOf": [source, {"type": "array", "items": source, "minItems": 1}]}


_Kind = Callable[[], Schema]
_CARD_KINDS: dict[str, _Kind] = {
    "id": lambda: _or_null(_id()),
    "claim": lambda: _TEXT | {"minLength": 1},
    "date": lambda: _date(may_be_state=True),
    "confidence": lambda: _word({word: word.meaning for word in Confidence}),
    **dict.fromkeys(("topics", "actors", "related", "contradicts"), _texts),
    **dict.fromkeys(("source", "sources"), _source_or_several),
    "superseded_by": lambda: _or_null(_id()),
}
_SOURCE_KINDS: dict[str, _Kind] = {
    "id": lambda: _or_null(_id()),
    **dict.fromkeys(SOURCE_DATES, lambda: _or_null(_date())),
    "reliability": lambda: _or_null(_word({letter: letter.meaning for letter in Reliability})),
    "stance": lambda: _or_null(_word(_STANCE_WORDS)),
    "language": lambda: _or_null({"type": "string", "pattern": rf"^\s*{LANGUAGE.pattern}\s*$"}),
}


def _head(title: str, description: str) -> Schema:
    return {"$schema": DRAFT, "title": title, "description": description}


def _object(
    keys: Iterable[str],
    words: dict[str, str],
    kinds: dict[str, _Kind],
    required: Iterable[str] = (),
) -> Schema:
    """Return the schema of a mapping with those keys; one of no kind of its own holds a text."""
    properties = {
        key: {"description": words[key], **(kinds[key]() if key in kinds else _or_null(_TEXT))}
        for key in sorted(keys, key=list(words).index)
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _declaring(name: str, described: str, entry: Schema) -> Schema:
    return {
        **_head(name, described),
        "type": ["object", "null"],
        "propertyNames": _id(),
        "additionalProperties": entry,
    }


def _cited(change: Schema) -> Schema:
    """Return the schema of a change, which may be that of a citation in a text."""
    more = {"line": {"type": "integer", "minimum": 1}, "cited": {"type": ["string", "null"]}}
    return {**change, "properties": {**change["properties"], **more}}


def _closed(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _of_type(kind: Any) -> Schema:  # noqa: ANN401 - a type of the model
    """Return the schema of a type of the model."""
    if is_typeddict(kind):
        return _closed({key: _of_type(value) for key, value in get_type_hints(kind).items()})
    if get_origin(kind) in (list, dict):
        *_, within = get_args(kind)
        items = {} if within is Any else _of_type(within)
        of_dict = {"type": "object", "additionalProperties": items}
        return of_dict if get_origin(kind) is dict else {"type": "array", "items": items}
    numbers = {int: "integer", float: "number"}
    names = {str: "string", bool: "boolean", NoneType: "null", **numbers}
    if isinstance(kind, UnionType) and any(map(is_typeddict, get_args(kind))):
        return {"anyOf": [_of_type(part) for part in get_args(kind)]}
    if isinstance(kind, UnionType):
        return {"type": [names[part] for part in get_args(kind)]}
    return {"type": names[kind]}
