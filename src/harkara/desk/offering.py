"""Topics that a story may belong to: those whose names stand in it, and those somebody begins to type.

Names are found by keys in the database, in any spelling and either script; what is asked takes a few queries, whatever the
paper knows.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from harkara.bangla.analyse import folded, sounds, tokens
from harkara.bangla.naming import plain, texts
from harkara.bangla.spotting import Text
from harkara.desk.models import Listing, Topic, TopicKey, TopicName

MOST = 8
"""How many are offered at once."""

WORDS = 12_000
"""Words of a text that are looked through."""

TOGETHER = 500
"""Keys in one query: a database takes only so many."""

CANDIDATES = 400
"""Names that a beginning may have, of which the best are chosen."""

_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Offer:
    """A topic that is offered: how many published stories it has, and how often its name stands in the text."""

    number: int
    name: str
    stories: int
    count: int = 0
    slug: str = ""


def offered(headline: str, others: Iterable[str], chosen: Collection[int] = ()) -> list[Offer]:
    """The topics whose names stand in a story (plain text, HTML, or blocks as JSON), apart from those ``chosen``. What
    stands in the headline comes first, then what stands there most often, then what the paper writes about most.
    """
    head = Text(plain(headline))
    rest = Text(" \n".join(islice((word for text in others for word in plain(" ".join(texts(text))).split()), WORDS)))
    names = _named(head.keys() | rest.keys())
    weights: dict[int, tuple[int, int]] = {}
    for text, weight in ((head, 1), (rest, 0)):
        for spot in text.spot(names):
            topic = names[spot.name]
            heavy, count = weights.get(topic, (0, 0))
            weights[topic] = heavy + weight, count + spot.count
    found = _offers(set(weights) - set(chosen), {topic: count for topic, (_, count) in weights.items()})
    return sorted(found, key=lambda offer: (-weights[offer.number][0], -offer.count, -offer.stories, offer.name))[:MOST]


def beginning(typed: str) -> list[Offer]:
    """The topics of which a name holds the words that are ``typed``, the last one perhaps half, in either script."""
    words = tokens(typed)
    if not words:
        return []
    found: set[int] = set()
    for begin in _beginnings(words[-1]):
        rows = TopicKey.objects.filter(key__gte=begin, key__lt=begin + _LAST)
        found.update(rows.values_list("name", flat=True)[:CANDIDATES])
    names = TopicName.objects.filter(pk__in=found)
    whole = {folded(word) for word in words[:-1]}
    holding = {row.topic_id: row for row in names if whole <= {folded(word) for word in tokens(row.name)}}
    begins = {topic for topic, row in holding.items() if str(row.name).startswith(typed.strip())}
    offers = _offers(holding, {})
    return sorted(offers, key=lambda offer: (offer.number not in begins, -offer.stories, offer.name))[:MOST]


def _beginnings(word: str) -> list[str]:
    """What the keys of a word that is half typed begin with."""
    sound = sounds(word)
    return [f"={folded(word)}", *([f"~{sound}"] if len(sound) > 1 else [])]


def _named(keys: set[str]) -> dict[str, int]:
    """The names whose first word has one of ``keys``, with the numbers of their topics."""
    found: dict[str, int] = {}
    wanted = sorted(keys)
    for first in range(0, len(wanted), TOGETHER):
        rows = TopicName.objects.filter(keys__key__in=wanted[first : first + TOGETHER], keys__place=0)
        found.update(rows.values_list("name", "topic"))
    return found


def _offers(topics: Collection[int], counts: dict[int, int]) -> list[Offer]:
    rows = Topic.objects.filter(pk__in=topics, into=None)
    shown = dict(Listing.objects.filter(name__in=[row.listing for row in rows]).values_list("name", "shown"))
    return [Offer(row.pk, str(row.name), shown.get(row.listing, 0), counts.get(row.pk, 0), row.slug) for row in rows]
