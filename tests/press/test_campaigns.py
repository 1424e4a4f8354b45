"""What is sold: when it runs, what of it lies on the rack, and when it ends."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from harkara.desk import clock
from harkara.desk.actions.campaigns import settle_campaigns
from harkara.desk.models import Campaign, Creative, Section
from harkara.layout import policy
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack.outbox.sides import READERS
from harkara.readings import counting, numbers
from harkara.readings.spool import Sum
from tests.desk.factories import NOON, make_paper, make_picture, make_section, make_story
from tests.desk.touching import touched

FAIR = "https://fair.example/?from=paper&x=1"


def make_campaign(*, creatives: int = 1, markup: str = "", link: str = FAIR, **fields: Any) -> Campaign:
    """A campaign that is released and stands below the navigation."""
    given = {"name": "মেলা", "advertiser": "মেলা কমিটি", "on": True, "at_head": True, **fields}
    sections = given.pop("sections", [])
    row = Campaign(**given)
    row.sections = sections
    row.creatives = [
        Creative(
            picture=None if markup else make_picture(width=700, height=100),
            alt="মেলায় আসুন",
            link=link,
            markup=markup,
            sort_order=n,
        )
        for n in range(creatives)
    ]
    row.save()
    return row


def shown(turns: Turns) -> str:
    """What stands in the place at the head of pages; that nothing on the rack is wrong."""
    turns.settle()
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)
    sheet, look = (turns.store.shelf.get(name) for name in ("space:head", "look"))
    assert look is not None
    assert (b"#space-head{" in look.identity()) == (sheet is not None)
    return sheet.identity().decode() if sheet else ""


@pytest.fixture
def paper(turns: Turns) -> Turns:
    make_paper()
    make_story()
    assert shown(turns) == ""
    return turns


def leads(turns: Turns, row: Campaign) -> list[str]:
    """Where clicks on it lead."""
    found = (turns.store.manifest.find(f"/go/c{one.pk}") for one in row.creatives.all())
    return [entry.target for entry in found if entry]


def test_it_runs_from_its_time_until_its_end_and_the_press_prints_it_by_itself(paper: Turns) -> None:
    row = make_campaign(from_at=NOON + timedelta(hours=1), until_at=NOON + timedelta(hours=2))
    assert (shown(paper), row.running, leads(paper, row)) == ("", False, [])
    with clock.at(NOON + timedelta(hours=1, seconds=11)):
        said = shown(paper)
        assert f'data-ad="{row.creatives.get().pk}"' in said
        assert leads(paper, row) == [FAIR]
    with clock.at(NOON + timedelta(hours=2, seconds=11)):
        assert (shown(paper), leads(paper, row)) == ("", [])
        assert Campaign.objects.get().running is False


def test_nothing_is_looked_up_while_nothing_is_sold(paper: Turns, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert settle_campaigns(clock.now()) == 0


def test_the_cost_of_a_look_does_not_grow(paper: Turns, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        make_campaign(wanted_shown=1000)
    for _ in range(4):
        make_campaign(until_at=NOON - timedelta(days=1))
    with django_assert_num_queries(3):  # and one of the readers' database
        assert settle_campaigns(clock.now()) == 0


def test_several_are_sold_by_weight_and_beside_their_sections(paper: Turns) -> None:
    sports = make_section("sports")
    Section.objects.create(slug="cricket", name="ক্রিকেট", position=9, above_id="sports")
    first = make_campaign(weight=3, creatives=2)
    second = make_campaign(sections=[sports])
    house = make_campaign(house=True, advertiser="", link="/all/")
    said = shown(paper)
    found = re.findall(r"<template ([^>]*)>", said)
    assert len(found) == 4
    assert [one for one in found if 'data-weight="3"' in one] == found[:2]
    assert 'data-sections="cricket sports"' in found[2]
    assert "data-house" in found[3]
    assert leads(paper, house) == ["http://localhost:8000/all/"]
    assert (len(leads(paper, first)), len(leads(paper, second))) == (2, 1)
    page = paper.store.shelf.get("space:head")
    assert page is not None
    rules = dict(rule.split(" ", 1) for rule in dict(page.headers)["content-security-policy"].split("; "))
    assert rules["script-src"].startswith("'sha256-")
    assert (rules["default-src"], "allow-same-origin" in rules["sandbox"]) == ("'none'", False)
    assert rules["script-src"] not in policy.csp()


def test_an_advertisers_code_is_a_sheet_of_its_own_that_leaves_with_it(paper: Turns) -> None:
    row = make_campaign(markup="<script>document.title</script>", link="")
    number = row.creatives.get().pk
    assert f'data-frame="/fragment/ad-{number}"' in shown(paper)
    sheet = paper.store.shelf.get(f"ad:{number}")
    assert sheet is not None
    assert b"<script>document.title</script>" in sheet.identity()
    assert b'data-ad="' in sheet.identity()
    assert "allow-same-origin" not in dict(sheet.headers)["content-security-policy"]
    row.on = False
    row.save()
    assert shown(paper) == ""
    assert paper.store.shelf.get(f"ad:{number}") is None
    assert paper.store.manifest.find(f"/fragment/ad-{number}") is None
    assert paper.store.manifest.beginning("/go/c") == []


def count(row: Campaign, seen: int, pressed: int = 0) -> None:
    number = row.creatives.first().pk
    with transaction.atomic(using=READERS):
        counting.add([Sum(int(time.time()), number, "vs", seen), Sum(int(time.time()), number, "vp", pressed)])


@pytest.mark.parametrize(("seen", "pressed", "runs"), [(99, 4, True), (100, 0, False), (3, 5, False)])
def test_it_ends_when_it_was_seen_or_clicked_as_often_as_was_ordered(
    paper: Turns, seen: int, pressed: int, runs: bool
) -> None:
    row = make_campaign(wanted_shown=100, wanted_pressed=5)
    assert shown(paper)
    count(row, seen, pressed)
    assert numbers.ads([row.creatives.first().pk]) == {row.creatives.first().pk: (seen, pressed)}
    with clock.at(NOON + timedelta(seconds=11)):
        assert bool(shown(paper)) is runs
    row = Campaign.objects.get()
    assert (row.running, row.reached_at is None) == (runs, runs)
    if not runs:  # more is ordered: it runs again
        row.wanted_shown, row.wanted_pressed = 1000, 1000
        row.save()
        assert shown(paper)


def test_a_withdrawn_picture_closes_its_place(paper: Turns) -> None:
    row = make_campaign()
    assert shown(paper)
    picture = row.creatives.get().picture
    assert picture is not None
    picture.withdrawn = True
    picture.save()
    assert (shown(paper), paper.store.manifest.beginning("/go/c")) == ("", [])


def test_what_is_not_released_touches_nothing(paper: Turns) -> None:
    with touched() as keys:
        make_campaign(on=False)
    assert keys == set()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"at_head": False}, "at_head"),
        ({"from_at": NOON, "until_at": NOON}, "until_at"),
        ({"advertiser": ""}, "advertiser"),
    ],
)
def test_an_order_that_cannot_be_kept_is_refused(fields: dict[str, Any], wrong: str) -> None:
    given: dict[str, Any] = {"name": "ক", "advertiser": "খ", "at_head": True, **fields}
    with pytest.raises(ValidationError) as refusal:
        Campaign(**given).clean()
    assert list(refusal.value.message_dict) == [wrong]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "picture"),
        ({"markup": "<b>", "link": "javascript:alert(1)"}, "link"),
        ({"markup": "<b>", "link": "//x.example"}, "link"),
    ],
)
def test_what_leads_nowhere_is_refused(fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Creative(**fields).clean()
    assert list(refusal.value.message_dict) == [wrong]
