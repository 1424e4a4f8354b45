"""A question to readers on the page of a story."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import PlainJSON, Words


class Poll(models.Model):
    """What readers of a published story are asked, and until when. Their votes are counted on the readers' side."""

    story = models.OneToOneField("Story", on_delete=models.CASCADE, related_name="poll")
    question = Words(_("question"), max_length=200)
    options = models.JSONField(_("answers"), default=list, encoder=PlainJSON)
    """What can be chosen, in their order: a list of words."""
    turn = models.PositiveSmallIntegerField(default=0)
    """A digit that rises with each other question or other answers: votes belong to it."""
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    """A full hour: votes are counted by hours."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager["Poll"]] = models.Manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("poll")

    def __str__(self) -> str:
        return str(self.question)
