"""What the score of a card is made of, as `search --explain` tells it."""

from typing import TypedDict


class WordPoints(TypedDict):
    """What one word of a question adds to the score of a card.

    `weight` is how much the word tells (its rarity), `nearness` how near `found` is to it (1 is the
    word itself) where it stands, `times` how often the card has it, by nearness.
    """

    word: str
    weight: float
    found: str
    how: str
    field: str
    nearness: float
    times: float
    points: float


class Why(TypedDict):
    """What the score of a card is made of: its words, and what they add by standing together.

    `points` are all of these together, `full` what a card of usual length has that says just what
    was asked; the score is their quotient, at most 1.
    """

    words: list[WordPoints]
    together: float
    cover: float
    points: float
    full: float
