"""Redact: a name vanishes from everywhere, history included, in any ending and spelling. What stood there is sealed."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from harkara.bangla import slug as slugs
from harkara.bangla.clean import normalise
from harkara.bangla.naming import SURE, Knife
from harkara.desk import clock, keys, rights, sources, whereabouts
from harkara.desk.actions import timeline, traces
from harkara.desk.actions.alerts import follow
from harkara.desk.actions.correct import shown_in
from harkara.desk.actions.coverage import cut_live
from harkara.desk.actions.headline_tests import stop_headlines
from harkara.desk.actions.proof_links import end_all
from harkara.desk.actions.publish import NAMELESS
from harkara.desk.errors import Missing, Refused
from harkara.desk.models import (
    Alert,
    Correction,
    Coverage,
    Front,
    HeadlineTest,
    IncomingClipping,
    LiveEntry,
    Origin,
    Package,
    PackageEntry,
    Sealed,
    Story,
    StoryAddress,
)
from harkara.desk.sealing import seal
from harkara.people.models import User
from harkara.rack import changes

REDACTED = "desk.redact"
"""How the history of a story calls it; what was redacted it does not say."""


def redact(
    story: Story, words: str, user: User | None, *, reason: str, instead: str = "…", also: Iterable[str] = ()
) -> Story:
    """Puts ``instead`` in the place of ``words``, with any ending and in any spelling, wherever ``whereabouts.places`` finds
    them, and returns the story. ``also``: further forms that somebody confirmed (a part of the name, Latin letters).

    A slug that held them is made anew; old addresses that held them lead nowhere any more. A sealed copy is kept. Raises
    ``Refused`` for less than three letters, without a reason or right, ``Missing`` where the words do not occur.
    """
    words = normalise(words).strip()
    if len(words) < 3:
        raise Refused(_("“%(words)s” is too short to redact: it would tear holes into other words.") % {"words": words})
    if not reason.strip():
        raise Refused(_("A redaction needs a reason, for those who may open the sealed copy."))
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "redact", row)
        knife = knife_for(row, words, normalise(instead).strip() or "…", also)
        if not knife.forms:
            raise Missing(
                _("“%(words)s” does not occur in story %(number)s: check the spelling.")
                % {"words": words, "number": row.pk}
            )
        stopped = stop_headlines(row, HeadlineTest.Ended.REDACTED, user)
        held = [place for place in whereabouts.places(row) if knife.holds(place.said)]
        sealed = Sealed.objects.create(
            story=row,
            made_at=clock.now(),
            made_by=user,
            reason=knife.cut(normalise(reason).strip()),
            box=seal({"words": words, "said": [{"where": place.label, "said": place.said} for place in held]}),
        )
        before = traces.stood(row)
        touched = {key for place in held if not whereabouts.is_own(place) for key in _cut(place, knife)}
        _rewrite(row, knife)
        touched |= _readdress(row, knife)
        sources.forget(words, knife)
        entries = ModelLogEntry.objects.filter(object_id=str(row.pk), content_type=Story.get_content_type())
        entries.update(label=str(row)[:250])
        log(instance=row, action=REDACTED, user=user)
        end_all(row)
        touched |= stopped | traces.settle(before, traces.printed(row))
        touched |= _forget_addresses(row, knife)
        # The address of what was published once is known, even where the story is not shown now.
        known = {keys.story(row.pk), keys.card(row.pk), keys.CHANGED, changes.HURRY}
        touched |= known if row.published_at else {keys.draft(row.pk)}
        touched |= follow(row, Alert.Kind.RESTATED, f"r{sealed.pk}", user) if row.live else set()
        changes.touch(*sorted(touched))
    return Story.objects.get(pk=story.pk)


def knife_for(story: Story, words: str, instead: str, also: Iterable[str] = ()) -> Knife:
    """What takes out of ``story`` the forms of ``words`` that are the name beyond doubt, and those of ``also``."""
    confirmed = set(also)
    found = whereabouts.names(story, words)
    return Knife([form for form in found if form.kind in SURE or form.text in confirmed], instead)


def _cut(place: whereabouts.Place, knife: Knife) -> set[str]:
    """Takes the name out of a row beside the story; returns what else is to be touched for it."""
    whereabouts.cut(place, knife)
    if isinstance(place.row, Package | PackageEntry):
        return timeline.whole(place.row if isinstance(place.row, Package) else place.row.package)
    if isinstance(place.row, Correction):
        return {shown_in(place.row)}
    if isinstance(place.row, Front):
        return {keys.front(place.row.name)}
    if isinstance(place.row, LiveEntry):
        return cut_live(place.row)
    if isinstance(place.row, Coverage):
        return {keys.live(place.row.story_id)}
    return {keys.clipping(place.row.pk)} if isinstance(place.row, IncomingClipping) else set()


def _rewrite(row: Story, knife: Knife) -> None:
    """Rewrites the story's own rows."""
    clean = row.with_content_json(knife.cut(row.serializable_data()))
    clean.live_revision_id = row.live_revision_id
    clean.kill_note, clean.updated_because = knife.cut(row.kill_note), knife.cut(row.updated_because)
    if _names(row.slug, knife):
        clean.slug = slugs.slugify(clean.headline) or NAMELESS
    clean.modified_at = clock.now()
    clean.save()
    for name in [field.attname for field in Story._meta.concrete_fields]:
        setattr(row, name, getattr(clean, name))


def _readdress(row: Story, knife: Knife) -> set[str]:
    """Gives the packages that hold the story addresses without the name; old ones that held it lead nowhere any more.
    Returns the keys to touch.
    """
    touched: set[str] = set()
    for package in Package.objects.select_for_update(of=("self",)).filter(entries__story=row.pk):
        for address in package.addresses.all():
            if _names(address.slug, knife):
                touched |= {keys.listing(keys.of_package(address.slug)), keys.PACKAGES}
                address.delete()
        if _names(package.slug, knife):
            touched |= timeline.whole(package)
            package.slug = package.free_slug()
            package.save()
            touched |= timeline.whole(package)
    return touched


def _forget_addresses(row: Story, knife: Knife) -> set[str]:
    """Drops the old addresses that hold the name; returns the keys to touch."""
    named = [address.pk for address in StoryAddress.objects.filter(story=row) if _names(address.href, knife)]
    StoryAddress.objects.filter(pk__in=named).delete()
    # Our own addresses the press finds by the story's number; those that a story brought along do not tell it.
    return {keys.forgotten(row.pk)} if named and Origin.objects.filter(story=row).exists() else set()


def _names(address: str, knife: Knife) -> bool:
    """Whether an address holds the name: as it is, or as slugs spell it."""
    spelled = (slugs.slugify(form.text) for form in knife.forms)
    return knife.holds(address) or any(form in address for form in spelled if form)
