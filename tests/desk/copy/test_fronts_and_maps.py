"""Front, rail and sitemaps: what they show, note and until when they hold."""

from datetime import date, timedelta

import pytest

from harkara.desk import actions, clock, copy
from harkara.desk.models import Story
from harkara.rack.keys import recording
from tests.desk.factories import NOON, make_section, make_stories, make_story
from tests.desk.touching import noted

pytestmark = pytest.mark.django_db


def standing() -> list[int]:
    """The stories of the home page as they stand on it."""
    front = copy.front()
    rows = [front.secondary, front.latest, *(block.stories for block in front.blocks)]
    return ([front.lead.id] if front.lead else []) + [teaser.id for row in rows for teaser in row]


def test_an_empty_paper_has_a_front() -> None:
    with noted() as keys:
        front, rail = copy.front(), copy.rail()
    assert (front.lead, front.secondary, front.latest, front.blocks) == (None, (), (), ())
    assert (rail.top, rail.latest, rail.popular) == ((), (), ())
    assert keys == {"front", "list:all", "frame:page", "banners", "popular:day", "readers"}


def test_the_newest_fill_the_front() -> None:
    make_section("sports", position=2)
    stories = [story.pk for story in make_stories(18)]
    front = copy.front()
    assert front.lead is not None
    newest = list(reversed(stories))
    assert [front.lead.id, *(teaser.id for teaser in front.secondary)] == newest[:5]
    assert [teaser.id for teaser in front.latest] == newest[5:15]
    assert [(block.name, block.href, [teaser.id for teaser in block.stories]) for block in front.blocks] == [
        ("section-world", "/world/", newest[15:])
    ]


def test_no_story_stands_twice_on_the_front() -> None:
    """Not even where all that stands above a block is of its section, and one of them is pinned from long ago."""
    make_section("sports", position=2)
    world = [story.pk for story in make_stories(24)]
    sports = [make_story(section="sports", at=NOON - timedelta(days=n)).pk for n in (2, 3)]
    actions.set_front({2: Story.objects.get(pk=sports[0])})
    newest = list(reversed(world))
    assert standing() == [newest[0], sports[0], *newest[1:4], *newest[4:14], *newest[14:18], sports[1]]


def test_a_section_whose_stories_all_stand_above_has_no_block() -> None:
    make_stories(15)
    assert copy.front().blocks == ()


def test_the_front_notes_what_may_change_it() -> None:
    make_section("sports")
    story = make_story(at=NOON)
    with noted() as keys:
        copy.front()
    assert keys == {
        "front",
        "banners",
        "list:all",
        "frame:page",
        "list:section:world",
        "list:section:sports",
        f"teaser:{story.pk}",
        f"headlines:{story.pk}",
    }


def test_a_pin_ends_by_itself() -> None:
    old, _ = make_story(at=NOON), make_story(at=NOON + timedelta(minutes=1))
    until = NOON + timedelta(hours=1)
    actions.set_lead(old, until=until)
    with clock.at(NOON + timedelta(minutes=2)), recording() as record:
        front = copy.front()
    assert front.lead is not None
    assert (front.lead.id, record.valid_until) == (old.pk, until)
    with clock.at(until), recording() as record:
        front = copy.front()
    assert front.lead is not None
    assert (front.lead.id == old.pk, record.valid_until) == (False, None)


def test_a_pinned_story_from_long_ago_is_found() -> None:
    old = make_story(at=NOON - timedelta(days=900))
    make_stories(20)
    actions.set_lead(old)
    front = copy.front()
    assert front.lead is not None
    assert front.lead.id == old.pk
    assert next(teaser.id for teaser in copy.rail().top) == old.pk


def test_holes_do_not_empty_a_block() -> None:
    stories = make_stories(21)
    for story in stories[3:6]:
        actions.unpublish(story, None)
    (block,) = copy.front().blocks
    assert [teaser.id for teaser in block.stories] == [story.pk for story in reversed(stories[:3])]


def test_the_sitemap_of_a_day_is_one_key() -> None:
    story = make_story(at=NOON)
    make_story(at=NOON - timedelta(days=40))
    with noted() as keys:
        entries = copy.map_of_day(date(2026, 11, 28))
    assert [(entry.href, entry.modified_at) for entry in entries] == [(story.href, NOON)]
    assert keys == {"list:map:2026-11-28"}


def test_the_news_sitemap_expires_with_its_oldest() -> None:
    make_story(at=NOON - timedelta(days=2))
    story = make_story(at=NOON - timedelta(days=1), headline="নদীতে নতুন সেতু")
    with clock.at(NOON), recording() as record:
        (entry,) = copy.recent()
    assert (entry.href, entry.headline, entry.published_at) == (story.href, "নদীতে নতুন সেতু", story.published_at)
    assert (record.keys, record.valid_until) == ({"list:all", f"mention:{story.pk}"}, NOON + timedelta(days=1))


def test_ids_are_listed_in_portions() -> None:
    one, _, three = make_story(at=NOON), make_story(published=False), make_story(at=NOON)
    assert (copy.ids(), copy.ids(limit=1), copy.ids(after=one.pk)) == ([one.pk, three.pk], [one.pk], [three.pk])


def test_the_paper_is_the_frame() -> None:
    make_section("world", position=2), make_section("national", position=1)
    with noted() as keys:
        paper = copy.paper()
    assert [section.slug for section in paper.sections] == ["national", "world"]
    assert (paper.name, paper.outlet, paper.zone, paper.language) == ("হরকরা", "হরকরা", "Asia/Dhaka", "bn")
    told = {"frame:contact", "frame:ads", "frame:crawlers", "frame:comments", "frame:comments:days"}
    assert (keys, copy.sections()) == ({"frame:page", "frame:lite", "frame:outlet", *told}, ("national", "world"))
