"""`relcli archive`: copies asked of a Wayback Machine in this process, its faults included."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from relcli.check import links, wayback
from relcli.check.wayback import Found, Page, copy_of, why_not_asked
from relcli.load.dataset import load_dataset

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]
Reply = tuple[int, dict[str, str], bytes]


class Archive:
    """An archive on 127.0.0.1: what it has, what it answers instead, and what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.has: dict[str, str] = {}  # the time of the copy of an address, as 14 digits
        self.saves: dict[str, str] = {}  # likewise, once it was asked to save it
        self.instead: dict[str, list[Reply]] = {}  # by address, once each
        self.jobs: dict[str, list[object]] = {}  # what a job says, one after the other
        self.asked: list[tuple[str, str, dict[str, str]]] = []  # what for, address, the rest
        self.robots = ""
        self.delay = 0.0
        self.meanwhile: Callable[[str], object] = str  # what happens before it answers
        self.lock = threading.Lock()

    def addresses(self, what: str = "available") -> list[str]:
        """Return the addresses that were asked for."""
        return [url for kind, url, _ in self.asked if kind == what]

    def answer(self, method: str, path: str, headers: dict[str, str], form: str) -> Reply:
        """Return what it says to one request."""
        parts = urlsplit(path)
        if parts.path == "/robots.txt":
            return 200, {}, self.robots.encode()
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        given = {key: values[0] for key, values in parse_qs(form).items()}
        what, url = "available", asked.get("url", "")
        if parts.path != "/wayback/available":
            what, url = "save", unquote(path.removeprefix("/save").removeprefix("/"))
        if path.startswith("/save/status/"):
            what, url = "status", path.removeprefix("/save/status/")
        with self.lock:
            url = given.get("url", url)
            self.meanwhile(url)
            told = {**asked, **given, **{name.lower(): text for name, text in headers.items()}}
            self.asked.append((what, url, told))
            instead = self.instead.get(f"{what} {url}") or self.instead.get(what)
            if instead:
                return instead.pop(0)
        if what == "available":
            return said(closest(url, self.has[url]) if url in self.has else {})
        if what == "status":
            return 200, {}, json.dumps(self.jobs[url].pop(0)).encode()
        if method == "POST":
            return 200, {}, json.dumps({"url": url, "job_id": "spn2-1"}).encode()
        return 302, {"Location": f"/web/{self.saves[url]}/{url}"}, b""


def said(snapshots: dict[str, Any], status: int = 200) -> Reply:
    return status, {}, json.dumps({"archived_snapshots": snapshots}).encode()


def closest(page: str, stamp: str, **other: object) -> dict[str, Any]:
    copy = f"http://web.archive.org/web/{stamp}/{page}"
    one = {"status": "200", "available": True, "url": copy, "timestamp": stamp}
    return {"closest": {**one, **other}}


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive that has nothing yet, asked without pauses and without keys."""
    archive = Archive()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer as the archive does."""
            size = int(self.headers.get("Content-Length") or 0)
            form = self.rfile.read(size).decode()
            time.sleep(0 if self.path == "/robots.txt" else archive.delay)
            status, headers, body = archive.answer(
                self.command, self.path, dict(self.headers), form
            )
            self.send_response(status)
            for name, text in headers.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - likewise

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Say nothing: who asks goes away once he knows enough."""

    server = Server(("127.0.0.1", 0), Handler)
    archive.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("RELCLI_WAYBACK", archive.url)
    for name in wayback.KEYS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(links, "PAUSE", 0.0)
    for name in ("ASK_PAUSE", "SAVE_PAUSE", "LOOK_PAUSE"):
        monkeypatch.setattr(wayback, name, 0.01)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    yield archive
    server.shutdown()
    thread.join()
    server.server_close()


CARDS = """\
# Of the harbour.
- id: aground
  claim: The tug ran aground.
  date: 2016-05-01
  confidence: possible
  sources:
    - gazette  # as always
    # the station's own page
    - publisher: Harbour Radio
      url: https://radio.example/1
      published: 2016-05-02  # in the morning
    - {title: A page, url: "https://pages.example/?a=1&b=2"}
