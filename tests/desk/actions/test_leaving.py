"""Unpublish, kill, correct, redact: how a story leaves, or parts of it."""

from datetime import timedelta

import pytest

from harkara.desk import actions, clock, copy, errors
from harkara.desk.models import Picture, Sealed, Story
from harkara.desk.sealing import unseal
from harkara.rack import changes
from tests.desk.factories import NOON, make_picture, make_story, make_topic, make_user, stored
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def test_unpublishing_the_only_story_empties_its_lists() -> None:
    story = make_story(at=NOON, topics=[make_topic("নদী")])
    with touched() as keys:
        actions.unpublish(story, None)
    assert keys == {
        changes.HURRY,
        f"story:{story.pk}",
        f"teaser:{story.pk}",
        f"mention:{story.pk}",
        "list:section:world",
        "list:topic:নদী",
        "list:topics",
        "list:all",
        "list:day:2026-11-28",
        "list:days",
        "list:months",
        "list:month:2026-11",
        "list:month:bn:1433-08",
        "list:changed",
        "list:map:2026-11-28",
    }
    assert (copy.story(story.pk), copy.standing(story.pk).kind) == (None, "absent")
    assert (copy.days(), copy.topics()) == ((), ())


def test_what_comes_back_takes_its_old_place() -> None:
    stories = [make_story(at=NOON + timedelta(minutes=n)) for n in range(3)]
    actions.unpublish(stories[1], None)
    with clock.at(LATER):
        again = actions.publish(Story.objects.get(pk=stories[1].pk), None)
    assert (again.published_at, again.href) == (stories[1].published_at, stories[1].href)
    page = copy.section("world", None)
    assert page is not None
    assert [teaser.id for teaser in page.stories] == [story.pk for story in reversed(stories)]


def test_only_what_is_published_can_be_unpublished() -> None:
    story = make_story(published=False)
    with pytest.raises(errors.NotPublished, match="পত্রিকা থেকে সরানোর কিছু নেই"):
        actions.unpublish(story, None)


def test_a_kill_takes_the_story_its_pictures_and_its_pin() -> None:
    alone, shared = make_picture(), make_picture()
    make_story(at=NOON, picture=shared)
    story = make_story(at=NOON, picture=alone, body=stored(("picture", shared.pk), ("paragraph", "<p>কথা</p>")))
    actions.set_lead(story)
    with touched() as keys:
        actions.kill(story, None, note="ভুল খবর")
    assert keys == {
        changes.HURRY,
        f"story:{story.pk}",
        f"teaser:{story.pk}",
        f"mention:{story.pk}",
        f"picture:{alone.pk}",
        f"picture:{alone.pk}:shown",
        f"picture:{alone.pk}:drawn",
        "front",
        "list:section:world",
        "list:pictured",
        "list:all",
        "list:day:2026-11-28",
        "list:changed",
        "list:map:2026-11-28",
    }
    assert copy.standing(story.pk).kind == "gone"
    assert copy.picture(alone.pk, 320, "jpg") is None
    assert copy.picture(shared.pk, 320, "jpg") is not None


def test_a_killed_story_stays_dead() -> None:
    story = make_story(at=NOON)
    actions.kill(story, None)
    with pytest.raises(errors.Killed, match="আগেই প্রত্যাহার করা হয়েছে"):
        actions.kill(story, None)
    with pytest.raises(errors.Killed, match="আর প্রকাশ করা যাবে না"):
        actions.publish(story, None)
    with pytest.raises(errors.Killed):
        actions.correct(story, "কথা", None)
    with pytest.raises(errors.Killed):
        actions.schedule(story, clock.now() + timedelta(hours=1), None)


def test_a_draft_can_be_killed() -> None:
    story = make_story(published=False)
    with touched() as keys:
        actions.kill(story, None)
    assert keys == {f"story:{story.pk}", changes.HURRY}
    assert copy.standing(story.pk).href == ""


def test_a_correction_is_a_dated_note() -> None:
    story = make_story(at=NOON)
    with touched() as keys, clock.at(LATER):
        actions.correct(story, "  সংখ্যাটি ১১, ১২ নয়।  ", None)
    assert keys == {f"story:{story.pk}", f"card:{story.pk}", "list:changed", "list:map:2026-11-28", "list:corrections"}
    found = copy.story(story.pk)
    assert found is not None
    assert [(note.made_at, note.text) for note in found.corrections] == [(LATER, "সংখ্যাটি ১১, ১২ নয়।")]
    assert (found.modified_at, found.updated_at) == (LATER, None)


def test_an_empty_correction_is_refused() -> None:
    with pytest.raises(errors.NothingToDo):
        actions.correct(make_story(), "  ", None)
    with pytest.raises(errors.NotPublished):
        actions.correct(make_story(published=False), "কথা", None)


def test_redacted_words_are_nowhere_but_under_seal() -> None:
    name = "অপরাজিতা সেন"
    story = make_story(
        at=NOON,
        headline=f"{name} পেল পুরস্কার",
        summary=f"{name} এবার প্রথম",
        body=stored(("paragraph", f"<p>{name} বলেছে, সে খুশি।</p>"), ("quote", {"text": "খুশি", "speaker": name})),
    )
    old = story.href
    actions.edit(story, None, dateline="ঢাকা")
    actions.correct(story, f"{name} দ্বিতীয় নয়, প্রথম।", None)
    with touched() as keys:
        clean = actions.redact(story, name, make_user(), reason="নাবালিকা", instead="এক ছাত্রী")
    own = {f"story:{story.pk}", f"card:{story.pk}", f"teaser:{story.pk}", f"mention:{story.pk}"}
    assert keys == {*own, "list:changed", "list:map:2026-11-28", "list:corrections", changes.HURRY}
    assert clean.slug == "এক-ছাত্রী-পেল-পুরস্কার"
    found = copy.story(story.pk)
    assert found is not None
    assert name not in repr(found)
    assert found.corrections[0].text == "এক ছাত্রী দ্বিতীয় নয়, প্রথম।"
    assert old not in copy.standing(story.pk).old_hrefs
    assert [name in repr(revision.content) for revision in clean.revisions] == [False, False]
    assert [name in revision.object_str for revision in clean.revisions] == [False, False]
    sealed = Sealed.objects.get(story=story)
    assert (name in repr(unseal(bytes(sealed.box))), name.encode() in bytes(sealed.box), sealed.reason) == (
        True,
        False,
        "নাবালিকা",
    )


@pytest.mark.parametrize(
    ("words", "reason", "error"),
    [("কথা নেই এখানে", "কারণ", errors.Missing), ("ক", "কারণ", errors.Refused), ("শিশুরা", " ", errors.Refused)],
)
def test_a_redaction_that_cannot_be_meant_is_refused(words: str, reason: str, error: type[Exception]) -> None:
    story = make_story(at=NOON)
    with touched() as keys, pytest.raises(error):
        actions.redact(story, words, None, reason=reason)
    assert (keys, Sealed.objects.count(), Picture.objects.count()) == (set(), 0, 0)
