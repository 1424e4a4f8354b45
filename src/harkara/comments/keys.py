"""The keys of comments: how what is said under a story is called in the books."""

PREFIX = "talk:"

MOST = "talk:most"
"""The list of stories under which most is said."""

PER_PAGE = 50
"""Comments that begin something of their own, on a page."""


def talk(story: int) -> str:
    """What is said under a story: its newest comments, those that most agree with, how many there are."""
    return f"{PREFIX}{story}"


def page(story: int, number: int) -> str:
    """One of the numbered pages, counted from the oldest comment."""
    return f"{PREFIX}{story}:{number}"


def page_of(place: int) -> int:
    """The number, from 1, of the page on which the comment at ``place`` (from 0, the first) stands."""
    return place // PER_PAGE + 1
