"""The pages of people who sign and of desks, before their readers."""

from datetime import timedelta

import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, copy
from harkara.desk.models import Byline, Desk, Person, Place, Story
from harkara.press import recovery
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from tests.desk.factories import NOON, make_desk, make_paper, make_person, make_picture, make_story
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


def at(turns: Turns, path: str) -> str | None:
    entry = turns.store.manifest.find(path)
    return entry.name if entry else None


def known(name: str = "রওশন আরা", **told: object) -> Person:
    """A person with a page."""
    person = make_person(name)
    for field, value in {"public": True, **told}.items():
        setattr(person, field, value)
    person.save()
    return person


def signed(person: Person, headline: str, days: int = 1, **fields: object) -> Story:
    return make_story(
        headline=headline,
        at=NOON - timedelta(days=days),
        bylines=[(person, "")],
        **fields,  # type: ignore[arg-type]
    )


def test_who_has_a_page_is_found_from_each_story_and_tells_of_herself(turns: Turns) -> None:
    make_paper()
    picture = make_picture()
    writer = known(role="জ্যেষ্ঠ প্রতিবেদক", about="চর নিয়ে লেখেন।", email="r@paper.example", picture=picture)
    writer.links = "https://www.facebook.com/someone\nhttps://someone.example/"
    writer.save()
    older, newer = signed(writer, "আগের লেখা", days=3), signed(writer, "পরের লেখা", desk=make_desk())
    other = make_story(headline="অন্যের লেখা", bylines=[(make_person("নিজস্ব প্রতিবেদক"), "")])
    right(turns)
    assert at(turns, "/writer/রওশন-আরা/") == "writer:রওশন-আরা"
    page = text(turns, "writer:রওশন-আরা")
    said = ["জ্যেষ্ঠ প্রতিবেদক</p>", "চর নিয়ে লেখেন।</p>", "mailto:r@paper.example", ">ফেসবুক<", ">someone.example<"]
    said += ["পরের লেখা", "আগের লেখা"]
    assert sorted(said, key=page.index) == said
    assert ("অন্যের লেখা" in page, f"/picture/{picture.pk}/" in page, '"@type":"ProfilePage"' in page) == (
        False,
        True,
        True,
    )
    link = '<a href="/writer/রওশন-আরা/" rel="author">রওশন আরা</a>'
    assert [link in text(turns, f"story:{story.pk}") for story in (older, newer, other)] == [True, True, False]
    assert '"name":"রওশন আরা","url":"http' in text(turns, f"story:{older.pk}")
    assert "নিজস্ব প্রতিবেদক</span>" in text(turns, f"story:{other.pk}")
    assert [f"/{one.pk}</guid>" in text(turns, "feed:rss:writer:রওশন-আরা") for one in (older, newer, other)] == [
        True,
        True,
        False,
    ]
    assert at(turns, "/writer/রওশন-আরা/atom.xml") == "feed:atom:writer:রওশন-আরা"
    atom = feedparser.parse(text(turns, "feed:atom:writer:রওশন-আরা"))
    assert [entry.title for entry in atom.entries] == ["পরের লেখা", "আগের লেখা"]
    assert "/writer/রওশন-আরা/atom.xml" in page
    assert "/writer/" in text(turns, "sitemap:pages")


def test_a_desk_has_its_stories_on_a_page_and_in_a_feed(turns: Turns) -> None:
    make_paper()
    desk = make_desk()
    story = make_story(headline="ডেস্কের খবর", desk=desk)
    right(turns)
    assert (at(turns, "/desks/আন্তর্জাতিক-ডেস্ক/"), "/desks/" in text(turns, f"story:{story.pk}")) == (None, False)
    desk.public, desk.about = True, "বিশ্বের খবর।"
    desk.save()
    right(turns)
    assert at(turns, "/desks/আন্তর্জাতিক-ডেস্ক/") == "desk:আন্তর্জাতিক-ডেস্ক"
    assert at(turns, "/desks/আন্তর্জাতিক-ডেস্ক/feed.xml") == "feed:rss:desk:আন্তর্জাতিক-ডেস্ক"
    page = text(turns, "desk:আন্তর্জাতিক-ডেস্ক")
    assert ("বিশ্বের খবর।" in page, story.href in page) == (True, True)
    assert '<a href="/desks/আন্তর্জাতিক-ডেস্ক/">আন্তর্জাতিক ডেস্ক</a>' in text(turns, f"story:{story.pk}")


