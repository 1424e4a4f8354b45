"""Story packages before their readers: the page, the box on each story, and all that editors may do to them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock, copy
from harkara.desk.copy.packages import boxes
from harkara.desk.models import Package, PackageEntry, Section, Story
from harkara.press import recovery
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from tests.desk.factories import NOON, make_paper, make_picture, make_section, make_story, make_user
from tests.desk.touching import touched
from tests.press.newsroom import small_pages


def right(turns: Turns) -> None:
    turns.settle()
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def text(turns: Turns, name: str) -> str:
    if turns.store.shelf.get(name) is None:
        bake(turns.store, [name])
    page = turns.store.shelf.get(name)
    return page.identity().decode() if page else ""


def at(turns: Turns, path: str) -> tuple[str, str, str] | None:
    entry = turns.store.manifest.find(path)
    return (entry.kind, entry.name, entry.target) if entry else None


def box(turns: Turns, story: Story) -> str:
    """What the page of ``story`` shows of its packages, without the markup of its times."""
    page = text(turns, f"story:{story.pk}")
    _, _, rest = page.partition('<nav class="facts package"')
    return rest.partition("</nav>")[0]


@pytest.fixture
def told(turns: Turns) -> Package:
    """A package of three stories of three days and an event before them all, printed."""
    make_paper()
    package = actions.make_package("সেতুর পথে", None, standfirst="যেভাবে সেতু হলো।", picture=make_picture())
    for days, headline in ((3, "প্রথম খবর"), (2, "দ্বিতীয় খবর"), (1, "তৃতীয় খবর")):
        story = make_story(headline=headline, at=NOON - timedelta(days=days))
        actions.add_to_package(package, [story], None, line="মাঝের কথা" if days == 2 else "")
    actions.add_event(
        package, "নকশা জমা পড়ে", NOON - timedelta(days=9), None, source="সেতু বিভাগ", url="https://bridge.example/"
    )
    right(turns)
    return Package.objects.get()


def stories() -> list[Story]:
    return list(Story.objects.order_by("published_at"))


def test_readers_get_the_page_and_the_neighbours_of_each_story(turns: Turns, told: Package) -> None:
    assert at(turns, "/timeline/সেতুর-পথে/") == ("sheet", "package:সেতুর-পথে", "")
    page = text(turns, "package:সেতুর-পথে")
    said = ["তৃতীয় খবর", "মাঝের কথা", "দ্বিতীয় খবর", "প্রথম খবর", "নকশা জমা পড়ে", "সেতু বিভাগ"]
    assert sorted(said, key=page.index) == said
    assert '<time datetime="2026-11-19">১৯ নভেম্বর ২০২৬</time>' in page
    first, second, third = (box(turns, story) for story in stories())
    assert ("নকশা জমা পড়ে" in first, "মাঝের কথা" in first, "তৃতীয়" in first) == (True, True, False)
    assert ("প্রথম খবর" in second, "তৃতীয় খবর" in second, "নকশা" in second) == (True, True, False)
    assert ("মাঝের কথা" in third, "পরে" in third) == (True, False)
    assert '<a href="/timeline/সেতুর-পথে/">সেতুর পথে</a>' in third
    other = make_story(headline="অন্য খবর")
    turns.settle()
    assert box(turns, other) == ""


def test_a_draft_comes_in_when_it_is_published_and_goes_when_it_is_taken_off(turns: Turns, told: Package) -> None:
    draft = make_story(published=False, headline="চতুর্থ খবর")
    [entry] = actions.add_to_package(told, [draft], None)
    assert (entry.place, entry.at) == (None, None)
    right(turns)
    assert "চতুর্থ" not in text(turns, "package:সেতুর-পথে")
    story = actions.publish(draft, None)
    right(turns)
    assert "চতুর্থ খবর" in text(turns, "package:সেতুর-পথে")
    assert "চতুর্থ খবর" in box(turns, stories()[2])
    actions.unpublish(story, None)
    right(turns)
    assert "চতুর্থ" not in text(turns, "package:সেতুর-পথে")
    assert "চতুর্থ" not in box(turns, stories()[2])
    middle = stories()[1]
    actions.kill(middle, None, "ভুল খবর")
    right(turns)
    page = text(turns, "package:সেতুর-পথে")
    assert ("দ্বিতীয়" in page, "মাঝের কথা" in page, "প্রথম খবর" in page) == (False, False, True)
    assert "প্রথম খবর" in box(turns, stories()[2])


def test_under_another_name_the_old_address_leads_on(turns: Turns, told: Package) -> None:
    actions.change_package(told, None, name="পদ্মার পথে")
    right(turns)
    actions.change_package(told, None, name="সেতুর কথা")
    right(turns)
    assert at(turns, "/timeline/সেতুর-কথা/") == ("sheet", "package:সেতুর-কথা", "")
    for old in ("সেতুর-পথে", "পদ্মার-পথে"):
        assert at(turns, f"/timeline/{old}/") == ("moved", "", "/timeline/সেতুর-কথা/")
    assert '<a href="/timeline/সেতুর-কথা/">সেতুর কথা</a>' in box(turns, stories()[0])
    recovery._place_everything(turns.store)
    assert at(turns, "/timeline/পদ্মার-পথে/") == ("moved", "", "/timeline/সেতুর-কথা/")
    actions.change_package(told, None, name="সেতুর পথে")
    right(turns)
    assert at(turns, "/timeline/সেতুর-পথে/") == ("sheet", "package:সেতুর-পথে", "")
    assert at(turns, "/timeline/সেতুর-কথা/") == ("moved", "", "/timeline/সেতুর-পথে/")


def test_a_withdrawn_package_is_nowhere_and_comes_back(turns: Turns, told: Package) -> None:
    actions.show_package(told, None, live=False)
    right(turns)
    assert at(turns, "/timeline/সেতুর-পথে/") is None
    assert [box(turns, story) for story in stories()] == ["", "", ""]
    actions.show_package(told, None, live=True)
    right(turns)
    assert at(turns, "/timeline/সেতুর-পথে/") == ("sheet", "package:সেতুর-পথে", "")
    assert "মাঝের কথা" in box(turns, stories()[0])


def test_a_name_that_is_taken_out_leaves_the_package_too(turns: Turns, told: Package) -> None:
    actions.change_package(told, None, name="করিমুল্লাহর পথে", standfirst="করিমুল্লাহ যেভাবে গেলেন।")
    actions.change_package(told, None, name="করিমুল্লাহর সেতু")
    actions.add_event(told, "করিমুল্লাহকে আটক করা হয়", NOON - timedelta(days=5), None, source="করিমুল্লাহর বাবা")
    actions.change_entry(PackageEntry.objects.get(story=stories()[2]), None, line="করিমুল্লাহ ফেরেন")
    first = stories()[0]
    actions.edit(first, None, headline="করিমুল্লাহ কোথায়")
    right(turns)
    sheets = [f"story:{story.pk}" for story in stories()]
    assert ["করিমুল্লাহ" in text(turns, name) for name in sheets] == [True, True, True]
    actions.redact(first, "করিমুল্লাহ", make_user(), reason="নাম বলা যাবে না")
    right(turns)
    package = Package.objects.get()
    sheets.append(f"package:{package.slug}")
    assert ["করিমুল্লাহ" in text(turns, name) for name in sheets] == [False] * 4
    kept = [str(row) for row in (package.name, package.standfirst, package.slug)]
    kept += [f"{row.line} {row.source}" for row in package.entries.all()]
    kept += list(package.addresses.values_list("slug", flat=True))
    assert [words for words in kept if "করিমুল্লাহ" in words] == []
    assert at(turns, "/timeline/করিমুল্লাহর-পথে/") is None
    assert at(turns, "/timeline/করিমুল্লাহর-সেতু/") is None
    assert at(turns, "/timeline/সেতুর-পথে/") == ("moved", "", package.href)


def test_older_pages_are_counted_from_the_oldest(turns: Turns, told: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pages(monkeypatch)
    for number in range(6):
        actions.add_event(told, f"ঘটনা {number}", NOON - timedelta(hours=9 - number), None)
    right(turns)  # ten entries: two older pages of three, and four on the first
    pages = ["package:সেতুর-পথে:1", "package:সেতুর-পথে:2", "package:সেতুর-পথে"]
    assert ["নকশা জমা" in text(turns, name) for name in pages] == [True, False, False]
    assert ["ঘটনা 1" in text(turns, name) for name in pages] == [False, True, False]
    actions.add_event(told, "আরও আগে", NOON - timedelta(days=20), None)
    right(turns)
    assert ["আরও আগে" in text(turns, name) for name in pages] == [True, False, False]
    assert ["তৃতীয় খবর" in text(turns, name) for name in pages] == [False, True, False]
    for entry in list(told.entries.filter(story=None))[:5]:
        actions.take_from_package(entry, None)
    right(turns)
    assert [at(turns, f"/timeline/সেতুর-পথে/page/{number}/") is None for number in (1, 2)] == [False, True]
    actions.change_package(told, None, name="অন্য নাম")
    right(turns)
    assert at(turns, "/timeline/সেতুর-পথে/page/1/") == ("moved", "", "/timeline/অন্য-নাম/")


def test_what_one_entry_touches_does_not_grow_with_the_package(told: Package) -> None:
    make_section("national")
    newest = make_story(headline="নতুন", at=NOON - timedelta(hours=1))
    with touched() as few:
        actions.add_to_package(told, [newest], None)
    last = Story.objects.get(headline="তৃতীয় খবর")
    assert few == {"list:package:সেতুর-পথে", f"packaged:{newest.pk}", f"packaged:{last.pk}:beside"}
    for number in range(60):
        actions.add_event(told, f"ঘটনা {number}", NOON - timedelta(days=400 - number), None)
    newer = make_story(headline="আরও নতুন", at=NOON)
    with touched() as many:
        actions.add_to_package(told, [newer], None)
    assert many == {"list:package:সেতুর-পথে", f"packaged:{newer.pk}", f"packaged:{newest.pk}:beside"}
    with touched() as moved:
        actions.move(newest, Section.objects.get(slug="national"), None)
    assert f"mention:{newest.pk}" in moved


def test_a_page_costs_the_same_queries_with_one_entry_and_with_many(told: Package) -> None:
    def cost(read: object, *arguments: object) -> int:
        with CaptureQueriesContext(connection) as queries:
            read(*arguments)  # type: ignore[operator]
        return len(queries)

    small = actions.make_package("একটি", None)
    alone = make_story(headline="একা")
    actions.add_to_package(small, [alone], None)
    assert (cost(copy.package, small.slug, None), cost(copy.package, told.slug, None)) == (3, 3)
    outside = make_story(headline="বাইরে")
    numbers = [story.pk for story in stories()]
    assert [cost(boxes, [outside.pk]), cost(boxes, [alone.pk]), cost(boxes, numbers)] == [1, 2, 2]


def test_the_clock_of_an_entry_is_said_where_it_belongs_to_it(turns: Turns, told: Package) -> None:
    entry = PackageEntry.objects.get(line="নকশা জমা পড়ে")
    actions.change_entry(entry, None, timed=True)
    right(turns)
    assert '<time datetime="2026-11-19T12:00:00+06:00">১৯ নভেম্বর ২০২৬, ১২:০০</time>' in text(turns, "package:সেতুর-পথে")
    assert "১৯ নভেম্বর ২০২৬, ১২:০০" in box(turns, stories()[0])
    assert clock.now() == NOON


def test_two_packages_may_be_called_the_same_after_a_redaction(turns: Turns, told: Package) -> None:
    """A name that must go goes, whatever the packages are called then."""
    other = actions.make_package("করিমুল্লাহর কথা", None)
    actions.add_to_package(other, stories()[:2], None)
    actions.change_package(told, None, name="রহিমুল্লাহর কথা")
    first = stories()[0]
    actions.edit(first, None, headline="করিমুল্লাহ ও রহিমুল্লাহ কোথায়")
    for name in ("করিমুল্লাহ", "রহিমুল্লাহ"):
        actions.redact(first, name, make_user(), reason="নাম বলা যাবে না", instead="একজন")
    right(turns)
    names, slugs = zip(*Package.objects.order_by("pk").values_list("name", "slug"), strict=True)
    assert (len(set(names)), len(set(slugs))) == (1, 2)
