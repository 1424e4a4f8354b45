"""Whether a picture may go into the paper: who made it, why it may be printed, and until when.

Asked of each new use, never of what stands in the paper already: a licence that ended takes nothing away from readers, and a
typo in an old story is corrected whatever was known of its picture then.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from harkara.desk.errors import NotReady
from harkara.desk.models import Picture, PictureUse, Terms

SOON: Final = timedelta(days=14)
"""How long before its end a licence is spoken of."""


def lacks(picture: Picture) -> list[str]:
    """What has still to be said of ``picture`` before it may be printed, in words of the screens."""
    found = []
    if not picture.credit.strip():
        found.append(_("credit"))
    if not picture.terms or (picture.terms == Terms.LICENSED and picture.until is None):
        found.append(_("rights"))
    return found


def has_ended(picture: Picture, day: date) -> bool:
    """Whether a story of ``day`` comes too late for what was allowed."""
    return picture.until is not None and picture.until < day


def ends_soon(picture: Picture, day: date) -> bool:
    """Whether what was allowed ends in the days after ``day``."""
    return picture.until is not None and day <= picture.until <= day + SOON


def demand(numbers: Iterable[int], story: int, day: date) -> list[Picture]:
    """The pictures with these ``numbers``, which ``story`` is to show from ``day`` on. Two queries at most, none for none.

    Raises ``NotReady``, naming the picture, where its credit or its rights are not known, or do not reach to this use.
    """
    wanted = set(numbers)
    found = list(Picture.objects.filter(pk__in=wanted).order_by("pk")) if wanted else []
    once = [picture.pk for picture in found if picture.terms == Terms.ONCE]
    uses = PictureUse.objects.filter(picture__in=once).exclude(story=story)
    elsewhere = dict(uses.values_list("picture", "story")) if once else {}
    for picture in found:
        _refuse(picture, elsewhere.get(picture.pk), day)
    return found


def _refuse(picture: Picture, elsewhere: int | None, day: date) -> None:
    named: dict[str, Any] = {"picture": picture.title}
    if missing := lacks(picture):
        named["missing"] = _(" and ").join(missing)
        raise NotReady(
            _(
                "Of the picture “%(picture)s” this is not said yet: %(missing)s. Fill it in below the text, then publish."
            )
            % named
        )
    if has_ended(picture, day):
        assert picture.until is not None  # else it has no end
        named["day"] = date_format(picture.until, "DATE_FORMAT")
        raise NotReady(_("The picture “%(picture)s” could be used until %(day)s only: choose another.") % named)
    if elsewhere is not None:
        named["story"] = elsewhere
        raise NotReady(
            _("The picture “%(picture)s” was for one story only, and story %(story)s has it: choose another.") % named
        )
