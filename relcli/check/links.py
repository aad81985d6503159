"""Whether the pages of the sources are still there: the one place that asks the network.

Each host is asked one thing at a time, with a pause after it, and only what its robots.txt
(RFC 9309) lets programs ask. Several hosts are asked at once.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from relcli import __version__
from relcli.check.finding import Finding
from relcli.check.sources import URLS, is_web
from relcli.check.survey import Survey, WrittenSource
from relcli.errors import RelcliError

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"relcli/{__version__} (relcli check --links: asks whether cited pages exist)"
PAUSE = 1.0  # seconds between two requests to one host, unless its robots.txt wants more
LONGEST_PAUSE = 30.0
TIMEOUT = 20.0  # seconds
AT_ONCE = 8  # hosts
MOST_REDIRECTS = 5
_LARGEST_ROBOTS = 512 * 1024  # bytes; RFC 9309 wants 500 KiB at least

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


def link_finder(progress: Progress) -> Callable[[Survey], Iterator[LinkFinding]]:
    """Return what finds dead, moved and insecure URLs. Raises RelcliError without httpx."""
    try:
        import httpx  # noqa: F401
    except ImportError:
        message = "check --links needs httpx, which is not installed"
        raise RelcliError(message, "pip install httpx") from None

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
    import httpx

    by_host: dict[str, list[str]] = {}
    for url in sorted(urls):
        by_host.setdefault(urlsplit(url).netloc, []).append(url)
    answers: dict[str, Answer] = {}
    stop = threading.Event()
    with httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=TIMEOUT) as client:
        network = _Network(client, stop)

        def ask_host(urls_of_host: Sequence[str]) -> None:
            for url in urls_of_host:
                if stop.is_set():
                    return
                answers[url] = network.answer(url)
                progress(len(answers), len(urls))

        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                for asked in as_completed(pool.submit(ask_host, urls) for urls in by_host.values()):
                    asked.result()
            finally:  # Ctrl-C: nobody waits for the rest
                stop.set()
                pool.shutdown(cancel_futures=True)
    return answers


class _Network:
    """Asks politely. Safe to share between threads."""

    def __init__(self, client: "httpx.Client", stop: threading.Event) -> None:
        self._client = client
        self._stop = stop
        self._hosts: dict[str, _Host] = {}
        self._adding = threading.Lock()

    def answer(self, url: str) -> Answer:
        """Follow a URL to the page that it leads to."""
        import httpx

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
                for_good = for_good and response.status_code in {301, 308}
                moved_to = at if for_good else moved_to
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            return Answer(trouble=_in_words(error))
        return Answer(trouble=f"more than {MOST_REDIRECTS} redirects")

    def _ask(self, url: str) -> "httpx.Response | str":
        """Return the answer to one request, or why it was not made."""
        parts = urlsplit(url)
        with self._adding:
            host = self._hosts.setdefault(parts.netloc, _Host())
        with host.lock:
            if host.robots is None and not host.trouble:
                self._read_robots(host, f"{parts.scheme}://{parts.netloc}/robots.txt")
            if host.robots is None:
                return host.trouble
            if not host.robots.can_fetch(USER_AGENT, url):
                return "robots.txt asks programs to stay away"
            response = self._request(host, "HEAD", url)
            # Some servers know GET alone, and say so in many ways.
            refused = 400 <= response.status_code < 500 and response.status_code != 429
            if refused or response.status_code == 501:
                response = self._request(host, "GET", url)
            return response

    def _read_robots(self, host: _Host, url: str) -> None:
        """Learn what a host lets programs ask, and how fast. That it is not there is told once."""
        import httpx

        robots = RobotFileParser()
        try:
            response = self._request(host, "GET", url, read=_LARGEST_ROBOTS, follow=True)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            host.trouble = _in_words(error)
            return
        if response.status_code >= 500:
            robots.parse(["User-agent: *", "Disallow: /"])  # RFC 9309, 2.3.1.4
        elif response.status_code >= 400:
            robots.parse([])
        else:
            robots.parse(response.text.splitlines())
        host.robots = robots
        wanted = float(robots.crawl_delay(USER_AGENT) or 0)
        host.pause = min(max(PAUSE, wanted), LONGEST_PAUSE)
        host.free_at = monotonic() + host.pause

    def _request(
        self, host: _Host, method: str, url: str, *, read: int = 0, follow: bool = False
    ) -> "httpx.Response":
        """Ask when the host is free again; of the answer, read no more than so many bytes."""
        import httpx

        self._stop.wait(max(0.0, host.free_at - monotonic()))
        with self._client.stream(method, url, follow_redirects=follow) as response:
            body = b""
            for piece in response.iter_bytes() if read else ():
                body += piece
                if len(body) >= read:
                    break
        host.free_at = monotonic() + host.pause
        short = httpx.Response(response.status_code, content=body)
        short.next_request = response.next_request
        return short


def _in_words(error: Exception) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return f"no answer within {TIMEOUT:.0f} seconds"
    return str(error) or type(error).__name__
