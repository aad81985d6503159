"""What a reader does with the page: filters, links, keys, pictures, footnotes, paper."""

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from relcli.model.ids import derived_id, former_id
from tests.repository import Repository, card

Opener = Callable[..., Page]
Maker = Callable[..., Path]

DISPUTED = re.compile("^disputed")

CARDS = """\
- {id: day, claim: A day., date: 2016-05-01, confidence: confirmed, source: S, actors: [Nora, Omar]}
- {id: month, claim: A month., date: 2016-07, confidence: unconfirmed, source: S, actors: [Nora]}
- {id: about, claim: About a year., date: 2017~, confidence: possible, source: S, actors: [Omar]}
- {id: since, claim: It goes on., date: 2018/.., confidence: possible, source: S}
- {id: until, claim: Until then., date: ../2018, confidence: doubtful,
   sources: [S, {title: T, stance: disputes}]}
- {id: decade, claim: A decade., date: 201X, confidence: possible, source: S}
"""


def ids(page: Page) -> list[str]:
    """Return the ids of the cards in the list."""
    return page.locator("#list .permalink").all_inner_texts()


def open_the_timeline(page: Page) -> None:
    """Open the strip, so that it is the whole timeline."""
    page.locator("#timeline > summary").click()
    expect(page.locator("#axis svg")).to_be_visible()


def many(count: int) -> str:
    """Return so many cards, each in a month."""
    line = "- {{id: c-{n}, claim: Event {n}., date: {y}-{m:02}, confidence: possible, source: S}}\n"
    return "".join(line.format(n=n, y=1990 + n % 30, m=n % 12 + 1) for n in range(count))


def test_facets_filter_and_count_what_is_left(open_page: Opener, shipped: Path) -> None:
    """A facet keeps its cards; counts of the others follow, its own show what else there is."""
    page = open_page(shipped)
    before = page.locator("#facet-confidence .count").all_inner_texts()
    page.get_by_role("checkbox", name="Economic").check()
    expect(page.locator("#status")).to_have_text(re.compile(r"^\d+ of \d+ cards$"))
    cards, of_all = map(int, re.findall(r"\d+", page.inner_text("#status")))
    after = page.locator("#facet-confidence .count").all_inner_texts()
    assert sum(map(int, after)) == cards < of_all == sum(map(int, before))
    assert after != before
    page.get_by_role("checkbox", name="Political").check()
    assert "topic=economic&topic=political" in page.url
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#status")).to_have_text(f"{of_all} cards")
    assert page.url.endswith(".html")


def test_all_actors_can_be_shown(open_page: Opener, shipped: Path) -> None:
    """The commonest actors are listed first, the others on demand."""
    page = open_page(shipped)
    boxes = page.locator("#facet-actor li:visible")
    expect(boxes).to_have_count(8)
    more = page.get_by_role("button", name=re.compile(r"^All \d+ actors$"))
    actors = int(re.findall(r"\d+", more.inner_text())[0])
    assert actors > 80
    more.click()
    expect(boxes).to_have_count(actors)
    page.get_by_role("button", name="Fewer").click()
    expect(boxes).to_have_count(8)


def test_dates_filter_certainly_and_possibly(open_page: Opener, page_of: Maker) -> None:
    """A range keeps what lies in it, marks what may lie outside, and refuses what is no date."""
    page = open_page(page_of(CARDS))
    page.get_by_label("from").fill("2016-07")
    page.get_by_label("to", exact=True).fill("2017")
    assert ids(page) == ["until", "about", "month", "decade"]
    expect(page.get_by_text("may be outside the dates")).to_have_count(3)
    page.get_by_label("from").fill("2016-02-30")
    expect(page.get_by_text("Write 2015, 2015-09, 30 September 2015 or 44 BC.")).to_be_visible()
    assert page.get_by_label("from").get_attribute("aria-invalid") == "true"


def test_the_order_can_be_chosen(open_page: Opener, page_of: Maker) -> None:
    """Cards come newest first, or oldest or surest first."""
    page = open_page(page_of(CARDS))
    assert ids(page) == ["until", "since", "about", "month", "day", "decade"]
    page.get_by_label("Order").select_option("oldest")
    assert ids(page) == ["decade", "day", "month", "about", "since", "until"]
    page.get_by_label("Order").select_option("surest")
    assert ids(page)[0] == "day"
    assert ids(page)[-1] == "month"


