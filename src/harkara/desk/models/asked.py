"""A kill that somebody asked for and nobody has confirmed yet."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import Prose

LAPSES = timedelta(hours=2)
"""How long a kill waits for a second person."""


class AskedKill(models.Model):
    """One person asks that a story be killed; a second one confirms, or it lapses. At most one a story."""

    story = models.OneToOneField("desk.Story", on_delete=models.CASCADE, related_name="asked_kill")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    reason = Prose(_("reason"))
    note = Prose(_("note for readers"), blank=True)
    lapsed_at = models.DateTimeField(_("lapsed at"), null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("kill that was asked for")
        indexes = [models.Index(fields=["asked_at"], name="desk_kill_waits", condition=models.Q(lapsed_at=None))]

    def __str__(self) -> str:
        return f"{self.story_id} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def until(self) -> datetime:
        """When it lapses if nobody confirms."""
        return self.asked_at + LAPSES
