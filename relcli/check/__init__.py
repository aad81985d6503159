"""Cards to problems: what a loader cannot refuse and a careful editor would not let pass."""
