"""``harkara import wxr``: what becomes of a WordPress paper."""

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from harkara.comments.models import Comment, MovedIn, Reader, Talk
from harkara.desk import clock, copy, keys
from harkara.desk.models import (
    Byline,
    Listing,
    Move,
    NewsDay,
    OldAddress,
    Origin,
    Person,
    Picture,
    PictureUse,
    Place,
    Section,
    Story,
    StoryAddress,
    Tally,
    Topic,
)
from harkara.people.models import User
from harkara.rack import changes
from harkara.wire.moving.command import move_in
from tests.shared import shared
from tests.wire.moving.papers import ORIGIN, attachment, comment, export, item, photo

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def told(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def run(path: Path, *more: str) -> tuple[int, list[dict[str, str]]]:
    report = path.with_suffix(".csv")
    code = move_in(["wxr", str(path), "--report", str(report), *more])
    return code, told(report) if report.exists() else []


def test_a_story_moves_in_whole(tmp_path: Path) -> None:
    slug = quote("নদীর-পানি").lower()
    path = export(
        tmp_path / "a.xml",
        item(
            12,
            "নদীর পানি বাড়ছে",
            '<!-- wp:paragraph --><p>পানি <strong>বাড়ছে</strong>। <a href="https://old.example/?p=13">আগের খবর</a></p>'
            "<!-- /wp:paragraph --><!-- wp:heading --><h2>আজ</h2><!-- /wp:heading -->",
            link=f"{ORIGIN}/2019/08/{slug}/",
            changed="2019-08-15 09:00:00",
            terms=[("category", "cricket", "ক্রিকেট"), ("post_tag", quote("নদী").lower(), "নদী")],
            excerpt="সারকথা।",
            meta=[("_wp_old_slug", "river-water")],
        ),
    )
    with clock.at(NOW):
        code, lines = run(path)
    assert code == 0
    story = Story.objects.select_related("section").get()
    assert (story.headline, story.summary, story.live, story.slug) == ("নদীর পানি বাড়ছে", "সারকথা।", True, "নদীর-পানি-বাড়ছে")
    assert story.published_at == datetime(2019, 8, 15, 6, tzinfo=UTC)
    assert story.updated_at == story.modified_at == datetime(2019, 8, 15, 9, tzinfo=UTC)
    assert story.section is not None
    assert (story.section.slug, story.section.above_id) == ("cricket", "khela")
    assert [topic.name for topic in story.topics.all()] == ["নদী"]
    assert [byline.person.name for byline in story.bylines.all()] == ["মিতা রহমান"]
    assert [(one["type"], one["value"]) for one in story.body.raw_data] == [
        ("paragraph", '<p>পানি <b>বাড়ছে</b>। <a href="/?p=13">আগের খবর</a></p>'),
        ("heading", "আজ"),
    ]
    assert sorted(StoryAddress.objects.values_list("href", flat=True)) == [
        "/2019/08/river-water/",
        "/2019/08/নদীর-পানি/",
        "/?p=12",
    ]
    places = Place.objects.values_list("listing__name", "number", "shown")
    person = Person.objects.get()
    assert sorted(places) == [
        ("section:cricket", 0, True),
        ("section:khela", 0, True),
        (f"topic:{Topic.objects.get().slug}", 0, True),
        (f"writer:{person.pk}", 0, True),
    ]
    assert list(NewsDay.objects.values_list("day", "stories")) == [(clock.day_of(story.published_at), 1)]
    assert list(Tally.objects.values_list("day", "kind")) == [(clock.day_of(story.published_at), "published")]
    assert [line for line in lines if line["became"] == "story"] == [
        {
            "key": "post:12",
            "became": "story",
            "story": str(story.pk),
            "address": story.href,
            "old": "/2019/08/নদীর-পানি/",
            "headline": "নদীর পানি বাড়ছে",
            "what": "",
            "why": "",
        }
    ]
    standing = copy.standing(story.pk)
    assert (standing.kind, standing.href) == ("published", story.href)
    assert User.objects.count() == 0


def test_lists_lead_to_their_counterparts(tmp_path: Path) -> None:
    run(
        export(
            tmp_path / "a.xml",
            item(12, terms=[("category", "cricket", "ক্রিকেট"), ("post_tag", "%e0%a6%a8%e0%a6%a6%e0%a7%80", "নদী")]),
        )
    )
    topic, person = Topic.objects.get(), Person.objects.get()
    led = {href: to for lot in range(copy.moved_lots()) for href, to in copy.moved(lot).items()}
    assert led == {
        "/category/cricket/": "/cricket/",
        "/category/khela/": "/khela/",
        "/category/khela/cricket/": "/cricket/",
        "/category/khela/feed/": "/khela/",
        "/category/khela/cricket/feed/": "/cricket/",
        "/?cat=3": "/khela/",
        "/?cat=4": "/cricket/",
        "/?category_name=cricket": "/cricket/",
        "/?category_name=khela": "/khela/",
        "/tag/নদী/": topic.href,
        "/tag/নদী/feed/": topic.href,
        "/?tag=নদী": topic.href,
        "/author/mita/": person.href,
        "/author/mita/feed/": person.href,
    }


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"status": "draft"}, "It was a draft there."),
        ({"status": "pending"}, "It waited for an editor there."),
        ({"status": "private"}, "It was private there: only people with an account read it."),
        ({"post_password": "x"}, "It was behind a password there."),
        ({"status": "future"}, "Its time passed before it moved in, and it was not published there."),
        ({"body": ""}, "It has no text."),
        ({"at": "1066-10-14 06:00:00"}, "It says that it was published in 1066: correct the time."),
    ],
)
def test_what_readers_did_not_see_is_a_draft(tmp_path: Path, fields: dict[str, str], why: str) -> None:
    _, lines = run(export(tmp_path / "a.xml", item(12, **fields)))  # type: ignore[arg-type]  # keywords by name
    story = Story.objects.get()
    assert (story.live, story.published_at, story.slug) == (False, None, "")
    assert [line["why"] for line in lines if line["what"] == "its state"] == [why]
    assert (Place.objects.count(), NewsDay.objects.count(), Tally.objects.count()) == (0, 0, 0)


