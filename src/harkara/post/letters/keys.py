"""The keys of letters: how what the archive shows is called in the books."""

PREFIX = "letters"

LIST = "letters"
"""Which kinds there are, and their newest letters."""


def mailing(letter: str, number: int) -> str:
    """One letter."""
    return f"letters:{letter}:{number}"
