"""Cards, pictures of stories for sharing: how those of a kind look, and what an editor said of the card of a story."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk import keys
from harkara.desk.models.fields import PlainJSON, Prose, Words
from harkara.desk.models.shown import Shown
from harkara.layout import cases

LONGEST = 280
"""Letters of a quote on a card."""


class CardKind(models.TextChoices):
    """The kinds of cards; the names are those of ``layout/cards.toml``."""

    HEADLINE = "headline", _("headline")
    BREAKING = "breaking", _("breaking news")
    QUOTE = "quote", _("quote")
    NUMBERS = "numbers", _("numbers")
    OBITUARY = "obituary", _("obituary")
    SCORE = "score", _("sports score")


class CardTemplate(Shown):
    """How cards of a kind look. A kind without a row looks as the layout has it."""

    class Ground(models.TextChoices):
        PAPER = "paper", _("pale, as paper")
        DARK = "dark", _("dark")
        ACCENT = "accent", _("the paper's colour")

    class Photo(models.TextChoices):
        ABOVE = "above", _("beside the words")
        BEHIND = "behind", _("behind the words")
        NONE = "none", _("without a photo")

    kind = models.CharField(
        _("kind of card"),
        max_length=8,
        choices=CardKind,
        unique=True,
        error_messages={"unique": _("This kind is in the list already: change how it looks there.")},
    )
    ground = models.CharField(_("ground"), max_length=6, choices=Ground, default=Ground.PAPER)
    photo = models.CharField(_("photo"), max_length=6, choices=Photo, default=Photo.ABOVE)
    label = Words(
        _("over the words"),
        max_length=30,
        blank=True,
        help_text=_("Empty: the story's kicker, or else its section."),
    )
    foot = Words(_("at the foot"), max_length=60, blank=True, help_text=_("The paper's address, for example."))
    dated = models.BooleanField(_("with the day"), default=True)

    new_rows_show = True
    parts: ClassVar[Mapping[str, tuple[str, ...]]] = dict.fromkeys(
        ("kind", "ground", "photo", "label", "foot", "dated"), ("cards:{row.kind}",)
    )

    objects: ClassVar[models.Manager["CardTemplate"]] = models.Manager()

    class Meta:
        verbose_name = _("look of cards")
        verbose_name_plural = _("cards")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def keys(self) -> tuple[str, ...]:
        return (keys.cards(self.kind),)

    @classmethod
    def usual(cls, kind: str) -> "CardTemplate":
        """How cards of ``kind`` look where nobody changed that; not saved."""
        said: dict[str, Any] = cases.table("cards")["kind"][kind]
        return cls(kind=kind, ground=said["ground"], photo=said["photo"], label=said.get("label", ""))

    @classmethod
    def of(cls, kind: str) -> "CardTemplate":
        """How cards of ``kind`` look."""
        return cls.objects.filter(kind=kind).first() or cls.usual(kind)


class StoryCard(models.Model):
    """What an editor said of the card of a story. Its headline, its picture and its section are those of the story."""

    story = models.OneToOneField("Story", on_delete=models.CASCADE, related_name="card")
    kind = models.CharField(_("kind of card"), max_length=8, choices=CardKind, blank=True)
    """Empty: as the story is (an obituary; breaking news while it stands in the bar; else a headline)."""
    words = Prose(_("quote"), max_length=LONGEST, blank=True)
    speaker = Words(_("who said it"), max_length=120, blank=True)
    figures = models.JSONField(_("figures"), default=list, encoder=PlainJSON, blank=True)
    """Pairs of a figure and what it counts; of a score the points and the team."""
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager["StoryCard"]] = models.Manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("card of a story")

    def __str__(self) -> str:
        return f"{self.kind}: {self.story_id}"
