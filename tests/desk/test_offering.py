"""Topics that are offered for a story."""

from typing import Any

import pytest

from harkara.desk import actions
from harkara.desk.models import Topic, TopicName
from harkara.desk.offering import Offer, beginning, offered
from tests.desk.factories import make_stories, make_topic

pytestmark = pytest.mark.django_db


def names(offers: list[Offer]) -> list[str]:
    return [offer.name for offer in offers]


def test_what_the_text_speaks_of_is_offered_the_headline_first() -> None:
    for name in ("টোল", "পদ্মা সেতু", "ফেসবুক", "ক্রিকেট"):
        make_topic(name)
    body = '[{"type": "paragraph", "value": "<p>টোল নিয়ে <b>টোল</b>প্লাজায় কথা, টোলের হার; Facebook পোস্ট</p>"}]'
    assert names(offered("পদ্মা সেতুতে নতুন হার", ["", body])) == ["পদ্মা সেতু", "টোল", "ফেসবুক"]


def test_what_is_chosen_is_not_offered() -> None:
    bridge = make_topic("সেতু")
    assert offered("সেতু খুলল", [], [bridge.pk]) == []


def test_the_paper_s_own_habit_decides_between_equals() -> None:
    make_stories(2, topics=[make_topic("ধান")])
    make_topic("আলু")
    assert offered("আলু আর ধান", []) == [
        Offer(Topic.objects.get(name="ধান").pk, "ধান", 2, 1, "ধান"),
        Offer(Topic.objects.get(name="আলু").pk, "আলু", 0, 1, "আলু"),
    ]


def test_another_name_and_an_old_one_lead_to_the_topic() -> None:
    topic = make_topic("পদ্মা সেতু")
    TopicName.keep(topic, "Padma Bridge")
    topic.name = "পদ্মা বহুমুখী সেতু"
    topic.save()
    assert names(offered("Padma Bridge opens", [])) == ["পদ্মা বহুমুখী সেতু"]
    assert names(offered("পদ্মা সেতুর টোল", [])) == ["পদ্মা বহুমুখী সেতু"]


def test_a_merged_name_offers_the_topic_that_stayed() -> None:
    kept, other = make_topic("ধান"), make_topic("বোরো")
    actions.merge_topics(kept, other, None)
    assert names(offered("বোরোর ফলন", [])) == ["ধান"]
    assert names(beginning("বোর")) == ["ধান"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("পদ", ["পদ্মা সেতু"]),
        ("সেত", ["পদ্মা সেতু", "যমুনা সেতু"]),
        ("পদ্মা সে", ["পদ্মা সেতু"]),
        ("padma", ["পদ্মা সেতু"]),
        ("face", []),
        ("", []),
        ("?!", []),
    ],
)
def test_a_beginning_finds_names_by_any_word_in_either_script(typed: str, found: list[str]) -> None:
    for name in ("পদ্মা সেতু", "যমুনা সেতু"):
        make_topic(name)
    assert names(beginning(typed)) == found


def test_the_queries_are_the_same_for_one_topic_and_for_three(django_assert_num_queries: Any) -> None:
    words = ("ধান", "আলু", "গম")
    for count in (1, 3):
        for name in words[:count]:
            make_topic(name)
        with django_assert_num_queries(3):
            assert len(offered("ধান আলু গম", [])) == count
        with django_assert_num_queries(4):
            assert len(beginning("ধা")) == 1
