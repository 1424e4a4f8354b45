"""What is sold: campaigns of advertisers, and what the house shows where nothing is sold."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from harkara.desk import clock, keys
from harkara.desk.models.fields import Words
from harkara.desk.models.picture import Picture
from harkara.desk.models.space import LEADS, LONGEST, Space
from harkara.desk.models.taxonomy import Section
from harkara.rack import changes

HEAVIEST = 10
"""How many times as often as the lightest a campaign may be shown."""


class Campaign(ClusterableModel):
    """What an advertiser ordered: what is shown where, to readers of which sections, from when until when, and how often. Of the
    house itself: what stands where nothing is sold. ``running``: readers see it; only ``desk.actions`` change that.
    """

    name = Words(_("name"), max_length=120)
    advertiser = Words(_("advertiser"), max_length=120, blank=True)
    house = models.BooleanField(
        _("our own"), default=False, help_text=_("Shown where nothing is sold, and never in place of what is.")
    )
    on = models.BooleanField(_("released"), default=False, help_text=_("Readers see it once its time has come."))
    at_head = models.BooleanField(_("below the navigation of every page"), default=False)
    at_front = models.BooleanField(_("on the front, below its top"), default=False)
    at_text = models.BooleanField(_("in the text of a story, after the third paragraph"), default=False)
    at_foot = models.BooleanField(_("above the foot of every page"), default=False)
    sections = ParentalManyToManyField(
        Section,
        blank=True,
        related_name="+",
        verbose_name=_("sections"),
        help_text=_("Shown beside these and their parts alone; none: everywhere."),
    )
    from_at = models.DateTimeField(_("from"), null=True, blank=True, help_text=_("Empty: at once."))
    until_at = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: until it is shown often enough.")
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(HEAVIEST)],
        help_text=_("Of those that fit, one of weight 2 is shown twice as often as one of weight 1; at most 10."),
    )
    wanted_shown = models.PositiveIntegerField(
        _("times to be seen"), null=True, blank=True, help_text=_("It ends by itself when it was seen so often.")
    )
    wanted_pressed = models.PositiveIntegerField(
        _("clicks"), null=True, blank=True, help_text=_("It ends by itself when it was clicked so often.")
    )
    running = models.BooleanField(default=False, editable=False)
    reached_at = models.DateTimeField(null=True, editable=False)
    """When it was seen or clicked as often as was ordered."""

    objects: ClassVar[models.Manager["Campaign"]] = models.Manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-id"]
        indexes = [models.Index(fields=["from_at"], name="desk_campaign_on", condition=models.Q(on=True))]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the places where it stands."""
        return tuple(place for place in Space.Place.values if getattr(self, f"at_{place}"))

    @property
    def wants(self) -> bool:
        """Whether it ends by being seen or clicked."""
        return bool(self.wanted_shown or self.wanted_pressed)

    def is_due(self) -> bool:
        """Whether readers should see it now, by the desk's clock."""
        now = clock.now()
        begun = self.from_at is None or self.from_at <= now
        return self.on and begun and self.reached_at is None and (self.until_at is None or now < self.until_at)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves it with what it shows, and tells readers' pages where it runs or ran."""
        with transaction.atomic():
            before = Campaign.objects.filter(pk=self.pk).values("running", "wanted_shown", "wanted_pressed").first()
            if before and any(before[name] != getattr(self, name) for name in ("wanted_shown", "wanted_pressed")):
                self.reached_at = None  # more was ordered, or less: the next look says
            self.running = self.is_due()
            super().save(*args, **kwargs)
            if self.running or (before and before["running"]):
                changes.touch(*sold())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Takes it away, from readers' pages too."""
        with transaction.atomic():
            done: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
            changes.touch(*sold())
        return done

    def clean(self) -> None:
        """Refuses an order that says nothing, or that can never be kept."""
        wrong: dict[str, str] = {}
        if not self.places:
            wrong["at_head"] = gettext("Choose where it stands: one place at least.")
        if self.from_at and self.until_at and self.until_at <= self.from_at:
            wrong["until_at"] = gettext("It would end before it begins: choose a later end.")
        if not self.house and not self.advertiser.strip():
            wrong["advertiser"] = gettext("Say whose it is, or that it is our own.")
        if wrong:
            raise ValidationError(wrong)


class Creative(Orderable):
    """What a campaign shows: a picture with words and an address, or an advertiser's code."""

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="creatives")
    picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    alt = Words(_("what the picture says"), max_length=250, blank=True)
    link = models.CharField(
        _("leads to"),
        max_length=500,
        blank=True,
        help_text=_("An address that begins with https://, or one of the paper's own that begins with /."),
    )
    markup = models.TextField(
        _("code of an advertiser"),
        max_length=LONGEST,
        blank=True,
        help_text=_(
            "In place of a picture. It runs locked up in a frame of its own; its clicks are counted by the advertiser."
        ),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("what is shown")
        verbose_name_plural = _("what is shown")

    def __str__(self) -> str:
        return str(self.alt or self.link or self.pk)

    def clean(self) -> None:
        """Refuses what would leave a hole, or say nothing to who does not see it."""
        self.link, self.markup = self.link.strip(), self.markup.strip()
        wrong: dict[str, str] = {}
        if bool(self.markup) == bool(self.picture):
            wrong["picture"] = gettext("Either a picture or an advertiser's code: choose one of the two.")
        if self.picture and not self.alt.strip():
            wrong["alt"] = gettext("Say in words what the picture says: some readers hear the page.")
        if self.link and not LEADS.fullmatch(self.link):
            wrong["link"] = gettext(
                "“%(link)s” leads nowhere: write an address that begins with https://, or one of the paper's own that "
                "begins with /."
            ) % {"link": self.link[:80]}
        if wrong:
            raise ValidationError(wrong)


def sold() -> tuple[str, ...]:
    """The keys of all places: a campaign that comes or goes may open or close each."""
    return (keys.SPACES, *(keys.space(place) for place in Space.Place.values))
