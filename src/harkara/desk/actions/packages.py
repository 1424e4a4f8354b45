"""Story packages: begun, filled with stories and events, told in other words, withdrawn from readers and shown again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla import slug as slugs
from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions import timeline
from harkara.desk.darkroom import terms
from harkara.desk.errors import Killed, Missing, NothingToDo, Refused
from harkara.desk.models import Package, PackageAddress, PackageEntry, Picture, Story
from harkara.people.models import User
from harkara.rack import changes

MADE, CHANGED, FILLED = "desk.package", "desk.package.change", "desk.package.fill"
WITHDRAWN, SHOWN = "desk.package.withdraw", "desk.package.show"
"""How the log calls what is done with a package."""

SHOWN_BESIDE = {"line", "at", "timed"}
"""What the neighbours of an entry show of it."""

LONGEST = 300
"""Letters of what happened."""


def make_package(name: str, user: User | None, *, standfirst: str = "", picture: Picture | None = None) -> Package:
    """Begins a package and returns it. Readers see it with its first entry. Raises ``Refused`` for a name without letters,
    that is too long or taken.
    """
    rights.demand(user, "packages")
    package = Package(name=normalise(name).strip(), standfirst=standfirst, picture=picture, changed_at=clock.now())
    _check(package)
    with transaction.atomic():
        package.slug = package.free_slug()
        package.save()
        log(instance=package, action=MADE, user=user)
    return package


def change_package(package: Package, user: User | None, **told: Any) -> Package:
    """Gives ``package`` another ``name``, ``standfirst`` or ``picture`` and returns it. Under another name it has another
    address, to which the old one leads. Raises ``NothingToDo``, ``Refused``.
    """
    rights.demand(user, "packages")
    with transaction.atomic():
        row = _locked(package)
        new = {name: normalise(value).strip() if isinstance(value, str) else value for name, value in told.items()}
        changed = {name for name, value in new.items() if getattr(row, name) != value}
        if not changed:
            raise NothingToDo(_("“%(name)s” says that already.") % {"name": row.name})
        touched = timeline.whole(row) if "name" in changed else {keys.listing(row.listing)}
        for name in changed:
            setattr(row, name, new[name])
        _check(row)
        if "name" in changed:
            _readdress(row)
            touched |= timeline.whole(row)
        row.changed_at = clock.now()
        row.save()
        log(instance=row, action=CHANGED, user=user, data={"changed": sorted(changed)})
        changes.touch(*sorted(touched))
    return row


def add_to_package(
    package: Package, stories: Iterable[Story], user: User | None, *, line: str = "", at: datetime | None = None
) -> list[PackageEntry]:
    """Puts ``stories`` into ``package`` and returns their entries: each stands at its publication, or at ``at``. One that is
    not published comes in when it is.

    Raises ``NothingToDo`` where all are in it, ``Killed``, ``Refused`` for too many or a line that is too long.
    """
    rights.demand(user, "packages")
    numbers = {story.pk for story in stories}
    with transaction.atomic():
        # Stories are locked before packages, here as in publishing: two who wait for each other would wait for ever.
        locked = list(Story.objects.select_for_update().defer("body").filter(pk__in=numbers).order_by("pk"))
        row = _locked(package)
        there = set(row.entries.filter(story__in=numbers).values_list("story", flat=True))
        fresh = [story for story in locked if story.pk not in there]
        if not fresh:
            raise NothingToDo(_("“%(name)s” has this already.") % {"name": row.name})
        _check_room(row, len(fresh))
        made, touched = [], set()
        for story in fresh:
            if story.killed_at:
                raise Killed(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": story})
            entry = PackageEntry(package=row, story=story, line=_short(line), at=at or story.published_at)
            entry.save()
            made.append(entry)
            if story.live:
                touched |= timeline.stand(row, entry)
        _note(row, user, {"stories": [entry.story_id for entry in made]})
        changes.touch(*sorted(touched))
    return made


def add_event(
    package: Package,
    line: str,
    at: datetime,
    user: User | None,
    *,
    source: str = "",
    url: str = "",
    timed: bool = False,
) -> PackageEntry:
    """Puts an event without a story into ``package`` and returns it: what happened, when (aware; to the minute if ``timed``),
    and who says so. Raises ``Refused`` without a sentence, for one that is too long, or no address.
    """
    rights.demand(user, "packages")
    with transaction.atomic():
        row = _locked(package)
        _check_room(row, 1)
        entry = PackageEntry(package=row, line=_short(line), at=at, timed=timed, source=source, url=url.strip())
        _check_event(entry)
        entry.save()
        touched = timeline.stand(row, entry)
        _note(row, user, {"event": str(entry.line)})
        changes.touch(*sorted(touched))
    return entry


def change_entry(entry: PackageEntry, user: User | None, **told: Any) -> PackageEntry:
    """Gives ``entry`` another ``line``, ``source``, ``url``, time (``at``, ``timed``) and returns it. Raises ``NothingToDo``,
    ``Missing``, ``Refused``.
    """
    rights.demand(user, "packages")
    with transaction.atomic():
        package = _locked(entry.package)
        row = _entry(package, entry)
        if "line" in told:
            told["line"] = _short(told["line"])
        changed = {name for name, value in told.items() if getattr(row, name) != value}
        if not changed:
            raise NothingToDo(_("“%(name)s” says that already.") % {"name": package.name})
        touched: set[str] = set()
        if "at" in changed:
            touched |= timeline.leave(package, row)
        for name in changed:
            setattr(row, name, told[name])
        _check_event(row)
        row.save()
        if row.place is not None:
            touched |= timeline.on_page(package, row.place)
            if changed & SHOWN_BESIDE:
                touched |= timeline.around(package, (row.place - 1, row.place + 1))
        elif row.story is None or row.story.live:
            touched |= timeline.stand(package, row)
        _note(package, user, {"entry": row.pk, "changed": sorted(changed)})
        changes.touch(*sorted(touched))
    return row


def take_from_package(entry: PackageEntry, user: User | None) -> Package:
    """Takes ``entry`` out of its package, which is returned. Raises ``Missing``."""
    rights.demand(user, "packages")
    with transaction.atomic():
        package = _locked(entry.package)
        row = _entry(package, entry)
        touched = timeline.leave(package, row)
        row.delete()
        _note(package, user, {"taken": row.story_id or str(row.line)})
        changes.touch(*sorted(touched))
    return package


def show_package(package: Package, user: User | None, *, live: bool) -> Package:
    """Withdraws ``package`` from readers, or shows it again (``live``), and returns it. Its address stays its own. Raises
    ``NothingToDo``.
    """
    rights.demand(user, "packages")
    with transaction.atomic():
        row = _locked(package)
        if row.live == live:
            raise NothingToDo(_("“%(name)s” is so already.") % {"name": row.name})
        row.live = live
        row.changed_at = clock.now()
        row.save()
        log(instance=row, action=SHOWN if live else WITHDRAWN, user=user)
        changes.touch(*sorted(timeline.whole(row)))
    return row


def _locked(package: Package) -> Package:
    row = Package.objects.select_for_update().filter(pk=package.pk).first()
    if row is None:
        raise Missing(_("“%(name)s” is not there any more.") % {"name": package.name})
    return row


def _entry(package: Package, entry: PackageEntry) -> PackageEntry:
    row = package.entries.select_related("story").filter(pk=entry.pk).first()
    if row is None:
        raise Missing(_("This stands in “%(name)s” no more: somebody took it out.") % {"name": package.name})
    return row


def _check(package: Package) -> None:
    """Raises ``Refused`` where a package cannot be called so, or its picture not be shown."""
    if not slugs.slugify(package.name):
        raise Refused(_("A story package needs a name with letters."))
    if len(package.name) > 80:
        raise Refused(_("“%(name)s” is too long: 80 letters at most.") % {"name": package.name})
    if Package.objects.filter(name=package.name).exclude(pk=package.pk).exists():
        raise Refused(_("There is a story package called “%(name)s”: use that one.") % {"name": package.name})
    if len(package.standfirst) > 600:
        raise Refused(_("The standfirst is too long: 600 letters at most."))
    if package.picture_id:
        terms.demand([package.picture_id], 0, clock.day_of(clock.now()))


def _check_room(package: Package, count: int) -> None:
    if package.entries.count() + count > timeline.MOST:
        raise Refused(_("A story package takes %(most)s entries at most: begin another one.") % {"most": timeline.MOST})


def _check_event(entry: PackageEntry) -> None:
    """Raises ``Refused`` for an entry that says nothing, or names an address that is none."""
    if entry.story_id is None and not entry.line:
        raise Refused(_("Say in a sentence what happened."))
    if entry.story_id is None and entry.at is None:
        raise Refused(_("Say on which day it happened."))
    if len(entry.source) > 160:
        raise Refused(_("“%(words)s…” is too long: 160 letters at most.") % {"words": entry.source[:40]})
    if entry.url:
        try:
            PackageEntry._meta.get_field("url").run_validators(entry.url)
        except ValidationError as error:
            raise Refused(_("“%(url)s” is no address: copy it from the browser.") % {"url": entry.url[:80]}) from error


def _short(line: str) -> str:
    words = normalise(line).strip()
    if len(words) > LONGEST:
        said = {"words": words[:40], "most": LONGEST}
        raise Refused(_("“%(words)s…” is too long: %(most)s letters at most.") % said)
    return words


def _readdress(package: Package) -> None:
    """Gives ``package`` the address of its name; the old one is kept, to lead there."""
    old, package.slug = package.slug, package.free_slug()
    if old != package.slug:
        PackageAddress.objects.filter(slug=package.slug).delete()
        PackageAddress.objects.create(package=package, slug=old)


def _note(package: Package, user: User | None, data: dict[str, Any]) -> None:
    """Notes that ``package`` changed, for its list and the log."""
    Package.objects.filter(pk=package.pk).update(changed_at=clock.now())
    log(instance=package, action=FILLED, user=user, data=data)
