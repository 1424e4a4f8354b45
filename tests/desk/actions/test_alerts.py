"""Send to readers: who may, what is refused, that nothing is sent twice, and what follows by itself."""

import pytest
from pytest_django.fixtures import Settings
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock, copy
from harkara.desk.errors import NothingToDo, NotPublished, Refused
from harkara.desk.models import Alert, Paper, Story
from harkara.desk.versions import Passage
from harkara.people.models import User
from harkara.post.push.keys import drawn
from tests.desk.factories import NOON, make_section, make_story, make_topic, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

TITLE, TEXT = "হাওরে আগাম বন্যা", "ধান কাটার তাড়া, নৌকা চলছে।"


@pytest.fixture(autouse=True)
def sends(settings: Settings) -> None:
    settings.HARKARA_PUSH_PUBLIC_KEY = drawn()[1]


@pytest.fixture
def editor() -> User:
    return make_user()


def again(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def test_an_order_says_what_to_whom_and_is_logged(editor: User) -> None:
    topic = make_topic("বন্যা")
    story = make_story(headline=TITLE, topics=[topic])
    with touched() as keys, clock.at(NOON):
        alert = actions.send_alert(story, editor, "breaking", f" {TITLE} ", TEXT)
    assert keys == {f"draft:alert:{story.pk}.1"}
    [told] = copy.alerts([alert.event, "nothing"])
    assert (told.story, told.kind, told.title, told.text, told.at) == (story.pk, "breaking", TITLE, TEXT, NOON)
    assert told.subjects == ("breaking", f"section:{story.section.slug}", f"topic:{topic.pk}")
    assert ModelLogEntry.objects.filter(action="desk.send_alert", user=editor).count() == 1


def test_news_is_for_who_wants_its_section_or_the_one_above(editor: User) -> None:
    above = make_section("sports")
    below = make_section("cricket")
    below.above = above
    below.save()
    alert = actions.send_alert(make_story(section=below), editor, "news", TITLE)
    assert alert.subjects == ["section:cricket", "section:sports"]


def test_the_same_words_are_sent_once_however_often_the_story_is_published(editor: User) -> None:
    story = make_story()
    actions.send_alert(story, editor, "news", TITLE, TEXT)
    actions.publish(again(story), editor)
    for kind in ("news", "urgent"):
        with pytest.raises(NothingToDo):
            actions.send_alert(again(story), editor, kind, TITLE, TEXT)
    assert actions.send_alert(again(story), editor, "breaking", "পানি নামছে").event == f"{story.pk}.2"
    assert Alert.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "title", "text"),
    [("news", " ", ""), ("kill", TITLE, ""), ("", TITLE, ""), ("news", "ক" * 121, ""), ("news", TITLE, "ক" * 241)],
)
def test_what_cannot_be_sent_is_refused_in_words(editor: User, kind: str, title: str, text: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.send_alert(make_story(), editor, kind, title, text)
    assert str(refusal.value).endswith((":", ".", "।")) or "”" in str(refusal.value)
    assert not Alert.objects.exists()


def test_who_may_not_publish_at_once_may_not_send_and_nothing_unpublished_is_sent(
    editor: User, settings: Settings
) -> None:
    with pytest.raises(Refused):
        actions.send_alert(make_story(), make_user(group="reporter"), "news", TITLE)
    story = make_story()
    actions.unpublish(again(story), editor)
    with pytest.raises(NotPublished):
        actions.send_alert(again(story), editor, "news", TITLE)
    settings.HARKARA_PUSH_PUBLIC_KEY = ""
    with pytest.raises(Refused, match="push-keys"):
        actions.send_alert(make_story(), editor, "news", TITLE)


def test_a_correction_follows_who_got_the_story_with_what_is_right(editor: User) -> None:
    story, other = make_story(headline=TITLE), make_story()
    actions.send_alert(story, editor, "news", TITLE, TEXT)
    note = actions.correct(again(story), "নিহত তিনজন নন, দুজন।", editor)
    actions.correct(again(other), "ভুল ছিল।", editor)
    [follows] = Alert.objects.filter(kind="correction")
    assert (follows.event, follows.title, follows.text) == (
        f"{story.pk}.c{note.pk}",
        f"সংশোধনী: {TITLE}",
        "নিহত তিনজন নন, দুজন।",
    )
    chosen = [Passage(label="", stood="তিনজন", stands="দুজন")]
    actions.correct(again(story), "", editor, passages=chosen)
    assert Alert.objects.filter(kind="correction").first().text == "দুজন"  # type: ignore[union-attr]


def test_a_kill_and_what_is_taken_off_the_paper_say_no_word_of_the_story(editor: User) -> None:
    Paper.objects.update_or_create(pk=1, defaults={"one_may_kill": True})
    for act in (lambda story: actions.kill(story, editor, reason="ভুল"), lambda story: actions.unpublish(story, editor)):
        story = make_story(headline=TITLE)
        actions.send_alert(story, editor, "news", TITLE, TEXT)
        with touched() as keys:
            act(again(story))
        [follows] = Alert.objects.filter(story=story, kind="kill")
        assert f"draft:alert:{follows.event}" in keys
        assert TITLE not in follows.title + follows.text


def test_a_redaction_reaches_what_was_sent_and_new_words_follow(editor: User) -> None:
    story = make_story(headline="রহিমা খাতুনের জমি ফেরত")
    actions.send_alert(story, editor, "news", "রহিমা খাতুনের জমি ফেরত", "রহিমা খাতুন বললেন, স্বস্তি।")
    actions.redact(again(story), "রহিমা খাতুন", editor, reason="নাবালিকা", instead="এক কিশোরী")
    [follows] = Alert.objects.filter(kind="restated")
    said = "".join(one.title + one.text for one in Alert.objects.all())
    assert "রহিমা" not in said
    assert "কিশোরী" in follows.title
