"""The screens of topics, and the field that offers them."""

import json
from typing import Any

import pytest
from django.test import Client
from lxml import html as parser

from harkara.desk.models import Story, Topic, TopicName
from tests.desk.factories import make_story, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("rina"))
    return client


@pytest.fixture
def reporter(client: Client) -> Client:
    client.force_login(make_user("tom", group="reporter"))
    return client


def said(answer: Any) -> str:
    return " ".join(parser.fromstring(answer.content).text_content().split())


def test_a_topic_is_merged_from_its_screen(editor: Client) -> None:
    kept, other = make_topic("ধান"), make_topic("ধানচাষ")
    story = make_story(topics=[other])
    assert f"/desk/topic/{other.pk}/merge/" in editor.get(f"/desk/topics/edit/{other.pk}/").content.decode()
    answer = editor.post(f"/desk/topic/{other.pk}/merge/", {"kept": kept.pk}, follow=True)
    assert "“ধানচাষ” এখন “ধান” বিষয়ের অংশ।" in said(answer)
    assert list(Story.objects.get(pk=story.pk).topics.all()) == [kept]
    rows = parser.fromstring(editor.get("/desk/topics/").content).xpath("//tbody//*[contains(@class, 'title-wrapper')]")
    assert [" ".join(row.text_content().split()) for row in rows] == ["ধান"]
    assert editor.get(f"/desk/topic/{other.pk}/merge/").status_code == 404


def test_the_choice_of_a_topic_speaks_the_language_of_who_looks(editor: Client) -> None:
    topic = make_topic("ধান")
    assert "Choose topic" not in said(editor.get(f"/desk/topic/{topic.pk}/merge/"))
    editor.post("/desk/language/?language=en")
    page = said(editor.get(f"/desk/topic/{topic.pk}/merge/"))
    assert ("Choose topic" in page, "বেছে নিন" in page) == (True, False)


def test_merging_with_itself_is_refused_in_words(editor: Client) -> None:
    topic = make_topic("ধান")
    assert "“ধান” একটিই বিষয়" in said(editor.post(f"/desk/topic/{topic.pk}/merge/", {"kept": topic.pk}))


def test_a_reporter_merges_nothing(reporter: Client) -> None:
    topic = make_topic()
    assert reporter.get(f"/desk/topic/{topic.pk}/merge/").status_code in (302, 403)


def test_other_names_are_kept_and_old_ones_go(editor: Client) -> None:
    topic = make_topic("পদ্মা সেতু")
    address = f"/desk/topics/edit/{topic.pk}/"
    editor.post(address, {"name": "পদ্মা সেতু", "others": "Padma Bridge\n\nপদ্মা বহুমুখী সেতু\nPadma Bridge"})
    assert list(topic.names.values_list("name", flat=True)) == ["পদ্মা সেতু", "Padma Bridge", "পদ্মা বহুমুখী সেতু"]
    shown = parser.fromstring(editor.get(address).content).get_element_by_id("id_others")
    assert shown.text_content().split("\n") == ["", "Padma Bridge", "পদ্মা বহুমুখী সেতু"]
    editor.post(address, {"name": "পদ্মা সেতু", "others": ""})
    assert list(topic.names.values_list("name", flat=True)) == ["পদ্মা সেতু"]


def test_a_name_of_another_topic_is_refused(editor: Client) -> None:
    TopicName.keep(make_topic("পদ্মা সেতু"), "Padma Bridge")
    topic = make_topic("সেতু")
    answer = editor.post(f"/desk/topics/edit/{topic.pk}/", {"name": "সেতু", "others": "Padma Bridge"})
    assert "“Padma Bridge” আগে থেকেই “পদ্মা সেতু” বিষয়ের আরেক নাম।" in said(answer)
    answer = editor.post("/desk/topics/add/", {"name": "Padma Bridge", "others": ""})
    assert "“Padma Bridge” আগে থেকেই “পদ্মা সেতু” বিষয়ের আরেক নাম।" in said(answer)


def test_the_field_shows_what_is_chosen_and_not_all_there_is(reporter: Client) -> None:
    chosen, _ = make_topic("ধান"), make_topic("পাট")
    story = make_story(topics=[chosen], published=False)
    page = parser.fromstring(reporter.get(f"/desk/stories/edit/{story.pk}/").content)
    chips = page.find_class("desk-chip")
    assert [chip.findtext("span") for chip in chips] == ["ধান"]
    assert [field.get("value") for field in page.xpath("//input[@name='topics']")] == [str(chosen.pk)]


def test_what_the_text_speaks_of_is_offered(reporter: Client) -> None:
    topic = make_topic("সেতু")
    said = {"headline": "সেতুর টোল", "others": ["<p>টোল</p>"], "chosen": [], "dateline": ""}
    answer = reporter.post("/desk/topic/offer/", json.dumps(said), content_type="application/json")
    assert answer.json() == {"offers": [{"number": topic.pk, "name": "সেতু", "slug": "সেতু", "stories": 0, "count": 1}]}
    wrong = reporter.post("/desk/topic/offer/", "[]", content_type="application/json")
    assert wrong.status_code == 400


def test_a_topic_is_found_and_made_from_the_box(reporter: Client) -> None:
    topic = make_topic("সেতু")
    assert reporter.get("/desk/topic/find/?q=সে").json() == {
        "typed": "সে",
        "offers": [{"number": topic.pk, "name": "সেতু", "slug": "সেতু", "stories": 0, "count": 0}],
    }
    again = reporter.post("/desk/topic/add/", {"name": " সেতু "})
    assert (again.status_code, again.json()) == (200, {"number": topic.pk, "name": "সেতু"})
    made = reporter.post("/desk/topic/add/", {"name": "মেট্রোরেল"})
    assert (made.status_code, made.json()["name"]) == (201, "মেট্রোরেল")
    assert Topic.objects.filter(name="মেট্রোরেল").count() == 1
    assert reporter.post("/desk/topic/add/", {"name": "!!"}).status_code == 400
