"""The keys of a dataset's files: each list once, in the order in which a file has them."""

from collections.abc import Set as AbstractSet


def _in_order(*keys: str) -> AbstractSet[str]:
    """Return keys as a set that keeps their order."""
    return dict.fromkeys(keys).keys()


# What a card must have besides a source, each with an example.
REQUIRED_KEYS = {
    "claim": "one sentence that can be checked",
    "date": "when it was, like 2016-11",
    "confidence": "unconfirmed",
}
CARD_KEYS = _in_order(
    *("id", *REQUIRED_KEYS, "topics", "actors", "source", "sources"),
    *("note", "related", "contradicts", "superseded_by"),
)
SOURCE_KEYS = _in_order(
    *("title", "publisher", "url", "archived_url", "published", "accessed"),
    *("reliability", "origin", "stance", "speaker", "language", "says"),
)
CARD_SOURCE_KEYS = _in_order("id", *SOURCE_KEYS)
SOURCE_DATES = _in_order("published", "accessed")
WORK_KEYS = _in_order(  # what a source is, wherever it is cited
    *("id", "title", "publisher", "url", "archived_url", "published", "accessed", "language")
)
STANCE_KEYS = frozenset({"stance", "says"})  # what a source says, it says on a card
ACTOR_KEYS = _in_order("name", "kind", "aliases")
DATASET_KEYS = _in_order(
    "title", "description", "license", "language", "topics", "synonyms", "check"
)
CHECK_KEYS = _in_order("select", "ignore")
