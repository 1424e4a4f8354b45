"""Publish: a version of a story becomes what readers see."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.log_actions import log
from wagtail.models import Revision

from harkara.bangla import slug as slugs
from harkara.desk import clock, kinds, rights, sources, when
from harkara.desk.actions import related, tally, traces
from harkara.desk.actions.headline_tests import stop_headlines
from harkara.desk.actions.notices import tell
from harkara.desk.copy.bodies import named_pictures
from harkara.desk.darkroom import terms
from harkara.desk.errors import Killed, NotReady, Refused
from harkara.desk.models import (
    HeadlineTest,
    Notice,
    Picture,
    PictureUse,
    Progress,
    Stage,
    Story,
    StoryUpdate,
    Tally,
)
from harkara.desk.models.blocks import has_words
from harkara.people.models import User
from harkara.rack import changes

NAMELESS = "খবর"
"""The slug of a headline without letters."""


BROKEN = "desk.embargo.broken"
"""How the history of a story calls it that it went out before its embargo ended."""

TOLD = "desk.update"
"""How the history of a story calls it when readers are told that it is new."""


def publish(story: Story, user: User | None) -> Story:
    """Publishes the newest version of ``story`` (its newest revision, or its row if there is none) and returns it.

    Everything readers see of the change is touched in the same transaction. Raises ``NotReady`` where a headline, a
    section or a text is missing, ``Killed`` for a killed story, ``Refused`` where ``user`` may not.
    """
    with transaction.atomic():
        revision = story.get_latest_revision() or story.save_revision(user=user, clean=False, told=False)
        story.publish(revision, user=user, skip_permission_checks=True)
    return Story.objects.get(pk=story.pk)


_past: ContextVar[bool] = ContextVar("harkara_past_the_stages", default=False)


@contextmanager
def past_the_stages() -> Iterator[None]:
    """Inside the block a story is published whatever its stage, and whoever is editing it."""
    token = _past.set(True)
    try:
        yield
    finally:
        _past.reset(token)


class StoryPublication(PublishRevisionAction):
    """Wagtail's publishing of a revision, done the desk's way: one transaction, the desk's clock, keys touched."""

    BY_THE_CLOCK = "wagtail.publish.scheduled"
    """How the log calls what was arranged before, by somebody who was asked then."""

    def check(self, skip_permission_checks: bool = False) -> None:
        """Asks whether the person may: of the story as it stands and as it would stand. Wagtail's screens, which have
        asked for the kind of thing only, would have it skipped.
        """
        if self.user is None or self.log_action == self.BY_THE_CLOCK:
            return
        rights.demand(self.user, "publish", self.object)
        if not _past.get():
            self._demand_its_turn()
        if rights.is_limited(self.user):
            rights.demand(self.user, "publish", Story.objects.defer("body").get(pk=self.object.pk))

    def _demand_its_turn(self) -> None:
        """Raises ``Refused`` where somebody else edits the story, or nobody who may has approved it."""
        row = Progress.objects.select_related("holder").filter(story=self.object.pk).first()
        if row is None:
            return
        if row.holder is not None and row.holder_id != self.user.pk:
            raise Refused(
                _("%(name)s is editing “%(headline)s”. Claim it first, or publish it at once with a reason.")
                % {"name": row.holder.get_full_name() or row.holder, "headline": self.object}
            )
        if row.stage != Stage.APPROVED and not rights.may(self.user, "approve", self.object):
            raise Refused(
                _("“%(headline)s” is not approved yet: file it, and a desk editor approves it.")
                % {"headline": self.object}
            )

    def _publish_revision(
        self,
        revision: Revision,
        object: Story,  # noqa: A002 (Wagtail's word)
        user: User | None,
        changed: bool,
        log_action: bool | str,
        previous_revision: Revision | None = None,
    ) -> None:
        near = related.alike(object) if object.published_at is None else []
        with transaction.atomic():
            row = traces.locked(object.pk)
            check(row, object)
            if object.tell_reader and row.published_at and self.user and not object.tell_reason.strip():
                raise NotReady(_("Say in a few words what is new: readers see it beside “updated”."))
            _heed_embargo(object, self.user)
            object.keep_whole(row)
            shown = pictures_of(object)
            known = _known_pictures(row, shown)
            out = max(object.go_live_at or clock.now(), clock.now())
            fresh = terms.demand(shown - known, row.pk, clock.day_of(out))
            if object.go_live_at and object.go_live_at > clock.now():
                self._schedule(revision, object, row, log_action)
                return
            before = traces.stood(row)
            if object.section_id == row.section_id:
                object.section = row.section
            _prepare(object, row, user, revision)
            after = traces.printed(object)
            object.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
            object.save()
            if before.published_at is None:
                related.choose(object, near, after.listings)
            again = before.published_at is not None
            _note_pictures(object, shown, [picture.pk for picture in fresh], again=again)
            sources.remember(object.source_links.all())
            self._after_publish()
            if object.updated_at and object.updated_at != row.updated_at:
                StoryUpdate.objects.create(story=object, told_at=object.updated_at, because=object.updated_because)
                log(instance=object, action=TOLD, user=user, data={"reason": object.updated_because})
                tally.again(object, Tally.Kind.UPDATED)
            author = user if object.has_unpublished_changes else self._arrive(object, user)
            if before.published_at is None:
                tally.first(object, author)
            _log(object, revision, user, log_action, changed, previous_revision)
            stopped = self._end_headlines(row, object, user)
            changes.touch(*sorted(stopped | traces.settle(before, after)))

    def _end_headlines(self, row: Story, story: Story, user: User | None) -> set[str]:
        """A story that gets another headline has nothing more to be tested; returns the keys to touch."""
        if not row.live or row.headline == story.headline:
            return set()
        return stop_headlines(story, HeadlineTest.Ended.CHANGED, user)

    def _arrive(self, story: Story, user: User | None) -> User | None:
        """The story is on its way no more; who began it is told, and returned."""
        row = Progress.objects.select_related("author").filter(story=story.pk).first()
        if row is None:
            return user
        row.delete()
        tell(row.author, Notice.Kind.PUBLISHED, story, user)
        return row.author or user

    def _schedule(self, revision: Revision, story: Story, row: Story, log_action: bool | str) -> None:
        """Notes that ``revision`` is to be published at its time; what readers see stays as it is."""
        story.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=story.go_live_at)
        Story.objects.filter(pk=row.pk).update(go_live_at=story.go_live_at, has_unpublished_changes=True)
        if log_action:
            self.log_scheduling_action()


