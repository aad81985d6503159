"""What every request passes: bounds, the name it calls us by, headers, one line of a log.

ASGI (3.0) as it stands, around all else: what goes wrong within becomes a problem here.
"""

import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException

from relcli.serve.problems import problem
from relcli.serve.settings import LARGEST_BODY, LONGEST_QUERY, Settings

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_TOO_LARGE = 413  # its name differs between versions of Python
_TOO_LARGE_TOLD = f"a body has at most {LARGEST_BODY:,} bytes; send it in parts"
NOTHING_ACTS = "default-src 'none'; frame-ancestors 'none'"
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": NOTHING_ACTS,
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Guard:
    """An application within bounds."""

    def __init__(self, app: "ASGIApp", settings: Settings) -> None:
        self._app = app
        self._settings = settings
        # A script of another site may have an answer only where that site was named.
        shared = "cross-origin" if settings.origins else "same-origin"
        self._headers = HEADERS | {"cross-origin-resource-policy": shared}

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer a request, or pass on what is none."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.monotonic()
        request = _Request(receive, send, self._headers)
        refused = self._refused(scope)
        try:
            if refused is None:
                # An answer to HEAD is that to GET; of its body the server sends nothing.
                method = "GET" if scope["method"] == "HEAD" else scope["method"]
                await self._app({**scope, "method": method}, request.receive, request.send)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next request is answered
            # The application has told who asked.
            self._settings.tell("error", f"{_asked(scope)}: {type(error).__name__}: {error}")
        if refused is not None and not request.status:
            await refused(scope, receive, request.send)
        took = (time.monotonic() - start) * 1000
        self._settings.tell("note", f"{_asked(scope)} {request.status} {took:.0f} ms")

    def _refused(self, scope: "Scope") -> "Response | None":
        """Return the answer to a request that goes beyond a bound; None where it does not."""
        headers = Headers(scope=scope)
        if len(scope["query_string"]) > LONGEST_QUERY:
            cure = f"the question has at most {LONGEST_QUERY:,} characters"
            return problem(HTTPStatus.REQUEST_URI_TOO_LONG, cure)
        length = headers.get("content-length", "0")  # the server has seen to it that it is a number
        if int(length) > LARGEST_BODY:
            return problem(_TOO_LARGE, _TOO_LARGE_TOLD)
        name = _name_in(headers.get("host", ""))
        if self._settings.hosts and name not in self._settings.hosts:
            # A page of another site may have its own name lead here (DNS rebinding).
            cure = "name it by --allow-host when the server is started"
            return problem(HTTPStatus.MISDIRECTED_REQUEST, f"this is no host `{name}`; {cure}")
        return None


class _Request:
    """One request: how much of its body has come, and the status of its answer."""

    def __init__(self, receive: "Receive", send: "Send", headers: dict[str, str]) -> None:
        self._receive = receive
        self._send = send
        self._headers = headers
        self._size = 0
        self.status = 0

    async def receive(self) -> "Message":
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > LARGEST_BODY:
            raise HTTPException(_TOO_LARGE, _TOO_LARGE_TOLD)
        return message

    async def send(self, message: "Message") -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
        await self._send(message)


def _name_in(host: str) -> str:
    """Return the name in a Host header, without its port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).casefold()


def _asked(scope: "Scope") -> str:
    """Return who asked what, as it was sent: what is not printable there is encoded."""
    client, *_ = scope["client"] or ("?",)
    query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
    return f"{client} {scope['method']} {scope['raw_path'].decode('latin-1')}{query}"
