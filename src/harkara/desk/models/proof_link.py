"""Proof links: a story shown to one person outside the newsroom, for a while."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from harkara.desk.models.fields import Words
from harkara.desk.models.story import Story

SALT = "harkara.desk.proof_link"


class ProofLink(models.Model):
    """A link that shows ``story`` without signing in: one wording of it (``revision``), or always the newest.

    It is signed, ends by itself and may be ended by hand; with the revision that it shows it goes for good.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="proof_links")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.CASCADE, related_name="+")
    whom = Words(_("for whom"), max_length=120)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    opened = models.PositiveIntegerField(_("opened"), default=0)
    opened_at = models.DateTimeField(_("opened at"), null=True)

    objects: ClassVar[models.Manager["ProofLink"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        verbose_name = _("proof link")
        verbose_name_plural = _("proof links")

    def __str__(self) -> str:
        return str(self.whom)

    @property
    def token(self) -> str:
        """What stands in the link: the number of the row, signed with the paper's key; always the same."""
        return signing.Signer(salt=SALT).sign(str(self.pk))

    @classmethod
    def by_token(cls, token: str, now: datetime) -> "ProofLink | None":
        """The row of a link that leads somewhere at ``now``; ``None`` for every other, whatever it is that it lacks."""
        try:
            number = int(signing.Signer(salt=SALT).unsign(token))
        except signing.BadSignature:
            return None
        rows = cls.objects.filter(pk=number, ended_at=None, until__gt=now, story__killed_at=None)
        return rows.select_related("story__section").first()

    def wording(self) -> Story:
        """The story as this link shows it."""
        if self.revision is not None:
            fixed: Story = self.revision.as_object()
            return fixed
        newest: Story = self.story.get_latest_revision_as_object()
        return newest
