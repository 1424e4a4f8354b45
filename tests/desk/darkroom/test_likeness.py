"""The same photograph in another size or quality is told from another one."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageEnhance

from harkara.desk.darkroom.likeness import like, likeness, twins
from harkara.desk.models import Picture, PictureBand
from tests.desk.factories import make_picture


def photograph(seed: int, size: tuple[int, int] = (900, 600)) -> Image.Image:
    """A picture of soft light and dark, another one for each ``seed``."""
    tones = bytes((seed * 7919 + place * place * 104_729 + place * 31 * seed) % 251 for place in range(48))
    return Image.frombytes("L", (8, 6), tones).convert("RGB").resize(size, Image.Resampling.BICUBIC)


def kept(image: Image.Image, name: str, quality: int = 90) -> Picture:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Picture.objects.create(title=name, file=SimpleUploadedFile(f"{name}.jpg", out.getvalue(), "image/jpeg"))


@pytest.mark.django_db
def test_another_size_quality_and_light_are_the_same_picture() -> None:
    first = kept(photograph(1), "first")
    for number in range(2, 12):
        kept(photograph(number), f"other-{number}")
    small = kept(photograph(1).resize((450, 300)), "small", quality=40)
    light = kept(ImageEnhance.Brightness(photograph(1)).enhance(1.1), "light")
    assert set(like(first)) == {small.pk, light.pk}
    assert set(like(light)) == {first.pk, small.pk}


@pytest.mark.django_db
def test_the_same_file_comes_before_what_is_alike() -> None:
    alike = kept(photograph(1).resize((450, 300)), "small", quality=40)
    same = kept(photograph(1), "same")
    new = kept(photograph(1), "new")
    assert [row.pk for row in twins(new, Picture.objects.all())] == [same.pk, alike.pk]


@pytest.mark.django_db
def test_a_picture_of_one_colour_is_like_no_other() -> None:
    assert likeness(Image.new("RGB", (600, 400), "red")) is None
    assert like(make_picture()) == like(make_picture()) == []
    assert PictureBand.objects.count() == 0
