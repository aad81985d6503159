"""Query to hits: which cards answer a question, best first."""
