"""What other tools read: cards to their formats."""
