"""Packages are begun, filled and changed; what cannot be is refused in words."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import translation

from harkara.desk import actions
from harkara.desk.actions import timeline
from harkara.desk.errors import Killed, Missing, NothingToDo, NotReady, Refused
from harkara.desk.models import Package, PackageEntry
from tests.desk.factories import NOON, make_picture, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def places(package: Package) -> list[tuple[int, str]]:
    rows = package.entries.filter(place__isnull=False).order_by("place")
    return [(row.place or 0, row.line) for row in rows]


def test_entries_stand_by_their_time_without_holes() -> None:
    package = actions.make_package("সেতু", None)
    hours = {"পরে": 3, "আগে": 1, "মাঝে": 2}
    made = {line: actions.add_event(package, line, NOON + timedelta(hours=h), None) for line, h in hours.items()}
    assert places(package) == [(0, "আগে"), (1, "মাঝে"), (2, "পরে")]
    actions.change_entry(made["আগে"], None, at=NOON + timedelta(hours=9))
    assert places(package) == [(0, "মাঝে"), (1, "পরে"), (2, "আগে")]
    actions.take_from_package(made["পরে"], None)
    assert places(package) == [(0, "মাঝে"), (1, "আগে")]
    actions.add_event(package, "একসঙ্গে", NOON + timedelta(hours=2), None)
    assert places(package) == [(0, "মাঝে"), (1, "একসঙ্গে"), (2, "আগে")]
    package.refresh_from_db()
    assert package.shown == 3


def test_a_story_may_stand_in_more_than_one_package_and_once_in_each() -> None:
    story = make_story()
    packages = [actions.make_package(name, None) for name in ("সেতু", "নদী")]
    for package in packages:
        actions.add_to_package(package, [story], None)
    assert PackageEntry.objects.filter(story=story, place=0).count() == 2
    with pytest.raises(NothingToDo, match="“সেতু” has this already"):
        actions.add_to_package(packages[0], [story], None)


def test_names_are_taken_once_and_addresses_never_twice() -> None:
    bridge = actions.make_package("পদ্মা সেতু", None)
    with pytest.raises(Refused, match="There is a story package called “পদ্মা সেতু”"):
        actions.make_package(" পদ্মা সেতু ", None)
    actions.change_package(bridge, None, name="সেতু")
    assert actions.make_package("পদ্মা সেতু", None).slug == "পদ্মা-সেতু-2"


@pytest.mark.parametrize(
    ("name", "said"), [("", "needs a name with letters"), ("…", "needs a name with letters"), ("ক" * 81, "is too long")]
)
def test_a_name_that_cannot_be_is_refused(name: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        actions.make_package(name, None)
    assert Package.objects.count() == 0


def test_what_cannot_be_told_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    package = actions.make_package("সেতু", None)
    with pytest.raises(Refused, match="Say in a sentence what happened"):
        actions.add_event(package, "  ", NOON, None)
    with pytest.raises(Refused, match="is too long: 300 letters at most"):
        actions.add_event(package, "ক" * 301, NOON, None)
    with pytest.raises(Refused, match="“javascript:alert” is no address"):
        actions.add_event(package, "ঘটনা", NOON, None, url="javascript:alert")
    entry = actions.add_event(package, "ঘটনা", NOON, None)
    with pytest.raises(Refused, match="Say on which day it happened"):
        actions.change_entry(entry, None, at=None)
    with pytest.raises(NothingToDo):
        actions.change_entry(entry, None, line="ঘটনা")
    monkeypatch.setattr(timeline, "MOST", 1)
    with pytest.raises(Refused, match="takes 1 entries at most"):
        actions.add_event(package, "আরেকটি", NOON, None)
    actions.take_from_package(entry, None)
    with pytest.raises(Missing, match="somebody took it out"):
        actions.take_from_package(entry, None)
    killed = make_story()
    actions.kill(killed, None)
    with pytest.raises(Killed):
        actions.add_to_package(package, [killed], None)
    with pytest.raises(NotReady, match="credit"):
        actions.change_package(package, None, picture=make_picture(credit=""))


@pytest.mark.parametrize(("group", "may"), [("sub_editor", True), ("front_editor", True), ("reporter", False)])
def test_who_may_gather_stories(group: str, may: bool) -> None:
    user = make_user(group=group)
    if may:
        assert actions.make_package("সেতু", user).name == "সেতু"
        return
    with pytest.raises(Refused, match="has no right to do this: gather stories into packages"):
        actions.make_package("সেতু", user)
