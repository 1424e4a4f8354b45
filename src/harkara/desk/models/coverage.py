"""Live coverage of a story: what is posted while something happens, entry by entry, and what each entry said before."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import PlainJSON, Prose, Words

PAGE = 50
"""Entries of a page of older ones. They are numbered from the oldest: a new entry never renumbers a page."""


def older_pages(entries: int) -> int:
    """How many full pages stand apart from the story's own page, which shows the newest 50 to 99 of so many ``entries``.

    >>> [older_pages(entries) for entries in (0, 99, 100, 149, 150)]
    [0, 0, 1, 1, 2]
    """
    return max(0, entries // PAGE - 1)


class Coverage(models.Model):
    """That a published story is covered live, since when and until when. It stays when it has ended."""

    story = models.OneToOneField("Story", on_delete=models.CASCADE, related_name="coverage")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reporters = models.BooleanField(_("reporters post at once"), default=True)
    """Whether who may write posts to readers; else only who may publish does."""
    summary = Prose(_("what is known so far"), blank=True, max_length=1200)
    """Stands above the entries, a point a line."""
    summary_at = models.DateTimeField(null=True)
    board = models.JSONField(_("scoreboard"), null=True, encoder=PlainJSON)
    """A score or a table of results, as the blocks of a body are stored: ``{"type": "score", "value": …}``."""
    entries = models.PositiveIntegerField(default=0)
    """How many places were given out: the place of the next entry."""
    version = models.PositiveIntegerField(default=0)
    """Rises with each change that readers see."""

    objects: ClassVar[models.Manager["Coverage"]] = models.Manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["-began_at"], name="desk_coverage_running", condition=models.Q(ended_at=None)),
        ]
        verbose_name = _("live coverage")

    def __str__(self) -> str:
        return f"{self.story_id}: {self.began_at}"

    @property
    def older_pages(self) -> int:
        """How many pages of older entries there are."""
        return older_pages(self.entries)


class LiveEntry(models.Model):
    """An entry of live coverage. It is a row of its own and not in the story's body, so two who post never meet."""

    story = models.ForeignKey("Story", on_delete=models.CASCADE, related_name="live_entries")
    place = models.PositiveIntegerField()
    """Its number in the coverage, from 0, the first."""
    client = models.CharField(max_length=40)
    """What the phone calls it: the same one sent again is the same entry."""
    written_at = models.DateTimeField()
    headline = Words(_("headline"), max_length=120, blank=True)
    text = Prose(_("text"), blank=True)
    key = models.BooleanField(_("key event"), default=False)
    correction = Prose(_("what was wrong"), blank=True)
    corrected_at = models.DateTimeField(null=True)
    struck_at = models.DateTimeField(null=True)
    """Since when readers do not see its words any more."""
    changed_at = models.DateTimeField(null=True)
    """When it last became another than it was posted, told or not."""
    version = models.PositiveIntegerField(default=0)
    """The version of the coverage with which it last changed."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager["LiveEntry"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["story", "-place"]
        constraints = [
            models.UniqueConstraint(fields=["story", "place"], name="desk_live_place"),
            models.UniqueConstraint(fields=["story", "client"], name="desk_live_once"),
        ]
        indexes = [models.Index(fields=["story", "-version"], name="desk_live_changed")]
        verbose_name = _("entry of live coverage")

    def __str__(self) -> str:
        return f"{self.story_id}/{self.place}"

    @property
    def is_struck(self) -> bool:
        """Whether its words were withdrawn."""
        return self.struck_at is not None


class LiveChange(models.Model):
    """What became of live coverage, or of one of its entries: who did it, when, and what stood there before."""

    class Kind(models.TextChoices):
        POSTED = "posted", _("posted")
        CHANGED = "changed", _("changed")
        CORRECTED = "corrected", _("corrected")
        STRUCK = "struck", _("struck")
        RESTORED = "restored", _("brought back")
        SUMMARY = "summary", _("what is known so far")
        BOARD = "board", _("scoreboard")

    story = models.ForeignKey("Story", on_delete=models.CASCADE, related_name="live_changes")
    place = models.PositiveIntegerField(null=True)
    """Of which entry, by its place; none of the coverage itself."""
    kind = models.CharField(max_length=9, choices=Kind)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    was = models.JSONField(default=dict, encoder=PlainJSON)
    """What stood there before, by field."""

    objects: ClassVar[models.Manager["LiveChange"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["story", "place"], name="desk_live_history")]
        verbose_name = _("change of live coverage")

    def __str__(self) -> str:
        return f"{self.story_id}/{self.place}: {self.kind}"
