"""Cards to counts: what they cover, what is contested, who appears with whom, in which years."""
