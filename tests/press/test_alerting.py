"""What the desk ordered reaches the readers' side, once; the page and the worker of notices are printed where there is a key."""

import pytest
from pytest_django.fixtures import Settings

from harkara.desk import actions
from harkara.desk.models import Alert, Story
from harkara.post import clock
from harkara.post.models import Message
from harkara.post.push import copy as post
from harkara.post.push.keys import drawn
from harkara.post.push.services import names as services
from harkara.press import alerting, names, plan
from harkara.press.alerting import lay_down
from harkara.press.check import check
from harkara.press.printing import Press
from harkara.press.turns import Turns
from harkara.rack import ledger
from tests.desk.factories import NOON, make_paper, make_story, make_topic
from tests.post.factories import ordered


@pytest.fixture
def key(settings: Settings) -> str:
    settings.HARKARA_PUSH_PUBLIC_KEY = drawn()[1]
    settings.HARKARA_ORIGIN = "https://news.example"
    settings.HARKARA_PUSH_CONTACT = "https://news.example"
    return str(settings.HARKARA_PUSH_PUBLIC_KEY)


def all_laid_down() -> None:
    while lay_down():
        pass


@pytest.mark.django_db
def test_orders_are_laid_down_once_and_none_of_before_it_was_turned_on(key: str) -> None:
    story = make_story()
    actions.send_alert(story, None, "news", "আগের কথা")
    assert not lay_down()
    assert not Message.objects.exists()
    with clock.at(NOON):
        alert = actions.send_alert(story, None, "breaking", "নদীতে পানি", "বাঁধ ভেঙেছে।")
        all_laid_down()
    row = Message.objects.get()
    assert (row.event, row.story, row.kind, row.words["t"]) == (alert.event, story.pk, "breaking", "নদীতে পানি")
    assert row.subjects == ["breaking", f"section:{story.section.slug}"]
    ledger.note(alerting.ORDERED, "0")  # as if the press had died before it noted how far it was
    all_laid_down()
    assert Message.objects.filter(event=alert.event).count() == 1
    assert [one.service for one in row.walks.order_by("pk")] == list(services())


@pytest.mark.django_db
def test_a_kill_follows_a_notice_from_the_desk_to_the_readers_side(key: str) -> None:
    lay_down()
    story = make_story()
    with clock.at(NOON):
        actions.send_alert(story, None, "breaking", "নদীতে পানি")
        actions.kill(Story.objects.get(pk=story.pk), None)
        all_laid_down()
    assert list(Message.objects.order_by("pk").values_list("kind", "state")) == [
        ("breaking", "stopped"),
        ("kill", "going"),
    ]
    assert Alert.objects.count() == 2


def test_a_paper_with_a_key_has_the_page_and_the_worker_and_one_without_has_neither(
    turns: Turns, settings: Settings
) -> None:
    make_paper()
    make_story()
    turns.settle()
    found = [turns.store.manifest.find(path) for path in ("/alerts/", "/alerts/worker.js")]
    assert found == [None, None]
    assert Press(turns.followed).print("alerts").page is None
    settings.HARKARA_PUSH_PUBLIC_KEY = drawn()[1]
    planned = plan.Plan()
    plan.fixed(planned)
    assert {planned.placed["/alerts/"], planned.placed["/alerts/worker.js"]} == {names.ALERTS, names.ALERTS_WORKER}


def test_the_page_offers_sections_and_the_topics_of_these_days_and_holds_against_a_fresh_rendering(
    turns: Turns, key: str
) -> None:
    make_paper()
    flood = make_topic("হাওরের বন্যা")
    make_topic("পুরোনো বিষয়")
    story = make_story(topics=[flood])
    turns.settle()
    page = Press(turns.followed).print(names.ALERTS)
    assert page.page is not None
    html = page.page.body.decode()
    assert f'value="section:{story.section.slug}"' in html
    assert f'value="topic:{flood.pk}"' in html
    assert "পুরোনো বিষয়" not in html
    assert f'data-key="{key}"' in html
    assert "noindex" in dict(page.page.headers)["x-robots-tag"]
    worker = Press(turns.followed).print(names.ALERTS_WORKER)
    assert worker.page is not None
    assert key in worker.page.body.decode()
    assert dict(worker.page.headers)["cache-control"] == "public, no-cache"
    assert check(turns.store, None).wrong == []


@pytest.mark.django_db
def test_the_doctor_says_what_is_missing_and_what_waits(key: str, settings: Settings) -> None:
    assert [one.state for one in alerting.examination()] == ["well"]
    with clock.at(NOON):
        ordered()
    assert post.oldest_waiting() == NOON
    settings.HARKARA_PUSH_CONTACT = settings.HARKARA_ORIGIN = "http://news.example"
    said = [(one.state, one.sentence) for one in alerting.examination()]
    assert [state for state, _ in said][:2] == ["ill", "look"]
    settings.HARKARA_PUSH_PUBLIC_KEY, settings.HARKARA_PUSH_KEY = "", "x" * 43
    assert ["HARKARA_PUSH_PUBLIC_KEY" in one.sentence for one in alerting.examination()] == [True]
    settings.HARKARA_PUSH_KEY = ""
    assert list(alerting.examination()) == []
