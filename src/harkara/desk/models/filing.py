"""What correspondents filed from a phone: the pieces, and their pictures, which come part by part."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.clipping import IncomingClipping
from harkara.desk.models.fields import Words
from harkara.desk.models.picture import Picture

WAY = "phone:"
"""How the guid of such an item begins."""


class Filing(models.Model):
    """A piece that ``user`` filed from a phone, and the clipping that it became; its words stand there alone.

    ``name`` is what the phone calls the piece: the same one sent twice is filed once. ``version`` counts how often its words were
    sent otherwise. ``written_at`` is when the correspondent pressed the button, ``filed_at`` when the piece came in.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    clipping = models.OneToOneField(IncomingClipping, on_delete=models.CASCADE, related_name="filing")
    written_at = models.DateTimeField()
    filed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Filing"]] = models.Manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("piece from a phone")
        constraints = [models.UniqueConstraint(fields=("user", "name"), name="desk_filing_once")]
        indexes = [models.Index(fields=["user", "-filed_at"], name="desk_filing_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.name}"


class FiledPicture(models.Model):
    """A picture that belongs to a piece: told of with it, and sent after it. ``have`` of its ``size`` bytes have come.

    ``why`` is the sentence with which it was refused.
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=40)
    file = models.CharField(max_length=120)
    caption = Words(max_length=400, blank=True)
    size = models.PositiveIntegerField()
    have = models.PositiveIntegerField(default=0)
    picture = models.ForeignKey(Picture, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=500, blank=True)
    came_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["FiledPicture"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        verbose_name = _("picture from a phone")
        constraints = [models.UniqueConstraint(fields=("filing", "name"), name="desk_filed_picture_once")]

    def __str__(self) -> str:
        return self.file


class PicturePart(models.Model):
    """Some bytes of a picture of which the rest is still on the phone."""

    picture = models.ForeignKey(FiledPicture, on_delete=models.CASCADE, related_name="parts")
    start = models.PositiveIntegerField()
    data = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager["PicturePart"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["start"]
        verbose_name = _("part of a picture")
        constraints = [models.UniqueConstraint(fields=("picture", "start"), name="desk_picture_part_once")]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.start}"
