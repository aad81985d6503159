"""relcli: look up curated facts, each with its date, its sources and how sure it is.

    import relcli

    with relcli.open("my-facts") as facts:
        for hit in facts.search("wagner", since="2022"):
            print(hit.card.claim, hit.card.date.words, hit.card.confidence)

What `__all__` names is public; the rest may change. Nothing heavy is imported before it is used.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from relcli.api import Facts, UnknownCardError, open  # noqa: A004 - relcli.open
    from relcli.errors import (
        DatasetError,
        EditError,
        ExtraError,
        FilterError,
        HistoryError,
        RelcliError,
    )
    from relcli.model.card import Actor, Card, Source, Speaker
    from relcli.model.date import Date
    from relcli.model.edtf import DateError
    from relcli.model.history import Change
    from relcli.model.match import Difference, MatchedSentence, Matches, Sentence
    from relcli.model.problem import Problem
    from relcli.model.query import Answer, Hit
    from relcli.model.scale import Confidence, Reliability, Stance

__all__ = [
    "Actor",
    "Answer",
    "Card",
    "Change",
    "Confidence",
    "DatasetError",
    "Date",
    "DateError",
    "Difference",
    "EditError",
    "ExtraError",
    "Facts",
    "FilterError",
    "HistoryError",
    "Hit",
    "MatchedSentence",
    "Matches",
    "Problem",
    "RelcliError",
    "Reliability",
    "Sentence",
    "Source",
    "Speaker",
    "Stance",
    "UnknownCardError",
    "__version__",
    "open",
]

_HOMES = {
    "relcli.api": ("Facts", "UnknownCardError", "open"),
    "relcli.errors": (
        *("DatasetError", "EditError", "ExtraError", "FilterError", "HistoryError", "RelcliError"),
    ),
    "relcli.model.card": ("Actor", "Card", "Source", "Speaker"),
    "relcli.model.date": ("Date",),
    "relcli.model.edtf": ("DateError",),
    "relcli.model.match": ("Difference", "MatchedSentence", "Matches", "Sentence"),
    "relcli.model.history": ("Change",),
    "relcli.model.problem": ("Problem",),
    "relcli.model.query": ("Answer", "Hit"),
    "relcli.model.scale": ("Confidence", "Reliability", "Stance"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever has that name
    """Import what is asked for when it is asked for (PEP 562)."""
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
