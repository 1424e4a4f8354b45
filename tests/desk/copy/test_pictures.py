"""Picture files: the sizes there are, the same bytes each time, nothing else."""

import io

import pytest
from PIL import Image

from harkara.desk import copy
from harkara.desk.copy.pictures import draw, picture_copy
from tests.desk.factories import make_picture
from tests.desk.touching import noted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("format_", "kind", "name"),
    [("jpg", "image/jpeg", "JPEG"), ("webp", "image/webp", "WEBP"), ("avif", "image/avif", "AVIF")],
)
def test_a_file_is_drawn_in_its_size(format_: str, kind: str, name: str) -> None:
    picture = make_picture(width=1000, height=600)
    with noted() as keys:
        found = copy.picture(picture.pk, 640, format_)
    assert found is not None
    with Image.open(io.BytesIO(found.body)) as image:
        assert (found.content_type, image.format, image.size) == (kind, name, (640, 384))
    assert keys == {f"picture:{picture.pk}:drawn"}
    assert copy.picture(picture.pk, 640, format_) == found


@pytest.mark.parametrize(("width", "format_"), [(1280, "jpg"), (641, "jpg"), (0, "webp"), (320, "gif"), (320, "")])
def test_other_sizes_and_formats_are_not_there(width: int, format_: str) -> None:
    assert copy.picture(make_picture().pk, width, format_) is None


def test_a_small_picture_comes_in_its_own_size() -> None:
    picture = make_picture(width=200, height=100)
    found = copy.picture(picture.pk, 200, "jpg")
    assert (found is not None, copy.picture(picture.pk, 320, "jpg"), copy.picture(10**9, 320, "jpg")) == (
        True,
        None,
        None,
    )


def test_transparent_is_white_on_jpeg_and_stays_on_webp() -> None:
    clear = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    with Image.open(io.BytesIO(draw(clear, 20, 20, "jpg").body)) as image:
        assert image.getpixel((10, 10)) == (255, 255, 255)
    with Image.open(io.BytesIO(draw(clear, 20, 20, "webp").body)) as image:
        assert image.convert("RGBA").getpixel((10, 10))[3] == 0


def test_what_the_camera_wrote_stays_behind_but_turns_the_picture() -> None:
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Camera"
    Image.new("RGB", (60, 30), "red").save(buffer, "JPEG", exif=exif)
    with Image.open(io.BytesIO(buffer.getvalue())) as original:
        drawn = draw(original, 30, 60, "jpg")
    with Image.open(io.BytesIO(drawn.body)) as image:
        assert (image.size, dict(image.getexif())) == ((30, 60), {})


@pytest.mark.parametrize(
    ("point", "quarter"),
    [((None, None), (50, 50)), ((990, 10), (100, 0)), ((260, 440), (25, 75)), ((9999, 300), (100, 50))],
)
def test_the_focal_point_is_said_in_quarters(point: tuple[int | None, int | None], quarter: tuple[int, int]) -> None:
    picture = make_picture(width=1000, height=600, focal_point_x=point[0], focal_point_y=point[1])
    shown = picture_copy(picture)
    assert shown is not None
    assert shown.focus == quarter
