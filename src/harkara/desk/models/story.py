"""The story: a plain model with Wagtail's drafts, revisions, preview, locks and workflow."""

from contextlib import nullcontext
from typing import Any, ClassVar

from django.core.validators import URLValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.actions import action_registry
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from harkara.desk import keys, proof
from harkara.desk.models.area import Area
from harkara.desk.models.blocks import Blocks
from harkara.desk.models.clipping import IncomingClipping
from harkara.desk.models.commenting import AS_THE_PAPER, Comments
from harkara.desk.models.fields import Body, Captions, PlainJSON, Prose, Words
from harkara.desk.models.picture import Picture
from harkara.desk.models.progress import Progress
from harkara.desk.models.syndicating import Syndication
from harkara.desk.models.taxonomy import Desk, Person, Section, Topic
from harkara.rack import changes

PUBLISHED = models.Q(live=True, published_at__isnull=False)
"""Readers see the story. No such story is without a time of publication: saying so leaves SQLite no other way to the newest
than their index, which it shuns where its statistics were guessed from a part of the table (``PRAGMA analysis_limit``).
"""

AFTERWARDS = models.Q(published_at__isnull=False) & (
    models.Q(live=False) | models.Q(modified_at__gt=models.F("published_at"))
)
"""Readers saw the story, and it was changed or withdrawn after that."""


