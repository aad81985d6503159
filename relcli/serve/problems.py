"""What went wrong, as one JSON document (RFC 9457): what, where in the question, what to do."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from relcli.api import UnknownCardError
from relcli.errors import DatasetError, FilterError, RelcliError, TooLongError
from relcli.view.safe import in_json

MEDIA_TYPE = "application/problem+json"
LATER = {"retry-after": "2"}  # seconds
_BUSY = HTTPStatus.SERVICE_UNAVAILABLE
BAD_VALUE = HTTPStatus(422)  # its name differs between versions of Python


class BusyError(RelcliError):
    """More requests at once than are taken."""


class TooBroadError(RelcliError):
    """A question about more cards than are counted at once."""


def problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, **more: object
) -> Response:
    """Return a problem as a response; `more` are members beside those of the standard."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    text = in_json(json.dumps(told | {"detail": detail} | more, ensure_ascii=False))
    return Response(f"{text}\n", status, headers, MEDIA_TYPE)


def problem_of(error: RelcliError) -> Response:
    """Return the response that tells an error of ours."""
    match error:
        case FilterError():
            wrong = error.in_words_of_python()
            return problem(BAD_VALUE, str(wrong), **_where(wrong.field, wrong))
        case TooBroadError():
            return problem(BAD_VALUE, str(error))
        case UnknownCardError():
            remarks: list[str] = getattr(error, "__notes__", [])
            where = _where("id", error)
            return problem(HTTPStatus.NOT_FOUND, str(error), **where, remarks=remarks)
        case TooLongError() | BusyError():
            return problem(_BUSY, str(error), LATER)
        case DatasetError():  # its message has a path of this machine
            return problem(_BUSY, "the facts cannot be read at present", LATER)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "the facts cannot be answered from")


def _where(field: str, error: FilterError | UnknownCardError) -> dict[str, Any]:
    """Return which part of a question is wrong, and what may be meant."""
    return {"field": field, "value": error.value, "suggestion": error.suggestion}
