"""Sealed copies of what was redacted, and who opened them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import Prose

OPEN = timedelta(minutes=15)
"""How long a sealed copy stays open once a second person agreed."""

WAITS = timedelta(hours=2)
"""How long the first person's question waits for the second."""


class Sealed(models.Model):
    """What a story said before a name was redacted, encrypted (``desk.sealing``)."""

    story = models.ForeignKey("desk.Story", on_delete=models.PROTECT, related_name="sealed")
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = Prose(_("reason"))
    box = models.BinaryField()

    class Meta:
        default_permissions = ()
        permissions = [("open_sealed", "Can open sealed copies")]
        verbose_name = _("sealed copy")
        verbose_name_plural = _("sealed copies")

    def __str__(self) -> str:
        return f"{self.story_id} {self.made_at:%Y-%m-%d}"


class Opening(models.Model):
    """Two people open a sealed copy: one asks with a reason, another agrees. Then it is open for a while."""

    sealed = models.ForeignKey(Sealed, on_delete=models.CASCADE, related_name="openings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    reason = Prose(_("reason"))
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-asked_at", "-id"]
        verbose_name = _("opening of a sealed copy")

    def __str__(self) -> str:
        return f"{self.sealed_id} {self.asked_at:%Y-%m-%d %H:%M}"

    def waits(self, now: datetime) -> bool:
        """Whether a second person may still agree."""
        return self.agreed_at is None and now < self.asked_at + WAITS

    def is_open(self, now: datetime) -> bool:
        """Whether the two may read the copy."""
        return self.agreed_at is not None and now < self.agreed_at + OPEN

    @property
    def until(self) -> datetime:
        """When the copy closes again, or the question lapses."""
        return self.agreed_at + OPEN if self.agreed_at else self.asked_at + WAITS