def test_without_a_page_the_name_is_plain_and_nothing_is_left_behind(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pages(monkeypatch)
    make_paper()
    writer = known()
    stories = [signed(writer, f"লেখা {number}", days=9 - number) for number in range(7)]
    right(turns)
    paths = ["/writer/রওশন-আরা/", "/writer/রওশন-আরা/page/1/", "/writer/রওশন-আরা/feed.xml", "/writer/রওশন-আরা/atom.xml"]
    assert [at(turns, path) is None for path in paths] == [False] * 4
    assert [f"লেখা {number}<" in text(turns, "writer:রওশন-আরা:1") for number in range(4)] == [True] * 3 + [False]
    writer.public = False
    writer.save()
    right(turns)
    assert [at(turns, path) is None for path in paths] == [True] * 4
    assert "/writer/" not in text(turns, f"story:{stories[0].pk}")
    writer.public = True
    writer.save()
    right(turns)
    recovery._place_everything(turns.store)
    assert [at(turns, path) is None for path in paths] == [False] * 4
    alone = known("একজন")
    right(turns)
    alone.delete()
    right(turns)
    assert at(turns, "/writer/একজন/") is None


def test_another_name_keeps_the_address(turns: Turns) -> None:
    make_paper()
    writer = known()
    story = signed(writer, "লেখা")
    right(turns)
    writer.name = "রওশন আরা মজুমদার"
    writer.save()
    right(turns)
    assert "রওশন আরা মজুমদার" in text(turns, "writer:রওশন-আরা")
    assert '<a href="/writer/রওশন-আরা/" rel="author">রওশন আরা মজুমদার</a>' in text(turns, f"story:{story.pk}")
    assert Person.objects.create(name="রওশন  আরা").slug == "রওশন-আরা-2"


def test_a_story_comes_and_goes_with_its_byline(turns: Turns) -> None:
    make_paper()
    first, second = known("প্রথম জন"), known("দ্বিতীয় জন")
    story = signed(first, "কার লেখা")
    right(turns)
    story = Story.objects.get(pk=story.pk)
    story.bylines = [Byline(person=second)]
    story.save_revision(clean=False)
    actions.publish(story, None)
    right(turns)
    assert ["কার লেখা" in text(turns, f"writer:{slug}") for slug in ("প্রথম-জন", "দ্বিতীয়-জন")] == [False, True]
    actions.kill(story, None)
    right(turns)
    assert "কার লেখা" not in text(turns, "writer:দ্বিতীয়-জন") + text(turns, "feed:rss:writer:দ্বিতীয়-জন")
    assert Place.objects.filter(listing__name=second.listing, shown=True).count() == 0


def test_what_is_said_of_a_person_prints_no_story_again(database: None, noon: object) -> None:
    writer = known()
    signed(writer, "লেখা")
    with touched() as keys:
        writer.about = "নতুন পরিচয়"
        writer.save()
    assert keys == {f"profile:writer:{writer.pk}"}


def test_a_line_that_is_no_address_is_refused(database: None) -> None:
    desk = Desk(name="ডেস্ক", links="https://one.example/\nfacebook.com/someone")
    with pytest.raises(ValidationError) as refused:
        desk.full_clean()
    assert refused.value.message_dict.keys() == {"links"}
    assert "facebook.com/someone" in refused.value.messages[0]


def test_a_page_costs_the_same_with_one_story_and_with_three(database: None, noon: object) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            copy.profile("writer", writer.slug, None)
        return len(queries)

    writer = known()
    signed(writer, "একটি")
    one = cost()
    for number in range(2):
        signed(writer, f"আরও {number}")
    assert (one, cost()) == (4, 4)
