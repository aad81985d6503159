"""Cards as citations, in each style."""
