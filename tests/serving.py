"""A server of `relcli serve` in this process, asked over a real connection."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from uvicorn import Server

from relcli.load.address import Address
from relcli.serve.run import address_of, config_of, hosts_of, listen
from relcli.serve.settings import Settings


class Served:
    """A server: where it is, what it told, and how it is asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.told: list[tuple[str, str]] = []
        self.client = httpx.Client(base_url=url, timeout=30)

    def get(self, path: str, headers: dict[str, str] | None = None, **words: Any) -> httpx.Response:  # noqa: ANN401 - what an address takes
        """Ask, as it stands."""
        return self.client.get(path, params=words or None, headers=headers)

    def answer(self, path: str, **words: Any) -> dict[str, Any]:  # noqa: ANN401 - likewise
        """Return the document of an answer that is one."""
        response = self.get(path, **words)
        assert response.status_code == 200, response.text
        document: dict[str, Any] = json.loads(response.text)
        return document

    def ids(self, path: str, **words: Any) -> list[str]:  # noqa: ANN401 - likewise
        """Return the ids of the cards of an answer."""
        return [card["id"] for card in self.answer(path, **words)["cards"]]


@contextmanager
def serving(
    *paths: Path | Address,
    names: tuple[str, ...] = (),
    origins: tuple[str, ...] = (),
    at: str | None = None,
) -> Iterator[Served]:
    """Serve facts meanwhile."""
    with listen("127.0.0.1", 0) as listener:
        served = Served(address_of(listener))
        settings = Settings(
            paths,
            lambda kind, text: served.told.append((kind, text)),
            hosts_of(listener, names),
            origins,
            at,
        )
        server = Server(config_of(settings))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            with served.client:
                yield served
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()
