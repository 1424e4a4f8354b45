"""What the style check is not to mark in one story."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LeftHint(models.Model):
    """A word of which somebody said that it stays as it is, in this story and for everybody. ``kind`` is the finding's.

    Nothing keeps two rows of a story apart: a redaction may make two of them alike.
    """

    story = models.ForeignKey("desk.Story", on_delete=models.CASCADE, related_name="left_hints")
    kind = models.CharField(max_length=20)
    word = models.CharField(max_length=200)
    left_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    left_at = models.DateTimeField()

    objects: ClassVar[models.Manager["LeftHint"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        verbose_name = _("word that the style check leaves alone")

    def __str__(self) -> str:
        return f"{self.story_id} {self.kind}: {self.word}"
