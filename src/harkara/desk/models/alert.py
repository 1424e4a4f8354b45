"""What readers are told of a story by a notice of their browser."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import PlainJSON, Prose, Words


class Alert(models.Model):
    """An order to send a notice. The press lays it down on the readers' side, once: ``event`` is its name there, for ever.

    What follows a notice (a correction, a kill, new words) is an order, too, which the act gives that it follows from.
    """

    class Kind(models.TextChoices):
        NEWS = "news", _("news: for those who want its section or one of its topics")
        BREAKING = "breaking", _("breaking news: also for all who want that")
        URGENT = "urgent", _("most urgent: also in the quiet hours of those who allow it")
        CORRECTION = "correction", _("correction")
        KILL = "kill", _("withdrawal")
        RESTATED = "restated", _("new words")

    story = models.ForeignKey("Story", on_delete=models.CASCADE, related_name="alerts")
    event = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    title = Words(_("headline"), max_length=120)
    text = Prose(_("below the headline"), max_length=240, blank=True)
    subjects = models.JSONField(default=list, encoder=PlainJSON)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager["Alert"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        verbose_name = _("notice to readers")

    def __str__(self) -> str:
        return self.event
