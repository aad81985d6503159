"""What the server tells of itself: OpenAPI 3.1, its schemas those of `relcli schema output`."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from relcli.serve.problems import MEDIA_TYPE
from relcli.view.schema import output_schema

Schema = dict[str, Any]

_TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_TOLD: Schema = {"remarks": _TEXTS, "total": _COUNT}
# The key under which the rows of a kind stand, and the name of their schema.
_KINDS = {
    "cards": "card",
    "topics": "topic",
    "actors": "actor",
    "sources": "source",
    "disputes": "dispute",
    "years": "year",
    "sentences": "sentence",
}
_PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "field": {"type": "string"},
        "value": {"type": "string"},
        "suggestion": {"type": ["string", "null"]},
        "remarks": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}
_REFUSED = {
    "404": "There is none of that id.",
    "414": "The question is too long.",
    "421": "The server is not called so.",
    "422": "A value that is none, or a question about too much.",
    "503": "Not now: too much is asked at once, or the facts cannot be read.",
}


_REFUSED_BODIES = {"413": "The draft is too long.", "415": "A draft is text."}


def documented(kind: str, body: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return what FastAPI is to know of an address: the name of the schema of its answers.

    `body` are the media types of what is sent to it.
    """
    told = {"application/json": {"schema": _ref(kind)}}
    content = {media_type: {"schema": {"type": "string"}} for media_type in body}
    refused = _REFUSED_BODIES if body else {}
    return {
        "openapi_extra": {"requestBody": {"required": True, "content": content}} if body else {},
        "response_class": Response,
        "responses": {
            "200": {"description": "The answer.", "content": told},
            "304": {"description": "The answer that you have still holds."},
            **{status: _refusal(words) for status, words in (_REFUSED | refused).items()},
        },
    }


def describe(app: FastAPI) -> Schema:
    """Return the description of all addresses."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    document["components"] = {"schemas": dict(_schemas())}
    for operation in (each for path in document["paths"].values() for each in path.values()):
        for parameter in operation.get("parameters", ()):
            parameter["schema"] = _without_null(parameter["schema"])
    return document


def _schemas() -> Iterator[tuple[str, Schema]]:
    rows = output_schema()["definitions"]
    year = {"year": {"type": ["integer", "null"]}}
    counts = (
        "cards",
        "going_on",
        "disputed",
        *rows["stats"]["properties"]["confidence"]["properties"],
    )
    rows["year"] = _closed(year | dict.fromkeys(counts, _COUNT))
    for key, name in _KINDS.items():
        yield name, rows[name]
        yield key, _closed({key: {"type": "array", "items": _ref(name)}, **_TOLD})
    yield "stats", _closed({**rows["stats"]["properties"], **_TOLD})
    yield "health", _closed({"status": {"const": "ok"}, "version": {"type": "string"}, **_TOLD})
    yield "problem", _PROBLEM


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _refusal(words: str) -> Schema:
    return {"description": words, "content": {MEDIA_TYPE: {"schema": _ref("problem")}}}


def _without_null(schema: Schema) -> Schema:
    """Return the schema of a parameter without the null that Python has where it is not given."""
    if "anyOf" in schema:
        (schema,) = (kind for kind in schema["anyOf"] if kind != {"type": "null"})
    return {key: value for key, value in schema.items() if key != "title"}
