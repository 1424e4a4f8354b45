"""Places for advertising on the paper's pages, and what stands in them."""

import re
from collections.abc import Mapping
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from harkara.desk import keys
from harkara.desk.models.fields import Words
from harkara.desk.models.picture import Picture
from harkara.desk.models.shown import Shown

LONGEST = 20_000
"""Characters of an advertiser's code."""

LEADS = re.compile(r"https://[!-~]+\.[!-~]+|/(?!/)[^\s\\]*")
"""Where a picture may lead: an address that begins with ``https://``, or one of the paper's own."""


class Space(Shown):
    """A place for advertising, closed at first: a picture stands in it, or an advertiser's code. One row a place."""

    class Place(models.TextChoices):
        """The names are those of ``layout.spaces.SIZES``."""

        HEAD = "head", _("below the navigation of every page")
        FRONT = "front", _("on the front, below its top")
        TEXT = "text", _("in the text of a story, after the third paragraph")
        FOOT = "foot", _("above the foot of every page")

    place = models.CharField(
        _("where"),
        max_length=5,
        choices=Place,
        unique=True,
        help_text=_(
            "Width and height on a phone, and on a wide screen: below the navigation 320 × 100, 728 × 90; on the front "
            "300 × 250, 970 × 250; in the text 300 × 250; above the foot 300 × 250, 728 × 90."
        ),
        error_messages={"unique": _("This place is in the list already: change what stands there.")},
    )
    on = models.BooleanField(
        _("shown to readers"),
        default=False,
        help_text=_("Readers see it with the next page that they open; closed, it takes no room."),
    )
    picture = models.ForeignKey(
        Picture,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Twice as large as its place, so that it is sharp on phones."),
    )
    alt = Words(
        _("what the picture says"), max_length=250, blank=True, help_text=_("In words, for who cannot see the picture.")
    )
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
            "As your advertising partner gives it. It runs locked up in a frame of its own: it reads neither the page nor "
            "the reader's account, and it can do nothing in the newsroom."
        ),
    )

    new_rows_show = True
    parts: ClassVar[Mapping[str, tuple[str, ...]]] = {
        **dict.fromkeys(("place", "stands", "picture_id"), (keys.SPACES, "space:{row.place}")),
        **dict.fromkeys(("alt", "link", "markup"), ("space:{row.place}",)),
    }

    objects: ClassVar[models.Manager["Space"]] = models.Manager()

    class Meta:
        verbose_name = _("place for advertising")
        verbose_name_plural = _("advertising")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.get_place_display())

    @property
    def stands(self) -> bool:
        """Whether it is open and something stands in it; a picture may be withdrawn all the same."""
        return bool(self.on and (self.markup or self.picture_id))

    def keys(self) -> tuple[str, ...]:
        return (keys.SPACES, keys.space(self.place))

    def clean(self) -> None:
        """Refuses what would leave a hole on every page, or say nothing to who does not see it."""
        self.link, self.markup = self.link.strip(), self.markup.strip()
        wrong: dict[str, str] = {}
        if self.markup and self.picture:
            wrong["markup"] = gettext(
                "Either a picture or an advertiser's code stands in a place: take one of them away."
            )
        if self.picture and not self.alt.strip():
            wrong["alt"] = gettext("Say in words what the picture says: some readers hear the page.")
        if self.link and not LEADS.fullmatch(self.link):
            wrong["link"] = gettext(
                "“%(link)s” leads nowhere: write an address that begins with https://, or one of the paper's own that "
                "begins with /."
            ) % {"link": self.link[:80]}
        if self.on and not self.stands:
            wrong["on"] = gettext(
                "Nothing stands in this place: choose a picture or paste an advertiser's code, or leave it closed."
            )
        if wrong:
            raise ValidationError(wrong)
