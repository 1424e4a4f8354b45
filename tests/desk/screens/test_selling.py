"""The screens on which space is sold: an order is written down and released, what became of it is seen and taken away."""

import csv
import io
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from harkara.desk.models import Campaign, Creative, ShareHook
from harkara.rack.outbox.sides import READERS
from harkara.readings import counting
from harkara.readings.spool import Sum
from tests.desk.factories import make_paper, make_picture, make_section, make_user

pytestmark = [
    pytest.mark.django_db(databases=["default", READERS]),
    # Wagtail leaves the file of a rendition that it just made to the collector.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
]


def client(role: str) -> Client:
    made = Client()
    made.force_login(make_user(group=role))
    return made


def form(picture: int, **more: str) -> dict[str, str]:
    """What the form of a campaign sends."""
    return {
        "name": "বইমেলা",
        "advertiser": "মেলা কমিটি",
        "on": "on",
        "at_head": "on",
        "weight": "1",
        "creatives-TOTAL_FORMS": "1",
        "creatives-INITIAL_FORMS": "0",
        "creatives-MIN_NUM_FORMS": "1",
        "creatives-MAX_NUM_FORMS": "1000",
        "creatives-0-id": "",
        "creatives-0-ORDER": "1",
        "creatives-0-picture": str(picture),
        "creatives-0-alt": "মেলায় আসুন",
        "creatives-0-link": "https://fair.example/",
        "creatives-0-markup": "",
        **more,
    }


def test_an_order_is_written_down_and_runs_once_it_is_released() -> None:
    make_paper()
    section = make_section("sports")
    editor, picture = client("desk_editor"), make_picture()
    answer = editor.post("/desk/campaigns/add/", form(picture.pk, sections=str(section.pk), wanted_shown="1000"))
    assert answer.status_code == 302
    row = Campaign.objects.get()
    assert (row.running, row.places, [one.slug for one in row.sections.all()]) == (True, ("head",), ["sports"])
    assert (row.creatives.get().link, row.wanted_shown) == ("https://fair.example/", 1000)
    listed = editor.get("/desk/campaigns/").content.decode()
    assert ("বইমেলা" in listed, "মেলা কমিটি" in listed) == (True, True)
    answer = editor.post(f"/desk/campaigns/delete/{row.pk}/")
    assert (answer.status_code, Campaign.objects.count()) == (302, 0)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"at_head": ""}, "অন্তত একটি জায়গা"),
        ({"creatives-0-link": "javascript:alert(1)"}, "ঠিকানায় যাওয়া যায় না"),
        ({"creatives-0-alt": ""}, "ছবি"),
        ({"advertiser": ""}, "কার বিজ্ঞাপন লিখুন"),
        ({"weight": "11"}, "১০"),
    ],
)
def test_an_order_that_cannot_be_kept_is_refused_in_words(more: dict[str, str], said: str) -> None:
    make_paper()
    given = {name: value for name, value in form(make_picture().pk, **more).items() if value or name != "at_head"}
    answer = client("desk_editor").post("/desk/campaigns/add/", given)
    assert (answer.status_code, Campaign.objects.count()) == (200, 0)
    assert said in answer.content.decode()


def sold() -> Campaign:
    row = Campaign(name="=মেলা", advertiser="মেলা কমিটি", on=True, at_head=True, wanted_shown=2000)
    row.creatives = [Creative(picture=make_picture(), alt="মেলায় আসুন", sort_order=0)]
    row.save()
    return row


def test_what_became_of_it_is_seen_and_taken_away() -> None:
    make_paper()
    row = sold()
    now = int(time.time())
    number = row.creatives.get().pk
    with transaction.atomic(using=READERS):
        counting.add([Sum(now, number, "vs", 1234), Sum(now, number, "vp", 17), Sum(now - 86_400, number, "vs", 100)])
    editor = client("desk_editor")
    page = editor.get("/desk/sold/").content.decode()
    for said in ("১,৩৩৪ / ২,০০০", "১৭", "১.২৭", "চলছে"):
        assert said in page
    answer = editor.get(f"/desk/sold/{row.pk}/export/")
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert table[0] == ["দিন", "ফরমাশ", "বিজ্ঞাপনদাতা", "যা দেখানো হয়", "দেখা", "ক্লিক", "শতে ক্লিক"]
    assert [line[4:6] for line in table[1:]] == [["100", "0"], ["1234", "17"], ["1334", "17"]]
    assert table[1][1].startswith("'=")  # nothing runs in a spreadsheet


def test_the_report_costs_the_same_for_one_and_for_three() -> None:
    make_paper()
    editor = client("desk_editor")
    sold()
    editor.get("/desk/sold/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            editor.get("/desk/sold/")
        counts.append(len(seen))
        sold()
        sold()
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", ["reporter", "sub_editor", "front_editor", "moderator"])
def test_others_neither_sell_nor_look(role: str) -> None:
    make_paper()
    row = sold()
    other = client(role)
    for address in (
        "/desk/campaigns/",
        "/desk/campaigns/add/",
        "/desk/sold/",
        f"/desk/sold/{row.pk}/export/",
        "/desk/hooks/",
    ):
        assert other.get(address).status_code in (302, 403), address


def test_calls_after_changes_are_the_administrators_and_say_how_they_went() -> None:
    make_paper()
    admin = client("admin")
    given = {
        "name": "ফেসবুক",
        "method": "POST",
        "address": "https://graph.facebook.com/?id={url}&access_token={facebook}",
        "body": "",
    }
    assert admin.post("/desk/hooks/add/", given).status_code == 302
    row = ShareHook.objects.get()
    assert row.on is False
    ShareHook.objects.update(on=True, result="12: 400", fails=True, told_at=timezone.now() - timedelta(minutes=1))
    page = admin.get("/desk/hooks/").content.decode()
    assert ("১২: ৪০০" in page, "ফেসবুক" in page) == (True, True)
    bad = admin.post("/desk/hooks/add/", {**given, "name": "খ", "address": "https://x.example/?token=EAAB1234567"})
    assert (bad.status_code, "গোপন কথা" in bad.content.decode()) == (200, True)
    assert client("desk_editor").get("/desk/hooks/").status_code in (302, 403)
