"""From cards to what is exported and cited of them; `export` and `cite` share it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from relcli.analysis.listings import count_actors, count_topics
from relcli.view.export.selection import About, Selection

if TYPE_CHECKING:
    from relcli.index.datasets import Datasets
    from relcli.model.card_dict import PlainCard


def selection_of(
    facts: "Datasets",
    cards: Sequence["PlainCard"],
    *,
    claim_review: bool = False,
    titled: bool = False,
) -> Selection:
    """Return cards with what their datasets say of actors, topics and, `titled`, of themselves."""
    actors = {actor["id"]: actor for actor in count_actors(facts)}
    declared = facts.declared("actor")
    return Selection(
        cards,
        actors={name: actors[name] for name in (*declared, *actors)},
        topics={topic["id"]: topic["label"] for topic in count_topics(facts)},
        sources=facts.source_names(),
        claim_review=claim_review,
        about=list(_about(facts)) if titled else (),
    )


def _about(facts: "Datasets") -> Iterator[About]:
    """Yield what each dataset says of itself, which no index keeps."""
    from relcli.load.dataset import read_declared

    for dataset, _ in facts.ask(lambda _: None):
        declared, _ = read_declared(dataset if dataset.is_dir() else None)
        yield About(
            declared.title,
            declared.description,
            declared.license,
            declared.language,
            declared.synonyms,
        )
