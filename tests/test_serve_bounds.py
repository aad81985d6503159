"""What a server may be made to do: bounds, headers, names, slow and many clients, its log."""

import os
import re
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from relcli.api import Facts
from relcli.api import open as open_facts
from relcli.errors import RelcliError, TooLongError
from relcli.index import sqlite_store
from relcli.index.cache import building_alone, cache_folder
from relcli.index.datasets import Datasets
from relcli.index.refresh import TICK
from relcli.index.scope import ALL_CARDS
from relcli.serve import desk, problems, protocol, settings
from tests.serving import Served, serving

Writer = Callable[..., Path]

CARD = "- {{id: {id}, claim: {claim}, date: 2016, confidence: possible, source: S}}\n"
GET = b"GET /health HTTP/1.1\r\nhost: localhost\r\n"


def of(**claims: str) -> str:
    """Return cards with these ids and claims."""
    return "".join(CARD.format(id=card_id, claim=claim) for card_id, claim in claims.items())


@pytest.fixture
def dataset(cards: Writer) -> Path:
    """Return a small dataset."""
    return cards(of(tug="The tug sank.", rain="It rained."))


@pytest.fixture
def served(dataset: Path) -> Iterator[Served]:
    """Serve it."""
    with serving(dataset) as it:
        yield it


def connected(served: Served) -> socket.socket:
    """Return a connection to a server."""
    url = httpx.URL(served.url)
    return socket.create_connection((url.host, url.port or 0), timeout=20)


def received(connection: socket.socket) -> bytes:
    """Return all that comes until the other side ends, be it roughly."""
    got = b""
    try:
        while data := connection.recv(65_536):
            got += data
    except ConnectionError:
        pass
    return got


# Bounds


def test_a_long_question_is_refused(served: Served) -> None:
    """A question of more characters than the bound is not read, the longest one is."""
    asked = "q=" + "x" * (settings.LONGEST_QUERY - 2)
    assert served.get(f"/search?{asked}").status_code == 200
    refused = served.get(f"/search?{asked}x")
    assert (refused.status_code, refused.json()["status"]) == (414, 414)


def test_long_headers_are_refused(served: Served) -> None:
    """More bytes of headers than the bound end the connection."""
    with closing(connected(served)) as connection:
        connection.sendall(GET + b"x-long: " + b"x" * settings.LARGEST_HEAD)
        assert received(connection).startswith(b"HTTP/1.1 400 ")
    assert ("note", "Invalid HTTP request received.") in served.told


def test_a_large_body_is_refused(served: Served) -> None:
    """A body that says that it is too large is not waited for; one that does not say is cut."""
    with closing(connected(served)) as connection:
        size = settings.LARGEST_BODY + 1
        connection.sendall(GET + f"content-length: {size}\r\nconnection: close\r\n\r\n".encode())
        assert received(connection).startswith(b"HTTP/1.1 413 ")


def test_a_body_that_is_of_no_use_is_not_read(served: Served) -> None:
    """A small body of a question is let pass."""
    response = served.client.request("GET", "/health", content=b"x" * 100)
    assert response.status_code == 200


def test_who_sends_slowly_is_cut(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that drips in ends with its connection, and so does one that never begins."""
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.5)
    start = time.monotonic()
    with closing(connected(served)) as silent, closing(connected(served)) as dripping:
        for sign in GET[:4]:
            dripping.send(bytes([sign]))
            time.sleep(0.1)
        assert received(silent) == received(dripping) == b""
    assert time.monotonic() - start < 5
    assert served.answer("/health")["total"] == 2


def test_a_request_after_another_has_to_come_in_time_too(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a connection that is kept, each request has its time, and each whole one its answer."""
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.5)
    with closing(connected(served)) as connection:
        for _ in range(3):
            connection.sendall(GET + b"\r\n")
            got = b""
            while not got.endswith(b"]\n}\n"):
                got += connection.recv(65_536)
            assert got.startswith(b"HTTP/1.1 200 ")
            time.sleep(0.3)
        connection.sendall(GET)
        assert received(connection) == b""