def test_what_is_scheduled_is_scheduled(tmp_path: Path) -> None:
    run(export(tmp_path / "a.xml", item(12, status="future", at="2099-01-01 06:00:00")))
    story = Story.objects.get()
    assert (story.live, story.go_live_at) == (False, datetime(2099, 1, 1, 6, tzinfo=UTC))
    assert story.status_string == "scheduled" or story.go_live_at


def test_twice_is_once(tmp_path: Path) -> None:
    path = export(tmp_path / "a.xml", *(item(n, comments=comment(n, "ভালো")) for n in range(1, 6)))
    run(path)
    before = list(Story.objects.order_by("pk").values()), list(Place.objects.order_by("pk").values())
    at = changes.position()
    _, lines = run(path)
    assert (list(Story.objects.order_by("pk").values()), list(Place.objects.order_by("pk").values())) == before
    assert [line["became"] for line in lines if line["key"].startswith("post:")] == ["known"] * 5
    assert (Comment.objects.count(), MovedIn.objects.count(), changes.position()) == (5, 5, at)
    longer = export(tmp_path / "a.xml", *(item(n, comments=comment(n, "ভালো")) for n in range(1, 8)))
    run(longer)
    assert Story.objects.count() == 7
    assert sorted(Place.objects.filter(listing__name="section:khela").values_list("number", flat=True)) == list(
        range(7)
    )


def test_places_are_in_the_order_of_publication(tmp_path: Path) -> None:
    """Whatever the order of the export: an archive that begins with the newest would pile up on one page else."""
    items = [item(n, at=f"2019-08-{28 - n:02} 06:00:00") for n in range(1, 28)]
    run(export(tmp_path / "a.xml", *items))
    listing = Listing.objects.get(name="section:khela")
    assert (listing.length, listing.shown) == (27, 27)
    rows = list(
        Place.objects.filter(listing=listing)
        .order_by("number")
        .values_list("number", "published_at", "story__published_at")
    )
    assert [number for number, _, _ in rows] == list(range(27))
    assert [at for _, at, _ in rows] == sorted(at for _, _, at in rows)


def test_comments_come_along_without_accounts(tmp_path: Path) -> None:
    said = (
        comment(3, "উত্তরের উত্তর", parent=2, name="করিম"),
        comment(1, "প্রথম কথা"),
        comment(2, "উত্তর", parent=1, name="মিনা"),
        comment(4, "অপেক্ষায়", approved="0"),
        comment(5, "spam", approved="spam"),
        comment(6, "ping", kind="pingback"),
        comment(7, "&nbsp;"),
    )
    _, lines = run(export(tmp_path / "a.xml", item(12, comments="".join(said))))
    rows = list(Comment.objects.order_by("made_at").values_list("signed", "text", "state", "parent__text", "place"))
    assert rows == [
        ("রহিম", "প্রথম কথা", "shown", None, 0),
        ("মিনা", "উত্তর", "shown", "প্রথম কথা", 0),
        ("করিম", "উত্তরের উত্তর", "shown", "প্রথম কথা", 0),
        ("রহিম", "অপেক্ষায়", "waiting", None, 1),
    ]
    talk = Talk.objects.get()
    assert (talk.story, talk.places, talk.shown) == (Story.objects.get().pk, 2, 3)
    assert (Reader.objects.count(), User.objects.count()) == (0, 0)
    dropped = {line["what"]: line["why"] for line in lines if "comment" in line["what"]}
    assert dropped == {
        "comment 5": "It was set aside there (spam).",
        "comment 6": "It is a pingback of another site, not a reader's words.",
        "comment:7": "It has no words.",
    }


