"""A page to share: the cards in one file, with a search, facets, a timeline and a graph."""
