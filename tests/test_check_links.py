"""`relcli check --links`: what becomes of URLs, asked of a server in this process alone."""

import gzip
import json
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from relcli.check import links
from relcli.check.links import Answer, ask
from relcli.check.survey import WrittenSource
from relcli.model.card import Source

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]


class Site:
    """A web site on 127.0.0.1: `pages` is what it answers, `asked` what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.pages: dict[str, tuple[int, str]] = {}  # status, and where to or what
        self.delay = 0.0  # seconds before it answers
        self.asked: list[tuple[str, str, str, float]] = []  # method, path, user agent, when

    def paths(self) -> list[str]:
        """Return method and path of each request, in order."""
        return [f"{method} {path}" for method, path, _, _ in self.asked]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site that answers 404 to what it does not have, HEAD as GET; asked without pauses."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Note what was asked, and answer."""
            agent = self.headers["User-Agent"]
            site.asked.append((self.command, self.path, agent, time.monotonic()))
            status, text = site.pages.get(f"{self.command} {self.path}") or site.pages.get(
                self.path, (404, "")
            )
            time.sleep(site.delay)
            if status == 0:
                self.connection.close()
                return
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", text)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(text.encode())

        do_HEAD = do_GET  # noqa: N815 - likewise

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Say nothing: who asks goes away once he knows enough."""

    server = Server(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setattr(links, "PAUSE", 0.0)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


def answer(url: str) -> Answer:
    return ask({url}, lambda _asked, _of: None)[url]


def test_alive(site: Site) -> None:
    """A page that is there is asked for by HEAD alone, after robots.txt."""
    site.pages["/here"] = (200, "Here.")
    assert answer(f"{site.url}/here") == Answer(200)
    assert site.paths() == ["GET /robots.txt", "HEAD /here"]


def test_dead(site: Site) -> None:
    """A page that is not there is asked for by GET, too, before it is called dead."""
    assert answer(f"{site.url}/gone") == Answer(404)
    assert site.paths()[1:] == ["HEAD /gone", "GET /gone"]


def test_head_refused(site: Site) -> None:
    """A page is not dead because its server does not know HEAD."""
    site.pages |= {"HEAD /a": (501, ""), "HEAD /b": (405, ""), "/a": (200, ""), "/b": (200, "")}
    assert [answer(f"{site.url}/{name}") for name in "ab"] == [Answer(200), Answer(200)]


def test_too_often(site: Site) -> None:
    """A server that is asked too often is not asked again."""
    site.pages["/busy"] = (429, "")
    assert answer(f"{site.url}/busy") == Answer(429)
    assert site.paths()[1:] == ["HEAD /busy"]


def test_moved(site: Site) -> None:
    """A page has moved as far as it leads on for good; what is for now is followed, no more."""
    site.pages |= {
        "/old": (301, "/newer"),
        "/newer": (308, f"{site.url}/new"),
        "/new": (302, "/today"),
        "/today": (301, "/x"),
        "/x": (200, ""),
        "/now": (307, "/x"),
    }
    assert answer(f"{site.url}/old") == Answer(200, moved_to=f"{site.url}/new")
    assert answer(f"{site.url}/now") == Answer(200)


def test_redirects_without_end(site: Site) -> None:
    """A page that leads to itself is given up."""
    site.pages["/ring"] = (302, "/ring")
    assert answer(f"{site.url}/ring") == Answer(trouble="more than 5 redirects")
    assert len(site.paths()) == 7


def test_redirect_to_nowhere(site: Site) -> None:
    """A page that leads to what is no web page is trouble, not the end of the check."""
    site.pages["/mail"] = (301, "mailto:a@example.org")
    assert answer(f"{site.url}/mail").trouble


def test_robots(site: Site) -> None:
    """What robots.txt forbids is not asked."""
    site.pages["/robots.txt"] = (200, "User-agent: *\nDisallow: /private\n")
    site.pages |= {"/private": (200, ""), "/open": (200, "")}
    assert answer(f"{site.url}/private").trouble == "robots.txt asks programs to stay away"
    assert answer(f"{site.url}/open") == Answer(200)
    assert "HEAD /private" not in site.paths()


def test_robots_names_relcli(site: Site) -> None:
    """A site can name relcli in its robots.txt."""
    site.pages["/robots.txt"] = (200, "User-agent: relcli\nDisallow: /\n")
    assert answer(f"{site.url}/").trouble == "robots.txt asks programs to stay away"


def test_robots_broken(site: Site) -> None:
    """A site whose robots.txt fails is left alone, as RFC 9309 wants."""
    site.pages |= {"/robots.txt": (503, ""), "/here": (200, "")}
    assert answer(f"{site.url}/here").trouble == "robots.txt asks programs to stay away"


def test_robots_is_huge(site: Site) -> None:
    """Of a robots.txt without end, half a megabyte is read."""
    site.pages |= {"/robots.txt": (200, "# no\n" * 200_000 + "User-agent: *\nDisallow: /\n")}
    site.pages["/here"] = (200, "")
    assert answer(f"{site.url}/here") == Answer(200)


def test_pause(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host is asked one thing at a time, with the pause that it wants, by an honest name."""
    monkeypatch.setattr(links, "PAUSE", 0.05)
    site.pages |= {"/a": (200, ""), "/b": (200, "")}
    ask({f"{site.url}/{name}" for name in "ab"}, lambda _asked, _of: None)
    moments = [when for _, _, _, when in site.asked]
    assert len(moments) == 3
    assert all(later - earlier >= 0.05 for earlier, later in pairwise(moments))
    assert {agent for _, _, agent, _ in site.asked} == {links.USER_AGENT}
    assert links.USER_AGENT.startswith("relcli/")


