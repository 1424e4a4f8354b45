"""Letters to readers: set up, noted before their deadline, composed by rule, sent once as breaking news, withdrawn."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock, newsletters, sending
from harkara.desk.copy import letters
from harkara.desk.errors import DeskError, NothingToDo, NotPublished, Refused
from harkara.desk.models import BreakingLetter, Newsletter, NewsletterNote, NewsletterTurn
from tests.desk.factories import NOON, make_paper, make_picture, make_section, make_stories, make_story, make_user

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 28)  # a Saturday


def rule(**said: Any) -> dict[str, Any]:
    usual = {"name": "দুপুরের চিঠি", "kind": "regular", "at": time(12), "days": "0123456", "hours": 24}
    return {**usual, "parts": [{"front": "", "rows": 3}], "is_on": True, **said}


def a_letter(slug: str = "noon", when: Any = NOON - timedelta(days=2), **said: Any) -> Newsletter:
    """A letter that was set up two days ago."""
    with clock.at(when):
        return actions.set_newsletter(Newsletter(slug=slug), None, rule(**said))


def a_breaking_letter() -> Newsletter:
    return a_letter("breaking", name="ব্রেকিং", kind="breaking")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": " "}, "নাম"),
        ({"at": None}, "কটায়"),
        ({"days": ""}, "কোন কোন বারে"),
        ({"parts": []}, "১ থেকে|1 থেকে"),
        ({"parts": [{"front": "", "rows": 21}]}, "20টি"),
        ({"parts": [{"front": "", "rows": 1}, {"front": "", "rows": 2}]}, "একবারই"),
        ({"parts": [{"front": "nowhere", "rows": 1}]}, "nowhere"),
        ({"hours": 0}, "ঘণ্টার"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_words(said: dict[str, Any], sentence: str) -> None:
    make_paper()
    with pytest.raises(Refused, match=sentence):
        a_letter(**said)
    assert not Newsletter.objects.exists()


def test_who_sets_fronts_sets_letters_and_the_log_says_so() -> None:
    make_paper()
    with pytest.raises(DeskError):
        actions.set_newsletter(Newsletter(slug="noon"), make_user(group="reporter"), rule())
    actions.set_newsletter(Newsletter(slug="noon"), make_user(group="front_editor"), rule())
    entry = ModelLogEntry.objects.get(action="desk.set_newsletter")
    assert entry.data == {"letter": "noon", "is_on": True}


def test_a_letter_is_composed_of_its_fronts_from_the_top() -> None:
    make_paper()
    make_section("sports")
    old = make_story(at=NOON - timedelta(hours=30), headline="গতকালের আগের")
    stories = make_stories(4, first=NOON - timedelta(hours=5))
    match = make_story(at=NOON - timedelta(hours=6), section="sports", headline="শেষ বলে জয়")
    kind = a_letter(parts=[{"front": "", "rows": 3}, {"front": "sports", "rows": 2}])
    with clock.at(NOON):
        found = letters.compose(kind, NOON)
    assert found
    first, second = found.parts
    assert [row.story for row in first.rows] == [story.pk for story in reversed(stories)][:3]
    assert (first.title, second.title) == ("", "খেলাধুলা")
    assert [row.story for row in second.rows] == [match.pk]
    assert old.pk not in {row.story for row in found.rows}
    assert found.subject == stories[-1].headline
    assert next(iter(found.rows)).href == f"http://localhost:8000/{stories[-1].pk}"


def test_only_the_first_story_brings_its_picture_with_words() -> None:
    make_paper()
    for number in range(2):
        make_story(at=NOON - timedelta(hours=2, minutes=number), picture=make_picture())
    kind = a_letter()
    with clock.at(NOON):
        found = letters.compose(kind, NOON)
        bare = letters.compose(a_letter("bare", pictures=False), NOON)
    assert found
    assert bare
    pictures = [row.picture for row in found.rows]
    assert pictures[0]
    assert (pictures[0].alt, pictures[0].width, pictures[1]) == ("নদীর ঘাটে নৌকা", 640, None)
    assert pictures[0].src.startswith("http://localhost:8000/picture/")
    assert pictures[0].src.endswith(".jpg")
    assert [row.picture for row in bare.rows] == [None, None]


@pytest.mark.parametrize(
    ("wanted", "subject"), [("lead", "খবর"), ("both", "দুপুরের চিঠি: খবর"), ("day", "দুপুরের চিঠি: ২৮ নভেম্বর ২০২৬")]
)
def test_the_subject_follows_its_rule(wanted: str, subject: str) -> None:
    make_paper()
    make_story(at=NOON - timedelta(hours=1), headline="খবর")
    with clock.at(NOON):
        found = letters.compose(a_letter(subject=wanted), NOON)
    assert found
    assert found.subject == subject


def test_composing_costs_the_same_however_many_stories_there_are() -> None:
    make_paper()
    make_section("sports")
    kind = a_letter(parts=[{"front": "", "rows": 6}, {"front": "sports", "rows": 3}])
    asked = []
    for count in (3, 9):
        make_stories(count, first=NOON - timedelta(hours=8))
        make_stories(count, first=NOON - timedelta(hours=9), section="sports")
        with clock.at(NOON):
            letters.compose(kind, NOON)
            with CaptureQueriesContext(connection) as queries:
                found = letters.compose(kind, NOON)
        asked.append(len(queries))
        assert found
    assert asked[0] == asked[1]
    assert len(list(found.rows)) == 9


def test_a_note_stands_at_the_head_until_its_deadline() -> None:
    make_paper()
    make_story(at=NOON - timedelta(hours=1))
    kind, rina = a_letter(signed="বার্তা সম্পাদক"), make_user(group="front_editor")
    with clock.at(NOON - timedelta(minutes=1)):
        actions.write_note(kind, rina, DAY, "আজ তিনটি লেখা।\n\nপড়ুন।")
    with clock.at(NOON):
        with pytest.raises(Refused, match="দেরি"):
            actions.write_note(kind, rina, DAY, "আরও")
        actions.write_note(kind, rina, DAY + timedelta(days=1), "কালকের কথা")
        found = letters.compose(kind, NOON)
        assert found
        assert (found.note, found.signed) == (("আজ তিনটি লেখা।", "পড়ুন।"), "বার্তা সম্পাদক")
        later = letters.compose(kind, NOON + timedelta(days=1) - timedelta(hours=2), "")
        assert later
        assert (later.note, later.signed) == ((), "")
        actions.write_note(kind, rina, DAY + timedelta(days=1), " ")
    assert list(NewsletterNote.objects.values_list("day", flat=True)) == [DAY]


def test_no_note_for_a_day_without_a_letter() -> None:
    make_paper()
    kind = a_letter(days="0")  # Mondays
    with clock.at(NOON), pytest.raises(Refused, match="সেদিন যায় না"):
        actions.write_note(kind, None, DAY + timedelta(days=1), "কথা")


def turns() -> list[tuple[str, str, bool]]:
    return [(one.slug, one.name, one.is_missed) for one in sending.due()]


def test_a_letter_is_due_once_on_its_days_and_not_before() -> None:
    make_paper()
    a_letter(days="56")  # Saturdays and Sundays
    a_letter("off", is_on=False)
    with clock.at(NOON - timedelta(seconds=1)):
        assert turns() == []
    with clock.at(NOON):
        assert turns() == [("noon", "2026-11-28", False)]
        sending.note(sending.due()[0], 7)
        assert turns() == []
    with clock.at(NOON + timedelta(days=1, hours=1)):
        assert turns() == [("noon", "2026-11-29", False)]
    with clock.at(NOON + timedelta(days=2)):
        assert turns() == []


def test_a_letter_that_was_set_up_after_its_hour_begins_tomorrow() -> None:
    make_paper()
    a_letter(when=NOON + timedelta(minutes=5))
    with clock.at(NOON + timedelta(minutes=6)):
        assert turns() == []
    with clock.at(NOON + timedelta(days=1)):
        assert turns() == [("noon", "2026-11-29", False)]


def test_too_late_is_missed_and_nothing_new_is_empty() -> None:
    make_paper()
    a_letter()
    late = NOON + newsletters.GRACE + timedelta(seconds=1)
    with clock.at(late):
        (turn,) = sending.due()
        assert (turn.is_missed, sending.composed(turn)) == (True, None)
        sending.note(turn, None)
    with clock.at(NOON + timedelta(days=1)):
        (turn,) = sending.due()
        assert (turn.is_missed, sending.composed(turn)) == (False, None)
        sending.note(turn, None)
    assert list(NewsletterTurn.objects.order_by("pk").values_list("turn", "came")) == [
        ("2026-11-28", "missed"),
        ("2026-11-29", "empty"),
    ]


def test_a_story_goes_out_as_breaking_news_once_for_ever() -> None:
    make_paper()
    story, editor = make_story(at=NOON, headline="সেতু খুলল"), make_user(group="desk_editor")
    with pytest.raises(Refused, match="নিউজলেটার নেই"):
        actions.send_breaking(story, editor)
    a_breaking_letter()
    with pytest.raises(DeskError):
        actions.send_breaking(story, make_user(group="reporter"))
    with clock.at(NOON):
        actions.send_breaking(story, editor, " কথা ")
        with pytest.raises(NothingToDo, match="আগেই"):
            actions.send_breaking(story, editor)
        (turn,) = sending.due()
        assert (turn.slug, turn.name) == ("breaking", f"story:{story.pk}")
        found = sending.composed(turn)
        assert found
        assert (found.subject, found.occasion, found.note) == ("ব্রেকিং: সেতু খুলল", "breaking", ("কথা",))
        sending.note(turn, 3)
        assert sending.due() == []
    assert BreakingLetter.objects.get().made_at
    with clock.at(NOON + timedelta(days=400)), pytest.raises(NothingToDo):
        actions.send_breaking(story, None)


def test_what_is_not_published_does_not_go_out() -> None:
    make_paper()
    a_breaking_letter()
    with pytest.raises(NotPublished):
        actions.send_breaking(make_story(published=False), None)
    story = make_story(at=NOON)
    actions.send_breaking(story, None)
    actions.unpublish(story, None, "ভুল")
    (turn,) = sending.due()
    assert sending.composed(turn) is None
    with pytest.raises(Refused, match="একটি নিউজলেটার আছে"):
        a_letter("second", kind="breaking")


def test_what_is_true_of_stories_now() -> None:
    make_paper()
    kept, gone = make_story(at=NOON, headline="আগের শিরোনাম"), make_story(at=NOON)
    with clock.at(NOON + timedelta(hours=1)):
        actions.unpublish(gone, None, "ভুল")
        kept.headline = "পরের শিরোনাম"
        kept.save_revision()
        actions.correct(kept, "২১২ নয়, ২২১।", None, publish_draft=True)
    known = letters.known([kept.pk, gone.pk])
    assert set(known) == {kept.pk}
    row = known[kept.pk].since(NOON)
    assert (row.headline, row.correction) == ("পরের শিরোনাম", "২১২ নয়, ২২১।")
    assert known[kept.pk].since(NOON + timedelta(hours=2)) == replace(row, corrected_at=None, correction="")
