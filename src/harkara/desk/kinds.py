"""Kinds of stories: what each of them needs before readers see it, in words that say the way out."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from harkara.bangla.digits import to_bangla
from harkara.desk import clock, videos
from harkara.desk.models import Picture, Story

OLDEST = 150
"""Years that nobody lives longer than: a life that is longer is a slip of the finger."""

FEWEST = 3
"""Pictures that make a photo story."""


def lacks(version: Story) -> list[str]:
    """What ``version`` lacks for a story of its kind, a sentence each; empty where readers may see it."""
    asks = ASKS.get(str(version.kind))
    return list(asks(version)) if asks else []


def wrong_years(born: int | None, died: int | None) -> str:
    """What cannot be in the years of a life, a sentence; empty where they can."""
    latest = clock.today().year
    for year in (born, died):
        if year and not 1 <= year <= latest:
            return _("%(year)s has not come yet: give a year up to %(latest)s.") % {
                "year": to_bangla(str(year)),
                "latest": to_bangla(str(latest)),
            }
    if born and died and not 0 <= died - born <= OLDEST:
        years = {"born": to_bangla(str(born)), "died": to_bangla(str(died))}
        return _("Nobody was born in %(born)s and died in %(died)s: look at both years.") % years
    return ""


def _obituary(version: Story) -> Iterator[str]:
    if not version.remembered.strip():
        yield _("An obituary says who died: fill in the name.")
    if not version.died:
        yield _("An obituary says when somebody died: fill in the year.")
    if wrong := wrong_years(version.born, version.died):
        yield wrong


def _photo(version: Story) -> Iterator[str]:
    shown = [block["value"] for block in version.body.raw_data if block["type"] == "picture" and block["value"]]
    if len(shown) < FEWEST:
        yield _(
            "A photo story has %(fewest)s pictures or more in its text: “Add several pictures” takes them at once."
        ) % {"fewest": to_bangla(str(FEWEST))}
    if version.picture_id is None:
        yield _("A photo story needs a picture above its text too: lists and shared links show it.")
    silent = Picture.objects.filter(pk__in=shown, caption="").order_by("pk")
    for row in silent:
        if not version.captions.get(str(row.pk), {}).get("caption"):
            yield _("“%(picture)s” has no caption: in a photo story each picture says what is to be seen.") % {
                "picture": row.title
            }


def _video(version: Story) -> Iterator[str]:
    if not version.video:
        yield _("A video story needs the address of its video: copy it from YouTube, Facebook or Vimeo.")
    elif wrong := wrong_video(version.video):
        yield wrong
    if version.picture_id is None:
        yield _("A video story needs a picture: it stands there until somebody plays the video.")


def wrong_video(address: str) -> str:
    """Why nothing can be shown of ``address``, a sentence; empty where it is a video."""
    if videos.of(address):
        return ""
    return _(
        "“%(address)s” is no video on YouTube, Facebook or Vimeo: open the video there and copy its full address."
    ) % {"address": address}


ASKS: dict[str, Callable[[Story], Iterator[str]]] = {
    Story.Kind.OBITUARY.value: _obituary,
    Story.Kind.PHOTO.value: _photo,
    Story.Kind.VIDEO.value: _video,
}
