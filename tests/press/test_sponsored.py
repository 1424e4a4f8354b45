"""A story that somebody paid for says so wherever it stands, and stands where no money buys a place nowhere. What a source
keeps for itself is in nothing that others take.
"""

import json
import time
from datetime import timedelta

import pytest
from django.db import transaction
from lxml import etree
from lxml import html as parser
from pytest_django.fixtures import Settings

from harkara.desk import actions, clock, copy, morgue
from harkara.desk.errors import Refused
from harkara.desk.models import IncomingClipping, Newsletter, Story, WireSource
from harkara.post.push.keys import drawn
from harkara.press import names
from harkara.press.bake import bake
from harkara.press.turns import Turns
from harkara.rack.outbox.sides import READERS
from harkara.readings import counting, popular
from harkara.readings.spool import Sum
from tests.desk.factories import NOON, make_paper, make_section, make_story, make_topic, make_user, stored

LABEL = "বিজ্ঞাপনী নিবন্ধ"
SPONSOR = "মেলা কমিটি"


@pytest.fixture
def paid(turns: Turns) -> Story:
    make_paper()
    make_story(at=NOON - timedelta(hours=2), headline="সাধারণ খবর")
    body = stored(
        ("paragraph", '<p>মেলায় <a href="https://fair.example/">আসুন</a>।</p>'),
        ("paragraph", "<p>তিন দিন চলবে।</p>"),
    )
    made = make_story(
        at=NOON - timedelta(hours=1), headline="মেলা শুরু", sponsor=SPONSOR, body=body, topics=[make_topic("মেলা")]
    )
    turns.settle()
    return made


def sheet(turns: Turns, name: str) -> str:
    bake(turns.store, [name], hot_until=clock.now() + timedelta(hours=1))
    page = turns.store.shelf.get(name)
    assert page is not None, name
    return page.identity().decode()


def test_its_page_says_who_paid_before_anything_else(turns: Turns, paid: Story) -> None:
    page = parser.document_fromstring(sheet(turns, names.story(paid.pk)))
    head = page.xpath("//header[@class='story-head']")[0]
    assert [one.text_content() for one in head.xpath("./p[@class='kicker'] | ./p[@class='story-sponsor']")] == [
        LABEL,
        f"স্পনসর: {SPONSOR}",
    ]
    assert page.xpath("//meta[@name='googlebot-news']/@content") == ["noindex"]
    assert page.xpath("//div[@class='body']//a/@rel") == ["sponsored"]
    data = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])
    assert data["@graph"][0]["sponsor"] == {"@type": "Organization", "name": SPONSOR}
    lite = sheet(turns, f"lite:{names.story(paid.pk)}")
    assert (LABEL in lite, SPONSOR in lite, 'rel="sponsored"' in lite) == (True, True, True)


@pytest.mark.parametrize(
    "name",
    [
        *("front", "section:world", "topic:মেলা", "lite:section:world", "rail", "newer:মেলা", "feed:rss", "feed:atom"),
        *("feed:json", "feed:rss:world", "embed:{}", "embed:{}:json", "data:{}"),
    ],
)
def test_it_is_labelled_wherever_it_stands(turns: Turns, paid: Story, name: str) -> None:
    said = sheet(turns, name.format(paid.pk))
    assert paid.headline in said
    assert LABEL in said
    actions.edit(Story.objects.get(pk=paid.pk), None, sponsor="")
    turns.settle()
    assert LABEL not in sheet(turns, name.format(paid.pk))


def test_feeds_say_it_in_title_and_category(turns: Turns, paid: Story) -> None:
    root = etree.fromstring(sheet(turns, "feed:rss").encode())
    first = root.find("channel/item")
    assert first is not None
    assert first.findtext("title") == f"{LABEL}: {paid.headline}"
    assert LABEL in [one.text for one in first.findall("category")]
    content = first.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    assert (f"স্পনসর: {SPONSOR}" in content, 'rel="sponsored"' in content) == (True, True)
    said = json.loads(sheet(turns, "feed:json"))["items"][0]
    assert (said["title"], LABEL in said["tags"]) == (f"{LABEL}: {paid.headline}", True)
    assert {"literal": "sponsored", "name": f"{LABEL}: {SPONSOR}"} in json.loads(sheet(turns, f"data:{paid.pk}"))[
        "genres"
    ]


