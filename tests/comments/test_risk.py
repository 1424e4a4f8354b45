"""What makes a comment wait, with the reasons that moderators read; kept with it, and found without a scan."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from harkara.comments import actions, clock, words
from harkara.comments.errors import Refused, TooOften
from harkara.comments.models import Comment, Reader, Talk
from harkara.comments.moderators import Moderator
from tests.comments.factories import NOON, STORY, a_reader, said

pytestmark = pytest.mark.django_db

RINA = Moderator(7, "রিনা খাতুন")
LONG = "ঘরে বসে লাখ টাকা আয় করতে চান? এখনই যোগাযোগ করুন, সুযোগ অল্প কয়েক দিনের জন্য, দেরি করবেন না।"


def an_old_reader(days: int = 400) -> Reader:
    reader = a_reader()
    Reader.objects.filter(pk=reader.pk).update(joined_at=NOON - timedelta(days=days))
    reader.refresh_from_db()
    return reader


def known(made: Comment) -> tuple[str, int, list[list[object]], int | None]:
    made.refresh_from_db()
    return made.state, made.risk, made.reasons, made.due


def test_what_is_harmless_is_shown_and_waits_for_nobody() -> None:
    assert known(said(an_old_reader())) == ("shown", 0, [], None)


def test_a_new_account_alone_does_not_make_it_wait() -> None:
    assert known(said(an_old_reader(1))) == ("shown", 10, [["new", 1]], None)


def test_a_word_of_the_list_makes_it_wait() -> None:
    made = said(an_old_reader(), "তুই হারামি, তুই কুtta")
    assert known(made) == ("waiting", 70, [["word", "হারামি"], ["word", "kutta"]], 70)


def test_links_make_it_wait_where_they_are_many_or_the_reader_is_unknown() -> None:
    reader, link = an_old_reader(), "https://example.org/a"
    assert known(said(reader, f"দেখুন {link}")) == ("waiting", 50, [["link", 1]], 50)
    said(reader, "কোনো লিংক নেই")
    assert known(said(reader, " ".join([link] * 3)))[2] == [["links", 3]]


def test_mourners_who_say_one_sentence_do_not_wait_and_a_long_text_of_many_does() -> None:
    states = [said(an_old_reader(), "ইন্না লিল্লাহি ওয়া ইন্না ইলাইহি রাজিউন").state for _ in range(8)]
    assert set(states) == {"shown"}
    copies = [said(an_old_reader(), LONG) for _ in range(5)]
    assert [one.state for one in copies] == ["shown"] * 4 + ["waiting"]
    assert known(copies[-1])[2] == [["same", 5]]


def test_what_one_reader_says_everywhere_waits_soon() -> None:
    reader = an_old_reader()
    states = [said(reader, "আমার দোকানে আসুন সবাই", story=story).state for story in range(20, 24)]
    assert states == ["shown"] * 3 + ["waiting"]


def test_a_mended_comment_is_not_the_same_text_as_itself_and_is_weighed_anew() -> None:
    reader = an_old_reader()
    made = said(reader, LONG, at=NOON)
    with clock.at(NOON + timedelta(minutes=2)):
        actions.edit(reader, made.pk, "open", LONG + " আরও")
        assert known(made)[:3] == ("shown", 0, [])
        actions.edit(reader, made.pk, "open", "তুই হারামি")
    assert known(made) == ("waiting", 60, [["word", "হারামি"]], 60)
    assert Talk.objects.get(pk=STORY).shown == 0


def test_reports_bring_a_shown_comment_into_the_queue_and_a_second_one_of_the_same_reader_does_not_count() -> None:
    made, one, two = said(an_old_reader()), a_reader(), a_reader()
    actions.report(one, made.pk, "abuse")
    actions.report(one, made.pk, "spam")
    actions.report(two, made.pk, "abuse")
    made.refresh_from_db()
    assert (made.state, made.told, made.due) == ("shown", 2, 30)


@pytest.mark.parametrize("comments", [3, 2000])
def test_it_costs_the_same_in_an_archive_of_any_size(comments: int) -> None:
    reader = an_old_reader()
    Comment.objects.bulk_create(
        Comment(story=n, place=0, state="shown", text=f"কথা {n}", made_at=NOON, reader=reader, shape=f"{n % 7}")
        for n in range(comments)
    )
    words.listed()
    with CaptureQueriesContext(connections["readers"]) as sent:
        said(reader, "ভালো খবর, দেখুন https://example.org/a", at=NOON + timedelta(days=2))
    statements = [one["sql"] for one in sent.captured_queries if one["sql"].startswith("SELECT")]
    assert len(statements) == 13
    with connections["readers"].cursor() as cursor:
        for sql in statements:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql.removesuffix(' FOR UPDATE')}")
            plan = " ".join(row[3] for row in cursor.fetchall())
            assert "SCAN comments_comment" not in plan


def test_a_flood_sends_everything_to_the_queue_and_ends_by_itself() -> None:
    reader = an_old_reader()
    with clock.at(NOON):
        actions.begin_flood("queue", 6, RINA)
    assert said(reader, "এক", at=NOON + timedelta(hours=1)).state == "waiting"
    assert said(reader, "দুই", at=NOON + timedelta(hours=7)).state == "shown"
    with clock.at(NOON + timedelta(hours=8)):
        actions.begin_flood("queue", 1, RINA)
        actions.end_flood(RINA)
    assert said(reader, "তিন", at=NOON + timedelta(hours=8, minutes=1)).state == "shown"


def test_a_flood_lets_only_older_accounts_write_and_says_so() -> None:
    young, old = an_old_reader(2), an_old_reader(8)
    with clock.at(NOON):
        actions.begin_flood("old", 6, RINA, 7)
    with pytest.raises(Refused) as refused:
        said(young, at=NOON + timedelta(minutes=1))
    assert "৭ দিন" in str(refused.value)
    assert said(old, at=NOON + timedelta(minutes=1)).state == "shown"


@pytest.mark.parametrize(
    ("rule", "hours", "days", "word"),
    [
        ("all", 3, 0, "no_flood_rule"),
        ("queue", 0, 0, "flood_hours"),
        ("queue", 99, 0, "flood_hours"),
        ("old", 3, 0, "flood_days"),
    ],
)
def test_a_rule_without_sense_or_end_is_refused(rule: str, hours: int, days: int, word: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.begin_flood(rule, hours, RINA, days)
    assert refused.value.word == word


def test_under_one_story_no_more_are_taken_in_a_minute_than_anybody_could_read() -> None:
    said(a_reader(), at=NOON)
    Talk.objects.filter(pk=STORY).update(lately=120)
    with pytest.raises(TooOften) as often:
        said(a_reader(), at=NOON + timedelta(seconds=30))
    assert (often.value.word, often.value.wait) == ("crowd", 60)
    assert said(a_reader(), at=NOON + timedelta(seconds=61)).state == "shown"
