"""Query to answer: filters, search, order and limit."""

from functools import partial
from typing import TYPE_CHECKING, Any

from relcli.index.datasets import Datasets, plain
from relcli.index.dates import plain_date
from relcli.index.schema import FIRST_DAY, LAST_DAY, dispute_facet, grade_facet, held
from relcli.index.scope import Where
from relcli.index.words import RUN, STOP_WORDS, words
from relcli.model.card_dict import date_of
from relcli.model.filter_values import read_confidence, read_disputed
from relcli.model.query import Answer, Hit, Match, Place, Query, Sort
from relcli.model.scale import Confidence
from relcli.model.tuning import FEW, LONGEST_WORD, SUGGESTED, WORDS
from relcli.search import engine
from relcli.search.fields import FIELDS, with_fields
from relcli.search.located import Names, Texts, field_name, marked, own_word, shows
from relcli.search.question import Asking, Question, read
from relcli.search.readings import unlike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from relcli.index.datasets import Dataset
    from relcli.index.store import Store
    from relcli.model.card_dict import PlainCard
    from relcli.model.why import Why, WordPoints

ALL = engine.EVERY
_UNCOUNTED = f"only the first {WORDS} words of the question count"
_COMPARED = f"words are compared by their first {LONGEST_WORD} letters"
_BEYOND = {FIRST_DAY, LAST_DAY}  # bounds that are perhaps farther away
_BY_DAY = (Sort.RELEVANCE, Sort.DATE, Sort.NEWEST)  # of cards that were not searched for
_PUNCTUATION = '-.,;:!?()"«»“”„،؛؟'


class Alternative:
    """One way to meet a question: its words, the query with its fields, both as filters."""

    # Plain classes, here and below, for the reason that `question` gives.
    __slots__ = ("query", "question", "where")

    def __init__(self, question: Question, query: Query, where: Where) -> None:
        self.question = question
        self.query = query
        self.where = where


class Asked:
    """A query as it is asked: its alternatives, and what is to be told of how it was read."""

    __slots__ = ("alternatives", "asking")

    def __init__(self, asking: Asking, alternatives: list[Alternative]) -> None:
        self.asking = asking
        self.alternatives = alternatives

    @property
    def words(self) -> list[str]:
        """The words of all alternatives, each once."""
        return list(dict.fromkeys(w for each in self.alternatives for w in each.question.words))

    @property
    def read_as(self) -> str:
        """How a question with operators was understood."""
        if not self.asking.operators:
            return ""
        read_as = " or ".join(map(_spelt_out, self.asking.alternatives))
        for date, written in self.asking.written.items():
            read_as = read_as.replace(date, written)
        return read_as


class _Reply:
    """What one dataset answers to one alternative."""

    __slots__ = ("alternative", "dataset", "ranking")

    def __init__(
        self, dataset: "Dataset", ranking: engine.Ranking, alternative: Alternative
    ) -> None:
        self.dataset = dataset
        self.ranking = ranking
        self.alternative = alternative


