"""The page that a server gives: of many cards it holds none, and shows what the other shows."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from relcli.serve import answers
from relcli.serve import page as served_page
from tests.serving import Served, serving

Opener = Callable[..., Page]

FACTS = Path(__file__).parents[2] / "facts"
QUESTIONS = (
    *("wagner", "pantsr wagner", '"air defence"', "hezbolah -wagner", "november 2016", "حزب الله"),
    *(
        "topic:military since:2020",
        "wagner OR kornet",
        "zzzqqq",
        "NOT wagner",
        "weapons until:2010",
    ),
    *("who paid whom", "иран", "Russia 2012", "nasralah", "grain deal", "at-least:probable syria"),
)
ADDRESSES = (
    "",
    "#?topic=economic",
    "#?topic=economic&topic=political&confidence=possible",
    "#?disputed=yes&sort=oldest",
    "#?disputed=yes&disputed=no&q=wagner&sort=newest",
    "#?since=2016&until=March+2016",
    "#?since=2016&until=2016&states=yes",
    "#?q=russia&sort=surest",
    "#?sort=surest",
    "#?actor=hezbollah&q=syria",
)
PENDING: dict[Page, set[Request]] = {}  # what each page has asked for and not been answered
LIST = """() => [
  document.getElementById("status").textContent,
  document.getElementById("more").hidden || document.getElementById("more").textContent,
  document.getElementById("list").innerHTML.replace(/(card|claim)-\\d+/g, "$1"),
]"""


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Serve the shipped facts as if they were too many for a page."""
    monkeypatch.setattr(served_page, "PAGED", 10)
    with serving(FACTS) as it:
        it.get("/")  # the first takes longest: an index is built
        yield it


