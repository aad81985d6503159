"""The page itself: template, style, scripts and data in one file that asks nobody for anything.

A policy in its head (CSP) lets only this style and these scripts act, known by their hashes, and
forbids every request. What a card says is in a block of JSON that no browser runs.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from relcli import __version__
from relcli.model.card_dict import PlainCard, date_of
from relcli.model.date_words import year_words
from relcli.model.days import year_of
from relcli.model.scale import Confidence
from relcli.view.export.selection import About, Selection
from relcli.view.page.data import data_of
from relcli.view.page.still import still_cards
from relcli.view.safe import in_json, one_line

if TYPE_CHECKING:
    from jinja2 import Template

FORMS = frozenset({"between", "by", "later", "state"})  # of dates, with a legend of their own
STYLES = ("colours", "page", "search", "filters", "pictures", "cards", "media")

# In this order they make one module, in which a later file may use what an earlier one defines.
_DRAWING = (
    *("address", "cite", "card", "list", "facets"),
    *("axis", "marks", "strip", "timeline", "layout", "actors", "main"),
)
SCRIPTS = (
    *("data", "dom", "words", "abjad", "stems", "nearness", "lexicon", "question", "dates"),
    *("vocabulary", "spellings", "readings", "score", "search", "located", "bounds", "state"),
    *("fields", "remarks", "answer", "filters", *_DRAWING),
)
# Those of a page that holds no cards and asks the server which gave it.
REMOTE_SCRIPTS = ("data", "dom", "bounds", "state", "remote", *_DRAWING)

# Lines of comment, and what lines are indented by: the sources keep them, and a page that is sent
# around is smaller without.
_COMMENT = re.compile(r"^ *(?://[^\n]*|/\*.*?\*/)\n|^ +", re.MULTILINE | re.DOTALL)


class Held(NamedTuple):
    """What a page that asks a server tells of all the cards there, of which it holds none.

    `days` are the first and the last that the timeline shows, `actors` the commonest ones.
    """

    total: int
    days: tuple[int, int] | None
    actors: Sequence[Mapping[str, Any]]


def as_html(selection: Selection) -> Iterator[str]:
    """One page: search, facets, timeline, graph of actors, and each card with its sources."""
    yield served_page(selection)[0]


def served_page(selection: Selection, held: Held | None = None) -> tuple[str, str]:
    """Return the page, and the policy that stands in its head, for a server to send with it.

    With `held` it asks for cards; the selection then has those that are read without scripts.
    """
    style = read_sources("styles", STYLES, "css")
    script = read_sources("scripts", REMOTE_SCRIPTS if held else SCRIPTS, "js")
    data = data_of(selection)
    still = still_cards(data)
    if held:
        data = _of_none(data, selection, held)
    policy = _policy(style, script) + ("; connect-src 'self'" if held else "")
    text = template("page.html.j2").render(
        about=_about(selection.about),
        years="" if held else _years(selection.cards),
        cards=held.total if held else len(selection.cards),
        forms=FORMS if held else {_form(card) for card in selection.cards},
        still=still,
        topics=data["topics"],
        grades=[(grade.value, grade.meaning) for grade in Confidence],
        version=__version__,
        asks=bool(held),
        policy=policy,
        style=style,
        script=script,
        data=_block(data),
    )
    return text, policy


def _of_none(data: dict[str, Any], selection: Selection, held: Held) -> dict[str, Any]:
    """Return what the scripts read of a page that asks for cards: what can be chosen from."""
    return {
        **{key: [] for key in ("cards", "order", "sources", "speakers")},
        **{key: data[key] for key in ("grades", "letters")},
        "topics": [
            {"id": one_line(name), "label": one_line(label)}
            for name, label in selection.topics.items()
        ],
        "actors": [
            {"id": one_line(actor["id"]), "name": one_line(actor["name"])} for actor in held.actors
        ],
        "language": {"months": data["language"]["months"]},
        "total": held.total,
        "days": held.days,
    }


def template(name: str) -> "Template":
    """Return a template of this folder, in which every text is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("relcli.view.page", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def read_sources(folder: str, names: Sequence[str], ending: str) -> str:
    """Return the files of a folder, one below the other, without comments and indentation."""
    sources = (files(__package__) / folder / f"{name}.{ending}" for name in names)
    texts = (_COMMENT.sub("", source.read_text(encoding="utf-8")) for source in sources)
    return "\n" + "\n".join(texts)


def _policy(style: str, script: str) -> str:
    """Return the Content Security Policy (CSP level 3) that lets these two act, and nothing else.

    The icon of the page is in it, as data.
    """
    return (
        f"default-src 'none'; script-src '{hash_of(script)}'; style-src '{hash_of(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def hash_of(text: str) -> str:
    """Return the hash of a style or a script by which a policy knows it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _block(data: dict[str, Any]) -> str:
    """Return JSON in which nothing ends a script element or begins a comment."""
    text = in_json(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return re.sub("[<>&]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _about(about: Sequence[About]) -> dict[str, Any]:
    """Return a title for all datasets, and what each says of itself."""
    titles = [one_line(each.title) for each in about if each.title]
    return {
        "title": ", ".join(titles) or "Facts",
        "descriptions": [_first_sentence(each.description) for each in about if each.description],
        "licences": list(dict.fromkeys(one_line(each.license) for each in about if each.license)),
    }


def _first_sentence(text: str) -> tuple[str, str]:
    """Return the first sentence of a text, and the rest; "U.S. " ends none."""
    first, *rest = re.split(r"(?<=\w{3}[.!?]) ", one_line(text), maxsplit=1)
    return first, " ".join(rest)


def _years(cards: Sequence[PlainCard]) -> str:
    """Return the years that the cards speak of: "44 BC to 2024"; "202X" names none."""
    dates = [date_of(card) for card in cards if "X" not in card["date"]]
    days = [day for date in dates for day in (date.first, date.last) if day is not None]
    if not days:
        return ""
    first, last = (year_words(year_of(day)) for day in (min(days), max(days)))
    return first if first == last else f"{first} to {last}"


def _form(card: PlainCard) -> str:
    """Return which mark of the timeline, beside those of all pages, a card has."""
    date = date_of(card)
    if date.precision == "set":
        return "by" if date.start == "open" else "later" if date.end == "open" else "between"
    return "state" if date.as_of else ""