class Story(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """A story. Its primary key is its public id, for ever. Only ``desk.actions`` change what readers see of it."""

    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        ANALYSIS = "analysis", _("analysis")
        OPINION = "opinion", _("opinion")
        EXPLAINER = "explainer", _("explainer")
        PHOTO = "photo", _("photo story")
        VIDEO = "video", _("video")
        OBITUARY = "obituary", _("obituary")

    Syndication = Syndication

    live = models.BooleanField(_("live"), default=False, editable=False)
    has_unpublished_changes = models.BooleanField(_("has unpublished changes"), default=True, editable=False)

    headline = Words(_("headline"), max_length=250)
    kicker = Words(_("kicker"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NEWS)
    summary = Prose(_("summary"), blank=True, max_length=600)
    remembered = Words(_("who died"), max_length=120, blank=True)
    born = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    video = models.CharField(
        _("address of the video"),
        max_length=300,
        blank=True,
        help_text=_("On YouTube, Facebook or Vimeo, copied from there. Readers' browsers ask for it when they click."),
    )
    died = models.PositiveSmallIntegerField(_("year of death"), null=True, blank=True)
    section = models.ForeignKey(
        Section, null=True, on_delete=models.PROTECT, related_name="stories", verbose_name=_("section")
    )
    desk = models.ForeignKey(
        Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("desk")
    )
    dateline = Words(_("dateline"), max_length=120, blank=True)
    body = Body(Blocks(), verbose_name=_("text"))
    picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("picture")
    )
    captions = Captions(_("captions in this story"), default=dict, blank=True)
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="stories", verbose_name=_("topics"), limit_choices_to={"into": None}
    )
    areas = ParentalManyToManyField(
        Area, blank=True, related_name="stories", verbose_name=_("places"), limit_choices_to={"above__isnull": False}
    )
    syndication = models.CharField(_("others may take"), max_length=10, choices=Syndication, default=Syndication.FULL)
    comments = models.CharField(
        _("comments of readers"), max_length=7, blank=True, default="", choices=[AS_THE_PAPER, *Comments.choices]
    )
    no_advertising = models.BooleanField(
        _("no advertising beside this story"),
        default=False,
        help_text=_("Of a death, an accident, a disaster: its page keeps no place for advertising."),
    )
    sponsor = Words(
        _("paid for by"),
        max_length=120,
        blank=True,
        help_text=_(
            "Of a sponsored story: readers are told so wherever it stands, and it never stands among the most read."
        ),
    )
    tell_reader = models.BooleanField(
        _("tell the reader"),
        default=False,
        help_text=_("Sets the time of “updated”. Leave it off for a small repair."),
    )
    tell_reason = Words(
        _("what is new"),
        max_length=160,
        blank=True,
        help_text=_("Readers see it beside the time of “updated”."),
    )
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Nobody publishes it sooner without saying why.")
    )
    embargo_reason = Words(_("why it is published before the embargo"), max_length=200, blank=True)
    clipping = models.OneToOneField(
        IncomingClipping, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="story"
    )

    # What belongs to the story as a whole and not to one version of it (see WHOLE).
    slug = models.CharField(max_length=80, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), null=True, editable=False)
    updated_because = Words(_("what was new"), max_length=160, blank=True, editable=False)
    modified_at = models.DateTimeField(_("modified at"), null=True, editable=False)
    signed = models.CharField(max_length=40, blank=True, editable=False)
    killed_at = models.DateTimeField(_("killed at"), null=True, editable=False)
    kill_note = Prose(_("note"), blank=True, editable=False)
    named_by = models.PositiveSmallIntegerField(default=0, editable=False)

    WHOLE: ClassVar[tuple[str, ...]] = (
        *("clipping_id", "slug", "published_at", "updated_at", "updated_because", "modified_at", "signed"),
        *("killed_at", "kill_note", "named_by"),
    )

    objects: ClassVar[models.Manager["Story"]] = models.Manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="desk_live_newest", condition=models.Q(live=True)),
            models.Index(fields=["-modified_at", "-id"], name="desk_story_changed", condition=AFTERWARDS),
            models.Index(
                fields=["section", "-published_at", "-id"], name="desk_live_section", condition=models.Q(live=True)
            ),
            models.Index(fields=["kind", "-published_at", "-id"], name="desk_live_kind", condition=models.Q(live=True)),
            models.Index(fields=["-id"], name="desk_drafts", condition=models.Q(live=False)),
            models.Index(
                fields=["-id"], name="desk_drafts_ahead", condition=models.Q(live=True, has_unpublished_changes=True)
            ),
            models.Index(fields=["expire_at"], name="desk_live_expires", condition=models.Q(live=True)),
            # For looking through the newest headlines without a look at their rows.
            models.Index(fields=["-id", "headline", "section"], name="desk_newest_headlines"),
        ]
        constraints = [
            models.CheckConstraint(
                name="desk_live_is_published",
                condition=models.Q(live=False)
                | models.Q(published_at__isnull=False, section__isnull=False, killed_at__isnull=True)
                & ~models.Q(slug=""),
            )
        ]
        permissions = [("kill_story", "Can kill stories"), ("redact_story", "Can redact stories")]

    def __str__(self) -> str:
        return str(self.headline or gettext("Without a headline"))

    @property
    def href(self) -> str:
        """The story's address, a path; empty while it has no slug."""
        return f"/{self.section.slug}/{self.pk}/{self.slug}" if self.section and self.slug else ""

    @property
    def status_string(self) -> str:
        """How the story stands, in a word or two for lists; no query."""
        if self.killed_at:
            return gettext("killed")
        state = gettext("published") if self.live else gettext("draft")
        if self.go_live_at:
            return f"{state}, {gettext('scheduled')}" if self.live else gettext("scheduled")
        return f"{state}, {gettext('newer draft')}" if self.live and self.has_unpublished_changes else state

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One way to look at a proof; none where no press hung up its renderer."""
        return [("", gettext("Proof"))] if proof.ready() else []

    @property
    def listings(self) -> frozenset[str]:
        """The names of the listings it belongs to."""
        own = set(self.section.listings) if self.section else set()
        own |= {keys.topic(topic.slug) for topic in self.topics.all()}
        own |= {keys.writer(byline.person_id) for byline in self.bylines.all() if byline.person_id}
        own |= {keys.of_desk(self.desk_id)} if self.desk_id else set()
        return frozenset(own.union(*(area.listings for area in self.areas.all())))

    def with_content_json(self, content: dict[str, Any]) -> "Story":
        """A version of this story out of a revision; what belongs to the whole stays as it is."""
        story: Story = super().with_content_json(content)
        story.keep_whole(self)
        if content.get("topics"):
            said = list(story.topics.all())
            if any(topic.into_id for topic in said):
                story.topics = list(dict.fromkeys(topic.into or topic for topic in said))
        return story

    def keep_whole(self, other: "Story") -> None:
        """Takes what belongs to the story as a whole from ``other``."""
        for name in self.WHOLE:
            setattr(self, name, getattr(other, name))

    def save_revision(self, *args: Any, told: bool = True, **kwargs: Any) -> Revision:
        """Saves a version, Wagtail's way. It tells the change log of the draft, in the same transaction; with ``told``
        false it leaves that to the act which it is a part of.
        """
        with transaction.atomic():
            revision: Revision = super().save_revision(*args, **kwargs)
            if told:
                Progress.written(self, kwargs.get("user"), changed=kwargs.get("changed", True))
                changes.touch(keys.draft(self.pk))
        return revision

    def _update_from_revision(self, revision: Revision, changed: bool = True) -> None:
        """Notes which version is the newest. What the row holds stays as it is, so Wagtail's index of what is used where
        has nothing to learn; it would read the whole story to find that out.
        """
        from wagtail.signal_handlers import (  # it wants all models to be there
            disable_reference_index_auto_update,
            reference_index_auto_update_disabled,
        )

        is_off = getattr(reference_index_auto_update_disabled, "value", False)
        with nullcontext() if is_off else disable_reference_index_auto_update():
            super()._update_from_revision(revision, changed)

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publishes a revision: Wagtail's way in, which leads to ``desk.actions.publish`` as every other does."""
        action = action_registry.get_action_class(type(self), "publish")
        action(
            revision, user=user, changed=changed, log_action=log_action, previous_revision=previous_revision
        ).execute(skip_permission_checks=skip_permission_checks)

    def unpublish(
        self, set_expired: bool = False, commit: bool = True, user: Any = None, log_action: bool | str = True
    ) -> None:
        """Takes the story off the paper: Wagtail's way in, which leads to ``desk.actions.unpublish``."""
        action = action_registry.get_action_class(type(self), "unpublish")
        action(self, set_expired=set_expired, commit=commit, user=user, log_action=log_action).execute()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A proof, made by the renderer that prints."""
        page = proof.pull(self)
        return HttpResponse(page.body, status=page.status, headers=dict(page.headers))


class Byline(Orderable):
    """Who wrote a story, and where."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    place = Words(_("place"), max_length=80, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("byline")

    def __str__(self) -> str:
        return f"{self.person_id} {self.place}"


