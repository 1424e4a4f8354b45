"""Story packages (ঘটনাপ্রবাহ): stories and events of one matter, in the order in which they happened."""

from typing import Any, ClassVar

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.bangla import slug as slugs
from harkara.desk import keys
from harkara.desk.models.fields import Prose, Words
from harkara.desk.models.picture import Picture

PER_PAGE = 30
"""Entries of a numbered page."""


NAMELESS = "ঘটনাপ্রবাহ"
"""The slug of a package of whose name a redaction left no letter."""


class Package(models.Model):
    """A package. Its entries stand in time; those that readers see have running places from the oldest, without holes, so
    that a page is a range of places and a neighbour the next place. ``shown`` places are given out.

    Only ``desk.actions`` change it: they touch the keys.
    """

    name = Words(_("name"), max_length=80, db_index=True)  # redactions may leave two called the same
    slug = models.CharField(_("slug"), max_length=80, unique=True, editable=False)
    standfirst = Prose(_("standfirst"), max_length=600, blank=True)
    picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    live = models.BooleanField(_("shown to readers"), default=True)
    shown = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed at"), editable=False, db_index=True)

    objects: ClassVar[models.Manager["Package"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["-changed_at", "-id"]
        verbose_name = _("story package")
        verbose_name_plural = _("story packages")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def href(self) -> str:
        """The address of its first page."""
        return f"/timeline/{self.slug}/"

    @property
    def listing(self) -> str:
        """The name of its listing."""
        return keys.of_package(self.slug)

    @property
    def older_pages(self) -> int:
        """How many numbered pages there are: 1 is the oldest. The first page shows the newest places, up to twice as many."""
        return older_pages(self.shown)

    def free_slug(self) -> str:
        """A slug out of its name that no other package has or had."""
        slug = slugs.slugify(self.name, limit=70) or NAMELESS
        taken = set(Package.objects.filter(slug__startswith=slug).exclude(pk=self.pk).values_list("slug", flat=True))
        once = PackageAddress.objects.filter(slug__startswith=slug).exclude(package=self.pk)
        taken.update(once.values_list("slug", flat=True))
        return next(s for s in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)


def older_pages(shown: int) -> int:
    """How many numbered pages a package with so many places has."""
    return max(0, shown // PER_PAGE - 1)


class PackageEntry(models.Model):
    """A story of a package, or an event without one: a sentence and who says so.

    ``at`` is when it happened: of a story that is not published yet and was given no time it is open. ``place`` is empty
    while readers do not see it.
    """

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="entries")
    story = models.ForeignKey(
        "desk.Story", null=True, on_delete=models.CASCADE, related_name="package_entries", verbose_name=_("story")
    )
    at = models.DateTimeField(_("when it happened"), null=True)
    timed = models.BooleanField(_("with the hour"), default=False)
    line = Words(_("what happened"), max_length=300, blank=True)
    source = Words(_("source"), max_length=160, blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True, validators=[URLValidator(["https", "http"])])
    place = models.PositiveIntegerField(null=True)

    objects: ClassVar[models.Manager["PackageEntry"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["at", "id"]
        verbose_name = _("entry of a story package")
        indexes = [
            models.Index(fields=["package", "place"], name="desk_entry_place"),
            models.Index(fields=["package", "at", "id"], name="desk_entry_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["package", "story"], name="desk_entry_story_once", condition=models.Q(story__isnull=False)
            ),
            models.CheckConstraint(
                name="desk_entry_says_something",
                condition=models.Q(story__isnull=False) | ~models.Q(line="") & models.Q(at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.line or self.story_id)


class PackageAddress(models.Model):
    """A slug that a package had under another name; its address leads to where the package stands now."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="addresses")
    slug = models.CharField(max_length=80, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.slug


def page_of(place: int) -> int:
    """The number of the page on which a place stands; the first page, which has none, comes after the last."""
    return place // PER_PAGE + 1


def first_of(page: int) -> int:
    """The first place of a page."""
    return (page - 1) * PER_PAGE


def next_to(rows: "models.QuerySet[PackageEntry]", wanted: dict[int, set[int]]) -> "models.QuerySet[PackageEntry]":
    """Those of ``rows`` that stand at the places ``wanted``, by package."""
    condition: Any = models.Q(pk__in=[])
    for package, places in wanted.items():
        condition |= models.Q(package=package, place__in=sorted(places))
    return rows.filter(condition)
