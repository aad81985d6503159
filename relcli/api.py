"""The facts, opened: what Python and every face of relcli ask.

Strings are taken here and checked: what is wrong is a `RelcliError` that names the field, the value
and what may be meant.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from relcli.errors import DatasetError, FilterError, HistoryError, RelcliError, quoted, suggestion
from relcli.index.datasets import Datasets, is_below
from relcli.model.query import NO_CARDS, NONE_PASSES, NONE_READ, Answer, Query, Sort, dates_read

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from types import TracebackType
    from typing import Self

    from relcli.analysis.actor_graph import Network
    from relcli.analysis.states import Outside
    from relcli.check.run import FindElsewhere
    from relcli.history.asking import Cited, Histories
    from relcli.history.past import Past
    from relcli.index.datasets import Row
    from relcli.index.publish import Published
    from relcli.index.reading import Progress
    from relcli.index.unpacked import InFiles
    from relcli.load.address import Address
    from relcli.model.card import Card
    from relcli.model.card_dict import PlainCard
    from relcli.model.date import Date
    from relcli.model.facets import Facet
    from relcli.model.filter_values import Bound
    from relcli.model.history import Change
    from relcli.model.match import Matches
    from relcli.model.problem import Problem
    from relcli.model.stats import PlainDispute, PlainStats
    from relcli.model.years import By, Tally
    from relcli.view.export.selection import About, Reviews, Selection

    CardHistory = dict[tuple[str, str], list[Change]]

Several = str | Iterable[str]

SHOWN = 20  # hits of a search, unless more are asked for


class UnknownCardError(RelcliError, KeyError):
    """An id that no card has: `value`; `suggestion` is the nearest one that there is."""

    __str__ = RelcliError.__str__

    def __init__(self, value: str, nearest: str | None) -> None:
        super().__init__(f"no card {quoted(value)}", suggestion(nearest, ""))
        self.value = value
        self.suggestion = nearest


def open(*paths: "str | Path | Address") -> "Facts":  # noqa: A001 - relcli.open
    """Open the facts at some paths: folders of cards, files, or an address `postgresql://…`.

    Without a path they are those that the command line finds: RELCLI_FACTS, else the nearest folder
    upward with a dataset.yaml, else the facts that ship. Raises DatasetError.
    """
    from os import PathLike

    from relcli.load.locate import path_or_address

    for path in paths:
        if not (isinstance(path, str | PathLike) or hasattr(path, "uri")):
            raise DatasetError(f"{quoted(repr(path))} is no path", "name a folder of cards")
    with _in_python():
        return open_datasets([*map(path_or_address, paths)], lambda _: None)


def open_datasets(
    paths: "Sequence[Path | Address]",
    remark: "Callable[[str], None]",
    progress: "Progress | None" = None,
    at: str | None = None,
) -> "Facts":
    """Open facts, and tell what goes wrong with their index, and how far a long reading is.

    `at` is a date or a revision: they are opened as they were recorded then.
    """
    from relcli.load.locate import find_datasets

    return _opened(find_datasets(paths, remark), remark, progress, at)


def open_histories(
    paths: "Sequence[Path | Address]",
    remark: "Callable[[str], None]",
    progress: "Progress | None" = None,
) -> "Histories":
    """Open the history of facts without the facts themselves. Raises DatasetError, HistoryError."""
    from relcli.history.asking import Histories
    from relcli.load.locate import find_datasets

    return Histories(_recorded(find_datasets(paths, remark)), remark, progress)


@contextmanager
def finding_silence(since: str, remark: "Callable[[str], None]") -> "Iterator[FindElsewhere]":
    """Give what finds, in the commits since a moment, grades that changed without a reason.

    Raises HistoryError, FilterError.
    """
    from contextlib import ExitStack, closing

    from relcli.history.asking import History
    from relcli.history.silence import silence_finder

    with ExitStack() as stack:
        yield silence_finder(
            since, lambda path: stack.enter_context(closing(History(Path(path), remark)))
        )


def _recorded(datasets: "Sequence[Path | Address]") -> list[Path]:
    """Return where the files of facts lie, whose git has their history. Raises HistoryError."""
    files = [dataset for dataset in datasets if isinstance(dataset, Path)]
    if len(files) < len(datasets):
        raise HistoryError("facts in a database have no history", "ask where their files lie")
    return files


def _opened(
    datasets: "Sequence[Path | Address]",
    remark: "Callable[[str], None]",
    progress: "Progress | None",
    at: str | None,
) -> "Facts":
    if at is None:
        return Facts(Datasets(datasets, remark, progress), remark=remark, progress=progress)
    from relcli.history.past import Past

    past = Past(at, remark, progress)
    try:
        opened = Datasets(_recorded(datasets), remark, progress, past.index)
    except BaseException:
        past.close()
        raise
    return Facts(opened, past, remark=remark, progress=progress)


class Facts:
    """One dataset or several, as fresh as their files when they were opened.

    All cards by id: `facts["id"]`, `"id" in facts`, `len(facts)`; and in time order: `for card in
    facts`. Close it, or use it in a `with` statement.
    """

    def __init__(
        self,
        datasets: Datasets,
        past: "Past | None" = None,
        *,
        remark: "Callable[[str], None]" = lambda _: None,
        progress: "Progress | None" = None,
    ) -> None:
        self._datasets = datasets
        self._past = past
        self._remark = remark
        self._progress = progress
        self._histories: Histories | None = None
        self._states, self._rest = "--states", Answer().rest

    def __enter__(self) -> "Self":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: "TracebackType | None",
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the indexes."""
        self._datasets.close()
        if self._histories is not None:
            self._histories.close()
        if self._past is not None:
            self._past.close()

    def __len__(self) -> int:
        return sum(index.about().cards for _, index in self._datasets.ask(lambda index: index))

    def __iter__(self) -> "Iterator[Card]":
        return iter(self.cards())

    def __contains__(self, card_id: object) -> bool:
        return isinstance(card_id, str) and bool(self._datasets.cards_of(card_id))

    def __getitem__(self, card_id: str) -> "Card":
        """Return the card with an id; of two datasets that use it, the first one's.

        Raises UnknownCardError, which is a KeyError, with the nearest id that there is.
        """
        from relcli.model.card_from_dict import card_of

        if not isinstance(card_id, str):
            raise UnknownCardError(str(card_id), None)
        for card in self._datasets.cards_of(card_id):
            return card_of(card)
        raise UnknownCardError(card_id, self._datasets.near_id(card_id))

    def search(  # noqa: PLR0913 - the filters, by name
        self,
        text: str,
        *,
        topic: Several = (),
        actor: Several = (),
        source: Several = (),
        speaker: Several = (),
        confidence: Several = (),
        at_least: str | None = None,
        disputed: bool | None = None,
        since: "str | Date | None" = None,
        until: "str | Date | None" = None,
        states: bool = False,
        sort: str = Sort.RELEVANCE,
        limit: int = SHOWN,
        exact: bool = False,
        explain: bool = False,
    ) -> Answer:
        """Return the cards that answer a question, best first.

        `text` is a query as on the command line: words, "a phrase", -word, field:value, AND, OR,
        NOT, dates. Of several values of a filter a card has to meet one. Dates are EDTF or words.
        `limit` 0 is no limit. With `explain` each hit has a `why`. Raises FilterError.
        """
        query = _by_names(topic, actor, source, speaker, disputed=disputed, states=states)
        _expect("text", text, str, "text")
        _expect_flags(exact=exact, explain=explain)
        query = query._replace(text=text or " ", limit=limit, exact=exact, partial=True)
        with _in_python():
            query = _checked(query, confidence, at_least, since, until, sort)
            return self.answer(query, scored=True, explain=explain)

    def cards(
        self,
        *,
        topic: Several = (),
        actor: Several = (),
        source: Several = (),
        speaker: Several = (),
        confidence: Several = (),
        at_least: str | None = None,
        disputed: bool | None = None,
        since: "str | Date | None" = None,
        until: "str | Date | None" = None,
        states: bool = False,
    ) -> "list[Card]":
        """Return the cards that pass all filters, in time order. Raises FilterError."""
        query = _by_names(topic, actor, source, speaker, disputed=disputed, states=states)
        with _in_python():
            query = _checked(query, confidence, at_least, since, until, Sort.DATE)
            answer = self.answer(query)
        return [hit.card for hit in answer]

    def match(  # noqa: PLR0913 - the filters, by name
        self,
        text: str,
        *,
        markdown: bool = True,
        topic: Several = (),
        actor: Several = (),
        source: Several = (),
        speaker: Several = (),
        confidence: Several = (),
        at_least: str | None = None,
        disputed: bool | None = None,
        since: "str | Date | None" = None,
        until: "str | Date | None" = None,
        states: bool = False,
        at_least_score: float | None = None,
    ) -> "Matches":
        """Return the sentences of a draft, each with the cards that bear on it, best first.

        What bears on a sentence is no verdict on it: each hit `differs` in the numbers, dates,
        negations and hedge words that it tells. `text` is Markdown, or plain text. Cards are shown
        from a score on, by default one that was measured. Raises FilterError, and RelcliError for
        a text that is too long.
        """
        query = _by_names(topic, actor, source, speaker, disputed=disputed, states=states)
        _expect("text", text, str, "text")
        _expect_flags(markdown=markdown)
        with _in_python():
            query = _checked(query, confidence, at_least, since, until, Sort.DATE)
            least = None if at_least_score is None else _score(at_least_score)
            return self.matches(query, [("", text, markdown)], least)

    def cite(self, *ids: str, style: str = "footnote", stamp: bool = False) -> str:
        """Return citations of cards in a style, such as markdown, wikipedia, biblatex, csl.

        A `stamp` says of which commit a card is cited, `[relcli id@1a2b3c4d5e6f]`. Raises
        UnknownCardError, FilterError, ExtraError for a style that needs more, and HistoryError for
        what cannot be stamped.
        """
        from relcli.model.filter_values import one_of
        from relcli.view.cite.cite import STYLES

        _expect("style", style, str, "text")
        _expect_flags(stamp=stamp)
        with _in_python():
            write = STYLES[one_of(STYLES, style, "style", "style")]
            cards = [card for card_id in ids for card in self._cards_of(card_id)]
            return "".join(write(self.selection(cards, stamped=stamp)))

    def _cards_of(self, card_id: str) -> "Sequence[PlainCard]":
        cards = self._datasets.cards_of(card_id) if isinstance(card_id, str) else ()
        if not cards:
            self[card_id]  # raises with the nearest id
        return cards

    @property
    def problems(self) -> "list[Problem]":
        """What is wrong with the files, each with its place and cure; such cards are left out."""
        from dataclasses import replace

        from relcli.load.dataset import load_dataset

        problems = []
        with in_files(self._datasets.places) as (paths, told):
            for path in paths:
                files = self._files(path)
                for problem in load_dataset(files).problems:
                    where = f"{path}{problem.place.path.removeprefix(str(files))}"
                    placed = replace(problem, place=problem.place._replace(path=where))
                    problems.append(told(placed))
        return problems

    def _files(self, dataset: Path) -> Path:
        """Return where the files of a dataset lie from which it is answered."""
        return dataset if self._past is None else self._past.files(dataset)

    def at(self, when: str) -> "Facts":
        """Return the same facts as they were recorded at a time, by the git repository they are in.

        `when` is a date, in EDTF or words, of which the end counts (UTC); or a commit, a tag or a
        branch, with `rev:` before it where it could be a date. Close them by themselves. Raises
        HistoryError, FilterError.
        """
        _expect("when", when, str, "text")
        with _in_python():
            return _opened(self._datasets.places, self._remark, self._progress, when)

    def log(
        self, *ids: str, recorded_since: "str | Date | None" = None, limit: int = 0
    ) -> "list[Change]":
        """Return what changed on some cards, or on all, in which commit; the newest first.

        What is not committed yet comes first. `limit` 0 is no limit. An id that a card had before
        it was reworded finds it, too. Raises UnknownCardError, HistoryError, FilterError.
        """
        _expect_limit(limit)
        with _in_python():
            since = _bound(recorded_since, "recorded_since")
            changes = self.histories().changes([*map(str, ids)], since and since.date)
        for card_id in self.histories().unknown([*map(str, ids)]):
            self[card_id]  # raises with the nearest id
        return changes[: limit or None]

    def diff(self, old: str, new: str | None = None) -> "list[Change]":
        """Return what changed on which card between two times, or from one until now.

        What is new comes first, then what was regraded, disputed, retired or removed, then the
        rest. The times are as for `at`. Raises HistoryError, FilterError.
        """
        _expect("old", old, str, "text")
        if new is not None:
            _expect("new", new, str, "text")
        with _in_python():
            return self.histories().diff(old, new)

    # What the faces ask, which have checked what they were given: values, not strings.

    def histories(self) -> "Histories":
        """Return the history of the datasets, read as far as it was not. Raises HistoryError."""
        from relcli.history.asking import Histories

        if self._histories is None:
            files = _recorded(self._datasets.places)
            self._histories = Histories(files, self._remark, self._progress)
        return self._histories

    def card_history(self, cards: "Sequence[PlainCard]") -> "CardHistory":
        """Return what became of some cards, by dataset and id, the oldest first.

        Of facts as they were once, up to then. Raises HistoryError.
        """
        told = {}
        for dataset, history in zip(self._datasets.paths, self.histories().each, strict=True):
            until = None if self._past is None else self._past.commit(dataset)
            for card in cards:
                if is_below(card["place"]["path"], dataset):
                    changes = history.of_card(card["id"], until)
                    told[card["dataset"], card["id"]] = changes
        return told

    def known_regradings(self, cards: "Sequence[PlainCard]") -> dict[tuple[str, str], list[str]]:
        """Return lines of how some cards were regraded, as far as their history was read before.

        The last line says up to which commit, for nobody looks whether there are newer ones.
        """
        from relcli.history.asking import known_regradings
        from relcli.model.history import DIGITS
        from relcli.view.changes import lines_of

        told = {}
        for dataset in self._datasets.paths if self._past is None else ():
            own = {c["id"]: c for c in cards if is_below(c["place"]["path"], dataset)}
            changes, commit = known_regradings(dataset, list(own))
            for name, some in changes.items():
                if lines := lines_of(some):
                    lines.append(f"as of commit {commit[:DIGITS]}")
                    told[own[name]["dataset"], name] = lines
        return told

    def say(self, *, states: str, rest: str) -> None:
        """Let remarks tell what shows states of other times, and what gives the rest of an answer.

        They are in the words of the command line else.
        """
        self._states, self._rest = states, rest

    def held(self, seconds: float) -> "AbstractContextManager[str]":
        """Answer meanwhile from the files as they are now, in so many seconds at most.

        Gives what tells their state from any other. Raises DatasetError, TooLongError.
        """
        return self._datasets.held(seconds)

    def let_go(self) -> None:
        """Keep no state of a database, which else is kept there until these facts are closed.

        Whoever asks only now and then calls it between: the next answer is from a later state.
        """
        self._datasets.let_go()

    def within(self, text: str) -> str:
        """Return a text that begins with the place of a file as seen from its own dataset."""
        return self._datasets.within(text)

    def unread(self, place: "Callable[[str], str]" = str) -> str:
        """Return what is to be told of problems that keep cards from being read; "" without any.

        `place` has a say in how the place of the first one is written.
        """
        problems, first = self._datasets.problems()
        if not problems:
            return ""
        more = f" (and {problems - 1} more)" if problems > 1 else ""
        return f"some of the facts cannot be read: {place(first)}{more}"

    def why_empty(self) -> str:
        """Return why there are no cards at all; "" where there are."""
        if len(self):
            return ""
        return NONE_READ if self._datasets.problems()[0] else NO_CARDS

    def plain_cards(self, card_id: str) -> "list[PlainCard]":
        """Return the cards with an id: one, unless two datasets use it."""
        return self._datasets.cards_of(card_id)

    def near_id(self, unknown: str) -> str | None:
        """Return the id that comes nearest to one that no card has."""
        return self._datasets.near_id(unknown)

    def ids(self, start: str, limit: int | None) -> list[tuple[str, str]]:
        """Return the ids that begin so, each with its claim."""
        return self._datasets.ids(start, limit)

    def claims_of(self, cards: "Sequence[PlainCard]") -> dict[str, str]:
        """Return the claims of the cards that some cards lead to, by id."""
        return self._datasets.claims_of(cards)

    def speakers(self) -> list[str]:
        """Return the names of all who speak in a source."""
        return self._datasets.speakers()

    def actor_facets(self, name: str) -> tuple[str, ...]:
        """Return the facets of the actor that a name means. Raises FilterError."""
        return self._datasets.facets_named("actor", name)

    def answer(self, query: Query, *, scored: bool = False, explain: bool = False) -> Answer:
        """Return the answer to a query. Raises FilterError."""
        from relcli.search.answer import answer

        found = answer(query, self._datasets, explain=explain)
        found.scored = scored
        found.rest = self._rest
        found.outside = self._outside(query)
        found.empty = "" if found.hits else self.why_empty()
        found.render = _render
        return found

    def matches(
        self,
        query: Query,
        drafts: "Iterable[tuple[str, str, bool]]",
        at_least: float | None = None,
        told: "Callable[[int, int], object]" = lambda _done, _of: None,
    ) -> "Matches":
        """Return the sentences of drafts (path, text, whether it is Markdown) with their cards.

        Raises FilterError for a value nobody knows, RelcliError for a text that is too long.
        """
        from relcli.analysis.states import outside_of
        from relcli.match.match import match, sentences_in
        from relcli.model.match import AT_LEAST, Matches

        at_least = AT_LEAST if at_least is None else at_least
        sentences, beyond = sentences_in(drafts, self._datasets)
        matched = match(sentences, query, self._datasets, at_least, told)
        outside = outside_of(card for each in matched for card in each.outside)
        matches = Matches(
            matched,
            beyond=[*dates_read(query.spoken), *beyond],
            empty=self.why_empty(),
            outside=outside.remark(self._states),
        )
        matches.render = _render_matches
        return matches

    def remarks(self, query: Query) -> list[str]:
        """Return what a user should know of a query whose hits are counted by the index alone."""
        if not _has_range(query):
            return self._remarks(query)
        return [*self._remarks(query), "what is only possibly in the range is counted, too"]

    def _remarks(self, query: Query) -> list[str]:
        """Return what a user should know of a query whose hits are not shown."""
        best = query._replace(sort=Sort.RELEVANCE, limit=5)
        found = self.answer(best) if query.text else Answer(spoken=query.spoken)
        outside = self._outside(query)
        return [*found.on_words, *([outside] if outside else [])]

    def refuse(self, query: Query) -> None:
        """Raise FilterError for a query with a value that nobody knows."""
        from relcli.search.answer import asked_of

        asked_of(query, self._datasets)

    def matching(self, query: Query) -> "Iterator[PlainCard]":
        """Yield the cards that pass the filters of a query without words. Raises FilterError."""
        from relcli.analysis.cards import every_card

        return every_card(query, self._datasets)

    def number(self, query: Query) -> int:
        """Return how many cards answer a query; at times some more. Raises FilterError."""
        from relcli.analysis.cards import number_of

        return number_of(query, self._datasets)

    def counted(self, query: Query, remark: "Callable[[str], None]") -> "Iterator[PlainCard]":
        """Yield the cards of a query that are to be counted, not shown.

        What a user should know of them is told at the end. Raises FilterError.
        """
        if query.text:
            answer = self.answer(query)
            for told in answer.remarks:
                remark(told)
            yield from (hit.plain for hit in answer)
            return
        for told in self._remarks(query):
            remark(told)
        from relcli.search.answer import certainly_in_range

        number = possible = 0
        for card in self.matching(query):
            number += 1
            possible += certainly_in_range(query, card) is False
            yield card
        if not number:
            remark(self.why_empty() or NONE_PASSES)
        elif possible:
            remark(f"{possible} of {number} cards only possibly in the range")

    def listing(self, kind: str) -> "list[Row]":
        """Return what there is of a kind (topics, actors, sources), with the number of cards."""
        from relcli.analysis.listings import LISTINGS

        return LISTINGS[kind](self._datasets)

    def stats(self, cards: "Iterable[PlainCard]", by: str) -> "PlainStats":
        """Count cards by topic, actor, source, publisher or origin, year and confidence."""
        from relcli.analysis.stats import stats_of

        names = self._datasets.source_names()
        if by == "topic":
            topics = self._datasets.declared("topic")
            names = {name: topic["label"] for name, topic in topics.items()}
        return stats_of(cards, by, names)

    def disputes(
        self, cards: "Iterable[PlainCard]", sort: Sort | None
    ) -> "tuple[list[PlainDispute], int]":
        """Return what is contested among some cards, and how many cards these were."""
        from relcli.analysis.disputes import contested, contradictions, disputes, in_order

        of_cards, number = contested(cards)
        of_cards = of_cards if sort is None else in_order(of_cards, sort)
        return [*disputes(of_cards), *contradictions(of_cards, self._datasets)], number

    def actor_graph(self, cards: "Iterable[PlainCard]") -> "Network":
        """Return who appears with whom on some cards."""
        from relcli.analysis.actor_graph import Network

        return Network(cards)

    def years(self, query: Query, by: "By | None") -> "Tally":
        """Count the cards that answer a query by year and lane. Raises FilterError."""
        from relcli.analysis.years import tally

        return tally(query, self._datasets, by)

    def years_of(self, cards: "Sequence[PlainCard]", by: "By") -> "Tally":
        """Count cards that have been read by year and lane."""
        from relcli.analysis.years import tally_cards

        return tally_cards(cards, self._datasets, by)

    def facets(self, query: Query) -> "tuple[list[Facet], int]":
        """Return by what an answer can be narrowed down, and how many cards it has."""
        from relcli.analysis.facets import facets_of

        return facets_of(query, self._datasets)

    def outside(self, query: Query, shown_by: str) -> str:
        """Return what is to be told of states attested outside the range of a query."""
        return self.states_outside(query).remark(shown_by)

    def states_outside(self, query: Query) -> "Outside":
        """Return the states attested outside the range of a query: how many, and the first."""
        from relcli.analysis.states import states_outside

        return states_outside(query, self._datasets)

    def names_of(self, cards: "Iterable[PlainCard]") -> dict[str, str]:
        """Return whom the declared sources are known by that some cards name, by their ids."""
        sources = [source for card in cards for source in card["sources"]]
        ids = {name for source in sources for name in (source["id"], source["origin"]) if name}
        return self._datasets.source_names(ids)

    def _outside(self, query: Query) -> str:
        """Return the same as remarks tell it; "" where nothing is asked of a range."""
        if not _has_range(query):
            return ""  # only a range has an outside
        return self.outside(query, self._states)

    def selection(
        self,
        cards: "Sequence[PlainCard]",
        *,
        reviews: "Reviews | None" = None,
        titled: bool = False,
        stamped: bool = False,
        history: bool = False,
    ) -> "Selection":
        """Return cards as citations and exports take them, with what their datasets say.

        Raises HistoryError where they are to be `stamped`, or with their `history`, and cannot be.
        """
        from relcli.analysis.listings import count_actors, count_topics
        from relcli.view.export.selection import Selection

        actors = {actor["id"]: actor for actor in count_actors(self._datasets)}
        declared = self._datasets.declared("actor")
        return Selection(
            [self._datasets.portable(card) for card in cards],
            actors={name: actors[name] for name in (*declared, *actors)},
            topics={topic["id"]: topic["label"] for topic in count_topics(self._datasets)},
            sources=self._datasets.source_names(),
            reviews=reviews,
            stamps=self._stamps(cards) if stamped else {},
            history=self._lines(cards) if history else {},
            about=list(self._about()) if titled else (),
        )

    def _lines(self, cards: "Sequence[PlainCard]") -> dict[tuple[str, str], list[str]]:
        """Return how cards were regraded and disputed, a line each. Raises HistoryError."""
        from relcli.view.changes import lines_of

        return {key: lines_of(changes) for key, changes in self.card_history(cards).items()}

    def _stamps(self, cards: "Sequence[PlainCard]") -> dict[tuple[str, str], str]:
        """Return of which commit each card is cited, by dataset and id. Raises HistoryError."""
        from relcli.history.asking import commit_to_cite
        from relcli.model.history import DIGITS

        stamps = {}
        for dataset in _recorded(self._datasets.places):
            own = [card for card in cards if is_below(card["place"]["path"], dataset)]
            if not own:
                continue
            if self._past is None:
                commit = commit_to_cite(dataset, [card["id"] for card in own])
            else:
                commit = self._past.commit(dataset)
            for card in own:
                stamp = f"[relcli {card['id']}@{commit[:DIGITS]}]"
                stamps[card["dataset"], card["id"]] = stamp
        return stamps

    def citations(self, text: str, since: "Date | None" = None) -> "Cited":
        """Return which cards a text cites, and what became of them since they were cited.

        A citation without a stamp is looked at since a date, if there is one. Raises HistoryError,
        FilterError.
        """
        from relcli.history.asking import check_citations

        return check_citations(
            text, self.histories().each, [name for name, _ in self.ids("", None)], since
        )

    def _about(self) -> "Iterator[About]":
        """Yield what each dataset says of itself, which no index in a file keeps."""
        from relcli.load.dataset import read_declared
        from relcli.view.export.selection import About

        for dataset, noted in self._datasets.ask(lambda store: store.notes()):
            if not isinstance(dataset, Path):
                said = noted["about"]
                yield About(**{**said, "synonyms": tuple(map(tuple, said["synonyms"]))})
                continue
            files = self._files(dataset)
            declared, _ = read_declared(files if files.is_dir() else None)
            yield About(
                declared.title,
                declared.description,
                declared.license,
                declared.language,
                declared.synonyms,
            )


