"""What a sender says of an item: new, newer, held, killed; twice, late, out of order; and who is told."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock, errors, intake
from harkara.desk.dispatch import is_news
from harkara.desk.models import ClippingVersion, IncomingClipping, Notice, SourceLink, Story, WireAlarm, WireSource
from tests.desk.factories import NOON, make_clipping, make_desk, make_section, make_stories, make_user
from tests.desk.test_twins import STORY
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

ITEM = intake.Dispatch(
    guid="https://example.org/news/7",
    headline="উত্তরে বন্যা, সরানো হচ্ছে মানুষ",
    body=("নদীর পানি বেড়ে তিন জেলা ডুবেছে।", "সেনা নামানো হয়েছে।"),
    sender="নীলখাম",
    published=NOON,
    updated=NOON,
    urgency=3,
    subjects=("দুর্যোগ",),
    places=("সিলেট",),
    source_chain=(intake.Source("রয়টার্স", "agency", "Reuters"), intake.Source("নীলখাম", "outlet")),
    pictures=(intake.Picture("https://example.org/7.jpg", "ডুবে যাওয়া সড়ক", "নীলখাম"),),
    address="https://example.org/news/7",
    note="ছবি আসছে।",
)
LATER = replace(ITEM, headline="উত্তরে বন্যা, সরানো হয়েছে হাজারো মানুষ", updated=NOON + timedelta(hours=1))
KILL = intake.Dispatch(
    guid=ITEM.guid, headline="", body=(), state="cancelled", sender="নীলখাম", note="তথ্য ভুল, ব্যবহার করবেন না।"
)


def make_source(**fields: Any) -> WireSource:
    """A feed of নীলখাম that is due."""
    given = {"name": "নীলখাম, জাতীয়", "outlet": "নীলখাম", "address": "https://example.org/feed", "scope": "নীলখাম"}
    return WireSource.objects.create(**{**given, "made_at": NOON, "next_at": NOON, **fields})


def row() -> IncomingClipping:
    return IncomingClipping.objects.get()


def test_a_new_item_lies_in_the_tray_with_all_that_was_said_of_it() -> None:
    source = make_source(section=make_section("national"), for_desk=make_desk())
    with touched() as keys:
        received = intake.receive(ITEM, source.pk)
    found = row()
    assert (received.outcome, received.address, keys) == ("new", f"/desk/tray/{found.pk}/", {f"clipping:{found.pk}"})
    assert (found.headline, found.paragraphs, found.outlet) == (ITEM.headline, list(ITEM.body), "নীলখাম")
    assert (found.urgency, found.state, found.status, found.published) == (3, "usable", "waiting", NOON)
    assert (found.source, found.section, found.for_desk) == (source, source.section, source.for_desk)
    assert (found.address, found.pictures[0]["address"]) == (ITEM.address, "https://example.org/7.jpg")
    assert found.captions == ["ডুবে যাওয়া সড়ক"]
    assert found.told == {
        "sender": "নীলখাম",
        "subjects": ["দুর্যোগ"],
        "places": ["সিলেট"],
        "note": "ছবি আসছে।",
    }


def test_the_same_version_twice_does_nothing() -> None:
    source = make_source()
    first = intake.receive(ITEM, source.pk)
    with touched() as keys:
        second = intake.receive(ITEM, source.pk)
    assert second == replace(first, outcome="known")
    assert (keys, IncomingClipping.objects.count(), ClippingVersion.objects.count()) == (set(), 1, 0)


def test_an_item_of_two_feeds_of_one_outlet_is_one_item() -> None:
    one, other = make_source(), make_source(name="নীলখাম, সব", address="https://example.org/all")
    stranger = make_source(name="কালোবাক্স", outlet="কালোবাক্স", scope="কালোবাক্স", address="https://example.net/feed")
    assert [intake.receive(ITEM, source.pk).outcome for source in (one, other, stranger)] == ["new", "known", "new"]


def test_a_newer_version_brings_the_row_up_to_date_and_keeps_what_it_said() -> None:
    with clock.at(NOON):
        first = intake.receive(ITEM)
    with clock.at(NOON + timedelta(hours=1)):
        assert intake.receive(LATER) == replace(first, outcome="updated")
    found, before = row(), ClippingVersion.objects.get()
    assert (found.headline, found.updated, found.changed_at) == (LATER.headline, LATER.updated, clock_at(1))
    assert (before.headline, before.text, before.came_at, before.was_drafted) == (
        ITEM.headline,
        "\n\n".join(ITEM.body),
        NOON,
        False,
    )
    assert intake.receive(ITEM).outcome == "known"  # the old one comes once more, late
    assert row().headline == LATER.headline


def clock_at(hours: int) -> datetime:
    return NOON + timedelta(hours=hours)


def test_a_story_made_of_it_is_told_and_not_changed() -> None:
    user, other = make_user("rina"), make_user("tom")
    intake.receive(ITEM)
    story = actions.draft_from(row(), user)
    actions.file_story(story, user)
    actions.claim(story, other)
    body = story.body.raw_data[0]["value"]
    with touched() as keys:
        assert intake.receive(LATER).outcome == "updated"
    assert keys == {f"clipping:{row().pk}", f"draft:{story.pk}"}
    story.refresh_from_db()
    assert (story.headline, story.body.raw_data[0]["value"]) == (ITEM.headline, body)
    told = Notice.objects.filter(kind="wire_new").order_by("user__username")
    assert [(notice.user, notice.story) for notice in told] == [(user, story), (other, story)]
    assert WireAlarm.objects.count() == 0
    assert ClippingVersion.objects.get().was_drafted is True


@pytest.mark.parametrize(
    ("state", "outcome", "kind"), [("cancelled", "killed", "wire_killed"), ("withheld", "withheld", "wire_held")]
)
def test_a_kill_strikes_the_row_and_alarms_who_made_a_story(state: Any, outcome: str, kind: str) -> None:
    user = make_user("rina", group="reporter")
    intake.receive(ITEM)
    story = actions.draft_from(row(), user)
    assert intake.receive(replace(KILL, state=state)).outcome == outcome
    found, alarm = row(), WireAlarm.objects.get()
    assert (found.state, found.headline, found.paragraphs) == (state, ITEM.headline, list(ITEM.body))
    assert found.told["note"] == KILL.note
    assert (alarm.story, alarm.clipping, alarm.state, alarm.note, alarm.heeded_at) == (
        story,
        found,
        state,
        KILL.note,
        None,
    )
    assert [(notice.user, notice.kind) for notice in Notice.objects.all()] == [(user, kind)]
    assert intake.receive(replace(KILL, state=state)).outcome == "known"
    assert (WireAlarm.objects.count(), Notice.objects.count()) == (1, 1)
    assert intake.receive(ITEM).outcome == "known"  # it does not come back by itself
    assert row().state == state


def test_a_kill_of_what_readers_see_is_told_to_who_may_kill() -> None:
    make_section("world")
    maker, boss = make_user("rina", group="desk_editor"), make_user("boss", group="desk_editor")
    make_user("tom", group="reporter")
    intake.receive(ITEM)
    number = intake.publish(row().pk, "world", "rina")
    intake.receive(KILL)
    assert {notice.user for notice in Notice.objects.filter(kind="wire_killed")} == {maker, boss}
    assert Story.objects.get(pk=number).live is True


def test_a_kill_reaches_the_story_that_was_made_of_another_outlets_copy() -> None:
    intake.receive(replace(ITEM, body=tuple(STORY)))
    intake.receive(replace(ITEM, guid="9", sender="কালোবাক্স", body=tuple(STORY)))
    first, second = IncomingClipping.objects.order_by("pk")
    assert first.group == second.group == first.pk
    story = actions.draft_from(second, make_user())
    intake.receive(KILL)
    assert [(alarm.clipping, alarm.story) for alarm in WireAlarm.objects.all()] == [(first, story)]


def test_a_kill_of_what_is_not_known_is_kept() -> None:
    assert intake.receive(KILL).outcome == "killed"
    assert (row().state, row().headline, row().status) == ("cancelled", KILL.note, "waiting")
    assert (
        intake.receive(replace(ITEM, updated=None)).outcome == "updated"
    )  # nothing tells which was first: an editor sees it


def test_a_kill_that_overtook_its_item_holds() -> None:
    assert intake.receive(replace(KILL, version=2)).outcome == "killed"
    assert intake.receive(replace(ITEM, version=1)).outcome == "known"
    assert row().state == "cancelled"


def test_no_story_is_made_of_what_was_killed() -> None:
    intake.receive(ITEM)
    intake.receive(KILL)
    with pytest.raises(errors.Refused, match="প্রত্যাহার"):
        actions.draft_from(row(), make_user())
    assert Story.objects.count() == 0


def test_what_was_withheld_is_let_go_by_a_newer_version() -> None:
    intake.receive(replace(ITEM, state="withheld", version=1))
    assert intake.receive(replace(ITEM, version=2)).outcome == "updated"
    assert row().state == "usable"
    assert actions.draft_from(row(), make_user()).clipping == row()


def test_an_alarm_is_taken_off_by_who_may_change_the_story() -> None:
    make_section("world"), make_user("rina")
    intake.receive(ITEM)
    number = intake.publish(row().pk, "world", "rina")
    intake.receive(KILL)
    alarm = WireAlarm.objects.get()
    with pytest.raises(errors.Refused):
        actions.heed(alarm, make_user(group="reporter"))
    boss = make_user("boss", group="desk_editor")
    with clock.at(NOON), touched() as keys:
        actions.heed(alarm, boss)
    alarm.refresh_from_db()
    assert (alarm.heeded_at, alarm.heeded_by, keys) == (NOON, boss, {f"draft:{number}"})
    with clock.at(clock_at(1)):
        actions.heed(alarm, make_user(group="desk_editor"))
    alarm.refresh_from_db()
    assert alarm.heeded_by == boss


def test_a_draft_takes_the_chain_the_embargo_and_the_place_along() -> None:
    until = NOON + timedelta(days=2)
    source = make_source(section=make_section("national"), for_desk=make_desk("জাতীয় ডেস্ক"))
    intake.receive(replace(ITEM, embargo=until), source.pk)
    story = actions.draft_from(row(), make_user())
    assert (story.embargo_until, story.section, story.desk) == (until, source.section, source.for_desk)
    links = SourceLink.objects.filter(story=story).order_by("sort_order")
    assert [(link.name, link.kind, link.url, link.told_at) for link in links] == [
        ("রয়টার্স", "agency", "", None),
        ("নীলখাম", "outlet", ITEM.address, NOON),
        ("আমাদের ডেস্ক", "own", "", None),
    ]


@pytest.mark.parametrize(
    ("dispatch", "sentence"),
    [
        (replace(ITEM, guid=""), "no guid"),
        (replace(ITEM, headline="  "), "“https://example.org/news/7” has no headline"),
    ],
)
def test_half_an_item_is_refused(dispatch: intake.Dispatch, sentence: str) -> None:
    with pytest.raises(errors.Refused, match=sentence):
        intake.receive(dispatch)
    assert IncomingClipping.objects.count() == 0


def test_a_source_that_was_taken_away_is_named() -> None:
    with pytest.raises(errors.Missing, match="no wire source 77"):
        intake.receive(ITEM, 77)


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    intake.receive(replace(ITEM, address="javascript:alert(1)"))
    assert row().address == ""


def test_an_update_of_what_was_discarded_stays_out_of_the_tray() -> None:
    intake.receive(ITEM)
    actions.discard(row(), make_user())
    intake.receive(LATER)
    assert (row().status, row().headline) == ("discarded", LATER.headline)


@pytest.mark.parametrize("change", [{"version": 2}, {"updated": NOON + timedelta(hours=2)}])
def test_another_number_or_time_for_the_same_words_tells_nobody(change: dict[str, Any]) -> None:
    intake.receive(ITEM)
    actions.draft_from(row(), make_user())
    assert intake.receive(replace(ITEM, **change)).outcome == "known"
    assert (row().version, ClippingVersion.objects.count()) == (change.get("version", 0), 0)
    assert Notice.objects.count() == 0


def test_two_servers_that_answer_in_turn_bring_one_update() -> None:
    old, new = replace(ITEM, updated=None), replace(ITEM, updated=None, headline=LATER.headline)
    assert [intake.receive(item).outcome for item in (old, new, old, new, old)] == ["new", "updated", *["known"] * 3]
    assert row().headline == LATER.headline


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"version": 2}, True),
        ({"version": 1, "headline": "আরেক"}, False),
        ({"version": 0, "headline": "আরেক"}, False),
        ({"version": 0, "state": "cancelled"}, True),
        ({"version": 1, "state": "cancelled"}, True),
        ({"version": 2, "state": "withheld"}, True),
    ],
)
def test_of_two_versions_the_higher_holds(change: dict[str, Any], expected: bool) -> None:
    intake.receive(replace(ITEM, version=1))
    assert is_news(replace(ITEM, **change), row()) is expected


def test_a_late_kill_of_an_earlier_version_does_not_take_back_a_later_one() -> None:
    intake.receive(replace(ITEM, version=3))
    assert intake.receive(replace(KILL, version=2)).outcome == "known"
    assert row().state == "usable"


def test_the_versions_that_are_kept_are_bounded_and_the_drafted_one_stays() -> None:
    intake.receive(replace(ITEM, version=1))
    actions.draft_from(row(), make_user())
    for number in range(2, 40):
        intake.receive(replace(ITEM, version=number, headline=f"শিরোনাম {number}"))
    kept = ClippingVersion.objects.order_by("version")
    assert [version.version for version in kept] == [1, *range(20, 40)][:1] + [version.version for version in kept][1:]
    assert (kept[0].was_drafted, kept.count()) == (True, 21)


@pytest.mark.parametrize("others", [1, 3])
def test_what_an_item_costs_does_not_grow(others: int) -> None:
    source = make_source()
    make_stories(others)
    for number in range(others):
        make_clipping(headline=f"তার {number}")
    costs = []
    for item in (replace(ITEM, body=tuple(STORY)), replace(ITEM, body=tuple(STORY)), replace(LATER, body=tuple(STORY))):
        with CaptureQueriesContext(connection) as captured:
            intake.receive(item, source.pk)
        costs.append(len(captured))
    assert costs == [NEW, KNOWN, UPDATE]


NEW, KNOWN, UPDATE = 12, 4, 17
"""Queries, those that begin and end the transaction among them."""


def test_a_story_redacted_is_redacted_in_earlier_versions_too() -> None:
    name = "রহিমা খাতুন"
    make_section("world")
    editor = make_user("rina", group="desk_editor")
    intake.receive(replace(ITEM, body=(f"{name} বাড়ি ফিরেছেন।",), updated=NOON))
    number = intake.publish(row().pk, "world", "rina")
    intake.receive(replace(LATER, body=(f"{name} বাড়িতে।",)))
    actions.redact(Story.objects.get(pk=number), name, editor, reason="অপ্রাপ্তবয়স্ক")
    assert all(name not in version.text for version in ClippingVersion.objects.all())
    assert name not in row().text


@pytest.mark.django_db(transaction=True)
def test_two_who_receive_the_same_item_at_once_file_it_once() -> None:
    source, found = make_source(), []
    start = threading.Barrier(2)

    def take() -> None:
        try:
            start.wait()
            found.append(intake.receive(ITEM, source.pk).outcome)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(found), IncomingClipping.objects.count()) == (["known", "new"], 1)