class SourceLink(Orderable):
    """One link of the chain a story came through, the origin first and our own desk last."""

    class Kind(models.TextChoices):
        AGENCY = "agency", _("agency")
        STATE_MEDIA = "state-media", _("state media")
        OUTLET = "outlet", _("outlet")
        OFFICIAL = "official", _("official")
        SOCIAL = "social", _("social media")
        OWN = "own", _("our own desk")
        OTHER = "other", _("other")

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="source_links")
    name = Words(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OUTLET)
    latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True, validators=[URLValidator(["https", "http"])])
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("source")

    def __str__(self) -> str:
        return str(self.name)


class Correction(models.Model):
    """A dated note that says what was wrong and what is right."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="corrections")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", null=True, on_delete=models.SET_NULL, related_name="+")
    text = Prose(blank=True)
    passages = models.JSONField(default=list, encoder=PlainJSON)
    """What stood and what stands now, as ``{"stood": …, "stands": …}``: taken from two versions, never typed."""
    place = models.PositiveIntegerField(unique=True, editable=False)
    """Its running number among all corrections of the paper, from 0, the first."""

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return str(self.text)


class StoryUpdate(models.Model):
    """Readers were told that a published story is new: when, and in which words."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="updates")
    told_at = models.DateTimeField()
    because = Words(_("what was new"), max_length=160, blank=True)

    class Meta:
        ordering = ["told_at", "id"]
        verbose_name = _("what readers were told")

    def __str__(self) -> str:
        return str(self.because)


class RelatedStory(models.Model):
    """A story that another one names at its end. Chosen when that one is first published, and kept."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="related_stories")
    named = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["story", "named"], name="desk_related_once")]

    def __str__(self) -> str:
        return f"{self.story_id} -> {self.named_id}"


class PictureUse(models.Model):
    """A published story shows a picture, above its text or in it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="picture_uses")
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "picture"], name="desk_use_once")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.picture_id}"


class StoryAddress(models.Model):
    """An address under which a story once stood, here or in the paper it moved in from (a path, decoded; ``/?p=12`` where what is
    asked for tells stories apart). It leads to where the story stands now.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="addresses")
    href = models.CharField(max_length=500, unique=True)

    def __str__(self) -> str:
        return self.href