def test_a_search_can_be_shared_by_its_address(open_page: Opener, shipped: Path) -> None:
    """Who opens the address of a search sees that search."""
    page = open_page(shipped)
    page.get_by_role("searchbox").fill("pantsir")
    page.get_by_role("checkbox", name=DISPUTED).check()
    page.get_by_label("Order").select_option("oldest")
    again = open_page(shipped, page.url.partition(".html")[2])
    assert ids(again) == ids(page)
    assert again.get_by_role("searchbox").input_value() == "pantsir"
    assert again.get_by_role("checkbox", name=DISPUTED).is_checked()
    page.evaluate("location.hash = '?q=wagner&topic=nonsense'")
    expect(page.get_by_role("searchbox")).to_have_value("wagner")


def test_a_permalink_opens_its_card(open_page: Opener, shipped: Path) -> None:
    """The card of a permalink stands on top, opened and focused, though the list is long."""
    page = open_page(shipped, "#hezbollah-founded-1982")
    card = page.locator("#asked article")
    expect(card).to_be_focused()
    expect(card.get_by_role("link", name="hezbollah-founded-1982", exact=True)).to_be_visible()
    expect(card.locator("details")).to_have_attribute("open", "")
    top = page.locator("#find").bounding_box()
    place = card.bounding_box()
    assert top
    assert place
    assert 0 <= place["y"] - top["y"] - top["height"] < 30  # right below the search
    expect(page.get_by_text("It stands further down, too.")).to_be_visible()


def test_a_permalink_opens_a_card_that_filters_hide(open_page: Opener, page_of: Maker) -> None:
    """The filters stay as they are, and the page says that the card does not pass them."""
    page = open_page(page_of(CARDS), "#?confidence=confirmed")
    page.evaluate("location.hash = 'since'")
    expect(page.locator("#asked article")).to_be_focused()
    expect(page.get_by_text("It does not pass your search and filters.")).to_be_visible()
    assert ids(page) == ["day"]


def test_a_permalink_of_before_opens_its_card(open_page: Opener, page_of: Maker) -> None:
    """Where the id that is made for a card has changed, what others have linked to still opens."""
    claim = "दिल की बात।"
    card = f"- {{claim: {claim}, date: 1980, confidence: possible, source: S}}\n"
    page = open_page(page_of(CARDS + card), f"#{former_id(derived_id(claim), claim)}")
    expect(page.locator("article:focus")).to_contain_text(claim)
    expect(page.locator("article:focus details")).to_have_attribute("open", "")


def test_an_unknown_permalink_does_no_harm(open_page: Opener, page_of: Maker) -> None:
    """An address of no card, or of no text at all, shows all cards."""
    for address in ("#nobody", "#%E0%A4%A"):
        assert len(ids(open_page(page_of(CARDS), address))) == 6


def test_a_card_tells_everything_when_opened(open_page: Opener, shipped: Path) -> None:
    """For and against, reliability, what they say, the note, links to other cards."""
    page = open_page(shipped, "#?q=800+fighters")
    card = page.locator("#list article").first
    card.locator("summary").click()
    for text in ("For", "Against", "fairly reliable", "Note.", "Admiralty 6"):
        expect(card.get_by_text(text).first).to_be_visible()
    link = card.locator("a.web").first
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("referrerpolicy") == "no-referrer"
    card.get_by_role("button", name="Ukraine", exact=True).press("Enter")
    assert "actor=ukraine" in page.url
    expect(page.locator("#list")).to_be_focused()


def test_an_opened_card_tells_how_it_was_regraded(
    open_page: Opener, run: Callable[..., Any], repository: Repository, tmp_path: Path
) -> None:
    """A page that was made with --history has the day, both grades and the reason, as text."""
    repository.commit("First", cards=card("boat"))
    repository.commit("<b>Doubts</b>", cards=card("boat", confidence="doubtful"))
    file = tmp_path / "page.html"
    run("--facts", repository.facts, "export", "html", "--history", "-o", file)
    opened = open_page(file).locator("#list article").first
    opened.locator("summary").click()
    line = "regraded 2 January 2024: possible → doubtful (<b>Doubts</b>)"
    expect(opened.get_by_text(line)).to_be_visible()


