"""By what pictures are found: their words, and what they look like."""

from django.db import models

from harkara.desk.models.picture import Picture


class PictureWord(models.Model):
    """A word of a picture, as ``desk.darkroom.finding`` reads it."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=40)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["picture", "word"], name="desk_picture_word_once")]
        indexes = [models.Index(fields=["word", "-picture"], name="desk_picture_by_word")]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.word}"


class PictureBand(models.Model):
    """A part of what a picture looks like, as ``desk.darkroom.likeness`` reads it, beside the whole of it."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="bands")
    value = models.IntegerField()
    bits = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["value", "-picture"], name="desk_picture_by_band")]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.value}"
