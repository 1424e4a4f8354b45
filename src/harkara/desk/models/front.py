"""Fronts as editors arrange them: what readers see, what is being worked on, and what stood before."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk import fronts
from harkara.desk.models.fields import PlainJSON


class Front(models.Model):
    """The home page, or the front of a section. ``live`` is what readers see (nothing: nobody has set it yet), ``draft``
    what editors work on, which the clock publishes at ``due_at``. ``step`` counts what was done to it, so that who comes
    second notices.
    """

    name = models.CharField(max_length=40, unique=True, blank=True)
    """The slug of the section; empty for the home page."""
    live = models.JSONField(null=True, encoder=PlainJSON)
    draft = models.JSONField(null=True, encoder=PlainJSON)
    step = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    due_at = models.DateTimeField(null=True)
    due_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager["Front"]] = models.Manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("front")
        verbose_name_plural = _("fronts")

    def __str__(self) -> str:
        return self.name or str(_("Front page"))

    @property
    def standing(self) -> fronts.Arrangement:
        """What readers see."""
        return fronts.of_data(self.live) if self.live else fronts.usual(self.name)

    @property
    def worked_on(self) -> fronts.Arrangement:
        """The draft; where there is none, what readers see."""
        return fronts.of_data(self.draft) if self.draft else self.standing


class FrontVersion(models.Model):
    """How a front stood after a step: a step of the draft (``published`` false), or what readers saw from ``made_at``."""

    front = models.ForeignKey(Front, on_delete=models.CASCADE, related_name="versions", db_index=False)
    step = models.PositiveIntegerField()
    published = models.BooleanField(default=False)
    arrangement = models.JSONField(encoder=PlainJSON)
    made_at = models.DateTimeField(db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-step"]
        indexes = [models.Index(fields=["front", "published", "-step"], name="desk_front_versions")]
        verbose_name = _("version of a front")
        verbose_name_plural = _("versions of fronts")

    def __str__(self) -> str:
        return f"{self.front_id}:{self.step}"
