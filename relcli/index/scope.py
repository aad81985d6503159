"""Which cards a search is about, as values that any body of a `Store` can translate."""

from relcli.index.words import is_open

# What a card must have, as the full-text table knows it: stems of words.
AllOf = tuple[str, ...]  # stems: a card has all of them
AnyOf = tuple[AllOf, ...]  # a card has one of these at least
Terms = tuple[AnyOf, ...]  # a card meets each of these; all cards do where there are none


class Where:
    """The filters: every answer meets them all.

    `facets` are groups: a card has at least one facet of each group, and none of `without`.
    `since` and `until` are days as the index holds them: answers may lie, at least in part, between
    these days. With `states`, so may a state that is attested on any other day.
    """

    __slots__ = ("facets", "since", "states", "until", "without")

    def __init__(
        self,
        facets: tuple[tuple[str, ...], ...] = (),
        without: tuple[str, ...] = (),
        since: int | None = None,
        until: int | None = None,
        *,
        states: bool = False,
    ) -> None:
        self.facets = facets
        self.states = states
        self.without = without
        self.since = since
        self.until = until

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.facets or self.without) or (self.since, self.until) != (None, None)


EVERYTHING = Where()


class Scope:
    """The cards that may answer at all: filters, phrases that they have, and what none may have.

    A phrase is words in a row, as `index.words` gives them, or months and days such as "2016-11".
    `excluded` are words and phrases: a word is left out in all its forms.
    """

    __slots__ = ("banned", "phrases", "unwanted", "where")

    def __init__(
        self,
        where: Where = EVERYTHING,
        phrases: tuple[tuple[str, ...], ...] = (),
        excluded: tuple[tuple[str, ...], ...] = (),
    ) -> None:
        self.where = where
        self.phrases = phrases
        self.banned = [row for row in excluded if len(row) > 1 or is_open(row[0])]
        self.unwanted = [row[0] for row in excluded if row not in self.banned]

    @property
    def reads_texts(self) -> bool:
        """Whether cards are read in search of a phrase: of many, then, only the newest are."""
        return bool(self.phrases or self.banned)


ALL_CARDS = Scope()
