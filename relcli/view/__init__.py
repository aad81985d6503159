"""Values to text: everything a reader or a script sees."""
