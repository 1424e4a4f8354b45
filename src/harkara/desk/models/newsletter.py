"""Letters to readers: which there are, what they are composed of, what editors add, and what became of each turn."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import PlainJSON, Prose, Words
from harkara.desk.models.story import Story

DAILY = "0123456"


class Newsletter(models.Model):
    """A kind of letter. ``parts``: from which fronts (``""`` the home page, else a section's slug) how many rows come. ``days``
    are the weekdays on which it goes out, 0 for Monday. A breaking one has neither: it goes when an editor sends a story with it.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", _("at set times")
        BREAKING = "breaking", _("breaking news")

    class Subject(models.TextChoices):
        LEAD = "lead", _("the headline of its first story")
        BOTH = "both", _("its name, and the headline of its first story")
        DAY = "day", _("its name, and the day")

    slug = models.CharField(
        _("slug"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"\A[a-z]+(?:-[a-z]+)*\Z", _("Small Latin letters, words joined by hyphens."))],
    )
    name = Words(_("name"), max_length=60)
    about = Words(_("what readers get"), max_length=200, blank=True)
    kind = models.CharField(_("when it goes out"), max_length=8, choices=Kind, default=Kind.REGULAR)
    at = models.TimeField(_("time of day"), null=True, blank=True)
    days = models.CharField(_("weekdays"), max_length=7, default=DAILY, blank=True)
    parts = models.JSONField(default=list, encoder=PlainJSON)
    hours = models.PositiveSmallIntegerField(_("stories of the last hours"), default=24)
    subject = models.CharField(_("subject"), max_length=4, choices=Subject, default=Subject.LEAD)
    pictures = models.BooleanField(_("with a picture of the first story"), default=True)
    signed = Words(_("below the editor's note"), max_length=80, blank=True)
    is_on = models.BooleanField(_("readers can order it, and it goes out"), default=False)
    place = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()
    """Since when it is as it is: turns that lie before this are nobody's."""

    objects: ClassVar[models.Manager["Newsletter"]] = models.Manager()

    class Meta:
        default_permissions = ()
        ordering = ["place", "pk"]
        verbose_name = _("newsletter")

    def __str__(self) -> str:
        return str(self.name)


class NewsletterNote(models.Model):
    """What an editor says at the head of the letter of one day. It can be written until that letter is composed."""

    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="notes")
    day = models.DateField()
    text = Prose(max_length=1200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["NewsletterNote"]] = models.Manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["newsletter", "day"], name="desk_letter_note_once")]
        verbose_name = _("editor's note of a letter")

    def __str__(self) -> str:
        return f"{self.newsletter_id} {self.day}"


class NewsletterTurn(models.Model):
    """What became of one turn of a letter: ``2026-12-01`` of a regular one, ``story:12`` of a breaking one."""

    class Came(models.TextChoices):
        MADE = "made", _("composed")
        EMPTY = "empty", _("nothing to send: no story of its fronts was new enough")
        MISSED = "missed", _("missed: the press did not run at its time")

    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="turns")
    turn = models.CharField(max_length=60)
    came = models.CharField(max_length=6, choices=Came)
    at = models.DateTimeField()
    mailing = models.BigIntegerField(null=True)
    """Its number among the letters in the readers' database."""

    objects: ClassVar[models.Manager["NewsletterTurn"]] = models.Manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["newsletter", "turn"], name="desk_letter_turn_once")]
        verbose_name = _("turn of a letter")

    def __str__(self) -> str:
        return f"{self.newsletter_id} {self.turn}"


class BreakingLetter(models.Model):
    """A story goes out as a breaking letter, once for ever. ``made_at``: the press composed it."""

    story: "models.OneToOneField[Any, Story]" = models.OneToOneField(
        Story, on_delete=models.CASCADE, related_name="breaking_letter"
    )
    newsletter = models.ForeignKey(Newsletter, on_delete=models.CASCADE, related_name="+")
    note = Prose(max_length=1200, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["BreakingLetter"]] = models.Manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["asked_at"], name="desk_breaking_waits", condition=models.Q(made_at=None))]
        verbose_name = _("breaking letter")

    def __str__(self) -> str:
        return f"{self.story_id}"
