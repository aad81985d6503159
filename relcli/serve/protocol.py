"""HTTP/1.1 by uvicorn, with an end to what the other side may take its time for."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from relcli.serve.settings import CONNECTIONS, HEAD_SECONDS, TAKING_SECONDS

_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\n"
    b"retry-after: 2\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)


class TimedProtocol(H11Protocol):
    """A connection that is cut where a request drips in, or an answer is not taken."""

    _sending: asyncio.TimerHandle | None = None  # by the other side: a request
    _taking: asyncio.TimerHandle | None = None  # likewise: an answer

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request, unless too many others are waited for already."""
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            transport.write(_FULL)
            transport.close()
            return
        self._sending = self.loop.call_later(HEAD_SECONDS, transport.abort)

    def data_received(self, data: bytes) -> None:
        """Take a part of a request, of which the last has to come in time."""
        super().data_received(data)
        begun = self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]
        if not (begun or self.conn.their_state is h11.SEND_BODY):
            self._sending = _end(self._sending)
        elif self._sending is None:
            self._sending = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def pause_writing(self) -> None:
        """Wait for the answer to be taken, all of it in time."""
        super().pause_writing()
        self._taking = self.loop.call_later(TAKING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Wait no more: an answer is given to the system in one piece, and nearly all is taken."""
        super().resume_writing()
        self._taking = _end(self._taking)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing."""
        super().connection_lost(exc)
        self._sending, self._taking = _end(self._sending), _end(self._taking)


def _end(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """End a timer, and return the one that there is then: none."""
    if timer is not None:
        timer.cancel()
    return None
