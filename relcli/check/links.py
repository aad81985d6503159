"""Whether the pages of the sources are still there, and how anything in the network is asked.

Each host is asked one thing at a time, with a pause after it, and only what its robots.txt
(RFC 9309) lets programs ask. Several hosts are asked at once. What a server can make long (an
answer, a pause, a chain of redirects, an address, an excuse) has a bound here.
"""

import socket
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from relcli import __version__
from relcli.check.finding import Finding
from relcli.check.sources import URLS, is_web
from relcli.check.survey import Survey, WrittenSource
from relcli.errors import RelcliError, quoted

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"relcli/{__version__} (relcli check --links: asks whether cited pages exist)"
PAUSE = 1.0  # seconds between two requests to one host, unless its robots.txt wants more
LONGEST_PAUSE = 30.0  # what a robots.txt may want: a host with 100 pages then takes an hour
TIMEOUT = 20.0  # seconds for a whole answer, however it drips: who waits longer in a browser?
MOST_SILENCES = 3  # answers that one host may owe: with a thousand pages it would hold for hours
AT_ONCE = 8  # hosts
MOST_REDIRECTS = 5  # as many as RFC 9309 wants followed
# Characters that a server may lead to; browsers and archives take about so many.
LONGEST_URL = 2_000
_LONGEST_WHY = 200  # characters of an excuse, in which a server's own words may be: one line
_LARGEST_ROBOTS = 512 * 1024  # bytes, unpacked; RFC 9309 wants 500 KiB at least
_TOLD = ("Content-Location", "Location", "Retry-After")  # headers of an answer that are kept
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})

Progress = Callable[[int, int], object]  # how many URLs were asked, of how many
LinkFinding = tuple[str, Finding]  # with the id of its rule


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one URL: a status, or `trouble` where there is none.

    `moved_to` is where it leads for good.
    """

    status: int = 0
    trouble: str = ""
    moved_to: str | None = None


@dataclass(slots=True)
class _Host:
    """One host: who holds `lock` may ask it, but not before `free_at`."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    pause: float = 0.0
    robots: RobotFileParser | None = None
    trouble: str = ""
    silences: int = 0


class _Call:
    """One request, whose connection can be cut off from another thread, whatever it waits for.

    httpx bounds the time of each read alone; a server that sends a byte a second keeps within that.
    """

    def __init__(self) -> None:
        self.ended = False
        self._lock = threading.Lock()
        self._connection: socket.socket | None = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note the connection that is made, as httpx tells of it."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            with self._lock:
                self._connection = info["return_value"].get_extra_info("socket")
            if self.ended:
                self.end()

    def end(self) -> None:
        """Cut the connection off: whoever reads from it reads its end."""
        self.ended = True
        with self._lock, suppress(OSError):  # it may be closed by now
            if self._connection is not None:
                # Not by the method of an SSLSocket, which would take its state from the reader.
                socket.socket.shutdown(self._connection, socket.SHUT_RDWR)


def link_finder(progress: Progress) -> Callable[[Survey], Iterator[LinkFinding]]:
    """Return what finds dead, moved and insecure URLs. Raises RelcliError without httpx."""
    require_httpx("check --links")

    def find_links(survey: Survey) -> Iterator[LinkFinding]:
        written = [
            (source, key, getattr(source.source, key))
            for source in survey.sources
            for key in URLS
            if source.gives(key) and is_web(getattr(source.source, key))
        ]
        answers = ask({url for _, _, url in written}, progress)
        for source, key, url in written:
            yield from judge(source, key, url, answers[url])

    return find_links


def require_httpx(what: str) -> None:
    """Raise RelcliError where the package is missing that asks the network."""
    try:
        import httpx  # noqa: F401 - whether it is there
    except ImportError:
        message = f"{what} needs httpx, which is not installed"
        raise RelcliError(message, "pip install httpx") from None


def judge(written: WrittenSource, key: str, url: str, answer: Answer) -> Iterator[LinkFinding]:
    """Say what is wrong with a URL, by what became of it."""
    spot = written.spot(key)
    if answer.status in {404, 410}:
        if key == "archived_url" or written.source.archived_url is None:
            cure = "find where it went, or add `archived_url: …`"
            yield "dead-link", Finding(spot, f"the page is gone ({answer.status})", cure)
        return
    if answer.trouble or answer.status >= 400:
        why = answer.trouble or f"the server answers {answer.status}"
        yield "unreachable-link", Finding(spot, f"cannot tell: {why}", "open it in a browser")
        return
    secure = url.replace("http:", "https:", 1)
    if url.startswith("http:"):
        why = "the server leads to https" if answer.moved_to == secure else "it is not encrypted"
        cure = f"see whether {secure} is the same page, and write that"
        yield "insecure-link", Finding(spot, f"http: {why}", cure)
    if answer.moved_to and answer.moved_to != secure:
        cure = f"see whether {answer.moved_to} is the same page, and write that"
        yield "moved-link", Finding(spot, "the page has moved for good", cure)


