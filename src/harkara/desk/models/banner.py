"""What stands in the bar at the head of the front page."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Banner(models.Model):
    """A published story in the bar of the front page, until a time. A few rows: old ones go when a new one comes."""

    class Kind(models.TextChoices):
        BREAKING = "breaking", _("breaking news")
        LIVE = "live", _("live coverage")

    story = models.OneToOneField("Story", on_delete=models.CASCADE, related_name="banner")
    kind = models.CharField(max_length=8, choices=Kind)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField()

    objects: ClassVar[models.Manager["Banner"]] = models.Manager()

    class Meta:
        ordering = ["-raised_at"]
        indexes = [models.Index(fields=["until"], name="desk_banner_until")]
        verbose_name = _("bar of the front page")

    def __str__(self) -> str:
        return f"{self.kind}: {self.story_id}"
