"""Kinds of stories in the newsroom: what each needs, its fields in the form, and its copy."""

from typing import Any

import pytest
from django.test import Client
from lxml import html as parser
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from harkara.desk import actions, clock, copy, kinds
from harkara.desk.errors import NotReady
from harkara.desk.models import Story
from harkara.layout.copy import LifeCopy, VideoCopy
from tests.desk.factories import NOON, make_picture, make_section, make_story, make_user, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user())
    return client


def form(**changes: Any) -> dict[str, Any]:
    """What the editor's form sends."""
    lines = dict.fromkeys(("kicker", "desk", "dateline", "picture", "remembered", "born", "died", "video"), "")
    body = streamfield([("paragraph", rich_text("<p>তিনি পড়াতেন নৌকায়।</p>"))])
    sets = {"bylines": inline_formset([]), "source_links": inline_formset([])}
    said = {"headline": "মাস্টার আর নেই", "kind": "obituary", "summary": "", "section": make_section().pk}
    given: dict[str, Any] = nested_form_data(
        {**lines, **said, "syndication": "full", "topics": [], "body": body, **sets, **changes}
    )
    return given


def faults(answer: Any) -> list[str]:
    page = parser.document_fromstring(answer.content.decode())
    return [" ".join(one.text_content().split()) for one in page.xpath("//*[contains(@class, 'error-message')]")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"died": 2026}, "প্রয়াণের খবরে প্রয়াত ব্যক্তির নাম লাগে: নামটি লিখুন।"),
        ({"remembered": "আবদুল হালিম"}, "প্রয়াণের খবরে মৃত্যুর সাল লাগে: সালটি লিখুন।"),
        (
            {"remembered": "আবদুল হালিম", "born": 2020, "died": 1938},
            "২০২০ সালে জন্ম আর ১৯৩৮ সালে মৃত্যু হতে পারে না: দুটি সালই মিলিয়ে দেখুন।",
        ),
        ({"remembered": "আবদুল হালিম", "died": 2027}, "২০২৭ সাল এখনো আসেনি: ২০২৬ বা তার আগের সাল দিন।"),
    ],
)
def test_an_obituary_goes_out_when_it_says_who_died_and_when(fields: dict[str, Any], sentence: str) -> None:
    with clock.at(NOON):
        story = make_story(published=False, kind="obituary", **fields)
        with pytest.raises(NotReady) as refusal:
            actions.publish(story, make_user())
    assert str(refusal.value) == sentence


def test_news_needs_none_of_it_and_an_obituary_with_it_goes_out() -> None:
    assert kinds.lacks(Story(kind="news", headline="ক")) == []
    story = make_story(kind="obituary", remembered="আবদুল হালিম", born=1938, died=2025)
    found = copy.story(story.pk)
    assert found is not None
    assert (found.kind, found.life) == ("obituary", LifeCopy("আবদুল হালিম", 1938, 2025))
    other = copy.story(make_story(remembered="আবদুল হালিম").pk)
    assert other is not None
    assert (other.kind, other.life) == ("news", None)


def test_the_years_are_typed_in_bangla_digits(editor: Client) -> None:
    given = form(remembered="আবদুল হালিম", born="১৯৩৮", died=" ২০২৫ ")
    assert editor.post("/desk/stories/add/", given).status_code == 302
    story = Story.objects.get().get_latest_revision_as_object()
    assert (story.remembered, story.born, story.died) == ("আবদুল হালিম", 1938, 2025)


@pytest.mark.parametrize(
    ("years", "sentence"),
    [
        ({"born": "আটত্রিশ"}, "সাল অঙ্কে লিখুন, যেমন ১৯৫২।"),
        ({"born": "২০২০", "died": "১৯৩৮"}, "২০২০ সালে জন্ম আর ১৯৩৮ সালে মৃত্যু হতে পারে না: দুটি সালই মিলিয়ে দেখুন।"),
    ],
)
def test_a_slip_in_a_year_is_named(editor: Client, years: dict[str, str], sentence: str) -> None:
    assert faults(editor.post("/desk/stories/add/", form(**years))) == [sentence]


