"""The paper itself: its name and what its frame says. One row."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk import keys
from harkara.desk.models.fields import Prose, Words
from harkara.desk.models.shown import Shown


class Paper(Shown):
    """The one row about the paper. Origin and zone are settings of the machine, not of the desk."""

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
        "name": (keys.PAGE, keys.NAME),
        "tagline": (keys.PAGE, keys.TAGLINE),
        "signs_as": (keys.OUTLET,),
        "editor": (keys.PAGE,),
        "imprint": (keys.PAGE,),
        "google_source": (keys.PAGE,),
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
    def signs_as(self) -> str:
        """What stands for the paper in a sign-off."""
        return str(self.outlet or self.name)

    def keys(self) -> tuple[str, ...]:
        return (keys.FRAME,)