@pytest.mark.parametrize("granted", [True, False])
def test_a_footnote_is_copied_or_shown(open_page: Opener, page_of: Maker, *, granted: bool) -> None:
    """Cite puts the footnote into the clipboard; where that is closed, it can be copied by hand."""
    page = open_page(page_of(CARDS), permissions=["clipboard-read", "clipboard-write"])
    if not granted:
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
        page.evaluate("() => { document.execCommand = () => false; }")
    page.get_by_role("button", name="Cite: A month.").click()
    shown = page.get_by_label("Footnote")
    expect(shown).to_have_value("S. Unconfirmed.")
    told = "Copied." if granted else "press Ctrl+C"
    expect(page.get_by_text(told)).to_be_visible()
    if granted:
        assert page.evaluate("navigator.clipboard.readText()") == "S. Unconfirmed."
    assert page.evaluate("getSelection().toString()") == "S. Unconfirmed."


def test_keys_reach_the_search_and_clear_it(open_page: Opener, page_of: Maker) -> None:
    """The first Tab is a link to the search, / goes there, Escape clears what was asked."""
    page = open_page(page_of(CARDS))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the search")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("month /")
    assert ids(page) == ["month"]
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page.locator("#status")).to_have_text("6 cards")


SCREENS = {"wide": (1280, 800), "phone": (390, 844)}


@pytest.mark.parametrize("screen", SCREENS)
def test_the_page_answers_first(open_page: Opener, shipped: Path, screen: str) -> None:
    """With a question typed, the first card begins in the upper half of the first screen."""
    width, height = SCREENS[screen]
    page = open_page(shipped, viewport={"width": width, "height": height})
    page.get_by_role("searchbox").fill("wagner hezbollah")
    place = page.locator("#list article").first.bounding_box()
    assert place
    assert place["y"] <= 420
    assert place["y"] + place["height"] <= height
    assert page.evaluate("scrollY") == 0


def test_keys_lead_to_the_cards_and_back(open_page: Opener, shipped: Path) -> None:
    """Enter goes to the first card and opens it, j and k go on and back, Escape to the search."""
    page = open_page(shipped)
    box, cards = page.get_by_role("searchbox"), page.locator("#list article")
    box.fill("wagner")
    expect(page.get_by_text("Enter goes to the first card")).to_be_visible()
    box.press("Enter")
    expect(cards.first).to_be_focused()
    expect(cards.first).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(cards.first.get_by_text("Admiralty 4")).to_be_visible()
    page.keyboard.press("Enter")
    expect(cards.first.get_by_text("Admiralty 4")).to_be_hidden()
    page.keyboard.press("j")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(cards.first).to_be_focused()
    page.keyboard.press("k")
    expect(cards.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(box).to_have_value("wagner")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


def test_enter_leads_nowhere_where_nothing_is_found(open_page: Opener, page_of: Maker) -> None:
    """The place of the cards is told instead, and Escape goes back from there, too."""
    page = open_page(page_of(CARDS))
    page.get_by_role("searchbox").fill("zeppelin")
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_links_skip_to_the_cards(open_page: Opener, page_of: Maker) -> None:
    """The second Tab and the one behind the search are links there; the address stays."""
    page = open_page(page_of(CARDS), "#?q=month")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the cards found").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#list article").first).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.press("Tab")  # to the button that clears
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the cards found").last).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the cards found").last).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#list article").first).to_be_focused()
    assert page.url.endswith("#?q=month")


def test_a_closed_card_counts_origins(open_page: Opener, page_of: Maker) -> None:
    """Two who relay one agency are one origin; who is against the claim is named apart."""
    text = """\
    - {id: one, claim: A., date: 2016, confidence: possible, sources: [{publisher: Reuters,
       origin: agency}, {publisher: TASS, origin: agency}, {publisher: Denier, stance: disputes}]}
    """
    summary = open_page(page_of(text)).locator("#list article summary")
    expect(summary).to_have_text("Reuters, TASS (1 origin); disputed in Denier, 1 origin")


