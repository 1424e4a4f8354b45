"""Polls: what a story's page shows of one, and the piece with its result."""

from typing import cast

from harkara.desk import clock, keys
from harkara.desk.models import Poll, Story
from harkara.layout.polls import PollCopy
from harkara.rack.keys import expires, read


def of(story: Story) -> PollCopy | None:
    """The poll that was read with the story; no query. Notes ``poll:{id}`` where there is one, and when it closes."""
    row = cast(Poll | None, story._state.fields_cache.get("poll"))
    return told(row) if row else None


def told(row: Poll) -> PollCopy:
    """A poll without its votes."""
    read(keys.poll(row.story_id))
    closed = row.closes_at <= clock.now()
    if not closed:
        expires(row.closes_at)
    return PollCopy(row.story_id, row.question, tuple(row.options), row.turn, row.closes_at, closed)


def poll(id: int) -> PollCopy | None:  # noqa: A002 (the door's word)
    """The poll of a published story, without its votes. Notes ``mention:{id}`` and ``poll:{id}``. One query."""
    read(keys.mention(id), keys.poll(id))
    row = Poll.objects.filter(story=id, story__live=True).first()
    return told(row) if row else None
