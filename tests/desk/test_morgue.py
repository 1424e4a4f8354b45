"""What the archive gets of the desk's work: what readers see and no more, what is being written, what waits."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.archive.record import Record
from harkara.desk import actions, clock, intake, keys, morgue
from harkara.desk.models import IncomingClipping, Story
from tests.desk.factories import (
    NOON,
    make_body,
    make_clipping,
    make_person,
    make_picture,
    make_section,
    make_stories,
    make_story,
    make_topic,
    make_user,
    stored,
)
from tests.desk.test_intake import CLIPPING
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db


def rich(**other: Any) -> Story:
    """A story with a bit of everything."""
    body = stored(
        ("paragraph", '<p>নদীতে <b>নতুন</b> <a href="/world/1/x">চর</a>।</p><p>আরেক   অনুচ্ছেদ</p>'),
        ("heading", "ভাঙনের কথা"),
        ("quote", {"text": "ঘর গেছে", "speaker": "রহিমা বেগম"}),
        ("list", {"ordered": True, "items": ["<p>এক নম্বর</p>", "<p>দুই নম্বর</p>"]}),
        ("picture", make_picture(caption="ভাঙা পাড়").pk),
    )
    given = {
        "headline": "চর জাগল",
        "summary": "সারকথা",
        "kicker": "নদীর খবর",
        "picture": make_picture(caption="উপরের ছবি"),
        "topics": [make_topic("নদী"), make_topic("ভাঙন")],
        "bylines": [(make_person("রাহেলা বানু"), "ভোলা"), (make_person("করিম শেখ"), "")],
        "at": NOON,
    }
    return make_story(body=body, **{**given, **other})


LINES = (
    *("নদীতে নতুন চর।", "আরেক অনুচ্ছেদ", "ভাঙনের কথা", "ঘর গেছে", "রহিমা বেগম", "এক নম্বর", "দুই নম্বর"),
    *("ভাঙা পাড়", "উপরের ছবি", "নদীর খবর"),
)


def test_a_published_story_is_what_readers_see() -> None:
    story = rich()
    actions.correct(story, "চরটি ভোলায়।", None)
    assert morgue.published([story.pk, 999]) == [
        Record(
            kind="story",
            number=story.pk,
            headline="চর জাগল",
            body="\n".join((*LINES, "চরটি ভোলায়।")),
            published_at=NOON,
            summary="সারকথা",
            href=story.href,
            section="world",
            topics=("নদী", "ভাঙন"),
            writers=("রাহেলা বানু", "করিম শেখ"),
        )
    ]
    assert morgue.drafts([story.pk]) == []


def test_words_that_wait_are_a_draft_and_not_what_readers_see() -> None:
    story = rich()
    version = story.get_latest_revision_as_object()
    version.headline = "চর ডুবল"
    version.section = make_section("sports")
    with clock.at(NOON + timedelta(hours=1)):
        revision = version.save_revision()
    assert [(one.headline, one.section) for one in morgue.published([story.pk])] == [("চর জাগল", "world")]
    assert morgue.drafts([story.pk]) == [
        Record(
            kind="draft",
            number=story.pk,
            headline="চর ডুবল",
            body="\n".join(LINES),
            published_at=revision.created_at,
            summary="সারকথা",
            href=f"/desk/stories/edit/{story.pk}/",
            section="sports",
            topics=("নদী", "ভাঙন"),
            writers=("রাহেলা বানু", "করিম শেখ"),
        )
    ]


def test_what_left_the_paper_is_a_draft_until_it_is_killed() -> None:
    story = make_story(headline="উঠে গেল")
    actions.unpublish(story, None)
    assert (morgue.published([story.pk]), [one.headline for one in morgue.drafts([story.pk])]) == ([], ["উঠে গেল"])
    actions.kill(story, None)
    assert (morgue.published([story.pk]), morgue.drafts([story.pk])) == ([], [])


def test_a_draft_nobody_noted_a_version_of_is_its_row() -> None:
    row = Story(headline="একা", body=stored(*make_body(["কথা"])))
    row.save()
    (record,) = morgue.drafts([row.pk])
    assert (record.headline, record.body, record.published_at) == ("একা", "কথা", morgue.LONG_AGO)


def test_a_draft_that_names_what_is_gone_is_read_without_it() -> None:
    draft = rich(published=False)
    revision = draft.latest_revision
    content = {**revision.content, "section": 987, "topics": [987], "picture": 987}
    content["bylines"] = [{"person": 987, "place": ""}, {"person": None, "place": ""}]
    content["body"] = json.dumps(stored(("picture", 987), ("heading", "একটি")))
    type(revision).objects.filter(pk=revision.pk).update(content=content)
    (record,) = morgue.drafts([draft.pk])
    assert (record.section, record.topics, record.writers, record.body) == ("", (), (), "একটি\nনদীর খবর")


def test_a_redacted_name_is_in_no_record() -> None:
    story = rich()
    version = story.get_latest_revision_as_object()
    version.save_revision()
    actions.redact(story, "রহিমা", None, reason="নাম বলা যাবে না")
    records = [*morgue.published([story.pk]), *morgue.drafts([story.pk])]
    assert [("রহিমা" in one.body, "… বেগম" in one.body) for one in records] == [(False, True)] * 2


def test_a_clipping_waits_until_somebody_takes_it_up() -> None:
    row = make_clipping(byline="রাহেলা বানু", captions=["জাহাজের ছবি"], filed_at=NOON)
    assert morgue.clippings([row.pk]) == [
        Record(
            kind="clipping",
            number=row.pk,
            headline="দ্বীপদেশকে জাহাজ দিচ্ছে প্রতিবেশী",
            body="প্রথম জাহাজটি যাবে ডিসেম্বরে।\nজাহাজ চলবে ব্যাটারি ও পালে।\nজাহাজের ছবি",
            published_at=NOON,
            href=f"/desk/tray/{row.pk}/",
            writers=("রাহেলা বানু",),
        )
    ]
    actions.draft_from(row, None)
    assert morgue.clippings([row.pk]) == []


def lots() -> dict[str, Any]:
    """What is asked for, by name."""
    drawers = {kind: (lambda d=drawer: d.read(d.numbers(0, 100))) for kind, drawer in morgue.DRAWERS.items()}
    person, picture = (
        make_person("রাহেলা বানু").pk,
        Story.objects.exclude(picture=None).values_list("picture", flat=True)[0],
    )
    return {
        **drawers,
        "by": lambda: morgue.signed_by(person, 0, 100),
        "with": lambda: morgue.showing(picture, 0, 100),
    }


def test_a_lot_takes_the_same_queries_however_many() -> None:
    def one_of_each() -> None:
        draft = rich().get_latest_revision_as_object()
        draft.save_revision()
        make_clipping()

    def counted() -> dict[str, int]:
        found = {}
        for name, ask in lots().items():
            with CaptureQueriesContext(connection) as queries:
                ask()
            found[name] = len(queries)
        return found

    one_of_each()
    once = counted()
    for _ in range(2):
        one_of_each()
    assert counted() == once
    assert once == {"story": 7, "draft": 7, "clipping": 2, "by": 1, "with": 1}


def test_numbers_come_in_portions() -> None:
    make_stories(3)
    actions.unpublish(Story.objects.order_by("pk")[1], None)
    first, second, third = Story.objects.order_by("pk")
    third.get_latest_revision_as_object().save_revision()
    fourth = make_story(published=False)
    assert morgue.published_numbers(0, 1) == [first.pk]
    assert morgue.published_numbers(first.pk, 5) == [third.pk]
    assert morgue.draft_numbers(0, 2) == [second.pk, third.pk]
    assert morgue.draft_numbers(third.pk, 2) == [fourth.pk]
    waiting, taken = make_clipping(), make_clipping()
    actions.discard(taken, None)
    assert morgue.clipping_numbers(0, 5) == [waiting.pk]
    counted = {kind: (drawer.count(), drawer.last()) for kind, drawer in morgue.DRAWERS.items()}
    assert counted == {"story": (2, fourth.pk), "draft": (3, fourth.pk), "clipping": (1, taken.pk)}


def test_who_signed_and_what_is_shown() -> None:
    story, person, picture = rich(), make_person("রাহেলা বানু"), make_picture()
    other = make_story(picture=picture, bylines=[(person, "")])
    make_story(published=False, bylines=[(person, "")])
    assert morgue.signed_by(person.pk, 0, 10) == [story.pk, other.pk]
    assert morgue.signed_by(person.pk, story.pk, 10) == [other.pk]
    assert morgue.showing(picture.pk, 0, 10) == [other.pk]
    assert morgue.absent_topics({"নদী", "নেই"}) == {"নেই"}
    assert morgue.absent_topics(set()) == set()


def test_every_act_on_drafts_and_the_tray_says_so() -> None:
    with touched() as found:
        filed = intake.file(CLIPPING)
    clipping = keys.clipping(filed.id)
    assert found == {clipping}
    row = IncomingClipping.objects.get()
    with touched() as found:
        intake.file(CLIPPING)
    assert found == set()  # it lay there
    with touched() as found:
        actions.discard(row, None)
    assert found == {clipping}
    with touched() as found:
        intake.file(CLIPPING)
    assert found == {clipping}
    row.refresh_from_db()
    with touched() as found:
        draft = actions.draft_from(row, None)
    assert found == {clipping, keys.draft(draft.pk)}
    with touched() as found:
        draft.save_revision(clean=False)
    assert found == {keys.draft(draft.pk)}
    with touched() as found:
        actions.throw_away(draft)
    assert found == {clipping, keys.draft(draft.pk)}
    other = make_story(published=False, headline="গোপন নাম")
    with touched() as found:
        actions.redact(other, "গোপন", None, reason="নাম")
    assert found == {keys.draft(other.pk)}


def test_a_draft_is_saved_with_three_queries_more() -> None:
    make_user("editor")
    draft = make_story(published=False, indexed=True)

    def queries(**told: bool) -> list[str]:
        with CaptureQueriesContext(connection) as found:
            draft.save_revision(**told)
        return [query["sql"].split()[0] for query in found if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]

    silent, told = queries(told=False), queries()
    way = ["SELECT", "UPDATE"]  # how far it is
    log = ["INSERT"] if connection.vendor == "sqlite" else ["SELECT", "INSERT"]  # the log's lock, and the log
    assert told == silent + way + log


def test_an_act_that_publishes_writes_into_the_log_once() -> None:
    story = make_story()
    for act in (
        lambda: actions.edit(story, None, headline="নতুন কথা"),
        lambda: actions.unpublish(story, None),
        lambda: actions.publish(Story.objects.get(pk=story.pk), None),
    ):
        with CaptureQueriesContext(connection) as queries:
            act()
        assert sum('INSERT INTO "rack_change"' in query["sql"] for query in queries) == 1
