"""Where a new story begins."""

import pytest
from django.test import Client
from lxml.html import document_fromstring

from harkara.desk import actions, defaults
from harkara.desk.models import Remit
from tests.desk.factories import make_clipping, make_section, make_user

pytestmark = pytest.mark.django_db


def test_a_clipping_goes_where_its_desk_is_called_after() -> None:
    world = make_section("world", "আন্তর্জাতিক")
    make_section("sports")
    assert defaults.section_of(make_clipping(desk="আন্তর্জাতিক ডেস্ক"), None) == world
    assert actions.draft_from(make_clipping(desk="আন্তর্জাতিক ডেস্ক"), make_user()).section == world


def test_else_where_the_last_of_its_outlet_and_desk_went() -> None:
    sports, nation = make_section("sports"), make_section("national")
    editor = make_user()
    for section in (nation, sports, sports):
        actions.draft_from(make_clipping(outlet="সোনারতরী", desk="অনলাইন"), editor, section)
    assert defaults.section_of(make_clipping(outlet="সোনারতরী", desk="অনলাইন"), editor) == sports
    assert defaults.section_of(make_clipping(outlet="সোনারতরী", desk="নগর"), editor) is None
    limited = make_user(group="reporter")
    Remit.objects.create(user=limited, section=nation)
    assert defaults.section_of(make_clipping(outlet="সোনারতরী", desk="অনলাইন"), limited) == nation


def test_a_new_story_begins_where_the_last_one_stood(client: Client) -> None:
    sports, world = make_section("sports"), make_section("world")
    editor = make_user()
    assert defaults.section_for(editor, None) is None
    assert defaults.section_for(editor, sports.pk) == sports
    limited = make_user(group="reporter")
    Remit.objects.create(user=limited, section=world)
    assert defaults.section_for(limited, sports.pk) == world
    client.force_login(limited)
    page = document_fromstring(client.get("/desk/stories/add/").content)
    assert page.xpath("//select[@name='section']/option[@selected]/@value") == [str(world.pk)]
