"""Surrogate keys: one word for all that changes together, whatever readers wrote behind or before it in the address.

A key follows from the path alone. So nobody keeps a table of keys, nginx can say them too (``deploy/nginx``), and whoever knows
which path changed knows what to purge: all spellings of a story's address, its short link and its data have one key, as have
what was said under it, its cards, its live coverage; any other page has its path, percent-encoded. What follows a question mark
makes no other page here, and no other key.
"""

import re
from typing import Final
from urllib.parse import quote

from harkara.bangla.clean import normalise
from harkara.rack import belonging, cards, embeds, lite, live, poll, talk

LONGEST: Final = 900
"""Bytes of a key. Cloudflare takes 1,024; a page whose address is longer has none, and is not kept."""

PLAIN: Final = "/-._~"
"""What stands in a key as it is, beside letters and digits of ASCII."""

STORY: Final = re.compile(r"(?:/(?!(?:picture|card)/)[a-z0-9-]+)?/([0-9]{1,18})(?:\.json|/[^/]*)?")
WITH_IT: Final = {
    talk.PREFIX: "talk",
    cards.PREFIX: "card",
    embeds.PREFIX: "embed",
    live.PREFIX: "live",
    poll.PREFIX: "poll",
}
"""What stands and falls with a story, by its address: the first word of its key."""

BELONGING: Final = re.compile(rf"({'|'.join(WITH_IT)})([0-9]{{1,18}})(?:[/.].*)?")


def key(path: str) -> str:
    """The key of what stands at ``path`` (decoded, with or without a query); empty where it has none, as an address at which one
    waits for the next piece of live coverage.

    >>> key("/world/12/নদী"), key("/lite/world/12/river?x"), key("/12"), key("/12.json"), key("/fragment/comments/12/best")
    ('story-12', 'story-12', 'story-12', 'story-12', 'talk-12')
    >>> key("/world/"), key("/lite/"), key("/topic/নদী/"), key("/picture/7/640.jpg")
    ('/world/', '/', '/topic/%E0%A6%A8%E0%A6%A6%E0%A7%80/', '/picture/7/640.jpg')
    """
    path = lite.full(path.partition("?")[0])
    if belonging.belongs(path) and (found := BELONGING.fullmatch(path)):
        return "" if live.waits_for(path) else f"{WITH_IT[found[1]]}-{int(found[2])}"
    if found := STORY.fullmatch(path):
        return f"story-{int(found[1])}"
    said = quote(path if path.isascii() else normalise(path), safe=PLAIN, errors="replace")
    return said if len(said) <= LONGEST else ""


def with_it(said: str) -> list[str]:
    """The keys of what stands and falls with the address that has the key ``said``, itself first.

    >>> with_it("story-12"), with_it("/world/")
    (['story-12', 'talk-12', 'card-12', 'embed-12', 'live-12', 'poll-12'], ['/world/'])
    """
    number = said.removeprefix("story-")
    return [said] if number == said else [said, *(f"{word}-{number}" for word in WITH_IT.values())]
