"""Where dispatches come from, what became of earlier versions of them, and the alarms that they gave."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from harkara.desk import clock
from harkara.desk.models.clipping import IncomingClipping
from harkara.desk.models.fields import PlainJSON, Prose, Words
from harkara.desk.models.syndicating import Syndication

LEAST_MINUTES = 5
MOST_MINUTES = 7 * 24 * 60
"""Minutes between two looks at a source: a server is not asked all the time, and a source is not forgotten."""

SIGN = "wire-sources"
"""The file in the paper's home that is there while a source is looked at: without one nobody starts the wire."""


class WireSource(models.Model):
    """A feed, a folder or a mailbox that the wire looks at, and how the last look went.

    ``scope`` names whose items these are: of two sources with one scope the same item is kept once. It stays when the outlet
    is called otherwise. ``error`` says why the last look failed, ``report`` what was odd in what it brought: English sentences
    with their values, which screens translate. ``memo`` belongs to the kind: what it must know the next time it looks.
    """

    class Kind(models.TextChoices):
        FEED = "feed", _("feed (RSS, Atom, JSON Feed)")
        FOLDER = "folder", _("folder of agency files")
        MAILBOX = "mailbox", _("mailbox")

    name = Words(_("name"), max_length=120, unique=True)
    outlet = Words(_("outlet"), max_length=120, help_text=_("Who sends it, as it stands in the source chain."))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FEED)
    address = models.CharField(_("address"), max_length=1000)
    zone = models.CharField(
        _("time zone"),
        max_length=60,
        blank=True,
        help_text=_("Of times that do not tell theirs. Left empty: that of the paper."),
    )
    minutes = models.PositiveIntegerField(
        _("minutes between two looks"),
        default=15,
        validators=[MinValueValidator(LEAST_MINUTES), MaxValueValidator(MOST_MINUTES)],
    )
    section = models.ForeignKey(
        "desk.Section", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("section")
    )
    for_desk = models.ForeignKey(
        "desk.Desk", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("for the desk")
    )
    syndication = models.CharField(
        _("others may take"),
        max_length=10,
        choices=Syndication,
        default=Syndication.FULL,
        help_text=_(
            "What feeds and data of the paper hold of stories made of its items; each story may say otherwise."
        ),
    )
    is_paused = models.BooleanField(_("paused"), default=False)

    scope = models.CharField(max_length=120, editable=False)
    made_at = models.DateTimeField(editable=False)
    next_at = models.DateTimeField(editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)
    taken = models.PositiveBigIntegerField(default=0, editable=False)
    took_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    error = models.JSONField(default=dict, editable=False, encoder=PlainJSON)
    report = models.JSONField(default=list, editable=False, encoder=PlainJSON)
    memo = models.JSONField(default=dict, editable=False, encoder=PlainJSON)

    objects: ClassVar[models.Manager["WireSource"]] = models.Manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["next_at"], name="desk_source_due", condition=models.Q(is_paused=False))]
        constraints = [models.UniqueConstraint(fields=["kind", "address"], name="desk_source_once")]
        verbose_name = _("wire source")
        verbose_name_plural = _("wire sources")

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A source that is new or was changed is looked at next, with nothing remembered of another address."""
        before = type(self).objects.filter(pk=self.pk).values("kind", "address").first() if self.pk else None
        self.failures, self.next_at = 0, clock.now()
        if before is None:
            self.made_at = self.made_at or clock.now()
            self.scope = self.scope or self._scope()
        else:  # a look may be under way, and note its own fields
            fields = [*SET, "failures", "next_at"]
            if (before["kind"], before["address"]) != (self.kind, self.address):
                self.memo, self.error, self.report = {}, {}, []
                fields += ["memo", "error", "report"]
            kwargs.setdefault("update_fields", fields)
        super().save(*args, **kwargs)
        transaction.on_commit(self.keep_sign)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Takes the source away; what it sent stays."""
        gone = super().delete(*args, **kwargs)
        transaction.on_commit(self.keep_sign)
        return gone

    def clean(self) -> None:
        """Says what is wrong with address and zone."""
        wrong: dict[str, Any] = {}
        self.address = self.address.strip()
        if not _ADDRESSES[self.kind].fullmatch(self.address):
            wrong["address"] = _("“%(address)s” is no address of this kind: write it like %(example)s.") % {
                "address": self.address,
                "example": EXAMPLES[self.kind],
            }
        elif "@" in (urlsplit(self.address).netloc if self.kind == self.Kind.FEED else ""):
            wrong["address"] = _("An address with a name or a password in it is not kept here: leave them out.")
        elif self.kind == self.Kind.MAILBOX and _SECRET.search(self.address):
            wrong["address"] = _(
                "The address holds a password, which everybody sees here: leave it out, it belongs into the file of passwords."
            )
        if self.zone:
            try:
                ZoneInfo(self.zone)
            except (KeyError, ValueError, OSError):
                wrong["zone"] = _("“%(zone)s” is no time zone: write it like Asia/Kolkata.") % {"zone": self.zone}
        if wrong:
            raise ValidationError(wrong)

    def _scope(self) -> str:
        """Whose items these are: as of another source of the same outlet, which may have been called otherwise then."""
        same = type(self).objects.filter(outlet=self.outlet).order_by("pk").values_list("scope", flat=True).first()
        return same or str(self.outlet)

    @classmethod
    def keep_sign(cls) -> None:
        """Puts the sign out while there is a source to look at, and takes it in when there is none."""
        sign = Path(settings.HARKARA_HOME) / SIGN
        if cls.objects.filter(is_paused=False).exists():
            sign.parent.mkdir(parents=True, exist_ok=True)
            sign.touch()
        else:
            with suppress(FileNotFoundError):
                sign.unlink()


