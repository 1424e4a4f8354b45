"""The print edition: stories that are to be published together, at one moment."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _


class Issue(models.Model):
    """One day's paper. Its stories go out at ``at``, once somebody has confirmed it."""

    at = models.DateTimeField(_("time"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Issue"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-id"]
        verbose_name = _("print edition")
        indexes = [models.Index(fields=["-at", "-id"], name="desk_issue_newest")]

    def __str__(self) -> str:
        return f"{localtime(self.at, ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d %H:%M}"


class IssueStory(models.Model):
    """A story of an issue. ``version`` is the number of the version that was arranged with the issue's clock."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="entries")
    story = models.ForeignKey("desk.Story", on_delete=models.CASCADE, related_name="issues")
    version = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager["IssueStory"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        verbose_name = _("print edition")
        constraints = [models.UniqueConstraint(fields=["issue", "story"], name="desk_issue_story_once")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.story_id}"
