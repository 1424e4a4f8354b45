"""Rules of the wire: what they catch, in which order they hold, and what they would have caught."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, routing
from harkara.desk.models import IncomingClipping, WireRule
from harkara.desk.routing import Item, catches, route
from tests.desk.factories import make_desk, make_rule, make_section, make_source, make_user, send

FLOOD = Item("সিলেটে বন্যার পানি বাড়ছে", "সুরমার পানি বিপৎসীমার ওপরে। পুতিনের বৈঠক স্থগিত।", ("দুর্যোগ", "জাতীয়"), ("সিলেট",), 7)


def rule(**fields: Any) -> WireRule:
    return WireRule(**{"name": "নিয়ম", "urgency": 2, **fields})


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"words": "বন্যা"}, True),  # another ending
        ({"words": "বণ্যা"}, True),  # a spelling that is confused
        ({"words": "বন"}, False),
        ({"words": "putin"}, True),  # another script
        ({"words": "Putin\nMacron"}, True),
        ({"words": "macron"}, False),
        ({"words": "বিপদসীমা"}, False),
        ({"words": "সুরমার পানি"}, True),
        ({"words": "পানি সুরমা"}, False),
        ({"words": "ভূমিকম্প\nবন্যা"}, True),
        ({"words": "বন্যা\n-পুতিন"}, False),
        ({"words": "-ভূমিকম্প"}, True),
        ({"words": "−বন্যা"}, False),
        ({"subjects": "দুর্যোগ"}, True),
        ({"subjects": "দুর্যোগ ও ত্রাণ"}, False),
        ({"subjects": "খেলা\nজাতীয়"}, True),
        ({"places": "সিলেট"}, True),
        ({"places": "Sylhet"}, True),
        ({"places": "ঢাকা"}, False),
        ({"words": "বন্যা", "places": "ঢাকা"}, False),
        ({"words": "বন্যা", "subjects": "দুর্যোগ", "places": "সিলেট"}, True),
        ({"source_id": 7}, True),
        ({"source_id": 8}, False),
        ({"words": "\n \n", "source_id": 7}, True),
    ],
)
def test_a_rule_catches(fields: dict[str, Any], expected: bool) -> None:
    assert catches(rule(**fields), FLOOD) is expected


def test_of_one_script_the_sound_decides_nothing() -> None:
    assert catches(rule(words="পাতন"), Item("পুতিন এলেন", "")) is False


@pytest.mark.django_db
def test_the_first_rule_that_says_a_thing_holds_and_a_discard_ends_the_matter() -> None:
    world, national, desk = make_section("world"), make_section("national"), make_desk()
    through = [
        rule(name="ক", words="বন্যা", urgency=None, section=national),
        rule(name="খ", words="বন্যা", urgency=1, section=world),
        rule(name="গ", words="ভূমিকম্প", urgency=8),
        rule(name="ঘ", words="সুরমা", urgency=3, for_desk=desk, discards=True),
        rule(name="ঙ", words="বন্যা", urgency=5),
    ]
    found = route(FLOOD, through)
    assert (found.section, found.for_desk, found.urgency, found.discards) == (national, desk, 1, True)
    assert found.by == ("ক", "খ", "ঘ")


@pytest.mark.django_db
def test_an_item_goes_where_the_rules_say_and_says_which() -> None:
    national, sports = make_section("national"), make_section("sports")
    make_rule(name="বন্যা", section=national)
    source = make_source(section=sports)
    row = send(source, headline="হাওরে বন্যা", urgency=6)
    assert (row.section, row.urgency, row.told["rules"], row.status) == (national, 2, ["বন্যা"], "waiting")
    assert send(source, headline="জিতল আবাহনী").section == sports


@pytest.mark.django_db
def test_an_update_is_routed_and_what_has_a_place_keeps_it() -> None:
    national = make_section("national")
    send(guid="1", headline="হাওরে পানি")
    make_rule(section=national)
    row = send(guid="1", version=2, headline="হাওরে বন্যা")
    assert (row.section, row.urgency) == (national, 2)
    make_rule(name="আরেক", words="হাওর", position=-1, section=make_section("world"))
    assert send(guid="1", version=3, headline="হাওরে বন্যা, ডুবল ধান").section == national


@pytest.mark.django_db
def test_what_is_discarded_is_known_again_and_a_kill_is_not() -> None:
    make_rule(name="রাশিফল", words="রাশিফল", urgency=None, discards=True)
    row = send(guid="1", headline="আজকের রাশিফল")
    assert (row.status, row.handled_by) == ("discarded", None)
    assert send(guid="1", headline="আজকের রাশিফল").pk == row.pk
    assert send(guid="2", headline="আজকের রাশিফল", state="cancelled").status == "waiting"
    assert list(IncomingClipping.firsts().values_list("guid", flat=True)) == ["2"]


@pytest.mark.django_db
def test_a_rule_that_is_off_catches_nothing() -> None:
    make_rule(is_on=False)
    assert send(headline="হাওরে বন্যা").urgency is None


@pytest.mark.django_db
def test_a_rule_is_tried_on_the_last_items_and_changes_none() -> None:
    for number in range(60):
        send(headline=f"খবর {number}" if number % 2 else f"বন্যা {number}")
    with CaptureQueriesContext(connection) as captured:
        found = routing.caught(rule(words="বন্যা"))
    assert (len(found), len(captured)) == (50, 1)
    assert [row.headline for row, is_caught in found if is_caught] == [f"বন্যা {number}" for number in range(58, 9, -2)]
    assert IncomingClipping.objects.exclude(urgency=None).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 300])
def test_an_item_costs_the_same_under_any_number_of_rules(count: int) -> None:
    for number in range(count):
        make_rule(name=f"নিয়ম {number}", words=f"শব্দ{number}", section=make_section("national"))
    with CaptureQueriesContext(connection) as captured:
        send(headline="হাওরে বন্যা")
    assert len(captured) == ITEM


ITEM = 12
"""Queries of a new item with a row to read it back."""


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"words": " ", "urgency": 1}, "কী থাকতে হবে"), ({"words": "বন্যা", "urgency": None}, "কিছুই করে না")],
)
def test_half_a_rule_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        rule(**fields).clean()


@pytest.mark.django_db
def test_a_draft_goes_to_the_desk_and_section_of_the_rule() -> None:
    national, desk = make_section("national"), make_desk("জেলা ডেস্ক")
    make_rule(section=national, for_desk=desk)
    story = actions.draft_from(send(headline="হাওরে বন্যা"), make_user())
    assert (story.section, story.desk) == (national, desk)
