"""Receive: an item off the wire comes into the tray, or what is there of it is brought up to date, struck through, held."""

from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from wagtail.log_actions import log

from harkara.desk import clock, keys, rights, routing, twins
from harkara.desk.actions.notices import tell
from harkara.desk.dispatch import Dispatch, Outcome, Received, is_news
from harkara.desk.models import ClippingVersion, IncomingClipping, Notice, Progress, Story, WireAlarm, WireSource
from harkara.desk.models.fields import spelled
from harkara.people.models import User
from harkara.rack import changes

KEPT: Final = 20
"""Earlier versions of an item that are kept, beside the one that a story was made of."""

TOLD: Final = 20
"""People who may kill that are told of a kill of what readers see."""

UPDATED, KILLED, WITHHELD = "desk.wire.updated", "desk.wire.killed", "desk.wire.withheld"
HEEDED = "desk.wire.heeded"
"""How the log calls what a sender did to an item of which there is a story, and that somebody dealt with it."""

_OUTCOMES: Final[dict[str, Outcome]] = {"usable": "updated", "withheld": "withheld", "cancelled": "killed"}
_KINDS: Final = {
    "usable": Notice.Kind.WIRE_NEW,
    "withheld": Notice.Kind.WIRE_HELD,
    "cancelled": Notice.Kind.WIRE_KILLED,
}


def receive(dispatch: Dispatch, origin: WireSource | None = None) -> Received:
    """Takes in what ``dispatch`` says, of the wire source ``origin`` or of its own sender, in one transaction.

    An item that is not known is filed in the tray. A newer version of one that is brings its row up to date; what the row said
    stays beside it, and who made a story of it is told: the story is never changed by itself. A kill or a hold strikes the row
    through and stands on the board with every story that was made of it, or of the same item from another outlet. What is not
    newer changes nothing: the same dispatch may come any number of times.
    """
    fingerprint = fingerprint_of(dispatch.guid, origin.scope if origin else dispatch.sender)
    sketched = twins.sketch(dispatch.body)
    for may_be_new in (True, False):
        try:
            with transaction.atomic():
                row = IncomingClipping.objects.select_for_update().filter(fingerprint=fingerprint).first()
                if row is not None:
                    return _again(row, dispatch, sketched)
                return _new(dispatch, fingerprint, origin, sketched)
        except IntegrityError:  # another process filed the same item at this moment
            if not may_be_new:
                raise
    raise AssertionError("unreachable")


def fingerprint_of(guid: str, scope: str) -> str:
    """The fingerprint of the item ``guid`` of the sender ``scope``."""
    return "wire-" + sha256(f"{scope.strip().casefold()}\n{guid.strip()}".encode()).hexdigest()


def heed(alarm: WireAlarm, user: User) -> None:
    """Takes an alarm off the board: ``user`` did what was to be done. Raises ``Refused`` where they may not change the story.
    Nothing happens to one that is off already.
    """
    with transaction.atomic():
        row = WireAlarm.objects.select_for_update(of=("self",)).select_related("story").get(pk=alarm.pk)
        rights.demand(user, "publish" if row.story.live else "write", row.story)
        if row.heeded_at is not None:
            return
        row.heeded_at, row.heeded_by = clock.now(), user
        row.save(update_fields=["heeded_at", "heeded_by"])
        log(instance=row.story, action=HEEDED, user=user)
        changes.touch(keys.draft(row.story_id))


def _new(
    dispatch: Dispatch, fingerprint: str, origin: WireSource | None, sketched: tuple[bytes, list[int]]
) -> Received:
    row = IncomingClipping(
        fingerprint=fingerprint,
        filed_at=clock.now(),
        source=origin,
        **_said(dispatch),
    )
    row.outlet = ((origin.outlet if origin else "") or dispatch.sender)[:120]
    row.headline = row.headline or dispatch.note[:300] or dispatch.guid[:300]
    routed = _route(row)
    if routed.discards and dispatch.state == "usable":
        row.status = IncomingClipping.Status.DISCARDED
    if origin is not None:  # a rule says it of fewer items than their source, and holds before it
        row.section, row.for_desk = row.section or origin.section, row.for_desk or origin.for_desk
    row.save(force_insert=True)
    twins.join(row, sketched)
    if dispatch.state != "usable":
        _alarm(row)
    changes.touch(keys.clipping(row.pk))
    outcome: Outcome = "new" if dispatch.state == "usable" else _OUTCOMES[dispatch.state]
    return Received(row.pk, _address(row), outcome)


def _again(row: IncomingClipping, dispatch: Dispatch, sketched: tuple[bytes, list[int]]) -> Received:
    if not is_news(dispatch, row) or (not dispatch.version and _was_said(row, dispatch)):
        return Received(row.pk, _address(row), "known")
    if dispatch.digest == row.digest:  # another number for the same words
        return _quietly(row, dispatch)
    stories = _stories(row) if dispatch.state != "usable" else list(Story.objects.filter(clipping=row))
    _keep(row)
    said = _said(dispatch)
    if dispatch.state != "usable":  # a kill says little more than that: what was there stays to be read
        said = {name: said[name] for name in ("version", "updated", "digest", "state")} | {
            "told": {**row.told, "note": dispatch.note}
        }
    for name, value in said.items():
        setattr(row, name, value)
    row.changed_at = clock.now()
    if dispatch.state == "usable":
        _route(row)
    row.save(update_fields=list({*said, "changed_at", "section", "for_desk"}))
    if dispatch.state == "usable":
        twins.renew(row, sketched)
    else:
        _alarm(row, stories)
    touched = [keys.clipping(row.pk), *(keys.draft(story.pk) for story in stories)]
    action = {"usable": UPDATED, "withheld": WITHHELD, "cancelled": KILLED}[dispatch.state]
    for story in stories:
        log(instance=story, action=action, data={"reason": dispatch.note, "clipping": row.pk})
        for person in _concerned(story, row):
            tell(person, _KINDS[dispatch.state], story, note=dispatch.note)
    changes.touch(*touched)
    return Received(row.pk, _address(row), _OUTCOMES[dispatch.state])


