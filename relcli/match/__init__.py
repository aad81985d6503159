"""A text to its sentences, each with the cards that bear on it and what differs."""
