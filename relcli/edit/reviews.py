"""ClaimReview to cards: what fact-checkers publish on their pages, and what Google's search gives.

A rating is what one reviewer says, in words of his own ("Pants on Fire", "Mixture"), so it is no
grade and no stance: it stands word for word in what the reviewer says. The grade of the card is
`unconfirmed` until somebody gives one, and the reviewer qualifies the claim, which is neither for
nor against it; left out, the stance would be `supports`.

A claim was made by the day that is given, which is not the day on which what it claims took place.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from relcli.edit.fields import Plain, date_text
from relcli.edit.json_text import read_json
from relcli.edit.recognise import LD_JSON, Incoming
from relcli.edit.rows import Numbered
from relcli.errors import EditError
from relcli.load.declared import Declared
from relcli.model.date import read as read_date
from relcli.model.edtf import IN_A_SET
from relcli.model.names import fold
from relcli.model.scale import Confidence, Stance
from relcli.model.source_rules import is_address

_DAY = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ].*)?")
# What a script of a page begins and ends with, and what hides one.
_BEGIN = re.compile(r"<!--|<script((?:[\s/][^<>]*)?)>", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
_END_OF_COMMENT = re.compile("-->")
_IS_LD_JSON = re.compile(rf"(?<![\w-])type\s*=\s*[\"']?\s*{re.escape(LD_JSON)}\b", re.IGNORECASE)
# What of Google's answers, of a page and of a feed may hold reviews.
_WITHIN = (
    *("claims", "results", "claim", "@graph", "mainEntity", "hasPart", "itemListElement"),
    *("dataFeedElement", "item"),
)


def cards_of_reviews(given: Incoming, declared: Declared) -> list[Numbered]:
    """Return a row for each claim that is reviewed, as `relcli new -` reads it. Raises EditError.

    Reviews of one claim, by one speaker and of one day, are sources of one card.
    """
    values = given.values or _values_of_page(given.text)
    cards: dict[tuple[str, ...], Numbered] = {}
    for number, value in values:
        for claim in _claims(value):
            review = claim.pop("review")
            key = tuple(claim.get(name, "") for name in ("claim", "speaker", "date"))
            if not key[0]:
                raise EditError(f"row {number}: a review without a claim", "remove it")
            if not (claim.get("date") or review.get("published")):
                raise EditError(f"row {number}: a claim without a date", "give it one")
            if key not in cards:
                cards[key] = number, _card(claim, review, declared)
            sources = cards[key][1]["sources"]
            sources += [review] if review not in sources else []
    if not cards:
        raise EditError("there are no reviews of claims in it", "look at what it is, and at --from")
    return [*cards.values()]


def _card(claim: Plain, review: Plain, declared: Declared) -> Plain:
    """Return a card of a claim with its first source: where it was made, or by whom."""
    day = claim.get("date") or review["published"]
    speaker = claim.get("speaker", "")
    made = {key: claim[key] for key in ("url", "title", "publisher", "published") if claim.get(key)}
    if speaker:
        if _is_speaker(speaker, declared):
            made["speaker"] = speaker
        else:
            made.setdefault("publisher", speaker)
        if not made.keys() & {"url", "title", "publisher"}:
            made["title"] = f"{speaker}, as reported by {review.get('publisher', 'the reviewer')}"
    return {
        "claim": claim["claim"],
        "date": f"by {day}",
        "confidence": Confidence.UNCONFIRMED.value,
        "sources": [made] if made.keys() - {"published"} else [],
    }


def _is_speaker(name: str, declared: Declared) -> bool:
    """Whether a source can have a speaker of this name: an actor, or one of several words."""
    known = declared.actor(name) is not None
    return known or (fold(name) not in declared.ambiguous and (not declared.actors or " " in name))


def _claims(value: Any) -> Iterator[Plain]:  # whatever JSON holds
    """Yield each claim in a value with one of its reviews."""
    if isinstance(value, list):
        for item in value:
            yield from _claims(item)
    elif isinstance(value, dict):
        if isinstance(reviews := value.get("claimReview"), list):
            for review in reviews:
                yield _of_search(value, review if isinstance(review, dict) else {})
        elif any(str(kind).endswith("ClaimReview") for kind in _list(value.get("@type"))):
            yield _of_page(value)
        else:
            for key in _WITHIN:
                yield from _claims(value.get(key))


def _of_search(claim: Plain, review: Plain) -> Plain:
    """Return a claim of Google's `claims:search`, and a review of it."""
    publisher = _object(review.get("publisher"))
    return {
        "claim": _text(claim.get("text")),
        "speaker": _text(claim.get("claimant")),
        "date": (day := _day(claim.get("claimDate"))),
        "published": day,
        "review": _review(
            publisher=_text(publisher.get("name")) or _text(publisher.get("site")),
            title=_text(review.get("title")),
            url=_text(review.get("url")),
            published=_day(review.get("reviewDate")),
            language=_text(review.get("languageCode")),
            says=_text(review.get("textualRating")),
        ),
    }


