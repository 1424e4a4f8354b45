"""The screens of redaction and of sealed copies."""

import pytest
from django.test import Client

from harkara.desk.models import Sealed, Story
from tests.desk.factories import make_story, make_user, stored

pytestmark = pytest.mark.django_db

NAME = "অনিমা সেন"


def at_desk(name: str, group: str = "desk_editor") -> Client:
    client = Client()
    client.force_login(make_user(name, group=group, first_name=name))
    return client


def named() -> Story:
    text = "<p>অনিমা সেনের ব্যাগ। অনিমার খাতা।</p>"
    return make_story(headline="নিখোঁজ ছাত্রী", summary="", body=stored(("paragraph", text)))


def test_places_are_shown_first_and_cut_when_confirmed() -> None:
    story, rina = named(), at_desk("rina")
    at = f"/desk/acts/{story.pk}/redact/"
    said = {"words": NAME, "instead": "এক ছাত্রী", "reason": "নাবালিকা"}
    page = rina.post(at, said).content.decode()
    assert [part in page for part in ("অনিমা সেনের ব্যাগ", 'value="অনিমার"', "সব জায়গা থেকে নামটি মুছুন")] == [True] * 3
    assert "অনিমা সেনের" in Story.objects.get(pk=story.pk).body.raw_data[0]["value"]
    answer = rina.post(at, {**said, "cut": "1", "also": ["অনিমার"]})
    assert answer.status_code == 302
    assert Story.objects.get(pk=story.pk).body.raw_data[0]["value"] == "<p>এক ছাত্রীর ব্যাগ। এক ছাত্রীর খাতা।</p>"


def test_a_name_that_is_not_there_is_said_to_be() -> None:
    story, rina = named(), at_desk("rina")
    page = rina.post(f"/desk/acts/{story.pk}/redact/", {"words": "রওশন", "instead": "…", "reason": "ক"})
    assert "নামটি খবরে নেই" in page.content.decode()


def test_two_open_a_sealed_copy() -> None:
    story, rina, karim = named(), at_desk("rina"), at_desk("karim", "admin")
    rina.post(
        f"/desk/acts/{story.pk}/redact/",
        {"words": NAME, "instead": "…", "reason": "নাবালিকা", "cut": "1", "also": ["অনিমার"]},
    )
    copy = Sealed.objects.get()
    at = f"/desk/acts/sealed/{copy.pk}/"
    assert f'href="{at}"' in rina.get("/desk/acts/sealed/").content.decode()
    rina.post(f"{at}open/", {"act": "ask", "reason": "আদালত চেয়েছে"})
    assert "অনিমা" not in karim.get(at).content.decode()
    karim.post(f"{at}open/", {"act": "agree"})
    answer = rina.post(f"{at}open/", {"act": "read"})
    assert ("অনিমা সেনের ব্যাগ" in answer.content.decode(), "no-store" in answer["cache-control"]) == (True, True)
    third = at_desk("third").post(f"{at}open/", {"act": "read"})
    assert (third.status_code, "অনিমা" in third.content.decode()) == (302, False)


@pytest.mark.parametrize("group", ["reporter", "sub_editor", "front_editor", "moderator"])
def test_sealed_copies_are_for_two_roles(group: str) -> None:
    tom = at_desk("tom", group)
    assert [tom.get("/desk/acts/sealed/").status_code, tom.get("/desk/acts/sealed/1/").status_code] == [302, 404]
