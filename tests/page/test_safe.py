"""Nothing in a card can run."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

Opener = Callable[..., Page]

HOSTILE = (
    "<script>document.title='acted'</script>",
    "</script><script>document.title='acted'</script>",
    "<img src=x onerror=\"document.title='acted'\">",
    "<svg/onload=\"document.title='acted'\">",
    "{{ 7 * 7 }} {% raw %}",
    "line \\u2028 override \\u202e end",
)
BAD_LINKS = ("javascript:document.title='acted'", "data:text/html,<script>1</script>", "file:///x")


def hostile_cards() -> tuple[str, dict[str, str]]:
    """Return cards of which every text is hostile, and what their dataset declares."""

    def quoted(text: str) -> str:
        return '"' + text.replace('"', '\\"') + '"'

    cards = ""
    for number, text in enumerate(HOSTILE):
        bad = quoted(BAD_LINKS[number % len(BAD_LINKS)])
        told = quoted(text)
        source = f"publisher: {told}, title: {told}, url: {bad}, archived_url: {bad}, says: {told}"
        cards += (
            f"- {{id: h{number}, claim: {told}, date: 2016, confidence: possible, note: {told},\n"
            f"   topics: [t], actors: [a{number}], sources: [{{{source}}}]}}\n"
        )
    actors = "".join(f"a{n}: {{name: {quoted(t)}}}\n" for n, t in enumerate(HOSTILE))
    title = quoted(HOSTILE[1])
    dataset = f"title: {title}\ndescription: {title}\nlicense: {title}\ntopics: {{t: {title}}}\n"
    return cards, {"actors": actors, "dataset": dataset}


def test_hostile_cards_are_text(open_page: Opener, page_of: Callable[..., Path]) -> None:
    """Every hostile text is shown as the text it is, and no bad link is one."""
    cards, declared = hostile_cards()
    page = open_page(page_of(cards, **declared))
    page.get_by_text("Who appears with whom").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#graph .node")).to_have_count(len(HOSTILE))
    for number, text in enumerate(HOSTILE[:-1]):
        expect(
            page.locator(f"#card-{number} h3, #list h3").get_by_text(text, exact=True)
        ).to_be_visible()
    expect(page.get_by_role("heading", name="line override ‹U+202E› end")).to_be_visible()
    assert page.title() == HOSTILE[1]
    expect(page.locator("article a.web")).to_have_count(0)
    links = page.eval_on_selector_all("a", "links => links.map(link => link.getAttribute('href'))")
    assert all(link.startswith("#") for link in links)
    assert page.locator("script").count() == 2


def test_hostile_cards_are_text_without_scripts(
    open_page: Opener, page_of: Callable[..., Path]
) -> None:
    """What stands in the page for who allows no script is text as well, and so are bad links."""
    cards, declared = hostile_cards()
    page = open_page(page_of(cards, **declared), java_script_enabled=False)
    for number, text in enumerate(HOSTILE[:-1]):
        card = page.locator(f"noscript [id=h{number}]")
        for place in ("h3", ".note", "li"):
            expect(card.locator(place)).to_contain_text(text)
        expect(card.locator("li")).to_contain_text(BAD_LINKS[number % len(BAD_LINKS)])
    expect(page.locator("noscript :is(a, img, script, iframe, svg)")).to_have_count(0)


def test_the_policy_stops_what_gets_in(browser: Browser, page_of: Callable[..., Path]) -> None:
    """Even markup that found its way into the page would neither run nor ask anybody."""
    page = browser.new_page()
    page.goto(page_of(hostile_cards()[0]).as_uri())
    stopped = page.evaluate("""() => new Promise(resolve => {
      const stopped = [];
      document.addEventListener("securitypolicyviolation", event => {
        event.preventDefault();
        stopped.push(event.effectiveDirective);
        if (stopped.length === 3) resolve(stopped.sort());
      });
      const script = document.createElement("script");
      script.textContent = "document.title = 'acted'";
      const image = document.createElement("img");
      image.src = "https://example.org/spy.png";
      const box = document.createElement("div");
      box.setAttribute("onclick", "document.title = 'acted'");
      document.body.append(script, image, box);
      box.click();
    })""")
    assert stopped == ["img-src", "script-src-attr", "script-src-elem"]
    assert page.title() != "acted"
    page.close()