@contextmanager
def in_files(places: "Sequence[Path | Address]") -> "Iterator[InFiles]":
    """Give where the files of facts lie meanwhile, and how a problem with them is to be told.

    Those of a database are written to a folder that is removed afterwards. Raises DatasetError.
    """
    if all(isinstance(place, Path) for place in places):
        yield [place for place in places if isinstance(place, Path)], lambda problem: problem
        return
    from relcli.index.unpacked import in_files as unpacked  # most facts are files

    with unpacked(places) as files:
        yield files


def publish(
    paths: "Sequence[Path | Address]",
    address: "Address",
    remark: "Callable[[str], None]",
    progress: "Progress | None" = None,
    *,
    readers: Sequence[str] = (),
    parts: int = 1,
    replace: bool = False,
) -> "Iterator[Published]":
    """Publish facts to a database, one dataset after the other. Raises DatasetError.

    `readers` are roles that may read them, `parts` over how many tables the cards of a new one are
    spread; with `replace` they may take the place of other cards under the same name.
    """
    from relcli.index.publish import Wishes
    from relcli.index.publish import publish as publish_one
    from relcli.load.locate import find_datasets

    datasets = find_datasets(paths, remark)
    files = [dataset for dataset in datasets if isinstance(dataset, Path)]
    if len(files) < len(datasets):
        raise DatasetError("what is published are files", "name their folder with --facts")
    if len(files) > 1 and address.dataset:
        cure = "name one with --facts, or leave `dataset=` out of the address"
        raise DatasetError(f"there are {len(files)} datasets here, and one name", cure)
    for dataset in files:
        wishes = Wishes(readers, parts, replace=replace)
        yield publish_one(dataset, address, wishes, remark, progress)


