"""The paper itself: its name and what its frame says. One row."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from harkara.desk import keys
from harkara.desk.models.commenting import Comments
from harkara.desk.models.fields import Prose, Words
from harkara.desk.models.machines import Crawlers, contact, sellers
from harkara.desk.models.picture import Picture
from harkara.desk.models.shown import Shown
from harkara.layout import look, spaces

MOST_PLACES = 12
"""Other places that a paper may name."""


class Paper(Shown):
    """The one row about the paper. Origin and zone are settings of the machine, not of the desk."""

    class Face(models.TextChoices):
        SERIF = "serif", _("with serifs")
        SANS = "sans", _("without serifs")

    class Cards(models.TextChoices):
        LACKING = "lacking", _("its card, where it has no picture")
        ALWAYS = "always", _("its card")
        NEVER = "never", _("its picture, if it has one")

    name = Words(_("name"), max_length=80, default="হরকরা")
    tagline = Words(_("tagline"), max_length=160, blank=True)
    outlet = Words(
        _("outlet"), max_length=60, blank=True, help_text=_("As it stands in sign-offs; empty: the paper's name.")
    )
    editor = Words(_("editor and publisher"), max_length=120, blank=True)
    imprint = Prose(_("imprint"), blank=True, help_text=_("Address and licence lines of the footer."))
    google_source = models.CharField(
        _("host for Google's preferred sources"), max_length=120, blank=True, help_text=_("Empty hides the call.")
    )
    social = models.TextField(
        _("elsewhere"),
        blank=True,
        max_length=2_000,
        help_text=_("Addresses of the paper on Facebook, YouTube and so on, one a line; the footer leads there."),
    )
    accent = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        help_text=_(
            "Of links and marks, like #9c1c1f. At night it gets as light as it must be to be read. Empty: ours."
        ),
    )
    headline_face = models.CharField(_("headlines"), max_length=5, choices=Face, default=Face.SERIF)
    logo = models.ForeignKey(
        Picture,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Stands in place of the name at the head of each page. PNG or WebP, 200 pixels high or more."),
    )

    security_contact = models.CharField(
        _("whom to write to about a security hole"),
        max_length=200,
        blank=True,
        validators=[contact],
        help_text=_(
            "An e-mail address, or one that begins with https://. Readers find it in /.well-known/security.txt."
        ),
    )
    ads_txt = models.TextField(
        _("who may sell our advertising"),
        blank=True,
        validators=[sellers],
        help_text=_("The lines of /ads.txt, as your advertising partners give them. Empty: nobody may."),
    )
    crawlers = models.CharField(
        _("what crawlers of language models may do"),
        max_length=6,
        choices=Crawlers.choices,
        default=Crawlers.ASK,
        help_text=_("Said in /robots.txt and /llms.txt. Search engines are not meant."),
    )

    cards = models.CharField(
        _("a shared link to a story shows"),
        max_length=7,
        choices=Cards,
        default=Cards.LACKING,
        help_text=_("On Facebook, WhatsApp and so on. A card is a picture with the headline."),
    )
    cards_ahead = models.BooleanField(
        _("draw all cards of fresh stories at once"),
        default=False,
        help_text=_("Else those that no shared link shows are drawn when somebody asks for them."),
    )

    keeps = models.BooleanField(
        _("readers may keep stories"),
        default=True,
        help_text=_(
            "What was read stays readable without a line, in the reader's own browser. Off: browsers delete what they "
            "kept at their next visit."
        ),
    )

    comments = models.CharField(
        _("comments of readers"),
        max_length=7,
        choices=Comments.choices,
        default=Comments.OFF,
        help_text=_("Of every story where nothing else is said in its particulars."),
    )
    comments_days = models.PositiveSmallIntegerField(
        _("for how many days"),
        default=30,
        validators=[MaxValueValidator(3650)],
        help_text=_(
            "So long after its publication a story takes comments; 0: for ever. What was said stays to be read."
        ),
    )

    counts_lite = models.BooleanField(
        _("count readers of lite pages"),
        default=False,
        help_text=_("Then a lite page of a story asks for one thing more: a picture of 43 bytes that nobody sees."),
    )

    measure_google = models.CharField(
        _("Google Analytics"),
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(r"\AG-[A-Z0-9]{4,16}\Z", _("The number of a property of Google Analytics 4 begins with G-."))
        ],
        help_text=_(
            "The number of the property, G-…: readers are asked first, and nobody is told before they say yes."
        ),
    )
    measure_meta = models.CharField(
        _("Meta pixel"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"\A[0-9]{5,20}\Z", _("The number of a pixel is written in digits."))],
        help_text=_("The number of the pixel: readers are asked first, and nobody is told before they say yes."),
    )
    asks_for_code = models.BooleanField(
        _("ask readers before code of advertisers runs"),
        default=False,
        help_text=_("For AdSense, Google Ad Manager and others of whom readers' browsers would ask something."),
    )

    is_demo = models.BooleanField(
        _("demo paper"),
        default=False,
        editable=False,
        help_text=_("Set by `harkara demo`: works without second factors."),
    )
    one_may_kill = models.BooleanField(
        _("one person may kill alone"),
        default=False,
        editable=False,
        help_text=_("For a paper with one editor only; else a kill needs a second person."),
    )

    new_rows_show = True
    parts: ClassVar = {
        "name": (keys.PAGE, keys.LITE, keys.NAME),
        "tagline": (keys.PAGE, keys.TAGLINE),
        "signs_as": (keys.OUTLET,),
        "editor": (keys.PAGE, keys.LITE),
        "imprint": (keys.PAGE, keys.LITE),
        "google_source": (keys.PAGE,),
        "social": (keys.PAGE,),
        "accent": (keys.LOOK,),
        "headline_face": (keys.LOOK,),
        "logo_id": (keys.LOOK,),
        "cards": (keys.PAGE,),
        "cards_ahead": (),
        "keeps": (keys.KEEPING,),
        "security_contact": (keys.CONTACT,),
        "ads_txt": (keys.ADS,),
        "crawlers": (keys.CRAWLERS,),
        "comments": (keys.COMMENTS,),
        "comments_days": (keys.COMMENTS_DAYS,),
        "counts_lite": (keys.LITE,),
        "measure_google": (keys.PAGE, keys.MEASURE),
        "measure_meta": (keys.PAGE, keys.MEASURE),
        "asks_for_code": (keys.PAGE, keys.SPACES, *(keys.space(place) for place in spaces.SIZES)),
    }

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("paper")

    def __str__(self) -> str:
        return str(self.name)

    @classmethod
    def load(cls) -> "Paper":
        """The paper's row, or an unsaved one with the defaults."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def measures(self) -> bool:
        """Whether anybody outside is told that pages are read."""
        return bool(self.measure_google or self.measure_meta)

    @property
    def asks(self) -> str:
        """What readers are asked for, in the words of ``PaperCopy.asks``."""
        return " ".join(filter(None, ("measure" if self.measures else "", "ads" if self.asks_for_code else "")))

    @property
    def signs_as(self) -> str:
        """What stands for the paper in a sign-off."""
        return str(self.outlet or self.name)

    def keys(self) -> tuple[str, ...]:
        return (keys.FRAME, keys.LOOK, keys.KEEPING)

    def clean(self) -> None:
        """Refuses a colour that cannot be read, and addresses that are none, each by its name and with a way out."""
        self.accent = self.accent.strip().lower()
        said = [_fault_of_colour(self.accent)] if self.accent else []
        wrong = {"accent": said, "social": _faults_of_places(self.social)}
        if found := {name: told for name, told in wrong.items() if any(told)}:
            raise ValidationError(found)


def _fault_of_colour(colour: str) -> str:
    if not look.COLOUR.fullmatch(colour):
        return gettext("“%(colour)s” is no colour: write # and six digits or letters to f, like #9c1c1f.") % {
            "colour": colour
        }
    found = look.contrast(colour, look.LIGHT)
    if found >= look.READABLE:
        return ""
    return gettext(
        "%(colour)s is too pale to be read on the paper: its contrast is %(found).1f and 4.5 is needed. "
        "%(better)s is the same colour, as dark as it must be."
    ) % {"colour": colour, "found": found, "better": look.readable(colour, look.LIGHT)}


def _faults_of_places(addresses: str) -> list[str]:
    lines = addresses.split()
    if len(lines) > MOST_PLACES:
        return [gettext("%(count)s addresses: %(most)s at most.") % {"count": len(lines), "most": MOST_PLACES}]
    wrong = []
    for line in lines:
        try:
            URLValidator(["https"])(line)
        except ValidationError:
            wrong.append(gettext("“%(url)s” is no address: it begins with https://.") % {"url": line[:80]})
    return wrong
