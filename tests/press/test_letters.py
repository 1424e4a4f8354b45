"""Letters composed by the press, kept true by the change log, and in the archive on the web."""

from datetime import time, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from harkara.desk import actions, clock
from harkara.desk.models import Newsletter, NewsletterTurn, Story
from harkara.layout import letters as setting
from harkara.post.letters import clock as letters_clock
from harkara.post.letters import copy
from harkara.post.models import Letter, Mailing, MailingStory
from harkara.press import letters
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack import lite
from harkara.rack.outbox.sides import READERS
from tests.desk.factories import NOON, make_paper, make_picture, make_stories, make_story


@pytest.fixture(autouse=True)
def set_up(settings: Settings, turns: Turns) -> None:
    """A paper with a letter at noon and one of breaking news."""
    settings.HARKARA_LETTERS_FROM = "letters@paper.example"
    make_paper()
    with clock.at(NOON - timedelta(days=2)):
        said = {"name": "দুপুরের চিঠি", "kind": "regular", "at": time(12), "days": "0123456", "hours": 24, "is_on": True}
        actions.set_newsletter(Newsletter(slug="noon"), None, {**said, "parts": [{"front": "", "rows": 3}]})
        actions.set_newsletter(Newsletter(slug="breaking"), None, {"name": "ব্রেকিং", "kind": "breaking", "is_on": True})
    letters.hear()


def composed(turns: Turns) -> Mailing:
    """The noon's letter, laid down and its pages planned."""
    with letters_clock.at(NOON):
        letters.keep_kinds()
        assert letters.compose_due() == 1
    turns.settle()
    return Mailing.objects.get(letter="noon")


def told(mailing: Mailing) -> setting.LetterCopy:
    return setting.of_data(Mailing.objects.get(pk=mailing.pk).copy)


def page(turns: Turns, name: str) -> str:
    with letters_clock.at(clock.now()):
        bake(turns.store, [name], hot_until=clock.now() + timedelta(hours=1))
    found = turns.store.shelf.get(name)
    return found.identity().decode() if found else ""


def heard() -> None:
    while letters.hear():
        pass


def test_a_letter_is_composed_once_whoever_dies_in_between(turns: Turns) -> None:
    stories = make_stories(3, first=NOON - timedelta(hours=3))
    row = composed(turns)
    assert {one.story for one in MailingStory.objects.filter(mailing=row)} == {story.pk for story in stories}
    assert (row.number, row.turn, row.at) == (1, "2026-11-28", NOON)
    assert letters.compose_due() == 0
    NewsletterTurn.objects.all().delete()  # who died before the note of it
    assert letters.compose_due() == 0
    assert NewsletterTurn.objects.get().mailing == row.pk
    assert Mailing.objects.count() == 1


def test_an_empty_front_sends_nothing_and_the_desk_is_told(turns: Turns) -> None:
    letters.keep_kinds()
    assert letters.compose_due() == 0
    assert (NewsletterTurn.objects.get().came, Mailing.objects.count()) == ("empty", 0)


def test_a_kill_takes_a_story_out_of_letters_and_out_of_the_archive(turns: Turns) -> None:
    stories = make_stories(3, first=NOON - timedelta(hours=3))
    row = composed(turns)
    name = "letters:noon:1"
    lead = stories[-1]
    assert lead.headline in page(turns, name)
    actions.kill(lead, None, "ভুল খবর")
    heard()
    turns.settle()
    found = told(row)
    assert [one.story for one in found.rows] == [stories[1].pk, stories[0].pk]
    assert (found.withdrawn, found.subject) == (1, stories[1].headline)
    fresh = Mailing.objects.get(pk=row.pk)
    assert f'/{lead.pk}"' not in fresh.html
    assert f"/{lead.pk}\n" not in fresh.text
    assert lead.headline not in page(turns, name)
    assert "প্রত্যাহার করা হয়েছে" in page(turns, name)


def test_a_picture_in_a_letter_is_one_that_the_paper_hands_out(turns: Turns) -> None:
    make_story(at=NOON - timedelta(hours=1), picture=make_picture())
    turns.settle()
    row = composed(turns)
    (one,) = told(row).rows
    assert one.picture
    entry = turns.store.manifest.find(one.picture.src.removeprefix("http://localhost:8000"))
    assert entry is not None
    assert entry.kind == "sheet"


def test_a_letter_without_any_story_left_is_withdrawn(turns: Turns) -> None:
    story = make_story(at=NOON - timedelta(hours=1), headline="একা")
    row = composed(turns)
    assert page(turns, "letters:noon:1")
    actions.unpublish(story, None, "ভুল")
    heard()
    turns.settle()
    assert Mailing.objects.get(pk=row.pk).state == "withdrawn"
    assert turns.store.shelf.get("letters:noon:1") is None
    assert turns.store.manifest.find("/letters/noon/1/") is None


