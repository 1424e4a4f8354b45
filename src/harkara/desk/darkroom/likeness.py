"""Pictures that look alike: the same photograph in another size, another quality, a little lighter.

A picture is made nine by eight pixels of grey, and of each two neighbours it is noted which is lighter (dHash): 64 bits that
survive all of that, and change with another frame. Two are alike where at most ``FAR`` bits differ. They are found without a
look at all pictures: of four parts of the bits at least one is equal where three differ, and mostly where a few more do; the
newest ``LOOKED`` of each part are compared.
"""

from typing import Final

from django.db.models import Case, QuerySet, When
from PIL import Image

from harkara.desk.models import Picture, PictureBand

FAR: Final = 6
"""Bits that may differ."""

PARTS: Final = 4
"""Parts by which alike pictures are found, of 16 bits each."""

LOOKED: Final = 200
"""Pictures of each equal part that are compared, the newest."""

PLAIN: Final = 8
"""Bits that must be set, and not set: a picture of one colour is like every other."""


def likeness(image: Image.Image) -> int | None:
    """The 64 bits of ``image``; ``None`` for one that shows too little to be told from another."""
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    grey = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            left = grey[row * 9 + column]
            bits = bits << 1 | (left > grey[row * 9 + column + 1])
    return bits if PLAIN <= bits.bit_count() <= 64 - PLAIN else None


def parts(bits: int) -> list[int]:
    """The numbers by which 64 bits are found: each part, with its place."""
    return [place << 16 | (bits >> 16 * place & 0xFFFF) for place in range(PARTS)]


def note(picture: Picture) -> None:
    """Writes down what a new ``picture`` looks like. Call it in the transaction that saves it."""
    with picture.file.storage.open(picture.file.name, "rb") as file, Image.open(file) as image:
        image.draft("L", (180, 160))
        bits = likeness(image)
    if bits is not None:
        PictureBand.objects.bulk_create(
            PictureBand(picture=picture, value=value, bits=_signed(bits)) for value in parts(bits)
        )


def like(picture: Picture) -> list[int]:
    """The pictures that look like ``picture``, the likest and then the newest first. As many queries as parts, and one."""
    own = PictureBand.objects.filter(picture=picture).values_list("value", "bits")
    distances: dict[int, int] = {}
    for value, bits in own:
        near = PictureBand.objects.filter(value=value).exclude(picture=picture).order_by("-picture")[:LOOKED]
        for number, other in near.values_list("picture", "bits"):
            distances[number] = ((bits ^ other) & 0xFFFF_FFFF_FFFF_FFFF).bit_count()
    return sorted((number for number, far in distances.items() if far <= FAR), key=lambda it: (distances[it], -it))


def twins(picture: Picture, among: "QuerySet[Picture]") -> "QuerySet[Picture]":
    """Those ``among`` that are the same file as ``picture`` or look like it, the likest first."""
    same = list(
        among.exclude(pk=picture.pk).filter(file_hash=picture.file_hash).order_by("pk").values_list("pk", flat=True)[:1]
    )
    found = list(dict.fromkeys([*same, *like(picture)]))
    order = Case(*(When(pk=number, then=place) for place, number in enumerate(found)), default=len(found))
    return among.filter(pk__in=found).order_by(order)


def _signed(bits: int) -> int:
    """As a database keeps it: 64 bits with a sign."""
    return bits - (1 << 64) if bits >> 63 else bits
