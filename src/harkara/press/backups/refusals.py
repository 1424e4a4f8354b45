"""Why something was not kept or not brought back."""


class NotKept(Exception):  # noqa: N818 (it says what is)
    """No backup was made, or none brought back: the sentence says why, and what to do."""