def answer(query: Query, facts: Datasets, *, explain: bool = False) -> Answer:
    """Return the cards that answer a query. Raises FilterError for a value nobody knows.

    With `explain`, each hit tells what its score is made of.
    """
    asked = asked_of(query, facts)
    if not asked.alternatives:
        return Answer(asked=query.text)
    several = len(asked.alternatives) > 1
    limit = ALL if several else _limit(query, *asked.alternatives)
    answers = [reply for each in asked.alternatives for reply in _ask(facts, each, limit, query)]
    best = [each for each in _best(answers, partial=query.partial) if _in_range(*each)]
    searched = bool(asked.words)
    written = {**as_written(query.text), **asked.asking.written}
    names = Names(facts.aliases_of)
    hits: list[Hit] = []
    corrected: dict[tuple[str, str], None] = {}
    taken_for: dict[str, list[str]] = {}
    for reply, hit in best:
        card = plain(reply.dataset, hit.payload)
        texts = Texts(card, names)
        matched = tuple(matches(hit, texts, written))
        for word, taken in reply.ranking.corrections:
            if word in hit.matched and hit.matched[word][0].word == taken:
                own = texts.own_word(taken, field_name(hit.matched[word][0].field))
                corrected[written.get(word, word), own] = None
                taken_for.setdefault(word, []).extend(taken.split())
        explained = reply.ranking.explain if explain else None
        hits.append(
            Hit(
                card,
                hit.score if searched else None,
                matched,
                certain=certainly_in_range(reply.alternative.query, card),
                all_words=hit.whole,
                locate=partial(_places, hit, texts),
                mark=partial(_marked, hit),
                why=_why(explained(hit), texts, written) if explained else None,
            )
        )
    whole = any(reply.ranking.complete for reply in answers)
    hits = _sorted([hit for hit in hits if hit.all_words], query.sort) + _sorted(
        [hit for hit in hits if not hit.all_words], query.sort
    )
    suggested = _suggested(answers, facts, names, written, taken_for) if searched else {}
    return Answer(
        hits=tuple(hits[: query.limit or None]),
        total=len(best) if several else _total(answers, best, complete=whole),
        more=any(
            reply.ranking.total >= max(limit if reply.ranking.complete else 0, engine.CANDIDATES)
            for reply in answers
            if reply.alternative.question.words
        ),
        partial=searched and not whole,
        corrected=tuple(corrected),
        missing=tuple(written.get(word, word) for word in _missing(answers)),
        suggested=suggested,
        read_as=asked.read_as,
        left_out=tuple(out for q in asked.asking.alternatives for out in q.left_out),
        ignored=asked.asking.ignored,
        quoted=any(each.question.phrases for each in asked.alternatives),
        filtered=any(each.where.narrows for each in asked.alternatives),
        unread=any(reply.ranking.unread for reply in answers),
        spoken=tuple(pair for each in asked.alternatives for pair in each.query.spoken),
        beyond=(*asked.asking.unread, *_beyond(asked, answers)),
        asked=query.text,
        ranged=any(each.query.since or each.query.until for each in asked.alternatives),
    )


def _beyond(asked: Asked, answers: list[_Reply]) -> "Iterator[str]":
    """Yield what of the words is more than is looked at."""
    if any(reply.ranking.uncounted for reply in answers):
        yield _UNCOUNTED
    if any(len(word) >= LONGEST_WORD and word < RUN for word in asked.words):
        yield _COMPARED


def _missing(answers: list[_Reply]) -> list[str]:
    """Return the words that no dataset has, of those of every alternative."""
    lacked = dict.fromkeys(word for reply in answers for word in reply.ranking.missing)
    return [
        word
        for word in lacked
        if all(
            word in reply.ranking.missing or word not in reply.alternative.question.words
            for reply in answers
        )
    ]


def _limit(query: Query, each: Alternative) -> int:
    """Return how many of the cards that answer are to be read, where they need no sorting."""
    if each.question.words:
        ordered = query.sort is Sort.RELEVANCE
    else:
        ordered = query.sort in _BY_DAY and _BEYOND.isdisjoint((each.where.since, each.where.until))
    return query.limit if ordered and query.limit else ALL


def _ask(facts: Datasets, each: Alternative, limit: int, query: Query) -> "Iterator[_Reply]":
    few = FEW if query.partial else 0

    def ask(index: "Store") -> engine.Ranking:
        if query.sort in _BY_DAY and not each.question.words:
            oldest = query.sort is Sort.DATE
            return engine.first_days(index, each.question, each.where, limit, oldest=oldest)
        return engine.search(index, each.question, each.where, limit, few=few)

    for dataset, ranking in facts.ask(ask):
        yield _Reply(dataset, ranking, each)


