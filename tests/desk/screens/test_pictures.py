"""Pictures are brought by the screens of the newsroom, and readers never get the file that was brought."""

import gc
import io
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from PIL import Image
from wagtail.models import Collection, UploadedFile

from harkara.desk.models import Picture
from harkara.people.models import User
from tests.desk.factories import make_picture, make_user

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves files of thumbnails open; Python closes them when it clears up.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def cleared_up() -> Iterator[None]:
    """What Wagtail left open is closed in the test that opened it."""
    yield
    gc.collect()


@pytest.fixture
def photographer(client: Client) -> Client:
    client.force_login(make_user(group="photo_editor"))
    return client


def bring(client: Client, data: bytes, name: str, collection: int = 1) -> dict[str, object]:
    answer = client.post(
        "/desk/images/multiple/add/",
        {"title": name, "collection": collection, "files[]": SimpleUploadedFile(name, data, "image/jpeg")},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert answer.status_code == 200
    found: dict[str, object] = answer.json()
    return found


def photo(kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Lensmaker"
    exif[0x010E] = "Boats at the ghat"
    exif[0x8825] = {1: "N", 2: (23.0, 48.0, 36.0)}
    out = io.BytesIO()
    Image.effect_noise((600, 400), 40).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


def test_a_picture_is_kept_without_place_and_device_and_its_words_are_offered(photographer: Client) -> None:
    answer = bring(photographer, photo(), "ঘাট.jpg")
    assert answer["success"] is True
    picture = Picture.objects.get()
    assert (picture.caption, picture.title) == ("Boats at the ghat", "ঘাট.jpg")
    assert "Boats at the ghat" in str(answer["form"])
    with picture.file.open() as file:
        kept = file.read()
    assert b"Lensmaker" in photo()
    assert b"Lensmaker" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert dict(image.getexif()) == {}


def test_a_file_is_what_it_is_whatever_it_is_called(photographer: Client) -> None:
    assert bring(photographer, photo("PNG"), "photo.jpg")["success"] is True
    assert Picture.objects.get().file.name.endswith(".png")
    answer = bring(photographer, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.jpg")
    assert (answer["success"], Picture.objects.count()) == (False, 1)
    assert "SVG" in str(answer["error_message"])


def test_a_refusal_is_said_in_bangla(photographer: Client) -> None:
    with translation.override("bn"):
        assert str(bring(photographer, photo()[:900], "ঘাট.jpg")["error_message"]).startswith("ফাইলটি নষ্ট")


def test_the_same_file_leads_to_the_one_that_is_there(photographer: Client) -> None:
    data = photo()
    assert bring(photographer, data, "one.jpg")["duplicate"] is False
    first = Picture.objects.get()
    answer = bring(photographer, data, "two.jpg")
    assert answer["duplicate"] is True
    assert f'alt="{first.title}"' in str(answer["confirm_duplicate_upload"])


def test_a_name_that_is_too_long_is_cut_and_no_raw_file_is_kept_back(photographer: Client) -> None:
    """Wagtail's uploader keeps the raw file of a picture whose words are wrong: with a long name it would."""
    assert bring(photographer, photo(), "ঘ" * 300 + ".jpg")["success"] is True
    assert (Picture.objects.get().title, UploadedFile.objects.count()) == ("ঘ" * 255, 0)


def test_a_picture_put_aside_for_its_words_is_not_kept_as_it_came(photographer: Client) -> None:
    two = Collection.get_first_root_node().add_child(name="দুই")
    for role in Group.objects.filter(user=User.objects.get()):
        for permission in role.collection_permissions.all():
            role.collection_permissions.create(collection=two, permission=permission.permission)
    answer = bring(photographer, photo(), "ঘাট.jpg", collection=10**6)
    aside = UploadedFile.objects.get()
    with aside.file.open() as file:
        kept = file.read()
    assert (b"Lensmaker" in photo(), b"Lensmaker" in kept, Picture.objects.count()) == (True, False, 0)
    given = {f"uploaded-image-{aside.pk}-{name}": said for name, said in {"title": "ঘাট", "collection": two.pk}.items()}
    done = photographer.post(f"/desk/images/multiple/create_from_uploaded_image/{answer['uploaded_file_id']}/", given)
    assert done.json()["success"] is True
    with Picture.objects.get().file.open() as file:
        assert file.read() == kept
    assert UploadedFile.objects.count() == 0


def test_readers_never_get_the_file_that_was_brought(client: Client) -> None:
    picture = make_picture()
    address = f"/media/{picture.file.name}"
    assert client.get(address).status_code == 302
    client.force_login(make_user())
    answer = client.get(address)
    assert answer.status_code == 200
    answer.close()
