"""Sub-sections: sections that are a part of another one."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from harkara.desk import actions, copy, fronts, rights
from harkara.desk.models import Remit, Section
from harkara.layout.copy import ListPageCopy
from tests.desk.factories import make_section, make_story, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db


def make_part(slug: str = "cricket", above: str = "sports", name: str = "ক্রিকেট") -> Section:
    make_section(above)
    return Section.objects.create(slug=slug, name=name, above_id=above, position=30)


def ids(page: ListPageCopy | None) -> list[int]:
    assert page is not None
    return [one.id for one in page.stories]


def test_a_story_of_a_part_stands_in_both_lists_and_leaves_both() -> None:
    part, other = make_part(), make_section("world")
    of_part, of_whole = make_story(section="cricket"), make_story(section="sports")
    assert set(ids(copy.section("sports", None))) == {of_part.pk, of_whole.pk}
    assert ids(copy.section("cricket", None)) == [of_part.pk]
    assert set(copy.newest_ids("sports")) == {of_part.pk, of_whole.pk}
    assert copy.newest_ids("cricket") == (of_part.pk,)
    with touched() as keys:
        actions.move(of_part, other, make_user())
    assert {"list:section:sports", "list:section:cricket", "list:section:world"} <= keys
    assert (ids(copy.section("sports", None)), ids(copy.section("cricket", None))) == ([of_whole.pk], [])
    with touched() as keys:
        actions.move(of_whole, part, make_user())
    assert "list:section:cricket" in keys
    assert (ids(copy.section("sports", None)), copy.newest_ids("sports")) == ([of_whole.pk], (of_whole.pk,))


def test_a_story_says_of_which_section_its_own_is_a_part() -> None:
    make_part()
    story = make_story(section="cricket")
    found = copy.story(story.pk)
    assert found is not None
    assert (found.section.slug, found.section.within, found.section.place) == ("cricket", "sports", "sports")
    assert {one.slug: one.within for one in copy.paper().sections} == {"sports": "", "cricket": "sports"}


def test_a_part_has_no_block_of_its_own_on_the_home_page_unless_somebody_gives_it_one() -> None:
    make_part()
    for _number in range(20):
        make_story(section="cricket")
    assert [block.name for block in copy.front().blocks] == ["section-sports"]
    wanted = fronts.Arrangement((*fronts.usual(fronts.HOME).slots, fronts.block("cricket")), others=True)
    actions.publish_front(fronts.HOME, None, wanted=wanted)
    assert [block.name for block in copy.front().blocks] == ["section-cricket", "section-sports"]


@pytest.mark.parametrize(
    ("slug", "above", "why"),
    [
        ("football", "cricket", "উপবিভাগ"),
        ("sports", "world", "নিজের উপবিভাগ আছে"),
        ("world", "sports", "খবর আছে"),
        ("world", "world", "এই বিভাগটিই"),
    ],
)
def test_what_would_tear_lists_is_refused_in_words(slug: str, above: str, why: str) -> None:
    make_part()
    for name in ("football", "world"):
        make_section(name)
    make_story(section="world")
    row = Section.objects.get(slug=slug)
    row.above_id = above
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert why in " ".join(refused.value.message_dict["above"])


def test_a_part_without_stories_may_stand_elsewhere_and_every_page_hears_of_it() -> None:
    part = make_part()
    part.above = make_section("world")
    part.full_clean()
    with touched() as keys:
        part.save()
    assert keys == {"frame:page", "frame:lite", "frame:sections"}


def test_who_works_on_a_section_works_on_its_parts() -> None:
    part = make_part()
    user = make_user(group="sub_editor")
    Remit.objects.create(user=user, section=part.above)
    inside, outside = make_story(section="cricket"), make_story(section="world")
    assert [rights.may(user, "publish", story) for story in (inside, outside)] == [True, False]
    other = make_user("tuli", group="sub_editor")
    Remit.objects.create(user=other, section=part)
    assert [rights.may(other, "publish", story) for story in (inside, make_story(section="sports"))] == [True, False]


def test_a_part_is_made_in_the_newsroom(client: Client, **_: Any) -> None:
    client.force_login(make_user(group="desk_editor"))
    make_section("sports")
    form = {"name": "ক্রিকেট", "slug": "cricket", "position": "9", "above": "sports"}
    assert client.post("/desk/sections/add/", form).status_code == 302
    assert Section.objects.get(slug="cricket").above_id == "sports"
    page = client.get("/desk/sections/").content.decode()
    assert "খেলাধুলা" in page or "sports" in page
