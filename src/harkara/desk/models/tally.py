"""The tally: a line for each story that was published, updated or corrected, by the day. Reports add these up."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.taxonomy import Desk, Section


class Tally(models.Model):
    """On ``day`` (in the paper's zone) a story of ``author`` was published, or what readers see of it was told to be new.

    Section and desk are those of that day: a story that is moved later stays where it was counted.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("published")
        UPDATED = "updated", _("updated")
        CORRECTED = "corrected", _("corrected")

    day = models.DateField()
    kind = models.CharField(max_length=9, choices=Kind)
    story = models.ForeignKey("desk.Story", on_delete=models.CASCADE, related_name="tally")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    section = models.ForeignKey(Section, null=True, on_delete=models.CASCADE, related_name="+")
    desk = models.ForeignKey(Desk, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager["Tally"]] = models.Manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("tally")
        indexes = [
            models.Index(fields=["day", "author", "section", "desk", "kind"], name="desk_tally_day"),
            models.Index(fields=["author", "day", "kind"], name="desk_tally_author"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.story_id}"