def _best(answers: list[_Reply], *, partial: bool) -> list[tuple[_Reply, engine.Ranked]]:
    """Return each card once, as the alternative has it that it meets best.

    Where some have all the words, those that have some follow only up to a few in all.
    """
    best: dict[tuple[Dataset, int], tuple[_Reply, engine.Ranked]] = {}
    for reply in answers:
        for hit in reply.ranking.hits:
            key = reply.dataset, hit.rowid
            if key not in best or (hit.whole, hit.score) > (best[key][1].whole, best[key][1].score):
                best[key] = reply, hit
    whole = [each for each in best.values() if each[1].whole]
    others = [each for each in best.values() if not each[1].whole]
    if whole:
        others.sort(key=lambda each: -each[1].score)
        others = others[: max(FEW - len(whole), 0)] if partial else []
    return whole + others


def _total(
    answers: list[_Reply], best: list[tuple[_Reply, engine.Ranked]], *, complete: bool
) -> int:
    """Return how many cards answer a question without alternatives."""
    totals = sum(reply.ranking.total for reply in answers if reply.ranking.complete or not complete)
    return totals + sum(not hit.whole for _, hit in best) * complete


def asked_of(query: Query, facts: Datasets) -> Asked:
    """Return the alternatives of a query, none where nothing in its text can be looked for.

    Raises FilterError.
    """
    asking = read(query.text, FIELDS, exact=query.exact)
    alternatives = []
    for question in asking.alternatives:
        if question.asks or not query.text:
            narrowed = with_fields(query, question.fields)
            alternatives.append(Alternative(question, narrowed, where_of(narrowed, facts)))
    return Asked(asking, alternatives)


def _spelt_out(question: Question) -> str:
    """Write what an alternative asks for, and what it leaves out."""
    parts = [f"`{question.text}`"] if question.text else []
    without = " and ".join(f"`{text}`" for text in question.left_out)
    return " ".join([*parts, f"without {without}"] if without else parts)


def where_of(query: Query, facts: Datasets) -> Where:
    """Return the filters of a query as the index has them. Raises FilterError."""
    grades = query.confidences
    if query.at_least is not None:
        better = {grade for grade in Confidence if grade.at_least(query.at_least)}
        grades = tuple(better.intersection(grades or better))
    groups = [
        [facet for name in names for facet in facts.facets_named(kind, name)]
        for kind, names in (
            ("topic", query.topics),
            ("actor", query.actors),
            ("source", query.sources),
            ("speaker", query.speakers),
        )
        if names
    ]
    if query.confidences or query.at_least is not None:
        groups.append([grade_facet(grade) for grade in grades])
    if query.disputed is not None:
        groups.append([dispute_facet(disputed=query.disputed)])
    unwanted = [facet for kind, value in query.without for facet in _facets(kind, value, facts)]
    return Where(
        without=tuple(unwanted),
        facets=tuple(map(tuple, groups)),
        since=_held(query.since.first if query.since else None),
        until=_held(query.until.last if query.until else None),
        states=query.states,
    )


def _held(day: int | None) -> int | None:
    return None if day is None else held(day, 0)


def _facets(kind: str, value: str, facts: Datasets) -> tuple[str, ...]:
    """Return the facets that a field and its value mean. Raises FilterError."""
    if kind == "confidence":
        return (grade_facet(read_confidence(value, "confidence")),)
    if kind == "disputed":
        return (dispute_facet(disputed=read_disputed(value)),)
    return facts.facets_named(kind, value)


def as_written(text: str) -> dict[str, str]:
    """Return the words that stand in another script, or with accents, as the user wrote them."""
    if text.isascii():
        return {}
    chunks = [chunk.strip(_PUNCTUATION) for chunk in text.split()]
    return {
        word: chunk
        for chunk in chunks
        if not chunk.isascii()
        for word in words(chunk)
        if word < RUN
    }


def matches(hit: engine.Ranked, texts: Texts, written: "Mapping[str, str]") -> "Iterator[Match]":
    """Yield how each word of the query was found, by the nearest word of the card."""
    for word, (nearest, *_) in hit.matched.items():
        field = field_name(nearest.field)
        yield {
            "word": written.get(word, word),
            "found": texts.own_word(nearest.word, field),
            "how": nearest.kind,
            "field": field,
        }


