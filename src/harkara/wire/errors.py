"""What can be wrong with a page that came in."""


class UnreadablePage(ValueError):  # noqa: N818 (a refusal says what is, as editors do)
    """The input is no news page. The message says what is wrong and what to do, without the name of the file."""
