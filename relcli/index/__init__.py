"""The disposable SQLite copy of the cards, which is always as fresh as their files."""
