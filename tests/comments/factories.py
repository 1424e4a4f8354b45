"""Makes what a test of the comments needs, through the same acts that readers use."""

import itertools
from datetime import UTC, datetime, timedelta

from harkara.comments import actions, clock
from harkara.comments.keys import MOST
from harkara.comments.models import Comment, Reader
from harkara.layout.talking import Takes
from harkara.rack.outbox import log

NOON = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
"""Noon in Dhaka on the day of most tests."""

STORY = 12

NAMES = ("রুবিনা ইয়াসমিন", "তৌহিদ জামান", "শিখা চাকমা", "অনিক বড়ুয়া", "মেহজাবিন হক", "পলাশ সাহা")

_numbers = itertools.count(1)


def a_reader(name: str = "") -> Reader:
    """A reader who has signed in; with a name of their own, where none is given."""
    number = next(_numbers)
    email = f"reader{number}@example.com"
    code = actions.ask_code(email)
    assert code
    reader, _ = actions.enter(email, code)
    return actions.take_name(reader, name or f"{NAMES[number % len(NAMES)]} {_letters(number)}")


def _letters(number: int) -> str:
    """``number`` in thirteen letters that do not look alike."""
    return (_letters(number // 13) if number >= 13 else "") + "কখগঘঙচছজঝঞটঠড"[number % 13]


def said(
    reader: Reader,
    words: str = "ভালো খবর, এমন আরও চাই।",
    *,
    story: int = STORY,
    parent: Comment | None = None,
    takes: Takes = "open",
    at: datetime | None = None,
) -> Comment:
    """What ``reader`` said, at a moment of its own, so that nobody says anything too soon."""
    moment = at or NOON + timedelta(minutes=next(_numbers))
    with clock.at(moment):
        return actions.say(reader, story, takes, words, parent=parent.pk if parent else None)


def touched(since: int) -> set[str]:
    """The keys of what is said that were touched in the outbox after the position ``since``; that of the list of the most
    commented is left out, which changes with the first comment of all.
    """
    return set[str]().union(*(change.keys for change in log.since(since))) - {MOST}