def test_a_correction_is_stamped_with_the_words_of_now(turns: Turns) -> None:
    story = make_story(at=NOON - timedelta(hours=1), headline="আগের শিরোনাম")
    row = composed(turns)
    with clock.at(NOON + timedelta(hours=1)):
        fresh = Story.objects.get(pk=story.pk)
        fresh.headline = "ঠিক শিরোনাম"
        fresh.save_revision()
        actions.correct(fresh, "২১২ নয়, ২২১।", None, publish_draft=True)
        heard()
        turns.settle()
        found = told(row)
        (one,) = found.rows
        assert (one.headline, one.correction, one.corrected_at) == (
            "ঠিক শিরোনাম",
            "২১২ নয়, ২২১।",
            NOON + timedelta(hours=1),
        )
        assert found.subject == "ঠিক শিরোনাম"
        shown = page(turns, "letters:noon:1")
    assert "২১২ নয়, ২২১।" in shown
    assert "আগের শিরোনাম" not in shown + Mailing.objects.get(pk=row.pk).html


def test_nothing_is_written_where_nothing_in_a_letter_changed(turns: Turns) -> None:
    make_story(at=NOON - timedelta(hours=1))
    row = composed(turns)
    before = Mailing.objects.get(pk=row.pk).changed_at
    with clock.at(NOON + timedelta(hours=1)):
        make_stories(3, first=NOON + timedelta(minutes=10))
        heard()
    assert Mailing.objects.get(pk=row.pk).changed_at == before


def test_hearing_costs_a_few_queries_and_more_only_for_letters_that_change(turns: Turns) -> None:
    story = make_story(at=NOON - timedelta(hours=1))
    composed(turns)
    heard()
    make_stories(9, first=NOON - timedelta(hours=2))
    with CaptureQueriesContext(connection) as newsroom, CaptureQueriesContext(connections[READERS]) as readers:
        letters.hear()
    assert (len(newsroom) <= 6, len(readers)) == (True, 1)
    actions.unpublish(story, None, "ভুল")
    heard()
    assert Mailing.objects.get().state == "withdrawn"


def test_breaking_news_goes_once(turns: Turns) -> None:
    story = make_story(at=NOON - timedelta(hours=1), headline="সেতু খুলল")
    letters.keep_kinds()
    actions.send_breaking(story, None)
    with clock.at(NOON - timedelta(minutes=5)):
        assert letters.compose_due() == 1
        assert letters.compose_due() == 0
    row = Mailing.objects.get()
    assert (row.turn, row.subject, row.letter_id) == (f"story:{story.pk}", "ব্রেকিং: সেতু খুলল", "breaking")


def test_the_archive_is_baked_and_right(turns: Turns) -> None:
    make_stories(3, first=NOON - timedelta(hours=3))
    row = composed(turns)
    entry = turns.store.manifest.find("/letters/")
    assert entry is not None
    assert entry.name == "letters"
    shown = page(turns, "letters")
    assert f'href="/letters/noon/{row.number}/"' in shown
    assert 'href="/post/letters/?letter=noon"' in shown
    assert "ব্রেকিং" in shown
    twin = page(turns, f"{lite.NAME}letters:noon:1")
    assert 'href="/post/letters/?letter=noon"' in twin  # one reader's page has no twin
    with letters_clock.at(NOON):
        found = check(turns.store)
    assert found.wrong == []


def test_a_kind_that_is_off_stays_in_the_archive_and_takes_nobody(turns: Turns) -> None:
    make_story(at=NOON - timedelta(hours=1))
    composed(turns)
    for slug in ("noon", "breaking"):
        row = Newsletter.objects.get(slug=slug)
        actions.set_newsletter(row, None, {"is_on": False})
    assert letters.keep_kinds() is True
    assert letters.keep_kinds() is False
    with letters_clock.at(NOON):
        assert [(one.slug, one.takes) for one in copy.kinds()] == [("noon", False)]
    assert Letter.objects.filter(is_on=True).count() == 0


def test_a_paper_without_letters_has_no_page_of_them(turns: Turns) -> None:
    turns.settle()
    assert turns.store.manifest.find("/letters/") is None


def test_a_letter_withdrawn_by_the_desk_leaves_the_archive(turns: Turns) -> None:
    make_story(at=NOON - timedelta(hours=1))
    row = composed(turns)
    actions.withdraw_letter(NewsletterTurn.objects.get(), None)
    turns.settle()
    assert Mailing.objects.get(pk=row.pk).state == "withdrawn"
    assert turns.store.manifest.find("/letters/noon/1/") is None


def test_the_doctor_says_how_letters_are(settings: Settings, turns: Turns) -> None:
    def said() -> list[tuple[str, str]]:
        return [(one.state, one.sentence) for one in letters.examination()]

    settings.HARKARA_LETTERS_RETURN, settings.EMAIL_HOST = "returns@paper.example", "127.0.0.1"
    assert [state for state, _ in said()] == ["well"]
    settings.HARKARA_LETTERS_RETURN = ""
    assert [state for state, _ in said()] == ["look", "well"]
    settings.EMAIL_HOST = ""
    assert said()[0][0] == "ill"
    settings.HARKARA_LETTERS_FROM = ""
    assert said()[0][0] == "look"
    Newsletter.objects.update(is_on=False)
    assert said() == [("well", "No letters are sent (HARKARA_LETTERS_FROM is not set).")]
    assert letters.Composing()._thread is None
