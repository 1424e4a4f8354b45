"""What an editor says of a story's card: kept with it, told to the change log, and refused where it would say nothing."""

import pytest

from harkara.desk import actions, copy
from harkara.desk.errors import Killed, NothingToDo, Refused
from harkara.desk.models import Story, StoryCard
from tests.desk.factories import make_paper, make_story, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db


def test_a_quote_is_kept_in_one_spelling_and_touches_the_card_alone() -> None:
    make_paper()
    story = make_story()
    with touched() as keys:
        actions.set_card(story, make_user(), "quote", words=" নদী\u09df ", speaker="একজন শিক্ষক")
    assert keys == {f"card:{story.pk}"}
    found = copy.card(story.pk)
    assert found is not None
    assert (found.kind, found.words, found.aside) == ("quote", "নদী\u09af\u09bc", ("একজন শিক্ষক",))


def test_figures_stand_in_bangla_digits() -> None:
    make_paper()
    story = make_story()
    actions.set_card(story, make_user(), "score", figures=[("287/6", "বাংলাদেশ"), ("281", "শ্রীলঙ্কা"), ("", "কেউ নয়")])
    found = copy.card(story.pk)
    assert found is not None
    assert (found.kind, found.figures) == ("score", (("২৮৭/৬", "বাংলাদেশ"), ("২৮১", "শ্রীলঙ্কা")))
    assert found.words == story.headline


def test_an_obituary_is_one_by_itself() -> None:
    make_paper()
    story = make_story(kind="obituary", remembered="মাহবুব আলম", born=1941, died=2026)
    found = copy.card(story.pk)
    assert found is not None
    assert (found.kind, found.words, found.aside) == ("obituary", "মাহবুব আলম", ("১৯৪১–২০২৬", story.headline))


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        ("round", {}, "“round” নামে কার্ডের কোনো ধরন নেই"),
        ("quote", {}, "উদ্ধৃতির কার্ডে উদ্ধৃতি লাগে"),
        ("quote", {"words": "ক" * 281}, "উদ্ধৃতি বড়জোর"),
        ("numbers", {"figures": [("", "কিছু")]}, "অন্তত একটি সংখ্যা লাগে"),
        ("numbers", {"figures": [("১", "ক")] * 4}, "কার্ডে বড়জোর"),
        ("score", {"figures": [("১", "ক")]}, "দুই দলেরই ফল লাগে"),
        ("obituary", {}, "প্রয়াতের নাম লাগে"),
    ],
)
def test_what_says_nothing_is_refused_in_words(kind: str, said: dict[str, object], why: str) -> None:
    story = make_story()
    with pytest.raises(Refused, match=why):
        actions.set_card(story, make_user(), kind, **said)  # type: ignore[arg-type]
    assert not StoryCard.objects.exists()


def test_nothing_new_is_nothing_to_do() -> None:
    story, user = make_story(), make_user()
    with pytest.raises(NothingToDo):
        actions.set_card(story, user, "")
    actions.set_card(story, user, "breaking")
    with pytest.raises(NothingToDo):
        actions.set_card(story, user, "breaking")


def test_a_killed_story_has_no_card() -> None:
    story = make_story()
    actions.kill(story, None)
    with pytest.raises(Killed):
        actions.set_card(Story.objects.get(pk=story.pk), make_user(), "breaking")
    assert copy.card(story.pk) is None


def test_a_reporter_may_not() -> None:
    with pytest.raises(Refused):
        actions.set_card(make_story(), make_user(group="reporter"), "breaking")


def test_a_kind_that_lost_what_it_needs_gives_way() -> None:
    make_paper()
    story = make_story()
    StoryCard.objects.create(story=story, kind="quote", changed_at=story.published_at)
    found = copy.card(story.pk)
    assert found is not None
    assert (found.kind, found.words) == ("headline", story.headline)
