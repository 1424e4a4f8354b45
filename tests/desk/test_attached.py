"""Pictures that came in with an item: kept once, developed, and printed by nobody before their rights are said."""

import io

import pytest
from django.utils import translation
from PIL import Image

from harkara.desk import attached
from harkara.desk.models import Picture
from tests.wire.mail.letters import photo

pytestmark = pytest.mark.django_db


def tagged() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "A classroom on a boat"
    exif[0x8825] = {1: "N", 2: (25.0, 33.0, 0.0)}
    Image.open(io.BytesIO(photo())).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_picture_is_kept_once_and_says_nothing_of_where_it_was_taken() -> None:
    first = attached.keep(tagged(), "ঘাট.jpg", credit="রহিমা খাতুন")
    assert attached.keep(tagged(), "again.jpg") == attached.Kept(first.id, first.address, was_new=False)
    row = Picture.objects.get()
    assert (row.title, row.caption, row.credit, row.terms) == ("ঘাট.jpg", "A classroom on a boat", "রহিমা খাতুন", "")
    assert (row.width, row.height, row.pk, first.was_new) == (800, 600, first.id, True)
    with Image.open(row.file.path) as kept:
        assert dict(kept.getexif()) == {}
    assert str(row.pk) in first.address


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "This is a file of type PDF"),
        (photo(200, 100), "too small to print"),
        (photo()[:2_000], "The file is broken"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, sentence: str) -> None:
    with translation.override("en"), pytest.raises(attached.Unfit, match=sentence):
        attached.keep(data, "x.jpg")
    assert not Picture.objects.exists()
