"""The front page as editors arrange it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

PLACES = 5


class FrontPin(models.Model):
    """A story that an editor put on the front: place 1 is the lead. ``until`` ends it by itself."""

    place = models.PositiveSmallIntegerField(_("place"), unique=True)
    story = models.OneToOneField("desk.Story", on_delete=models.CASCADE, related_name="pin", verbose_name=_("story"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["place"]
        verbose_name = _("front")
        verbose_name_plural = _("front")

    def __str__(self) -> str:
        return f"{self.place}"