SET = ("name", "outlet", "kind", "address", "zone", "minutes", "section", "for_desk", "syndication", "is_paused")
"""What an editor sets of a source."""

EXAMPLES: dict[str, str] = {
    WireSource.Kind.FEED: "https://example.org/feed",
    WireSource.Kind.FOLDER: "agency",
    WireSource.Kind.MAILBOX: "imaps://news@mail.example.org/INBOX",
}
_SECRET = re.compile(r"://[^/@]*:[^/@]*@")
_ADDRESSES: dict[str, re.Pattern[str]] = {
    WireSource.Kind.FEED: re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE),
    WireSource.Kind.FOLDER: re.compile(r"[^\x00-\x1f]+"),
    WireSource.Kind.MAILBOX: re.compile(r"imaps?://[^\s/]+\S*", re.IGNORECASE),
}


class ClippingVersion(models.Model):
    """What an earlier version of an item off the wire said. ``was_drafted``: a story was made of this one."""

    clipping = models.ForeignKey(IncomingClipping, on_delete=models.CASCADE, related_name="versions")
    came_at = models.DateTimeField()
    version = models.BigIntegerField()
    digest = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=IncomingClipping.State)
    headline = Words(max_length=300)
    text = Prose()
    was_drafted = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["ClippingVersion"]] = models.Manager()

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        verbose_name = _("earlier version of an item")

    def __str__(self) -> str:
        return str(self.headline)


class WireAlarm(models.Model):
    """The sender of an item killed or withheld it, and ``story`` was made of it: it stands on the board until somebody who may
    do something about it says that they have.
    """

    clipping = models.ForeignKey(IncomingClipping, on_delete=models.CASCADE, related_name="alarms")
    story = models.ForeignKey("desk.Story", on_delete=models.CASCADE, related_name="wire_alarms")
    state = models.CharField(max_length=10, choices=IncomingClipping.State)
    note = Prose(blank=True)
    made_at = models.DateTimeField()
    heeded_at = models.DateTimeField(null=True)
    heeded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager["WireAlarm"]] = models.Manager()

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["-id"], name="desk_alarm_open", condition=models.Q(heeded_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["clipping", "story", "state"], name="desk_alarm_once", condition=models.Q(heeded_at=None)
            )
        ]
        verbose_name = _("alarm of the wire")

    def __str__(self) -> str:
        return f"{self.story_id}: {self.state}"
