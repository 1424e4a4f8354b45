"""Which revisions nobody asked for: the editor kept them while somebody typed."""

from django.db import models


class Autosave(models.Model):
    """Marks a revision that the editor saved by itself. One without such a mark was saved because somebody said so.

    ``is_open``: the page that wrote it may write it over. It is closed as soon as anybody else has begun from it, so that
    what they began from can still be laid beside theirs. ``page``: a name that each opening of the editor gives itself.
    """

    revision = models.OneToOneField(
        "wagtailcore.Revision", primary_key=True, on_delete=models.CASCADE, related_name="autosave"
    )
    page = models.CharField(max_length=40, db_index=True)
    is_open = models.BooleanField(default=True)
    is_aside = models.BooleanField(default=False)
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.revision_id} {self.page}"
