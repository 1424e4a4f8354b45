"""What the page needs on which a reader chooses notices: finished copy, from the press."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SubjectCopy:
    """Something to hear of: how the post calls it (``section:world``, ``topic:12``), and how readers do."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class AlertsCopy:
    """What there is to choose: sections, topics of these days, how many notices a day at most. ``key`` is the paper's public key,
    by which a browser knows whose notices it takes.
    """

    key: str
    most: int
    sections: tuple[SubjectCopy, ...]
    topics: tuple[SubjectCopy, ...]


@dataclass(frozen=True, slots=True)
class AlertCopy:
    """A notice that the desk ordered: the name of its ``event``, the story's public id, its ``kind`` as the post calls it, its
    words, to whom it goes, and when that was said; ``headline`` is what the story says now.
    """

    event: str
    story: int
    kind: str
    title: str
    text: str
    subjects: tuple[str, ...]
    at: datetime
    headline: str
