"""The form for phones as a server sees it: who gets in, what a browser without JavaScript sends, what scripts are told."""

import gzip
import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, rights
from harkara.desk.gazetteer.names import names
from harkara.desk.models import Filing, IncomingClipping, Picture
from harkara.desk.screens import phone
from harkara.people.models import User
from tests.desk.factories import make_user
from tests.wire.mail.letters import photo

pytestmark = pytest.mark.django_db

PIECE = {"id": "a1b2c3d4e5f6", "version": 1, "text": "তিস্তার পানি বেড়েছে।", "place": "উলিপুর (কুড়িগ্রাম)", "age": 60}
MAY = {role for role in rights.ROLES if role != "moderator"}
KNOWN = 3
"""Queries to know who asks and what they may, as in ``test_costs``."""


@pytest.fixture
def rina(client: Client) -> User:
    user = make_user("rina", group="correspondent", first_name="রিনা", last_name="খাতুন")
    client.force_login(user)
    return user


def told(client: Client, path: str = "piece/", **piece: Any) -> Any:
    return client.post(f"/desk/file/{path}", json.dumps({**PIECE, **piece}), content_type="application/json")


def whole(client: Client, address: str) -> bytes:
    """What a browser gets over the line."""
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip", address
    return bytes(answer.content)


def test_all_of_it_is_under_fifteen_kilobytes(client: Client, rina: User) -> None:
    for number in range(3):
        told(client, id=f"piece-{number:04}")
    page = whole(client, "/desk/file/")
    parts = re.findall(r'(?:href|src)="(/desk/file/form[^"]+)"', gzip.decompress(page).decode())
    sizes = {"page": len(page), **{part: len(whole(client, part)) for part in [*parts, "/desk/file/worker.js"]}}
    assert len(parts) == 2
    assert sum(sizes.values()) <= 15_000, sizes
    assert "/static/" not in gzip.decompress(page).decode()


def test_what_it_is_made_of_is_kept_by_its_hash_and_asked_for_anew_without(client: Client) -> None:
    named = client.get(phone._address("form.js"))
    plain = client.get("/desk/file/form.js")
    assert (named["Cache-Control"], plain["Cache-Control"]) == ("public, max-age=31536000, immutable", "no-cache")
    assert client.get("/desk/file/form.js", headers={"if-none-match": plain["ETag"]}).status_code == 304
    assert client.get("/desk/file/other.js").status_code == 404
    assert client.get("/desk/file/worker.js")["Cache-Control"] == "no-cache"


def test_the_places_are_there_without_a_script(client: Client, rina: User) -> None:
    page = client.get("/desk/file/").content.decode()
    assert all(f"<option>{place}" in page for place in names())
    assert ("কুড়িগ্রাম" in names(), "উলিপুর (কুড়িগ্রাম)" in names(), len(names())) == (True, True, 558)


@pytest.mark.parametrize("role", rights.ROLES)
def test_who_gets_in(client: Client, role: str) -> None:
    client.force_login(make_user(group=role))
    status = 200 if role in MAY else 403
    assert client.get("/desk/file/").status_code == status
    assert client.get("/desk/file/state/").status_code == status
    assert told(client).status_code == status
    assert client.post("/desk/file/", {"text": "ক", "place": "ঢাকা"}).status_code == (302 if role in MAY else 422)


def test_a_correspondent_sees_nothing_else_of_the_newsroom(client: Client, rina: User) -> None:
    told(client)
    number = IncomingClipping.objects.get().pk
    for address in (
        "/desk/",
        "/desk/stories/",
        "/desk/tray/",
        f"/desk/tray/{number}/",
        "/desk/images/",
        "/desk/account/",
    ):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain[-1] == ("/desk/file/", 302), address
    assert client.get("/desk/tray/", headers={"x-requested-with": "XMLHttpRequest"}).status_code in (302, 403)


def test_who_is_signed_out_is_led_to_a_light_page_and_back(client: Client) -> None:
    make_user("rina", group="correspondent")
    assert client.get("/desk/file/")["Location"] == "/desk/file/in/"
    page = client.get("/desk/file/in/").content.decode()
    assert ("/static/" in page, "প্রবেশ করুন" in page) == (False, True)
    answer = client.post("/desk/file/in/", {"username": "rina", "password": "password"})
    assert answer["Location"] == "/desk/file/"
    assert client.session.get_expiry_age() > 59 * 24 * 3600
    assert client.get("/desk/file/in/")["Location"] == "/desk/file/"


