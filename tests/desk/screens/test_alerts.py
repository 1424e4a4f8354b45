"""The screen on which a story is sent to readers: what it offers and shows, what is sent, and the tick that leads to it."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from harkara.desk import actions
from harkara.desk.models import Alert, Story
from harkara.post.models import Message
from harkara.post.push.keys import drawn
from tests.desk.factories import make_paper, make_story, make_user
from tests.desk.screens.opened import HOUSE, opened
from tests.desk.screens.test_axe import violations
from tests.post.factories import ordered

pytestmark = pytest.mark.django_db
page = opened()


@pytest.fixture(autouse=True)
def sends(settings: Settings) -> None:
    settings.HARKARA_PUSH_PUBLIC_KEY = drawn()[1]


@pytest.fixture
def client() -> Client:
    make_paper()
    made = Client()
    made.force_login(make_user(group="desk_editor"))
    return made


def test_the_story_s_words_are_offered_and_shown_as_a_phone_shows_them(client: Client) -> None:
    story = make_story(headline="হাওরে আগাম বন্যা", summary="ধান কাটার তাড়া।")
    screen = client.get(f"/desk/acts/{story.pk}/alert/?kind=urgent").content.decode()
    assert "<b data-alert-title>হাওরে আগাম বন্যা</b><span data-alert-text>ধান কাটার তাড়া।</span>" in screen
    assert 'value="urgent"' in screen
    assert "দৈনিক হরকরা" in screen


def test_what_is_sent_stands_below_with_how_far_it_got_and_is_not_sent_again(client: Client) -> None:
    story = make_story()
    address, form = f"/desk/acts/{story.pk}/alert/", {"kind": "breaking", "title": "নদীতে পানি", "text": ""}
    assert client.post(address, form).status_code == 302
    assert "এখনো রওনা হয়নি" in client.get(address).content.decode()
    ordered(f"{story.pk}.1", story=story.pk)
    Message.objects.update(reached=234, failed=2, state="done")
    screen = client.get(address).content.decode()
    assert "পৌঁছানো শেষ: পৌঁছেছে ২৩৪টিতে, পৌঁছায়নি ২টিতে" in screen
    refused = client.post(address, form)
    assert refused.status_code == 200
    assert "কেউ তা দুবার পান না" in refused.content.decode()
    assert Alert.objects.count() == 1


def test_the_tick_on_the_bar_and_on_publishing_leads_there_once_it_is_done(client: Client) -> None:
    story = make_story()
    bar = client.post(f"/desk/acts/{story.pk}/banner/", {"kind": "breaking", "hours": 3, "then_alert": "on"})
    assert bar["location"] == f"/desk/acts/{story.pk}/alert/?kind=breaking"
    asked = client.get(f"/desk/acts/{story.pk}/publish/")
    assert 'name="then_alert"' in asked.content.decode()
    seen = asked.context["seen"]
    done = client.post(f"/desk/acts/{story.pk}/publish/", {"seen": seen, "then_alert": "on"})
    assert done["location"] == f"/desk/acts/{story.pk}/alert/?kind=news"
    now = client.post(f"/desk/board/{story.pk}/urgent/", {"note": "জরুরি", "breaking": "on", "then_alert": "on"})
    assert now["location"] == f"/desk/acts/{story.pk}/alert/?kind=breaking"
    assert not Alert.objects.exists()


def test_a_paper_that_sends_nothing_says_so_and_offers_nothing(client: Client, settings: Settings) -> None:
    settings.HARKARA_PUSH_PUBLIC_KEY = ""
    story = make_story()
    screen = client.get(f"/desk/acts/{story.pk}/alert/").content.decode()
    assert "push-keys" in screen
    assert "<textarea" not in screen
    assert "then_alert" not in client.get(f"/desk/acts/{story.pk}/banner/").content.decode()
    assert "/alert/" not in client.get(f"/desk/stories/edit/{story.pk}/").content.decode()


def test_who_may_not_publish_at_once_is_not_let_in() -> None:
    make_paper()
    story: Story = make_story()
    for group, status in (("desk_editor", 200), ("sub_editor", 302), ("reporter", 302)):
        client = Client()
        client.force_login(make_user(group=group))
        assert client.get(f"/desk/acts/{story.pk}/alert/").status_code == status


@pytest.mark.browser
def test_the_notice_follows_what_is_typed(page: Page) -> None:
    story = make_story(headline="হাওরে আগাম বন্যা")
    actions.send_alert(story, None, "news", "আগের কথা")
    page.goto(f"{HOUSE}/desk/acts/{story.pk}/alert/")
    page.get_by_label("শিরোনাম", exact=False).first.fill("নদীতে পানি বাড়ছে")
    expect(page.locator("[data-alert-title]")).to_have_text("নদীতে পানি বাড়ছে")
    assert violations(page) == []