def test_search_and_cards_say_it(paid: Story) -> None:
    [record] = morgue.published([paid.pk])
    assert record.headline == f"{LABEL}: {paid.headline}"
    card = copy.card(paid.pk)
    assert card is not None
    assert card.label == LABEL


def test_no_money_buys_a_place_in_news_or_among_the_most_read(turns: Turns, paid: Story) -> None:
    plain = Story.objects.get(headline="সাধারণ খবর")
    assert paid.headline not in sheet(turns, names.NEWS_SITEMAP)
    assert plain.headline in sheet(turns, names.NEWS_SITEMAP)
    now = int(time.time())
    with transaction.atomic(using=READERS):
        counting.add([Sum(now, number, "a", count) for number, count in ((paid.pk, 90), (plain.pk, 5))])
    popular.settle(now)
    assert popular.order("day") == [paid.pk, plain.pk]
    assert [one.id for one in copy.rail().popular] == [plain.pk]
    with pytest.raises(Refused):
        actions.raise_banner(paid, make_user(), "breaking", 2)
    actions.raise_banner(plain, make_user(), "breaking", 2)
    actions.edit(Story.objects.get(pk=plain.pk), None, sponsor=SPONSOR)
    assert copy.front().banners == ()


def test_it_is_not_sent_to_readers_as_news(paid: Story, settings: Settings) -> None:
    settings.HARKARA_PUSH_PUBLIC_KEY = drawn()[1]
    Newsletter.objects.create(slug="breaking", name="ব্রেকিং", kind=Newsletter.Kind.BREAKING, is_on=True, since=NOON)
    editor = make_user()
    with pytest.raises(Refused, match=LABEL):
        actions.send_breaking(paid, editor)
    with pytest.raises(Refused, match=LABEL):
        actions.send_alert(paid, editor, "breaking", "মেলা")


SECRET = "শুধু আমাদের পাঠকের জন্য লেখা দ্বিতীয় অনুচ্ছেদ"


def drafted(syndication: str) -> Story:
    """A published story out of an item of a source that lets others take so much."""
    source = WireSource(
        name=f"উৎস {syndication}", outlet="সংস্থা", kind="feed", address=f"https://{syndication}.example/feed"
    )
    source.syndication = syndication
    source.save()
    clipping = IncomingClipping.objects.create(
        fingerprint=syndication,
        filed_at=NOON,
        headline=f"সংস্থার খবর {syndication}",
        text=f"প্রথম অনুচ্ছেদ।\n\n{SECRET}।",
        source=source,
    )
    story = actions.draft_from(clipping, None, make_section("world"))
    story = Story.objects.get(pk=story.pk).latest_revision.as_object()
    assert story.syndication == syndication
    story.summary = "সারাংশ"
    story.topics = [make_topic("মেলা")]
    story.save_revision(clean=False)
    actions.publish(Story.objects.get(pk=story.pk), None)
    return Story.objects.get(pk=story.pk)


TAKEN = ("feed:rss", "feed:atom", "feed:json", "feed:rss:world", "feed:atom:world", "feed:json:world")
OF_TOPIC = ("feed:rss:topic:মেলা", "feed:json:topic:মেলা")


@pytest.mark.parametrize(
    ("syndication", "text", "there"), [("full", True, True), ("excerpt", False, True), ("nothing", False, False)]
)
def test_what_a_source_keeps_is_in_nothing_that_others_take(
    turns: Turns, syndication: str, text: bool, there: bool
) -> None:
    make_paper()
    story = drafted(syndication)
    turns.settle()
    for name in (*TAKEN, *OF_TOPIC):
        said = sheet(turns, name)
        assert (SECRET in said, story.headline in said) == (text, there), name
    data = sheet(turns, names.data(story.pk))
    assert (SECRET in data, "bodies" in json.loads(data)) == (text, text)
    for name in ("llms", names.SITEMAP, f"embed:{story.pk}", f"embed:{story.pk}:json"):
        assert SECRET not in sheet(turns, name)
    assert SECRET in sheet(turns, names.story(story.pk))  # our own readers read it
