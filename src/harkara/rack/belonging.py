"""What belongs to a story and has no row of the manifest: what readers said under it (:mod:`.talk`), its cards
(:mod:`.cards`), what other sites show of it (:mod:`.embeds`), its live coverage (:mod:`.live`), the result of its poll
(:mod:`.poll`). Whether there is something at such an address follows from whether the story's data is there.
"""

from typing import Final

from . import cards, embeds, live, poll, talk

NAMES: Final = (talk.NAME, cards.NAME, embeds.NAME, live.NAME, poll.NAME)
"""How the names of such sheets begin."""

PREFIXES: Final = (talk.PREFIX, cards.PREFIX, embeds.PREFIX, live.PREFIX, poll.PREFIX)
"""How their addresses begin."""


def belongs(path: str) -> bool:
    """Whether ``path`` may be that of something that belongs to a story."""
    return path.startswith(PREFIXES)


def sheet(path: str) -> str | None:
    """The name of the sheet at ``path``; ``None`` where there can be none."""
    others = cards.sheet(path) or embeds.sheet(path) or live.sheet(path) or poll.sheet(path)
    return talk.sheet(path) or others


def address(name: str) -> str:
    """Where the sheet ``name`` is to be had."""
    if name.startswith(cards.NAME):
        return cards.address(name)
    if name.startswith(live.NAME):
        return live.address(name)
    if name.startswith(poll.NAME):
        return poll.address(name)
    return embeds.address(name) if name.startswith(embeds.NAME) else talk.address(name)


def follows(path: str) -> str:
    """The path of the story's data, for what belongs to it; any other path stays as it is."""
    others = cards.follows(path) or embeds.follows(path) or live.follows(path) or poll.follows(path)
    return others or talk.follows(path)