def check(row: Story, version: Story) -> None:
    """Raises ``Killed`` or ``NotReady`` where ``version`` of the story ``row`` must not be published."""
    if row.killed_at:
        raise Killed(_("“%(headline)s” was killed: it cannot be published again.") % {"headline": row})
    lacks = {
        _("no headline"): not version.headline.strip(),
        _("no section"): version.section_id is None,
        _("no text"): not has_words(version.body.raw_data),
    }
    missing = [name for name, is_missing in lacks.items() if is_missing]
    if missing:
        raise NotReady(
            _("“%(headline)s” has %(missing)s yet: write that first, then publish.")
            % {"headline": version, "missing": _(" and ").join(missing)}
        )
    if lacking := kinds.lacks(version):
        raise NotReady(" ".join(lacking))


def _heed_embargo(story: Story, user: User | None) -> None:
    """Raises ``Refused`` where ``story`` would go out before its embargo ends and nobody says why; logs who says so."""
    out = max(story.go_live_at or clock.now(), clock.now())
    if story.embargo_until is None or out >= story.embargo_until:
        return
    if not story.embargo_reason.strip():
        raise Refused(
            _("Under embargo: to be published %(when)s. Schedule it for then, or say why it goes out sooner.")
            % {"when": when.in_words(story.embargo_until, clock.now())}
        )
    data = {"reason": story.embargo_reason, "until": story.embargo_until.isoformat()}
    log(instance=story, action=BROKEN, user=user, data=data)


def _prepare(story: Story, row: Story, user: User | None, revision: Revision) -> None:
    """Sets what publishing sets: times, slug, signature, Wagtail's own state."""
    now = clock.now()
    if row.published_at is None:
        story.published_at = now
        story.slug = slugs.slugify(story.headline) or NAMELESS
        story.signed = user.sign() if user else ""
    elif story.tell_reader:
        story.updated_at, story.updated_because = now, story.tell_reason
    story.modified_at = now
    story.tell_reader, story.tell_reason = False, ""
    story.live = True
    story.expired = False
    story.go_live_at = None
    story.has_unpublished_changes = not revision.is_latest_revision()
    story.first_published_at = story.first_published_at or now
    story.last_published_at = now
    story.live_revision = revision


def _known_pictures(row: Story, shown: set[int]) -> set[int]:
    """Those of ``shown`` that readers see with the story already."""
    if not row.live or not shown:
        return set()
    return set(row.picture_uses.filter(picture__in=shown).values_list("picture", flat=True))


def _note_pictures(story: Story, shown: set[int], fresh: Collection[int], *, again: bool) -> None:
    """Writes down which pictures readers see with ``story``: of those ``shown`` that are not noted yet, the ``fresh`` ones.
    Only a story that was published before (``again``) may have shown others.
    """
    before = story.picture_uses.exclude(picture__in=shown).values_list("picture", flat=True)
    if again and (gone := set(before)):
        story.picture_uses.filter(picture__in=gone).delete()
        elsewhere = PictureUse.objects.filter(picture=OuterRef("pk"))
        Picture.objects.filter(~Exists(elsewhere), pk__in=gone).update(used=False)
    if fresh:
        PictureUse.objects.bulk_create((PictureUse(story=story, picture_id=pk) for pk in fresh), ignore_conflicts=True)
        Picture.objects.filter(pk__in=fresh).update(used=True)


def pictures_of(story: Story) -> set[int]:
    """The ids of the pictures above and in the text of ``story``."""
    return named_pictures([list(story.body.raw_data)]) | ({story.picture_id} if story.picture_id else set())


def _log(
    story: Story,
    revision: Revision,
    user: User | None,
    log_action: bool | str,
    changed: bool,
    previous: Revision | None,
) -> None:
    """Writes Wagtail's audit log, as its own action does."""
    if not log_action:
        return
    data: dict[str, Any] | None = None
    if previous:
        data = {"revision": {"id": previous.pk, "created": previous.created_at.isoformat()}}
    action = log_action if isinstance(log_action, str) else "wagtail.publish"
    log(instance=story, action=action, user=user, data=data, revision=revision, content_changed=changed)
