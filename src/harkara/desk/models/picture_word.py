"""The words by which pictures are found."""

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
