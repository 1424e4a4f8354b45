"""A word that the style check leaves alone, in one story and for everybody."""

import pytest
from django.test import Client
from django.urls import reverse

from harkara.desk import actions, errors
from harkara.desk.models import LeftHint, Story
from tests.desk.factories import make_section, make_story, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db


def words(story: Story) -> list[str]:
    return list(LeftHint.objects.filter(story=story).values_list("word", flat=True))


def test_it_is_noted_once_and_stays_through_publication() -> None:
    story, rina = make_story(published=False), make_user("rina")
    with touched() as keys:
        for _ in range(2):
            actions.leave_hint(story, rina, kind="unknown", word="সরককার")
        actions.leave_hint(story, rina, kind="space", word=" ,")
    assert (words(story), keys) == (["সরককার", " ,"], set())
    actions.publish(Story.objects.get(pk=story.pk), None)
    assert words(story) == ["সরককার", " ,"]
    actions.mark_again(story, make_user("tom"), kind="unknown", word="সরককার")
    assert words(story) == [" ,"]


def test_who_may_not_write_the_story_leaves_nothing() -> None:
    story = make_story(published=False)
    with pytest.raises(errors.Refused):
        actions.leave_hint(story, make_user("kim", group="moderator"), kind="unknown", word="সরককার")
    with pytest.raises(errors.Refused):
        actions.leave_hint(story, None, kind="unknown", word="স" * 201)
    assert words(story) == []


def test_a_redaction_reaches_it() -> None:
    story = make_story(headline="রহিমের বাড়ি", body=[("paragraph", "<p>রহিমা নামের এক কিশোরী।</p>")])
    for word in ("রহিমা", "রহিমাকে"):
        actions.leave_hint(story, None, kind="unknown", word=word)
    actions.redact(story, "রহিমা", None, reason="কিশোরী")
    assert [word for word in words(story) if "রহিমা" in word] == []


def test_the_check_of_that_story_is_without_it(client: Client) -> None:
    client.force_login(make_user("rina"))
    story, other = make_story(published=False), make_story(published=False, section=make_section("world"))
    hint, check = reverse("desk_writing:hint"), reverse("desk_writing:check")
    said = {"story": story.pk, "kind": "unknown", "word": "সরককার", "left": True}
    assert client.post(hint, said, content_type="application/json").json() == {"left": True}

    def marked(number: object) -> tuple[list[str], list[str]]:
        told = client.post(f"{check}?story={number}", ["সরককার ধরণ"], content_type="application/json").json()
        return [one["word"] for one in told["texts"][0]], [one["word"] for one in told["left"]]

    assert marked(story.pk) == (["ধরণ"], ["সরককার"])
    assert [marked(number) for number in (other.pk, "", "x")] == [(["সরককার", "ধরণ"], [])] * 3
    assert client.post(hint, {**said, "left": False}, content_type="application/json").json() == {"left": False}
    assert marked(story.pk) == (["সরককার", "ধরণ"], [])


@pytest.mark.parametrize(
    ("said", "status"),
    [("{", 400), ("[]", 400), ('{"story": "x"}', 400), ('{"story": 0, "kind": "a", "word": "b", "left": 1}', 409)],
)
def test_what_cannot_be_noted_is_told(client: Client, said: str, status: int) -> None:
    client.force_login(make_user("rina"))
    answer = client.post(reverse("desk_writing:hint"), said, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (status, ["error"])
