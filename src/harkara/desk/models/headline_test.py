"""Several headlines of a story, of which fronts show each reader one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from harkara.desk.models.fields import PlainJSON, Words
from harkara.desk.models.story import Story


class HeadlineTest(models.Model):
    """A test of headlines: the story's own, which feeds and its page show all the while, and one or two others. Places count
    from 0, the own one.
    """

    class Ended(models.TextChoices):
        WON = "won", _("the rule found a winner")
        TERM = "term", _("its term was over")
        HAND = "hand", _("somebody ended it")
        CHANGED = "changed", _("the story got another headline")
        CORRECTED = "corrected", _("the story was corrected")
        WITHDRAWN = "withdrawn", _("the story was taken off the paper")
        KILLED = "killed", _("the story was killed")
        REDACTED = "redacted", _("a name was redacted in the story")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="headline_tests")
    number = models.PositiveIntegerField()
    """Its number among those of its story, from 0."""
    chief = Words(_("headline"), max_length=250)
    """The story's own headline when it began."""
    others = models.JSONField(_("other headlines"), encoder=PlainJSON)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField()
    takes = models.BooleanField(default=False)
    """Whether the house takes what the rule finds; else it proposes it."""
    found = models.PositiveSmallIntegerField(null=True)
    """The place that won by the rule."""
    found_at = models.DateTimeField(null=True)
    hindered = Words(max_length=500, blank=True)
    """Why what was found could not be taken yet."""
    counts = models.JSONField(default=list)
    """How often it was opened by each headline, when it ended."""
    ended = models.CharField(max_length=9, choices=Ended, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    """The version of the story that got its headline from here."""

    objects: ClassVar[models.Manager["HeadlineTest"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        verbose_name = _("test of headlines")
        indexes = [
            models.Index(fields=["until"], name="desk_headlines_running", condition=models.Q(ended_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["story"], name="desk_headlines_once", condition=models.Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.chief)

    @classmethod
    def running(cls) -> "models.QuerySet[HeadlineTest]":
        """Those that have not ended, found by their index: the one whose term is over first stands first."""
        return cls.objects.filter(ended_at=None).order_by("until", "pk")

    @property
    def headlines(self) -> tuple[str, ...]:
        """All of them, the story's own first."""
        return (self.chief, *self.others)

    @property
    def turn(self) -> int:
        """The last digit of its number: what readers' pages say of it."""
        return self.number % 10