def test_who_takes_no_answer_is_cut(cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer larger than the buffers that nobody takes ends with its connection."""
    monkeypatch.setattr(protocol, "TAKING_SECONDS", 0.5)
    note = "x" * 20_000
    text = "".join(
        f"- {{id: c{n}, claim: Event {n}., date: 2016, confidence: possible, source: S, "
        f"note: {note}}}\n"
        for n in range(800)
    )
    with serving(cards(text)) as served, closing(connected(served)) as connection:
        connection.sendall(b"GET /cards HTTP/1.1\r\nhost: localhost\r\n\r\n")
        assert connection.recv(1)  # it has been answered, which takes its time
        time.sleep(2)
        assert len(received(connection)) < 16_000_000
        whole = served.get("/cards", {"accept-encoding": "identity"})  # who takes it, gets it
        assert len(whole.content) > 16_000_000


def test_connections_beyond_the_bound_are_refused(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more connection than the bound is told to come later; it is taken when another ends."""
    monkeypatch.setattr(protocol, "CONNECTIONS", 2)
    held = [connected(served) for _ in range(2)]
    for connection in held:
        connection.sendall(GET)
    time.sleep(0.2)
    with closing(connected(served)) as connection:
        assert received(connection).startswith(b"HTTP/1.1 503 ")
    for connection in held:
        connection.close()
    time.sleep(0.2)
    assert served.answer("/health")["total"] == 2


def test_requests_beyond_the_bound_are_told_to_come_later(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more than so many requests wait for an answer."""
    monkeypatch.setattr(desk, "AT_ONCE", 0)
    busy = served.get("/health")
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "2")
    assert busy.json()["detail"] == "too many requests at once; ask again in a moment"
    monkeypatch.setattr(desk, "AT_ONCE", 1)
    assert served.get("/health").status_code == 200


def test_an_answer_that_takes_too_long_is_given_up(
    cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reads the facts for longer than the bound is stopped, and nothing is thought damaged."""
    many = of(**{f"c{n}": f"Event {n} at sea." for n in range(2000)})
    with serving(cards(many)) as served:
        assert served.answer("/health")["total"] == 2000
        index = [*served_cache().rglob("*.sqlite")]
        monkeypatch.setattr(sqlite_store, "_STEPS", 10)
        monkeypatch.setattr(desk, "SECONDS", 0.0)
        for path in ("/cards?limit=0", "/stats", "/search?q=event"):
            late = served.get(path)
            assert (late.status_code, late.headers["retry-after"]) == (503, "2"), late.text
            assert late.json()["detail"].startswith("that takes too long to answer; narrow it down")
        monkeypatch.setattr(desk, "SECONDS", 10.0)
        assert served.answer("/stats")["cards"] == 2000
        assert [*served_cache().rglob("*.sqlite")] == index


def served_cache() -> Path:
    """Return where the indexes lie."""
    return Path(os.environ["XDG_CACHE_HOME"], "relcli")


def test_who_waits_for_an_index_is_told_to_come_later(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another process holds the lock of the index, there is an answer: not now."""
    monkeypatch.setattr(desk, "WAITING_SECONDS", 0.5)
    with serving(dataset) as served:
        with building_alone(cache_folder(dataset), lambda: None):
            late = served.get("/health")
            assert late.status_code == 503
            assert late.json()["detail"] == "that takes too long at present; ask again in a moment"
        time.sleep(0.5)
        assert served.answer("/health")["total"] == 2


# Names, headers, methods


def test_only_who_calls_it_by_its_name_is_answered(dataset: Path) -> None:
    """A page of another site cannot have its own name lead here; names can be given."""
    with serving(dataset, names=("Facts.Example",)) as served:
        for name in ("localhost", "127.0.0.1:80", "[::1]:8000", "facts.example", "LOCALHOST"):
            assert served.get("/health", {"host": name}).status_code == 200, name
        for name in ("evil.example", "127.0.0.1.evil.example", "", "[::2]"):
            refused = served.get("/health", {"host": name})
            assert refused.status_code == 421, name
            assert "--allow-host" in refused.json()["detail"]


@pytest.mark.parametrize("path", ["/health", "/", "/nowhere", "/cards?sort=x"])
def test_every_answer_has_strict_headers(served: Served, path: str) -> None:
    """Nothing of an answer acts in a browser, is framed, guessed at or told to others."""
    headers = served.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers


def test_scripts_of_other_sites_read_what_they_are_let(dataset: Path) -> None:
    """Of a site that was named, and of no other, scripts may read answers."""
    with serving(dataset, origins=("https://example.org",)) as served:
        named = served.get("/health", {"origin": "https://example.org"}).headers
        other = served.get("/health", {"origin": "https://evil.example"}).headers
        assert named["access-control-allow-origin"] == "https://example.org"
        assert named["cross-origin-resource-policy"] == "cross-origin"
        assert "access-control-allow-origin" not in other


def test_an_answer_that_still_holds_is_not_sent_again(served: Served, dataset: Path) -> None:
    """Whoever has the answer is told so, until a file changes; another question has another tag."""
    time.sleep(TICK / 1e9)  # until then, a file may yet change without its time telling so
    first = served.get("/cards")
    tag = {"if-none-match": first.headers["etag"]}
    assert first.headers["cache-control"] == "no-cache"
    kept = served.get("/cards", tag)
    assert (kept.status_code, kept.content) == (304, b"")
    assert kept.headers["etag"] == first.headers["etag"]
    assert served.get("/cards?limit=1", tag).status_code == 200
    assert served.get("/", {"if-none-match": served.get("/").headers["etag"]}).status_code == 304
    (dataset / "more.yaml").write_text(of(fog="There was fog."))
    assert served.get("/cards", tag).status_code == 200


def test_an_edit_within_a_tick_of_the_clock_has_another_tag(served: Served, dataset: Path) -> None:
    """A file that was changed without its size and time telling so is another answer."""
    file = dataset / "cards.yaml"
    before = file.stat()
    tag = {"if-none-match": served.get("/cards").headers["etag"]}
    with file.open("r+") as opened:
        opened.write(file.read_text().replace("tug sank", "tub sank"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    changed = served.get("/cards", tag)
    assert changed.status_code == 200
    assert "tub sank" in changed.text


def test_head_is_get_without_a_body(served: Served) -> None:
    """HEAD has the headers of GET, its length among them."""
    time.sleep(TICK / 1e9)
    for path in ("/cards", "/", "/nowhere"):
        whole = served.get(path, {"accept-encoding": "identity"})
        head = served.client.head(path, headers={"accept-encoding": "identity"})
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert head.headers["content-length"] == whole.headers["content-length"]
        assert head.headers.get("etag") == whole.headers.get("etag")


def test_a_large_answer_is_zipped_for_who_takes_it_so(served: Served) -> None:
    """The page is sent in half its size."""
    zipped = served.get("/", {"accept-encoding": "gzip"})
    plain = served.get("/", {"accept-encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) * 2 < len(plain.content)
    assert zipped.text == plain.text


# The log, and what is said of what goes wrong


def test_a_request_is_a_line_of_the_log(served: Served) -> None:
    """Who asked what, the status and the time; what could act is as it was sent, encoded."""
    served.get("/cards/%1b[2J%0aX?q=%e2%80%ae")
    while not served.told:  # it is told when the answer has been sent
        time.sleep(0.01)
    (kind, line) = served.told[-1]
    asked = re.escape("127.0.0.1 GET /cards/%1b[2J%0aX?q=%e2%80%ae 422")
    assert (kind, bool(re.fullmatch(rf"{asked} \d+ ms", line))) == ("note", True), line


def test_facts_that_cannot_be_read_are_told_without_a_path(served: Served, dataset: Path) -> None:
    """While the folder is away there is no answer; when it is back there is one."""
    assert served.answer("/health")["total"] == 2
    away = dataset.with_name("away")
    dataset.rename(away)
    gone = served.get("/health")
    away.rename(dataset)
    assert gone.status_code == 503
    assert gone.json()["detail"] == "the facts cannot be read at present"
    assert str(dataset) not in gone.text
    assert served.answer("/health")["total"] == 2


def test_what_nobody_thought_of_is_no_traceback(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours is told as such, in the log by its name, and the next request is answered."""

    def broken(*_: object, **__: object) -> Any:  # noqa: ANN401 - it returns nothing
        raise ZeroDivisionError("somewhere")

    with monkeypatch.context() as patch:
        patch.setattr(Facts, "__len__", broken)
        fault = served.get("/health")
    assert (fault.status_code, fault.json()["title"]) == (500, "Internal Server Error")
    assert "somewhere" not in fault.text
    until = time.monotonic() + 5
    errors: list[str] = []
    while not errors and time.monotonic() < until:  # it is told once the answer is on its way
        errors = [text for kind, text in served.told if kind == "error"]
    assert errors == ["127.0.0.1 GET /health: ZeroDivisionError: somewhere"]
    assert served.answer("/health")["total"] == 2


def test_an_error_without_a_form_of_its_own_is_a_fault() -> None:
    """Of an error of ours that no question can mend nothing is told, for it may have a path."""
    response = problems.problem_of(RelcliError("/home/nora/x is broken"))
    assert response.status_code == 500
    assert b"nora" not in response.body


# Fresh


def test_answers_are_fresh_while_files_change_under_load(served: Served, dataset: Path) -> None:
    """Each answer is of the files as they were before or after an edit, and never of older ones."""
    file = dataset / "number.yaml"
    written = [0, 0]  # edits begun, edits done
    stop = threading.Event()

    def write(number: int) -> None:
        written[0] = number
        temporary = dataset / ".number"
        temporary.write_text(of(number=f"Edit {number} was made."))
        temporary.replace(file)
        written[1] = number

    def ask() -> list[str]:
        wrong = []
        with httpx.Client(base_url=served.url, timeout=30) as client:
            while not stop.is_set():
                least = written[1]
                response = client.get("/search", params={"q": "edit was made", "exact": "true"})
                found = re.search(r"Edit (\d+) was", response.text)
                number = int(found[1]) if found else -1
                if response.status_code != 200 or not least <= number <= written[0]:
                    wrong.append(f"{response.status_code}: {least} <= {number} <= {written[0]}")
        return wrong

    write(0)
    with ThreadPoolExecutor(3) as threads:
        asking = [threads.submit(ask) for _ in range(3)]
        for number in range(1, 40):
            write(number)
            time.sleep(0.03)
        stop.set()
        assert [wrong for each in asking for wrong in each.result()] == []


def test_a_cache_that_is_deleted_or_damaged_is_made_anew(served: Served, dataset: Path) -> None:
    """Whatever happens to the cache, answers are those of the files, and no request fails."""
    cache = served_cache()
    for number in range(4):
        assert served.answer("/health")["total"] == 2
        if number % 2:
            for index in cache.rglob("*.sqlite"):
                index.write_bytes(b"x" * 10_000)
        else:
            shutil.rmtree(cache)
        (dataset / "cards.yaml").write_text(of(tug=f"The tug sank {number}.", rain="It rained."))
        answers = [served.get("/search?q=tug&exact=true") for _ in range(6)]
        assert {answer.status_code for answer in answers} == {200}
        assert all(f"sank {number}." in answer.text for answer in answers)
    assert not [text for kind, text in served.told if kind == "error"]


def test_facts_without_a_cache_are_answered_from_memory(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where no index can be kept the answers are the same, and as fresh."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with serving(dataset) as served:
        assert served.ids("/cards") == ["tug", "rain"]
        (dataset / "more.yaml").write_text(of(fog="There was fog."))
        assert served.ids("/search", q="fog", exact="true") == ["fog"]
        assert any("searching without an index" in text for _, text in served.told)


def test_of_a_damaged_index_an_error_is_no_matter_of_time(dataset: Path) -> None:
    """What ends reading for another reason than the time is passed on as it is."""
    facts = open_facts(dataset)
    with pytest.raises(sqlite3.DatabaseError, match="damaged"), facts.held(10):
        raise sqlite3.DatabaseError("damaged")
    with facts.held(10):
        assert len(facts) == 2


def test_whatever_is_read_too_late_is_told_as_such(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what is asked of one index alone, as what a word may mean, ends with the time."""
    datasets = Datasets([dataset], lambda _: None)
    monkeypatch.setattr(sqlite_store, "_STEPS", 1)

    def read_late() -> None:
        with datasets.held(0.3):
            time.sleep(0.4)
            datasets.store(dataset).listed(ALL_CARDS)

    with pytest.raises(TooLongError):
        read_late()
    datasets.close()


def test_a_place_beyond_all_datasets_stays_as_it_is(dataset: Path) -> None:
    """Only the path of a dataset is left out of a place."""
    with open_facts(dataset) as facts:
        assert facts.within(f"{dataset}{os.sep}cards.yaml:1") == "cards.yaml:1"
        assert facts.within("/elsewhere/cards.yaml:1") == "/elsewhere/cards.yaml:1"


def test_what_the_page_needs_has_to_be_given(served: Served) -> None:
    """A question without what it needs is a problem like any other; so is a card that is none."""
    missing = served.get("/page/card")
    assert (missing.status_code, missing.json()["status"]) == (422, 422)
    assert served.get("/page/card?id=none").status_code == 404