def test_pictures_come_from_the_uploads(tmp_path: Path) -> None:
    photo(tmp_path / "uploads", "boat", 10)
    photo(tmp_path / "uploads", "river", 200)
    path = export(
        tmp_path / "a.xml",
        attachment(20, "boat", parent=12, caption="নৌকা", alt="একটি নৌকা"),
        attachment(21, "river", caption="নদী"),
        attachment(22, "lost", parent=12, caption="হারানো"),
        attachment(23, "stray"),
        item(
            12,
            body='আগে\n\n[gallery ids="20,22"]\n\n[caption id="x" width="300"]<img src="https://old.example/wp-content/uploads/2019/08/river-300x188.jpg">'
            " পাড়ে[/caption]\nপরে",
            meta=[("_thumbnail_id", "21")],
        ),
    )
    _, lines = run(path, "--uploads", str(tmp_path / "uploads"))
    story = Story.objects.get()
    boat, river = Picture.objects.order_by("caption")
    boat, river = (boat, river) if boat.alt else (river, boat)
    assert (boat.caption, boat.alt, boat.terms, boat.used) == ("নৌকা", "একটি নৌকা", "", True)
    assert story.picture_id == river.pk
    assert [one["value"] for one in story.body.raw_data] == ["<p>আগে</p>", boat.pk, river.pk, "<p>পরে</p>"]
    assert story.captions == {str(river.pk): {"caption": "পাড়ে"}} or river.caption == "নদী"
    assert PictureUse.objects.count() == 2
    why = {line["what"]: line["why"] for line in lines if line["became"] in ("lacks", "dropped") and line["why"]}
    assert why[f"{ORIGIN}/wp-content/uploads/2019/08/lost.jpg"] == (
        "Its file did not come along (--uploads). Its caption: হারানো"
    )
    assert why[f"{ORIGIN}/wp-content/uploads/2019/08/boat.jpg"] == (
        f"Picture {boat.pk} has no credit or no rights yet: say them in the library."
    )
    assert why["attachment 23 “stray”"] == "It is a file that no post has; its page leads nowhere."
    led = set(StoryAddress.objects.values_list("href", flat=True))
    assert {"/?attachment_id=20", "/?attachment_id=21", "/?attachment_id=22", "/2019/08/20-story/boat/"} <= led


def test_bijoy_is_turned_into_unicode(tmp_path: Path) -> None:
    run(export(tmp_path / "a.xml", item(12, "Avgvi †mvbvi evsjv", "Avwg †Zvgvq fv‡jvevwm|\n\nwPiw`b †Zvgvi AvKvk")))
    story = Story.objects.get()
    assert (story.headline, story.slug) == ("আমার সোনার বাংলা", "আমার-সোনার-বাংলা")
    assert [one["value"] for one in story.body.raw_data] == ["<p>আমি তোমায় ভালোবাসি।</p>", "<p>চিরদিন তোমার আকাশ</p>"]


def test_a_dry_run_tells_and_stores_nothing(tmp_path: Path) -> None:
    path = export(tmp_path / "a.xml", item(12, body="<p>ক</p><script>x()</script>"), item(13, kind="nav_menu_item"))
    _, dry = run(path, "--dry-run")
    assert (Story.objects.count(), Section.objects.count(), Move.objects.count(), Origin.objects.count()) == (
        0,
        0,
        0,
        0,
    )
    _, wet = run(path)
    assert [(line["key"], line["became"], line["what"], line["why"]) for line in dry] == [
        (line["key"], line["became"], line["what"], line["why"]) for line in wet if line["key"].startswith("post:")
    ]


def test_no_cell_of_the_report_is_a_formula(tmp_path: Path) -> None:
    _, lines = run(
        export(tmp_path / "a.xml", item(12, "=cmd|' /C calc'!A0"), item(13, "+1"), item(14, "@a"), item(15, "-২"))
    )
    assert [line["headline"] for line in lines if line["became"] == "story"] == [
        "'=cmd|' /C calc'!A0",
        "'+1",
        "'@a",
        "'-২",
    ]