def test_fields_of_a_kind_stand_in_the_form_of_that_kind_only_and_nothing_is_lost(editor: Client) -> None:
    def hidden(story: Story) -> list[bool]:
        page = parser.document_fromstring(editor.get(f"/desk/stories/edit/{story.pk}/").content.decode())
        [row] = page.xpath("//*[@data-of-kind='obituary']")
        assert len(row.xpath(".//input[@name='remembered' or @name='born' or @name='died']")) == 3
        return [name in row.attrib for name in ("hidden",)]

    news = make_story(published=False)
    remembered = make_story(published=False, kind="obituary", remembered="আবদুল হালিম", died=2025)
    assert (hidden(news), hidden(remembered)) == ([True], [False])
    given = form(kind="news", remembered="আবদুল হালিম", died="2025")
    assert editor.post(f"/desk/stories/edit/{remembered.pk}/", given).status_code == 302
    kept = Story.objects.get(pk=remembered.pk).get_latest_revision_as_object()
    assert (kept.kind, kept.remembered, kept.died) == ("news", "আবদুল হালিম", 2025)


def test_a_photo_story_needs_three_pictures_with_captions_and_one_for_lists() -> None:
    few = make_story(
        published=False, kind="photo", body=stored(("picture", make_picture().pk), ("paragraph", "<p>কথা</p>"))
    )
    assert kinds.lacks(few) == [
        "ছবির গল্পে লেখার ভেতরে অন্তত ৩টি ছবি লাগে: “একসঙ্গে কয়েকটি ছবি” চেপে সব একবারে নেওয়া যায়।",
        "ছবির গল্পে মূল ছবিও লাগে: তালিকায় ও শেয়ার করা লিংকে সেটিই দেখা যায়।",
    ]
    silent, said = make_picture(title="নীরব", caption=""), make_picture(title="অন্য", caption="")
    shown = [make_picture(), silent, said]
    body = stored(*(("picture", picture.pk) for picture in shown))
    captions = {str(said.pk): {"caption": "এখানে বলা"}}
    story = make_story(published=False, kind="photo", body=body, picture=shown[0], captions=captions)
    assert kinds.lacks(story) == ["“নীরব” ছবিটির ক্যাপশন নেই: ছবির গল্পে প্রতিটি ছবির সঙ্গে ক্যাপশন লাগে।"]
    story.captions[str(silent.pk)] = {"caption": "এবার বলা"}
    assert kinds.lacks(story) == []


NO_VIDEO = "“https://example.org/1” ইউটিউব, ফেসবুক বা ভিমিওর কোনো ভিডিও নয়: ভিডিওটি সেখানে খুলে পুরো ঠিকানা কপি করুন।"


def test_a_video_story_needs_its_address_and_a_picture() -> None:
    assert kinds.lacks(make_story(published=False, kind="video")) == [
        "ভিডিও খবরে ভিডিওর ঠিকানা লাগে: ইউটিউব, ফেসবুক বা ভিমিও থেকে ঠিকানাটি কপি করুন।",
        "ভিডিও খবরে ছবি লাগে: ভিডিও চালানোর আগ পর্যন্ত সেটিই দেখা যায়।",
    ]
    strange = make_story(published=False, kind="video", video="https://example.org/1", picture=make_picture())
    assert kinds.lacks(strange) == [NO_VIDEO]
    story = make_story(kind="video", video="https://youtu.be/aqz-KE-bpKQ", picture=make_picture())
    found = copy.story(story.pk)
    assert found is not None
    assert found.video == VideoCopy(
        "youtube",
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
        "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&rel=0",
    )


def test_the_address_of_a_video_is_kept_without_who_shared_it_and_a_wrong_one_is_named(editor: Client) -> None:
    given = form(kind="video", video="https://youtu.be/aqz-KE-bpKQ?si=someone")
    assert editor.post("/desk/stories/add/", given).status_code == 302
    kept = Story.objects.get().get_latest_revision_as_object()
    assert kept.video == "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    answer = editor.post("/desk/stories/add/", form(kind="video", video="https://example.org/1"))
    assert faults(answer) == [NO_VIDEO]
