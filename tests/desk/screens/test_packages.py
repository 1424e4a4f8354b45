"""The screens of story packages, and what a story's editor does with them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock
from harkara.desk.models import Package, PackageEntry
from tests.desk.factories import NOON, make_paper, make_story
from tests.desk.screens.test_issues import at_desk, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom() -> Client:
    make_paper()
    return at_desk("tom", "sub_editor")


def lines(package: Package) -> list[tuple[str, bool, Any]]:
    return list(package.entries.order_by("at").values_list("line", "timed", "place"))


def test_a_package_from_its_name_to_its_timeline(tom: Client) -> None:
    assert "এখনো কোনো ঘটনাপ্রবাহ নেই" in said(tom, "/desk/packages/")
    with clock.at(NOON):
        answer = tom.post("/desk/packages/", {"name": "সেতুর পথে", "standfirst": "যেভাবে হলো।", "picture": ""})
        package = Package.objects.get()
        at = f"/desk/packages/{package.pk}/"
        assert (answer.status_code, answer["Location"]) == (302, at)
        assert "এতে এখনো কিছু নেই" in said(tom, at)
        story = make_story(headline="সেতু খুলল")
        assert "সেতু খুলল" in said(tom, f"{at}?q={story.pk}")
        tom.post(f"{at}put/", {"story": story.pk})
        tom.post(f"{at}tell/", {"day": "২৫-১১-২০২৬", "hour": "১৪:৩০", "line": "নকশা জমা পড়ে", "source": "", "url": ""})
        tom.post(f"{at}tell/", {"day": "2026-11-20", "hour": "", "line": "জমি মাপা হয়", "source": "জরিপ", "url": ""})
        assert lines(package) == [("জমি মাপা হয়", False, 0), ("নকশা জমা পড়ে", True, 1), ("", False, 2)]
        page = said(tom, at)
        assert ("২৫ নভেম্বর ২০২৬, ১৪:৩০" in page, "২০ নভেম্বর ২০২৬" in page) == (True, True)
        told = package.entries.get(story=story)
        moment = told.at
        form = {"day": "2026-11-28", "hour": "", "line": "সেতু খোলে", "source": "", "url": ""}
        assert "সেতু খুলল" in said(tom, f"{at}entry/{told.pk}/")
        tom.post(f"{at}entry/{told.pk}/", form | {"day": f"{moment.astimezone(clock.zone()):%Y-%m-%d}"})
        told.refresh_from_db()
        assert (told.line, told.at) == ("সেতু খোলে", moment)
        tom.post(f"{at}take/", {"entry": told.pk})
        tom.post(f"{at}change/", {"name": "পদ্মার পথে", "standfirst": "", "picture": ""})
        tom.post(f"{at}show/", {"live": "0"})
        package.refresh_from_db()
        assert (package.name, package.live, len(lines(package))) == ("পদ্মার পথে", False, 2)
        assert "প্রত্যাহৃত" in said(tom, at)


def test_what_is_wrong_is_said_and_nothing_is_changed(tom: Client) -> None:
    package = actions.make_package("সেতু", None)
    at = f"/desk/packages/{package.pk}/"
    assert "“সেতু” নামে একটি ঘটনাপ্রবাহ আছে" in tom.post("/desk/packages/", {"name": "সেতু"}).content.decode()
    page = tom.post(f"{at}tell/", {"day": "৩২-১৩-২০২৬", "line": "নকশা"}).content.decode()
    assert ("নকশা" in page, "32-13-2026" in page, "<details open>" in page) == (True, True, True)
    page = tom.post(f"{at}tell/", {"day": "2026-11-20", "line": "", "source": "জরিপ"}).content.decode()
    assert ("কী ঘটেছে, এক বাক্যে লিখুন" in page, "জরিপ" in page) == (True, True)
    page = tom.post(f"{at}change/", {"name": "…", "standfirst": "যা লেখা"}).content.decode()
    assert ("অন্তত একটি অক্ষর" in page, "যা লেখা" in page) == (True, True)
    entry = actions.add_event(package, "ঘটনা", NOON, None)
    wrong = {"day": "2026-11-20", "line": "ঘটনা", "url": "সেতু"}
    assert "“সেতু” কোনো ঠিকানা নয়" in tom.post(f"{at}entry/{entry.pk}/", wrong).content.decode()
    assert tom.post(f"{at}put/", {"story": "999999"}).status_code == 404
    assert lines(package) == [("ঘটনা", False, 0)]


def test_a_draft_keeps_its_open_day(tom: Client) -> None:
    package = actions.make_package("সেতু", None)
    [entry] = actions.add_to_package(package, [make_story(published=False)], None)
    at = f"/desk/packages/{package.pk}/entry/{entry.pk}/"
    assert tom.post(at, {"day": "", "hour": "", "line": "যা ঘটবে"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.line, entry.at) == ("যা ঘটবে", None)


def test_a_story_finds_begins_and_leaves_packages_from_its_editor(tom: Client) -> None:
    story = make_story(published=False, headline="সেতুর খসড়া")
    of = f"/desk/packages/of/{story.pk}/"
    assert "কোনো ঘটনাপ্রবাহে নেই" in said(tom, of)
    actions.make_package("সেতু", None)
    assert tom.get("/desk/packages/find/?q=সে").json() == {"names": ["সেতু"]}
    tom.post(of, {"name": "সেতু"})
    assert "এই খবর দিয়ে “নদী” শুরু করুন" in tom.post(of, {"name": "নদী"}).content.decode()
    tom.post(of, {"name": "নদী", "begin": "1"})
    assert sorted(PackageEntry.objects.values_list("package__name", flat=True)) == ["নদী", "সেতু"]
    assert "আগে থেকেই আছে" in tom.post(of, {"name": "সেতু"}).content.decode()
    tom.post(of, {"out": PackageEntry.objects.get(package__name="নদী").pk})
    assert list(PackageEntry.objects.values_list("package__name", flat=True)) == ["সেতু"]
    killed = make_story()
    actions.kill(killed, None)
    tom.post(f"/desk/packages/of/{killed.pk}/", {"name": "বাতিল", "begin": "1"})
    assert not Package.objects.filter(name="বাতিল").exists()


def test_a_reporter_sees_the_packages_of_a_story_and_changes_none() -> None:
    make_paper()
    ria, story, package = at_desk("ria", "reporter"), make_story(), actions.make_package("সেতু", None)
    actions.add_to_package(package, [story], None)
    of = f"/desk/packages/of/{story.pk}/"
    assert "সেতু" in said(ria, of)
    assert ria.post(of, {"out": package.entries.get().pk}).status_code == 302
    assert package.entries.count() == 1


def test_lists_ask_the_same_queries_for_one_and_for_three(tom: Client) -> None:
    asked = []
    for number in range(3):
        package = actions.make_package(f"সেতু {number}", None)
        for hours in range(number + 1):
            actions.add_to_package(package, [make_story(at=NOON - timedelta(hours=hours))], None)
        story = package.entries.first().story_id
        addresses = ("/desk/packages/", f"/desk/packages/{package.pk}/", f"/desk/packages/of/{story}/")
        for address in addresses:
            said(tom, address)
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                said(tom, address)
            counts.append(len(queries))
        asked.append(counts)
    assert asked[0] == asked[2]
