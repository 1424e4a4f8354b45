"""What was odd in what a source sent, and why a look at it failed: one sentence each. Screens translate them."""

from dataclasses import dataclass, field
from typing import Any

BROKEN = "The feed is not well-formed (%(why)s): what could be read of it was taken."
ENCODING = "The feed says “%(said)s” and is written in “%(found)s”: it was read as that."
UNREADABLE_LETTERS = "The letters of the feed are damaged in places: what is no letter was left out."
NO_GUID = "%(count)s items have no number of their own: they are told apart by their address or their words."
SAME_GUID = "%(count)s items have the number of another one: they are told apart by their address."
NO_DATE = "%(count)s items do not say when they were published."
ODD_DATE = "A time could not be read: “%(said)s”."
FUTURE = "%(count)s items say that they were published in the future: their time is left out."
NO_WORDS = "%(count)s items have neither headline nor text: they were left out."
REFUSED = "“%(headline)s” was not taken: %(why)s"
TOO_MANY = "The feed has %(count)s items: the first %(most)s were taken."

NOT_A_FEED = "What is at “%(address)s” is no feed but a page: give the address of its feed."
NAMED_FEED = "What is at “%(address)s” is no feed but a page: its feed is at %(feed)s."
EMPTY = "What is at “%(address)s” is empty: it is looked at again later."
NO_JSON = "What is at “%(address)s” is no JSON Feed (%(why)s): give the address of a feed."
TOO_MANY_TAGS = "What is at “%(address)s” has more than %(most)s tags: ask its outlet for a feed of the newest items."
GONE = "“%(address)s” is gone for good: the source is paused. Give it its new address, or take it away."
MOVED = "The feed has moved to “%(address)s”, and is asked there from now on."
MOVED_TWICE = "The feed has moved to “%(address)s”, which another source has already: pause one of the two."
STATUS = "“%(address)s” answers %(status)s: it is asked again later."
NOT_THERE = "There is no feed at “%(address)s”, it answers %(status)s: look at the address."
SLOW = "“%(address)s” takes longer than %(seconds)s seconds: it is asked again later."
LARGE = "“%(address)s” is larger than %(megabytes)s MB: ask its outlet for a feed of the newest items."
DAMAGED = "What “%(host)s” sends is damaged: it is asked again later."
CERTIFICATE = "The certificate of “%(host)s” is not valid: it is asked again later."
NO_ANSWER = "“%(host)s” does not answer: it is asked again later."
ROBOTS = "The robots.txt of “%(host)s” asks programs not to fetch this feed: ask its outlet."
NO_ROBOTS = "“%(host)s” does not say what programs may fetch (its robots.txt fails): it is asked again later."

OUTSIDE = (
    "“%(address)s” does not lie below %(root)s: whoever keeps the server makes a folder there, or sets HARKARA_DROPS."
)
NO_FOLDER = "The folder “%(address)s” cannot be read (%(why)s): whoever keeps the server looks at it."
LETTER = "Of a letter of %(sender)s something was not read: %(why)s."

NO_KIND = "This installation cannot look at a source of the kind “%(kind)s”."
FAILED = "The look failed in a way that nobody foresaw (%(why)s): it is tried again."


@dataclass(frozen=True, slots=True)
class Complaint:
    """One of the sentences above, and what stands in it (texts and numbers)."""

    sentence: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.values
