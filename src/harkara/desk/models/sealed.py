"""Sealed copies of what was redacted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import PlainJSON, Prose


class Sealed(models.Model):
    """What a story said before words were redacted; only who has ``desk.open_sealed`` may read it."""

    story = models.ForeignKey("desk.Story", on_delete=models.PROTECT, related_name="sealed")
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = Prose(_("reason"))
    content = models.JSONField(encoder=PlainJSON)

    class Meta:
        default_permissions = ()
        permissions = [("open_sealed", "Can open sealed copies")]
        verbose_name = _("sealed copy")
        verbose_name_plural = _("sealed copies")

    def __str__(self) -> str:
        return f"{self.story_id} {self.made_at:%Y-%m-%d}"
