"""Pictures, with what must be said of them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet

from harkara.desk import keys
from harkara.desk.errors import Refused
from harkara.desk.models.fields import Words
from harkara.desk.models.shown import Shown


class Terms(models.TextChoices):
    """Why the paper may print a picture."""

    OWN = "own", _("our own")
    AGENCY = "agency", _("from an agency we subscribe to")
    HANDOUT = "handout", _("handed out for the press")
    LICENSED = "licensed", _("licensed until a day")
    ONCE = "once", _("for one story only")
    FREE = "free", _("free to use")


class Picture(Shown, AbstractImage):  # type: ignore[django-manager-missing]  # Wagtail's relations carry no types
    """A picture. Its file never changes once it is saved: an address that was handed out keeps its content."""

    alt = Words(
        _("alternative text"), max_length=250, blank=True, help_text=_("What is to be seen, for who cannot see it.")
    )
    caption = Words(_("caption"), max_length=400, blank=True)
    credit = Words(_("credit"), max_length=120, blank=True, help_text=_("Photographer and agency."))
    terms = models.CharField(_("rights"), max_length=8, choices=Terms, blank=True)
    until = models.DateField(
        _("may be used until"), null=True, blank=True, help_text=_("The last day on which a new story may show it.")
    )
    taken_at = models.DateTimeField(
        _("taken at"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Read from the file where the camera wrote it."),
    )
    avif = models.BooleanField(default=False, editable=False)
    """Whether its newest form is drawn, in every width: pages name it from then on."""

    withdrawn = models.BooleanField(_("withdrawn"), default=False, editable=False)
    used = models.BooleanField(default=False, editable=False)
    """Whether a published story shows it, as ``PictureUse`` has it: the few that none shows are found among a million."""

    parts: ClassVar[Mapping[str, tuple[str, ...]]] = {
        **dict.fromkeys(("alt", "caption", "credit"), ("picture:{row.pk}",)),
        "withdrawn": ("picture:{row.pk}", "picture:{row.pk}:shown", "picture:{row.pk}:drawn"),
        **dict.fromkeys(("focal_point_x", "focal_point_y", "avif"), ("picture:{row.pk}:shape",)),
    }

    objects: ClassVar[models.Manager["Picture"]] = ImageQuerySet.as_manager()

    admin_form_fields = (
        "title",
        "file",
        "alt",
        "caption",
        "credit",
        "terms",
        "until",
        "taken_at",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_picture", "Can choose picture")]
        # For the lists of pictures of which the rights are still to be said, or that none shows: few among very many.
        indexes = [
            models.Index(fields=["terms", "-created_at"], name="desk_picture_terms"),
            models.Index(fields=["-created_at"], condition=models.Q(used=False), name="desk_picture_unused"),
        ]

    def clean(self) -> None:
        super().clean()
        if self._has_other_file():
            raise ValidationError({"file": _("A picture keeps its file: upload a new picture and choose that one.")})
        if self.terms == Terms.LICENSED and self.until is None:
            raise ValidationError({"until": _("Licensed until which day? Say it, or choose other rights.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._has_other_file():
            raise Refused(str(_("A picture keeps its file: upload a new picture and choose that one.")))
        super().save(*args, **kwargs)

    def _has_other_file(self) -> bool:
        if self._state.adding:
            return False
        kept = type(self).objects.filter(pk=self.pk).values_list("file", flat=True).first()
        return bool(kept and kept != self.file.name)

    def keys(self) -> tuple[str, ...]:
        return (keys.picture(self.pk), keys.shown(self.pk), keys.shape(self.pk), keys.drawn(self.pk))


class PictureRendition(AbstractRendition):
    """A picture in one width and format."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="desk_one_rendition")
        ]
