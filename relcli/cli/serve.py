"""`relcli serve`: the same answers over HTTP, for who has no checkout."""

import re
from functools import partial
from typing import Annotated

import typer

from relcli.cli.command import Run
from relcli.cli.session import tell
from relcli.errors import FOUND, ExtraError, RelcliError, quoted

HOST = "127.0.0.1"
PORT = 8000
LAST_PORT = 65_535
MOST_WORKERS = 64
# As browsers send them: a name in another script is in ASCII there (Punycode), an address of IPv6
# in brackets, and a port only where it is not that of the scheme.
_NAME = r"(?:[a-z0-9_-][a-z0-9._-]*|\[[0-9a-f:.]+\])"
_HOST = re.compile(_NAME)
_ORIGIN = re.compile(rf"(?!http://.*:80$|https://.*:443$)https?://{_NAME}(?::[0-9]{{1,5}})?")


def read_port(text: str) -> int:
    """Return the number that --port gives. Raises RelcliError."""
    return _number("--port", text, 0, LAST_PORT, "0 is any that is free")


def read_workers(text: str) -> int:
    """Return the number that --workers gives. Raises RelcliError."""
    return _number("--workers", text, 1, MOST_WORKERS, "one a processor is enough")


def read_host(text: str) -> str:
    """Return the name that --allow-host gives. Raises RelcliError for what no browser sends."""
    if _HOST.fullmatch(text.casefold()):
        return text.casefold()
    cure = "write it without scheme and port, such as facts.example.org"
    raise RelcliError(f"--allow-host: {quoted(text)} is no name of a host", cure)


def read_origin(text: str) -> str:
    """Return the site that --allow-origin gives. Raises RelcliError, also for all sites at once."""
    if _ORIGIN.fullmatch(text.casefold()):
        return text.casefold()
    cure = "write scheme and name alone, such as https://example.org"
    raise RelcliError(f"--allow-origin: {quoted(text)} is no site", cure)


def serve(
    run: Run,
    host: Annotated[
        str,
        typer.Option("--host", metavar="ADDRESS", help="Where to listen; else this machine alone."),
    ] = HOST,
    port: Annotated[
        int,
        typer.Option("--port", metavar="N", parser=read_port, help="0 for any that is free."),
    ] = PORT,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", metavar="N", parser=read_workers, help="How many processes answer."
        ),
    ] = 1,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="NAME",
            parser=read_host,
            help="A name by which browsers call this server, as a proxy passes it on. "
            "Can be given more than once.",
        ),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-origin",
            metavar="ORIGIN",
            parser=read_origin,
            help="A site whose scripts may read the answers, such as https://example.org. "
            "Can be given more than once.",
        ),
    ] = None,
) -> int:
    """Answer over HTTP, read only: JSON at /search, /cards and others, a page at /.

    Whoever reaches it reads all facts: there is no log-in. /openapi.json tells what there is, and
    `relcli help serve` the rest. Files may change meanwhile. Ctrl-C ends it. Needs FastAPI and
    uvicorn.
    """
    try:
        from relcli.serve.run import address_of, hosts_of, is_loopback, listen
        from relcli.serve.run import serve as answer
        from relcli.serve.settings import Settings
    except ImportError:
        raise ExtraError("serve needs FastAPI and uvicorn", "pip install fastapi uvicorn") from None
    session = run.session
    cards = len(session.facts())  # what is wrong with them is told before, and they are read once
    session.close()
    with listen(host, port) as listener:
        if not is_loopback(listener):
            session.remark(
                "whoever reaches this server reads all facts, for there is no log-in; put a proxy "
                "before it that asks for one"
            )
        settings = Settings(
            session.paths,
            partial(_tell, quiet=session.quiet),
            hosts_of(listener, allow_host or ()),
            tuple(allow_origin or ()),
            session.at,
        )
        session.remark(f"{cards} cards at {address_of(listener)}; Ctrl-C ends it")
        answer(settings, listener, workers)
    return FOUND


def _tell(kind: str, text: str, *, quiet: bool) -> None:
    if kind == "error" or not quiet:
        tell(kind, text)


def _number(option: str, text: str, first: int, last: int, cure: str) -> int:
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(last))
    if digits and first <= int(text) <= last:
        return int(text)
    raise RelcliError(f"{option}: {quoted(text)} is no number from {first} to {last}", cure)
