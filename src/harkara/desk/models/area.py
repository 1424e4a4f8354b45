"""Areas: the division, district or upazila that a story is about."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk import keys
from harkara.desk.models.fields import Words

ROOT = "bangladesh"
"""The area that holds all others; its list is সারাদেশ."""


class Area(models.Model):
    """A place on the map. Its rows come from the gazetteer and never change. ``lineage``: the slugs of all areas that hold
    it, the country first, and its own; between spaces.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        DIVISION = "division", _("division")
        DISTRICT = "district", _("district")
        UPAZILA = "upazila", _("upazila")

    slug = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    above = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="below")
    name = Words(max_length=60)
    latin = models.CharField(max_length=60)
    lineage = models.CharField(max_length=240)

    objects: ClassVar[models.Manager["Area"]] = models.Manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def href(self) -> str:
        """The address of its first page."""
        return "/places/" if self.slug == ROOT else f"/places/{self.slug}/"

    @property
    def listing(self) -> str:
        """The name of its listing."""
        return keys.area(self.slug)

    @property
    def listings(self) -> frozenset[str]:
        """The names of the listings in which a story about it stands: its own, and those of all that hold it."""
        return frozenset(keys.area(slug) for slug in self.lineage.split())