def _route(row: IncomingClipping) -> routing.Routed:
    """Sends ``row`` where the rules say. The section and the desk that it has already stay; the sender's urgency gives way."""
    routed = routing.route(routing.Item.of(row), routing.rules())
    row.section = row.section or routed.section
    row.for_desk = row.for_desk or routed.for_desk
    row.urgency = routed.urgency or row.urgency
    if routed.by:
        row.told = {**row.told, "rules": list(routed.by)}
    return routed


def _quietly(row: IncomingClipping, dispatch: Dispatch) -> Received:
    """Takes over what a version says that reads as the one before: nobody is told."""
    said = _said(dispatch)
    for name, value in said.items():
        setattr(row, name, value)
    _route(row)
    row.save(update_fields=[*said, "section", "for_desk"])
    changes.touch(keys.clipping(row.pk))
    return Received(row.pk, _address(row), "known")


def _was_said(row: IncomingClipping, dispatch: Dispatch) -> bool:
    """Whether an item that counts no versions said this before: two servers of a sender that answer in turn, one of them late,
    bring no news.
    """
    known_later = dispatch.updated and row.updated and dispatch.updated > row.updated
    return not known_later and row.versions.filter(digest=dispatch.digest).exists()


def _keep(row: IncomingClipping) -> None:
    """Keeps what ``row`` says, before it says something else."""
    drafted = row.status == IncomingClipping.Status.DRAFTED
    versions = ClippingVersion.objects.filter(clipping=row)
    ClippingVersion.objects.create(
        clipping=row,
        came_at=row.changed_at or row.filed_at,
        version=row.version,
        digest=row.digest,
        state=row.state,
        headline=row.headline,
        text=row.text,
        was_drafted=drafted and not versions.filter(was_drafted=True).exists(),
    )
    old = versions.filter(was_drafted=False).order_by("-pk").values_list("pk", flat=True)[KEPT : KEPT + 1]
    for number in old:
        versions.filter(pk__lte=number, was_drafted=False).delete()


def _said(dispatch: Dispatch) -> dict[str, Any]:
    """The fields of a row that say what ``dispatch`` says."""
    return {
        "guid": dispatch.guid[:500],
        "version": dispatch.version,
        "digest": dispatch.digest,
        "state": dispatch.state,
        "urgency": dispatch.urgency if dispatch.urgency and 1 <= dispatch.urgency <= 8 else None,
        "embargo": dispatch.embargo,
        "headline": dispatch.headline.strip()[:300],
        "desk": dispatch.desk[:80],
        "byline": dispatch.byline[:120],
        "dateline": dispatch.dateline[:80],
        "published": dispatch.published,
        "updated": dispatch.updated,
        "text": dispatch.text,
        "captions": [picture.caption for picture in dispatch.pictures if picture.caption],
        "source_chain": [asdict(link) for link in dispatch.source_chain],
        "address": dispatch.address
        if dispatch.address.startswith(("https://", "http://"))
        else "",  # it is a link there
        "pictures": spelled([asdict(picture) for picture in dispatch.pictures]),
        "told": spelled(dispatch.told),
    }


def _stories(row: IncomingClipping) -> list[Story]:
    """The stories that were made of ``row``, or of the same item as another outlet sent it; killed ones are out of reach."""
    made = Q(clipping=row) | (Q(clipping__group=row.group) if row.group else Q())
    return list(Story.objects.filter(made, killed_at=None).defer("body").order_by("pk"))


def _alarm(row: IncomingClipping, stories: Iterable[Story] | None = None) -> None:
    for story in _stories(row) if stories is None else stories:
        WireAlarm.objects.get_or_create(
            clipping=row,
            story=story,
            state=row.state,
            heeded_at=None,
            defaults={"made_at": clock.now(), "note": row.told.get("note", "")},
        )


def _concerned(story: Story, row: IncomingClipping) -> list[User]:
    """Who made the draft, who wrote it and who works on it; of a kill or a hold of what readers see, who may kill, too."""
    found = {}
    progress = Progress.objects.filter(story=story).select_related("author", "holder").first()
    maker = IncomingClipping.objects.select_related("handled_by").get(pk=story.clipping_id).handled_by
    for person in (maker, *((progress.author, progress.holder) if progress else ())):
        if person is not None and person.is_active:
            found[person.pk] = person
    if story.live and not row.is_usable:
        backend = "django.contrib.auth.backends.ModelBackend"
        for person in User.objects.with_perm("desk.may_kill", backend=backend).filter(is_active=True)[:TOLD]:
            found[person.pk] = person
    return list(found.values())


def _address(row: IncomingClipping) -> str:
    return reverse("desk_tray:clipping", args=[row.pk])