def ask(urls: set[str], progress: Progress) -> dict[str, Answer]:
    """Ask for each URL, several hosts at once."""
    by_host: dict[str, list[str]] = {}
    for url in sorted(urls):
        by_host.setdefault(urlsplit(url).netloc, []).append(url)
    answers: dict[str, Answer] = {}
    with open_client(USER_AGENT) as client:
        network = Network(client)

        def ask_host(urls_of_host: Sequence[str]) -> None:
            for url in urls_of_host:
                answer = network.answer(url)
                if network.ended:
                    return
                answers[url] = answer
                progress(len(answers), len(urls))

        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            for asked in as_completed(pool.submit(ask_host, urls) for urls in by_host.values()):
                asked.result()
        finally:  # Ctrl-C: nobody waits for the rest, which may be looking for a host
            network.end()
            pool.shutdown(wait=False, cancel_futures=True)
    return answers


def open_client(agent: str) -> "httpx.Client":
    """Return what makes requests by a name: of a kind that `Network` can bound."""
    import httpx

    # Not packed, as `_beginning` unpacks little; a connection a request, so that each can be cut.
    headers = {"User-Agent": agent, "Accept-Encoding": "identity"}
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(headers=headers, timeout=TIMEOUT, limits=limits)


class Network:
    """Asks politely. Safe to share between threads."""

    def __init__(self, client: "httpx.Client") -> None:
        import httpx

        self._client = client
        self._stop = threading.Event()
        self._calls: set[_Call] = set()
        self._hosts: dict[str, _Host] = {}
        self._adding = threading.Lock()
        # What the answers of a server can make of a request: the last three are an address that no
        # system has, a number that no float holds, and a network that fails.
        troubles = httpx.HTTPError, httpx.InvalidURL, ValueError, ArithmeticError, OSError
        self._troubles: tuple[type[Exception], ...] = troubles

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be asked."""
        return self._stop.is_set()

    def end(self) -> None:
        """Ask nothing more, and wait for no answer."""
        self._stop.set()
        for call in list(self._calls):
            call.end()

    def answer(self, url: str) -> Answer:
        """Follow a URL to the page that it leads to."""
        at, moved_to, for_good = url, None, True
        try:
            for _ in range(MOST_REDIRECTS + 1):
                response = self._ask(at)
                if isinstance(response, str):
                    return Answer(trouble=response)
                following = response.next_request
                if following is None:
                    return Answer(response.status_code, moved_to=moved_to)
                at = str(following.url)
                if len(at) > LONGEST_URL:
                    return Answer(trouble=f"it leads to an address of {len(at):,} characters")
                for_good = for_good and response.status_code in {301, 308}
                moved_to = at if for_good else moved_to
        except self._troubles as error:
            return Answer(trouble=_in_words(error))
        return Answer(trouble=f"more than {MOST_REDIRECTS} redirects")

    def fetch(
        self,
        url: str,
        method: str = "GET",
        *,
        read: int,
        pause: float,
        seconds: float | None = None,
        invited: bool = False,
        **asked: Any,  # noqa: ANN401 - headers and data, as httpx has them
    ) -> "httpx.Response | str":
        """Return the answer to one request, so many bytes of it, or why there is none.

        No redirect is followed. Between two requests is a `pause` at least. Who is `invited`, as
        somebody with a key of his own is, need not ask the robots.txt of the host.
        """
        seconds = seconds or TIMEOUT
        try:
            with self._host(url) as host:
                if not invited and (why := self._kept_away(host, url)):
                    return why
                host.pause = max(host.pause, pause)
                return self._request(host, method, url, read=read, seconds=seconds, **asked)
        except self._troubles as error:
            return _in_words(error, seconds)

    @contextmanager
    def _host(self, url: str) -> Iterator[_Host]:
        """Give the host of a URL to one who asks, and to nobody else meanwhile."""
        with self._adding:
            host = self._hosts.setdefault(urlsplit(url).netloc, _Host())
        with host.lock:
            yield host

    def _kept_away(self, host: _Host, url: str) -> str:
        """Return why a URL of a host is not to be asked for, or nothing."""
        if host.robots is None and not host.trouble:
            parts = urlsplit(url)
            self._read_robots(host, f"{parts.scheme}://{parts.netloc}/robots.txt")
        if host.robots is None:
            return host.trouble
        allowed = host.robots.can_fetch(USER_AGENT, url)
        return "" if allowed else "robots.txt asks programs to stay away"

    def _ask(self, url: str) -> "httpx.Response | str":
        """Return the answer to one request, or why it was not made."""
        with self._host(url) as host:
            if why := self._kept_away(host, url):
                return why
            response = self._request(host, "HEAD", url)
            # Some servers know GET alone, and say so in many ways.
            refused = 400 <= response.status_code < 500 and response.status_code != 429
            if refused or response.status_code == 501:
                response = self._request(host, "GET", url)
            return response

    def _read_robots(self, host: _Host, url: str) -> None:
        """Learn what a host lets programs ask, and how fast. That it is not there is told once."""
        try:
            response = self._robots_txt(host, url)
            host.robots = _rules(response)
        except self._troubles as error:
            host.trouble = _in_words(error)
            return
        # A whole number of any length; so it is compared before it becomes a float.
        wanted = min(host.robots.crawl_delay(USER_AGENT) or 0, LONGEST_PAUSE)
        host.pause = max(PAUSE, float(wanted))
        host.free_at = monotonic() + host.pause

    def _robots_txt(self, host: _Host, url: str) -> "httpx.Response":
        """Follow the redirects by hand: httpx would read, and unpack, the whole of each."""
        import httpx

        for _ in range(MOST_REDIRECTS + 1):
            response = self._request(host, "GET", url, read=_LARGEST_ROBOTS)
            if response.next_request is None:
                return response
            url = str(response.next_request.url)
        raise httpx.TooManyRedirects(f"robots.txt: more than {MOST_REDIRECTS} redirects")

    def _request(
        self,
        host: _Host,
        method: str,
        url: str,
        *,
        read: int = 0,
        seconds: float | None = None,
        **asked: Any,  # noqa: ANN401 - as httpx has them
    ) -> "httpx.Response":
        """Ask when the host is free again; of the answer, read no more than so many bytes."""
        import httpx

        seconds = seconds or TIMEOUT
        self._stop.wait(max(0.0, host.free_at - monotonic()))
        try:
            with (
                self._in_time(seconds) as call,
                self._client.stream(
                    method, url, extensions={"trace": call.trace}, timeout=seconds, **asked
                ) as response,
            ):
                body = _beginning(response, read)
        except httpx.TimeoutException as error:
            host.silences += 1
            if host.silences >= MOST_SILENCES:
                host.robots = None
                host.trouble = f"{_in_words(error)}, {MOST_SILENCES} times"
            raise
        finally:
            host.free_at = monotonic() + host.pause
        told = {name: response.headers[name] for name in _TOLD if name in response.headers}
        short = httpx.Response(response.status_code, headers=told, content=body)
        short.next_request = response.next_request
        return short

    @contextmanager
    def _in_time(self, seconds: float) -> Iterator[_Call]:
        """Give a call that ends by itself when its time is over. Raises ReadTimeout then."""
        import httpx

        call = _Call()
        timer = threading.Timer(seconds, call.end)
        self._calls.add(call)
        try:
            if self.ended:  # not even a connection
                raise httpx.ReadTimeout("")
            timer.start()
            yield call
        finally:
            timer.cancel()
            self._calls.discard(call)
            if call.ended:  # what was cut off looks like an end, or like any fault of a network
                raise httpx.ReadTimeout("")


def _beginning(response: "httpx.Response", most: int) -> bytes:
    """Return the first bytes of an answer. Raises DecodingError for one that cannot be unpacked.

    httpx would unpack whatever comes, in as many layers as are named: a bomb of 2 KB has 1.5 GB.
    """
    import httpx

    body = b""
    for piece in response.iter_raw() if most else ():
        body += piece
        if len(body) >= most:
            break
    packed = response.headers.get("Content-Encoding", "").strip().lower()
    what = "robots.txt" if response.url.path == "/robots.txt" else "answer"
    if not body or packed in ("", "identity"):
        return body[:most]
    try:
        if packed in _PACKED:
            return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(body, most)
    except zlib.error:
        pass
    raise httpx.DecodingError(f"its {what} is packed as {quoted(packed)}, unreadably")


def _rules(response: "httpx.Response") -> RobotFileParser:
    """Return what a robots.txt asks of programs. Raises DecodingError."""
    import httpx

    robots = RobotFileParser()
    lines = response.text.splitlines() if response.status_code < 400 else []
    if response.status_code >= 500:
        lines = ["User-agent: *", "Disallow: /"]  # RFC 9309, 2.3.1.4
    try:
        robots.parse(lines)
    except ValueError:  # Python's own parser takes some lines for numbers and addresses
        raise httpx.DecodingError("its robots.txt cannot be read") from None
    return robots


def _in_words(error: Exception, seconds: float = TIMEOUT) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return f"no answer within {seconds:.0f} seconds"
    why = str(error) or type(error).__name__
    return why if len(why) <= _LONGEST_WHY else f"{why[:_LONGEST_WHY]}…"