@contextmanager
def _in_python() -> "Iterator[None]":
    """Let what is wrong be told without words of the command line."""
    try:
        yield
    except RelcliError as error:
        raise error.in_words_of_python() from None


def _expect(field: str, given: object, kind: type | tuple[type, ...], wanted: str) -> None:
    """Raise FilterError for a value of another type than is wanted: Python passes any."""
    if not isinstance(given, kind):
        message = f"{field}: {quoted(repr(given))} is no {wanted}"
        raise FilterError(message, field=field, value=str(given))


def _expect_flags(**given: bool | None) -> None:
    """Raise FilterError for a flag that is a text, such as "no", which Python takes for True."""
    for field, flag in given.items():
        if flag not in (None, True, False):
            _expect(field, flag, bool, "True or False")


def _has_range(query: Query) -> bool:
    """Whether a query asks for a range of dates, by a filter or in its text."""
    text = query.text.casefold()
    return bool(query.since or query.until or "since:" in text or "until:" in text)


def _render(answer: Answer) -> str:
    from relcli.view.notebook import as_html

    return as_html([hit.plain for hit in answer], answer.remarks)


def _render_matches(matches: "Matches") -> str:
    from relcli.view.notebook import as_html

    cards = [hit.plain for each in matches for hit in each.hits]
    return as_html(cards, matches.remarks)


