"""Door: pictures that came in with an item off the wire become pictures of the library, or are refused in words.

They come as anybody's do: through the darkroom, drawn anew, and without a word on why they may be printed. So none is printed
before an editor has said that.
"""

import hashlib
from dataclasses import dataclass

from django.urls import reverse

from harkara.desk.darkroom import developing
from harkara.desk.errors import Unfit
from harkara.desk.models import Picture

__all__ = ["Kept", "Unfit", "keep"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture of the library: its number and the address of its screen. ``was_new``: it was not there before."""

    id: int
    address: str
    was_new: bool


def keep(data: bytes, name: str, caption: str = "", credit: str = "") -> Kept:
    """Takes the picture ``data`` into the library under its file's ``name``; the same one twice is there once.

    What the file says of itself stands where ``caption`` and ``credit`` are empty. Raises ``Unfit`` with a sentence for what
    is no picture for the paper.
    """
    developed = developing.develop(data)
    drawn = hashlib.sha1(developed.body, usedforsecurity=False).hexdigest()
    known = Picture.objects.filter(file_hash=drawn).order_by("pk").values_list("pk", flat=True).first()
    if known is not None:
        return Kept(known, _address(known), was_new=False)
    file = developing.DevelopedFile(developed, name)
    picture = Picture(
        title=name[:255] or "picture",
        file=file,
        caption=(caption or developed.said.caption)[:400],
        credit=(credit or developed.said.credit)[:120],
        taken_at=developed.said.taken_at,
    )
    picture._set_image_file_metadata()
    picture.save()
    return Kept(picture.pk, _address(picture.pk), was_new=True)


def _address(number: int) -> str:
    return reverse("wagtailimages:edit", args=[number])
