"""The copy of the cards that is asked: in SQLite as fresh as their files, or in PostgreSQL."""
