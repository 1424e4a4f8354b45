"""Areas that a story may be about: those whose names stand in it, and those somebody begins to type.

The gazetteer has some hundreds of names, which are read at once. Many upazilas share a name: the one is meant whose
district, or division, the story names too.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from harkara.bangla.analyse import folded, sounds, tokens
from harkara.bangla.naming import plain, texts
from harkara.bangla.spotting import Text
from harkara.desk.models import Area

MOST = 6
"""How many are offered at once."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An area that is offered, with the name of the district or division that holds it."""

    number: int
    name: str
    inside: str
    sure: bool = False
    """The dateline names it, and no other has its name."""


def placed(dateline: str, headline: str, others: Iterable[str], chosen: Collection[int] = ()) -> list[Choice]:
    """The areas that a story names (plain text, HTML, or blocks as JSON), apart from those ``chosen``: that of the
    dateline first, then those of the headline, then those that the text names most often. One query.
    """
    rows = list(Area.objects.filter(above__isnull=False))
    by_sound: dict[tuple[str, ...], list[Area]] = {}
    for row in rows:
        by_sound.setdefault(tuple(map(folded, tokens(str(row.name)))), []).append(row)
    by_name = {str(same[0].name): same for same in by_sound.values()}  # কালিগঞ্জ and কালীগঞ্জ are one name
    weights: dict[str, tuple[int, int]] = {}
    body = " ".join(plain(text) for other in others for text in texts(other))
    for text, weight in ((dateline, 4), (headline, 2), (body, 1)):
        for spot in Text(plain(text)).spot(by_name):
            heavy, count = weights.get(spot.name, (0, 0))
            weights[spot.name] = heavy + weight, count + spot.count
    named = {row.slug for name in weights for row in by_name[name]}
    slugs = {row.pk: row.slug for row in rows}
    names = {row.slug: str(row.name) for row in rows}
    found = []
    for name, heard in weights.items():
        same = by_name[name]
        meant = [row for row in same if not named.isdisjoint(row.lineage.split()[:-1])] or same
        is_sure = heard[0] >= 4 and len(meant) == 1
        found += [(heard, row, is_sure) for row in meant if row.pk not in chosen]
    held = {slug for _, row, _ in found for slug in row.lineage.split()[:-1]}
    # Who is in an upazila is in its district too: the larger one need not be named beside it.
    found = [one for one in found if one[1].slug not in held]
    found.sort(key=lambda one: (-one[0][0], -one[0][1], one[1].pk))
    return [
        Choice(row.pk, str(row.name), names.get(slugs.get(row.above_id or 0, ""), ""), sure)
        for _, row, sure in found[:MOST]
    ]


def beginning(typed: str) -> list[Choice]:
    """The areas of which a name begins as what is ``typed``, in either script; districts before upazilas. One query."""
    words = tokens(typed)
    if not words:
        return []
    heard, sound = [folded(word) for word in words], sounds(words[0])
    found = []
    for row in Area.objects.filter(above__isnull=False).select_related("above").order_by("pk"):
        begins = [folded(word) for word in tokens(str(row.name))]
        latin = str(row.latin).lower()
        is_same = begins[: len(heard) - 1] == heard[:-1] and begins[len(heard) - 1 :][:1] != []
        if is_same and begins[len(heard) - 1].startswith(heard[-1]):
            found.append((0, row))
        elif latin.startswith(typed.strip().lower()):
            found.append((1, row))
        elif len(sound) > 2 and sounds(begins[0]).startswith(sound):
            found.append((2, row))
    kinds = list(Area.Kind.values)
    found.sort(key=lambda one: (one[0], kinds.index(one[1].kind), one[1].pk))
    return [_choice(row) for _, row in found[:MOST]]


def _choice(row: Area) -> Choice:
    return Choice(row.pk, str(row.name), str(row.above.name) if row.above and row.above.above_id else "")
