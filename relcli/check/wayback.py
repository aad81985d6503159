"""Whether the Internet Archive's Wayback Machine has a copy of a page, and asking it to make one.

Two of its interfaces: the availability API, which names the copy nearest to a day, and Save Page
Now. With a key of an account (IA_ACCESS_KEY_ID, IA_SECRET_ACCESS_KEY) the latter is asked by its
own API, which says what became of it; without one, as a browser asks it. Nothing that it answers
is taken for a copy unless it is one: of this very page, at web.archive.org, made in a second.
"""

import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlencode, urljoin, urlsplit

from relcli import __version__
from relcli.check.links import Network, open_client
from relcli.errors import RelcliError, quoted

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"relcli/{__version__} (relcli archive: asks for copies of cited pages)"
COPIES = "https://web.archive.org"
ENDPOINT = "RELCLI_WAYBACK"  # a variable: where another server speaks both, as the tests' own does
# As the Internet Archive's own programs name them.
KEYS = ("IA_ACCESS_KEY_ID", "IA_SECRET_ACCESS_KEY")
ASK_PAUSE = 1.0  # seconds between two questions
SAVE_PAUSE = 6.0  # between two pages to save: it takes about ten a minute of one who has no key
SAVE_TIME = 150.0  # seconds: it gives up a page after two minutes itself
LOOK_PAUSE = 4.0  # between two looks at how far a page is
# Seconds that it may ask to wait; who has to wait longer comes back another day.
LONGEST_RETRY = 120
TRIES = 3  # of one question
MOST_TROUBLES = 3  # in a row, after which nothing more is asked
WITHIN = "30d"  # who made a copy since then need not make another
LARGEST_ANSWER = 256 * 1024  # bytes; an answer has a thousand
_JOB = re.compile(r"[\w-]{1,100}")
_COPY = re.compile(r"/web/([0-9]{14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_LONGEST_WHY = 200  # characters of its own words


class Page(NamedTuple):
    """A page to have a copy of: `near` is the day for which it is cited, `since` when it came out.

    Days are as files have them ("2016-05-02"); empty where they are not known.
    """

    url: str
    near: str = ""
    since: str = ""

    @property
    def address(self) -> str:
        """The address without what only a browser looks at."""
        return self.url.partition("#")[0]


class Found(NamedTuple):
    """What was answered for a page: its copy, or `why` there is none; `trouble` if nobody knows."""

    copy: str = ""
    why: str = ""
    trouble: bool = False


class Ended(RelcliError):  # noqa: N818 - an end, and no error of the pages
    """The archive is not to be asked any more for now."""


def keys_given() -> tuple[str, str] | None:
    """Return the key and the secret of an account, None where the environment has none."""
    key, secret = (os.environ.get(name, "").strip() for name in KEYS)
    return (key, secret) if key and secret else None


def why_not_asked(url: str) -> str:
    """Return why an address is nobody else's business, or nothing: it is told to the archive."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "it is no address of a page"
    if parts.username or parts.password:
        return "it has a password in it"
    try:
        public = ip_address(host).is_global
    except ValueError:
        public = "." in host.strip(".") and not host.endswith((".local", ".localhost", ".internal"))
    return "" if public else "no public host has it"


class Wayback:
    """Asks the Wayback Machine, one question after the other."""

    def __init__(self, client: "httpx.Client", *, wait: Callable[[float], object]) -> None:
        base = os.environ.get(ENDPOINT, "").rstrip("/")
        self._network = Network(client)
        self._ask_at = f"{base or 'https://archive.org'}/wayback/available"
        self._base = base or COPIES
        self._keys = keys_given()
        self._wait = wait

    def nearest(self, page: Page) -> Found:
        """Ask for the copy of a page that was made nearest to its day. Raises Ended."""
        asked = {"url": page.address}
        if digits := page.near.replace("-", ""):
            asked["timestamp"] = digits
        answer = self._fetch(f"{self._ask_at}?{urlencode(asked)}", pause=ASK_PAUSE)
        if isinstance(answer, str):
            return Found(why=answer, trouble=True)
        return _nearest(_json(answer), page)

    def save(self, page: Page) -> Found:
        """Ask for a copy of a page to be made. Raises Ended."""
        return self._save_with_key(page, self._keys) if self._keys else self._save(page)

    def _save(self, page: Page) -> Found:
        url = f"{self._base}/save/{quote(page.address, safe=_IN_URL)}"
        answer = self._fetch(url, pause=SAVE_PAUSE, seconds=SAVE_TIME)
        if isinstance(answer, str):
            return Found(why=answer, trouble=True)
        headers = answer.headers
        leads_to = headers.get("Content-Location") or headers.get("Location") or ""
        copy = self._at_the_archive(leads_to)
        if made := copy_of(page.url, copy):
            return Found(made)
        return Found(why="it made no copy, and did not say why", trouble=True)

    def _save_with_key(self, page: Page, keys: tuple[str, str]) -> Found:
        asking: dict[str, Any] = {
            "headers": {"Authorization": f"LOW {keys[0]}:{keys[1]}", "Accept": "application/json"},
            "invited": True,
        }
        wanted = {"url": page.address, "if_not_archived_within": WITHIN, "skip_first_archive": "1"}
        answer = self._fetch(f"{self._base}/save", "POST", pause=SAVE_PAUSE, data=wanted, **asking)
        looks = int(SAVE_TIME / LOOK_PAUSE)
        for _ in range(looks):
            if isinstance(answer, str):
                return Found(why=answer, trouble=True)
            told = _json(answer)
            match told:
                case {"status": "success", "timestamp": str(stamp), "original_url": str(url)}:
                    made = copy_of(page.url, f"{COPIES}/web/{stamp}/{url}")
                    return Found(made) if made else _unreadable()
                case {"status": "error"}:
                    return Found(why=_words_of(told))
                case {"job_id": str(job)} if _JOB.fullmatch(job):
                    self._wait(LOOK_PAUSE)
                    at = f"{self._base}/save/status/{job}"
                    answer = self._fetch(at, pause=ASK_PAUSE, **asking)
                case {"message": str()}:
                    return Found(why=_words_of(told))
                case _:
                    return _unreadable()
        return Found(why="it is not done yet; run this again", trouble=True)

    def _at_the_archive(self, leads_to: str) -> str:
        """Return where an answer leads to: at the archive itself, where that is what was asked."""
        try:
            at = urljoin(f"{self._base}/save/", leads_to)
        except ValueError:  # brackets that hold no address
            return ""
        return COPIES + at.removeprefix(self._base) if at.startswith(f"{self._base}/") else at

    def _fetch(self, url: str, method: str = "GET", **asking: Any) -> "httpx.Response | str":  # noqa: ANN401 - as Network has it
        """Return an answer, or why there is none; wait as long as is asked for. Raises Ended."""
        tries = 0
        while True:
            tries += 1
            answer = self._network.fetch(url, method, read=LARGEST_ANSWER, **asking)
            if isinstance(answer, str):
                return answer
            status = answer.status_code
            if status in {401, 403}:
                cure = f"{'see that' if self._keys else 'set'} {KEYS[0]} and {KEYS[1]}"
                cure += " are right" if self._keys else ", from archive.org/account/s3.php"
                raise Ended(f"the archive refuses ({status})", cure)
            if status not in {429, 503}:
                return answer if status < 400 else f"the archive answers {status}"
            seconds = _seconds(answer.headers.get("Retry-After", ""))
            if seconds > LONGEST_RETRY or tries == TRIES:
                raise Ended(f"the archive asks for a pause ({status})", "run this again later")
            self._wait(seconds)


# What RFC 3986 lets stand in an address behind another one, whose own codes stay as they are.
_IN_URL = "/:?[]@!$&'()*+,;=%~"


def copy_of(url: str, copy: str) -> str:
    """Return the address of a copy, by https, if it is one of a page; else nothing."""
    try:
        parts = urlsplit(copy)
        port = parts.port
    except ValueError:
        return ""
    match = _COPY.fullmatch(copy.partition(f"//{parts.netloc}")[2])
    at_the_archive = parts.scheme in {"http", "https"} and parts.netloc == urlsplit(COPIES).netloc
    if not match or not at_the_archive or port or not copy.isprintable() or " " in copy:
        return ""
    stamp, original = match.groups()
    return f"{COPIES}/web/{stamp}/{original}" if _day_of(stamp) and _same(url, original) else ""


def _nearest(told: Any, page: Page) -> Found:  # noqa: ANN401 - what a server sends
    match told:
        case {"archived_snapshots": {"closest": {"url": str(at), "timestamp": str(stamp)} as one}}:
            copy = copy_of(page.url, at)
            if not copy or f"/web/{stamp}/" not in copy or one.get("available") is not True:
                return _unreadable()
            if str(one.get("status")) != "200":
                return Found(why=f"its copy is of an answer {quoted(str(one.get('status')))}")
            if page.since and _day_of(stamp) < page.since:
                return Found(why=f"its copy is of {_day_of(stamp)}, before the page came out")
            return Found(copy)
        case {"archived_snapshots": Mapping() as none} if not none:
            return Found(why="it has no copy")
    return _unreadable()


def _unreadable() -> Found:
    return Found(why="its answer cannot be read", trouble=True)


def _day_of(stamp: str) -> str:
    """Return the day of a time stamp as files have it; nothing where there is no such time."""
    try:
        return time.strftime("%Y-%m-%d", time.strptime(stamp, "%Y%m%d%H%M%S"))
    except ValueError:
        return ""


def _same(url: str, original: str) -> bool:
    """Whether two addresses are of one page, as the archive takes them: http or https, `www.`."""
    try:
        return _page(urlsplit(url)) == _page(urlsplit(original))
    except ValueError:
        return False


def _page(parts: SplitResult) -> tuple[object, ...]:
    host = (parts.hostname or "").removeprefix("www.")
    port = None if parts.port in {80, 443} else parts.port
    path = unquote(parts.path).rstrip("/")
    return parts.scheme in {"http", "https"}, host, port, path, unquote(parts.query)


def _json(answer: "httpx.Response") -> Any:  # noqa: ANN401 - what a server sends
    """Return what an answer says in JSON, None where it says nothing that can be read."""
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError):
        return None


def _words_of(told: Mapping[str, Any]) -> str:
    """Return what the archive itself says of a page that it does not save: one line."""
    words = " ".join(str(told.get("message") or told.get("status_ext") or "it failed").split())
    return words if len(words) <= _LONGEST_WHY else f"{words[:_LONGEST_WHY]}…"


def _seconds(text: str) -> float:
    """Return how long an answer asks to wait."""
    return float(text[:6]) if text.strip().isdecimal() else LONGEST_RETRY / TRIES


def ask(
    pages: Iterable[Page], *, saving: bool, wait: Callable[[float], object] = time.sleep
) -> Iterator[tuple[Page, Found]]:
    """Yield each page with what was answered, as soon as it is. Raises Ended.

    With `saving`, a page that has no copy is saved. That MOST_TROUBLES pages in a row have no
    answer is an end, too.
    """
    troubles = 0
    with open_client(USER_AGENT) as client:
        wayback = Wayback(client, wait=wait)
        for page in pages:
            found = wayback.nearest(page)
            if saving and not found.copy and not found.trouble:
                found = wayback.save(page)
            yield page, found
            troubles = troubles + 1 if found.trouble else 0
            if troubles == MOST_TROUBLES:
                raise Ended(f"the archive failed {troubles} times in a row", "run this again later")