def test_a_closed_card_tells_who_qualifies_apart(open_page: Opener, page_of: Maker) -> None:
    """Who only grants a part of a claim is not among those it rests on, nor in their number."""
    text = """\
    - {id: one, claim: A., date: 2016, confidence: possible, sources: [{publisher: Reuters},
       {publisher: Doubter, stance: qualifies, speaker: Nora Khan}, {publisher: TASS,
       stance: qualifies, origin: wire}, {publisher: AFP, stance: qualifies, origin: wire}]}
    - {id: two, claim: B., date: 2015, confidence: possible, sources: [
       {publisher: Doubter, stance: qualifies}, {publisher: Denier, stance: disputes}]}
    """
    first, second = open_page(page_of(text)).locator("#list article summary").all()
    told = "Reuters (1 origin); qualified by Nora Khan (Doubter) and in TASS and AFP, 2 origins"
    expect(first).to_have_text(told)
    told = "qualified in Doubter, 1 origin; disputed in Denier, 1 origin"
    expect(second).to_have_text(told)


SPEAKING = """\
- {id: one, claim: A., date: 2016, confidence: possible, note: N., sources: [
    {publisher: Reuters, speaker: Nora Khan, says: So it was.},
    {publisher: National Post, stance: disputes, speaker: Hassan Nasrallah, says: It was not.}]}
- {id: two, claim: B., date: 2015, confidence: possible, sources: [
    {publisher: The Wire, stance: disputes}, {title: Nora Khan, speaker: Nora Khan}]}
"""


def test_who_disputes_is_told(open_page: Opener, page_of: Maker) -> None:
    """By name where the source has a speaker, else in what; each source names who speaks in it."""
    file = page_of(SPEAKING)
    page = open_page(file, "#one")
    first, second = page.locator("#list article").all()
    told = "Reuters (1 origin); disputed by Hassan Nasrallah (National Post), 1 origin"
    expect(first.locator("summary")).to_have_text(told)
    expect(first.get_by_text("Nora Khan in Reuters")).to_be_visible()
    expect(first.get_by_text("Hassan Nasrallah in National Post")).to_be_visible()
    told = "Nora Khan (1 origin); disputed in The Wire, 1 origin"
    expect(second.locator("summary")).to_have_text(told)
    second.locator("summary").click()
    expect(second.locator(".for strong")).to_have_text("Nora Khan")
    assert "null" not in second.inner_text()
    page.get_by_role("searchbox").fill('speaker:"Hassan Nasrallah"')
    assert ids(page) == ["one"]
    page.get_by_role("searchbox").fill("speaker:nasrallah")
    expect(page.locator("#status")).to_contain_text(
        "No speaker “nasrallah” here. Did you mean “Hassan Nasrallah”?"
    )
    open_the_timeline(page)
    mark = page.locator("#axis a").first
    told = "disputed by Hassan Nasrallah (National Post)"
    expect(page.locator('#axis a[aria-label$="A."]')).to_have_attribute(
        "aria-label", re.compile(re.escape(told))
    )
    mark.focus()
    expect(page.locator("#moment")).to_contain_text("disputed in The Wire")
    still = open_page(file, java_script_enabled=False).locator("noscript article").first
    expect(still).to_contain_text("≠ disputed by Hassan Nasrallah (National Post)")
    expect(still).to_contain_text("Hassan Nasrallah in National Post")
    expect(still).to_contain_text("For 1 origin, 1 source")


def test_nothing_found_has_no_picture(open_page: Opener, page_of: Maker) -> None:
    """Where no card answers there is no timeline and no graph; they come back with the cards."""
    page = open_page(page_of(CARDS))
    for picture in ("#timeline", "#actors"):
        expect(page.locator(picture)).to_be_visible()
    page.get_by_role("searchbox").fill("zeppelin")
    for picture in ("#timeline", "#actors"):
        expect(page.locator(picture)).to_be_hidden()
    page.get_by_role("searchbox").fill("month")
    expect(page.locator("#timeline > summary")).to_contain_text("1 card")


STATES = """\
- {id: then, claim: A., date: as of 2016-05, confidence: confirmed, source: S}
- {id: later, claim: B., date: as of 2018, confidence: confirmed, source: S}
- {id: much-later, claim: C., date: as of 2020-01-01, confidence: confirmed, source: S}
- {id: event, claim: D., date: 2016-05-01, confidence: confirmed, source: S}
"""


