"""Numbers with their nouns."""


def counted(number: int, thing: str, things: str = "") -> str:
    """Return a number with its noun: "1 origin", "2 origins"; `things` where that is no mere s."""
    return f"{number} {thing if number == 1 else things or f'{thing}s'}"
