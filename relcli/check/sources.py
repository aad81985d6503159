"""Whether a reader can find the sources, and whether each counts once."""

from collections import defaultdict
from collections.abc import Iterator

from relcli.check.finding import Finding, Spot
from relcli.check.survey import Survey, WrittenSource
from relcli.model.source_rules import name_of, page_of

URLS = ("url", "archived_url")


def url(survey: Survey) -> Iterator[Finding]:
    """A URL is no web address.

    Why it matters: views make links of `url` and `archived_url`; what is neither http nor https
    (a `file:` of your own disk, `javascript:`, a bare `www.`) leads no reader to the source.

    Example:
        - source: {publisher: A paper, url: www.example.org/news}

    Cure: copy the whole address out of the browser.

    """
    for written in survey.sources:
        for key in URLS:
            if written.gives(key) and not is_web(getattr(written.source, key)):
                yield Finding(
                    written.spot(key),
                    f"`{key}` is no http or https address",
                    "copy the whole address out of the browser",
                )


def bare_source(survey: Survey) -> Iterator[Finding]:
    """A source has neither URL nor publisher.

    Why it matters: a title alone is hard to find again, and nobody can tell who says so.

    Example:
        - source: Press review

    Cure: add `publisher`, and `url` where there is one.

    """
    for written in survey.sources:
        source = written.source
        told_where_declared = written.declared is not None and not written.gives("title")
        if not (source.url or source.publisher or told_where_declared):
            yield Finding(
                written.spot(),
                f"`{source.title}` has neither url nor publisher",
                "add `publisher: …`, and `url: …` where there is one",
            )


def no_speaker(survey: Survey) -> Iterator[Finding]:
    """A source disputes a claim, and nobody is named who does.

    Why it matters: a paper that prints a denial does not deny anything itself. A reader has to be
    told who does: "disputed by Dmitry Peskov (Reuters)". Without a speaker it is no more than
    "disputed in Reuters".

    Example:
        - claim: Wagner handed an air-defence system to Hezbollah.
          sources:
            - {publisher: CNN}
            - {publisher: Reuters, stance: disputes}

    Cure: add `speaker`, an actor or a name of more than one word: the person or body that denies
    it, or the publisher where the denial is its own.

    """
    for card in survey.dataset.cards:
        for number, source in enumerate(card.sources):
            if source.disputes and source.speaker is None:
                yield Finding(
                    Spot.in_card(card, "sources", number),
                    f"nobody is named who disputes this in `{source.id}`",
                    "add `speaker: …`, an actor or a whole name",
                )


def not_archived(survey: Survey) -> Iterator[Finding]:
    """A URL has no archived copy.

    Why it matters: pages are moved, changed and deleted. The copy shows what was read.

    Example:
        - source: {publisher: A paper, url: https://example.org/news}

    Cure: save the page at web.archive.org or archive.ph, and add the address of the copy as
    `archived_url`.

    """
    for written in survey.sources:
        if written.gives("url") and written.source.archived_url is None:
            yield Finding(
                written.spot("url"),
                f"the page of `{written.source.id}` is not archived",
                "save it at web.archive.org, and add `archived_url: …`",
            )


def same_url(survey: Survey) -> Iterator[Finding]:
    """Two sources have the same URL.

    Why it matters: one page under two ids counts as two origins, and makes a claim look better
    supported than it is. `http` and `https`, `www.`, a `/` at the end and what follows `#` make
    no difference.

    Example:
        times-2015:
          url: https://example.org/news
        moscow-times:
          url: https://www.example.org/news/

    Cure: keep one of them, and let the cards name that one.

    """
    first_by_url: dict[str, WrittenSource] = {}
    for written in survey.sources:
        address = written.source.url or ""
        if not (written.gives("url") and is_web(address)):
            continue
        first = first_by_url.setdefault(page_of(address), written)
        if first.source.id != written.source.id:
            yield Finding(
                written.spot("url"),
                f"`{written.source.id}` has the url of `{first.source.id}`",
                f"keep one of them, and name it on the cards: `{first.source.id}`",
            )


def origin_circle(survey: Survey) -> Iterator[Finding]:
    """Sources relay each other in a circle.

    Why it matters: where each says that it has it from the other, nobody knows who said it first,
    and all of them count as one origin.

    Example:
        agency:
          origin: paper
        paper:
          origin: agency

    Cure: remove `origin` from the one that reported first.

    """
    relays = survey.dataset.relays
    followed: set[str] = set()
    for start in relays:
        chain: dict[str, None] = {}
        source: str | None = start
        while source is not None and source not in chain and source not in followed:
            chain[source] = None
            source = relays.get(source)
        followed |= chain.keys()
        if source in chain:
            names = list(chain)
            circle = [*names[names.index(source) :], source]
            yield Finding(
                survey.spot("sources.yaml", source, "origin"),
                f"relays in a circle: {' → '.join(f'`{name}`' for name in circle)}",
                "remove `origin` from the one that reported first",
            )


def one_outlet(survey: Survey) -> Iterator[Finding]:
    """Everything in the dataset comes from one outlet.

    Why it matters: a dataset that knows one voice repeats its errors and its silences, however
    well each card is graded. Asked of datasets with five cards or more.

    Example: 40 cards, and the `publisher` of each of their sources is The Moscow Times.

    Cure: add sources of other publishers.
    """
    outlets: dict[str, int] = defaultdict(int)
    for card in survey.dataset.cards:
        for source in card.sources:
            name = name_of(source.publisher, source.title, source.url) or source.id
            outlets[name.casefold()] += 1
    if len(survey.dataset.cards) >= 5 and len(outlets) == 1:
        yield Finding(
            survey.dataset_spot(),
            f"all {outlets.popitem()[1]} sources are of one publisher",
            "add sources of other publishers",
        )


def is_web(address: str) -> bool:
    """Whether an address is one of a web page."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and not any(map(str.isspace, address))
