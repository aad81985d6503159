"""The questions of `relcli new`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from relcli.cli.prompts import agreed, ask
from relcli.cli.session import tell
from relcli.edit.add import Adding
from relcli.edit.dataset import read_card, refuse_unknown_ids
from relcli.edit.fields import LISTS, Plain, date_text, declared_name, names, read_source
from relcli.edit.similar import alike
from relcli.errors import EditError
from relcli.model.ids import derived_id
from relcli.model.scale import Confidence
from relcli.view.safe import visible

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
    declared, dataset = adding.declared, adding.dataset

    def put(field: str, question: str, *known: str, hint: str = "", needed: bool = False) -> None:
        def read(answer: str) -> Any:  # noqa: ANN401 - a text or several
            value: Any = answer
            if field in LISTS:
                value = [declared_name(field, name, declared) for name in names(answer)]
            elif field == "date":
                value = date_text(answer)
            read_card({**_FAULTLESS, field: value}, declared, dataset.id)
            refuse_unknown_ids({field: value}, ids, "")
            return value

        if field not in card:
            answer = ask(question, read, known, hint=hint, needed=needed)
            if answer:
                card[field] = read(answer)
                if field == "date" and card[field] != answer:
                    adding.read_as[answer] = card[field]

    ids = [other.id for other in dataset.cards]
    put("claim", "Claim, one sentence", needed=True)
    _refuse_likeness(card["claim"], adding)
    put("date", "Date, like 2016-11, by 2016 or 25 May 2022", needed=True)
    if "sources" not in card:
        _ask_sources(card, adding)
    put("confidence", "Confidence", *Confidence, hint=", ".join(Confidence), needed=True)
    topics = list(declared.topics)
    put("topics", "Topics, commas between them", *topics, hint=", ".join(topics))
    actors = [name for actor in declared.actors.values() for name in (actor.id, actor.name)]
    put("actors", "Actors, commas between them", *actors)
    put("note", "Note")
    put("related", "Related cards", *ids)
    if "id" not in card:
        own = derived_id(card["claim"])
        check = adding.check
        own_id = ask("Id", lambda answer: check({**card, "id": answer}), hint=f"else {own}")
        card |= {"id": own_id} if own_id else {}
    adding.check(card)


def likeness(claim: str, adding: Adding) -> list[str]:
    """Return a line for each card that says much the same as a claim."""
    return [f"much like `{card.id}`: {card.claim}" for card in alike(claim, adding.dataset.cards)]


def _refuse_likeness(claim: str, adding: Adding) -> None:
    """Show the cards that say much the same. Raises EditError where one of them says it all."""
    lines = likeness(claim, adding)
    for line in lines:
        print(f"  {visible(line)}")
    if lines and not agreed("Is yours another one?"):
        raise EditError("nothing was added", "`relcli set` changes a card that is there")


def _ask_sources(card: Plain, adding: Adding) -> None:
    """Ask for sources until there is one and an empty answer."""

    def read(answer: str) -> Any:  # noqa: ANN401 - a text or a mapping
        source = read_source(answer)
        read_card({**_FAULTLESS, "sources": [source]}, adding.declared, adding.dataset.id)
        return source

    known = list(adding.declared.sources)
    question = "Source, an id or a title"
    while answer := ask(question, read, known, needed="sources" not in card):
        card.setdefault("sources", []).append(read(answer))
        question = "Another source"