def test_states_outside_a_range_can_be_shown(open_page: Opener, page_of: Maker) -> None:
    """They are told, shown on demand as what may hold then, and left out again; all by address."""
    page = open_page(page_of(STATES))
    control = page.locator("#states")
    expect(control).to_be_hidden()
    page.get_by_label("from").fill("May 2016")
    page.get_by_label("to", exact=True).fill("2016-12")
    assert ids(page) == ["then", "event"]
    status = page.locator("#status")
    expect(status).to_contain_text("`May 2016` is read as 2016-05")
    expect(status).to_contain_text(
        "2 states attested at other times may hold then: later, much-later"
    )
    page.get_by_role("button", name="Show them").click()
    assert ids(page) == ["much-later", "later", "then", "event"]
    expect(page.get_by_text("attested at another time, may hold then")).to_have_count(2)
    expect(status).not_to_contain_text("attested at other times")
    assert "states=yes" in page.url
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#asked-for")).to_contain_text("with states attested at other times")
    page.get_by_role("button", name="Hide states").click()
    assert ids(page) == ["then", "event"]
    page.get_by_label("to", exact=True).fill("2018")
    expect(page.get_by_role("button", name="Show it")).to_be_visible()
    page.get_by_role("button", name="Show it").click()
    page.get_by_role("button", name="Clear").click()
    expect(control).to_be_hidden()


def test_the_timeline_is_a_strip_that_opens(open_page: Opener, page_of: Maker) -> None:
    """A mark a card, as long as its date; where they are many, bars; the name says the span."""
    page = open_page(page_of(CARDS))
    strip = page.locator("#strip")
    expect(strip.locator(".mark")).to_have_count(6)
    # Both of one moment, for the strip may be drawn anew between two looks.
    marks = "marks => marks.map(mark => mark.getBoundingClientRect().width)"
    _, _, month, year, *_ = strip.locator(".mark").evaluate_all(marks)
    assert month < year
    box = page.locator("#timeline").bounding_box()
    assert box
    assert box["height"] <= 60
    expect(page.locator("#axis")).to_be_hidden()
    page.get_by_role("searchbox").fill("month")
    expect(strip.locator(".mark")).to_have_count(1)
    expect(page.locator("#timeline > summary")).to_contain_text("Jun 2016 – Aug 2016 · 1 card")
    open_the_timeline(page)
    expect(strip).to_be_hidden()
    page.locator("#timeline > summary").click()
    expect(strip).to_be_visible()
    many_cards = open_page(page_of(many(450)))
    expect(many_cards.locator("#strip .bar").first).to_be_visible()
    expect(many_cards.locator("#strip .mark")).to_have_count(0)


def test_partial_answers_are_told_apart(open_page: Opener, page_of: Maker) -> None:
    """A line stands before the first card with some of the words, wherever the slice ends."""
    file = page_of(many(40))
    answers(file, "partial: new Set(answer.cards.slice(35))")
    page = open_page(file, bypass_csp=True)
    expect(page.locator(".apart")).to_have_count(0)
    page.get_by_role("button", name="Show 10 more").click()
    first = page.locator("#list article").nth(35).get_attribute("id")
    assert first
    expect(page.locator(".apart + article")).to_have_id(first)
    expect(page.locator(".apart")).to_have_text("These have some of the words")


def test_partial_answers_in_another_order_say_so_each(open_page: Opener, page_of: Maker) -> None:
    """Where the order mixes them with the others, each card says that it has but some."""
    file = page_of(CARDS)
    answers(file, "partial: new Set(answer.cards.slice(1, 3))")
    page = open_page(file, bypass_csp=True)
    expect(page.locator(".apart")).to_have_count(0)
    told = page.locator("article", has_text="has some of the words")
    assert told.locator(".permalink").all_inner_texts() == ids(page)[1:3]


def test_a_card_says_where_it_was_found(open_page: Opener, page_of: Maker) -> None:
    """Below the claim stands the place, as text that is no markup."""
    file = page_of(CARDS)
    answers(file, "where: new Map([[answer.cards[0], [['note', '… by <b>night</b> …']]]])")
    page = open_page(file, bypass_csp=True)
    expect(page.locator(".where")).to_have_count(1)
    expect(page.locator("article").first.locator(".where")).to_have_text(
        "note: … by <b>night</b> …"
    )


