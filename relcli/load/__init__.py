"""Files to cards: everything that reads a dataset."""