def test_an_editor_who_files_from_a_phone_stays_no_longer_than_elsewhere(client: Client) -> None:
    make_user("tom", group="desk_editor")
    client.post("/desk/file/in/", {"username": "tom", "password": "password"})
    assert client.session.get_expiry_age() <= 14 * 24 * 3600


def test_after_too_many_tries_nothing_is_heard_for_a_while(client: Client) -> None:
    make_user("rina", group="correspondent")
    for _try in range(6):
        page = client.post("/desk/file/in/", {"username": "rina", "password": "wrong"})
    assert "অনেকবার" in page.content.decode() or "আবার চেষ্টা" in page.content.decode()
    assert client.post("/desk/file/in/", {"username": "rina", "password": "password"}).status_code == 200


def test_scripts_are_told_who_is_signed_in_and_what_became_of_pieces(client: Client, rina: User) -> None:
    answer = told(client).json()
    state = client.get("/desk/file/state/").json()
    assert (state["who"], state["name"], state["pieces"]) == (rina.pk, "রিনা খাতুন", [answer])
    number = IncomingClipping.objects.get().pk
    assert (answer["number"], answer["state"], answer["version"], answer["pictures"]) == (number, "filed", 1, [])


def test_scripts_of_who_is_signed_out_are_told_so_and_nothing_is_filed(client: Client) -> None:
    assert [client.get("/desk/file/state/").status_code, told(client).status_code] == [401, 401]
    assert (
        client.post("/desk/file/picture/?piece=a&picture=b&from=0", b"", content_type="image/jpeg").status_code == 401
    )
    assert IncomingClipping.objects.count() == 0


@pytest.mark.parametrize(
    "body", ["", "[]", '{"id": "short"}', '{"id": 7}', '{"id": "a1b2c3d4e5f6", "text": 7, "place": "ঢাকা"}']
)
def test_what_is_no_piece_is_answered_in_a_sentence(client: Client, rina: User, body: str) -> None:
    answer = client.post("/desk/file/piece/", body, content_type="application/json")
    assert (answer.status_code, "আবার খুলে" in answer.json()["error"]) == (422, True)


def test_a_picture_comes_after_its_piece(client: Client, rina: User) -> None:
    data = photo()
    told(client, pictures=[{"id": "picture-0001", "name": "ঘাট.jpg", "size": len(data), "caption": "ঘাটে"}])

    def part(start: int, end: int, name: str = "picture-0001") -> Any:
        address = f"/desk/file/picture/?piece={PIECE['id']}&picture={name}&from={start}"
        return client.post(address, data[start:end], content_type="application/octet-stream")

    assert part(0, 100).json() == {"have": 100, "done": False, "why": ""}
    assert part(100, len(data)).json() == {"have": len(data), "done": True, "why": ""}
    assert (part(0, 10, "other").status_code, Picture.objects.get().caption) == (404, "ঘাটে")
    bad = client.post("/desk/file/picture/?piece=a&picture=b&from=x", b"1", content_type="application/octet-stream")
    assert bad.status_code == 400


def plain(client: Client, **said: Any) -> Any:
    return client.post(
        "/desk/file/", {"piece": "0123456789abcdef0123", "text": "ঝড়ে স্কুল ভেঙেছে।", "place": "ভোলা", **said}
    )


def test_without_a_script_the_form_files_once_and_says_the_number(client: Client, rina: User) -> None:
    picture = SimpleUploadedFile("স্কুল.jpg", photo(), "image/jpeg")
    answer = plain(client, pictures=picture)
    plain(client)
    clipping = IncomingClipping.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/file/?filed={clipping.pk}")
    assert len(clipping.pictures) == 1
    page = client.get(answer["Location"]).content.decode()
    assert "ঝড়ে স্কুল ভেঙেছে" in page
    plain(client, text="ঝড়ে দুটি স্কুল ভেঙেছে।")  # the page before, changed and sent again
    assert IncomingClipping.objects.count() == 2


def test_what_is_refused_comes_back_in_the_form(client: Client, rina: User) -> None:
    answer = plain(client, place="", headline="ঝড়")
    page = answer.content.decode()
    assert (answer.status_code, "ঝড়ে স্কুল ভেঙেছে।</textarea>" in page, 'value="ঝড়"' in page) == (422, True, True)


