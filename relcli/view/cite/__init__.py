"""Cards as citations, and the words that go with a claim."""