def _of_page(review: Plain) -> Plain:
    """Return the claim that a ClaimReview of schema.org is about, and the review."""
    item = _object(review.get("itemReviewed"))
    where = item.get("appearance") or item.get("firstAppearance")
    place = _object(where)
    day = _day(item.get("datePublished") or item.get("dateCreated") or place.get("datePublished"))
    url = _text(place.get("url")) or _text(place.get("@id")) or _name(where)
    reviewer = review.get("author") or review.get("publisher")
    return {
        "claim": _text(review.get("claimReviewed")) or _text(item.get("text") or item.get("name")),
        "speaker": _name(item.get("author")) or _name(item.get("creator")),
        "date": day,
        "published": day,
        "title": _text(place.get("headline")) or _text(place.get("name")),
        "publisher": _name(place.get("publisher")),
        "url": url if is_address(url) else "",
        "review": _review(
            publisher=_name(reviewer) or _name(review.get("publisher")),
            title=_text(review.get("headline")) or _text(review.get("name")),
            url=_text(review.get("url")) or _text(review.get("@id")),
            published=_day(review.get("datePublished")),
            language=_text(review.get("inLanguage")),
            says=_rating(review.get("reviewRating")),
        ),
    }


def _review(**fields: str) -> Plain:
    """Return the source that a review is, its rating word for word."""
    given = {key: text for key, text in fields.items() if text}
    if not is_address(given.get("url", "")):
        given.pop("url", None)
    if not given.keys() & {"publisher", "title", "url"}:
        given["title"] = "A review of the claim"
    return given | {"stance": Stance.QUALIFIES.value}


def _rating(given: Any) -> str:
    """Return a rating in its words, or, where it has none, its number with what that goes from."""
    rating = _object(given)
    if words := _name(rating.get("alternateName")) or _name(rating.get("name")) or _name(given):
        return words
    names = ("ratingValue", "worstRating", "bestRating")
    value, worst, best = (_text(rating.get(name)) for name in names)
    scale = f" (worst {worst}, best {best})" if worst and best else ""
    return f"Rating {value}{scale}" if value else ""


def _name(value: Any) -> str:
    """Return the name of whoever is given: an object, a text, or several of them."""
    named = (
        _text(one["name"] if isinstance(one, dict) and "name" in one else one)
        for one in _list(value)
    )
    return ", ".join(filter(None, named))


def _day(value: Any) -> str:
    """Return a day, a month or a year, without a time of day, as a file says it; "" for none.

    Of anything less exact, nobody could say that it was `by` then.
    """
    said = _text(value)
    day = _DAY.fullmatch(said)
    date = read_date(written := day[1] if day else date_text(said))
    exact = date and date.precision in IN_A_SET and not date.as_of and written[-1] not in "?~%X"
    # No page is from before our era, or from a year of five digits.
    return written if exact and date and (date.earliest or "") > "0001" else ""


def _text(value: Any) -> str:
    """Return a text of a page in one line, without its entities; "" for what is none.

    In JSON-LD it may be an object, with the language of the text beside it.
    """
    if isinstance(value, dict):
        value = value.get("@value")
    return " ".join(unescape(value).split()) if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _object(value: Any) -> Plain:
    """Return an object, the first of several, or one without anything in it."""
    return next((one for one in _list(value) if isinstance(one, dict)), {})


def _scripts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the scripts of JSON-LD that stand in a page, each with the line on which it begins.

    Not by Python's reader of HTML: it takes minutes for comments without an end, and fails at marks
    that begin as a document of SGML does.
    """
    line, counted, at = 1, 0, 0
    while begun := _BEGIN.search(text, at):
        end = (_END if begun[1] is not None else _END_OF_COMMENT).search(text, begun.end())
        if end is None:
            return
        if begun[1] is not None and _IS_LD_JSON.search(unescape(begun[1])):
            line += text.count("\n", counted, begun.start())
            counted = begun.start()
            yield line, text[begun.end() : end.start()]
        at = end.end()


def _unwrapped(data: str) -> str:
    """Return a script without what hides it from browsers of long ago."""
    text = data.strip().removeprefix("//").lstrip()
    text = text.removeprefix("<!--").removeprefix("<![CDATA[")
    return text.removesuffix("-->").removesuffix("]]>").rstrip().removesuffix("//")


def _values_of_page(text: str) -> list[tuple[int, Any]]:
    """Return the JSON-LD of a page that may hold reviews. Raises EditError for what is no JSON."""
    values = []
    for line, data in _scripts(text):
        if "ClaimReview" not in data:
            continue
        try:
            values.append((line, read_json(_unwrapped(data), f"line {line}")))
        except ValueError as error:
            raise EditError(f"line {line}: JSON-LD that is no JSON: {error}", "mend it") from None
    return values
