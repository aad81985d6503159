"""From a listening socket to the end: one process that answers, or several and who watches them."""

import logging
import socket
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING

from uvicorn import Config, Server
from uvicorn.supervisors.multiprocess import Multiprocess

from relcli.errors import RelcliError
from relcli.serve.app import create_app
from relcli.serve.guard import LOOPBACK
from relcli.serve.protocol import TimedProtocol
from relcli.serve.settings import IDLE_SECONDS, LARGEST_HEAD, SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relcli.serve.settings import Settings

BACKLOG = 128  # connections that wait to be accepted


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there. Raises RelcliError."""
    try:
        (family, *_, address), *_ = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        return socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except OSError as error:
        why, _, _ = str(error.strerror).partition(" (while")  # what Python has to add, we have said
        cure = "choose another --port, or another --host"
        raise RelcliError(f"cannot listen on {host}:{port}: {why}", cure) from None


def is_loopback(listener: socket.socket) -> bool:
    """Whether only this machine reaches a socket."""
    return ip_address(listener.getsockname()[0]).is_loopback


def hosts_of(listener: socket.socket, names: "Iterable[str]") -> frozenset[str]:
    """Return by which names a server may be called: any where others reach it and none is given."""
    given = frozenset(name.casefold() for name in names)
    if is_loopback(listener):
        return LOOPBACK | given
    return given and LOOPBACK | given


def address_of(listener: socket.socket) -> str:
    """Return the address at which a browser finds a socket."""
    host, port, *_ = listener.getsockname()
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def serve(settings: "Settings", listener: socket.socket, workers: int) -> None:
    """Answer until somebody ends it. Raises KeyboardInterrupt where that was Ctrl-C."""
    config = config_of(settings, workers)
    if workers == 1:
        Server(config).run([listener])
    else:
        watching = _Workers(config, [listener])
        watching.run()
        if watching.interrupted:
            raise KeyboardInterrupt


def config_of(settings: "Settings", workers: int = 1) -> Config:
    """Return what uvicorn is to do, and within what bounds."""
    _log(settings)
    return Config(
        partial(create_worker, settings),
        factory=True,
        http=TimedProtocol,
        ws="none",
        loop="asyncio",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        workers=workers,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=int(SECONDS),
    )


def create_worker(settings: "Settings") -> object:
    """Return the application of one process, which tells what goes wrong as this one does."""
    _log(settings)
    return create_app(settings)


class _Workers(Multiprocess):
    """Who starts the processes, and another one where one has died."""

    interrupted = False

    def handle_int(self) -> None:
        """End, and remember that it was Ctrl-C."""
        self.interrupted = True
        super().handle_int()


def _log(settings: "Settings") -> None:
    """Let what uvicorn has to say be told as all else is, without tracebacks."""
    logger = logging.getLogger("uvicorn")
    logger.handlers = [_Teller(partial(settings.tell, "note"))]
    logger.setLevel(logging.WARNING)
    logger.propagate = False


class _Teller(logging.Handler):
    def __init__(self, tell: "partial[None]") -> None:
        super().__init__()
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(record.getMessage())
