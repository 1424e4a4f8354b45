"""The wire's screens: sources and how they go, rules and what they would catch; and what board, tray and editor say of items."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock
from harkara.desk.models import IncomingClipping, Story, WireAlarm, WireRule, WireSource
from harkara.wire import complaints
from tests.desk.factories import make_desk, make_rule, make_section, make_source, make_user, send
from tests.desk.test_twins import STORY

pytestmark = pytest.mark.django_db

SOURCE = {
    "name": "নীলখাম, জাতীয়",
    "outlet": "নীলখাম",
    "kind": "feed",
    "minutes": "15",
    "address": "https://nilkham.example/rss",
    "zone": "",
    "section": "",
    "for_desk": "",
    "syndication": "full",
}
RULE = {
    "name": "বন্যা জরুরি",
    "position": "0",
    "is_on": "on",
    "words": "বন্যা",
    "subjects": "",
    "places": "",
    "source": "",
    "section": "",
    "for_desk": "",
    "urgency": "2",
}


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(make_user("rina", group="desk_editor", first_name="রিনা"))
    return client


def page(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.document_fromstring(answer.content.decode())


ROWS = "//*[@id='listing-results']//tbody/tr"


def text(found: Any) -> str:
    return " ".join(found.text_content().split())


def test_a_source_is_written_down_paused_and_taken_away(chief: Client) -> None:
    assert chief.post("/desk/wire/sources/add/", SOURCE).status_code == 302
    source = WireSource.objects.get()
    assert (source.name, source.scope, source.is_paused, source.minutes) == (SOURCE["name"], "নীলখাম", False, 15)
    address = f"/desk/wire/sources/edit/{source.pk}/"
    assert chief.post(address, {**SOURCE, "is_paused": "on", "outlet": "দৈনিক নীলখাম"}).status_code == 302
    source.refresh_from_db()
    assert (source.is_paused, source.outlet, source.scope) == (True, "দৈনিক নীলখাম", "নীলখাম")
    row = send(source)
    assert chief.post(f"/desk/wire/sources/delete/{source.pk}/").status_code == 302
    row.refresh_from_db()
    assert (WireSource.objects.count(), row.source) == (0, None)
    logged = ModelLogEntry.objects.filter(content_type__model="wiresource").order_by("pk")
    assert [(entry.action, entry.user.username) for entry in logged] == [
        (f"wagtail.{act}", "rina") for act in ("create", "edit", "delete")
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"address": "nilkham.example/rss"}, "এ ধরনের ঠিকানা নয়"),
        ({"address": "ftp://nilkham.example/rss"}, "এ ধরনের ঠিকানা নয়"),
        ({"address": "https://rina:geheim@nilkham.example/rss"}, "পাসওয়ার্ডসহ ঠিকানা এখানে রাখা হয় না"),
        ({"kind": "mailbox"}, "এভাবে লিখুন imaps://"),
        ({"zone": "Dhaka"}, "কোনো সময় অঞ্চল নয়"),
        ({"minutes": "1"}, "৫"),
    ],
)
def test_half_a_source_is_refused_in_words(chief: Client, change: dict[str, str], sentence: str) -> None:
    answer = chief.post("/desk/wire/sources/add/", {**SOURCE, **change})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert WireSource.objects.count() == 0


def test_the_list_says_how_it_goes(chief: Client) -> None:
    good, bad, off = (make_source(name=name, is_paused=name == "গ") for name in "কখগ")
    now = clock.now()
    WireSource.objects.filter(pk=good.pk).update(looked_at=now, taken=12)
    error = {"sentence": complaints.NO_ANSWER, "values": {"host": "nilkham.example"}}
    WireSource.objects.filter(pk=bad.pk).update(looked_at=now, error=error, failures=3)
    rows = {text(row)[0]: text(row) for row in page(chief, "/desk/wire/sources/").xpath(ROWS)}
    assert "ঠিকঠাক" in rows[good.name]
    assert "১২" in rows[good.name]
    assert "“nilkham.example” সাড়া দিচ্ছে না: পরে আবার দেখা হবে।" in rows[bad.name]
    assert "বিরতিতে" in rows[off.name]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(chief: Client, count: int) -> None:
    for _ in range(count):
        make_source(section=make_section("national"), for_desk=make_desk())
        make_rule(section=make_section("national"), for_desk=make_desk())
    costs = []
    for address in ("/desk/wire/sources/", "/desk/wire/rules/"):
        chief.get(address)
        with CaptureQueriesContext(connection) as captured:
            page(chief, address)
        costs.append(len(captured))
    assert costs == [LIST, LIST]


LIST = 7
"""Queries of either list, three of them to know who asks."""


def test_the_last_look_is_told_on_the_screen_of_a_source(chief: Client) -> None:
    source = make_source()
    report = [{"sentence": complaints.NO_DATE, "values": {"count": 7}}]
    WireSource.objects.update(
        looked_at=clock.now(),
        failures=2,
        report=report,
        error={"sentence": complaints.EMPTY, "values": {"address": "x"}},
    )
    found = text(page(chief, f"/desk/wire/sources/edit/{source.pk}/").xpath("//*[@class='desk-looks']")[0])
    assert "পরপর ২ বার ব্যর্থ" in found
    assert "“x” খালি: পরে আবার দেখা হবে।" in found
    assert "৭টি বার্তায় প্রকাশের সময় নেই।" in found


def test_a_rule_is_tried_before_it_is_saved(chief: Client) -> None:
    flood, other = send(headline="হাওরে বন্যা"), send(headline="জিতল আবাহনী")
    answer = chief.post("/desk/wire/rules/add/", {**RULE, "action-try": "1"})
    found = html.document_fromstring(answer.content.decode())
    assert "১টি ধরা পড়ত।" in text(found.get_element_by_id("tried"))
    assert found.xpath("//ul[@class='desk-caught']//a/@href") == [f"/desk/tray/{flood.pk}/"]
    assert found.xpath("//*[@id='tried']//details//a/@href") == [f"/desk/tray/{other.pk}/"]
    assert (WireRule.objects.count(), IncomingClipping.objects.exclude(urgency=None).count()) == (0, 0)
    assert chief.post("/desk/wire/rules/add/", RULE).status_code == 302
    rule = WireRule.objects.get()
    answer = chief.post(f"/desk/wire/rules/edit/{rule.pk}/", {**RULE, "words": "আবাহনী", "action-try": "1"})
    assert "১টি ধরা পড়ত।" in answer.content.decode()
    rule.refresh_from_db()
    assert rule.words == "বন্যা"
    assert (
        chief.post("/desk/wire/rules/add/", {**RULE, "name": "শূন্য", "words": "", "action-try": "1"}).status_code == 200
    )
    assert WireRule.objects.count() == 1


def test_rules_stand_in_their_order_and_say_what_they_do(chief: Client) -> None:
    make_rule(name="দ্বিতীয়", position=2, urgency=None, discards=True)
    make_rule(name="প্রথম", position=1, section=make_section("national"), for_desk=make_desk(), urgency=2)
    rows = [text(row) for row in page(chief, "/desk/wire/rules/").xpath(ROWS)]
    assert rows[0].startswith("প্রথম")
    assert "জাতীয় · আন্তর্জাতিক ডেস্ক · ২: বুলেটিন" in rows[0]
    assert "বাদ দেয়" in rows[1]


@pytest.mark.parametrize("role", ["reporter", "sub_editor", "front_editor", "photo_editor", "moderator"])
def test_who_works_on_the_tray_sets_neither_sources_nor_rules(client: Client, role: str) -> None:
    source, rule = make_source(), make_rule()
    client.force_login(make_user(group=role))
    for address in ("sources/add/", f"sources/edit/{source.pk}/", "rules/add/", f"rules/edit/{rule.pk}/"):
        assert client.get(f"/desk/wire/{address}").status_code == 302
        client.post(f"/desk/wire/{address}", {**SOURCE, **RULE})
    assert (WireSource.objects.count(), WireRule.objects.count()) == (1, 1)


def card(client: Client, name: str) -> Any:
    return page(client, "/desk/board/now/").get_element_by_id(f"card-{name}")


def test_a_card_on_the_wire_says_all_at_a_glance(chief: Client) -> None:
    one = send(body=tuple(STORY), urgency=2, embargo=clock.now() + timedelta(hours=1))
    send(guid="x", sender="কালোবাক্স", body=tuple(STORY))
    send(guid=one.guid, version=2, headline="হালনাগাদ শিরোনাম", body=tuple(STORY), urgency=2, embargo=one.embargo)
    found = card(chief, f"wire-{one.pk}")
    marks = [text(mark) for mark in found.xpath(".//*[contains(@class,'wire-mark ')]")]
    assert marks == ["জরুরি মাত্রা ২", "নতুন সংস্করণ", "এমবারগো", "আরও ১টিতে"] or len(marks) == 4
    assert found.xpath(".//button/@data-key") == ["KeyD"]
    send(guid=one.guid, version=3, state="cancelled", headline="", body=())
    found = card(chief, f"wire-{one.pk}")
    assert "is-killed" in found.get("class")
    assert found.xpath(".//button") == []


def test_a_kill_stands_first_on_the_board_until_somebody_deals_with_it(chief: Client) -> None:
    make_section("world")
    row = send(guid="1")
    story = actions.draft_from(row, make_user("mina"))
    before = chief.get("/desk/board/now/")
    assert "column-alarms" not in before.content.decode()
    send(guid="1", version=2, state="cancelled", headline="", body=(), note="তথ্য ভুল।")
    after = chief.get("/desk/board/now/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    columns = html.document_fromstring(after.content.decode()).xpath("//section/@id")
    assert columns[0] == "column-alarms"
    alarm = WireAlarm.objects.get()
    found = card(chief, f"alarm-{alarm.pk}")
    assert found.xpath(".//a/@href")[0] == f"/desk/stories/edit/{story.pk}/"
    assert "তথ্য ভুল।" in text(found)
    (button,) = found.xpath(".//button")
    assert (button.get("data-key"), button.get("formaction")) == ("KeyV", f"/desk/tray/alarm/{alarm.pk}/heed/")
    assert chief.post(button.get("formaction")).status_code == 302
    alarm.refresh_from_db()
    assert alarm.heeded_by.username == "rina"
    assert "column-alarms" not in chief.get("/desk/board/now/").content.decode()
    assert "সতর্কসংকেত মিটিয়েছেন" in page(chief, f"/desk/stories/history/{story.pk}/").text_content()


def test_only_who_may_change_the_story_takes_its_alarm_off(client: Client) -> None:
    make_section("world")
    user = make_user("boss", group="desk_editor")
    row = send(guid="1")
    story = actions.draft_from(row, user, make_section("world"))
    story.save_revision(user=user)
    actions.publish(Story.objects.get(pk=story.pk), user)
    send(guid="1", version=2, state="cancelled", headline="", body=())
    alarm = WireAlarm.objects.get()
    client.force_login(make_user(group="reporter"))
    assert card(client, f"alarm-{alarm.pk}").xpath(".//button") == []
    client.post(f"/desk/tray/alarm/{alarm.pk}/heed/")
    alarm.refresh_from_db()
    assert alarm.heeded_at is None


def test_the_editor_of_a_story_says_what_became_of_its_item(chief: Client) -> None:
    user = make_user("mina")
    row = send(guid="1")
    story = actions.draft_from(row, user)
    address = f"/desk/stories/edit/{story.pk}/"
    send(guid="1", version=2, headline="আরেক শিরোনাম")
    found = page(chief, address).text_content()
    assert "নতুন সংস্করণ এসেছে। তাতে খবরটি বদলায়নি।" in found
    send(guid="1", version=3, state="cancelled", headline="", body=(), note="তথ্য ভুল।")
    found = page(chief, address).text_content()
    assert "প্রেরক প্রত্যাহার করেছে। তথ্য ভুল।" in found


def test_a_clipping_shows_what_a_newer_version_changed(chief: Client) -> None:
    row = send(guid="1", headline="উত্তরে তিন জন আহত", body=("সকালে ঝড় হয়েছে।",))
    assert "changes" not in [one.get("id") for one in page(chief, f"/desk/tray/{row.pk}/").xpath("//section")]
    send(guid="1", version=2, headline="উত্তরে চার জন আহত", body=("সকালে ঝড় হয়েছে।", "বিদ্যুৎ নেই।"))
    found = page(chief, f"/desk/tray/{row.pk}/").get_element_by_id("changes")
    assert [text(one) for one in found.xpath(".//del")] == ["তিন"]
    assert [text(one) for one in found.xpath(".//ins")] == ["চার", "বিদ্যুৎ নেই।"]


def test_a_killed_clipping_is_struck_through_and_gives_no_draft(chief: Client) -> None:
    row = send(guid="1")
    send(guid="1", version=2, state="cancelled", headline="", body=(), note="তথ্য ভুল।")
    found = page(chief, f"/desk/tray/{row.pk}/")
    assert text(found.xpath("//*[@class='wire-struck']")[0]) == row.headline
    assert "তথ্য ভুল।" in text(found.xpath("//*[@class='desk-warned']")[0])
    assert found.xpath("//form[contains(@action, '/draft/')]") == []
    answer = chief.post(f"/desk/tray/{row.pk}/draft/")
    assert (answer["location"], Story.objects.count()) == (f"/desk/tray/{row.pk}/", 0)
    (cell,) = page(chief, "/desk/tray/").xpath("//td[contains(@class,'title')]")
    assert cell.xpath(".//*[@class='wire-struck']//a/@href") == [f"/desk/tray/{row.pk}/"]
    assert cell.xpath(".//button") == []


def test_one_click_in_the_tray_makes_a_draft_with_its_chain(chief: Client) -> None:
    row = send(make_source(), address="https://nilkham.example/7")
    (form,) = page(chief, "/desk/tray/").xpath("//td//form")
    answer = chief.post(form.get("action"))
    story = Story.objects.get()
    assert answer["location"] == f"/desk/stories/edit/{story.pk}/"
    links = story.source_links.order_by("sort_order")
    assert [(link.name, link.url) for link in links] == [
        ("রয়টার্স", ""),
        ("নীলখাম", "https://nilkham.example/7"),
        ("আমাদের ডেস্ক", ""),
    ]
    assert row.pk == story.clipping_id


def test_a_group_shows_its_chain_the_origin_first(chief: Client) -> None:
    for outlet in ("নীলখাম", "কালোবাক্স", "ভোরের ডাক"):
        send(guid=outlet, sender=outlet, body=tuple(STORY), source_chain=())
    last = IncomingClipping.objects.order_by("-pk")[0]
    last.source_chain = [
        {"name": "রয়টার্স", "kind": "agency", "latin": ""},
        {"name": "ভোরের ডাক", "kind": "outlet", "latin": ""},
    ]
    last.save()
    (chain,) = page(chief, "/desk/tray/").xpath("//*[@class='wire-chain']")
    assert text(chain) == "রয়টার্স → নীলখাম, কালোবাক্স, ভোরের ডাক"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("urgency=2", ["জরুরি"]),
        ("state=cancelled", ["প্রত্যাহৃত"]),
        ("newer=yes", ["নতুন"]),
        ("section={section}", ["জরুরি"]),
        ("source={source}", ["জরুরি"]),
        ("status=discarded", ["বাদ"]),
    ],
)
def test_the_tray_is_narrowed(chief: Client, asked: str, expected: list[str]) -> None:
    source = make_source(section=make_section("national"))
    send(source, guid="1", headline="জরুরি", urgency=2)
    send(guid="2", headline="প্রত্যাহৃত", state="cancelled")
    send(guid="3", headline="পুরোনো")
    send(guid="3", headline="নতুন", version=2)
    actions.discard(send(guid="4", headline="বাদ"), make_user())
    said = asked.format(section=make_section("national").pk, source=source.pk)
    rows = page(chief, f"/desk/tray/?{said}").xpath("//td[contains(@class,'title')]//a[@class or @href]")
    assert [text(row) for row in rows if row.get("href", "").startswith("/desk/tray/")] == expected