def test_addresses_of_our_own_stay_ours(tmp_path: Path) -> None:
    _, lines = run(
        export(
            tmp_path / "a.xml",
            *(item(n, link=f"{ORIGIN}{path}") for n, path in enumerate(("/", "/desk/x/", "/12", "/%ff/"), 1)),
        )
    )
    why = [(line["what"], line["why"]) for line in lines if line["what"] and line["what"][0] in "/"]
    assert why == [
        ("/", "It is an address of this paper's own."),
        ("/desk/x/", "It is an address of this paper's own."),
        ("/12", "It is an address of this paper's own."),
        ("/\ufffd/", "The address cannot be read: it is not UTF-8, or broken."),
    ]


def test_the_theme_unit_test_moves_in(tmp_path: Path) -> None:
    """WordPress' own test data, which nobody here wrote."""
    theme = shared("data/wxr/themeunittestdata.wordpress.xml")
    report = tmp_path / "report.csv"
    with clock.at(NOW):
        assert move_in(["wxr", str(theme), "--report", str(report)]) == 0
    lines = told(report)
    became = {word: sum(line["became"] == word for line in lines) for word in ("story", "draft", "known", "dropped")}
    items = [
        line for line in lines if line["key"].startswith("post:") and line["became"] in ("story", "draft", "dropped")
    ]
    assert (became["story"], became["draft"], became["known"]) == (
        Story.objects.filter(live=True).count(),
        Story.objects.filter(live=False).count(),
        0,
    )
    assert (Story.objects.filter(live=True).count(), Story.objects.filter(live=False).count()) == (64, 8)
    states = Counter(line["why"] for line in lines if line["what"] == "its state")
    assert states == {"It was a draft there.": 1, "It was behind a password there.": 1, "It has no text.": 5}
    assert (len(items), Comment.objects.count()) == (
        144,
        28,
    )  # and 36 attachments, which lead to their posts: 180 items


def test_a_batch_takes_as_many_queries_for_many_as_for_few(tmp_path: Path) -> None:
    from django.test.utils import CaptureQueriesContext

    def asked(many: int, first: int) -> int:
        path = export(tmp_path / f"{first}.xml", *(item(n) for n in range(first, first + many)))
        with CaptureQueriesContext(
            connection,
        ) as found:
            run(path)
        return len(found)

    asked(3, 1)
    few = asked(60, 100)
    assert asked(240, 300) - few <= 180 // 5  # SQLite takes some twenty rows of a story in a query


def test_keys_of_all_that_readers_see_are_touched(tmp_path: Path) -> None:
    at = changes.position()
    run(export(tmp_path / "a.xml", item(12, terms=[("category", "khela", "খেলা"), ("post_tag", "a", "নদী")])))
    touched = set().union(*(change.keys for change in changes.since(at)))
    story = Story.objects.get()
    day = clock.day_of(story.published_at)  # type: ignore[arg-type]  # it is published
    assert {
        keys.story(story.pk),
        keys.teaser(story.pk),
        keys.mention(story.pk),
        keys.ALL,
        keys.day(day),
        keys.map_of_day(day),
        keys.DAYS,
        keys.listing("section:khela"),
        keys.listing(f"topic:{Topic.objects.get().slug}"),
        keys.TOPICS,
        keys.SECTIONS,
        keys.moved(0),
    } <= touched
    assert Byline.objects.count() == OldAddress.objects.filter(person__isnull=False).count() - 1


def test_where_pictures_and_files_lay_leads_to_the_first_story_that_had_them(tmp_path: Path) -> None:
    uploads = f"{ORIGIN}/wp-content/uploads/2019/08"
    _, lines = run(
        export(
            tmp_path / "a.xml",
            attachment(20, "boat"),
            item(12, "নৌকা", f'<img src="{uploads}/bridge-300x200.jpg">', meta=[("_thumbnail_id", "20")]),
            item(
                13,
                "সেতু",
                f'<img src="{uploads.replace("https", "http")}/bridge.jpg?w=300"><img src="https://elsewhere.example/a.jpg">',
                meta=[("_thumbnail_id", "20")],
            ),
            attachment(21, "paper", parent=13),
        )
    )
    numbers = dict(Story.objects.values_list("headline", "pk"))
    led = {
        href: story
        for href, story in StoryAddress.objects.values_list("href", "story")
        if href.startswith(("/wp-", "/?attachment"))
    }
    assert led == {
        "/wp-content/uploads/2019/08/boat.jpg": numbers["নৌকা"],
        "/wp-content/uploads/2019/08/bridge.jpg": numbers["নৌকা"],
        "/wp-content/uploads/2019/08/paper.jpg": numbers["সেতু"],
        "/?attachment_id=20": numbers["নৌকা"],
        "/?attachment_id=21": numbers["সেতু"],
    }
    assert [line["what"] for line in lines if "has that address" in line["why"]] == []
    assert [line["what"] for line in lines if line["became"] == "dropped" and "file" in line["why"]] == []
