"""Words that were typed and acknowledged, and that no revision has yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Jot(models.Model):
    """What the form of an open editor said last: kept as it is, weighed by nobody, until a revision has it.

    ``page`` is the name that each opening of the editor gives itself, ``device`` the browser it is open in. ``turn`` counts
    the sendings of a page: a later one is never written over by an earlier one that was held up on its way. ``base`` is
    the revision that the words go on from, 0 for none. ``words`` are the form's names and values in JSON; a revision has them
    where ``done``, the last sending that became one, is not below ``turn``. ``story`` is empty as long as it has no number.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    story = models.ForeignKey("desk.Story", on_delete=models.CASCADE, related_name="+", null=True)
    page = models.CharField(max_length=40)
    device = models.CharField(max_length=40, blank=True)
    base = models.PositiveBigIntegerField(default=0)
    turn = models.PositiveBigIntegerField()
    done = models.PositiveBigIntegerField(default=0)
    words = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("words that no version has yet")
        constraints = [models.UniqueConstraint(fields=("user", "page"), name="desk_jot_of_page")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.page} {self.turn}"
