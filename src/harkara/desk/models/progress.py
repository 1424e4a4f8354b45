"""Progress: where a story stands on its way to readers, who works on it, and what somebody was asked to write.

A story that is written or rewritten has one row; once published it has none. So the board reads few rows in a paper of any
size.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.bangla.naming import plain, texts
from harkara.desk import clock
from harkara.desk.models.fields import Prose, Words
from harkara.desk.models.taxonomy import Desk, Section


class Stage(models.TextChoices):
    """How far a version is. What comes after these is published."""

    DRAFT = "draft", _("draft")
    FILED = "filed", _("filed")
    EDITING = "editing", _("in edit")
    APPROVED = "approved", _("approved")


class Progress(models.Model):
    """A story on its way. ``author`` began it, ``holder`` has claimed it; ``note`` says why it was sent back."""

    story = models.OneToOneField("desk.Story", primary_key=True, on_delete=models.CASCADE, related_name="progress")
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.DRAFT)
    since = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = Prose(_("note"), blank=True)
    words = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Progress"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["stage", "-since"], name="desk_progress_stage")]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.stage}"

    @classmethod
    def of(cls, story: Any) -> "Progress":
        """How far ``story`` is, locked; a new row for one that has none."""
        stage = Stage.EDITING if story.live else Stage.DRAFT
        row, _is_new = cls.objects.select_for_update().get_or_create(
            story_id=story.pk, defaults={"stage": stage, "since": clock.now(), "words": words_of(story)}
        )
        return row

    @classmethod
    def written(cls, story: Any, user: Any, *, changed: bool) -> None:
        """Notes that ``user`` wrote a version. What was approved and is ``changed`` is in edit again."""
        row = cls.of(story)
        if row.author_id is None and user is not None:
            row.author = user
        if changed:
            row.words = words_of(story)
            if row.stage == Stage.APPROVED:
                row.stage, row.since = Stage.EDITING, clock.now()
        row.save()


def words_of(story: Any) -> int:
    """How many words the text of ``story`` has."""
    return sum(len(plain(text).split()) for block in story.body.raw_data for text in texts(dict(block).get("value")))


class Assignment(models.Model):
    """What somebody is asked to write, until when. ``story`` is what became of it; it is done once that was filed."""

    what = Words(_("what"), max_length=160)
    brief = Prose(_("brief"), blank=True)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("for"),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("section")
    )
    desk = models.ForeignKey(
        Desk, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("desk")
    )
    due = models.DateTimeField(_("due"), null=True, blank=True)
    made_at = models.DateTimeField()
    story = models.OneToOneField("desk.Story", null=True, on_delete=models.SET_NULL, related_name="assignment")
    done_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Assignment"]] = models.Manager()

    class Meta:
        ordering = ["due", "id"]
        verbose_name = _("assignment")
        indexes = [
            models.Index(fields=["due", "id"], name="desk_assignment_open", condition=models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.what)


class Notice(models.Model):
    """Something that one person should know: what happened to a story or an assignment of theirs."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("assigned to you")
        SENT_BACK = "sent_back", _("sent back to you")
        TAKEN_OVER = "taken_over", _("taken over from you")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")
        KILL_ASKED = "kill_asked", _("a kill waits for your answer")
        KILL_REFUSED = "kill_refused", _("the kill that you asked for was refused")
        KILL_LAPSED = "kill_lapsed", _("the kill that you asked for lapsed")
        WIRE_KILLED = "wire_killed", _("killed by the sender of what it was made of")
        WIRE_HELD = "wire_held", _("withheld by the sender of what it was made of")
        WIRE_NEW = "wire_new", _("a newer version of what it was made of came in")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind)
    story = models.ForeignKey("desk.Story", null=True, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = Prose(blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Notice"]] = models.Manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user"], name="desk_notice_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["user", "-id"], name="desk_notice_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"
