"""A draft to its sentences, each with the cards that bear on it and in what they differ."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from relcli.index.datasets import plain
from relcli.index.schema import STATE
from relcli.index.tokens import without_addresses
from relcli.match.differences import Said, differences
from relcli.match.languages import has_decimal_comma, language_of
from relcli.match.matcher import Matcher
from relcli.match.sentences import sentences_of
from relcli.model.card_dict import date_of
from relcli.model.match import MOST_CARDS, MatchedSentence
from relcli.model.query import Hit
from relcli.search.answer import as_written, certainly_in_range, matches, where_of
from relcli.search.located import Names, Texts

if TYPE_CHECKING:
    from relcli.index.datasets import Dataset, Datasets
    from relcli.index.store import Store
    from relcli.match.matcher import Bears
    from relcli.model.card_dict import PlainCard
    from relcli.model.match import Sentence
    from relcli.model.query import Query
    from relcli.search.engine import Ranked

SECOND = 0.6  # of the first card's score, for another one to be shown beside it
Told = Callable[[int, int], object]  # how many sentences are done, of how many


def sentences_in(
    drafts: "Iterable[tuple[str, str, bool]]", facts: "Datasets"
) -> "tuple[list[Sentence], list[str]]":
    """Return the sentences of drafts, and what is to be told of them.

    A draft is a path, a text, and whether that is Markdown. Raises RelcliError for one too long.
    """
    language = language_of_facts(facts)
    sentences: list[Sentence] = []
    beyond: dict[str, None] = {}
    for path, text, markdown in drafts:
        draft = sentences_of(text, language, markdown=markdown, path=path)
        sentences += draft.sentences
        beyond |= dict.fromkeys(draft.beyond)
    return sentences, [*beyond]


def language_of_facts(facts: "Datasets") -> str:
    """Return the language of most datasets, without its region; of as many, the first one's."""
    languages = [about.language for _, about in facts.ask(lambda store: store.about())]
    bases = [language.partition("-")[0].lower() for language in languages]
    return max(bases, key=bases.count, default="en")


def match(
    sentences: "Sequence[Sentence]",
    query: "Query",
    facts: "Datasets",
    at_least: float,
    told: Told = lambda _done, _of: None,
) -> "list[MatchedSentence]":
    """Return each sentence with the cards that pass the filters of a query and bear on it.

    Raises FilterError for a value nobody knows.
    """
    matching = _Matching(query, facts, at_least)
    # With the states attested outside the range, of which the user is told.
    ranged = (query.since or query.until) and not query.states and facts.has_facet(STATE)
    wider = _Matching(query._replace(states=True), facts, at_least) if ranged else None
    matched = []
    before = ""
    for done, sentence in enumerate(sentences, 1):
        found = matching.sentence(sentence, before)
        if wider:
            found.outside = wider.outside(sentence, before)
        matched.append(found)
        before = sentence.text
        told(done, len(sentences))
    return matched


class _Matching:
    """What is the same for all sentences of a draft."""

    def __init__(self, query: "Query", facts: "Datasets", at_least: float) -> None:
        self._query = query
        self._facts = facts
        self._names = Names(facts.aliases_of)
        self._at_least = at_least
        self._where = where_of(query, facts)
        self._matchers: dict[Store, Matcher] = {}
        self._cards: dict[
            tuple[Dataset, int], PlainCard
        ] = {}  # each once, on however many sentences
        self._language = language_of_facts(facts)

    def sentence(self, sentence: "Sentence", before: str) -> MatchedSentence:
        """Return one sentence with its cards; it may lean on the one before it."""
        language = language_of(sentence.text, self._language)
        foreign = language != self._language
        # The digits of an address are no number and no date of the sentence.
        text = without_addresses(sentence.text)
        said = Said(text, decimal_comma=has_decimal_comma(language))
        found = [
            (dataset, each)
            for dataset, cards in self._facts.ask(
                lambda store: self._matcher(store).cards(
                    said, before, foreign=foreign, at_least=self._at_least, most=MOST_CARDS
                )
            )
            for each in cards
        ]
        found.sort(key=lambda pair: pair[1].order)
        hits = list(self._hits(said, found))
        best = max((hit.score or 0.0 for hit in hits), default=0.0)
        shown = [hit for hit in hits if (hit.score or 0.0) >= SECOND * best]
        return MatchedSentence(sentence, shown[:MOST_CARDS], foreign=foreign)

    def outside(self, sentence: "Sentence", before: str) -> "tuple[PlainCard, ...]":
        """Return those cards of a sentence that are states attested outside the range."""
        shown = [hit.plain for hit in self.sentence(sentence, before).hits]
        since, until = self._query.since, self._query.until
        return tuple(
            card for card in shown if card["as_of"] and not date_of(card).possibly_in(since, until)
        )

    def _matcher(self, store: "Store") -> Matcher:
        if store not in self._matchers:
            self._matchers[store] = Matcher(store, self._where)
        return self._matchers[store]

    def _hits(self, said: Said, found: "Sequence[tuple[Dataset, Bears]]") -> Iterator[Hit]:
        written = as_written(said.text)
        for dataset, (_, ranked) in found:
            card = self._card(dataset, ranked)
            if not self._in_range(card):
                continue
            texts = Texts(card, self._names)
            yield Hit(
                card,
                ranked.score,
                tuple(matches(ranked, texts, written)),
                certain=certainly_in_range(self._query, card),
                differs=differences(said, card),
            )

    def _card(self, dataset: "Dataset", ranked: "Ranked") -> "PlainCard":
        key = dataset, ranked.rowid
        if key not in self._cards:
            self._cards[key] = plain(dataset, ranked.payload)
        return self._cards[key]

    def _in_range(self, card: "PlainCard") -> bool:
        """Whether a card lies in the range of dates: of far days, it alone can tell."""
        since, until = self._query.since, self._query.until
        state = self._query.states and card["as_of"]
        return state or date_of(card).possibly_in(since, until)