def answers(file: Path, more: str) -> None:
    """Let every answer of a page have something more, before the page begins to ask."""
    script = (files("relcli.view.page") / "scripts" / "main.js").read_text(encoding="utf-8")
    first = script[script.index("const ") :].partition("\n")[0]  # behind its comment
    page = file.read_text(encoding="utf-8")
    assert page.count(first) == 1
    stub = "{ const asked = choose; choose = (...all) => { const answer = asked(...all);"
    stub += f" return {{ ...answer, {more} }}; }}; }}\n"
    file.write_text(page.replace(first, f"{stub}{first}"), encoding="utf-8")


def test_a_long_list_comes_in_slices(open_page: Opener, page_of: Maker) -> None:
    """Thirty cards are drawn at first, more on demand; so many are counted, not drawn, in time."""
    page = open_page(page_of(many(450)))
    expect(page.locator("#list article")).to_have_count(30)
    page.get_by_role("button", name="Show 30 more of 420").click()
    expect(page.locator("#list article")).to_have_count(60)
    expect(page.locator("#list article").nth(30)).to_be_focused()
    open_the_timeline(page)
    expect(page.get_by_text("Each bar counts the cards")).to_be_visible()
    bars = page.locator("#axis .bar")
    told = bars.locator("title").all_text_contents()
    assert sum(int(text.split(": ")[1].split()[0]) for text in told) == 450
    bars.first.click()
    expect(page.locator("#axis .mark").first).to_be_visible()


def test_the_timeline_is_true_to_precision(open_page: Opener, page_of: Maker) -> None:
    """A day is a point, a month shorter than a year, open ends are arrows, vague ones dashed."""
    page = open_page(page_of(CARDS))
    open_the_timeline(page)
    page.get_by_role("button", name="All", exact=True).click()

    def mark(claim: str) -> Any:  # noqa: ANN401 - a Locator
        return page.locator(f'#axis a[aria-label*="{claim}"]')

    expect(mark("A day.").locator("circle")).to_have_count(1)
    month = mark("A month.").locator("rect").bounding_box()
    year = mark("About a year.").locator("rect").bounding_box()
    assert 9 < month["width"] < year["width"] / 5
    assert "vague" in mark("About a year.").get_attribute("class")
    assert "vague" in mark("A decade.").get_attribute("class")
    assert "hollow" in mark("A month.").get_attribute("class")
    expect(mark("Until then.").locator(".strike")).to_have_count(1)
    expect(mark("It goes on.").locator("path")).to_have_count(1)
    expect(mark("It goes on.").locator("rect")).to_have_count(0)
    assert mark("A day.").get_attribute("aria-label") == "1 May 2016, confirmed: A day."


FORMS = """\
- {id: between, claim: Between., date: between 2015 and 2017, confidence: confirmed, source: S}
- {id: by, claim: By then., date: by 2016-05-25, confidence: confirmed, sources: [S,
   {title: T, stance: disputes}]}
- {id: later, claim: Or later., date: "[2016-05..]", confidence: confirmed, source: S}
- {id: state, claim: A state., date: as of 2016-05-15, confidence: confirmed, sources: [S,
   {title: T, stance: disputes}]}
- {id: wide, claim: A wide state., date: as of 2016, confidence: confirmed, source: S}
"""


