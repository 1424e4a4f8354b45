"""Drawn: the newest form of a picture is there, and pages may name it."""

from django.db import transaction

from harkara.desk.models import Picture, PictureUse


def drawn(number: int) -> bool:
    """Notes that picture ``number`` is drawn in its newest form; what shows it is touched. False where that was known, or
    it may not be shown any more.
    """
    with transaction.atomic():
        row = Picture.objects.select_for_update().filter(pk=number, avif=False, withdrawn=False).first()
        if row is None:
            return False
        row.avif = True
        row.save()
    return True


def undrawn(most: int) -> list[int]:
    """Of the ``most`` latest uses of pictures those whose newest form is not there, the latest first."""
    latest = PictureUse.objects.order_by("-pk").values_list("picture", "picture__avif")[:most]
    return list(dict.fromkeys(number for number, is_there in latest if not is_there))
