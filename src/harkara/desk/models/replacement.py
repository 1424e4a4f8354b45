"""What find and replace did, so that it can be taken back as a whole."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from harkara.desk.models.fields import PlainJSON, Prose
from harkara.desk.models.story import Story


class Replacement(models.Model):
    """One go of find and replace. Its words are kept with the stories (``Replaced``), where a redaction reaches them."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    told = models.BooleanField(default=False)
    """Whether readers were told by a correction."""
    taken_back_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Replacement"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.pk)


class Replaced(models.Model):
    """What one go changed in one story: the fields as they were, and the version that came of it."""

    run = models.ForeignKey(Replacement, on_delete=models.CASCADE, related_name="stories")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="replaced")
    made = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(encoder=PlainJSON)
    words = Prose()
    instead = Prose(blank=True)
    places = models.PositiveSmallIntegerField()
    taken_back_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Replaced"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        verbose_name = _("replaced words")
        constraints = [models.UniqueConstraint(fields=["run", "story"], name="desk_replaced_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.story_id}"
