"""Invitations: how somebody gets an account of the newsroom."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

SALT = "harkara.desk.invitation"


class Invitation(models.Model):
    """A place in the newsroom that waits for somebody. Its link is signed, works once, and ends by itself.

    ``roles`` are names of groups, ``sections`` and ``desks`` the numbers of what the person will work on; both empty
    for everywhere.
    """

    name = models.CharField(_("for whom"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    roles = models.JSONField(_("roles"), default=list)
    sections = models.JSONField(_("sections"), default=list)
    desks = models.JSONField(_("desks"), default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    until = models.DateTimeField(_("until"))
    used_at = models.DateTimeField(_("used at"), null=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.name

    @property
    def token(self) -> str:
        """What stands in the link: the number of the row, signed with the paper's key."""
        return signing.dumps(self.pk, salt=SALT)

    @classmethod
    def by_token(cls, token: str) -> "Invitation | None":
        """The row of a link, used or not; ``None`` where the paper never signed it."""
        try:
            number = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return cls.objects.filter(pk=number).select_related("made_by").first()

    def waits(self, now: datetime) -> bool:
        """Whether the link still leads somewhere."""
        return self.used_at is None and self.withdrawn_at is None and now < self.until