- claim: The tug was sold.
  date: 2017
  confidence: possible
  source: {url: https://radio.example/1, published: 2016-05-02}  # the same
- {id: light, claim: It burned., date: 2012, confidence: possible, source: {url: https://l.example/}}
- {id: kept, claim: It stood., date: 2012, confidence: possible, source: A notebook}
"""
SOURCES = """\
# Two papers.
gazette:
  title: Nora aground  # the headline
  url: https://gazette.example/1
  accessed: 2020-01-02
post: {title: The Post, url: https://post.example/a}
kept:
  url: https://kept.example/
  archived_url: https://web.archive.org/web/20160502103000/https://kept.example/
"""
STAMP = "20160503120000"
EVERY = (
    "https://gazette.example/1",
    "https://post.example/a",
    "https://radio.example/1",
    "https://pages.example/?a=1&b=2",
    "https://l.example/",
)


@pytest.fixture
def folder(cards: Writer) -> Path:
    """A dataset with sources in both files, some of them without a copy."""
    return cards(CARDS.replace("source: A notebook", "source: kept"), sources=SOURCES)


def copy(url: str, stamp: str = STAMP) -> str:
    return f"https://web.archive.org/web/{stamp}/{url}"


def rows(ended: "Run") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ended.out)
    return found


def answers(ended: "Run") -> list[str]:
    return [row["answer"] for row in rows(ended)]


def test_each_copy_is_written_where_its_source_is(
    run: Runner, folder: Path, archive: Archive
) -> None:
    """In sources.yaml and on cards, in lines or braces, no comment lost, nothing else changed."""
    archive.has = dict.fromkeys(EVERY, STAMP)
    ended = run("--facts", folder, "archive", "--json")
    assert ended.status == 0, ended.err
    assert ended.err == "relcli: note: 5 of 5 addresses have a copy\n"
    assert (
        (folder / "sources.yaml").read_text(encoding="utf-8")
        == f"""\
# Two papers.
gazette:
  title: Nora aground  # the headline
  url: https://gazette.example/1
  archived_url: {copy(EVERY[0])}
  accessed: 2020-01-02
post:
  title: The Post
  url: https://post.example/a
  archived_url: {copy(EVERY[1])}
kept:
  url: https://kept.example/
  archived_url: https://web.archive.org/web/20160502103000/https://kept.example/
"""
    )
    written = (folder / "cards.yaml").read_text(encoding="utf-8")
    assert (
        written
        == f"""\
# Of the harbour.
- id: aground
  claim: The tug ran aground.
  date: 2016-05-01
  confidence: possible
  sources:
    - gazette  # as always
    # the station's own page
    - publisher: Harbour Radio
      url: https://radio.example/1
      archived_url: {copy(EVERY[2])}
      published: 2016-05-02  # in the morning
    - title: A page
      url: "https://pages.example/?a=1&b=2"
      archived_url: {copy(EVERY[3])}
- claim: The tug was sold.
  date: 2017
  confidence: possible
  source:  # the same
    url: https://radio.example/1
    archived_url: {copy(EVERY[2])}
    published: 2016-05-02
- id: light
  claim: It burned.
  date: 2012
  confidence: possible
  source:
    url: https://l.example/
    archived_url: {copy(EVERY[4])}
- {{id: kept, claim: It stood., date: 2012, confidence: possible, source: kept}}
"""
    )
    assert [row["place"].rpartition("/")[2] for row in rows(ended)] == [
        "sources.yaml", "sources.yaml", "cards.yaml:2", "cards.yaml:14", "cards.yaml:2",
        "cards.yaml:23",
    ]  # fmt: skip
    assert run("--facts", folder, "check", "--select", "not-archived", "--strict").status == 0
    again = run("--facts", folder, "archive")
    assert (again.status, again.out) == (0, "")
    assert again.err == "relcli: note: each address that may be asked for has a copy\n"


def test_a_person_is_shown_a_table(run: Runner, folder: Path, archive: Archive) -> None:
    """What became of each source, its address and copy, and where that was written."""
    archive.has = {EVERY[0]: STAMP}
    drawn = run("--facts", folder, "archive", "gazette", "post", "--format", "table").out
    told = "".join(drawn.split())  # what is long is folded
    for text in ("gazettewritten", EVERY[0], f"archived{copy(EVERY[0])}in/", "postithasnocopy"):
        assert text in told


def test_a_page_is_asked_for_once_near_its_day(run: Runner, folder: Path, archive: Archive) -> None:
    """The day is that on which it was read, else came out; two sources of one page ask once."""
    assert run("--facts", folder, "archive").status == 1
    asked = [(url, told.get("timestamp")) for _, url, told in archive.asked]
    days = ("20200102", None, "20160502", None, None)
    assert asked == list(zip(EVERY, days, strict=True))


def test_what_has_no_copy_changes_nothing(run: Runner, folder: Path, archive: Archive) -> None:
    """The status is 1, each address is told, and how to have it saved."""
    before = (folder / "cards.yaml").read_bytes()
    ended = run("--facts", folder, "archive", "gazette", "light", "--json")
    assert ended.status == 1
    assert answers(ended) == ["it has no copy", "it has no copy"]
    assert ended.err == (
        "relcli: note: 0 of 2 addresses have a copy, 2 without one (--save has them saved)\n"
    )
    assert (folder / "cards.yaml").read_bytes() == before
    assert archive.addresses() == [EVERY[0], EVERY[4]]


def test_the_sources_of_a_card_are_chosen_by_its_id(
    run: Runner, folder: Path, archive: Archive
) -> None:
    """Those written on it, and those it names."""
    run("--facts", folder, "archive", "aground")
    assert archive.addresses() == [EVERY[0], EVERY[2], EVERY[3]]
    ended = run("--facts", folder, "archive", "agruond")
    assert ended.status == 2
    assert ended.err == ("relcli: error: no card or source `agruond`; did you mean `aground`?\n")


def test_a_second_run_asks_only_for_the_rest(run: Runner, folder: Path, archive: Archive) -> None:
    """What was answered before is written, so nobody is asked for it again."""
    archive.has = {EVERY[0]: STAMP}
    archive.instead["available"] = [
        said(closest(EVERY[0], STAMP)),
        *[(429, {"Retry-After": "0"}, b"")] * 9,
    ]
    ended = run("--facts", folder, "archive", "--json")
    assert ended.status == 2
    assert "the archive asks for a pause (429); run this again later" in ended.err
    assert "1 of 5 addresses have a copy, 4 not asked" in ended.err
    archive.instead.clear()
    archive.asked.clear()
    archive.has = dict.fromkeys(EVERY, STAMP)
    assert run("--facts", folder, "archive").status == 0
    assert archive.addresses() == list(EVERY[1:])


def test_a_dry_run_writes_nothing_and_saves_nothing(
    run: Runner, folder: Path, archive: Archive
) -> None:
    """It asks, also of facts that cannot be written, and tells what it would write."""
    archive.has = {EVERY[0]: STAMP}
    before = (folder / "sources.yaml").read_bytes()
    ended = run("--facts", folder, "archive", "--dry-run", "--save", "--json")
    assert ended.status == 1
    assert answers(ended) == ["found", *["it has no copy"] * 5]
    assert rows(ended)[0]["archived_url"] == copy(EVERY[0])
    assert ended.err.endswith("nothing was written\n")
    assert (folder / "sources.yaml").read_bytes() == before
    assert archive.addresses("save") == []


def test_a_page_without_a_copy_is_saved(run: Runner, folder: Path, archive: Archive) -> None:
    """With --save, as a browser asks for it; what has a copy is not saved again."""
    archive.has = {EVERY[0]: STAMP}
    archive.saves = dict.fromkeys(EVERY, "20261127101500")
    ended = run("--facts", folder, "archive", "--save", "--json")
    assert ended.status == 0, ended.err
    assert archive.addresses("save") == list(EVERY[1:])
    text = (folder / "cards.yaml").read_text(encoding="utf-8")
    assert copy(EVERY[3], "20261127101500") in text


def test_a_key_asks_the_api_and_waits_for_its_answer(
    run: Runner, folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job is looked at until it is done; the key goes to the archive alone, and is not told."""
    monkeypatch.setenv("IA_ACCESS_KEY_ID", "abc")
    monkeypatch.setenv("IA_SECRET_ACCESS_KEY", "s3cret")
    archive.robots = "User-agent: *\nDisallow: /save\n"  # who has a key is invited
    done = {"status": "success", "timestamp": "20261127101500", "original_url": EVERY[0]}
    archive.jobs["spn2-1"] = [{"status": "pending", "job_id": "spn2-1"}, done]
    ended = run("--facts", folder, "archive", "gazette", "--save", "--json")
    assert ended.status == 0, ended.err
    (row,) = rows(ended)
    assert row["archived_url"] == copy(EVERY[0], "20261127101500")
    saving = [told for what, _, told in archive.asked if what != "available"]
    assert [told["authorization"] for told in saving] == ["LOW abc:s3cret"] * 3
    assert saving[0]["if_not_archived_within"] == "30d"
    assert all("authorization" not in told for what, _, told in archive.asked[:1])
    assert "s3cret" not in ended.err + ended.out


@pytest.mark.parametrize(
    ("said_of_it", "why"),
    [
        ({"status": "error", "message": "Couldn't resolve host\nat all."},
         "Couldn't resolve host at all."),
        ({"status": "error", "status_ext": "error:blocked"}, "error:blocked"),
        ({"status": "error"}, "it failed"),
        ({"message": "x" * 500}, "x" * 200 + "…"),
        ({"status": "success", "timestamp": STAMP, "original_url": "https://other.example/"},
         "its answer cannot be read"),
        ({"status": "success", "timestamp": 7}, "its answer cannot be read"),
        ([], "its answer cannot be read"),
        ({"job_id": "../../available"}, "its answer cannot be read"),
        ({"status": "pending", "job_id": "spn2-1"}, "it is not done yet; run this again"),
    ],
)  # fmt: skip
def test_what_a_job_says_is_told(
    run: Runner, folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch,
    said_of_it: object, why: str,
) -> None:  # fmt: skip
    """A page that cannot be saved has the archive's own words beside it, and no copy."""
    for name in wayback.KEYS:
        monkeypatch.setenv(name, "k")
    monkeypatch.setattr(wayback, "SAVE_TIME", wayback.LOOK_PAUSE * 3.5)
    archive.jobs["spn2-1"] = [said_of_it] * 9
    ended = run("--facts", folder, "archive", "gazette", "--save", "--json")
    assert (ended.status, answers(ended)) == (1, [why])
    assert "archived_url" not in (folder / "sources.yaml").read_text(encoding="utf-8")[:150]


DEEP = b"[" * 100_000
WRONG: list[tuple[Reply, str]] = [
    ((500, {}, b""), "the archive answers 500"),
    ((404, {}, b""), "the archive answers 404"),
    ((200, {}, b"<html>"), "its answer cannot be read"),
    ((200, {}, b""), "its answer cannot be read"),
    ((200, {}, DEEP), "its answer cannot be read"),
    ((200, {}, b"[]"), "its answer cannot be read"),
    ((200, {}, b'{"archived_snapshots": []}'), "its answer cannot be read"),
    ((200, {}, b" " * 5_000_000), "its answer cannot be read"),
    ((302, {"Location": "https://elsewhere.example/"}, b""), "its answer cannot be read"),
    ((200, {"Content-Encoding": "br"}, b"x"), "its answer is packed as `br`, unreadably"),
    (said(closest(EVERY[1], STAMP)), "its answer cannot be read"),  # a copy of another page
    (said(closest(EVERY[0], "20169999999999")), "its answer cannot be read"),
    (said(closest(EVERY[0], STAMP, available=False)), "its answer cannot be read"),
    (said(closest(EVERY[0], STAMP, timestamp="20170101000000")), "its answer cannot be read"),
    (said(closest(EVERY[0], STAMP, url=7)), "its answer cannot be read"),
    (said(closest(EVERY[0], STAMP, status="404")), "its copy is of an answer `404`"),
]


@pytest.mark.parametrize(("reply", "why"), WRONG, ids=lambda value: str(value)[:40])
def test_what_is_no_answer_writes_nothing(
    run: Runner, folder: Path, archive: Archive, reply: Reply, why: str
) -> None:
    """Faults of the server, and answers that are no copy of the page, are told in a line."""
    before = (folder / "sources.yaml").read_bytes()
    archive.instead["available"] = [reply]
    ended = run("--facts", folder, "archive", "gazette", "--json")
    assert (ended.status, answers(ended)) == (1, [why])
    assert rows(ended)[0]["archived_url"] is None
    assert (folder / "sources.yaml").read_bytes() == before


def test_an_answer_that_takes_too_long_is_trouble(
    run: Runner, folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for it, and after three of them in a row nothing more is asked."""
    monkeypatch.setattr(links, "TIMEOUT", 1)
    archive.delay = 2
    ended = run("--facts", folder, "archive", "--json")
    assert ended.status == 2
    assert answers(ended)[0] == "no answer within 1 seconds"
    assert "the archive failed 3 times in a row; run this again later" in ended.err
    assert "0 of 5 addresses have a copy, 3 unanswered, 2 not asked" in ended.err


def test_a_pause_that_is_asked_for_is_made(
    run: Runner, folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as it says; who would have to wait too long is told to come back."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(wayback.ask, "__kwdefaults__", {"wait": waited.append})
    busy = (429, {"Retry-After": "7"}, b"")
    archive.instead["available"] = [busy, (503, {}, b""), said(closest(EVERY[0], STAMP))]
    assert run("--facts", folder, "archive", "gazette").status == 0
    assert [seconds for seconds in waited if seconds > 1] == [7, wayback.LONGEST_RETRY / 3]
    archive.instead["available"] = [(429, {"Retry-After": "9" * 40}, b"")]
    ended = run("--facts", folder, "archive", "post")
    assert (ended.status, ended.err.count("run this again later")) == (2, 1)


def test_a_job_that_cannot_be_looked_at_is_trouble(
    run: Runner, folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows what became of it, so nothing is written."""
    for name in wayback.KEYS:
        monkeypatch.setenv(name, "k")
    archive.instead["status"] = [(500, {}, b"")]
    ended = run("--facts", folder, "archive", "gazette", "--save", "--json")
    assert (ended.status, answers(ended)) == (1, ["the archive answers 500"])


@pytest.mark.parametrize(("keys", "cure"), [("", "set IA_ACCESS_KEY_ID"), ("k", "are right")])
def test_who_is_refused_is_told_what_to_do(
    run: Runner, folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch,
    keys: str, cure: str,
) -> None:  # fmt: skip
    """Without a key, where to get one; with one, that it is wrong."""
    for name in wayback.KEYS:
        monkeypatch.setenv(name, keys)
    archive.instead["save"] = [(401, {}, b"")]
    ended = run("--facts", folder, "archive", "gazette", "--save")
    assert ended.status == 2
    assert "the archive refuses (401); " in ended.err
    assert cure in ended.err


def test_robots_txt_is_kept(run: Runner, folder: Path, archive: Archive) -> None:
    """Who has no key asks for nothing that programs are asked to leave alone."""
    archive.robots = "User-agent: *\nDisallow: /save/\n"
    ended = run("--facts", folder, "archive", "gazette", "--save", "--json")
    assert answers(ended) == ["robots.txt asks programs to stay away"]
    assert archive.addresses("save") == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Location": "https://elsewhere.example/web/20160503120000/https://gazette.example/1"},
        {"Location": "/web/20160503120000/https://other.example/1"},
        {"Location": "//["},
    ],
)
def test_what_was_saved_elsewhere_is_no_copy(
    run: Runner, folder: Path, archive: Archive, headers: dict[str, str]
) -> None:
    """An answer that leads to another host, another page, or nowhere writes nothing."""
    archive.instead["save"] = [(302, headers, b"")]
    ended = run("--facts", folder, "archive", "gazette", "--save", "--json")
    assert ended.status == 1
    assert answers(ended)[0] in {
        "it made no copy, and did not say why",
        "Invalid IPv6 URL",
    }
    assert "20160503120000" not in (folder / "sources.yaml").read_text(encoding="utf-8")


def test_a_copy_from_before_the_page_is_none(run: Runner, cards: Writer, archive: Archive) -> None:
    """What the archive has from before an article came out shows something else."""
    source = "{url: https://a.example/, published: 2016-05-02}"
    folder = cards(f"- {{claim: X., date: 2016, confidence: possible, source: {source}}}\n")
    archive.has = {"https://a.example/": "20100101000000"}
    ended = run("--facts", folder, "archive", "--json")
    assert answers(ended) == ["its copy is of 2010-01-01, before the page came out"]
    archive.has = {"https://a.example/": "20160501230000"}  # in Greenwich it was still the 1st
    assert run("--facts", folder, "archive").status == 0


def test_what_is_a_copy_has_none(run: Runner, cards: Writer, archive: Archive) -> None:
    """An address at an archive is one that lasts."""
    source = f"{{url: '{copy('https://a.example/')}'}}"
    folder = cards(f"- {{claim: X., date: 2016, confidence: possible, source: {source}}}\n")
    assert run("--facts", folder, "archive").status == 0
    assert archive.asked == []


def test_no_day_before_christ_is_asked_for(run: Runner, cards: Writer, archive: Archive) -> None:
    """Of what came out before there was an archive, or years had four digits, any copy will do."""
    source = "{url: https://a.example/, published: '-0043-03-15'}"
    folder = cards(f"- {{claim: X., date: -0043, confidence: possible, source: {source}}}\n")
    archive.has = {"https://a.example/": STAMP}
    assert run("--facts", folder, "archive").status == 0
    assert "timestamp" not in archive.asked[0][2]


def test_what_is_nobody_elses_business_is_not_asked(
    run: Runner, cards: Writer, archive: Archive
) -> None:
    """Addresses in one's own network, or with a password, are not told to the archive."""
    urls = ("http://localhost/a", "https://10.0.0.1/", "https://u:p@a.example/")
    folder = cards(
        "".join(
            f"- {{claim: C{n}., date: 2016, confidence: possible, source: {{url: '{url}'}}}}\n"
            for n, url in enumerate(urls)
        )
    )
    ended = run("--facts", folder, "archive")
    assert ended.status == 1
    assert archive.asked == []
    assert "not asked for https://u@a.example/: it has a password in it" in ended.err
    assert ended.err.count("no public host has it") == 2
    assert why_not_asked("https://[a") == "it is no address of a page"
    assert [why_not_asked(f"https://{host}/") for host in ("1.1.1.1", "a.example")] == ["", ""]


@pytest.mark.parametrize(
    ("at", "same"),
    [
        ("http://web.archive.org/web/20160503120000/http://a.example/x", True),
        ("https://web.archive.org/web/20160503120000/http://a.example:80/x/", True),
        ("https://web.archive.org/web/20160503120000/https://www.a.example/%78", True),
        ("https://web.archive.org/web/20160503120000id_/https://a.example/x", True),
        ("https://web.archive.org/web/2016/https://a.example/x", False),
        ("https://web.archive.org/web/20160503120000/https://a.example/y", False),
        ("https://web.archive.org/web/20160503120000/https://a.example/x?y", False),
        ("https://web.archive.org/web/20160503120000/https://b.example/x", False),
        ("https://web.archive.org/web/20160503120000/ftp://a.example/x", False),
        ("https://web.archive.org/web/20160503120000/https://[/x", False),
        ("https://web.archive.org/web/20160503120000/https://a.example/x\x1b", False),
        ("https://web.archive.org:8443/web/20160503120000/https://a.example/x", False),
        ("https://web.archive.org.b.example/web/20160503120000/https://a.example/x", False),
        ("https://u@web.archive.org/web/20160503120000/https://a.example/x", False),
        ("javascript://web.archive.org/web/20160503120000/https://a.example/x", False),
        ("https://[/web/20160503120000/https://a.example/x", False),
        ("", False),
    ],
)  # fmt: skip
def test_a_copy_is_one_of_that_page_at_the_archive(at: str, same: bool) -> None:  # noqa: FBT001 - the expected
    """Scheme, default port and `www.` may differ, as they do for the archive; nothing else may."""
    made = copy_of("https://a.example/x", at)
    assert bool(made) is same
    assert not made or made.startswith("https://web.archive.org/web/20160503120000/")


def test_a_file_that_was_changed_meanwhile_is_left(
    run: Runner, folder: Path, archive: Archive
) -> None:
    """A source that is another one by now gets no copy of the old page, and that is told."""
    archive.has = dict.fromkeys(EVERY, STAMP)

    def replacing(old: str, new: str, name: str) -> None:
        file = folder / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def change(url: str) -> None:
        if "gazette" in url:
            replacing("https://gazette.example/1", "https://gazette.example/2", "sources.yaml")
            replacing("post:", "paper:", "sources.yaml")

    archive.meanwhile = change
    ended = run("--facts", folder, "archive", "gazette", "post", "--json")
    assert ended.status == 2
    told = answers(ended)
    assert told[0].endswith("sources.yaml: `gazette` is another source now; run this again")
    assert told[1].endswith("there is no source `post` any more; run this again")


def test_a_card_that_was_changed_meanwhile_is_left(
    run: Runner, folder: Path, archive: Archive
) -> None:
    """Be it that it has fewer sources, or another one in that place."""
    archive.has = dict.fromkeys(EVERY, STAMP)
    file = folder / "cards.yaml"
    text = file.read_text(encoding="utf-8")

    def change(url: str) -> None:
        if "radio" in url:
            gone = '    - {title: A page, url: "https://pages.example/?a=1&b=2"}\n'
            less = text.replace(gone, "").replace("radio.example/1", "radio.example/2")
            file.write_text(less, encoding="utf-8")

    archive.meanwhile = change
    ended = run("--facts", folder, "archive", "aground", "--json")
    assert ended.status == 2
    told = answers(ended)
    assert told[1].endswith("is another source now; run this again")
    assert told[2].endswith("is another source now; run this again")


def test_an_address_that_stands_alone_gets_its_copy_beside_it(
    run: Runner, folder: Path, archive: Archive
) -> None:
    """A source may be its address and nothing else; then it becomes one with two keys."""
    archive.has = {EVERY[4]: STAMP}
    file = folder / "cards.yaml"
    text = file.read_text(encoding="utf-8")
    alone = text.replace("{url: https://l.example/}", "https://l.example/")
    archive.meanwhile = lambda _: file.write_text(alone, encoding="utf-8")
    assert run("--facts", folder, "archive", "light").status == 0
    assert f"archived_url: {copy(EVERY[4])}" in file.read_text(encoding="utf-8")


def test_check_and_stats_tell_how_many_have_a_copy(
    run: Runner, folder: Path, archive: Archive
) -> None:
    """Each address counts once, however often it is cited."""
    archive.has = dict.fromkeys(EVERY[:3], STAMP)
    assert "1 of 6 addresses with an archived copy\n" in run("check", folder).out
    run("--facts", folder, "archive")
    assert "4 of 6 addresses with an archived copy\n" in run("check", folder).out
    (counts,) = [json.loads(run("--facts", folder, "stats", "--json").out)]
    assert (counts["with_url"], counts["archived"]) == (6, 4)
    drawn = run("--facts", folder, "stats", "--format", "table").out
    assert "of these 4 (67 %) archived" in " ".join(drawn.split())
    one = "{claim: X., date: 2016, confidence: possible, source: {url: https://a.example/}}"
    (folder / "sources.yaml").unlink()
    (folder / "cards.yaml").write_text(f"- {one}\n", encoding="utf-8")
    assert "; 0 of 1 address with an archived copy\n" in run("check", folder).out


def test_what_cannot_be_written_is_told(run: Runner, cards: Writer, archive: Archive) -> None:
    """A source in braces with a comment, or a file in braces, is left as it is."""
    archive.has = {"https://a.example/": STAMP, "https://b.example/": STAMP}
    folder = cards(
        "- {claim: X., date: 2016, confidence: possible, sources: [a]}\n",
        sources="a: {url: https://a.example/,  # here\n  title: A}\n",
    )
    (told,) = answers(run("--facts", folder, "archive", "--json"))
    assert "`a` is left as it is: it is in braces with a comment" in told
    (folder / "sources.yaml").write_text("{a: {url: https://b.example/}}\n", encoding="utf-8")
    (told,) = answers(run("--facts", folder, "archive", "--json"))
    assert "left as it is: the file is in braces; write an id a line" in told
    assert [load_dataset(folder).sources["a"].archived_url] == [None]


def test_without_httpx(run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its extra, it says in one line what to install."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    ended = run("--facts", folder, "archive")
    assert ended.status == 2
    assert ended.err == (
        "relcli: error: archive needs httpx, which is not installed; pip install httpx\n"
    )


def test_control_c_keeps_what_was_answered(folder: Path, archive: Archive) -> None:
    """It ends at once, with what was written told, and the status of an interruption."""
    archive.has = dict.fromkeys(EVERY, STAMP)

    def then_wait(_: str) -> None:
        archive.delay = 30

    archive.meanwhile = then_wait
    process = subprocess.Popen(
        [sys.executable, "-m", "relcli", "--facts", str(folder), "archive", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ),
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not archive.asked and time.monotonic() < deadline:
        time.sleep(0.05)
    while (
        "20160503120000" not in (folder / "sources.yaml").read_text(encoding="utf-8")
        and time.monotonic() < deadline
    ):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert [row["answer"] for row in json.loads(out)] == ["written"]
    assert "1 of 5 addresses have a copy, 4 not asked" in err


def test_the_archive_is_asked_by_its_own_name(folder: Path, archive: Archive) -> None:
    """Without the variable of the tests it is archive.org, under a name that tells what asks."""
    assert folder
    assert archive.url
    with links.open_client(wayback.USER_AGENT) as client:
        assert client.headers["User-Agent"].startswith("relcli/")
        del os.environ["RELCLI_WAYBACK"]
        asking = wayback.Wayback(client, wait=time.sleep)
        os.environ["RELCLI_WAYBACK"] = archive.url
    assert asking._ask_at == "https://archive.org/wayback/available"  # noqa: SLF001 - nobody may ask it here
    assert Page("https://a.example/") == ("https://a.example/", "", "")
    assert Found() == ("", "", False)
