"""Git to how cards were, and what changed."""
