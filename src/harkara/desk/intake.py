"""Door: the incoming tray. The wire files clippings here, hands over what feeds and agencies send, and may have a clipping
published in an editor's name.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from harkara.bangla.clean import normalise
from harkara.desk import actions, clock, keys, rights, rounds, twins
from harkara.desk.dispatch import Dispatch, Picture, Received, Source
from harkara.desk.errors import Missing, Refused
from harkara.desk.models import IncomingClipping, Section, Story, WireSource
from harkara.desk.pasting import WHY, Paste, pasted, read_by
from harkara.desk.pasting import filed as pasted_filed
from harkara.desk.pasting import refused as pasted_refused
from harkara.people.models import User
from harkara.rack import changes

__all__ = [
    "WHY",
    "Clipping",
    "Dispatch",
    "Filed",
    "Furniture",
    "Line",
    "Paste",
    "Picture",
    "Received",
    "SignOff",
    "Source",
    "file",
    "pasted",
    "pasted_filed",
    "pasted_refused",
    "publish",
    "read_by",
    "receive",
]


@dataclass(frozen=True, slots=True)
class SignOff:
    """The sign-off under a page: as printed there."""

    outlet: str
    date: str
    initials: str


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that is not part of the story, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page and the field that it went to."""

    n: int
    field: str


@dataclass(frozen=True, slots=True)
class Clipping:
    """What the wire made of a page. Times are aware; ``fingerprint`` (at most 128 characters) names the page."""

    headline: str
    fingerprint: str
    body: tuple[str, ...]
    outlet: str = ""
    desk: str = ""
    byline: str = ""
    dateline: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    captions: tuple[str, ...] = ()
    source_chain: tuple[Source, ...] = ()
    sign_off: SignOff | None = None
    related: tuple[str, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    lines: tuple[Line, ...] = ()
    address: str = ""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a clipping lies: its number, the address of its screen, and whether it is new here."""

    id: int
    address: str
    was_new: bool


def file(clipping: Clipping) -> Filed:
    """Files ``clipping`` in the incoming tray; the same page (by fingerprint) is found again, not filed twice.

    A page that was discarded before comes back into the tray. Raises ``Refused`` for a clipping without headline, body
    or fingerprint.
    """
    for name in ("headline", "body", "fingerprint"):
        if not getattr(clipping, name):
            raise Refused(f"The clipping has no {name}: it cannot be filed.")
    known = IncomingClipping.objects.filter(fingerprint=clipping.fingerprint).first()
    if known is None:
        sketched = twins.sketch(clipping.body)
        try:
            with transaction.atomic():
                row = IncomingClipping.objects.create(**_fields(clipping))
                twins.join(row, sketched)
                changes.touch(keys.clipping(row.pk))
            return Filed(row.pk, _address(row), was_new=True)
        except IntegrityError:  # somebody filed the same page at this moment
            known = IncomingClipping.objects.get(fingerprint=clipping.fingerprint)
    if known.status == IncomingClipping.Status.DISCARDED:
        known.status = IncomingClipping.Status.WAITING
        with transaction.atomic():
            known.save(update_fields=["status"])
            changes.touch(keys.clipping(known.pk))
    return Filed(known.pk, _address(known), was_new=False)


def receive(dispatch: Dispatch, source: int | None = None) -> Received:
    """Takes in what an item off the wire says (``desk.actions.receive``): new, newer, held, killed, or known already. ``source``
    is the number of the wire source that it came through; without one the item is its sender's.

    Raises ``Refused`` for one without guid, and for one that may be printed and has no headline; ``Missing`` for a source that
    does not exist.
    """
    if why := rounds.lacks(dispatch):
        raise Refused(why["sentence"] % why["values"])
    origin = WireSource.objects.select_related("section", "for_desk").filter(pk=source).first() if source else None
    if source and origin is None:
        raise Missing(f"There is no wire source {source}: it was taken away meanwhile.")
    return actions.receive(dispatch, origin)


def publish(filed_id: int, section: str, username: str) -> int:
    """Makes a story of a filed clipping and publishes it in ``section`` as the editor ``username``; returns its number.

    A clipping that was published before is not published again: its story's number is returned. Raises ``Missing`` for
    a clipping, section or editor that does not exist, ``Refused`` where that person may not publish.
    """
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Missing(f"There is no editor “{username}”: name an account of the newsroom.")
    if not rights.may(user, "publish"):
        raise Refused(f"“{username}” may not publish: ask an editor.")
    if rights.lacks_factor(user):
        raise Refused(f"“{username}” has no second factor: set one up at /desk/second/, then publish.")
    place = Section.objects.filter(slug=section).first()
    if place is None:
        known = ", ".join(Section.objects.values_list("slug", flat=True)) or "none yet"
        raise Missing(f"There is no section “{section}”; there are: {known}.")
    clipping = IncomingClipping.objects.filter(pk=filed_id).first()
    if clipping is None:
        raise Missing(f"There is no clipping {filed_id} in the tray.")
    with transaction.atomic():
        story = actions.draft_from(clipping, user, place)
        if story.live or story.killed_at:
            return int(story.pk)
        version: Story = story.get_latest_revision_as_object()
        version.section = place
        version.save_revision(user=user, clean=False, told=False)
        return int(actions.publish(Story.objects.get(pk=story.pk), user).pk)


def _fields(clipping: Clipping) -> dict[str, Any]:
    return {
        "fingerprint": clipping.fingerprint,
        "filed_at": clock.now(),
        "headline": clipping.headline[:300],
        "outlet": clipping.outlet[:120],
        "desk": clipping.desk[:80],
        "byline": clipping.byline[:120],
        "dateline": clipping.dateline[:80],
        "published": clipping.published,
        "updated": clipping.updated,
        "text": "\n\n".join(" ".join(part.split()) for part in clipping.body),
        "captions": list(clipping.captions),
        "source_chain": [asdict(source) for source in clipping.source_chain],
        "sign_off": asdict(clipping.sign_off) if clipping.sign_off else None,
        "related": list(clipping.related),
        "furniture": [asdict(piece) for piece in clipping.furniture],
        "lines": [asdict(line) for line in clipping.lines],
        "address": clipping.address,
        "pictures": [
            {**asdict(picture), "caption": normalise(picture.caption), "credit": normalise(picture.credit)}
            for picture in clipping.pictures
        ],
    }


def _address(row: IncomingClipping) -> str:
    return f"/desk/tray/{row.pk}/"