def test_each_form_of_date_has_its_own_mark(open_page: Opener, page_of: Maker) -> None:
    """Sets are lines, with a point at their only bound; states are diamonds; all in the legend."""
    page = open_page(page_of(FORMS))
    strip = page.locator("#strip")
    expect(strip.locator(".line.open")).to_have_count(1)
    expect(strip.locator("circle")).to_have_count(2)
    open_the_timeline(page)
    shapes = page.eval_on_selector_all(
        "#axis a",
        """all => Object.fromEntries(all.map(mark => [
            mark.getAttribute("href"),
            [...mark.querySelectorAll("circle, rect, path:not(.halo, .strike)")].map(part =>
                [part.tagName, part.getAttribute("class") ?? ""].join(" ").trim()),
        ]))""",
    )
    assert shapes == {
        "#between": ["path line open", "path line"],
        "#by": ["path line", "circle"],
        "#later": ["path line", "circle"],
        "#state": ["path"],
        "#wide": ["path line", "path"],
    }
    by, later = (page.locator(f'#axis a[href="#{name}"]') for name in ("by", "later"))
    for mark, is_left in ((by, True), (later, False)):
        line, dot = (mark.locator(part).first.bounding_box() for part in ("path.line", "circle"))
        assert line
        assert dot
        assert (line["x"] < dot["x"] - 5) is is_left  # the arrow comes from where it is open
    legend = page.locator(".legend").inner_text()
    for told in (
        "once, in between",
        "once, by then",
        "once, then or later",
        "as of: attested then",
    ):
        assert told in legend
    plain = open_page(page_of(CARDS))
    open_the_timeline(plain)
    assert "once" not in plain.locator(".legend").inner_text()


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        ("-0299", "0300", {"200 BC", "100 BC", "1", "100", "200"}),
        ("Y-4540000000", "2020", {"4,000,000,000 BC", "1,000,000,000 BC"}),
        ("1900", "Y1000000", {"1", "400,000", "800,000"}),
        ("0095-06", "0100-02", {"96", "97", "98", "99", "100"}),
        ("Y-999999999999999999", f"Y{'9' * 60}", {"1"}),
    ],
)
def test_an_axis_names_its_years_rightly(
    open_page: Opener, page_of: Maker, first: str, last: str, ticks: set[str]
) -> None:
    """Before and after Christ, over millions of years, as many ticks as there is room for."""
    line = "- {{claim: Event in {0}., date: '{0}', confidence: possible, source: S}}\n"
    page = open_page(page_of(line.format(first) + line.format(last)))
    open_the_timeline(page)
    page.get_by_role("button", name="All", exact=True).click()
    named = page.locator("#axis .when").all_text_contents()
    assert ticks <= set(named)
    assert len(named) < 20
    expect(page.locator("#axis a")).to_have_count(2)
    for _ in range(60):
        page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Only these dates").click()
    expect(page.locator("#wrong-date")).to_be_hidden()


def test_bars_count_what_begins_in_them(open_page: Opener, page_of: Maker) -> None:
    """A set counts where it lies in one bar, a state at its day; what nobody knows is told."""
    some = """\
- {id: inside, claim: A., date: between 1995-05-02 and 1995-05-20, confidence: possible, source: S}
- {id: across, claim: B., date: between 1992 and 2010, confidence: possible, source: S}
- {id: by, claim: C., date: by 2010, confidence: possible, source: S}
- {id: state, claim: D., date: as of 2005, confidence: possible, source: S}
- {id: decade, claim: E., date: 199X, confidence: possible, source: S}
"""
    page = open_page(page_of(many(450) + some), viewport={"width": 4000, "height": 800})
    open_the_timeline(page)
    page.get_by_role("button", name="All", exact=True).click()
    told = page.locator("#axis .bar title").all_text_contents()
    assert sum(int(text.split(": ")[1].split()[0]) for text in told) == 452
    expect(page.locator("#moment")).to_contain_text("3 cards began before, or nobody knows when.")


def test_the_timeline_zooms_with_keys_wheel_and_buttons(open_page: Opener, page_of: Maker) -> None:
    """Each way of zooming shows less, 0 shows all, and arrows go from mark to mark."""
    page = open_page(page_of(CARDS))
    open_the_timeline(page)
    axis, span = page.locator("#axis"), page.locator("#span")
    page.get_by_role("button", name="All", exact=True).click()
    whole = span.inner_text()

    def turn_the_wheel() -> None:
        axis.focus()
        axis.hover()
        page.mouse.wheel(0, -400)

    button = page.get_by_role("button", name="Zoom in")
    zooms: list[Callable[[], None]] = [button.click, lambda: axis.press("+"), turn_the_wheel]
    for zoom in zooms:
        zoom()
        expect(span).not_to_have_text(whole)
        axis.press("0")
        expect(span).to_have_text(whole)
    page.get_by_role("button", name="Zoom in").click()
    left = span.inner_text()
    page.get_by_role("button", name="Later").click()
    expect(span).not_to_have_text(left)
    axis.press("0")
    axis.press("ArrowDown")
    expect(page.locator("#axis a").first).to_be_focused()
    expect(page.locator("#moment")).to_contain_text("A decade.")
    page.keyboard.press("Enter")
    expect(page.locator("article.target")).to_be_focused()