def _places(hit: engine.Ranked, texts: Texts) -> list[Place]:
    """Return where the words stand that are not in the claim, each place once.

    What was cut out of a text for one word is not cut out once more, a little farther on, for
    another one that stands there, too.
    """
    places: list[Place] = []
    for word, matches in hit.matched.items():
        if word not in STOP_WORDS and all(match.field for match in matches):
            found = matches[0].word
            place = texts.place(found, field_name(matches[0].field))
            if place and not any(shows(other, place.name, found) for other in places):
                places.append(place)
    return places


def _marked(hit: engine.Ranked, text: str) -> list[str]:
    """Return a text in pieces, every second one with what answers a word that is no stop word."""
    return marked(
        text, [m.word for w, ms in hit.matched.items() if w not in STOP_WORDS for m in ms]
    )


def _why(explained: engine.Explained, texts: Texts, written: "Mapping[str, str]") -> "Why":
    """Return what the score of a hit is made of."""
    parts, together, cover, full = explained
    points: list[WordPoints] = [
        {
            "word": written.get(part.asked.text, part.asked.text),
            "weight": round(part.asked.weight, 3),
            "found": plain_date(
                texts.own_word(" ".join(part.reading.words), field_name(part.field))
            ),
            "how": part.reading.kind if part.reading.proof else "hint",
            "field": field_name(part.field),
            "nearness": round(part.nearness, 3),
            "times": round(part.times, 2),
            "points": round(part.points, 3),
        }
        for part in parts
    ]
    total = sum(part.points for part in parts) + together + cover
    return {
        "words": points,
        "together": round(together, 3),
        "cover": round(cover, 3),
        "points": round(total, 3),
        "full": round(full, 3),
    }


def _suggested(
    answers: list[_Reply],
    facts: Datasets,
    names: Names,
    written: "Mapping[str, str]",
    taken_for: "Mapping[str, Sequence[str]]",
) -> dict[str, list[str]]:
    """Return what else might be meant by a word than what it was taken for, as cards write it."""
    suggested: dict[str, dict[str, None]] = {}
    for reply in answers:
        for word, meant in reply.ranking.suggestions.items():
            store = facts.store(reply.dataset)
            others = unlike(meant, taken_for[word]) if word in taken_for else meant
            own = (own_word(store, each, names) for each in others)
            suggested.setdefault(written.get(word, word), {}).update(dict.fromkeys(own))
    return {word: list(meant)[:SUGGESTED] for word, meant in suggested.items() if meant}


def _in_range(reply: _Reply, hit: engine.Ranked) -> bool:
    """Whether a card lies in the range of dates: of days that no row holds, it alone can tell."""
    where = reply.alternative.where
    if {where.since, where.until}.isdisjoint(_BEYOND):
        return True
    card, query = plain(reply.dataset, hit.payload), reply.alternative.query
    state = where.states and card["as_of"]
    return state or date_of(card).possibly_in(query.since, query.until)


def certainly_in_range(query: Query, card: "PlainCard") -> bool | None:
    """Whether a card lies certainly in the range of a query; None where that has none."""
    if query.since is None and query.until is None:
        return None
    return date_of(card).certainly_in(query.since, query.until)


def _sorted(hits: list[Hit], sort: Sort) -> list[Hit]:
    """Return hits in the order asked for; equals stay in the order they have."""
    if sort is Sort.RELEVANCE:
        return sorted(hits, key=lambda hit: -(hit.score or 0))
    return sorted(hits, key=lambda hit: ORDERS[sort](hit.plain), reverse=sort is Sort.NEWEST)


# What cards are ordered by; the newest come in the reverse of this.
ORDERS: "dict[Sort, Callable[[PlainCard], Any]]" = {
    Sort.DATE: lambda card: date_of(card).sort_key,
    Sort.NEWEST: lambda card: date_of(card).sort_key,
    Sort.CONFIDENCE: lambda card: card["credibility"],
    Sort.ID: lambda card: card["id"],
}
