"""The incoming tray: clippings that wait for an editor."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import PlainJSON, Prose, Words


class IncomingClipping(models.Model):
    """What the wire made of a page or an item that came in, with everything it set aside.

    Lists of texts and tables are JSON, in the shapes of ``desk.intake``. ``address`` is where the page stands, if it said so
    or was fetched there; ``pictures`` are told of, not copied. ``fingerprint`` names the page, or the item at its sender: the
    same one is kept once. Of an item the row says what its newest version says; earlier ones are in ``ClippingVersion``.
    ``told`` holds what its sender said that nobody looks for: language, subjects, places, rights, the note to editors.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DRAFTED = "drafted", _("made a draft")
        DISCARDED = "discarded", _("discarded")

    class State(models.TextChoices):
        USABLE = "usable", _("may be printed")
        WITHHELD = "withheld", _("withheld by its sender")
        CANCELLED = "cancelled", _("killed by its sender")

    fingerprint = models.CharField(max_length=128, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING, db_index=True)
    filed_at = models.DateTimeField(_("filed at"))
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    group = models.PositiveBigIntegerField(_("group"), null=True, editable=False)
    """The number of the first clipping of the same story, where several outlets printed it (``desk.twins``)."""

    source = models.ForeignKey(
        "desk.WireSource", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("wire source")
    )
    guid = models.CharField(max_length=500, blank=True, editable=False)
    version = models.BigIntegerField(default=0, editable=False)
    digest = models.CharField(max_length=32, blank=True, editable=False)
    state = models.CharField(_("sender's word"), max_length=10, choices=State, default=State.USABLE)
    urgency = models.PositiveSmallIntegerField(_("urgency"), null=True)
    embargo = models.DateTimeField(_("embargo until"), null=True)
    changed_at = models.DateTimeField(_("newer version at"), null=True)
    section = models.ForeignKey(
        "desk.Section", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("section")
    )
    for_desk = models.ForeignKey(
        "desk.Desk", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("for the desk")
    )
    told = models.JSONField(default=dict, encoder=PlainJSON)

    headline = Words(_("headline"), max_length=300)
    outlet = Words(_("outlet"), max_length=120, blank=True)
    desk = Words(_("desk"), max_length=120, blank=True)
    byline = Words(_("byline"), max_length=200, blank=True)
    dateline = Words(_("dateline"), max_length=120, blank=True)
    published = models.DateTimeField(_("published"), null=True)
    updated = models.DateTimeField(_("updated"), null=True)
    text = Prose(_("text"), help_text="Paragraphs of the body, divided by empty lines.")
    captions = models.JSONField(default=list, encoder=PlainJSON)
    source_chain = models.JSONField(default=list, encoder=PlainJSON)
    sign_off = models.JSONField(null=True, encoder=PlainJSON)
    related = models.JSONField(default=list, encoder=PlainJSON)
    furniture = models.JSONField(default=list, encoder=PlainJSON)
    lines = models.JSONField(default=list, encoder=PlainJSON)
    address = models.TextField(_("address"), blank=True, default="")
    pictures = models.JSONField(default=list, encoder=PlainJSON)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["group", "status"], name="desk_clipping_group"),
            models.Index(
                fields=["outlet", "desk", "-id"], name="desk_clipping_drafted", condition=models.Q(status="drafted")
            ),
            *(
                models.Index(
                    fields=[name, "-id"], name=f"desk_clipping_by_{name}", condition=models.Q(status="waiting")
                )
                for name in ("source", "urgency", "section", "for_desk")
            ),
            models.Index(fields=["outlet", "-id"], name="desk_clipping_outlet"),
            models.Index(
                fields=["state", "-id"],
                name="desk_clipping_by_state",
                condition=models.Q(status="waiting") & ~models.Q(state="usable"),
            ),
        ]
        verbose_name = _("clipping")
        verbose_name_plural = _("incoming tray")

    def __str__(self) -> str:
        return str(self.headline)

    @classmethod
    def firsts(cls) -> "models.QuerySet[IncomingClipping]":
        """What waits, each story once: of a group the first that still waits and may be printed. What its sender killed or
        withholds stands for itself, and for nobody else.
        """
        waiting = cls.objects.filter(status=cls.Status.WAITING)
        earlier = waiting.filter(group=models.OuterRef("group"), pk__lt=models.OuterRef("pk"), state=cls.State.USABLE)
        return waiting.exclude(models.Exists(earlier), state=cls.State.USABLE)

    @property
    def is_usable(self) -> bool:
        """Whether its sender lets it be printed."""
        return self.state == self.State.USABLE

    @property
    def may_be_drafted(self) -> bool:
        """Whether a draft can be made of it: it waits, and its sender lets it be printed."""
        return self.is_usable and self.status == self.Status.WAITING

    @property
    def told_at(self) -> datetime:
        """When its outlet published it; where the page did not say, when it came in."""
        return self.published or self.filed_at

    @property
    def paragraphs(self) -> list[str]:
        """The body, paragraph by paragraph."""
        return [part for part in str(self.text).split("\n\n") if part]
