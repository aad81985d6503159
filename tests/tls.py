"""TLS in front of a PostgreSQL server, whose own binaries in the tests were built without it.

It is what stunnel does: one byte says that there is TLS, and what comes out of it is passed on.
"""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from trustme import CA

_REQUEST = bytes.fromhex("0000000804d2162f")  # SSLRequest, in PostgreSQL's manual, 54.7
_GRANTED = b"S"


@contextmanager
def tls(ca: CA, host: str, port: int, name: str) -> Iterator[int]:
    """Give the port where a server is heard by TLS, with a certificate for a name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name).configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):  # which is the end
                while True:
                    client, _ = listener.accept()
                    threading.Thread(target=_serve, args=(client, context, (host, port))).start()

        thread = threading.Thread(target=accept)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _serve(client: socket.socket, context: ssl.SSLContext, server: tuple[str, int]) -> None:
    with client, suppress(OSError):
        if client.recv(len(_REQUEST)) != _REQUEST:
            return
        client.sendall(_GRANTED)
        with (
            context.wrap_socket(client, server_side=True) as inside,
            socket.create_connection(server) as outside,
        ):
            back = threading.Thread(target=_pass_on, args=(outside, inside))
            back.start()
            _pass_on(inside, outside)
            back.join()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    with suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)