@pytest.fixture
def open_served(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of a server, which asks nobody else; in the end no script has complained."""
    contexts, told, asked = [], [], []

    def open_it(served: Served, hash_: str = "") -> Page:
        def guard(route: Route) -> None:
            if route.request.url.startswith(served.url):
                route.continue_()
            else:
                asked.append(route.request.url)
                route.abort()

        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(30_000)
        contexts.append(context)
        context.route("**/*", guard)
        page = context.new_page()
        pending = PENDING[page] = set()

        def ended(request: Request) -> None:
            pending.discard(request)

        page.on("request", lambda request: pending.add(request))  # noqa: PLW0108 - Playwright marks it
        page.on("requestfinished", ended)
        page.on("requestfailed", ended)
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(f"{served.url}{hash_}")
        expect(page.locator("#status")).not_to_be_empty()
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert (told, asked) == ([], [])


def settled(page: Page) -> None:
    """Wait until nothing more is asked for: the pictures are, when one stops typing."""
    quiet = 0
    while quiet < 2:
        page.wait_for_timeout(200)
        quiet = quiet + 1 if not PENDING[page] else 0


def test_it_answers_as_the_page_that_holds_all_cards(
    open_page: Opener, open_served: Opener, shipped: Path, served: Served
) -> None:
    """Whatever is asked, the list, its marks, and what is told are the same, to the letter."""
    holding, asking = open_page(shipped), open_served(served)
    assert str(asking.locator("#data").text_content()).startswith('{"cards":[],')
    for question in QUESTIONS:
        for page in (holding, asking):
            page.locator("#q").fill(question)
        settled(asking)
        assert asking.evaluate(LIST) == holding.evaluate(LIST), question


def test_it_follows_an_address_as_the_other_does(
    open_page: Opener, open_served: Opener, shipped: Path, served: Served
) -> None:
    """Filters, orders and ranges in an address give the same cards, counts and pictures."""
    holding, asking = open_page(shipped), open_served(served)
    counts = (
        "() => [...document.querySelectorAll('#filters .count')].map(e => e.textContent).sort()"
    )
    for address in ADDRESSES:
        for page in (holding, asking):
            page.evaluate("hash => { location.hash = hash }", address or "#?q=")
        settled(asking)
        assert asking.evaluate(LIST) == holding.evaluate(LIST), address
        assert asking.inner_text("#span") == holding.inner_text("#span"), address
        assert asking.evaluate(counts) == holding.evaluate(counts), address


def test_a_card_is_opened_whole(
    open_page: Opener, open_served: Opener, shipped: Path, served: Served
) -> None:
    """An address leads to a card with all its sources, its links and its footnote, as there."""
    texts = []
    for page in (open_page(shipped, "#pantsir-plan-wsj"), open_served(served, "#pantsir-plan-wsj")):
        article = page.locator("article.target")
        article.get_by_role("button", name="Cite").click()
        texts.append((article.inner_text(), article.locator("textarea").input_value()))
        link = article.locator("dd a").first
        name = link.inner_text()
        link.click()
        expect(page.locator("article.target h3")).to_have_text(name)
    assert texts[0] == texts[1]


def test_the_rest_is_asked_for_when_it_is_wanted(open_served: Opener, served: Served) -> None:
    """More cards come at the end of the list, each once, until there are no more."""
    page = open_served(served)
    total = len(served.answer("/cards", limit=0)["cards"])
    more = page.locator("#more")
    while more.is_visible():
        before = page.locator("#list article").count()
        more.click()
        expect(page.locator("#list article").nth(before)).to_be_visible()
    ids = page.locator("#list .permalink").all_inner_texts()
    assert (len(ids), len({*ids})) == (total, total)


def test_what_the_server_refuses_is_told(open_served: Opener, served: Served) -> None:
    """A field with a value that nobody knows, and a server that is gone, are told in words."""
    page = open_served(served)
    page.locator("#q").fill("topic:militry")
    expect(page.locator("#status")).to_have_text(re.compile("did you mean `military`"))
    expect(page.locator("#list article")).to_have_count(0)
    page.context.set_offline(True)
    page.locator("#q").fill("wagner")
    expect(page.locator("#status")).to_have_text("The server does not answer.")
    page.context.set_offline(False)
    page.locator("#clear").click()
    expect(page.locator("#list article")).to_have_count(30)


def test_many_cards_are_drawn_by_year(
    open_served: Opener, cards: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more cards than are drawn one by one the timeline has a bar a year, none shorter."""
    monkeypatch.setattr(served_page, "PAGED", 10)
    line = "- {{id: c-{n}, claim: Event {n}., date: {y}-{m:02}, confidence: possible, source: S}}\n"
    text = "".join(line.format(n=n, y=1990 + n % 30, m=n % 12 + 1) for n in range(900))
    with serving(cards(text)) as served:
        page = open_served(served)
        settled(page)
        expect(page.locator("#span")).to_have_text(re.compile("900 cards"))
        expect(page.locator("#strip rect.bar")).to_have_count(30)
        page.locator("#timeline > summary").click()
        expect(page.locator("#axis rect.bar")).to_have_count(30)
        for _ in range(4):
            page.locator("#zoom-in").click()
        names = page.locator("#axis .bar title").all_text_contents()
        assert all(re.fullmatch(r"\d{4}: 30 cards", name) for name in names), names
        expect(page.locator("#actors")).to_be_hidden()
        page.locator("#fit").click()
        page.locator("#q").fill("event since:2019")
        expect(page.locator("#status")).to_have_text(re.compile("^30 of 900 cards"))
        settled(page)
        expect(page.locator("#axis [data-card]").first).to_be_visible()


def test_a_file_that_changes_is_seen_in_the_next_answer(
    open_served: Opener, cards: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever goes on typing has answers from the files as they are."""
    monkeypatch.setattr(served_page, "PAGED", 1)
    line = "- {{id: c-{n}, claim: Event {n}., date: 2016, confidence: possible, source: S}}\n"
    text = "".join(line.format(n=n) for n in range(4))
    dataset = cards(text)
    with serving(dataset) as served:
        page = open_served(served)
        (dataset / "more.yaml").write_text(line.format(n="new"))
        page.locator("#q").fill("new")
        expect(page.locator("#list h3")).to_have_text(["Event new."])


def test_without_scripts_the_newest_are_read(browser: Browser, served: Served) -> None:
    """Whoever allows no script reads the newest cards, and is told who is asked else."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url)
    assert page.locator("noscript article").count() > 100
    assert "asks the server that gave it, and nobody else" in page.inner_text("footer")
    context.close()


def test_a_page_of_very_many_has_no_span_of_its_own(
    open_served: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody counts the cards by year, they are listed without pictures and counts."""
    for module, bound in ((served_page, "PAGED"), (served_page, "MOST_COUNTED")):
        monkeypatch.setattr(module, bound, 1)
    monkeypatch.setattr(answers, "MOST_COUNTED", 1)
    with serving(FACTS) as served:
        page = open_served(served, "#no-such-card")
        settled(page)
        expect(page.locator("#list article")).to_have_count(30)
        expect(page.locator("#timeline")).to_be_hidden()
        assert set(page.locator("#filters .count").all_inner_texts()) == {""}