def test_crawl_delay(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause that robots.txt wants is kept, but not for ever."""
    monkeypatch.setattr(links, "LONGEST_PAUSE", 0.05)
    site.pages |= {"/robots.txt": (200, "User-agent: *\nCrawl-delay: 3600\n"), "/a": (200, "")}
    assert answer(f"{site.url}/a") == Answer(200)
    assert site.asked[1][3] - site.asked[0][3] >= 0.05


def test_no_server(site: Site) -> None:
    """A host that does not answer is asked once, and each of its URLs is trouble."""
    site.pages["/robots.txt"] = (0, "")
    urls = {f"{site.url}/a", f"{site.url}/b"}
    answers = ask(urls, lambda _asked, _of: None)
    assert all(answers[url].trouble for url in urls)
    assert site.paths() == ["GET /robots.txt"]


def test_slow_server(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that takes too long is trouble, in words."""
    site.delay = 0.3
    monkeypatch.setattr(links, "TIMEOUT", 0.05)
    assert answer(f"{site.url}/a").trouble == "no answer within 20 seconds"


def test_progress(site: Site) -> None:
    """Progress is told once for each URL, up to all."""
    told: list[tuple[int, int]] = []
    ask({f"{site.url}/{n}" for n in range(3)}, lambda asked, of: told.append((asked, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_interrupted(site: Site) -> None:
    """What ends one host's questions ends those of the others after their present one."""
    site.delay = 0.05
    told: list[int] = []

    def stop(asked: int, _of: int) -> None:
        told.append(asked)
        if len(told) == 1:
            raise KeyboardInterrupt

    other = site.url.replace("127.0.0.1", "localhost")
    with pytest.raises(KeyboardInterrupt):
        ask({f"{host}/{n}" for n in range(9) for host in (site.url, other)}, stop)
    assert len(told) <= 3


CARD = """
- id: {name}
  claim: {name} is a page.
  date: 2016
  confidence: possible
  source: {{publisher: {name}, {keys}}}
"""


def test_check(site: Site, run: Runner, cards: Writer) -> None:
    """`check --links` tells what became of each URL, at its place."""
    site.pages |= {
        "/alive": (200, ""),
        "/moved": (301, "/alive"),
        "/forbidden": (403, ""),
        "/copy": (200, ""),
    }
    folder = cards(
        CARD.format(name="Alive", keys=f"url: {site.url}/alive")
        + CARD.format(name="Moved", keys=f"url: {site.url}/moved")
        + CARD.format(name="Dead", keys=f"url: {site.url}/dead")
        + CARD.format(name="Kept", keys=f"url: {site.url}/d, archived_url: {site.url}/copy")
        + CARD.format(name="Lost", keys=f"url: {site.url}/alive, archived_url: {site.url}/e")
        + CARD.format(name="Shut", keys=f"url: {site.url}/forbidden")
        + CARD.format(name="Wrong", keys="url: nowhere")
    )
    options = ("--format", "json", "--ignore", "not-archived,same-url,url")
    assert json.loads(run("check", folder, *options).out) == []
    assert not site.asked
    got = run("check", folder, "--links", *options)
    found = [(p["place"]["line"], p["rule"], p["message"]) for p in json.loads(got.out)]
    insecure = "http: it is not encrypted"
    assert found == [
        (6, "insecure-link", insecure),
        (12, "insecure-link", insecure),
        (12, "moved-link", "the page has moved for good"),
        (18, "dead-link", "the page is gone (404)"),
        (24, "insecure-link", insecure),
        (30, "insecure-link", insecure),
        (30, "dead-link", "the page is gone (404)"),
        (36, "unreachable-link", "cannot tell: the server answers 403"),
    ]
    assert (got.status, got.err) == (1, "")
    only = run("check", folder, "--links", "--select", "moved-link", "--format", "json")
    assert [problem["rule"] for problem in json.loads(only.out)] == ["moved-link"]


def test_leads_to_https() -> None:
    """A URL that leads to itself with https is insecure, and not moved besides."""
    url = "http://example.org/a"
    source = WrittenSource(Source("a", url=url), "a.yaml", ())
    found = list(links.judge(source, "url", url, Answer(200, moved_to="https://example.org/a")))
    assert [(rule, finding.message) for rule, finding in found] == [
        ("insecure-link", "http: the server leads to https")
    ]
    assert not list(links.judge(source, "url", "https://example.org/a", Answer(200)))


def test_without_httpx(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its extra, --links says in one line what to install."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    got = run("check", cards(CARD.format(name="A", keys="title: T")), "--links")
    assert (got.status, got.out) == (2, "")
    assert got.err == (
        "relcli: error: check --links needs httpx, which is not installed; pip install httpx\n"
    )


def test_bar_on_a_terminal(
    site: Site, run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal a bar is drawn on stderr, except with --quiet."""
    folder = cards(CARD.format(name="A", keys=f"url: {site.url}/a"))
    monkeypatch.setattr("relcli.cli.progress.on_terminal", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "asking for links" in run("check", folder, "--links").err
    assert run("--quiet", "check", folder, "--links").err == ""


Answering = Callable[[str], Iterator[bytes]]


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Answering], str]]:
    """Start a server that sends the bytes it is given for each path, and give its address."""
    listening: list[socket.socket] = []
    monkeypatch.setattr(links, "PAUSE", 0.0)

    def answer_one(connection: socket.socket, sending: Answering) -> None:
        with connection, suppress(OSError):
            path = connection.recv(65536).split(b" ")[1].decode()
            for piece in sending(path):
                connection.sendall(piece)

    def start(sending: Answering) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        listening.append(server)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    given = (connection, sending)
                    threading.Thread(target=answer_one, args=given, daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/page"

    yield start
    for server in listening:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()


def robots(body: bytes, *headers: str, status: int = 200) -> Answering:
    """Answer robots.txt with a body, and anything else with nothing, 200."""

    def sending(path: str) -> Iterator[bytes]:
        head = "".join(f"{line}\r\n" for line in headers)
        if path == "/robots.txt":
            yield f"HTTP/1.1 {status} OK\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode()
            yield body
        else:
            yield b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    return sending


BOMB = gzip.compress(gzip.compress(b"#" * 50_000_000, mtime=0), mtime=0)  # else with the time in it
PACKED = "its robots.txt is packed as `{}`, unreadably"


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (b"User-agent: *\nCrawl-delay: " + b"1" * 400, [], Answer(200)),
        (b"User-agent: *\nCrawl-delay: " + b"1" * 5_000, [], "its robots.txt cannot be read"),
        ("User-agent: *\nRequest-rate: ²/5".encode(), [], "its robots.txt cannot be read"),
        (b"User-agent: *\nDisallow: //[", [], "its robots.txt cannot be read"),
        (BOMB, ["Content-Encoding: gzip"], Answer(200)),
        (BOMB, ["Content-Encoding: gzip, gzip"], PACKED.format("gzip, gzip")),
        (BOMB, ["Content-Encoding: br"], PACKED.format("br")),
        (b"Disallow", ["Content-Encoding: gzip"], PACKED.format("gzip")),
        (
            zlib.compress(b"User-agent: *\nDisallow: /"),
            ["Content-Encoding: deflate"],
            "robots.txt asks programs to stay away",
        ),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_hostile_robots_txt_is_one_line(
    host: Callable[[Answering], str],
    monkeypatch: pytest.MonkeyPatch,
    body: bytes,
    headers: list[str],
    expected: "Answer | str",
) -> None:
    """Whatever numbers, lines and layers of packing it has, nothing more comes of it."""
    monkeypatch.setattr(links, "LONGEST_PAUSE", 0.05)
    tracemalloc.start()
    got = answer(host(robots(body, *headers)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert got == (expected if isinstance(expected, Answer) else Answer(trouble=expected))
    assert most < 20_000_000


def test_a_redirect_of_robots_txt_is_not_unpacked(host: Callable[[Answering], str]) -> None:
    """Nor followed without end."""
    headers = ("Location: /robots.txt", "Content-Encoding: gzip")
    url = host(robots(gzip.compress(b"#" * 50_000_000), *headers, status=302))
    tracemalloc.start()
    assert answer(url).trouble == "robots.txt: more than 5 redirects"
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000


DRIPS = {
    "head": b"HTTP/1.1 200 OK\r\nX: ",
    "body": b"HTTP/1.1 200 OK\r\nContent-Length: 600000\r\n\r\n",
    "body without a length": b"HTTP/1.1 200 OK\r\n\r\n",
    "nothing": b"",
}


def drip(begin: bytes) -> Iterator[bytes]:
    """Yield a byte every now and then, for much longer than a test may take."""
    yield begin
    for _ in range(1_000):
        time.sleep(0.02)
        yield b"#"


@pytest.mark.parametrize("begin", DRIPS)
def test_a_server_that_drips_is_cut_off(
    host: Callable[[Answering], str], monkeypatch: pytest.MonkeyPatch, begin: str
) -> None:
    """The bound is on the whole answer, not on the time between two bytes."""
    monkeypatch.setattr(links, "TIMEOUT", 0.2)
    before = time.monotonic()
    assert answer(host(lambda _: drip(DRIPS[begin]))).trouble.startswith("no answer within")
    assert time.monotonic() - before < 5


def test_a_host_that_owes_answers_is_not_asked_for_ever(
    host: Callable[[Answering], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some, each of its other URLs is trouble at once."""
    monkeypatch.setattr(links, "TIMEOUT", 0.5)
    asked: list[str] = []

    def sending(path: str) -> Iterator[bytes]:
        asked.append(path)
        none = b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"
        yield from [none] if path == "/robots.txt" else drip(b"")

    url = host(sending)
    answers = ask({f"{url}/{n}" for n in range(20)}, lambda _asked, _of: None)
    troubles = Counter(found.trouble for found in answers.values())
    assert troubles == {
        "no answer within 20 seconds": 3,
        "no answer within 20 seconds, 3 times": 17,
    }
    assert len(asked) == 4


def test_an_address_without_end_is_not_followed(host: Callable[[Answering], str]) -> None:
    """Its length is told, not the address."""

    def sending(path: str) -> Iterator[bytes]:
        where = "" if path == "/robots.txt" else f"Location: /{'x' * 5_000}\r\n"
        yield f"HTTP/1.1 {301 if where else 404} OK\r\n{where}Content-Length: 0\r\n\r\n".encode()

    told = answer(host(sending)).trouble
    assert told.startswith("it leads to an address of 5,0")
    assert len(told) < 100


def test_an_excuse_is_short() -> None:
    """What a server put into it is cut."""
    assert links._in_words(ValueError("x" * 60_000)) == f"{'x' * 200}…"  # noqa: SLF001
    assert links._in_words(ValueError()) == "ValueError"  # noqa: SLF001


def test_control_c_waits_for_nobody(host: Callable[[Answering], str]) -> None:
    """Neither for an answer that drips, nor for the pause that a host wants."""
    both = [host(lambda _: drip(b"")), host(robots(b"User-agent: *\nCrawl-delay: 20"))]
    script = (
        "import os, signal, sys, threading\n"
        "from relcli.cli.app import main\n"
        "interrupt = lambda: os.kill(os.getpid(), signal.SIGINT)\n"
        "threading.Timer(1.5, interrupt).start()\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    sources = "".join(
        CARD.format(name=f"Page {n}", keys=f"url: {url}") for n, url in enumerate(both)
    )
    Path("cards.yaml").write_text(sources.replace("id: Page ", "id: page-"), encoding="utf-8")
    before = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", script, "check", "cards.yaml", "--links"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (130, "")
    assert time.monotonic() - before < 15


def test_nothing_is_asked_after_the_end(site: Site) -> None:
    """Who waited for his turn when Ctrl-C came makes no request."""
    import httpx

    with httpx.Client() as client:
        network = links.Network(client)  # the moment after Ctrl-C
        network.end()
        assert network.answer(f"{site.url}/a").trouble == "no answer within 20 seconds"
    assert site.asked == []
    call = links._Call()  # noqa: SLF001 - and the one before a connection is there
    call.end()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        told = SimpleNamespace(get_extra_info=lambda _: ours)
        call.trace("connection.connect_tcp.complete", {"return_value": told})
        assert theirs.recv(1) == b""