def _expect_limit(limit: int) -> None:
    """Raise FilterError for what is no number of cards."""
    if not hasattr(limit, "__index__") or limit < 0:
        message = f"limit: {limit!r} is no number of cards"
        raise FilterError(message, "0 is no limit", value=str(limit))


def _score(given: float) -> float:
    """Return a score from which on cards are shown. Raises FilterError."""
    from relcli.model.filter_values import read_score

    return read_score(str(given))


def _several(given: Several, field: str) -> tuple[str, ...]:
    """Return the texts that were given for a filter, one or several. Raises FilterError."""
    _expect(field, given, Iterable, "text")
    values = (given,) if isinstance(given, str) else tuple(given)
    for value in values:
        _expect(field, value, str, "text")
    return values


def _by_names(
    topic: Several,
    actor: Several,
    source: Several,
    speaker: Several,
    *,
    disputed: bool | None,
    states: bool,
) -> Query:
    """Return a query with the filters that are taken as they are given. Raises FilterError."""
    _expect_flags(disputed=disputed, states=states)
    return Query(
        topics=_several(topic, "topic"),
        actors=_several(actor, "actor"),
        sources=_several(source, "source"),
        speakers=_several(speaker, "speaker"),
        disputed=disputed,
        states=states,
    )


def _checked(
    query: Query,
    confidence: Several,
    at_least: str | None,
    since: "str | Date | None",
    until: "str | Date | None",
    sort: str,
) -> Query:
    """Return a query with the filters that are read from strings. Raises FilterError."""
    from relcli.model.filter_values import in_range, one_of, read_confidence, read_floor

    _expect_limit(query.limit)
    _expect("sort", sort, str, "text")
    if at_least is not None:
        _expect("at_least", at_least, str, "text")
    grades = _several(confidence, "confidence")
    query = query._replace(
        confidences=tuple(read_confidence(word, "confidence") for word in grades),
        at_least=read_floor(at_least) if at_least else None,
        sort=Sort(one_of(Sort, sort, "sort", "order")),
    )
    return in_range(query, _bound(since, "since"), _bound(until, "until"))


def _bound(given: "str | Date | None", field: str) -> "Bound | None":
    from relcli.model.date import Date
    from relcli.model.filter_values import Bound, read_bound

    if given is None:
        return None
    _expect(field, given, (str, Date), "date")
    return read_bound(given, field) if isinstance(given, str) else Bound(given, str(given))


__all__ = ["Facts", "UnknownCardError", "open"]
