"""A page that somebody pasted in the tray: on its way to a clipping."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import PlainJSON


class Pasted(models.Model):
    """What was pasted, an address or a text, and what became of it: a clipping, or a sentence that says why not.

    ``sentence`` is the English one with its places, ``details`` stand in them; screens translate it. ``text`` is emptied once
    the page was read or refused.
    """

    class State(models.TextChoices):
        UNDER_WAY = "under_way", _("under way")
        FILED = "filed", _("filed")
        REFUSED = "refused", _("refused")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.UNDER_WAY)
    address = models.TextField(blank=True)
    text = models.TextField(blank=True)
    clipping = models.ForeignKey("desk.IncomingClipping", null=True, on_delete=models.SET_NULL, related_name="+")
    was_new = models.BooleanField(default=False)
    sentence = models.TextField(blank=True)
    details = models.JSONField(default=dict, encoder=PlainJSON)

    class Meta:
        default_permissions = ()
        verbose_name = _("page that was pasted")
        indexes = [models.Index(fields=["at"], name="desk_pasted_waits", condition=models.Q(state="under_way"))]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
