"""The questions of `relcli new`."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from relcli.cli.prompts import BACK, HELP, Back, Question, agreed, ask
from relcli.cli.session import tell
from relcli.edit.add import Adding
from relcli.edit.dataset import file_for, read_card, refuse_unknown_ids
from relcli.edit.fields import LISTS, NEEDED, Plain, date_text, declared_name, names, read_source
from relcli.edit.key_order import CARD
from relcli.edit.render import entry_lines
from relcli.edit.similar import alike
from relcli.edit.values import card_entry
from relcli.errors import EditError, quoted
from relcli.model.date import read as read_date
from relcli.model.ids import derived_id
from relcli.model.scale import Confidence
from relcli.model.source_rules import is_address
from relcli.view.safe import visible

# What is asked for each field, and what `?` tells of it.
_ASKED = {
    "claim": (
        "Claim, one sentence",
        (
            "What somebody could check and find true or false, with its full stop:\n"
            "Hezbollah and Russian officers held a first official meeting in Aleppo."
        ),
    ),
    "date": (
        "Date, like 2016-11, by 2016 or 25 May 2022",
        (
            "When what is claimed took place, as precisely as the source is and no more: 2016, "
            "2016-11, 2016-11-24, 2016~ (about), 201X; by 2016, between 2015 and 2016-03; 2015/.. "
            "(since); as of 2015-11 for a state. Words will do: November 2016."
        ),
    ),
    "confidence": (
        "Confidence",
        "\n".join(f"{word}: {word.meaning}" for word in Confidence),
    ),
    "topics": (
        "Topics, commas between them",
        "What it is about, in the dataset's own words.",
    ),
    "actors": (
        "Actors, commas between them",
        "Who and what the claim names, by an id, a name or an alias.",
    ),
    "note": ("Note", "What a reader should know besides."),
    "related": ("Related cards, commas between them", "The ids of cards on the same matter."),
    "url": ("Its address, a URL", "Where a reader finds it, whole: https://example.org/news/1."),
    "title": ("Its title", "What it is called, such as the headline."),
    "publisher": ("Its publisher", "The newspaper, agency, body or house that published it."),
}
_AFTER_SOURCES = ("confidence", "topics", "actors", "note", "related")
_ABOUT_SOURCE = (
    "Who says so: the id of a source in sources.yaml; or a new one, by its title or its address.\n"
    'With all its keys it is JSON: {"publisher": "TASS", "stance": "disputes"}.'
)
_ABOUT_ID = "One word by which the card is named, for good. Without one it is made of the claim."

# One card without fault, into which the answer to check is put.
_FAULTLESS = {
    "claim": "A claim.",
    "date": "2000",
    "confidence": Confidence.UNCONFIRMED.value,
    "sources": ["A source"],
}


@contextmanager
def keeping(card: Plain) -> Iterator[None]:
    """Show what was put into a card meanwhile, should it get no farther than that.

    As one line of JSON it is what `relcli new -` reads.
    """
    before = dict(card)
    try:
        yield
    except (EditError, KeyboardInterrupt):
        if card != before:
            tell("note", f"what you typed, for `relcli new -`: {json.dumps(card)}")
        raise


def interview(card: Plain, adding: Adding) -> None:
    """Put into a card the answers to what it does not give yet. Raises EditError."""
    _Interview(card, adding).run()


def likeness(claim: str, adding: Adding) -> list[str]:
    """Return a line for each card that says much the same as a claim."""
    return [f"much like `{card.id}`: {card.claim}" for card in alike(claim, adding.dataset.cards)]


class _Interview:
    """The questions about one card, one after the other, and back."""

    def __init__(self, card: Plain, adding: Adding) -> None:
        self._card = card
        self._adding = adding
        self._ids = [other.id for other in adding.dataset.cards]
        steps: dict[str, Callable[[], None]] = {
            "claim": self._claim,
            "date": self._date,
            "sources": self._sources,
            **{field: partial(self._put, field) for field in _AFTER_SOURCES},
            "id": self._id,
        }
        self._steps = [step for field, step in steps.items() if field not in card]

    def run(self) -> None:
        """Ask all, show the card, and ask whether it is right. Raises EditError where it is not."""
        print(f"`{HELP}` helps, `{BACK}` goes back to the question before, Ctrl-D ends.")
        if "claim" in self._card:
            self._refuse_likeness()
        steps = [*self._steps, self._confirm]
        number = 0
        while number < len(steps):
            try:
                steps[number]()
            except Back:
                if not number:
                    print("  This is the first question.")
                number = max(number - 1, 0)
            else:
                number += 1
        self._adding.check(self._card)

    def _put(self, field: str) -> None:
        """Ask for a field, and put the answer into the card; an empty one takes it out."""
        said = self._card.get(field, "")
        before = ", ".join(said) if isinstance(said, list) else said
        answer = ask(self._question(field), partial(self._read, field), before)
        self._card.pop(field, None)
        if answer:
            self._card[field] = self._read(field, answer)

    def _read(self, field: str, answer: str) -> Any:  # noqa: ANN401 - a text or several
        """Return an answer as a card has it. Raises EditError for what no card can have."""
        declared = self._adding.declared
        value: Any = answer
        if field in LISTS:
            value = [declared_name(field, name, declared) for name in names(answer)]
        elif field == "date":
            value = date_text(answer)
        read_card({**_FAULTLESS, field: value}, declared, self._adding.dataset.id)
        refuse_unknown_ids({field: value}, self._ids, "")
        return value

    def _question(self, field: str) -> Question:
        """Return the question for a field, with the words that may answer it."""
        declared = self._adding.declared
        known: Iterable[str] = ()
        hint = ""
        if field == "confidence":
            known, hint = Confidence, ", ".join(Confidence)
        elif field == "topics":
            known, hint = declared.topics, ", ".join(declared.topics)
        elif field == "actors":
            known = (name for actor in declared.actors.values() for name in (actor.id, actor.name))
        elif field == "related":
            known = self._ids
        text, about = _ASKED[field]
        return Question(text, about, tuple(known), hint, needed=field in NEEDED)

    def _claim(self) -> None:
        while True:
            self._put("claim")
            with suppress(Back):
                self._refuse_likeness()
                return

    def _refuse_likeness(self) -> None:
        """Show the cards that say much the same. Raises EditError where one of them says it all."""
        lines = likeness(self._card["claim"], self._adding)
        for line in lines:
            print(f"  {visible(line)}")
        if lines and not agreed("Is yours another one?", back=True):
            raise EditError("nothing was added", "`relcli set` changes a card that is there")

    def _date(self) -> None:
        self._put("date")
        date = read_date(self._card["date"])
        assert date  # noqa: S101 - it was read before
        print(f"  read as {date}: {date.words}")

    def _sources(self) -> None:
        """Ask for sources until there is one and an empty answer; to go back takes the last one."""
        sources = self._card.get("sources", [])
        known = tuple(self._adding.declared.sources)
        while True:
            text = "Another source" if sources else "Source: an id, a title or an address"
            question = Question(text, _ABOUT_SOURCE, known, needed=not sources)
            try:
                answer = ask(question, self._read_source)
            except Back:
                if not sources:
                    raise
                print(f"  taken back: {visible(_shown(sources.pop()))}")
                if not sources:
                    del self._card["sources"]
                continue
            if not answer:
                return
            with suppress(Back):  # to the question for the source itself
                sources.append(self._described(self._read_source(answer)))
                self._card["sources"] = sources

    def _read_source(self, answer: str) -> str | Plain:
        source = read_source(answer, self._adding.declared)
        dataset = self._adding.dataset.id
        read_card({**_FAULTLESS, "sources": [source]}, self._adding.declared, dataset)
        return source

    def _described(self, source: str | Plain) -> str | Plain:
        """Return a source that is new with what a reader needs to find it. Raises Back."""
        if not isinstance(source, str) or source in self._adding.declared.sources:
            return source
        own = "url" if is_address(source) else "title"
        described: Plain = {own: source}
        fields = [field for field in ("title", "url", "publisher") if field != own]
        number = 0
        while number < len(fields):
            field = fields[number]
            text, about = _ASKED[field]
            try:
                said = ask(Question(text, about), _check_of[field], described.get(field, ""))
            except Back:
                if not number:
                    raise
                number -= 1
            else:
                described[field] = said
                number += 1
        given = {field: text for field, text in described.items() if text}
        return source if len(given) == 1 else given

    def _id(self) -> None:
        question = Question("Id", _ABOUT_ID, hint=f"else {derived_id(self._card['claim'])}")
        before = self._card.pop("id", "")

        def check(answer: str) -> None:
            self._adding.check({**self._card, "id": answer})

        if answer := ask(question, check, before):
            self._card["id"] = answer

    def _file(self) -> Path:
        return file_for(self._adding.dataset, self._card.get("topics", ()))

    def _confirm(self) -> None:
        """Show the whole card as it will be written. Raises EditError where it is not to be."""
        self._adding.check(self._card)
        print()
        for line in entry_lines(card_entry(self._card, CARD), 0, CARD):
            print(f"  {visible(line)}")
        print(f"\n  goes to {visible(str(self._file()))}")
        if not agreed("Write it?", back=True):
            raise EditError("nothing was added", "what you typed can be sent to `relcli new -`")


def _shown(source: str | Plain) -> str:
    return source if isinstance(source, str) else json.dumps(source, ensure_ascii=False)


def _check_address(answer: str) -> None:
    if not is_address(answer):
        cure = "copy the whole address out of the browser, with https://"
        raise EditError(f"{quoted(answer)} is no web address", cure)


_check_of: dict[str, Callable[[str], object]] = {
    "url": _check_address,
    "title": str,
    "publisher": str,
}
