"""A paper written straight into the tables stands as the desk's acts leave one."""

import pytest

from bench import papers
from harkara.desk import copy, keys
from harkara.desk.actions.publish import publish
from harkara.desk.models import Listing, NewsDay, Place, Section, Story
from harkara.desk.models.places import PER_PAGE

pytestmark = pytest.mark.django_db


def test_every_story_stands_once_in_its_section() -> None:
    papers.write(400, characters=200)
    seen = []
    for slug in copy.sections():
        for number in [None, *range(1, copy.section_pages(slug) + 1)]:
            page = copy.section(slug, number)
            assert page is not None
            assert number is None or len(page.stories) == PER_PAGE
            seen += [teaser.id for teaser in page.stories]
    assert sorted(seen) == list(range(1, 401))


def test_lengths_and_days_are_counted() -> None:
    papers.write(300, characters=200)
    for listing in Listing.objects.all():
        assert Place.objects.filter(listing=listing).count() == listing.length == listing.shown
    assert sum(NewsDay.objects.values_list("stories", flat=True)) == 300
    assert len(copy.ids(limit=1000)) == 300


def test_the_next_story_is_published_as_in_any_paper() -> None:
    papers.write(100, characters=200)
    section = Section.objects.get(slug="world")
    before = Listing.objects.get(name=keys.section("world")).length
    story = Story(headline="একটি নতুন খবর", section=section, body=Story.objects.get(pk=1).body)
    story.save()
    publish(story, None)
    assert Listing.objects.get(name=keys.section("world")).length == before + 1
    page = copy.section("world", None)
    assert page is not None
    assert page.stories[0].id == story.pk == 101


def test_a_paper_with_stories_is_left_alone() -> None:
    papers.write(1, characters=50)
    with pytest.raises(ValueError, match="make a paper in an empty one"):
        papers.write(1)