def test_the_timeline_can_be_dragged_and_set_as_filter(open_page: Opener, page_of: Maker) -> None:
    """Dragging moves the view without opening a card, and the days shown become the range."""
    page = open_page(page_of(CARDS))
    open_the_timeline(page)
    page.get_by_role("button", name="Zoom in").click()
    before = page.locator("#axis svg").inner_html()
    box = page.locator("#axis").bounding_box()
    assert box
    page.mouse.move(box["x"] + 200, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 320, box["y"] + 40, steps=4)
    page.mouse.up()
    assert page.locator("#axis svg").inner_html() != before
    page.get_by_role("button", name="Only these dates").click()
    assert page.get_by_label("from").input_value()
    assert "since=" in page.url


def test_the_graph_of_actors_filters(open_page: Opener, page_of: Maker) -> None:
    """Actors are reached with arrows, chosen with Enter, and stand in a table as well."""
    page = open_page(page_of(CARDS))
    page.get_by_text("Who appears with whom").click()
    nodes = page.locator("#graph .node")
    expect(nodes).to_have_count(2)
    expect(page.locator("#graph .link")).to_have_count(1)
    nodes.first.focus()
    page.keyboard.press("ArrowRight")
    expect(nodes.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_text("2 of 6 cards")
    expect(page.locator("#graph .chosen")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#graph .chosen")).to_be_focused()
    page.get_by_text("The same as a table").click()
    row = page.locator("#pairs tr").first
    expect(row).to_have_text("Omar2Nora (1)")
    row.get_by_role("button").press("Enter")
    expect(page.locator("#status")).to_have_text("6 cards")
    expect(page.locator("#pairs [aria-pressed=true]")).to_have_count(0)
    expect(page.locator("#pairs").get_by_role("button", name="Omar")).to_be_focused()


def test_the_graph_is_drawn_the_same_each_time(open_page: Opener, shipped: Path) -> None:
    """No chance is in the layout."""
    drawn = []
    for _ in range(2):
        page = open_page(shipped)
        page.get_by_text("Who appears with whom").click()
        expect(page.locator("#graph .node").first).to_be_visible()
        drawn.append(page.locator("#graph svg").inner_html())
    assert drawn[0] == drawn[1]


def test_paper_has_the_chosen_cards_whole(open_page: Opener, shipped: Path) -> None:
    """In print every chosen card is open, with its addresses, and no control is seen."""
    page = open_page(shipped, "#?q=russia&topic=economic&since=2016")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#asked-for")).to_have_text("“russia” · topic: economic · from 2016")
    assert page.locator("#list article").count() == int(page.inner_text("#status").split()[0])
    expect(page.locator("#list details:not([open])")).to_have_count(0)
    for control in ("#q", "aside", "#timeline", "#more"):
        expect(page.locator(control)).to_be_hidden()
    link = page.locator("a.web").first
    shown = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert link.get_attribute("href") in shown


def test_without_scripts_the_cards_are_there_to_read(open_page: Opener, shipped: Path) -> None:
    """They stand in the same order, whole, each where its permalink leads."""
    ordered = open_page(shipped).locator("#list h3").all_inner_texts()
    page = open_page(shipped, "#hezbollah-founded-1982", java_script_enabled=False)
    shown = page.locator("noscript article")
    assert shown.count() >= 148
    assert page.locator("noscript h3").all_text_contents()[: len(ordered)] == ordered
    expect(page.locator("[id='hezbollah-founded-1982'] h3")).to_be_in_viewport()
    disputed = shown.filter(has_text="transferred a Pantsir-S1")
    for text in ("2023 doubtful ≠ disputed", "For ", "Against ", "Ynetnews"):
        expect(disputed).to_contain_text(text)
    expect(disputed.locator("a.web").first).to_be_visible()
    for control in ("#find", ".skip", "footer .scripted"):
        expect(page.locator(control).first).to_be_hidden()


def test_without_scripts_a_big_page_is_bounded(open_page: Opener, page_of: Maker) -> None:
    """Of more than two thousand cards it says how many are left out."""
    page = open_page(page_of(many(2003)), java_script_enabled=False)
    expect(page.locator("noscript article")).to_have_count(2000)
    told = page.locator("noscript > p").last
    expect(told).to_have_text("3 older ones are shown with the script alone.")
