"""Cards counted by year, lane by lane, from the index: of none of them the text is read."""

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from relcli.analysis.listings import count_actors, count_topics
from relcli.index.schema import facet_term, terms_of
from relcli.index.standing import read_standing
from relcli.model.scale import Confidence
from relcli.model.years import By, Kind, Lane, Tally, kind, lane_ids
from relcli.search import engine
from relcli.search.answer import asked_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from relcli.index.datasets import Dataset, Datasets
    from relcli.index.store import Span
    from relcli.model.card_dict import PlainCard
    from relcli.model.query import Query

_Seen = tuple[int | None, int | None, int]  # years in which a card begins and ends; its standing


def spans(query: "Query", facts: "Datasets") -> "list[Span]":
    """Return when every card that answers was, and its facets. Raises FilterError."""
    spans_by_card: dict[tuple[Dataset, int], Span] = {}
    for each in asked_of(query, facts).alternatives:
        for dataset, spans_ in facts.ask(
            partial(engine.spans, question=each.question, where=each.where)
        ):
            spans_by_card.update(((dataset, span[0]), span) for span in spans_)
    return list(spans_by_card.values())


def tally(query: "Query", facts: "Datasets", by: By | None) -> Tally:
    """Count the cards that answer a query. Raises FilterError."""
    spans_by_card = spans(query, facts)
    labels = labels_of(facts, by)
    lane_of = {facet_term(f"{by}:{lane}"): lane for lane in labels}
    terms_in = terms_of(str(by))
    kinds: dict[str, Counter[Kind]] = {lane: Counter() for lane in ("", *labels)}
    kind_of = _Kinds()
    several = 0
    for _, begins, ends, standing, facets in spans_by_card:
        found_kind = kind_of[begins, ends, standing]
        if by is None:
            kinds[""][found_kind] += 1
            continue
        lanes = {lane_of[term] for term in terms_in(facets)}
        several += len(lanes) > 1
        for lane in lanes or ("",):
            kinds[lane][found_kind] += 1
    return Tally(_ordered(kinds, by, labels), len(spans_by_card), several)


def tally_cards(cards: "Sequence[PlainCard]", facts: "Datasets", by: By) -> Tally:
    """Count cards that have been read."""
    kinds: dict[str, Counter[Kind]] = {}
    several = 0
    for card in cards:
        lanes = lane_ids(card, by)
        several += len(lanes) > 1
        for lane in lanes:
            kinds.setdefault(lane, Counter())[kind(card)] += 1
    return Tally(_ordered(kinds, by, labels_of(facts, by)), len(cards), several)


def labels_of(facts: "Datasets", by: By | None) -> dict[str, str]:
    """Return the id of every lane with its label, in the order of the lanes."""
    if by is By.TOPIC:
        return {topic["id"]: topic["label"] for topic in count_topics(facts)}
    if by is By.ACTOR:
        return {actor["id"]: actor["name"] for actor in count_actors(facts)}
    return {grade.value: grade.value for grade in Confidence}


def _ordered(
    kinds: "Mapping[str, Counter[Kind]]", by: By | None, labels: "Mapping[str, str]"
) -> tuple[Lane, ...]:
    """Return the lanes that have cards: actors the commonest first, cards of no lane last."""
    names = {**labels, "": f"no {by}" if by else "all cards"}
    lanes = [Lane(lane, name, kinds[lane]) for lane, name in names.items() if kinds.get(lane)]
    if by is By.ACTOR:
        lanes.sort(key=lambda lane: (not lane.id, -lane.total))
    return tuple(lanes)


class _Kinds(dict[_Seen, Kind]):
    """What kind of card it is, by its years and its standing."""

    def __missing__(self, seen: _Seen) -> Kind:
        begins, ends, standing = seen
        grade, disputed = read_standing(standing)
        span = self[seen] = begins, ends, grade.value, disputed
        return span