def test_words_survive_an_ended_session_and_an_old_token() -> None:
    user = make_user("rina", group="correspondent")
    strict = Client(enforce_csrf_checks=True)
    gone = plain(strict)
    assert (gone.status_code, "ঝড়ে স্কুল ভেঙেছে।</textarea>" in gone.content.decode()) == (403, True)
    strict.force_login(user)
    stale = plain(strict, csrfmiddlewaretoken="x" * 64)
    page = stale.content.decode()
    assert (stale.status_code, "ঝড়ে স্কুল ভেঙেছে।</textarea>" in page) == (403, True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    assert plain(strict, csrfmiddlewaretoken=token[1]).status_code == 302
    assert Filing.objects.count() == 1


def test_a_script_needs_the_token_that_it_is_told(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user("rina", group="correspondent"))
    assert told(strict).status_code == 403
    token = strict.get("/desk/file/state/").json()["token"]
    body = json.dumps(PIECE)
    answer = strict.post("/desk/file/piece/", body, content_type="application/json", headers={"x-csrftoken": token})
    assert answer.status_code == 200


def test_a_dismissed_person_and_a_lost_phone_file_nothing(client: Client, rina: User) -> None:
    admin = make_user("boss", group="admin")
    actions.end_sessions(rina, admin)
    assert told(client).status_code == 401
    client.force_login(User.objects.get(pk=rina.pk))
    actions.dismiss(rina, admin)
    assert told(client).status_code == 401


def test_a_lost_phone_is_signed_out_from_the_staff_screen(client: Client, rina: User) -> None:
    editor = Client()
    editor.force_login(make_user("tom", group="desk_editor"))
    assert "সব যন্ত্র থেকে প্রস্থান করান" in editor.get(f"/desk/staff/{rina.pk}/").content.decode()
    editor.post(f"/desk/staff/{rina.pk}/sign-out/")
    assert client.get("/desk/file/state/").status_code == 401


def test_what_a_phone_keeps_of_the_page_names_nobody(client: Client, rina: User) -> None:
    told(client, headline="তিস্তার বাঁধ")
    assert (
        "রিনা" in client.get("/desk/file/").content.decode(),
        "রিনা" in client.get("/desk/file/?shell").content.decode(),
    ) == (
        True,
        False,
    )
    assert "তিস্তার বাঁধ" not in client.get("/desk/file/?shell").content.decode()


def test_it_may_load_nothing_but_its_own(client: Client, rina: User) -> None:
    for address in ("/desk/file/", "/desk/file/in/", "/desk/file/state/"):
        assert client.get(address)["Content-Security-Policy"] == phone.POLICY, address


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_and_what_scripts_ask_cost_the_same_however_many_pieces(
    client: Client, rina: User, count: int
) -> None:
    for number in range(count):
        told(client, id=f"piece-{number:04}", pictures=[{"id": f"picture-{number}", "name": "a", "size": 9}])
    for address in ("/desk/file/", "/desk/file/state/"):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) == KNOWN + 2, address


def test_the_tray_shows_that_it_came_from_a_phone_and_when(client: Client, rina: User) -> None:
    told(client, pictures=[{"id": "picture-0001", "name": "a", "size": 9}])
    client.force_login(make_user("tom", group="desk_editor"))
    number = IncomingClipping.objects.get().pk
    assert "is-phone" in client.get("/desk/tray/").content.decode()
    assert "is-phone" in client.get("/desk/").content.decode()
    page = client.get(f"/desk/tray/{number}/").content.decode()
    assert ("ফোন থেকে" in page, "১টি ছবি এখনো ফোনে আছে" in page) == (True, True)


def test_in_english_for_who_chose_it(client: Client, rina: User) -> None:
    client.post("/desk/language/?language=en")
    assert "<h1>File a piece</h1>" in client.get("/desk/file/").content.decode()


TOO_LARGE = "যে লেখা পাঠানো হলো তা ২.৫ এমবির চেয়ে বড়, তাই নেওয়া যায়নি। কিছুই হারায়নি"


@pytest.mark.parametrize("is_multipart", [True, False])
def test_words_that_are_too_large_are_answered_with_the_form(client: Client, rina: User, is_multipart: bool) -> None:
    words = {"text": "ক" * 900_000, "place": "ঢাকা"}
    if is_multipart:
        answer = client.post("/desk/file/", words)
    else:
        answer = client.post(
            "/desk/file/", urlencode(words), content_type="application/x-www-form-urlencoded; charset=utf-8"
        )
    page = answer.content.decode()
    assert (answer.status_code, TOO_LARGE in page, 'name="text"' in page) == (413, True, True)
    assert Filing.objects.count() == 0


def test_a_script_is_told_the_same(client: Client, rina: User) -> None:
    answer = told(client, text="k" * 3_000_000)
    assert (answer.status_code, TOO_LARGE in answer.json()["error"]) == (422, True)
